"""Shows a card whose links open other cards and whose hand-out can be printed by itself."""

from __future__ import annotations

from collections.abc import Callable

import traitlets

from hiplib.widgets._base import Widget, script, style


class CardView(Widget):
    """HTML of a card with a button that prints its hand-out.

    `html` may hold links with ``data-open``: `on_open` hears which one was followed. `hand_out` is
    a whole HTML document; without one there is no button.

    Examples
    --------
    >>> card = CardView()
    >>> card.show("<p>A card</p>", hand_out="<!doctype html><p>A sheet</p>")
    >>> card.on_open(lambda name: card.show(f"<p>{name}</p>"))
    """

    _esm = script("card_view")
    _css = style("card_view")
    html = traitlets.Unicode("").tag(sync=True)
    hand_out = traitlets.Unicode("").tag(sync=True)

    def show(self, html: str, *, hand_out: str = "", focus: bool = False) -> None:
        """Show a card; with `focus` the reader is taken to its title."""
        with self.hold_sync():
            self.html, self.hand_out = html, hand_out
        if focus:
            self.send("focus")

    def on_open(self, handler: Callable[[str], None]) -> None:
        """Call `handler` with what the followed link names."""
        self.on_msg(lambda _, content, buffers: handler(str(content.get("open", ""))))

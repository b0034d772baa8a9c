"""A list of named things, each with a badge and a note, from which one is picked.

Choice made here: one stop for the Tab key and arrows inside, as in a list box of the browser, but
long names wrap and may carry an icon; the browser's own list cuts them off on a phone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import traitlets

from hiplib.widgets import html
from hiplib.widgets._base import Widget, script, style


@dataclass(frozen=True, slots=True)
class Pick:
    """One line of the list: id, name, and HTML that stands beside the name."""

    id: str
    name: str
    beside: str = ""


class PickList(Widget):
    """Pick one line of a list; `chosen` is its id, or empty.

    Examples
    --------
    >>> fruit = PickList("Fruit")
    >>> fruit.offer([Pick("apple", "An apple"), Pick("pear", "A pear")])
    >>> fruit.chosen = "pear"
    >>> fruit.offer([Pick("apple", "An apple")])
    >>> fruit.chosen
    ''
    """

    _esm = script("pick_list")
    _css = style("pick_list")
    _items: traitlets.List[list[str]] = traitlets.List().tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    chosen = traitlets.Unicode("").tag(sync=True)

    def __init__(self, label: str) -> None:
        super().__init__(label=label)

    @property
    def ids(self) -> list[str]:
        """The ids of the lines, in their order."""
        return [key for key, _ in self._items]

    def offer(self, picks: Iterable[Pick]) -> None:
        """Show other lines; a chosen one that is no longer there is given up."""
        items = [[pick.id, f"<span>{html.text(pick.name)}</span> {pick.beside}"] for pick in picks]
        keep = self.chosen if self.chosen in [key for key, _ in items] else ""
        with self.hold_sync():
            self._items, self.chosen = items, keep

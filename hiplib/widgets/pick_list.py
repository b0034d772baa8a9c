"""A list of named things, from which one is picked.

Choice made here: one stop for the Tab key and arrows inside, as in a list box of the browser, but
long names wrap and may carry an icon; the browser's own list cuts them off on a phone.
"""

from __future__ import annotations

from collections.abc import Iterable

import traitlets

from hiplib.widgets._base import Widget, script, style


class PickList(Widget):
    """Pick one line of a list; `chosen` is its id, or empty.

    Examples
    --------
    >>> fruit = PickList("Fruit")
    >>> fruit.offer([("apple", "An <b>apple</b>"), ("pear", "A pear")])
    >>> fruit.chosen = "pear"
    >>> fruit.offer([("apple", "An apple")])
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

    def offer(self, lines: Iterable[tuple[str, str]]) -> None:
        """Show other lines (id, HTML); a chosen one that is no longer there is given up."""
        with self.hold_sync():
            self._items = [list(line) for line in lines]
            self.chosen = self.chosen if self.chosen in self.ids else ""

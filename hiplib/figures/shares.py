"""Shares out of 100 as crowds in which the part that an interval leaves open has a mark of its own.

Choice made here: of 100 people, as many as the lower bound are drawn as "at least", and those up to
the upper bound as left open. A share without an interval has no such group, and the text says so.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from hiplib.figures import style
from hiplib.figures.people import Panel, people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiplib.conditions import Share

OPEN = "left open by the interval"
REST = "the others"
HIDDEN = "not shown yet"
ROUNDED = "Shares are rounded to whole people."
TITLE = 23  # letters in a line of a title, so that two crowds fit side by side on a phone
ACROSS = 2


def looks(group: str) -> dict[str, tuple[str, str]]:
    """Return colour and mark of the groups; only those who show it are filled."""
    return {
        group: (style.SERIES[1], "circle"),
        OPEN: (style.SERIES[0], "diamond-open"),
        REST: (style.MUTED, "circle-open"),
        HIDDEN: (style.MUTED, "square-open"),
    }


def panel(title: str, share: Share, group: str) -> Panel:
    """Return one crowd of 100 with its share in the title.

    Examples
    --------
    >>> from hiplib.conditions import Share
    >>> panel("With pain", Share(62, 47, 75), "tear").counts
    {'tear': 47, 'left open by the interval': 28, 'the others': 25}
    """
    least, left_open, rest = share.counts
    counts = {group: least, OPEN: left_open, REST: rest}
    return Panel(f"{wrapped(title)}<br><b>{share}</b> of 100", counts)


def crowds(panels: Sequence[Panel], group: str) -> style.Picture:
    """Return the crowds, two in a row; a group that nobody is in is not named."""
    used = [name for name in looks(group) if any(panel.counts.get(name) for panel in panels)]
    kept = [Panel(p.title, {name: p.counts.get(name, 0) for name in used}) for p in panels]
    return people(kept, across=ACROSS, looks=looks(group), meta={"tall": True})


def height(panels: Sequence[Panel]) -> int:
    """Return the height in pixels that crowds of 100 need."""
    lines = max(panel.title.count("<br>") for panel in panels)
    return 50 + (236 + 20 * lines) * -(-len(panels) // ACROSS)


def wrapped(text: str, width: int = TITLE) -> str:
    """Return a text with line breaks for a figure."""
    return "<br>".join(textwrap.wrap(text, width))

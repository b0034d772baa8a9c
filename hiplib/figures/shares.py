"""Shares out of 100 as crowds in which the part that an interval leaves open has a mark of its own.

Choice made here: of 100 people, as many as the lower bound are drawn as "at least", and those up to
the upper bound as left open. A share without an interval has no such group, and the text says so.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from hiplib.figures import style
from hiplib.figures.people import Panel, people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiplib.conditions import ScanFinding, Share

SCAN = "show it at least"
OPEN = "left open by the interval"
REST = "the others"
HIDDEN = "not shown yet"
ROUNDED = "Shares are rounded to whole people."
TITLE = 23  # letters in a line of a title, so that two crowds fit side by side on a phone
ACROSS = 2


class Exhibit(NamedTuple):
    """A figure with its text, the table of its numbers and its height in pixels."""

    figure: style.Picture
    summary: str
    numbers: pd.DataFrame | None
    height: int


def panel(title: str, share: Share, group: str) -> Panel:
    """Return one crowd of 100 with its share in the title.

    Examples
    --------
    >>> from hiplib.conditions import Share
    >>> panel("With pain", Share(62, 47, 75), "tear").counts
    {'tear': 47, 'left open by the interval': 28, 'the others': 25}
    """
    counts = dict(zip((group, OPEN, REST), share.counts, strict=True))
    return Panel(f"{wrapped(title)}<br><b>{share}</b> of 100", counts)


def crowds(
    panels: Sequence[Panel], group: str, summary: str, numbers: pd.DataFrame | None
) -> Exhibit:
    """Return crowds, two in a row; only who shows it is filled, an empty group is not named."""
    looks = {
        group: (style.SERIES[1], "circle"),
        OPEN: (style.SERIES[0], "diamond-open"),
        REST: (style.MUTED, "circle-open"),
        HIDDEN: (style.MUTED, "square-open"),
    }
    used = [name for name in looks if any(panel.counts.get(name) for panel in panels)]
    kept = [Panel(p.title, {name: p.counts.get(name, 0) for name in used}) for p in panels]
    figure = people(kept, across=ACROSS, looks=looks, meta={"tall": True})
    lines = max(panel.title.count("<br>") for panel in panels)
    height = 50 + (236 + 20 * lines) * -(-len(panels) // ACROSS)
    return Exhibit(figure, summary, numbers, height)


def scan_crowds(item: ScanFinding, *, shown: bool = True) -> Exhibit:
    """Return the crowds of a scan finding; all of them blank before the learner has guessed.

    Examples
    --------
    >>> from hiplib.conditions import scan_finding
    >>> [len(t.x) for t in scan_crowds(scan_finding("cartilage_defect")).figure.data[:6]]
    [7, 14, 79, 25, 66, 9]
    """
    titles = [f"{rate.who} (hips)" if rate.counted == "hips" else rate.who for rate in item.rates]
    if not shown:
        blank = [Panel(f"{wrapped(title)}<br>? of 100", {HIDDEN: 100}) for title in titles]
        return crowds(blank, SCAN, "The crowds are blank until you have made a guess.", None)
    panels, said, rows = [], [], []
    for title, rate in zip(titles, item.rates, strict=True):
        panels.append(panel(title, rate.share, SCAN))
        counted = "" if rate.counted == "people or hips" else f" {rate.counted}"
        said.append(f"{rate.who}: {rate.share} of 100{counted}")
        pain = {"pain": "with", "no pain": "without", "all": "either"}[rate.pain]
        fact = rate.fact
        rows.append((rate.who, pain, fact.amount, rate.counted, fact.population, fact.certainty,
                     fact.reference.short))  # fmt: skip
    gaps = any(rate.share.low is None for rate in item.rates)
    missing = " Where no bounds are given, the source gives none." if gaps else ""
    summary = f"{item.name}. {'; '.join(said)}. {ROUNDED}{missing}"
    heads = ["group", "pain", "share", "counted", "people", "certainty", "source"]
    return crowds(panels, SCAN, summary, pd.DataFrame(rows, columns=heads))


def wrapped(text: str, width: int = TITLE) -> str:
    """Return a text with line breaks for a figure."""
    return "<br>".join(textwrap.wrap(text, width))

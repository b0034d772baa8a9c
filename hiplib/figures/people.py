"""A share of people drawn as people: one mark a person, groups told apart by colour and shape.

Choice made here: a chance is shown as counts in a group of a round size (out of 100 or 1,000); what
is not known is a group of its own, not a gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hiplib.figures import style
from hiplib.figures.traces import label, scatter

GAP = 2  # empty columns between two panels
LINE = 1.25  # rows that a line of a title takes on a narrow screen
# Colour and mark of the first, second, ... group: they differ in shape, not by hue alone.
LOOKS = (
    (style.SERIES[1], "circle"),
    (style.SERIES[0], "square-open"),
    (style.SERIES[2], "diamond"),
    (style.MUTED, "circle-open"),
)


@dataclass(frozen=True, slots=True)
class Panel:
    """One crowd: its title and how many people (whole numbers) are in each named group."""

    title: str
    counts: dict[str, int]


def people(
    panels: Sequence[Panel],
    *,
    columns: int = 10,
    across: int | None = None,
    looks: Mapping[str, tuple[str, str]] | None = None,
    size: float | None = None,
    **layout: Any,
) -> style.Picture:
    """Return crowds side by side, one mark a person, filled row by row in the order of the groups.

    Parameters
    ----------
    panels : sequence of Panel
        Up to four groups, the same names in each panel; a group keeps its look in all of them.
        A line break in a title is ``<br>``.
    columns : int
        People in a row.
    across : int, optional
        Crowds side by side; further ones start a new row. All by default.
    looks : mapping, optional
        Colour and mark of each group, instead of `LOOKS` in their order.
    size : float, optional
        Size of a mark in pixels; by default it follows from `columns`.
    **layout
        Further settings of the layout, by plotly's names.

    Returns
    -------
    hiplib.figures.style.Picture
        A trace for each panel and group; its name is the group.

    Examples
    --------
    >>> crowd = Panel("8 weeks", {"better": 77, "not better": 23})
    >>> [len(trace.x) for trace in people([crowd]).data]
    [77, 23]
    """
    groups = list(dict.fromkeys(name for panel in panels for name in panel.counts))
    if len(groups) > len(LOOKS):
        raise ValueError(f"{len(groups)} groups are too many; {len(LOOKS)} can be told apart")
    looks = looks or dict(zip(groups, LOOKS, strict=False))
    across = min(across or len(panels), len(panels))
    rows = max(-(-sum(panel.counts.values()) // columns) for panel in panels)
    head = 1.25 + LINE * max(panel.title.count("<br>") + 1 for panel in panels)
    step = rows + head
    traces, titles = [], []
    named: set[str] = set()  # the first crowd that has the group names it
    for place, panel in enumerate(panels):
        left, top = place % across * (columns + GAP), place // across * step
        spots = _spots(panel, columns, left, top)
        for (name, count), (x, y) in zip(panel.counts.items(), spots, strict=True):
            colour, symbol = looks[name]
            mark = {"color": colour, "symbol": symbol, "size": size or max(4, 95 // columns)}
            # a single crowd may change its counts later: it names all of its groups
            told = name not in named and (count > 0 or len(panels) == 1)
            more = {"name": name, "legendgroup": name, "showlegend": told}
            hover = f"{panel.title}: {count} {name}<extra></extra>"
            traces.append(
                scatter(x=x, y=y, mode="markers", marker=mark, hovertemplate=hover, **more)
            )
            named |= {name} if count else set()
        middle = left + (columns - 1) / 2
        titles.append(label(panel.title, middle, top - 1.2, "center", size=13, yanchor="bottom"))
    width = across * (columns + GAP) - GAP
    bottom = -(-len(panels) // across) * step - head
    return style.figure(
        *traces,
        annotations=titles,
        showlegend=True,
        legend={"orientation": "h", "y": 0, "yanchor": "top", "itemclick": False},
        xaxis={"visible": False, "range": [-1, width], "constrain": "domain"},
        yaxis={"visible": False, "range": [bottom, -head], "scaleanchor": "x",
               "constrain": "domain", "constraintoward": "top"},
        **layout,
    )  # fmt: skip


def _spots(
    panel: Panel, columns: int, left: int, top: float
) -> list[tuple[NDArray[np.uint8], NDArray[np.float32]]]:
    """Return the places of each group, one after the other, filled row by row."""
    spots, first = [], 0
    for count in panel.counts.values():
        along = np.arange(first, first + count)
        x, y = left + along % columns, top + along // columns
        spots.append((x.astype(np.uint8), y.astype(np.float32)))  # as small as they can be sent
        first += count
    return spots

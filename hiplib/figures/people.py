"""A share of people drawn as people: one mark a person, groups told apart by colour and shape.

Choice made here: a chance is shown as counts in a group of a round size (out of 100 or 1,000); what
is not known is a group of its own, not a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from hiplib.figures import style

if TYPE_CHECKING:
    import plotly.graph_objects as go

GAP = 2  # empty columns between two panels
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


def people(panels: Sequence[Panel], *, columns: int = 10, size: float | None = None) -> go.Figure:
    """Return crowds side by side, one mark a person, filled row by row in the order of the groups.

    Parameters
    ----------
    panels : sequence of Panel
        Up to four groups, the same names in each panel; a group keeps its look in all of them.
    columns : int
        People in a row.
    size : float, optional
        Size of a mark in pixels; by default it follows from `columns`.

    Returns
    -------
    plotly.graph_objects.Figure
        A trace for each panel and group; its name is the group.

    Examples
    --------
    >>> crowd = Panel("8 weeks", {"better": 77, "not better": 23})
    >>> [len(trace.x) for trace in people([crowd]).data]
    [77, 23]
    """
    import plotly.graph_objects as go

    groups = list(dict.fromkeys(name for panel in panels for name in panel.counts))
    if len(groups) > len(LOOKS):
        raise ValueError(f"{len(groups)} groups are too many; {len(LOOKS)} can be told apart")
    looks = dict(zip(groups, LOOKS, strict=False))
    rows = max(-(-sum(panel.counts.values()) // columns) for panel in panels)
    width = len(panels) * (columns + GAP) - GAP
    traces, titles = [], []
    for place, panel in enumerate(panels):
        left = place * (columns + GAP)
        spots = _spots(panel, left, columns)
        for (name, count), (x, y) in zip(panel.counts.items(), spots, strict=True):
            colour, symbol = looks[name]
            traces.append(
                go.Scatter(
                    x=x,
                    y=y,
                    mode="markers",
                    marker={
                        "color": colour,
                        "symbol": symbol,
                        "size": size or max(4, 110 // columns),
                    },
                    name=name,
                    legendgroup=name,
                    showlegend=place == 0,
                    hovertemplate=_hover(panel, name, count),
                )
            )
        titles.append(_title(panel, left, columns))
    return style.figure(
        *traces,
        annotations=titles,
        showlegend=True,
        legend={"orientation": "h", "y": 0, "yanchor": "top", "itemclick": False},
        xaxis={"visible": False, "range": [-1, width], "constrain": "domain"},
        yaxis={"visible": False, "range": [rows, -2.5], "scaleanchor": "x"},
    )


def people_change(
    panel: Panel, *, columns: int = 10
) -> tuple[dict[int, dict[str, Any]], dict[str, Any]]:
    """Return what new counts change in traces and layout of one crowd, for `PlotView.change`.

    The number of groups must stay; their names may change.

    Examples
    --------
    >>> traces, _ = people_change(Panel("8 weeks", {"better": 2, "not better": 1}), columns=2)
    >>> traces[1]["x"]
    [0]
    """
    groups = zip(panel.counts.items(), _spots(panel, 0, columns), strict=True)
    traces = {
        number: {"x": x, "y": y, "name": name, "hovertemplate": _hover(panel, name, count)}
        for number, ((name, count), (x, y)) in enumerate(groups)
    }
    return traces, {"annotations": [_title(panel, 0, columns)]}


def _title(panel: Panel, left: int, columns: int) -> dict[str, Any]:
    middle = left + (columns - 1) / 2
    return {"x": middle, "y": -1.2, "text": panel.title, "showarrow": False, "yanchor": "bottom"}


def _spots(panel: Panel, left: int, columns: int) -> list[tuple[list[int], list[int]]]:
    """Return the places of each group, one after the other, filled row by row."""
    spots, first = [], 0
    for count in panel.counts.values():
        places = range(first, first + count)
        spots.append(([left + p % columns for p in places], [p // columns for p in places]))
        first += count
    return spots


def _hover(panel: Panel, name: str, count: int) -> str:
    return f"{panel.title}: {count} {name}<extra></extra>"


def numbers(panels: Sequence[Panel]) -> pd.DataFrame:
    """Return the same counts as a table: a row for each crowd, a column for each group."""
    table = pd.DataFrame([panel.counts for panel in panels])
    table.insert(0, "group", [panel.title for panel in panels])
    return table

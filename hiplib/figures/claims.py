"""Score cards: a small bar chart of the verdicts for each article or topic, and the mix-ups.

Choice made here: the verdicts are columns that all groups share, so that five articles can be
compared side by side; every bar carries its number, and its column the word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiplib import claims
from hiplib.figures import style
from hiplib.figures.shares import Exhibit, wrapped
from hiplib.figures.traces import bar, label

if TYPE_CHECKING:
    import pandas as pd

_HIGH = 0.62  # of a row, for the largest share
_ROW, _FOOT = 118, 92  # pixels of a row and of the words below all of them
_PATTERNS = ("", "/", "", "x", ".", "+", "-")
_WORDS = {"tickangle": -90, "ticklabeloverflow": "allow"}  # all of them, also on a phone
_COLOURS = (*style.SERIES, style.MUTED)
_SHORT = (
    "Supported",
    "Partly",
    "Unsupp.",
    "Contra-<br>dicted",
    "Outdated",
    "Harmful",
    "Not<br>testable",
)


def score_card(by: str) -> Exhibit:
    """Return the score card by "article" or "topic"; a point's customdata is [group, verdict].

    Examples
    --------
    >>> score_card("article").summary.partition(":")[0]
    'Supported claims'
    """
    counts = claims.shares(by)
    names = claims.articles() if by == "article" else claims.topics()
    totals = counts.sum(axis=1)
    heights = counts.div(totals, axis=0) * (_HIGH / counts.div(totals, axis=0).to_numpy().max())
    traces = []
    for place, verdict in enumerate(counts.columns):
        own = counts[verdict]
        traces.append(
            bar(
                x=[place] * len(own), base=[-float(row) for row in range(len(own))],
                y=heights[verdict].tolist(), width=0.78,
                name=claims.verdicts()[verdict].label,
                text=[str(n) for n in own], textposition="outside", cliponaxis=False,
                customdata=[[group, verdict] for group in counts.index],
                hovertemplate="%{fullData.name}: %{text} claims<extra></extra>",
                marker={"color": _COLOURS[place], "pattern": {"shape": _PATTERNS[place]}},
            )
        )  # fmt: skip
    titles = [
        label(
            f"<b>{wrapped(names[group], 38)}</b> ({totals[group]})", -0.5, 0.97 - row, yanchor="top"
        )
        for row, group in enumerate(counts.index)
    ]
    figure = style.figure(
        *traces, annotations=titles, barmode="overlay", meta={"tall": True},
        margin={"t": 6, "b": 8, "l": 4, "r": 4},
        xaxis={"tickvals": list(range(len(_SHORT))), "ticktext": list(_SHORT), **_WORDS,
               "range": [-0.55, len(_SHORT) - 0.45], "fixedrange": True, "showgrid": False},
        yaxis={"visible": False, "range": [0.95 - len(counts), 1.02], "fixedrange": True},
    )  # fmt: skip
    said = "; ".join(
        f"{names[group]}: {counts.loc[group, 'supported']} of {totals[group]}"
        for group in counts.index
    )
    numbers = counts.rename(index=names, columns={k: v.label for k, v in claims.verdicts().items()})
    summary = f"Supported claims: {said}. A bar is the share of its row, the number a count."
    table = numbers.rename_axis(by).reset_index()
    return Exhibit(figure, summary, table, len(counts) * _ROW + _FOOT)


def mix_up_map(counts: pd.DataFrame) -> style.Picture:
    """Return the small picture of which verdict (rows) was judged as which (columns)."""
    cells = counts.iloc[::-1]
    ticks = list(range(len(_SHORT)))
    words = [
        label(f"<b>{number}</b>" if row == column else str(number), column, len(ticks) - 1 - row,
              "center", size=14)
        for row, line in enumerate(counts.to_numpy().tolist())
        for column, number in enumerate(line) if number
    ]  # fmt: skip
    most = max(int(counts.to_numpy().max()), 1)
    heat = {
        "type": "heatmap", "z": cells.to_numpy().tolist(), "zmin": 0, "zmax": most * 2.5,
        "colorscale": [[0.0, "rgba(0,0,0,0)"], [1.0, "#0072b2"]], "showscale": False, "xgap": 2,
        "ygap": 2, "hoverinfo": "skip",
    }  # fmt: skip
    return style.figure(
        heat, annotations=words, margin={"t": 8, "b": 8, "l": 4, "r": 4},
        xaxis={"tickvals": ticks, "ticktext": list(_SHORT), **_WORDS, "fixedrange": True,
               "title": {"text": "your judgement"}, "showgrid": False, "zeroline": False},
        yaxis={"tickvals": ticks, "ticktext": list(_SHORT)[::-1], "fixedrange": True,
               "title": {"text": "the sources"}, "showgrid": False, "zeroline": False},
    )  # fmt: skip

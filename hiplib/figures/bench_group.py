"""1,000 similar runners follow plan A and plan B: a curve with its interval, or one mark a runner.

Choice: both plans start from the same seed and stand beside the same runners without any spike, so
that chance and the baseline are seen together with the difference.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hiplib import training
from hiplib.figures import style
from hiplib.figures.bench_side import KEY, Side, Window, plan_line
from hiplib.figures.people import Panel, people
from hiplib.figures.shares import OPEN, REST, ROUNDED, Exhibit
from hiplib.figures.traces import iso, label, line

INJURED = "injured at least"
RUNNERS = 1000
_LOOKS = {
    INJURED: (style.SERIES[1], "circle"),
    OPEN: (style.SERIES[0], "diamond-open"),
    REST: (style.MUTED, "circle-open"),
}

_LOOK_OF_EDGE: dict[str, Any] = {
    "Plan A": {"colour": style.SERIES[0]},
    "Plan B": {"colour": style.SERIES[1], "dash": "dash"},
}


def group_view(a: Side, b: Side, part: Window, *, seed: int, crowd: bool = False) -> Exhibit:
    """Simulate both plans over the weeks in the picture; `crowd` draws one mark a runner."""
    results = {side: _simulated(side, part, seed) for side in (a, b)}
    figure = _crowds(results) if crowd else _curves(results)
    said = [f"{side.name} {_counts(result)}" for side, result in results.items()]
    before, after = results[a].by_day.iloc[-1], results[b].by_day.iloc[-1]
    apart = after["share_low"] > before["share_high"] or after["share_high"] < before["share_low"]
    verdict = (
        "The two intervals do not overlap."
        if apart
        else "The two intervals overlap: for a group of this size, chance can hide or make up the "
        "difference."
    )
    summary = (
        f"Of 1,000 invented runners who follow these weeks, with an overuse injury of any site: "
        f"{'; '.join(said)}. The same runners without any spike: "
        f"{_counts(results[b], 'baseline')}. {verdict} Seed {seed}. "
        "A group figure on a crude baseline, never a figure for you."
        + (f" {ROUNDED}" if crowd else "")
    )
    return Exhibit(figure, summary, _numbers(results), 640 if crowd else 440)


def _simulated(side: Side, part: Window, seed: int) -> training.GroupResult:
    def run() -> training.GroupResult:
        return training.simulate_group(side.within(part), runners=RUNNERS, seed=seed)

    return side.keep(("group", part, seed), run)


def _counts(result: training.GroupResult, name: str = "share") -> str:
    last = RUNNERS * result.by_day.iloc[-1]
    return f"{last[name]:.0f} ({last[f'{name}_low']:.0f} to {last[f'{name}_high']:.0f})"


def _curves(results: dict[Side, training.GroupResult]) -> style.Picture:
    """Draw each plan between the thin edges of its interval, and the baseline over its area."""
    lines: list[dict[str, Any]] = []
    after = list(results.values())[-1].by_day
    days = iso(pd.DatetimeIndex(after.index), "D")
    edges = _edges(days, after, "baseline", style.MUTED, fill="tonexty", fillcolor=style.WASH)
    hover = "no spike at all: %{y:.0f}<extra></extra>"
    for side, result in results.items():
        days = iso(pd.DatetimeIndex(result.by_day.index), "D")
        y = RUNNERS * result.by_day["share"].to_numpy()
        lines.append(plan_line(side, days, y, "%{y:.0f} of 1,000 by %{x}"))
        edges += _edges(days, result.by_day, "share", **_LOOK_OF_EDGE[side.name])
    y = RUNNERS * after["baseline"].to_numpy()
    lines.append(line(days, y, "no spike", style.MUTED, 2, dash="dot", hovertemplate=hover))
    words = "thin lines: intervals (grey area: of no spike)"
    return style.figure(
        *edges,
        *lines,
        yaxis={"title": {"text": "Injured of 1,000 runners"}, "rangemode": "tozero"},
        annotations=[label(words, 0.01, 0.98, xref="paper", yref="paper", yanchor="top")],
        showlegend=True,
        legend=KEY,
        hovermode="x",
    )


def _edges(
    days: list[str], table: pd.DataFrame, name: str, colour: str, dash: str = "solid", **fill: Any
) -> list[dict[str, Any]]:
    low, high = (RUNNERS * table[f"{name}_{end}"].to_numpy() for end in ("low", "high"))
    look = {"dash": dash, "showlegend": False}
    return [line(days, low, "interval", colour, 1, **look),
            line(days, high, "interval", colour, 1, **look, **fill)]  # fmt: skip


def _crowds(results: dict[Side, training.GroupResult]) -> style.Picture:
    panels = []
    for side, result in results.items():
        last = RUNNERS * result.by_day.iloc[-1]
        low, high = (round(last[name]) for name in ("share_low", "share_high"))
        counts = {INJURED: low, OPEN: high - low, REST: RUNNERS - high}
        title = (
            "<br><br>"  # room above: the rows of a crowd are lower than a line of text
            f"{side.name}: <b>{_counts(result)}</b> of 1,000<br>"
            f"without any spike: {_counts(result, 'baseline')}"
        )
        panels.append(Panel(title, counts))
    return people(panels, columns=32, across=1, looks=_LOOKS, size=5, meta={"tall": True})


def _numbers(results: dict[Side, training.GroupResult]) -> pd.DataFrame:
    """Table of the injured by the end of each fourth week."""
    first = next(iter(results.values())).by_day
    places = np.unique([*range(27, len(first), 28), len(first) - 1])
    columns: dict[str, Any] = {"By": iso(pd.DatetimeIndex(first.index[places]), "D")}
    for side, result in results.items():
        table = RUNNERS * result.by_day.reindex(first.index[places], method="ffill")
        for name, words in (("share", side.name), ("baseline", f"no spike, {side.name.lower()}")):
            columns[f"{words} (interval), of 1,000"] = [
                f"{row[name]:.0f} ({row[f'{name}_low']:.0f} to {row[f'{name}_high']:.0f})"
                for row in table.to_dict("records")
            ]
    return pd.DataFrame(columns)

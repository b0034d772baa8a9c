"""Where the models disagree: one row a model, what it says of plan B against plan A.

Choices: each row has its own scale, from "says less" over "no difference" to "says more", and the
picture says so; the interval is a bar through the mark. No row is added to another, no colour
judges: marks differ in shape by what the model says.
"""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pandas as pd

from hiplib import training
from hiplib.figures import style
from hiplib.figures.bench_side import Side, Window
from hiplib.figures.running import segments
from hiplib.figures.shares import Exhibit
from hiplib.figures.traces import NO_AXIS, label, line, marks

_MARKS = {"says more": "triangle-right", "says less": "triangle-left",
          "no clear difference": "circle-open", "cannot say": ""}  # fmt: skip


def models_view(a: Side, b: Side, part: Window) -> Exhibit:
    """Draw what `training.compare_plans` says of the weeks in the picture, one row a measure."""
    one = a.keep(("measured", part), lambda: training.MeasuredPlan(a.within(part), part.last))
    two = training.MeasuredPlan(b.within(part), part.last, usual=one.usual)
    records = training.compare_measured(one, two).to_dict("records")
    places = [_placed(row) for row in records]
    heights = list(range(len(records), 0, -1))
    spans = [
        (low, high, y) for (_, low, high), y in zip(places, heights, strict=True) if low == low
    ]
    traces: list[dict[str, Any]] = [
        line(**segments([(-1, 1, y) for y in heights]), name="scale of the row", colour=style.LINE,
             width=1),
        line(**segments(spans), name="interval", colour=style.INK, width=5),
    ]  # fmt: skip
    for verdict, symbol in _MARKS.items():
        own = [
            (x, y)
            for row, (x, _, _), y in zip(records, places, heights, strict=True)
            if row["verdict"] == verdict and x == x  # a row that cannot say has no mark
        ]
        if own:
            x, y = zip(*own, strict=True)
            traces.append(marks(list(x), list(y), verdict, style.ACCENT, symbol, 15,
                                line={"width": 2.5, "color": style.ACCENT}))  # fmt: skip
    labels = [
        label(_row_words(row), -1, y + 0.14, yanchor="bottom", bgcolor=style.PAPER, borderpad=0)
        for row, y in zip(records, heights, strict=True)
    ]
    top = len(records) + 1.1
    grey = {"color": style.MUTED, "size": 12}
    for at, side, words in (
        (-1, "left", "\u25c2 B less"),
        (0, "center", "no difference"),
        (1, "right", "B more \u25b8"),
    ):
        labels.append(label(words, at, top, side, yanchor="bottom", font=grey, bgcolor=style.PAPER))
    figure = style.figure(
        *traces,
        xaxis={"range": [-1.05, 1.05], **NO_AXIS, "visible": True, "showticklabels": False,
               "tickvals": [0], "gridcolor": style.MUTED, "zeroline": False},
        yaxis={"range": [0.6, len(records) + 1.35], **NO_AXIS},
        annotations=labels,
        margin={"l": 6, "r": 6, "t": 10, "b": 6},
        meta={"tall": True},
        hovermode="closest",
    )  # fmt: skip
    return Exhibit(figure, _summary(records), _numbers(records), 80 + 76 * len(records))


def _placed(row: dict[Any, Any]) -> tuple[float, float, float]:
    """Return mark and interval of a row on its own scale of -1 to 1; NaN where it cannot say."""
    values = np.array([row["difference"], row["low"], row["high"]], dtype=float)
    if row["verdict"] == "cannot say" or np.isnan(values[0]):
        return np.nan, np.nan, np.nan
    largest = np.nanmax(np.abs(values))
    scaled = values / largest * 0.9 if largest > 0 else values
    return float(scaled[0]), float(scaled[1]), float(scaled[2])


def _row_words(row: dict[Any, Any]) -> str:
    """Name a measure and say below it what it says, in lines that fit on a phone."""
    name = "<br>".join(textwrap.wrap(str(row["measures"]), 38))
    unit = f" {row['unit']}" if row["unit"] else ""
    said = f"{row['verdict']}: A {_number(row['plan_a'])}, B {_number(row['plan_b'])}{unit}"
    return f"<b>{name}</b><br>{'<br>'.join(textwrap.wrap(said, 46))}"


def _number(value: float) -> str:
    return "none" if value != value else f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _interval(row: dict[Any, Any]) -> str:
    if row["low"] != row["low"]:
        return "no interval known"
    return f"{_number(row['low'])} to {_number(row['high'])}"


def _summary(records: list[dict[Any, Any]]) -> str:
    said = []
    for verdict in _MARKS:
        names = [str(row["measures"]).lower() for row in records if row["verdict"] == verdict]
        if names:
            said.append(f"{verdict[0].upper()}{verdict[1:]} ({len(names)}): {'; '.join(names)}")
    return (
        f"{'. '.join(said)}. These are different things, so the rows do not add up to a verdict on "
        "plan B. Each row has its own scale; a bar is the interval or the range of a slider. A row "
        "that cannot say has no mark."
    )


def _numbers(records: list[dict[Any, Any]]) -> pd.DataFrame:
    rows = [
        {
            "What it measures": row["measures"],
            "Plan A": _number(row["plan_a"]),
            "Plan B": _number(row["plan_b"]),
            "Unit": row["unit"],
            "B minus A": _number(row["difference"]),
            "Interval": _interval(row),
            "In words": row["verdict"],
            "Caveat": row["caveat"],
        }
        for row in records
    ]
    return pd.DataFrame(rows)

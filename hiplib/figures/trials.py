"""The picture of a trial: points with their intervals, or lines over a slider's range."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hiplib.figures import evidence_board, style
from hiplib.figures.shares import Exhibit
from hiplib.figures.traces import fixed, intervals, iso, label, line, no_effect
from hiplib.training.trials import Trial

_ROW, _LINES = 56, 320
_DASHES = ("solid", "dash", "dot")


def draw(trial: Trial) -> Exhibit:
    """Draw a trial of `training.trials`.

    Examples
    --------
    >>> from hiplib.training.trials import trial
    >>> draw(trial("hours", 18)).figure.data[0].mode
    'markers'
    """
    if trial.kind == "cards":
        return evidence_board.board(trial.table)
    return _points(trial) if trial.kind == "points" else _lines(trial)


def _points(trial: Trial) -> Exhibit:
    table = trial.table
    rows = np.arange(len(table))
    y, hover = (rows + 0.7).tolist(), fixed(table["value"], 2)
    trace = intervals(table, y, style.ACCENT, "diamond", hover)
    figure = style.figure(
        trace,
        xaxis={"title": {"text": trial.axis}, "rangemode": "tozero"},
        yaxis={"visible": False, "range": [len(table), 0]},
        annotations=[label(name, 0, row + 0.4, xref="paper", yanchor="bottom")
                     for row, name in enumerate(table["name"])],
        shapes=[no_effect(1, width=2)] if trial.axis.startswith("Times") else [],
        margin={"t": 8, "b": 8, "r": 12},
    )  # fmt: skip
    numbers = pd.DataFrame({"what": table["name"], **{
        name: fixed(table[name], 2) for name in ("value", "low", "high")}})  # fmt: skip
    return Exhibit(figure, trial.said, numbers, 110 + _ROW * len(table))


def _lines(trial: Trial) -> Exhibit:
    table = trial.table
    dated = pd.api.types.is_datetime64_any_dtype(table["x"].dtype)
    x = iso(pd.DatetimeIndex(table["x"]), "D") if dated else table["x"].tolist()
    series = [name for name in table.columns if name != "x"]
    traces = [
        line(x, table[name].tolist(), name, style.SERIES[place], dash=_DASHES[place],
             hovertemplate="%{y:.3g}<extra></extra>") | {"mode": "lines+markers"
             if len(table) < 60 else "lines"}
        for place, name in enumerate(series)
    ]  # fmt: skip
    figure = style.figure(
        *traces,
        xaxis={"title": {"text": trial.axis}},
        yaxis={"rangemode": "tozero"},
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    )
    numbers = table.assign(x=x).rename(columns={"x": trial.axis}).round(2)
    return Exhibit(figure, trial.said, numbers, _LINES)

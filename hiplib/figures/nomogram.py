"""Fagan's chart: chance before, likelihood ratio, chance after, on axes of log-odds.

On these axes the likelihood ratio stands halfway, at half its logarithm, so that a straight line
joins the three (fagan1975nomogram). Choices: the band joins the ends of the three intervals; a
number without an interval has no band; what dependence of the tests allows is a bar on the last
axis, and what a study measured is a diamond on it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hiplib.conditions import Estimate, Weighed, percent
from hiplib.figures.style import ACCENT, INK, LINE, MUTED, PAPER, SERIES
from hiplib.figures.traces import label, line, marks, quick_figure

if TYPE_CHECKING:
    import plotly.graph_objects as go

AXES, TICKS_LEFT, TICKS_MIDDLE, TICKS_RIGHT, BAND, PATH, LIMITS, OVERLAP, MEASURED = range(9)
_END = 7.0  # log-odds at the ends of the axes: 0.1 % and 99.9 %
_PERCENT = (0.1, 0.5, 1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98, 99, 99.5, 99.9)
_RATIOS = (0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 200, 1000)
_HEADS = ("<b>Before</b><br>chance", "<b>Likelihood<br>ratio</b>", "<b>After</b><br>chance")


def nomogram(state: Weighed) -> go.Figure:
    """Draw the chart.

    Examples
    --------
    >>> from hiplib.conditions import Result, tests_of, weigh
    >>> tap = Result(tests_of("hip_fracture")[0], positive=False)
    >>> len(nomogram(weigh(Estimate(0.39), [tap])).data)
    9
    """
    moving, layout = nomogram_change(state)
    shares = [(_place(p / 100), f"{p:g} %") for p in _PERCENT]
    ratios = [(math.log(ratio) / 2, f"{ratio:g}") for ratio in _RATIOS]
    axes = [0, 0, None, 1, 1, None, 2, 2]
    ends = [-_END, _END, None, -_END / 2, _END / 2, None, -_END, _END]
    still = {
        AXES: line(axes, ends, "", MUTED, 1.5),
        TICKS_LEFT: _ticks(0, [(-y, text) for y, text in shares], "middle left"),
        TICKS_MIDDLE: _ticks(1, ratios, "middle right"),
        TICKS_RIGHT: _ticks(2, shares, "middle right"),
        BAND: line([], [], "", ACCENT, 0, fill="toself", fillcolor=ACCENT, opacity=0.28),
        PATH: line([], [], "", ACCENT, 3, marker={"size": 10, "color": ACCENT}),
        LIMITS: line([], [], "", SERIES[1], 9, opacity=0.75),
        OVERLAP: marks([], [], "", INK, "line-ew", 18, line={"color": INK, "width": 3}),
        MEASURED: marks([], [], "", PAPER, "diamond", 14, line={"color": INK, "width": 2.5}),
    }
    still[PATH]["mode"] = "lines+markers"
    quiet = {"hoverinfo": "skip", "showlegend": False}
    return quick_figure(
        *({**look, **quiet, **moving.get(number, {})} for number, look in still.items()),
        xaxis={"visible": False, "range": [-0.42, 2.42], "fixedrange": True},
        yaxis={"visible": False, "range": [-_END - 0.5, _END + 1.4], "fixedrange": True},
        annotations=layout["annotations"],
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        hovermode=False,
    )


def nomogram_change(state: Weighed) -> tuple[dict[int, dict[str, Any]], dict[str, Any]]:
    """Return what another state changes in traces and layout, for `PlotView.change`."""
    before, after, limits = state.before, state.after.chance, state.limits
    start = -_place(before.value or 0.0)
    labels = [_label(0, start, _share(before.value or 0.0), "left")]
    path = _points(0, start)
    if after.value is not None and state.after.kinds:
        end = _place(after.value)
        path = {"x": [0, 1, 2], "y": [start, (start + end) / 2, end]}
        labels.append(_label(2, end, _share(after.value), "right"))
        ratio = Estimate(state.after.ratio.value).said(ratio_words)
        labels.append(_label(1, (start + end) / 2, ratio, "right"))
    elif after.low is not None and after.high is not None and after.value is None:
        middle = (_place(after.low) + _place(after.high)) / 2
        text = f"{percent(after.low)} to {_share(after.high)}"
        labels.append(_label(2, middle, text, "right"))
    bar = [_place(limits.low), _place(limits.high)] if limits else []
    nested = limits.overlapping if limits else None
    whole = state.measured.value if state.measured else None
    traces = {
        BAND: _band(state),
        PATH: path,
        LIMITS: _points(2, *bar),
        OVERLAP: _points(2, *([] if nested is None else [_place(nested)])),
        MEASURED: _points(2, *([] if whole is None else [_place(whole)])),
    }
    tops = (_END + 0.2, _END / 2 + 0.3, _END + 0.2)
    titles = [
        label(text, x, y, "center", size=13, yanchor="bottom")
        for x, (y, text) in enumerate(zip(tops, _HEADS, strict=True))
    ]
    return traces, {"annotations": [*titles, *labels]}


def ratio_words(ratio: float) -> str:
    """Return a likelihood ratio with two digits.

    Examples
    --------
    >>> ratio_words(0.05814), ratio_words(16.67), ratio_words(math.inf)
    ('0.058', '17', 'no upper end')
    """
    if math.isinf(ratio):
        return "no upper end"
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _band(state: Weighed) -> dict[str, list[float]]:
    """Return the band between the ends; a lower chance before stands higher on its turned axis."""
    if state.after.chance.low is None:
        return _points(0)
    left = [-_place(share) for share in _ends(state.before)]
    middle = [_clipped(math.log(max(ratio, 1e-9))) / 2 for ratio in _ends(state.after.ratio)]
    right = [_place(share) for share in _ends(state.after.chance)]
    y = [left[0], middle[0], right[0], right[1], middle[1], left[1]]
    return {"x": [0, 1, 2, 2, 1, 0], "y": y}


def _ends(estimate: Estimate) -> tuple[float, float]:
    if estimate.low is None or estimate.high is None:
        return estimate.value or 0.0, estimate.value or 0.0
    return estimate.low, estimate.high


def _points(x: float, *y: float) -> dict[str, list[float]]:
    return {"x": [x] * len(y), "y": list(y)}


def _ticks(x: float, places: list[tuple[float, str]], side: str) -> dict[str, Any]:
    y, edge = [y for y, _ in places], {"color": MUTED, "width": 1.2}
    return {
        **marks([x] * len(y), y, "", MUTED, "line-ew", 8, line=edge),
        "mode": "markers+text",
        "text": [f" {text} " for _, text in places],
        "textposition": side,
        "textfont": {"size": 11, "color": MUTED},
    }


def _label(x: float, y: float, text: str, anchor: str) -> dict[str, Any]:
    """Return a number beside the line, inside the chart."""
    box = {"bgcolor": PAPER, "bordercolor": LINE, "borderwidth": 1, "borderpad": 2}
    shift = 12 if anchor == "left" else -12
    return label(f"<b>{text}</b>", x, y, anchor, size=13, xshift=shift, yshift=14, **box)


def _share(share: float) -> str:
    return f"{percent(share)} %"


def _place(share: float) -> float:
    """Return where a chance stands on the axis."""
    if share <= 0 or share >= 1:
        return math.copysign(_END, share - 0.5)
    return _clipped(math.log(share / (1 - share)))


def _clipped(odds: float) -> float:
    """Keep a point on the axis; what lies beyond is drawn at its end."""
    return max(-_END, min(_END, odds))

"""Fagan's chart: chance before, likelihood ratio, chance after, on axes of log-odds.

On these axes the likelihood ratio stands halfway, at half its logarithm, so that a straight line
joins the three (fagan1975nomogram). Choices: the band joins the ends of the three intervals; a
number without an interval has no band; what dependence of the tests allows is a bar on the last
axis, and what a study measured is a diamond on it.
"""

from __future__ import annotations

import math
from typing import Any

from hiplib.conditions import Estimate, Weighed, percent
from hiplib.figures.style import ACCENT, INK, LINE, MUTED, PAPER, SERIES, Picture, figure
from hiplib.figures.traces import NO_AXIS, label, line, marks

AXES, TICKS_LEFT, TICKS_MIDDLE, TICKS_RIGHT, BAND, PATH, LIMITS, OVERLAP, MEASURED = range(9)
_END = 7.0  # log-odds at the ends of the axes: 0.1 % and 99.9 %
_PERCENT = (0.1, 0.5, 1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98, 99, 99.5, 99.9)
_RATIOS = (0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 200, 1000)
_HEADS = ("<b>Before</b><br>chance", "<b>Likelihood<br>ratio</b>", "<b>After</b><br>chance")


def nomogram(state: Weighed) -> Picture:
    """Draw the chart.

    Examples
    --------
    >>> from hiplib.conditions import Result, tests_of, weigh
    >>> tap = Result(tests_of("hip_fracture")[0], positive=False)
    >>> len(nomogram(weigh(Estimate(0.39), [tap])).data)
    9
    """
    shares = [(_place(p / 100), f"{p:g} %") for p in _PERCENT]
    ratios = [(math.log(ratio) / 2, f"{ratio:g}") for ratio in _RATIOS]
    axes = [0, 0, None, 1, 1, None, 2, 2]
    ends = [-_END, _END, None, -_END / 2, _END / 2, None, -_END, _END]
    limits, path = state.limits, _path(state)
    bar = [_place(limits.low), _place(limits.high)] if limits else []
    nested = [] if limits is None or limits.overlapping is None else [_place(limits.overlapping)]
    whole = state.measured.value if state.measured else None
    known = [] if whole is None else [_place(whole)]
    rim = {"color": INK, "width": 3}
    traces = [
        line(axes, ends, "", MUTED, 1.5),
        _ticks(0, [(-y, text) for y, text in shares], "middle left"),
        _ticks(1, ratios, "middle right"),
        _ticks(2, shares, "middle right"),
        line(*_band(state), "", ACCENT, 0, fill="toself", fillcolor=ACCENT, opacity=0.28),
        line(range(len(path)), path, "", ACCENT, 3, marker={"size": 10, "color": ACCENT}),
        line([2] * len(bar), bar, "", SERIES[1], 9, opacity=0.75),
        marks([2] * len(nested), nested, "", INK, "line-ew", 18, line=rim),
        marks([2] * len(known), known, "", PAPER, "diamond", 14, line={**rim, "width": 2.5}),
    ]
    traces[PATH]["x"] = [*traces[PATH]["x"]]
    traces[PATH]["mode"] = "lines+markers"
    return figure(
        *({**trace, "showlegend": False} for trace in traces),
        xaxis={"range": [-0.42, 2.42], **NO_AXIS},
        yaxis={"range": [-_END - 0.5, _END + 1.4], **NO_AXIS},
        annotations=[*_titles(), *_labels(state, path)],
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        hovermode=False,
    )


def _path(state: Weighed) -> list[float]:
    """Return the heights of the line on the three axes; its start alone while nothing follows."""
    start, after = -_place(state.before.value or 0.0), state.after.chance.value
    if after is None or not state.after.kinds:
        return [start]
    return [start, (start + _place(after)) / 2, _place(after)]


def _titles() -> list[dict[str, Any]]:
    tops = (_END + 0.2, _END / 2 + 0.3, _END + 0.2)
    return [
        label(text, x, y, "center", size=13, yanchor="bottom")
        for x, (y, text) in enumerate(zip(tops, _HEADS, strict=True))
    ]


def _labels(state: Weighed, path: list[float]) -> list[dict[str, Any]]:
    """Return the numbers beside the line, inside the chart."""
    after = state.after.chance
    labels = [_label(0, path[0], _share(state.before.value or 0.0), "left")]
    if len(path) == 3 and after.value is not None:
        labels.append(_label(2, path[2], _share(after.value), "right"))
        ratio = Estimate(state.after.ratio.value).said(ratio_words)
        labels.append(_label(1, path[1], ratio, "right"))
    elif after.low is not None and after.high is not None and after.value is None:
        middle = (_place(after.low) + _place(after.high)) / 2
        text = f"{percent(after.low)} to {_share(after.high)}"
        labels.append(_label(2, middle, text, "right"))
    return labels


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


def _band(state: Weighed) -> tuple[list[float], list[float]]:
    """Return the band between the ends; a lower chance before stands higher on its turned axis."""
    if state.after.chance.low is None:
        return [], []
    left = [-_place(share) for share in _ends(state.before)]
    middle = [_clipped(math.log(max(ratio, 1e-9))) / 2 for ratio in _ends(state.after.ratio)]
    right = [_place(share) for share in _ends(state.after.chance)]
    return [0, 1, 2, 2, 1, 0], [left[0], middle[0], right[0], right[1], middle[1], left[1]]


def _ends(estimate: Estimate) -> tuple[float, float]:
    if estimate.low is None or estimate.high is None:
        return estimate.value or 0.0, estimate.value or 0.0
    return estimate.low, estimate.high


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

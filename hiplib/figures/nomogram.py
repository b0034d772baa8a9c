"""Fagan's chart: chance before, likelihood ratio, chance after, on axes of log-odds.

On these axes the likelihood ratio stands halfway, at half its logarithm, so that a straight line
joins the three (fagan1975nomogram). Choices: the band joins the ends of the three intervals; a
number without an interval has no band; what dependence of the tests allows is a bar on the last
axis, and what a study measured is a diamond on it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from hiplib.conditions import Estimate, PostTest, Together, percent
from hiplib.figures.style import ACCENT, INK, LINE, MUTED, PAPER, SERIES, Picture, figure
from hiplib.figures.traces import NO_AXIS, label, scatter

AXES, TICKS_LEFT, TICKS_MIDDLE, TICKS_RIGHT, BAND, PATH, LIMITS, OVERLAP, MEASURED = range(9)
_END = 7.0  # log-odds at the ends of the axes: 0.1 % and 99.9 %
_PERCENT = (0.1, 0.5, 1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98, 99, 99.5, 99.9)
_RATIOS = (0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 200, 1000)
_QUIET = {"hoverinfo": "skip", "showlegend": False}


@dataclass(frozen=True, slots=True)
class Path:
    """What the chart shows: before, after, and what dependence and studies say about it.

    `limits` are those of several results; `parts` those of the parts of one combination that was
    measured as a whole; `measured` is the chance after such a combination.
    """

    before: Estimate
    after: PostTest
    limits: Together | None = None
    parts: Together | None = None
    measured: Estimate | None = None


def nomogram(path: Path) -> Picture:
    """Draw the chart.

    Examples
    --------
    >>> from hiplib.conditions import Estimate, Result, post_test, tests_of
    >>> before = Estimate(0.39, None, None)
    >>> after = post_test(before, [Result(tests_of("hip_fracture")[0], positive=False)])
    >>> len(nomogram(Path(before, after)).data)
    9
    """
    limits = path.limits or path.parts
    whole = path.measured.value if path.measured else None
    bar = [] if limits is None else [limits.low, limits.high]
    overlap = None if limits is None else limits.overlapping
    traces: list[dict[str, Any]] = [
        {
            "x": [0, 0, None, 1, 1, None, 2, 2],
            "y": [-_END, _END, None, -_END / 2, _END / 2, None, -_END, _END],
            "mode": "lines", "line": {"color": MUTED, "width": 1.5},
        },
        _ticks(0, [(-_logit(p / 100), f"{p:g} %") for p in _PERCENT], "middle left"),
        _ticks(1, [(math.log(r) / 2, f"{r:g}") for r in _RATIOS], "middle right"),
        _ticks(2, [(_logit(p / 100), f"{p:g} %") for p in _PERCENT], "middle right"),
        {
            "mode": "lines", "fill": "toself", "fillcolor": ACCENT, "opacity": 0.28,
            "line": {"width": 0}, **_band(path.before, path.after),
        },
        {
            "mode": "lines+markers", "line": {"color": ACCENT, "width": 3},
            "marker": {"size": 10, "color": ACCENT}, **_line(path),
        },
        {
            "mode": "lines", "line": {"color": SERIES[1], "width": 9}, "opacity": 0.75,
            **_chances(*bar),
        },
        {
            "mode": "markers", **_chances(overlap),
            "marker": {"symbol": "line-ew", "size": 18, "line": {"color": INK, "width": 3}},
        },
        {
            "mode": "markers", **_chances(whole),
            "marker": {"symbol": "diamond", "size": 14, "color": PAPER,
                       "line": {"color": INK, "width": 2.5}},
        },
    ]  # fmt: skip
    return figure(
        *(scatter(**_QUIET, **trace) for trace in traces),
        xaxis={"range": [-0.42, 2.42], **NO_AXIS},
        yaxis={"range": [-_END - 0.5, _END + 1.4], **NO_AXIS},
        annotations=[*_titles(), *_labels(path)],
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        hovermode=False,
    )


def _line(path: Path) -> dict[str, list[float]]:
    """Return the line from before to after, its start alone while nothing follows."""
    start, after = _end(-_logit(path.before.value or 0.0)), path.after.chance.value
    if not path.after.kinds or after is None:
        return {"x": [0], "y": [start]}
    finish = _end(_logit(after))
    return {"x": [0, 1, 2], "y": [start, (start + finish) / 2, finish]}


def _chances(*chances: float | None) -> dict[str, list[float]]:
    """Return the places of chances on the last axis, without those that are unknown."""
    shown = [_end(_logit(chance)) for chance in chances if chance is not None]
    return {"x": [2.0] * len(shown), "y": shown}


def _band(before: Estimate, after: PostTest) -> dict[str, list[float]]:
    chance, ratio = after.chance, after.ratio
    if chance.low is None or chance.high is None:
        return {"x": [], "y": []}
    left = [_end(-_logit(share or 0.0)) for share in _ends(before)]
    middle = [_end(math.log(max(share or 0.0, 1e-9))) / 2 for share in _ends(ratio)]
    right = [_end(_logit(share)) for share in (chance.low, chance.high)]
    # A lower chance before stands higher on the turned left axis: it belongs to the lower end.
    return {
        "x": [0, 1, 2, 2, 1, 0],
        "y": [left[0], middle[0], right[0], right[1], middle[1], left[1]],
    }


def _ends(estimate: Estimate) -> tuple[float | None, float | None]:
    if estimate.low is None:
        return estimate.value, estimate.value
    return estimate.low, estimate.high


def _ticks(x: float, marks: list[tuple[float, str]], side: str) -> dict[str, Any]:
    marks = [mark for mark in marks if abs(mark[0]) <= _END]
    return {
        "x": [x] * len(marks),
        "y": [y for y, _ in marks],
        "text": [f" {text} " for _, text in marks],
        "mode": "markers+text",
        "textposition": side,
        "textfont": {"size": 11, "color": MUTED},
        "marker": {"symbol": "line-ew", "size": 8, "line": {"color": MUTED, "width": 1.2}},
    }


def _titles() -> list[dict[str, Any]]:
    heads = ("<b>Before</b><br>chance", "<b>Likelihood<br>ratio</b>", "<b>After</b><br>chance")
    heights = _END + 0.2, _END / 2 + 0.3, _END + 0.2
    return [
        label(words, x, y, "center", size=13, yanchor="bottom")
        for x, (words, y) in enumerate(zip(heads, heights, strict=True))
    ]


def _labels(path: Path) -> list[dict[str, Any]]:
    """Return the numbers beside the line, inside the chart."""
    before, after, ratio = path.before, path.after.chance, path.after.ratio
    labels = [_label(0, _end(-_logit(before.value or 0.0)), percent_words(before), "left")]
    if after.value is None and after.low is not None and after.high is not None:
        middle = (_logit(after.low) + _logit(after.high)) / 2
        text = f"{percent(after.low)} to {percent(after.high)} %"
        labels.append(_label(2, middle, text, "right"))
    elif after.value is not None and path.after.kinds:
        labels.append(_label(2, _end(_logit(after.value)), percent_words(after), "right"))
        middle = (_end(-_logit(before.value or 0.0)) + _end(_logit(after.value))) / 2
        labels.append(_label(1, middle, ratio_words(ratio), "right"))
    return labels


def _label(x: float, y: float, text: str, anchor: str) -> dict[str, Any]:
    box = {"bgcolor": PAPER, "bordercolor": LINE, "borderwidth": 1, "borderpad": 2}
    shift = 12 if anchor == "left" else -12
    return label(f"<b>{text}</b>", x, y, anchor, size=13, xshift=shift, yshift=14, **box)


def percent_words(estimate: Estimate) -> str:
    """Return a chance in percent.

    Examples
    --------
    >>> percent_words(Estimate(0.298, None, None))
    '30 %'
    """
    return "none" if estimate.value is None else f"{percent(estimate.value)} %"


def ratio_words(ratio: Estimate) -> str:
    """Return a likelihood ratio with two digits.

    Examples
    --------
    >>> ratio_words(Estimate(0.05814, None, None))
    '0.058'
    """
    if ratio.value is None:
        return "none"
    if math.isinf(ratio.value):
        return "no upper end"
    return f"{ratio.value:.0f}" if ratio.value >= 10 else f"{ratio.value:.2g}"


def _logit(share: float) -> float:
    if share <= 0:
        return -math.inf
    return math.inf if share >= 1 else math.log(share / (1 - share))


def _end(odds: float) -> float:
    """Keep a point on the axis; what lies beyond is drawn at its end."""
    return max(-_END, min(_END, odds))

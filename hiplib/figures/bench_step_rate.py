"""What a change of the step rate does to the peaks of the hip muscles, per step and per km.

Choice: page 02 shows the forces at the three studied step rates; this picture shows their relative
change in between, on the parabola of `training.step_rate_effect`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from hiplib import training
from hiplib.figures import style
from hiplib.figures.running import percent_text, segments
from hiplib.figures.shares import Exhibit
from hiplib.figures.traces import NO_AXIS, label, line, marks

_PHASES = {
    "stance": "Foot on the ground",
    "early_swing": "Early swing",
    "late_swing": "Late swing",
}
_MARKS = (
    ("per step", style.SERIES[0], "circle"),
    ("per km", style.SERIES[1], "diamond-open"),
)
EDGE = 30


def step_rate_view(percent: float) -> Exhibit:
    """Draw the change of each muscle's peak at a step rate changed by `percent` (-10 to 10).

    Examples
    --------
    >>> step_rate_view(10).numbers.iloc[0, -1]
    'clear'
    """
    change = percent / 100
    effects = {
        "per step": training.step_rate_effect(change, per="step"),
        "per km": training.step_rate_effect(change, per="km"),
    }
    step = effects["per step"]
    new = step["phase"] != step["phase"].shift()
    rows = -(pd.Series(range(len(step))) + 0.8 * new.cumsum())  # room for a heading
    traces, labels = [], []
    percents = {words: 100 * (effects[words]["factor"] - 1) for words in effects}
    for words, colour, symbol in _MARKS:
        hover, x = f"{words}: %{{x:+.1f}} %", percents[words].to_list()
        own = marks(x, rows.to_list(), words, colour, symbol, 11, hover=hover, line={"width": 2})
        traces.append(own)
    spans = segments(zip(*percents.values(), rows, strict=True))
    traces.insert(0, line(**spans, name="both", colour=style.LINE, width=4, showlegend=False))
    for place, muscle in enumerate(step.to_dict("records")):
        unclear = "" if muscle["clear"] or not change else " <i>(no clear change)</i>"
        labels.append(label(f"{muscle['name']}{unclear}", -EDGE, rows[place] + 0.42))
        if new[place]:
            labels.append(label(f"<b>{_PHASES[muscle['phase']]}</b>", -EDGE, rows[place] + 1.05))
    figure = style.figure(
        *traces,
        xaxis={"range": [-EDGE, EDGE], "title": {"text": "Change of the peak force (%)"},
               "zeroline": True, "zerolinecolor": style.INK, "fixedrange": True},
        yaxis={"range": [rows.min() - 0.6, 0.8], **NO_AXIS},
        annotations=labels,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "itemclick": False,
                "itemdoubleclick": False},
        margin={"l": 12, "r": 12, "t": 10, "b": 10},
        meta={"tall": True},
        hovermode="closest",
    )  # fmt: skip
    return Exhibit(figure, _words(percent, effects), _numbers(effects), 640)


def _words(percent: float, effects: dict[str, pd.DataFrame]) -> str:
    if not percent:
        return "Your present step rate: nothing changes. Move the slider."
    key = ["muscle", "phase"]
    step, km = (effects[name].set_index(key)["factor"] - 1 for name in ("per step", "per km"))
    side, front = ("gluteus_medius", "stance"), ("iliacus", "early_swing")
    unclear = int((~effects["per step"]["clear"]).sum())
    return (
        f"Step rate {percent_text(percent / 100)} at the same speed. Gluteus medius on the ground: "
        f"{percent_text(step[side])} per step, {percent_text(km[side])} per km. Iliacus, a hip "
        f"flexor: {percent_text(step[front])} per step, {percent_text(km[front])} per km. "
        f"{unclear} of {len(step)} rows show no clear change. The load moves, it does not vanish. "
        "Thirty healthy runners, computer model; no interval of the change was published."
    )


def _numbers(effects: dict[str, pd.DataFrame]) -> pd.DataFrame:
    step, km = effects["per step"], effects["per km"]
    columns: dict[str, Any] = {
        "Muscle": step["name"].to_list(),
        "When": [_PHASES[phase] for phase in step["phase"]],
        "Per step": [percent_text(factor - 1, 1) for factor in step["factor"]],
        "Per km": [percent_text(factor - 1, 1) for factor in km["factor"]],
        "In the study, per step": ["clear" if c else "no clear change" for c in step["clear"]],
    }
    return pd.DataFrame(columns)

"""Pictures of the recovery page: pain bands, a plan, two crowds, and many simulated trials.

Choices: every band and bar carries its words, so that colour is never the only sign; of a crowd,
the people that the interval leaves open have a mark of their own.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from hiplib.conditions.imaging import Share
from hiplib.figures import style
from hiplib.figures.shares import Exhibit, crowds, panel
from hiplib.figures.traces import bar, label, line, marks, whiskers
from hiplib.recovery import Measure, Simulation, crowd_shares
from hiplib.recovery.pain import HIGHEST

SHOWN = 40  # trials drawn
_RATIOS = [0.1, 0.25, 0.5, 1, 2, 4, 10]
INJURED = "injured at least once"
_BANDS = {"fine": (style.SERIES[2], ""), "differs": (style.SERIES[1], "/"),
          "too_much": (style.MUTED, "x")}  # fmt: skip


def pain_bands(rules: pd.DataFrame) -> Exhibit:
    """Draw pain-monitoring rules below each other, from `recovery.pain_rules`.

    Examples
    --------
    >>> from hiplib import recovery
    >>> len(pain_bands(recovery.pain_rules()).figure.data)
    5
    """
    traces, texts = [], []
    for row, (_, bands) in enumerate(rules.groupby("rule_id", sort=False)):
        texts.append(label(str(bands["name"].iloc[0]), -0.4, row + 0.02, yanchor="top"))
        for band in bands.to_dict("records"):
            colour, pattern = _BANDS[band["band"]]
            left, wide = band["low"] - 0.4, band["high"] - band["low"] + 0.8
            traces.append(
                bar(x=[wide], base=[left], y=[row + 0.5], width=0.24, orientation="h",
                    marker={"color": colour, "pattern": {"shape": pattern}}, hoverinfo="skip")
            )  # fmt: skip
            words = f"{band['low']:g}\u2013{band['high']:g}: {band['words']}"
            last = band["high"] == HIGHEST  # right-aligned, so that words do not meet on a phone
            words = words.replace(": ", ":<br>")
            place, side = (left + wide, "right") if last else (left, "left")
            texts.append(label(words, place, row + 0.63, side, size=11, yanchor="top"))
    figure = style.figure(
        *traces, barmode="overlay", annotations=texts, margin={"t": 8, "b": 8, "r": 12},
        xaxis={"title": {"text": "Pain, 0 (none) to 10 (worst)"}, "range": [-0.5, 10.6],
               "dtick": 1, "zeroline": False},
        yaxis={"visible": False, "range": [2, 0]},
    )  # fmt: skip
    summary = (
        "Two rules for tendon pain agree up to 3 and from 6 on. At 4 and 5 one says too much, the "
        "other acceptable. Both are expert opinion, and neither was made for the hip joint or bone."
    )
    return Exhibit(figure, summary, rules[["name", "low", "high", "words"]], 300)


def plan_bars(sessions: pd.DataFrame) -> Exhibit:
    """Draw minutes of walking and running of each session of a plan."""
    number = sessions["session"].tolist()
    traces = [
        bar(x=number, y=sessions[f"{kind}_min"].tolist(), name=kind, hovertemplate="%{y} min",
            marker={"color": colour, "pattern": {"shape": shape}})
        for kind, colour, shape in (("walk", style.SERIES[0], ""), ("run", style.SERIES[1], "/"))
    ]  # fmt: skip
    figure = style.figure(
        *traces, barmode="stack", showlegend=True, xaxis={"title": {"text": "Session"}},
        yaxis={"title": {"text": "Minutes"}},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    )  # fmt: skip
    summary = (
        f"{len(number)} sessions, from {sessions['run_min'].iloc[0]} to "
        f"{sessions['run_min'].iloc[-1]} minutes of running. The steps are illustrative."
    )
    return Exhibit(figure, summary, None, 300)


def measure_crowds(
    each: Measure, before: float, with_it: tuple[float, float, float], hours: float, who: str
) -> Exhibit:
    """Draw 100 runners without and 100 with one measure; rates are injuries per 1,000 hours.

    `who` are the people in whom the effect was measured.
    """
    shares = crowd_shares(before, with_it, hours)
    usual, own, low, high = (round(share) for share in shares.tolist())
    panels = [
        panel("Without", Share(usual, None, None), INJURED),
        panel("With it", Share(own, low, high), INJURED),
    ]
    summary = (
        f"{each.name}, {hours:g} hours of running, 100 novices: {usual} injured at least once "
        f"without, {own} ({low} to {high}) with it. Per 1,000 hours: {before:.1f} and "
        f"{with_it[0]:.1f} ({with_it[1]:.1f} to {with_it[2]:.1f}) injuries, any part of the body. "
        f"The effect was measured in: {who}."
    )
    numbers = pd.DataFrame({
        "group": ["without", "with it"], "of 100": [usual, own], "low": [None, low],
        "high": [None, high], "per 1,000 hours": [before, with_it[0]],
    })  # fmt: skip
    return crowds(panels, INJURED, summary, numbers)


def trial_intervals(result: Simulation) -> Exhibit:
    """Draw the first trials of a simulation with their intervals, ordered by their result.

    Examples
    --------
    >>> from hiplib import recovery
    >>> drawn = trial_intervals(recovery.simulate(recovery.Design()))
    >>> drawn.figure.data[0].name
    'no clear difference'
    """
    own = result.trials.head(SHOWN).sort_values("ratio", ignore_index=True)
    looks = ((False, "no clear difference", style.MUTED, "circle-open"),
             (True, "clear difference", style.ACCENT, "diamond"))  # fmt: skip
    traces = []
    for clear, name, colour, symbol in looks:
        part = own[own["clear"] == clear].rename(columns={"ratio": "value"})
        places = part["value"].to_numpy(), part.index.to_numpy(float)
        trace = marks(*places, name, colour, symbol, 9, hover="%{x:.2f}")
        traces.append(trace | {"error_x": whiskers(part, color=colour, thickness=1.5, width=0)})
    ends = np.array([-1.0, SHOWN])
    traces += [
        line(np.array([value, value]), ends, name, style.INK, dash=dash)
        for value, name, dash in ((1.0, "no effect", "dot"), (result.true_ratio, "truth", "solid"))
    ]
    figure = style.figure(
        *traces, showlegend=True, meta={"tall": True},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        xaxis={"type": "log", "range": [np.log10(0.08), np.log10(12)],
               "tickvals": _RATIOS, "ticktext": [f"{ratio:g}" for ratio in _RATIOS],
               "title": {"text": "Injured with the programme / without (ratio)"}},
        yaxis={"visible": False, "range": [-1, SHOWN]},
    )  # fmt: skip
    return Exhibit(figure, _trials_said(result), own.round(2), 560)


def _trials_said(result: Simulation) -> str:
    found = f"{100 * result.found:.0f} of 100 such trials show a clear difference."
    if result.exaggeration != result.exaggeration:
        return f"{found} The truth is no effect, or no trial found it."
    wrong = f"{1000 * result.wrong_way:.0f} of 1,000 point clearly the wrong way."
    middle = f"{result.middle_clear:.2f}; the truth is {result.true_ratio:.2f}"
    return (
        f"{found} {wrong} The clear ones show a ratio of {middle}. So trials that find it make it "
        f"{result.exaggeration:.1f} times as strong (on the log scale)."
    )

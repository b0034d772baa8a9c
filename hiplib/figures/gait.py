"""Pictures of the hip muscles over one stride: peaks by step rate, and when each one peaks.

Choices: the study gives one peak for each phase of the stride and no time within it, so that a
muscle is drawn over its whole phase and the picture says "schematic". A change that the study could
not show is drawn hollow and says so.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from hiplib.anatomy.loads import muscle_peaks
from hiplib.figures import style
from hiplib.figures.running import MARGIN, percent_text, segments
from hiplib.figures.traces import NO_AXIS, fixed, label, line, marks
from hiplib.parameters import parameters
from hiplib.running_loads import PHASES

_MARKS = {
    "stance": (style.SERIES[0], "circle"),
    "early_swing": (style.SERIES[1], "square"),
    "late_swing": (style.SERIES[3], "triangle-up"),
}
UNCLEAR = "no clear change"
RATES = {110: "10 % more steps", 90: "10 % fewer steps"}


def muscle_figure(percent: int = 110) -> style.Picture:
    """Draw each muscle's peak at the preferred step rate and at another one, by phase."""
    table = muscle_peaks(percent).dropna(subset=["at_90"])
    # One below the other, with room for a heading above each phase.
    steps = table["phase"].ne(table["phase"].shift(-1)).map({True: 1.9, False: 1.0})
    table["row"] = steps[::-1].cumsum()[::-1] - 0.9
    top = float(table["row"].max())
    traces, labels = [], []
    for phase, (colour, symbol) in _MARKS.items():
        own = table[table["phase"] == phase]
        traces += _muscle_traces(own, percent, colour, symbol)
        labels.append(label(f"<b>{PHASES[phase]}</b>", 0, float(own["row"].max()) + 0.95))
    for row in table.to_dict("records"):
        name, change = str(row["name"]), UNCLEAR
        if row["low_100"] == row["low_100"]:
            name += f" ({row['low_100']:.1f} to {row['high_100']:.1f})"
        if row["clear"]:
            step, km = percent_text(row["change_step"]), percent_text(row["change_km"])
            change = f"<b>{step}</b> \u00b7 {km}"
        labels.append(label(name, 0, row["row"] + 0.38))
        labels.append(label(change, 53, row["row"], "right"))
    labels.append(label("<b>per step</b> \u00b7 per km", 53, top + 0.95, "right"))
    return style.figure(
        *traces,
        xaxis={"range": [0, 53.5], "title": {"text": "Peak force (N per kg of body mass)"},
               "tickvals": [0, 10, 20, 30], "fixedrange": True},
        yaxis={"range": [0.2, top + 1.6], **NO_AXIS},
        annotations=labels,
        hovermode="closest",
        margin=MARGIN,
    )  # fmt: skip


def muscle_summary(percent: int = 110) -> str:
    """Say which muscles get lighter and heavier, per step and per kilometre."""
    table = muscle_peaks(percent).dropna(subset=["at_90"]).set_index(["muscle", "phase"])
    unclear = ", ".join(name.lower() for name in table.loc[~table["clear"].astype(bool), "name"])

    def words(muscle: str, phase: str) -> str:
        row: Any = table.loc[(muscle, phase)]
        step, km = percent_text(row["change_step"]), percent_text(row["change_km"])
        return f"{step} per step ({km} per kilometre)"

    return (
        f"With {RATES[percent]} at the same speed, the peak of gluteus medius in stance changes by "
        f"{words('gluteus_medius', 'stance')}, that of iliacus in early swing by "
        f"{words('iliacus', 'early_swing')}. No clear change: {unclear}. Computer model of 30 "
        "runners, averages of a group."
    )


def muscle_numbers() -> pd.DataFrame:
    """Table of the peaks at three step rates with the changes per step."""
    table = muscle_peaks()
    peaks = {f"{rate} % (N/kg)": fixed(table[f"at_{rate}"], 2, "not studied")
             for rate in (90, 100, 110)}  # fmt: skip
    printed = [f"{low:.2f} to {high:.2f}" if low == low else "none"
               for low, high in zip(table["low_100"], table["high_100"], strict=True)]  # fmt: skip
    numbers = {"Muscle": table["name"], "Phase": table["phase"].map(PHASES), **peaks}
    numbers |= {"As printed": printed, "110 % (N/kg)": numbers.pop("110 % (N/kg)")}
    for percent, name in RATES.items():
        rows = muscle_peaks(percent)
        changes = zip(rows["change_step"], rows["clear"].fillna(False), strict=True)
        numbers[name] = [
            "not studied" if value != value else percent_text(value, 1) if sure else UNCLEAR
            for value, sure in changes
        ]
    return pd.DataFrame(numbers)


def timeline_figure() -> style.Picture:
    """Draw one stride of one leg with the muscles that peak in each phase. Schematic."""
    table, spans = muscle_peaks(), stride_spans()
    toe_off, top = spans["stance"][1], len(table) + 1
    traces: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for phase, (start, end) in spans.items():
        middle = (start + end) / 2
        labels.append(label(f"<b>{PHASES[phase]}</b>", middle, top + 0.55, "center"))
    for row, muscle in zip(range(len(table), 0, -1), table.to_dict("records"), strict=True):
        start, end = spans[muscle["phase"]]
        colour, width = _MARKS[muscle["phase"]][0], 3 + 0.55 * muscle["at_100"]
        bar = [start + 1.5, end - 1.5], [row, row]
        traces.append(line(*bar, muscle["name"], colour, width, opacity=0.75))
        at, side = (end + 1, "left") if start == 0 else (start - 0.5, "right")
        labels.append(label(f"{muscle['name']} <b>{muscle['at_100']:.1f}</b>", at, row, side))
    own, other = "this foot on the ground", "other foot"
    traces += [line([0, toe_off], [-0.1, -0.1], own, style.INK, 7),
               line([50, 50 + toe_off], [-1.0, -1.0], other, style.MUTED, 7)]  # fmt: skip
    schematic = "<b>Schematic.</b> A bar spans its whole phase.<br>Thicker = larger peak (N/kg)."
    labels += [label(own, 1, 0.35, size=11), label(other, 51, -0.55, size=11),
               label(schematic, 0, -2.4)]  # fmt: skip
    border = {"type": "line", "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
              "line": {"color": style.LINE, "width": 1, "dash": "dot"}}  # fmt: skip
    return style.figure(
        *traces,
        xaxis={"range": [-17, 101], "title": {"text": "Percent of one stride"}, "fixedrange": True,
               "tickvals": [0, toe_off, 50, 100], "tickangle": 0,
               "ticktext": ["0", f"{toe_off:g}<br>toe-off", "50", "100"]},
        yaxis={"range": [-3.3, top + 1.1], **NO_AXIS},
        shapes=[{**border, "x0": end, "x1": end} for _, end in spans.values()],
        annotations=labels,
        margin=MARGIN,
    )  # fmt: skip


def stride_spans() -> dict[str, tuple[float, float]]:
    """Return start and end of each phase in percent of the stride.

    The end of stance is measured (`karamanidis2005muscle`); early and late swing are halves.

    Examples
    --------
    >>> stride_spans()["stance"]
    (0.0, 35.5)
    """
    off = 100 * parameters("gait_cycle")["stance_share"]
    half = (off + 100) / 2
    return {"stance": (0.0, off), "early_swing": (off, half), "late_swing": (half, 100.0)}


def timeline_summary() -> str:
    """Say what happens when, and what is not known."""
    share = parameters("gait_cycle")["stance_share"]
    return (
        f"Schematic. The foot is on the ground for about {share:.1%} of the stride "
        f"({share.low:.1%} to {share.high:.1%}, mean ± SD, 9 young men at 2.7 m/s). Gluteus medius "
        "peaks as the weight is taken in early stance, iliacus in early swing, the hamstrings in "
        "late swing. For the rest only the phase of the peak is known, not the moment."
    ).replace("%", " %")


def timeline_numbers() -> pd.DataFrame:
    """Table of the peaks by phase."""
    table = muscle_peaks()
    phases, peaks = table["phase"].map(PHASES), fixed(table["at_100"], 2)
    return pd.DataFrame({"Phase": phases, "Muscle": table["name"], "Peak (N per kg)": peaks})


def _muscle_traces(
    own: pd.DataFrame, percent: int, colour: str, symbol: str
) -> list[dict[str, Any]]:
    """Return, for one phase: printed intervals, the way from old to new peak, old and new peaks."""
    new, old, y = f"at_{percent}", own["at_100"].to_list(), own["row"].to_list()
    printed = own[["low_100", "high_100", "row"]].dropna() - [0, 0, 0.2]
    ways = own[["at_100", new, "row"]]
    symbols = [symbol if sure else f"{symbol}-open" for sure in own["clear"].fillna(False)]
    return [
        line(**segments(printed.to_numpy().tolist()), name="as printed", colour=style.MUTED),
        line(**segments(ways.to_numpy().tolist()), name="change", colour=colour, width=4),
        marks(old, y, "preferred step rate", style.INK, "line-ns-open", line={"width": 2},
              hover="%{x:g} N/kg at the preferred step rate"),
        marks(own[new].to_list(), y, RATES[percent], colour, symbols, 11,
              line={"width": 2, "color": colour}, hover=f"%{{x:g}} N/kg with {RATES[percent]}"),
    ]  # fmt: skip

"""Pictures of the hip muscles over one stride: peaks by step rate, and when each one peaks.

Choices: the study gives one peak for each phase of the stride and no time within it, so that a
muscle is drawn over its whole phase and the picture says "schematic". A change that the study could
not show is drawn hollow and says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from hiplib.anatomy.loads import PHASES, muscle_peaks
from hiplib.anatomy.parameters import parameters
from hiplib.figures import style
from hiplib.figures.running import NO_AXIS, label, percent_text, segments
from hiplib.figures.traces import quick_figure, scatter

if TYPE_CHECKING:
    import plotly.graph_objects as go

_MARKS = {
    "stance": (style.SERIES[0], "circle"),
    "early_swing": (style.SERIES[1], "square"),
    "late_swing": (style.SERIES[3], "triangle-up"),
}
UNCLEAR = "no clear change"
RATES = {110: "10 % more steps", 90: "10 % fewer steps"}


def muscle_figure(percent: int = 110) -> go.Figure:
    """Draw each muscle's peak at the preferred step rate and at another one, by phase."""
    table = muscle_peaks(percent).dropna(subset=["at_90"])
    rows = _phase_rows(table)
    traces, labels = [], []
    for phase, (colour, symbol) in _MARKS.items():
        own = table[table["phase"] == phase]
        y = [rows[index] for index in own.index]
        traces += _muscle_traces(own, y, percent, colour, symbol)
        labels.append(label(f"<b>{PHASES[phase]}</b>", 0, max(y) + 0.95, "left"))
    for index, row in zip(table.index, table.to_dict("records"), strict=True):
        labels.append(label(_muscle_words(row), 0, rows[index] + 0.38, "left"))
        labels.append(label(_change_words(row), 53, rows[index], "right"))
    labels.append(label("<b>per step</b> \u00b7 per km", 53, max(rows.values()) + 0.95, "right"))
    return quick_figure(
        *traces,
        xaxis={"range": [0, 53.5], "title": {"text": "Peak force (N per kg of body mass)"},
               "tickvals": [0, 10, 20, 30], "fixedrange": True},
        yaxis={"range": [0.2, max(rows.values()) + 1.6], **NO_AXIS},
        annotations=labels,
        hovermode="closest",
        margin={"l": 12, "r": 12, "t": 5, "b": 10},
    )  # fmt: skip


def muscle_summary(percent: int = 110) -> str:
    """Say which muscles get lighter and heavier, per step and per kilometre."""
    table = muscle_peaks(percent).dropna(subset=["at_90"]).set_index(["muscle", "phase"])
    unclear = ", ".join(name.lower() for name in table.loc[~table["clear"].astype(bool), "name"])
    words = {
        key: f"{percent_text(step)} per step ({percent_text(km)} per kilometre)"
        for key, step, km in zip(table.index, table["change_step"], table["change_km"], strict=True)
    }
    return (
        f"With {RATES[percent]} at the same speed, the peak of gluteus medius in stance changes by "
        f"{words['gluteus_medius', 'stance']}, that of iliacus in early swing by "
        f"{words['iliacus', 'early_swing']}. No clear change: {unclear}. Computer model of 30 "
        "runners, averages of a group."
    )


def muscle_numbers() -> pd.DataFrame:
    """Table of the peaks at three step rates with the changes per step."""
    table = muscle_peaks()
    clear = {90: muscle_peaks(90)["clear"], 110: muscle_peaks(110)["clear"]}
    numbers = {
        "Muscle": table["name"],
        "Phase": table["phase"].map(PHASES),
        "90 % (N/kg)": _fixed(table["at_90"]),
        "100 % (N/kg)": _fixed(table["at_100"]),
        "As printed": [
            "none" if low != low else f"{low:.2f} to {high:.2f}"
            for low, high in zip(table["low_100"], table["high_100"], strict=True)
        ],
        "110 % (N/kg)": _fixed(table["at_110"]),
    }
    for percent, name in RATES.items():
        change = muscle_peaks(percent)["change_step"]
        numbers[name] = [
            "not studied" if value != value else percent_text(value, 1) if sure else UNCLEAR
            for value, sure in zip(change, clear[percent].fillna(False), strict=True)
        ]
    return pd.DataFrame(numbers)


def timeline_figure() -> go.Figure:
    """Draw one stride of one leg with the muscles that peak in each phase. Schematic."""
    table = muscle_peaks()
    spans = stride_spans()
    toe_off = spans["stance"][1]
    rows = {index: len(table) - number for number, index in enumerate(table.index)}
    top = len(table) + 1
    traces: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for phase, (colour, _) in _MARKS.items():
        start, end = spans[phase]
        labels.append(label(f"<b>{PHASES[phase]}</b>", (start + end) / 2, top + 0.55, "center"))
        for index, row in table[table["phase"] == phase].iterrows():
            traces.append(
                scatter(
                    x=[start + 1.5, end - 1.5], y=[rows[index]] * 2, mode="lines",
                    line={"color": colour, "width": 3 + 0.55 * row["at_100"]}, opacity=0.75,
                    name=row["name"], hoverinfo="skip",
                )
            )  # fmt: skip
            words = f"{row['name']} <b>{row['at_100']:.1f}</b>"
            at, side = (end + 1, "left") if phase == "stance" else (start - 0.5, "right")
            labels.append(label(words, at, rows[index], side))
    traces += [_ground(spans["stance"], "this foot on the ground", -0.1, style.INK),
               _ground((50, 50 + spans["stance"][1]), "other foot", -1.0, style.MUTED)]  # fmt: skip
    labels += [
        label("this foot on the ground", 1, 0.35, "left", size=11),
        label("other foot", 51, -0.55, "left", size=11),
        label(
            "<b>Schematic.</b> A bar spans its whole phase.<br>Thicker = larger peak (N/kg).",
            0,
            -2.4,
            "left",
        ),
    ]
    return quick_figure(
        *traces,
        xaxis={"range": [-17, 101], "title": {"text": "Percent of one stride"}, "fixedrange": True,
               "tickvals": [0, toe_off, 50, 100], "tickangle": 0,
               "ticktext": ["0", f"{toe_off:g}<br>toe-off", "50", "100"]},
        yaxis={"range": [-3.3, top + 1.1], **NO_AXIS},
        shapes=[_border(end) for _, end in spans.values()],
        annotations=labels,
        margin={"l": 8, "r": 8, "t": 5, "b": 10},
    )  # fmt: skip


def stride_spans() -> dict[str, tuple[float, float]]:
    """Return start and end of each phase in percent of the stride.

    The end of stance is measured (`karamanidis2005muscle`); early and late swing are halves.

    Examples
    --------
    >>> stride_spans()["stance"]
    (0.0, 35.5)
    """
    off = 100 * parameters("gait_cycle")["stance_share"].value
    half = (off + 100) / 2
    return {"stance": (0.0, off), "early_swing": (off, half), "late_swing": (half, 100.0)}


def timeline_summary() -> str:
    """Say what happens when, and what is not known."""
    share = parameters("gait_cycle")["stance_share"]
    return (
        f"Schematic. The foot is on the ground for about {share.value:.1%} of the stride "
        f"({share.low:.1%} to {share.high:.1%}, mean ± SD, 9 young men at 2.7 m/s). Gluteus medius "
        "peaks as the weight is taken in early stance, iliacus in early swing, the hamstrings in "
        "late swing. For the rest only the phase of the peak is known, not the moment."
    ).replace("%", " %")


def timeline_numbers() -> pd.DataFrame:
    """Table of the peaks by phase."""
    table = muscle_peaks()
    return pd.DataFrame(
        {
            "Phase": table["phase"].map(PHASES),
            "Muscle": table["name"],
            "Peak (N per kg)": _fixed(table["at_100"]),
        }
    )


def _phase_rows(table: pd.DataFrame) -> dict[Any, float]:
    """Place the muscles below each other, with room for a heading above each phase."""
    rows, place, last = {}, 0.0, ""
    for index, phase in table["phase"].iloc[::-1].items():
        place += 1.0 if phase == last or not last else 1.9
        rows[index], last = place, str(phase)
    return rows


def _muscle_traces(
    own: pd.DataFrame, y: list[float], percent: int, colour: str, symbol: str
) -> list[dict[str, Any]]:
    """Return, for one phase: printed intervals, the way from old to new peak, old and new peaks."""
    other = own[f"at_{percent}"].to_list()
    clear = [bool(sure) for sure in own["clear"].fillna(False)]
    pairs = zip(own["low_100"], own["high_100"], y, strict=True)
    known = [(low, high, place - 0.2) for low, high, place in pairs if low == low]
    return [
        scatter(
            **segments(known), mode="lines", line={"color": style.MUTED, "width": 2},
            name="as printed", hoverinfo="skip",
        ),
        scatter(
            **segments(zip(own["at_100"], other, y, strict=True)), mode="lines",
            line={"color": colour, "width": 4}, name="change", hoverinfo="skip",
        ),
        scatter(
            x=own["at_100"].to_list(), y=y, mode="markers", name="preferred step rate",
            marker={"symbol": "line-ns-open", "size": 12, "color": style.INK, "line": {"width": 2}},
            hovertemplate="%{x:g} N/kg at the preferred step rate<extra></extra>",
        ),
        scatter(
            x=other, y=y, mode="markers", name=RATES[percent],
            marker={"symbol": [symbol if sure else f"{symbol}-open" for sure in clear],
                    "size": 11, "color": colour, "line": {"width": 2, "color": colour}},
            hovertemplate=f"%{{x:g}} N/kg with {RATES[percent]}<extra></extra>",
        ),
    ]  # fmt: skip


def _change_words(row: dict[Any, Any]) -> str:
    if not row["clear"]:
        return UNCLEAR
    return f"<b>{percent_text(row['change_step'])}</b> \u00b7 {percent_text(row['change_km'])}"


def _muscle_words(row: dict[Any, Any]) -> str:
    name = str(row["name"])
    known = row["low_100"] == row["low_100"]
    return f"{name} ({row['low_100']:.1f} to {row['high_100']:.1f})" if known else name


def _ground(span: tuple[float, float], name: str, y: float, colour: str) -> dict[str, Any]:
    return scatter(
        x=list(span), y=[y, y], mode="lines", name=name, line={"color": colour, "width": 7},
        hoverinfo="skip",
    )  # fmt: skip


def _border(x: float) -> dict[str, Any]:
    return {
        "type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
        "line": {"color": style.LINE, "width": 1, "dash": "dot"},
    }  # fmt: skip


def _fixed(values: pd.Series) -> list[str]:
    return ["not studied" if value != value else f"{value:.2f}" for value in values]

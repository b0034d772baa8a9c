"""Pictures of the load on the hip: contact forces by activity, and loads per kilometre of running.

Choices: what was measured inside a joint and what a model computed differ in marker and word. No
curve joins the activities, because different people and methods stand behind them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from hiplib.anatomy.loads import LoadCycles, contact_forces, muscle_peak_factor
from hiplib.figures import style
from hiplib.figures.distance import in_km
from hiplib.figures.traces import NO_AXIS, label, line, marks, scatter

_METHODS = {
    "implant": ("measured in implants", style.SERIES[0], "circle"),
    "model": ("computed by models", style.SERIES[1], "diamond-open"),
}
_KINDS = {"sd": "mean ± SD", "two_people": "two people", "activities": "range of nine activities"}
MARGIN = {"l": 12, "r": 12, "t": 5, "b": 10}


def contact_figure() -> style.Picture:
    """Draw the contact forces by activity with intervals, method and number of people."""
    table = contact_forces()
    table["row"] = range(len(table), 0, -1)
    table["row"] -= table["method"] == "model"  # room for the second heading
    traces, labels = [], []
    for method, (name, colour, symbol) in _METHODS.items():
        own = table[table["method"] == method]
        traces += _contact_traces(own, name, colour, symbol)
        labels.append(label(f"<b>{name.capitalize()}</b>", 0, int(own["row"].max()) + 0.85))
    rows = table.to_dict("records")
    return style.figure(
        *traces,
        xaxis={"range": [0, 10.4], "title": {"text": "Peak force on the hip (body weights)"},
               "dtick": 1, "fixedrange": True},
        yaxis={"range": [-0.7, len(table) + 1.3], **NO_AXIS},
        annotations=labels + [label(_contact_words(row), 0, row["row"] + 0.36) for row in rows],
        hovermode="closest",
        margin=MARGIN,
    )  # fmt: skip


def contact_summary() -> str:
    """Say what the picture shows and what it must not be read as."""
    rows = contact_forces().to_dict("index")
    walk, jog, run = (rows[key] for key in ("walking_4_kmh", "jogging_single", "running_model"))
    return (
        f"Walking pressed {_peak_words(walk)} body weights on the hips of four people with "
        f"implants. The one jogging patient measured {_peak_words(jog)}; a model of "
        f"{run['people']} healthy runners gives {_peak_words(run)} ({_interval_words(run)}). One "
        "patient, four patients and models do not form one scale."
    )


def contact_numbers() -> pd.DataFrame:
    """Table of the contact forces."""
    table = contact_forces()
    rows = table.to_dict("records")
    return pd.DataFrame({
        "Activity": [str(row["activity"]).split(", model")[0].capitalize() for row in rows],
        "Peak (body weights)": [_peak_words(row) for row in rows],
        "Interval": [_interval_words(row) for row in rows],
        "How": [_METHODS[row["method"]][0] for row in rows],
        "Who": table["population"].to_list(),
        "Certainty": table["certainty"].to_list(),
    })  # fmt: skip


def cycles_figure(
    now: LoadCycles, changed: dict[float, LoadCycles], *, units: str = "km"
) -> style.Picture:
    """Draw how counts, peaks and sums change with the step rate, in percent of now.

    `changed` holds the same run at two higher step rates by their relative change; `units` is the
    unit of distance in the words, "km" or "mi".
    """
    changes = {change: _cycle_changes(now, change, other) for change, other in changed.items()}
    names = list(next(iter(changes.values())))
    rows = range(len(names), 0, -1)
    labels = [label(name.replace("km", units), -12, row + 0.42)
              for name, row in zip(names, rows, strict=True)]  # fmt: skip
    traces = []
    looks = (("●", "circle", style.SERIES[0], 0.16, -12),
             ("◆", "diamond", style.SERIES[1], -0.16, 6))  # fmt: skip
    for (change, own), (sign, symbol, colour, shift, x) in zip(changes.items(), looks, strict=True):
        values, y = list(own.values()), [row + shift for row in rows]
        stems = segments(zip([0] * len(y), values, y, strict=True))
        traces.append(line(**stems, name="change", colour=colour, width=3))
        traces.append(
            scatter(
                x=values, y=y, mode="markers+text", name=f"{change:+.0%} steps",
                text=[percent_text(value / 100, 1) for value in values], textfont={"size": 12},
                textposition=["middle right" if value >= 0 else "middle left" for value in values],
                marker={"symbol": symbol, "size": 11, "color": colour}, hoverinfo="skip",
            )
        )  # fmt: skip
        words = f'<span style="color:{colour}">{sign}</span> {100 * change:.0f} % more steps'
        labels.append(label(words, x, len(names) + 1.05))
    return style.figure(
        *traces,
        xaxis={"range": [-12, 24], "title": {"text": "Change at the same speed (%)"},
               "zeroline": True, "zerolinecolor": style.INK, "fixedrange": True},
        yaxis={"range": [0.5, len(names) + 1.4], **NO_AXIS},
        annotations=labels,
        margin=MARGIN,
    )  # fmt: skip


def cycles_summary(now: LoadCycles, changed: dict[float, LoadCycles]) -> str:
    """Say what more and shorter steps do to the sum, and what that does not mean."""
    more = changed[0.10]
    lower = percent_text(more.peak_bw / now.peak_bw - 1)
    total = percent_text(more.sum_bw_per_km / now.sum_bw_per_km - 1)
    return (
        f"With 10 % more steps each peak changes by {lower}, but there are 10 % more of them: "
        f"their sum over a distance changes by {total}, little against the spread of the study. "
        "The muscles at the side of the hip get lighter per step, the hip flexors heavier. A sum "
        "of loads is not damage, and nothing here is a risk for one person."
    )


def cycles_numbers(
    now: LoadCycles, changed: dict[float, LoadCycles], *, units: str = "km"
) -> pd.DataFrame:
    """Table of steps, loads on one hip and their peaks at each step rate."""
    km = in_km(1.0, units)
    states = {"Now": now, **{f"{100 * key:.0f} % more steps": c for key, c in changed.items()}}
    heads = ["Step rate", f"Steps per {units}", "Step length (m)", f"Loads per {units}, one hip",
             "Loads per week, one hip", "Peak (body weights)",
             f"Sum of peaks per {units}"]  # fmt: skip
    rows = [
        (name, f"{km * c.steps_per_km:,.0f}", f"{c.step_length_m:.2f}",
         f"{km * c.cycles_per_km:,.0f}", f"{c.cycles_per_week:,.0f}", f"{c.peak_bw:.2f}",
         f"{km * c.sum_bw_per_km:,.0f}")
        for name, c in states.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=heads)


def _cycle_changes(now: LoadCycles, change: float, other: LoadCycles) -> dict[str, float]:
    """Return what changes, in percent: counts, peak, sum, and two muscles per kilometre."""
    medius = muscle_peak_factor("gluteus_medius", "stance", change)
    iliacus = muscle_peak_factor("iliacus", "early_swing", change)
    factors = {
        "Loads on one hip per km": other.cycles_per_km / now.cycles_per_km,
        "Peak force of each": other.peak_bw / now.peak_bw,
        "Sum of the peaks per km": other.sum_bw_per_km / now.sum_bw_per_km,
        "Gluteus medius, peaks per km": (1 + change) * medius,
        "Iliacus (hip flexor), peaks per km": (1 + change) * iliacus,
    }
    return {name: 100 * (factor - 1) for name, factor in factors.items()}


def segments(spans: Iterable[Sequence[float]]) -> dict[str, Any]:
    """Return level lines from (start, end, height) as one trace: None lifts the pen.

    Examples
    --------
    >>> segments([(1, 2, 5)])
    {'x': [1, 2, None], 'y': [5, 5, None]}
    """
    places = [((start, end, None), (height, height, None)) for start, end, height in spans]
    return {"x": [x for xs, _ in places for x in xs], "y": [y for _, ys in places for y in ys]}


def _contact_traces(own: pd.DataFrame, name: str, colour: str, symbol: str) -> list[dict[str, Any]]:
    """Return intervals as lines and peaks as marks of one method."""
    two = own["interval_kind"] == "two_people"
    bars = own[own["low_bw"].notna() & ~two]
    # Two people are two points, not an interval around one.
    second = own[two].assign(peak_bw=own.loc[two, "high_bw"])
    points = pd.concat([own, second]).dropna(subset=["peak_bw"])
    below = own[own["interval_text"].str.startswith("<")]
    limits = below["interval_text"].str[1:].astype(float).to_list()
    spans = bars[["low_bw", "high_bw", "row"]]
    return [
        line(**segments(spans.to_numpy().tolist()), name="interval", colour=colour, width=3),
        {**marks(points["peak_bw"].to_list(), points["row"].to_list(), name, colour, symbol,
                 line={"width": 2.5, "color": colour},
                 hover="%{x:g} body weights<br>%{customdata}"),
         "customdata": points["population"].to_list()},
        marks(limits, below["row"].to_list(), "a little below", colour, "arrow-left-open", 14),
    ]  # fmt: skip


def _contact_words(row: dict[Any, Any]) -> str:
    """Name an activity with its value, its interval, and how many people stand behind it."""
    name = str(row["activity"]).split(", model")[0].split(" (")[0]
    who = f"n = {row['people']}"
    if row["method"] == "implant":
        who += " patient" if row["people"] == 1 else " patients"
    bounds = f" ({_bounds(row, 1)})" if row["interval_kind"] == "sd" else ""
    return f"{name[0].upper()}{name[1:]}: <b>{_peak_words(row)}</b>{bounds}, {who}"


def _peak_words(row: dict[Any, Any]) -> str:
    if row["interval_kind"] == "two_people":
        return f"{row['low_bw']:g} and {row['high_bw']:g}"
    if row["peak_bw"] == row["peak_bw"]:
        return f"{row['peak_bw']:g}"
    if row["interval_text"]:
        return f"a little below {row['interval_text'].lstrip('<')}"
    return _bounds(row)


def _interval_words(row: dict[Any, Any]) -> str:
    known = row["low_bw"] == row["low_bw"]
    return f"{_bounds(row)}, {_KINDS[row['interval_kind']]}" if known else "none"


def _bounds(row: dict[Any, Any], decimals: int = 2) -> str:
    return f"{round(row['low_bw'], decimals):g} to {round(row['high_bw'], decimals):g}"


def percent_text(change: float, decimals: int = 0) -> str:
    """Return a relative change in percent with its sign; one that rounds to nothing has none.

    Examples
    --------
    >>> percent_text(0.165), percent_text(-0.003)
    ('+16 %', '0 %')
    """
    rounded = round(100 * change, decimals)
    return f"{rounded:+.{decimals}f} %".replace("-", "\u2212") if rounded else "0 %"

"""Plan A beside plan B in four models of load: monotony, fitness, load on the hip, bone.

Choices: no zone and no cut-off line anywhere. What no study knows is drawn as a span over the whole
range that was published, or that the slider has, so that no line looks more certain than it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from hiplib import training
from hiplib.figures import style
from hiplib.figures.bench_side import (
    KEY,
    Side,
    Window,
    colour_of,
    plan_line,
    seen,
    weekly,
)  # fmt: skip
from hiplib.figures.shares import Exhibit
from hiplib.figures.traces import fixed, iso, label, line, marks
from hiplib.parameters import parameters

Settings = Mapping[str, float]
_PAPER: dict[str, Any] = {"xref": "paper", "x": 0, "yref": "paper", "yanchor": "bottom"}
STEP = {"shape": "hv"}


def _two_panels(
    traces: list[dict[str, Any]], upper: dict[str, Any], lower: dict[str, Any], **layout: Any
) -> style.Picture:
    """Return two panels above each other with a common x-axis unless the layout has its own."""
    return style.figure(
        *traces,
        **{
            "xaxis": {"anchor": "y2"},
            "yaxis": {"domain": [0.56, 1], **upper},
            "yaxis2": {"domain": [0, 0.42], **lower},
            "showlegend": True,
            "legend": KEY,
            "hovermode": "closest",
            **layout,
        },
    )


def _titled(words: str) -> dict[str, Any]:
    """Axis with a title that starts at zero."""
    return {"title": {"text": words}, "rangemode": "tozero"}


# ---- monotony and strain


def strain_view(a: Side, b: Side, part: Window) -> Exhibit:
    """Draw monotony and strain of each week as steps; a week without a value is named."""
    traces, labels, undefined = [], [], []
    for side in (a, b):
        table = _strain(side)
        shown = seen(table, part)
        x = iso(pd.DatetimeIndex([*shown.index, shown.index[-1] + pd.Timedelta(weeks=1)]), "D")
        for column, axis in (("monotony", "y"), ("strain", "y2")):
            y = shown[column].to_list()
            trace = plan_line(side, x, [*y, y[-1]], "week of %{x}: %{y:.3g}", **STEP)
            traces.append({**trace, "yaxis": axis, "showlegend": axis == "y"})
        missing = shown.index[shown["monotony"].isna()]
        undefined.append((side.name, len(missing)))
        labels += [
            label("not<br>defined", f"{day:%Y-%m-%d}", 0, size=11, yanchor="bottom", yref="y",
                  yshift=0 if side is a else 28, font={"color": colour_of(side), "size": 11})
            for day in missing[-6:]
        ]  # fmt: skip
    figure = _two_panels(traces, _titled("Monotony"), _titled("Strain"), annotations=labels)
    return Exhibit(figure, _strain_words(a, b, undefined), _strain_numbers(a, b, part), 500)


def _strain(side: Side) -> pd.DataFrame:
    return side.keep(
        "strain", lambda: training.monotony_strain(side.daily_effort).set_index("week_start")
    )


def _strain_words(a: Side, b: Side, undefined: list[tuple[str, int]]) -> str:
    said = []
    for side in (a, b):
        table = _strain(side).dropna()
        if table.empty:
            said.append(f"{side.name} has no week with a value")
            continue
        place = int(table["strain"].to_numpy().argmax())
        week = table.iloc[place]
        said.append(
            f"{side.name}: the week of {table.index[place]:%d %B %Y} has the highest strain, "
            f"{week['strain']:,.0f} at a monotony of {week['monotony']:.2f}"
        )
    gaps = [f"{count} in {name.lower()}" for name, count in undefined if count]
    words = f" Not defined, because all days are equal: {' and '.join(gaps)}." if gaps else ""
    return (
        f"{'. '.join(said)}.{words} Monotony is the mean day over the spread of the days "
        "(population SD, rest days count as 0); strain is the week's load times monotony. "
        "There is no limit to compare with, and no interval was published."
        + b.assumed("rpe", "duration_min")
    )


def _strain_numbers(a: Side, b: Side, part: Window) -> pd.DataFrame:
    tables = {side.name: seen(_strain(side), part) for side in (a, b)}
    index = tables[a.name].index.union(tables[b.name].index)[::-1]
    columns = {"Week of": iso(pd.DatetimeIndex(index), "D")}
    for column, decimals in (("load", 0), ("monotony", 2), ("strain", 0)):
        for name, table in tables.items():
            values = table[column].reindex(index)
            columns[f"{column.capitalize()}, {name.lower()}"] = fixed(
                values, decimals, "not defined"
            )
    return pd.DataFrame(columns)


# ---- fitness and fatigue


def fitness_view(a: Side, b: Side, part: Window, settings: Settings) -> Exhibit:
    """Draw performance of both plans, and below what one session does over the days after it."""
    taus = {name: settings[name] for name in ("tau_fitness", "tau_fatigue")}
    traces, tops = [], []
    for side in (a, b):
        values = _performance(side, taus)
        shown = values.loc[part.first : part.last]
        x = iso(pd.DatetimeIndex(shown.index), "D")
        traces.append(plan_line(side, x, shown.to_numpy(), "%{x}"))
        if len(shown):
            best = shown.idxmax()
            tops.append(f"{side.name} on {best:%d %B %Y}")
            mark = marks([f"{best:%Y-%m-%d}"], [shown.max()], "best day", colour_of(side),
                         "star" if side is a else "star-open", 13)  # fmt: skip
            traces.append({**mark, "showlegend": False})
    days, effect = _one_session(taus)
    turn, peak = _turn_and_peak(taus)
    low = _range_of_turn()
    traces.append({**line(days, effect, "one session", style.INK, 2.2), "xaxis": "x2",
                   "yaxis": "y2", "showlegend": False})  # fmt: skip
    labels = [label("What one session does over the days after it", y=0.44, size=13, **_PAPER)]
    top = float(np.max(np.abs(effect)))
    span = f"published time constants: {low:.0f} days to never"
    labels.append(
        label(span, 90, -1.05 * top, "right", xref="x2", yref="y2", yanchor="bottom",
              font={"size": 12, "color": style.MUTED})
    )  # fmt: skip
    traces.append({**line([low, 90], [-1.12 * top] * 2, "published range", style.MUTED, 7),
                   "xaxis": "x2", "yaxis": "y2", "showlegend": False})  # fmt: skip
    if turn <= 90:
        words = f"helps from day {turn:.0f}"
        labels.append(
            label(words, turn, 0, xref="x2", yref="y2", yanchor="top", xshift=9, yshift=-6)
        )
        traces.append({**marks([turn], [0], "turns positive", style.ACCENT, "diamond", 12),
                       "xaxis": "x2", "yaxis": "y2", "showlegend": False})  # fmt: skip
    figure = _two_panels(
        traces,
        {"title": {"text": "Performance"}, "domain": [0.6, 1], "showticklabels": False},
        {"title": {"text": "Net effect"}, "domain": [0, 0.4], "anchor": "x2",
         "showticklabels": False, "zerolinecolor": style.INK, "range": [-1.25 * top, 1.05 * top]},
        xaxis={"anchor": "y"},
        xaxis2={"anchor": "y2", "range": [0, 90], "title": {"text": "Days after the session"}},
        annotations=labels,
    )  # fmt: skip
    when = (
        f"one session helps from day {turn:.0f} on and most on day {peak:.0f}"
        if np.isfinite(turn)
        else "one session never helps, because fatigue lasts at least as long as fitness"
    )
    summary = (
        f"With {taus['tau_fitness']:g} and {taus['tau_fatigue']:g} days, {when}; a taper shorter "
        f"than that comes too late. Over the published range it is anything from {low:.0f} days to "
        f'never, so the "ideal taper" is a choice of numbers. Best day of the model in the '
        f"picture (star): {' and '.join(tops)}." + b.assumed("rpe", "duration_min")
    )
    return Exhibit(figure, summary, _fitness_numbers(a, b, taus, part), 540)


def _performance(side: Side, taus: dict[str, float]) -> pd.Series:
    key = ("performance", *taus.values())
    return side.keep(
        key, lambda: training.fitness_fatigue(side.daily_effort, **taus)["performance"]
    )


def _one_session(taus: dict[str, float]) -> tuple[np.ndarray, np.ndarray]:
    table, days = parameters("fitness_fatigue"), np.arange(0, 91.0)
    gain, loss = float(table["k_fitness"]), float(table["k_fatigue"])
    rise, fall = (np.exp(-days / taus[name]) for name in ("tau_fitness", "tau_fatigue"))
    return days, gain * rise - loss * fall


def _turn_and_peak(taus: dict[str, float]) -> tuple[float, float]:
    """Return the days until one session helps and helps most; infinite when it never does."""
    if taus["tau_fitness"] <= taus["tau_fatigue"]:
        return np.inf, np.inf
    turn, peak = training.one_impulse(**taus)
    return turn, peak


def _range_of_turn() -> float:
    """Return the shortest time until a session helps, over the published time constants."""
    table = parameters("fitness_fatigue")
    return _turn_and_peak(
        {"tau_fitness": table["tau_fitness"].high, "tau_fatigue": table["tau_fatigue"].low}
    )[0]


def _fitness_numbers(a: Side, b: Side, taus: dict[str, float], part: Window) -> pd.DataFrame:
    sundays = pd.date_range(part.first, part.last, freq="W-SUN")[::-1]
    columns = {"Week ends": iso(sundays, "D")}
    for side in (a, b):
        values = _performance(side, taus).reindex(sundays)
        columns[f"Performance, {side.name.lower()} (no unit)"] = fixed(values, 0)
    return pd.DataFrame(columns)


# ---- load on the hip


def hip_load_view(a: Side, b: Side, part: Window, settings: Settings) -> Exhibit:
    """Draw loads on one hip a week, and the same weighted by how much high peaks count."""
    exponent, stride = settings["exponent"], -settings["shorter"] / 100
    ends = parameters("running_load")["exponent"]
    usual = float(weekly(a.daily_cycles).mean())
    traces, sums = [], {}
    for side, change in ((a, 0.0), (b, stride)):
        cycles = weekly(side.daily_cycles) / (1 + change)
        weights = {m: _weight(change, m) for m in (exponent, ends.low, ends.high)}
        shown = seen(cycles, part)
        x = iso(pd.DatetimeIndex([*shown.index, shown.index[-1] + pd.Timedelta(weeks=1)]), "D")
        y = np.append(shown.to_numpy(), shown.iloc[-1])
        traces.append(plan_line(side, x, y, "%{y:,.0f} loads in the week of %{x}", **STEP))
        if change:
            low, high = (100 * y * weights[m] / usual for m in (ends.low, ends.high))
            name = f"exponents {ends.low:g} to {ends.high:g}"
            edges = [line(x, low, name, style.MUTED, 0.5, showlegend=False, **STEP),
                     line(x, high, name, style.MUTED, 0.5, showlegend=False, fill="tonexty",
                          fillcolor=style.WASH, **STEP)]  # fmt: skip
            traces += [{**edge, "yaxis": "y2"} for edge in edges]
        weighted = 100 * y * weights[exponent] / usual
        trace = plan_line(side, x, weighted, "%{y:.0f} in the week of %{x}", **STEP)
        traces.append({**trace, "yaxis": "y2", "showlegend": False})
        sums[side.name] = (cycles.sum(), {m: cycles.sum() * w for m, w in weights.items()})
    figure = _two_panels(
        traces,
        _titled("Loads on one hip a week"),
        _titled("Weighted load"),
        annotations=[
            label(
f"Mean week of plan A = 100, exponent {exponent:g}", y=0.44, size=13,
                  **_PAPER),
        ],
    )  # fmt: skip
    return Exhibit(
        figure, _hip_words(a, b, sums, exponent, stride), _hip_numbers(a, b, part, settings), 540
    )


def _weight(change: float, exponent: float) -> float:
    """Return what one load counts at a changed stride against one at the usual stride."""
    force = training.contact_force(change, exponent)
    return float(force.damage_km) / float(force.cycles)


def _hip_words(a: Side, b: Side, sums: dict[str, Any], exponent: float, stride: float) -> str:
    (count_a, load_a), (count_b, load_b) = sums[a.name], sums[b.name]
    ends = parameters("running_load")["exponent"]
    ratio = {m: 100 * (load_b[m] / load_a[m] - 1) for m in load_b}
    words = (
        f"One hip is loaded {count_a:,.0f} times in plan A and {count_b:,.0f} times in plan B. "
        f"At exponent {exponent:g} the weighted load of plan B is {ratio[exponent]:+.0f} % against "
        f"plan A"
    )
    if stride:
        words += (
            f"; from exponent {ends.low:g} to {ends.high:g} it runs from {ratio[ends.low]:+.0f} to "
            f"{ratio[ends.high]:+.0f} % (grey span), because nobody knows the true one. With a "
            f"shorter stride the steps are more and each is lighter: below an exponent of "
            f"{training.break_even_exponent(stride):.2f} the load rises, above it falls"
        )
    else:
        words += ", whatever the exponent: with the same stride only the number of steps differs"
    return f"{words}." + b.assumed("duration_min", "cadence_spm")


def _hip_numbers(a: Side, b: Side, part: Window, settings: Settings) -> pd.DataFrame:
    stride = -settings["shorter"] / 100
    push = parameters("running_load")["impulse_bw_s_per_m"]
    loads = {a.name: weekly(a.daily_cycles), b.name: weekly(b.daily_cycles) / (1 + stride)}
    weeks = seen(loads[a.name], part).index.union(seen(loads[b.name], part).index)[::-1]
    columns = {"Week of": iso(pd.DatetimeIndex(weeks), "D")}
    for name, values in loads.items():
        columns[f"Loads on one hip, {name.lower()}"] = [
            f"{value:,.0f}" for value in values.reindex(weeks, fill_value=0)
        ]
    for side in (a, b):
        metres = 1000 * weekly(side.daily_km).reindex(weeks, fill_value=0)
        columns[f"Push on one hip, {side.name.lower()} (body-weight seconds, mean ± SD)"] = [
            f"{push * m:,.0f} ({push.low * m:,.0f} to {push.high * m:,.0f})" for m in metres
        ]
    return pd.DataFrame(columns)


# ---- bone


def bone_view(a: Side, b: Side, part: Window, settings: Settings) -> Exhibit:
    """Draw the concept model: damage of both plans above, what the bone can bear below.

    The setting ``line`` is the reader's own line, in percent of the highest damage of plan A.
    """
    # Both plans are the same runner's, so plan A tells for both what a usual day is.
    usual = training.usual_day(a.daily_cycles)
    shown = {
        side: _bone(side, {**settings, "usual": usual}).loc[part.first : part.last]
        for side in (a, b)
    }
    top = float(shown[a]["damage"].max())
    mark = top * settings["line"] / 100
    traces = []
    for side, table in shown.items():
        x = iso(pd.DatetimeIndex(table.index), "D")
        for column, axis in (("damage", "y"), ("capacity", "y2")):
            trace = plan_line(side, x, table[column].to_numpy(), f"{column} on %{{x}}")
            traces.append({**trace, "yaxis": axis, "showlegend": axis == "y"})
    ends = iso(pd.DatetimeIndex([part.first, part.last]), "D")
    traces.append(line(ends, [mark, mark], "your line", style.MUTED, 1.5, dash="dot"))
    plain = {"showticklabels": False}
    capacity = pd.concat([table["capacity"] for table in shown.values()])
    # small changes of the capacity look small
    flat = [min(0.7, float(capacity.min()) - 0.1), max(1.3, float(capacity.max()) + 0.1)]
    figure = _two_panels(
        traces,
        {**plain, "title": {"text": "Damage (no unit)"}, "rangemode": "tozero"},
        {**plain, "title": {"text": "Capacity (no unit)"}, "range": flat},
        annotations=[
            label("concept model, not calibrated for the hip", y=0.455, size=13, **_PAPER)
        ],
    )
    return Exhibit(figure, _bone_words(shown, mark), _bone_numbers(shown, top, part), 500)


def _bone(side: Side, settings: Settings) -> pd.DataFrame:
    model = {name: value for name, value in settings.items() if name != "line"}
    key = ("bone", *model.values())
    return side.keep(key, lambda: training.bone_model(side.daily_cycles, **model))


def _bone_words(shown: dict[Side, pd.DataFrame], mark: float) -> str:
    """Compare the tops, and say on which day each plan first passes the reader's line."""
    first, later = (float(table["damage"].max()) for table in shown.values())
    more = "higher than that" if later > first else "lower than that"
    if abs(later / first - 1) <= 0.005:
        more = "as high as the one"
    tops, passed = [], []
    for side, table in shown.items():
        damage = table["damage"]
        tops.append(f"{side.name} on {damage.idxmax():%d %B %Y}")
        above = damage.index[damage > mark]
        passed.append(
            f"{side.name} first passes it on {above[0]:%d %B %Y}"
            if len(above)
            else f"{side.name} never passes it in this picture"
        )
    return (
        "Concept model, not calibrated for the hip. With these settings damage is highest for "
        f"{' and '.join(tops)}; the top of plan B is {more} of plan A. Your dotted line: "
        f"{', '.join(passed)}. The line is your choice and marks no break. Move the sliders: where "
        "the answer changes, the model has none to give, because the true settings are not known."
    )


def _bone_numbers(shown: dict[Side, pd.DataFrame], top: float, part: Window) -> pd.DataFrame:
    """Table in percent of the highest damage of plan A, because the model has no unit."""
    sundays = pd.date_range(part.first, part.last, freq="W-SUN")[::-1]
    columns = {"Week ends": iso(sundays, "D")}
    for side, table in shown.items():
        share = 100 * table["damage"].reindex(sundays) / top
        columns[f"Damage, {side.name.lower()} (plan A's highest = 100)"] = fixed(share, 0)
    return pd.DataFrame(columns)

"""One small thing to try in each exercise: a slider's value in, a picture's numbers and words out.

All numbers come from the models. A trial is a table and how to draw it; nothing here is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from hiplib.errors import look_up
from hiplib.parameters import parameters
from hiplib.training.bone import CAPTION, bone_model
from hiplib.training.cards import evidence_cards
from hiplib.training.contact import contact_force, step_rate_effect, steps
from hiplib.training.exposure import RUNNERS, exposure
from hiplib.training.fitness import fitness_fatigue, one_impulse
from hiplib.training.load import KINDS, acwr, coupling_demo, daily_load
from hiplib.training.runlog import built_in_log, sample_log
from hiplib.training.spikes import session_spikes, spike_states, spike_summary
from hiplib.training.weekly import monotony_strain, weekly_change

MONDAY = "2026-01-05"
HAZARD = "Times the hazard of a run without a spike"
MUSCLES = {"stance": ["gluteus_medius", "gluteus_minimus"],
           "early_swing": ["iliacus", "rectus_femoris", "tensor_fasciae_latae"]}  # fmt: skip


class Trial(NamedTuple):
    """What to draw: points (name, value, low, high), lines (x and one column a line) or cards."""

    kind: Literal["points", "lines", "cards"]
    table: pd.DataFrame
    axis: str
    said: str


def plan(daily: Iterable[float]) -> pd.DataFrame:
    """Make runs from the kilometres of each day from a Monday on; 0 is a day of rest."""
    km = np.array(list(daily), dtype=float)
    runs = pd.DataFrame({"start": pd.date_range(MONDAY, periods=len(km)), "distance_km": km})
    return runs[runs["distance_km"] > 0].reset_index(drop=True)


def long_run(km: float, *, before: float = 10, rest: int = 6) -> pd.Series:
    """Spike row of a run of `km`, `rest` whole days after weeks whose longest run is `before`."""
    weeks = [0, 5, 0, 5, 0, 0, before] * 5
    return session_spikes(plan([*weeks, *[0.0] * rest, km])).iloc[-1]


def growing(percent: float, first: float = 10, goal: float = 21.1) -> pd.DataFrame:
    """Long runs on Mondays, each `percent` longer than the last, until the goal (at most 40)."""
    km = [first]
    while km[-1] < goal and len(km) < 40:
        km.append(round(min(km[-1] * (1 + percent / 100), goal), 9))
    return plan([each for long in km for each in (long, 0, 5, 0, 5, 0, 0)])


def _points(rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["name", "value", "low", "high"])


def _spike(run: pd.Series) -> tuple[pd.DataFrame, str]:
    state = next(state for state in spike_states() if state.state == run["state"])
    name = f"Run of {run['distance_km']:.1f} km"
    found = f"{run['hrr']:.2f} ({run['hrr_low']:.2f} to {run['hrr_high']:.2f}) times the rate"
    said = found if run["hrr"] == run["hrr"] else "no hazard ratio can be given"
    return _points([(name, run["hrr"], run["hrr_low"], run["hrr_high"])]), f"{state.label}: {said}."


def _ten_percent(growth: float) -> Trial:
    week = np.array([10, 0, 5, 0, 5, 0, 0])
    runs = plan(np.concatenate([week * (1 + growth / 100) ** number for number in range(8)]))
    weeks, count = weekly_change(runs), dict(spike_summary(session_spikes(runs)).counts)
    spikes = sum(count[state.state] for state in spike_states()[1:-1])
    table = pd.DataFrame({"x": np.arange(1, 9), "km a week": weeks["distance_km"]})
    said = (
        f"{growth:g} % more each week. The weekly model multiplies by "
        f"{weeks['multiplier'].max():g} in any case. Session spikes in the 8 weeks: {spikes}."
    )
    return Trial("lines", table, "Week", said)


def _random_weeks(seed: float) -> Trial:
    demo = coupling_demo(int(seed))
    table = _points([("Coupled", demo.r_coupled, np.nan, np.nan),
                     ("Uncoupled", demo.r_uncoupled, np.nan, np.nan)])  # fmt: skip
    said = f"Seed {seed:g}: {demo.r_coupled:.2f} coupled, {demo.r_uncoupled:.2f} uncoupled."
    return Trial("points", table, "Correlation with the last week", said)


def _same_week(km: float) -> Trial:
    table, said = _spike(long_run(km))
    said = f"The week stays at 28 km, so its change is 0 %. {said}"
    return Trial("points", table, HAZARD, said)


def _cadence(change: float) -> Trial:
    rows = []
    for per in ("step", "km"):
        effect = step_rate_effect(change / 100, per=per).set_index(["phase", "muscle"])
        for phase, muscles in MUSCLES.items():
            for row in effect.loc[[(phase, muscle) for muscle in muscles]].to_dict("records"):
                name = f"{row['name']}, {phase.replace('_', ' ')}, per {per}"
                rows.append((name, row["factor"], np.nan, np.nan))
    said = f"Step rate {change:+g} %: below 1 is less peak force, above 1 more. Computer model."
    return Trial("points", _points(rows), "Times the usual peak force", said)


def _strides(exponent: float) -> Trial:
    x = np.arange(1.0, 10.5, 0.5)
    damage = [float(contact_force(-0.10, m).damage_km) for m in x]
    own = float(contact_force(-0.10, exponent).damage_km)
    table = pd.DataFrame({"x": x, "strides 10 % shorter": damage, "usual strides": 1.0})
    said = f"Exponent {exponent:g}: {own:.2f} times per km. The true one is unknown for the hip."
    return Trial("lines", table, "Exponent: how strongly high peaks count", said)


def _cards(topic: str) -> Callable[[float], Trial]:
    return lambda _: Trial("cards", evidence_cards(topic), topic, "")


def week_of(rest: int, km: float = 42) -> list[float]:
    """Kilometres of a week shared out evenly, with `rest` days of rest at its end."""
    return [km / (7 - rest)] * (7 - rest) + [0.0] * rest


def _rest_days(rest: float) -> Trial:
    rows = [monotony_strain(pd.Series(week_of(days))).iloc[0] for days in range(6)]
    table = pd.DataFrame({"x": range(6), "monotony": [row["monotony"] for row in rows]})
    own = rows[int(rest)]
    value = "not defined" if own["monotony"] != own["monotony"] else f"{own['monotony']:.2f}"
    said = f"Days of rest: {rest:g}. {own['load']:.0f} km in any case: monotony is {value}."
    return Trial("lines", table, "Days of rest in the week", said)


def _comeback(days: float) -> Trial:
    table, said = _spike(long_run(12, before=12, rest=int(days)))
    said = f"{days:g} days without a run, then 12 km as before. {said}"
    return Trial("points", table, HAZARD, said)


def ratios(back: int) -> dict[str, float]:
    """Give three acute:chronic ratios of Mia's log, so many days before its last day."""
    daily = daily_load(sample_log().runs)
    return {kind: float(acwr(daily, kind=kind).iloc[-1 - back]) for kind in KINDS}


def _watch(back: float) -> Trial:
    found = ratios(int(back))
    named = {kind.replace("_", " "): value for kind, value in found.items()}
    table = _points((name, value, np.nan, np.nan) for name, value in named.items())
    said = f"{back:g} days before the last run: {min(found.values()):.2f} to "
    said += f"{max(found.values()):.2f}, from the same runs."
    return Trial("points", table, "Acute:chronic ratio", said)


def _half(growth: float) -> Trial:
    runs = growing(growth)
    spikes = session_spikes(runs)
    long = runs[runs["start"].dt.day_of_week == 0]
    count = int(spikes["state"].isin([state.state for state in spike_states()[1:-1]]).sum())
    km = long["distance_km"].to_list()
    table = pd.DataFrame({"x": np.arange(len(long)), "long run (km)": km})
    reached = f"{len(long) - 1} weeks to" if km[-1] >= 21.1 else "not even in 39 weeks"
    said = f"{growth:g} % longer each week: {reached} 21.1 km, session spikes: {count}."
    return Trial("lines", table, "Weeks after the 10 km run", said)


def _own_log(_: float) -> Trial:
    runs = built_in_log("errors").runs
    longest = session_spikes(runs)["longest_30d_km"]
    table = pd.DataFrame({"x": runs["start"], "run (km)": runs["distance_km"],
                          "longest of 30 days before (km)": longest})  # fmt: skip
    return Trial("lines", table, "Day", "Each run, and the longest of the 30 days before it.")


def _impulse(tau: float) -> Trial:
    daily = pd.Series([100.0] + [0.0] * 70)
    day = one_impulse(tau_fatigue=tau)
    table = pd.DataFrame({"x": daily.index, "net effect": fitness_fatigue(
        daily, tau_fatigue=tau)["performance"], "no effect": 0.0})  # fmt: skip
    said = f"Fatigue fades over {tau:g} days: positive from day {day.days_to_positive:.1f}, best "
    return Trial("lines", table, "Days after one session", f"{said}on day {day.day_of_peak:.1f}.")


def hard_easy(hard: float) -> list[float]:
    """Give the loads of a week of 280 with three hard days."""
    easy = (280 - 3 * hard) / 4
    return [easy, hard, easy, hard, easy, hard, easy]


def _shape(hard: float) -> Trial:
    week = monotony_strain(pd.Series(hard_easy(hard))).iloc[0]
    table = pd.DataFrame({"x": range(1, 8), "load of the day": hard_easy(hard)})
    value = "not defined" if week["monotony"] != week["monotony"] else f"{week['monotony']:.1f}"
    return Trial("lines", table, "Day", f"Load {week['load']:.0f} in any case. Monotony: {value}.")


def _steps(rate: float) -> Trial:
    x = np.arange(150, 195, 5)
    table = pd.DataFrame(
        {"x": x, "steps of one leg": [float(steps(10, 6, each)) for each in x.tolist()]}
    )
    said = f"{rate:g} steps a minute: {float(steps(10, 6, rate)):,.0f} steps of one leg in 10 km."
    return Trial("lines", table, "Steps a minute", said)


def _few(runs: float) -> Trial:
    small = spike_states()[1]
    base = parameters("session_spike")["baseline_per_1000_runs"]  # per 1,000 runs
    extra = [base * runs * (ratio - 1) for ratio in (small.hrr, small.hrr_low, small.hrr_high)]
    table = _points([("Extra injuries", *extra)])
    said = f"Small spikes for each of 1,000 runners: {runs:g}. About {extra[0]:.1f} "
    said += f"({extra[1]:.1f} to {extra[2]:.1f}) extra overuse injuries in the group."
    return Trial("points", table, "Extra overuse injuries in 1,000 runners", said)


def _hours(hours: float) -> Trial:
    found = {runner: exposure(hours, runner) for runner in RUNNERS}
    table = _points(
        (runner, *(100 * float(value) for value in each[3:])) for runner, each in found.items()
    )
    novice, other = table["value"]
    said = f"{hours:g} hours: {novice:.0f} of 100 novices, {other:.0f} of 100 "
    return Trial("points", table, "Injured at least once, of 100", f"{said}recreational runners.")


def _ladder(km: float) -> Trial:
    table, said = _spike(long_run(km))
    return Trial("points", table, HAZARD, f"After 10 km. {said}")


def stronger_or_longer(exponent: float) -> pd.DataFrame:
    """Damage in the concept model: usual days, 20 % more cycles, 20 % higher peaks from day 28."""
    usual = pd.Series([10.0] * 120)
    more, force = usual.where(usual.index < 28, 12.0), np.where(usual.index < 28, 1.0, 1.2)
    return pd.DataFrame({
        "usual": bone_model(usual, exponent=exponent)["damage"],
        "20 % more cycles": bone_model(more, exponent=exponent)["damage"],
        "20 % higher peaks": bone_model(usual, force=force, exponent=exponent)["damage"],
    })  # fmt: skip


def _bone(exponent: float) -> Trial:
    table = stronger_or_longer(exponent).rename_axis("x").reset_index()
    return Trial("lines", table, "Day (no unit upwards)", f"Exponent {exponent:g}. {CAPTION}")


TRIALS: dict[str, Callable[[float], Trial]] = {
    "ten_percent": _ten_percent, "random_weeks": _random_weeks, "same_week": _same_week,
    "cadence": _cadence, "strides": _strides, "shoes": _cards("shoes"), "rest_days": _rest_days,
    "prevention": _cards("prevention"), "comeback": _comeback, "watch": _watch, "half": _half,
    "log": _own_log, "impulse": _impulse, "shape": _shape, "steps": _steps, "few": _few,
    "hours": _hours, "ladder": _ladder, "bone": _bone,
}  # fmt: skip


def trial(trial_id: str, value: float) -> Trial:
    """Return the numbers and words of a trial at a slider's value.

    Examples
    --------
    >>> trial("hours", 18).said
    '18 hours: 27 of 100 novices, 13 of 100 recreational runners.'
    """
    return look_up("Trial", trial_id, TRIALS)(value)

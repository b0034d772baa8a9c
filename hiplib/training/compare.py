"""Two plans, and what each model says about them: one row a model, no common score.

Choices: a difference with an interval that includes 0 is "no clear difference"; a model that was
not built to compare plans says "cannot say", whatever its numbers are. Where no interval was
published, the band is the range over the values that the literature allows, and the caveat says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from hiplib.parameters import parameters
from hiplib.training.bone import CAPTION, bone_model
from hiplib.training.exposure import exposure
from hiplib.training.fitness import fitness_fatigue
from hiplib.training.group import draw_hazard_ratios
from hiplib.training.load import KINDS, acwr, daily_load
from hiplib.training.runlog import checked_runs
from hiplib.training.spikes import banded_states, session_spikes, spike_summary
from hiplib.training.weekly import monotony_strain, session_load, weekly_change

VERDICTS = ("says more", "says less", "no clear difference", "cannot say")
_TAUS = ((42, 7), (36, 21), (51, 4), (20, 4), (51, 40))  # within the published ranges, days
_EXPONENTS = (1, 4, 8)
_REPAIR_WEEKS = (2, 12)
_SEED, _DRAWS = 1, 2000
_NAN = float("nan")


class _Row(NamedTuple):
    model: str
    measures: str
    plan_a: float
    plan_b: float
    unit: str
    difference: float
    low: float
    high: float
    verdict: str
    caveat: str


def compare_plans(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Tell what each model says of plan B (`after`) against plan A (`before`), side by side.

    Both are tables of runs (start, distance_km; duration_min and rpe when known).

    Must not be used for: one score, a winner, one person's risk. The models measure different
    things; that they disagree is the lesson.

    Returns
    -------
    pandas.DataFrame
        model, measures, plan_a, plan_b, unit, difference (B - A), low, high (its interval, NaN
        where there is none), verdict ("says more", "says less", "no clear difference", "cannot
        say": of what the model measures), caveat. NaN where a plan lacks what a model needs.

    Examples
    --------
    >>> days = ["2026-03-01", "2026-03-08"]
    >>> a, b = (pd.DataFrame({"start": days, "distance_km": [10.0, km]}) for km in (10.0, 14.0))
    >>> compare_plans(a, b).set_index("model").loc[["M1", "M2"], "verdict"].tolist()
    ['says more', 'says more', 'says more', 'no clear difference']
    """
    plans = checked_runs(before), checked_runs(after)
    last = pd.concat(plans)["start"].max()
    daily = tuple(_until(daily_load(runs), last) for runs in plans)
    rows = [_exposure(*plans), *_spikes(*plans), _weeks(*plans), *_ratios(*daily),
            *_shape(*plans, last), _performance(*daily), _distance(*plans),
            _bone(*daily)]  # fmt: skip
    return pd.DataFrame(rows, columns=list(_Row._fields))


def _until(daily: pd.Series, last: pd.Timestamp) -> pd.Series:
    """Extend the days of the shorter plan with rest, so that both end on the same day."""
    if daily.empty or pd.isna(last):
        return daily
    return daily.reindex(pd.date_range(daily.index[0], last.normalize()), fill_value=0.0)


def _verdict(difference: float, low: float, high: float) -> str:
    if np.isnan(difference):
        return "cannot say"
    if difference == 0 or not (low > 0 or high < 0):
        return "no clear difference"
    return "says more" if difference > 0 else "says less"


def _row(
    model: str, measures: str, plans: Iterable[float], unit: str, band: list[float], caveat: str
) -> _Row:
    """Make a row whose verdict follows from the band of the difference (no band: cannot say)."""
    a, b = plans
    low, high = (min(band), max(band)) if band else (_NAN, _NAN)
    verdict = _verdict(b - a, low, high) if band else "cannot say"
    return _Row(model, measures, a, b, unit, b - a, low, high, verdict, caveat)


def _exposure(a: pd.DataFrame, b: pd.DataFrame) -> _Row:
    hours = [_hours(runs) for runs in (a, b)]
    most = parameters("exposure")["hours"].high
    known = all(hour <= most for hour in hours)
    found = [exposure(hour, "recreational") for hour in hours] if known else []
    values = [1000 * float(each.expected) for each in found] or [_NAN, _NAN]
    band = [1000 * float(getattr(found[1], name) - getattr(found[0], name))
            for name in ("expected_low", "expected_high")] if found else []  # fmt: skip
    caveat = "Hours only, so more running is always more. Any injury, recreational runners."
    missing = "Needs the minutes of every run, and at most 500 hours."
    unit = "injuries per 1,000 runners"
    measures = "Injuries to expect from hours of running"
    return _row("M0", measures, values, unit, band, caveat if found else missing)


def _hours(runs: pd.DataFrame) -> float:
    minutes = runs.get("duration_min", pd.Series(_NAN, index=runs.index))
    return float(minutes.sum(skipna=False)) / 60


def _spikes(a: pd.DataFrame, b: pd.DataFrame) -> list[_Row]:
    summaries = [spike_summary(session_spikes(runs)) for runs in (a, b)]
    counts = [dict(summary.counts) for summary in summaries]
    names = [state.state for state in banded_states()]
    spiky = [float(sum(count[name] for name in names[1:])) for count in counts]
    number = np.array([[count[name] for name in names] for count in counts], dtype=float)
    drawn = draw_hazard_ratios(np.random.default_rng(_SEED), _DRAWS)
    with np.errstate(invalid="ignore"):
        shares = number / number.sum(axis=1, keepdims=True)
    mean = np.percentile(drawn @ (shares[1] - shares[0]), [2.5, 97.5]).tolist()
    base = parameters("session_spike")["baseline_per_1000_runs"] / 1000
    injured = 1000 * -np.expm1(-base * drawn @ number.T)
    total = np.percentile(injured[:, 1] - injured[:, 0], [2.5, 97.5]).tolist()
    caveat = "Any overuse injury in a group of watch users; a link, not a cause. "
    left = sum(count["no_recent_baseline"] for count in counts)
    caveat += f"{left} runs without a recent baseline are left out."
    rate, few = "hazard rate ratio", "overuse injuries per 1,000 runners"
    return [
        _row("M1", "Mean hazard of a run against the reference",
             (summary.mean_hrr for summary in summaries), rate, mean, caveat),
        _row("M1", "Runs that are a session spike", spiky, "runs",
             [spiky[1] - spiky[0]] * 2, "A count of the plan, without an interval."),
        _row("M1", "Overuse injuries over all runs", (summary.expected for summary in summaries),
             few, total, "Rises with each run, spike or not; the base rate is crude."),
    ]  # fmt: skip


def _weeks(a: pd.DataFrame, b: pd.DataFrame) -> _Row:
    most = [float(weekly_change(runs)["change_percent"].max()) for runs in (a, b)]
    row = _row("M2", "Largest rise from week to week", most, "%", [],
               "A null model: no link with injury was shown, so it says the same of each plan."
              )  # fmt: skip
    return row._replace(verdict="no clear difference")


def _ratios(a: pd.Series, b: pd.Series) -> list[_Row]:
    caveat = "A historical team-sport rule, not supported in runners: no hazard is drawn from it."
    return [
        _row("M3", f"Highest acute:chronic ratio, {kind.replace('_', ' ')}",
             (float(acwr(daily, kind=kind).max()) for daily in (a, b)), "ratio", [], caveat)
        for kind in KINDS
    ]  # fmt: skip


def _shape(a: pd.DataFrame, b: pd.DataFrame, last: pd.Timestamp) -> list[_Row]:
    rated = all({"rpe", "duration_min"} <= set(runs) and runs[["rpe", "duration_min"]].notna().all(
        axis=None) for runs in (a, b))  # fmt: skip
    unit = "rating x minutes" if rated else "km"
    weeks = []
    for runs in (a, b):
        load = (
            session_load(*runs[["rpe", "duration_min"]].to_numpy(float).T)
            if rated
            else runs["distance_km"]
        )
        daily = _until(daily_load(runs.assign(load=load), column="load"), last)
        weeks.append(monotony_strain(daily))
    caveat = "Compares the shape of weeks; no cut-off is verified and it does not tell of hip pain."
    if not rated:
        caveat += " Taken from distance, because ratings are missing."
    pick: list[tuple[str, Callable[[pd.DataFrame], float], str]] = [
        ("Mean monotony of the weeks", lambda week: float(week["monotony"].mean()), "mean / SD"),
        ("Highest strain of a week", lambda week: float(week["strain"].max()), unit),
    ]
    return [_row("M4", text, (value(week) for week in weeks), of, [], caveat)
            for text, value, of in pick]  # fmt: skip


def _performance(a: pd.Series, b: pd.Series) -> _Row:
    last = [
        [float(fitness_fatigue(daily, tau_fitness=one, tau_fatigue=two)["performance"].iloc[-1])
         if len(daily) else _NAN for daily in (a, b)] for one, two in _TAUS
    ]  # fmt: skip
    band = [later - first for first, later in last]
    caveat = "Performance, not injury. The band is the range over published time constants."
    return _row("M5", "Performance on the last day", last[0], "no unit", band, caveat)


def _distance(a: pd.DataFrame, b: pd.DataFrame) -> _Row:
    km = [float(runs["distance_km"].sum()) for runs in (a, b)]
    each = parameters("running_load")["impulse_bw_s_per_m"]
    first, later = (each * value for value in km)
    band = [bound * (km[1] - km[0]) for bound in (each.low, each.high)]
    caveat = "Load grows with distance, whatever the runs. Load is not damage, damage is not pain."
    return _row("M8", "Contact impulse of each hip", [first, later], "kBW s", band, caveat)


def _bone(a: pd.Series, b: pd.Series) -> _Row:
    usual = float(a.iloc[:28].mean()) if len(a) else _NAN
    peaks = []
    for exponent in (4, *(each for each in _EXPONENTS if each != 4)):
        for weeks in (6, *_REPAIR_WEEKS):
            damage = [bone_model(daily, usual=usual, exponent=exponent, tau_repair_weeks=weeks)
                      for daily in (a, b)]  # fmt: skip
            peaks.append([float(table["damage"].max()) for table in damage])
    band = [later - first for first, later in peaks]
    caveat = f"{CAPTION} The band is the range over the sliders, not an interval."
    return _row("M10", "Highest damage in the concept model", peaks[0], "no unit", band, caveat)

"""Two plans, and what each model says about them: one row a measure, no common score.

Choices: a difference with an interval that includes 0 is "no clear difference"; a model that was
not built to compare plans says "cannot say", whatever its numbers are. Where no interval was
published, the band is the range over the values that the literature allows, and the caveat says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pandas as pd

from hiplib import tables
from hiplib.parameters import parameters
from hiplib.training.bone import bone_model
from hiplib.training.exposure import exposure
from hiplib.training.fitness import fitness_fatigue
from hiplib.training.group import draw_hazard_ratios
from hiplib.training.load import KINDS, acwr, daily_load
from hiplib.training.runlog import checked_runs
from hiplib.training.spikes import banded_states, session_spikes, spike_summary
from hiplib.training.weekly import monotony_strain, session_load, weekly_change

VERDICTS = ("says more", "says less", "no clear difference", "cannot say")
_TAUS = ((42, 7), (36, 21), (51, 4), (20, 4), (51, 40))  # within the published ranges, days
_SLIDERS = ((4, 6), (1, 2), (1, 12), (8, 2), (8, 12))  # exponent, weeks of repair: the corners
_NAN = float("nan")
# measure, plan A, plan B, and values of the difference that span its band (none: cannot say)
_Found = tuple[str, float, float, list[float]]


def compare_plans(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Tell what each model says of plan B (`after`) against plan A (`before`), side by side.

    Both are tables of runs (start, distance_km; duration_min and rpe when known).

    Must not be used for: one score, a winner, one person's risk. The models measure different
    things; that they disagree is the lesson.

    Returns
    -------
    pandas.DataFrame
        measure_id, model, measures, plan_a, plan_b, unit, difference (B - A), low, high (its
        interval, NaN where there is none), verdict ("says more", "says less", "no clear
        difference", "cannot say": of what the model measures), caveat. NaN where a plan lacks what
        a model needs.

    Examples
    --------
    >>> days = ["2026-03-01", "2026-03-08"]
    >>> a, b = (pd.DataFrame({"start": days, "distance_km": [10.0, km]}) for km in (10.0, 14.0))
    >>> compare_plans(a, b).set_index("measure_id").loc[["hazard", "week"], "verdict"].tolist()
    ['says more', 'no clear difference']
    """
    plans = checked_runs(before), checked_runs(after)
    found = itertools.chain(_of_runs(*plans), _of_spikes(*plans), _of_shape(*plans),
                            _of_days(*(_daily(runs, plans) for runs in plans)))  # fmt: skip
    rows = [
        {"measure_id": measure, "plan_a": a, "plan_b": b, "difference": b - a,
         "low": min(band, default=_NAN), "high": max(band, default=_NAN),
         "verdict": _verdict(b - a, band)}
        for measure, a, b, band in found
    ]  # fmt: skip
    words = tables.read("compared_measures").sort_values("order")
    table = words.merge(pd.DataFrame(rows), on="measure_id", validate="one_to_one")
    # a null model: it says the same of every plan
    table.loc[table["measure_id"] == "week", "verdict"] = "no clear difference"
    return table[["measure_id", "model", "measures", "plan_a", "plan_b", "unit", "difference",
                  "low", "high", "verdict", "caveat"]]  # fmt: skip


def _verdict(difference: float, band: list[float]) -> str:
    if not band or np.isnan(difference):
        return "cannot say"
    if difference == 0 or not (min(band) > 0 or max(band) < 0):
        return "no clear difference"
    return "says more" if difference > 0 else "says less"


def _daily(
    runs: pd.DataFrame, plans: tuple[pd.DataFrame, ...], column: str = "distance_km"
) -> pd.Series:
    """Load of each day; the shorter plan ends with rest, so that both end on the same day."""
    daily, last = daily_load(runs, column=column), pd.concat(plans)["start"].max()
    if daily.empty:
        return daily
    return daily.reindex(pd.date_range(daily.index[0], last.normalize()), fill_value=0.0)


def _of_runs(*plans: pd.DataFrame) -> Iterator[_Found]:
    """Hours (M0), weekly change (M2) and distance (M8)."""
    missing = pd.Series([_NAN])
    hours = [runs.get("duration_min", missing).sum(skipna=False) / 60 for runs in plans]
    if all(each <= parameters("exposure")["hours"].high for each in hours):
        a, b = (np.array(exposure(each, "recreational")[:3]) * 1000 for each in hours)
        yield "hours", float(a[0]), float(b[0]), (b - a).tolist()
    else:
        yield "hours", _NAN, _NAN, []
    first, later = (float(weekly_change(runs)["change_percent"].max()) for runs in plans)
    yield "week", first, later, []
    first, later = (float(runs["distance_km"].sum()) for runs in plans)
    per_km = parameters("running_load")["impulse_bw_s_per_m"]
    band = [(later - first) * each for each in (per_km.low, per_km.high)]
    yield "impulse", first * per_km, later * per_km, band


def _of_spikes(*plans: pd.DataFrame) -> Iterator[_Found]:
    """Session spikes (M1), with hazard ratios drawn within their intervals."""
    one, two = (spike_summary(session_spikes(runs)) for runs in plans)
    names = [state.state for state in banded_states()]
    number = np.array([[dict(each.counts)[name] for name in names] for each in (one, two)])
    drawn = draw_hazard_ratios(np.random.default_rng(1), 2000)

    def middle(values: np.ndarray) -> list[float]:
        ends: list[float] = np.percentile(values, [2.5, 97.5]).tolist()
        return ends

    shares = number / np.maximum(number.sum(axis=1, keepdims=True), 1)
    yield "hazard", one.mean_hrr, two.mean_hrr, middle(drawn @ (shares[1] - shares[0]))
    spikes = number[:, 1:].sum(axis=1).astype(float).tolist()
    yield "spikes", *spikes, [spikes[1] - spikes[0]]
    base = parameters("session_spike")["baseline_per_1000_runs"] / 1000
    injured = -1000 * np.expm1(-base * drawn @ number.T)
    yield "injuries", one.expected, two.expected, middle(injured[:, 1] - injured[:, 0])


def _of_shape(*plans: pd.DataFrame) -> Iterator[_Found]:
    """Monotony and strain (M4), from ratings when all runs of both plans have one."""
    need = ["rpe", "duration_min"]
    rated = all(set(need) <= set(runs) and runs[need].notna().all(axis=None) for runs in plans)
    weeks = []
    for runs in plans:
        load = session_load(*runs[need].to_numpy(float).T) if rated else runs["distance_km"]
        weeks.append(monotony_strain(_daily(runs.assign(load=load), plans, "load")))
    one, two = weeks
    yield "monotony", float(one["monotony"].mean()), float(two["monotony"].mean()), []
    yield "strain", float(one["strain"].max()), float(two["strain"].max()), []


def _of_days(*plans: pd.Series) -> Iterator[_Found]:
    """Ratios (M3), performance (M5) and the concept model of bone (M10)."""
    for kind in KINDS:
        one, two = (float(acwr(daily, kind=kind).max()) for daily in plans)
        yield kind, one, two, []
    curves = [[fitness_fatigue(daily, tau_fitness=slow, tau_fatigue=fast)["performance"]
               for daily in plans] for slow, fast in _TAUS]  # fmt: skip
    last = np.array([[curve.tail(1).sum() for curve in pair] for pair in curves])
    yield "performance", *last[0].tolist(), np.diff(last).ravel().tolist()
    usual = float(plans[0].iloc[: int(parameters("bone_model")["usual_days"])].mean())
    damage = np.array([[bone_model(daily, usual=usual, exponent=m, tau_repair_weeks=weeks)["damage"]
                        .max() for daily in plans] for m, weeks in _SLIDERS])  # fmt: skip
    yield "bone", *damage[0].tolist(), np.diff(damage).ravel().tolist()

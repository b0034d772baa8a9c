"""Two plans, and what each model says about them: one row a measure, no common score.

Choices: a difference with an interval that includes 0 is "no clear difference"; a model that was
not built to compare plans says "cannot say", whatever its numbers are. Where no interval was
published, the band is the range over the values that the literature allows, and the caveat says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property

import numpy as np
import pandas as pd

from hiplib import tables
from hiplib.parameters import parameters
from hiplib.training.bone import bone_model, usual_day
from hiplib.training.exposure import exposure
from hiplib.training.fitness import fitness_fatigue
from hiplib.training.group import draw_hazard_ratios
from hiplib.training.load import KINDS, acwr, daily_load
from hiplib.training.runlog import checked_runs
from hiplib.training.spikes import SpikeSummary, banded_states, session_spikes, spike_summary
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
    last = pd.concat(plans)["start"].max()
    one = MeasuredPlan(plans[0], last)
    return compare_measured(one, MeasuredPlan(plans[1], last, usual=one.usual))


class MeasuredPlan:
    """What the models find in one plan, each number computed when it is first asked for.

    A page keeps the one of plan A while plan B changes.

    Parameters
    ----------
    runs : pandas.DataFrame
        A table of runs.
    last : pandas.Timestamp
        Last day of both plans: the shorter one ends with rest.
    usual : float, optional
        Kilometres of a usual day for the bone model; else the mean of the first days of this plan.
    """

    def __init__(
        self, runs: pd.DataFrame, last: pd.Timestamp, *, usual: float | None = None
    ) -> None:
        self.runs, self._last, self._usual = checked_runs(runs), last, usual

    @cached_property
    def daily_km(self) -> pd.Series:
        """Kilometres of each day up to the last one of both plans."""
        return _daily(self.runs, self._last)

    @cached_property
    def hours(self) -> float:
        """Hours of running; NaN when the time of a run is missing."""
        minutes = self.runs.get("duration_min", pd.Series([_NAN]))
        return float(minutes.sum(skipna=False) / 60)

    @cached_property
    def largest_rise(self) -> float:
        """Largest change from one week to the next in percent (M2)."""
        return float(weekly_change(self.runs)["change_percent"].max())

    @cached_property
    def spikes(self) -> SpikeSummary:
        """Summary of the session spikes (M1)."""
        return spike_summary(session_spikes(self.runs))

    @cached_property
    def rated(self) -> bool:
        """Whether every run has a rating and a time."""
        need = {"rpe", "duration_min"}
        return need <= set(self.runs) and bool(self.runs[sorted(need)].notna().all(axis=None))

    @cached_property
    def shape_of_km(self) -> tuple[float, float]:
        """Mean monotony and largest strain (M4) of the distance."""
        return _shape(self.daily_km)

    @cached_property
    def shape_of_effort(self) -> tuple[float, float]:
        """Mean monotony and largest strain (M4) of rating times minutes."""
        effort = session_load(*self.runs[["rpe", "duration_min"]].to_numpy(float).T)
        return _shape(_daily(self.runs.assign(effort=effort), self._last, "effort"))

    @cached_property
    def ratios(self) -> list[float]:
        """Highest acute:chronic ratio of each kind (M3)."""
        return [float(acwr(self.daily_km, kind=kind).max()) for kind in KINDS]

    @cached_property
    def performance(self) -> np.ndarray:
        """Performance on the last day (M5) for each pair of time constants."""
        curves = (
            fitness_fatigue(self.daily_km, tau_fitness=slow, tau_fatigue=fast)["performance"]
            for slow, fast in _TAUS
        )
        return np.array([curve.tail(1).sum() for curve in curves])

    @property
    def usual(self) -> float:
        """Kilometres of a usual day, for the bone model."""
        if self._usual is not None:
            return self._usual
        return usual_day(self.daily_km)

    @cached_property
    def damage(self) -> np.ndarray:
        """Highest damage of the bone model (M10) at each corner of its sliders."""
        worked = (
            bone_model(self.daily_km, usual=self.usual, exponent=m, tau_repair_weeks=weeks)
            for m, weeks in _SLIDERS
        )
        return np.array([table["damage"].max() for table in worked])


def _daily(runs: pd.DataFrame, last: pd.Timestamp, column: str = "distance_km") -> pd.Series:
    load = daily_load(runs, column=column)
    if load.empty:
        return load
    return load.reindex(pd.date_range(load.index[0], last.normalize()), fill_value=0.0)


def _shape(daily: pd.Series) -> tuple[float, float]:
    weeks = monotony_strain(daily)
    return float(weeks["monotony"].mean()), float(weeks["strain"].max())


def compare_measured(one: MeasuredPlan, two: MeasuredPlan) -> pd.DataFrame:
    """Tell what `compare_plans` tells, of plans that are measured already."""
    found = [*_of_runs(one, two), *_of_spikes(one, two), *_of_days(one, two)]
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


def _of_runs(one: MeasuredPlan, two: MeasuredPlan) -> Iterator[_Found]:
    """Hours (M0), weekly change (M2) and distance (M8)."""
    if all(plan.hours <= parameters("exposure")["hours"].high for plan in (one, two)):
        a, b = (np.array(exposure(plan.hours, "recreational")[:3]) * 1000 for plan in (one, two))
        yield "hours", float(a[0]), float(b[0]), (b - a).tolist()
    else:
        yield "hours", _NAN, _NAN, []
    yield "week", one.largest_rise, two.largest_rise, []
    first, later = (float(plan.runs["distance_km"].sum()) for plan in (one, two))
    per_km = parameters("running_load")["impulse_bw_s_per_m"]
    band = [(later - first) * each for each in (per_km.low, per_km.high)]
    yield "impulse", first * per_km, later * per_km, band


@cache
def _drawn_ratios() -> np.ndarray:
    return draw_hazard_ratios(np.random.default_rng(1), 2000)


def _of_spikes(one: MeasuredPlan, two: MeasuredPlan) -> Iterator[_Found]:
    """Session spikes (M1), with hazard ratios drawn within their intervals."""
    names = [state.state for state in banded_states()]
    number = np.array([[dict(plan.spikes.counts)[name] for name in names] for plan in (one, two)])
    drawn = _drawn_ratios()

    def middle(values: np.ndarray) -> list[float]:
        ends: list[float] = np.percentile(values, [2.5, 97.5]).tolist()
        return ends

    shares = number / np.maximum(number.sum(axis=1, keepdims=True), 1)
    band = middle(drawn @ (shares[1] - shares[0]))
    yield "hazard", one.spikes.mean_hrr, two.spikes.mean_hrr, band
    spikes = number[:, 1:].sum(axis=1).astype(float).tolist()
    yield "spikes", *spikes, [spikes[1] - spikes[0]]
    base = parameters("session_spike")["baseline_per_1000_runs"] / 1000
    injured = -1000 * np.expm1(-base * drawn @ number.T)
    band = middle(injured[:, 1] - injured[:, 0])
    yield "injuries", one.spikes.expected, two.spikes.expected, band


def _of_days(one: MeasuredPlan, two: MeasuredPlan) -> Iterator[_Found]:
    """Shape of the week (M4), ratios (M3), performance (M5) and the concept model of bone (M10)."""
    rated = one.rated and two.rated  # else both from distance: two units cannot be compared
    first, later = (plan.shape_of_effort if rated else plan.shape_of_km for plan in (one, two))
    for name, a, b in zip(("monotony", "strain"), first, later, strict=True):
        yield name, a, b, []
    for kind, a, b in zip(KINDS, one.ratios, two.ratios, strict=True):
        yield kind, a, b, []
    for name, before, after in (
        ("performance", one.performance, two.performance),
        ("bone", one.damage, two.damage),
    ):
        yield name, float(before[0]), float(after[0]), (after - before).tolist()

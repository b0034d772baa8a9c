"""A simulated group of similar runners follows a plan: who gets an overuse injury, by day.

Each simulated runner leaves out some sessions and runs each of the others a little longer or
shorter than planned; a session spike is measured against that runner's own history. The hazard
ratios are drawn within their published intervals, so the band shows chance and what is not known.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from hiplib.errors import InputError
from hiplib.parameters import parameters, within
from hiplib.training.load import complete_days
from hiplib.training.runlog import checked_runs
from hiplib.training.spikes import MODEL, banded_states, spike_states

_CHUNK = 500  # simulated runners at a time: their days fit into the processor's cache
_Z = 1.959964  # half-width of a 95% interval in SDs
LEAVES_OUT = (
    "Any overuse injury, not hip only. Only distance counts: no pace, hills, surface, shoes, sleep "
    "or earlier injury. Runs without a run in the 30 days before have no hazard ratio and are left "
    "out of both lines. An injured runner is counted once and does not come back. The study found "
    "a link, not a cause, and its base rate is crude and drawn without an interval."
)


class GroupResult(NamedTuple):
    """What happened to a simulated group, and to the same group without any spike's extra hazard.

    `by_day` is indexed by day: share, share_low, share_high (95 of 100 simulated groups),
    baseline, baseline_low, baseline_high, all shares of 0 to 1. `states` are the shares of the
    group's runs in each spike state. `runners_injured` and its bounds are counts on the last day.
    """

    by_day: pd.DataFrame
    states: pd.Series
    runners: int
    runners_injured: float
    runners_injured_low: float
    runners_injured_high: float
    seed: int
    leaves_out: str


def draw_hazard_ratios(random: np.random.Generator, draws: int) -> np.ndarray:
    """Hazard ratio of each banded state in each draw, log-normal within the published interval."""
    states = banded_states()
    middle = np.log([state.hrr for state in states])
    width = np.log([state.hrr_high / state.hrr_low for state in states])
    return np.exp(middle + width / (2 * _Z) * random.standard_normal((draws, len(states))))


def simulate_group(
    plan: pd.DataFrame | pd.Series,
    *,
    runners: int = 1000,
    seed: int = 1,
    adherence: float | None = None,
    spread: float | None = None,
) -> GroupResult:
    """Let a group of similar runners follow a plan (M1 on each runner's own history).

    Hazard of a run = 2.2 overuse injuries per 1,000 runs x hazard rate ratio of its state
    (`frandsen2025spike`; adults with a GPS watch; base rate derived and crude). The group's share
    by a day is 1 - exp(-sum of the mean hazard of its runners).

    Must not be used for: one person, hip injuries, cause, or time to injury of anybody.

    Parameters
    ----------
    plan : pandas.DataFrame or pandas.Series
        Runs (start, distance_km), each a session; or kilometres of each day.
    runners, seed : int
        10 to 20,000 simulated runners; 0 or more, the same seed gives the same group.
    adherence, spread : float, optional
        Share of sessions that are run (0.3 to 1), SD of the logarithm of each distance (0 to 0.5).
        Both are illustrative.

    Examples
    --------
    >>> result = simulate_group(pd.Series([5.0, 0.0] * 60), runners=100)
    >>> result.states["no_recent_baseline"] < 0.05, len(result.by_day)
    (np.True_, 120)
    """
    size = int(within("group", "runners", runners))
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise InputError("Seed", f"{seed!r} is not possible", "a whole number, 0 or more")
    table = parameters("group")
    keep = within("group", "adherence", table["adherence"] if adherence is None else adherence)
    vary = within("group", "spread", table["spread"] if spread is None else spread)
    day, km, days = _sessions(plan)
    random = np.random.default_rng(seed)
    counts = np.zeros((len(km), len(banded_states())), dtype=np.int64)
    run = 0
    for first in range(0, size, _CHUNK):
        here, done = _spike_counts(
            day, km, len(days), min(_CHUNK, size - first), keep, vary, random
        )
        counts += here
        run += done
    hazard = np.zeros((len(days), counts.shape[1]))
    np.add.at(hazard, day, counts * parameters(MODEL)["baseline_per_1000_runs"] / 1000 / size)
    by_day = _shares(hazard.cumsum(axis=0), size, days, random)
    seen = [*counts.sum(axis=0), run - counts.sum()]
    names = [state.state for state in spike_states()]
    states = pd.Series(np.array(seen) / max(run, 1), index=names, name="share_of_runs")
    injured, low, high = (size * by_day.iloc[-1, :3]).tolist()
    return GroupResult(by_day, states, size, injured, low, high, int(seed), LEAVES_OUT)


def _sessions(plan: pd.DataFrame | pd.Series) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    """Day number and kilometres of each session in order, and the days of the plan."""
    if isinstance(plan, pd.Series):
        daily = complete_days(plan)
        km, days = daily.to_numpy(), daily.index
        day = np.flatnonzero(km > 0)
        km = km[day]
    else:
        runs = checked_runs(plan).sort_values("start")
        dates = runs["start"].dt.normalize()
        days = pd.date_range(dates.min(), dates.max()) if len(runs) else pd.DatetimeIndex([])
        day = (dates - dates.min()).dt.days.to_numpy(int)
        km = runs["distance_km"].to_numpy(float)
    if not len(km):
        raise InputError("Plan", "it has no run", "a plan with at least one run")
    return day, km, days


def _spike_counts(
    day: np.ndarray,
    km: np.ndarray,
    days: int,
    runners: int,
    adherence: float,
    spread: float,
    random: np.random.Generator,
) -> tuple[np.ndarray, int]:
    """How many runners of a chunk ran each session in each banded state, and all their runs."""
    shape = len(km), runners
    run = km[:, None].astype("float32") * np.exp(
        np.float32(spread) * random.standard_normal(shape, "float32")
    )
    run *= random.random(shape, "float32") < adherence
    window = int(parameters(MODEL)["window_days"])
    longest = np.zeros((days + window, runners), dtype="float32")  # row d + window: day d
    dates, starts = np.unique(day, return_index=True)
    longest[dates + window] = np.maximum.reduceat(run, starts, axis=0)  # two runs on one day
    width = 1
    while width < window:  # the maximum of 1, 2, 4 ... days up to the day, then of the window
        more = min(width, window - width)
        longest[more:] = np.maximum(longest[more:], longest[:-more])
        width += more
    before = longest[day + window - 1]  # the window ends on the day before the run
    known = (run > 0) & (before > 0)
    ratio = np.divide(run, before, out=np.zeros_like(run), where=known)
    tops = [np.float32(state.ratio_up_to + 1e-6) for state in banded_states()[:-1]]
    above = [np.count_nonzero(ratio > top, axis=1) for top in tops]
    edges = [np.count_nonzero(known, axis=1), *above, np.zeros(len(km), dtype=int)]
    return -np.diff(np.stack(edges, axis=1), axis=1), int(np.count_nonzero(run))


def _shares(
    cumulative: np.ndarray, size: int, days: pd.Index, random: np.random.Generator
) -> pd.DataFrame:
    """Shares injured by each day: expected, and the middle 95 % of simulated groups.

    A runner is injured when the cumulated hazard passes a threshold of that runner. The lowest,
    second ... of `size` exponential thresholds lie apart by exponential gaps over the runners left,
    so that no sorting is needed. Both lines have the same runners.
    """
    draws = int(parameters("group")["draws"])
    point = np.array([state.hrr for state in banded_states()])
    ratios = {"share": draw_hazard_ratios(random, draws), "baseline": np.ones((draws, len(point)))}
    gaps = random.standard_exponential((draws, size)) / np.arange(size, 0, -1)
    thresholds = gaps.cumsum(axis=1)
    columns = {}
    for name, drawn in ratios.items():
        own = point if name == "share" else np.ones_like(point)
        columns[name] = -np.expm1(-cumulative @ own)
        passed = map(np.searchsorted, thresholds, drawn @ cumulative.T)
        low, high = np.percentile(np.stack(list(passed)) / size, [2.5, 97.5], axis=0)
        columns[f"{name}_low"], columns[f"{name}_high"] = low, high
    return pd.DataFrame(columns, index=days)

"""Session spikes: each run against the longest of the 30 days before, and a plan as a whole.

Choices, and what goes wrong otherwise:

* A window of 30 days means the 30 calendar days before the day of the run: a run 30 days ago
  counts, one 31 days ago does not, another run on the same day does not. Counting clock time
  instead would let a morning and an evening run of the same day fall on different sides.
* Two runs on one day are two sessions, each compared with the days before.
* A ratio is rounded to nine decimals before it is put into a band, so that 11.0 km after 10 km
  (and 13.2 after 12) is "up to 10 % longer" whatever the binary fractions say.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from hiplib import tables
from hiplib.parameters import parameters
from hiplib.training.runlog import checked_runs

MODEL = "session_spike"
_HRR = ["hrr", "hrr_low", "hrr_high"]


class SpikeState(NamedTuple):
    """One band of the ratio of a run to the longest run of the days before.

    `ratio_above` is exclusive, `ratio_up_to` inclusive; NaN where there is no end, and for the
    hazard rate ratios of the state without a baseline.
    """

    state: str
    label: str
    meaning: str
    ratio_above: float
    ratio_up_to: float
    hrr: float
    hrr_low: float
    hrr_high: float


@cache
def spike_states() -> tuple[SpikeState, ...]:
    """States of a run, from the reference to the missing baseline.

    Examples
    --------
    >>> [state.state for state in spike_states()][:2]
    ['reference', 'small_spike']
    """
    table = tables.read("session_spike_states").sort_values("order")[list(SpikeState._fields)]
    return tuple(SpikeState(*row) for row in table.itertuples(index=False, name=None))


def banded_states() -> tuple[SpikeState, ...]:
    """Only the states that have a hazard rate ratio, in rising order of the length ratio."""
    return spike_states()[:-1]


def session_spikes(runs: pd.DataFrame) -> pd.DataFrame:
    """Compare each run with the longest single run of the 30 days before its day.

    ratio = km / longest km of the 30 days before (M1). The hazard rate ratio is that of a group of
    runners in one cohort (any overuse injury, adults with a GPS watch, at least 30 days of log),
    not of a person: Schuster Brandt Frandsen et al. 2025 (frandsen2025spike).

    Must not be used for: calling 10 % safe, ranking spikes whose intervals overlap, cause, the hip
    alone, or time to injury.

    Parameters
    ----------
    runs : pandas.DataFrame
        Columns start and distance_km; InputError for a start that is no date or a distance of 0.

    Returns
    -------
    pandas.DataFrame
        Same rows: start, distance_km, longest_30d_km, ratio, state, hrr, hrr_low, hrr_high. Without
        a run in the 30 days before: state no_recent_baseline, numbers missing.

    Examples
    --------
    >>> runs = pd.DataFrame({"start": ["2026-03-01", "2026-03-08"], "distance_km": [10.0, 14.0]})
    >>> session_spikes(runs)["state"].tolist()
    ['no_recent_baseline', 'moderate_spike']
    """
    spikes = checked_runs(runs)[["start", "distance_km"]]
    longest = _longest_before(spikes)
    ratio = (spikes["distance_km"] / longest).round(9)
    tops = [state.ratio_up_to for state in banded_states()[:-1]]
    band = np.where(ratio.isna(), len(tops) + 1, np.searchsorted(tops, ratio, side="left"))
    states = pd.DataFrame(spike_states())[["state", *_HRR]].take(band).set_axis(spikes.index)
    return spikes.assign(longest_30d_km=longest, ratio=ratio).join(states)


def _longest_before(runs: pd.DataFrame) -> np.ndarray:
    """Longest run in the days of the window before each run's day, NaN without one."""
    if runs.empty:
        return np.empty(0)
    day = pd.DatetimeIndex(runs["start"].dt.normalize())
    per_day = runs["distance_km"].set_axis(day).groupby(level=0).max()
    # closed="left" is [day - days, day): the first day of the window counts, the day itself not.
    window = f"{int(parameters(MODEL)['window_days'])}D"
    return per_day.rolling(window, closed="left").max().reindex(day).to_numpy(float)


class SpikeSummary(NamedTuple):
    """Counts per state and averages over the `runs` that have a recent baseline.

    `mean_hrr` is the mean hazard rate ratio (NaN without a run); its bounds take the same end of
    the interval for every run, which is wide on purpose. `expected` are overuse injuries (any site)
    among 1,000 similar runners who follow the plan, at most one counted for each:
    1000 (1 - exp(-sum(h0 HRR))), a crude group figure. `early_runs` fall in the first 30 days of
    the log, after which the study began to count, so that their baseline may be incomplete.
    """

    counts: tuple[tuple[str, int], ...]
    runs: int
    mean_hrr: float
    mean_hrr_low: float
    mean_hrr_high: float
    expected: float
    expected_low: float
    expected_high: float
    early_runs: int


def spike_summary(spikes: pd.DataFrame, *, begins: pd.Timestamp | None = None) -> SpikeSummary:
    """Summarise the result of `session_spikes`, or a part of it.

    `begins` is the first day of the log when `spikes` are only a part of it.

    The baseline h0 is 2.2 overuse injuries per 1,000 runs (derived from frandsen2025spike; crude).

    Examples
    --------
    >>> runs = pd.DataFrame({"start": ["2026-03-01", "2026-03-08"], "distance_km": [10.0, 14.0]})
    >>> dict(spike_summary(session_spikes(runs)).counts)["moderate_spike"]
    1
    """
    table, found = parameters(MODEL), Counter(spikes["state"].to_numpy(object))
    ratios = spikes[_HRR].to_numpy(float)
    known = ratios[~np.isnan(ratios).any(axis=1)]
    averages = known.mean(axis=0) if len(known) else np.full(len(_HRR), np.nan)
    expected = 1000 * (1 - np.exp(-table["baseline_per_1000_runs"] / 1000 * known.sum(axis=0)))
    day = spikes["start"].dt.normalize()
    first = day.min() if begins is None else begins.normalize()
    early = int((day < first + pd.Timedelta(days=table["window_days"])).sum())
    counts = tuple((s.state, found[s.state]) for s in spike_states())
    return SpikeSummary._make([counts, len(known), *averages.tolist(), *expected.tolist(), early])

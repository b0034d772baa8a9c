"""A plan seen as a whole: how many runs in each state, and what that means for a group."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hiplib.training.parameters import parameters, spike_states


@dataclass(frozen=True, slots=True)
class SpikeSummary:
    """Counts per state and averages over the runs that have a hazard rate ratio.

    Attributes
    ----------
    counts : tuple of (state, number of runs)
        In the order of the table of states; states without a run count 0.
    runs : int
        Runs with a recent baseline; only these enter the averages.
    mean_hrr, mean_hrr_low, mean_hrr_high : float
        Mean hazard rate ratio; the bounds take the same end of the interval for every run, which
        is wide on purpose. NaN without a run.
    expected, expected_low, expected_high : float
        Overuse injuries (any site) to expect among 1,000 similar runners who follow the plan, at
        most one counted for each: 1000 (1 - exp(-sum(h0 HRR))). A crude group figure.
    early_runs : int
        Runs in the first 30 days of the log: the study began to count after these days, so their
        baseline may be incomplete.
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


def spike_summary(spikes: pd.DataFrame) -> SpikeSummary:
    """Summarise the result of `session_spikes`.

    The baseline h0 is 2.2 overuse injuries per 1,000 runs (derived from frandsen2025spike; crude).

    Examples
    --------
    >>> from hiplib.training.load import session_spikes
    >>> runs = pd.DataFrame({"start": ["2026-03-01", "2026-03-08"], "distance_km": [10.0, 14.0]})
    >>> dict(spike_summary(session_spikes(runs)).counts)["moderate_spike"]
    1
    """
    per_state = Counter(spikes["state"].tolist())
    ratios = spikes[["hrr", "hrr_low", "hrr_high"]].to_numpy(float)
    known = ratios[~np.isnan(ratios[:, 0])]
    middle, low, high = known.T
    return SpikeSummary(
        counts=tuple((s.state, per_state[s.state]) for s in spike_states()),
        runs=len(known),
        mean_hrr=_mean(middle),
        mean_hrr_low=_mean(low),
        mean_hrr_high=_mean(high),
        expected=_expected(middle),
        expected_low=_expected(low),
        expected_high=_expected(high),
        early_runs=_early(spikes["start"]),
    )


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _expected(hrr: NDArray[np.float64]) -> float:
    rate = parameters("session_spike")["baseline_per_1000_runs"] / 1000
    return float(1000 * (1 - np.exp(-rate * hrr.sum())))


def _early(start: pd.Series) -> int:
    if start.empty:
        return 0
    day = start.to_numpy().astype("datetime64[D]")
    window = np.timedelta64(int(parameters("session_spike")["window_days"]), "D")
    return int((day < day.min() + window).sum())

"""From runs to load: session spikes, daily load, and three acute:chronic workload ratios.

Choices, and what goes wrong otherwise:

* A window of 30 days means the 30 calendar days before the day of the run: a run 30 days ago
  counts, one 31 days ago does not, another run on the same day does not. Counting clock time
  instead would let a morning and an evening run of the same day fall on different sides.
* Two runs on one day are two sessions, each compared with the days before.
* A ratio is rounded to nine decimals before it is put into a band, so that 11.0 km after 10 km
  (and 13.2 after 12) is "up to 10 % longer" whatever the binary fractions say.
* A day without a run has load 0. The ratios are missing, not infinite, when the chronic load is 0.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from hiplib.errors import InputError
from hiplib.training.parameters import NO_BASELINE, banded_states, parameters
from hiplib.training.runlog import checked_runs

Kind = Literal["rolling_coupled", "rolling_uncoupled", "ewma"]
KINDS: tuple[Kind, ...] = ("rolling_coupled", "rolling_uncoupled", "ewma")
_DECIMALS = 9


def session_spikes(runs: pd.DataFrame) -> pd.DataFrame:
    """Compare each run with the longest single run of the 30 days before its day.

    The hazard rate ratio is that of a group of runners in one cohort (any overuse injury, adults
    with a GPS watch), not of a person: Schuster Brandt Frandsen et al. 2025 (frandsen2025spike).

    Parameters
    ----------
    runs : pandas.DataFrame
        Columns ``start`` and ``distance_km``; order and index are kept.

    Returns
    -------
    pandas.DataFrame
        start, distance_km, longest_30d_km, ratio, state, hrr, hrr_low, hrr_high. Without a run in
        the 30 days before, state is ``no_recent_baseline`` and the numbers are missing.

    Raises
    ------
    InputError
        When a column is missing, a start is not a date or a distance is not above 0.

    Examples
    --------
    >>> runs = pd.DataFrame({"start": ["2026-03-01", "2026-03-08"], "distance_km": [10.0, 14.0]})
    >>> session_spikes(runs)["state"].tolist()
    ['no_recent_baseline', 'moderate_spike']
    """
    runs = checked_runs(runs)
    distance = runs["distance_km"].to_numpy(float)
    longest = _longest_before(
        runs["start"], distance, int(parameters("session_spike")["window_days"])
    )
    ratio = np.round(distance / longest, _DECIMALS)
    band = _band(ratio)
    columns: dict[str, object] = {
        "start": runs["start"].to_numpy(),
        "distance_km": distance,
        "longest_30d_km": longest,
        "ratio": ratio,
        "state": np.array([*(s.state for s in banded_states()), NO_BASELINE])[band],
    }
    for name in ("hrr", "hrr_low", "hrr_high"):
        columns[name] = np.array([*(getattr(s, name) for s in banded_states()), np.nan])[band]
    return pd.DataFrame(columns, index=runs.index).astype({"state": "str"})


def _longest_before(start: pd.Series, distance: np.ndarray, days: int) -> np.ndarray:
    """Longest run in the `days` calendar days before each run's day, NaN without one."""
    if not len(start):
        return np.empty(0)
    day = start.dt.normalize().to_numpy()
    per_day = pd.Series(distance, index=pd.DatetimeIndex(day)).groupby(level=0).max()
    # closed="left" is [day - days, day): the first day of the window counts, the day itself not.
    before = per_day.rolling(f"{days}D", closed="left").max()
    return before.reindex(day).to_numpy(float)


def _band(ratio: np.ndarray) -> np.ndarray:
    """Index of the state each ratio falls in; one past the last state where it is missing."""
    tops = np.array([s.ratio_up_to for s in banded_states() if s.ratio_up_to is not None])
    band = np.searchsorted(tops, ratio, side="left")
    return np.where(np.isnan(ratio), len(banded_states()), band)


def daily_load(runs: pd.DataFrame, *, column: str = "distance_km") -> pd.Series:
    """Sum of `column` for each day from the first to the last run; 0 on days without a run.

    Examples
    --------
    >>> runs = pd.DataFrame({"start": ["2026-03-01", "2026-03-03"], "distance_km": [5.0, 6.0]})
    >>> daily_load(runs).tolist()
    [5.0, 0.0, 6.0]
    """
    runs = checked_runs(runs)
    if column not in runs.columns:
        raise InputError("Table of runs", f"it has no column {column}", "a column of the table")
    if runs.empty:
        return pd.Series(dtype=float, name=column, index=pd.DatetimeIndex([], name="day"))
    day = pd.DatetimeIndex(runs["start"].dt.normalize(), name="day")
    total = pd.Series(runs[column].to_numpy(float), index=day).groupby(level=0).sum()
    return total.asfreq("D", fill_value=0.0).rename(column)


def acwr(daily: pd.Series, *, kind: Kind) -> pd.Series:
    """Acute:chronic workload ratio of each day. For teaching why it misleads, not for planning.

    Parameters
    ----------
    daily : pandas.Series
        Load of each day, from `daily_load`; a missing day or value counts as 0.
    kind : {"rolling_coupled", "rolling_uncoupled", "ewma"}
        Mean of 7 days over mean of 28 days (lolli2019coupling); over the 21 days before the acute
        week (windt2019naught); or the ratio of two exponentially weighted means with
        lambda = 2 / (N + 1), starting at the first day's load (williams2017ewma).

    Returns
    -------
    pandas.Series
        Missing before day 28 and where the chronic load is 0. The coupled ratio never exceeds 4.

    Raises
    ------
    InputError
        When `kind` is unknown or a load is negative or not a number.

    Examples
    --------
    >>> daily = pd.Series([10.0] * 28 + [20.0] * 7)
    >>> [round(float(acwr(daily, kind=kind).iloc[-1]), 3) for kind in KINDS]
    [1.6, 2.0, 1.339]
    """
    if kind not in KINDS:
        raise InputError("acwr", f"there is no kind {kind!r}", ", ".join(KINDS))
    daily = _complete(daily)
    load = daily.to_numpy(float)
    acute_days = int(parameters("acwr")["acute_days"])
    chronic_days = int(parameters("acwr")["chronic_days"])
    if kind == "ewma":
        acute, chronic = _ewma(load, acute_days), _ewma(load, chronic_days)
    else:
        acute, chronic = _rolling(load, acute_days, chronic_days, coupled=kind == "rolling_coupled")
    ratio = np.full(len(load), np.nan)
    ready = np.arange(len(load)) >= chronic_days - 1
    np.divide(acute, chronic, out=ratio, where=ready & (chronic > 0))
    return pd.Series(ratio, index=daily.index, name=kind)


def _complete(daily: pd.Series) -> pd.Series:
    """Give every calendar day a load; refuse what is not a load."""
    result = pd.to_numeric(daily, errors="coerce").fillna(0.0).astype(float)
    if len(result) and not (np.isfinite(result).all() and (result >= 0).all()):
        raise InputError(
            "Daily load", "a day has a load below 0 or without end", "0 or more each day"
        )
    if isinstance(result.index, pd.DatetimeIndex):
        if result.index.has_duplicates:
            raise InputError(
                "Daily load", "a day comes twice", "one value a day, as daily_load gives"
            )
        result = result.sort_index().asfreq("D", fill_value=0.0)
    return result


def _rolling(
    load: np.ndarray, acute_days: int, chronic_days: int, *, coupled: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Mean of the acute days and of the chronic days; 0 before the window is full.

    Sums are taken window by window: a running sum would leave a crumb where all days are 0.
    """
    acute, chronic = np.zeros(len(load)), np.zeros(len(load))
    if len(load) < chronic_days:
        return acute, chronic
    windows = np.lib.stride_tricks.sliding_window_view(load, chronic_days)
    week = windows[:, chronic_days - acute_days :].sum(axis=1)
    before = windows[:, : chronic_days - acute_days].sum(axis=1)
    acute[chronic_days - 1 :] = week / acute_days
    # Adding the same weekly sum keeps chronic >= acute/4 exactly: the coupled ratio stops at 4.
    chronic[chronic_days - 1 :] = (
        (before + week) / chronic_days if coupled else before / (chronic_days - acute_days)
    )
    return acute, chronic


def _ewma(load: np.ndarray, days: int) -> np.ndarray:
    """E_1 = x_1, then E_t = lambda x_t + (1 - lambda) E_{t-1} with lambda = 2 / (days + 1)."""
    return pd.Series(load).ewm(span=days, adjust=False).mean().to_numpy(float)

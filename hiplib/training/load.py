"""From runs to load: daily load, three acute:chronic workload ratios, and why they mislead.

A day without a run has load 0. The ratios are missing, not infinite, when the chronic load is 0.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from hiplib.errors import InputError
from hiplib.parameters import parameters
from hiplib.training.runlog import checked_runs

Kind = Literal["rolling_coupled", "rolling_uncoupled", "ewma"]
KINDS: tuple[Kind, ...] = ("rolling_coupled", "rolling_uncoupled", "ewma")


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
    day = pd.DatetimeIndex(runs["start"].dt.normalize(), name="day")
    total = runs[column].astype(float).set_axis(day).groupby(level=0).sum()
    return total if total.empty else total.asfreq("D", fill_value=0.0)


def acwr(daily: pd.Series, *, kind: Kind) -> pd.Series:
    """Acute:chronic workload ratio of each day (M3), to see why it misleads.

    Must not be used for: zones, a range to aim at, or any hazard.

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
        InputError for another kind or a negative load.

    Examples
    --------
    >>> daily = pd.Series([10.0] * 28 + [20.0] * 7)
    >>> [round(float(acwr(daily, kind=kind).iloc[-1]), 3) for kind in KINDS]
    [1.6, 2.0, 1.339]
    """
    if kind not in KINDS:
        raise InputError("acwr", f"there is no kind {kind!r}", ", ".join(KINDS))
    daily = complete_days(daily)
    load, table = daily.to_numpy(float), parameters("acwr")
    days, all_days = int(table["acute_days"]), int(table["chronic_days"])
    if kind == "ewma":
        # E_1 = x_1, then E_t = lambda x_t + (1 - lambda) E_(t-1)
        acute, chronic = (daily.ewm(span=n, adjust=False).mean().to_numpy()[all_days - 1 :]
                          for n in (days, all_days))  # fmt: skip
    elif len(load) < all_days:
        acute = chronic = np.empty(0)
    else:
        # Sums window by window: a running sum would leave a crumb where all days are 0.
        windows = np.lib.stride_tricks.sliding_window_view(load, all_days)
        week, before = windows[:, -days:].sum(axis=1), windows[:, :-days].sum(axis=1)
        acute = week / days
        # Adding the same weekly sum keeps chronic >= acute/4 exactly: the coupled ratio stops at 4.
        coupled = kind == "rolling_coupled"
        chronic = (before + week) / all_days if coupled else before / (all_days - days)
    ratio = np.full(len(load), np.nan)
    np.divide(acute, chronic, out=ratio[all_days - 1 :], where=chronic > 0)
    return pd.Series(ratio, index=daily.index, name=kind)


def complete_days(daily: pd.Series) -> pd.Series:
    """Give every calendar day a load; refuse what is not a load."""
    result = pd.to_numeric(daily, errors="coerce").fillna(0.0).astype(float)
    if not (np.isfinite(result).all() and (result >= 0).all()):
        problem = "a day has a load below 0 or without end"
        raise InputError("Daily load", problem, "0 or more each day")
    days = result.index
    if isinstance(days, pd.DatetimeIndex) and days.freq != pd.offsets.Day():
        if days.has_duplicates:
            works = "one value a day, as daily_load gives"
            raise InputError("Daily load", "a day comes twice", works)
        result = result.sort_index().asfreq("D", fill_value=0.0)
    return result


class CouplingDemo(NamedTuple):
    """Random weeks of simulated runners, and how acute load correlates with both chronic loads.

    `weeks` has one row a runner: acute, chronic_coupled, chronic_uncoupled (load of a week, without
    a unit). The same `seed` gives the same numbers.
    """

    weeks: pd.DataFrame
    r_coupled: float
    r_uncoupled: float
    seed: int


def coupling_demo(seed: int = 1) -> CouplingDemo:
    """Draw four independent random weeks for each of 1,000 runners (windt2019naught).

    Nothing links one week to another, and yet the coupled chronic load rises with the acute load,
    because it contains it: one week in four gives a correlation of about 0.5. The uncoupled form,
    which looks at the three weeks before, shows none. `seed` is 0 or more, else InputError.

    Examples
    --------
    >>> demo = coupling_demo(seed=1)
    >>> round(demo.r_coupled, 1), abs(demo.r_uncoupled) < 0.1
    (0.5, True)
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise InputError("Seed", f"{seed!r} is not possible", "a whole number, 0 or more")
    p, table = parameters("acwr_demo"), parameters("acwr")
    size = int(p["athletes"]), int(table["chronic_days"] // table["acute_days"])
    draw = np.random.default_rng(seed).normal(p["week_mean"], p["week_sd"], size=size)
    loads = np.clip(draw, 0, None)
    coupled, uncoupled = loads.mean(axis=1), loads[:, :-1].mean(axis=1)
    columns = {"acute": loads[:, -1], "chronic_coupled": coupled, "chronic_uncoupled": uncoupled}
    weeks = pd.DataFrame(columns)
    _, r_coupled, r_uncoupled = weeks.corr()["acute"].tolist()
    return CouplingDemo(weeks, r_coupled, r_uncoupled, int(seed))

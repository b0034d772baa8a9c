"""Small changes of a plan, to see what they do to session spikes and ratios.

Choice: each change is a pure function from a table of runs to a new one. A run whose distance
changes keeps its pace and its climb per km, so minutes and metres change in proportion. A week runs
from Monday to Sunday and is named by any of its days.
"""

from __future__ import annotations

import math
from collections import deque
from datetime import date

import numpy as np
import pandas as pd

from hiplib.errors import InputError
from hiplib.training.parameters import parameters
from hiplib.training.runlog import checked_runs

Day = str | date | pd.Timestamp


def weeks(runs: pd.DataFrame) -> pd.DataFrame:
    """Return runs, kilometres and longest run of each week, the empty ones among them.

    Examples
    --------
    >>> runs = pd.DataFrame({"start": ["2026-03-03", "2026-03-08"], "distance_km": [5.0, 10.0]})
    >>> weeks(runs)[["distance_km", "longest_km"]].values.tolist()
    [[15.0, 10.0]]
    """
    runs = checked_runs(runs)
    grouped = runs.groupby(_mondays(runs["start"]))["distance_km"]
    table = grouped.agg(runs="size", distance_km="sum", longest_km="max")
    if len(table):
        table = table.asfreq("7D", fill_value=0)
    return table.rename_axis("week_start").reset_index()


def scale_week(runs: pd.DataFrame, *, week: Day, percent: float) -> pd.DataFrame:
    """Make every run of one week longer or shorter by `percent` (-90 to 200).

    Examples
    --------
    >>> runs = pd.DataFrame({"start": ["2026-03-03"], "distance_km": [10.0]})
    >>> scale_week(runs, week="2026-03-03", percent=20)["distance_km"].tolist()
    [12.0]
    """
    _between("Change of the week", percent, -90, 200, "%")
    runs = checked_runs(runs)
    here = _in_week(runs, week)
    distance = runs["distance_km"].to_numpy(float).copy()
    distance[here] *= 1 + percent / 100
    return _with_distance(runs, distance)


def change_long_run(runs: pd.DataFrame, *, week: Day, km: float) -> pd.DataFrame:
    """Give the longest run of one week another distance in km.

    Examples
    --------
    >>> runs = pd.DataFrame({"start": ["2026-03-03", "2026-03-08"], "distance_km": [5.0, 10.0]})
    >>> change_long_run(runs, week="2026-03-03", km=14)["distance_km"].tolist()
    [5.0, 14.0]
    """
    _between("Distance of the long run", km, 0.1, parameters("log_limits")["max_distance_km"], "km")
    runs = checked_runs(runs)
    distance = runs["distance_km"].to_numpy(float).copy()
    distance[_longest_of(runs, week)] = km
    return _with_distance(runs, distance)


def spread_long_run(runs: pd.DataFrame, *, week: Day, km: float) -> pd.DataFrame:
    """Move `km` from the longest run of one week to its other runs; the week's total stays.

    Examples
    --------
    >>> runs = pd.DataFrame({"start": ["2026-03-03", "2026-03-08"], "distance_km": [5.0, 10.0]})
    >>> spread_long_run(runs, week="2026-03-03", km=2)["distance_km"].tolist()
    [7.0, 8.0]
    """
    runs = checked_runs(runs)
    here = _in_week(runs, week)
    longest = _longest_of(runs, week)
    others = here & (np.arange(len(runs)) != longest)
    if not others.any():
        raise InputError(
            "Spreading the long run", "the week has one run only", "a week with two runs"
        )
    distance = runs["distance_km"].to_numpy(float).copy()
    if not 0 <= km < distance[longest]:
        allowed = f"0 to just under {distance[longest]:g} km, the length of that run"
        raise InputError("Distance to move", f"{km:g} km is not possible", allowed)
    distance[longest] -= km
    distance[others] += km / others.sum()
    return _with_distance(runs, distance)


def pause(runs: pd.DataFrame, *, week: Day, count: int = 1, shift: bool = False) -> pd.DataFrame:
    """Stop running for `count` weeks (1 to 12) from `week` on.

    Parameters
    ----------
    shift : bool
        True inserts rest: all later runs move back by the same weeks. False skips: the runs of
        these weeks are dropped and the plan goes on as written, however long the next run is.

    Examples
    --------
    >>> runs = pd.DataFrame({"start": ["2026-03-03", "2026-03-10"], "distance_km": [5.0, 10.0]})
    >>> pause(runs, week="2026-03-10", shift=True)["start"].dt.day.tolist()
    [3, 17]
    >>> len(pause(runs, week="2026-03-10"))
    1
    """
    _between("Weeks of pause", count, 1, 12, "weeks")
    if count != int(count):
        raise InputError("Weeks of pause", f"{count:g} is not a whole number", "1 to 12")
    runs = checked_runs(runs)
    first = _monday(week)
    gap = pd.Timedelta(weeks=int(count))
    if shift:
        later = runs["start"] >= first
        return runs.assign(start=runs["start"].where(~later, runs["start"] + gap))
    skipped = (runs["start"] >= first) & (runs["start"] < first + gap)
    return runs[~skipped].reset_index(drop=True)


def cap_growth(runs: pd.DataFrame, *, percent: float, week: Day | None = None) -> pd.DataFrame:
    """Shorten each run to at most `percent` (0 to 100) over the longest of the 30 days before it.

    A cap on a plan is arithmetic, not a promise: the study compares groups, and its reference group
    was injured too. Runs without a run in the 30 days before stay as they are, and so do all runs
    before `week` when it is given: what has been run cannot be changed.

    Examples
    --------
    >>> runs = pd.DataFrame({"start": ["2026-03-01", "2026-03-08"], "distance_km": [10.0, 14.0]})
    >>> cap_growth(runs, percent=10)["distance_km"].round(6).tolist()
    [10.0, 11.0]
    """
    _between("Growth of a single run", percent, 0, 100, "%")
    runs = checked_runs(runs)
    window = int(parameters("session_spike")["window_days"])
    days = runs["start"].to_numpy().astype("datetime64[D]").astype(int)
    first = -math.inf if week is None else (_monday(week) - pd.Timestamp(0)).days
    distance = runs["distance_km"].to_numpy(float).copy()
    order = np.argsort(days, kind="stable")
    # Longest (already capped) run of each day in the window, falling: the first is the longest.
    falling: deque[tuple[int, float]] = deque()
    start = 0
    while start < len(order):
        day = days[order[start]]
        stop = start + int(np.searchsorted(days[order[start:]], day, side="right"))
        while falling and falling[0][0] < day - window:
            falling.popleft()
        today = order[start:stop]
        if falling and day >= first:
            distance[today] = np.minimum(distance[today], falling[0][1] * (1 + percent / 100))
        longest = float(distance[today].max())
        while falling and falling[-1][1] <= longest:
            falling.pop()
        falling.append((int(day), longest))
        start = stop
    return _with_distance(runs, distance)


def _with_distance(runs: pd.DataFrame, distance: np.ndarray) -> pd.DataFrame:
    factor = distance / runs["distance_km"].to_numpy(float)
    changed = {name: runs[name] * factor for name in ("duration_min", "ascent_m") if name in runs}
    return runs.assign(distance_km=distance, **changed)


def _mondays(start: pd.Series) -> pd.Series:
    day = start.dt.normalize()
    mondays: pd.Series = day - pd.to_timedelta(day.dt.day_of_week, unit="D")
    return mondays


def _monday(week: Day) -> pd.Timestamp:
    try:
        day = pd.Timestamp(week)
    except (ValueError, TypeError) as error:
        raise InputError("Week", f"{week!r} is not a date", "any day of the week") from error
    if pd.isna(day):
        raise InputError("Week", "it is missing", "any day of the week")
    day = day.normalize()
    return day - pd.Timedelta(days=day.weekday())


def _in_week(runs: pd.DataFrame, week: Day) -> np.ndarray:
    monday = _monday(week)
    here = (_mondays(runs["start"]) == monday).to_numpy(bool)
    if not here.any():
        raise InputError(f"Week of {monday:%Y-%m-%d}", "it has no run", "a week with a run")
    return here


def _longest_of(runs: pd.DataFrame, week: Day) -> int:
    here = _in_week(runs, week)
    return int(np.argmax(np.where(here, runs["distance_km"].to_numpy(float), -1.0)))


def _between(what: str, value: float, low: float, high: float, unit: str) -> None:
    if not low <= value <= high:
        raise InputError(what, f"{value:g} {unit} is not possible", f"{low:g} to {high:g} {unit}")

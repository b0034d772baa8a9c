"""Small changes of a plan, to see what they do to session spikes and ratios.

Choice: each change is a pure function from a table of runs to a new one, or an InputError. A run
whose distance changes keeps its pace and its climb per km, so minutes and metres change in
proportion. A week runs from Monday to Sunday and is named by any of its days.
"""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd

from hiplib.errors import InputError
from hiplib.parameters import parameters
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
    grouped = runs.groupby(mondays(runs["start"]))["distance_km"]
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
    between("Change of the week", percent, -90, 200, "%")
    runs = checked_runs(runs)
    factor = np.where(in_week(runs, week), 1 + percent / 100, 1.0)
    return _with_distance(runs, runs["distance_km"] * factor)


def change_long_run(runs: pd.DataFrame, *, week: Day, km: float) -> pd.DataFrame:
    """Give the longest run of one week another distance in km.

    Examples
    --------
    >>> runs = pd.DataFrame({"start": ["2026-03-03", "2026-03-08"], "distance_km": [5.0, 10.0]})
    >>> change_long_run(runs, week="2026-03-03", km=14)["distance_km"].tolist()
    [5.0, 14.0]
    """
    between("Distance of the long run", km, 0.1, parameters("log_limits")["max_distance_km"], "km")
    runs = checked_runs(runs)
    distance = runs["distance_km"].copy()
    distance.iloc[_longest_of(runs, week)] = km
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
    others, longest = in_week(runs, week), _longest_of(runs, week)
    others[longest] = False
    if not others.any():
        problem = "the week has one run only"
        raise InputError("Spreading the long run", problem, "a week with two runs")
    distance = runs["distance_km"].copy()
    whole = distance.iloc[longest]
    if not 0 <= km < whole:
        works = f"0 to just under {whole:g} km, the length of that run"
        raise InputError("Distance to move", f"{km:g} km is not possible", works)
    distance.iloc[longest] -= km
    distance[others] += km / others.sum()
    return _with_distance(runs, distance)


def pause(runs: pd.DataFrame, *, week: Day, count: float = 1, shift: bool = False) -> pd.DataFrame:
    """Stop running for `count` weeks (1 to 12) from `week` on.

    `shift` inserts rest: all later runs move back by the same weeks. Without it, the runs of these
    weeks are dropped and the plan goes on as written, however long the next run is.

    Examples
    --------
    >>> runs = pd.DataFrame({"start": ["2026-03-03", "2026-03-10"], "distance_km": [5.0, 10.0]})
    >>> pause(runs, week="2026-03-10", shift=True)["start"].dt.day.tolist()
    [3, 17]
    >>> len(pause(runs, week="2026-03-10"))
    1
    """
    between("Weeks of pause", count, 1, 12, "weeks", whole=True)
    runs = checked_runs(runs)
    first, gap = monday(week), pd.Timedelta(weeks=int(count))
    later = runs["start"] >= first
    if shift:
        return runs.assign(start=runs["start"].where(~later, runs["start"] + gap))
    return runs[~later | (runs["start"] >= first + gap)].reset_index(drop=True)


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
    between("Growth of a single run", percent, 0, 100, "%")
    runs = checked_runs(runs)
    window = int(parameters("session_spike")["window_days"])
    first = -math.inf if week is None else (monday(week) - pd.Timestamp(0)).days
    distance = runs["distance_km"].to_numpy(float).copy()
    days = runs["start"].to_numpy().astype("datetime64[D]").astype(int)
    longest: dict[int, float] = {}  # of each day so far, already capped
    by_day: dict[int, list[int]] = {}
    for place, day in enumerate(days.tolist()):
        by_day.setdefault(day, []).append(place)
    for day, places in sorted(by_day.items()):
        before = [longest[d] for d in range(day - window, day) if d in longest]
        if before and day >= first:
            most = max(before) * (1 + percent / 100)
            distance[places] = np.minimum(distance[places], most)
        longest[day] = distance[places].max()
    return _with_distance(runs, pd.Series(distance, index=runs.index))


def _with_distance(runs: pd.DataFrame, distance: pd.Series) -> pd.DataFrame:
    factor = distance / runs["distance_km"]
    changed = {name: runs[name] * factor for name in ("duration_min", "ascent_m") if name in runs}
    return runs.assign(distance_km=distance, **changed)


def mondays(start: pd.Series) -> pd.Series:
    """First day of the week of each start."""
    day = start.dt.normalize()
    first: pd.Series = day - pd.to_timedelta(day.dt.day_of_week, unit="D")
    return first


def monday(week: Day) -> pd.Timestamp:
    """First day of the week that holds this day."""
    try:
        day = pd.Timestamp(week)
    except (ValueError, TypeError) as error:
        raise InputError("Week", f"{week!r} is not a date", "any day of the week") from error
    if pd.isna(day):
        raise InputError("Week", "it is missing", "any day of the week")
    return day.normalize() - pd.Timedelta(days=day.weekday())


def in_week(runs: pd.DataFrame, week: Day) -> np.ndarray:
    """Which runs stand in the week; InputError when none does."""
    first = monday(week)
    here: np.ndarray = (mondays(runs["start"]) == first).to_numpy(bool, copy=True)
    if not here.any():
        raise InputError(f"Week of {first:%Y-%m-%d}", "it has no run", "a week with a run")
    return here


def _longest_of(runs: pd.DataFrame, week: Day) -> int:
    return int(np.argmax(runs["distance_km"].where(in_week(runs, week), -1.0)))


def between(
    what: str, value: float, low: float, high: float, unit: str, *, whole: bool = False
) -> None:
    """InputError when a value lies outside its limits, or is not `whole` where it must be."""
    if not low <= value <= high:
        raise InputError(what, f"{value:g} {unit} is not possible", f"{low:g} to {high:g} {unit}")
    if whole and value != int(value):
        raise InputError(what, f"{value:g} is not a whole number", f"{low:g} to {high:g}")

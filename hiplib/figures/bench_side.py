"""One plan beside another: its runs, what each model needs of them, computed once and kept.

Choice: a `Side` is immutable, so whatever was computed for plan A stays while plan B changes. Where
a run has no time, step rate or rating, the start values of ``model_parameters`` stand in, and
`assumed` says so: nothing is filled in silently.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from hiplib import training
from hiplib.figures import style
from hiplib.figures.traces import line
from hiplib.parameters import parameters

T = TypeVar("T")
WEEK = pd.Timedelta(weeks=1)
_LOOKS = {"Plan A": (style.SERIES[0], "solid"), "Plan B": (style.SERIES[1], "dash")}
# A picture says which line is which above itself; the names cannot be switched off by a slip.
KEY: dict[str, Any] = {
    "orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom",
    "itemclick": False, "traceorder": "normal", "itemdoubleclick": False,
}  # fmt: skip


class Window(NamedTuple):
    """First and last day of a picture."""

    first: pd.Timestamp
    last: pd.Timestamp


class Side:
    """One of the two plans; `runs` is a canonical table and must not be changed afterwards.

    Examples
    --------
    >>> side = Side("Plan A", training.sample_log().runs)
    >>> side.spikes is side.spikes, len(side.daily_km)
    (True, 111)
    """

    def __init__(self, name: str, runs: pd.DataFrame) -> None:
        self.name, self.runs = name, runs
        self._kept: dict[Hashable, Any] = {}

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gives, computed when `key` is first asked for."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: T = self._kept[key]
        return kept

    @cached_property
    def spikes(self) -> pd.DataFrame:
        """Runs with their states, from `training.session_spikes`."""
        return training.session_spikes(self.runs)

    @cached_property
    def daily_km(self) -> pd.Series:
        """Kilometres of each day."""
        return training.daily_load(self.runs)

    @cached_property
    def minutes(self) -> pd.Series:
        """Minutes of each run; without a time, at the start value of the pace."""
        pace = float(parameters("running_load")["pace_min_per_km"])
        return _column(self.runs, "duration_min").fillna(self.runs["distance_km"] * pace)

    @cached_property
    def daily_effort(self) -> pd.Series:
        """Session rating times minutes of each day."""
        rating = _column(self.runs, "rpe").fillna(float(parameters("bench")["rating"]))
        return self.daily(rating * self.minutes)

    @cached_property
    def daily_cycles(self) -> pd.Series:
        """How often one hip is loaded on each day: every second step."""
        rate = _column(self.runs, "cadence_spm")
        rate = rate.fillna(float(parameters("running_load")["step_rate_spm"]))
        return self.daily(rate * self.minutes / 2)

    def within(self, part: Window) -> pd.DataFrame:
        """Return the runs in the weeks of a picture."""
        day = self.runs["start"].dt.normalize()
        runs: pd.DataFrame = self.runs[(day >= part.first) & (day <= part.last)]
        return runs

    def spikes_within(self, part: Window) -> pd.DataFrame:
        """Return the spikes of the runs in a picture, each against all days before it."""
        return self.spikes.loc[self.within(part).index]

    def daily(self, values: pd.Series) -> pd.Series:
        """Sum a number of each run over the days."""
        return training.daily_load(self.runs.assign(value=values), column="value")

    def assumed(self, *columns: str) -> str:
        """Say for how many runs a number was missing and what stands in for it."""
        said, rows = [], len(self.runs)
        for column in columns:
            missing = int(_column(self.runs, column).isna().sum())
            if missing:
                name, (model, parameter), unit = _MISSING[column]
                value = float(parameters(model)[parameter])
                runs = "every run" if missing == rows else f"{missing} of {rows} runs"
                said.append(f"{name} is missing in {runs} of {self.name.lower()}: {value:g} {unit}")
        return f" Assumed: {'; '.join(said)}." if said else ""


_MISSING = {
    "duration_min": ("The time", ("running_load", "pace_min_per_km"), "min per km"),
    "cadence_spm": ("The step rate", ("running_load", "step_rate_spm"), "steps per min"),
    "rpe": ("The rating", ("bench", "rating"), "of 10"),
}


def _column(runs: pd.DataFrame, name: str) -> pd.Series:
    if name not in runs:
        return pd.Series(float("nan"), index=runs.index)
    return pd.to_numeric(runs[name], errors="coerce").astype(float)


def window(a: Side, b: Side, weeks: float) -> Window:
    """Return the part of two plans that a picture shows: so many weeks, the last change among them.

    Examples
    --------
    >>> side = Side("Plan A", training.sample_log().runs)
    >>> seen = window(side, side, 2)
    >>> (seen.last - seen.first).days
    14
    """
    last = max(a.runs["start"].max(), b.runs["start"].max()).normalize()
    first = min(a.runs["start"].min(), b.runs["start"].min()).normalize()
    days = a.daily_km.index.union(b.daily_km.index)
    gap = a.daily_km.reindex(days, fill_value=0) - b.daily_km.reindex(days, fill_value=0)
    changed = days[gap.abs().to_numpy() > 1e-9]
    if len(changed) and changed[-1] < last - weeks * WEEK:
        last = min(last, changed[-1] + weeks * WEEK / 2)
    return Window(max(first, last - weeks * WEEK), last)


def weekly(daily: pd.Series) -> pd.Series:
    """Sum of each week, named by its Monday."""
    return daily.resample("W-MON", label="left", closed="left").sum()


def seen(values: Any, part: Window) -> Any:
    """Return the rows by day or Monday that a picture shows, with whole weeks at its edges."""
    return values.loc[part.first - pd.Timedelta(days=6) : part.last]


def plan_line(side: Side, x: Any, y: Any, hover: str, **more: Any) -> dict[str, Any]:
    """Draw the line of one plan: colour and dash tell the two apart."""
    colour, dash = _LOOKS[side.name]
    words = f"{side.name}: {hover}<extra></extra>"
    return line(x, y, side.name, colour, 2.2, dash=dash, hovertemplate=words, **more)


def colour_of(side: Side) -> str:
    """Return the colour of a plan."""
    return _LOOKS[side.name][0]

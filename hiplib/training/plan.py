"""A training plan that can be edited: every edit returns a new plan, and the history keeps the old.

Choices: a run stands on a day, at a clock time when it has one (midnight means none), and a day may
hold several. Distance, time and pace belong together: two of them give the third. What changes runs
that exist is in `hiplib.training.plans` and keeps their pace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from hiplib import tables
from hiplib.errors import InputError
from hiplib.parameters import parameters
from hiplib.training import plans
from hiplib.training.plans import Day, between, in_week, monday
from hiplib.training.runlog import KM_PER_MILE, checked_runs

NUMBERS = ("distance_km", "duration_min", "cadence_spm", "ascent_m", "rpe")
TEXTS = ("run_type", "surface", "shoe", "source")
COLUMNS = ("start", *NUMBERS[:4], "run_type", "surface", "shoe", "rpe", "source")
PACE = "pace_min_per_km"
_TOGETHER = ("distance_km", "duration_min", PACE)
_WORDS = {
    "distance_km": ("Distance", "km"),
    "duration_min": ("Time", "minutes"),
    "cadence_spm": ("Step rate", "steps per minute"),
    "ascent_m": ("Climb", "m"),
    "rpe": ("Effort (RPE)", "on the scale"),
    PACE: ("Pace", "minutes per km"),
}
_SAME_PACE = 0.01  # share by which a given pace may miss time divided by distance


@dataclass(frozen=True, eq=False)
class Plan:
    """Runs by day; every edit gives a new plan or an InputError. Make one with `Plan.of`."""

    _runs: pd.DataFrame

    @classmethod
    def of(cls, runs: pd.DataFrame | None = None) -> Plan:
        """Take a table of runs (start and distance_km, the other columns if there); None: no run.

        Examples
        --------
        >>> plan = Plan.of(pd.DataFrame({"start": ["2026-03-03"], "distance_km": [5.0]}))
        >>> plan.set_run("2026-03-05", distance_km=8, pace_min_per_km=6).weeks["distance_km"].item()
        13.0
        """
        if runs is None:
            start = pd.Series([], dtype="datetime64[s]")
            runs = pd.DataFrame({"start": start, "distance_km": np.zeros(0)})
        runs = checked_runs(runs)
        made: dict[str, Any] = {"start": runs["start"]}
        for name in NUMBERS:
            made[name] = runs[name].astype(float) if name in runs else np.nan
        for name in TEXTS:
            made[name] = _tidy(runs[name].astype("object").fillna("")) if name in runs else ""
        frame = pd.DataFrame(made, columns=list(COLUMNS), index=runs.index)
        known = frame["run_type"].isin(["", *run_types()])
        frame["run_type"] = frame["run_type"].where(known, "other")
        return cls._made(
            frame.astype(dict.fromkeys(TEXTS, "str") | dict.fromkeys(NUMBERS, "float64"))
        )

    @classmethod
    def _made(cls, frame: pd.DataFrame) -> Plan:
        """Take what an edit made of a plan's own table: limits and order are looked at again."""
        most = parameters("plan_limits")["max_runs"]
        if len(frame) > most:
            raise InputError("The plan", f"it has {len(frame):,} runs", f"up to {most:,.0f} runs")
        limits = parameters("plan_run")
        changes: dict[str, Any] = {"start": frame["start"].astype("datetime64[s]")}
        for name in NUMBERS:
            inside = frame[name].between(limits[name].low, limits[name].high)
            if name == "distance_km" and not inside.all():
                km, low, high = frame[name][~inside].iloc[0], limits[name].low, limits[name].high
                problem = f"a run would be {km:,.6g} km long"
                raise InputError("The plan", problem, f"runs from {low:g} to {high:g} km")
            # what cannot be true of a run counts as missing
            changes[name] = frame[name].where(inside)
        frame = frame.assign(**changes)
        if not frame["start"].is_monotonic_increasing:
            frame = frame.sort_values("start", kind="stable")
        return cls(frame.reset_index(drop=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and self._runs.equals(other._runs)

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return len(self._runs)

    def runs(self) -> pd.DataFrame:
        """Return the runs in order of time, with all columns of the table of runs."""
        return self._runs.copy()

    @cached_property
    def weeks(self) -> pd.DataFrame:
        """Runs, km and longest run of each week from the first to the last run."""
        return plans.weeks(self._runs)

    def on(self, day: Day, *, days: int = 1) -> list[dict[str, Any]]:
        """Return the runs of one day, or of `days` from it on, in their order and with the pace."""
        runs = self._runs.loc[self._of_day(_day(day), days)]
        runs = runs.assign(**{PACE: runs["duration_min"] / runs["distance_km"]})
        return [
            {str(name): value for name, value in row.items()} for row in runs.to_dict("records")
        ]

    # ---- one run

    def set_run(self, day: Day, place: int | None = None, **values: Any) -> Plan:
        """Add a run to a day, or change the run at `place` (0 is the first run of that day).

        Of distance_km, duration_min and pace_min_per_km, two give the third. A run that exists
        keeps its pace where one of them is given alone; without a pace, its distance. Other
        values: time ("07:30" or ""), run_type, surface, shoe, rpe (0-10), cadence_spm, ascent_m;
        None clears a value.
        """
        there, when = self._of_day(_day(day)), _day(day)
        if place is None or place == len(there):
            if len(there) >= (most := parameters("plan_limits")["max_runs_a_day"]):
                raise InputError("That day", "it is full", f"up to {most:g} runs a day")
            old: dict[str, Any] = dict.fromkeys(NUMBERS, np.nan) | dict.fromkeys(TEXTS, "")
            old |= {"start": when, "run_type": "easy", "source": "plan"}
            before, rest = self._runs, self._runs.iloc[:0]
        else:
            here = self._place(when, place)
            old = dict(zip(COLUMNS, self._runs.loc[here], strict=True))
            before, rest = self._runs.iloc[:here], self._runs.iloc[here + 1 :]
        new = pd.DataFrame([changed(old, values)], columns=list(COLUMNS))
        return Plan._made(pd.concat([before, new, rest], ignore_index=True))

    def remove_run(self, day: Day, place: int = 0) -> Plan:
        """Take one run away."""
        return Plan._made(self._runs.drop(index=self._place(_day(day), place)))

    def mark_runs(self, *, since: Day | None = None, **values: Any) -> Plan:
        """Give all runs (from the week `since` on) the same surface, shoe, step rate or effort."""
        later = self._since(since)
        frame = self._runs.copy()
        for name, value in _read(values).items():
            frame.loc[later, name] = value
        return Plan._made(frame)

    # ---- weeks

    def copy_week(self, week: Day, *, to: Day, count: float = 1) -> Plan:
        """Copy a week over `count` weeks (1 to 52) from `to` on; what stood there is replaced."""
        between("Weeks to fill", count, 1, 52, "weeks", whole=True)
        source, target = monday(week), monday(to)
        runs = self._runs[in_week(self._runs, week)]
        gaps = [(target - source) + pd.Timedelta(weeks=n) for n in range(int(count))]
        copies = [runs.assign(start=runs["start"] + gap) for gap in gaps if gap]
        end = target + pd.Timedelta(weeks=int(count))
        kept = (self._runs["start"] < target) | (self._runs["start"] >= end)
        own = in_week(self._runs, week)
        return Plan._made(pd.concat([self._runs[kept | own], *copies], ignore_index=True))

    def clear_week(self, week: Day) -> Plan:
        """Take all runs of a week away; the other weeks stay where they are."""
        return Plan._made(self._runs[~in_week(self._runs, week)])

    def delete_week(self, week: Day) -> Plan:
        """Take a week out; all later runs come a week earlier."""
        first = monday(week)
        after = first + pd.Timedelta(weeks=1)
        if not (self._runs["start"] >= first).any():
            raise InputError(f"Week of {first:%Y-%m-%d}", "no run follows it", "an earlier week")
        kept = self._runs[(self._runs["start"] < first) | (self._runs["start"] >= after)]
        earlier = kept["start"].where(kept["start"] < first, kept["start"] - pd.Timedelta(weeks=1))
        return Plan._made(kept.assign(start=earlier))

    def insert_rest_week(self, week: Day, *, count: float = 1) -> Plan:
        """Put `count` weeks without running (1 to 12) before `week`; later runs move back."""
        if not self._since(week).any():
            raise InputError(
                f"Week of {monday(week):%Y-%m-%d}", "no run follows it", "a week with runs later on"
            )
        return self.change(plans.pause, week=week, count=count, shift=True)

    def shift_days(self, days: float, *, week: Day | None = None, only: bool = False) -> Plan:
        """Move all runs from `week` on (or of `only` that week) by -365 to 365 whole days."""
        between("Days to move", days, -365, 365, "days", whole=True)
        moved = in_week(self._runs, week) if only and week is not None else self._since(week)
        start = self._runs["start"]
        shifted = start.where(~moved, start + pd.Timedelta(days=int(days)))
        return Plan._made(self._runs.assign(start=shifted))

    def scale_week(self, week: Day, percent: float) -> Plan:
        """Make every run of a week longer or shorter by `percent` (-90 to 200)."""
        return self.change(plans.scale_week, week=week, percent=percent)

    def change(self, edit: Callable[..., pd.DataFrame], **values: Any) -> Plan:
        """Apply a function of `hiplib.training.plans`, such as `cap_growth`."""
        return Plan._made(edit(self._runs, **values))

    # ---- inside

    def _since(self, week: Day | None) -> Any:
        first = pd.Timestamp(0) if week is None else monday(week)
        return (self._runs["start"] >= first).to_numpy()

    def _of_day(self, day: pd.Timestamp, days: int = 1) -> Any:
        first, last = self._runs["start"].searchsorted([day, day + pd.Timedelta(days=days)])
        return self._runs.index[first:last]

    def _place(self, day: pd.Timestamp, place: int) -> int:
        there = self._of_day(day)
        if not 0 <= place < len(there):
            problem = f"it has no run number {place + 1}"
            raise InputError(f"{day:%Y-%m-%d}", problem, f"one of its {len(there)} runs")
        return int(there[place])


@dataclass(frozen=True)
class History:
    """A plan with what was done and undone; each step has words that say what it was.

    Examples
    --------
    >>> empty = Plan.of()
    >>> history = History(empty).do(empty.set_run("2026-03-03", distance_km=5), "add a run")
    >>> history.undo().now == empty, history.undo_words, history.undo().redo_words
    (True, 'add a run', 'add a run')
    """

    now: Plan
    past: tuple[tuple[str, Plan], ...] = ()
    future: tuple[tuple[str, Plan], ...] = ()

    def do(self, plan: Plan, words: str) -> History:
        """Take a new plan; what had been undone is forgotten. No change leaves no step."""
        if plan == self.now:
            return self
        most = int(parameters("plan_limits")["max_undo"])
        return History(plan, (*self.past, (words, self.now))[-most:])

    def undo(self) -> History:
        """Go one step back; at the start nothing happens."""
        if not self.past:
            return self
        words, plan = self.past[-1]
        return History(plan, self.past[:-1], ((words, self.now), *self.future))

    def redo(self) -> History:
        """Go one undone step forward; without one nothing happens."""
        if not self.future:
            return self
        words, plan = self.future[0]
        return replace(self, now=plan, past=(*self.past, (words, self.now)), future=self.future[1:])

    @property
    def undo_words(self) -> str:
        """What `undo` would take back; empty when nothing."""
        return self.past[-1][0] if self.past else ""

    @property
    def redo_words(self) -> str:
        """What `redo` would do again; empty when nothing."""
        return self.future[0][0] if self.future else ""


@cache
def run_types() -> Mapping[str, str]:
    """Return the kinds of run with their names."""
    table = tables.read("run_types").sort_values("order")
    return MappingProxyType(dict(zip(table["run_type"], table["name"], strict=True)))


def _tidy(texts: pd.Series) -> pd.Series:
    """Short texts as `text` takes them; each different one is looked at once."""
    plain = {
        raw: "".join(sign if sign.isprintable() else " " for sign in str(raw)) for raw in set(texts)
    }
    return texts.map(
        {raw: " ".join(words.split()).lstrip("=+-@ ")[:60].strip() for raw, words in plain.items()}
    )


def _day(day: Day) -> pd.Timestamp:
    try:
        found = pd.Timestamp(day)
    except (ValueError, TypeError) as error:
        raise InputError("Day", f"{day!r} is not a date", "a date such as 2026-03-05") from error
    if pd.isna(found) or not 1970 <= found.year <= 2100:
        raise InputError("Day", f"{day} is not possible", "a date from 1970 to 2100")
    return found.tz_localize(None).normalize()


def changed(old: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of a run with new values: distance, time and pace kept in step."""
    new = {**old, **{name: v for name, v in _read(values).items() if name != PACE}}
    if "time" in new:
        new["start"] = new["start"].normalize() + new.pop("time")
    given = {name: values[name] for name in _TOGETHER if values.get(name) is not None}
    given = {name: number(name, value) for name, value in given.items()}
    km, minutes, pace = (given.get(name) for name in _TOGETHER)
    before = old.get("distance_km", np.nan)
    old_pace = old.get("duration_min", np.nan) / before
    if km is not None and minutes is not None:
        if pace is not None and abs(minutes / km / pace - 1) > _SAME_PACE:
            problem = f"{minutes:g} minutes for {km:g} km are {minutes / km:.2f} minutes per km"
            raise InputError("Pace", problem, "that pace, or leave one of the three empty")
    elif minutes is not None and (pace is not None or old_pace == old_pace):
        km = minutes / (pace or old_pace)
    elif minutes is not None and before != before:
        raise InputError("Pace", "it is missing", "a time together with a pace, or a distance")
    km = before if km is None else km
    if km != km:
        raise InputError("Distance", "it is missing", "a distance, or a time and a pace")
    if minutes is None and "duration_min" not in values:
        minutes = km * (pace or old_pace)
    elif minutes is None:
        minutes = km * pace if pace else np.nan
    if "ascent_m" not in values:
        new["ascent_m"] = old.get("ascent_m", np.nan) * (km / before)
    return new | {"distance_km": number("distance_km", km), "duration_min": minutes}


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return checked values of a run; InputError names the first that is not possible."""
    read: dict[str, Any] = {}
    for name, value in values.items():
        if name == "time":
            read[name] = clock(value)
        elif name in _WORDS:
            read[name] = np.nan if value is None else number(name, value)
        elif name in TEXTS:
            read[name] = text(name, value)
        else:
            raise InputError(str(name), "a run has no such value", ", ".join([*_WORDS, *TEXTS]))
    return read


def number(name: str, value: Any) -> float:
    """Return a number of a run within its limits; a distance may be typed in miles.

    Examples
    --------
    >>> number("rpe", "5"), round(number("distance_km", "5 mi"), 3)
    (5.0, 8.047)
    """
    words, unit = _WORDS[name]
    limits = parameters("plan_run")[name]
    typed = str(value).strip().lower().replace(",", ".")
    miles = name == "distance_km" and typed.endswith(("mi", "miles"))
    try:
        found = float(typed.removesuffix("les").removesuffix("mi").removesuffix(unit))
        found *= KM_PER_MILE if miles else 1
    except ValueError:
        found = np.nan
    if not limits.low <= found <= limits.high:
        allowed = f"a number from {limits.low:g} to {limits.high:g} {unit}"
        raise InputError(words, f"{value} is not possible", allowed)
    return found


def text(name: str, value: Any) -> str:
    """Return a short text of a run, blanks tidied; a run_type must be one of the table."""
    words = " ".join(str("" if value is None else value).split())
    if name == "run_type" and words not in ("", *run_types()):
        raise InputError("Run type", f"{words} is not one", ", ".join(run_types()))
    # A spreadsheet would take such a cell for a formula.
    if len(words) > 60 or words[:1] in ("=", "+", "-", "@") or not words.isprintable():
        allowed = "up to 60 characters that do not start with = + - @"
        raise InputError(name.replace("_", " ").capitalize(), "this text does not work", allowed)
    return words


def clock(value: Any) -> pd.Timedelta:
    """Return the time of day of ``"7:30"``; empty means none."""
    words = str("" if value is None else value).strip()
    try:
        moment = pd.to_datetime(words or "00:00", format="%H:%M")
    except ValueError as error:
        raise InputError(
            "Time of day", f"{words} is not one", "hours and minutes, 07:30"
        ) from error
    return pd.Timedelta(hours=moment.hour, minutes=moment.minute)

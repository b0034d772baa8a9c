"""Walk-run steps with dates: read, write, put on days, and turn into a calendar.

Choice: no study of walk-run steps after hip pain was found, so the steps are illustrative; they can
be edited as a small table. `plan` takes the gate and refuses when it is not open, so that no caller
can make dates on the way round it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pandas as pd

from hiplib import tables
from hiplib.errors import InputError
from hiplib.recovery.plan_gate import OPEN, Gate

_BOUNDS = {"walk_min": (0, 60), "run_min": (0, 60), "repeats": (1, 30), "sessions": (1, 10)}
COLUMNS = tuple(_BOUNDS)
_MOST_STEPS, _MOST_MINUTES = 30, 180
FIELD = "Steps"
STOP = (
    "Stop for the day when it hurts more with each step. Groin pain with each step, a limp or pain "
    "at night ends the plan: see somebody first."
)


class Step(NamedTuple):
    """One step: walk, then run (minutes), so many times; and in how many sessions."""

    walk_min: int
    run_min: int
    repeats: int
    sessions: int

    @property
    def words(self) -> str:
        """The step as an instruction."""
        if self.run_min == 0:
            return f"Walk {self.walk_min * self.repeats} min"
        if self.walk_min == 0:
            return f"Run {self.run_min * self.repeats} min"
        return f"{self.repeats} x (walk {self.walk_min} min, run {self.run_min} min)"


def default_steps() -> tuple[Step, ...]:
    """Return the illustrative steps of the course.

    Examples
    --------
    >>> default_steps()[0].words, default_steps()[-1].words
    ('Walk 30 min', 'Run 30 min')
    """
    return tuple(Step(*(row[name] for name in COLUMNS)) for row in tables.records("return_steps"))


def write_steps(steps: Sequence[Step]) -> str:
    r"""Return steps as text: a head line, then one step a line.

    Examples
    --------
    >>> write_steps([Step(4, 1, 6, 2)])
    'walk_min,run_min,repeats,sessions\n4,1,6,2\n'
    """
    return "".join(",".join(map(str, row)) + "\n" for row in (COLUMNS, *steps))


def read_steps(text: str) -> tuple[Step, ...]:
    """Read steps from text as `write_steps` writes it; the head line may be missing.

    Raises
    ------
    InputError
        Names the line, the column and what is allowed.

    Examples
    --------
    >>> read_steps("4,1,6,2")
    (Step(walk_min=4, run_min=1, repeats=6, sessions=2),)
    >>> read_steps("4,-1,6,2")
    Traceback (most recent call last):
    ...
    hiplib.errors.InputError: Steps: line 1, run_min is -1. What works: a whole number from 0 to 60.
    """
    lines = ([cell.strip() for cell in line.split(",")] for line in text.splitlines())
    steps = [
        _step(number, cells)
        for number, cells in enumerate(lines, start=1)
        if any(cells) and tuple(cells) != COLUMNS
    ]
    if not 1 <= len(steps) <= _MOST_STEPS:
        raise InputError(FIELD, f"there are {len(steps)}", f"1 to {_MOST_STEPS} lines")
    return tuple(steps)


def _step(number: int, cells: list[str]) -> Step:
    if len(cells) != len(COLUMNS):
        problem = f"line {number} has {len(cells)} numbers"
        raise InputError(FIELD, problem, f"four numbers with commas: {', '.join(COLUMNS)}")
    values = []
    for name, cell in zip(COLUMNS, cells, strict=True):
        low, high = _BOUNDS[name]
        if not cell.isascii() or not cell.isdigit() or not low <= int(cell) <= high:
            allowed = f"a whole number from {low} to {high}"
            raise InputError(FIELD, f"line {number}, {name} is {cell or 'empty'}", allowed)
        values.append(int(cell))
    step = Step(*values)
    if not 0 < (step.walk_min + step.run_min) * step.repeats <= _MOST_MINUTES:
        allowed = f"1 to {_MOST_MINUTES} minutes in all"
        raise InputError(FIELD, f"line {number} has no time or too much", allowed)
    return step


def plan(
    gate: Gate, steps: Sequence[Step], start: date, *, first_step: int = 1, every_days: int = 2
) -> pd.DataFrame:
    """Put steps on days: one row a session.

    Columns session, step, date, what, walk_min, run_min (minutes of the whole session). The dates
    say the earliest day if every session before it went well.

    Raises
    ------
    InputError
        When the gate is not open, or for a step or distance of days that is not allowed.

    Examples
    --------
    >>> days = plan(Gate(OPEN), [Step(4, 1, 6, 2)], date(2026, 12, 1))
    >>> days["date"].astype(str).tolist(), days["run_min"].tolist()
    (['2026-12-01', '2026-12-03'], [6, 6])
    """
    if gate.state != OPEN:
        raise InputError("Plan", "it is locked", "an open gate: see what to do first")
    if not 1 <= first_step <= len(steps):
        raise InputError("First step", f"there is no step {first_step}", f"1 to {len(steps)}")
    if not 2 <= every_days <= 7:
        raise InputError("Days", f"{every_days} is not allowed", "2 to 7 days from run to run")
    rows = [
        (number, step)
        for number, step in enumerate(steps, start=1)
        if number >= first_step
        for _ in range(step.sessions)
    ]
    if start > date.max - timedelta(days=every_days * len(rows)):
        raise InputError("Start", f"{start} is too far away", "a day of this century")
    return pd.DataFrame(
        {
            "session": place + 1,
            "step": number,
            "date": start + timedelta(days=every_days * place),
            "what": step.words,
            "walk_min": step.walk_min * step.repeats,
            "run_min": step.run_min * step.repeats,
        }
        for place, (number, step) in enumerate(rows)
    )


def calendar(sessions: pd.DataFrame, *, made: datetime | None = None) -> bytes:
    """Return the sessions of a plan as a calendar file (iCalendar, one whole-day event each).

    Examples
    --------
    >>> days = plan(Gate(OPEN), [Step(30, 0, 1, 1)], date(2026, 12, 1))
    >>> calendar(days).count(b"BEGIN:VEVENT")
    1
    """
    from icalendar import Calendar, Event

    book = Calendar()
    book.add("prodid", "-//hiplib//return to running//EN")
    book.add("version", "2.0")
    for row in sessions.to_dict("records"):
        event = Event()
        event.add("uid", f"{row['date']:%Y%m%d}-{row['session']}@hiplib")
        event.add("dtstamp", made or datetime.now(UTC))
        event.add("dtstart", row["date"])
        event.add("dtend", row["date"] + timedelta(days=1))
        event.add("summary", f"If all went well: {row['what']}")
        event.add("description", f"Step {row['step']}, illustrative. {STOP}")
        book.add_component(event)
    return bytes(book.to_ical())

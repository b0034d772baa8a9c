"""The weeks and days of a plan as a grid that a keyboard can edit, with a form for one day.

Choice: the browser holds only the weeks in sight and what is being typed; each edit goes to Python,
which answers with the new weeks or with a sentence beside what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import traitlets

from hiplib import tables
from hiplib.errors import InputError
from hiplib.training.plan import PACE, Plan, changed, clock, run_types
from hiplib.widgets._base import Widget, script, style

Message = dict[str, Any]
_WEEK = pd.Timedelta(weeks=1)
_FIELDS = tables.records("plan_fields")
_GROUNDS = ["asphalt", "concrete", "grass", "trail", "track", "treadmill", "cambered road"]


class PlanGrid(Widget):
    """Show the weeks of a plan; `chosen` is the day in hand, as 2026-03-05.

    Examples
    --------
    >>> grid = PlanGrid("Your plan", handler=print)
    >>> plan = Plan.of().set_run("2026-03-05", distance_km=6)
    >>> grid.show(plan, first=pd.Timestamp("2026-03-02"), top=pd.Timestamp("2026-03-02"), count=1)
    >>> grid.weeks[0]["days"][3]["words"]
    'Week 1, Thursday 5 March: easy run 6 km'
    """

    _esm = script("plan_grid")
    _css = style("plan_grid")
    label = traitlets.Unicode("").tag(sync=True)
    weeks: traitlets.List[Message] = traitlets.List().tag(sync=True)
    goal: traitlets.List[Any] = traitlets.List(["", 0]).tag(sync=True)
    steps: traitlets.Dict[str, str] = traitlets.Dict().tag(sync=True)
    said: traitlets.List[Any] = traitlets.List().tag(sync=True)
    form: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)

    def __init__(self, label: str, handler: Callable[[Message], None]) -> None:
        self.chosen = ""
        super().__init__(label=label, form={"title": ""})
        self.on_msg(lambda _, content, buffers: handler(content))

    def show(self, plan: Plan, *, first: pd.Timestamp, top: pd.Timestamp, count: int) -> None:
        """Show `count` weeks from `top` on; `first` is the Monday of week 1."""
        runs: list[list[Message]] = [[] for _ in range(count)]
        for run in plan.on(top, days=7 * count):
            runs[(run["start"] - top) // _WEEK].append(run)
        self.weeks = [_week(own, first, top + n * _WEEK) for n, own in enumerate(runs)]

    def go(self, day: pd.Timestamp) -> None:
        """Take another day in hand; the browser follows."""
        self.chosen = f"{day:%Y-%m-%d}"
        self.goal = [self.chosen, self.goal[1] + 1]

    def ask(self, plan: Plan, day: pd.Timestamp, place: int, title: str) -> None:
        """Show the form of one run of a day, or of a new one, filled with what is known."""
        there = plan.on(day)
        run = there[place] if place < len(there) else {"run_type": "easy"}
        shoes = sorted({shoe for shoe in plan.runs()["shoe"] if shoe})
        options = {"run_type": list(run_types().items()), "surface": _GROUNDS, "shoe": shoes}
        filled = written(run)
        fields = [
            field
            | {"value": filled.get(field["name"], "")}
            | ({"options": options[field["name"]]} if field["name"] in options else {})
            for field in _FIELDS
        ]
        names = [f"Run {n}: {_shown(run)}" for n, run in enumerate(there, 1)]
        number = self.form.get("number", 0) + 1  # another form, even when its words are the same
        place = min(place, len(there))
        self.form = {
            "title": title, "day": f"{day:%Y-%m-%d}", "place": place, "runs": names,
            "fields": fields, "number": number,
        }  # fmt: skip

    def shut(self) -> None:
        """Take the form away."""
        self.form = {"title": "", "number": self.form.get("number", 0) + 1}

    def say(self, words: str) -> None:
        """Tell what was done; a screen reader hears it."""
        self.said = [words, (self.said[1] if self.said else 0) + 1]


def written(run: Message) -> dict[str, str]:
    """Return the values of a run as the form shows them; missing ones are empty."""
    start = run.get("start")
    shown = {name: run.get(name, "") for name in ("run_type", "surface", "shoe")}
    shown["time"] = f"{start:%H:%M}" if start is not None and start != start.normalize() else ""
    for name in ("distance_km", "rpe", "cadence_spm"):
        shown[name] = _number(run.get(name))
    minutes, pace = run.get("duration_min", np.nan), run.get(PACE, np.nan)
    shown["duration_min"] = _number(minutes) if not minutes >= 60 else _sixty(minutes)
    shown[PACE] = "" if pace != pace else _sixty(pace * 60)
    return shown


def read(values: dict[str, str], run: Message) -> tuple[Message, dict[str, str]]:
    """Return what was changed in the form of a run, and a sentence for each bad field."""
    before, changes, faults = written(run), {}, {}
    for field in _FIELDS:
        name, label = field["name"], field["label"]
        words = str(values.get(name, "")).strip()
        if words == before.get(name, ""):
            continue
        try:
            changes[name] = _read(name, label, words)
            changed({"start": pd.Timestamp(0)}, {"distance_km": 1, name: changes[name]})
        except InputError as problem:
            faults[name] = str(problem)
    return changes, faults


def _read(name: str, label: str, words: str) -> Any:
    if not words:
        return "" if name in ("run_type", "surface", "shoe", "time") else None
    parts = re.fullmatch(r"(\d{1,3}):([0-5]\d)", words)
    if name == "time":
        clock(words)
    elif name == "duration_min" and parts:
        return int(parts[1]) * 60 + int(parts[2])
    elif name == PACE and parts:
        return int(parts[1]) + int(parts[2]) / 60
    elif name in ("duration_min", PACE) and ":" in words:
        raise InputError(label, f"{words} is not possible", "two numbers, the second below 60")
    return words


def _week(whole: list[Message], first: pd.Timestamp, monday: pd.Timestamp) -> Message:
    number = (monday - first) // _WEEK + 1
    name = f"Week {number}" if number > 0 else f"{1 - number} before week 1"
    days = []
    for n in range(7):
        day = monday + pd.Timedelta(days=n)
        runs = [run for run in whole if (run["start"] - monday).days == n]
        words = ", ".join(_shown(run) for run in runs) or "no run"
        days.append({
            "day": f"{day:%Y-%m-%d}", "weekday": f"{day:%a}", "date": f"{day.day} {day:%b}",
            "runs": [[_number(r["distance_km"]), _shorts().get(r["run_type"], "")] for r in runs],
            "words": f"{name}, {day:%A} {day.day} {day:%B}: {words}",
        })  # fmt: skip
    km = _number(sum(run["distance_km"] for run in whole))
    total = f"{km} km, {len(whole)} {'run' if len(whole) == 1 else 'runs'}" if whole else "rest"
    return {"name": name, "since": f"{monday.day} {monday:%b %Y}", "total": total, "days": days}


def _shown(run: Message) -> str:
    name = run_types().get(run["run_type"], "Run")
    return f"{name[0].lower()}{name[1:]} {_number(run['distance_km'])} km"


def _sixty(value: float) -> str:
    whole = round(value)
    return f"{whole // 60}:{whole % 60:02d}"


@cache
def _shorts() -> Mapping[str, str]:
    return tables.lookup("run_types", "short")


def _number(value: float | None) -> str:
    return "" if value is None or value != value else f"{round(value, 2):g}"

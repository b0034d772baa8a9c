"""The plan editor: grid, week tools, undo, files and the pairs of plans for training errors.

Choice: one history holds everything that was done, so that each edit, import and example can be
taken back. Whoever follows the plan is told after each change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets
import pandas as pd

from hiplib import evidence, tables, training
from hiplib.errors import Finding, InputError
from hiplib.parameters import parameters
from hiplib.training import History, Plan
from hiplib.training.plan import PACE
from hiplib.training.plans import monday
from hiplib.widgets import html
from hiplib.widgets.controls import button, column, row, search, select
from hiplib.widgets.file_picker import FilePicker
from hiplib.widgets.live import Live
from hiplib.widgets.plan_grid import Message, PlanGrid, read

_WEEK = pd.Timedelta(weeks=1)
_SHOWN = 20  # findings of a calendar
_EDITS: dict[str, Callable[[Plan, pd.Timestamp, float], Plan]] = {
    "copy": lambda plan, week, n: plan.copy_week(week, to=week + _WEEK, count=n),
    "scale": lambda plan, week, n: plan.scale_week(week, n),
    "shift": lambda plan, week, n: plan.shift_days(n, week=week),
    "shift_one": lambda plan, week, n: plan.shift_days(n, week=week, only=True),
    "rest": lambda plan, week, n: plan.insert_rest_week(week, count=n),
    "clear": lambda plan, week, n: plan.clear_week(week),
    "delete": lambda plan, week, n: plan.delete_week(week),
    "cap": lambda plan, week, n: plan.change(training.cap_growth, percent=n, week=week),
}


class PresetPicker(ipywidgets.VBox):  # type: ignore[misc]
    """Choose a training error: what is known of it, and its two plans.

    Examples
    --------
    >>> picker = PresetPicker()
    >>> picker.on_preset(lambda preset_id, plan_a, plan_b: print(preset_id, len(plan_b)))
    >>> picker.choose("worn_shoes")
    worn_shoes 22
    """

    def __init__(self) -> None:
        self._handlers: list[Callable[[str, Plan, Plan], None]] = []
        self._rows = training.presets().set_index("preset_id")
        options = [("Choose one", "")]
        options += [(f"{r.topic}: {r.title}", str(r.Index)) for r in self._rows.itertuples()]
        self._list = select("A training error as two plans", options, "")
        self._words = Live()
        self._list.observe(lambda _: self._tell(), "value")
        super().__init__([self._list, self._words])

    @property
    def chosen(self) -> str:
        """The pair of plans in sight; empty at the start."""
        return str(self._list.value)

    def choose(self, preset_id: str) -> None:
        """Choose a pair as if by hand."""
        self._list.value = preset_id

    def on_preset(self, handler: Callable[[str, Plan, Plan], None]) -> None:
        """Call ``handler(preset_id, plan_a, plan_b)`` when a pair is chosen."""
        self._handlers.append(handler)

    def _tell(self) -> None:
        key = self.chosen
        self._words.html = _preset_html(self._rows.loc[key].to_dict()) if key else ""
        for handler in self._handlers if key else ():
            handler(key, *training.preset(key))


class PlanEditor(ipywidgets.VBox):  # type: ignore[misc]
    """Edit a plan; `plan` is what it holds now and `history` how it came to be.

    Parameters
    ----------
    plan : Plan, optional
        What to begin with; else six weeks of three runs.
    label : str
        Name of the plan on the page.
    presets : bool
        Whether the training errors can be chosen here.

    Examples
    --------
    >>> editor = PlanEditor(label="Plan A")
    >>> editor.on_plan(lambda plan: print(len(plan), "runs"))
    >>> editor.take(editor.plan.scale_week("2026-03-09", 20), "a bigger week")
    22 runs
    """

    def __init__(
        self, plan: Plan | None = None, *, label: str = "Your plan", presets: bool = True
    ) -> None:
        plan = training.preset("skipped_rest_days")[0] if plan is None else plan
        self._handlers: list[Callable[[Plan], None]] = []
        self.history = History(plan)
        self.label = label
        self.grid = PlanGrid(label, self._handle)
        self._first = self._first_monday()
        self._top, self._count = self._first, int(parameters("plan_limits")["weeks_shown"])
        self.grid.go(self._first)
        parts: list[ipywidgets.Widget] = [self.grid, self._week_part(), self._file_part()]
        if presets:
            self.presets = PresetPicker()
            self._sides = row(
                button("Edit plan A", lambda: self._from_preset(0)),
                button("Edit plan B", lambda: self._from_preset(1)),
            )
            self._sides.layout.display = "none"
            self.presets.on_preset(lambda *_: setattr(self._sides.layout, "display", ""))
            parts += [self.presets, self._sides]
        super().__init__(parts)
        self._show()

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self.history.now

    def on_plan(self, handler: Callable[[Plan], None]) -> None:
        """Call ``handler(plan)`` after each change, also after undo and redo."""
        self._handlers.append(handler)

    def take(self, plan: Plan, words: str) -> None:
        """Put another plan in; `words` name the step for undo."""
        self._move(self.history.do(plan, words), f"Done: {words}.")

    def start(self, plan: Plan) -> None:
        """Begin anew with a plan: nothing before it can be brought back."""
        self._move(History(plan), "")

    def undo(self) -> None:
        """Take the last step back."""
        self._move(self.history.undo(), f"Taken back: {self.history.undo_words}.")

    def redo(self) -> None:
        """Do again what was taken back."""
        self._move(self.history.redo(), f"Done again: {self.history.redo_words}.")

    # ---- what comes from the grid

    def _handle(self, message: Message) -> None:
        """Do what the grid asks for; an InputError is told beside what was typed."""
        try:
            getattr(self, f"_do_{message['do']}")(message)
        except InputError as problem:
            self.grid.send({"problem": f"{problem} Nothing was changed."})

    def _do_at(self, message: Message) -> None:
        self.grid.chosen = message["day"]
        self._name_week()

    def _do_undo(self, _: Message) -> None:
        self.undo()

    def _do_redo(self, _: Message) -> None:
        self.redo()

    def _do_earlier(self, _: Message) -> None:
        self._go(self._chosen - self._count * _WEEK)

    def _do_later(self, _: Message) -> None:
        self._go(self._chosen + self._count * _WEEK)

    def _do_go(self, message: Message) -> None:
        runs = self.plan.runs()["start"]
        ends: dict[str, Any] = {"first": runs.min(), "last": runs.max()} if len(runs) else {}
        day = ends.get(message["day"], self._chosen if len(message["day"]) < 10 else message["day"])
        self._go(pd.Timestamp(str(day)).normalize())

    def _do_km(self, message: Message) -> None:
        day, there = message["day"], self.plan.on(message["day"])
        plan = self.plan.set_run(day, 0 if there else None, distance_km=message["value"])
        self.take(plan, f"{_day(day)}, {plan.on(day)[0]['distance_km']:.4g} km")

    def _do_delete(self, message: Message) -> None:
        day = message["day"]
        there = self.plan.on(day)
        if not there:
            raise InputError(_day(day), "it has no run to delete", "a day with a run")
        self.take(
            self.plan.remove_run(day, message.get("place", len(there) - 1)),
            f"{_day(day)}, a run deleted",
        )
        self.grid.shut()

    def _do_open(self, message: Message) -> None:
        day = pd.Timestamp(message["day"])
        self.grid.ask(self.plan, day, int(message["place"]), _day(message["day"]))

    def _do_save(self, message: Message) -> None:
        day, place, there = message["day"], int(message["place"]), self.plan.on(message["day"])
        run = there[place] if place < len(there) else {"run_type": "easy"}
        changes, faults = read(message["values"], run)
        try:
            plan = self.plan if faults else self.plan.set_run(day, place, **changes)
        except InputError as problem:
            field = {"Distance": "distance_km", "Pace": PACE, "Time": "duration_min"}
            faults = {field.get(problem.what, ""): str(problem)}
        if faults:
            self.grid.send({"faults": faults})
            return
        self.take(plan, f"{_day(day)}, a run {'changed' if place < len(there) else 'added'}")
        self.grid.send({"saved": True})

    # ---- weeks, files, examples

    def _week_part(self) -> ipywidgets.Widget:
        self._tools = tables.read("plan_tools").sort_values("order").set_index("tool")
        options = list(zip(self._tools["name"], self._tools.index, strict=True))
        self._tool, self._amount = select("Week tool", options, "copy"), search("")
        self._tool_said, self._apply = Live(), button("Apply", self._use_tool)
        self._tool.observe(lambda _: self._name_tool(), "value")
        self._name_tool()
        tools = row(self._tool, self._amount, self._apply)
        tools.add_class("hip-filters")
        return column(tools, self._tool_said)

    def _name_tool(self) -> None:
        tool = self._tools.loc[self._tool.value]
        self._amount.description, self._amount.value = tool["question"], tool["start"]
        self._amount.layout.display = "" if tool["question"] else "none"
        self._tool_said.html = ""

    def _name_week(self) -> None:
        number = (monday(self._chosen) - self._first) // _WEEK + 1
        self._apply.description = f"Apply to week {number}" if number > 0 else "Apply"

    def _use_tool(self) -> None:
        tool, asked = self._tools.loc[self._tool.value], self._amount.description
        try:
            amount = _amount(asked, self._amount.value) if asked else 0
            plan = _EDITS[self._tool.value](self.plan, monday(self._chosen), amount)
        except InputError as problem:
            self._tool_said.html = html.error(f"{problem} Nothing was changed.")
            return
        self._tool_said.html = ""
        self.take(plan, f"{tool['name'].lower()}{f' ({amount:g})' if asked else ''}")

    def _file_part(self) -> ipywidgets.Widget:
        self._picker = FilePicker(
            "Open a plan (CSV of this page, or a calendar .ics)",
            accept=".csv,.ics", max_mb=float(parameters("plan_limits")["max_mb"]),
        )  # fmt: skip
        self._picker.on_file(self._open_file)
        self._files, self._read = Live(), Live(polite=False)
        save = button("Make the files of this plan", self._make_files, align="flex-start")
        return column(save, self._files, self._picker, self._read)

    def _make_files(self) -> None:
        csv, ics = training.plan_to_csv(self.plan), training.plan_to_ics(self.plan).decode()
        links = [
            html.download(csv, "text/csv", "training_plan.csv", "Save as CSV"),
            html.download(ics, "text/calendar", "training_plan.ics", "Save as calendar (.ics)"),
        ]
        self._files.html = f"<p>{' &middot; '.join(links)}</p>"

    def _open_file(self, name: str, content: bytes) -> None:
        findings: tuple[Finding, ...] = ()
        if name.lower().endswith(".ics") or content.lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
            plan, findings = training.plan_from_ics(content, name)
        else:
            plan = training.plan_from_csv(content, name)
        items = html.bullets(html.text(finding.message) for finding in findings[:_SHOWN])
        title = f"What was noticed in the calendar ({len(findings):,})"
        self._read.html = html.fold(title, items) if findings else ""
        self._picker.say(
            f"{len(plan):,} runs read from {name}. Undo brings the old plan back.", "ok"
        )
        self.take(plan, f"the file {name}")

    def _from_preset(self, place: int) -> None:
        plan = training.preset(self.presets.chosen)[place]
        self.take(plan, f"plan {'AB'[place]} of the example")

    # ---- what is shown

    @property
    def _chosen(self) -> pd.Timestamp:
        return pd.Timestamp(self.grid.chosen)

    def _first_monday(self) -> pd.Timestamp:
        runs = self.plan.runs()["start"]
        return monday(runs.min() if len(runs) else pd.Timestamp.now())

    def _move(self, history: History, words: str) -> None:
        if history is self.history:
            self.grid.say("Nothing changed.")
            return
        self.history = history
        self._first = self._first_monday() if len(self.plan) else self._first
        self._files.html = ""
        self.grid.say(words)
        self._show()
        for handler in self._handlers:
            handler(self.plan)

    def _go(self, day: pd.Timestamp) -> None:
        """Bring a day into sight and choose it; a year beyond the plan is the end of the way."""
        last = self.plan.runs()["start"].max() if len(self.plan) else self._first
        day = min(max(day, self._first - 4 * _WEEK), monday(last) + 52 * _WEEK)
        self.grid.go(day)
        self._show()

    def _show(self) -> None:
        """Show the weeks around the chosen day; the window moves only when it must."""
        runs = self.plan.runs()["start"]
        if len(runs) and not self._first - 4 * _WEEK <= self._chosen <= runs.max() + 53 * _WEEK:
            self.grid.go(self._first)  # another plan, of other years
            self._top = self._first
        week = monday(self._chosen)
        if week < self._top:
            self._top = week
        elif week >= self._top + self._count * _WEEK:
            self._top = week - (self._count - 1) * _WEEK
        steps = {"undo": self.history.undo_words, "redo": self.history.redo_words}
        with self.grid.hold_sync():
            self.grid.steps = steps | {"earlier": "yes", "later": "yes"}
            self.grid.show(self.plan, first=self._first, top=self._top, count=self._count)
        self._name_week()


def _day(day: str) -> str:
    when = pd.Timestamp(day)
    return f"{when:%A} {when.day} {when:%B}"


def _amount(question: str, words: str) -> float:
    try:
        return float(words.strip().replace(",", ".").removesuffix("%"))
    except ValueError as error:
        raise InputError(question, f"“{words}” is not a number", "a number") from error


def _preset_html(preset: dict[Any, Any]) -> str:
    facts = [evidence.fact(fact_id) for fact_id in preset["fact_ids"]]
    lines = html.bullets(
        f"{html.text(': '.join(filter(None, [fact.statement, fact.amount])))} "
        f"({html.text(fact.certainty)} certainty) {html.cite(fact.ref_id)}"
        for fact in facts
    )
    source = html.fold("The facts behind this", lines) if facts else ""
    words = f"<p>{html.glossed(html.text(preset['effect']))}</p>"
    return f"<p><b>Effect in studies: {html.text(preset['shown'])}.</b></p>{words}{source}"

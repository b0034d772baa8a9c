"""The plan editor: what the grid asks for, what it answers, and that nothing typed is lost."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd
import pytest

from hiplib import training
from hiplib.training import Plan
from hiplib.widgets import PlanEditor, PresetPicker
from hiplib.widgets.plan_grid import read, written

TUESDAY, FREE = "2026-03-10", "2026-03-11"


@pytest.fixture
def editor() -> PlanEditor:
    made = PlanEditor()
    made.sent = []
    made.grid.send = made.sent.append
    return made


def ask(editor: PlanEditor, do: str, **more: object) -> None:
    editor._handle({"do": do, **more})


def cell(editor: PlanEditor, day: str) -> dict:
    return next(d for week in editor.grid.weeks for d in week["days"] if d["day"] == day)


def km(editor: PlanEditor, day: str) -> list[float]:
    return [run["distance_km"] for run in editor.plan.on(day)]


def test_the_grid_says_each_day_and_week(editor):
    assert len(editor.grid.weeks) == 6
    assert cell(editor, TUESDAY)["words"] == "Week 2, Tuesday 10 March: easy run 6 km"
    assert cell(editor, FREE)["words"] == "Week 2, Wednesday 11 March: no run"
    assert editor.grid.weeks[1]["total"] == "22 km, 3 runs"


def test_a_typed_number_sets_or_adds_a_run_and_can_be_undone(editor):
    told = []
    editor.on_plan(told.append)
    ask(editor, "km", day=TUESDAY, value="7,5")
    ask(editor, "km", day=FREE, value="3")
    assert (km(editor, TUESDAY), km(editor, FREE)) == ([7.5], [3])
    assert editor.grid.steps["undo"] == "Wednesday 11 March, 3 km"
    assert editor.grid.weeks[1]["total"] == "26.5 km, 4 runs"
    ask(editor, "undo")
    assert (km(editor, FREE), editor.grid.steps["redo"]) == ([], "Wednesday 11 March, 3 km")
    assert editor.grid.said[0] == "Taken back: Wednesday 11 March, 3 km."
    ask(editor, "redo")
    assert km(editor, FREE) == [3]
    assert [len(plan) for plan in told] == [22, 23, 22, 23]
    assert editor.history.past[0][1] == training.preset("skipped_rest_days")[0]


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"do": "km", "day": TUESDAY, "value": "far"}, "Distance: far is not possible"),
        ({"do": "km", "day": TUESDAY, "value": "-3"}, "0.001 to 300 km"),
        ({"do": "delete", "day": FREE}, "Wednesday 11 March: it has no run"),
    ],
)
def test_a_bad_edit_is_answered_and_changes_nothing(editor, message, words):
    before = editor.history
    editor._handle(message)
    assert words in editor.sent[0]["problem"]
    assert "Nothing was changed" in editor.sent[0]["problem"]
    assert editor.history is before


def test_the_form_shows_a_run_and_takes_what_was_changed(editor):
    ask(editor, "open", day=TUESDAY, place=0)
    form = editor.grid.form
    assert (form["title"], form["runs"]) == ("Tuesday 10 March", ["Run 1: easy run 6 km"])
    values = {field["name"]: field["value"] for field in form["fields"]}
    assert (values["distance_km"], values["duration_min"]) == ("6", "36")
    assert values["pace_min_per_km"] == "6:00"
    more = {"pace_min_per_km": "5:30", "shoe": "trail pair", "time": "07:30", "rpe": ""}
    ask(editor, "save", day=TUESDAY, place=0, values=values | more)
    run = editor.plan.on(TUESDAY)[0]
    assert (run["distance_km"], run["duration_min"], run["shoe"]) == (6, 33, "trail pair")
    assert (run["start"].hour, np.isnan(run["rpe"])) == (7, True)
    assert editor.sent == [{"saved": True}]
    ask(editor, "open", day=TUESDAY, place=1)
    assert editor.grid.form["place"] == 1
    blank = {field["name"]: field["value"] for field in editor.grid.form["fields"]}
    assert not any(value for name, value in blank.items() if name != "run_type")
    blank |= {"duration_min": "1:05", "pace_min_per_km": "6:30"}
    ask(editor, "save", day=TUESDAY, place=1, values=blank)
    assert sorted(km(editor, TUESDAY)) == [6, 10]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"rpe": "11", "distance_km": "much"}, {"rpe", "distance_km"}),
        ({"pace_min_per_km": "6:75"}, {"pace_min_per_km"}),
        ({"time": "noon"}, {"time"}),
        ({"shoe": "=A1"}, {"shoe"}),
        ({"distance_km": "5", "duration_min": "30", "pace_min_per_km": "9"}, {"pace_min_per_km"}),
    ],
)
def test_bad_fields_are_answered_each_beside_itself(editor, values, fields):
    run = editor.plan.on(TUESDAY)[0]
    before = editor.plan
    ask(editor, "save", day=TUESDAY, place=0, values=written(run) | values)
    assert set(editor.sent[0]["faults"]) == fields
    assert editor.plan is before


def test_a_form_without_a_distance_says_what_is_missing(editor):
    blank = written({"run_type": "easy"})
    ask(editor, "save", day=FREE, place=0, values=blank)
    ask(editor, "save", day=FREE, place=0, values=blank | {"duration_min": "30"})
    assert [set(told["faults"]) for told in editor.sent] == [{"distance_km"}, {"pace_min_per_km"}]


def test_what_is_not_changed_in_the_form_keeps_every_digit():
    run = Plan.of().set_run(TUESDAY, distance_km=6.123456, duration_min=71.23).on(TUESDAY)[0]
    assert read(written(run), run) == ({}, {})


@pytest.mark.parametrize(
    ("tool", "amount", "total"),
    [
        ("copy", "1", [10, 22, 22]),
        ("scale", "50%", [10, 33, 22]),
        ("shift", "7", [10, 0, 22]),
        ("rest", "1", [10, 0, 22]),
        ("clear", "", [10, 0, 22]),
        ("delete", "", [10, 22, 22]),
        ("shift_one", "1", [10, 12, 32]),
        ("cap", "0", [10, 22, 22]),
    ],
)
def test_week_tools(editor, tool, amount, total):
    ask(editor, "at", day=FREE)
    editor._tool.value = tool
    editor._amount.value = amount or editor._amount.value
    assert editor._apply.description == "Apply to week 2"
    editor._use_tool()
    assert editor._tool_said.html == ""
    assert editor.plan.weeks["distance_km"].tolist()[:3] == total


@pytest.mark.parametrize(("tool", "amount"), [("scale", "x"), ("copy", "1.5"), ("shift", "900")])
def test_a_bad_number_of_a_week_tool_stays_and_is_answered(editor, tool, amount):
    before = editor.plan
    editor._tool.value, editor._amount.value = tool, amount
    editor._use_tool()
    assert "hip-error" in editor._tool_said.html
    assert (editor._amount.value, editor.plan) == (amount, before)


def test_files_go_out_and_come_in(editor):
    editor._make_files()
    assert editor._files.html.count("download=") == 2
    other = Plan.of().set_run("2027-05-04", distance_km=9)
    for name, data in (
        ("mine.csv", training.plan_to_csv(other).encode()),
        ("mine.ics", training.plan_to_ics(other)),
    ):
        editor._picker._hand_over(name, data)
        assert editor.plan == other
        assert editor._picker.message[1] == "ok"
        assert editor._files.html == ""
        assert editor.grid.weeks[0]["since"] == "3 May 2027"
        assert cell(editor, "2027-05-04")["runs"] == [["9", "Easy"]]
        editor.undo()
        assert len(editor.plan) == 22
    before = editor.plan
    editor._picker._hand_over("bad.csv", b"start,distance_km\n2026-03-03,far\n")
    assert "bad.csv, row 2, column distance_km" in editor._picker.message[0]
    assert editor.plan is before


def test_a_foreign_calendar_says_what_was_left_out(editor):
    text = "BEGIN:VCALENDAR\nVERSION:2.0\n"
    for summary in ("Run 5 km", "<b>Dentist</b>"):
        text += f"BEGIN:VEVENT\nUID:{summary}\nDTSTART:20260303T100000\nSUMMARY:{summary}\n"
        text += "END:VEVENT\n"
    editor._picker._hand_over("week.ics", (text + "END:VCALENDAR\n").encode())
    assert len(editor.plan) == 1
    assert "Dentist" in editor._read.html
    assert "<b>" not in editor._read.html


def test_pairs_of_plans_are_explained_and_edited(editor):
    picker, got = PresetPicker(), []
    picker.on_preset(lambda *found: got.append(found))
    picker.choose("intensity_jump")
    words = picker._words.html
    assert "no clear difference" in words
    assert "-36.9 to 8.9" in words
    assert got[0] == ("intensity_jump", *training.preset("intensity_jump"))
    assert editor._sides.layout.display == "none"
    editor.presets.choose("worn_shoes")
    editor._from_preset(1)
    assert editor.plan == training.preset("worn_shoes")[1]
    assert editor.grid.steps["undo"] == "plan B of the example"
    assert len(PlanEditor(presets=False).children) == len(editor.children) - 2


def two_years() -> Plan:
    start = pd.Timestamp("2024-03-04") + pd.to_timedelta(np.arange(2000) * 8 // 22, unit="D")
    return Plan.of(pd.DataFrame({"start": start, "distance_km": 8.0, "duration_min": 50.0}))


def test_a_plan_of_two_years_is_shown_in_a_window():
    editor = PlanEditor(two_years())
    assert [week["name"] for week in editor.grid.weeks][::5] == ["Week 1", "Week 6"]
    ask(editor, "go", day="last")
    assert editor.grid.weeks[-1]["name"] == "Week 104"
    ask(editor, "earlier")
    assert editor.grid.weeks[0]["name"] == "Week 98"
    ask(editor, "go", day="first")
    ask(editor, "go", day="1999-01-01")
    assert editor.grid.weeks[0]["name"] == "4 before week 1"
    ask(editor, "go", day="2099-01-01")
    assert editor.grid.chosen < "2027-03-05"


def test_an_empty_plan_can_be_begun_anew(editor):
    editor.take(Plan.of(), "start anew")
    assert editor.grid.weeks[0]["total"] == "rest"
    ask(editor, "go", day="last")
    ask(editor, "km", day=FREE, value="4")
    assert km(editor, FREE) == [4]


def test_an_edit_of_two_thousand_runs_is_quick():
    editor = PlanEditor(two_years(), presets=False)
    took = []
    for number in range(30):
        since = perf_counter()
        ask(editor, "km", day=f"2024-03-{number % 28 + 4:02d}", value=str(5 + number / 10))
        took.append(perf_counter() - since)
    assert median(took) < 0.05

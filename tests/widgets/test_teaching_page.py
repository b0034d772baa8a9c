"""The page for lecturers and the map of the start page."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hiplib import learning, tables
from hiplib.learning import checks, record
from hiplib.widgets import teaching_page

PAGES = tables.read("pages").query("built")["page_id"].tolist()
STEPS = tables.read("lesson_steps").merge(
    tables.read("lesson_plans")[["plan_id", "minutes"]], on="plan_id", suffixes=("", "_plan")
)
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def headings(page_id: str) -> set[str]:
    cells = json.loads((NOTEBOOKS / f"{page_id}.ipynb").read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    return set(re.findall(r"^## (.+)$", text, re.M))


def test_the_minutes_of_each_plan_add_up_and_follow_in_order() -> None:
    for plan_id, steps in STEPS.groupby("plan_id"):
        assert steps["minutes"].sum() == steps["minutes_plan"].iloc[0], plan_id
        assert sorted(steps["order"]) == list(range(1, len(steps) + 1)), plan_id
    plans = tables.read("lesson_plans")
    assert set(plans["plan_id"]) == set(STEPS["plan_id"])
    assert len(plans) >= 6
    assert set(plans["minutes"]) == {45, 90}


def test_the_plans_cover_the_course_and_name_parts_that_exist() -> None:
    assert set(STEPS["page_id"]) == set(PAGES) - {"12_teaching"}
    for page_id, part in zip(STEPS["page_id"], STEPS["part"], strict=True):
        assert part in headings(page_id), f"{page_id}: {part}"


def test_a_shown_plan_ends_at_its_minutes() -> None:
    shown = teaching_page.lesson_plans().html
    for plan in tables.read("lesson_plans").to_dict("records"):
        fold = shown.partition(plan["title"])[2].partition("</details>")[0]
        assert f"to {plan['minutes']}</td>" in fold


def test_every_page_has_objectives_with_a_level_that_is_shown() -> None:
    shown = teaching_page.objectives().html
    goals = tables.read("page_objectives")
    assert set(goals["page_id"]) == set(PAGES)
    assert (goals["bloom"] != "").all()
    assert shown.count("<details") == len(PAGES)
    for goal in goals["objective"]:
        assert goal.replace("'", "&#x27;") in shown


@pytest.mark.parametrize("page_id", PAGES)
def test_every_page_has_a_key_that_scores(page_id: str) -> None:
    shown = teaching_page.answer_key(page_id)
    asked = learning.questions(page_id, review=True)
    assert asked
    assert shown.count("<b>Key:</b>") == len(asked)
    for one in asked:
        reply = checks.judge(one.question_id, checks.keyed(one.question_id))
        assert reply.correct
        assert teaching_page.html.text(reply.text) in shown


def test_cases_exercises_and_claims_have_their_keys() -> None:
    for page_id, count in (
        ("06_case_clinic", len(tables.read("stems"))),
        ("07c_training_exercises", len(tables.read("exercises"))),
        ("09_claims", len(tables.read("claims"))),
    ):
        key = teaching_page.answer_key(page_id).rpartition("key of")[0]
        rows = teaching_page.answer_key(page_id).count("<tr>") - 1
        assert key
        assert rows == count


def learner(*answers: tuple[str, object]) -> bytes:
    kept = learning.Record()
    for question_id, answer in answers:
        kept = kept.add(record.ANSWER, question_id, answer, datetime(2026, 1, 2, tzinfo=UTC))
    return record.encode(kept).encode()


def test_class_results_name_learners_as_their_files_and_say_which_file_failed() -> None:
    files = {
        "ada.json": learner(("anatomy_bones", "ilium"), ("anatomy_point", "ball")),
        "<b>ben.json": learner(("anatomy_bones", "sacrum")),
        "cut.json": b'{"hiplib',
    }
    shown = teaching_page.class_html(learning.class_results(files))
    assert "<td>ada</td>" in shown
    assert "&lt;b&gt;ben" in shown
    assert "<b>ben" not in shown
    assert "cut:" in shown
    assert 'download="class_results.csv"' in shown


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1"])
def test_no_cell_of_the_saved_table_is_a_formula(name: str) -> None:
    results = learning.class_results({f"{name}.json": learner(("anatomy_bones", "ilium"))})
    link = teaching_page.class_html(results)
    coded = re.search(r'href="data:text/csv[^,]*,([^"]+)"', link)
    assert coded
    rows = list(csv.reader(io.StringIO(base64.b64decode(coded[1]).decode(), newline="")))
    assert rows[1][0] == f"'{name.strip()}"
    assert rows[1][2:4] == ["1", "1"]


def test_a_class_of_damaged_files_gets_a_sentence_and_no_empty_table() -> None:
    shown = teaching_page.class_html(learning.class_results({"a.json": b"{", "b.json": b""}))
    assert "No file holds a result" in shown
    assert shown.count("<li>") == 2
    assert "<table" not in shown


def test_the_key_tells_the_reply_to_every_wrong_choice() -> None:
    for question_id in ("anatomy_nerve_endings", "anatomy_bones", "anatomy_neck_shaft"):
        shown = teaching_page.answer_key("01_hip_anatomy")
        wrong = checks.wrong_choices(question_id)
        assert wrong
        for words, reply in wrong:
            assert f"<em>{teaching_page.html.text(words)}</em>" in shown
            assert teaching_page.html.text(reply) in shown


def test_the_picker_takes_file_after_file_and_forgets_them() -> None:
    page = teaching_page.class_table()
    _, picker, forget, shown = page.children
    assert picker.many
    for name in ("ada.json", "ben.json"):
        picker._hand_over(name, learner(("anatomy_bones", "ilium")))
    assert "<td>ada</td>" in shown.html
    assert "<td>ben</td>" in shown.html
    forget.click()
    assert shown.html == ""

"""The clinic on the page: every case, and a file that brings everything back."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest

from hiplib.conditions import differential
from hiplib.learning.cases import CaseRecord, Progress
from hiplib.widgets.case_clinic_page import _Clinic
from hiplib.widgets.progress_store import store

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
STEMS = differential.stems()


@pytest.fixture
def clinic() -> _Clinic:
    return _Clinic()


def play(clinic: _Clinic, urgency: str = "same_day", step: str = "unload_scan") -> None:
    clinic.player.buttons["walking"].click()
    clinic.player.decision.answers = {"urgency": urgency, "step": step}
    clinic.player.decide()


def saved(clinic: _Clinic) -> bytes:
    link = re.search(r'download="hip-progress\.json" href="data:[^,]+,([^"]+)"', clinic.done.html)
    assert link
    return base64.b64decode(link[1])


def hand_over(clinic: _Clinic, name: str, content: bytes) -> tuple[str, str]:
    """Send a file as the browser does, and return what is said about it."""
    head = {"name": name, "start": 0, "size": len(content), "last": True}
    clinic.picker._receive(None, head, [memoryview(content)])
    words, kind = clinic.picker.message
    return words, kind


def test_it_offers_every_case_and_nothing_to_save_yet(clinic: _Clinic) -> None:
    assert len(clinic.player.case.options) == len(STEMS) >= 32
    assert "Nothing to save yet" in clinic.done.html
    assert "download" not in clinic.done.html
    assert clinic.again.layout.display == "none"
    assert clinic.back.layout.display == "none"


def test_the_pages_say_how_many_cases_there_are() -> None:
    """The text of a page cannot count, so this fails when a case is added."""
    for page_id, words, count in (
        ("06_case_clinic", "Thirty-six invented runners", 36),
        ("04_reasoning", "Six invented runners", 6),
    ):
        offered = [stem for stem in STEMS if stem.in_trainer or page_id == "06_case_clinic"]
        assert len(offered) == count
        assert words in (NOTEBOOKS / f"{page_id}.ipynb").read_text(encoding="utf-8")


def test_a_decided_case_is_in_the_table_and_in_the_file(clinic: _Clinic) -> None:
    play(clinic)
    assert "<td>Groin pain six weeks before a marathon</td><td>right</td>" in clinic.done.html
    assert "Cases decided: 8 of 10 points" in clinic.done.html
    content = json.loads(saved(clinic))
    assert content["hiplib_progress"] == 2
    _, kind, case_id, value = content["entries"][0]
    assert (kind, case_id, value["asked"]) == ("case", "marathon_groin", ["walking"])


@pytest.mark.parametrize(
    ("urgency", "words"),
    [("emergency_now", "too early"), ("routine", "too late"), ("unknown", "not known")],
)
def test_the_table_says_how_the_urgency_was(clinic: _Clinic, urgency: str, words: str) -> None:
    play(clinic, urgency)
    assert f"<td>{words}</td>" in clinic.done.html


def test_the_file_brings_points_and_open_cases_back(clinic: _Clinic) -> None:
    play(clinic)
    clinic.player.case.value = 1
    clinic.player.buttons["fadir"].click()
    content = saved(clinic)
    store.cache_clear()  # another kernel
    fresh = _Clinic()
    fresh.player.case.value = 1
    said, kind = hand_over(fresh, "mine.json", content)
    assert (said, kind) == ("mine.json: 2 cases loaded, 1 with a decision.", "ok")
    assert {*fresh.player.progress.cases} == {*clinic.player.progress.cases}
    assert "8 of 10 points" in fresh.player.case.options[0][0]
    assert fresh.player.case.value == 1
    assert fresh.player.asked == ["fadir"]


def test_a_damaged_file_gets_a_sentence_and_loses_nothing(clinic: _Clinic) -> None:
    play(clinic)
    before, shown = clinic.player.progress, clinic.done.html
    for content in (saved(clinic)[:-9], b"not a file of ours", b"x" * 5_000_000):
        said, kind = hand_over(clinic, "bad.json", content)
        assert kind == "error"
        assert said.startswith("bad.json: it ")
        assert said.endswith("What was here before is kept.")
        assert clinic.player.progress == before
        assert clinic.done.html == shown
        assert clinic.player.decision.answers["urgency"] == "same_day"


def test_unknown_cases_are_left_out_and_named(clinic: _Clinic) -> None:
    content = json.loads('{"hiplib_cases": 1, "cases": {}}')
    content["cases"] = {f"new_{number}": {} for number in range(5)} | {"snap": {"asked": ["pain"]}}
    said, kind = hand_over(clinic, "newer.json", json.dumps(content).encode())
    assert kind == "ok"
    assert said.startswith("newer.json: 1 case loaded, 0 with a decision. Left out")
    assert "the case new_0, the case new_1, the case new_2 and 3 more" not in said
    assert "the case new_0, the case new_1, the case new_2 and 2 more." in said
    assert "(tried)" in next(name for name, _ in clinic.player.case.options if "snap" in name)


def test_a_file_of_another_course_version_keeps_what_is_known(clinic: _Clinic) -> None:
    first, *others = sorted(STEMS, key=lambda stem: stem.stem_id)[:3]
    ids = [first.stem_id, *(stem.stem_id for stem in others)]
    asked, step = first.findings[0].finding_id, first.steps[0].step_id
    cases = {
        ids[0]: {"asked": [asked, "gone", "gone_too"], "urgency": "routine", "step": step},
        ids[1]: {"asked": [], "urgency": "routine", "step": "gone"},
        ids[2]: {"asked": [], "urgency": "routine"},
    }
    file = {"hiplib_cases": 1, "cases": cases}
    said, _ = hand_over(clinic, "older.json", json.dumps(file).encode())
    assert said.startswith("older.json: 3 cases loaded, 1 with a decision.")
    assert said.endswith(f"know it: 2 questions of {ids[0]}, the decision of {ids[1]}.")
    assert clinic.player.progress.cases == (
        CaseRecord(ids[0], (asked,), "routine", step), CaseRecord(ids[1]), CaseRecord(ids[2])
    )  # fmt: skip


def test_a_file_does_not_touch_a_half_answered_case(clinic: _Clinic) -> None:
    clinic.player.buttons["walking"].click()
    clinic.player.decision.answers = {"urgency": "same_day"}
    hand_over(clinic, "mine.json", b'{"hiplib_cases": 1, "cases": {"snap": {}}}')
    assert clinic.player.decision.answers == {"urgency": "same_day"}
    assert clinic.player.asked == ["walking"]


def test_starting_over_can_be_taken_back(clinic: _Clinic) -> None:
    play(clinic)
    before = clinic.player.progress
    clinic.again.click()
    assert clinic.player.progress == Progress()
    assert "Nothing to save yet" in clinic.done.html
    assert clinic.back.layout.display == ""
    clinic.back.click()
    assert clinic.player.progress == before
    assert "8 of 10 points" in clinic.player.case.options[0][0]
    assert clinic.back.layout.display == "none"

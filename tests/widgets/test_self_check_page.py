"""The self-check page: what it says, and what it must not say, while answers come in."""

from __future__ import annotations

import base64
import json
import re

import pytest

from hiplib import selfcheck
from hiplib.widgets.decision_page import _decisions
from hiplib.widgets.self_check_page import _SelfCheck

CALM: dict[str, object] = {
    "walking": "fine", "nerves": ["none"], "leg": ["none"], "belly": ["none"],
    "illness": ["none"], "age": "30", "place": ["outer"], "start": "gradual",
    "duration": "weeks", "rest": ["none"], "course": "eases", "bone": ["none"],
    "health": ["none"], "brings_on": ["stairs"], "signs": ["none"],
}  # fmt: skip
TODAY = {"place": ["front"], "walking": "limp", "course": "sooner", "brings_on": ["running"]}


@pytest.fixture
def page() -> _SelfCheck:
    return _SelfCheck()


def give(page: _SelfCheck, answers: dict[str, object]) -> None:
    for section in page.sections:
        own = {item["id"] for item in section.items}
        section.answers = section.answers | {k: v for k, v in answers.items() if k in own}


def shown(page: _SelfCheck) -> list[bool]:
    return [section.layout.display != "none" for section in page.sections]


def test_nothing_is_chosen_and_no_result_is_shown(page: _SelfCheck) -> None:
    assert page.answers == {}
    assert page.result.html == page.top.html == ""
    assert "No answers yet" in page.progress.html


def test_every_question_offers_not_knowing(page: _SelfCheck) -> None:
    items = [item for section in page.sections for item in section.items]
    assert len(items) == len(selfcheck.questions())
    assert all(["unknown", "I don't know"] in item["choices"] for item in items)


def test_groups_open_one_after_the_other_the_signs_that_cannot_wait_first(
    page: _SelfCheck,
) -> None:
    assert shown(page) == [True, False, False, False]
    first = [item["id"] for item in page.sections[0].items]
    give(page, {key: CALM[key] for key in first})
    assert shown(page) == [True, True, False, False]
    give(page, CALM)
    assert shown(page) == [True] * 4


def test_no_calm_result_while_a_question_is_open(page: _SelfCheck) -> None:
    give(page, {key: value for key, value in CALM.items() if key != "nerves"})
    assert "1 question is still open" in page.progress.html
    assert "this is not a result yet" in page.result.html
    assert "hip-badge" not in page.result.html
    assert "Keep it" not in page.result.html


def test_the_usual_pattern_is_the_only_calm_result(page: _SelfCheck) -> None:
    give(page, CALM)
    assert "hip-urgency-self_manage" in page.result.html
    give(page, {"rest": "unknown"})
    assert "hip-urgency-self_manage" not in page.result.html
    assert "hip-urgency-routine" in page.result.html


def test_an_emergency_is_shown_at_once_on_top_and_ends_the_questions(page: _SelfCheck) -> None:
    give(page, {"nerves": ["saddle"]})
    assert "hip-urgency-emergency_now" in page.top.html
    assert "Your result" in page.result.html
    assert shown(page) == [True, False, False, False]
    give(page, {"nerves": ["none"]})
    assert page.top.html == ""


def test_an_unfinished_check_says_at_least(page: _SelfCheck) -> None:
    give(page, {"illness": ["fever"]})
    assert "Not a result yet" in page.result.html
    assert "at least this: Today" in page.progress.html


def test_the_result_shows_reasons_with_their_answers_patterns_and_time(page: _SelfCheck) -> None:
    give(page, CALM | TODAY)
    text = page.result.html
    assert "hip-urgency-same_day" in text
    assert "It hurts with each step" in text
    assert "Femoral neck stress fracture" in text
    assert "share features" in text
    assert not re.search(r"\d ?%", text)
    assert re.search(r"Answers used \(15\), \d\d \w+ \d{4}, \d\d:\d\d:\d\d", text)
    assert "not a diagnosis" in text


def test_no_advice_on_running_while_bone_injury_is_possible(page: _SelfCheck) -> None:
    give(page, CALM | TODAY)
    assert "gives no advice on running" in page.result.html
    assert "did too much" not in page.result.html
    give(page, CALM)
    assert "gives no advice on running" not in page.result.html


@pytest.mark.parametrize("typed", ["300", "-3", "thirty", "3O"])
def test_an_impossible_age_gets_a_sentence_and_the_rest_is_kept(
    page: _SelfCheck, typed: str
) -> None:
    give(page, CALM | {"age": typed})
    said = {key: text for section in page.sections for key, (text, _) in section.feedback.items()}
    assert list(said) == ["age"]
    assert "from 1 to 110" in said["age"]
    assert page.answers["walking"] == "fine"
    assert "1 question is still open" in page.progress.html
    give(page, {"age": "31"})
    assert not any(section.feedback for section in page.sections)
    assert "hip-urgency-self_manage" in page.result.html


def test_start_over_forgets_everything(page: _SelfCheck) -> None:
    give(page, CALM | TODAY)
    page.start_over()
    test_nothing_is_chosen_and_no_result_is_shown(page)
    assert shown(page) == [True, False, False, False]


def test_the_files_hold_what_was_answered_and_are_made_in_the_page(page: _SelfCheck) -> None:
    give(page, CALM | TODAY)
    links = re.findall(r'href="(data:[^"]+)"', page.result.html)
    paper, data = (base64.b64decode(x.partition("base64,")[2]).decode("utf-8") for x in links)
    record = json.loads(data)
    assert record["urgency"] == "same_day"
    assert record["answers"]["walking"] == "limp"
    assert record["patterns"]
    assert "<details open" in paper
    assert "http" not in re.sub(r"https?://[^\s\"<]*", "", paper)


def test_what_is_typed_never_becomes_html(page: _SelfCheck) -> None:
    give(page, {"age": "<img src=x>", "walking": "fine"})
    assert "<img" not in page.progress.html + page.result.html + page.top.html


def test_the_decision_table_shows_every_rule() -> None:
    text = _decisions()
    assert text.count("<tr><td>") == len(selfcheck.rules())
    for rule in selfcheck.rules():
        assert rule.reason.split(",")[0].split(".")[0] in text.replace("&#x27;", "'")
    assert "Not signed off" in text


def test_pointing_at_the_body_ticks_the_list_and_keeps_its_other_answers(page: _SelfCheck) -> None:
    give(page, CALM | {"place": ["knee", "outer"]})
    page.body.chosen = ["left_anterior_groin", "right_anterior_groin"]
    assert page.answers["place"] == ["knee", "outer", "front"]
    assert page.answers["start"] == "gradual"
    page.body.chosen = ["left_medial_groin"]
    assert page.answers["place"] == ["knee", "outer", "inner"]
    give(page, {"place": ["knee"]})
    assert page.body.chosen == []
    give(page, {"place": "unknown"})
    page.body.chosen = ["right_lateral"]
    assert page.answers["place"] == ["outer"]
    page.start_over()
    assert page.body.chosen == []


def test_the_body_is_shown_with_its_group(page: _SelfCheck) -> None:
    assert page.body.layout.display == "none"
    give(page, CALM)
    assert page.body.layout.display != "none"


def test_the_side_that_was_pointed_at_is_kept_with_the_result(page: _SelfCheck) -> None:
    give(page, CALM)
    page.body.chosen = ["left_lateral"]
    assert "Pointed at: Outer side of the hip, left." in page.result.html
    page.body.chosen = ["left_lateral", "right_lateral"]
    link = re.findall(r'href="data:application/json[^"]*base64,([^"]+)"', page.result.html)[0]
    record = json.loads(base64.b64decode(link))
    assert record["pointed_at"] == ["Outer side of the hip, right", "Outer side of the hip, left"]
    assert record["answers"]["place"] == "outer"

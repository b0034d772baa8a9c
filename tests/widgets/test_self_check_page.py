"""The red-flag screen: what it says, and what it must not say, while answers come in."""

from __future__ import annotations

import base64
import json
import re

import pytest

from hiplib.widgets.self_check_page import _Screen

EMERGENCY = "RF21"
TODAY = "RF04"


@pytest.fixture
def screen() -> _Screen:
    return _Screen()


def give(screen: _Screen, **answers: str) -> None:
    for section in screen.sections:
        own = {item["id"] for item in section.items}
        section.answers = section.answers | {k: v for k, v in answers.items() if k in own}


def all_no(screen: _Screen) -> dict[str, str]:
    return dict.fromkeys(screen.questions, "no")


def test_nothing_is_chosen_and_no_result_is_shown(screen: _Screen) -> None:
    assert screen.answers == {}
    assert screen.result.html == ""
    assert screen.top.html == ""
    assert "No answers yet" in screen.progress.html


def test_every_question_offers_not_knowing(screen: _Screen) -> None:
    items = [item for section in screen.sections for item in section.items]
    assert len(items) == 40
    assert all(["unknown", "I don't know"] in item["choices"] for item in items)


def test_no_calm_result_while_questions_are_open(screen: _Screen) -> None:
    give(screen, **{key: "no" for key in all_no(screen) if key != "RF01"})
    assert "1 safety question has no answer yet" in screen.progress.html
    assert "this is not a result yet" in screen.result.html
    assert "hip-badge" not in screen.result.html
    assert "Keep it" not in screen.result.html


def test_an_open_check_says_at_least(screen: _Screen) -> None:
    give(screen, **{TODAY: "yes"})
    assert "Not a result yet" in screen.result.html
    assert "at least this: Today" in screen.progress.html


def test_an_emergency_is_shown_at_once_on_top_and_beside_its_question(screen: _Screen) -> None:
    give(screen, **{EMERGENCY: "yes"})
    assert "hip-urgency-emergency_now" in screen.top.html
    assert "need not answer the rest" in screen.progress.html
    assert "Your result" in screen.result.html
    told = {key: text for section in screen.sections for key, (text, _) in section.feedback.items()}
    assert list(told) == [EMERGENCY]
    assert "help now" in told[EMERGENCY]
    give(screen, **{EMERGENCY: "no"})
    assert screen.top.html == ""
    assert not any(section.feedback for section in screen.sections)


def test_the_result_shows_reasons_answers_and_time(screen: _Screen) -> None:
    give(screen, **all_no(screen) | {TODAY: "yes", "RF21": "unknown"})
    shown = screen.result.html
    assert "Your result" in shown
    assert "hip-urgency-same_day" in shown
    assert screen.questions[TODAY].text.split(",")[0] in shown
    assert "stays open" in shown
    assert re.search(r"Answers used \(40\), \d\d \w+ \d{4}, \d\d:\d\d:\d\d", shown)
    assert "not a diagnosis" in shown


def test_start_over_forgets_everything(screen: _Screen) -> None:
    give(screen, **{EMERGENCY: "yes", TODAY: "no"})
    screen.start_over()
    test_nothing_is_chosen_and_no_result_is_shown(screen)


def test_the_files_hold_what_was_answered_and_are_made_in_the_page(screen: _Screen) -> None:
    give(screen, **all_no(screen) | {TODAY: "yes"})
    links = re.findall(r'href="(data:[^"]+)"', screen.result.html)
    assert len(links) == 2
    texts = [base64.b64decode(link.partition("base64,")[2]).decode("utf-8") for link in links]
    record = json.loads(texts[1])
    assert record["urgency"] == "same_day"
    assert record["finished"] is True
    assert {"question_id": TODAY, "answer": "yes"}.items() <= next(
        entry for entry in record["answers"] if entry["question_id"] == TODAY
    ).items()
    assert "<details open" in texts[0]
    assert "http" not in re.sub(r"https?://[^\s\"<]*", "", texts[0])


def test_an_impossible_answer_is_a_sentence_and_keeps_the_rest(screen: _Screen) -> None:
    give(screen, **{TODAY: "yes"})
    before = screen.result.html
    give(screen, RF01="perhaps")
    assert "hip-error" in screen.progress.html
    assert "RF01" in screen.progress.html
    assert screen.result.html == before
    assert screen.answers[TODAY] == "yes"

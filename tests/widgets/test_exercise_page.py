"""Page 07c and the evidence board: predict before the picture, replies, nothing lost."""

from __future__ import annotations

import pytest

from hiplib import widgets
from hiplib.training import exercises as tasks
from hiplib.widgets.exercise_page import FIRST, NOT_YET, _Exercises
from hiplib.widgets.plot import PlotView


@pytest.fixture
def page() -> _Exercises:
    return _Exercises()


def test_no_picture_before_a_prediction(page: _Exercises) -> None:
    assert page.place.children == ()
    assert FIRST in page.trying.html
    page.asked.answers = {page.id: "same"}
    assert page.plot in page.place.children
    assert FIRST not in page.trying.html
    assert page.plot.summary
    assert page.said.html == ""  # the reply comes on request


def test_the_slider_draws_anew(page: _Exercises) -> None:
    page.asked.answers = {page.id: "fewer"}
    before = page.plot.summary
    page.slider.value = 20
    assert page.plot.summary != before


def test_check_replies_and_a_new_answer_takes_it_away(page: _Exercises) -> None:
    page.check()
    assert NOT_YET.replace("'", "&#x27;") in page.said.html
    page.asked.answers = {page.id: "same"}
    page.check()
    assert "The models agree." in page.said.html
    page.asked.answers = {page.id: "more"}
    assert page.said.html == ""
    page.check()
    assert "Not what the models say." in page.said.html


def test_answers_and_words_are_kept(page: _Exercises) -> None:
    page.asked.answers = {page.id: "same"}
    page.note.value = "Because of the week."
    page.check()
    page.step(1)
    assert page.note.value == ""
    assert page.said.html == ""
    page.step(-1)
    assert page.asked.answers == {"ten_percent": "same"}
    assert page.note.value == "Because of the week."
    assert "The models agree." in page.said.html


def test_ends_are_ends_and_every_exercise_opens(page: _Exercises) -> None:
    page.step(-1)
    assert page.choice.value == 0
    for place, row in enumerate(page.rows):
        page.choice.value = place
        page.asked.answers = {page.id: "unknown"}
        page.check()
        assert row["title"] in page.plot.label
        assert "Fair enough" in page.said.html
    page.step(1)
    assert page.choice.value == len(page.rows) - 1


def test_bad_numbers_are_told_in_a_sentence(page: _Exercises) -> None:
    page.choice.value = [row["exercise_id"] for row in page.rows].index("half")
    page.asked.answers = {"half": "<b>many"}
    page.check()
    assert "hip-error" in page.said.html
    assert "<b>many" not in page.said.html
    assert tasks.judge("half", "8").correct


def test_the_board_shows_a_topic_or_offers_all() -> None:
    one = widgets.evidence_board("shoes")
    assert sum(isinstance(part, PlotView) for part in one.children) == 1
    board = widgets.evidence_board()
    choice, plot, words = board.children
    for _, topic in choice.options:
        choice.value = topic
        assert plot.summary
        assert "<li>" in words.html
    with pytest.raises(ValueError, match="Did you mean shoes"):
        widgets.evidence_board("shoos")


def test_the_clock_says_what_it_does_not_say() -> None:
    plot = widgets.recovery_clock().children[0]
    assert "no trial of rest days" in plot.summary

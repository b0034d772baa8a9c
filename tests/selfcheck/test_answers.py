"""Questions and answers: what is possible, and the sentence about what is not."""

from __future__ import annotations

import pytest
from calm import CALM, QUESTIONS

from hiplib import AnswerError
from hiplib.selfcheck import assess


def test_at_most_fifteen_questions_the_signs_that_cannot_wait_first() -> None:
    assert len(QUESTIONS) <= 15
    assert list(QUESTIONS)[:5] == ["walking", "nerves", "leg", "belly", "illness"]
    pages = [question.page for question in QUESTIONS.values()]
    assert [page for place, page in enumerate(pages) if page not in pages[:place]] == list(
        dict.fromkeys(pages)
    )


@pytest.mark.parametrize("age", [-3, 0, 111, 300, float("nan"), "30", True, None, [30]])
def test_an_impossible_age_names_the_question_and_what_is_allowed(age: object) -> None:
    with pytest.raises(AnswerError, match=r"Question age: .*Allowed: a number from 1 to 110"):
        assess({"age": age})


@pytest.mark.parametrize("bad", ["maybe", "CANNOT", "", True, None, 1, ["limp"], {"limp"}])
def test_an_impossible_choice_names_question_and_choices(bad: object) -> None:
    with pytest.raises(AnswerError, match="Allowed: cannot, limp, some, fine, unknown") as caught:
        assess({"walking": bad})
    assert caught.value.question == "walking"


@pytest.mark.parametrize("bad", [["saddle", "hip"], [1], [["saddle"]], {"saddle": "yes"}, 3, None])
def test_an_impossible_list_names_question_and_choices(bad: object) -> None:
    with pytest.raises(AnswerError, match=r"Question nerves: .*Allowed: saddle, bladder"):
        assess({"nerves": bad})


def test_none_cannot_stand_beside_a_sign() -> None:
    with pytest.raises(AnswerError, match="Question nerves: 'none' cannot stand beside"):
        assess({"nerves": ["none", "saddle"]})


@pytest.mark.parametrize("bad", ["RF01", "Age", "", "hop"])
def test_an_unknown_question_is_named(bad: str) -> None:
    with pytest.raises(AnswerError, match="no such question") as caught:
        assess({bad: "yes"})
    assert caught.value.question == bad
    assert "walking" in caught.value.allowed


def test_one_choice_may_be_given_without_a_list_and_an_empty_list_is_no_answer() -> None:
    assert assess({"nerves": "saddle"}) == assess({"nerves": ["saddle"]})
    assert assess(CALM | {"nerves": []}).unanswered == ("nerves",)


def test_the_answers_used_are_kept_in_the_order_of_the_questions() -> None:
    result = assess({"age": 30, "walking": "unknown", "nerves": ["weak_leg", "unknown"]})
    assert result.answers == (
        ("walking", "unknown"),
        ("nerves", "weak_leg, unknown"),
        ("age", "30"),
    )

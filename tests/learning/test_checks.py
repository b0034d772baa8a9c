"""Check questions: every choice has its own reply, and the keyed one is judged right."""

from __future__ import annotations

import pytest

from hiplib import AnswerError, learning, tables

CHOICES = tables.read("check_choices")
ROWS = [
    (row["question_id"], row["choice_id"], row["correct"]) for row in CHOICES.to_dict("records")
]
QUESTIONS = list(tables.read("check_questions")["question_id"])


@pytest.mark.parametrize("page_id", ["03_conditions", "05_self_check"])
def test_a_page_has_questions_in_order(page_id: str) -> None:
    asked = learning.questions(page_id)
    assert len(asked) >= 5
    assert all(question.page_id == page_id for question in asked)
    order = tables.read("check_questions").set_index("question_id")["order"]
    assert [order[question.question_id] for question in asked] == sorted(
        order[question.question_id] for question in asked
    )


def test_every_question_is_shown_on_some_page() -> None:
    pages = tables.read("pages")["page_id"]
    shown = [question.question_id for page in pages for question in learning.questions(page)]
    assert sorted(shown) == sorted(QUESTIONS)


@pytest.mark.parametrize(("question_id", "choice_id", "correct"), ROWS)
def test_every_choice_gets_its_own_reply(question_id: str, choice_id: str, correct: bool) -> None:
    reply = learning.judge(question_id, choice_id)
    assert reply.correct == correct
    assert len(reply.text.split()) >= 6


@pytest.mark.parametrize("question_id", QUESTIONS)
def test_one_keyed_choice_and_different_replies(question_id: str) -> None:
    own = CHOICES[CHOICES["question_id"] == question_id]
    assert own["correct"].sum() == 1
    assert len(own) >= 3
    assert own["feedback"].is_unique
    assert own["text"].is_unique


@pytest.mark.parametrize("question_id", QUESTIONS)
def test_not_knowing_gets_the_explanation(question_id: str) -> None:
    own = CHOICES[(CHOICES["question_id"] == question_id) & CHOICES["correct"]]
    reply = learning.judge(question_id, "unknown")
    assert not reply.correct
    assert own["feedback"].item() in reply.text


def test_a_reply_with_numbers_names_its_source() -> None:
    """A number on a page without a source is a defect."""
    own_pages = ("conditions_", "self_check_")
    for row in CHOICES.to_dict("records"):
        if row["question_id"].startswith(own_pages) and any(c.isdigit() for c in row["feedback"]):
            reply = learning.judge(row["question_id"], row["choice_id"])
            assert reply.reference is not None, row["feedback"]


def test_the_keyed_choice_is_not_always_in_the_same_place() -> None:
    places = CHOICES.loc[CHOICES["correct"], "order"]
    assert places.nunique() >= 3
    assert places.value_counts(normalize=True).max() < 0.75


def test_unknown_names_are_errors_that_name_what_is_allowed() -> None:
    with pytest.raises(ValueError, match="page 'nowhere' is unknown; known: 00_start_here"):
        learning.questions("nowhere")
    with pytest.raises(AnswerError, match="no such question"):
        learning.judge("nothing", "a")
    with pytest.raises(AnswerError, match=r"not a choice.*Allowed: .*unknown"):
        learning.judge(QUESTIONS[0], "zzz")

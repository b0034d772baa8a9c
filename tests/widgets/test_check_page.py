"""Check yourself: a reply under each answered question."""

from __future__ import annotations

import pytest

from hiplib import learning
from hiplib.widgets.check_page import check_yourself


def test_each_choice_is_answered_under_its_question() -> None:
    asked, sources, _ = check_yourself("03_conditions").children
    question = learning.questions("03_conditions")[0]
    for choice in (*[choice.choice_id for choice in question.choices], "unknown"):
        asked.answers = {question.question_id: choice}
        reply = learning.judge(question.question_id, choice)
        text, kind = asked.feedback[question.question_id]
        assert text.startswith(reply.text)
        assert kind == ("right" if reply.correct else "" if choice == "unknown" else "wrong")
        assert reply.reference is not None
        assert reply.reference.short in text
        assert reply.reference.title in sources.html
        assert list(asked.feedback) == [question.question_id]


def test_nothing_is_said_before_an_answer() -> None:
    assert check_yourself("05_self_check").children[0].feedback == {}


def test_an_unknown_page_is_named() -> None:
    with pytest.raises(ValueError, match="'99_nowhere' is unknown"):
        check_yourself("99_nowhere")

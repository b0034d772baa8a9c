"""Check yourself: the check questions of a page with a reply to each choice."""

from __future__ import annotations

import ipywidgets

from hiplib import learning
from hiplib.widgets import html
from hiplib.widgets.controls import column
from hiplib.widgets.live import Live
from hiplib.widgets.questions import Item, Questions


def check_yourself(page_id: str) -> ipywidgets.Widget:
    """Return the check questions of a page; each choice gets its own reply.

    Parameters
    ----------
    page_id : str
        Name of the page, for example "03_conditions".

    Raises
    ------
    ValueError
        For an unknown page.
    """
    questions = learning.questions(page_id)
    asked = Questions(_item(question) for question in questions)
    asked.observe(lambda change: _reply(asked, change["new"]), "answers")
    ref_ids = [ref_id for question in questions for ref_id in _ref_ids(question)]
    return column(asked, Live(_sources(ref_ids), polite=False))


def _item(question: learning.Question) -> Item:
    choices = tuple((choice.choice_id, choice.text) for choice in question.choices)
    return Item(question.question_id, question.prompt, choices=choices)


def _ref_ids(question: learning.Question) -> list[str]:
    """Return the sources of all replies to a question."""
    replies = [
        learning.judge(question.question_id, choice.choice_id) for choice in question.choices
    ]
    return [reply.reference.ref_id for reply in replies if reply.reference]


def _sources(ref_ids: list[str]) -> str:
    return html.fold("Sources of the replies", html.sources(ref_ids)) if ref_ids else ""


def _reply(asked: Questions, answers: dict[str, str]) -> None:
    """Show the reply to every answered question."""
    replies = {}
    for question_id, choice_id in answers.items():
        feedback = learning.judge(question_id, choice_id)
        source = f" Source: {feedback.reference.short}." if feedback.reference else ""
        kind = "right" if feedback.correct else "" if choice_id == "unknown" else "wrong"
        replies[question_id] = (feedback.text + source, kind)
    asked.tell(replies)

"""Check yourself: check questions of all kinds with a reply to each answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ipywidgets

from hiplib import evidence, learning, tables
from hiplib.errors import AnswerError
from hiplib.figures import body_map
from hiplib.learning import record as r
from hiplib.widgets import html
from hiplib.widgets.controls import column
from hiplib.widgets.live import Live
from hiplib.widgets.progress_store import store
from hiplib.widgets.questions import Item, Questions


def check_yourself(page_id: str) -> ipywidgets.Widget:
    """Return the check questions of a page; each answer gets its own reply and is remembered.

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
    asked = Questions(item(question) for question in questions)
    ids = {question.question_id for question in questions}
    asked.observe(lambda change: answered(asked, change["new"]), "answers")
    store().on_change(lambda: _recall(asked, ids))
    _recall(asked, ids)
    return column(asked, Live(sources(questions), polite=False), store())


def item(question: learning.Question) -> Item:
    """Return a question as the widget shows it."""
    parts = tuple((choice.choice_id, choice.text) for choice in question.choices)
    listed = question.kind in ("order", "match")
    return Item(
        question.question_id,
        question.prompt,
        choices=() if listed or question.kind == "number" else parts,
        many=question.kind == "multiple",
        number=question.kind == "number",
        form=question.kind if listed or question.kind == "multiple" else "",
        parts=parts if listed else (),
        targets=question.targets,
        unit=question.unit,
        picture=body_map.body_svg(control=True) if question.kind == "hotspot" else "",
    )


def answered(
    asked: Questions, answers: dict[str, Any], known: dict[str, Any] | None = None
) -> None:
    """Show the reply to every answered question, and remember what is not `known` yet.

    Known are the last answers of the record; a round of the review starts with none.
    """
    replies: dict[str, tuple[str, str]] = {}
    known = store().record.latest() if known is None else known
    for question_id, answer in answers.items():
        try:
            feedback = learning.judge(question_id, answer)
        except AnswerError as problem:
            replies[question_id] = (f"{problem.problem}. Allowed: {problem.allowed}.", "")
            continue
        source = f" Source: {feedback.reference.short}." if feedback.reference else ""
        missing = answer in ("unknown", ["unknown"])
        kind = "right" if feedback.correct else "" if missing else "wrong"
        replies[question_id] = (feedback.text + source, kind)
        if known.get(question_id) != answer:
            known[question_id] = answer
            store().add(r.ANSWER, question_id, answer)
    asked.tell(replies)


def sources(questions: Iterable[learning.Question]) -> str:
    """Return the sources of all replies to some questions as a fold."""
    ids = {question.question_id for question in questions}
    rows = tables.read("check_choices")
    own = rows[rows["question_id"].isin(ids)].to_dict("records")
    return html.source_fold(map(evidence.source_of, own), "Sources of the replies")


def _recall(asked: Questions, ids: set[str]) -> None:
    """Bring earlier answers back to questions that are not answered on this page."""
    latest = store().record.latest()
    found = {key: value for key, value in latest.items() if key in ids}
    if not store().record.entries and asked.answers:
        asked.clear()
    elif {**found, **asked.answers} != asked.answers:
        asked.answers = {**found, **asked.answers}

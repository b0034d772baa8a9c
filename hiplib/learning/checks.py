"""Check questions: a prompt, a few choices, and a reply of its own for each of them.

Choice made here: wrong choices are the usual misconceptions, and a reply explains instead of saying
"wrong". Not knowing is a fair answer and gets the explanation of the keyed choice.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any

from hiplib import evidence, tables
from hiplib.errors import AnswerError

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a check question."""

    choice_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A check question of one page; `choices` are in the order in which they are shown."""

    question_id: str
    page_id: str
    prompt: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """The reply to a choice: its text, whether the choice is the keyed one, and its source."""

    text: str
    correct: bool
    reference: evidence.Reference | None


def questions(page_id: str) -> tuple[Question, ...]:
    """Return the check questions of a page, in order.

    Parameters
    ----------
    page_id : str
        Name of a page, for example "05_self_check".

    Returns
    -------
    tuple of Question
        Empty for a page without check questions.

    Raises
    ------
    ValueError
        For an unknown page; the message names the known ones.

    Examples
    --------
    >>> from hiplib import learning
    >>> [choice.choice_id for choice in learning.questions("05_self_check")[0].choices]
    ['as_no', 'open', 'skip']
    """
    known = tuple(tables.read("pages")["page_id"])
    if page_id not in known:
        raise ValueError(f"page {page_id!r} is unknown; known: {', '.join(known)}")
    return tuple(question for question in _questions().values() if question.page_id == page_id)


def judge(question_id: str, choice_id: str) -> Feedback:
    """Return the reply to one choice.

    Parameters
    ----------
    question_id : str
        Id of a check question.
    choice_id : str
        Id of one of its choices, or "unknown".

    Returns
    -------
    Feedback

    Raises
    ------
    hiplib.AnswerError
        For an unknown question or choice; it names what is allowed.

    Examples
    --------
    >>> from hiplib import learning
    >>> question = learning.questions("05_self_check")[0]
    >>> learning.judge(question.question_id, "unknown").correct
    False
    """
    if question_id not in _questions():
        raise AnswerError(question_id, "there is no such question", ", ".join(_questions()))
    replies = _replies(question_id)
    if choice_id == UNKNOWN:
        keyed = next(reply for reply in replies.values() if reply.correct)
        return Feedback(f"Fair enough. Here is the answer. {keyed.text}", False, keyed.reference)
    if choice_id not in replies:
        allowed = ", ".join([*replies, UNKNOWN])
        raise AnswerError(question_id, f"{choice_id!r} is not a choice", allowed)
    return replies[choice_id]


@cache
def _questions() -> dict[str, Question]:
    choices = tables.read("check_choices").sort_values(["question_id", "order"])
    made = {}
    rows = tables.read("check_questions").sort_values(["page_id", "order"])
    for row in rows.to_dict("records"):
        own = choices[choices["question_id"] == row["question_id"]]
        shown = tuple(map(Choice, own["choice_id"], own["text"]))
        made[row["question_id"]] = Question(
            row["question_id"], row["page_id"], row["prompt"], shown
        )
    return made


@cache
def _replies(question_id: str) -> dict[str, Feedback]:
    choices = tables.read("check_choices")
    own = choices[choices["question_id"] == question_id]
    return {
        row["choice_id"]: Feedback(row["feedback"], bool(row["correct"]), _source(row))
        for row in own.to_dict("records")
    }


def _source(row: dict[Hashable, Any]) -> evidence.Reference | None:
    """Return the reference of a reply: named directly, or through the fact that it rests on."""
    if row["ref_id"]:
        return evidence.reference(row["ref_id"])
    if row["fact_id"]:
        return evidence.fact(row["fact_id"]).reference
    return None

"""The questions of the self-check, and answers checked against them.

Choice made here: an answer is a set of choices that hold, a set that may hold ("unknown"), and
nothing else; a question without an answer is a state of its own. So a rule can never mistake
"not asked" or "not known" for "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from hiplib import tables
from hiplib.errors import AnswerError
from hiplib.selfcheck.model import UNKNOWN, Choice, Question

NONE = "none"


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: the choices chosen, the number, and whether something stays unknown."""

    chosen: frozenset[str] = frozenset()
    number: float | None = None
    unknown: bool = False

    def __str__(self) -> str:
        words = sorted(self.chosen) + ([UNKNOWN] if self.unknown else [])
        return f"{self.number:g}" if self.number is not None else ", ".join(words)


@cache
def questions() -> tuple[Question, ...]:
    """Return the questions of the self-check, the signs that cannot wait first.

    Examples
    --------
    >>> from hiplib import selfcheck
    >>> first = selfcheck.questions()[0]
    >>> first.id, first.kind, first.choices[0].id
    ('walking', 'one_of', 'cannot')
    """
    choices: dict[str, list[Choice]] = {}
    for row in tables.records("selfcheck_choices"):
        choices.setdefault(row["question_id"], []).append(Choice(row["choice_id"], row["text"]))
    return tuple(
        Question(id=(key := row.pop("question_id")), choices=tuple(choices.get(key, ())), **row)
        for row in tables.records("selfcheck_questions")
    )


def checked(answers: Mapping[str, object]) -> dict[str, Given]:
    """Return the answers in the order of the questions; an empty list counts as not answered.

    Raises
    ------
    hiplib.AnswerError
        For the first question id or answer that is impossible; names what is allowed.
    """
    known = {question.id: question for question in questions()}
    for question_id in answers:
        if question_id not in known:
            raise AnswerError(
                str(question_id), "there is no such question", f"one of {', '.join(known)}"
            )
    given = {key: _given(known[key], answers[key]) for key in known if key in answers}
    return {key: answer for key, answer in given.items() if answer is not None}


def _given(question: Question, answer: Any) -> Given | None:
    if isinstance(answer, str) and answer == UNKNOWN:
        return Given(unknown=True)
    if question.kind == "number":
        return Given(number=_number(question, answer))
    many = question.kind == "many_of" and isinstance(answer, list | tuple | set | frozenset)
    chosen = list(answer) if many else [answer]
    allowed = [choice.id for choice in question.choices]
    for one in chosen:
        if not isinstance(one, str) or one not in [*allowed, UNKNOWN]:
            raise AnswerError(
                question.id, f"{one!r} is not an answer", ", ".join([*allowed, UNKNOWN])
            )
    if NONE in chosen and len(set(chosen)) > 1:
        raise AnswerError(
            question.id, "'none' cannot stand beside another answer", "'none' alone, or the others"
        )
    if not chosen:
        return None
    return Given(frozenset(chosen) - {UNKNOWN}, unknown=UNKNOWN in chosen)


def _number(question: Question, answer: Any) -> float:
    allowed = f"a number from {question.low} to {question.high}, or {UNKNOWN}"
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        raise AnswerError(question.id, f"{answer!r} is not a number", allowed)
    assert question.low is not None
    assert question.high is not None
    if not question.low <= answer <= question.high:
        raise AnswerError(question.id, f"{answer:g} is not possible", allowed)
    return float(answer)

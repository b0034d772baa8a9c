"""Check questions of six kinds: a prompt, an answer, and a reply to every possible answer.

Choice made here: wrong choices are the usual misconceptions, and a reply explains instead of saying
"wrong". Not knowing is a fair answer and gets the explanation. Points go from 0 to 1:
single and hotspot all or nothing; several (right minus wrong ticks) / keyed; number 1 within its
tolerance and a half within three times that; order the share of pairs in order; match the share
of pairs that are right.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from hiplib import evidence, tables
from hiplib.errors import AnswerError

UNKNOWN = "unknown"
KINDS = ("single", "multiple", "number", "order", "match", "hotspot")
NEAR = 3  # tolerances within which a number is near
_BANDS = ("right", "near", "low", "high")


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice (or item to order or to match) of a check question."""

    choice_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A check question of one page; `choices` are in the order in which they are shown.

    `targets` are the right sides of a match, in the order in which they are shown; `unit` belongs
    to a number; `level` is the Bloom level; `on_page` is False for review and tests only.
    """

    question_id: str
    page_id: str
    prompt: str
    choices: tuple[Choice, ...]
    kind: str = "single"
    level: str = ""
    targets: tuple[str, ...] = ()
    unit: str = ""
    on_page: bool = True


@dataclass(frozen=True, slots=True)
class Feedback:
    """The reply to an answer: text, whether all is right, the first source, points (0 to 1)."""

    text: str
    correct: bool
    reference: evidence.Reference | None
    score: float = 0.0


def questions(page_id: str, *, review: bool = False) -> tuple[Question, ...]:
    """Return the check questions of a page, in order; with `review` those of the review as well.

    Parameters
    ----------
    page_id : str
        Name of a page, for example "05_self_check".
    review : bool
        Also the questions that only the review page and the tests ask.

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
    own = (question for question in all_questions() if question.page_id == page_id)
    return tuple(question for question in own if review or question.on_page)


def all_questions() -> tuple[Question, ...]:
    """Return every question of the course, page by page."""
    return tuple(_questions().values())


def question(question_id: str) -> Question:
    """Return one question; AnswerError for an unknown one."""
    if question_id not in _questions():
        raise AnswerError(question_id, "there is no such question", "a question of this course")
    return _questions()[question_id]


def keyed(question_id: str) -> Any:
    """Return the answer that scores full marks, in the form that `judge` takes.

    Examples
    --------
    >>> keyed("anatomy_bones")
    'ilium'
    """
    asked, rows = question(question_id), _rows(question_id)
    if asked.kind == "number":
        return f"{_setting(question_id)['value']:g}"
    if asked.kind == "order":
        return [row["choice_id"] for row in rows]
    if asked.kind == "match":
        return {row["choice_id"]: row["target"] for row in rows}
    right = [row["choice_id"] for row in rows if row["correct"]]
    return right if asked.kind == "multiple" else right[0]


def judge(question_id: str, answer: Any) -> Feedback:
    """Return the reply to an answer.

    Parameters
    ----------
    question_id : str
        Id of a check question.
    answer : str, list of str or dict of str to str
        A choice (single, hotspot), a number as text, the ticked choices (multiple), all choices in
        order (order), item to target (match), or "unknown".

    Returns
    -------
    Feedback

    Raises
    ------
    hiplib.AnswerError
        For an unknown question or an answer that is not possible; it names what is allowed.

    Examples
    --------
    >>> from hiplib import learning
    >>> question = learning.questions("05_self_check")[0]
    >>> learning.judge(question.question_id, "unknown").correct
    False
    """
    asked, rows = question(question_id), _rows(question_id)
    if answer in (UNKNOWN, [UNKNOWN]):
        right = [row for row in rows if row["correct"]]
        lead, points = "Fair enough. Here is the answer.", 0.0
        return _reply(f"{lead}{_key_words(asked, rows)}", right, points)
    if asked.kind == "number":
        return _judge_number(question_id, answer, rows)
    parts = {"multiple": _judge_multiple, "order": _judge_order, "match": _judge_match}
    if asked.kind in parts:
        return parts[asked.kind](asked, answer, rows)
    known = {row["choice_id"]: row for row in rows}
    if not isinstance(answer, str) or answer not in known:
        raise _not_possible(asked, f"{answer!r} is not a choice", [*known, UNKNOWN])
    return _reply("", [known[answer]], float(known[answer]["correct"]))


def wrong_choices(question_id: str) -> list[tuple[str, str]]:
    """Return words and reply of each choice that is not keyed nor near it: usual misconceptions.

    Examples
    --------
    >>> wrong_choices("anatomy_bones")[0][0]
    'Ileum, ischium and pubis'
    """
    question(question_id)
    wrong = (one for one in _rows(question_id) if not one["correct"] and one["choice_id"] != "near")
    return [(row["text"], row["feedback"]) for row in wrong]


# Kinds ---------------------------------------------------------------------------------------


def _judge_number(question_id: str, answer: Any, rows: list[dict[str, Any]]) -> Feedback:
    setting = _setting(question_id)
    try:
        given = float(str(answer).strip().replace(",", ".").removesuffix(setting["unit"]).strip())
    except ValueError:
        given = math.nan
    if not math.isfinite(given):
        raise AnswerError(question_id, f"{answer!r} is not a number", "a number such as 12 or 3.5")
    off = abs(given - setting["value"]) / setting["tolerance"]
    band = "right" if off <= 1 + 1e-9 else "near" if off <= NEAR + 1e-9 else ""
    band = band or ("low" if given < setting["value"] else "high")
    row = next(one for one in rows if one["choice_id"] == band)
    return _reply("", [row], {"right": 1.0, "near": 0.5}.get(band, 0.0))


def _judge_multiple(asked: Question, answer: Any, rows: list[dict[str, Any]]) -> Feedback:
    known = [row["choice_id"] for row in rows]
    if not isinstance(answer, Sequence) or isinstance(answer, str) or set(answer) - {*known}:
        raise _not_possible(asked, f"{answer!r} is not a list of its choices", known)
    right = {row["choice_id"] for row in rows if row["correct"]}
    chosen = set(answer)
    points = max(0.0, (len(chosen & right) - len(chosen - right)) / len(right))
    missed = len(right - chosen)
    lead = f"{len(chosen & right)} of {len(right)} found, {len(chosen - right)} too many."
    said = [row for row in rows if row["choice_id"] in chosen]
    more = [row for row in rows if row["choice_id"] in right - chosen]
    text = lead + _each(said, "") + (" Missed:" + _each(more, "") if missed else "")
    return Feedback(text, points == 1, _first([*said, *more]), points)


def _judge_order(asked: Question, answer: Any, rows: list[dict[str, Any]]) -> Feedback:
    right = [row["choice_id"] for row in rows]
    if not isinstance(answer, list) or sorted(map(str, answer)) != sorted(right):
        raise _not_possible(asked, "it needs every item once", right)
    pairs = list(itertools.combinations(right, 2))
    points = sum(answer.index(a) < answer.index(b) for a, b in pairs) / len(pairs)
    placed = sum(a == b for a, b in zip(answer, right, strict=True))
    lead = f"{placed} of {len(right)} in the right place.{_key_words(asked, rows)}"
    return _reply(lead, rows, points)


def _judge_match(asked: Question, answer: Any, rows: list[dict[str, Any]]) -> Feedback:
    right = {row["choice_id"]: row["target"] for row in rows}
    allowed = {*asked.targets, UNKNOWN}
    if not isinstance(answer, Mapping) or set(answer) != set(right) or {*answer.values()} - allowed:
        raise _not_possible(asked, "each item needs one of the answers", asked.targets)
    hits = sum(answer[key] == value for key, value in right.items())
    marks = {key: "Right" if answer[key] == right[key] else "Not this one" for key in right}
    words = "".join(f" {row['text']}: {marks[row['choice_id']]}. {row['feedback']}" for row in rows)
    lead = f"{hits} of {len(right)} pairs are right."
    return Feedback(lead + words, hits == len(right), _first(rows), hits / len(right))


def _key_words(asked: Question, rows: list[dict[str, Any]]) -> str:
    """Return the key in words for the kinds whose replies alone do not give it."""
    if asked.kind == "order":
        return f" The order is: {'; '.join(row['text'] for row in rows)}."
    if asked.kind == "number":
        return f" It is {keyed(asked.question_id)} {asked.unit}".rstrip() + "."
    return ""


def _reply(lead: str, rows: list[dict[str, Any]], points: float) -> Feedback:
    return Feedback((lead + _each(rows, "")).strip(), points == 1, _first(rows), points)


def _each(rows: list[dict[str, Any]], between: str) -> str:
    return between.join(f" {row['feedback']}" for row in rows)


def _first(rows: list[dict[str, Any]]) -> evidence.Reference | None:
    return next((found for row in rows if (found := _source(row))), None)


def _not_possible(asked: Question, problem: str, allowed: Sequence[str]) -> AnswerError:
    return AnswerError(asked.question_id, problem, ", ".join(allowed))


# Tables --------------------------------------------------------------------------------------


@cache
def _questions() -> dict[str, Question]:
    made = {}
    rows = tables.read("check_questions").sort_values(["page_id", "order"])
    for row in rows.to_dict("records"):
        key, kind = row["question_id"], row["kind"]
        own = _rows(key)
        shown = [Choice(one["choice_id"], one["text"]) for one in own]
        targets = sorted({one["target"] for one in own if one["target"]})
        if kind == "order":  # never shown in the keyed order, and always in the same other one
            random.Random(key).shuffle(shown)
            if [one.choice_id for one in shown] == [one["choice_id"] for one in own]:
                shown.reverse()
        shown = [] if kind == "number" else shown
        made[key] = Question(
            key, row["page_id"], row["prompt"], tuple(shown), kind, row["level"],
            tuple(targets), row["unit"], row["place"] != "review",
        )  # fmt: skip
    return made


@cache
def _grouped() -> dict[str, list[dict[str, Any]]]:
    made: dict[str, list[dict[str, Any]]] = {}
    rows = tables.read("check_choices").sort_values(["question_id", "order"])
    for row in rows.to_dict("records"):
        made.setdefault(row["question_id"], []).append({str(k): v for k, v in row.items()})
    return made


def _rows(question_id: str) -> list[dict[str, Any]]:
    return _grouped()[question_id]


@cache
def _settings() -> dict[str, dict[Hashable, Any]]:
    rows = tables.read("check_questions").to_dict("records")
    return {row["question_id"]: row for row in rows}


def _setting(question_id: str) -> dict[Hashable, Any]:
    return _settings()[question_id]


def _source(row: Mapping[str, Any]) -> evidence.Reference | None:
    ref_id = evidence.source_of(row)
    return evidence.reference(ref_id) if ref_id else None

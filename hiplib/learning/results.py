"""What a record says: what is done of each page, the learning gain, and the results of a class."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from hiplib import tables
from hiplib.errors import AnswerError, InputError
from hiplib.learning import checks
from hiplib.learning import record as r
from hiplib.learning.record import Record

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("learner", "page_id", "answered", "correct", "pre", "post", "gain", "problem")


@dataclass(frozen=True, slots=True)
class Gain:
    """Learning gain: shares right before and after (0 to 1) of `questions` questions each.

    `normalised` is the part of what could still be learned (None when all was right before).
    `margin` is the half-width of a rough 95% interval of `absolute`: two shares of independent
    questions, normal approximation. It is wide for few questions.
    """

    pre: float
    post: float
    questions: int

    @property
    def absolute(self) -> float:
        """Share right after minus share right before."""
        return self.post - self.pre

    @property
    def normalised(self) -> float | None:
        """Absolute gain divided by what was still missing before."""
        return self.absolute / (1 - self.pre) if self.pre < 1 else None

    @property
    def margin(self) -> float:
        """Half-width of the interval; never 0, since few questions can all be right by luck."""
        n = max(self.questions, 1)
        shares = [(share * n + 1) / (n + 2) for share in (self.pre, self.post)]
        return 1.96 * math.sqrt(sum(share * (1 - share) / n for share in shares))


def score(question_id: str, answer: Any) -> float | None:
    """Return the points (0 to 1) of an answer; None for a question or answer not known here."""
    try:
        return checks.judge(question_id, answer).score
    except AnswerError:
        return None


def page_progress(record: Record) -> dict[str, tuple[int, int]]:
    """Return for each page how many of its own questions were answered, and how many it has.

    Parameters
    ----------
    record : Record
        What the learner did.

    Returns
    -------
    dict of str to tuple of int
        Every page of the course that has questions.

    Examples
    --------
    >>> page_progress(Record())["01_hip_anatomy"][0]
    0
    """
    done = set(record.latest())
    counts = {}
    for page_id in tables.read("pages")["page_id"]:
        own = [question.question_id for question in checks.questions(page_id)]
        if own:
            counts[page_id] = len(done & set(own)), len(own)
    return counts


def exam_scores(record: Record, kind: str) -> dict[str, float]:
    """Return the points of each question in the last finished test ("pre" or "post")."""
    taken = record.of(kind)
    answers = taken[-1].answer if taken else {}
    answers = answers if isinstance(answers, dict) else {}
    points = {question_id: score(question_id, answer) for question_id, answer in answers.items()}
    return {question_id: one for question_id, one in points.items() if one is not None}


def gain(record: Record) -> Gain | None:
    """Return the learning gain; None before both tests are finished."""
    pre, post = exam_scores(record, r.PRE), exam_scores(record, r.POST)
    if not pre or not post:
        return None
    return Gain(_mean(pre.values()), _mean(post.values()), min(len(pre), len(post)))


def class_results(files: Mapping[str, bytes]) -> pd.DataFrame:
    """Return the results of a class from the progress files of its learners.

    Parameters
    ----------
    files : mapping of str to bytes
        File name to content; the name without its ending names the learner.

    Returns
    -------
    pandas.DataFrame
        One row a learner and page with anything done: `answered` and `correct` questions (number),
        `pre`, `post` (share right, NaN when not taken) and `gain` (post - pre). A file that cannot
        be read has one row without page, and `problem` says why.

    Examples
    --------
    >>> list(class_results({"kim.json": b"{"})["learner"])
    ['kim']
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for name, content in files.items():
        learner = PurePath(name).stem
        try:
            rows += _learner(learner, r.decode(name, content))
        except InputError as problem:
            rows.append({"learner": learner, "page_id": "", "problem": str(problem)})
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).fillna({"answered": 0, "correct": 0})
    frame["problem"] = frame["problem"].fillna("")
    kinds = {"answered": int, "correct": int, "pre": float, "post": float, "gain": float}
    return frame.astype(kinds)


def _learner(learner: str, record: Record) -> list[dict[str, Any]]:
    """Return one row for each page on which a learner did something."""
    page_of = {question.question_id: question.page_id for question in checks.all_questions()}
    latest = {q: score(q, answer) for q, answer in record.latest().items() if q in page_of}
    pre, post = exam_scores(record, r.PRE), exam_scores(record, r.POST)
    rows = []
    for page_id in tables.read("pages")["page_id"]:
        own = {question_id for question_id, page in page_of.items() if page == page_id}
        answered = [points for question_id, points in latest.items() if question_id in own]
        before = _mean(points for question_id, points in pre.items() if question_id in own)
        after = _mean(points for question_id, points in post.items() if question_id in own)
        if answered or not math.isnan(before) or not math.isnan(after):
            correct = sum(points == 1 for points in answered)
            values = (learner, page_id, len(answered), correct, before, after, after - before, "")
            rows.append(dict(zip(COLUMNS, values, strict=True)))
    return rows or [{"learner": learner, "page_id": "", "problem": "Nothing answered yet."}]


def _mean(points: Any) -> float:
    values = list(points)
    return sum(values) / len(values) if values else math.nan

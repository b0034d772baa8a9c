"""Which structure is it? Questions made from the tables, rounds of ten, and a score.

Choice made here: a question is kept only if exactly one of its choices is right *by the rows*, with
a margin (`hiplib.learning.quiz_rows`), and if its wording does not give the answer away
(`hiplib.learning.quiz_question`). Rows that cannot meet this are left out by rule, not by a list.
What can be seen in the picture is told by the caller, so new parts bring new questions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from hiplib.learning import quiz_kinds
from hiplib.learning.quiz_question import QuizQuestion, Reply, SeenPart

__all__ = [
    "KINDS",
    "LEVELS",
    "LEVEL_KINDS",
    "PICTURE_KINDS",
    "QuizQuestion",
    "Reply",
    "Score",
    "SeenPart",
    "questions",
    "round_of",
]

LEVELS = {"student": "Student: standard names", "runner": "Runner: plain names"}
KINDS = {
    "name": "Name the marked part",
    "find": "Find it in the picture",
    "role": "Which structure is it?",
    "action": "What does it do?",
    "nerve": "Which nerve?",
    "condition": "Which condition?",
    "attachment": "Where does it start or end?",
}
PICTURE_KINDS = ("name", "find")
# Nerves and attachments have no plain names.
LEVEL_KINDS = {"student": tuple(KINDS), "runner": ("name", "find", "role", "action", "condition")}


@dataclass(frozen=True, slots=True)
class Score:
    """The answers of one round, in order; a new score for each answer.

    Examples
    --------
    >>> question = questions(["nerve"])[0]
    >>> Score().answer(question, question.right).by_kind()
    {'nerve': (1, 1)}
    """

    answers: tuple[tuple[QuizQuestion, str], ...] = ()

    def answer(self, question: QuizQuestion, choice_id: str) -> Score:
        """Return the score with one more answer; `AnswerError` if there is no such choice."""
        question.reply(choice_id)
        return Score((*self.answers, (question, choice_id)))

    @property
    def right(self) -> int:
        """How many answers were right."""
        return sum(question.right == choice for question, choice in self.answers)

    @property
    def missed(self) -> tuple[QuizQuestion, ...]:
        """Questions that were not answered right."""
        return tuple(question for question, choice in self.answers if choice != question.right)

    def by_kind(self) -> dict[str, tuple[int, int]]:
        """Return right answers and all answers of each kind that was asked."""
        found: dict[str, tuple[int, int]] = {}
        for question, choice in self.answers:
            right, asked = found.get(question.kind, (0, 0))
            found[question.kind] = right + (choice == question.right), asked + 1
        return {kind: found[kind] for kind in KINDS if kind in found}


def questions(
    kinds: Collection[str] | None = None,
    seed: int = 0,
    *,
    level: str = "student",
    pictures: Mapping[str, Iterable[SeenPart]] | None = None,
) -> tuple[QuizQuestion, ...]:
    """Make all questions that the tables allow.

    Parameters
    ----------
    kinds : collection of str, optional
        Some of `KINDS`; None for all.
    seed : int
        Draws the wrong choices and the order: the same seed gives the same questions.
    level : {"student", "runner"}
        Standard names of all rows, or plain names of the structures that have one.
    pictures : mapping of str to iterable of SeenPart, optional
        Scene of the picture to the parts that can be seen in it; without it there is nothing to
        name or find.

    Returns
    -------
    tuple of QuizQuestion

    Raises
    ------
    ValueError
        Unknown kind or level.

    Examples
    --------
    >>> questions(["nerve"], seed=1)[0].prompt
    'Iliacus: which nerve drives it?'
    >>> questions(["bones"])
    Traceback (most recent call last):
    ...
    ValueError: kind 'bones' is unknown; allowed: name, find, role, action, nerve, condition, \
attachment
    """
    if level not in LEVELS:
        raise ValueError(f"level {level!r} is unknown; allowed: {', '.join(LEVELS)}")
    for kind in kinds or ():
        if kind not in KINDS:
            raise ValueError(f"kind {kind!r} is unknown; allowed: {', '.join(KINDS)}")
    wanted = [one for one in LEVEL_KINDS[level] if kinds is None or one in kinds]
    seen = tuple((scene, part) for scene, parts in (pictures or {}).items() for part in parts)
    return tuple(question for kind in wanted for question in _made(kind, seed, level, seen))


@lru_cache(maxsize=64)
def _made(
    kind: str, seed: int, level: str, seen: tuple[tuple[str, SeenPart], ...]
) -> tuple[QuizQuestion, ...]:
    return tuple(quiz_kinds.made(kind, seed, plain=level == "runner", seen=seen))


def round_of(
    pool: Iterable[QuizQuestion], seed: int = 0, *, size: int = 10, asked: Collection[str] = ()
) -> tuple[QuizQuestion, ...]:
    """Choose the questions of one round: kinds take turns, no subject twice if avoidable.

    Parameters
    ----------
    pool : iterable of QuizQuestion
        Questions to choose from.
    seed : int
        The same seed gives the same round.
    size : int
        How many; fewer if the pool is smaller.
    asked : collection of str
        Ids of questions of earlier rounds; they come only when nothing else is left.

    Examples
    --------
    >>> chosen = round_of(questions(["nerve", "action"]), seed=3, size=4)
    >>> sorted(question.kind for question in chosen)
    ['action', 'action', 'nerve', 'nerve']
    """
    left = list(pool)
    Random(seed).shuffle(left)
    chosen: list[QuizQuestion] = []
    while left and len(chosen) < size:
        kinds = [question.kind for question in chosen]
        subjects = {question.subject for question in chosen}
        # Of those that are equal the shuffled order decides.
        ranks = [(q.question_id in asked, q.subject in subjects, kinds.count(q.kind)) for q in left]
        chosen.append(left.pop(ranks.index(min(ranks))))
    return tuple(chosen)

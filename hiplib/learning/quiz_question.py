"""One quiz question, and how its wrong choices are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from hiplib.errors import AnswerError
from hiplib.learning.checks import UNKNOWN, Choice
from hiplib.learning.quiz_rows import shared

_WRONG = 3  # wrong choices of a question
_NEAREST = 5  # drawn from the nearest so many


@dataclass(frozen=True, slots=True)
class SeenPart:
    """A part that the picture can mark: its id there, its structure, its name, point or surface."""

    part: str
    structure_id: str
    name: str
    point: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to a choice, made from the row of what was chosen, and that row's sources."""

    text: str
    ref_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A possible choice with its reply; the nearer to the right one, the more it misleads."""

    id: str
    text: str
    reply: Reply
    near: int = 0


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """One question with exactly one right choice.

    Parameters
    ----------
    question_id, kind, prompt : str
        `kind` is one of `hiplib.learning.structure_quiz.KINDS`.
    choices : tuple of Choice
        In the order in which they are shown; for "find" they are parts marked by letters.
    right : str
        Id of the right choice.
    replies : mapping
        Choice id to `Reply`.
    subject : str
        What is asked about: a structure_id or muscle_id.
    scene, part : str
        For a question with a picture: its scene and, for "name", the marked part; else empty.
    """

    question_id: str
    kind: str
    prompt: str
    choices: tuple[Choice, ...]
    right: str
    replies: Mapping[str, Reply]
    subject: str
    scene: str = ""
    part: str = ""

    @property
    def ref_ids(self) -> tuple[str, ...]:
        """Sources of the right answer."""
        return self.replies[self.right].ref_ids

    def reply(self, choice_id: str) -> Reply:
        """Return what is said to a choice; not knowing gets the right answer explained.

        Raises
        ------
        hiplib.AnswerError
            For an unknown choice; it names what is allowed.
        """
        if choice_id == UNKNOWN:
            return self.replies[self.right]
        if choice_id not in self.replies:
            allowed = ", ".join([*self.replies, UNKNOWN])
            raise AnswerError(self.question_id, f"{choice_id!r} is not a choice", allowed)
        return self.replies[choice_id]


def ask(
    question_id: str,
    prompt: str,
    right: Option,
    others: Iterable[Option],
    *,
    rng: Random,
    subject: str,
    scene: str = "",
    part: str = "",
) -> QuizQuestion | None:
    """Return the question, or None if there are no fair wrong choices among `others`."""
    wrong = wrong_choices(prompt, right, others, rng)
    if wrong is None:
        return None
    options = [right, *wrong]
    rng.shuffle(options)
    choices = tuple(Choice(option.id, option.text) for option in options)
    replies = {option.id: option.reply for option in options}
    kind = question_id.partition(":")[0]
    return QuizQuestion(question_id, kind, prompt, choices, right.id, replies, subject, scene, part)


def wrong_choices(
    prompt: str, right: Option, others: Iterable[Option], rng: Random
) -> list[Option] | None:
    """Draw three from the nearest; None if there are too few or the wording gives it away.

    A word that the question shares with the right choice must stand in a wrong choice as well, so
    that matching words does not find the answer.
    """
    pool = list({option.text: option for option in others if option.text != right.text}.values())
    rng.shuffle(pool)
    pool.sort(key=lambda option: -option.near)
    chosen: list[Option] = []
    for word in sorted(shared(prompt, right.text)):
        if any(shared(word, option.text) for option in chosen):
            continue
        cover = next((option for option in pool if shared(word, option.text)), None)
        if cover is None:
            return None
        chosen.append(cover)
    nearest = [option for option in pool if option not in chosen][:_NEAREST]
    missing = _WRONG - len(chosen)
    if not 0 <= missing <= len(nearest):
        return None
    return chosen + rng.sample(nearest, missing)

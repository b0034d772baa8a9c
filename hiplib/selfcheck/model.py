"""The words of the self-check: urgencies, questions, reasons and an assessment.

Plain frozen values. They are made in `hiplib.selfcheck.flags` and `hiplib.selfcheck.assessment`
and read by pages; nothing in them changes after they are made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

URGENCIES = ("self_manage", "routine", "within_days", "same_day", "emergency_now")
"""How urgent, from lowest to highest. The same words are used in every table of the course."""

UNKNOWN = "unknown"
"""The answer "I don't know". Always allowed, and never taken as a reassuring answer."""

Kind = Literal["yes_no", "one_of", "many_of", "number"]


class Choice(NamedTuple):
    """One possible answer: the `id` that is passed to `assess` and the `text` a person reads."""

    id: str
    text: str


YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the self-check.

    Parameters
    ----------
    id : str
        Stable name, used as the key of an answer.
    text : str
        The question in plain words.
    kind : {"yes_no", "one_of", "many_of", "number"}
        What an answer looks like. "unknown" is allowed for every kind.
    choices : tuple of Choice
        The possible answers besides "unknown"; empty for a number.
    page : str
        Heading of the group in which the question is asked. Groups come most urgent first.
    why : str
        Why it is asked, in one or two short sentences.
    """

    id: str
    text: str
    kind: Kind
    choices: tuple[Choice, ...]
    page: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the urgency is at least what it is: one answer and the rule that it met.

    Parameters
    ----------
    question_id, answer : str
        The answer that caused this reason; `answer` is "yes", "no", "unknown" or "" (not asked).
    rule : {"flag", "open_flag", "usual_pattern", "no_usual_pattern", "not_asked"}
        Which rule of `hiplib.selfcheck.assessment` spoke.
    urgency : str
        The urgency that this reason alone asks for, one of `URGENCIES`.
    text : str
        The reason in plain words.
    suspected : str
        What clinicians think of with this answer; empty when nothing is suspected.
    ref_ids : tuple of str
        Sources (`hiplib.evidence.reference`).
    """

    question_id: str
    answer: str
    rule: str
    urgency: str
    text: str
    suspected: str = ""
    ref_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A condition that shares features with the answers; never a diagnosis."""

    condition_id: str
    fits: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the answers ask for.

    Parameters
    ----------
    urgency : str
        One of `URGENCIES`: the highest that any reason asks for.
    label, action, timeframe : str
        What to do and by when, from the table of urgencies.
    reasons : tuple of Reason
        Most urgent first, then in the order of the questions.
    patterns : tuple of Pattern
        Conditions that share features with the answers. Empty as long as the course asks safety
        questions only: red flags alone do not describe a pattern.
    unanswered : tuple of str
        Questions without any answer ("unknown" is an answer). While this is not empty the result
        is not finished, and the urgency is never "self_manage".
    answers : tuple of (str, str)
        The answers used, in the order of the questions.
    """

    urgency: str
    label: str
    action: str
    timeframe: str
    reasons: tuple[Reason, ...]
    patterns: tuple[Pattern, ...]
    unanswered: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]

    @property
    def finished(self) -> bool:
        """True when every question has an answer ("unknown" counts as one)."""
        return not self.unanswered

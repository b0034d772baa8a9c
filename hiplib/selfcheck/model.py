"""The words of the self-check: urgencies, questions, reasons, patterns and an assessment.

Plain frozen values; nothing in them changes after they are made.
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
        The possible answers besides "unknown"; empty for a number. Of a "many_of", "none" stands
        alone.
    page : str
        Heading of the group in which the question is asked. The signs that cannot wait come first.
    why : str
        Why it is asked, in one or two short sentences.
    low, high : int or None
        The numbers allowed, for a question of the kind "number".
    """

    id: str
    text: str
    kind: Kind
    choices: tuple[Choice, ...]
    page: str
    why: str = ""
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the urgency is at least what it is: the answers that met a rule.

    Parameters
    ----------
    question_id, answer : str
        The first of the answers that met the rule; both empty when the reason is that questions
        were not asked.
    rule : str
        Id of the rule, or "not_asked", "not_known" or "no_usual_pattern".
    open : bool
        True when the rule is not met, yet not ruled out: a part of it was answered with "unknown".
    urgency : str
        The urgency that this reason alone asks for, one of `URGENCIES`.
    text : str
        The reason in plain words.
    suspected : str
        What clinicians look for with these answers; empty when nothing is suspected.
    because : tuple of (str, str)
        Every answer that met the rule or left it open: question id and choice id (or number).
    ref_ids : tuple of str
        Sources (`hiplib.evidence.reference`).
    """

    question_id: str
    answer: str
    rule: str
    open: bool
    urgency: str
    text: str
    suspected: str = ""
    because: tuple[tuple[str, str], ...] = ()
    ref_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A condition that shares features with the answers; never a diagnosis.

    `fits` and `against` are the answers, as (question id, choice id or number) pairs.
    """

    condition_id: str
    fits: tuple[tuple[str, str], ...]
    against: tuple[tuple[str, str], ...]


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
        Most urgent first, then in the order of the rules.
    patterns : tuple of Pattern
        At most four conditions that share features with the answers, best fit first.
    unanswered : tuple of str
        Questions without any answer ("unknown" is an answer) that can still change the result.
        While this is not empty the result is not finished, and never "self_manage".
    answers : tuple of (str, str)
        The answers used, in the order of the questions; several choices are joined by ", ".
    bone_injury_possible : bool
        True when a rule about bone is met or open, or when the check is not finished: then no page
        may show advice to keep running.
    """

    urgency: str
    label: str
    action: str
    timeframe: str
    reasons: tuple[Reason, ...]
    patterns: tuple[Pattern, ...]
    unanswered: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    bone_injury_possible: bool

    @property
    def finished(self) -> bool:
        """True when no open question can change the result."""
        return not self.unanswered

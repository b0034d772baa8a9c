"""From answers to urgency, action, reasons and patterns.

1. A rule that is met asks for its own urgency.
2. A rule that only "unknown" leaves open asks for two steps less, and never less than "routine":
   not knowing is never taken as a no.
3. "self_manage" needs a known answer to every question, no rule met or open, and the usual mild
   pattern.
4. In every other case, and while a question that matters was not asked, the least is "routine".

The result is the highest urgency that any rule asks for. No state is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from hiplib import tables
from hiplib.selfcheck.answers import Given, checked, questions
from hiplib.selfcheck.model import UNKNOWN, URGENCIES, Assessment, Reason
from hiplib.selfcheck.patterns import open_questions, patterns
from hiplib.selfcheck.rules import Rule, State, rules

FLOOR = URGENCIES.index("routine")
STEPS_DOWN = 2  # for a rule that is only left open
OPEN = "You do not know all of this, so it stays open. Do not test it on yourself. {reason}"
NOT_ASKED = "Some questions have no answer yet, so this is not a full result."
NOT_KNOWN = (
    "No warning sign, but some answers are not known, so a calm result is not possible. A booked "
    "check is worth it."
)
NOT_USUAL = (
    "No warning sign, but it is not clearly the usual mild pattern of a sore tendon or muscle "
    "either. A booked check is worth it."
)


def assess(answers: Mapping[str, object]) -> Assessment:
    """Say how urgent the answers are, what to do, why, and which patterns they share.

    Parameters
    ----------
    answers : mapping of question id to an answer
        A choice id, a list of choice ids, a number, or "unknown", as `questions` says. A question
        that is missing was not asked. The order does not matter.

    Returns
    -------
    Assessment

    Raises
    ------
    hiplib.AnswerError
        For an unknown question id or an impossible answer; it names the question and what is
        allowed.

    Notes
    -----
    This is teaching material and not a diagnosis. The rules are a synthesis of the sources of each
    red flag and wait for a clinician's signature. Single red flags have little measured accuracy;
    they should be read together (finucane2020framework).

    Examples
    --------
    >>> from hiplib import selfcheck
    >>> result = selfcheck.assess({"nerves": ["saddle"], "age": 32})
    >>> result.urgency, result.reasons[0].question_id, result.finished
    ('emergency_now', 'nerves', True)
    >>> selfcheck.assess({"age": 300})
    Traceback (most recent call last):
    ...
    hiplib.errors.AnswerError: Question age: 300 is not possible. Allowed: a number from 1 to 110...
    """
    given = checked(answers)
    usual, dangers = _table()
    states = {rule: rule.state(given) for rule in dangers}
    reasons = [_reason(rule, given, state) for rule, state in states.items() if state >= State.OPEN]
    bone = any(rule.bone for rule, state in states.items() if state >= State.OPEN)
    unanswered = _unanswered(given, states, reasons)
    if unanswered:
        reasons.append(_remark("not_asked", NOT_ASKED))
    elif not reasons and any(answer.unknown for answer in given.values()):
        reasons.append(_remark("not_known", NOT_KNOWN))
    elif not reasons and usual.state(given) == State.MET:
        reasons.append(_reason(usual, given, State.MET))
    elif not reasons:
        reasons.append(_remark("no_usual_pattern", NOT_USUAL))
    reasons.sort(key=lambda reason: -URGENCIES.index(reason.urgency))
    return Assessment(
        urgency=reasons[0].urgency,
        **_words(reasons[0].urgency),
        reasons=tuple(reasons),
        patterns=patterns(given),
        unanswered=unanswered,
        answers=tuple((key, str(answer)) for key, answer in given.items()),
        bone_injury_possible=bone or bool(unanswered),
    )


def _reason(rule: Rule, given: Mapping[str, Given], state: State) -> Reason:
    """Return what a rule that is met or open asks for, and the answers that made it so."""
    because = tuple(dict.fromkeys(term.said(given) for term in rule.terms(given)))
    is_open = state == State.OPEN
    first = next(pair for pair in because if not is_open or UNKNOWN in pair[1])
    rank = max(FLOOR, rule.rank - STEPS_DOWN) if is_open else rule.rank
    return Reason(
        *first,
        rule=rule.id,
        open=is_open,
        urgency=URGENCIES[rank],
        text=OPEN.format(reason=rule.reason) if is_open else rule.reason,
        suspected=rule.suspected,
        because=because,
        ref_ids=rule.ref_ids,
    )


def _remark(rule: str, text: str) -> Reason:
    return Reason("", "", rule=rule, open=False, urgency=URGENCIES[FLOOR], text=text)


def _unanswered(
    given: Mapping[str, Given], states: Mapping[Rule, State], reasons: list[Reason]
) -> tuple[str, ...]:
    """Return the questions without an answer that can still change urgency or patterns."""
    now = max((URGENCIES.index(reason.urgency) for reason in reasons), default=0)
    if now == len(URGENCIES) - 1:
        return ()  # help is needed at once; nothing else may hold it up
    if now == 0:  # a calm result needs an answer to everything
        return tuple(question.id for question in questions() if question.id not in given)
    wanted = open_questions(given)
    for rule, state in states.items():
        if rule.rank > now and state > State.NO:
            wanted |= {term.question_id for step in rule.steps for term in step}
    return tuple(q.id for q in questions() if q.id in wanted and q.id not in given)


@cache
def _table() -> tuple[Rule, tuple[Rule, ...]]:
    """Return the rule of the usual mild pattern, and all others."""
    usual = next(rule for rule in rules() if rule.rank == 0)
    return usual, tuple(rule for rule in rules() if rule.rank > 0)


@cache
def _words(urgency: str) -> dict[str, str]:
    """Return label, action and time frame of an urgency."""
    names = ("label", "action", "timeframe")
    return {name: tables.lookup("urgencies", name)[urgency] for name in names}

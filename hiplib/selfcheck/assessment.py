"""From answers to urgency, action and reasons.

The rules, in the order in which they matter:

1. A red flag answered "yes" asks for its own urgency.
2. A red flag answered "unknown" stays open: it asks for one step below its own urgency, and never
   less than "routine". Not knowing is never taken as a no.
3. "self_manage" needs every red flag answered "no" and the usual harmless pattern answered "yes".
4. In every other case, and as long as one question was not asked, the least is "routine".

The result is the highest urgency that any rule asks for. The function keeps no state and does not
look at the order of the answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from hiplib import tables
from hiplib.errors import AnswerError
from hiplib.selfcheck.flags import Flag, flags
from hiplib.selfcheck.model import UNKNOWN, URGENCIES, Assessment, Reason

ALLOWED = ("yes", "no", UNKNOWN)
FLOOR = URGENCIES.index("routine")

OPEN = "You do not know, so this stays open. Do not test it on yourself. {why}"
NOT_USUAL = {
    "no": "This does not sound like the usual mild pattern of a sore tendon or muscle, so a booked "
    "check is worth it.",
    UNKNOWN: "It is not clear that this is the usual mild pattern of a sore tendon or muscle, so a "
    "booked check is worth it.",
}
NOT_ASKED = "Some safety questions have no answer yet, so this is not a full result."


def assess(answers: Mapping[str, object]) -> Assessment:
    """Say how urgent the answers are, what to do, and why.

    Parameters
    ----------
    answers : mapping of question id to "yes", "no" or "unknown"
        A question that is missing was not asked. The order does not matter.

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
    This is teaching material and not a diagnosis. The wording of the flags and their urgency is a
    synthesis of the sources of each flag and waits for a clinician's signature. Single red flags
    have little measured accuracy (finucane2020framework).

    Examples
    --------
    >>> from hiplib import selfcheck
    >>> result = selfcheck.assess({"RF04": "yes"})
    >>> result.urgency, result.reasons[0].question_id, result.finished
    ('same_day', 'RF04', False)
    >>> all_no = {q.id: "no" for q in selfcheck.questions()}
    >>> selfcheck.assess(all_no | {"RF40": "yes"}).urgency
    'self_manage'
    """
    given = _checked(answers)
    asked = [(flag, given[flag.id]) for flag in flags() if flag.id in given]
    unanswered = tuple(flag.id for flag in flags() if flag.id not in given)
    reasons = [reason for flag, answer in asked if (reason := _reason(flag, answer))]
    if unanswered:
        reasons.append(Reason("", "", "not_asked", URGENCIES[FLOOR], NOT_ASKED))
    if not reasons:
        reasons = [_usual(flag) for flag, _ in asked if flag.reassures]
    reasons.sort(key=lambda reason: -URGENCIES.index(reason.urgency))
    urgency = reasons[0].urgency
    words = _words()[urgency]
    return Assessment(
        urgency=urgency,
        label=words["label"],
        action=words["action"],
        timeframe=words["timeframe"],
        reasons=tuple(reasons),
        patterns=(),
        unanswered=unanswered,
        answers=tuple((flag.id, answer) for flag, answer in asked),
    )


def _reason(flag: Flag, answer: str) -> Reason | None:
    """Return what one answer asks for; None when it asks for nothing."""
    if flag.reassures:
        if answer == "yes":
            return None
        text = NOT_USUAL[answer]
        return Reason(flag.id, answer, "no_usual_pattern", URGENCIES[FLOOR], text)
    if answer == "yes":
        return Reason(flag.id, answer, "flag", flag.urgency, flag.why, flag.suspected, flag.ref_ids)
    if answer == UNKNOWN:
        urgency = URGENCIES[max(FLOOR, flag.rank - 1)]
        text = OPEN.format(why=flag.why)
        return Reason(flag.id, answer, "open_flag", urgency, text, flag.suspected, flag.ref_ids)
    return None


def _usual(flag: Flag) -> Reason:
    """Return the one reason for "self_manage": nothing else spoke and the pattern fits."""
    return Reason(
        flag.id, "yes", "usual_pattern", flag.urgency, flag.why, flag.suspected, flag.ref_ids
    )


def _checked(answers: Mapping[str, object]) -> dict[str, str]:
    """Return the answers as text, or raise AnswerError for the first that is impossible."""
    known = {flag.id for flag in flags()}
    checked = {}
    for question_id, answer in answers.items():
        if question_id not in known:
            some = ", ".join(sorted(known))
            raise AnswerError(str(question_id), "there is no such question", f"one of {some}")
        if not isinstance(answer, str) or answer not in ALLOWED:
            raise AnswerError(question_id, f"{answer!r} is not an answer", ", ".join(ALLOWED))
        checked[question_id] = answer
    return checked


@cache
def _words() -> dict[str, dict[str, str]]:
    """Return label, action and time frame of each urgency."""
    rows = tables.read("urgencies").to_dict("records")
    return {str(row["urgency"]): {str(k): str(v) for k, v in row.items()} for row in rows}

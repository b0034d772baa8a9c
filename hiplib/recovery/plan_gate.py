"""Whether a return-to-run plan may be shown, from the outcome of the self-check as plain values.

Choice: the gate is stricter than the self-check. Any sign that sends somebody to care within days
locks it, so does each single sign of a possible bone injury, and so does not knowing one. A lock
is looked for before anything else, so a further answer can only close the gate, never open it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import NamedTuple

from hiplib import tables

OPEN, UNFINISHED, ASK_FIRST, LOCKED = "open", "unfinished", "ask_first", "locked"
CALM = ("self_manage", "routine")
UNKNOWN = "unknown"
DEEP = frozenset({"front", "inner", "thigh"})  # places over the joint and the neck of the femur
BONE_QUESTIONS = frozenset(
    {"walking", "place", "start", "rest", "course", "bone", "brings_on", "signs", "leg", "age"}
)
_URGENT = "Your answers ask for a look by somebody within days or sooner."
_BONE = "With your answers a bone injury is possible."
_NOT_KNOWN = "You do not know whether a sign of bone injury is there. Not knowing is not a no."
_GROIN = "Groin or deep thigh pain with running or walking can come from the neck of the bone."
_OTHER_UNKNOWN = "One of your answers is not known. Ask somebody before you plan."


class Gate(NamedTuple):
    """`state` is "open", "unfinished", "ask_first" or "locked"; `reasons` are in plain words."""

    state: str
    reasons: tuple[str, ...] = ()


def gate(
    answers: Mapping[str, Collection[str]], *, urgency: str, finished: bool, bone_possible: bool
) -> Gate:
    """Say whether a plan may be shown.

    Parameters
    ----------
    answers : mapping of question id to what was chosen
        "unknown" among the choices means not known.
    urgency : str
        The highest urgency that the self-check asks for so far.
    finished, bone_possible : bool
        Whether no open question can change the result; whether a rule about bone is met or open.

    Examples
    --------
    >>> gate({"walking": ["limp"]}, urgency="routine", finished=False, bone_possible=True).state
    'locked'
    >>> gate({}, urgency="routine", finished=False, bone_possible=True).state
    'unfinished'
    """
    locks = [_URGENT] if urgency not in CALM else []
    locks += _found(answers, LOCKED)
    if _deep_pain_with_weight(answers):
        locks.append(_GROIN)
    unknown = {question for question, chosen in answers.items() if UNKNOWN in chosen}
    if unknown & BONE_QUESTIONS:
        locks.append(_NOT_KNOWN)
    if finished and bone_possible:
        locks.append(_BONE)
    if locks:
        return Gate(LOCKED, tuple(dict.fromkeys(locks)))
    if not finished:
        return Gate(UNFINISHED)
    asks = _found(answers, ASK_FIRST) + ([_OTHER_UNKNOWN] if unknown else [])
    return Gate(ASK_FIRST, tuple(dict.fromkeys(asks))) if asks else Gate(OPEN)


def _deep_pain_with_weight(answers: Mapping[str, Collection[str]]) -> bool:
    deep = DEEP & set(answers.get("place", ()))
    walking, brings = set(answers.get("walking", ())), set(answers.get("brings_on", ()))
    return bool(deep) and bool(walking & {"cannot", "limp", "some"} or "running" in brings)


def _found(answers: Mapping[str, Collection[str]], state: str) -> list[str]:
    rows = (row for row in _rows() if row["gate"] == state)
    return [row["why"] for row in rows if row["choice_id"] in answers.get(row["question_id"], ())]


@cache
def _rows() -> list[dict[str, str]]:
    return tables.records("return_gate")

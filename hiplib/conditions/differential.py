"""The cases: what a learner asked for, and which conditions stay.

Choices made here: asking is a set, so its order changes nothing. A serious condition leaves only
when a scan or a sample excludes it, never by a story, by hands or by an X-ray (a normal early X-ray
does not exclude a bone stress injury, robertson2017fnsf). An unknown answer moves nothing, and the
condition a case is written around never leaves.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from hiplib import evidence
from hiplib.errors import AnswerError
from hiplib.tables import lookup, records

SERIOUS_FROM = "within_days"  # urgency of a condition from which it counts as serious
EXCLUDING_KINDS = ("scan", "sample")
POINTS = {"decides": 2, "helps": 1, "little": 0, "not_now": -1}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a finding does to one condition: "for", "against", "rules_out" or "none", and why."""

    condition_id: str
    effect: str
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to ask for: its question, answer, worth (see `POINTS`) and the reply to asking."""

    finding_id: str
    kind: str
    question: str
    answer: str
    known: bool
    worth: str
    feedback: str
    ref_id: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A next step on offer; one of a case is keyed."""

    step_id: str
    text: str
    keyed: bool
    feedback: str
    ref_id: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A condition that fits the opening; a serious one must not be missed."""

    condition_id: str
    name: str
    serious: bool


@dataclass(frozen=True, slots=True)
class Stem:
    """A case: an invented runner, what can be asked, and what would be right.

    `in_trainer` is true for the few cases that the trainer of page 04 offers as well.
    """

    stem_id: str
    title: str
    age: int
    opening: str
    condition_id: str
    urgency: str
    urgency_why: str
    teaching: str
    ref_id: str
    candidates: tuple[Candidate, ...]
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    in_trainer: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a candidate stands: reasons for and against, and why it is out (empty while it stays).

    `nothing` names findings that one might think to matter, and why they do not.
    """

    candidate: Candidate
    support: tuple[str, ...]
    against: tuple[str, ...]
    nothing: tuple[str, ...]
    ruled_out: str

    @property
    def left(self) -> bool:
        """True while the condition has not been ruled out."""
        return not self.ruled_out


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to a decision: its text, whether it fits, and the reference behind it."""

    text: str
    correct: bool
    ref_id: str


@cache
def stems() -> tuple[Stem, ...]:
    """Return the cases in their order.

    Examples
    --------
    >>> from hiplib.conditions import differential
    >>> differential.stems()[0].stem_id
    'marathon_groin'
    """
    return tuple(_stem(row) for row in records("stems"))


def standings(stem: Stem, asked: Collection[str]) -> tuple[Standing, ...]:
    """Return where every candidate stands after some findings; best supported first, then the rest.

    Parameters
    ----------
    stem : Stem
        The case.
    asked : collection of str
        Ids of the findings asked for, in any order.

    Raises
    ------
    hiplib.AnswerError
        For an id that the case does not have; it names the allowed ones.

    Examples
    --------
    >>> from hiplib.conditions import differential
    >>> case = differential.stems()[0]
    >>> [s.candidate.name for s in differential.standings(case, ["squeeze"]) if not s.left]
    ['Adductor-related groin pain']
    """
    found = _asked(stem, asked)
    made = [_standing(stem, candidate, found) for candidate in stem.candidates]
    return tuple(sorted(made, key=lambda s: (not s.left, len(s.against) - len(s.support))))


def points(stem: Stem, asked: Collection[str]) -> tuple[int, int]:
    """Return the points for what was asked and the most that can be had.

    Examples
    --------
    >>> from hiplib.conditions import differential
    >>> differential.points(differential.stems()[0], ["walking", "hop"])
    (1, 9)
    """
    got = sum(POINTS[finding.worth] for finding in _asked(stem, asked))
    return got, sum(max(POINTS[finding.worth], 0) for finding in stem.findings)


def missed(stem: Stem, asked: Collection[str]) -> tuple[Finding, ...]:
    """Return the deciding findings that were not asked for."""
    return tuple(f for f in stem.findings if f.worth == "decides" and f.finding_id not in asked)


def levels_late(stem: Stem, urgency: str) -> int | None:
    """Return how many levels too late an urgency is: below 0 for too early, None for "unknown".

    Examples
    --------
    >>> from hiplib.conditions import differential
    >>> differential.levels_late(differential.stems()[0], "routine")
    2
    """
    if urgency == "unknown":
        return None
    ranks = lookup("urgencies", "rank")
    if urgency not in ranks:
        raise AnswerError("urgency", f"{urgency!r} is unknown", ", ".join([*ranks, "unknown"]))
    return int(ranks[stem.urgency]) - int(ranks[urgency])


def judge_urgency(stem: Stem, urgency: str) -> Reply:
    """Return the reply to a chosen urgency, an id of the table of urgencies or "unknown".

    Raises
    ------
    hiplib.AnswerError
        For anything else.

    Examples
    --------
    >>> from hiplib.conditions import differential
    >>> differential.judge_urgency(differential.stems()[0], "routine").text[:10]
    'Too late. '
    """
    label = lookup("urgencies", "label")[stem.urgency]
    late = levels_late(stem, urgency)
    if late is None:
        return Reply(f"Fair enough. It is: {label}. {stem.urgency_why}", False, stem.ref_id)
    if late == 0:
        return Reply(f"Yes. {stem.urgency_why}", True, stem.ref_id)
    head = "Too late." if late > 0 else "Sooner than this case needs; too early harms less."
    return Reply(f"{head} It is: {label}. {stem.urgency_why}", False, stem.ref_id)


def judge_step(stem: Stem, step_id: str) -> Reply:
    """Return the reply to a chosen next step; not knowing gets the reply of the keyed one.

    Raises
    ------
    hiplib.AnswerError
        For a step that the case does not have.

    Examples
    --------
    >>> from hiplib.conditions import differential
    >>> differential.judge_step(differential.stems()[0], "unload_scan").correct
    True
    """
    if step_id == "unknown":
        keyed = next(step for step in stem.steps if step.keyed)
        return Reply(f"Fair enough. It is: {keyed.text}. {keyed.feedback}", False, keyed.ref_id)
    steps = {step.step_id: step for step in stem.steps}
    if step_id not in steps:
        raise AnswerError("next step", f"{step_id!r} is unknown", ", ".join([*steps, "unknown"]))
    return Reply(steps[step_id].feedback, steps[step_id].keyed, steps[step_id].ref_id)


# How a candidate stands ----------------------------------------------------------------------


def _asked(stem: Stem, asked: Collection[str]) -> list[Finding]:
    """Return the findings asked for in the order of the case, whatever order they were asked in."""
    known = {finding.finding_id for finding in stem.findings}
    for finding_id in asked:
        if finding_id not in known:
            raise AnswerError("finding", f"{finding_id!r} is unknown", ", ".join(sorted(known)))
    return [finding for finding in stem.findings if finding.finding_id in asked]


def _standing(stem: Stem, candidate: Candidate, found: list[Finding]) -> Standing:
    reasons: dict[str, list[str]] = {"for": [], "against": [], "none": [], "rules_out": []}
    for finding in found:
        for effect in finding.effects:
            if effect.condition_id == candidate.condition_id:
                reasons[_weighed(stem, candidate, finding, effect)].append(effect.why)
    support, against, nothing = (tuple(reasons[kind]) for kind in ("for", "against", "none"))
    return Standing(candidate, support, against, nothing, " ".join(reasons["rules_out"]))


def _weighed(stem: Stem, candidate: Candidate, finding: Finding, effect: Effect) -> str:
    """Return an effect as far as it may go: see the rules at the top of this module."""
    if not finding.known:
        return "none"
    if effect.effect == "rules_out" and (
        candidate.condition_id == stem.condition_id
        or (candidate.serious and finding.kind not in EXCLUDING_KINDS)
    ):
        return "against"
    return effect.effect


# Reading the tables --------------------------------------------------------------------------


def _stem(row: dict[str, Any]) -> Stem:
    where = {"stem_id": row["stem_id"]}
    return Stem(
        **_known_as(Stem, row),
        candidates=tuple(
            _candidate(one["condition_id"]) for one in records("stem_candidates", **where)
        ),
        findings=tuple(_finding(one) for one in records("stem_findings", **where)),
        steps=tuple(Step(**_known_as(Step, one)) for one in records("stem_steps", **where)),
    )


def _finding(row: dict[str, Any]) -> Finding:
    where = {key: row[key] for key in ("stem_id", "finding_id")}
    own = records("stem_finding_effects", **where)
    effects = tuple(Effect(**_known_as(Effect, one)) for one in own)
    return Finding(**_known_as(Finding, row), effects=effects)


def _candidate(condition_id: str) -> Candidate:
    (row,) = records("conditions", condition_id=condition_id)
    ranks = lookup("urgencies", "rank")
    return Candidate(condition_id, row["name"], ranks[row["urgency"]] >= ranks[SERIOUS_FROM])


def _known_as(made: type[Any], row: dict[str, Any]) -> dict[str, Any]:
    """Return the cells of a row that are fields of what is made of it, with its source."""
    row = row | {"ref_id": evidence.source_of(row)}
    return {name: row[name] for name in made.__dataclass_fields__ if name in row}

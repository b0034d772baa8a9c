"""Which conditions share features with the answers, and which features speak against them.

Choice made here: linked features (for example pain that grows and pain with each step) have one
name and count once, with the strongest of them; features that fit add up, those against take away.
The weights come from a table, are our judgement for teaching, and are never shown as a chance
(medalgo_sequential: linked findings that are counted one by one give a falsely high result).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hiplib import tables
from hiplib.selfcheck.answers import Given
from hiplib.selfcheck.model import Pattern
from hiplib.selfcheck.rules import State, Term, term_of

MOST = 4
PLACE = "place"
_LEAST_SCORE = 4
_LEAST_SHARE = 0.5  # of the best score: a pattern far behind the first one is no help


@dataclass(frozen=True, slots=True)
class Feature:
    """A term that fits a condition (`weight` above 0) or speaks against it (below 0)."""

    finding: str
    term: Term
    weight: int


def patterns(answers: Mapping[str, Given]) -> tuple[Pattern, ...]:
    """Return at most four conditions that share features with the answers, best fit first.

    A condition whose place of pain does not fit is left out; an unknown place leaves all in.
    """
    scored = []
    for condition_id, features in _features().items():
        if PLACE in answers and not _possible(features, answers):
            continue
        known = [feature for feature in features if feature.term.state(answers) == State.MET]
        score = _score(known)
        if score >= _LEAST_SCORE:
            scored.append((score, condition_id, known))
    scored.sort(key=lambda entry: -entry[0])
    best = scored[0][0] if scored else 0
    return tuple(
        Pattern(
            condition_id,
            fits=tuple(dict.fromkeys(f.term.said(answers) for f in known if f.weight > 0)),
            against=tuple(dict.fromkeys(f.term.said(answers) for f in known if f.weight < 0)),
        )
        for score, condition_id, known in scored[:MOST]
        if score >= _LEAST_SHARE * best
    )


def open_questions(answers: Mapping[str, Given]) -> set[str]:
    """Return the questions without an answer that can still change the patterns."""
    return {
        feature.term.question_id
        for features in _features().values()
        for feature in features
        if feature.term.question_id not in answers and _possible(features, answers)
    }


def _possible(features: tuple[Feature, ...], answers: Mapping[str, Given]) -> bool:
    """Say if the place of pain leaves this condition possible."""
    places = [feature.term.state(answers) for feature in features if feature.finding == PLACE]
    return max(places) > State.NO


def _score(known: list[Feature]) -> int:
    """Return what the features add up to; features of one finding count once."""
    strongest: dict[tuple[str, bool], int] = {}
    for feature in known:
        key = feature.finding, feature.weight > 0
        if abs(feature.weight) > abs(strongest.get(key, 0)):
            strongest[key] = feature.weight
    return sum(strongest.values())


@cache
def _features() -> dict[str, tuple[Feature, ...]]:
    found: dict[str, list[Feature]] = {}
    for row in tables.records("selfcheck_patterns"):
        feature = Feature(row["finding"], term_of(row), int(row["weight"]))
        found.setdefault(row["condition_id"], []).append(feature)
    return {key: tuple(features) for key, features in found.items()}

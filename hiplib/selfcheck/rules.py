"""The rules of the self-check: which answers together ask for which urgency.

A rule has steps; a step has terms that are alternatives, each a choice or a range of numbers. A
rule is met when each step is met. No term asks for an answer to be absent. So a further warning
sign can only raise the urgency, whatever else was answered: the order of answers cannot matter, and
"unknown" stands between the reassuring and the alarming answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

from hiplib import tables
from hiplib.selfcheck.answers import Given
from hiplib.selfcheck.model import URGENCIES


class State(IntEnum):
    """How far a term, step or rule is met, from surely not to surely."""

    NO = 0
    NOT_ASKED = 1
    OPEN = 2
    MET = 3


@dataclass(frozen=True, slots=True)
class Term:
    """One choice of a question, or a number from `low` to `high` (None: no limit)."""

    question_id: str
    choice_id: str
    low: float | None = None
    high: float | None = None

    def state(self, answers: Mapping[str, Given]) -> State:
        """Say whether the answers meet this term."""
        given = answers.get(self.question_id)
        if given is None:
            return State.NOT_ASKED
        if self.choice_id in given.chosen or self._in_range(given.number):
            return State.MET
        return State.OPEN if given.unknown else State.NO

    def said(self, answers: Mapping[str, Given]) -> tuple[str, str]:
        """Return question id and what was answered, for the reasons."""
        given = answers[self.question_id]
        number = given.number is not None
        return self.question_id, str(given) if number or given.unknown else self.choice_id

    def _in_range(self, number: float | None) -> bool:
        return (
            number is not None
            and (self.low is None or number >= self.low)
            and (self.high is None or number <= self.high)
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the decision table; `rank` 0 is the usual harmless pattern."""

    id: str
    urgency: str
    reason: str
    suspected: str
    bone: bool
    steps: tuple[tuple[Term, ...], ...]
    flag_ids: tuple[str, ...]
    ref_ids: tuple[str, ...]

    @property
    def rank(self) -> int:
        """Place of the urgency, 0 for the lowest."""
        return URGENCIES.index(self.urgency)

    def state(self, answers: Mapping[str, Given]) -> State:
        """Say whether the answers meet this rule: as far as its weakest step, by its best term."""
        weakest = State.MET
        for step in self.steps:
            weakest = min(weakest, max(term.state(answers) for term in step))
            if weakest == State.NO:  # most rules end here, at their first step
                break
        return weakest

    def terms(self, answers: Mapping[str, Given]) -> list[Term]:
        """Return the terms that are met, or open where their step is only open."""
        found = []
        for step in self.steps:
            states = [term.state(answers) for term in step]
            best = max(states)
            found += [term for term, state in zip(step, states, strict=True) if state == best]
        return found


@cache
def rules() -> tuple[Rule, ...]:
    """Return the decision table: every rule, most urgent first, then in the order of the table.

    Examples
    --------
    >>> rules()[0].urgency
    'emergency_now'
    """
    steps: dict[str, dict[int, list[Term]]] = {}
    for row in tables.records("selfcheck_rule_terms"):
        steps.setdefault(row["rule_id"], {}).setdefault(row["step"], []).append(term_of(row))
    flags = _lists("selfcheck_rule_flags", "rule_id", "flag_id")
    sources = _lists("red_flag_references", "flag_id", "ref_id")
    made = [
        Rule(
            id=(key := row.pop("rule_id")),
            **row,
            steps=tuple(map(tuple, steps[key].values())),
            flag_ids=flags[key],
            ref_ids=tuple(dict.fromkeys(ref for flag in flags[key] for ref in sources[flag])),
        )
        for row in tables.records("selfcheck_rules")
    ]
    return tuple(sorted(made, key=lambda rule: -rule.rank))


def term_of(row: dict[Any, Any]) -> Term:
    """Return the term that a row of a table describes."""
    low, high = (None if row[end] is None else float(row[end]) for end in ("low", "high"))
    return Term(row["question_id"], row["choice_id"], low, high)


def _lists(table: str, key: str, value: str) -> dict[str, tuple[str, ...]]:
    groups = tables.read(table).groupby(key, sort=False)[value]
    return {str(name): tuple(map(str, values)) for name, values in groups}

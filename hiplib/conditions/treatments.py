"""What studies of treatments found, and where nobody looked.

Choice made here: every number is that of a fact. A search that found no study is an effect of its
own (`kind` "none"), so that silence is never read as "works" or as "does not work". Studies that
seem to disagree are kept together as a `Conflict`, with the reason why they may differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hiplib import evidence
from hiplib.conditions.catalogue import condition
from hiplib.conditions.imaging import Share, share_of
from hiplib.errors import look_up
from hiplib.tables import lookup, records

NO_EVIDENCE = "No good evidence"
NO_TRIAL = "No trial is recorded"


@dataclass(frozen=True, slots=True)
class Effect:
    """One comparison of one study.

    `kind` is "out_of_100" (shares of two groups, facts `treated` and `control`), "difference" or
    "ratio" (one number, fact `result`), "statement" (words of `result`) or "none" (no study was
    found). `result` of "out_of_100" is the difference of the shares where the study gives it.
    `clear` is "yes", "no", "unclear" or "" (nothing to judge); `better` is "higher" or "lower".
    """

    effect_id: str
    treatment_id: str
    treatment: str
    condition_id: str
    conflict_id: str
    study: str
    comparison: str
    outcome: str
    when: str
    kind: str
    treated: evidence.Fact | None
    control: evidence.Fact | None
    result: evidence.Fact | None
    better: str
    scale: str
    clear: str
    note: str

    @property
    def facts(self) -> tuple[evidence.Fact, ...]:
        """The facts behind it, each once."""
        return tuple(fact for fact in (self.treated, self.control, self.result) if fact)

    @property
    def measured(self) -> bool:
        """Whether it is one number that a picture of differences can show."""
        return self.kind in ("out_of_100", "difference", "ratio") and self.result is not None

    @property
    def null(self) -> float:
        """The value that stands for no effect."""
        return 1.0 if self.scale in ("odds ratio", "injury ratio") else 0.0

    @property
    def shares(self) -> tuple[Share, Share]:
        """Whole people out of 100 with and without treatment; ValueError when there are none.

        Where the study gives the interval of the difference, the first share holds it: the people
        without treatment and from the lowest to the highest difference.
        """
        if self.treated is None or self.control is None:
            raise ValueError(f"effect {self.effect_id!r} is not given as shares of two groups")
        treated, control, gap = share_of(self.treated), share_of(self.control), self.result
        if gap is not None and gap.low is not None and gap.high is not None:
            ends = ((self.control.value or 0.0) + end for end in (gap.low, gap.high))
            treated = Share(treated.value, *(min(max(round(end), 0), 100) for end in ends))
        return treated, control

    @property
    def amount(self) -> str:
        """Its number in words; empty when it is a statement or a gap.

        Examples
        --------
        >>> treatment("exercise_therapy").effects[0].amount
        '77 against 29 of 100 people; 49.1 percentage points (34.6 to 63.5)'
        """
        parts = []
        if self.kind == "out_of_100":
            treated, control = self.shares
            parts = [f"{treated.value} against {control.value} of 100 people"]
        if self.measured and self.result:
            parts.append(self.result.amount)
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Treatment:
    """A treatment: plain verdict, how sure it is, limits and harms, and what studies found."""

    treatment_id: str
    name: str
    topic_id: str
    verdict: str
    certainty: str
    limits: str
    effects: tuple[Effect, ...]

    @property
    def tested(self) -> bool:
        """Whether any study compared it with something, in numbers or in words."""
        return any(effect.clear in ("yes", "no") for effect in self.effects)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Studies that seem to disagree, and why they may differ."""

    conflict_id: str
    title: str
    why: str
    effects: tuple[Effect, ...]


@cache
def treatments() -> Mapping[str, Treatment]:
    """Return every treatment by its id, in the order of the table."""
    return {
        row["treatment_id"]: Treatment(**row, effects=_effects("treatment_id", row["treatment_id"]))
        for row in records("treatments")
    }


def treatment(treatment_id: str) -> Treatment:
    """Return one treatment; ValueError with the nearest names for an unknown id."""
    return look_up("treatment", treatment_id, treatments())


@cache
def conflicts() -> Mapping[str, Conflict]:
    """Return the sets of studies that seem to disagree, by id."""
    return {
        row["conflict_id"]: Conflict(**row, effects=_effects("conflict_id", row["conflict_id"]))
        for row in records("treatment_conflicts")
    }


def conflict(conflict_id: str) -> Conflict:
    """Return one set of studies; ValueError with the nearest names for an unknown id."""
    return look_up("set of studies", conflict_id, conflicts())


def effects_of(condition_id: str) -> tuple[Effect, ...]:
    """Return what studies found for one condition; ValueError with the nearest for no condition."""
    return _effects("condition_id", condition(condition_id).condition_id)


def studied_conditions() -> Mapping[str, str]:
    """Return id and name of the conditions with at least one effect, in the catalogue's order."""
    known = {row["condition_id"] for row in records("treatment_effects")}
    return {key: name for key, name in lookup("conditions").items() if key in known}


@cache
def _effects(name: str, value: str) -> tuple[Effect, ...]:
    """Return the effects whose column `name` has a value."""
    names, effects = lookup("treatments"), []
    for row in records("treatment_effects", **{name: value}):
        row["treatment"] = names[row["treatment_id"]]
        for part, of in (("treated", "treated"), ("control", "control"), ("result", "difference")):
            fact_id = row.pop(f"{of}_fact_id")
            row[part] = evidence.fact(fact_id) if fact_id else None
        effects.append(Effect(**row))
    return tuple(effects)

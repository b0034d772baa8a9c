"""What studies of treatments found, and where nobody looked.

Choice made here: every number is that of a fact. A search that found no study is an effect of its
own (`kind` "none"), so that silence is never read as "works" or as "does not work". Studies that
seem to disagree are kept together as a `Conflict`, with the reason why they may differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from hiplib import evidence, tables
from hiplib.conditions.catalogue import condition, records
from hiplib.conditions.imaging import Share, share_of
from hiplib.errors import look_up

NO_EVIDENCE = "No good evidence"
NO_TRIAL = "No trial is recorded"
NULL = {"odds ratio": 1.0, "injury ratio": 1.0}  # where no effect lies; 0 on every other scale


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
        return self.kind in ("difference", "ratio") or (
            self.kind == "out_of_100" and self.result is not None
        )

    @property
    def null(self) -> float:
        """The value that stands for no effect."""
        return NULL.get(self.scale, 0.0)

    @property
    def shares(self) -> tuple[Share, Share]:
        """Whole people out of 100 with and without treatment.

        Where the study gives the interval of the difference, the first share holds it: the people
        without treatment and from the lowest to the highest difference.

        Raises
        ------
        ValueError
            When the effect has no shares.
        """
        if self.treated is None or self.control is None:
            raise ValueError(f"effect {self.effect_id!r} is not given as shares of two groups")
        treated, control = share_of(self.treated), share_of(self.control)
        if self.result is not None and self.result.low is not None and self.result.high is not None:
            base = self.control.value or 0.0
            ends = (base + self.result.low, base + self.result.high)
            low, high = (min(max(round(end), 0), 100) for end in ends)
            treated = Share(treated.value, low, high)
        return treated, control


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


def treatments() -> tuple[Treatment, ...]:
    """Return every treatment, in the order of the table.

    Examples
    --------
    >>> treatments()[0].name
    'Rest'
    """
    return tuple(_treatments().values())


def treatment(treatment_id: str) -> Treatment:
    """Return one treatment.

    Raises
    ------
    ValueError
        For an unknown id; the message gives the nearest names.

    Examples
    --------
    >>> treatment("glucosamine").tested
    True
    >>> treatment("icee")
    Traceback (most recent call last):
    ...
    ValueError: treatment 'icee' is unknown; nearest: ice
    """
    return look_up("treatment", treatment_id, _treatments())


def conflicts() -> tuple[Conflict, ...]:
    """Return the sets of studies that seem to disagree."""
    return tuple(_conflicts().values())


def conflict(conflict_id: str) -> Conflict:
    """Return one set of studies that seem to disagree.

    Raises
    ------
    ValueError
        For an unknown id; the message gives the nearest names.

    Examples
    --------
    >>> [effect.study for effect in conflict("gluteal_exercise").effects][:2]
    ['LEAP', 'GLoBE']
    """
    return look_up("set of studies", conflict_id, _conflicts())


def effects_of(condition_id: str) -> tuple[Effect, ...]:
    """Return what studies found for one condition, treatment by treatment; empty if none.

    Raises
    ------
    ValueError
        For an unknown condition; the message gives the nearest names.

    Examples
    --------
    >>> {effect.treatment_id for effect in effects_of("proximal_hamstring_avulsion")}
    {'surgery_avulsion'}
    """
    condition(condition_id)
    return tuple(effect for effect in _effects() if effect.condition_id == condition_id)


def studied_conditions() -> tuple[str, ...]:
    """Return the ids of the conditions with at least one effect, in the order of the catalogue."""
    known = {effect.condition_id for effect in _effects()}
    return tuple(key for key in tables.read("conditions")["condition_id"] if key in known)


def effect_table(effects: Iterable[Effect]) -> pd.DataFrame:
    """Return effects as a table for reading: one row each, numbers as the studies print them."""
    rows = [
        {
            "treatment": treatment(effect.treatment_id).name,
            "study": effect.study,
            "compared with": effect.comparison,
            "result": effect.outcome,
            "when": effect.when,
            "number": amount(effect),
            "clear": effect.clear,
            "in whom": next((fact.population for fact in effect.facts), ""),
        }
        for effect in effects
    ]
    columns = ["treatment", "study", "result", "number", "clear", "when"]
    return pd.DataFrame(rows, columns=[*columns, "compared with", "in whom"])


def amount(effect: Effect) -> str:
    """Return the number of an effect in words; empty when it is a statement or a gap.

    Examples
    --------
    >>> amount(treatment("exercise_therapy").effects[0])
    '77 against 29 of 100 people; 49.1 percentage points (34.6 to 63.5)'
    """
    if effect.kind == "out_of_100":
        treated, control = effect.shares
        shares = f"{treated.value} against {control.value} of 100 people"
        return f"{shares}; {effect.result.amount}" if effect.result else shares
    if effect.kind in ("difference", "ratio") and effect.result:
        return effect.result.amount
    return ""


# Reading the tables --------------------------------------------------------------------------


@cache
def _effects() -> tuple[Effect, ...]:
    facts = {"treated": "treated_fact_id", "control": "control_fact_id"}
    facts["result"] = "difference_fact_id"
    effects = []
    for row in records(tables.read("treatment_effects")):
        for name, column in facts.items():
            fact_id = row.pop(column)
            row[name] = evidence.fact(fact_id) if fact_id else None
        effects.append(Effect(**row))
    return tuple(effects)


@cache
def _treatments() -> dict[str, Treatment]:
    rows = tables.read("treatments").sort_values("order").drop(columns="order")
    return {
        row["treatment_id"]: Treatment(
            **row,
            effects=tuple(e for e in _effects() if e.treatment_id == row["treatment_id"]),
        )
        for row in records(rows)
    }


@cache
def _conflicts() -> dict[str, Conflict]:
    rows = tables.read("treatment_conflicts").sort_values("order").drop(columns="order")
    return {
        row["conflict_id"]: Conflict(
            **row, effects=tuple(e for e in _effects() if e.conflict_id == row["conflict_id"])
        )
        for row in records(rows)
    }

"""Quiz questions on conditions: which of four is linked with a structure.

A wrong condition must be surely wrong, though the tables name only the closest links: it is linked
with nothing that is related to the structure, differs from the right one in tissue or place, and
is itself linked with more than one structure.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import NamedTuple

from hiplib import tables
from hiplib.learning.quiz_question import Option, QuizQuestion, Reply, ask
from hiplib.learning.quiz_rows import Thing, bare, in_common, named, related, shared, things
from hiplib.learning.quiz_words import joined, low, shown_name, shown_things

_FEW = 2  # words of a name, structures that a condition is linked with
# Region and tissue of conditions that can be felt at almost any structure.
_ANYWHERE, _ORGANS = "diffuse", "systemic_visceral"


class _Condition(NamedTuple):
    name: str
    tissue: str
    features: str
    regions: frozenset[str]
    linked: frozenset[str]
    ref_ids: tuple[str, ...]


def _first_name(name: str) -> str:
    """Return the first of two names of a condition, if it can stand alone."""
    first = name.split(" / ")[0]
    return first if len(first.split()) > _FEW else name


@cache
def _catalogue() -> dict[str, _Condition]:
    regions = tables.read("condition_regions").groupby("condition_id")["region"]
    refs = tables.read("condition_references").groupby("condition_id")["ref_id"]
    places = {str(key): frozenset(map(str, values)) for key, values in regions}
    sources = {str(key): tuple(map(str, values)) for key, values in refs}
    return {
        key: _Condition(
            _first_name(str(row["name"])),
            str(row["tissue"]),
            str(row["key_features"]),
            places.get(key, frozenset()),
            frozenset(t.structure_id for t in things().values() if key in t.condition_ids),
            sources.get(key, ()),
        )
        for row in tables.read("conditions").to_dict("records")
        for key in (str(row["condition_id"]),)
    }


def conditions(seed: int, plain: bool) -> Iterator[QuizQuestion | None]:
    """Make a question of each link of a structure with a condition; None where none is fair."""
    for thing in shown_things(plain):
        for key in thing.condition_ids:
            right = _catalogue()[key]
            others = [
                _condition_option(other, 2 * bool(row.regions & right.regions)
                                  + (row.tissue == right.tissue)
                                  - 4 * bool(shared(thing.name, row.name)))
                for other, row in _catalogue().items()
                if _not_linked(thing, row) and _differs(thing, row, right)
            ]  # fmt: skip
            yield ask(
                f"condition:{thing.structure_id}:{key}",
                f"{shown_name(thing, plain)}: which of these conditions is linked with it?",
                _condition_option(key),
                others,
                rng=Random(f"{seed} {plain} condition {thing.structure_id} {key}"),
                subject=thing.structure_id,
            )


def _condition_option(key: str, near: int = 0) -> Option:
    row = _catalogue()[key]
    names = joined(bare(t.name) for t in things().values() if t.structure_id in row.linked)
    # In full: the last sentence may say how soon to be seen.
    said = f"{row.name}: linked here with {names}. Typical: {low(row.features.rstrip('.'))}."
    return Option(key, row.name, Reply(said, row.ref_ids), near)


def _differs(thing: Thing, row: _Condition, right: _Condition) -> bool:
    """Say if a condition differs from the right one in tissue or place, and in what it involves."""
    if row.tissue == "nerve" and thing.kind in ("nerve", "muscle"):
        return False  # a nerve that is irritated troubles its neighbours and its muscles
    if any(related(key) & row.linked for key in right.linked):
        return False
    return row.tissue != right.tissue or not row.regions & right.regions


@cache
def _close_by(structure_id: str) -> frozenset[str]:
    """Return what a structure is related to, and what its conditions and theirs involve."""
    close = set(related(structure_id))
    for one in related(structure_id):
        for key in things()[one].condition_ids:
            close |= _catalogue()[key].linked
    return frozenset(close)


def _not_linked(thing: Thing, row: _Condition) -> bool:
    """Say if a condition is surely not one of a structure, nor of anything close to it."""
    if len(row.linked) < _FEW or _ANYWHERE in row.regions or row.tissue == _ORGANS:
        return False
    if row.linked & _close_by(thing.structure_id):
        return False
    around = related(thing.structure_id)
    if row.tissue == "bone" and any(in_common(a, b) for a in around for b in row.linked):
        return False  # stress and pull-off injuries of one bone are alike
    return not named(thing.structure_id, f"{row.name} {row.features}")

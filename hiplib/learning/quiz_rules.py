"""When a choice of the quiz is surely wrong, and how near it is to the right one.

The tables name only the closest links, so a wrong choice must be wrong with a margin: whatever is
part of a structure, or named in its row, is kept away from its choices (the hamstrings start at the
sit bone, so no condition of the sit bone is offered as a wrong choice for a hamstring).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from hiplib import tables
from hiplib.words import fold

Row = Any  # a row of a table, its columns as attributes

# Kinds among which a structure can be mistaken for another.
_FAMILIES = (
    {"bone", "landmark"},
    {"cartilage", "labrum", "ligament", "capsule", "bursa"},
    {"muscle", "tendon"},
    {"nerve"},
    {"vessel"},
)
_FEW = 2  # actions of a muscle, structures of a condition, words of a name
_STEM = 4  # letters by which words of one root are known


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """What a table says: `answer` is right for what is `asked` about, whose row is `row`.

    A reply to the answer quotes the row `source`. In a picture: its scene, and point or surface.
    """

    asked: str
    row: Row
    answer_id: str
    answer: str
    source: Row
    scene: str = ""
    point: bool = False


def _rows(frame: pd.DataFrame, key: str, **lists: tuple[str, str]) -> dict[str, Row]:
    """Give the rows of a table by their key, with columns of other tables as lists."""
    for name, (table, column) in lists.items():
        found = tables.read(table).groupby(key, sort=False)[column].agg(tuple)
        frame = frame.assign(**{name: [found.get(one, ()) for one in frame[key]]})
    return dict(zip(frame[key], frame.itertuples(index=False), strict=True))


@cache
def muscles() -> dict[str, Row]:
    """Give the muscles with the structure that each is (a part of), actions and sources."""
    frame, known = tables.read("muscles"), tables.read("structures")["structure_id"]
    # "adductor_magnus_hamstring_part" is a part of the structure "adductor_magnus".
    frame["structure_id"] = [max(filter(m.startswith, known), key=len) for m in frame["muscle_id"]]
    actions, refs = ("muscle_actions", "action"), ("muscle_references", "ref_id")
    return _rows(frame, "muscle_id", actions=actions, ref_ids=refs)


@cache
def things() -> dict[str, Row]:
    """Give the structures with plain name (empty for none), conditions and sources."""
    frame = tables.read("structures").merge(tables.read("plain_names"), how="left")
    links, refs = ("structure_conditions", "condition_id"), ("structure_references", "ref_id")
    frame = frame.fillna({"plain_name": ""})
    return _rows(frame, "structure_id", condition_ids=links, ref_ids=refs)


@cache
def conditions() -> dict[str, Row]:
    """Give the conditions with a short name, places, structures that are involved, and sources."""
    frame = tables.read("conditions")
    firsts = {name: name.split(" / ")[0] for name in frame["name"]}
    frame["name"] = [first if first.count(" ") >= _FEW else name for name, first in firsts.items()]
    frame["features"] = frame["key_features"].str.rstrip(".")
    links, refs = ("structure_conditions", "structure_id"), ("condition_references", "ref_id")
    regions = "condition_regions", "region"
    return _rows(frame, "condition_id", regions=regions, linked=links, ref_ids=refs)


@cache
def opposites() -> dict[str, str]:
    """Give each action, in the order in which they are named, with the one that undoes it."""
    words = tables.read("muscle_action_words")
    return dict(zip(words["action"], words["opposite"], strict=True))


def net(actions: Collection[str]) -> tuple[str, ...]:
    """Return actions of a muscle as a whole: without those that its own parts do and undo.

    >>> net({"abduction", "extension", "flexion"})
    ('abduction',)
    """
    return tuple(a for a, undone in opposites().items() if a in actions and undone not in actions)


def bare(text: str) -> str:
    """Return a text without its remarks in brackets: Femoral nerve (sometimes obturator)."""
    return re.sub(r"\s*\([^)]*\)", "", text).strip()


@cache
def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the longer words of a text.

    >>> sorted(stems("Gluteus medius: which nerve?") & stems("Superior gluteal nerve"))
    ['glut', 'nerv']
    """
    return frozenset(word[:_STEM] for word in fold(text) if len(word) >= _STEM)


@cache
def _named(text: str) -> frozenset[str]:
    """Return the structures that a text names, in full or by the short name in brackets.

    >>> "femoral_artery" in _named("Groin window with femoral nerve, artery and vein")
    True
    """
    words = set(fold(text))
    found = set()
    for key, thing in things().items():
        names = bare(thing.name), *re.findall(r"\(([^)]*)\)", thing.name)
        if any(words.issuperset(fold(name)) for name in names):
            found.add(key)
    return frozenset(found)


@cache
def _line(key: str) -> frozenset[str]:
    """Return a structure and all that it is part of."""
    parent = things()[key].parent
    return frozenset({key}).union(_line(parent) if parent else ())


def _kin(first: str, second: str) -> bool:
    """Say if one structure is the other or a part of it."""
    return first in _line(second) or second in _line(first)


@cache
def _said(key: str) -> frozenset[str]:
    """Return the structures that the rows of a structure and of its muscle name."""
    thing, own = things()[key], [m for m in muscles().values() if m.structure_id == key]
    ends = [text for m in own for text in (m.origin, m.insertion, m.innervation)]
    return _named(" ".join([thing.name, thing.role, thing.pain_relevance, *ends]))


@cache
def _related(key: str) -> frozenset[str]:
    """Return what a structure is part of, what is part of it, and what its row or theirs names.

    >>> "ischial_tuberosity" in _related("semimembranosus")
    True
    """
    return frozenset(o for o in things() if _kin(o, key) or o in _said(key) or key in _said(o))


def near(claim: Claim, other: Claim) -> int:
    """Return how like a choice is to the right one: in surroundings, kind, scene and places."""
    one, two = (things()[c.row.structure_id] for c in (claim, other))
    places = (set(getattr(c.source, "regions", ())) for c in (claim, other))
    alike = [
        one.kind == two.kind,
        one.group_id == two.group_id != "",
        claim.scene == other.scene,
        *[True, True] * bool(set.intersection(*places)),
    ]
    return len(_line(one.structure_id) & _line(two.structure_id)) + alike.count(True)


def _works_otherwise(actions: Collection[str], others: Collection[str]) -> bool:
    """Say if a muscle surely undoes some work of another; of few actions none may be the same."""
    own, other = set(net(actions)), set(net(others))
    against = any(opposites()[action] in other for action in own)
    return against and not (own & other and len(own) <= _FEW)


@cache
def _work(key: str) -> frozenset[str]:
    """Return the actions of a structure: those of the muscles that are it or a part of it."""
    own = [m for m in muscles().values() if key in _line(m.structure_id)]
    return frozenset(action for muscle in own for action in muscle.actions)


def _part(claim: Claim, other: Claim) -> bool:
    """Points stand beside points, surfaces beside surfaces, but no part beside its whole."""
    one, two = claim.row.structure_id, other.row.structure_id
    whole = (claim.asked, other.asked) == (one, two)
    return claim.point == other.point and not (whole and _kin(one, two))


def _role(claim: Claim, other: Claim) -> bool:
    """Structures of like kind are not related, nor is one close to all that the role names."""
    thing, wrong = claim.row, other.row
    key, role, work = wrong.structure_id, stems(thing.role), _work(thing.structure_id)
    family = next(family for family in _FAMILIES if thing.kind in family)
    around = [_related(one) for one in _named(thing.role) if not _kin(one, thing.structure_id)]
    return (
        wrong.kind in family
        and key not in _related(thing.structure_id)
        and not (around and all(key in close for close in around))
        and not (work and not _works_otherwise(work, _work(key)))
        and 2 * len(role & stems(wrong.role)) < min(len(role), len(stems(wrong.role)))
    )


def _nerve(claim: Claim, other: Claim) -> bool:
    said = {*fold(claim.row.innervation), "nerve", "to", "part", "of"}
    return not said.issuperset(fold(other.answer))


def _attachment(claim: Claim, other: Claim) -> bool:
    """Two places share no structure and hardly a word."""
    places, others = _named(claim.answer), _named(other.answer)
    common = len(stems(claim.answer) & stems(other.answer))
    return not places & others and common < (2 if places and others else 1)


@cache
def _involved(key: str, condition_id: str) -> frozenset[str]:
    """Return what a structure is related to, and what the conditions of all of that involve.

    Of the condition that is asked for, also what is related to the structures that it involves.
    """
    close = _related(key)
    links = [conditions()[one].linked for other in close for one in things()[other].condition_ids]
    return close.union(*links, *map(_related, conditions()[condition_id].linked))


def _condition(claim: Claim, other: Claim) -> bool:
    thing, right, wrong = claim.row, claim.source, other.source
    key, linked = thing.structure_id, set(wrong.linked)
    bones = (_line(a) & _line(b) for a in _related(key) for b in linked)
    return not (
        len(linked) < _FEW
        or "diffuse" in wrong.regions
        or wrong.tissue == "systemic_visceral"  # felt almost anywhere
        or linked & _involved(key, claim.answer_id)
        or (wrong.tissue == "nerve" and thing.kind in ("nerve", "muscle"))  # troubles neighbours
        or key in _named(f"{wrong.name} {wrong.features}")
        or (wrong.tissue == right.tissue and {*wrong.regions} & {*right.regions})
        or (wrong.tissue == "bone" and any(bones))  # injuries of one bone are alike
    )


# For each kind of question: is the answer of one claim surely wrong for the question of another?
SURELY_WRONG: dict[str, Callable[[Claim, Claim], bool]] = {
    "name": _part,
    "find": _part,
    "role": _role,
    "action": lambda claim, other: _works_otherwise(claim.row.actions, other.row.actions),
    "nerve": _nerve,
    "condition": _condition,
    "attachment": _attachment,
}

"""What the tables say about structures and muscles, in the shape that quiz questions need.

Also here: what counts as related. A wrong choice must be wrong, and the tables name only the
closest links; so whatever is part of a structure, or named in its row, is kept away from its
choices (for example: the hamstrings start at the sit bone, so no condition of the sit bone is
offered as a wrong choice for a hamstring).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from hiplib import tables
from hiplib.words import fold

# Kinds among which a structure can be mistaken for another.
FAMILIES = (
    {"bone", "landmark"},
    {"cartilage", "labrum", "ligament", "capsule", "bursa"},
    {"muscle", "tendon"},
    {"nerve"},
    {"vessel"},
)
_PAIRS = (
    ("flexion", "extension"),
    ("abduction", "adduction"),
    ("internal_rotation", "external_rotation"),
    ("knee_flexion", "knee_extension"),
)
OPPOSITE = {a: b for pair in _PAIRS for a, b in (pair, pair[::-1])}
_SAME_START, _SAME_SHARE, _LONG = 4, 0.6, 5


@dataclass(frozen=True, slots=True)
class Thing:
    """One structure: its row, its plain name (empty for none), conditions, sources, actions."""

    structure_id: str
    name: str
    plain_name: str
    latin: str
    kind: str
    parent: str
    group_id: str
    role: str
    pain: str
    actions: frozenset[str]
    condition_ids: tuple[str, ...]
    ref_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Muscle:
    """One row of the table of muscles with its actions and sources."""

    muscle_id: str
    name: str
    origin: str
    insertion: str
    innervation: str
    in_running: str
    actions: frozenset[str]
    ref_ids: tuple[str, ...]
    structure_id: str

    @property
    def nerve(self) -> str:
        """The nerve without remarks in brackets."""
        return bare(self.innervation)


@cache
def muscles() -> dict[str, Muscle]:
    """Return all muscles by their id."""
    rows = tables.read("muscles")
    actions = _linked("muscle_actions", "muscle_id", "action")
    refs = _linked("muscle_references", "muscle_id", "ref_id")
    structures = tables.read("structures")["structure_id"].tolist()
    found = {}
    for row in rows.to_dict("records"):
        key = str(row["muscle_id"])
        # "adductor_magnus_hamstring_part" is a part of the structure "adductor_magnus".
        whole = [s for s in structures if key == s or key.startswith(f"{s}_")]
        found[key] = Muscle(
            key,
            str(row["name"]),
            str(row["origin"]),
            str(row["insertion"]),
            str(row["innervation"]),
            str(row["role_in_running"]),
            frozenset(actions.get(key, ())),
            refs.get(key, ()),
            max(whole, key=len, default=key),
        )
    return found


@cache
def things() -> dict[str, Thing]:
    """Return all structures by their id."""
    rows = tables.read("structures").to_dict("records")
    plain = tables.read("plain_names").set_index("structure_id")["plain_name"]
    conditions = _linked("structure_conditions", "structure_id", "condition_id")
    refs = _linked("structure_references", "structure_id", "ref_id")
    parents = {str(row["structure_id"]): str(row["parent"]) for row in rows}
    found = {}
    for row in rows:
        key = str(row["structure_id"])
        own = [m for m in muscles().values() if key in (m.structure_id, parents[m.structure_id])]
        found[key] = Thing(
            key,
            str(row["name"]),
            str(plain.get(key, "")),
            str(row["latin_name"]),
            str(row["kind"]),
            str(row["parent"]),
            str(row["group_id"]),
            str(row["role"]),
            str(row["pain_relevance"]),
            frozenset(action for muscle in own for action in muscle.actions),
            conditions.get(key, ()),
            refs.get(key, ()),
        )
    return found


def in_common(first: str, second: str) -> int:
    """Return of how many structures both are a part.

    Examples
    --------
    >>> in_common("asis", "iliac_crest"), in_common("asis", "pubic_tubercle")
    (2, 1)
    """
    return len(set(_line(first)) & set(_line(second)))


def kin(first: str, second: str) -> bool:
    """Say if one structure is the other or a part of it.

    Examples
    --------
    >>> kin("femoral_head", "hip_joint"), kin("femoral_head", "femoral_neck")
    (True, False)
    """
    return first in _line(second) or second in _line(first)


@cache
def related(structure_id: str) -> frozenset[str]:
    """Return what a structure is part of, what is part of it, and what its row or theirs names.

    Examples
    --------
    >>> "ischial_tuberosity" in related("semimembranosus")
    True
    """
    own = _text(structure_id)
    found = set()
    for key in things():
        if kin(key, structure_id) or named(key, own) or named(structure_id, _text(key)):
            found.add(key)
    return frozenset(found)


def named(structure_id: str, text: str) -> bool:
    """Say if a text names a structure: all words of its name, or the short name in its brackets.

    Examples
    --------
    >>> named("ischial_tuberosity", "Pain at the sit bone")
    True
    >>> named("femoral_artery", "Groin window with femoral nerve, artery and vein")
    True
    """
    words = _words(text)
    return any(name <= words for name in _name_words(structure_id))


@cache
def _name_words(structure_id: str) -> tuple[frozenset[str], ...]:
    name = things()[structure_id].name
    return tuple(_words(one) for one in (bare(name), *_brackets(name)))


@cache
def mentioned(text: str) -> frozenset[str]:
    """Return the structures that a text names."""
    return frozenset(key for key in things() if named(key, text))


def bare(text: str) -> str:
    """Return a text without its remarks in brackets.

    Examples
    --------
    >>> bare("Femoral nerve (sometimes obturator)")
    'Femoral nerve'
    """
    return re.sub(r"\s*\([^)]*\)", "", text).strip()


def shared(first: str, second: str) -> set[str]:
    """Return the words of the first text that look like one of the second (long words only).

    Examples
    --------
    >>> sorted(shared("Gluteus medius: which nerve?", "Superior gluteal nerve"))
    ['gluteus', 'nerve']
    """
    others = _long_words(second)
    return {word for word in _long_words(first) if any(_alike(word, other) for other in others)}


def net(actions: Collection[str]) -> tuple[str, ...]:
    """Return actions of a muscle as a whole: without those that its own parts do and undo.

    Examples
    --------
    >>> net({"abduction", "extension", "flexion"})
    ('abduction',)
    """
    kept = {one for one in actions if OPPOSITE.get(one) not in actions}
    return tuple(sorted(kept, key=[*OPPOSITE, *sorted(kept - OPPOSITE.keys())].index))


def overlap(first: str, second: str) -> bool:
    """Say if half of the long words of one text are in the other.

    >>> overlap("Smooth bearing surface", "Bearing surface of the ball, missing at the fovea")
    True
    """
    fewest = min(len(_long_words(first)), len(_long_words(second)))
    return 2 * len(shared(first, second)) >= fewest


def opposed(actions: Collection[str], others: Collection[str]) -> bool:
    """Say if `others` holds the opposite of one of `actions` that `actions` does not hold itself.

    Examples
    --------
    >>> opposed({"flexion"}, {"extension"}), opposed({"flexion", "extension"}, {"extension"})
    (True, False)
    """
    return any(OPPOSITE.get(one) in others and OPPOSITE.get(one) not in actions for one in actions)


def _linked(table: str, key: str, column: str) -> dict[str, tuple[str, ...]]:
    groups = tables.read(table).groupby(key, sort=False)[column]
    return {str(one): tuple(map(str, values)) for one, values in groups}


@cache
def _line(structure_id: str) -> tuple[str, ...]:
    """Return a structure and what it is part of, upwards."""
    parent = things()[structure_id].parent
    return (structure_id, *(_line(parent) if parent else ()))


@cache
def _text(structure_id: str) -> str:
    """Return what the rows of a structure and of its muscle say."""
    thing = things()[structure_id]
    own = [m for m in muscles().values() if m.structure_id == structure_id]
    ends = [text for m in own for text in (m.origin, m.insertion, m.innervation)]
    parts = [thing.name, thing.role, thing.pain, *ends]
    return " ".join(parts)


def _brackets(text: str) -> list[str]:
    return re.findall(r"\(([^)]*)\)", text)


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text))


@cache
def _long_words(text: str) -> frozenset[str]:
    return frozenset(word for word in _words(text) if len(word) >= _SAME_START)


@cache
def _alike(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    if len(short) >= _LONG and short in long:
        return True
    same = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(short, long, strict=False))
    )
    return same >= _SAME_START and same >= _SAME_SHARE * len(short)


def families(kind: str) -> Iterable[str]:
    """Return the kinds that a kind of structure can be mistaken for, itself among them."""
    return next((family for family in FAMILIES if kind in family), {kind})

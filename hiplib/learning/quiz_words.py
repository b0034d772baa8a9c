"""Words of the quiz: names by level, lists, and what is said about a structure."""

from __future__ import annotations

from collections.abc import Iterable

from hiplib.learning.quiz_question import Reply
from hiplib.learning.quiz_rows import Muscle, Thing, bare, in_common, things

MANY = 4  # examples in a reply


def shown_name(thing: Thing, plain: bool) -> str:
    """Return the name to show; a plain name has the standard one beside it."""
    if not plain or thing.plain_name in ("", thing.name):
        return thing.name
    return f"{thing.plain_name} ({low(bare(thing.name))})"


def low(text: str) -> str:
    """Return a text as it goes on in a sentence; an abbreviation keeps its capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _inner(name: str) -> str:
    """Return a name as it stands in a list: "adductor magnus (hamstring part)"."""
    whole, comma, part = low(name).partition(", ")
    return f"{whole} ({part})" if comma else whole


def joined(names: Iterable[str]) -> str:
    """Return names as a list in words; of many the first few.

    Examples
    --------
    >>> joined(["Gracilis", "Adductor magnus, hamstring part"])
    'gracilis and adductor magnus (hamstring part)'
    """
    parts = list(dict.fromkeys(map(_inner, names)))
    more = [f"{len(parts) - MANY} more"] * (len(parts) > MANY)
    *first, last = [*parts[:MANY], *more]
    return f"{', '.join(first)} and {last}" if first else last


def about(thing: Thing, plain: bool, name: str = "") -> Reply:
    """Return what the row of a structure says, with its sources."""
    said = f"{name or shown_name(thing, plain)}: {low(thing.role)}."
    if not plain and not thing.latin.startswith(("(", bare(thing.name))):
        said += f" In Latin: {thing.latin}."
    return Reply(said, thing.ref_ids)


def refs_of(rows: Iterable[Thing | Muscle]) -> tuple[str, ...]:
    """Return the sources of several rows, each once."""
    return tuple(dict.fromkeys(ref for row in rows for ref in row.ref_ids))


def shown_things(plain: bool) -> list[Thing]:
    """Return the structures of a level."""
    return [thing for thing in things().values() if thing.plain_name or not plain]


def closeness(first: Thing, second: Thing) -> int:
    """Return how much of their surroundings two structures share."""
    same_group = bool(first.group_id) and first.group_id == second.group_id
    return same_group + in_common(first.structure_id, second.structure_id)

"""The structures of the hip: what each is, why it can hurt, its conditions and sources.

The sources of a structure back its anatomy. The line on pain (`pain_relevance`) is a plain summary
of common teaching, written for this course; the conditions it links to carry their own sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from hiplib import tables
from hiplib.words import Index


@dataclass(frozen=True)
class Structure:
    """One structure: names, place, role, and what it is linked to.

    Parameters
    ----------
    structure_id, name, kind : str
        Key, plain name, and kind (one of `kinds`).
    latin_name : str
        Official Latin name (TA2 wording), empty when there is none.
    part_of : str
        Name of the structure or region it belongs to.
    role : str
        What it does, in one line.
    pain_relevance : str
        Why it can hurt; a summary of common teaching.
    condition_ids : tuple of str
        Conditions of the catalogue in which it is involved.
    other_conditions : tuple of str
        Names of conditions that are not in the catalogue.
    ref_ids : tuple of str
        Sources of its anatomy.
    """

    structure_id: str
    name: str
    latin_name: str
    kind: str
    part_of: str
    role: str
    pain_relevance: str
    condition_ids: tuple[str, ...]
    other_conditions: tuple[str, ...]
    ref_ids: tuple[str, ...]


def kinds() -> tuple[str, ...]:
    """Kinds of structure in the table, in its order.

    Examples
    --------
    >>> kinds()[:3]
    ('bone', 'landmark', 'ligament')
    """
    return tuple(tables.read("structures")["kind"].drop_duplicates())


def structures(kind: str | None = None, text: str | None = None) -> pd.DataFrame:
    """Find structures by kind and by words in their plain or Latin name, role or pain line.

    Parameters
    ----------
    kind : str, optional
        One of `kinds`; None for all.
    text : str, optional
        Words in any order; capitals and small spelling errors are forgiven (`hiplib.words`).

    Returns
    -------
    pandas.DataFrame
        Index structure_id; columns name, latin_name, kind, role, pain_relevance. With `text` the
        best match comes first, without it the order is that of the table.

    Raises
    ------
    ValueError
        Unknown kind.

    Examples
    --------
    >>> structures(kind="bursa", text="iliopsoas").index[0], structures(text="ileum").index[0]
    ('iliopsoas_bursa', 'ilium')
    """
    table = tables.read("structures").set_index("structure_id")
    if kind is not None:
        if kind not in kinds():
            raise ValueError(f"kind is {kind!r}; one of {', '.join(kinds())} is possible")
        table = table[table["kind"] == kind]
    table = table[["name", "latin_name", "kind", "role", "pain_relevance"]]
    table = table.assign(latin_name=table["latin_name"].map(_latin))
    if not (text or "").strip():
        return table
    ranked = _index().search(text or "")
    return table.loc[[key for key in ranked if key in table.index]]


@cache
def _index() -> Index:
    """Search index of all structures: names say more than roles, roles more than pain."""
    table = tables.read("structures").set_index("structure_id")
    texts = {
        str(key): [
            (row["name"], 3.0),
            (_latin(row["latin_name"]), 3.0),
            (row["role"], 1.0),
            (row["pain_relevance"], 0.8),
        ]
        for key, row in table.iterrows()
    }
    names = {str(key): [row["name"], _latin(row["latin_name"])] for key, row in table.iterrows()}
    return Index(texts, names)


@cache
def structure(structure_id: str) -> Structure:
    """Read one structure with its conditions and sources.

    Raises
    ------
    ValueError
        Unknown structure_id.

    Examples
    --------
    >>> structure("femoral_head").part_of
    'Femur (thigh bone)'
    """
    table = tables.read("structures").set_index("structure_id")
    if structure_id not in table.index:
        raise ValueError(f"there is no structure {structure_id!r}; see structures().index")
    row = table.loc[structure_id]
    groups = tables.read("structure_groups").set_index("group_id")["name"]
    part_of = table.loc[row["parent"], "name"] if row["parent"] else groups[row["group_id"]]
    return Structure(
        structure_id=structure_id,
        name=str(row["name"]),
        latin_name=_latin(str(row["latin_name"])),
        kind=str(row["kind"]),
        part_of=str(part_of),
        role=str(row["role"]),
        pain_relevance=str(row["pain_relevance"]),
        condition_ids=_linked("structure_conditions", structure_id, "condition_id"),
        other_conditions=_linked("structure_other_conditions", structure_id, "name"),
        ref_ids=_linked("structure_references", structure_id, "ref_id"),
    )


def _linked(table: str, structure_id: str, column: str) -> tuple[str, ...]:
    rows = tables.read(table)
    return tuple(rows.loc[rows["structure_id"] == structure_id, column])


def _latin(name: str) -> str:
    """Give the Latin name; a remark in brackets means that there is none."""
    return "" if name.startswith("(") else name

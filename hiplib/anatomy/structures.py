"""The structures of the hip: what each is, why it can hurt, its conditions and sources.

The sources of a structure back its anatomy. The line on pain (`pain_relevance`) is a plain summary
of common teaching, written for this course; the conditions it links to carry their own sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from hiplib import tables
from hiplib.errors import one_of
from hiplib.words import Index

_COLUMNS = ["name", "latin_name", "kind", "role", "pain_relevance"]


@dataclass(frozen=True)
class Structure:
    """One structure, from the tables of structures and of what they are linked to."""

    structure_id: str
    name: str
    latin_name: str  # TA2 wording; empty when there is none
    kind: str  # one of `kinds`
    part_of: str  # name of the structure or region it belongs to
    role: str
    pain_relevance: str
    condition_ids: tuple[str, ...]  # conditions of the catalogue
    ref_ids: tuple[str, ...]  # sources of its anatomy


def kinds() -> tuple[str, ...]:
    """Kinds of structure in the table, in its order: bone, landmark, ligament and so on."""
    return tuple(_table()["kind"].drop_duplicates())


def structures(kind: str | None = None, text: str | None = None) -> pd.DataFrame:
    """Find structures by kind (one of `kinds`) and by words, with small spelling errors forgiven.

    Words are looked for in plain and Latin name, role and pain line. With `text` the best match
    comes first, without it the order is that of the table.

    Examples
    --------
    >>> structures(kind="bursa", text="iliopsoas").index[0], structures(text="ileum").index[0]
    ('iliopsoas_bursa', 'ilium')
    """
    table = _table()[_COLUMNS]
    if kind is not None:
        table = table[table["kind"] == one_of("kind", kind, kinds())]
    if not (text or "").strip():
        return table
    return table.loc[[key for key in _index().search(text or "") if key in table.index]]


@cache
def _table() -> pd.DataFrame:
    """Read the table; a remark in brackets means that there is no Latin name."""
    table = tables.read("structures").set_index("structure_id")
    return table.assign(latin_name=table["latin_name"].str.replace(r"^\(.*", "", regex=True))


@cache
def _index() -> Index:
    """Search index of all structures: names say more than roles, roles more than pain."""
    weights = {"name": 3.0, "latin_name": 3.0, "role": 1.0, "pain_relevance": 0.8}
    rows = {str(key): row for key, row in _table().iterrows()}
    texts = {key: [(row[name], weight) for name, weight in weights.items()]
             for key, row in rows.items()}  # fmt: skip
    return Index(texts, {key: [row["name"], row["latin_name"]] for key, row in rows.items()})


@cache
def structure(structure_id: str) -> Structure:
    """Read one structure with its conditions and sources; `ValueError` for an unknown id.

    >>> structure("femoral_head").part_of
    'Femur (thigh bone)'
    """

    def linked(table: str, column: str) -> tuple[str, ...]:
        rows = tables.read(table)
        return tuple(rows.loc[rows["structure_id"] == structure_id, column])

    table = _table()
    if structure_id not in table.index:
        raise ValueError(f"there is no structure {structure_id!r}; see structures().index")
    row = table.loc[structure_id]
    group = tables.lookup("structure_groups").get(str(row["group_id"]), "")
    return Structure(
        structure_id,
        part_of=str(table.at[row["parent"], "name"] if row["parent"] else group),
        condition_ids=linked("structure_conditions", "condition_id"),
        ref_ids=linked("structure_references", "ref_id"),
        **row[_COLUMNS],
    )

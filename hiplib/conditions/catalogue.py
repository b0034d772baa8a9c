"""The catalogue of conditions: what is known of each, and how it is found.

Choice made here: an unknown is said, never filled. A condition without a known time to running says
so in words.
The plain summary of a condition (key features, onset, imaging, management, outlook) is a synthesis
of its sources that waits for a clinician's signature; tests and facts carry numbers with a source.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from hiplib import evidence, tables
from hiplib.conditions.examination import ExaminationTest, tests_of
from hiplib.tables import lookup, records
from hiplib.words import Index, fold

NO_TIME = "No number is known: no accepted source gives a time to running."
# How much a match in a text of the catalogue says.
_WEIGHTS = {
    "name": 2.0, "synonyms": 2.0, "region_names": 1.0, "where_felt": 1.0, "summary": 1.0,
    "key_features": 1.0, "makes_it_worse": 0.8, "aggravating": 0.8, "how_it_starts": 0.6,
    "onset": 0.6, "who_gets_it": 0.5, "typical_age": 0.5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another condition that feels alike, and what would tell the two apart."""

    condition_id: str
    name: str
    tell_apart: str


@dataclass(frozen=True, slots=True)
class Condition:
    """All that a card shows. Text is plain; an empty string means that nothing is recorded.

    `plain` is for everybody, by column of the table of plain words; the other texts are for
    professionals. `regions`, `synonyms` and `red_flags` are names and questions, `region_ids` the
    ids of the regions; `return_weeks` is (low, high) or None, and `return_text` says the same in
    words. `facts` are `hiplib.evidence.Fact`, `ref_ids` name the sources.
    """

    condition_id: str
    name: str
    tissue: str
    urgency: str
    typical_age: str
    key_features: str
    onset: str
    aggravating: str
    first_imaging: str
    first_management: str
    return_weeks: tuple[float, float] | None
    return_text: str
    return_basis: str
    prognosis: str
    synonyms: tuple[str, ...]
    plain: Mapping[str, str]
    alternatives: tuple[Alternative, ...]
    red_flags: tuple[str, ...]
    region_ids: tuple[str, ...]
    regions: tuple[str, ...]
    tests: tuple[ExaminationTest, ...]
    facts: tuple[evidence.Fact, ...]
    ref_ids: tuple[str, ...]


def catalogue() -> pd.DataFrame:
    """Return every condition, one row each.

    Returns
    -------
    DataFrame
        Index ``condition_id``; the columns of the tables of conditions and of plain words, then
        ``synonyms`` (joined by "; "), ``regions`` (tuple of ids) and ``region_names`` (joined by
        ", ").

    Examples
    --------
    >>> from hiplib import conditions
    >>> conditions.catalogue().loc["femoral_neck_stress_fracture", "urgency"]
    'same_day'
    """
    return _catalogue().copy()


def find(
    *,
    region: str | None = None,
    tissue: str | None = None,
    urgency: str | None = None,
    text: str | None = None,
) -> pd.DataFrame:
    """Return the conditions that fit every filter given.

    Parameters
    ----------
    region, tissue, urgency : str, optional
        Ids from the tables ``regions``, ``tissues`` and ``urgencies``.
    text : str, optional
        Words to look for in names, synonyms, regions and features. Capitals, accents and small
        typing errors do not matter; the best match comes first.

    Returns
    -------
    DataFrame
        Rows of `catalogue`; empty when nothing fits.

    Raises
    ------
    ValueError
        For an unknown region, tissue or urgency; the message names the allowed ones.

    Examples
    --------
    >>> from hiplib import conditions
    >>> conditions.find(text="trochanteric bursitus").index[0]
    'greater_trochanteric_pain_syndrome'
    >>> conditions.find(tissue="skin")
    Traceback (most recent call last):
    ...
    ValueError: tissue 'skin' is unknown; allowed: bone, cartilage_labrum, ...
    """
    rows = _catalogue()
    for table, wanted in (("regions", region), ("tissues", tissue), ("urgencies", urgency)):
        if wanted is None:
            continue
        allowed = tables.read(table).iloc[:, 0]
        if wanted not in set(allowed):
            known = ", ".join(allowed)
            raise ValueError(f"{allowed.name} {wanted!r} is unknown; allowed: {known}")
        cells = rows["regions"] if table == "regions" else rows[allowed.name]
        rows = rows[[wanted in cell if table == "regions" else wanted == cell for cell in cells]]
    if text is not None and text.strip():
        rows = rows.loc[[key for key in _index().search(text) if key in rows.index]]
    return rows.copy()


@cache
def condition(condition_id: str) -> Condition:
    """Return everything the course knows about one condition of the `catalogue`.

    Examples
    --------
    >>> from hiplib import conditions
    >>> conditions.condition("labrel_tear")
    Traceback (most recent call last):
    ...
    ValueError: condition 'labrel_tear' is unknown; nearest: labral_tear, ...
    """
    names, regions = lookup("conditions"), lookup("regions")
    if condition_id not in names:
        near = ", ".join(nearest(condition_id)) or "none; see hiplib.conditions.catalogue()"
        raise ValueError(f"condition {condition_id!r} is unknown; nearest: {near}")
    (row,) = records("conditions", condition_id=condition_id)
    (plain,) = records("condition_plain", condition_id=condition_id)
    row["tissue"] = lookup("tissues")[row["tissue"]]
    low, high = row.pop("return_weeks_low"), row.pop("return_weeks_high")
    region_ids = _linked("condition_regions", condition_id)
    facts, questions = evidence.facts(area="conditions"), lookup("red_flags", "question")
    return Condition(
        **row,
        return_weeks=None if low is None or high is None else (low, high),
        return_text=NO_TIME if low is None or high is None else f"{low:g} to {high:g} weeks",
        synonyms=_linked("condition_synonyms", condition_id),
        plain={name: text for name, text in plain.items() if name != "condition_id"},
        alternatives=tuple(
            Alternative(other["other_id"], names[other["other_id"]], other["tell_apart"])
            for other in records("condition_alternatives", condition_id=condition_id)
        ),
        red_flags=tuple(questions[key] for key in _linked("condition_red_flags", condition_id)),
        region_ids=region_ids,
        regions=tuple(regions[key] for key in region_ids),
        tests=tests_of(condition_id),
        facts=tuple(map(evidence.fact, facts["fact_id"][facts["condition_id"] == condition_id])),
        ref_ids=_linked("condition_references", condition_id),
    )


def nearest(text: str, count: int = 3) -> list[str]:
    """Return up to `count` condition ids whose id, name or synonym is spelled most like `text`."""
    names: dict[str, str] = {}
    for condition_id, row in _catalogue().iterrows():
        for name in (condition_id, row["name"], *row["synonyms"].split("; ")):
            names.setdefault(" ".join(fold(str(name))), str(condition_id))
    near = difflib.get_close_matches(" ".join(fold(text)), list(names), n=9, cutoff=0.5)
    return list(dict.fromkeys(names[name] for name in near))[:count]


@cache
def _catalogue() -> pd.DataFrame:
    plain = tables.read("condition_plain").set_index("condition_id")
    rows = tables.read("conditions").set_index("condition_id").join(plain)
    names = lookup("regions")
    rows["synonyms"] = ["; ".join(_linked("condition_synonyms", key)) for key in rows.index]
    rows["regions"] = [_linked("condition_regions", key) for key in rows.index]
    rows["region_names"] = [", ".join(names[key] for key in own) for own in rows["regions"]]
    return rows


@cache
def _index() -> Index:
    """Return the search index; a match in a name says more than one in a description."""
    rows = {str(key): row for key, row in _catalogue().iterrows()}
    return Index(
        {key: [(row[name], says) for name, says in _WEIGHTS.items()] for key, row in rows.items()},
        {key: [row["name"], *row["synonyms"].split("; ")] for key, row in rows.items()},
        lookup("lay_words", "means"),
    )


def _linked(table: str, condition_id: str) -> tuple[str, ...]:
    """Return what the second column of a table links to a condition."""
    return _links(table).get(condition_id, ())


@cache
def _links(table: str) -> dict[str, tuple[str, ...]]:
    groups = tables.read(table).groupby("condition_id", sort=False)
    return {str(key): tuple(rows.iloc[:, 1]) for key, rows in groups}

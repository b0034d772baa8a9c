"""The catalogue of conditions: what is known of each, and how it is found.

Choice made here: an unknown is said, never filled. A condition without a known time to running says
so in words.
The plain summary of a condition (key features, onset, imaging, management, outlook) is a synthesis
of its sources that waits for a clinician's signature; tests and facts carry numbers with a source.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from hiplib import evidence, tables
from hiplib.conditions.examination import ExaminationTest, tests_of
from hiplib.words import Index, fold

NO_TIME = "No number is known: no accepted source gives a time to running."


@dataclass(frozen=True, slots=True)
class PlainWords:
    """What a runner reads first about a condition, in plain words."""

    summary: str
    where_felt: str
    who_gets_it: str
    how_it_starts: str
    makes_it_worse: str
    first_steps: str
    outlook: str
    get_help_if: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another condition that feels alike, and what would tell the two apart."""

    condition_id: str
    name: str
    tell_apart: str


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A red flag that points at a condition, as the self-check asks for it."""

    id: str
    question: str


@dataclass(frozen=True, slots=True)
class Condition:
    """All that a card shows. Text is plain; an empty string means that nothing is recorded.

    `plain` is for everybody, the other texts for professionals. `regions` and `synonyms` are names,
    `region_ids` the ids of the regions; `return_weeks` is (low, high) or None, and `return_text`
    says the same in words. `facts` are `hiplib.evidence.Fact`, `ref_ids` name the sources.
    """

    condition_id: str
    name: str
    synonyms: tuple[str, ...]
    plain: PlainWords
    alternatives: tuple[Alternative, ...]
    red_flags: tuple[RedFlag, ...]
    region_ids: tuple[str, ...]
    regions: tuple[str, ...]
    tissue: str
    urgency: str
    typical_age: str
    key_features: str
    onset: str
    aggravating: str
    first_imaging: str
    first_management: str
    prognosis: str
    return_weeks: tuple[float, float] | None
    return_text: str
    return_basis: str
    tests: tuple[ExaminationTest, ...]
    facts: tuple[evidence.Fact, ...]
    ref_ids: tuple[str, ...]


def catalogue() -> pd.DataFrame:
    """Return every condition, one row each.

    Returns
    -------
    DataFrame
        Index ``condition_id``; the columns of the table of conditions, then ``synonyms`` (names
        joined by "; "), ``regions`` (tuple of region ids) and ``region_names`` (joined by ", ").

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
    if region is not None:
        _known("region", region, tables.read("regions")["region"])
        rows = rows[[region in regions for regions in rows["regions"]]]
    if tissue is not None:
        _known("tissue", tissue, tables.read("tissues")["tissue"])
        rows = rows[rows["tissue"] == tissue]
    if urgency is not None:
        _known("urgency", urgency, tables.read("urgencies")["urgency"])
        rows = rows[rows["urgency"] == urgency]
    if text is not None and text.strip():
        fits = [key for key in _index().search(text) if key in rows.index]
        rows = rows.loc[fits]
    return rows.copy()


def condition(condition_id: str) -> Condition:
    """Return everything the course knows about one condition.

    Parameters
    ----------
    condition_id : str
        An index value of `catalogue`.

    Returns
    -------
    Condition

    Raises
    ------
    ValueError
        For an unknown id; the message gives the nearest names.

    Examples
    --------
    >>> from hiplib import conditions
    >>> conditions.condition("labral_tear").return_weeks is None
    True
    >>> conditions.condition("labrel_tear")
    Traceback (most recent call last):
    ...
    ValueError: condition 'labrel_tear' is unknown; nearest: labral_tear, ...
    """
    rows = _catalogue()
    if condition_id not in rows.index:
        near = ", ".join(nearest(condition_id)) or "none; see hiplib.conditions.catalogue()"
        raise ValueError(f"condition {condition_id!r} is unknown; nearest: {near}")
    return _condition(condition_id)


@cache
def _condition(condition_id: str) -> Condition:
    """Gather everything about a known condition; it never changes."""
    rows = _catalogue()
    row = {str(key): value for key, value in rows.loc[condition_id].to_dict().items()}
    low, high = _number(row["return_weeks_low"]), _number(row["return_weeks_high"])
    weeks = None if low is None or high is None else (low, high)
    facts = evidence.facts(area="conditions")
    return Condition(
        condition_id=condition_id,
        synonyms=_joined("condition_synonyms", "synonym").get(condition_id, ()),
        plain=_plain()[condition_id],
        alternatives=_alternatives().get(condition_id, ()),
        red_flags=_red_flags().get(condition_id, ()),
        region_ids=row["regions"],
        regions=tuple(_names("region", row["regions"])),
        tissue=_names("tissue", [row["tissue"]])[0],
        return_weeks=weeks,
        return_text=NO_TIME if weeks is None else f"{weeks[0]:g} to {weeks[1]:g} weeks",
        tests=tests_of(condition_id),
        facts=tuple(
            evidence.fact(fact_id)
            for fact_id in facts.loc[facts["condition_id"] == condition_id, "fact_id"]
        ),
        ref_ids=_joined("condition_references", "ref_id").get(condition_id, ()),
        **{
            name: row[name]
            for name in (
                "name", "urgency", "typical_age", "key_features", "onset", "aggravating",
                "first_imaging", "first_management", "prognosis", "return_basis",
            )
        },
    )  # fmt: skip


def nearest(text: str, count: int = 3) -> list[str]:
    """Return up to `count` condition ids whose id or name is spelled most like `text`."""
    names: dict[str, str] = {}
    for condition_id, row in _catalogue().iterrows():
        for name in (condition_id, row["name"], *row["synonyms"].split("; ")):
            names.setdefault(" ".join(fold(str(name))), str(condition_id))
    near = difflib.get_close_matches(" ".join(fold(text)), list(names), n=9, cutoff=0.5)
    return list(dict.fromkeys(names[name] for name in near))[:count]


# Reading the tables --------------------------------------------------------------------------


@cache
def _catalogue() -> pd.DataFrame:
    rows = tables.read("conditions").set_index("condition_id")
    synonyms, regions = (
        _joined("condition_synonyms", "synonym"),
        _joined("condition_regions", "region"),
    )
    rows["synonyms"] = ["; ".join(synonyms.get(str(key), ())) for key in rows.index]
    rows["regions"] = [regions.get(str(key), ()) for key in rows.index]
    rows["region_names"] = [", ".join(_names("region", ids)) for ids in rows["regions"]]
    return rows


@cache
def _index() -> Index:
    """Return the search index; a match in a name says more than one in a description."""
    names = {
        str(key): [row["name"], *filter(None, row["synonyms"].split("; "))]
        for key, row in _catalogue().iterrows()
    }
    lay = tables.read("lay_words")
    return Index(
        {str(key): _texts(str(key), row) for key, row in _catalogue().iterrows()},
        names,
        dict(zip(lay["said"], lay["means"], strict=True)),
    )


def _texts(condition_id: str, row: pd.Series) -> list[tuple[str, float]]:
    """Return the texts of a condition that are searched, each with its weight."""
    plain = _plain()[condition_id]
    return [
        (row["name"], 2.0),
        (row["synonyms"], 2.0),
        (row["region_names"], 1.0),
        (plain.where_felt, 1.0),
        (plain.summary, 1.0),
        (row["key_features"], 1.0),
        (plain.makes_it_worse, 0.8),
        (row["aggravating"], 0.8),
        (plain.how_it_starts, 0.6),
        (row["onset"], 0.6),
        (plain.who_gets_it, 0.5),
        (row["typical_age"], 0.5),
    ]


@cache
def _plain() -> dict[str, PlainWords]:
    rows = tables.read("condition_plain").to_dict("records")
    return {
        row["condition_id"]: PlainWords(**{name: row[name] for name in PlainWords.__slots__})
        for row in rows
    }


@cache
def _alternatives() -> dict[str, tuple[Alternative, ...]]:
    names = _catalogue()["name"]
    return {
        str(key): tuple(
            Alternative(row["other_id"], str(names[row["other_id"]]), row["tell_apart"])
            for row in rows.to_dict("records")
        )
        for key, rows in tables.read("condition_alternatives").groupby("condition_id", sort=False)
    }


@cache
def _red_flags() -> dict[str, tuple[RedFlag, ...]]:
    questions = tables.read("red_flags").set_index("flag_id")["question"]
    return {
        key: tuple(RedFlag(flag_id, str(questions[flag_id])) for flag_id in flag_ids)
        for key, flag_ids in _joined("condition_red_flags", "flag_id").items()
    }


@cache
def _joined(table: str, column: str) -> dict[str, tuple[str, ...]]:
    """Return the values of a link table, gathered for each condition."""
    groups = tables.read(table).groupby("condition_id", sort=False)[column]
    return {str(key): tuple(map(str, values)) for key, values in groups}


def _names(kind: str, ids: Iterable[str]) -> list[str]:
    """Return the names of regions or tissues."""
    rows = tables.read(f"{kind}s")
    names = dict(zip(rows[kind], rows["name"], strict=True))
    return [str(names[key]) for key in ids]


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, each by column name."""
    return [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]


def _number(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[call-overload, arg-type]


def _known(what: str, value: str, allowed: Iterable[str]) -> None:
    if value not in set(allowed):
        raise ValueError(f"{what} {value!r} is unknown; allowed: {', '.join(allowed)}")

"""References, facts and certainty words: where every statement of the course comes from.

Choice made here: a citation says plainly what was not visible ("authors not shown", "n.d.", a title
of ours in brackets) instead of leaving it out, and a fact that its collectors warn about
(`publish` false) is never handed out by `facts` unless asked for.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hiplib import tables
from hiplib.errors import known

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Fact", "Reference", "fact", "facts", "reference", "source_of"]

_MANY = 3  # with more authors only the first is printed
# Units whose number is a code for the statement and is not shown by itself.
_CODED_UNITS = frozenset({"direction", "formula", "principle", "date", "device_class"})
_KINDS = {
    "sd": "mean plus and minus one SD",
    "iqr": "middle half",
    "range": "range",
    "conditions": "values under the other conditions",
    "percentile": "2.5th to 97.5th percentile",
    "ci95": "95% confidence interval",
    "counts": "95% interval, computed here from the counts",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that the course cites; `str()` is a readable citation.

    Parts that were not visible are empty (`year` None). `title_is_descriptive` is true when the
    exact title was not shown and the title only describes the work.
    """

    ref_id: str
    authors: str
    year: int | None
    title: str
    title_is_descriptive: bool
    journal: str
    doi: str
    pmid: str
    pmcid: str
    url: str
    study_type: str
    seen_what: str

    @property
    def short(self) -> str:
        """Authors and year, as cited in a sentence.

        Examples
        --------
        >>> reference("frandsen2025spike").short
        'Schuster Brandt Frandsen J et al. 2025'
        """
        return f"{_authors(self.authors)} {self.year or 'n.d.'}"

    @property
    def identifier(self) -> str:
        """DOI, else PubMed or PubMed Central id, else the address; empty when there is none."""
        if self.doi:
            return f"doi:{self.doi}"
        if self.pmid:
            return f"PMID {self.pmid}"
        return self.pmcid or self.url

    def __str__(self) -> str:
        title = f"[{self.title}]" if self.title_is_descriptive else self.title
        who = _authors(self.authors)
        parts = [f"{who} ({self.year or 'n.d.'})", title, self.journal, self.identifier]
        return " ".join(_sentence(part) for part in parts if part)


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement with its number, source and certainty; `str()` is a readable line.

    `value`, `low` and `high` are None when the source gives no such number; `value_text` and
    `interval_text` then hold its wording. `interval_kind` says what low and high are (empty: as
    printed, most often a 95% confidence interval). `publish` is false for a fact that must not be
    shown, with the reason in `unpublished_reason`.
    """

    fact_id: str
    area: str
    topic: str
    condition_id: str
    statement: str
    value: float | None
    value_text: str
    low: float | None
    high: float | None
    interval_kind: str
    interval_text: str
    unit_id: str
    unit_note: str
    population: str
    ref_id: str
    certainty: str
    note: str
    publish: bool
    unpublished_reason: str

    @property
    def reference(self) -> Reference:
        """The work that the fact was read in."""
        return reference(self.ref_id)

    @property
    def amount(self) -> str:
        """The number with its unit and interval in words; empty when there is none to show.

        Examples
        --------
        >>> fact("TR030").amount
        '1.64 hazard rate ratio (1.31 to 2.05)'
        """
        if self.unit_id in _CODED_UNITS:
            return self.value_text
        if self.fact_id in _several():
            return "; ".join(_several()[self.fact_id])
        number = self.value_text if self.value is None else f"{self.value:g}"
        bounds = self.interval_text
        kind = ""
        if self.low is not None and self.high is not None:
            bounds = f"{self.low:g} to {self.high:g}"
            kind = _KINDS.get(self.interval_kind, "")
        if bounds and self.value is None and _numbers(number) in ([], _numbers(bounds)):
            number, bounds = bounds, ""  # the source gives a range and no single number
        if not number:
            return ""
        aside = ", ".join(part for part in (bounds, kind) if part)
        return f"{number}{self._unit_words()}" + (f" ({aside})" if aside else "")

    def _unit_words(self) -> str:
        label, note = _units().get(self.unit_id, ""), self.unit_note
        if not label or label.startswith(("%", "°")):
            return f"{label} {note}".rstrip()
        comma = "" if note.split(" ")[0] in {"", "of", "per", "on", "at", "to", "off"} else ","
        return f" {label}{comma} {note}".rstrip()

    def __str__(self) -> str:
        text = f"{self.statement.rstrip('.')}: {self.amount}" if self.amount else self.statement
        return f"{text.rstrip('.')} [{self.certainty}; {self.reference.short}]"


def reference(ref_id: str) -> Reference:
    """Return the reference with this id.

    Raises
    ------
    ValueError
        When there is none; names the nearest ids.

    Examples
    --------
    >>> print(reference("grimes2005lr"))
    Grimes DA; Schulz KF (2005). Refining clinical diagnosis with likelihood ratios. Lancet.
    """
    return _references()[known("reference", ref_id, _references())]


def fact(fact_id: str) -> Fact:
    """Return the fact with this id, also one that must not be shown (`publish` false).

    Raises
    ------
    ValueError
        When there is none; names the nearest ids.

    Examples
    --------
    >>> fact("TR030").ref_id
    'frandsen2025spike'
    """
    return _facts()[known("fact", fact_id, _facts())]


def source_of(row: Mapping[Any, Any]) -> str:
    """Return the reference that a row of a table rests on, by itself or by its fact.

    Examples
    --------
    >>> source_of({"fact_id": "TR030", "ref_id": ""}), source_of({"fact_id": ""})
    ('frandsen2025spike', '')
    """
    return fact(row["fact_id"]).ref_id if row["fact_id"] else str(row.get("ref_id", ""))


def facts(topic: str | None = None, area: str | None = None) -> pd.DataFrame:
    """Return the facts that may be shown of a topic, an area or both, in the order of the table.

    Parameters
    ----------
    topic : str, optional
        For example a condition_id, or "session_spike".
    area : {"training", "conditions", "selfcheck", "claims", "anatomy"}, optional

    Raises
    ------
    ValueError
        When no fact has this topic or area; names the nearest ones.

    Examples
    --------
    >>> facts("session_spike", area="training")["value"].head(3).tolist()
    [1.64, 1.52, 2.28]
    """
    table = tables.read("facts")
    for column, wanted in (("area", area), ("topic", topic)):
        if wanted is not None:
            table = table[table[column] == known(column, wanted, set(table[column]))]
    return table[table["publish"]].reset_index(drop=True)


@functools.cache
def _references() -> dict[str, Reference]:
    columns = Reference.__dataclass_fields__
    rows = ({name: row[name] for name in columns} for row in tables.records("references"))
    return {row["ref_id"]: Reference(**row) for row in rows}


@functools.cache
def _facts() -> dict[str, Fact]:
    return {row["fact_id"]: Fact(**row) for row in tables.records("facts")}


@functools.cache
def _several() -> dict[str, list[str]]:
    """Return the numbers of the facts that have several, each as words."""
    words: dict[str, list[str]] = {}
    for row in tables.records("fact_values"):
        bounds = "" if row["low"] is None else f"{row['low']:g} to {row['high']:g}"
        number = bounds if row["value"] is None else f"{row['value']:g}"
        unit = _units()[row["unit_id"]]
        gap = "" if not unit or unit.startswith(("%", "°")) else " "
        aside = f" ({bounds})" if bounds not in ("", number) else ""
        words.setdefault(row["fact_id"], []).append(f"{row['label']}: {number}{gap}{unit}{aside}")
    return words


@functools.cache
def _units() -> Mapping[str, str]:
    return tables.lookup("units", "label")


def _authors(text: str) -> str:
    names = text.split("; ")
    if not text:
        return "authors not shown"
    return f"{names[0]} et al." if len(names) > _MANY or "et al." in names else text


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text)


def _sentence(text: str) -> str:
    ends = text.startswith(("http", "doi:")) or text.endswith((".", "?", "!"))
    return text if ends else f"{text}."

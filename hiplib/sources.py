"""Every source of the course, with where it is used, so that nothing is cited and forgotten.

Choice made here: "used" is worked out from the tables that name the source, directly or through a
fact that may be shown; no list of uses is kept by hand. The table `source_uses` only says what each
of these tables is in plain words, and on which page it is shown.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from hiplib import evidence, tables
from hiplib.evidence import Reference
from hiplib.words import Index

__all__ = ["Source", "find", "read_as", "sources"]

# Beginning of what was seen of a work -> the kind of reading.
_READ = {"full text": "the whole text", "abstract": "the summary (abstract)"}
_OTHER_READ = "a part, a record or a page"


@dataclass(frozen=True, slots=True)
class Source:
    """A reference with its uses.

    `uses` says in plain words what rests on it, `pages` where that is shown (page ids), `missing`
    what its record lacks ("" when it is complete).
    """

    reference: Reference
    uses: tuple[str, ...]
    pages: tuple[str, ...]
    missing: str

    @property
    def read_as(self) -> str:
        """How much of the work was read: whole text, summary, or something else."""
        return read_as(self.reference.seen_what)


def sources() -> tuple[Source, ...]:
    """Return every source that some table of the course uses, by authors and year.

    Examples
    --------
    >>> spike = next(s for s in sources() if s.reference.ref_id == "frandsen2025spike")
    >>> "session spikes" in spike.uses, "07_training_errors" in spike.pages
    (True, True)
    """
    return tuple(_sources().values())


def find(text: str = "", page_id: str = "", *, missing: bool | None = None) -> list[Source]:
    """Return the sources that fit; with `text` the best first, small spelling errors forgiven.

    Parameters
    ----------
    text : str
        Words of authors, year, title, journal or identifier.
    page_id : str
        Only sources used on this page.
    missing : bool, optional
        Only those whose record lacks something (True) or nothing (False).

    Examples
    --------
    >>> find("frandsen garmin 2025")[0].reference.ref_id
    'frandsen2025spike'
    """
    ranked = [_sources()[key] for key in _index().search(text)] if text.strip() else sources()
    return [
        source
        for source in ranked
        if (not page_id or page_id in source.pages)
        and (missing is None or missing == bool(source.missing))
    ]


def read_as(seen_what: str) -> str:
    """Return the kind of reading for the words that say what was seen of a work.

    Examples
    --------
    >>> read_as("abstract (partly)")
    'the summary (abstract)'
    """
    return next((kind for start, kind in _READ.items() if seen_what.startswith(start)), _OTHER_READ)


@functools.cache
def _sources() -> dict[str, Source]:
    missing = tables.lookup("references", "missing")
    by_name = sorted(_uses(), key=lambda ref_id: _order(evidence.reference(ref_id)))
    return {
        ref_id: Source(
            evidence.reference(ref_id),
            tuple(dict.fromkeys(what for what, _ in _uses()[ref_id])),
            tuple(sorted({page for _, page in _uses()[ref_id] if page})),
            missing[ref_id],
        )
        for ref_id in by_name
    }


@functools.cache
def _uses() -> dict[str, list[tuple[str, str]]]:
    """Return (what, page_id) of each use of each reference that some table names."""
    facts = evidence.facts()
    of_fact = dict(zip(facts["fact_id"], facts["ref_id"], strict=True))
    whats: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in tables.records("source_uses"):
        whats.setdefault((row["table"], row["area"]), []).append((row["what"], row["page_id"]))
    found: dict[str, list[tuple[str, str]]] = {}
    direct = tables.links_to("references")
    for table, column in [*direct, *tables.links_to("facts")]:
        rows = facts if table == "facts" else tables.read(table)
        areas = rows["area"] if table == "facts" else [""] * len(rows)
        for key, area in zip(rows[column], areas, strict=True):
            ref_id = key if (table, column) in direct else of_fact.get(key)
            if ref_id:
                found.setdefault(ref_id, []).extend(whats.get((table, area), []))
    return found


def _order(reference: Reference) -> tuple[bool, str, int, str]:
    """Sort by authors; works without named authors come after them, by title."""
    who = reference.authors.casefold()
    return not who, who, reference.year or 0, reference.title.casefold()


@functools.cache
def _index() -> Index:
    return Index({
        source.reference.ref_id: [
            (f"{source.reference.authors} {source.reference.year or ''}", 2.0),
            (source.reference.title, 1.5),
            (f"{source.reference.journal} {source.reference.study_type}", 1.0),
            (f"{source.reference.doi} {source.reference.pmid} {source.reference.pmcid}", 1.0),
        ]
        for source in sources()
    })  # fmt: skip

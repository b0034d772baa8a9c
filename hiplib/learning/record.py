"""Everything that a learner did in the course, as one file that the learner owns.

Choices made here: the record only grows. Each entry says when, what kind, which thing and what was
answered, never points, so that points follow the questions as they are now. Two records are merged
as sets: in whatever order tabs and files meet, the result is the same and nothing is lost. Entries
about questions, claims and kinds of things that this course does not know stay in the record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hiplib.errors import InputError
from hiplib.learning.cases import CaseRecord, Progress
from hiplib.learning.cases import merge as merge_cases

MARK, VERSION = "hiplib_progress", 2
CASES_MARK, CASES_VERSION = "hiplib_cases", 1
MOST_BYTES = 5_000_000
WORKS = "the file that this course saved"
ANSWER, PRE, POST, CASE, CLAIM = "answer", "pre", "post", "case", "claim"
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)?")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One thing done: UTC time (ISO, empty when unknown), kind, id, and the value as JSON text."""

    at: str
    kind: str
    id: str
    value: str

    @property
    def answer(self) -> Any:
        """The value itself."""
        return json.loads(self.value)


@dataclass(frozen=True, slots=True)
class Record:
    """All entries, each once, in the order of their times."""

    entries: tuple[Entry, ...] = ()

    def of(self, *kinds: str) -> tuple[Entry, ...]:
        """Return the entries of some kinds, oldest first."""
        return tuple(one for one in self.entries if one.kind in kinds)

    def latest(self) -> dict[str, Any]:
        """Return the last answer to each question."""
        return {one.id: one.answer for one in self.of(ANSWER)}

    def add(self, kind: str, what: str, value: object, at: datetime) -> Record:
        """Return the record with one more entry.

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> now = datetime(2026, 1, 2, tzinfo=UTC)
        >>> Record().add("answer", "anatomy_bones", "ilium", now).latest()
        {'anatomy_bones': 'ilium'}
        """
        return merge(self, Record((Entry(moment(at), kind, what, _canon(value)),)))


def moment(at: datetime) -> str:
    """Return a time as the record writes it, in UTC to the millisecond."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def merge(*records: Record) -> Record:
    """Return all records together; commutative, associative and idempotent.

    Examples
    --------
    >>> one = Record((Entry("", "answer", "q", '"a"'),))
    >>> merge(one, one) == one
    True
    """
    return Record(tuple(sorted({entry for record in records for entry in record.entries})))


def encode(record: Record) -> str:
    """Return the text of the progress file.

    Examples
    --------
    >>> encode(Record())
    '{"hiplib_progress": 2, "entries": []}'
    """
    rows = [[one.at, one.kind, one.id, one.answer] for one in record.entries]
    return json.dumps({MARK: VERSION, "entries": rows})


def decode(name: str, content: bytes) -> Record:
    """Read a progress file, also the one of version 1 that the case clinic saved.

    Raises
    ------
    hiplib.InputError
        For a file that is too big, damaged, cut off, foreign or of a newer version.

    Examples
    --------
    >>> decode("old.json", b'{"hiplib_cases": 1, "cases": {"snap": {}}}').entries[0].kind
    'case'
    """
    if len(content) > MOST_BYTES:
        raise InputError(name, f"it has {len(content) / 1e6:.1f} MB, more than 5 MB", WORKS)
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InputError(name, "it is damaged, cut off or no JSON file", WORKS) from None
    if not isinstance(data, dict) or not {MARK, CASES_MARK} & set(data):
        raise InputError(name, "it is no progress file of this course", WORKS)
    mark, own = (MARK, VERSION) if MARK in data else (CASES_MARK, CASES_VERSION)
    version = data[mark]
    if isinstance(version, bool) or version != own:
        newer = isinstance(version, int) and version > own
        problem = f"it is of version {str(version)[:20]}, and this course reads up to {VERSION}"
        raise InputError(name, problem + (". It comes from a newer course" if newer else ""), WORKS)
    return _entries(name, data, mark)


def from_cases(progress: Progress, at: str = "") -> Record:
    """Return what was done in the case clinic as entries."""
    made = (
        Entry(at, CASE, one.case_id,
              _canon({"asked": one.asked, "urgency": one.urgency, "step": one.step}))
        for one in progress.cases
    )  # fmt: skip
    return merge(Record(tuple(made)))


def to_cases(record: Record) -> Progress:
    """Return the cases of a record: the first decision counts, and all that was asked before it."""
    cases = Progress()
    for entry in record.of(CASE):
        one = case_record(entry)
        if one:
            cases = merge_cases(cases, Progress((one,)))
    return cases


def case_record(entry: Entry) -> CaseRecord | None:
    """Return the case of an entry; None when its value has not the right form."""
    value = entry.answer
    if not isinstance(value, dict):
        return None
    asked, rest = value.get("asked", []), [value.get("urgency", ""), value.get("step", "")]
    if isinstance(asked, list) and all(isinstance(one, str) for one in [*asked, *rest]):
        return CaseRecord(entry.id, tuple(dict.fromkeys(asked)), *rest)
    return None


def unknown(record: Record, known: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of questions and claims that this course does not have (they are kept)."""
    here = set(known)
    return tuple(dict.fromkeys(one.id for one in record.of(ANSWER, CLAIM) if one.id not in here))


# Reading -------------------------------------------------------------------------------------


def _canon(value: object) -> str:
    """Return a value as JSON text, always the same for the same value."""
    return json.dumps(value, sort_keys=True, allow_nan=False)


def _entries(name: str, data: dict[str, Any], mark: str) -> Record:
    """Return the entries of a file when every one has the right form."""
    listed = data.get("entries" if mark == MARK else "cases")
    if mark == CASES_MARK:
        listed = [["", CASE, *one] for one in listed.items()] if isinstance(listed, dict) else None
    if not isinstance(listed, list):
        raise InputError(name, "its list of entries is damaged", WORKS)
    made = []
    for number, row in enumerate(listed, 1):
        entry = entry_of(row)
        if entry is None:
            raise InputError(name, f"its entry {number} is damaged", WORKS)
        made.append(entry)
    return merge(Record(tuple(made)))


def entry_of(row: object) -> Entry | None:
    """Return one entry of a file; None when it has not the right form."""
    if not isinstance(row, list) or len(row) != 4:
        return None
    at, kind, what, value = row
    if not all(isinstance(one, str) for one in (at, kind, what)) or not _TIME.fullmatch(at):
        return None
    try:
        entry = Entry(at, kind, what, _canon(value))
    except (ValueError, RecursionError):
        return None
    return entry if kind != CASE or case_record(entry) else None

"""What a learner did in the case clinic, as a file that the learner owns.

Choices made here: the file holds what was asked and decided, never points, so that points always
follow the cases as they are now. A file of another course version keeps what is still known; a file
that cannot be read changes nothing. Of two first decisions on a case, the one on the page stays.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hiplib.errors import InputError

MARK, VERSION = "hiplib_cases", 1
MOST_BYTES = 1_000_000
UNKNOWN = "unknown"
WORKS = "the file that this page saved"


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case: what was asked, in its order, and the first decision (empty before it)."""

    case_id: str
    asked: tuple[str, ...] = ()
    urgency: str = ""
    step: str = ""

    @property
    def decided(self) -> bool:
        """True when the case has its first decision."""
        return bool(self.urgency and self.step)


@dataclass(frozen=True, slots=True)
class Progress:
    """All cases that a learner has tried, in the order of the first try."""

    cases: tuple[CaseRecord, ...] = ()

    def record(self, case_id: str) -> CaseRecord:
        """Return what is known of a case; an empty record if it was not tried."""
        return next((one for one in self.cases if one.case_id == case_id), CaseRecord(case_id))

    def put(self, record: CaseRecord) -> Progress:
        """Return the progress with this record in place of the old one of its case.

        Examples
        --------
        >>> Progress().put(CaseRecord("snap", ("pain",))).record("snap").asked
        ('pain',)
        """
        if any(one.case_id == record.case_id for one in self.cases):
            return Progress(
                tuple(record if one.case_id == record.case_id else one for one in self.cases)
            )
        return Progress((*self.cases, record))

    def without(self, case_id: str) -> Progress:
        """Return the progress without a case."""
        return Progress(tuple(one for one in self.cases if one.case_id != case_id))


@dataclass(frozen=True, slots=True)
class KnownCase:
    """The ids that the course has for a case."""

    findings: frozenset[str]
    steps: frozenset[str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file held, and in words what of it this course does not know."""

    progress: Progress
    left_out: tuple[str, ...] = ()


def encode(progress: Progress) -> str:
    """Return the text of a progress file.

    Examples
    --------
    >>> encode(Progress((CaseRecord("snap", ("pain",)),)))
    '{"hiplib_cases": 1, "cases": {"snap": {"asked": ["pain"], "urgency": "", "step": ""}}}'
    """
    cases = {
        one.case_id: {"asked": list(one.asked), "urgency": one.urgency, "step": one.step}
        for one in progress.cases
    }
    return json.dumps({MARK: VERSION, "cases": cases}, ensure_ascii=False)


def decode(
    name: str, content: bytes, known: Mapping[str, KnownCase], urgencies: Collection[str]
) -> Loaded:
    """Read a progress file.

    Parameters
    ----------
    name : str
        Name of the file, for the error message.
    content : bytes
        The file.
    known : mapping of str to KnownCase
        The cases of this course.
    urgencies : collection of str
        The urgencies that can be chosen.

    Raises
    ------
    hiplib.InputError
        For a file that is too big, damaged, foreign or of another version.

    Examples
    --------
    >>> known = {"snap": KnownCase(frozenset({"pain"}), frozenset({"explain"}))}
    >>> decode("mine.json", b'{"hiplib_cases": 1, "cases": {"old": {}}}', known, ["routine"])
    Loaded(progress=Progress(cases=()), left_out=('the case old',))
    """
    records, left_out = [], []
    for case_id, fields in _cases(name, content).items():
        record = _record(name, case_id, fields)
        if case_id not in known:
            left_out.append(f"the case {_short(case_id)}")
            continue
        record, unknown = _known_part(record, known[case_id], {*urgencies, UNKNOWN})
        records.append(record)
        left_out += unknown
    return Loaded(Progress(tuple(records)), tuple(left_out))


def merge(mine: Progress, other: Progress) -> Progress:
    """Return both together: no case and no decision is lost, and mine come first.

    Examples
    --------
    >>> mine = Progress((CaseRecord("snap", ("pain",)),))
    >>> merge(mine, Progress((CaseRecord("snap", ("move",)),))).record("snap").asked
    ('pain', 'move')
    """
    merged = mine
    for theirs in other.cases:
        own = mine.record(theirs.case_id)
        if own.decided:
            continue
        if not theirs.decided:
            theirs = replace(own, asked=tuple(dict.fromkeys(own.asked + theirs.asked)))
        merged = merged.put(theirs)
    return merged


# Reading -------------------------------------------------------------------------------------


def _cases(name: str, content: bytes) -> dict[str, Any]:
    """Return the cases of a file as they stand in it."""
    if len(content) > MOST_BYTES:
        size = f"it has {len(content) / 1e6:.1f} MB, and a progress file has less than 1 MB"
        raise InputError(name, size, WORKS)
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InputError(name, "it is damaged or is no JSON file", WORKS) from None
    if not isinstance(data, dict) or MARK not in data:
        raise InputError(name, "it is no progress file of this course", WORKS)
    version = data[MARK]
    if isinstance(version, bool) or version != VERSION:
        problem = f"it is of version {_short(version)}, and this course reads version {VERSION}"
        raise InputError(name, problem, WORKS)
    if not isinstance(data.get("cases"), dict):
        raise InputError(name, "its list of cases is damaged", WORKS)
    return dict(data["cases"])


def _record(name: str, case_id: str, fields: object) -> CaseRecord:
    """Return a case of a file when its values have the right types."""
    if isinstance(fields, dict):
        asked = fields.get("asked", [])
        urgency, step = fields.get("urgency", ""), fields.get("step", "")
        texts = [*asked, urgency, step] if isinstance(asked, list) else [None]
        if all(isinstance(one, str) for one in texts):
            return CaseRecord(case_id, tuple(dict.fromkeys(asked)), urgency, step)
    raise InputError(name, f"its case {_short(case_id)} is damaged", WORKS)


def _known_part(
    record: CaseRecord, known: KnownCase, urgencies: Collection[str]
) -> tuple[CaseRecord, list[str]]:
    """Return a record with the ids that the course has, and in words what it does not have."""
    asked = tuple(one for one in record.asked if one in known.findings)
    kept = replace(record, asked=asked)
    left_out = []
    if asked != record.asked:
        more = len(record.asked) - len(asked)
        left_out.append(f"{more} question{'s' if more > 1 else ''} of {record.case_id}")
    if not record.decided:
        return replace(kept, urgency="", step=""), left_out
    if record.urgency not in urgencies or record.step not in {*known.steps, UNKNOWN}:
        left_out.append(f"the decision of {record.case_id}")
        kept = replace(kept, urgency="", step="")
    return kept, left_out


def _short(value: object) -> str:
    """Return a value of the file, short enough for a sentence."""
    words = str(value)
    return words if len(words) <= 40 else f"{words[:39]}\N{HORIZONTAL ELLIPSIS}"

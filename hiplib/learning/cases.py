"""What a learner did in each case of the case clinic.

Choices made here: a case holds what was asked and decided, never points, so that points always
follow the cases as they are now. Of two first decisions on a case, the one on the page stays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


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
        by_id = {one.case_id: one for one in self.cases} | {record.case_id: record}
        return Progress(tuple(by_id.values()))

    def without(self, case_id: str) -> Progress:
        """Return the progress without a case."""
        return Progress(tuple(one for one in self.cases if one.case_id != case_id))


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

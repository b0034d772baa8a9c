"""What scans show in people with and without pain.

Choice made here: a share is drawn as whole people out of 100, and what its interval leaves open is
a group of its own. Shares of different studies stand side by side but are never pooled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hiplib import evidence
from hiplib.conditions.examination import Estimate
from hiplib.errors import look_up
from hiplib.tables import records


@dataclass(frozen=True, slots=True)
class Share(Estimate):
    """A share in whole people out of 100; without a value the source gives only a range."""

    @property
    def counts(self) -> tuple[int, int, int]:
        """People who show it at least, people left open, and the rest: they add up to 100."""
        least = int(self.value or 0) if self.low is None else int(self.low)
        most = least if self.high is None else int(self.high)
        return least, most - least, 100 - most

    def __str__(self) -> str:
        return self.said()


@dataclass(frozen=True, slots=True)
class Rate:
    """How often scans of one group show a finding.

    `pain` is "no pain", "pain" or "all" (picked whether or not they hurt); `counted` says what the
    share counts (people or hips). Number, interval, people and source are those of `fact`.
    """

    pain: str
    who: str
    counted: str
    fact: evidence.Fact

    @property
    def share(self) -> Share:
        """The share as whole people out of 100."""
        return share_of(self.fact)


@dataclass(frozen=True, slots=True)
class ScanFinding:
    """A finding of scans: plain words, what to notice, and its share in each group."""

    finding_id: str
    name: str
    what_it_is: str
    condition_id: str
    structure_id: str
    notice: str
    rates: tuple[Rate, ...]


def share_of(fact: evidence.Fact) -> Share:
    """Return a fact in percent as whole people out of 100; ValueError for any other fact.

    Examples
    --------
    >>> print(share_of(evidence.fact("labral_tear_f02")))
    54 (41 to 66)
    """
    if fact.unit_id != "percent" or (fact.value is None and fact.low is None):
        raise ValueError(f"fact {fact.fact_id!r} is no share in percent")
    # Where the source gives a range only, its end stands in `value` as well; it is no estimate.
    value = None if fact.low is not None and fact.value in (fact.low, fact.high) else fact.value
    return Share(*(None if n is None else round(n) for n in (value, fact.low, fact.high)))


@cache
def scan_findings() -> Mapping[str, ScanFinding]:
    """Return every finding by its id, in the order of the page."""
    rates: dict[str, list[Rate]] = {}
    for row in records("imaging_rates"):
        fact = evidence.fact(row.pop("fact_id"))
        rates.setdefault(row.pop("finding_id"), []).append(Rate(**row, fact=fact))
    rows = {row["finding_id"]: row for row in records("imaging_findings")}
    return {key: ScanFinding(**row, rates=tuple(rates[key])) for key, row in rows.items()}


def scan_finding(finding_id: str) -> ScanFinding:
    """Return one finding; ValueError with the nearest names for an unknown id.

    Examples
    --------
    >>> [str(rate.share) for rate in scan_finding("cartilage_defect").rates[:2]]
    ['12 (7 to 21)', '64 (25 to 91)']
    """
    return look_up("finding", finding_id, scan_findings())

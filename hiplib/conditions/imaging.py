"""What scans show in people with and without pain.

Choice made here: a share is drawn as whole people out of 100, and what its interval leaves open is
a group of its own. Shares of different studies stand side by side but are never pooled.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hiplib import evidence, tables
from hiplib.conditions.catalogue import records
from hiplib.errors import look_up


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
class Share:
    """A share in whole people out of 100: `value` (None: only a range), `low` and `high`.

    Without an interval in the source, `low` and `high` are None.
    """

    value: int | None
    low: int | None
    high: int | None

    @property
    def known(self) -> bool:
        """Whether an interval or a range is known."""
        return self.low is not None

    @property
    def counts(self) -> tuple[int, int, int]:
        """People who show it at least, people left open, and the rest: they add up to 100."""
        least = self.low if self.low is not None else self.value or 0
        most = self.high if self.high is not None else least
        return least, most - least, 100 - most

    def __str__(self) -> str:
        bounds = f"{self.low} to {self.high}"
        if self.value is None:
            return bounds
        return f"{self.value} ({bounds})" if self.known else f"{self.value}"


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
    """Return a fact in percent as whole people out of 100.

    Raises
    ------
    ValueError
        When the fact is not in percent or has no number.

    Examples
    --------
    >>> print(share_of(evidence.fact("labral_tear_f02")))
    54 (41 to 66)
    """
    if fact.unit_id != "percent" or (fact.value is None and fact.low is None):
        raise ValueError(f"fact {fact.fact_id!r} is no share in percent")
    # Where the source gives a range only, its end stands in `value` as well; it is no estimate.
    value = None if fact.value in (fact.low, fact.high) and fact.low is not None else fact.value
    return Share(*(None if n is None else round(n) for n in (value, fact.low, fact.high)))


def scan_findings() -> tuple[ScanFinding, ...]:
    """Return every finding, in the order of the page.

    Examples
    --------
    >>> scan_findings()[0].name
    'Labral tear'
    """
    return tuple(_findings().values())


def scan_finding(finding_id: str) -> ScanFinding:
    """Return one finding.

    Raises
    ------
    ValueError
        For an unknown id; the message gives the nearest names.

    Examples
    --------
    >>> [str(rate.share) for rate in scan_finding("cartilage_defect").rates[:2]]
    ['12 (7 to 21)', '64 (25 to 91)']
    """
    return look_up("finding", finding_id, _findings())


@cache
def _findings() -> dict[str, ScanFinding]:
    rates: dict[str, list[Rate]] = {}
    for row in records(tables.read("imaging_rates")):
        rate = Rate(row["pain"], row["who"], row["counted"], evidence.fact(row["fact_id"]))
        rates.setdefault(row["finding_id"], []).append(rate)
    rows = tables.read("imaging_findings").sort_values("order").drop(columns="order")
    return {
        row["finding_id"]: ScanFinding(**row, rates=tuple(rates[row["finding_id"]]))
        for row in records(rows)
    }

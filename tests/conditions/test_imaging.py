"""Shares of scans: whole people that add up to 100, bounds as the sources give them."""

from __future__ import annotations

import math
import re

import pytest

from hiplib import conditions, evidence, tables
from hiplib.conditions import Share, scan_finding, scan_findings
from hiplib.conditions.imaging import share_of

RATES = [(item.finding_id, rate) for item in scan_findings().values() for rate in item.rates]


def test_every_finding_has_words_and_at_least_one_published_share() -> None:
    assert len(scan_findings()) >= 10
    for item in scan_findings().values():
        assert item.rates
        assert all((item.name, item.what_it_is, item.notice))


@pytest.mark.parametrize(("finding_id", "rate"), RATES)
def test_a_share_is_100_people_and_says_what_its_fact_says(
    finding_id: str, rate: conditions.Rate
) -> None:
    fact, share = rate.fact, rate.share
    assert fact.publish
    least, left_open, rest = share.counts
    assert min(share.counts) >= 0
    assert least + left_open + rest == 100
    if fact.low is not None and fact.high is not None:
        assert (least, least + left_open) == (round(fact.low), round(fact.high))
    else:
        assert fact.value is not None
        assert (least, left_open) == (round(fact.value), 0)


def test_a_range_has_no_estimate() -> None:
    assert scan_finding("snapping").rates[0].share == Share(None, 5, 10)
    assert str(Share(None, 5, 10)) == "5 to 10"


def test_cartilage_tells_the_groups_apart_and_a_tear_does_not() -> None:
    def gap(finding_id: str) -> int:
        without, with_pain = scan_finding(finding_id).rates[:2]
        assert (without.pain, with_pain.pain) == ("no pain", "pain")
        return (with_pain.share.value or 0) - (without.share.value or 0)

    assert gap("cartilage_defect") > 5 * gap("labral_tear")


def test_athletes_with_pain_had_fewer_tears_hip_by_hip() -> None:
    hips = [rate for rate in scan_finding("labral_tear").rates if rate.counted == "hips"]
    shares = {rate.pain: rate.share.value for rate in hips if rate.who.startswith("Athletes")}
    assert shares == {"no pain": 33, "pain": 20}


def test_an_unknown_finding_is_answered_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="finding 'labrel_tear' is unknown; nearest: labral_tear"):
        scan_finding("labrel_tear")


def test_what_is_no_share_is_refused() -> None:
    with pytest.raises(ValueError, match="'TR030' is no share in percent"):
        share_of(evidence.fact("TR030"))


def wilson(count: int, total: int) -> tuple[float, float]:
    """Score interval of Wilson for a share (newcombe1998interval), in percent."""
    z = 1.96
    share, weight = count / total, 1 + z * z / total
    middle = (share + z * z / (2 * total)) / weight
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / weight
    return 100 * (middle - half), 100 * (middle + half)


def test_intervals_computed_from_counts_are_those_of_the_counts() -> None:
    facts = tables.read("facts")
    computed = facts[facts["interval_kind"] == "counts"]
    assert len(computed) >= 10
    for row in computed.to_dict("records"):
        counts = re.search(r"(\d+) of (\d+)", row["note"])
        assert counts, row["fact_id"]
        count, total = int(counts[1]), int(counts[2])
        assert row["value"] == pytest.approx(100 * count / total, abs=0.6), row["fact_id"]
        assert (row["low"], row["high"]) == pytest.approx(wilson(count, total), abs=0.06)

"""Crowds of scans: blank before the guess, then the same numbers as the facts."""

from __future__ import annotations

import pytest

from hiplib.conditions import ScanFinding, scan_findings
from hiplib.figures import shares
from hiplib.figures.shares import scan_crowds

ITEMS = pytest.mark.parametrize("item", scan_findings().values(), ids=lambda item: item.finding_id)


@ITEMS
def test_each_crowd_is_its_share(item: ScanFinding) -> None:
    figure = scan_crowds(item).figure
    marks: dict[str, list[int]] = {}
    for trace in figure.data:
        marks.setdefault(trace.name, []).append(len(trace.x))
    for place, rate in enumerate(item.rates):
        least, left_open, rest = rate.share.counts
        drawn = [
            marks.get(name, [0] * 9)[place] for name in (shares.SCAN, shares.OPEN, shares.REST)
        ]
        assert drawn == [least, left_open, rest]
    titles = [note.text for note in figure.layout.annotations]
    assert all(str(rate.share) in title for rate, title in zip(item.rates, titles, strict=True))


@ITEMS
def test_nothing_is_told_before_the_guess(item: ScanFinding) -> None:
    figure = scan_crowds(item, shown=False).figure
    assert {trace.name for trace in figure.data} == {shares.HIDDEN}
    words = scan_crowds(item, shown=False).summary
    assert not any(character.isdigit() for character in words)
    assert all(note.text.endswith("? of 100") for note in figure.layout.annotations)


@ITEMS
def test_words_and_table_hold_every_share(item: ScanFinding) -> None:
    _, words, table, _ = scan_crowds(item)
    assert table is not None
    assert shares.ROUNDED in words
    assert len(table) == len(item.rates)
    for rate in item.rates:
        assert str(rate.share) in words
    assert ("source gives none" in words) == any(rate.share.low is None for rate in item.rates)


def test_each_group_that_is_drawn_is_named_once_in_the_key() -> None:
    for item in scan_findings().values():
        drawn = [trace for trace in scan_crowds(item).figure.data if len(trace.x)]
        named = [trace.name for trace in drawn if trace.showlegend]
        assert sorted(named) == sorted({trace.name for trace in drawn})

"""Certainty words and the list of sources on page 10."""

from __future__ import annotations

import re

from hiplib import sources, tables
from hiplib.widgets import source_page


def _parts():  # type: ignore[no-untyped-def]
    overview, filters, count, found, last = source_page.source_list().children
    return overview, *filters.children, count, found, *last.children


def test_every_certainty_word_has_meaning_and_example() -> None:
    shown = source_page.certainty_guide().html
    meanings = tables.lookup("certainties", "meaning")
    assert shown.count("hip-card-title") == len(meanings)
    for meaning in meanings.values():
        assert meaning in shown
    assert not re.search(r"[.]:|[.][.]", shown)
    assert shown.count("Example.") == shown.count("https://") == 5


def test_the_list_starts_small_and_grows_on_request() -> None:
    *_, count, found, more = _parts()
    assert found.html.count("<li>") == source_page.PIECE
    assert len(found.html) < 30_000
    assert f"{len(sources.sources())} sources, the first {source_page.PIECE} shown" in count.html
    more.click()
    assert found.html.count("<li>") == 2 * source_page.PIECE


def test_search_and_filters_work_together_and_say_when_nothing_fits() -> None:
    _, text, page, record, count, found, more = _parts()
    text.value = "frandsen"
    assert "Schuster Brandt Frandsen" in found.html
    assert "session spikes" in found.html
    assert "7 Training load" in found.html
    assert more.disabled
    page.value = "04_reasoning"
    assert "No source fits" in count.html
    assert found.html == ""
    text.value, page.value, record.value = "", "", "missing"
    lines = found.html.split("<li>")[1:]
    assert all("Missing in the record" in line for line in lines)
    record.value = "complete"
    assert "Missing in the record" not in found.html


def test_an_entry_names_what_was_read_and_links_to_the_work() -> None:
    _, text, *_, found, _ = _parts()
    text.value = "Refining clinical diagnosis with likelihood ratios"
    first = found.html.split("<li>")[1]
    assert "Grimes" in first
    assert "What was read:" in first
    assert "Used for:" in first
    assert re.search(r"https://|no link: cite as printed", first)


def test_the_overview_counts_add_up() -> None:
    numbers = [int(n) for n in re.findall(r"\d+", source_page.summary())]
    total, *read, gaps = numbers
    assert sum(read) == total == len(sources.sources())
    assert gaps == len(sources.find(missing=True))

"""Sources: every one that a table names is listed, with what rests on it and what is missing."""

from __future__ import annotations

import time

import pytest

from hiplib import evidence, sources, tables

ALL = sources.sources()


def test_every_reference_that_a_table_names_is_listed_once() -> None:
    named = set(evidence.facts()["ref_id"])
    for table, column in tables.links_to("references"):
        if table != "facts":
            named |= set(tables.read(table)[column]) - {""}
    listed = [source.reference.ref_id for source in ALL]
    assert sorted(listed) == sorted(named)
    assert len(listed) > 500


def test_every_source_says_what_rests_on_it() -> None:
    assert all(source.uses for source in ALL)
    pages = set(tables.read("pages")["page_id"])
    assert all(set(source.pages) <= pages for source in ALL)


def test_every_table_that_names_a_source_is_described() -> None:
    """A new table with a source or a fact needs a row in `source_uses`."""
    tables_named = {t for t, _ in [*tables.links_to("references"), *tables.links_to("facts")]}
    described = tables.read("source_uses")
    # the numbers of a fact belong to the fact, which is counted itself
    assert set(described["table"]) == tables_named - {"fact_values"}
    areas = described.loc[described["table"] == "facts", "area"]
    assert set(areas) == set(tables.read("facts")["area"])


def test_a_source_of_an_unpublished_fact_alone_is_not_listed() -> None:
    facts = tables.read("facts")
    hidden = set(facts.loc[~facts["publish"], "fact_id"])
    assert hidden
    assert not hidden & set(evidence.facts()["fact_id"])


def test_uses_follow_a_fact_to_its_source() -> None:
    choices = tables.read("test_lesson_choices")
    fact_id = next(fact for fact in choices["fact_id"] if fact)
    source = next(s for s in ALL if s.reference.ref_id == evidence.fact(fact_id).ref_id)
    assert "lessons of the test laboratory" in source.uses
    assert "04_reasoning" in source.pages


def test_find_filters_by_words_page_and_gaps() -> None:
    assert sources.find() == list(ALL)
    assert sources.find("frandsen")[0].reference.ref_id == "frandsen2025spike"
    assert sources.find("Likelyhood ratios grimes")[0].reference.ref_id == "grimes2005lr"
    assert sources.find("xqzwv") == []
    page = sources.find(page_id="07_training_errors")
    assert 0 < len(page) < len(ALL)
    gaps, whole = sources.find(missing=True), sources.find(missing=False)
    assert len(gaps) + len(whole) == len(ALL)
    assert all(source.missing for source in gaps)
    both = sources.find("stress fracture", "03_conditions", missing=False)
    assert both
    assert all("03_conditions" in s.pages and not s.missing for s in both)


def test_find_is_fast() -> None:
    sources.find("warm")
    for text in ("labral tear", "stess fracture", "tendinopthy"):
        start = time.perf_counter()
        sources.find(text)
        assert time.perf_counter() - start < 0.3


@pytest.mark.parametrize("seen", sorted(set(tables.read("references")["seen_what"])))
def test_every_way_of_reading_has_a_kind(seen: str) -> None:
    kind = sources.read_as(seen)
    assert (kind == "the whole text") == seen.startswith("full text")
    assert kind in {"the whole text", "the summary (abstract)", "a part, a record or a page"}


def test_about_one_work_in_ten_was_read_whole() -> None:
    """Page 10 says so."""
    whole = sum(source.read_as == "the whole text" for source in ALL)
    assert 0.07 < whole / len(ALL) < 0.14


def test_examples_of_the_certainty_words_have_that_certainty_and_may_be_shown() -> None:
    for row in tables.read("certainties").to_dict("records"):
        fact = evidence.fact(row["example_fact_id"])
        assert fact.certainty == row["certainty"]
        assert fact.publish

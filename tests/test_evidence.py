"""Citations, facts and certainty words."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiplib import evidence, tables

REFERENCES = tables.read("references")["ref_id"].tolist()
FACTS = tables.read("facts")["fact_id"].tolist()


@settings(deadline=None)
@given(st.sampled_from(REFERENCES))
def test_every_citation_is_readable(ref_id: str) -> None:
    reference = evidence.reference(ref_id)
    text = str(reference)
    assert reference.title in text
    assert str(reference.year or "n.d.") in text
    assert "nan" not in text.split()
    assert "None" not in text
    assert "<NA>" not in text
    assert reference.authors or "authors not shown" in text
    assert ("[" + reference.title + "]" in text) == reference.title_is_descriptive
    assert reference.identifier in text


@settings(deadline=None)
@given(st.sampled_from(FACTS))
def test_every_fact_is_readable(fact_id: str) -> None:
    fact = evidence.fact(fact_id)
    text = str(fact)
    assert fact.statement.rstrip(".") in text
    assert fact.certainty in text
    assert fact.reference.ref_id == fact.ref_id
    assert "nan" not in text.split()
    assert "None" not in text
    assert "  " not in fact.amount
    assert "()" not in fact.amount
    if fact.value is not None and fact.unit_id not in {"direction", "formula", "principle"}:
        assert fact.amount.startswith(f"{fact.value:g}")


@pytest.mark.parametrize(
    ("ref_id", "short"),
    [
        ("frandsen2025spike", "Schuster Brandt Frandsen J et al. 2025"),  # "et al." in the source
        ("grimes2005lr", "Grimes DA; Schulz KF 2005"),
        ("aafp2020hipoa", "authors not shown 2020"),
        ("wheeless_lfcn", "Wheeless' Textbook of Orthopaedics n.d."),
    ],
)
def test_authors_are_shortened_and_gaps_said_plainly(ref_id: str, short: str) -> None:
    assert evidence.reference(ref_id).short == short


def test_four_authors_become_one() -> None:
    three = dataclasses.replace(evidence.reference("grimes2005lr"), authors="A A; B B; C C")
    assert three.short.startswith("A A; B B; C C")
    assert dataclasses.replace(three, authors="A A; B B; C C; D D").short == "A A et al. 2005"


@pytest.mark.parametrize(
    ("fact_id", "amount"),
    [
        ("TR030", "1.64 hazard rate ratio (1.31 to 2.05)"),
        ("TR008", "19.4 to 79.3% of runners (range)"),  # a range and no single number
        ("TR006", "40.2% of runners (SD 18.8) (21.4 to 59, mean plus and minus one SD)"),
        ("TR034", ""),  # a direction: the statement says it
        ("anat_f002", "<2.38 body weights"),
        ("anat_f067", "14.2° (-23.6 to 48.7)"),
        ("SC092", "2026-01-06"),
        ("SC051", "17.7 to 33.8 points"),
        (
            "SC103",
            "minimal important change: 5 points; minimal clinically important difference: 8 points",
        ),
        ("SC062", "belly pain: 95%; sickness or vomiting: 90%"),
        ("femoral_neck_stress_fracture_f03", ""),
    ],
)
def test_amount_in_words(fact_id: str, amount: str) -> None:
    assert evidence.fact(fact_id).amount == amount


def test_facts_by_topic_and_area() -> None:
    whole = tables.read("facts")
    assert len(whole) == len(FACTS)
    shown = evidence.facts()
    assert shown["publish"].all()
    assert len(shown) < len(whole)
    one = evidence.facts("labral_tear", area="conditions")
    assert set(one["condition_id"]) == {"labral_tear"}
    assert list(one.index) == list(range(len(one)))
    by_area = sum(len(evidence.facts(area=area)) for area in set(whole["area"]))
    assert by_area == len(shown)


def test_a_fact_that_must_not_be_shown_says_why() -> None:
    fact = evidence.fact("TR018")
    assert not fact.publish
    assert "primary source" in fact.unpublished_reason
    assert "TR018" not in set(evidence.facts(area="training")["fact_id"])


def test_unknown_ids_name_the_nearest() -> None:
    with pytest.raises(ValueError, match="frandsen2025spike"):
        evidence.reference("frandsen2025spikes")
    with pytest.raises(ValueError, match="TR030"):
        evidence.fact("TR0300")
    with pytest.raises(ValueError, match="labral_tear"):
        evidence.facts("labral_tears")
    with pytest.raises(ValueError, match="training"):
        evidence.facts(area="trainin")


def test_certainty_words_cover_all_facts() -> None:
    words = tables.lookup("certainties", "meaning")
    assert set(tables.read("facts")["certainty"]) == set(words)
    assert all(meaning.endswith(".") for meaning in words.values())


def test_facts_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        evidence.fact("TR030").value = 1.0  # type: ignore[misc]

"""The glossary: every term is explained in plain words, found by its forms, and pronounceable."""

from __future__ import annotations

import re
import time

import pytest
from reading import grade
from test_texts import banned

from hiplib import glossary, tables

TERMS = glossary.terms()
every_term = pytest.mark.parametrize("term", TERMS, ids=lambda term: term.term_id)


def test_there_is_a_term_for_each_kind_of_hard_word() -> None:
    assert len(TERMS) >= 200
    assert {term.kind for term in TERMS} >= {"anatomy", "condition", "test", "training", "number"}
    assert [term.term.casefold() for term in TERMS] == sorted(t.term.casefold() for t in TERMS)


@every_term
def test_definition_is_short_and_plain(term: glossary.Term) -> None:
    assert grade(term.definition) <= 8
    assert 4 <= len(term.definition.split()) <= 36
    assert term.definition.endswith(".")
    assert not banned(term.definition)
    assert "deformity" not in term.definition


@every_term
def test_pronunciation_marks_the_stress(term: glossary.Term) -> None:
    if term.pronunciation:
        assert re.fullmatch(r"[A-Za-z]+(,? ?[- ]?[A-Za-z]+)*", term.pronunciation)
        assert re.search(r"\b[A-Z]{2,}\b", term.pronunciation)


@every_term
def test_every_form_leads_to_its_term(term: glossary.Term) -> None:
    assert term.forms
    for form in term.forms:
        assert glossary.find(form)[0].term_id == term.term_id
        (use, *others) = glossary.first_uses(f"here: {form}.")
        assert (use.term.term_id, others) == (term.term_id, [])
        assert (use.start, use.end) == (6, 6 + len(form))


def test_every_latin_name_of_a_structure_that_is_a_term_can_be_pronounced() -> None:
    hard = ("acetabulum", "trochanter", "piriformis", "iliopsoas", "labrum", "bursa", "ischium")
    for word in hard:
        assert glossary.find(word)[0].pronunciation, word


@pytest.mark.parametrize(
    ("typed", "term_id"),
    [
        ("acetabullum", "acetabulum"),
        ("SIT BONE", "ischial_tuberosity"),
        ("LR+", "likelihood_ratio"),
        ("FADIR", "fadir"),
        ("acwr", "acwr"),
        ("tendonitis", "tendinopathy"),
        ("bone stress injurys", "bone_stress_injury"),
        ("trocanter", "greater_trochanter"),
        ("confidence interval", "confidence_interval"),
    ],
)
def test_find_forgives_spelling_and_capitals(typed: str, term_id: str) -> None:
    assert glossary.find(typed)[0].term_id == term_id


def test_find_is_fast_and_knows_when_there_is_nothing() -> None:
    glossary.find("warm up")
    start = time.perf_counter()
    assert glossary.find("xqzwv") == []
    assert glossary.find("") == []
    assert time.perf_counter() - start < 0.1


def test_an_abbreviation_needs_its_capitals_and_a_word_its_borders() -> None:
    assert [use.term.term_id for use in glossary.first_uses("A CT of the hip")] == ["ct"]
    assert glossary.first_uses("an act, a camera, pictures") == []


def test_the_longest_form_wins_and_only_the_first_use_counts() -> None:
    text = "A femoral neck stress\nfracture is a stress fracture. A stress fracture heals."
    uses = [(use.term.term_id, text[use.start : use.end]) for use in glossary.first_uses(text)]
    assert uses == [
        ("femoral_neck_stress_fracture", "femoral neck stress\nfracture"),
        ("stress_fracture", "stress fracture"),
    ]


def test_an_unknown_term_names_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"no term 'labrun'.*Did you mean labrum"):
        glossary.term("labrun")


def test_conditions_and_tests_of_the_course_are_explained() -> None:
    """The hard words of names that learners meet on cards have an entry."""
    names = [*tables.read("conditions")["name"], *tables.read("examination_tests")["name"]]
    known = {use.term.term_id for name in names for use in glossary.first_uses(name)}
    assert len(known) >= 45
    bare = [n for n in tables.read("conditions")["name"] if not glossary.first_uses(n)]
    assert set(bare) <= {"Hip fracture"}, bare

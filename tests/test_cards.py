"""The words on the cards of the conditions: plain, complete, and no number without a fact."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from reading import grade
from test_texts import banned

from hiplib import tables

PLAIN = tables.read("condition_plain").set_index("condition_id")
CONDITIONS = tables.read("conditions").set_index("condition_id")
ALTERNATIVES = tables.read("condition_alternatives")
FLAGS = tables.read("condition_red_flags")
SYNONYMS = tables.read("condition_synonyms")
RANK = tables.read("urgencies").set_index("urgency")["rank"]
IDS = list(CONDITIONS.index)
# Facts of the self-check that a card tells of.
MORE_FACTS = {
    "cauda_equina_syndrome": "SC041",
    "hip_fracture": "SC073",
    "iliac_endofibrosis": "SC071",
    "visceral_referred": "SC059",
}
BONE_STRESS = [key for key in IDS if key.endswith("stress_fracture")]


def test_every_condition_has_a_plain_card_without_an_empty_cell() -> None:
    assert len(IDS) == 44
    assert sorted(PLAIN.index) == sorted(IDS)
    assert PLAIN.map(lambda text: len(text) >= 7 and text.endswith(".")).all(axis=None)


@pytest.mark.parametrize("condition_id", IDS)
def test_a_plain_card_is_plain(condition_id: str) -> None:
    parts = PLAIN.loc[condition_id]
    assert grade("\n".join(parts)) <= 8
    assert not {name: grade(text) for name, text in parts.items() if grade(text) > 9}
    assert not banned("\n".join(parts))
    assert not re.search(r"[<>]=?\d|\d ?%|\bOA\b|\bn ?=", "\n".join(parts))


def numbers(texts: Iterable[object]) -> set[int]:
    """Return the numbers of texts, rounded: a card says 77 where a fact says 77.3."""
    words = " ".join(map(str, texts))
    found = re.findall(r"\d[\d,]*(?:\.\d+)?", words)
    return {round(float(text.replace(",", ""))) for text in found if text.strip(",")}


@pytest.mark.parametrize("condition_id", IDS)
def test_every_number_of_a_plain_card_stands_in_its_facts_or_columns(condition_id: str) -> None:
    facts = tables.read("facts").query("publish")
    own = facts["condition_id"] == condition_id
    rows = facts[own | (facts["fact_id"] == MORE_FACTS.get(condition_id))]
    columns = ["statement", "value", "value_text", "low", "high", "note", "population"]
    flags = tables.read("red_flags").set_index("flag_id")
    asked = flags.loc[FLAGS.loc[FLAGS["condition_id"] == condition_id, "flag_id"]]
    known = numbers(rows[columns].to_numpy().ravel())
    known |= numbers(CONDITIONS.loc[condition_id]) | numbers([*asked["question"], *asked["why"]])
    assert numbers(PLAIN.loc[condition_id]) - known <= {1, 100, 100_000}  # "8 of 100 people"


def test_a_number_without_a_fact_is_found() -> None:
    assert numbers(["77.3 % of 1,000", 0.4, ""]) == {77, 1000, 0}


@pytest.mark.parametrize("condition_id", BONE_STRESS)
def test_a_cracked_bone_is_rested_and_never_tested_by_a_hop(condition_id: str) -> None:
    card = PLAIN.loc[condition_id]
    assert card["first_steps"].startswith("Stop running")
    assert "Do not hop to test it" in card["makes_it_worse"]


@pytest.mark.parametrize("text", [*PLAIN.to_numpy().ravel(), *ALTERNATIVES["tell_apart"]])
def test_no_text_asks_for_a_hop_or_for_running_through_pain(text: str) -> None:
    assert not re.search(r"(?<!not )\bhop", text)
    assert not re.search(r"\b(keep|go on|carry on) running|run(ning)? through", text, re.IGNORECASE)


@pytest.mark.parametrize("condition_id", IDS)
def test_help_is_as_urgent_as_the_condition(condition_id: str) -> None:
    starts = {
        "emergency_now": "Go to hospital now",
        "same_day": "Go ",
        "within_days": "",
        "routine": "",
        "self_manage": "Book a visit",
    }
    said = PLAIN.loc[condition_id, "get_help_if"]
    urgency = CONDITIONS.loc[condition_id, "urgency"]
    assert said.startswith(starts[urgency])
    if urgency == "same_day":
        assert re.search(r"\b(today|now)\b", said)
    if urgency == "within_days":
        assert re.search(r"within (a few )?days|\btoday\b", said)
    if urgency in {"same_day", "emergency_now"}:
        assert "Book a visit" not in said


def test_every_condition_has_two_to_four_others_to_tell_it_from() -> None:
    counts = ALTERNATIVES.groupby("condition_id").size()
    assert set(counts.index) == set(IDS)
    assert counts.between(2, 4).all()
    assert (ALTERNATIVES["condition_id"] != ALTERNATIVES["other_id"]).all()
    pairs = set(zip(ALTERNATIVES["condition_id"], ALTERNATIVES["other_id"], strict=True))
    both = [pair for pair in pairs if pair[::-1] in pairs]
    assert len(both) > 0.7 * len(pairs)


@pytest.mark.parametrize("text", ALTERNATIVES["tell_apart"])
def test_what_tells_two_apart_is_plain(text: str) -> None:
    assert grade(text) <= 9
    assert not banned(text)


def test_red_flags_are_at_least_as_urgent_as_the_condition_they_point_at() -> None:
    flags = tables.read("red_flags").set_index("flag_id")["urgency"].map(RANK)
    worst = FLAGS.assign(rank=FLAGS["flag_id"].map(flags)).groupby("condition_id")["rank"].max()
    assert (worst.reindex(IDS).fillna(0) >= CONDITIONS["urgency"].map(RANK)).all()
    # RF26 points at the lungs; RF40 is the pattern that is no red flag.
    assert set(flags.index) - set(FLAGS["flag_id"]) == {"RF26", "RF40"}


def test_a_synonym_names_one_condition_and_each_has_a_few() -> None:
    assert SYNONYMS.groupby("condition_id").size().reindex(IDS).between(3, 8).all()
    names = SYNONYMS["synonym"].str.lower()
    assert names.is_unique
    assert not set(names) & set(CONDITIONS["name"].str.lower())

"""The catalogue, its search and the arithmetic of a test result."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiplib import conditions, tables

CATALOGUE = conditions.catalogue()
IDS = list(CATALOGUE.index)
CHANCE = st.floats(0.01, 0.99)


def test_the_catalogue_has_every_condition_and_no_empty_text() -> None:
    assert sorted(IDS) == sorted(tables.read("conditions")["condition_id"])
    assert CATALOGUE.index.name == "condition_id"
    assert CATALOGUE.index.is_unique
    assert (CATALOGUE[["name", "key_features", "region_names", "typical_age"]] != "").all(axis=None)
    assert all(regions for regions in CATALOGUE["regions"])


def test_a_caller_cannot_change_the_catalogue() -> None:
    for rows in (conditions.catalogue(), conditions.find(tissue="cartilage_labrum")):
        rows.loc["labral_tear", "name"] = "changed"
    assert conditions.catalogue().loc["labral_tear", "name"] == "Acetabular labral tear"


@pytest.mark.parametrize(
    ("what", "table"), [("region", "regions"), ("tissue", "tissues"), ("urgency", "urgencies")]
)
def test_filters_take_every_allowed_value_and_name_them_otherwise(what: str, table: str) -> None:
    allowed = list(tables.read(table)[what])
    found = [conditions.find(**{what: value}) for value in allowed]
    assert sum(len(rows) for rows in found) >= len(IDS)
    if what != "region":
        assert all((rows[what] == value).all() for rows, value in zip(found, allowed, strict=True))
    with pytest.raises(ValueError, match=f"{what} 'nowhere' is unknown; allowed: ") as caught:
        conditions.find(**{what: "nowhere"})
    assert all(value in str(caught.value) for value in allowed)


def test_filters_add_up() -> None:
    both = conditions.find(region="lateral", tissue="tendon_muscle", text="bursitis")
    assert list(both.index) == ["greater_trochanteric_pain_syndrome"]
    assert conditions.find(region="lateral", tissue="nerve", text="bursitis").empty


def test_no_filter_and_blank_text_give_everything() -> None:
    assert len(conditions.find()) == len(IDS)
    assert len(conditions.find(text="   ")) == len(IDS)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("trochanteric bursitis", "greater_trochanteric_pain_syndrome"),
        ("TROCANTERIC bursitus", "greater_trochanteric_pain_syndrome"),
        ("pain lying on side", "greater_trochanteric_pain_syndrome"),
        ("Legg-Calvé", "perthes"),
        ("piriformis", "deep_gluteal_syndrome"),
        ("osteits pubis", "pubic_related_groin_pain"),
        ("pulled hamstring", "hamstring_strain"),
        ("snaping hip", "snapping_hip"),
        ("labrum tear", "labral_tear"),
        ("hip arthritis", "hip_osteoarthritis"),
        ("sports hernia", "inguinal_related_groin_pain"),
        ("dead leg", "iliac_endofibrosis"),
        ("numb saddle bladder", "cauda_equina_syndrome"),
        ("fever hip pain", "septic_arthritis"),
        ("hip stress fracture", "femoral_neck_stress_fracture"),
        ("avn", "avascular_necrosis"),
        ("pinched nerve", "lumbar_radiculopathy"),
        ("burning thigh numb", "meralgia_paraesthetica"),
        ("groin strain", "adductor_related_groin_pain"),
        ("pregnant pelvic pain", "pregnancy_pelvic_girdle_pain"),
    ],
)
def test_search_forgives_and_puts_the_right_one_first(words: str, expected: str) -> None:
    assert conditions.find(text=words).index[0] == expected


@pytest.mark.parametrize("condition_id", IDS)
def test_every_name_and_synonym_finds_its_condition(condition_id: str) -> None:
    item = conditions.condition(condition_id)
    assert conditions.find(text=item.name).index[0] == condition_id
    for synonym in item.synonyms:
        assert condition_id in conditions.find(text=synonym).index[:3], synonym


def test_nonsense_finds_nothing() -> None:
    assert conditions.find(text="xyzzy").empty
    assert conditions.find(text="?!").empty


@settings(deadline=None)  # the first search builds the index
@given(st.text(max_size=30))
def test_search_takes_any_text(text: str) -> None:
    assert set(conditions.find(text=text).index) <= set(IDS)


@pytest.mark.parametrize("condition_id", IDS)
def test_a_card_has_everything_and_says_what_is_unknown(condition_id: str) -> None:
    item = conditions.condition(condition_id)
    shown = [item.name, item.tissue, item.key_features, item.first_imaging, item.return_text]
    assert all(shown)
    assert not any("nan" in text.lower().split() or "<na>" in text.lower() for text in shown)
    assert item.regions
    assert item.ref_ids
    assert all(fact.publish and fact.condition_id == condition_id for fact in item.facts)
    for test in item.tests:
        for measure in (test.sensitivity, test.specificity):
            numbers = [measure.low, measure.value, measure.high]
            known = [number for number in numbers if number is not None]
            assert known == sorted(known)
            assert all(0 <= number <= 1 for number in known)


def test_time_to_running_is_a_number_only_where_a_source_gives_one() -> None:
    weeks = {key: conditions.condition(key).return_weeks for key in IDS}
    known = {key: value for key, value in weeks.items() if value is not None}
    assert len(known) == 6
    assert known["femoral_neck_stress_fracture"] == (11, 19)
    assert conditions.condition("femoral_neck_stress_fracture").return_text == "11 to 19 weeks"
    assert conditions.condition("hip_dislocation").return_text.startswith("No number is known")


def test_no_leg_bone_test_is_offered_for_the_hip() -> None:
    """Tests validated at or below the knee must not appear on a card (bone_stress_not_hip)."""
    assert conditions.condition("femoral_neck_stress_fracture").tests == ()
    rows = tables.read("examination_tests").set_index("test_id")
    for key in IDS:
        ids = [test.test_id for test in conditions.condition(key).tests]
        assert rows.loc[ids, "valid_at_hip"].all()


def test_an_unknown_condition_is_answered_with_the_nearest_names() -> None:
    with pytest.raises(ValueError, match="nearest: labral_tear"):
        conditions.condition("labrel tear")
    with pytest.raises(ValueError, match="nearest: none"):
        conditions.condition("zzzzzz")


# Worked by hand: 1,000 people, 300 with the condition.
# sensitivity 0.9, specificity 0.8: 270 true and 140 false positives, 30 missed, 560 negative.
def test_post_test_probability_as_counted_by_hand() -> None:
    after = conditions.post_test_probability
    assert after(0.3, sensitivity=0.9, specificity=0.8, positive=True) == pytest.approx(270 / 410)
    assert after(0.3, sensitivity=0.9, specificity=0.8, positive=False) == pytest.approx(30 / 590)


def test_the_lesson_of_fadir_and_of_two_lateral_tests() -> None:
    """Sensitivity 0.94, specificity 0.05 moves 50 % to 49.7 %; LR+ 16.7 moves 59 % to 96 %."""
    rows = tables.read("examination_tests").set_index("test_id")
    fadir = rows.loc["t05_fadir_specificity_range_secondary_summary"]
    moved = conditions.post_test_probability(
        0.5, sensitivity=fadir["sensitivity"], specificity=fadir["specificity"], positive=True
    )
    assert moved == pytest.approx(0.4974, abs=1e-4)
    # Any pair with sensitivity / (1 - specificity) = 16.7 has this likelihood ratio.
    cluster = conditions.post_test_probability(
        0.59, sensitivity=0.835, specificity=0.95, positive=True
    )
    assert cluster == pytest.approx(0.96, abs=0.005)


@given(CHANCE, CHANCE, CHANCE)
def test_bayes_laws(pre_test: float, sensitivity: float, specificity: float) -> None:
    positive = conditions.post_test_probability(
        pre_test, sensitivity=sensitivity, specificity=specificity, positive=True
    )
    negative = conditions.post_test_probability(
        pre_test, sensitivity=sensitivity, specificity=specificity, positive=False
    )
    share_positive = pre_test * sensitivity + (1 - pre_test) * (1 - specificity)
    mean = share_positive * positive + (1 - share_positive) * negative
    assert mean == pytest.approx(pre_test)  # a test moves single people, not the group
    odds = pre_test / (1 - pre_test) * sensitivity / (1 - specificity)
    assert positive == pytest.approx(odds / (1 + odds))


def test_certainty_stays_certain_and_a_perfect_test_settles_it() -> None:
    after = conditions.post_test_probability
    assert after(0, sensitivity=0.9, specificity=0.8, positive=True) == 0
    assert after(1, sensitivity=0.9, specificity=0.8, positive=False) == 1
    assert after(0.2, sensitivity=1, specificity=1, positive=True) == 1
    assert after(0.2, sensitivity=1, specificity=1, positive=False) == 0


@pytest.mark.parametrize(
    ("pre_test", "sensitivity", "specificity", "positive"),
    [(0, 1, 1, True), (1, 1, 0.5, False), (0.5, 0, 1, True), (0.5, 1, 0, False)],
)
def test_an_impossible_result_is_an_error(
    pre_test: float, sensitivity: float, specificity: float, positive: bool
) -> None:
    with pytest.raises(ValueError, match="cannot happen"):
        conditions.post_test_probability(
            pre_test, sensitivity=sensitivity, specificity=specificity, positive=positive
        )


@pytest.mark.parametrize("name", ["pre_test", "sensitivity", "specificity"])
@pytest.mark.parametrize("bad", [-0.01, 1.01, math.nan, math.inf, True])
def test_a_chance_is_from_0_to_1(name: str, bad: float) -> None:
    numbers = {"pre_test": 0.5, "sensitivity": 0.5, "specificity": 0.5} | {name: bad}
    with pytest.raises(ValueError, match=f"{name} .* is not a number from 0 to 1"):
        conditions.post_test_probability(**numbers, positive=True)

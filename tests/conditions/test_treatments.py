"""Treatments: every topic has one, every number is a fact's, gaps and conflicts are said."""

from __future__ import annotations

import pytest

from hiplib import conditions, tables
from hiplib.conditions import Effect, effects_of, treatment, treatments
from hiplib.conditions.treatments import studied_conditions

EFFECTS = [effect for item in treatments().values() for effect in item.effects]


def test_every_treatment_topic_has_a_treatment() -> None:
    topics = tables.read("topics")
    wanted = set(topics.loc[topics["kind"] == "treatment", "topic_id"])
    assert len(wanted) >= 30
    covered = [item.topic_id for item in treatments().values() if item.topic_id]
    assert set(covered) == wanted
    assert len(covered) == len(wanted)
    assert {"shockwave", "prp", "hormone_therapy"} <= set(treatments())


def test_no_treatment_is_empty() -> None:
    assert all(item.effects for item in treatments().values())


def test_conflicts_hold_two_studies_or_more() -> None:
    for item in conditions.conflicts().values():
        assert len(item.effects) > 1
        assert len({fact.ref_id for effect in item.effects for fact in effect.facts}) > 1


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.effect_id)
def test_an_effect_has_the_facts_of_its_kind_and_they_may_be_shown(effect: Effect) -> None:
    assert all(fact.publish for fact in effect.facts)
    kinds = {
        "out_of_100": (True, True),
        "difference": (False, False),
        "ratio": (False, False),
        "statement": (False, False),
        "none": (False, False),
    }
    assert (effect.treated is not None, effect.control is not None) == kinds[effect.kind]
    assert (effect.result is not None) or effect.kind in ("none", "out_of_100")
    assert bool(effect.scale and effect.better) == (
        effect.kind in ("out_of_100", "difference", "ratio")
    )
    if effect.kind == "none":
        assert effect.facts == ()
        assert effect.note


@pytest.mark.parametrize(
    "effect", [e for e in EFFECTS if e.measured], ids=lambda effect: effect.effect_id
)
def test_clear_means_that_the_interval_leaves_out_no_effect(effect: Effect) -> None:
    fact = effect.result
    assert fact is not None
    if fact.low is None or fact.high is None:
        assert effect.clear == "unclear"
    else:
        holds = fact.low <= effect.null <= fact.high
        assert effect.clear == ("no" if holds else "yes")


def test_shares_hold_the_interval_of_the_difference() -> None:
    leap = next(effect for effect in EFFECTS if effect.effect_id == "exercise_leap")
    treated, control = leap.shares
    assert leap.result is not None
    assert leap.control is not None
    base = leap.control.value or 0
    assert (treated.value, control.value) == (77, 29)
    ends = (base + (leap.result.low or 0), base + (leap.result.high or 0))
    assert (treated.low, treated.high) == tuple(round(end) for end in ends)


def test_an_effect_without_shares_says_so() -> None:
    statement = next(effect for effect in EFFECTS if effect.kind == "statement")
    with pytest.raises(ValueError, match="not given as shares"):
        _ = statement.shares
    assert statement.amount == ""


def test_leap_and_globe_stand_side_by_side() -> None:
    effects = conditions.conflict("gluteal_exercise").effects
    refs = [fact.ref_id for effect in effects for fact in effect.facts]
    assert {"mellor2018leap", "ganderton2018globe"} <= set(refs)
    assert {effect.clear for effect in effects} == {"yes", "no"}


def test_a_steroid_shot_leads_early_and_not_late() -> None:
    effects = {
        effect.effect_id: effect for effect in effects_of("greater_trochanteric_pain_syndrome")
    }
    early, late = effects["steroid_brinks_3m"].shares, effects["steroid_brinks_12m"].shares
    assert [share.value for share in early] == [55, 34]
    assert [share.value for share in late] == [61, 60]


def test_effects_of_a_condition_are_about_it_and_unknown_ones_are_named() -> None:
    for condition_id in tables.read("conditions")["condition_id"]:
        assert {e.condition_id for e in effects_of(condition_id)} <= {condition_id}
    assert effects_of("perthes") == ()
    assert "perthes" not in studied_conditions()
    with pytest.raises(ValueError, match="'labrel_tear' is unknown; nearest: labral_tear"):
        effects_of("labrel_tear")
    with pytest.raises(ValueError, match="treatment 'cortison' is unknown; nearest: cortisone"):
        treatment("cortison")
    with pytest.raises(ValueError, match="set of studies 'shok' is unknown; nearest: "):
        conditions.conflict("shok")


def test_nobody_tested_yoga_and_somebody_tested_glucosamine() -> None:
    assert not treatment("yoga").tested
    assert treatment("glucosamine").tested

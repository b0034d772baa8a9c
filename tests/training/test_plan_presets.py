"""Pairs of plans for the training errors: all topics, one difference, honest words."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from hiplib import evidence, tables, training
from hiplib.training import plan_presets

PRESETS = training.presets()
CAUSES = {"overuse", "repetitive_impact", "strenuous_exercise", "footwear", "running_surface"}
CAUSES |= {"overpronation", "improper_biomechanics"}
# What a pair may differ in when the two plans hold the same runs.
MARKS = ["surface", "shoe", "cadence_spm", "ascent_m", "rpe", "run_type", "duration_min"]
each = pytest.mark.parametrize("preset_id", PRESETS["preset_id"])


def test_every_training_error_and_every_cause_about_training_has_a_pair():
    topics = tables.read("topics")
    errors = set(topics.loc[topics["kind"] == "error", "topic_id"])
    assert len(errors) == 13
    assert errors | {f"cause:{name}" for name in CAUSES} == set(PRESETS["topic_id"])


def test_every_recipe_is_used_and_has_steps():
    table = tables.read("plan_presets")
    used = set(table["base"]) | set(table["plan_a"]) | set(table["plan_b"])
    assert used - {""} == set(tables.read("plan_recipes")["recipe_id"])
    assert used - {""} == set(tables.read("plan_steps")["recipe_id"])


@each
def test_the_plans_differ_and_begin_alike(preset_id):
    before, after = training.preset(preset_id)
    assert before != after
    first = [plan.runs().head(1)[["start", "distance_km"]] for plan in (before, after)]
    pd.testing.assert_frame_equal(*first)
    assert len(before.weeks) >= 8


@each
def test_facts_may_be_shown_and_words_are_plain(preset_id):
    row = PRESETS.set_index("preset_id").loc[preset_id]
    for fact_id in row["fact_ids"]:
        assert evidence.fact(fact_id).publish
    effect = row["effect"]
    assert not re.search(r"\bsafe|\byou have\b|your risk|sweet spot|causes? injur", effect, re.I)
    assert not re.search(r"\d+ ?%|\d\.\d", effect)  # numbers come from the facts


@pytest.mark.parametrize(
    "preset_id",
    ["hard_surface", "uneven_surface", "cambered_road", "worn_shoes", "badly_fitted_shoes",
     "footwear", "overpronation", "stride_length", "intensity_jump"],
)  # fmt: skip
def test_what_has_no_distance_in_it_changes_no_spike(preset_id):
    before, after = (training.session_spikes(plan.runs()) for plan in training.preset(preset_id))
    assert before["state"].tolist() == after["state"].tolist()
    assert set(before["state"]) == {"reference", "no_recent_baseline"}


def test_ground_and_shoes_differ_in_that_column_alone():
    for preset_id, column in (("hard_surface", "surface"), ("worn_shoes", "shoe")):
        before, after = (plan.runs() for plan in training.preset(preset_id))
        assert (before[column] != after[column]).any()
        pd.testing.assert_frame_equal(before.drop(columns=column), after.drop(columns=column))
        row = PRESETS.set_index("preset_id").loc[preset_id]
        assert row["shown"] == "none shown"


@pytest.mark.parametrize(
    ("preset_id", "state", "more"),
    [
        ("mileage_jump", "moderate_spike", 1),
        ("strenuous_exercise", "large_spike", 1),
        ("overuse", "small_spike", 0),
        ("skipped_rest_days", "small_spike", 0),
    ],
)
def test_spikes_of_the_pairs(preset_id, state, more):
    before, after = (training.session_spikes(plan.runs()) for plan in training.preset(preset_id))
    assert (after["state"] == state).sum() - (before["state"] == state).sum() == more


def test_a_comeback_has_no_baseline():
    for plan in training.preset("comeback"):
        assert "no_recent_baseline" in training.session_spikes(plan.runs())["state"].tolist()[1:]


def test_no_rest_days_keeps_distance_and_long_run():
    before, after = training.preset("skipped_rest_days")
    assert before.weeks["distance_km"].tolist() == after.weeks["distance_km"].tolist()
    assert before.weeks["longest_km"].tolist() == after.weeks["longest_km"].tolist()
    days = after.runs()["start"].dt.normalize()
    assert days[days >= pd.Timestamp("2026-03-30")].nunique() == 28


def test_an_unknown_pair_is_told():
    with pytest.raises(ValueError, match="worn_shoes"):
        training.preset("worn_shoe")


def test_a_pair_is_made_once():
    assert training.preset("overuse")[0] is training.preset("overuse")[0]
    assert plan_presets.FIRST_DAY.weekday() == 0

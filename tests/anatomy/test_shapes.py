"""Shapes of the model: its people, new ones, and those with a wanted measure."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiplib import tables
from hiplib.anatomy import (
    hip,
    measure,
    people,
    people_measures,
    plausible,
    shape_measures,
    shape_with,
)


def test_people_are_the_cloud_that_the_scores_are_counted_in() -> None:
    scores = people()
    assert scores.shape == (26, 8)
    assert scores.mean(axis=0) == pytest.approx(0, abs=1e-3)
    assert scores.std(axis=0, ddof=1) == pytest.approx(1, abs=1e-3)
    assert np.abs(np.corrcoef(scores.T) - np.eye(8)).max() < 1e-3
    for person in scores:
        hip(person)


def test_measured_people_vary_round_the_mean_shape() -> None:
    table, mean = people_measures(), measure(hip())
    assert table.shape == (26, len(mean))
    assert list(table.columns) == list(shape_measures().index)
    for key, values in table.items():
        assert values.mean() == pytest.approx(mean[key], abs=0.35 * values.std()), key


def test_eight_modes_vary_less_than_people() -> None:
    rebuilt = [measure(hip(scores)) for scores in people()]
    for key, values in people_measures().items():
        assert np.std([one[key] for one in rebuilt], ddof=1) < values.std(), key
        if key not in ("alpha_angle", "head_neck_offset_ratio"):
            assert np.corrcoef([one[key] for one in rebuilt], values)[0, 1] > 0.5, key


def test_eight_modes_carry_most_of_the_differences() -> None:
    share = tables.array("hip_bones")["variance_share"]
    named = tables.read("shape_modes")
    assert named["mode"].tolist() == list(range(1, 9))
    assert named["variance_percent"].to_numpy() == pytest.approx(100 * share, abs=0.06)
    assert 0.84 < share.sum() < 0.87


@given(st.integers(0, 2**32))
def test_a_drawn_person_is_no_outlier(seed: int) -> None:
    assert np.abs(plausible(seed)).max() <= 2.5
    assert (plausible(seed) == plausible(seed)).all()
    assert (plausible(seed) != plausible(seed + 1)).any()


def test_hardly_anybody_lies_inside_every_published_range() -> None:
    """Page 01 says: of 100 people drawn, at most one."""
    table = shape_measures()
    table = table[table["show_numbers"]]
    assert len(table) == 7
    low, high = table["normal_low"].fillna(-np.inf), table["normal_high"].fillna(np.inf)
    drawn = [measure(hip(plausible(seed))) for seed in range(1, 101)]
    inside = [all(low[k] <= found[k] <= high[k] for k in table.index) for found in drawn]
    assert sum(inside) <= 1


def test_drawn_people_are_spread_like_the_model() -> None:
    drawn = np.array([plausible(seed) for seed in range(400)])
    assert drawn.mean(axis=0) == pytest.approx(0, abs=0.2)
    assert drawn.std(axis=0) == pytest.approx(0.97, abs=0.15)


@pytest.mark.parametrize(
    ("measure_id", "value"),
    [("neck_shaft_angle", 115), ("neck_shaft_angle", 140), ("femoral_version", 0),
     ("femoral_version", 20.4), ("lateral_centre_edge_angle", 23), ("acetabular_version", 12),
     ("femoral_head_diameter", 50), ("alpha_angle", 55)],
)  # fmt: skip
def test_the_wanted_measure_comes_out(measure_id: str, value: float) -> None:
    scores = shape_with(measure_id, value)
    assert np.abs(scores).max() <= 3
    assert measure(hip(scores))[measure_id] == pytest.approx(value, abs=0.1)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 1000), st.floats(120, 134))
def test_no_other_shape_on_the_way_is_nearer(seed: int, value: float) -> None:
    """The change is along the slope: any other small change costs more for the same effect."""
    start = plausible(seed)
    found = shape_with("neck_shaft_angle", value, start)
    assert measure(hip(found))["neck_shaft_angle"] == pytest.approx(value, abs=0.1)
    change = found - start
    before = measure(hip(start))["neck_shaft_angle"]
    if abs(value - before) < 1 or np.abs(found).max() > 2.99:
        return
    other = np.random.default_rng(seed).normal(size=8)
    other *= np.linalg.norm(change) / np.linalg.norm(other)
    reached = measure(hip(np.clip(start + other, -3, 3)))["neck_shaft_angle"]
    assert abs(reached - before) < abs(value - before) + 0.3


def test_nothing_changes_when_the_value_is_there_already() -> None:
    start = plausible(3)
    value = measure(hip(start))["femoral_version"]
    assert shape_with("femoral_version", value, start) == pytest.approx(start)


@pytest.mark.parametrize(
    ("measure_id", "value", "words"),
    [
        ("neck_shaft_angle", 60, r"out of reach; about 1\d\d"),
        ("neck_shaft_angle", 179, r"out of reach; about 1\d\d.* to 1\d\d"),
        ("femoral_head_diameter", 90, "out of reach"),
        ("leg_length", 90, "'leg_length'; one of femoral_head_diameter"),
        ("femoral_version", float("nan"), "femoral_version is nan; a number"),
    ],
)
def test_impossible_wishes_are_named(measure_id: str, value: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        shape_with(measure_id, value)


def test_impossible_start_is_named() -> None:
    with pytest.raises(ValueError, match="score 1 is 9"):
        shape_with("neck_shaft_angle", 120, [9])


def test_names_of_the_modes_fit_what_they_change() -> None:
    """Words of ``shape_modes`` against the measures at +2 and -2 SD."""

    def rise(mode: int, key: str) -> float:
        step = [0.0] * (mode - 1) + [2.0]
        return measure(hip(step))[key] - measure(hip([-score for score in step]))[key]

    sizes = {mode: hip([0.0] * (mode - 1) + [2.0]).meshes["femur"].size_mm[2] for mode in (1, 2, 3)}
    mean = hip().meshes["femur"].size_mm[2]
    assert sizes[1] < mean - 20
    assert rise(1, "pelvic_width") < -30
    assert rise(1, "lateral_centre_edge_angle") < -8
    assert rise(2, "inter_acetabular_distance") > 20
    assert rise(2, "neck_shaft_angle") < -4
    assert sizes[2] < mean
    assert rise(3, "femoral_head_diameter") > 5
    assert abs(sizes[3] - mean) < 3
    assert rise(4, "lateral_centre_edge_angle") < -10
    assert rise(4, "acetabular_version") > 10
    assert rise(6, "femoral_version") < -4
    assert rise(7, "sharp_angle") > 3
    assert rise(8, "neck_shaft_angle") > 3

"""Loads in running: the tables' numbers come out unchanged, and sums follow from counts."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiplib import evidence, tables
from hiplib.anatomy import contact_forces, load_cycles, muscle_peak_factor, muscle_peaks
from hiplib.parameters import parameters


def test_measured_values_come_first_and_keep_their_people() -> None:
    table = contact_forces()
    assert table["method"].tolist() == sorted(table["method"])
    assert table.at["jogging_single", "people"] == 1
    for row in table.to_dict("records"):
        assert str(row["people"]) in row["population"], row["activity"]
    value = evidence.fact("TR131").value
    assert table.at["running_model", "peak_bw"] == value


def test_an_interval_says_what_it_is() -> None:
    table = contact_forces()
    assert (table["low_bw"].notna() == (table["interval_kind"] != "")).all()


def test_factors_pass_through_the_studied_points() -> None:
    """The published factors themselves stand in the tests of the training models."""
    peaks = muscle_peaks().dropna(subset=["at_90", "at_110"])
    assert len(peaks) >= 10
    for row in peaks.to_dict("records"):
        for change, column in ((-0.10, "at_90"), (0.0, "at_100"), (0.10, "at_110")):
            factor = muscle_peak_factor(row["muscle"], row["phase"], change)
            assert factor == pytest.approx(row[column] / row["at_100"])


def test_per_kilometre_the_steps_count_too() -> None:
    """The derived values of the evidence notes (M6)."""
    more = muscle_peaks(110).set_index(["muscle", "phase"])["change_km"]
    expected = {
        ("gluteus_medius", "stance"): 0.983, ("gluteus_minimus", "stance"): 0.997,
        ("gluteus_maximus", "stance"): 1.014, ("rectus_femoris", "early_swing"): 1.253,
        ("iliacus", "early_swing"): 1.165, ("tensor_fasciae_latae", "early_swing"): 1.184,
        ("gluteus_medius", "late_swing"): 1.213,
    }  # fmt: skip
    for key, factor in expected.items():
        assert 1 + more[key] == pytest.approx(factor, abs=6e-4), key


def test_unclear_changes_are_those_of_the_notes() -> None:
    notes = tables.read("facts").set_index("fact_id")["note"]
    for percent in (90, 110):
        for row in muscle_peaks(percent).dropna(subset=["at_90"]).to_dict("records"):
            note = notes[row["fact_id"]]
            unclear = "no significant change" in note or "110% differs from 90% only" in note
            unclear |= percent == 110 and "110% not different from 100%" in note
            assert bool(row["clear"]) == (not unclear), (row["name"], percent)


def test_the_printed_interval_is_the_one_of_the_fact() -> None:
    row = muscle_peaks().iloc[0]
    fact = evidence.fact("anat_f133")
    assert (row["at_100"], row["low_100"], row["high_100"]) == (fact.value, fact.low, fact.high)
    assert muscle_peaks()["low_100"].notna().sum() == 1


@pytest.mark.parametrize("change", [-0.2, 0.11, float("nan")])
def test_nothing_is_drawn_beyond_the_study(change: float) -> None:
    with pytest.raises(ValueError, match="was studied"):
        muscle_peak_factor("iliacus", "early_swing", change)


def test_unknown_muscles_and_rates_are_named() -> None:
    with pytest.raises(ValueError, match="no three points for 'sartorius'"):
        muscle_peak_factor("sartorius", "early_swing", 0.05)
    with pytest.raises(ValueError, match="95 percent; 90 or 110 was studied"):
        muscle_peaks(95)


@given(st.floats(2.5, 12), st.floats(120, 220), st.floats(1, 250), st.floats(0, 0.10))
def test_counts_follow_from_pace_and_step_rate(
    pace: float, rate: float, week: float, change: float
) -> None:
    run = {"pace_min_per_km": pace, "step_rate_spm": rate, "weekly_km": week}
    now, more = load_cycles(**run), load_cycles(**run, change=change)
    assert now.steps_per_km * now.step_length_m == pytest.approx(1000)
    assert now.step_length_m == pytest.approx(60 * now.speed_m_s / rate)  # M8
    assert now.cycles_per_km == pytest.approx(500 / now.step_length_m)
    assert now.cycles_per_week == pytest.approx(now.cycles_per_km * week)
    assert more.steps_per_km == pytest.approx(now.steps_per_km * (1 + change))
    assert more.peak_bw <= now.peak_bw


def test_the_shortest_studied_stride_gives_the_published_peak_and_sum() -> None:
    run = {"pace_min_per_km": 6, "step_rate_spm": 168}
    now, most = load_cycles(**run), load_cycles(**run, change=0.1111)
    assert most.peak_bw == pytest.approx(6.75, abs=0.005)
    assert most.sum_bw_per_km / now.sum_bw_per_km == pytest.approx(1.033, abs=1e-3)  # M7, m = 1
    power = parameters("running_load")["peak_bw"] / most.peak_bw
    assert math.log(1 / 0.9) / math.log(power) == pytest.approx(1.45, abs=0.01)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"pace_min_per_km": 1}, "pace_min_per_km is 1; a number from 2.5 to 12"),
        ({"step_rate_spm": 90}, "step_rate_spm is 90; a number from 120 to 220"),
        ({"weekly_km": 400}, "weekly_km is 400; a number from 1 to 250"),
        ({"change": -0.05}, "change is -0.05; 0 to 0.1 was studied"),
        ({"change": 0.2}, "change is 0.2; 0 to 0.1 was studied"),
    ],
)
def test_wrong_input_is_named(changes: dict[str, float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        load_cycles(**{"pace_min_per_km": 6, "step_rate_spm": 168, **changes})

"""Changes of a plan: each does what it says, keeps its input and refuses what makes no sense."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiplib import InputError, training


def plan() -> pd.DataFrame:
    """Two weeks: 5 + 6 + 10 km, then 5 + 5 + 14 km, with minutes and climb."""
    return pd.DataFrame(
        {
            "start": pd.to_datetime(
                ["2026-03-03", "2026-03-05", "2026-03-08", "2026-03-10", "2026-03-12", "2026-03-15"]
            ),
            "distance_km": [5.0, 6.0, 10.0, 5.0, 5.0, 14.0],
            "duration_min": [30.0, 36.0, 62.0, 30.0, 30.0, 88.0],
            "ascent_m": [20.0, np.nan, 50.0, 20.0, 20.0, 70.0],
            "source": "test",
        }
    )


def km(runs: pd.DataFrame) -> list[float]:
    return runs["distance_km"].round(9).tolist()


def test_weeks_from_monday_to_sunday_with_empty_ones():
    runs = pd.concat([plan(), plan().tail(1).assign(start=pd.Timestamp("2026-03-29 23:59"))])
    table = training.weeks(runs)
    assert table["week_start"].dt.strftime("%m-%d").tolist() == ["03-02", "03-09", "03-16", "03-23"]
    assert table["runs"].tolist() == [3, 3, 0, 1]
    assert table["distance_km"].tolist() == [21.0, 24.0, 0.0, 14.0]
    assert table["longest_km"].tolist() == [10.0, 14.0, 0.0, 14.0]


def test_scale_week_changes_one_week_and_keeps_the_pace():
    changed = training.scale_week(plan(), week="2026-03-15", percent=-20)
    assert km(changed) == [5, 6, 10, 4, 4, 11.2]
    assert changed["duration_min"].tolist() == pytest.approx([30, 36, 62, 24, 24, 70.4])
    assert changed["ascent_m"].iloc[5] == pytest.approx(56)
    assert np.isnan(changed["ascent_m"].iloc[1])


def test_change_long_run_touches_only_the_longest_of_the_week():
    assert km(training.change_long_run(plan(), week="2026-03-09", km=11)) == [5, 6, 10, 5, 5, 11]


def test_spread_long_run_keeps_the_weekly_distance():
    changed = training.spread_long_run(plan(), week="2026-03-12", km=3)
    assert km(changed) == [5, 6, 10, 6.5, 6.5, 11]
    assert training.weeks(changed)["distance_km"].tolist() == [21.0, 24.0]


def test_mia_spreads_three_kilometres_and_the_spike_is_gone():
    spikes = training.session_spikes(training.spread_long_run(plan(), week="2026-03-12", km=3))
    assert spikes["state"].iloc[-1] == "reference"
    assert training.session_spikes(plan())["state"].iloc[-1] == "moderate_spike"


def test_pause_skips_or_shifts():
    skipped = training.pause(plan(), week="2026-03-04")
    assert km(skipped) == [5, 5, 14]
    shifted = training.pause(plan(), week="2026-03-09", count=2, shift=True)
    assert km(shifted) == km(plan())
    assert shifted["start"].dt.strftime("%m-%d").tolist() == [
        "03-03", "03-05", "03-08", "03-24", "03-26", "03-29",
    ]  # fmt: skip


def test_coming_back_after_five_weeks_has_no_baseline():
    spikes = training.session_spikes(training.pause(plan(), week="2026-03-09", count=5, shift=True))
    assert spikes["state"].tolist()[3:] == ["no_recent_baseline", "reference", "large_spike"]


@pytest.mark.parametrize(("percent", "last"), [(0, 10), (10, 11), (30, 13), (100, 14)])
def test_cap_growth_from_a_week_on(percent, last):
    changed = training.cap_growth(plan(), percent=percent, week="2026-03-12")
    assert km(changed) == [5, 6, 10, 5, 5, last]


def test_a_cap_over_the_whole_log_starts_with_its_first_run():
    assert km(training.cap_growth(plan(), percent=10)) == [5, 5.5, 6.05, 5, 5, 6.655]


def test_a_cap_works_on_what_is_left_of_the_runs_before():
    runs = pd.DataFrame(
        {
            "start": pd.date_range("2026-03-01", periods=4, freq="7D"),
            "distance_km": [10.0, 20, 20, 20],
        }
    )
    assert km(training.cap_growth(runs, percent=10)) == [10, 11, 12.1, 13.31]


days = st.integers(0, 200)
logs = st.lists(st.tuples(days, st.floats(0.5, 60)), min_size=1, max_size=40)


def frame(pairs: list[tuple[int, float]]) -> pd.DataFrame:
    start = pd.Timestamp("2026-01-01") + pd.to_timedelta([day for day, _ in pairs], unit="D")
    return pd.DataFrame({"start": start, "distance_km": [value for _, value in pairs]})


@given(logs, st.integers(0, 10))
@settings(max_examples=150, deadline=None)
def test_a_capped_plan_has_no_larger_step_and_no_longer_run(pairs, percent):
    runs = frame(pairs)
    capped = training.cap_growth(runs, percent=percent)
    assert (capped["distance_km"] <= runs["distance_km"] + 1e-12).all()
    ratio = training.session_spikes(capped)["ratio"].dropna()
    assert (ratio <= 1 + percent / 100 + 1e-9).all()
    spikes = training.session_spikes(capped)
    assert set(spikes["state"]) <= {"reference", "no_recent_baseline"}


@given(logs)
@settings(max_examples=100, deadline=None)
def test_a_cap_leaves_alone_what_does_not_exceed_it(pairs):
    runs = frame(pairs)
    once = training.cap_growth(runs, percent=10)
    pd.testing.assert_frame_equal(training.cap_growth(once, percent=10), once)


@pytest.mark.parametrize(
    "change",
    [
        lambda runs: training.scale_week(runs, week="2026-03-03", percent=10),
        lambda runs: training.change_long_run(runs, week="2026-03-03", km=3),
        lambda runs: training.spread_long_run(runs, week="2026-03-03", km=3),
        lambda runs: training.pause(runs, week="2026-03-03"),
        lambda runs: training.pause(runs, week="2026-03-03", shift=True),
        lambda runs: training.cap_growth(runs, percent=0),
    ],
)
def test_the_input_is_left_alone(change):
    runs = plan()
    change(runs)
    pd.testing.assert_frame_equal(runs, plan())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda r: training.scale_week(r, week="2026-03-03", percent=-95), "-90 to 200"),
        (lambda r: training.scale_week(r, week="2026-03-03", percent=float("nan")), "-90 to 200"),
        (lambda r: training.scale_week(r, week="2027-03-03", percent=5), "it has no run"),
        (lambda r: training.scale_week(r, week="soon", percent=5), "not a date"),
        (lambda r: training.change_long_run(r, week=None, km=5), "Week"),
        (lambda r: training.change_long_run(r, week="2026-03-03", km=0), "0.1 to 300"),
        (lambda r: training.spread_long_run(r, week="2026-03-03", km=10), "under 10 km"),
        (lambda r: training.spread_long_run(r, week="2026-03-03", km=-1), "0 to just under"),
        (lambda r: training.spread_long_run(r.head(1), week="2026-03-03", km=1), "two runs"),
        (lambda r: training.pause(r, week="2026-03-03", count=13), "1 to 12"),
        (lambda r: training.pause(r, week="2026-03-03", count=1.5), "whole number"),
        (lambda r: training.cap_growth(r, percent=-1), "0 to 100"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(change, words):
    with pytest.raises(InputError, match=words):
        change(plan())

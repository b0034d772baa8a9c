"""M1 (session spikes) and M3 (ACWR) against the published test values and their edges."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiplib import InputError, tables, training
from hiplib.parameters import parameters
from hiplib.training.load import KINDS
from hiplib.training.spikes import banded_states

STATE_OF_HRR = {1.00: "reference", 1.64: "small_spike", 1.52: "moderate_spike", 2.28: "large_spike"}


def runs_of(*pairs: tuple[str, float]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["start", "distance_km"])


def after_ten(km: float) -> pd.Series:
    return training.session_spikes(runs_of(("2026-03-01", 10.0), ("2026-03-15", km))).iloc[1]


@pytest.mark.parametrize(
    ("km", "hrr"),
    [
        (10.9, 1.00),
        (11.0, 1.00),
        (11.5, 1.64),
        (13.0, 1.64),
        (13.1, 1.52),
        (20.0, 1.52),
        (20.5, 2.28),
    ],
)
def test_published_values_after_ten_km(km, hrr):
    run = after_ten(km)
    assert run["hrr"] == hrr
    assert run["state"] == STATE_OF_HRR[hrr]
    assert run["longest_30d_km"] == 10.0
    assert run["ratio"] == pytest.approx(km / 10)


@pytest.mark.parametrize(
    ("km", "interval"),
    [(5, (1.0, 1.0)), (12, (1.31, 2.05)), (15, (1.16, 2.00)), (25, (1.50, 3.48))],
)
def test_each_state_carries_its_interval(km, interval):
    run = after_ten(km)
    assert (run["hrr_low"], run["hrr_high"]) == interval


@pytest.mark.parametrize("longest", [0.1, 3.3, 6.0, 7.7, 12.0, 17.3, 42.195, 16.09344])
@pytest.mark.parametrize(
    ("factor", "state"), [(1.1, "reference"), (1.3, "small_spike"), (2.0, "moderate_spike")]
)
def test_a_run_on_the_edge_belongs_to_the_lower_state_whatever_the_binary_fractions(
    longest, factor, state
):
    runs = runs_of(("2026-03-01", longest), ("2026-03-02", longest * factor))
    assert training.session_spikes(runs)["state"].iloc[1] == state


def test_columns_index_and_order_are_those_of_the_input():
    runs = runs_of(("2026-03-15", 14.0), ("2026-03-01", 10.0)).set_index(pd.Index([7, 3]))
    spikes = training.session_spikes(runs)
    assert list(spikes.columns) == [
        "start", "distance_km", "longest_30d_km", "ratio", "state", "hrr", "hrr_low", "hrr_high",
    ]  # fmt: skip
    assert spikes.index.tolist() == [7, 3]
    assert spikes["state"].tolist() == ["moderate_spike", "no_recent_baseline"]
    assert runs["start"].tolist() == ["2026-03-15", "2026-03-01"]  # the input is left alone


@pytest.mark.parametrize(
    ("first", "state"),
    [
        ("2026-03-01 00:00", "small_spike"),  # day 30 before: counts
        ("2026-03-01 23:59", "small_spike"),
        ("2026-02-28 23:59", "no_recent_baseline"),  # day 31 before: does not
        ("2026-03-30 23:59", "small_spike"),  # the day before
        ("2026-03-31 00:01", "no_recent_baseline"),  # the same day, earlier
    ],
)
def test_the_window_is_the_thirty_calendar_days_before_the_day(first, state):
    spikes = training.session_spikes(runs_of((first, 10.0), ("2026-03-31 06:00", 12.0)))
    assert spikes["state"].iloc[1] == state


def test_two_runs_on_a_day_are_two_sessions_that_do_not_see_each_other():
    spikes = training.session_spikes(
        runs_of(("2026-03-01", 10.0), ("2026-03-05 07:00", 14.0), ("2026-03-05 19:00", 12.0))
    )
    assert spikes["longest_30d_km"].tolist()[1:] == [10.0, 10.0]
    assert spikes["state"].tolist()[1:] == ["moderate_spike", "small_spike"]


def test_no_recent_run_gives_no_number():
    spikes = training.session_spikes(runs_of(("2026-01-01", 20.0), ("2026-06-01", 5.0)))
    assert spikes["state"].tolist() == ["no_recent_baseline"] * 2
    assert spikes[["longest_30d_km", "ratio", "hrr", "hrr_low", "hrr_high"]].isna().all(axis=None)


def test_an_empty_table_gives_an_empty_result():
    runs = pd.DataFrame({"start": pd.to_datetime([]), "distance_km": np.array([], float)})
    assert training.session_spikes(runs).empty
    assert training.daily_load(runs).empty


@pytest.mark.parametrize("km", [0, -3, np.nan, np.inf, "far"])
def test_a_distance_that_is_none_is_named_with_its_place(km):
    with pytest.raises(InputError, match=r"Run 2 of 2.*distance"):
        training.session_spikes(runs_of(("2026-03-01", 5), ("2026-03-02", km)))


@pytest.mark.parametrize("start", ["soon", None, 7])
def test_a_start_that_is_no_date_is_refused(start):
    with pytest.raises(InputError, match="date"):
        training.session_spikes(runs_of((start, 5), (start, 5)))


def test_a_missing_column_is_named():
    with pytest.raises(InputError, match="no column distance_km"):
        training.session_spikes(pd.DataFrame({"start": ["2026-03-01"]}))


def test_clock_times_with_a_zone_are_taken_as_written():
    runs = runs_of(("2026-03-01T23:30+01:00", 10.0), ("2026-03-31T00:30:00.000+02:00", 12.0))
    assert training.session_spikes(runs)["state"].iloc[1] == "small_spike"


days = st.integers(0, 120)
run_lists = st.lists(st.tuples(days, st.floats(0.1, 60)), max_size=40)


def frame(pairs: list[tuple[int, float]]) -> pd.DataFrame:
    start = pd.Timestamp("2026-01-01") + pd.to_timedelta([day for day, _ in pairs], unit="D")
    km = np.array([value for _, value in pairs], dtype=float)
    return pd.DataFrame({"start": pd.DatetimeIndex(start), "distance_km": km})


@given(run_lists)
@settings(max_examples=100, deadline=None)
def test_the_longest_run_is_that_of_a_plain_search(pairs):
    spikes = training.session_spikes(frame(pairs))
    for (day, _), found in zip(pairs, spikes["longest_30d_km"], strict=True):
        before = [km for other, km in pairs if day - 30 <= other < day]
        assert found == max(before) if before else np.isnan(found)


def test_every_number_of_a_spike_comes_from_the_table():
    table = tables.read("session_spike_states").set_index("state")
    spikes = training.session_spikes(training.sample_log().runs)
    for state, rows in spikes.groupby("state"):
        wanted = table.loc[state, ["hrr", "hrr_low", "hrr_high"]].to_numpy(float)
        found = rows[["hrr", "hrr_low", "hrr_high"]].to_numpy(float)
        assert np.array_equal(found, np.tile(wanted, (len(rows), 1)), equal_nan=True)


# ---- summary of a plan


def test_summary_of_a_small_plan_by_hand():
    runs = runs_of(("2026-03-01", 10.0), ("2026-03-05", 8.0), ("2026-03-09", 14.0))
    summary = training.spike_summary(training.session_spikes(runs))
    assert dict(summary.counts) == {
        "reference": 1, "small_spike": 0, "moderate_spike": 1, "large_spike": 0,
        "no_recent_baseline": 1,
    }  # fmt: skip
    assert summary.runs == 2
    assert summary.mean_hrr == pytest.approx((1 + 1.52) / 2)
    assert (summary.mean_hrr_low, summary.mean_hrr_high) == pytest.approx((1.08, 1.5))
    assert summary.expected == pytest.approx(1000 * (1 - np.exp(-0.0022 * 2.52)))
    assert summary.expected_low < summary.expected < summary.expected_high
    assert summary.early_runs == 3


def test_the_first_thirty_days_are_counted_as_early():
    runs = runs_of(("2026-03-01", 10.0), ("2026-03-30", 8.0), ("2026-03-31", 8.0))
    assert training.spike_summary(training.session_spikes(runs)).early_runs == 2


def test_a_plan_without_baseline_has_no_mean():
    summary = training.spike_summary(training.session_spikes(runs_of(("2026-03-01", 10.0))))
    assert summary.runs == 0
    assert np.isnan(summary.mean_hrr)
    assert summary.expected == 0


def test_the_extra_injuries_of_the_table_follow_from_its_baseline():
    base = parameters("session_spike")["baseline_per_1000_runs"]
    small = banded_states()[1]
    derived = [base * (value - 1) for value in (small.hrr, small.hrr_low, small.hrr_high)]
    stated = parameters("session_spike")["extra_small_per_1000_runs"]
    assert derived == pytest.approx([stated, stated.low, stated.high], abs=0.05)


# ---- daily load and ACWR


def test_daily_load_is_complete_and_sums_a_day():
    daily = training.daily_load(
        runs_of(("2026-03-04 19:00", 3.0), ("2026-03-01", 5.0), ("2026-03-04 07:00", 4.0))
    )
    assert daily.tolist() == [5.0, 0.0, 0.0, 7.0]
    assert daily.index[0] == pd.Timestamp("2026-03-01")
    assert daily.index.freqstr == "D"


def test_daily_load_of_another_column():
    runs = runs_of(("2026-03-01", 5.0)).assign(duration_min=[30.0])
    assert training.daily_load(runs, column="duration_min").tolist() == [30.0]
    with pytest.raises(InputError, match="no column effort"):
        training.daily_load(runs, column="effort")


@pytest.mark.parametrize("kind", KINDS)
def test_constant_load_gives_one(kind):
    ratio = training.acwr(pd.Series([8.0] * 60), kind=kind)
    assert ratio.iloc[:27].isna().all()
    assert ratio.iloc[27:].to_numpy() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("kind", "value"), [("rolling_coupled", 1.60), ("rolling_uncoupled", 2.00), ("ewma", 1.339)]
)
def test_four_weeks_of_ten_then_one_of_twenty(kind, value):
    ratio = training.acwr(pd.Series([10.0] * 28 + [20.0] * 7), kind=kind)
    assert ratio.iloc[-1] == pytest.approx(value, abs=5e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_ratio_stands_on_day_twenty_eight(kind):
    assert training.acwr(pd.Series([10.0] * 27), kind=kind).isna().all()
    assert training.acwr(pd.Series([10.0] * 28), kind=kind).notna().tolist() == [False] * 27 + [
        True
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_no_chronic_load_is_missing_not_infinite(kind):
    ratio = training.acwr(pd.Series([0.0] * 40 + [12.0] * 3), kind=kind)
    assert not np.isinf(ratio).any()
    assert ratio.iloc[:40].isna().all()
    assert np.isnan(ratio.iloc[-1]) == (kind == "rolling_uncoupled")


def test_the_weighted_mean_starts_at_the_first_load():
    load = [7.0, 0.0, 0.0, 9.0] * 10
    fast = slow = load[0]
    for value in load[1:]:
        fast, slow = 0.25 * value + 0.75 * fast, 2 / 29 * value + 27 / 29 * slow
    assert training.acwr(pd.Series(load), kind="ewma").iloc[-1] == pytest.approx(fast / slow)


def test_a_missing_day_counts_as_zero():
    index = pd.DatetimeIndex(["2026-01-01", *pd.date_range("2026-01-11", periods=30)])
    gap = pd.Series(5.0, index=index)
    whole = gap.reindex(pd.date_range("2026-01-01", "2026-02-09"), fill_value=0.0)
    for kind in KINDS:
        pd.testing.assert_series_equal(
            training.acwr(gap, kind=kind), training.acwr(whole, kind=kind)
        )


loads = st.lists(st.floats(0, 500).map(lambda x: round(x, 3)), min_size=28, max_size=90)


@given(loads)
@settings(max_examples=200, deadline=None)
def test_the_coupled_ratio_never_exceeds_four(values):
    ratio = training.acwr(pd.Series(values), kind="rolling_coupled").dropna()
    assert (ratio <= 4).all()
    assert (ratio >= 0).all()


def test_the_coupled_ratio_reaches_four_and_the_uncoupled_one_passes_it():
    load = pd.Series([0.0] * 27 + [0.1] + [30.0] * 7)
    assert training.acwr(load.iloc[1:], kind="rolling_uncoupled").iloc[-1] > 100
    only_week = pd.Series([0.0] * 21 + [0.1, 0.7, 1.3, 2.9, 0.3, 0.1, 0.7])
    assert training.acwr(only_week, kind="rolling_coupled").iloc[-1] == 4


@pytest.mark.parametrize("load", [[-1.0] * 30, [float("inf")] * 30])
def test_what_is_no_load_is_refused(load):
    with pytest.raises(InputError, match="Daily load"):
        training.acwr(pd.Series(load), kind="ewma")


def test_an_unknown_kind_names_the_known_ones():
    with pytest.raises(InputError, match="rolling_coupled, rolling_uncoupled, ewma"):
        training.acwr(pd.Series([1.0]), kind="sweet")


@given(loads)
@settings(max_examples=50, deadline=None)
def test_the_ratios_agree_with_the_acwr_package(values):
    oracle = pytest.importorskip("acwr")
    days = pd.date_range("2026-01-01", periods=len(values))
    load = pd.Series(values, index=days)
    for kind, method in zip(KINDS, ("rac", "rau", "ewma"), strict=True):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = np.asarray(oracle.acwr(load, method=method), float)
        ours = training.acwr(load, kind=kind).to_numpy()
        both = np.isfinite(theirs) & np.isfinite(ours)
        assert both[27:].any() or not np.any(np.asarray(values[:21]) > 0)
        assert ours[both] == pytest.approx(theirs[both], rel=1e-6, abs=1e-9)


# ---- random weeks


@pytest.mark.parametrize("seed", [0, 1, 2026])
def test_random_weeks_correlate_only_when_a_week_is_shared(seed):
    demo = training.coupling_demo(seed)
    assert len(demo.weeks) == 1000
    assert demo.r_coupled == pytest.approx(0.52, abs=0.08)
    assert abs(demo.r_uncoupled) < 0.1


def test_the_same_seed_gives_the_same_runners():
    assert training.coupling_demo(5).weeks.equals(training.coupling_demo(5).weeks)


@pytest.mark.parametrize("seed", [-1, 1.5, "x", True])
def test_a_bad_seed_is_refused(seed):
    with pytest.raises(InputError, match="Seed"):
        training.coupling_demo(seed)


def test_training_imports_neither_plotly_nor_widgets():
    import subprocess
    import sys

    code = (
        "import sys; from hiplib import training; "
        "[getattr(training, name) for name in training.__all__]; training.sample_log(); "
        "assert not {'plotly', 'ipywidgets', 'anywidget'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

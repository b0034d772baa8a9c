"""The simulated group, and two plans beside each other."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from hiplib import InputError, training
from hiplib.training.compare import VERDICTS

DAYS = pd.date_range("2026-01-01", periods=120)


def steady(km: float = 5.0, every: int = 2) -> pd.DataFrame:
    return pd.DataFrame({"start": DAYS[::every], "distance_km": km})


def with_long_run(km: float, place: int = 45) -> pd.DataFrame:
    runs = steady()
    runs.loc[place, "distance_km"] = km
    return runs


class TestGroup:
    @pytest.mark.parametrize("last", [5.5, 6.0, 7.5, 11.0])
    def test_without_variation_each_runner_is_the_plan(self, last):
        """M1 on the plan itself, state by state and as the expected number."""
        runs = with_long_run(last)
        found = training.simulate_group(runs, runners=50, adherence=1, spread=0)
        summary = training.spike_summary(training.session_spikes(runs))
        counts = pd.Series(dict(summary.counts))
        assert (found.states * len(runs)).round(9).tolist() == counts[found.states.index].tolist()
        assert 1000 * found.by_day["share"].iloc[-1] == pytest.approx(summary.expected)

    def test_two_runs_on_one_day_are_two_sessions(self):
        runs = pd.concat([steady(), pd.DataFrame({"start": DAYS[[40]], "distance_km": 12.0})])
        found = training.simulate_group(runs, runners=20, adherence=1, spread=0)
        assert found.states["large_spike"] == pytest.approx(1 / 61)

    def test_the_group_mean_stands_for_its_runners(self):
        """1 - exp(-mean hazard) against the mean over runners of 1 - exp(-own hazard)."""
        random = np.random.default_rng(5)
        shares = []
        for _ in range(60):
            own = steady().assign(distance_km=5 * np.exp(0.08 * random.standard_normal(60)))
            own = own[random.random(60) < 0.9]
            summary = training.spike_summary(training.session_spikes(own))
            shares.append(summary.expected / 1000)
        found = training.simulate_group(steady(), runners=2000)
        assert found.by_day["share"].iloc[-1] == pytest.approx(np.mean(shares), abs=0.003)

    def test_same_seed_same_group_and_intervals_hold(self):
        plan = with_long_run(12.0)
        one, same = (training.simulate_group(plan, runners=300, seed=4) for _ in range(2))
        pd.testing.assert_frame_equal(one.by_day, same.by_day)
        other = training.simulate_group(plan, runners=300, seed=5)
        assert not one.by_day.equals(other.by_day)
        table = one.by_day
        assert (table["share_low"] <= table["share"] + 0.01).all()
        assert (table["share_high"] >= table["share"] - 0.01).all()
        assert (table.diff().iloc[1:] >= -1e-12).all(axis=None)
        assert table["share"].iloc[-1] > table["baseline"].iloc[-1]
        assert "hip only" in one.leaves_out

    def test_a_big_group_has_a_narrower_band(self):
        width = []
        for size in (100, 10_000):
            last = training.simulate_group(steady(), runners=size).by_day.iloc[-1]
            width.append(last["baseline_high"] - last["baseline_low"])
        assert width[0] > 5 * width[1]

    def test_days_and_runs_give_the_same_plan(self):
        runs = with_long_run(9.0)
        daily = training.daily_load(runs)
        by_runs, by_days = (training.simulate_group(plan, runners=40) for plan in (runs, daily))
        pd.testing.assert_series_equal(by_runs.states, by_days.states)

    def test_ten_thousand_runners_for_a_year_in_half_a_second(self):
        plan = pd.Series(np.resize([0.0, 6, 0, 8, 5, 0, 12], 365))
        taken = []
        for _ in range(3):  # the best of three: other work shares the processor
            start = time.process_time()
            training.simulate_group(plan, runners=10_000)
            taken.append(time.process_time() - start)
        assert min(taken) <= 0.5

    @pytest.mark.parametrize(
        ("wrong", "text"),
        [({"runners": 5}, "runners is 5"), ({"seed": -1}, "Seed"), ({"adherence": 2}, "adherence")],
    )
    def test_bad_input_is_named(self, wrong, text):
        with pytest.raises(ValueError, match=text):
            training.simulate_group(steady(), **wrong)
        with pytest.raises(InputError, match="no run"):
            training.simulate_group(pd.Series([0.0, 0.0]))


class TestCompare:
    def rows(self, a, b):
        return training.compare_plans(a, b).set_index("measure_id")

    def test_a_plan_beside_itself_has_no_difference(self):
        table = training.compare_plans(steady(), steady())
        assert set(table["verdict"]) <= {"no clear difference", "cannot say"}
        assert (table["difference"].dropna() == 0).all()

    def test_one_long_run_is_seen_by_the_spike_model(self):
        table = self.rows(steady(), with_long_run(12.0))
        spikes = table.loc["hazard"]
        assert spikes["verdict"] == "says more"
        assert spikes["low"] > 0
        assert table.loc["week", "verdict"] == "no clear difference"
        ratios = table[table["model"] == "M3"]
        assert (ratios["verdict"] == "cannot say").all()

    def test_bands_that_overlap_are_no_clear_difference(self):
        """A moderate spike (1.52) is not called better than a small one (1.64)."""
        table = self.rows(with_long_run(6.0), with_long_run(8.0))
        spikes = table.loc["hazard"]
        assert spikes["difference"] < 0
        assert spikes["verdict"] == "no clear difference"

    def test_models_disagree_and_there_is_no_score(self):
        table = training.compare_plans(steady(), steady(4.0).pipe(lambda runs: runs.assign(
            distance_km=runs["distance_km"].where(runs.index != 45, 9.0))))  # fmt: skip
        assert {"says more", "says less"} <= set(table["verdict"])
        assert set(table["verdict"]) <= set(VERDICTS)
        assert not any("score" in name for name in table.columns)
        assert table["caveat"].str.len().gt(10).all()

    def test_what_a_plan_lacks_cannot_be_said(self):
        table = self.rows(steady(), steady(6.0))
        assert table.loc["hours", "verdict"] == "cannot say"
        timed = [runs.assign(duration_min=30.0 * factor, rpe=4.0)
                 for factor, runs in ((1, steady()), (2, steady()))]  # fmt: skip
        table = self.rows(*timed)
        assert table.loc["hours", "verdict"] == "says more"
        assert table.loc["strain", "plan_b"] == pytest.approx(2 * table.loc["strain", "plan_a"])

    def test_an_empty_plan_is_compared_without_an_error(self):
        table = training.compare_plans(steady(), steady().iloc[:0])
        assert len(table) > 8

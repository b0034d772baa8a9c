"""Simulated trials against closed forms, and the measures against injury."""

from __future__ import annotations

import time

import numpy as np
import pytest

from hiplib import evidence, recovery, tables
from hiplib.errors import InputError
from hiplib.recovery import Design

DESIGNS = [Design(0.66, 50), Design(0.66, 500), Design(0.5, 200, 30, 12), Design(1.0, 300),
           Design(1.3, 400, 20, 26)]  # fmt: skip


@pytest.mark.parametrize("design", DESIGNS, ids=str)
def test_the_share_that_finds_it_is_the_power_of_two_proportions(design: Design) -> None:
    statsmodels = pytest.importorskip("scipy.stats")
    found = recovery.simulate(design, trials=20_000, seed=3).found
    # an exact reckoning over all pairs of counts, independent of the simulation
    n, (control, treated) = design.group_size, recovery.risks(design)
    a, b = np.arange(n + 1)[:, None], np.arange(n + 1)[None, :]
    pooled = (a + b) / (2 * n)
    clear = np.abs(a - b) / n > 1.959964 * np.sqrt(2 * pooled * (1 - pooled) / n)
    weight = statsmodels.binom.pmf(a, n, control) * statsmodels.binom.pmf(b, n, treated)
    assert found == pytest.approx(float(weight[clear].sum()), abs=0.012)


def test_the_same_seed_gives_the_same_trials() -> None:
    one, two = recovery.simulate(Design(), seed=5), recovery.simulate(Design(), seed=5)
    assert one.trials.equals(two.trials)
    assert not one.trials.equals(recovery.simulate(Design(), seed=6).trials)


def test_small_trials_exaggerate_and_large_ones_hardly() -> None:
    small, large = (recovery.simulate(Design(0.66, size)) for size in (30, 1000))
    assert small.exaggeration > 1.5
    assert large.exaggeration == pytest.approx(1, abs=0.05)
    assert small.found < 0.25 < 0.99 < large.found


def test_intervals_hold_the_truth_about_19_times_in_20() -> None:
    result = recovery.simulate(Design(0.66, 400), trials=20_000)
    holds = (result.trials["low"] <= result.true_ratio) & (result.true_ratio <= result.trials.high)
    assert float(holds.mean()) == pytest.approx(0.95, abs=0.01)


def test_tiny_groups_and_rare_injuries_have_numbers() -> None:
    result = recovery.simulate(Design(0.3, 5, 1, 1))
    assert np.isfinite(result.trials[["ratio", "low", "high"]]).all().all()


@pytest.mark.parametrize("design", [Design(0), Design(group_size=1), Design(weeks=0),
                                    Design(injured_of_100=100), Design(float("nan"))])  # fmt: skip
def test_an_impossible_design_is_named(design: Design) -> None:
    with pytest.raises(InputError, match="not possible"):
        recovery.simulate(design)


def test_a_change_is_quick() -> None:
    recovery.simulate(Design())
    start = time.perf_counter()
    recovery.simulate(Design(group_size=1000))
    assert time.perf_counter() - start < 0.1


def test_every_topic_of_prevention_has_its_measure() -> None:
    topics = tables.read("topics").query("kind == 'prevention'")["topic_id"]
    assert len(topics) == 17
    own = [each.topic_id for each in recovery.measures() if each.topic_id]
    assert sorted(own) == sorted(topics)


def test_measures_show_only_published_facts_and_no_weight_advice() -> None:
    for each in recovery.measures():
        assert each.fact is None or each.fact.publish
    weight = recovery.measure("weight")
    assert "no advice to lose weight" in weight.says
    assert "low energy availability" in weight.watch


def test_crowds_follow_the_rates() -> None:
    shares = recovery.crowd_shares(17.8, (11.7, 8.0, 17.3), 40)
    assert shares[0] == pytest.approx(100 * (1 - np.exp(-0.712)))
    with pytest.raises(InputError):
        recovery.crowd_shares(17.8, (11.7, 8.0, 17.3), 500)
    assert evidence.fact("TR161").amount.startswith("0.66")

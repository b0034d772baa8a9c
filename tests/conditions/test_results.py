"""Chances after test results: against closed forms, a second way of computing, and the sources."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiplib import conditions
from hiplib.conditions import Estimate, ExaminationTest, PostTest, Result
from hiplib.conditions import results as module

POINT = Estimate(None, None, None)
Z = NormalDist()
CHANCE = st.floats(0.01, 0.99)


def made(
    sensitivity: Estimate = POINT,
    specificity: Estimate = POINT,
    lr_pos: Estimate = POINT,
    lr_neg: Estimate = POINT,
    test_id: str = "made",
) -> ExaminationTest:
    return ExaminationTest(
        test_id, "Made up", "", "Nothing", sensitivity, specificity, lr_pos, lr_neg,
        "scan", "low", "reiman2015fai", "", False, False, True,
    )  # fmt: skip


def exact(value: float) -> Estimate:
    return Estimate(value, None, None)


def known(number: str) -> ExaminationTest:
    return next(one for one in conditions.all_tests() if one.test_id.startswith(f"{number}_"))


def after(pre_test: float, number: str, positive: bool) -> PostTest:
    return conditions.post_test(pre_test, [Result(known(number), positive)])


@given(pre=CHANCE, sensitivity=CHANCE, specificity=CHANCE, positive=st.booleans())
def test_without_doubt_it_is_bayes_rule(
    pre: float, sensitivity: float, specificity: float, positive: bool
) -> None:
    result = Result(made(exact(sensitivity), exact(specificity)), positive)
    chance = conditions.post_test(pre, [result]).chance
    closed = conditions.post_test_probability(
        pre, sensitivity=sensitivity, specificity=specificity, positive=positive
    )
    assert chance.value == pytest.approx(closed, rel=1e-9)
    assert (chance.low, chance.high) == (None, None)


def test_no_result_leaves_the_chance_and_its_ends() -> None:
    before = Estimate(0.3, 0.2, 0.45)
    chance = conditions.post_test(before, []).chance
    assert chance.value == pytest.approx(0.3)
    assert (chance.low, chance.high) == pytest.approx((0.2, 0.45), rel=0.01)


@pytest.mark.parametrize("ends", [(0.81, 0.99), (0.92, 0.97)])
def test_the_draws_give_back_median_and_ends_of_an_interval(ends: tuple[float, float]) -> None:
    """A test with known specificity 0.5 has LR+ = 2 x sensitivity: the ends must come back."""
    share = Estimate(0.955, *ends)
    ratio = conditions.post_test(0.5, [Result(made(share, exact(0.5)), True)]).ratio
    assert (ratio.low, ratio.value, ratio.high) == pytest.approx(
        (2 * ends[0], 1.91, 2 * ends[1]), rel=0.01
    )


def _grid_ends(one: ExaminationTest, pre: float, positive: bool) -> list[float]:
    """Compute the ends another way: every pair of 400 quantiles of each share, no draws."""
    steps = np.array([Z.inv_cdf((step + 0.5) / 400) for step in range(400)])

    def quantiles(estimate: Estimate) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        low, middle, high = (
            math.log(share / (1 - share))
            for share in (estimate.low or 0, estimate.value or 0, estimate.high or 0)
        )
        side = np.where(steps < 0, middle - low, high - middle) / Z.inv_cdf(0.975)
        return 1 / (1 + np.exp(-(middle + steps * side)))

    ill, well = quantiles(one.sensitivity)[:, None], quantiles(one.specificity)[None, :]
    ratio = ill / (1 - well) if positive else (1 - ill) / well
    chances = pre * ratio / (pre * ratio + 1 - pre)
    return [float(end) for end in np.quantile(chances, [0.025, 0.975])]


@pytest.mark.parametrize(("number", "positive"), [("t01", True), ("t01", False), ("t38", True)])
def test_ends_agree_with_a_grid_of_quantiles(number: str, positive: bool) -> None:
    one = known(number)
    chance = conditions.post_test(0.3, [Result(one, positive)]).chance
    ends = _grid_ends(one, 0.3, positive)
    assert [chance.low, chance.high] == pytest.approx(ends, rel=0.01)


def test_mean_and_quantiles_of_the_draws_agree_with_the_closed_form() -> None:
    """Two halves of a normal curve: the mean is (high side - low side) / sqrt(2 pi)."""
    draws = module._two_halves(0.0, -1.0, 2.0, module._normal(1))
    mean = (2.0 - 1.0) / Z.inv_cdf(0.975) / math.sqrt(2 * math.pi)
    assert draws.mean() == pytest.approx(mean, rel=0.01)
    assert np.quantile(draws, [0.025, 0.5, 0.975]) == pytest.approx([-1, 0, 2], abs=0.01)


def test_draws_of_different_numbers_are_unrelated_and_the_same_each_time() -> None:
    columns = np.array([module._normal(column) for column in range(7)])
    assert abs(np.corrcoef(columns) - np.eye(7)).max() < 0.03
    assert after(0.3, "t01", True) == after(0.3, "t01", True)


@pytest.mark.parametrize(
    ("positive", "printed"), [(True, (1.31, 4.57, 15.87)), (False, (0.03, 0.11, 0.42))]
)
def test_simulated_ratio_is_close_to_the_one_that_the_source_prints(
    positive: bool, printed: tuple[float, float, float]
) -> None:
    """The combined piriformis tests print both, so one can be checked against the other."""
    ratio = after(0.3, "t38", positive).ratio
    assert ratio.value == pytest.approx(printed[1], rel=0.03)
    assert ratio.low == pytest.approx(printed[0], rel=0.35)
    assert ratio.high == pytest.approx(printed[2], rel=0.15)


def test_a_printed_ratio_is_used_where_shares_have_no_interval() -> None:
    squat = after(0.34, "t13", True)
    assert squat.ratio.value == pytest.approx(0.24 / 0.04)
    assert (squat.ratio.low, squat.ratio.high) == pytest.approx((1.3, 29), rel=0.01)
    assert after(0.34, "t13", False).kinds == {"none"}
    age = after(0.34, "t18", False)
    assert (age.ratio.low, age.ratio.high) == pytest.approx((0.01, 0.78), rel=0.01)


def test_fadir_moves_next_to_nothing_and_its_range_stays_a_range() -> None:
    fadir = after(0.30, "t05", True)
    assert fadir.kinds == {"range"}
    assert fadir.chance.value == pytest.approx(0.2978, abs=1e-4)
    assert (fadir.chance.low, fadir.chance.high) == pytest.approx((0.2978, 0.3180), abs=1e-4)


def test_lateral_pair_and_percussion() -> None:
    assert after(0.59, "t30", True).chance.value == pytest.approx(0.96, abs=0.001)
    assert after(0.59, "t31", False).chance.value == pytest.approx(0.14, abs=0.005)
    tap = after(0.39, "t01", False).chance
    assert (tap.low, tap.value, tap.high) == pytest.approx((0.0218, 0.0358, 0.0566), abs=2e-4)


def test_a_range_without_a_value_has_ends_only() -> None:
    squeeze = after(0.3, "t58", True).chance
    assert squeeze.value is None
    lowest = conditions.post_test_probability(
        0.3, sensitivity=0.30, specificity=0.88, positive=True
    )
    assert squeeze.low == pytest.approx(lowest)


def test_partial_doubt_is_named() -> None:
    assert after(0.5, "t07", True).kinds == {"none", "interval"}


def test_perfect_tests_end_at_the_ends_and_contradict_each_other() -> None:
    sensitive = Result(made(exact(1.0), exact(0.9), test_id="one"), False)
    specific = Result(made(exact(0.4), exact(1.0), test_id="two"), True)
    assert conditions.post_test(0.4, [sensitive]).chance.value == 0
    assert conditions.post_test(0.4, [specific]).chance.value == 1
    assert math.isinf(conditions.post_test(0.4, [specific]).ratio.value or 0)
    with pytest.raises(ValueError, match="cannot occur together"):
        conditions.post_test(0.4, [sensitive, specific])


def test_an_end_printed_as_one_still_gives_numbers() -> None:
    share = Estimate(0.99, 0.98, 1.0)
    chance = conditions.post_test(0.4, [Result(made(share, exact(0.5)), False)]).chance
    assert chance.low is not None
    assert 0 < chance.low < 0.02


@pytest.mark.parametrize("pre", [0, 1, -0.1, 1.2, math.nan, True])
def test_a_wrong_chance_is_named(pre: float) -> None:
    with pytest.raises(ValueError, match="is not a chance above 0 and below 1"):
        conditions.post_test(pre, [])


def test_turned_ends_a_missing_number_and_a_double_test_are_named() -> None:
    with pytest.raises(ValueError, match="is not a chance"):
        conditions.post_test(Estimate(0.3, 0.4, 0.5), [])
    with pytest.raises(ValueError, match="no number is known for a positive result"):
        after(0.3, "t02", True)
    with pytest.raises(ValueError, match="the same test is among the results twice"):
        conditions.post_test(0.3, [Result(known("t01"), True), Result(known("t01"), True)])


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("t62", "specificity is not known"),
        ("t63", "sensitivity is not known"),
        ("t12", "sensitivity and specificity are not known"),
        ("t51", "never shown to work at the hip"),
        ("t01", ""),
    ],
)
def test_unusable_tests_say_why(number: str, said: str) -> None:
    reason = conditions.why_unusable(known(number))
    assert said in reason
    assert bool(reason) == bool(said)


def test_every_usable_result_of_the_table_gives_an_ordered_chance() -> None:
    count = 0
    for target in conditions.targets():
        for one in target.tests:
            for positive in conditions.usable_results(one):
                chance = conditions.post_test(target.start, [Result(one, positive)]).chance
                numbers = [n for n in (chance.low, chance.value, chance.high) if n is not None]
                assert numbers == sorted(numbers), one.test_id
                assert all(0 <= n <= 1 for n in numbers)
                count += 1
    assert count > 60


def test_printed_ratios_agree_with_the_shares() -> None:
    """Not at all those beyond the hip: there the ratio was pooled from other studies."""
    for one in filter(lambda one: one.valid_at_hip, conditions.all_tests()):
        for positive, printed in ((True, one.lr_pos), (False, one.lr_neg)):
            pair = conditions.shares(Result(one, positive))
            if pair and printed.value and pair[1]:
                assert pair[0] / pair[1] == pytest.approx(printed.value, rel=0.13), one.test_id

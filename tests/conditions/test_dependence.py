"""Several tests together: bounds against all joint tables, and what a study measured."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_results import exact, known, made

from hiplib import conditions
from hiplib.conditions import Result, dependence

SHARE = st.floats(0.05, 0.95)


@given(
    pre=SHARE,
    shares=st.lists(SHARE, min_size=4, max_size=4),
    positive=st.tuples(st.booleans(), st.booleans()),
)
def test_bounds_hold_for_every_overlap_of_two_tests(
    pre: float, shares: list[float], positive: tuple[bool, bool]
) -> None:
    """Step through every possible joint table of two tests, in both groups."""
    one, two = made(exact(shares[0]), exact(shares[1])), made(exact(shares[2]), exact(shares[3]))
    results = [Result(one, positive[0]), Result(two, positive[1])]
    both = dependence.together(pre, results)
    assert both is not None

    def joints(a: float, b: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.linspace(max(0.0, a + b - 1), min(a, b), 9)

    (ill_one, well_one), (ill_two, well_two) = (conditions.shares(r) or (0, 0) for r in results)
    chances = [
        pre * ill / (pre * ill + (1 - pre) * well)
        for ill, well in itertools.product(joints(ill_one, ill_two), joints(well_one, well_two))
        if ill + well > 0
    ]
    assert both.low == pytest.approx(min(chances), abs=1e-9)
    assert both.high == pytest.approx(max(chances), abs=1e-9)
    assert both.low - 1e-9 <= both.multiplied <= both.high + 1e-9
    if both.overlapping is not None:
        assert both.low - 1e-9 <= both.overlapping <= both.high + 1e-9


def test_multiplied_is_what_post_test_gives() -> None:
    results = [Result(known("t36"), True), Result(known("t37"), True)]
    both = dependence.together(0.3, results)
    assert both is not None
    assert both.multiplied == pytest.approx(conditions.post_test(0.3, results).chance.value)
    assert (both.overlapping, both.low, both.high) == pytest.approx((0.690, 0.5625, 1.0), abs=0.001)


def test_a_second_test_that_overlaps_fully_adds_nothing() -> None:
    same = made(exact(0.8), exact(0.9), test_id="a"), made(exact(0.8), exact(0.9), test_id="b")
    both = dependence.together(0.3, [Result(one, True) for one in same])
    single = conditions.post_test(0.3, [Result(same[0], True)]).chance.value
    assert both is not None
    assert both.overlapping == pytest.approx(single)


def test_the_measured_combination_lies_inside_the_bounds() -> None:
    results = [Result(known("t36"), False), Result(known("t37"), False)]
    whole = dependence.measured(results)
    assert whole is not None
    assert whole.test == known("t38")
    value = conditions.post_test(0.3, [whole]).chance.value
    both = dependence.together(0.3, results)
    assert both is not None
    assert value is not None
    assert both.low < value < both.high
    # "Either positive" is as specific as the weaker test alone: they err in the same people.
    assert known("t38").specificity.value == min(0.8, 0.9)
    assert dependence.measured(results[:1]) is None
    assert dependence.measured([Result(known("t36"), True), results[1]]) is None


def test_the_parts_of_a_combination_beside_its_measured_whole() -> None:
    either, neither = Result(known("t38"), True), Result(known("t38"), False)
    parts = dependence.from_parts(0.3, either)
    assert parts is not None
    found, alarmed = 1 - (1 - 0.78) * (1 - 0.52), 1 - 0.8 * 0.9
    assert parts.multiplied == pytest.approx(0.3 * found / (0.3 * found + 0.7 * alarmed))
    assert parts.overlapping == pytest.approx(0.3 * 0.78 / (0.3 * 0.78 + 0.7 * 0.2))
    assert parts.low == pytest.approx(0.3 * 0.78 / (0.3 * 0.78 + 0.7 * 0.3))
    assert parts.high == pytest.approx(0.3 / (0.3 + 0.7 * 0.2))
    value = conditions.post_test(0.3, [either]).chance.value
    assert value is not None
    assert parts.multiplied < value < parts.high
    both = [Result(known("t36"), False), Result(known("t37"), False)]
    assert dependence.from_parts(0.3, neither) == dependence.together(0.3, both)
    assert dependence.from_parts(0.3, Result(known("t36"), True)) is None


def test_no_bounds_where_a_source_gives_a_ratio_only() -> None:
    assert (
        dependence.together(0.3, [Result(known("t17"), True), Result(known("t13"), True)]) is None
    )
    assert dependence.together(0.3, []) is None


def test_results_that_cannot_occur_are_named() -> None:
    one = made(exact(1.0), exact(0.9), test_id="a"), made(exact(0.5), exact(1.0), test_id="b")
    with pytest.raises(ValueError, match="cannot occur together"):
        dependence.together(0.3, [Result(one[0], False), Result(one[1], True)])


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (("t01", "t02"), "the same test in two reviews"),
        (("t37", "t38"), "one is made of the other"),
        (("t13", "t23"), "already counts a painful squat"),
        (("t36", "t36"), "is chosen twice"),
        (("t36", "t37"), ""),
        (("t13", "t14"), ""),
    ],
)
def test_what_must_not_be_counted_twice(numbers: tuple[str, str], said: str) -> None:
    reason = dependence.clash([Result(known(number), False) for number in numbers])
    assert said in reason
    assert bool(reason) == bool(said)


@given(pre=SHARE, sensitivity=SHARE, specificity=SHARE)
def test_the_crowd_keeps_its_size_and_is_near_the_shares(
    pre: float, sensitivity: float, specificity: float
) -> None:
    result = Result(made(exact(sensitivity), exact(specificity)), True)
    crowd = dependence.crowd(pre, [result], None)
    assert crowd is not None
    assert crowd.size == 1000
    assert abs(crowd.with_result - 1000 * pre * sensitivity) <= 1.5
    assert abs(crowd.without_other - 1000 * (1 - pre) * specificity) <= 1.5


def test_crowds_without_shares_and_without_results() -> None:
    pair = [Result(known("t30"), True)]
    crowd = dependence.crowd(0.59, pair, conditions.post_test(0.59, pair).chance.value)
    assert crowd is not None
    assert crowd.among_result
    assert (crowd.with_result, crowd.without_result, crowd.size) == (960, 40, 1000)
    assert dependence.crowd(0.3, [Result(known("t58"), True)], None) is None
    nobody = dependence.crowd(0.3, [], None)
    assert nobody is not None
    assert (nobody.with_result, nobody.with_other) == (0, 300)

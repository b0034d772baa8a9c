"""What results of tests do to a chance, with the doubt about the numbers carried through.

Method: Bayes' rule in log-odds, log-odds after = log-odds before + sum of the log likelihood ratios
(fagan1975nomogram, grimes2005lr). Doubt is simulated with `DRAWS` fixed draws: each number with a
95 % interval is spread on the log-odds scale (a likelihood ratio on the log scale) by a normal
curve in two halves, so that its median is the printed value and its 2.5 % and 97.5 % points are the
printed ends; the result has the same percentiles. The draws are stratified (Latin hypercube), the
same in each call. A range over several estimates is no confidence interval: its ends are carried
through as ends. A number without an interval stays a point, and no interval is made up for it.

Which numbers: sensitivity and specificity; where one of them lacks an interval and the source
prints one for the likelihood ratio, that one is spread about the value that they give.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hiplib.conditions.examination import Estimate, ExaminationTest, Kind

DRAWS = 20_000
_Z95 = NormalDist().inv_cdf(0.975)
_EDGE = 5e-4  # an end printed as 0 or 1 is a rounded one: taken as this far inside
Numbers = Any  # a number or an array of draws
Map = Callable[[Numbers], Numbers]


@dataclass(frozen=True, slots=True)
class Result:
    """One result of one test."""

    test: ExaminationTest
    positive: bool


@dataclass(frozen=True, slots=True)
class PostTest:
    """A chance after tests, 0 to 1, and the likelihood ratio of all results together.

    Neither has ends when no number behind it has any; `kinds` are those of these (`Estimate.kind`).
    """

    chance: Estimate
    ratio: Estimate
    kinds: frozenset[Kind]


def usable_results(test: ExaminationTest) -> tuple[bool, ...]:
    """Return the results (True for positive) that have a likelihood ratio, or give one."""
    if test.sensitivity.known and test.specificity.known:
        return (True, False)
    ratios = {True: test.lr_pos, False: test.lr_neg}
    return tuple(positive for positive, ratio in ratios.items() if ratio.value is not None)


def why_unusable(test: ExaminationTest) -> str:
    """Say why no result of a test can move a chance here; empty when one can.

    Examples
    --------
    >>> from hiplib.conditions import tests_of
    >>> why_unusable(tests_of("iliac_endofibrosis")[0])
    'its specificity is not known, so nobody can say what a result means'
    """
    if not test.valid_at_hip:
        return "it was never shown to work at the hip"
    if usable_results(test):
        return ""
    shares = {"sensitivity": test.sensitivity, "specificity": test.specificity}
    missing = [name for name, share in shares.items() if not share.known]
    verb = "is" if len(missing) == 1 else "are"
    return f"its {' and '.join(missing)} {verb} not known, so nobody can say what a result means"


def post_test(pre_test: Estimate | float, results: Sequence[Result]) -> PostTest:
    """Return the chance after test results that are taken as independent.

    The chance before is above 0 and below 1, with ends where it has any; without results it stays.
    Multiplying likelihood ratios holds only for results that are independent in people with and in
    people without the condition (medalgo_sequential); `hiplib.conditions.dependence` shows how
    wrong it can be.

    Raises
    ------
    ValueError
        For a chance that is not between 0 and 1, a result without a number, a test that occurs
        twice, and results that cannot occur together.

    Examples
    --------
    >>> from hiplib.conditions import tests_of
    >>> percussion = Result(tests_of("hip_fracture")[0], positive=False)
    >>> after = post_test(0.39, [percussion]).chance
    >>> [round(share, 3) for share in (after.low, after.value, after.high)]
    [0.022, 0.036, 0.057]
    """
    start = _term(_checked(pre_test), _logit, 0)
    if len({result.test.test_id for result in results}) < len(results):
        raise ValueError("a test counts once: the same test is among the results twice")
    terms = [term for place, result in enumerate(results) for term in _terms(result, place)]
    kinds = frozenset(term.kind for term in terms)
    return PostTest(_summed([start, *terms], _expit), _summed(terms, np.exp), kinds)


def shares(result: Result) -> tuple[float, float] | None:
    """Return the shares of people with and without the condition who show a result.

    None when sensitivity or specificity has no value: a likelihood ratio alone does not tell them.
    """
    sensitivity, specificity = result.test.sensitivity.value, result.test.specificity.value
    if sensitivity is None or specificity is None:
        return None
    if result.positive:
        return sensitivity, 1 - specificity
    return 1 - sensitivity, specificity


# From numbers to log-odds --------------------------------------------------------------------


class _Term(NamedTuple):
    """One addend of the log-odds: its value, and draws for its lower and its upper end.

    Without an interval both are the value, for a range they are its ends.
    """

    value: float | None
    low: Numbers
    high: Numbers
    kind: Kind


def _terms(result: Result, place: int) -> list[_Term]:
    """Return the addends of one result; `place` keeps the draws of several tests apart."""
    test, positive = result.test, result.positive
    if positive not in usable_results(test):
        word = "positive" if positive else "negative"
        raise ValueError(f"{test.name}: no number is known for a {word} result")
    printed = test.lr_pos if positive else test.lr_neg
    column, point = 2 * place + 1, shares(result)
    both = test.sensitivity, test.specificity
    if not all(estimate.known for estimate in both):
        return [_term(printed, np.log, column)]
    without = "none" in {estimate.kind for estimate in both}
    if without and printed.low is not None and point is not None and point[1] > 0:
        spread = Estimate(point[0] / point[1], printed.low, printed.high)
        return [_term(spread, np.log, column)]
    maps: tuple[Map, Map] = (np.log, lambda share: -np.log1p(-share))
    if not positive:
        maps = (lambda share: np.log1p(-share), lambda share: -np.log(share))
    return [_term(both[0], maps[0], column, _logit), _term(both[1], maps[1], column + 1, _logit)]


def _term(estimate: Estimate, addend: Map, column: int, scale: Map | None = None) -> _Term:
    """Return what a number adds to the log-odds; its interval is spread on that scale or `scale`.

    A likelihood ratio adds its logarithm and is spread on it; a share is spread on its log-odds.
    """
    value, kind = estimate.value, estimate.kind
    with np.errstate(divide="ignore"):
        point = None if value is None else float(addend(value))
        if kind == "none":
            return _Term(point, point, point, kind)
        ends = float(estimate.low or 0.0), float(estimate.high or 0.0)
        if kind == "range":
            low, high = sorted(float(addend(end)) for end in ends)
            return _Term(point, low, high, kind)
        if scale is None:
            draws = _two_halves(point, addend(ends[0]), addend(ends[1]), _normal(column))
        else:
            low, high = scale(max(ends[0], _EDGE)), scale(min(ends[1], 1 - _EDGE))
            draws = addend(_expit(_two_halves(scale(value), low, high, _normal(column))))
        return _Term(point, draws, draws, kind)


def _summed(terms: Sequence[_Term], back: Map) -> Estimate:
    """Add up the terms; the ends are the 2.5 % and 97.5 % points of the sums of their ends."""
    value = None
    if all(term.value is not None for term in terms):
        with np.errstate(invalid="ignore"):
            total = float(np.sum([term.value for term in terms]))
        if math.isnan(total):
            raise ValueError(
                "these results cannot occur together: one says certainly, one certainly not"
            )
        value = float(back(total))
    if {term.kind for term in terms} <= {"none"}:
        return Estimate(value)
    low = np.quantile(np.asarray(sum(term.low for term in terms)), 0.025)
    high = np.quantile(np.asarray(sum(term.high for term in terms)), 0.975)
    return Estimate(value, float(back(low)), float(back(high)))


def _two_halves(value: Numbers, low: float, high: float, normal: Numbers) -> Numbers:
    """Return draws with median `value` and 95 % of them between `low` and `high`."""
    return value + normal * np.where(normal < 0, value - low, high - value) / _Z95


@cache
def _normal(column: int) -> NDArray[np.float64]:
    """Return standard normal draws, evenly stratified and shuffled by a seed of their own."""
    return np.random.default_rng([column, DRAWS]).permutation(_strata())


@cache
def _strata() -> NDArray[np.float64]:
    return np.array([NormalDist().inv_cdf((n + 0.5) / DRAWS) for n in range(DRAWS)])


def _logit(share: Numbers) -> Numbers:
    return np.log(share) - np.log1p(-share)


def _expit(odds: Numbers) -> Numbers:
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-odds))


def _checked(pre_test: Estimate | float) -> Estimate:
    """Return a chance before the tests, with its ends; refuse what is none."""
    given = pre_test if isinstance(pre_test, Estimate) else Estimate(pre_test)
    numbers = [number for number in (given.low, given.value, given.high) if number is not None]
    good = all(not isinstance(number, bool) and 0 < number < 1 for number in numbers)
    if given.value is None or not good or numbers != sorted(numbers):
        shown = given.value if given.low is None else (given.low, given.value, given.high)
        raise ValueError(f"pre_test {shown!r} is not a chance above 0 and below 1")
    return given

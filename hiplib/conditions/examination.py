"""Examination tests of the conditions, and what a test result does to a chance.

Choice made here: a test without a measured value has an `Estimate` without a value; nothing is
filled in. What one or several results do, with their intervals, is in `results`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from hiplib.tables import records

NO_TEST = "No validated test: no examination test with usable numbers was found."

Kind = Literal["interval", "range", "none"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measured value with its interval; None where the source gives none."""

    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def known(self) -> bool:
        """True when a value or an interval was reported."""
        return any(number is not None for number in (self.value, self.low, self.high))

    @property
    def kind(self) -> Kind:
        """How its ends may be read.

        "interval" is a confidence interval about a value. "range" are the ends over several
        estimates: there is no value, or the value is itself one of the ends. "none" has no ends.

        Examples
        --------
        >>> Estimate(0.95, 0.92, 0.97).kind, Estimate(None, 0.3, 0.65).kind
        ('interval', 'range')
        """
        if self.low is None or self.high is None:
            return "none"
        inside = self.value is not None and self.low < self.value < self.high
        return "interval" if inside else "range"

    def said(self, say: Callable[[float], str] = "{:g}".format) -> str:
        """Return what is known of it in words.

        Examples
        --------
        >>> Estimate(54, 41, 66).said(), Estimate(None, 5, 10).said(), Estimate(16.7).said()
        ('54 (41 to 66)', '5 to 10', '16.7')
        """
        value = "" if self.value is None else say(self.value)
        if self.low is None or self.high is None:
            return value
        ends = f"{say(self.low)} to {say(self.high)}"
        return f"{value} ({ends})" if value else ends


@dataclass(frozen=True, slots=True)
class ExaminationTest:
    """One examination test: how often it is positive with and without the condition (0 to 1).

    `target` names what the test looks for, also where that is not one condition of the catalogue.
    """

    test_id: str
    name: str
    condition_id: str
    target: str
    sensitivity: Estimate
    specificity: Estimate
    lr_pos: Estimate
    lr_neg: Estimate
    reference_standard: str
    quality: str
    ref_id: str
    note: str
    lr_is_derived: bool
    read_on_secondary_page: bool
    valid_at_hip: bool


def tests_of(condition_id: str) -> tuple[ExaminationTest, ...]:
    """Return the examination tests recorded for a condition, in the order of the table."""
    return tuple(test for test in all_tests() if test.condition_id == condition_id)


@cache
def all_tests() -> tuple[ExaminationTest, ...]:
    """Return every recorded examination test, also those that are not valid at the hip."""
    return tuple(map(_test, records("examination_tests")))


def _test(row: dict[str, Any]) -> ExaminationTest:
    for name in ("sensitivity", "specificity", "lr_pos", "lr_neg"):
        row[name] = Estimate(row[name], row.pop(f"{name}_low"), row.pop(f"{name}_high"))
    row["note"] = "; ".join(filter(None, (row["note"], row.pop("interval_text"))))
    return ExaminationTest(**row)


def percent(share: float) -> str:
    """Return a chance in percent with the digits that it deserves, without the sign.

    Examples
    --------
    >>> [percent(share) for share in (0.0364, 0.298, 0.96, 0.9994)]
    ['3.6', '30', '96', '99.9']
    """
    value = 100 * share
    return f"{value:.0f}" if 10 <= value <= 90 else f"{value:.1f}".removesuffix(".0")


def post_test_probability(
    pre_test: float, *, sensitivity: float, specificity: float, positive: bool
) -> float:
    """Return the chance of a condition after one test result (Bayes' rule).

    Parameters
    ----------
    pre_test : float
        Chance before the test, 0 to 1.
    sensitivity, specificity : float
        Share of people with the condition whose test is positive, and of people without it whose
        test is negative, 0 to 1.
    positive : bool
        True for a positive, False for a negative result.

    Returns
    -------
    float
        Chance after the test, 0 to 1.

    Raises
    ------
    ValueError
        For a number outside 0 to 1, or when the result cannot happen (for example a negative
        result of a test that is always positive).

    Notes
    -----
    Two tests may be chained this way only if their results are independent in people with and in
    people without the condition; tests of the same joint seldom are, and chaining them gives a
    chance that is too extreme (medalgo_sequential).

    Examples
    --------
    >>> from hiplib.conditions import post_test_probability
    >>> round(post_test_probability(0.30, sensitivity=0.94, specificity=0.05, positive=True), 3)
    0.298
    """
    numbers = {"pre_test": pre_test, "sensitivity": sensitivity, "specificity": specificity}
    for name, value in numbers.items():
        if isinstance(value, bool) or not 0 <= value <= 1:
            raise ValueError(f"{name} {value!r} is not a number from 0 to 1")
    with_it = sensitivity if positive else 1 - sensitivity
    without_it = 1 - specificity if positive else specificity
    all_of_them = pre_test * with_it + (1 - pre_test) * without_it
    if all_of_them == 0:
        result = "positive" if positive else "negative"
        raise ValueError(
            f"a {result} result cannot happen with these numbers, so no chance follows"
        )
    return pre_test * with_it / all_of_them

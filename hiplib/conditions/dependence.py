"""Several tests of one condition: what multiplying them assumes, and how wrong it can be.

Choice made here: nobody reports how often tests of the hip err together, so no correlation is
assumed. From the single sensitivities and specificities follow the least and the greatest share of
people who can show all results (Frechet's bounds), and with them the least and the greatest chance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from hiplib import tables
from hiplib.conditions.examination import ExaminationTest, all_tests
from hiplib.conditions.results import Result, shares


@dataclass(frozen=True, slots=True)
class Together:
    """What several results can mean.

    Attributes
    ----------
    multiplied : float
        Chance after the results if they are independent, 0 to 1.
    overlapping : float or None
        Chance if tests overlap as much as they can (whoever is positive on the rarer sign is
        positive on the others); None when these results could then not occur.
    low, high : float
        Least and greatest chance that the single numbers allow.
    """

    multiplied: float
    overlapping: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Crowd:
    """People out of `size`, whole numbers, by condition and by result.

    `among_result` is True when a source gives only a likelihood ratio: then all `size` people show
    the result, and nobody is in the groups of the others.
    """

    with_result: int
    without_result: int
    with_other: int
    without_other: int
    among_result: bool

    @property
    def size(self) -> int:
        """All people of the crowd."""
        return self.with_result + self.without_result + self.with_other + self.without_other


def together(pre_test: float, results: Sequence[Result]) -> Together | None:
    """Return what results can mean when it is not known how far the tests overlap.

    Parameters
    ----------
    pre_test : float
        Chance before the tests, above 0 and below 1.
    results : sequence of Result
        Results of different tests for one target.

    Returns
    -------
    Together or None
        None when a test has no sensitivity or no specificity: then no bounds can be computed.

    Raises
    ------
    ValueError
        When independent results could not occur together.

    Examples
    --------
    >>> from hiplib.conditions import Result, tests_of
    >>> active, seated = tests_of("deep_gluteal_syndrome")[1:3]
    >>> both = together(0.3, [Result(active, True), Result(seated, True)])
    >>> round(both.multiplied, 2), round(both.low, 2), round(both.high, 2)
    (0.9, 0.56, 1.0)
    """
    known = [pair for pair in map(shares, results) if pair is not None]
    if not results or len(known) < len(results):
        return None
    with_it, without_it = (_all_of(parts) for parts in zip(*known, strict=True))
    nested = _nested(results, True), _nested(results, False)
    return _together(pre_test, with_it, without_it, nested)


def from_parts(pre_test: float, result: Result) -> Together | None:
    """Return what the parts of a combination would give if nobody had measured it as a whole.

    Parameters
    ----------
    pre_test : float
        Chance before the test, above 0 and below 1.
    result : Result
        Result of a test that is positive when any of its parts is.

    Returns
    -------
    Together or None
        None for a test that is no such combination.

    Examples
    --------
    >>> from hiplib.conditions import Result, tests_of
    >>> either = Result(tests_of("deep_gluteal_syndrome")[3], positive=True)
    >>> round(from_parts(0.3, either).multiplied, 2)
    0.58
    """
    names = _parts().get(result.test.test_id)
    if names is None:
        return None
    parts = [Result(_by_id()[name], positive=False) for name in sorted(names)]
    if not result.positive:
        return together(pre_test, parts)
    known = [pair for pair in map(shares, parts) if pair is not None]
    some = [
        _Share(1 - share.multiplied, 1 - share.high, 1 - share.low)
        for share in (_all_of(column) for column in zip(*known, strict=True))
    ]
    # Fully overlapping parts: whoever has any sign has the commonest one.
    nested = some[0].low, some[1].low
    return _together(pre_test, some[0], some[1], nested)


def crowd(
    pre_test: float, results: Sequence[Result], chance: float | None, *, size: int = 1000
) -> Crowd | None:
    """Return how many of `size` people have the condition and show the results.

    Parameters
    ----------
    pre_test : float
        Chance before the tests.
    results : sequence of Result
        Taken as independent; without any, nobody has shown a result yet.
    chance : float or None
        Chance after the results, used where a source gives a likelihood ratio only; None gives
        None.

    Examples
    --------
    >>> from hiplib.conditions import Result, tests_of
    >>> fadir = tests_of("fai_syndrome")[1]
    >>> crowd(0.3, [Result(fadir, True)], None)
    Crowd(with_result=282, without_result=665, with_other=18, without_other=35, among_result=False)
    """
    known = [pair for pair in map(shares, results) if pair is not None]
    if len(known) < len(results):
        if chance is None:
            return None
        ill, well = _whole([chance * size, (1 - chance) * size])
        return Crowd(ill, well, 0, 0, among_result=True)
    ill, well = _whole([pre_test * size, (1 - pre_test) * size])
    if not results:
        return Crowd(0, 0, ill, well, among_result=False)
    hit = ill * math.prod(pair[0] for pair in known)
    false = well * math.prod(pair[1] for pair in known)
    found, missed = _whole([hit, ill - hit])
    alarmed, cleared = _whole([false, well - false])
    return Crowd(found, alarmed, missed, cleared, among_result=False)


def measured(results: Sequence[Result]) -> Result | None:
    """Return the result of a combination that a study measured as a whole, if these are its parts.

    Examples
    --------
    >>> from hiplib.conditions import Result, tests_of
    >>> active, seated = tests_of("deep_gluteal_syndrome")[1:3]
    >>> measured([Result(active, False), Result(seated, False)]).test.name
    'Active piriformis test or seated stretch, one or both'
    """
    names = {result.test.test_id for result in results}
    for combination, parts in _parts().items():
        if parts == names and not any(result.positive for result in results):
            return Result(_by_id()[combination], positive=False)
    return None


def clash(results: Sequence[Result]) -> str:
    """Say why two of these results must not be counted together; empty when they may.

    Examples
    --------
    >>> from hiplib.conditions import Result, tests_of
    >>> percussion = [Result(test, False) for test in tests_of("hip_fracture")]
    >>> clash(percussion).endswith("the same test in two reviews. Choose one of them.")
    True
    """
    chosen = [result.test for result in results]
    for place, test in enumerate(chosen):
        for other in chosen[:place]:
            if test == other:
                return f"{test.name} is chosen twice. A test counts once."
            why = _links().get(frozenset((test.test_id, other.test_id)))
            if why:
                return f"{other.name} and {test.name}: {why}. Choose one of them."
    return ""


@dataclass(frozen=True, slots=True)
class _Share:
    """Share of people with a pattern of results: if independent, at least, at most."""

    multiplied: float
    low: float
    high: float


def _all_of(parts: Sequence[float]) -> _Share:
    """Return the share of people who show all of several signs (bounds: Frechet)."""
    return _Share(math.prod(parts), max(0.0, sum(parts) - len(parts) + 1), min(parts))


def _together(
    pre_test: float, with_it: _Share, without_it: _Share, nested: tuple[float, float]
) -> Together:
    multiplied = _chance(pre_test, with_it.multiplied, without_it.multiplied)
    if multiplied is None:
        raise ValueError("these results cannot occur together with these numbers")
    low = _chance(pre_test, with_it.low, without_it.high)
    high = _chance(pre_test, with_it.high, without_it.low)
    return Together(
        multiplied=multiplied,
        overlapping=_chance(pre_test, *nested),
        low=0.0 if low is None else low,
        high=1.0 if high is None else high,
    )


def _chance(pre_test: float, with_it: float, without_it: float) -> float | None:
    everyone = pre_test * with_it + (1 - pre_test) * without_it
    return None if everyone <= 0 else pre_test * with_it / everyone


def _nested(results: Sequence[Result], ill: bool) -> float:
    """Return the share of people who show the results when the signs are nested in each other."""
    group = 0 if ill else 1
    pairs = [shares(Result(result.test, positive=True)) or (0.0, 0.0) for result in results]
    positive = [pair[group] for pair in pairs]
    seen = [share for share, result in zip(positive, results, strict=True) if result.positive]
    unseen = [share for share, result in zip(positive, results, strict=True) if not result.positive]
    return max(0.0, min(seen, default=1.0) - max(unseen, default=0.0))


def _whole(parts: Sequence[float]) -> list[int]:
    """Round parts to whole numbers that keep their sum (largest remainders first)."""
    whole = [math.floor(part + 1e-9) for part in parts]
    order = sorted(range(len(parts)), key=lambda place: whole[place] - parts[place])
    for place in order[: round(sum(parts)) - sum(whole)]:
        whole[place] += 1
    return whole


@cache
def _by_id() -> dict[str, ExaminationTest]:
    return {test.test_id: test for test in all_tests()}


@cache
def _links() -> dict[frozenset[str], str]:
    rows = tables.read("test_links").to_dict("records")
    return {frozenset((row["test_id"], row["other_id"])): row["why"] for row in rows}


@cache
def _parts() -> dict[str, set[str]]:
    """Return the parts of each combination that is positive when any of its parts is."""
    parts: dict[str, set[str]] = {}
    for row in tables.read("test_links").to_dict("records"):
        if row["kind"] == "part":
            parts.setdefault(row["test_id"], set()).add(row["other_id"])
    return parts

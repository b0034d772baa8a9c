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
from typing import NamedTuple

from hiplib.conditions.examination import Estimate, all_tests
from hiplib.conditions.results import PostTest, Result, post_test, shares
from hiplib.tables import records

SIZE = 1000  # people of a crowd


@dataclass(frozen=True, slots=True)
class Together:
    """What several results can mean, as chances after them, 0 to 1.

    `multiplied` holds if they are independent, `overlapping` if tests overlap as much as they can:
    whoever is positive on the rarer sign is positive on the others (None when these results could
    then not occur). `low` and `high` are the least and the greatest that the numbers allow.
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
    among_result: bool = False

    @property
    def size(self) -> int:
        """All people of the crowd."""
        return self.with_result + self.without_result + self.with_other + self.without_other


@dataclass(frozen=True, slots=True)
class Weighed:
    """All that results do to a chance.

    `limits` are what the single numbers allow when it is not known how tests overlap; None for one
    plain test. `measured` is the chance after results that a study measured as a whole. `crowd` is
    None where a source gives only a range.
    """

    before: Estimate
    results: tuple[Result, ...]
    after: PostTest
    limits: Together | None
    measured: Estimate | None
    crowd: Crowd | None


def weigh(before: Estimate, results: Sequence[Result]) -> Weighed:
    """Return all that results do to a chance before them, above 0 and below 1.

    Raises
    ------
    ValueError
        For a chance or results that `post_test` refuses, and for results that must not be counted
        together (`clash`).

    Examples
    --------
    >>> from hiplib.conditions import tests_of
    >>> active, seated = tests_of("deep_gluteal_syndrome")[1:3]
    >>> state = weigh(Estimate(0.3), [Result(active, False), Result(seated, False)])
    >>> round(state.after.chance.value, 3), round(state.measured.value, 3)
    (0.059, 0.046)
    """
    why = clash(results)
    if why:
        raise ValueError(why)
    after, chance = post_test(before, results), before.value or 0.0
    limits = together(chance, results) if len(results) > 1 else None
    whole = measured(results)
    return Weighed(
        before,
        tuple(results),
        after,
        from_parts(chance, results[0]) if len(results) == 1 else limits,
        post_test(before, [whole]).chance if whole else None,
        crowd(chance, results, after.chance.value),
    )


def together(pre_test: float, results: Sequence[Result]) -> Together | None:
    """Return what results of different tests can mean when it is not known how far these overlap.

    None when a test has no sensitivity or no specificity: then no bounds can be computed.
    ValueError when independent results could not occur together.
    """
    patterns = _patterns(results)
    return _together(pre_test, *patterns) if patterns else None


def from_parts(pre_test: float, result: Result) -> Together | None:
    """Return what the parts of a combination would give if nobody had measured it as a whole.

    None for a test that is not positive when any of some parts is.
    """
    names = _parts(result.test.test_id)
    parts = [Result(test, positive=False) for test in all_tests() if test.test_id in names]
    patterns = _patterns(parts)
    if patterns and result.positive:  # some part is positive: not all are negative
        patterns = [
            _Share(1 - none.independent, 1 - none.most, 1 - none.least, 1 - none.nested)
            for none in patterns
        ]
    return _together(pre_test, *patterns) if patterns else None


def crowd(pre_test: float, results: Sequence[Result], chance: float | None) -> Crowd | None:
    """Return how many of 1000 people have the condition and show results taken as independent.

    The chance after them serves where a source gives a likelihood ratio only; None gives None.
    """
    known = [pair for pair in map(shares, results) if pair is not None]
    if len(known) < len(results):
        return None if chance is None else Crowd(*_split(SIZE, chance), 0, 0, among_result=True)
    ill, well = _split(SIZE, pre_test)
    if not results:
        return Crowd(0, 0, ill, well)
    found, missed = _split(ill, math.prod(pair[0] for pair in known))
    alarmed, cleared = _split(well, math.prod(pair[1] for pair in known))
    return Crowd(found, alarmed, missed, cleared)


def measured(results: Sequence[Result]) -> Result | None:
    """Return the result of a combination that a study measured as a whole, if these are parts."""
    names = {result.test.test_id for result in results}
    if not names or any(result.positive for result in results):
        return None
    whole = (test for test in all_tests() if _parts(test.test_id) == names)
    return next((Result(test, positive=False) for test in whole), None)


def clash(results: Sequence[Result]) -> str:
    """Say why two of these results must not be counted together; empty when they may."""
    chosen = [result.test for result in results]
    for place, test in enumerate(chosen):
        for other in chosen[:place]:
            if test == other:
                return f"{test.name} is chosen twice. A test counts once."
            why = _links().get(frozenset((test.test_id, other.test_id)))
            if why:
                return f"{other.name} and {test.name}: {why}. Choose one of them."
    return ""


class _Share(NamedTuple):
    """Share of people with a pattern of results: if independent, at least, at most, if nested."""

    independent: float
    least: float
    most: float
    nested: float


def _patterns(results: Sequence[Result]) -> list[_Share] | None:
    """Return the share of people with and without the condition who show all results."""
    pairs = [shares(result) for result in results]
    if not results or None in pairs:
        return None
    found = []
    for group in (0, 1):
        parts = [pair[group] for pair in pairs if pair]
        # Nested signs: whoever shows a rarer one shows the commoner ones.
        signs = list(zip(parts, results, strict=True))
        seen = min((part for part, result in signs if result.positive), default=1.0)
        unseen = max((1 - part for part, result in signs if not result.positive), default=0.0)
        least = max(0.0, sum(parts) - len(parts) + 1)
        found.append(_Share(math.prod(parts), least, min(parts), max(0.0, seen - unseen)))
    return found


def _together(pre_test: float, ill: _Share, well: _Share) -> Together:
    def chance(with_it: float, without_it: float) -> float | None:
        everyone = pre_test * with_it + (1 - pre_test) * without_it
        return None if everyone <= 0 else pre_test * with_it / everyone

    multiplied = chance(ill.independent, well.independent)
    if multiplied is None:
        raise ValueError("these results cannot occur together with these numbers")
    low, high = chance(ill.least, well.most), chance(ill.most, well.least)
    overlapping = chance(ill.nested, well.nested)
    return Together(multiplied, overlapping, low or 0.0, 1.0 if high is None else high)


def _split(people: int, share: float) -> tuple[int, int]:
    """Return whole people who show something, and the rest."""
    shown = math.floor(people * share + 0.5 + 1e-9)
    return shown, people - shown


@cache
def _links() -> dict[frozenset[str], str]:
    """Return why two tests must not be counted together."""
    rows = records("test_links")
    return {frozenset((row["test_id"], row["other_id"])): row["why"] for row in rows}


@cache
def _parts(test_id: str) -> frozenset[str]:
    """Return the parts of a combination that is positive when any of its parts is."""
    own = records("test_links", test_id=test_id, kind="part")
    return frozenset(row["other_id"] for row in own)

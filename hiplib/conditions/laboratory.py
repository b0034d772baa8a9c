"""What the test laboratory offers: targets with usable tests, and lessons with a guess first.

Choice made here: the text of a lesson holds names for its numbers, and each number is computed from
the table of tests when the lesson is read, so that text and laboratory cannot disagree.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from hiplib import evidence, tables
from hiplib.conditions.dependence import crowd, measured, together
from hiplib.conditions.examination import ExaminationTest, all_tests
from hiplib.conditions.results import Result, post_test, shares, why_unusable


@dataclass(frozen=True, slots=True)
class Target:
    """What tests look for: usable tests, tests that cannot be used, and where to start.

    `start` is a chance, 0 to 1; `start_words` say of whom it holds. `fact` is None when no source
    gives a start: then it is for the learner to choose.
    """

    name: str
    start: float
    start_words: str
    fact: evidence.Fact | None
    population: str
    tests: tuple[ExaminationTest, ...]
    unusable: tuple[ExaminationTest, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One exercise: `choices` are (id, text) pairs; a reply is (text, right or not, sources)."""

    lesson_id: str
    title: str
    prompt: str
    choices: tuple[tuple[str, str], ...]
    replies: dict[str, tuple[str, bool, tuple[str, ...]]]


def targets() -> tuple[Target, ...]:
    """Return every target that has a test with usable numbers, in the order of the laboratory.

    Examples
    --------
    >>> [target.start for target in targets() if target.name == "Hip osteoarthritis"]
    [0.34]
    """
    return _targets()


def lessons() -> tuple[str, ...]:
    """Return the ids of all lessons, in order."""
    return tuple(tables.read("test_lessons").sort_values("order")["lesson_id"])


def lesson(lesson_id: str) -> Lesson:
    """Return one lesson, its numbers computed from the tables.

    Raises
    ------
    ValueError
        For an unknown lesson; the message names the known ones.

    Examples
    --------
    >>> lesson("fadir").replies["same"][1]
    True
    """
    if lesson_id not in lessons():
        raise ValueError(f"lesson {lesson_id!r} is unknown; known: {', '.join(lessons())}")
    row = tables.read("test_lessons").set_index("lesson_id").loc[lesson_id].to_dict()
    choices = tables.read("test_lesson_choices").sort_values("order")
    own = choices[choices["lesson_id"] == lesson_id].to_dict("records")
    results = _results(lesson_id)
    numbers = _numbers(row, results)
    tests = tuple(result.test.ref_id for result in results)
    return Lesson(
        lesson_id=lesson_id,
        title=row["title"],
        prompt=row["prompt"].format_map(numbers),
        choices=tuple((one["choice_id"], one["text"].format_map(numbers)) for one in own),
        replies={
            one["choice_id"]: (
                one["reply"].format_map(numbers),
                bool(one["correct"]),
                tuple(dict.fromkeys([*tests, *_source(one["fact_id"])])),
            )
            for one in own
        },
    )


def percent(share: float) -> str:
    """Return a chance in percent with the digits that it deserves, without the sign.

    Examples
    --------
    >>> [percent(share) for share in (0.0364, 0.298, 0.96, 0.9994)]
    ['3.6', '30', '96', '99.9']
    """
    value = 100 * share
    return f"{value:.0f}" if 10 <= value <= 90 else f"{value:.1f}".removesuffix(".0")


@cache
def _targets() -> tuple[Target, ...]:
    rows = tables.read("test_targets").sort_values("order").to_dict("records")
    return tuple(_target(row) for row in rows)


def _target(row: dict[Hashable, Any]) -> Target:
    tests = [test for test in all_tests() if test.target == row["target"]]
    fact = evidence.fact(row["fact_id"]) if row["fact_id"] else None
    return Target(
        name=row["target"][0].upper() + row["target"][1:],
        start=row["start_percent"] / 100,
        start_words=row["start_note"].format(n=f"{row['start_percent']:g}"),
        fact=fact,
        population=row["population"],
        tests=tuple(test for test in tests if not why_unusable(test)),
        unusable=tuple(test for test in tests if why_unusable(test)),
    )


def _results(lesson_id: str) -> list[Result]:
    known = {test.test_id: test for test in all_tests()}
    rows = tables.read("test_lesson_results")
    own = rows[rows["lesson_id"] == lesson_id].to_dict("records")
    return [Result(known[row["test_id"]], bool(row["positive"])) for row in own]


def _source(fact_id: str) -> list[str]:
    return [evidence.fact(fact_id).ref_id] if fact_id else []


def _numbers(row: dict[Hashable, Any], results: list[Result]) -> dict[str, str]:
    """Return the numbers that the texts of a lesson may name."""
    if not results or pd.isna(row["start_percent"]):
        return {}
    before = row["start_percent"] / 100
    after = post_test(before, results)
    shown = {"before": percent(before), "ratio": f"{after.ratio.value:.2g}"}
    chances: dict[str, float | None] = {
        "after": after.chance.value, "low": after.chance.low, "high": after.chance.high,
    }  # fmt: skip
    both, whole = together(before, results), measured(results)
    if both is not None:
        chances |= {"overlap": both.overlapping, "least": both.low, "most": both.high}
        people = crowd(before, results, None)
        if people is not None:
            shown |= {
                "found": f"{people.with_result}", "alarmed": f"{people.without_result}",
                "missed": f"{people.with_other}", "cleared": f"{people.without_other}",
                "shown": f"{people.with_result + people.without_result}",
            }  # fmt: skip
    single = shares(results[0])
    if single is not None:
        chances |= {"with_it": single[0], "without_it": single[1]}
    if whole is not None:
        chances["measured"] = post_test(before, [whole]).chance.value
    return shown | {key: percent(value) for key, value in chances.items() if value is not None}

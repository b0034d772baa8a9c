"""What the test laboratory offers: targets with usable tests, and lessons with a guess first.

Choice made here: the text of a lesson holds names for its numbers, and each number is computed from
the table of tests when the lesson is read, so that text and laboratory cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from hiplib import evidence
from hiplib.conditions.dependence import weigh
from hiplib.conditions.examination import Estimate, ExaminationTest, all_tests, percent
from hiplib.conditions.results import Result, shares, why_unusable
from hiplib.errors import look_up
from hiplib.tables import records


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

    title: str
    prompt: str
    choices: tuple[tuple[str, str], ...]
    replies: dict[str, tuple[str, bool, tuple[str, ...]]]


@cache
def targets() -> tuple[Target, ...]:
    """Return every target that has a test with usable numbers, in the order of the laboratory."""
    return tuple(map(_target, records("test_targets")))


def lessons() -> tuple[str, ...]:
    """Return the ids of all lessons, in order."""
    return tuple(row["lesson_id"] for row in records("test_lessons"))


def lesson(lesson_id: str) -> Lesson:
    """Return one lesson, its numbers computed from the tables; ValueError for an unknown one.

    Examples
    --------
    >>> lesson("fadir").replies["same"][1]
    True
    """
    row = look_up("lesson", lesson_id, {row["lesson_id"]: row for row in records("test_lessons")})
    tests = {test.test_id: test for test in all_tests()}
    own = records("test_lesson_results", lesson_id=lesson_id)
    results = [Result(tests[one["test_id"]], bool(one["positive"])) for one in own]
    numbers = _numbers(row["start_percent"], results)
    refs = [result.test.ref_id for result in results]
    choices, replies = [], {}
    for one in records("test_lesson_choices", lesson_id=lesson_id):
        choices.append((one["choice_id"], one["text"].format_map(numbers)))
        own_refs = tuple(dict.fromkeys(filter(None, [*refs, evidence.source_of(one)])))
        replies[one["choice_id"]] = one["reply"].format_map(numbers), one["correct"], own_refs
    return Lesson(row["title"], row["prompt"].format_map(numbers), tuple(choices), replies)


def _target(row: dict[str, Any]) -> Target:
    name, start = row["target"], row["start_percent"]
    tests = [test for test in all_tests() if test.target == name]
    return Target(
        name=name[0].upper() + name[1:],
        start=start / 100,
        start_words=row["start_note"].format(n=f"{start:g}"),
        fact=evidence.fact(row["fact_id"]) if row["fact_id"] else None,
        population=row["population"],
        tests=tuple(test for test in tests if not why_unusable(test)),
        unusable=tuple(test for test in tests if why_unusable(test)),
    )


def _numbers(start: float | None, results: list[Result]) -> dict[str, str]:
    """Return the numbers that the texts of a lesson may name."""
    if not results or start is None:
        return {}
    state = weigh(Estimate(start / 100), results)
    chance, limits, people = state.after.chance, state.limits, state.crowd
    with_it, without_it = shares(results[0]) or (None, None)
    chances = {
        "before": state.before.value, "after": chance.value, "low": chance.low,
        "high": chance.high, "with_it": with_it, "without_it": without_it,
    }  # fmt: skip
    if limits:
        chances |= {"overlap": limits.overlapping, "least": limits.low, "most": limits.high}
    shown = {name: percent(value) for name, value in chances.items() if value is not None}
    found = str(people.with_result) if people else ""
    return shown | {"found": found, "ratio": f"{state.after.ratio.value:.2g}"}

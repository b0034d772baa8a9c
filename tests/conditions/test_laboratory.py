"""Targets and lessons: every number is computed, and texts that type one agree with the tables."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from test_results import after, known

from hiplib import conditions, evidence, learning, tables
from hiplib.conditions import Result, percent

LESSONS = conditions.lessons()
PAGE = Path(__file__).parents[2] / "notebooks" / "04_reasoning.ipynb"


def test_targets_cover_every_usable_test_and_no_other() -> None:
    offered = {test.test_id for target in conditions.targets() for test in target.tests}
    usable = {test.test_id for test in conditions.all_tests() if not conditions.why_unusable(test)}
    assert offered == usable
    assert not {known(number).test_id for number in ("t51", "t52", "t53")} & offered
    names = [target.name for target in conditions.targets()]
    assert len(names) == len(set(names)) == 15


def test_a_start_with_a_source_is_the_number_of_its_fact() -> None:
    with_source = [target for target in conditions.targets() if target.fact]
    assert len(with_source) == 4
    for target in with_source:
        assert target.fact is not None
        assert target.fact.publish
        fact = f"{target.fact.value} {target.fact.value_text} {target.fact.statement}"
        assert re.search(rf"\b{100 * target.start:.0f}\b", fact)
        assert f"{100 * target.start:.0f} of 100" in target.start_words
        assert target.population


@pytest.mark.parametrize("lesson_id", LESSONS)
def test_a_lesson_has_one_right_choice_and_no_open_name(lesson_id: str) -> None:
    lesson = conditions.lesson(lesson_id)
    assert [right for _, right, _ in lesson.replies.values()].count(True) == 1
    assert [choice for choice, _ in lesson.choices] == list(lesson.replies)
    texts = [lesson.prompt, *(text for _, text in lesson.choices)]
    texts += [reply for reply, _, _ in lesson.replies.values()]
    assert not [text for text in texts if re.search(r"[{}]|nan", text)]
    for _, _, refs in lesson.replies.values():
        assert refs
        assert all(evidence.reference(ref) for ref in refs)


def test_lessons_say_what_the_tables_give() -> None:
    def reply(lesson_id: str, choice: str) -> str:
        return conditions.lesson(lesson_id).replies[choice][0]

    assert "30 of 100 (range 30 to 32)" in reply("fadir", "same")
    assert "from 59 to 96 of 100 (likelihood ratio 17)" in reply("lateral", "most")
    assert "from 39 to 3.6 of 100 (2.2 to 5.7)" in reply("percussion", "less")
    assert "20 have a fracture" in reply("percussion", "less")
    assert "the chance is 69; the numbers allow 56 to 100" in reply("overlap", "wide")


def test_the_keyed_number_is_the_nearest_to_the_computed_one() -> None:
    for lesson_id, number, before in (("fadir", "t05", 0.30), ("lateral", "t30", 0.59)):
        lesson = conditions.lesson(lesson_id)
        computed = 100 * (after(before, number, True).chance.value or 0)
        guesses = {key: float(re.findall(r"\d+", text)[0]) for key, text in lesson.choices}
        nearest = min(guesses, key=lambda key: abs(guesses[key] - computed))
        assert lesson.replies[nearest][1]


def test_an_unknown_lesson_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="lesson 'hopp' is unknown; nearest: hop"):
        conditions.lesson("hopp")


def test_no_fact_of_the_lessons_is_unpublished() -> None:
    facts = tables.read("test_lesson_choices")["fact_id"]
    assert all(evidence.fact(fact_id).publish for fact_id in facts)


def test_numbers_typed_in_the_check_questions_agree_with_the_tables() -> None:
    club = conditions.post_test_probability(0.02, sensitivity=0.6, specificity=0.9, positive=True)
    clinic = conditions.post_test_probability(0.34, sensitivity=0.6, specificity=0.9, positive=True)
    said = learning.judge("reasoning_base", "differ").text
    assert f"near {percent(clinic)} of 100 in the clinic and near {percent(club)} in" in said
    squat = after(0.34, "t13", True).chance
    assert squat.low is not None
    assert squat.high is not None
    low, high = f"{100 * squat.low:.0f}", f"{100 * squat.high:.0f}"
    assert f"from {low} to {high}" in learning.judge("reasoning_interval", "wide").text
    printed = known("t13").lr_pos
    prompt = next(
        q.prompt
        for q in learning.questions("04_reasoning")
        if q.question_id == "reasoning_interval"
    )
    assert f"{printed.value:g}, interval {printed.low:g} to {printed.high:g}" in prompt
    tap = after(0.39, "t01", False).chance.value or 0
    assert f"from 39 to about {100 * tap:.0f} of 100" in (
        learning.judge("reasoning_negative", "scan").text
    )


def test_numbers_typed_on_the_page_agree_with_the_tables() -> None:
    cells = json.loads(PAGE.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells)
    fadir = known("t05")
    sensitivity, specificity = fadir.sensitivity.value or 0, fadir.specificity.value or 0
    found, alarmed = 100 * sensitivity, 100 * (1 - specificity)
    assert f"{found:.0f} of 100 people with the syndrome, and in {alarmed:.0f} of 100" in text
    assert f"{conditions.results.DRAWS:,} times" in text
    signs = [Result(known(number), True) for number in ("t13", "t14", "t15")]
    ratio = conditions.post_test(0.34, signs).ratio.value or 0
    assert f"multiply to a likelihood ratio of {ratio:.0f}" in text
    assert f"It reached {after(0.34, 't23', True).ratio.value:.0f}." in text
    stance = known("t25"), known("t27")
    assert stance[0].sensitivity.value == 1
    assert "17 patients" in stance[0].note
    assert "n=65" in stance[1].note
    assert f"it found {100 * (stance[1].sensitivity.value or 0):.0f} of 100" in text

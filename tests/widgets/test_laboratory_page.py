"""The test laboratory as a widget: controls, pictures and words follow each other."""

from __future__ import annotations

import time

import pytest

from hiplib import conditions, widgets
from hiplib.conditions import dependence
from hiplib.widgets import laboratory_page
from hiplib.widgets.laboratory_page import NOT_HERE, _Lab


@pytest.fixture
def lab() -> _Lab:
    return _Lab()


def pick(lab: _Lab, *starts: str) -> None:
    """Choose results by the start of their test id and their sign."""
    for slot, start in zip(lab.slots, [*starts, "", ""], strict=False):
        number, sign = start[:-1], start[-1:]
        keys = [key for key in lab.results if key.startswith(number) and key.endswith(sign)]
        slot.value = keys[0] if start else ""


def look_for(lab: _Lab, word: str) -> None:
    lab.target.value = next(name for name in lab.target.options if word in name)


def test_it_opens_with_fadir_and_says_whose_choice_the_chance_is(lab: _Lab) -> None:
    assert lab.target.value == "Femoroacetabular impingement syndrome"
    assert "282 of them show this result" in lab.said.html
    assert "30 of 100 to 30 of 100 (range 30 to 32)" in lab.said.html
    assert "for you to choose" in lab.before.help
    assert "keyhole surgery" in lab.about.html
    assert isinstance(widgets.test_lab(), type(lab.view))


@pytest.mark.parametrize("target", conditions.targets(), ids=lambda target: target.name)
def test_every_target_shows_words_numbers_and_sources(lab: _Lab, target: conditions.Target) -> None:
    lab.target.value = target.name
    assert lab.before.value == 100 * target.start
    assert (target.fact is None) == ("No source gives" in lab.before.help)
    assert "of 100" in lab.said.html
    assert lab.chart.summary.startswith("From ")
    assert "<table" in lab.chart._numbers
    assert lab.problem.html == ""
    for test in target.tests:
        assert laboratory_page.html.text(test.name) in lab.about.html
    for test in target.unusable:
        assert conditions.why_unusable(test) in lab.about.html
    for key in lab.results:
        lab.slots[0].value = key
        assert lab.problem.html == ""
        assert "nan" not in lab.said.html + lab.chart.summary + lab.crowd.summary


def test_the_slider_changes_pictures_in_place_and_fast(lab: _Lab) -> None:
    sent_before = lab.chart._figure, lab.crowd._figure
    took = []
    for value in range(20, 60):
        start = time.perf_counter()
        lab.before.value = value
        took.append(time.perf_counter() - start)
    assert sorted(took)[len(took) // 2] < 0.1
    assert (lab.chart._figure, lab.crowd._figure) == sent_before  # changed, not drawn anew
    assert "59 of 100 to 59 of 100" in lab.said.html
    assert "555 have it (dots)" in lab.crowd.summary


def test_being_unsure_widens_the_band(lab: _Lab) -> None:
    look_for(lab, "Hip fracture")
    pick(lab, "t01-")
    assert "3.6 of 100 (2.2 to 5.7)" in lab.said.html
    lab.unsure.value = 15
    assert "39 of 100 (24 to 54) to 3.6 of 100 (1.5 to 7.5)" in lab.said.html
    lab.before.value = 2
    lab.unsure.value = 20  # its ends stay inside 0 to 100
    assert lab.problem.html == ""


def test_several_results_show_independence_bounds_and_the_measured_pair(lab: _Lab) -> None:
    look_for(lab, "Deep gluteal")
    pick(lab, "t36-", "t37-")
    assert "Are the results independent?" in lab.said.html
    assert "5.9 of 100 (multiplied)" in lab.said.html
    assert "measured both together: 4.6 of 100 (1.1 to 14)" in lab.said.html
    assert "Diamond" in lab.chart.summary
    pick(lab, "t36+", "t37+")
    assert "anything from 56 to 100 of 100" in lab.said.html
    assert "Diamond" not in lab.chart.summary


def test_what_does_not_work_is_one_sentence_and_the_choice_stays(lab: _Lab) -> None:
    look_for(lab, "Hip fracture")
    pick(lab, "t01-", "t02-")
    assert "the same test in two reviews. Choose one of them." in lab.problem.html
    assert "Before any test: 39 of 100." in lab.said.html
    assert lab.slots[0].value.startswith("t01")
    assert lab.slots[1].value.startswith("t02")
    lab.slots[1].value = ""
    assert lab.problem.html == ""
    assert "3.6 of 100" in lab.said.html


def test_results_that_contradict_each_other_are_answered(lab: _Lab) -> None:
    look_for(lab, "Greater trochanteric")
    keys = {key[:3] + key[-1]: key for key in lab.results}
    never = conditions.Result(lab.results[keys["t25-"]].test, positive=False)
    always = conditions.Result(lab.results[keys["t27+"]].test, positive=True)
    lab.results[keys["t28+"]] = never
    lab.results[keys["t29+"]] = conditions.Result(always.test, positive=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dependence, "clash", lambda _: "")
        pick(lab, "t28+", "t29+")
    assert "cannot occur together" in lab.problem.html


def test_the_next_list_appears_when_it_is_wanted(lab: _Lab) -> None:
    assert lab.slots[1].layout.display == ""
    assert lab.slots[2].layout.display == "none"
    lab.slots[0].value = ""
    assert lab.slots[1].layout.display == "none"
    assert "Before any test" in lab.said.html


def test_a_range_draws_no_crowd(lab: _Lab) -> None:
    look_for(lab, "Pubic")
    pick(lab, "t58+")
    assert lab.left.layout.display == "none"
    assert "somewhere from 52 to 80 of 100" in lab.said.html
    pick(lab, "t56+")
    assert lab.left.layout.display == ""


def test_no_test_is_offered_for_the_stress_fracture(lab: _Lab) -> None:
    lab.target.value = NOT_HERE
    assert lab.parts.layout.display == lab.pictures.layout.display == "none"
    assert "no examination test of this fracture has a known accuracy" in lab.said.html
    assert "should not be done" in lab.said.html
    assert "Tuning fork" in lab.about.html
    assert "must not be carried over" in lab.about.html
    lab.target.value = conditions.targets()[0].name
    assert lab.parts.layout.display == ""
    assert "Tuning fork" not in lab.about.html


def test_tests_that_are_not_valid_at_the_hip_are_in_no_list(lab: _Lab) -> None:
    for name in lab.targets:
        lab.target.value = name
        assert all(result.test.valid_at_hip for result in lab.results.values())


def test_each_choice_of_a_lesson_gets_its_reply() -> None:
    asked = widgets.test_lesson().children[0]
    assert [item["id"] for item in asked.items] == list(conditions.lessons())
    for item in asked.items:
        kinds = []
        for choice, _ in item["choices"]:
            asked.answers = {**asked.answers, item["id"]: choice}
            text, kind = asked.feedback[item["id"]]
            assert "Source: " in text
            assert "not shown" not in text
            assert ".." not in text
            kinds.append(kind)
        assert sorted(kinds) == ["", "right", "wrong", "wrong"]


def test_lessons_can_be_chosen_and_wrong_names_are_named() -> None:
    asked = widgets.test_lesson("hop").children[0]
    assert [item["id"] for item in asked.items] == ["hop"]
    with pytest.raises(ValueError, match="lesson 'jump' is unknown"):
        widgets.test_lesson("jump")

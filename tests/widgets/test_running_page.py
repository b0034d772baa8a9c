"""Page 02 as widgets: controls, pictures and words follow each other."""

from __future__ import annotations

import pytest
from pictures import now

from hiplib import widgets
from hiplib.widgets import running_page
from hiplib.widgets.plot import PlotView


@pytest.fixture
def lab() -> running_page._Stance:
    return running_page._Stance()


@pytest.fixture
def cycles() -> running_page._Cycles:
    return running_page._Cycles()


@pytest.mark.parametrize("part", ["contact_forces", "gait_timeline"])
def test_still_pictures_carry_words_and_numbers(part: str) -> None:
    plot = getattr(widgets, part)()
    assert isinstance(plot, PlotView)
    assert len(plot.summary) > 80
    assert "<table" in plot._numbers
    assert plot.label


def test_the_step_rate_changes_picture_and_words() -> None:
    chosen, plot = widgets.muscle_peaks().children
    assert "10 % more steps" in plot.summary
    before = now(plot)
    chosen.value = 90
    assert "10 % fewer steps" in plot.summary
    assert now(plot) != before


def test_nothing_is_told_before_the_guess_is_sent() -> None:
    slider, send, answer = widgets.predict_one_leg().children
    slider.value = 2.4
    assert answer.html == ""
    send.click()
    assert "Your guess was 2.4" in answer.html
    assert "That is close" in answer.html


@pytest.mark.parametrize(("guess", "said"), [(1, "much more"), (5, "less than that")])
def test_each_guess_gets_its_reply(guess: float, said: str) -> None:
    text = running_page.one_leg_reply(guess)
    assert said in text
    assert "a little below 2.38" in text


def test_stance_starts_on_the_mean_hip_with_free_hands(lab: running_page._Stance) -> None:
    assert (lab.sliders["abductor"].value, lab.sliders["body"].value) == (40, 101)
    assert lab.sliders["share"].layout.display == "none"
    assert "2.92" in lab.picture.summary
    assert "Moment (Nm)" in lab.picture._numbers


def test_each_control_changes_the_picture(lab: running_page._Stance) -> None:
    for key, value in (("abductor", 54), ("body", 60), ("mass", 90)):
        before, words = now(lab.picture), lab.picture.summary
        lab.sliders[key].value = value
        assert lab.picture.summary != words
        assert key == "mass" or now(lab.picture) != before
    lab.hand.value = "stick_other"
    assert lab.sliders["share"].layout.display is None
    assert "a stick in the hand of the free side" in lab.picture.summary
    lab.reset()
    assert "2.92" in lab.picture.summary
    assert lab.hand.value == "none"


def test_a_body_that_would_tip_is_answered_in_words(lab: running_page._Stance) -> None:
    lab.hand.value = "bag_same"
    lab.sliders["share"].value = 20
    lab.sliders["body"].value = 0
    assert "would tip over" in lab.picture.summary
    assert "do not balance" in lab.sum.summary


def test_every_corner_of_the_sliders_can_be_drawn(lab: running_page._Stance) -> None:
    for slider in lab.sliders.values():
        for value in (slider.low, slider.high):
            slider.value = value
            assert lab.picture.summary


def test_counts_follow_pace_rate_and_week(cycles: running_page._Cycles) -> None:
    assert "1,008 steps a km" in cycles.counts.html
    assert "504 loads a km on one hip" in cycles.counts.html
    assert "15,120 in a week of 30 km" in cycles.counts.html
    assert "3:46 min per km" in cycles.counts.html
    cycles.rate.value = 180
    cycles.pace.value = 5.5
    assert "990 steps a km</b> at 5:30 min" in cycles.counts.html
    assert "not fitted to your pace" in cycles.counts.html


def test_miles_keep_the_run_and_come_back(cycles: running_page._Cycles) -> None:
    cycles.units.answers = {"units": "mi"}
    assert cycles.pace.unit == "min per mi"
    assert cycles.pace.value == 9.75
    assert cycles.week.value == 19
    assert "steps a mi" in cycles.counts.html
    assert "6:03 min per mi" in cycles.counts.html
    assert "Loads per mi, one hip" in cycles.plot._numbers
    cycles.units.answers = {"units": "km"}
    assert cycles.pace.value == pytest.approx(6, abs=0.25)
    assert cycles.week.value == pytest.approx(30, abs=1)
    assert (cycles.pace.low, cycles.pace.high) == (2.5, 12)


@pytest.mark.parametrize("unit", ["km", "mi"])
def test_both_ends_of_the_sliders_work_in_both_units(
    cycles: running_page._Cycles, unit: str
) -> None:
    cycles.units.answers = {"units": unit}
    for slider in (cycles.pace, cycles.rate, cycles.week):
        for value in (slider.low, slider.high):
            slider.value = value
            assert "loads" in cycles.counts.html


def test_the_loads_are_never_called_a_risk(cycles: running_page._Cycles) -> None:
    assert "nothing here is a risk for one person" in cycles.plot.summary
    assert "risk" not in cycles.counts.html

"""The page parts of recovery and prevention: the lock on the page, and what each part says."""

from __future__ import annotations

import pytest

from hiplib import recovery, widgets
from hiplib.widgets import prevention_page
from hiplib.widgets.recovery_page import _Planner, first_days_card

CALM: dict[str, object] = {
    "walking": "fine", "nerves": ["none"], "leg": ["none"], "belly": ["none"],
    "illness": ["none"], "age": "30", "place": ["outer"], "start": "gradual",
    "duration": "weeks", "rest": ["none"], "course": "eases", "bone": ["none"],
    "health": ["none"], "brings_on": ["stairs"], "signs": ["none"],
}  # fmt: skip


def give(page: _Planner, answers: dict[str, object]) -> None:
    for section in page.check.sections:
        own = {item["id"] for item in section.items}
        section.answers = section.answers | {k: v for k, v in answers.items() if k in own}


def nothing_left(page: _Planner) -> bool:
    figure = page.picture._figure["data"] if not page.picture._changes else None
    drawn = page.picture.summary or (figure and any(trace.get("y") for trace in figure))
    return not (page.plan_view.children or page.words.html or drawn)


@pytest.fixture
def page() -> _Planner:
    made = _Planner()
    give(made, CALM)
    return made


def test_before_any_answer_there_is_no_plan() -> None:
    assert nothing_left(_Planner())


def test_calm_answers_show_a_plan_that_clears_nobody(page: _Planner) -> None:
    assert "walk-run.ics" in page.words.html
    assert "does not clear anybody" in page.state.html
    assert page.picture in page.plan_view.children


@pytest.mark.parametrize(
    "change",
    [
        {"walking": "limp"}, {"walking": "unknown"}, {"nerves": ["saddle"]}, {"rest": ["wakes"]},
        {"bone": ["periods"]}, {"rest": ["unknown"]}, {"illness": ["fever"]}, {"age": "unknown"},
    ],
)  # fmt: skip
def test_a_sign_takes_the_plan_away(page: _Planner, change: dict[str, object]) -> None:
    give(page, change)
    assert nothing_left(page)
    assert "locked" in page.state.html
    assert "Do not run" in page.state.html
    assert not page.after_view.children
    page.steps.value, page.step.value = "1,1,1,1", 2  # no control brings it back
    page.reset.click()
    assert nothing_left(page)


def test_a_corrected_answer_is_spoken_about(page: _Planner) -> None:
    give(page, {"walking": "limp"})
    give(page, {"walking": "fine"})
    assert "still counts" in page.state.html
    assert "walk-run.ics" in page.words.html


@pytest.mark.parametrize("warning", ["yes", "unknown"])
def test_a_sign_after_a_session_takes_the_plan_away(page: _Planner, warning: str) -> None:
    page.after.answers = {"pain": "1", "morning": "same", "warning": warning}
    assert nothing_left(page)
    assert "locked" in page.state.html


def test_a_session_is_judged(page: _Planner) -> None:
    page.after.answers = {"pain": "2", "morning": "same", "warning": "no"}
    assert "Move on" in page.verdict.html
    page.after.answers = {"pain": "5", "morning": "same", "warning": "no"}
    assert "Go back" in page.verdict.html
    page.after.answers = {"pain": "<b>", "morning": "same", "warning": "no"}
    assert "&lt;b&gt; is not a number" in page.verdict.html
    page.after.answers = {"pain": "40", "morning": "same", "warning": "no"}
    assert "scale" in page.verdict.html


def test_a_bad_step_is_named_and_nothing_is_lost(page: _Planner) -> None:
    page.steps.value = "4,1,6"
    assert "line 1 has 3 numbers" in page.words.html
    assert page.steps in page.plan_view.children
    assert page.picture not in page.plan_view.children
    page.reset.click()
    assert "walk-run.ics" in page.words.html
    page.start.value = None
    assert "there is no day" in page.words.html
    page.step.value = 20
    assert page.steps.value.startswith("walk_min")


def test_ask_first_offers_no_plan(page: _Planner) -> None:
    give(page, {"health": ["hip_history"]})
    assert "Ask first" in page.state.html
    assert nothing_left(page)


def test_start_over_forgets(page: _Planner) -> None:
    page.check.start_over()
    assert nothing_left(page)


def test_bone_has_no_pain_rule() -> None:
    part = widgets.first_days()
    assert "No amount of pain" in part.children[1].html
    assert len(part.children) == 2
    part.children[0].value = "tendon"
    assert len(part.children) == 3
    part.children[0].value = "bone"
    assert len(part.children) == 2
    assert all("you have" not in first_days_card(each) for each in recovery.first_days()[1:])


@pytest.mark.parametrize("each", recovery.measures(), ids=lambda each: each.measure_id)
def test_every_measure_can_be_chosen(each: recovery.Measure) -> None:
    guide = prevention_page._Guide()
    guide.choice.value = each.measure_id
    assert each.name in guide.card.html
    measured = list(each.card_ids)
    assert bool(measured) == (guide.board in guide.middle.children)
    if not measured and each.measure_id != "warm_up":
        assert "No estimate." in guide.card.html


def test_the_crowd_follows_the_hours_and_other_sports_have_none() -> None:
    guide = prevention_page._Guide()
    before = guide.crowds.summary
    guide.hours.value = 80
    assert guide.crowds.summary != before
    assert "80 hours" in guide.crowds.summary
    assert prevention_page._Guide._on_rate(prevention_page._cards(["strength_sports"])) == []


def test_the_guess_meets_the_simulation() -> None:
    found = round(100 * recovery.simulate(recovery.Design()).found)
    assert f"{found} of 100" in prevention_page.trials_reply(80)
    assert "close" in prevention_page.trials_reply(found)
    assert "Fewer" in prevention_page.trials_reply(80)

"""Exercises: judged by models, a reply to every answer, and a trial that draws."""

from __future__ import annotations

import re

import pytest

from hiplib import tables, training
from hiplib.errors import AnswerError
from hiplib.figures import trials as figures
from hiplib.training import exercises, trials

ROWS = exercises.exercises().to_dict("records")
IDS = [row["exercise_id"] for row in ROWS]
BY_ID = {row["exercise_id"]: row for row in ROWS}
every_exercise = pytest.mark.parametrize("row", ROWS, ids=IDS)
# what the course promised to have
PROMISED = {"ten_percent", "random_weeks", "same_week", "cadence", "strides", "shoes", "rest_days",
            "comeback", "prevention", "watch", "half", "log_errors"}  # fmt: skip


def test_there_are_enough_and_the_promised_ones() -> None:
    assert len(IDS) >= 16
    assert set(IDS) >= PROMISED
    assert set(IDS) == set(exercises.KEYS)


@every_exercise
def test_the_key_is_a_possible_answer_with_replies_to_all_others(row: dict) -> None:
    found = exercises.key(row["exercise_id"])
    replies = tables.read("exercise_choices").query("exercise_id == @row['exercise_id']")
    ids = set(replies["choice_id"])
    if row["kind"] == "choice":
        assert found.answer in ids
        assert len(ids) >= 2
        assert replies["text"].str.len().gt(0).all()
    elif row["kind"] == "number":
        assert ids == {"low", "high", "right"}
        assert found.low <= found.answer <= found.high
    else:
        assert ids == {"missed", "extra", "right"}
        assert set().union(*found.answer) <= set(exercises.choices(row["exercise_id"]))


@every_exercise
def test_every_answer_is_judged_and_no_text_keeps_a_gap(row: dict) -> None:
    name = row["exercise_id"]
    found = exercises.key(name)
    if row["kind"] == "choice":
        said = {choice: exercises.judge(name, choice) for choice in exercises.choices(name)}
        assert [choice for choice, reply in said.items() if reply.correct] == [found.answer]
    elif row["kind"] == "number":
        told = [found.low - 1, found.answer, found.high + 1]
        said = {number: exercises.judge(name, number) for number in told}
        assert [reply.correct for reply in said.values()] == [False, True, False]
    else:
        full = [sorted(group)[0] for group in found.answer]
        wrong = next(
            each for each in exercises.choices(name) if each not in set().union(*found.answer)
        )
        said = {place: exercises.judge(name, given)
                for place, given in enumerate(([*full], [*full, wrong], full[:1]))}  # fmt: skip
        assert [reply.correct for reply in said.values()] == [True, False, False]
    said["unknown"] = exercises.judge(name, "unknown")
    assert said["unknown"].correct is None
    texts = [reply.text for reply in said.values()]
    assert len(set(texts)) == len(texts)
    for text in (*texts, row["story"], row["solution"]):
        assert not re.search(r"[{}]|\bnan\b", text), text


@pytest.mark.parametrize("wrong", ["", "eight", "nan", None])
def test_what_is_no_number_is_told(wrong: object) -> None:
    with pytest.raises(AnswerError, match="half"):
        exercises.judge("half", wrong)


def test_unknown_exercises_and_choices_are_told() -> None:
    with pytest.raises(ValueError, match="nearest: half"):
        exercises.judge("hal", 8)
    with pytest.raises(AnswerError, match="No real difference"):
        exercises.judge("ten_percent", "perhaps")


def test_the_models_decide_not_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """With another model result the key is another one."""
    effect = training.step_rate_effect
    flat = lambda change, per="step": effect(change, per=per).assign(factor=0.9)  # noqa: E731
    monkeypatch.setattr(exercises, "step_rate_effect", flat)
    assert exercises.KEYS["cadence"]().answer == "both_down"
    cards = training.evidence_cards()
    other = cards.assign(reading="clearly lower")
    monkeypatch.setattr(exercises, "evidence_cards", lambda topic=None: other)
    assert exercises.KEYS["ten_percent"]().answer == "fewer"
    found = trials.growing(20)
    monkeypatch.setattr(exercises, "growing", lambda percent: found)
    assert exercises.KEYS["half"]().answer < exercises.key("half").answer


def test_the_half_marathon_plan_has_no_spike_and_one_week_less_has() -> None:
    weeks = exercises.key("half").answer
    assert 10 * 1.1**weeks >= 21.1 > 10 * 1.1 ** (weeks - 1)
    plan = training.session_spikes(trials.growing(10))
    assert set(plan["state"]) == {"reference", "no_recent_baseline"}


def test_the_errors_are_those_that_were_planted() -> None:
    planted = training.planted_errors("errors")
    places = {place for group in exercises.key("log_errors").answer for place in group}
    assert places == set(planted["place"].astype(str))
    assert len(exercises.key("log_errors").answer) == 3


def test_the_instructor_key_is_whole() -> None:
    table = training.exercise_key()
    assert table["exercise_id"].tolist() == IDS
    assert table["answer"].str.len().gt(0).all()
    assert all(hasattr(exercises, name) for name in table["computed_by"])
    answers = table.set_index("exercise_id")["answer"]
    assert answers["steps"].startswith("5,040 steps")
    assert answers["comeback"] == exercises.choices("comeback")["reference"]


@every_exercise
def test_trials_draw_over_the_whole_slider(row: dict) -> None:
    for value in {row["low"], row["value"], row["high"]}:
        tried = trials.trial(row["trial"], value)
        picture = figures.draw(tried)
        assert picture.figure.checked.data
        assert picture.summary.strip()
        assert len(picture.numbers)
        assert "nan" not in tried.said


def test_a_break_is_a_blind_spot_of_the_spike_model() -> None:
    states = {days: trials.long_run(12, before=12, rest=days)["state"] for days in (28, 29, 30)}
    assert states == {28: "reference", 29: "reference", 30: "no_recent_baseline"}

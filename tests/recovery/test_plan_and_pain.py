"""Steps, dates, calendar, and the judgement of a session."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiplib import recovery
from hiplib.errors import InputError
from hiplib.recovery import Gate, Step

GO, START = Gate("open"), date(2026, 12, 1)


def test_text_of_steps_comes_back_the_same() -> None:
    steps = recovery.default_steps()
    assert recovery.read_steps(recovery.write_steps(steps)) == steps


def test_the_running_never_falls_from_step_to_step() -> None:
    run = [step.run_min * step.repeats for step in recovery.default_steps()]
    assert run == sorted(run)
    assert run[0] == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("4,1,6", "line 1 has 3 numbers"),
        ("4,1,6,2\n4,x,6,2", "line 2, run_min is x"),
        ("61,1,6,2", "walk_min is 61"),
        ("0,0,1,1", "no time"),
        ("60,60,30,1", "too much"),
        ("", "there are 0"),
        ("4,²,6,2", "run_min is ²"),
    ],
)
def test_a_bad_step_is_named(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        recovery.read_steps(text)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(InputError):  # every other error fails
        assert recovery.read_steps(text)


@given(st.integers(1, 7), st.integers(2, 7))
def test_dates_are_evenly_apart_and_begin_at_the_step(first: int, days: int) -> None:
    steps = recovery.default_steps()
    table = recovery.plan(GO, steps, START, first_step=first, every_days=days)
    assert table["step"].iloc[0] == first
    assert len(table) == sum(step.sessions for step in steps[first - 1 :])
    gaps = table["date"].diff().dropna()
    assert (gaps == timedelta(days=days)).all()
    assert table["date"].iloc[0] == START


@pytest.mark.parametrize("change", [{"first_step": 0}, {"first_step": 8}, {"every_days": 1}])
def test_a_bad_wish_is_refused(change: dict[str, int]) -> None:
    with pytest.raises(InputError):
        recovery.plan(GO, recovery.default_steps(), START, **change)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="too far"):
        recovery.plan(GO, recovery.default_steps(), date.max)


def test_the_calendar_is_read_back_by_its_standard() -> None:
    from icalendar import Calendar

    table = recovery.plan(GO, [Step(4, 1, 6, 2), Step(0, 30, 1, 1)], START)
    made = datetime(2026, 11, 26, tzinfo=UTC)
    events = Calendar.from_ical(recovery.calendar(table, made=made)).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == table["date"].tolist()
    assert len({str(event["uid"]) for event in events}) == 3
    assert all("ends the plan" in str(event["description"]) for event in events)
    assert "6 x (walk 4 min, run 1 min)" in str(events[0]["summary"])


@given(
    st.one_of(st.none(), st.floats(0, 10)),
    st.sampled_from(["same", "worse", "unknown"]),
    st.sampled_from([True, False, None]),
)
def test_nobody_moves_on_with_a_sign_or_something_not_known(
    pain: float | None, morning: str, warning: bool | None
) -> None:
    verdict = recovery.judge(pain, morning, warning).verdict
    assert (verdict == "stop") == (warning is not False)
    good = pain is not None and pain <= 3 and morning == "same" and warning is False
    assert (verdict == "move_on") == good


@pytest.mark.parametrize(("pain", "verdict"), [(3, "move_on"), (3.5, "back"), (5, "back"),
                                               (6, "back"), (10, "back")])  # fmt: skip
def test_the_more_careful_rule_counts(pain: float, verdict: str) -> None:
    assert recovery.judge(pain, "same", False).verdict == verdict


@pytest.mark.parametrize("pain", [-1, 11, float("nan")])
def test_pain_off_the_scale_is_named(pain: float) -> None:
    with pytest.raises(InputError, match="scale"):
        recovery.judge(pain, "same", False)


def test_no_pain_rule_where_bone_is_not_ruled_out() -> None:
    rows = {each.suspicion_id: each for each in recovery.first_days()}
    assert not rows["bone"].pain_rule
    assert not rows["not_known"].pain_rule
    assert rows["bone"].urgency == "same_day"
    assert not any("hop" in each.do.lower() for each in rows.values())

"""The editable plan: edits do what they say and are undone exactly; bad input changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from time import perf_counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiplib import InputError, training
from hiplib.training import History, Plan

MONDAY = date(2026, 3, 2)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def small() -> Plan:
    """Two weeks: 5 + 6 + 10 km at 6 minutes per km, then 8 km without a time."""
    plan = Plan.of()
    for number, km in ((1, 5), (3, 6), (6, 10)):
        plan = plan.set_run(day(number), distance_km=km, pace_min_per_km=6)
    return plan.set_run(day(8), distance_km=8, run_type="tempo")


def shown(plan: Plan) -> list[tuple[int, float]]:
    runs = plan.runs()
    numbers = (runs["start"].dt.normalize() - pd.Timestamp(MONDAY)).dt.days
    return list(zip(numbers, runs["distance_km"].round(9), strict=True))


# ---- one run


def test_a_run_has_all_columns_and_a_pace():
    runs = small().runs()
    assert set(training.runlog.COLUMNS) | {"run_type", "surface", "shoe", "rpe"} == set(runs)
    assert runs["duration_min"].tolist()[:3] == [30, 36, 60]
    assert small().on(day(6))[0]["pace_min_per_km"] == 6


@pytest.mark.parametrize(
    ("values", "km", "minutes"),
    [
        ({"distance_km": 12}, 12, 72),  # the pace stays
        ({"duration_min": 90}, 15, 90),
        ({"pace_min_per_km": 5}, 10, 50),
        ({"distance_km": 8, "duration_min": 40}, 8, 40),
        ({"duration_min": 40, "pace_min_per_km": 8}, 5, 40),
        ({"distance_km": 8, "pace_min_per_km": 5, "duration_min": 40}, 8, 40),
        ({"duration_min": None}, 10, np.nan),
        ({"distance_km": "7,5"}, 7.5, 45),
    ],
)
def test_two_of_distance_time_and_pace_give_the_third(values, km, minutes):
    run = small().set_run(day(6), 0, **values).on(day(6))[0]
    assert (run["distance_km"], run["duration_min"]) == pytest.approx((km, minutes), nan_ok=True)


def test_a_time_for_a_run_without_pace_keeps_its_distance():
    run = small().set_run(day(8), 0, duration_min=40).on(day(8))[0]
    assert (run["distance_km"], run["duration_min"], run["pace_min_per_km"]) == (8, 40, 5)


def test_two_runs_a_day_stand_in_order_of_their_clock_times():
    plan = small().set_run(day(1), distance_km=3, time="18:30", shoe="  trail   pair ")
    plan = plan.set_run(day(1), distance_km=2, time="6:15")
    assert [run["distance_km"] for run in plan.on(day(1))] == [5, 2, 3]
    assert plan.on(day(1))[2]["shoe"] == "trail pair"
    assert shown(plan.remove_run(day(1), 1))[:2] == [(1, 5), (1, 3)]


def test_marks_reach_the_runs_from_a_week_on():
    marked = small().mark_runs(since=day(9), surface="concrete", cadence_spm=170, rpe=4)
    assert marked.runs()["surface"].tolist() == ["", "", "", "concrete"]
    assert marked.runs()["rpe"].tolist()[3] == 4


# ---- weeks


def test_a_week_is_copied_over_others():
    copied = small().copy_week(day(0), to=day(7), count=2)
    week = [(1, 5), (3, 6), (6, 10)]
    assert shown(copied) == [(d + 7 * n, km) for n in range(3) for d, km in week]
    assert shown(small().copy_week(day(0), to=day(3), count=1)) == shown(small())


def test_a_copy_over_its_own_week_keeps_it():
    assert shown(small().copy_week(day(7), to=day(0), count=3)) == [(1, 8), (8, 8), (15, 8)]


@pytest.mark.parametrize("typed", ["5 mi", "5mi", "5 Miles", "8.04672", "8,04672 km"])
def test_a_distance_may_be_typed_in_miles(typed):
    plan = Plan.of().set_run("2026-03-05", distance_km=typed)
    assert plan.runs()["distance_km"].item() == pytest.approx(8.04672)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda p: p.clear_week(day(0)), [(8, 8)]),
        (lambda p: p.delete_week(day(0)), [(1, 8)]),
        (lambda p: p.insert_rest_week(day(7)), [(1, 5), (3, 6), (6, 10), (15, 8)]),
        (lambda p: p.scale_week(day(0), 50), [(1, 7.5), (3, 9), (6, 15), (8, 8)]),
        (lambda p: p.shift_days(2), [(3, 5), (5, 6), (8, 10), (10, 8)]),
        (lambda p: p.shift_days(-1, week=day(7)), [(1, 5), (3, 6), (6, 10), (7, 8)]),
        (lambda p: p.shift_days(3, week=day(0), only=True), [(4, 5), (6, 6), (8, 8), (9, 10)]),
        (
            lambda p: p.change(training.cap_growth, percent=10),
            [(1, 5), (3, 5.5), (6, 6.05), (8, 6.655)],
        ),
    ],
)
def test_week_tools(edit, expected):
    assert shown(edit(small())) == expected


def test_weeks_say_what_each_holds():
    assert small().insert_rest_week(day(7)).weeks["distance_km"].tolist() == [21, 0, 8]
    assert len(Plan.of().weeks) == 0


# ---- bad input


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda p: p.set_run(day(0), distance_km=-1), "Distance: -1 is not possible"),
        (lambda p: p.set_run(day(0), distance_km="far"), "Distance: far is not possible"),
        (lambda p: p.set_run(day(0), distance_km=float("nan")), "Distance"),
        (lambda p: p.set_run(day(0)), "Distance: it is missing"),
        (lambda p: p.set_run(day(0), duration_min=30), "Pace: it is missing"),
        (lambda p: p.set_run(day(0), duration_min=6000, pace_min_per_km=1.5), "Distance: 4000"),
        (
            lambda p: p.set_run(day(0), distance_km=5, duration_min=30, pace_min_per_km=7),
            "Pace: 30 minutes for 5 km are 6.00",
        ),
        (lambda p: p.set_run(day(0), distance_km=5, rpe=11), "from 0 to 10"),
        (lambda p: p.set_run(day(0), distance_km=5, run_type="jog"), "Run type: jog is not one"),
        (lambda p: p.set_run(day(0), distance_km=5, shoe="=1+1"), "Shoe"),
        (lambda p: p.set_run(day(0), distance_km=5, shoe="x" * 61), "60 characters"),
        (lambda p: p.set_run(day(0), distance_km=5, time="25:00"), "Time of day"),
        (lambda p: p.set_run(day(0), distance_km=5, mood="good"), "no such value"),
        (lambda p: p.set_run("31/31/2026", distance_km=5), "not a date"),
        (lambda p: p.set_run("1812-03-05", distance_km=5), "1970"),
        (lambda p: p.set_run(day(1), 3, distance_km=5), "no run number 4"),
        (lambda p: p.remove_run(day(0)), "no run number 1"),
        (lambda p: p.copy_week(day(14), to=day(21)), "it has no run"),
        (lambda p: p.copy_week(day(0), to=day(7), count=0), "1 to 52"),
        (lambda p: p.insert_rest_week(day(14)), "no run follows"),
        (lambda p: p.delete_week(day(14)), "no run follows"),
        (lambda p: p.shift_days(400), "-365 to 365"),
        (lambda p: p.shift_days(0.5), "whole number"),
        (lambda p: p.set_run(day(0), distance_km=150).scale_week(day(0), 150), "375 km long"),
    ],
)
def test_bad_input_is_one_sentence_and_changes_nothing(edit, words):
    plan = small()
    with pytest.raises(InputError, match=words):
        edit(plan)
    assert plan == small()


def test_a_day_and_a_plan_have_a_limit():
    plan = small()
    for _ in range(3):
        plan = plan.set_run(day(1), distance_km=1)
    with pytest.raises(InputError, match="up to 4 runs a day"):
        plan.set_run(day(1), distance_km=1)
    runs = pd.DataFrame({"start": pd.Timestamp(MONDAY), "distance_km": np.ones(5001)})
    with pytest.raises(InputError, match="5,001 runs"):
        Plan.of(runs)


def test_a_log_becomes_a_plan_with_its_own_words():
    log = training.sample_log().runs
    plan = Plan.of(log.assign(run_type="Workout", shoe="=A1\n+B", cadence_spm=0))
    assert len(plan) == len(log)
    assert plan.weeks["distance_km"].sum() == pytest.approx(log["distance_km"].sum())
    assert set(plan.runs()["run_type"]) == {"other"}
    assert set(plan.runs()["shoe"]) == {"A1 +B"}
    assert plan.runs()["cadence_spm"].isna().all()


# ---- undo and redo

edits = st.one_of(
    st.tuples(st.just("set_run"), st.integers(0, 30), st.floats(0.5, 60)),
    st.tuples(st.just("remove_run"), st.integers(0, 30)),
    st.tuples(st.just("scale_week"), st.integers(0, 30), st.integers(-90, 200)),
    st.tuples(st.just("shift_days"), st.integers(-9, 9)),
    *(
        st.tuples(st.just(name), st.integers(0, 30))
        for name in ("clear_week", "delete_week", "insert_rest_week")
    ),
)


def apply(plan: Plan, edit: tuple) -> Plan:
    name, number, *more = edit
    if name == "set_run":
        return plan.set_run(day(number), distance_km=more[0])
    return getattr(plan, name)(number if name == "shift_days" else day(number), *more)


@given(st.lists(edits, max_size=25))
@settings(max_examples=60, deadline=None)
def test_undo_after_any_edits_restores_and_redo_repeats(steps):
    history, seen = History(small()), [small()]
    for step in steps:
        try:
            history = history.do(apply(history.now, step), step[0])
        except InputError:
            continue
        if history.now != seen[-1]:
            seen.append(history.now)
    for before in reversed(seen[:-1]):
        history = history.undo()
        assert history.now == before
    assert history.undo() is history
    for after in seen[1:]:
        history = history.redo()
        assert history.now == after
    assert history.redo() is history


@given(st.lists(edits, max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_edits_leave_runs_in_order_and_the_old_plan_alone(steps):
    plan = old = small()
    for step in steps:
        try:
            plan = apply(plan, step)
        except InputError:
            continue
    runs = plan.runs()
    assert old == small()
    assert all(a <= b for a, b in pairwise(runs["start"]))
    assert plan.weeks["distance_km"].sum() == pytest.approx(runs["distance_km"].sum())
    assert (runs["distance_km"] > 0).all()


def test_a_new_step_forgets_what_was_undone_and_old_steps_fall_away():
    history = History(small())
    for km in range(1, 106):
        history = history.do(small().set_run(day(1), 0, distance_km=km), f"{km} km")
    assert (len(history.past), history.undo_words) == (100, "105 km")
    history = history.undo().do(small(), "back")
    assert (history.redo_words, history.undo_words) == ("", "back")
    assert history.do(small(), "nothing") is history


def test_an_edit_of_two_thousand_runs_is_quick():
    start = pd.Timestamp(MONDAY) + pd.to_timedelta(np.arange(2000) * 8 // 22, unit="D")
    plan = Plan.of(pd.DataFrame({"start": start, "distance_km": 8.0, "duration_min": 50.0}))
    took = []
    for number in range(20):
        since = perf_counter()
        plan = plan.set_run(day(number * 7), 0, distance_km=9 + number)
        took.append(perf_counter() - since)
    assert np.median(took) < 0.05

"""The what-if bench: two plans, one view at a time, and nothing lost when a plan does not work."""

import pytest
from pictures import now

from hiplib import tables, training
from hiplib.widgets import bench_page
from hiplib.widgets.bench_page import WhatIfBench

VIEWS = tables.read("bench_views")["view_id"].to_list()
OWN = b"date,distance_km\n2026-05-04,8\n2026-05-10,10\n2026-05-17,15\n"


@pytest.fixture
def bench() -> WhatIfBench:
    return bench_page.what_if_bench()


def longer(bench: WhatIfBench, percent: float = 20) -> None:
    plan = bench.editor.plan
    bench.editor.take(plan.scale_week(plan.runs()["start"].max(), percent), "a longer week")


def test_it_starts_with_a_pair_and_the_models(bench):
    assert bench.view.value == "models"
    assert not bench.a.runs.equals(bench.b.runs)
    assert "do not add up" in bench.plot.summary


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_follows_an_edit_and_undo(bench, view):
    bench.view.value = view
    before, words = now(bench.plot), bench.plot.summary
    assert bench.plot.height >= 400
    longer(bench)
    assert now(bench.plot) != before
    bench.editor.undo()
    assert (now(bench.plot), bench.plot.summary) == (before, words)
    assert "What this view leaves out" in bench._leaves_out.html


def test_only_the_view_in_sight_is_computed(bench, monkeypatch):
    drawn = []
    real = bench_page.draw
    monkeypatch.setattr(bench_page, "draw", lambda v, *a, **k: drawn.append(v) or real(v, *a, **k))
    longer(bench)
    bench.view.value = "bone"
    longer(bench)
    assert drawn == ["models", "bone", "bone"]


def test_plan_a_stays_as_it_is_while_b_changes(bench):
    a, spikes = bench.a, bench.a.spikes
    longer(bench)
    assert bench.a is a
    assert bench.a.spikes is spikes


def test_a_plan_without_runs_says_so_and_keeps_the_picture(bench):
    picture = now(bench.plot)
    bench.editor.take(training.Plan.of(), "all gone")
    assert "Plan B has no run" in bench._problem.html
    assert now(bench.plot) == picture
    bench.editor.undo()
    assert bench._problem.html == ""


def test_another_pair_brings_both_plans(bench):
    bench.presets.choose("comeback")
    a, b = training.preset("comeback")
    assert bench.a.runs.equals(a.runs())
    assert bench.b.runs.equals(b.runs())
    assert bench.editor.plan == b


def test_a_log_is_both_plans_until_b_is_changed(bench):
    bench.source.value = "log"
    assert bench.logs is not None
    bench.logs.built_in("clean")
    assert len(bench.a.runs) == len(training.built_in_log("clean").runs)
    assert bench.a.runs.equals(bench.b.runs)
    assert "A clean log" in bench._said.html
    longer(bench)
    assert not bench.a.runs.equals(bench.b.runs)
    bench._same()
    assert bench.a.runs.equals(bench.b.runs)


def test_an_own_file_is_read(bench):
    bench.source.value = "log"
    bench.logs.picker._hand_over("<b>own.csv", OWN)
    assert bench.a.runs["distance_km"].tolist() == [8, 10, 15]
    assert "<b>own" not in bench._said.html
    bench.view.value = "spikes"
    assert "Plan A: 3 runs" in bench.plot.summary


def test_a_bad_file_keeps_everything(bench):
    bench.source.value = "log"
    a, picture = bench.a, now(bench.plot)
    bench.logs.picker._hand_over("bad.csv", b"name,heart\nMia,150\n")
    assert bench.a is a
    assert now(bench.plot) == picture


def test_going_back_to_the_pairs_keeps_the_plans(bench):
    bench.source.value = "log"
    a = bench.a
    bench.source.value = "pair"
    assert bench.a is a
    assert bench._source_box.children == (bench.presets,)


def test_a_long_log_shows_its_newest_two_years(bench):
    rows = "".join(f"{year}-03-{day:02d},8\n" for year in range(2016, 2027) for day in (1, 8, 15))
    bench.source.value = "log"
    bench.logs.picker._hand_over("long.csv", b"date,distance_km\n" + rows.encode())
    assert len(bench.a.runs) == 7


def test_sliders_box_and_seed_redraw_their_view(bench):
    bench.view.value = "group"
    first = bench.plot.summary
    bench.sliders("group")["seed"].value = 9
    assert "Seed 9" in bench.plot.summary != first
    bench.ticks["group"].value = True
    assert "whole people" in bench.plot.summary
    bench.view.value = "fitness"
    assert set(bench.sliders("fitness")) == {"tau_fitness", "tau_fatigue"}
    bench.sliders("fitness")["tau_fatigue"].value = 30
    assert "42 and 30 days" in bench.plot.summary


def test_miles_reach_the_views_that_show_distances(bench):
    bench.view.value = "spikes"
    assert bench._units.layout.display == ""
    bench._units.answers = {"units": "mi"}
    assert "Distance (mi)" in str(now(bench.plot)["layout"])
    bench.view.value = "bone"
    assert bench._units.layout.display == "none"


def test_the_weeks_in_the_picture_can_be_chosen(bench):
    bench.source.value = "log"
    bench.logs.built_in("two_years")
    bench.view.value = "spikes"
    short = bench.plot.summary
    bench.weeks.value = 520
    assert bench.plot.summary != short


def test_the_step_rate_lab_moves_with_its_slider():
    slider, plot = bench_page.step_rate_lab().children
    first = plot.summary
    slider.value = -5
    assert plot.summary != first
    assert "\u22125 %" in plot.summary


def test_the_prediction_is_told_on_request_only():
    slider, send, answer = bench_page.predict_models().children
    assert slider.high == 13
    assert answer.html == ""
    send.click()
    assert "Your guess was" in answer.html

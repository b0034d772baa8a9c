"""The views of the what-if bench: values, intervals, words, no zones, nothing computed twice."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from hiplib import tables, training
from hiplib.figures import bench_side, bench_views, style
from hiplib.figures.bench_side import Side, Window, window
from hiplib.figures.bench_step_rate import step_rate_view
from hiplib.figures.shares import Exhibit
from hiplib.parameters import parameters
from hiplib.widgets.bench_page import models_reply

SETTINGS = {
    "fitness": {"tau_fitness": 42, "tau_fatigue": 7},
    "hip_load": {"exponent": 1, "shorter": 0},
    "bone": {"exponent": 4, "tau_repair_weeks": 6, "tau_adapt_weeks": 12, "line": 90},
    "group": {"seed": 1},
}
VIEWS = tables.read("bench_views").sort_values("order")["view_id"].to_list()


@pytest.fixture(scope="module")
def pair() -> tuple[Side, Side]:
    a, b = training.preset("mileage_jump")
    return Side("Plan A", a.runs()), Side("Plan B", b.runs())


def view(name: str, pair: tuple[Side, Side], *, ticked=False, **settings: float) -> Exhibit:
    part = window(*pair, 26)
    return bench_views.draw(name, *pair, part, SETTINGS.get(name, {}) | settings, ticked=ticked)


def texts(shown: Exhibit) -> str:
    return json.dumps(shown.figure.to_dict(), default=str, ensure_ascii=False)


def named(shown: Exhibit, name: str) -> list[dict]:
    return [trace for trace in shown.figure.traces if trace.get("name") == name]


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_passes_plotlys_check_and_has_words_and_numbers(name, pair):
    for ticked in (False, True):
        shown = view(name, pair, ticked=ticked)
        assert shown.figure.checked
        assert shown.summary.endswith(".")
        assert len(shown.numbers) > 0
        plain = texts(shown).replace(style.CLEAR, "")
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", plain)
        assert not re.search(r"--hip-(emergency|same-day|within|routine|self|good|bad)", plain)


@pytest.mark.parametrize("name", VIEWS)
def test_no_view_makes_a_banned_claim(name, pair):
    rows = pd.read_csv(Path(__file__).parents[1] / "banned_claims.csv").to_dict("records")
    for ticked in (False, True):
        shown = view(name, pair, ticked=ticked)
        words = f"{shown.summary} {texts(shown)} {shown.numbers.to_csv()}".replace("<br>", " ")
        for row in rows:
            assert not re.search(row["pattern"], words, re.IGNORECASE), row["claim"]


def test_an_unknown_view_is_refused(pair):
    with pytest.raises(ValueError, match="one of models, spikes"):
        view("luck", pair)


def test_sliders_take_their_limits_from_the_models():
    table = tables.read("bench_controls")
    assert set(table["view_id"]) == set(SETTINGS)
    for row in table.to_dict("records"):
        assert row["control_id"] in SETTINGS[row["view_id"]]
        limits = parameters(row["model"])[row["parameter"]]
        assert limits.low <= limits <= limits.high


# ---- the sides


def test_what_was_computed_for_a_plan_is_kept(pair):
    a, _ = pair
    calls = []
    for _ in range(2):
        assert a.keep("count", lambda: calls.append(1) or 7) == 7
    assert calls == [1]


def test_missing_time_and_step_rate_are_assumed_and_said():
    runs = pd.DataFrame({"start": pd.to_datetime(["2026-03-02", "2026-03-04"]),
                         "distance_km": [10.0, 5.0], "cadence_spm": [180.0, np.nan]})  # fmt: skip
    side = Side("Plan B", runs)
    assert side.minutes.tolist() == [60, 30]
    assert side.daily_cycles.tolist() == [180 * 60 / 2, 0, 168 * 30 / 2]
    assert "1 of 2 runs of plan b: 168 steps per min" in side.assumed("cadence_spm")
    assert "every run of plan b: 6 min per km" in side.assumed("duration_min")


def test_the_window_holds_the_last_change():
    long = training.built_in_log("two_years").runs
    a = Side("Plan A", long)
    day = long["start"].min() + pd.Timedelta(weeks=30)
    b = Side("Plan B", training.scale_week(long, week=day, percent=40))
    seen = window(a, b, 12)
    assert seen.first < day < seen.last
    assert (seen.last - seen.first).days == 84
    assert window(a, a, 12).last == long["start"].max().normalize()


# ---- the views


def test_the_models_are_rows_with_their_intervals_and_no_total(pair):
    shown = view("models", pair)
    rows = training.compare_plans(pair[0].runs, pair[1].runs)
    assert shown.numbers["In words"].tolist() == rows["verdict"].tolist()
    (interval,) = named(shown, "interval")
    known = rows[rows["verdict"].isin(["says more", "says less", "no clear difference"])]
    known = known[known["low"].notna()]
    assert len(interval["x"]) == 3 * len(known)
    symbols = {t["marker"]["symbol"] for t in shown.figure.traces if "marker" in t}
    said = set(rows["verdict"]) - {"cannot say"}  # no mark where a model cannot say
    assert len(symbols) == len(said)
    assert "do not add up" in shown.summary
    assert not re.search(r"total|overall|score", shown.summary + texts(shown), re.I)


def test_a_performance_interval_that_holds_zero_is_no_clear_difference(pair):
    numbers = view("models", pair).numbers.set_index("What it measures")
    row = numbers.loc["Performance on the last day"]
    low, high = (float(part.replace(",", "")) for part in row["Interval"].split(" to "))
    assert low < 0 < high
    assert row["In words"] == "no clear difference"


def test_spikes_name_both_plans_states_and_intervals(pair):
    shown = view("spikes", pair)
    assert "Plan A: 22 runs: 21 reference" in shown.summary
    assert "1 moderate spike" in shown.summary
    assert "Moderate spike 1.52 (1.16 to 2.00)" in texts(shown)
    assert shown.numbers["Runs in plan B"].sum() == 22
    shapes = {t["line"].get("shape") for t in shown.figure.traces if t.get("mode") == "lines"}
    assert shapes == {"hv", None}, "steps of the longest run, teeth of the ordinary ones"


def test_no_grey_band_unless_it_is_asked_for(pair):
    assert "team-sport" not in texts(view("ratios", pair))
    assert "not supported in runners" in texts(view("ratios", pair, ticked=True))


def test_a_week_of_equal_days_is_said_to_be_undefined():
    days = pd.date_range("2026-03-02", periods=14)
    even = pd.DataFrame({"start": days, "distance_km": 5.0})
    sides = Side("Plan A", even), Side("Plan B", even)
    shown = bench_views.draw("strain", *sides, window(*sides, 26), {})
    assert "2 in plan a and 2 in plan b" in shown.summary
    assert "not<br>defined" in texts(shown)
    assert set(shown.numbers["Monotony, plan a"]) == {"not defined"}


def test_the_taper_moves_with_the_time_constants(pair):
    assert "helps from day 6 on and most on day 21" in view("fitness", pair).summary
    slow = view("fitness", pair, tau_fitness=36, tau_fatigue=21).summary
    assert "helps from day 35 on" in slow
    never = view("fitness", pair, tau_fitness=10, tau_fatigue=10).summary
    assert "never helps" in never
    for words in (slow, never):
        assert "from 3 days to never" in words


def test_shorter_strides_load_more_at_exponent_one_and_less_at_ten(pair):
    b = Side("Plan B", pair[0].runs)
    even = (pair[0], b)
    assert "+3 % against plan A" in view("hip_load", even, shorter=10).summary
    assert "-38 % against plan A" in view("hip_load", even, shorter=10, exponent=8).summary
    assert "1.45" in view("hip_load", even, shorter=10).summary
    assert "whatever the exponent" in view("hip_load", even, exponent=5).summary
    assert len(named(view("hip_load", even, shorter=10), "exponents 1 to 10")) == 2


def test_the_bone_model_says_what_it_is_and_shows_no_unit(pair):
    shown = view("bone", pair)
    assert "not calibrated for the hip" in texts(shown)
    assert shown.summary.startswith("Concept model, not calibrated for the hip.")
    for axis in ("yaxis", "yaxis2"):
        assert shown.figure.settings[axis]["showticklabels"] is False


def test_the_readers_line_says_on_which_day_each_plan_first_passes_it(pair):
    def passed(percent: float) -> list[str]:
        said = view("bone", pair, line=percent).summary
        found = r"Plan [AB] (first passes it on [^,.]*|never passes it in this picture)"
        return re.findall(found, said)

    plan_a = named(view("bone", pair), "Plan A")[0]
    damage, days = np.array(plan_a["y"]), plan_a["x"]
    for percent in (20, 50, 90, 99):
        first = pd.Timestamp(days[int(np.argmax(damage > damage.max() * percent / 100))])
        assert passed(percent)[0] == f"first passes it on {first:%d %B %Y}"
        mark = named(view("bone", pair, line=percent), "your line")[0]["y"]
        assert mark == pytest.approx([damage.max() * percent / 100] * 2)
    assert passed(100)[0] == "never passes it in this picture"
    assert passed(100)[1].startswith("first passes")  # plan B rises above plan A's highest
    assert "marks no break" in view("bone", pair).summary


def test_the_group_is_drawn_with_intervals_beside_its_baseline(pair):
    shown = view("group", pair)
    assert len(named(shown, "interval")) == 6
    assert "The same runners without any spike" in shown.summary
    assert "never a figure for you" in shown.summary
    assert view("group", pair, seed=2).summary != shown.summary
    assert view("group", pair).summary == shown.summary
    crowd = view("group", pair, ticked=True)
    assert sum(len(trace["x"]) for trace in crowd.figure.traces) == 2000


def test_a_group_counts_at_least_its_low_bound(pair):
    result = bench_side.Side("Plan A", pair[0].runs)
    seen = window(*pair, 26)
    bounds = 1000 * training.simulate_group(result.within(seen)).by_day.iloc[-1]
    crowd = view("group", pair, ticked=True).figure.traces
    assert len(crowd[0]["x"]) == round(bounds["share_low"])
    assert len(crowd[1]["x"]) == round(bounds["share_high"]) - round(bounds["share_low"])


@pytest.mark.parametrize(
    ("percent", "per_step", "per_km"), [(10, "−10.6 %", "−1.7 %"), (-10, "+8.0 %", "−2.8 %")]
)
def test_step_rate_per_step_and_per_km(percent, per_step, per_km):
    row = step_rate_view(percent).numbers.iloc[0]
    assert (row["Muscle"], row["Per step"], row["Per km"]) == ("Gluteus medius", per_step, per_km)


def test_step_rate_marks_what_is_not_clear():
    more = step_rate_view(10)
    unclear = more.numbers["In the study, per step"].eq("no clear change").sum()
    assert texts(more).count("(no clear change)") == unclear > 0
    assert "(no clear change)" not in texts(step_rate_view(0))
    with pytest.raises(ValueError, match="number from"):
        step_rate_view(12)


def test_one_long_run_is_noticed_by_three_of_thirteen():
    words = models_reply(6)
    assert "Your guess was 6 of 13. It is 3" in words
    assert "runs that are a session spike says more" in words


def test_a_plan_without_a_common_day_still_has_a_window():
    a = Side("Plan A", pd.DataFrame({"start": [pd.Timestamp("2026-01-05")], "distance_km": [5.0]}))
    b = Side("Plan B", pd.DataFrame({"start": [pd.Timestamp("2026-06-01")], "distance_km": [9.0]}))
    assert window(a, b, 4) == Window(pd.Timestamp("2026-05-04"), pd.Timestamp("2026-06-01"))
    for name in VIEWS:
        part = window(a, b, 26)
        assert bench_views.draw(name, a, b, part, SETTINGS.get(name, {})).figure.checked

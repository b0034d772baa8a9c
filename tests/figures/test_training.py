"""The training pictures: values, shapes apart from colour, intervals, words, and no zones."""

import itertools
import json
import re

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from looks import BANNED, keeps_the_rules, text_of

from hiplib import InputError, tables, training
from hiplib.figures import acwr as ratios
from hiplib.figures import training as spikes_figures
from hiplib.figures.distance import in_km, shown
from hiplib.training.load import KINDS
from hiplib.training.spikes import banded_states


@pytest.fixture(scope="module")
def runs() -> pd.DataFrame:
    return training.sample_log().runs


@pytest.fixture(scope="module")
def spikes(runs) -> pd.DataFrame:
    return training.session_spikes(runs)


@pytest.fixture(scope="module")
def shorter(runs) -> pd.DataFrame:
    return training.session_spikes(training.change_long_run(runs, week="2026-11-10", km=11))


@pytest.fixture(scope="module")
def pictures(runs, spikes, shorter) -> dict[str, go.Figure]:
    daily = training.daily_load(runs)
    return {
        "timeline": spikes_figures.spike_timeline(spikes),
        "timeline in miles": spikes_figures.spike_timeline(shorter, units="mi"),
        "before and after": spikes_figures.before_after(spikes, shorter),
        "steps": spikes_figures.hrr_steps(ratio=1.4),
        "ratios": ratios.acwr_lab(daily),
        "ratios with band": ratios.acwr_lab(daily, before=daily, band=True, units="mi"),
        "random weeks": ratios.coupling_scatter(training.coupling_demo(1)),
    }


def trace(figure: go.Figure, name: str) -> dict:
    (found,) = [item for item in figure.traces if item.get("name", "").startswith(name)]
    return found


def values(numbers: object) -> np.ndarray:
    return np.asarray(numbers, float)


def test_every_picture_keeps_the_rules(pictures):
    for name, figure in pictures.items():
        assert keeps_the_rules(figure), name


def test_the_check_of_plotly_is_one_that_can_fail(spikes):
    broken = json.loads(spikes_figures.spike_timeline(spikes).to_json())
    broken["data"][0]["mode"] = "wavy"
    with pytest.raises(ValueError, match="wavy"):
        go.Figure(broken)


def km_of_runs(figure: go.Figure, axis: str = "y") -> list[float]:
    """Return what the pointer reads at each run; a tooth has two feet and a tip."""
    parts = [t for t in figure.traces if "customdata" in t and t.get("yaxis", "y") == axis]
    each = [values(t["customdata"])[:: 3 if t["mode"] == "lines" else 1] for t in parts]
    return sorted(np.concatenate(each))


def test_each_state_has_its_own_shape_and_colour(spikes):
    states = [t for t in spikes_figures.spike_timeline(spikes).traces if "customdata" in t]
    assert len(states) == 5
    assert [t["mode"] for t in states] == ["lines", *["markers"] * 4]
    assert len({t["marker"]["symbol"] for t in states[1:]}) == 4
    spiky = [t for t in states if "spike" in t["name"]]
    assert len({t["marker"]["color"] for t in spiky}) == 3


def test_the_timeline_shows_each_run_once_at_its_distance(spikes):
    figure = spikes_figures.spike_timeline(spikes)
    assert km_of_runs(figure) == pytest.approx(sorted(spikes["distance_km"]))
    for drawn in (t for t in figure.traces if "marker" in t):
        assert values(drawn["y"]) == pytest.approx(values(drawn["customdata"]))


def test_an_ordinary_run_is_a_tooth_that_says_the_same_at_foot_and_tip(spikes):
    teeth = trace(spikes_figures.spike_timeline(spikes), "Reference")
    ordinary = spikes[spikes["state"] == "reference"]
    heights, km, longer = (values(teeth[key]).reshape(-1, 3) for key in ("y", "customdata", "text"))
    assert heights[:, 1] == pytest.approx(ordinary["distance_km"])
    assert (heights[:, [0, 2]] == 0).all()
    assert (km == heights[:, [1]]).all()
    assert (longer <= 10).all()
    assert len(set(teeth["x"])) == ordinary["start"].nunique()
    assert np.isfinite(teeth["x"]).all(), "a gap makes one path a run, which this shape avoids"
    first = pd.Timestamp(teeth["x"][0], unit="ms")
    assert first == ordinary["start"].iloc[0].floor("ms")
    assert "%{y" not in teeth["hovertemplate"]


def test_the_timeline_names_states_with_their_intervals(spikes):
    names = [t["name"] for t in spikes_figures.spike_timeline(spikes).traces]
    assert "Moderate spike 1.52 (1.16 to 2.00)" in names
    assert "Small spike 1.64 (1.31 to 2.05)" in names
    assert "Large spike 2.28 (1.50 to 3.48)" in names


def test_miles_change_the_numbers_and_the_words(spikes):
    figure = spikes_figures.spike_timeline(spikes, units="mi")
    moderate = trace(figure, "Moderate")
    assert values(moderate["y"]) == pytest.approx([14 / 1.609344])
    assert "Distance (mi)" in text_of(figure)
    assert "(km)" not in text_of(figure)
    assert "Distance (mi)" in spikes_figures.run_numbers(spikes, units="mi").columns


def test_an_unknown_unit_is_refused(spikes):
    with pytest.raises(InputError, match="km or mi"):
        spikes_figures.spike_timeline(spikes, units="furlong")


@pytest.mark.parametrize("units", ["km", "mi"])
def test_units_there_and_back(units):
    assert in_km(shown(10.0, units), units) == pytest.approx(10.0)


def test_before_and_after_share_their_axes(spikes, shorter):
    layout = spikes_figures.before_after(spikes, shorter).settings
    assert layout["yaxis"]["range"] == layout["yaxis2"]["range"]
    figure = spikes_figures.before_after(spikes, shorter)
    assert km_of_runs(figure, "y2") == pytest.approx(sorted(shorter["distance_km"]))
    after = [t["name"] for t in figure.traces if t.get("yaxis") == "y2"]
    assert not any(name.startswith("Moderate") for name in after)


def test_steps_are_flat_apart_and_carry_the_intervals_of_the_table():
    data = spikes_figures.hrr_steps().traces
    levels = [t for t in data if t["mode"] == "lines"]
    points = [t for t in data if t["mode"] == "markers"]
    assert all(len(set(t["y"])) == 1 for t in levels)
    ends = [(t["x"][0], t["x"][1]) for t in levels]
    assert all(left[1] < right[0] for left, right in itertools.pairwise(ends))
    table = tables.read("session_spike_states").dropna(subset=["hrr"]).sort_values("order")
    assert [t["y"][0] for t in points] == table["hrr"].tolist()
    high = [t["y"][0] + t["error_y"]["array"][0] for t in points]
    low = [t["y"][0] - t["error_y"]["arrayminus"][0] for t in points]
    assert high == pytest.approx(table["hrr_high"].tolist())
    assert low == pytest.approx(table["hrr_low"].tolist())


def test_steps_say_that_the_intervals_overlap():
    assert "overlap" in text_of(spikes_figures.hrr_steps())
    assert "overlap" in spikes_figures.steps_summary()


@pytest.mark.parametrize(
    ("ratio", "low", "high"), [(0.5, 0, 1), (1.1, 1, 1), (1.2, 1, 2), (1.4, 2, 3), (9, 3, 4)]
)
def test_a_run_is_marked_in_its_band(ratio, low, high):
    mark = trace(spikes_figures.hrr_steps(ratio=ratio), "This run")
    assert low <= mark["x"][0] <= high


def test_an_interval_across_one_reads_no_clear_effect():
    moderate = banded_states()[2]
    unclear = moderate._replace(hrr=1.59, hrr_low=0.96, hrr_high=2.66)
    assert spikes_figures.hrr_text(unclear).endswith("no clear effect")
    assert "no clear effect" not in spikes_figures.hrr_text(moderate)


def test_summaries_count_and_speak_of_groups(spikes, shorter):
    assert "1 moderate spike" in spikes_figures.timeline_summary(spikes)
    assert "moderate" not in spikes_figures.timeline_summary(shorter)
    text = spikes_figures.change_summary(spikes, shorter)
    assert "in groups of adult runners" in text
    assert "not a forecast for one person" in text
    assert re.findall(r"\(\d\.\d\d to \d\.\d\d\)", text)


def test_tables_of_numbers_name_units_and_intervals(spikes, shorter):
    runs = spikes_figures.run_numbers(spikes)
    assert len(runs) == len(spikes)
    assert runs.iloc[0].tolist() == [
        "2026-11-15", "14.0", "10.0", "40", "Moderate spike", "1.52 (1.16 to 2.00)",
    ]  # fmt: skip
    states = spikes_figures.state_numbers(spikes, shorter).set_index("State")
    assert states.loc["Moderate spike", ["Runs", "Runs with the change"]].tolist() == [1, 0]
    assert states["Runs"].sum() == len(spikes)


# ---- ratios


def test_the_three_ratios_are_drawn_with_their_values(runs):
    daily = training.daily_load(runs)
    figure = ratios.acwr_lab(daily)
    for kind, name in zip(KINDS, ("coupled", "uncoupled", "weighted"), strict=True):
        drawn = values(trace(figure, name)["y"])
        assert drawn == pytest.approx(training.acwr(daily, kind=kind).to_numpy(), nan_ok=True)
    assert len({t["line"]["dash"] for t in figure.traces if "line" in t}) == 3


def test_the_band_is_grey_off_by_default_and_names_itself(runs):
    daily = training.daily_load(runs)
    assert (
        "shapes" not in text_of(ratios.acwr_lab(daily)) or not ratios.acwr_lab(daily).layout.shapes
    )
    figure = ratios.acwr_lab(daily, band=True).settings
    (band,) = figure["shapes"]
    assert band["y0"] == 1.5
    assert band["fillcolor"] == "var(--hip-muted)"
    assert any("not supported in runners" in label["text"] for label in figure["annotations"])


def test_ratio_summary_and_numbers(runs):
    daily = training.daily_load(runs)
    text = ratios.acwr_summary(daily)
    assert "October 2026" in text
    assert "No ratio here says anything about injury" in text
    table = ratios.acwr_numbers(daily, units="mi")
    assert "Load of 7 days (mi)" in table.columns
    assert table.iloc[-1, 1] == f"{28 / 1.609344:.1f}"


def test_short_and_empty_logs_are_drawn_and_said():
    short = pd.Series([5.0] * 10, index=pd.date_range("2026-03-01", periods=10))
    assert "no ratio to show" in ratios.acwr_summary(short)
    assert ratios.acwr_lab(short).checked
    empty = short.iloc[:0]
    assert ratios.acwr_numbers(empty).empty
    assert ratios.acwr_lab(empty).checked
    one = training.session_spikes(pd.DataFrame({"start": ["2026-03-01"], "distance_km": [5.0]}))
    assert spikes_figures.spike_timeline(one).checked
    assert spikes_figures.before_after(one, one).checked
    assert "nothing to compare" in spikes_figures.change_summary(one, one)


def test_random_weeks_show_both_correlations():
    demo = training.coupling_demo(3)
    figure = ratios.coupling_scatter(demo)
    assert f"Coupled: r = {demo.r_coupled:.2f}" in text_of(figure)
    assert "random" in ratios.coupling_summary(demo)
    assert len(ratios.coupling_numbers(demo)) == 2


def test_no_banned_claim_is_said(spikes, shorter, runs):
    said = [
        spikes_figures.timeline_summary(spikes), spikes_figures.change_summary(spikes, shorter),
        spikes_figures.steps_summary(),
        ratios.acwr_summary(training.daily_load(runs)),
        ratios.coupling_summary(training.coupling_demo(1)),
        *tables.read("session_spike_states")[["label", "meaning", "note"]].to_numpy().ravel(),
    ]  # fmt: skip
    assert [text for text in said if BANNED.search(text)] == []
    assert BANNED.search("Stay in the Sweet Spot: your risk is low.")

"""Pictures of page 02: values to scale, method by marker and word, nothing said beyond the data."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looks import BANNED, keeps_the_rules

from hiplib import tables
from hiplib.anatomy import contact_forces, hip, load_cycles, muscle_peaks, one_leg_stance
from hiplib.anatomy.bones import Mesh
from hiplib.anatomy.stance import GRAVITY, HANDS
from hiplib.figures import gait, running, stance
from hiplib.figures.xray import thickness

RUN = {"pace_min_per_km": 6.0, "step_rate_spm": 168.0, "weekly_km": 30.0}
NOW = load_cycles(**RUN)
MORE = {change: load_cycles(**RUN, change=change) for change in (0.05, 0.10)}
BAG = one_leg_stance(hand="bag_other", hand_share=0.15)
PICTURES = {
    "contact": running.contact_figure(),
    "cycles": running.cycles_figure(NOW, MORE, units="mi"),
    "muscles": gait.muscle_figure(110),
    "fewer steps": gait.muscle_figure(90),
    "stride": gait.timeline_figure(),
    "stance": stance.stance_figure(one_leg_stance()),
    "bag": stance.stance_figure(BAG),
    "sum": stance.force_sum(BAG),
}
SAID = [
    running.contact_summary(), running.cycles_summary(NOW, MORE), gait.muscle_summary(90),
    gait.muscle_summary(110), gait.timeline_summary(), stance.stance_summary(BAG),
    stance.sum_summary(BAG), stance.sum_summary(one_leg_stance(body_arm_mm=10)),
    stance.stance_summary(one_leg_stance(body_arm_mm=5, hand="bag_same", hand_share=0.2)),
]  # fmt: skip


def traces(figure: go.Figure, name: str) -> list[dict[str, Any]]:
    return [trace for trace in figure.traces if trace.get("name") == name]


def values(numbers: object) -> np.ndarray:
    return np.asarray(numbers, float)


def words(figure: go.Figure) -> str:
    notes = figure.settings["annotations"]
    return " | ".join(re.sub(r"<[^>]+>", " ", note["text"]) for note in notes)


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_keeps_the_rules(name: str) -> None:
    assert keeps_the_rules(PICTURES[name])


# ---- contact forces


def test_each_activity_is_drawn_once_with_its_value_and_its_people() -> None:
    table, said = contact_forces(), words(PICTURES["contact"])
    drawn = [
        value
        for name in ("measured in implants", "computed by models")
        for trace in traces(PICTURES["contact"], name)
        for value in values(trace["x"])
    ]
    expected = [*table["peak_bw"].dropna(), table.at["stumbling", "high_bw"]]
    assert sorted(drawn) == pytest.approx(sorted(expected))
    assert said.count("n = 1 patient") == (table["people"] == 1).sum() == 3
    assert "Measured in implants" in said
    assert "Computed by models" in said
    assert "a little below 2.38" in said


def test_methods_differ_in_marker_and_no_line_joins_activities() -> None:
    symbols = {
        name: {trace["marker"]["symbol"] for trace in traces(PICTURES["contact"], name)}
        for name in ("measured in implants", "computed by models")
    }
    assert not set.intersection(*symbols.values())
    for trace in PICTURES["contact"].traces:
        if trace["mode"] == "lines":
            heights = [y for y in trace["y"] if y is not None]
            assert all(a == b for a, b in zip(heights[::2], heights[1::2], strict=True))


def test_contact_numbers_are_those_of_the_table() -> None:
    table = running.contact_numbers().set_index("Activity")
    assert table.loc["Running 16 km/h", "Interval"] == "5.02 to 9.5, mean ± SD"
    assert table.loc["Daily activities, healthy", "Peak (body weights)"] == "0.5 to 6.4"
    assert table.loc["Stumbling", "Interval"] == "7.2 to 8.7, two people"


# ---- muscles and stride


@pytest.mark.parametrize("percent", [90, 110])
def test_old_and_new_peaks_are_drawn_and_unclear_ones_are_hollow(percent: int) -> None:
    figure = gait.muscle_figure(percent)
    table = muscle_peaks(percent).dropna(subset=["at_90"])
    new = traces(figure, gait.RATES[percent])
    assert [x for trace in new for x in trace["x"]] == table[f"at_{percent}"].tolist()
    old = traces(figure, "preferred step rate")
    assert [x for trace in old for x in trace["x"]] == table["at_100"].tolist()
    hollow = [symbol.endswith("-open") for trace in new for symbol in trace["marker"]["symbol"]]
    assert hollow == [not clear for clear in table["clear"]]
    assert words(figure).count(gait.UNCLEAR) == sum(hollow)


def test_the_number_of_traces_stays_when_the_step_rate_changes() -> None:
    first, second = gait.muscle_figure(90).to_dict(), gait.muscle_figure(110).to_dict()
    assert len(first["data"]) == len(second["data"])
    assert len(first["layout"]["annotations"]) == len(second["layout"]["annotations"])


def test_muscle_numbers_say_no_clear_change_and_not_studied() -> None:
    table = gait.muscle_numbers().set_index("Muscle")
    assert table.loc["Psoas major", "10 % more steps"] == "no clear change"
    assert table.loc["Sartorius", "10 % more steps"] == "not studied"
    assert table.loc["Iliacus", "10 % more steps"] == "+5.9 %"


def test_the_stride_is_schematic_and_each_bar_fills_its_phase() -> None:
    figure, spans = PICTURES["stride"], gait.stride_spans()
    assert "Schematic" in words(figure)
    assert gait.timeline_summary().startswith("Schematic")
    assert [span[1] for span in spans.values()][-1] == 100
    for row in muscle_peaks().to_dict("records"):
        start, end = spans[row["phase"]]
        bars = [trace["x"] for trace in traces(figure, row["name"])]
        assert [start + 1.5, end - 1.5] in bars


# ---- loads per kilometre


def test_changes_are_counted_from_now() -> None:
    marks = traces(PICTURES["cycles"], "+10% steps")[0]
    assert marks["x"][:3] == pytest.approx([10.0, -6.38, 2.98], abs=0.01)
    assert "per mi" in words(PICTURES["cycles"])
    assert "per km" not in words(PICTURES["cycles"])
    table = running.cycles_numbers(NOW, MORE)
    assert table["Loads per km, one hip"].tolist() == ["504", "529", "554"]
    miles = running.cycles_numbers(NOW, MORE, units="mi")
    assert miles["Steps per mi"].iloc[0] == "1,622"


# ---- one-leg stance


def arrow(figure: go.Figure, name: str) -> np.ndarray:
    (trace,) = [t for t in traces(figure, name) if t["mode"] == "lines+markers"]
    x, y = values(trace["x"]), values(trace["y"])
    return np.array([x[1] - x[0], y[1] - y[0]])


def test_arrows_are_to_scale_and_the_sum_closes() -> None:
    whole = BAG.mass_kg * GRAVITY
    for force in BAG.forces:
        size = np.array([force.x_n, force.z_n]) / whole
        assert arrow(PICTURES["bag"], force.name) == pytest.approx(stance.MM_PER_BW * size)
        assert arrow(PICTURES["sum"], force.name) == pytest.approx(size)
    total = sum(arrow(PICTURES["sum"], force.name) for force in BAG.forces)
    assert total == pytest.approx(np.zeros(2), abs=1e-9)


def test_levers_are_to_scale_and_stand_upright_to_their_forces() -> None:
    pull = arrow(PICTURES["stance"], "abductors")
    body, muscle = (
        np.array([np.diff(values(trace["x"]))[0], np.diff(values(trace["y"]))[0]])
        for trace in traces(PICTURES["stance"], "lever")
    )
    state = one_leg_stance()
    assert np.linalg.norm(body) == pytest.approx(state.body_arm_mm)
    assert np.linalg.norm(muscle) == pytest.approx(state.abductor_arm_mm)
    assert abs(muscle @ pull) < 1e-6
    assert abs(body @ arrow(PICTURES["stance"], "weight")) < 1e-6


@settings(max_examples=25, deadline=None)
@given(
    st.floats(20, 80), st.floats(0, 150), st.sampled_from(sorted(HANDS)), st.floats(0, 0.2),
)  # fmt: skip
def test_every_state_has_the_same_traces_in_the_same_order(
    lever: float, body: float, hand: str, share: float
) -> None:
    state = one_leg_stance(
        abductor_arm_mm=lever, body_arm_mm=body, hand=hand, hand_share=share
    )  # fmt: skip
    for draw, name in ((stance.stance_figure, "stance"), (stance.force_sum, "sum")):
        now = [trace["name"] for trace in draw(state).traces]
        assert now == [trace["name"] for trace in PICTURES[name].traces]
    assert len(stance.stance_numbers(state)) == 4
    assert stance.stance_summary(state)


def test_the_summary_compares_with_the_measured_hips() -> None:
    assert "more than the 2.38" in stance.stance_summary(one_leg_stance())
    lean = stance.stance_summary(one_leg_stance(body_arm_mm=60))
    assert "no more than the 2.38" in lean
    assert "Static model, one plane, one muscle group" in lean
    tipped = one_leg_stance(body_arm_mm=5, hand="bag_same", hand_share=0.2)
    assert "would tip over" in stance.stance_summary(tipped)


def test_the_xray_adds_up_thickness() -> None:
    """A box of 20 x 30 x 40 mm is 30 mm thick wherever it is, and empty beside it."""
    corners = np.array([[x, y, z] for x in (0, 20) for y in (0, 30) for z in (0, 40)], np.float32)
    faces = np.array(
        [[0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5], [0, 4, 5], [0, 5, 1],
         [2, 3, 7], [2, 7, 6], [0, 2, 6], [0, 6, 4], [1, 5, 7], [1, 7, 3]], np.int32,
    )  # fmt: skip
    pixels = np.arange(-10, 51, 10.0)
    for depth in (0.0, 100.0):
        found = thickness([Mesh(corners, faces)], pixels, pixels, depth_mm=depth)
        assert found.sum() * 100 == pytest.approx(20 * 30 * 40, rel=1e-6)
        assert found[1:5, 1:3].mean() == pytest.approx(30)
        assert np.abs(found[:, 4:]).max() < 1e-9


def test_the_xray_is_a_picture_that_lies_where_the_bones_are() -> None:
    (image,) = PICTURES["stance"].settings["images"]
    data = base64.b64decode(image["source"].partition(",")[2])
    assert data.startswith(b"\x89PNG")
    assert len(data) < 60_000
    width, height = struct.unpack(">II", data[16:24])
    pixels = np.frombuffer(zlib.decompress(data[data.index(b"IDAT") + 4 : -16]), np.uint8)
    cover = pixels.reshape(height, 1 + 4 * width)[:, 1:].reshape(height, width, 4)[..., 3]

    def covered(x_mm: float, z_mm: float) -> int:
        return int(cover[int((image["y"] - z_mm) / 2), int((x_mm - image["x"]) / 2)])

    ball = hip().head_centre_mm
    assert covered(ball[0], 0) > 150
    assert covered(-ball[0], 0) > 150
    assert covered(0, -150) == covered(250, 100) == 0


def test_no_banned_claim_in_words_and_parameters() -> None:
    notes = tables.read("model_parameters")["note"].astype(str)
    for text in [*map(words, PICTURES.values()), *SAID, *notes]:
        assert not BANNED.search(text), text
    assert BANNED.search("More steps are safer")

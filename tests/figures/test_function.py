"""Pictures of the function laboratory: right colours, same traces in every pose, true words."""

from __future__ import annotations

import numpy as np
import pytest

from hiplib import anatomy
from hiplib.figures import function
from hiplib.figures.function import AXES

POSES = ({"flexion_deg": 0}, {"flexion_deg": 90, "adduction_deg": -20}, {"flexion_deg": -30})


def arms(pose):
    return anatomy.moment_arms(**pose).set_axis(list(AXES), axis=1)


def scene(pose, path="piri", axis="flexion", view="side"):
    hip = anatomy.posed(anatomy.hip(), **pose)
    lines = anatomy.muscle_lines(**pose)
    return function.scene_figure(hip, lines, arms(pose)[axis], path=path, view=view, full=6)


def curve(path="addlong"):
    return anatomy.moment_arm_curve(path).set_axis(list(AXES), axis=1)


@pytest.mark.parametrize("pose", POSES)
def test_plotly_accepts_every_picture(pose):
    values = arms(pose)
    figures = [
        scene(pose),
        function.curve_figure(curve(), "flexion", "cm", pose["flexion_deg"]),
        function.heat_figure(values, "cm", "piri"),
    ]
    for figure in figures:
        assert figure.checked


def test_orange_is_the_first_direction_and_blue_the_other():
    drawn = scene({"flexion_deg": 0}, path="psoas").data
    (low, blue), _, (high, orange) = drawn[function.PATHS].line.colorscale
    assert (low, high, blue, orange) == (0.0, 1.0, "#0072b2", "#d55e00")
    line = drawn[function.CHOSEN].line
    assert line.color[0] > 0  # psoas flexes
    assert line.cmin == -line.cmax < 0


def test_paths_are_kept_apart_by_gaps_and_named_by_point():
    trace = scene({"flexion_deg": 20}).data[function.PATHS]
    x = np.asarray(trace.x)
    assert np.isnan(x[32::33]).all()
    assert np.isnan(x).sum() == 25
    assert trace.customdata[0] == "iliacus"
    assert trace.text[0] == "Iliacus"


def test_curve_marks_the_swap_and_the_present_angle():
    figure = function.curve_figure(curve(), "flexion", "cm", 30.0)
    swaps, now = figure.data[function.SWAPS], figure.data[function.NOW]
    assert list(swaps.text) == ["swaps at 75°"]
    assert now.x[1] == 30
    assert now.y[1] == pytest.approx(curve().loc[30, "flexion"])
    keeps = function.curve_figure(curve("recfem"), "flexion", "cm", 30.0)
    assert len(keeps.data[function.SWAPS].x) == 0
    assert len(keeps.data) == len(figure.data)


def test_heat_map_names_every_path_and_shows_every_number():
    values = arms({"flexion_deg": 0})
    figure = function.heat_figure(values, "cm", "glmed3")
    names = figure.layout.yaxis.ticktext
    assert len(names) == len(set(names)) == 25
    assert names[list(values.index).index("glmed3")] == "<b>Glut. medius, back</b>"
    row = figure.data[0].text[list(values.index).index("piri")]
    assert list(row) == ["−1.0", "−2.4", "−2.6"]


def test_words_say_what_the_numbers_say():
    values = arms({"flexion_deg": 90})
    summary = function.scene_summary(
        values["internal_rotation"], path="piri", axis="internal_rotation", measure="cm"
    )
    assert "Piriformis, the thick line: rotates inwards (1.9 cm)" in summary
    torque = anatomy.torque_capacity(flexion_deg=0).set_axis(list(AXES), axis=1)
    up = torque["flexion"][torque["flexion"] > 0].sum()
    assert f"flexes {up:.0f} Nm" in function.heat_summary(torque, "flexion")
    table = function.all_numbers(values, torque)
    assert table.shape == (25, 7)
    assert "keeps one role" in function.curve_summary(
        curve("recfem")["flexion"], path="recfem", axis="flexion", measure="cm"
    )

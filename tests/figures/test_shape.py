"""Pictures of a shape: what is drawn is what was measured."""

from __future__ import annotations

import numpy as np
import pytest

from hiplib.anatomy import hip, measure, measure_lines, people_measures, plausible, shape_measures
from hiplib.figures import shape, shape_scene
from hiplib.figures.shape import measure_words, moved_words, rows, strip_summary

MEAN = measure(hip())
MEASURES = list(shape_measures().index)


def visible(figure):
    return [trace for trace in figure.data if trace.visible is not False]


@pytest.mark.parametrize("view", shape_scene.LAB_VIEWS)
def test_every_view_is_a_valid_picture_of_its_bones(view):
    built = hip(both=True)
    quick = shape_scene.scene_figure(built, "neck_shaft_angle", "Angle: 126°", view=view)
    checked = quick.checked
    bones = len(visible(checked)) - 1
    assert bones == {"one_side": 3, "both_sides": 5}.get(shape_scene.LAB_VIEWS[view].bones, 1)
    assert visible(checked)[-1].name == "lines"
    for trace in visible(checked)[:-1]:
        assert np.asarray(trace.i).max() < len(np.asarray(trace.x))
    assert [note.text for note in checked.layout.annotations] == ["Angle: 126°"]
    assert [note.text for note in checked.layout.scene.annotations] == ["<b>126°</b>"]


@pytest.mark.parametrize("measure_id", MEASURES)
def test_best_view_shows_the_whole_of_the_lines(measure_id):
    """Lines and bone ends of the measure lie in the box of the view that the table names."""
    view = str(shape_measures().at[measure_id, "view"])
    for shape_ in ([], [2.5], [-2.5], [0, 2.5], [0, -2.5]):
        built = hip(shape_, both=True)
        drawn = shape_scene.scene_figure(built, measure_id, "x: 1", view=view)
        points = np.concatenate(measure_lines(built)[measure_id].strokes)
        look = shape_scene.LAB_VIEWS[view].look()
        flat = look.project(points)
        assert np.abs(flat[:, 1]).max() < look.reach / 2  # inside the picture
        assert np.abs(flat[:, 0]).max() < 0.73 * look.reach / 2  # on a phone
        for k, axis in enumerate("xyz"):
            low, high = drawn.layout.scene[f"{axis}axis"].range
            assert (points[:, k] > low).all(), axis
            assert (points[:, k] < high).all(), axis


def test_cuts_end_at_the_ball():
    for view, axis, end in (("front_cut", "yaxis", 0), ("level_cut", "zaxis", 1)):
        drawn = shape_scene.scene_figure(hip(), "sharp_angle", "x: 1", view=view)
        scene = drawn.checked.layout.scene
        assert abs(scene[axis].range[end]) <= 1
        span = {name: np.ptp(scene[f"{name}axis"].range) for name in "xyz"}
        scale = {name: scene.aspectratio[name] / span[name] for name in "xyz"}
        assert scale["y"] == pytest.approx(scale["x"], rel=1e-3)
        assert scale["z"] == pytest.approx(scale["x"], rel=1e-3)


def test_the_bones_are_those_of_the_shape():
    small, large = (hip([score]) for score in (2, -2))
    widths = []
    for built in (small, large):
        femur = shape_scene.scene_figure(built, MEASURES[0], "a: 1", view="front").data[2]
        assert np.ptp(femur.z) == pytest.approx(built.meshes["femur"].size_mm[2])
        widths.append(np.ptp(femur.z))
    assert widths[0] < widths[1] - 30


def test_unknown_names_are_told():
    with pytest.raises(ValueError, match="'below'; one of front"):
        shape_scene.scene_figure(hip(), "sharp_angle", "x", view="below")
    with pytest.raises(ValueError, match="'length'; one of femoral_head_diameter"):
        shape_scene.scene_figure(hip(), "length", "x", view="front")


def test_strips_hold_every_measure_person_and_range():
    found = measure(hip(plausible(1)))
    quick = shape.strip_figure(found, MEAN, marked="sharp_angle")
    drawn = quick.checked.data
    people = people_measures()
    place = np.asarray(drawn[shape.SHAPE].y)
    assert len(place) == len(MEASURES)
    across, up = np.asarray(drawn[shape.PEOPLE].x), np.asarray(drawn[shape.PEOPLE].y)
    for number, key in enumerate(MEASURES):
        mine = np.abs(np.nan_to_num(up, nan=-9) - place[number]) < 0.3
        here = np.unique(np.round(across[mine], 6))
        spread = (people[key] - people[key].mean()) / people[key].std()
        assert here == pytest.approx(np.unique(np.round(spread, 6)), abs=1e-6)
        at = (found[key] - people[key].mean()) / people[key].std()
        assert np.asarray(drawn[shape.SHAPE].x)[number] == pytest.approx(np.clip(at, -4.6, 4.6))
        assert rows()[key].text(found[key]) in drawn[shape.NAMES].text[number]
        assert drawn[shape.NAMES].text[number].startswith("<b>") == (key == "sharp_angle")
    bands = drawn[shape.BANDS]
    table = shape_measures()
    known = table[table["show_numbers"] & table[["normal_low", "normal_high"]].notna().any(axis=1)]
    assert len(np.asarray(bands.y)) == len(known) == 7
    angle = people["neck_shaft_angle"]
    low = (114 - angle.mean()) / angle.std()
    assert np.asarray(bands.base)[0] == pytest.approx(low)
    assert np.asarray(bands.x)[0] == pytest.approx(26 / angle.std())
    assert "Fischer" in bands.customdata[0]


def test_strips_of_an_extreme_shape_stay_inside_the_picture():
    found = measure(hip([-3, 3, 3, -3, 3, 3, -3, 3]))
    drawn = shape.strip_figure(found, MEAN, marked="sharp_angle")
    low, high = drawn.layout.xaxis.range
    for trace in drawn.data:
        places = np.asarray(trace.x if trace.type == "scatter" else trace.base)
        assert np.nanmin(places) >= low
        assert np.nanmax(places) <= high


def test_numbers_name_sources_and_people():
    table = shape.strip_numbers(MEAN, MEAN).set_index("Measure")
    assert len(table) == len(MEASURES)
    assert table.at["Femoral offset", "Published range"] == "none here"
    assert table.at["Femoral offset", "Source"] == ""
    assert table.at["Alpha angle", "Published range"] == "up to 60° (usual cut-off)"
    assert table.at["Head-neck offset ratio", "Published range"] == "from 0.17 (usual cut-off)"
    people = people_measures()["neck_shaft_angle"]
    assert table.at["Neck-shaft angle", "26 people: mean (SD)"] == (
        f"{people.mean():.0f} ({people.std():.1f})"
    )


@pytest.mark.parametrize(
    ("measure_id", "value", "side"),
    [
        ("neck_shaft_angle", 113, "below"),
        ("neck_shaft_angle", 113.98, "inside"),
        ("femoral_version", 20.43, "inside"),
        ("femoral_version", 21, "above"),
        ("alpha_angle", 20, "inside"),
        ("alpha_angle", 61, "above"),
        ("head_neck_offset_ratio", 0.16, "below"),
        ("head_neck_offset_ratio", 0.9, "inside"),
    ],
)
def test_words_say_on_which_side_a_value_lies(measure_id, value, side):
    assert f": {side} the published range" in measure_words(measure_id, value)


def test_words_without_a_range_say_so():
    assert "holds no published range" in measure_words("pelvic_width", 250)
    assert "inside" not in measure_words("pelvic_width", 250)


def test_summary_counts_what_lies_inside():
    assert "5 of the 7 measures" in strip_summary(MEAN)
    inside = dict(MEAN) | {"lateral_centre_edge_angle": 30, "sharp_angle": 40}
    assert "7 of the 7" in strip_summary(inside)
    assert "Outside" not in strip_summary(inside)


def test_moved_words_name_the_measures_that_moved_most():
    after = dict(MEAN) | {"pelvic_width": MEAN["pelvic_width"] + 60, "femoral_version": 12.0}
    words = moved_words(MEAN, after, "neck_shaft_angle")
    assert words.startswith("Other measures moved too: width of the pelvis 275 to 335 mm, fem")
    assert moved_words(MEAN, after, "pelvic_width").count(" to ") == 1
    assert "hardly moved" in moved_words(MEAN, MEAN, "pelvic_width")

"""The plate as a question: marks where they belong, and no name anywhere."""

from __future__ import annotations

import re

import numpy as np
import pytest
from looks import least_gap

from hiplib.anatomy import hip
from hiplib.figures.hip_quiz import question_plate, scenes, seen_parts
from hiplib.figures.hip_views import named_points, part_colours


@pytest.fixture(scope="module")
def mean():
    return hip()


@pytest.fixture(scope="module")
def seen(mean):
    return {scene: seen_parts(mean, scene) for scene in (*scenes(), "buttock deep_muscles")}


every_scene = pytest.mark.parametrize("scene", [*scenes(), "buttock deep_muscles"])


def test_together_the_scenes_ask_for_every_bone_and_point(seen):
    asked = {one.part for scene in scenes() for one in seen[scene]}
    assert asked == set(part_colours()) | set(named_points())
    for parts in seen.values():
        assert all(one.point == (one.part in named_points()) for one in parts)
        assert not any(one.part.startswith("opposite_") for one in parts)
    assert "piriformis" in {one.part for one in seen["buttock deep_muscles"]}


@every_scene
def test_nothing_in_the_picture_says_a_name(mean, seen, scene):
    parts = [one.part for one in seen[scene]][:4]
    plate = question_plate(mean, scene, dict(zip(parts, "ABCD", strict=False)))
    figure = plate.figure()
    for trace in figure.data:
        assert trace.hoverinfo == "none"  # "skip" would also swallow clicks
        assert not trace.name
        assert not trace.hovertemplate
        assert not trace.showlegend
    assert sorted(note.text for note in figure.layout.scene.annotations) == [
        f"<b>{letter}</b>" for letter in "ABCD"[: len(parts)]
    ]
    assert {note.font.size for note in figure.layout.scene.annotations} <= {18}
    said = plate.summary().lower()
    assert not any(one.name.lower() in said for one in seen[scene])


@every_scene
def test_every_part_that_is_asked_can_be_marked_and_answers_a_click(mean, seen, scene):
    surface = np.concatenate([mesh.vertices for mesh in mean.parts.values()])
    for one in seen[scene]:
        plate = question_plate(mean, scene, {one.part: "?"}, one.part)
        figure = plate.figure()
        drawn = {trace.meta for trace in figure.data if trace.visible}
        assert one.part in drawn
        assert drawn & set(named_points()) <= {one.part}
        note = figure.layout.scene.annotations[0]
        own = plate.soft[one.part].mesh.vertices if one.part in plate.soft else surface
        assert np.linalg.norm(own - [note.x, note.y, note.z], axis=1).min() < 12


@every_scene
def test_letters_stand_beside_the_bones_and_apart(mean, seen, scene):
    parts = [one.part for one in seen[scene]][:14]
    plate = question_plate(mean, scene, dict(zip(parts, "ABCDEFGHIJKLMN", strict=False)))
    notes = plate.figure().layout.scene.annotations
    assert {note.text[3] for note in notes} == set(plate.numbers()["Mark"])
    assert least_gap(plate) > 20  # pixels
    assert all((note.ax > 0) == (note.xanchor == "left") for note in notes)


def test_places_are_those_of_the_view(mean):
    marks = {"iliac_crest": "A", "ischial_tuberosity": "B"}
    places = question_plate(mean, "back", marks).places()
    up = {mark: int(re.search(r"(\d+) cm up", said)[1]) for mark, said in places.items()
          if "up" in said}  # fmt: skip
    assert up["A"] > up.get("B", 0) + 10  # the pelvis is about 20 cm high
    front, back = (question_plate(mean, view, {"sacrum": "A"}) for view in ("front", "back"))
    assert "cm left" in front.places()["A"]
    assert "cm right" in back.places()["A"]
    assert back.numbers().to_numpy().tolist() == [["A", back.places()["A"]]]


def test_names_when_they_may_be_told(mean):
    plate = question_plate(mean, "front", {"sacrum": "A", "ilium": "B"})
    said = plate.summary({"sacrum": "Sacrum", "ilium": "Ilium"})
    assert said == "The left hip, from the front. Marked: A Sacrum, B Ilium."
    one = question_plate(mean, "front", {"sacrum": "?"}).summary({"sacrum": "Sacrum"})
    assert one == "The left hip, from the front. Marked: Sacrum."


def test_a_touch_beside_a_point_is_meant_for_it(mean):
    plate = question_plate(mean, "side", {"asis": "A", "ischial_tuberosity": "B"})
    beside = mean.landmarks_mm["asis"] + np.array([0.0, 15.0, 5.0])
    assert plate.marked_near(tuple(beside)) == "asis"
    assert plate.marked_near(tuple(mean.head_centre_mm)) is None


def test_what_cannot_be_seen_cannot_be_marked(mean):
    with pytest.raises(ValueError, match="'lesser_trochanter' cannot be seen in scene 'side'"):
        question_plate(mean, "side", {"lesser_trochanter": "A"})
    with pytest.raises(ValueError, match="view is 'below'"):
        question_plate(mean, "below", {})

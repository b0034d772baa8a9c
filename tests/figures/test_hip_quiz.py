"""The plate as a question: marks where they belong, and no name anywhere."""

from __future__ import annotations

import numpy as np
import pytest

from hiplib.anatomy import hip
from hiplib.figures.hip_quiz import (
    nearest_mark,
    place_words,
    quiz_figure,
    quiz_numbers,
    quiz_summary,
    scenes,
    seen_parts,
)
from hiplib.figures.hip_views import PART_COLOURS, POINTS


@pytest.fixture(scope="module")
def mean():
    return hip()


@pytest.fixture(scope="module")
def seen(mean):
    return {scene: seen_parts(mean, scene) for scene in scenes()}


def test_together_the_scenes_ask_for_every_bone_and_point(seen):
    asked = {one.part for parts in seen.values() for one in parts}
    assert asked == set(PART_COLOURS) | set(POINTS)
    for parts in seen.values():
        assert all(one.point == (one.part in POINTS) for one in parts)
        assert not any(one.part.startswith("opposite_") for one in parts)


@pytest.mark.parametrize("scene", scenes())
def test_nothing_in_the_picture_says_a_name(mean, seen, scene):
    parts = [one.part for one in seen[scene]][:4]
    figure = quiz_figure(mean, dict(zip(parts, "ABCD", strict=False)), scene=scene)
    for trace in figure.data:
        assert trace.hoverinfo == "none"  # "skip" would also swallow clicks
        assert not trace.name
        assert not trace.hovertemplate
    assert sorted(note.text for note in figure.layout.scene.annotations) == [
        f"<b>{letter}</b>" for letter in "ABCD"[: len(parts)]
    ]
    said = quiz_summary(figure, scene=scene).lower()
    assert not any(one.name.lower() in said for one in seen[scene])


@pytest.mark.parametrize("scene", scenes())
def test_every_part_that_is_asked_can_be_marked_and_answers_a_click(mean, seen, scene):
    for one in seen[scene]:
        figure = quiz_figure(mean, {one.part: "?"}, scene=scene, highlight=one.part)
        assert one.part in {trace.meta for trace in figure.data}
        assert {trace.meta for trace in figure.data} & set(POINTS) <= {one.part}
        note = figure.layout.scene.annotations[0]
        at = np.array([note.x, note.y, note.z])
        surface = np.concatenate([mesh.vertices for mesh in mean.parts.values()])
        assert np.linalg.norm(surface - at, axis=1).min() < 12


@pytest.mark.parametrize("scene", scenes())
def test_letters_stand_apart_and_beside_the_place_that_they_mark(mean, seen, scene):
    parts = [one.part for one in seen[scene]]
    figure = quiz_figure(mean, dict(zip(parts, "ABCDEFGHIJKLMN", strict=False)), scene=scene)
    numbers = quiz_numbers(figure).set_index("Mark")
    notes = {note.text[3]: note for note in figure.layout.scene.annotations}
    assert set(notes) == set(numbers.index)
    for mark, note in notes.items():
        if abs(numbers.loc[mark, "To the right (cm)"]) > 1:
            assert (note.ax > 0) == (numbers.loc[mark, "To the right (cm)"] > 0)


def test_places_are_those_of_the_view(mean):
    figure = quiz_figure(mean, {"iliac_crest": "A", "ischial_tuberosity": "B"}, scene="back")
    up = quiz_numbers(figure).set_index("Mark")["Up (cm)"]
    assert up["A"] > up["B"] + 10  # the pelvis is about 20 cm high
    front = quiz_numbers(quiz_figure(mean, {"sacrum": "A"}, scene="front"))
    back = quiz_numbers(quiz_figure(mean, {"sacrum": "A"}, scene="back"))
    assert front["To the right (cm)"].item() < 0 < back["To the right (cm)"].item()


def test_words_for_places_and_names_when_they_may_be_told(mean):
    assert place_words(3, -1) == "3 cm right, 1 cm down"
    figure = quiz_figure(mean, {"sacrum": "A", "ilium": "B"})
    said = quiz_summary(figure, scene="front", names={"A": "Sacrum", "B": "Ilium"})
    assert said == "The left hip, from the front. Marked: A Sacrum, B Ilium."


def test_a_touch_beside_a_point_is_meant_for_it(mean):
    figure = quiz_figure(mean, {"asis": "A", "ischial_tuberosity": "B"}, scene="side")
    beside = mean.landmarks_mm["asis"] + np.array([0.0, 15.0, 5.0])
    assert nearest_mark(figure, tuple(beside)) == "A"
    assert nearest_mark(figure, tuple(mean.head_centre_mm)) is None


def test_what_cannot_be_seen_cannot_be_marked(mean):
    with pytest.raises(ValueError, match="'lesser_trochanter' cannot be seen in scene 'side'"):
        quiz_figure(mean, {"lesser_trochanter": "A"}, scene="side")
    with pytest.raises(ValueError, match="view is 'below'"):
        quiz_figure(mean, {}, scene="below")

"""The plane of poses, the scene of contact, and their words."""

from __future__ import annotations

import numpy as np
import pytest

from hiplib.anatomy import (
    ContactPlane,
    contact_at,
    first_contact,
    hip,
    posed,
    with_cam,
    with_pincer,
)
from hiplib.figures import impingement as planes
from hiplib.figures import impingement_scene as scenes

POSE = {"flexion_deg": 90.0, "adduction_deg": 0.0, "internal_rotation_deg": 36.0}


@pytest.fixture(scope="module")
def shapes():
    normal = hip()
    return normal, with_cam(with_pincer(normal, 40), 75)


@pytest.fixture(scope="module")
def borders(shapes):
    return tuple(first_contact(shape) for shape in shapes)


def plane_of(inward, outward=-np.inf):
    """Plane in which bone meets bone from one rotation on, whatever the flexion."""
    flexion, rotation = np.arange(0, 131, 2.0), np.arange(-40, 61, 2.0)
    depth = np.maximum(rotation - inward, outward - rotation).clip(-3, 80)
    overlap = np.repeat(depth[:, None], len(flexion), axis=1).astype(np.float32)
    return ContactPlane(flexion, rotation, overlap)


# The plane ----------------------------------------------------------------------------------------


def test_plane_shows_both_borders_and_what_lies_between(borders):
    figure = planes.plane_figure(*borders, 90, 36)
    assert figure.checked  # plotly knows every property
    lost, changed, normal = (figure.data[n] for n in (planes.LOST, planes.CHANGED, planes.NORMAL))
    assert normal.line.dash == "dash"
    assert changed.line.dash is None
    assert normal.line.color != changed.line.color
    before, after = borders
    here = (np.asarray(lost.z) > 0) & (np.abs(lost.z) > 0.01)
    assert here.sum() > 100
    assert (before.overlap_mm[here] <= 0).all()
    assert (after.overlap_mm[here] > 0).all()


def test_pose_is_marked_and_every_pose_can_be_clicked(borders):
    figure = planes.plane_figure(*borders, 72, -5)
    assert [*figure.data[planes.POSE].x, *figure.data[planes.POSE].y] == [72, -5]
    sheet = figure.data[planes.POSES]
    assert np.asarray(sheet.z).shape == (len(sheet.y), len(sheet.x))
    assert sheet.hoverinfo != "skip"


def test_lines_are_named_where_they_are(borders):
    names = {n.text: n for n in planes.plane_figure(*borders, 90, 0).layout.annotations}
    assert {"normal", "changed", "Free"} <= set(names)
    assert names["normal"].y == pytest.approx(borders[0].limits(96)[1])
    assert names["changed"].y < names["normal"].y
    alike = planes.plane_figure(borders[0], borders[0], 90, 0).layout.annotations
    assert "both shapes" in {note.text for note in alike}
    assert "changed" not in {note.text for note in alike}


# The scene ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", scenes.LAB_VIEWS)
def test_scene_shows_bones_and_contact_from_every_side(shapes, view):
    _, changed = shapes
    found = contact_at(changed, **POSE)
    figure = scenes.scene_figure(changed, POSE, found, view=view)
    assert figure.checked
    bone, thigh, touch = figure.data
    assert bone.opacity < 1
    assert len(touch.x) == len(found.points_mm) > 0
    bent = posed(changed, **POSE).meshes["femur"].vertices
    assert np.abs(np.stack([thigh.x, thigh.y, thigh.z], axis=1) - bent).max() < 0.01
    for trace in (bone, thigh):
        assert len(trace.intensity) == len(trace.x)
        assert max(trace.i.max(), trace.j.max(), trace.k.max()) < len(trace.x)
    assert figure.layout.scene.annotations[0].text == "<b>Bone meets bone</b>"


def test_only_changed_bone_is_tinted(shapes):
    normal, changed = shapes
    free = contact_at(normal, flexion_deg=20)
    plain = scenes.scene_figure(normal, {"flexion_deg": 20}, free, view="above")
    assert not plain.data[scenes.THIGH].intensity.any()
    assert not plain.data[scenes.HIP_BONE].intensity.any()
    assert not plain.layout.scene.annotations
    tinted = scenes.scene_figure(changed, POSE, contact_at(changed, **POSE), view="above")
    for trace in tinted.data[:2]:
        share = (trace.intensity > 0.2).mean()
        assert 0.02 < share < 0.5
    old, new = normal.meshes["femur"].vertices, changed.meshes["femur"].vertices
    moved = np.linalg.norm(new[: len(old)] - old, axis=1)
    assert np.abs(tinted.data[scenes.THIGH].intensity[: len(old)] - moved).max() < 1e-3


def test_right_scene_is_the_mirror_image(shapes):
    right = hip(side="right")
    found = contact_at(right, flexion_deg=90, internal_rotation_deg=45)
    figure = scenes.scene_figure(
        right, {**POSE, "internal_rotation_deg": 45.0}, found, view="slanted"
    )
    left = scenes.scene_figure(
        shapes[0], {**POSE, "internal_rotation_deg": 45.0},
        contact_at(shapes[0], flexion_deg=90, internal_rotation_deg=45), view="slanted",
    )  # fmt: skip
    assert figure.data[1].x == pytest.approx(-left.data[1].x, abs=1e-3)
    assert figure.layout.scene.camera.eye.x == -left.layout.scene.camera.eye.x


def test_unknown_view_is_named(shapes):
    with pytest.raises(ValueError, match=r"view is 'below'; one of above, slanted"):
        scenes.scene_figure(shapes[0], POSE, contact_at(shapes[0], flexion_deg=0), view="below")


# Words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("normal", "changed", "said"),
    [
        (38, 31, "bone meets bone turned in 31°, in the normal shape turned in 38°: 7° are lost"),
        (38, 38, "bone meets bone turned in 38°, in both shapes alike"),
        (99, 47, "in the normal shape not before 60°: at least 13° are lost"),
        (99, 99, "bone does not stop turning in, up to the 60° shown"),
        (5, -12, "bone meets bone turned out 12°"),
        (8, -99, "in the changed shape in every rotation shown; in the normal shape turned in 8°"),
        (-99, -99, "in every rotation shown, in the normal shape too"),
    ],
)
def test_what_is_lost_is_said(normal, changed, said):
    words_now = planes.lost_words(plane_of(normal), plane_of(changed), 90)
    assert words_now.startswith("At 90° of flexion ")
    assert said in words_now
    assert words_now.endswith(".")
    assert "inf" not in words_now
    assert "nan" not in words_now


def test_room_is_told_only_for_a_free_pose(shapes):
    free = contact_at(shapes[0], flexion_deg=90)
    assert planes.room_words(free, plane_of(38), {**POSE, "internal_rotation_deg": 20}) == (
        "18° more turning in and bone meets bone."
    )
    assert planes.room_words(free, plane_of(99), POSE) == ""
    touching = contact_at(shapes[0], flexion_deg=90, internal_rotation_deg=50)
    assert planes.room_words(touching, plane_of(38), POSE) == ""
    assert planes.contact_words(free) == "No bone meets bone here."


def test_scene_words_name_pose_contact_and_colours(shapes):
    found = contact_at(shapes[1], **POSE)
    said = planes.scene_summary(found, POSE, "Seen.", changed=True)
    assert said.startswith("Thigh bent 90°, turned in 36°. Bone meets bone: ")
    assert "Red:" in said
    assert "Orange:" in said
    plain = planes.scene_summary(
        contact_at(shapes[0], flexion_deg=10), POSE, "Seen.", changed=False
    )
    assert "Red" not in plain
    assert "Orange" not in plain


def test_numbers_say_both_borders(borders):
    table = planes.plane_numbers(*borders)
    assert table.iloc[:, 0].tolist() == list(range(0, 131, 10))
    row = table.set_index(table.columns[0]).loc[90]
    assert float(row.iloc[0]) == round(borders[0].limits(90)[1])
    assert float(row.iloc[1]) < float(row.iloc[0])
    assert table.iloc[0, 1] == "not up to 60"


def test_share_of_lost_poses_is_counted(borders):
    lost = ((borders[0].overlap_mm <= 0) & (borders[1].overlap_mm > 0)).sum()
    share = round(100 * lost / (borders[0].overlap_mm <= 0).sum())
    assert f"the {share} of 100 poses" in planes.plane_summary(*borders)
    assert "Both borders are the same" in planes.plane_summary(borders[0], borders[0])

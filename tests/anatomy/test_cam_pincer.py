"""A changed hip measures what was asked, changes nowhere else, and mirrors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from surfaces import volume

from hiplib import tables
from hiplib.anatomy import (
    FEMUR_PARTS,
    HIP_BONE_PARTS,
    Mesh,
    alpha_angle,
    edge_angle,
    hip,
    with_cam,
    with_pincer,
)
from hiplib.anatomy.joint_shape import Dial, choices, left_bone, neck_axis

SHAPES = st.lists(st.floats(-2.5, 2.5), min_size=8, max_size=8)


def outline_leaves(changed, clock_deg):
    """Alpha angle by another road: rays from the centre, traced one triangle after the other."""
    points, faces = left_bone(changed, "femur")
    dial = Dial.on(neck_axis((points, faces), changed.head_radius_mm))
    corners = points[faces][np.linalg.norm(points[faces], axis=2).max(axis=1) < 70]
    for off in np.arange(100, 20, -0.2):
        ray = dial.place(off, clock_deg)
        shares = np.linalg.solve(
            np.swapaxes(corners, 1, 2), np.broadcast_to(ray[:, None], (len(corners), 3, 1))
        )[..., 0]
        hit = (shares >= 0).all(axis=1)
        if (1 / shares[hit].sum(axis=1)).min() > 1.04 * changed.head_radius_mm:
            return off
    raise AssertionError("the outline never leaves the ball")


@pytest.mark.parametrize("alpha", [56, 60, 65, 70, 75, 80, 85])
@pytest.mark.parametrize("side", ["left", "right"])
def test_alpha_is_the_asked_one(alpha, side):
    changed = with_cam(hip(side=side), alpha)
    assert alpha_angle(changed) == pytest.approx(alpha, abs=0.3)


def test_alpha_agrees_with_single_rays():
    for built in (hip(), with_cam(hip(), 70)):
        assert alpha_angle(built) == pytest.approx(
            outline_leaves(built, choices()["cam_clock"]), abs=0.5
        )


@pytest.mark.parametrize("coverage", [36, 40, 45, 50])
@pytest.mark.parametrize("side", ["left", "right"])
def test_coverage_is_the_asked_one(coverage, side):
    assert edge_angle(with_pincer(hip(side=side), coverage)) == pytest.approx(coverage, abs=0.3)


@settings(max_examples=12, deadline=None)
@given(SHAPES, st.floats(0.02, 1))
def test_other_people_can_have_any_angle_from_their_own_upwards(shape, share):
    built = hip(shape)
    for measured, changed, high in (
        (alpha_angle, with_cam, choices()["cam_alpha_highest"]),
        (edge_angle, with_pincer, choices()["pincer_coverage_highest"]),
    ):
        own = measured(built)
        if own < high:
            wanted = own + share * (high - own)
            assert measured(changed(built, wanted)) == pytest.approx(wanted, abs=1)


def test_mean_hip_is_a_usual_one():
    table = tables.read("morphology").set_index("measure_id")
    own = alpha_angle(hip())
    assert table.at["alpha_angle_frog_men", "normal_low"] < own
    assert own < table.at["alpha_angle", "normal_high"]


def test_own_angle_changes_nothing():
    built = hip()
    assert with_cam(built, alpha_angle(built)) is built
    assert with_pincer(built, edge_angle(built)) is built


def test_only_head_and_neck_or_the_rim_move():
    built = hip()
    cam, pincer = with_cam(built, 80), with_pincer(built, 45)
    for changed, mine in ((cam, {"femur", *FEMUR_PARTS}), (pincer, set(HIP_BONE_PARTS))):
        for part, mesh in {**built.parts, **built.meshes}.items():
            new = {**changed.parts, **changed.meshes}[part]
            if part not in mine:
                assert new is mesh
            moved = np.linalg.norm(new.vertices[: len(mesh.vertices)] - mesh.vertices, axis=1)
            far = np.linalg.norm(mesh.vertices - built.head_centre_mm, axis=1) > 60
            assert not moved[far].any()
    assert cam.landmarks_mm is built.landmarks_mm
    moved = cam.parts["femoral_head"].vertices[: len(built.parts["femoral_head"].vertices)]
    assert np.linalg.norm(moved - built.parts["femoral_head"].vertices, axis=1).max() > 0.5


@pytest.mark.parametrize("side", ["left", "right"])
def test_surfaces_stay_closed_and_gain_a_little_bone(side):
    built = hip(side=side)
    changed = with_pincer(with_cam(built, 80), 45)

    for parts, most in ((("femur",), 4000), (HIP_BONE_PARTS, 9000)):
        before, after = (Mesh(*left_bone(body, *parts)) for body in (built, changed))
        assert 0 < volume(after) - volume(before) < most
        # Areas that face each way cancel on a closed surface.
        a, b, c = np.moveaxis(after.vertices[after.faces], 1, 0)
        assert np.abs(np.cross(b - a, c - a).sum(axis=0)).max() < 0.2


def test_right_is_the_mirror_image_of_left():
    left, right = (with_pincer(with_cam(hip(side=s), 75), 44) for s in ("left", "right"))
    for part in ("femur", "ilium", "femoral_neck"):
        mirrored = left.meshes.get(part, left.parts.get(part)).vertices * [-1, 1, 1]
        other = right.meshes.get(part, right.parts.get(part)).vertices
        assert np.abs(mirrored - other).max() < 0.02


@pytest.mark.parametrize("wrong", [30, 86, -1, float("nan"), float("inf"), "wide", None])
def test_impossible_alpha_is_named(wrong):
    with pytest.raises(ValueError, match=r"alpha_deg is .*; this hip can have 55 to 85 degrees"):
        with_cam(hip(), wrong)


@pytest.mark.parametrize("wrong", [20, 51, float("nan"), "deep"])
def test_impossible_coverage_is_named(wrong):
    with pytest.raises(ValueError, match=r"coverage_deg is .*; this hip can have 36 to 50 degrees"):
        with_pincer(hip(), wrong)

"""The thigh turns about the ball, in the right direction, on either side."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiplib.anatomy import FEMUR_PARTS, femur_turn, hip, posed

ANGLE = st.floats(-120, 120)


@given(ANGLE, ANGLE, ANGLE, st.sampled_from(["left", "right"]))
def test_a_turn_is_a_rotation(flexion: float, adduction: float, rotation: float, side: str) -> None:
    turn = femur_turn(
        flexion_deg=flexion, adduction_deg=adduction, internal_rotation_deg=rotation, side=side
    )
    assert np.allclose(turn @ turn.T, np.eye(3))
    assert np.isclose(np.linalg.det(turn), 1)


@pytest.mark.parametrize("side", ["left", "right"])
def test_toes_turn_in_and_knee_goes_in_on_either_side(side: str) -> None:
    out = 1.0 if side == "left" else -1.0
    toes = femur_turn(internal_rotation_deg=30, side=side) @ np.array([0.0, -1.0, 0.0])
    knee = femur_turn(adduction_deg=30, side=side) @ np.array([0.0, 0.0, -1.0])
    assert out * toes[0] < -0.4
    assert out * knee[0] < -0.4


def test_rotation_happens_about_the_bent_thigh() -> None:
    # At 90 degrees of flexion the shaft points forward and stays there while it rotates.
    turn = femur_turn(flexion_deg=90, internal_rotation_deg=40)
    assert np.allclose(turn @ np.array([0.0, 0.0, -1.0]), [0, -1, 0])


def test_right_is_the_mirror_image_of_left() -> None:
    pose = {"flexion_deg": 40.0, "adduction_deg": -10.0, "internal_rotation_deg": 20.0}
    left, right = (posed(hip(side=side), **pose) for side in ("left", "right"))
    mirrored = left.meshes["femur"].vertices * [-1, 1, 1]
    assert np.abs(mirrored - right.meshes["femur"].vertices).max() < 1e-3


def test_only_the_femur_moves_and_ball_and_socket_stay_together() -> None:
    still, bent = hip(both=True), posed(hip(both=True), flexion_deg=60)
    for part, mesh in still.parts.items():
        moved = np.abs(mesh.vertices - bent.parts[part].vertices).max() > 1
        assert moved == (part in FEMUR_PARTS)
    assert np.array_equal(bent.head_centre_mm, bent.socket_centre_mm)
    gone = np.linalg.norm(bent.landmarks_mm["medial_epicondyle"] - bent.head_centre_mm)
    before = np.linalg.norm(still.landmarks_mm["medial_epicondyle"] - still.head_centre_mm)
    assert np.isclose(gone, before)
    assert np.array_equal(bent.landmarks_mm["asis"], still.landmarks_mm["asis"])

"""The thigh bone moved in its socket.

The ball turns about its centre; nothing slides. Angles follow the order of the muscle model
(`myosim2026package`): flexion, then adduction, then rotation, each about an axis that the earlier
ones have moved. Positive is flexion, adduction and internal rotation, for either side.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from hiplib.anatomy.bones import FEMUR_PARTS, Hip, Mesh
from hiplib.anatomy.geometry import FloatArray

_FEMUR_LANDMARKS = (
    "greater_trochanter_top",
    "greater_trochanter_side",
    "lesser_trochanter",
    "lateral_epicondyle",
    "medial_epicondyle",
    "lateral_condyle_back",
    "medial_condyle_back",
)


def femur_turn(
    *,
    flexion_deg: float = 0.0,
    adduction_deg: float = 0.0,
    internal_rotation_deg: float = 0.0,
    side: str = "left",
) -> FloatArray:
    """Rotation that takes the femur from zero posture to a pose.

    Parameters
    ----------
    flexion_deg, adduction_deg, internal_rotation_deg : float
        Joint angles in degrees; negative is extension, abduction, external rotation.
    side : {"left", "right"}
        A right hip turns as the mirror image of a left one.

    Returns
    -------
    (3, 3) array
        Turns a vector from the ball's centre: ``turned = turn @ vector``.

    Examples
    --------
    >>> down = np.array([0.0, 0.0, -1.0])
    >>> (femur_turn(flexion_deg=90) @ down).round().astype(int).tolist()  # the knee to the front
    [0, -1, 0]
    >>> (femur_turn(adduction_deg=90) @ down).round().astype(int).tolist()  # a left knee goes right
    [-1, 0, 0]
    """
    out = 1.0 if side == "left" else -1.0
    flexion, adduction, rotation = np.radians(
        [-flexion_deg, out * adduction_deg, -out * internal_rotation_deg]
    )
    about_x = _turn(flexion, (1, 2))
    about_y = _turn(adduction, (2, 0))
    about_z = _turn(rotation, (0, 1))
    return about_x @ about_y @ about_z


def _turn(angle: float, plane: tuple[int, int]) -> FloatArray:
    a, b = plane
    turn = np.eye(3)
    turn[a, a] = turn[b, b] = np.cos(angle)
    turn[b, a], turn[a, b] = np.sin(angle), -np.sin(angle)
    return turn


def posed(
    hip: Hip,
    *,
    flexion_deg: float = 0.0,
    adduction_deg: float = 0.0,
    internal_rotation_deg: float = 0.0,
) -> Hip:
    """Turn the femur of a hip in zero posture about the centre of its ball.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> bent = posed(hip(), flexion_deg=90)
    >>> knee = bent.landmarks_mm["medial_epicondyle"] - bent.head_centre_mm
    >>> bool(knee[1] < -300 and abs(knee[2]) < 60)
    True
    """
    turn = femur_turn(
        flexion_deg=flexion_deg,
        adduction_deg=adduction_deg,
        internal_rotation_deg=internal_rotation_deg,
        side=hip.side,
    )
    centre = hip.head_centre_mm
    mine = {*FEMUR_PARTS, "femur"}

    def moved(part: str, mesh: Mesh) -> Mesh:
        if part not in mine:
            return mesh
        return Mesh(((mesh.vertices - centre) @ turn.T + centre).astype(np.float32), mesh.faces)

    return replace(
        hip,
        parts=MappingProxyType({part: moved(part, mesh) for part, mesh in hip.parts.items()}),
        meshes=MappingProxyType({part: moved(part, mesh) for part, mesh in hip.meshes.items()}),
        landmarks_mm=MappingProxyType(
            {
                name: turn @ (at - centre) + centre if name in _FEMUR_LANDMARKS else at
                for name, at in hip.landmarks_mm.items()
            }
        ),
    )

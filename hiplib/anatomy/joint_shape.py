"""The shape of ball, neck and socket as one sees it from the centre of the joint.

Angles are read on clock faces: round the neck axis for the thigh bone, round the axis of its mouth
for the socket. A hip is in zero posture here; a right one is looked at as its mirror image.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hiplib import tables
from hiplib.anatomy.bones import HIP_BONE_PARTS, Hip, joined, mirror
from hiplib.anatomy.geometry import FloatArray, crossing, cut, middle_of_outline, unit

REACH = 2.0  # ball radii: what lies farther from the centre is neither socket nor head and neck
Bone = tuple[FloatArray, NDArray[np.int32]]  # points from the centre of a left hip, faces


def choices() -> Mapping[str, float]:
    """Give the choices of method and the schematic sizes of the joint's shape, by parameter."""
    return tables.lookup("impingement_choices", "value")  # type: ignore[return-value]


def degrees(opposite: FloatArray, adjacent: FloatArray) -> FloatArray:
    """Angle of a right-angled triangle, signed."""
    return np.asarray(np.degrees(np.arctan2(opposite, adjacent)))


@dataclass(frozen=True, eq=False)
class Dial:
    """A clock face, 0 at the top, 90 at the front; `axes` has the rows axis, up, front."""

    axes: FloatArray

    @classmethod
    def on(cls, axis: FloatArray) -> Dial:
        """Stand a clock face on an axis, as upright as it goes."""
        axis = unit(axis)
        up = unit(np.array([0.0, 0.0, 1.0]) - axis[2] * axis)
        front = np.cross(up, axis)
        return cls(np.stack([axis, up, -front * np.sign(front[1])]))

    def read(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Angle from the axis, and clock from -180 to 180, of points (..., 3), in degrees."""
        along, up, front = np.moveaxis(points @ self.axes.T, -1, 0)
        return degrees(np.hypot(up, front), along), degrees(front, up)

    def place(self, off_deg: ArrayLike, clock_deg: ArrayLike) -> FloatArray:
        """Give unit vectors with these angles."""
        off, turn = np.broadcast_arrays(np.radians(off_deg), np.radians(clock_deg))
        aside = np.sin(off)
        flat = np.stack([np.cos(off), aside * np.cos(turn), aside * np.sin(turn)], axis=-1)
        return np.asarray(flat @ self.axes)


def left_bone(hip: Hip, *parts: str) -> Bone:
    """Join parts of a left hip, or of the mirror image of a right one; outside stays outside."""
    mesh = joined(hip.meshes[part] for part in parts)
    points = (mesh.vertices - hip.head_centre_mm) * mirror(hip)
    return points, mesh.faces[:, :: 1 if hip.side == "left" else -1]


def alpha_angle(hip: Hip) -> float:
    """Measure where the ball stops being round, at the site of the bump of `with_cam`.

    The angle in degrees between the neck axis and the line from the centre of the ball to where the
    outline leaves the ball's sphere (by 4 percent of its radius).

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> round(alpha_angle(hip()))
    55
    """
    return alpha_of(left_bone(hip, "femur"), hip.head_radius_mm)


def alpha_of(bone: Bone, radius_mm: float) -> float:
    """Alpha angle of a thigh bone at the site of a bump."""
    points, faces = bone
    axis = neck_axis(bone, radius_mm)
    hand = Dial.on(axis).place(90, choices()["cam_clock"])
    lines = cut(points, faces, points @ np.cross(axis, hand))
    place = leaving(lines @ np.stack([axis, hand], axis=1), choices()["ball_leaves"] * radius_mm)
    return float(degrees(place[1], place[0]))


def leaving(lines: FloatArray, limit: float) -> FloatArray:
    """Give the place (along the neck, to the side) at which an outline leaves a circle round 0."""
    beyond = np.linalg.norm(lines, axis=2) - limit
    # Not beyond 120 degrees from the neck: there the ball has its pit and no bump.
    at_side = ((lines[:, :, 1] > 0) & (lines[:, :, 0] > -limit / 2)).all(axis=1)
    leaves = (beyond[:, 0] * beyond[:, 1] < 0) & at_side
    places = crossing(*np.moveaxis(lines[leaves], 1, 0), *beyond[leaves].T)
    return np.asarray(places[np.argmax(degrees(places[:, 1], places[:, 0]))])


def neck_axis(bone: Bone, radius_mm: float) -> FloatArray:
    """Direction from the ball into the neck: to where a sphere beyond any bump cuts the neck."""
    points, faces = bone
    level = np.linalg.norm(points, axis=1) - choices()["neck_sphere"] * radius_mm
    return unit(middle_of_outline(cut(points, faces, level)))


def edge_angle(hip: Hip) -> float:
    """Measure the lateral centre-edge angle in the front plane through the centre, in degrees.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> round(edge_angle(hip()))
    36
    """
    return edge_of(left_bone(hip, *HIP_BONE_PARTS), hip.head_radius_mm)


def edge_of(bone: Bone, radius_mm: float) -> float:
    """Lateral centre-edge angle of a hip bone."""
    points, faces = bone
    roof = outermost(near(cut(points, faces, points[:, 1]), radius_mm), 2)
    return float(degrees(roof[0], roof[2]))


def near(lines: FloatArray, radius_mm: float) -> FloatArray:
    """Leave out the lines of a cut that lie too far from the centre to be of the joint."""
    return np.asarray(lines[np.linalg.norm(lines, axis=2).max(axis=1) < REACH * radius_mm])


def outermost(lines: FloatArray, axis: int, sign: int = 1) -> FloatArray:
    """Give the edge of the socket on one side: the point of a cut seen farthest outwards."""
    ends = lines.reshape(-1, 3)
    ends = ends[ends[:, axis] * sign > 0]
    return np.asarray(ends[np.argmax(ends[:, 0] / np.linalg.norm(ends, axis=1))])

"""The shape of ball, neck and socket as one sees it from the centre of the joint.

Angles are read on clock faces: round the neck axis for the thigh bone, round the axis of its mouth
for the socket. A hip is in zero posture here; a right one is looked at as its mirror image.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hiplib import tables
from hiplib.anatomy.bones import HIP_BONE_PARTS, Hip, Mesh
from hiplib.anatomy.geometry import FloatArray
from hiplib.anatomy.radial import RadialMap
from hiplib.anatomy.sections import cut, middle_of_outline

REACH = 2.0  # ball radii: what lies farther from the centre is neither socket nor head and neck
Bone = tuple[FloatArray, NDArray[np.int32]]  # points from the centre of a left hip, faces
_HOUR_DEG = 5
_WAVES = 9  # round the rim that are kept; finer ones come from the size of its triangles


@cache
def choices() -> Mapping[str, float]:
    """Give the schematic choices of the impingement model, by parameter.

    Examples
    --------
    >>> choices()["cam_clock"]
    50.0
    """
    table = tables.read("impingement_choices")
    return MappingProxyType(dict(zip(table["parameter"], table["value"].tolist(), strict=True)))


@dataclass(frozen=True, eq=False)
class Dial:
    """A clock face: directions round an axis, 0 at the top, 90 at the front; of a left hip."""

    axis: FloatArray
    up: FloatArray
    front: FloatArray

    @classmethod
    def on(cls, axis: FloatArray) -> Dial:
        """Stand a clock face on an axis, as upright as it goes."""
        axis = axis / np.linalg.norm(axis)
        up = np.array([0.0, 0.0, 1.0]) - axis[2] * axis
        up = up / np.linalg.norm(up)
        front = np.cross(up, axis)
        return cls(axis, up, front if front[1] < 0 else -front)

    def hand(self, clock_deg: float) -> FloatArray:
        """Direction of an hour, square to the axis."""
        turn = np.radians(clock_deg)
        hand: FloatArray = np.cos(turn) * self.up + np.sin(turn) * self.front
        return hand

    def read(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Angle from the axis, and clock from -180 to 180, of points (..., 3), in degrees."""
        along, up, front = (points @ side for side in (self.axis, self.up, self.front))
        off = np.degrees(np.arctan2(np.hypot(up, front), along))
        return off, np.degrees(np.arctan2(front, up))

    def place(self, off_deg: FloatArray, clock_deg: FloatArray) -> FloatArray:
        """Give unit vectors with these angles."""
        off, turn = np.radians(off_deg)[..., None], np.radians(clock_deg)[..., None]
        aside = np.cos(turn) * self.up + np.sin(turn) * self.front
        placed: FloatArray = np.cos(off) * self.axis + np.sin(off) * aside
        return placed


@dataclass(frozen=True, eq=False)
class Rim:
    """Edge of the socket: its clock face, the angle from the axis at each of `clock_deg`, radius.

    The radius is the usual one; the angle says where bone begins as one comes from the mouth.
    """

    dial: Dial
    clock_deg: FloatArray
    off_deg: FloatArray
    radius_mm: float

    def edge(self, clock_deg: FloatArray) -> FloatArray:
        """Angle of the edge from the axis at any hour, in degrees."""
        edge: FloatArray = np.interp(clock_deg, self.clock_deg, self.off_deg, period=360)
        return edge


def mirror(hip: Hip) -> FloatArray:
    """Signs that turn a right hip into a left one, and back."""
    return np.array([1.0 if hip.side == "left" else -1.0, 1.0, 1.0])


def centred(hip: Hip, mesh: Mesh) -> FloatArray:
    """Vertices of a bone of a left hip, or of the mirror image of a right one, from the centre."""
    points: FloatArray = (mesh.vertices - hip.head_centre_mm) * mirror(hip)
    return points


def left_bone(hip: Hip, *parts: str) -> Bone:
    """Join parts of a left hip, or of the mirror image of a right one; outside stays outside."""
    meshes = [hip.meshes[part] for part in parts]
    points = [centred(hip, mesh) for mesh in meshes]
    first = np.cumsum([0, *map(len, points)])
    faces = [mesh.faces + start for mesh, start in zip(meshes, first, strict=False)]
    return np.concatenate(points), np.concatenate(faces)[:, :: 1 if hip.side == "left" else -1]


def alpha_angle(hip: Hip, *, clock_deg: float | None = None) -> float:
    """Measure where the ball stops being round, seen from the neck axis.

    Parameters
    ----------
    hip : Hip
        In zero posture; its surface may be changed.
    clock_deg : float, optional
        Plane through the neck axis: 0 at the top, 90 at the front. By default the site of the
        bump of `with_cam`.

    Returns
    -------
    float
        Angle in degrees between the neck axis and the line from the centre of the ball to the point
        where the outline leaves the ball's sphere (by 4 percent of its radius).

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> round(alpha_angle(hip())), round(alpha_angle(hip(), clock_deg=0))
    (55, 45)
    """
    clock = choices()["cam_clock"] if clock_deg is None else clock_deg
    return alpha_of(left_bone(hip, "femur"), hip.head_radius_mm, clock)


def alpha_of(bone: Bone, radius_mm: float, clock_deg: float) -> float:
    """Alpha angle of a thigh bone at an hour of its neck."""
    points, faces = bone
    dial = neck(bone, radius_mm)
    hand = dial.hand(clock_deg)
    lines = cut(points, faces, points @ np.cross(dial.axis, hand))
    section = np.stack([lines @ dial.axis, lines @ hand], axis=-1)
    beyond = np.linalg.norm(section, axis=2) - choices()["ball_leaves"] * radius_mm
    leaves = (beyond[:, 0] * beyond[:, 1] < 0) & (section[:, :, 1] > 0).all(axis=1)
    share = beyond[leaves, 0] / (beyond[leaves, 0] - beyond[leaves, 1])
    found = section[leaves, 0] + share[:, None] * (section[leaves, 1] - section[leaves, 0])
    # The first place outside the circle as one comes from the ball.
    return float(np.degrees(np.arctan2(found[:, 1], found[:, 0])).max())


def neck(bone: Bone, radius_mm: float) -> Dial:
    """Clock face round the neck axis of a thigh bone."""
    points, faces = bone
    level = np.linalg.norm(points, axis=1) - choices()["neck_sphere"] * radius_mm
    return Dial.on(middle_of_outline(cut(points, faces, level)))


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
    ends = cut(points, faces, points[:, 1]).reshape(-1, 3)
    roof = ends[(np.linalg.norm(ends, axis=1) < REACH * radius_mm) & (ends[:, 2] > 0)]
    return float(np.degrees(np.arctan2(roof[:, 0], roof[:, 2])).max())


def socket_rim(seen: RadialMap, radius_mm: float) -> Rim:
    """Find the edge of the socket: beyond it a ray from the centre meets no bone nearby."""
    rays, begins = seen.directions(), seen.begins[0]
    near = begins < REACH * radius_mm
    # Rays crowd near the x axis.
    weight = np.linalg.norm(rays[~near][:, 1:], axis=1)
    dial = Dial.on(weight @ rays[~near])
    off, clock = dial.read(rays[near])
    hours = np.arange(0, 360, _HOUR_DEG)
    hour = np.round(clock / _HOUR_DEG).astype(int) % len(hours)
    order = np.lexsort((off, hour))
    first = order[np.searchsorted(hour[order], np.arange(len(hours)))]
    waves = np.fft.rfft(off[first])
    waves[_WAVES:] = 0
    edge = np.fft.irfft(waves, len(hours))
    return Rim(dial, hours.astype(float), edge, float(np.median(begins[near][first])))

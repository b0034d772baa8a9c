"""The points and axes that the measures of a hip are made of, found on sections through its bones.

Everything is given for a left hip; a right one is mirrored first. How each point is defined stands
in `hiplib.anatomy.measures`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hiplib.anatomy.bones import HIP_BONE_PARTS, Hip
from hiplib.anatomy.geometry import FloatArray, femur_frame, fit_line, fit_sphere, unit
from hiplib.anatomy.sections import cut, middle_of_outline

# Choices of method, not findings. Lengths in ball radii, shaft levels in femur lengths.
_NECK_SPHERE = 1.4
_LEAVES_CIRCLE = 1.04
_ROUND_FROM_DEG = 75.0  # from the neck
_NECK_FROM_TO = (0.8, 1.8)
_SOCKET_REACH = 2.0
_TIP_MM = 3.0
_SHAFT_LEVELS = np.linspace(0.04, 0.24, 6)


@dataclass(frozen=True)
class BallOutline:
    """Outline of ball and neck on the section along the neck; places are (along neck, to front)."""

    middle: FloatArray  # of the circle of the ball
    radius: float
    leaves: FloatArray  # where the outline leaves the circle at the front
    waist: FloatArray  # front of the neck where it is thinnest


@dataclass(frozen=True)
class Femur:
    """Axes and points of a left femur; `frame` has the rows left, back, up."""

    centre: FloatArray
    radius: float
    frame: FloatArray
    neck: FloatArray  # unit vector from the ball into the neck
    front: FloatArray  # unit vector square to neck and shaft
    shaft: FloatArray  # unit vector down the shaft
    foot: FloatArray  # point of the shaft axis nearest to the ball's centre
    outline: BallOutline

    def placed(self, flat: FloatArray) -> FloatArray:
        """Give the position of places in the section along the neck."""
        place: FloatArray = self.centre + flat @ np.stack([self.neck, self.front])
        return place


@dataclass(frozen=True)
class Socket:
    """Ends of the socket of a left hip in the front and in the level plane through its centre."""

    centre: FloatArray
    roof: FloatArray  # outer edge above
    wall: FloatArray  # lower tip of the inner wall
    front: FloatArray  # edge in front
    back: FloatArray  # edge behind


def mirror_of(hip: Hip) -> FloatArray:
    """Give the factors that turn a right hip into a left one, and back."""
    return np.array([1.0 if hip.side == "left" else -1.0, 1.0, 1.0])


def femur_points(hip: Hip) -> Femur:
    """Find axes and points of the femur of a hip, in any pose."""
    mirror = mirror_of(hip)
    points, faces = hip.meshes["femur"].vertices * mirror, hip.meshes["femur"].faces
    at = {name: place * mirror for name, place in hip.landmarks_mm.items()}
    centre, radius = hip.head_centre_mm * mirror, hip.head_radius_mm
    up = centre - (at["lateral_epicondyle"] + at["medial_epicondyle"]) / 2
    frame = femur_frame(up, at["lateral_condyle_back"] - at["medial_condyle_back"])
    away = points - centre
    on_sphere = cut(points, faces, np.linalg.norm(away, axis=1) - _NECK_SPHERE * radius)
    neck = unit(middle_of_outline(on_sphere) - centre)
    height = (points - at["lesser_trochanter"]) @ frame[2] / np.linalg.norm(up)
    middles = [middle_of_outline(cut(points, faces, height + level)) for level in _SHAFT_LEVELS]
    middle, shaft = fit_line(np.array(middles))
    foot = middle + ((centre - middle) @ shaft) * shaft
    front = unit(np.cross(shaft, neck))
    section = cut(points, faces, away @ np.cross(neck, front)) - centre
    outline = _ball_outline(section @ np.stack([neck, front], axis=1), radius)
    return Femur(centre, radius, frame, neck, front, shaft, foot, outline)


def _ball_outline(lines: FloatArray, radius: float) -> BallOutline:
    ends = lines.reshape(-1, 2)
    near = ends[np.linalg.norm(ends, axis=1) < _SOCKET_REACH * radius]
    middle, size = np.zeros(2), radius
    leaves, turned = middle, _ROUND_FROM_DEG
    for _ in range(3):
        # The circle is fitted to what is round: all but the neck and a bump at the front.
        angle = _from_neck(near - middle)
        middle, size = fit_sphere(near[(angle > turned) | (angle < -_ROUND_FROM_DEG)])
        leaves = _leaving(lines - middle, _LEAVES_CIRCLE * size) + middle
        turned = float(_from_neck(leaves - middle))
    low, high = (limit * radius for limit in _NECK_FROM_TO)
    front = near[(near[:, 0] > low) & (near[:, 0] < high) & (near[:, 1] > 0)]
    return BallOutline(middle, size, leaves, front[np.argmin(front[:, 1])])


def _leaving(lines: FloatArray, limit: float) -> FloatArray:
    """Give the place farthest from the neck where an outline crosses a circle at the front."""
    beyond = np.linalg.norm(lines, axis=2) - limit
    # Not beyond 120 degrees from the neck: there the ball has its pit and no bump.
    at_front = ((lines[:, :, 1] > 0) & (lines[:, :, 0] > -limit / 2)).all(axis=1)
    crossing = (beyond[:, 0] * beyond[:, 1] < 0) & at_front
    first, second = lines[crossing, 0], lines[crossing, 1]
    share = beyond[crossing, :1] / (beyond[crossing, :1] - beyond[crossing, 1:])
    places = first + share * (second - first)
    farthest: FloatArray = places[np.argmax(_from_neck(places))]
    return farthest


def _from_neck(flat: FloatArray) -> FloatArray:
    """Angle in degrees from the neck axis to places in the section along the neck."""
    angle: FloatArray = np.degrees(np.arctan2(flat[..., 1], flat[..., 0]))
    return angle


def socket_points(hip: Hip, forward_tilt_deg: float) -> Socket:
    """Find the ends of the socket of a hip after a tilt of the pelvis."""
    mirror = mirror_of(hip)
    meshes = [hip.parts[part] for part in HIP_BONE_PARTS]
    first = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    centre = hip.socket_centre_mm * mirror
    points = np.concatenate([mesh.vertices for mesh in meshes]) * mirror - centre
    faces = np.concatenate([mesh.faces + n for mesh, n in zip(meshes, first, strict=False)])
    tilt = np.radians(forward_tilt_deg)
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    points[:, 1:] = points[:, 1:] @ turn.T
    front_plane, level = (
        _within(cut(points, faces, points[:, axis]), _SOCKET_REACH * hip.head_radius_mm)
        for axis in (1, 2)
    )
    inside = front_plane[front_plane[:, :, 0].max(axis=1) < 0]
    return Socket(
        centre,
        centre + _outermost(front_plane, 2, 1),
        centre + _lowest(inside),
        centre + _outermost(level, 1, -1),
        centre + _outermost(level, 1, 1),
    )


def _within(lines: FloatArray, reach: float) -> FloatArray:
    near: FloatArray = lines[np.linalg.norm(lines, axis=2).max(axis=1) < reach]
    return near


def _outermost(lines: FloatArray, axis: int, sign: int) -> FloatArray:
    """Give the end of the socket: the point seen from its centre in the outermost direction."""
    ends = lines.reshape(-1, 3)
    ends = ends[ends[:, axis] * sign > 0]
    chosen: FloatArray = ends[np.argmax(ends[:, 0] / np.linalg.norm(ends, axis=1))]
    return chosen


def _lowest(lines: FloatArray) -> FloatArray:
    """Give the middle of the lower tip of an outline; the tip may be flat."""
    middle = lines.mean(axis=1)
    height = middle[:, 2] - middle[:, 2].min()
    weight = np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1) * np.clip(_TIP_MM - height, 0, None)
    lowest: FloatArray = weight @ middle / weight.sum()
    return lowest


def crests(hip: Hip) -> tuple[FloatArray, FloatArray]:
    """Find the outermost points of both iliac wings, of a hip turned into a left one."""
    near, far = (hip.parts[part].vertices * mirror_of(hip) for part in ("ilium", "opposite_ilium"))
    return near[np.argmax(near[:, 0])], far[np.argmin(far[:, 0])]

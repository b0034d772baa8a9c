"""Measures of a hip's shape, taken on the surface of the bones of that very hip.

How: a radiologist draws on a picture; here the same points are found on sections through the bone.
The pelvis stands with its front plane upright (see `hiplib.anatomy.geometry`), the section for the
centre-edge angle and the Sharp angle is the front plane through the ball's centre, the one for
acetabular version the level plane. An X-ray adds up all depths instead, and a person's pelvis may
tilt: `measure(hip, forward_tilt_deg=10)` says what that changes. Measures of the femur are taken in
the femur's own frame, so they do not depend on the pose:

- neck axis: from the ball's centre to the middle of the outline in which a sphere 1.4 times the
  ball's radius cuts the neck (beyond a cam bump); shaft axis: line through the middles of
  level sections of the upper shaft;
- neck-shaft angle: between the two in space, as on a picture taken square to the neck;
- version: neck axis against the line along the back of the knee condyles, seen along the femur;
- alpha angle and head-neck offset: on the section along the neck, square to the plane of neck and
  shaft, at the front. Alpha is where the outline leaves the circle of the ball by 4 percent of the
  radius: the balls of this model are round to about 3 percent.

The acetabular index needs the inner end of the dense roof line of an X-ray. A bone surface has no
such line, so the index is not given.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hiplib.anatomy.bones import Hip
from hiplib.anatomy.geometry import FloatArray, unit
from hiplib.anatomy.measure_points import (
    Femur,
    Socket,
    crests,
    femur_points,
    mirror_of,
    socket_points,
)


@dataclass(frozen=True)
class Lines:
    """What to draw for one measure: lines through points in mm, and the place of its number."""

    strokes: tuple[FloatArray, ...]
    label: FloatArray


def measure(hip: Hip, *, forward_tilt_deg: float = 0.0) -> dict[str, float]:
    """Measure a hip.

    Parameters
    ----------
    hip : Hip
        From `hiplib.anatomy.hip`, of either side and in any pose; its surface may be changed.
    forward_tilt_deg : float
        Pelvis tilted forward from the position in which its front plane is upright.

    Returns
    -------
    dict
        Measure id (table ``morphology``) to value: angles in degrees, lengths in mm.

    Notes
    -----
    For learning: what each number means on a patient's picture depends on how it was taken.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> found = measure(hip())
    >>> round(found["neck_shaft_angle"]), round(found["femoral_head_diameter"])
    (126, 46)
    """
    femur, socket = femur_points(hip), socket_points(hip, forward_tilt_deg)
    ball = femur.outline
    across, backwards, _ = femur.frame @ femur.neck
    leaves = ball.leaves - ball.middle
    roof = socket.roof - socket.centre
    slope = socket.roof - socket.wall
    opening = socket.back - socket.front
    left, right = crests(hip)
    return {
        "femoral_head_diameter": 2 * femur.radius,
        "neck_shaft_angle": _angle(-femur.neck, femur.shaft),
        "femoral_version": _degrees(backwards, across),
        "femoral_offset": float(np.linalg.norm(femur.centre - femur.foot)),
        "alpha_angle": _degrees(leaves[1], leaves[0]),
        "head_neck_offset_ratio": float(
            (ball.middle[1] + ball.radius - ball.waist[1]) / (2 * ball.radius)
        ),
        "lateral_centre_edge_angle": _degrees(roof[0], roof[2]),
        "sharp_angle": _degrees(slope[2], slope[0]),
        "acetabular_version": _degrees(opening[0], opening[1]),
        "inter_acetabular_distance": 2 * abs(float(hip.socket_centre_mm[0])),
        "pelvic_width": float(left[0] - right[0]),
    }


def measure_lines(hip: Hip) -> dict[str, Lines]:
    """Give the lines that show each measure on the bone; positions in mm, in the hip's own place.

    Returns
    -------
    dict
        Measure id to `Lines`. Of an angle, the first two strokes are its legs, the last its arc.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> measure_lines(hip())["femoral_head_diameter"].strokes[0].shape
    (49, 3)
    """
    mirror = mirror_of(hip)
    socket = socket_points(hip, 0.0)
    femur = femur_points(hip)
    drawn = _femur_lines(femur) | _outline_lines(femur) | _socket_lines(socket)
    legs = drawn["femoral_version"]
    knee = _line(*(hip.landmarks_mm[f"{s}_condyle_back"] * mirror for s in ("lateral", "medial")))
    drawn["femoral_version"] = Lines((*legs.strokes[:2], knee, legs.strokes[2]), legs.label)
    across = socket.centre * [-1.0, 1.0, 1.0]
    drawn["inter_acetabular_distance"] = _distance(socket.centre, across)
    drawn["pelvic_width"] = _distance(*crests(hip))
    return {
        key: Lines(tuple(stroke * mirror for stroke in lines.strokes), lines.label * mirror)
        for key, lines in drawn.items()
    }


def _femur_lines(femur: Femur) -> dict[str, Lines]:
    centre, radius, foot, neck = femur.centre, femur.radius, femur.foot, femur.neck
    # Neck and shaft axes miss each other by a millimetre or so; the corner stands on the neck's.
    joint = centre + ((foot - centre) @ (foot - centre)) / ((foot - centre) @ neck) * neck
    left, _, up = femur.frame
    return {
        "femoral_head_diameter": Lines(
            (
                _ring(centre, radius * left, radius * up),
                _line(centre - radius * left, centre + radius * left),
            ),
            centre,
        ),
        "neck_shaft_angle": _corner(
            joint, centre - 0.8 * radius * neck, joint + 3.5 * radius * femur.shaft
        ),
        "femoral_version": _corner(
            centre,
            centre + 2.6 * radius * unit(neck - (neck @ up) * up),
            centre + 2.6 * radius * left,
        ),
        "femoral_offset": Lines(
            (
                _line(centre, foot),
                _line(foot - 2 * radius * femur.shaft, foot + 4 * radius * femur.shaft),
            ),
            (centre + foot) / 2,
        ),
    }


def _outline_lines(femur: Femur) -> dict[str, Lines]:
    """Lines in the section along the neck."""
    radius, neck = femur.radius, femur.neck
    ball = femur.outline
    middle = femur.placed(ball.middle)
    top = middle + ball.radius * femur.front
    low = top + (ball.waist[1] - ball.middle[1] - ball.radius) * femur.front
    # Both lines along the neck run from the ball's middle to where the neck ends.
    before, behind = -0.5 * radius * neck, 2 * radius * neck
    return {
        "alpha_angle": _corner(
            middle,
            middle + behind,
            femur.placed(ball.leaves),
            _ring(middle, ball.radius * neck, ball.radius * femur.front),
        ),
        "head_neck_offset_ratio": Lines(
            (
                _line(top + before, top + behind),
                _line(low + before, low + behind),
                _line(top + behind / 2, low + behind / 2),
            ),
            top + behind / 2 + 0.4 * radius * femur.front,
        ),
    }


def _socket_lines(socket: Socket) -> dict[str, Lines]:
    at = socket.centre
    size = 1.5 * float(np.linalg.norm(socket.roof - at))
    out, back, up = size * np.eye(3)
    return {
        "lateral_centre_edge_angle": _corner(at, at + up, at + 1.3 * (socket.roof - at)),
        "sharp_angle": _corner(
            socket.wall, socket.wall + 1.5 * out, socket.wall + 1.1 * (socket.roof - socket.wall)
        ),
        "acetabular_version": _corner(
            socket.front,
            socket.front + 1.5 * back,
            socket.front + 1.1 * (socket.back - socket.front),
        ),
    }


def _line(first: FloatArray, second: FloatArray) -> FloatArray:
    return np.stack([first, second])


def _distance(first: FloatArray, second: FloatArray) -> Lines:
    return Lines((_line(first, second),), (first + second) / 2)


def _ring(
    centre: FloatArray, first: FloatArray, second: FloatArray, turn_deg: float = 360.0
) -> FloatArray:
    angle = np.radians(np.linspace(0, turn_deg, 49))[:, None]
    ring: FloatArray = centre + np.cos(angle) * first + np.sin(angle) * second
    return ring


def _corner(at: FloatArray, first: FloatArray, second: FloatArray, *more: FloatArray) -> Lines:
    """Draw an angle: its legs, `more` strokes, and the arc between the legs as the last."""
    one, other = unit(first - at), unit(second - at)
    square = unit(other - (other @ one) * one)
    size = 0.45 * min(np.linalg.norm(first - at), np.linalg.norm(second - at))
    arc = _ring(at, size * one, size * square, _angle(one, other))
    return Lines((_line(at, first), _line(at, second), *more, arc), at + 2 * (arc[24] - at))


def _degrees(opposite: float, adjacent: float) -> float:
    return float(np.degrees(np.arctan2(opposite, adjacent)))


def _angle(first: FloatArray, second: FloatArray) -> float:
    return _degrees(float(np.linalg.norm(np.cross(first, second))), float(first @ second))

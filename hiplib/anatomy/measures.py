"""Measures of a hip's shape, taken on the surface of the bones of that very hip.

A radiologist draws on a picture; here the same points are found on sections through the bone. How
each measure is taken stands in the table ``shape_measures``. The pelvis stands with its front plane
upright; a person's may tilt: `measure(hip, forward_tilt_deg=10)` says what that changes. Measures
of the femur are taken in its own frame, so they do not depend on the pose. Alpha is where the
outline leaves the circle of the ball by 4 percent of the radius: the balls of this model are round
to about 3 percent.

The acetabular index needs the inner end of the dense roof line of an X-ray. A bone surface has no
such line, so the index is not given.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hiplib.anatomy import joint_shape as joint
from hiplib.anatomy.bones import HIP_BONE_PARTS, Hip, femur_turn, mirror
from hiplib.anatomy.geometry import FloatArray, cut, fit_line, fit_sphere, frame, unit
from hiplib.anatomy.geometry import middle_of_outline as middle_of
from hiplib.anatomy.joint_shape import Bone, degrees, left_bone

# Choices of method, not findings. Lengths in ball radii, shaft levels in femur lengths.
_ROUND_FROM_DEG = 75.0  # from the neck
_NECK_FROM_TO = (0.8, 1.8)
_TIP_MM = 3.0
_SHAFT_LEVELS = np.linspace(0.04, 0.24, 6)


@dataclass(frozen=True)
class Lines:
    """What to draw for one measure: lines through points in mm, and the place of its number."""

    strokes: tuple[FloatArray, ...]
    label: FloatArray


# Values and lines; places are those of a left hip, from the centre of the joint.
Measured = dict[str, tuple[float, Lines]]
_CENTRE = np.zeros(3)


def measure(hip: Hip, *, forward_tilt_deg: float = 0.0) -> dict[str, float]:
    """Measure a hip, of either side and in any pose; its surface may be changed.

    Parameters
    ----------
    hip : Hip
        From `hiplib.anatomy.hip`.
    forward_tilt_deg : float
        Pelvis tilted forward from the position in which its front plane is upright.

    Returns
    -------
    dict
        Measure id (table ``morphology``, with sources) to value: angles in degrees, lengths in mm.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> found = measure(hip())
    >>> round(found["neck_shaft_angle"]), round(found["femoral_head_diameter"])
    (126, 46)
    """
    return {key: value for key, (value, _) in _measured(hip, forward_tilt_deg).items()}


def measure_lines(hip: Hip) -> dict[str, Lines]:
    """Give the lines, in mm, that show each measure on the bone.

    The first two strokes of an angle are its legs, the last is its arc.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> measure_lines(hip())["femoral_head_diameter"].strokes[0].shape
    (49, 3)
    """
    flip, centre = mirror(hip), hip.head_centre_mm
    return {
        key: Lines(
            tuple(stroke * flip + centre for stroke in lines.strokes), lines.label * flip + centre
        )
        for key, (_, lines) in _measured(hip, 0.0).items()
    }


def _measured(hip: Hip, forward_tilt_deg: float) -> Measured:
    flip, centre, radius = mirror(hip), hip.head_centre_mm, hip.head_radius_mm
    at = {name: (place - centre) * flip for name, place in hip.landmarks_mm.items()}
    near_wing, far_wing = (
        (hip.parts[part].vertices - centre) * flip for part in ("ilium", "opposite_ilium")
    )
    left, right = near_wing[near_wing[:, 0].argmax()], far_wing[far_wing[:, 0].argmin()]
    across = 2 * abs(float(centre[0]))
    return {
        **_of_femur(left_bone(hip, "femur"), at, radius),
        **_of_socket(left_bone(hip, *HIP_BONE_PARTS), radius, forward_tilt_deg),
        "inter_acetabular_distance": (across, _distance(_CENTRE, np.array([-across, 0, 0]))),
        "pelvic_width": (float(left[0] - right[0]), _distance(left, right)),
    }


def _of_femur(bone: Bone, at: dict[str, FloatArray], radius: float) -> Measured:
    points, faces = bone
    knee = (at["lateral_epicondyle"] + at["medial_epicondyle"]) / 2
    behind_knee = np.stack([at["medial_condyle_back"], at["lateral_condyle_back"]])
    left, back, up = frame(behind_knee[1] - behind_knee[0], -knee, upright=True)
    neck = joint.neck_axis(bone, radius)
    height = (points - at["lesser_trochanter"]) @ up / np.linalg.norm(knee)
    middles = [middle_of(cut(points, faces, height + level)) for level in _SHAFT_LEVELS]
    middle, shaft = fit_line(np.array(middles))
    foot = middle - (middle @ shaft) * shaft  # nearest to the ball's centre
    # Neck and shaft axes miss each other by a millimetre or so; the corner stands on the neck's.
    corner = (foot @ foot) / (foot @ neck) * neck
    level_neck = unit(neck - (neck @ up) * up)
    ring = _ring(_CENTRE, radius * left, radius * up)
    down_shaft = foot + np.outer([-2, 4], radius * shaft)
    return {
        "femoral_head_diameter": (
            2 * radius, Lines((ring, np.outer([-1, 1], radius * left)), _CENTRE)
        ),
        "neck_shaft_angle": _corner(corner, -0.8 * radius * neck, corner + 3.5 * radius * shaft),
        "femoral_version": _corner(
            _CENTRE, 2.6 * radius * left, 2.6 * radius * level_neck, behind_knee, towards=back
        ),
        "femoral_offset": (
            float(np.linalg.norm(foot)), Lines((np.stack([_CENTRE, foot]), down_shaft), foot / 2)
        ),
        **_along_neck(bone, np.stack([neck, unit(np.cross(shaft, neck))]), radius),
    }  # fmt: skip


def _along_neck(bone: Bone, plane: FloatArray, radius: float) -> Measured:
    """Measure on the section along the neck; `plane` has rows along the neck and to the front."""
    points, faces = bone
    section = cut(points, faces, points @ np.cross(*plane)) @ plane.T
    ends = section.reshape(-1, 2)
    ends = ends[np.linalg.norm(ends, axis=1) < joint.REACH * radius]
    middle, size, leaves, alpha = np.zeros(2), radius, np.zeros(2), _ROUND_FROM_DEG
    for _ in range(3):
        # The circle is fitted to what is round: all but the neck and a bump at the front.
        angle = degrees(*(ends - middle).T[::-1])
        middle, size = fit_sphere(ends[(angle > alpha) | (angle < -_ROUND_FROM_DEG)])
        leaves = joint.leaving(section - middle, joint.choices()["ball_leaves"] * size)
        alpha = float(degrees(leaves[1], leaves[0]))
    low, high = (limit * radius for limit in _NECK_FROM_TO)
    front = ends[(ends[:, 0] > low) & (ends[:, 0] < high) & (ends[:, 1] > 0)]
    along, top, waist = middle[0], middle[1] + size, front[:, 1].min()
    from_to = np.array([along - 0.5 * radius, along + 2 * radius])
    strokes = (
        np.column_stack([from_to, [top, top]]) @ plane,
        np.column_stack([from_to, [waist, waist]]) @ plane,
        np.array([[along + radius, top], [along + radius, waist]]) @ plane,
    )
    label = np.array([along + radius, top + 0.4 * radius]) @ plane
    at, ring = middle @ plane, _ring(middle @ plane, *(size * plane))
    return {
        "alpha_angle": _corner(at, at + 2 * radius * plane[0], at + leaves @ plane, ring),
        "head_neck_offset_ratio": (float((top - waist) / (2 * size)), Lines(strokes, label)),
    }


def _of_socket(bone: Bone, radius: float, forward_tilt_deg: float) -> Measured:
    """Measure between the edges of the socket on the front and the level plane."""
    points, faces = bone
    points = points @ femur_turn(flexion_deg=-forward_tilt_deg).T
    front_plane, level = (joint.near(cut(points, faces, points[:, k]), radius) for k in (1, 2))
    roof, wall = joint.outermost(front_plane, 2), _inner_tip(front_plane)
    front, behind = joint.outermost(level, 1, -1), joint.outermost(level, 1)
    out, back, up = 1.5 * float(np.linalg.norm(roof)) * np.eye(3)
    return {
        "lateral_centre_edge_angle": _corner(_CENTRE, up, 1.3 * roof, towards=out),
        "sharp_angle": _corner(wall, wall + 1.5 * out, wall + 1.1 * (roof - wall), towards=up),
        "acetabular_version": _corner(
            front, front + 1.5 * back, front + 1.1 * (behind - front), towards=out
        ),
    }


def _inner_tip(lines: FloatArray) -> FloatArray:
    """Give the middle of the lower tip of the inner wall of a socket; the tip may be flat."""
    lines = lines[lines[:, :, 0].max(axis=1) < 0]
    middle = lines.mean(axis=1)
    height = middle[:, 2] - middle[:, 2].min()
    weight = np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1) * np.clip(_TIP_MM - height, 0, None)
    return np.asarray(weight @ middle / weight.sum())


def _distance(first: FloatArray, second: FloatArray) -> Lines:
    return Lines((np.stack([first, second]),), (first + second) / 2)


def _ring(
    centre: FloatArray, first: FloatArray, second: FloatArray, turn_deg: float = 360.0
) -> FloatArray:
    angle = np.radians(np.linspace(0, turn_deg, 49))[:, None]
    return np.asarray(centre + np.cos(angle) * first + np.sin(angle) * second)


def _corner(
    at: FloatArray,
    first: FloatArray,
    second: FloatArray,
    *more: FloatArray,
    towards: FloatArray | None = None,
) -> tuple[float, Lines]:
    """Measure and draw an angle: its legs, `more` strokes, and the arc between the legs.

    It counts as negative where its second leg leans away from `towards`.
    """
    one, other = unit(first - at), unit(second - at)
    square = unit(other - (other @ one) * one)
    angle = float(degrees(other @ square, other @ one))
    size = 0.45 * min(np.linalg.norm(first - at), np.linalg.norm(second - at))
    arc = _ring(at, size * one, size * square, angle)
    legs = np.stack([at, first]), np.stack([at, second])
    sign = -1 if towards is not None and square @ towards < 0 else 1
    return sign * angle, Lines((*legs, *more, arc), at + 2 * (arc[24] - at))

"""Where bone meets bone when the thigh bends and turns, computed from the surfaces.

The ball turns about its centre and nothing slides, so bone is looked at along rays from there
(`hiplib.anatomy.radial`): the thigh bone reaches out so far, the hip bone begins so far out. Bone
meets bone where the first is more than the second. The ball in its socket does not count: what
counts is bone that has left the ball's sphere.

Left out: cartilage, labrum, capsule, ligaments, muscles, and any sliding or bending. Bone that
meets bone in a model is not pain and not a diagnosis.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy.bones import FEMUR_PARTS, Hip, femur_turn, mirror
from hiplib.anatomy.geometry import FloatArray
from hiplib.anatomy.joint_shape import REACH, Dial, choices, left_bone, neck_axis
from hiplib.anatomy.radial import (
    APART_MM,
    Float32Array,
    femur_rays,
    hip_bone_map,
    socket_rim,
    windows,
)
from hiplib.parameters import inside

_POSE_DEG = 2.0  # between the poses of a plane; borders are found between them
_HOURS = ("upper", "front-upper", "front", "front-lower",
          "lower", "back-lower", "back", "back-upper")  # fmt: skip


@dataclass(frozen=True, eq=False)
class ContactPlane:
    """Overlap of the bones over flexion and rotation at one adduction.

    `overlap_mm` is the deepest overlap along a ray; negative is the smallest gap, -3 any larger
    one. Columns are poses of `flexion_deg`, rows of `internal_rotation_deg` (negative is external).
    """

    flexion_deg: FloatArray
    internal_rotation_deg: FloatArray
    overlap_mm: Float32Array

    def limits(self, flexion_deg: float) -> tuple[float, float]:
        """Outward and inward limit of rotation at one flexion, in degrees of internal rotation.

        A limit is infinite when bone does not meet bone within the plane; where no rotation is
        free, the outward one is infinite and the inward one minus infinite.

        Examples
        --------
        >>> from hiplib.anatomy import hip
        >>> outward, inward = first_contact(hip()).limits(90)
        >>> outward, round(inward)
        (-inf, 38)
        """
        column = np.interp(flexion_deg, self.flexion_deg, np.arange(len(self.flexion_deg)))
        left = min(int(column), len(self.flexion_deg) - 2)
        share = column - left
        mixed = self.overlap_mm[:, left] * (1 - share) + self.overlap_mm[:, left + 1] * share
        return _free(mixed, self.internal_rotation_deg)


@dataclass(frozen=True, eq=False)
class Contact:
    """Where bone meets bone in one pose.

    `overlap_mm` as in `ContactPlane`; `points_mm` (n, 3) are places on the thigh bone that touch or
    overlap the hip bone. The sites say in words where that is; empty when nothing touches.
    """

    overlap_mm: float
    points_mm: FloatArray
    hip_bone_site: str
    femur_site: str


def first_contact(hip: Hip, *, adduction_deg: float = 0.0) -> ContactPlane:
    """Find where bone meets bone over the whole plane of flexion and rotation.

    Parameters
    ----------
    hip : Hip
        In zero posture; its surface may be changed (`with_cam`, `with_pincer`).
    adduction_deg : float
        The same for all poses, -20 to 20; negative is abduction.

    Raises
    ------
    ValueError
        A value outside these bounds, or a hip that is posed already.

    Notes
    -----
    Exact up to the sampling: rays 1 degree apart, poses 2 degrees apart with the border found
    between them. Cartilage, labrum, capsule and muscles are left out.

    Examples
    --------
    >>> from hiplib.anatomy import hip, with_cam
    >>> plane = first_contact(with_cam(hip(), 80))
    >>> plane.overlap_mm.shape, round(plane.limits(90)[1])
    ((51, 66), 28)
    """
    _check(hip, adduction_deg=adduction_deg)
    flexion, rotation = (
        np.arange(choices()[f"{name}_lowest"], choices()[f"{name}_highest"] + 1e-9, _POSE_DEG)
        for name in ("flexion", "rotation")
    )
    rays, bone = femur_rays(hip), hip_bone_map(hip)
    bent, nearest = windows(bone, flexion[0], flexion[-1], _POSE_DEG)
    overlap = np.full((len(rotation), len(flexion)), APART_MM, dtype=np.float32)
    for row, angle in enumerate(rotation):
        turn = femur_turn(adduction_deg=adduction_deg, internal_rotation_deg=float(angle))
        cells = bone.cells(rays.directions @ turn.T)
        # Most rays never come near the hip bone while the thigh bends: leave them out.
        near = np.flatnonzero(rays.ends - nearest[cells] > APART_MM)
        overlap[row] = rays.overlap(near, cells, bent).max(axis=0, initial=APART_MM)
    return ContactPlane(flexion, rotation, overlap)


def contact_at(
    hip: Hip, *, flexion_deg: float, adduction_deg: float = 0.0, internal_rotation_deg: float = 0.0
) -> Contact:
    """Find where bone meets bone in one pose, inside the plane of `first_contact`.

    Parameters
    ----------
    hip : Hip
        In zero posture; its surface may be changed.
    flexion_deg, adduction_deg, internal_rotation_deg : float
        The pose, in degrees.

    Raises
    ------
    ValueError
        A value outside the bounds, or a hip that is posed already.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> found = contact_at(hip(), flexion_deg=90, internal_rotation_deg=45)
    >>> found.hip_bone_site, found.femur_site
    ('upper rim of the socket', 'front-upper side of the neck')
    """
    names = "flexion_deg", "adduction_deg", "internal_rotation_deg"
    pose = dict(zip(names, (flexion_deg, adduction_deg, internal_rotation_deg), strict=True))
    _check(hip, **pose)
    turn = femur_turn(**pose, side="left")
    rays, bone = femur_rays(hip), hip_bone_map(hip)
    turned = rays.directions @ turn.T
    cells = bone.cells(turned)
    deep = rays.overlap(np.arange(len(turned)), cells, bone.layers())[:, 0]
    touching = np.flatnonzero(deep > 0)
    deepest = float(deep.max(initial=APART_MM))
    if not len(touching):
        return Contact(deepest, np.empty((0, 3)), "", "")
    weight = deep[touching] / deep[touching].sum()
    surface = np.where(touching < rays.n_first, rays.ends[touching], rays.begins[touching])
    on_femur = rays.directions[touching] * surface[:, None]
    on_hip_bone = turned[touching] * bone.begins[0][cells][touching, None]
    return Contact(
        deepest,
        turned[touching] * surface[:, None] * mirror(hip) + hip.socket_centre_mm,
        _hip_bone_site(hip, weight @ on_hip_bone),
        _femur_site(hip, weight @ on_femur),
    )


def _free(overlap: NDArray[np.floating], rotation_deg: FloatArray) -> tuple[float, float]:
    """Give the ends of the longest run of free rotations, found between the poses."""
    free = np.concatenate([[False], overlap <= 0, [False]])
    starts, stops = np.flatnonzero(free[1:] & ~free[:-1]), np.flatnonzero(~free[1:] & free[:-1])
    if not len(starts):
        return np.inf, -np.inf
    longest = np.argmax(stops - starts)
    start, stop = starts[longest], stops[longest] - 1

    def between(inside: int, outside: int) -> float:
        share = overlap[inside] / (overlap[inside] - overlap[outside])
        return float(rotation_deg[inside] + share * (rotation_deg[outside] - rotation_deg[inside]))

    return (
        between(start, start - 1) if start else -np.inf,
        between(stop, stop + 1) if stop < len(overlap) - 1 else np.inf,
    )


def _check(hip: Hip, **angles: float) -> None:
    """Raise ValueError for a pose outside the plane, or for a hip that is posed already."""
    for name, value in angles.items():
        axis = name.split("_")[-2]
        low, high = choices()[f"{axis}_lowest"], choices()[f"{axis}_highest"]
        inside(name, value, low, high, f"{low:g} to {high:g} is possible")
    knee = (hip.landmarks_mm["lateral_epicondyle"] + hip.landmarks_mm["medial_epicondyle"]) / 2
    if np.linalg.norm((knee - hip.head_centre_mm)[:2]) > 1.0:
        raise ValueError("the hip is posed; give it in zero posture, and its angles apart")


@lru_cache(maxsize=8)
def _neck(hip: Hip) -> Dial:
    return Dial.on(neck_axis(left_bone(hip, "femur"), hip.head_radius_mm))


def _hour(dial: Dial, place: FloatArray) -> str:
    return _HOURS[round(float(dial.read(place)[1]) / 45) % 8]


def _hip_bone_site(hip: Hip, place: FloatArray) -> str:
    hour = _hour(socket_rim(hip_bone_map(hip), hip.head_radius_mm).dial, place)
    at_rim = np.linalg.norm(place) < REACH * hip.head_radius_mm
    return f"{hour} rim of the socket" if at_rim else f"hip bone beyond the {hour} rim"


def _femur_site(hip: Hip, place: FloatArray) -> str:
    at = place * mirror(hip) + hip.head_centre_mm
    gap = {
        part: float(np.linalg.norm(hip.parts[part].vertices - at, axis=1).min(initial=np.inf))
        for part in FEMUR_PARTS
    }
    part = min(gap, key=gap.__getitem__)
    if part not in ("femoral_head", "femoral_neck"):
        return part.removeprefix("femoral_").replace("_", " ")
    where = "neck" if part == "femoral_neck" else "head-neck junction"
    return f"{_hour(_neck(hip), place)} side of the {where}"

"""Cam and pincer morphology as a local change of the surface of a hip.

Cam: a smooth bump where the ball meets the neck, at the front and top. It is as high as needed for
the asked alpha angle. Pincer: the rim of the socket is drawn out along the ball, most at the front
and top, as far as needed for the asked lateral centre-edge angle. Where and how wide both are is a
choice of this course (table ``impingement_choices``, schematic); only the angles are measured.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy import joint_shape as joint
from hiplib.anatomy.bones import FEMUR_PARTS, HIP_BONE_PARTS, Hip, Mesh, mirror, with_meshes
from hiplib.anatomy.geometry import FloatArray
from hiplib.anatomy.joint_shape import Bone, Dial, choices
from hiplib.anatomy.radial import Rim, radial_map, socket_rim
from hiplib.parameters import inside

_CLOSE_DEG = 0.02
_STILL_MM = 1e-6
_POSSIBLE = "this hip can have {:.0f} to {:g} degrees"


def with_cam(hip: Hip, alpha_deg: float) -> Hip:
    """Add a smooth bump at the front and top of the head-neck junction.

    Parameters
    ----------
    hip : Hip
        In zero posture.
    alpha_deg : float
        Alpha angle at the site of the bump, from the hip's own (`alpha_angle`) to 85 degrees.

    Raises
    ------
    ValueError
        An angle that is not a number, below the hip's own or above the largest.

    Notes
    -----
    Place and form of the bump are schematic (table ``impingement_choices``). The cut-off for cam
    morphology that is used most is 60 degrees (vanklij2020alpha); no single one fits every picture
    (jakobsen2025alpha).

    Examples
    --------
    >>> from hiplib.anatomy import alpha_angle, hip
    >>> round(alpha_angle(with_cam(hip(), 70)))
    70
    """
    own, most = joint.alpha_angle(hip), choices()["cam_alpha_highest"]
    # A hip's own angle may be given as a whole number.
    wanted = inside("alpha_deg", alpha_deg, own - 0.5, most, _POSSIBLE.format(own, most))
    if wanted <= own:
        return hip
    radius, bone = hip.head_radius_mm, joint.left_bone(hip, "femur")
    raised = partial(_raised, Dial.on(joint.neck_axis(bone, radius)), radius, own)
    # A bump moves the middle of the neck a little, so that the measured angle is another one.
    points, faces = _split(bone, lambda places: raised(places, 2 * wanted - own))
    leaves = _solve(
        lambda leaves_deg: joint.alpha_of((raised(points, leaves_deg), faces), radius) - wanted,
        own,
        2 * wanted - own,
    )
    return _changed(hip, ("femur", *FEMUR_PARTS), lambda places: raised(places, leaves))


def with_pincer(hip: Hip, coverage_deg: float) -> Hip:
    """Draw the front and upper rim of the socket out along the ball.

    Parameters
    ----------
    hip : Hip
        In zero posture.
    coverage_deg : float
        Lateral centre-edge angle, from the hip's own (`edge_angle`) to 50 degrees.

    Raises
    ------
    ValueError
        An angle that is not a number, below the hip's own or above the largest.

    Examples
    --------
    >>> from hiplib.anatomy import edge_angle, hip
    >>> round(edge_angle(with_pincer(hip(), 45)))
    45
    """
    own, most = joint.edge_angle(hip), choices()["pincer_coverage_highest"]
    wanted = inside("coverage_deg", coverage_deg, own - 0.5, most, _POSSIBLE.format(own, most))
    if wanted <= own:
        return hip
    radius, bone = hip.head_radius_mm, joint.left_bone(hip, *HIP_BONE_PARTS)
    seen = radial_map(bone[0][bone[1]], step_deg=2.0, within_mm=joint.REACH * radius)
    pulled = partial(_pulled, socket_rim(seen, radius))
    points, faces = _split(bone, lambda places: pulled(places, 1.0))
    pull = _solve(
        lambda pull_deg: joint.edge_of((pulled(points, pull_deg), faces), radius) - wanted,
        0.0,
        choices()["pincer_pull_highest"],
    )
    return _changed(hip, HIP_BONE_PARTS, lambda places: pulled(places, pull))


def _raised(
    dial: Dial, radius_mm: float, own_deg: float, points: FloatArray, leaves_deg: float
) -> FloatArray:
    """Move points of a neck so that its outline leaves the ball at `leaves_deg`.

    The outline goes on straight where it leaves the ball, up to the height of the bump.
    """
    top, low = choices()["cam_top"], choices()["cam_neck_end"]
    near, far = choices()["cam_reach"], choices()["cam_reach_end"]
    height = choices()["cam_height_per_degree"] * max(leaves_deg - own_deg, 0.0)
    start = leaves_deg + np.degrees(np.arccos(1 / choices()["ball_leaves"]))
    off, clock = dial.read(points)
    length = np.linalg.norm(points, axis=-1)
    straight = radius_mm / np.cos(np.radians(np.clip(start - off, 0, 80)))
    highest = height * _fade(np.maximum(top - off, 0) / (top - low))
    rise = np.clip(straight - length, 0, highest) * _fade(_from_site(clock, "cam"))
    rise = rise * _fade(np.maximum(length / radius_mm - near, 0) / (far - near))
    return np.asarray(points * (1 + rise / length)[..., None])


def _pulled(rim: Rim, points: FloatArray, pull_deg: float) -> FloatArray:
    """Move points of a hip bone so that its rim reaches `pull_deg` farther at its site."""
    off, clock = rim.dial.read(points)
    length = np.linalg.norm(points, axis=-1)
    inside = np.maximum(off - rim.edge(clock), 0) / choices()["pincer_depth"]
    outside = np.maximum(length - rim.radius_mm, 0) / choices()["pincer_thickness"]
    share = _fade(_from_site(clock, "pincer")) * _fade(inside) * _fade(outside)
    moved = length[..., None] * rim.dial.place(off - pull_deg * share, clock)
    return np.where(share[..., None] > 0, moved, points)


def _from_site(clock_deg: FloatArray, what: str) -> FloatArray:
    """Distance from the site on the clock, as a share of the half width."""
    away = (clock_deg - choices()[f"{what}_clock"] + 180) % 360 - 180
    return np.asarray(away / choices()[f"{what}_half_width"])


def _fade(share: FloatArray) -> FloatArray:
    """From 1 at 0 smoothly to 0 at -1 and 1."""
    return np.asarray(np.cos(np.clip(share, -1, 1) * np.pi / 2) ** 2)


def _changed(hip: Hip, parts: tuple[str, ...], shift: Callable[[FloatArray], FloatArray]) -> Hip:
    """Move the surface of some parts; where it moves, its triangles are split before."""
    flip, centre = mirror(hip), hip.head_centre_mm
    old, made = {**hip.meshes, **hip.parts}, {}
    for part in parts:
        points, faces = _split(((old[part].vertices - centre) * flip, old[part].faces), shift)
        moved = shift(points)
        vertices = (moved * flip + centre).astype(np.float32)
        # What does not move keeps its numbers to the last bit.
        still = np.flatnonzero(~_moves(points, moved)[: len(old[part].vertices)])
        vertices[still] = old[part].vertices[still]
        vertices.setflags(write=False)
        made[part] = Mesh(vertices, faces, np.linalg.norm(moved - points, axis=1))
    return with_meshes(hip, made)


def _moves(points: FloatArray, moved: FloatArray) -> NDArray[np.bool_]:
    return np.asarray((np.abs(moved - points) > _STILL_MM).any(axis=-1))


def _split(bone: Bone, shift: Callable[[FloatArray], FloatArray]) -> Bone:
    """Split each triangle of which a corner or the middle of an edge moves, at these middles.

    A triangle beside them keeps an edge that does not move, so the surface stays closed.
    """
    points, faces = bone
    edges = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1), axis=-1)
    ends = np.concatenate([points[faces], points[edges].mean(axis=2)], axis=1)
    chosen = _moves(ends, shift(ends)).any(axis=1)
    n = len(points)
    keys, which = np.unique(edges[chosen] @ np.array([n, 1]), return_inverse=True)
    a, b, c = faces[chosen].T
    ab, bc, ca = which.reshape(-1, 3).T + n
    four = [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
    new = [faces[~chosen], *(np.stack(corners, axis=1) for corners in four)]
    middles = (points[keys // n] + points[keys % n]) / 2
    return np.concatenate([points, middles]), np.concatenate(new).astype(np.int32)


def _solve(off: Callable[[float], float], low: float, high: float) -> float:
    """Find the amount at which a rising error is zero (false position)."""
    below, above, middle = off(low), off(high), high
    for turn in range(30):
        # Every third step halves, so that a kink in the measure cannot hold the search up.
        middle = (low + high) / 2 if turn % 3 == 2 else low - below * (high - low) / (above - below)
        error = off(middle)
        if abs(error) < _CLOSE_DEG:
            break
        if error < 0:
            low, below = middle, error
        else:
            high, above = middle, error
    return middle

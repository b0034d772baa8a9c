"""The bones of the hip as triangle meshes, for any shape of the model of 26 lower limbs.

A shape is a list of scores: how many standard deviations to go along each of the first eight
modes (main ways in which these 26 people differ). The bones of a shape are then posed: pelvis in
its frame, femur in zero posture with the ball's centre on the socket's centre (without this the
model's own modes would pull ball and socket apart). Frame of reference: `hiplib.anatomy.geometry`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hiplib import tables
from hiplib.anatomy.bone_model import Bone, Model
from hiplib.anatomy.geometry import FloatArray, femur_frame, fit_centre, fit_sphere, frame

Side = Literal["left", "right"]
LIMIT_SD = 3.0
FEMUR_PARTS = (
    "femoral_head",
    "femoral_neck",
    "greater_trochanter",
    "lesser_trochanter",
    "femoral_shaft",
)
HIP_BONE_PARTS = ("ilium", "ischium", "pubis")


@dataclass(frozen=True, eq=False)
class Mesh:
    """A triangle surface; seen from outside, the corners of each face run anticlockwise.

    Parameters
    ----------
    vertices : (n, 3) float32 array
        Positions in mm.
    faces : (m, 3) int32 array
        Vertex numbers of each triangle.
    """

    vertices: NDArray[np.float32]
    faces: NDArray[np.int32]

    @property
    def size_mm(self) -> tuple[float, float, float]:
        """Width (left-right), depth (front-back) and height of the bounding box in mm."""
        span = np.ptp(self.vertices, axis=0)
        return float(span[0]), float(span[1]), float(span[2])


@dataclass(frozen=True, eq=False)
class Hip:
    """Pelvis and one femur of one shape, posed; all positions in mm, x left, y back, z up.

    Parameters
    ----------
    side : {"left", "right"}
        Side of the femur.
    shape : tuple of 8 floats
        Scores in SD; all zero is the mean of the model.
    parts : mapping
        Part id to `Mesh`, without overlap: ilium, ischium, pubis of the femur's side, the same
        with the prefix ``opposite_`` of the other side, sacrum, and the parts of the femur
        (`FEMUR_PARTS`).
    meshes : mapping
        As `parts`, but with the femur whole (``femur``) instead of in parts.
    head_centre_mm, socket_centre_mm : (3,) arrays
        Centre of the ball and of the socket; they coincide.
    head_radius_mm : float
        Radius of the sphere fitted to the ball.
    landmarks_mm : mapping
        Name of a landmark to its position, for example ``asis``, ``opposite_asis``,
        ``ischial_tuberosity``, ``greater_trochanter_top``.
    """

    side: Side
    shape: tuple[float, ...]
    parts: Mapping[str, Mesh] = field(repr=False)
    meshes: Mapping[str, Mesh] = field(repr=False)
    head_centre_mm: FloatArray
    socket_centre_mm: FloatArray
    head_radius_mm: float
    landmarks_mm: Mapping[str, FloatArray] = field(repr=False)


@cache
def _model() -> Model:
    return Model.of(tables.array("hip_bones"))


def scores_of(shape: Sequence[float] | None) -> FloatArray:
    """Give all scores of a shape; missing ones are 0. Raises ValueError for an impossible one."""
    n = len(_model().femur.modes)
    given = [] if shape is None else list(shape)
    if len(given) > n:
        raise ValueError(f"shape has {len(given)} scores; up to {n} are possible")
    scores = np.zeros(n)
    for number, value in enumerate(given, start=1):
        try:
            score = float(value)
        except (TypeError, ValueError):
            score = float("nan")
        if not -LIMIT_SD <= score <= LIMIT_SD:
            raise ValueError(
                f"shape score {number} is {value!r}; "
                f"a number from {-LIMIT_SD:g} to {LIMIT_SD:g} (SD) is possible"
            )
        scores[number - 1] = score
    return scores


def socket_centre(bowl: FloatArray, ball_radius: float, joint_space_mm: float) -> FloatArray:
    """Centre of the sphere (ball plus joint space) that fits a socket's surface best.

    Where a socket is so narrow that the ball would enter its wall, the seat gives way.
    """
    reach = ball_radius + joint_space_mm
    return fit_centre(bowl, reach, fit_sphere(bowl)[0], no_closer=ball_radius)


def _posed_pelvis(
    model: Model, scores: FloatArray, ball_radius: float
) -> tuple[FloatArray, dict[str, FloatArray]]:
    """Pelvis in its frame and its socket centres."""
    vertices = model.pelvis.shaped(scores)
    centre = {}
    for side, socket in model.sockets.items():
        centre[side] = socket_centre(vertices[socket], ball_radius, model.joint_space_mm)
    at = {name: vertices[vertex] for name, vertex in model.pelvis.landmarks.items()}
    spines = at["asis_left"] + at["asis_right"]
    pubis = at["pubis_front_left"] + at["pubis_front_right"]
    turn = frame(centre["left"] - centre["right"], spines - pubis)
    origin = (centre["left"] + centre["right"]) / 2
    return (vertices - origin) @ turn.T, {s: (c - origin) @ turn.T for s, c in centre.items()}


def _posed_femur(model: Model, scores: FloatArray) -> tuple[FloatArray, float]:
    """Left femur in zero posture, ball centre at the origin, and the ball's radius."""
    vertices = model.femur.shaped(scores)
    centre, radius = fit_sphere(vertices[model.ball])
    at = {name: vertices[vertex] for name, vertex in model.femur.landmarks.items()}
    knee = (at["lateral_epicondyle"] + at["medial_epicondyle"]) / 2
    turn = femur_frame(centre - knee, at["lateral_condyle_back"] - at["medial_condyle_back"])
    return (vertices - centre) @ turn.T, radius


def _meshes(bone: Bone, vertices: FloatArray, *, mirror: bool = False) -> dict[str, Mesh]:
    """Cut a posed bone into its parts; a mirrored bone keeps its outside outside."""
    points = (vertices * [-1.0, 1.0, 1.0] if mirror else vertices).astype(np.float32)
    points.setflags(write=False)
    order = [0, 2, 1] if mirror else [0, 1, 2]
    return {
        part: Mesh(points[which.vertices], which.faces[:, order])
        for part, which in bone.parts.items()
    }


def _side_free(names: Mapping[str, object], side: str) -> dict[str, str]:
    """Rename ``x_left``/``x_right`` to ``x`` (the side asked for) and ``opposite_x``."""
    other = "right" if side == "left" else "left"
    new = {}
    for name in names:
        stem, _, end = name.rpartition("_")
        new[name] = {side: stem, other: f"opposite_{stem}"}.get(end, name)
    return new


def hip(shape: Sequence[float] | None = None, *, side: Side = "left", both: bool = False) -> Hip:
    """Build pelvis and femur of a shape, the ball seated in the socket.

    Parameters
    ----------
    shape : sequence of float, optional
        Up to eight scores in SD, each from -3 to 3; missing scores are 0. None is the mean.
    side : {"left", "right"}
        The model was made from left femora; the right hip is its mirror image.
    both : bool
        Add the femur of the other side (``opposite_femur`` and its parts): the same bone mirrored
        and seated in the other socket.

    Returns
    -------
    Hip

    Raises
    ------
    ValueError
        More than eight scores, a score outside -3 to 3 or not a number, an unknown side.

    Notes
    -----
    Source: PyPI package ``musculoskeletal-models`` 0.2.4 (MPL-2.0), 26 lower limbs. The seat leaves
    the mean joint space between ball and socket (fact anat_f173, saikia2008hip).

    Examples
    --------
    >>> mean = hip()
    >>> sorted(mean.meshes)[:4], round(2 * mean.head_radius_mm)
    (['femur', 'ilium', 'ischium', 'opposite_ilium'], 46)
    >>> hip([0, 4])
    Traceback (most recent call last):
    ...
    ValueError: shape score 2 is 4; a number from -3 to 3 (SD) is possible
    """
    if side not in ("left", "right"):
        raise ValueError(f"side is {side!r}; 'left' or 'right' is possible")
    return built(_model(), scores_of(shape), side, both=both)


def built(model: Model, scores: FloatArray, side: Side = "left", *, both: bool = False) -> Hip:
    """Build a hip from any shape model; see `hip`, which uses that of the course."""
    femur, radius = _posed_femur(model, scores)
    pelvis, sockets = _posed_pelvis(model, scores, radius)
    # The left hip is built; a right hip is its mirror image as a whole.
    mirror = side == "right"
    flip = np.array([-1.0 if mirror else 1.0, 1.0, 1.0])
    new_names = _side_free(model.pelvis.parts, "left")
    cut = _meshes(model.pelvis, pelvis, mirror=mirror)
    meshes = {new_names[part]: mesh for part, mesh in cut.items() if part != "pelvis"}
    seated = femur + sockets["left"]
    femora = _meshes(model.femur, seated, mirror=mirror)
    if both:
        # A left femur that is mirrored and put into the right socket.
        across = femur + sockets["right"] * np.array([-1.0, 1.0, 1.0])
        other = _meshes(model.femur, across, mirror=not mirror)
        femora |= {f"opposite_{part}": mesh for part, mesh in other.items()}
    whole = {part: mesh for part, mesh in femora.items() if part.endswith("femur")}
    pieces = {part: mesh for part, mesh in femora.items() if part not in whole}
    centre = sockets["left"] * flip
    places = _places(model.pelvis, pelvis * flip) | _places(model.femur, seated * flip)
    return Hip(
        side=side,
        shape=tuple(scores.tolist()),
        parts=MappingProxyType(meshes | pieces),
        meshes=MappingProxyType(meshes | whole),
        head_centre_mm=centre,
        socket_centre_mm=centre.copy(),
        head_radius_mm=radius,
        landmarks_mm=MappingProxyType(places),
    )


def _places(bone: Bone, vertices: FloatArray) -> dict[str, FloatArray]:
    names = _side_free(bone.landmarks, "left")
    return {names[old]: vertices[vertex] for old, vertex in bone.landmarks.items()}

"""The bones of the hip as triangle meshes, for any shape of the model of 26 lower limbs.

A shape is a list of scores: how many standard deviations to go along each of the first eight
modes (main ways in which these 26 people differ). The bones of a shape are then posed: pelvis in
its frame, femur in zero posture with the ball's centre on the socket's centre (without this the
model's own modes would pull ball and socket apart). Frame of reference: `hiplib.anatomy.geometry`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hiplib import tables
from hiplib.anatomy.geometry import FloatArray, fit_centre, fit_sphere, frame, hip_turns
from hiplib.parameters import inside

Side = Literal["left", "right"]
Arrays = Mapping[str, NDArray[np.generic]]
LIMIT_SD = 3.0
FEMUR_PARTS = (
    "femoral_head", "femoral_neck", "greater_trochanter", "lesser_trochanter", "femoral_shaft",
)  # fmt: skip
HIP_BONE_PARTS = ("ilium", "ischium", "pubis")


@dataclass(frozen=True, eq=False)
class Mesh:
    """A triangle surface: positions (n, 3) in mm, and the vertex numbers (m, 3) of each triangle.

    Seen from outside, the corners of each face run anticlockwise. `moved_mm` says how far each
    vertex of a changed surface was moved (`with_cam`, `with_pincer`).
    """

    vertices: NDArray[np.float32]
    faces: NDArray[np.int32]
    moved_mm: FloatArray | None = None

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
    parts, meshes : mapping
        Part id to `Mesh`, without overlap: ilium, ischium, pubis of the femur's side, the same with
        the prefix ``opposite_`` of the other side, sacrum, and the femur: in `parts` cut up
        (`FEMUR_PARTS`), in `meshes` whole (``femur``).
    head_centre_mm, socket_centre_mm : (3,) arrays
        Centre of the ball and of the socket; they coincide.
    head_radius_mm : float
        Radius of the sphere fitted to the ball.
    landmarks_mm : mapping
        Name of a landmark to its position, for example ``asis``, ``opposite_asis``.
    """

    side: Side
    shape: tuple[float, ...]
    parts: Mapping[str, Mesh] = field(repr=False)
    meshes: Mapping[str, Mesh] = field(repr=False)
    head_centre_mm: FloatArray
    socket_centre_mm: FloatArray
    head_radius_mm: float
    landmarks_mm: Mapping[str, FloatArray] = field(repr=False)


@dataclass(frozen=True)
class Bone:
    """One bone of the shape model; the left side is the near one."""

    mean: FloatArray  # (n, 3) in mm
    modes: FloatArray  # (n_modes, 3n): movement for +1 SD in mm
    parts: Mapping[str, tuple[NDArray[np.int64], NDArray[np.int32]]]  # vertices, faces among them
    landmarks: Mapping[str, int]
    arrays: Arrays  # with the vertices that bear the joint

    @classmethod
    def of(cls, arrays: Arrays, name: str) -> Bone:
        """Take a bone from arrays as `hiplib.prep.bones` stores them."""
        faces, label = arrays[f"{name}_faces"].astype(np.int64), arrays[f"{name}_part"]
        parts = {
            _side_free(part): _own_vertices(faces[label == number])
            for number, part in enumerate(arrays[f"{name}_parts"].astype(str).tolist())
        }
        if name == "femur":
            parts["femur"] = _own_vertices(faces)
        step = arrays["mode_step"].astype(np.float64)[:, None]
        modes = arrays[f"{name}_modes"].reshape(len(step), -1).astype(np.float64) * step
        names = map(_side_free, arrays[f"{name}_landmarks"].astype(str).tolist())
        vertices = arrays[f"{name}_landmark_vertex"].tolist()
        landmarks = dict(zip(names, vertices, strict=True))
        return cls(arrays[f"{name}_mean"].astype(np.float64), modes, parts, landmarks, arrays)

    def shaped(self, scores: FloatArray) -> tuple[FloatArray, dict[str, FloatArray]]:
        """Give the vertices of a shape in mm, where the model has them, and the landmarks."""
        vertices = self.mean + (scores @ self.modes).reshape(-1, 3)
        return vertices, self.places(vertices)

    def places(self, vertices: FloatArray) -> dict[str, FloatArray]:
        """Give the positions of the landmarks."""
        return {name: vertices[vertex] for name, vertex in self.landmarks.items()}

    def meshes(self, vertices: FloatArray, *, mirrored: bool) -> dict[str, Mesh]:
        """Cut the bone into its parts; a mirrored bone keeps its outside outside."""
        points = vertices.astype(np.float32)
        points.setflags(write=False)
        order = [0, 2, 1] if mirrored else [0, 1, 2]
        return {
            part: Mesh(points[mine], faces[:, order]) for part, (mine, faces) in self.parts.items()
        }


def _side_free(name: str) -> str:
    stem, _, side = name.rpartition("_")
    return {"left": stem, "right": f"opposite_{stem}"}.get(side, name)


def _own_vertices(faces: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    vertices, local = np.unique(faces, return_inverse=True)
    return vertices, local.reshape(-1, 3).astype(np.int32)


@cache
def _bones() -> tuple[Bone, Bone]:
    arrays = tables.array("hip_bones")
    return Bone.of(arrays, "pelvis"), Bone.of(arrays, "femur")


def scores_of(shape: Sequence[float] | FloatArray | None) -> FloatArray:
    """Give all scores of a shape; missing ones are 0. Raises ValueError for an impossible one."""
    scores = np.zeros(len(_bones()[1].modes))
    given = [] if shape is None else list(shape)
    if len(given) > len(scores):
        raise ValueError(f"shape has {len(given)} scores; up to {len(scores)} are possible")
    possible = f"a number from {-LIMIT_SD:g} to {LIMIT_SD:g} (SD) is possible"
    for n, value in enumerate(given):
        scores[n] = inside(f"shape score {n + 1}", value, -LIMIT_SD, LIMIT_SD, possible)
    return scores


def socket_centre(bowl: FloatArray, ball_radius: float, joint_space_mm: float) -> FloatArray:
    """Centre of the sphere (ball plus joint space) that fits a socket's surface best.

    Where a socket is so narrow that the ball would enter its wall, the seat gives way.
    """
    reach = ball_radius + joint_space_mm
    return fit_centre(bowl, reach, fit_sphere(bowl)[0], no_closer=ball_radius)


def hip(
    shape: Sequence[float] | FloatArray | None = None, *, side: Side = "left", both: bool = False
) -> Hip:
    """Build pelvis and femur of a shape, the ball seated in the socket.

    Parameters
    ----------
    shape : sequence of float, optional
        Up to eight scores in SD, each from -3 to 3; missing scores are 0. None is the mean.
    side : {"left", "right"}
        The model was made from left femora; the right hip is its mirror image.
    both : bool
        Add the femur of the other side (``opposite_femur`` and its parts), a mirror image.

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
    """
    if side not in ("left", "right"):
        raise ValueError(f"side is {side!r}; 'left' or 'right' is possible")
    return built(*_bones(), scores_of(shape), side, both=both)


def built(
    pelvis: Bone, femur: Bone, scores: FloatArray, side: Side = "left", *, both: bool = False
) -> Hip:
    """Build a hip from the bones of any shape model; see `hip`, which uses those of the course."""
    # The left femur in zero posture, the centre of its ball at the origin.
    thigh, at = femur.shaped(scores)
    ball, radius = fit_sphere(thigh[femur.arrays["head"]])
    knee = (at["lateral_epicondyle"] + at["medial_epicondyle"]) / 2
    across = at["lateral_condyle_back"] - at["medial_condyle_back"]
    thigh = (thigh - ball) @ frame(across, ball - knee, upright=True).T
    # The pelvis in its frame; the socket lies on the x axis.
    girdle, at = pelvis.shaped(scores)
    bowls = [girdle[pelvis.arrays[f"socket_{s}"]] for s in ("left", "right")]
    space = float(pelvis.arrays["joint_space_mm"].astype(float))
    left, right = (socket_centre(bowl, radius, space) for bowl in bowls)
    pubis = at["pubis_front"] + at["opposite_pubis_front"]
    turn = frame(left - right, at["asis"] + at["opposite_asis"] - pubis)
    girdle = (girdle - (left + right) / 2) @ turn.T
    socket = turn @ (left - right) / 2
    thigh += socket
    # The left hip is built; a right hip is its mirror image as a whole.
    mirrored, flip = side == "right", np.array([-1.0, 1.0, 1.0])
    if mirrored:
        girdle, thigh, socket = girdle * flip, thigh * flip, socket * flip
    meshes = pelvis.meshes(girdle, mirrored=mirrored)
    parts = femur.meshes(thigh, mirrored=mirrored)
    if both:
        other = femur.meshes(thigh * flip, mirrored=not mirrored)
        parts |= {f"opposite_{part}": mesh for part, mesh in other.items()}
    whole = {part: parts.pop(part) for part in list(parts) if part.endswith("femur")}
    return Hip(
        side=side,
        shape=tuple(scores.tolist()),
        parts=meshes | parts,
        meshes=meshes | whole,
        head_centre_mm=socket,
        socket_centre_mm=socket.copy(),
        head_radius_mm=radius,
        landmarks_mm=pelvis.places(girdle) | femur.places(thigh),
    )


def mirror(hip: Hip) -> FloatArray:
    """Signs that turn a right hip into a left one, and back."""
    return np.array([1.0 if hip.side == "left" else -1.0, 1.0, 1.0])


def joined(meshes: Iterable[Mesh]) -> Mesh:
    """Put meshes into one."""
    meshes = list(meshes)
    first = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    faces = np.concatenate([mesh.faces + n for mesh, n in zip(meshes, first, strict=False)])
    return Mesh(np.concatenate([mesh.vertices for mesh in meshes]), faces.astype(np.int32))


def with_meshes(hip: Hip, made: Mapping[str, Mesh]) -> Hip:
    """Give the same hip with other meshes for some parts."""
    parts = {part: made.get(part, mesh) for part, mesh in hip.parts.items()}
    meshes = {part: made.get(part, mesh) for part, mesh in hip.meshes.items()}
    return replace(hip, parts=parts, meshes=meshes)


def femur_turn(
    *,
    flexion_deg: float = 0.0,
    adduction_deg: float = 0.0,
    internal_rotation_deg: float = 0.0,
    side: str = "left",
) -> FloatArray:
    """Rotation (3, 3) that takes the femur from zero posture to a pose: ``turn @ vector``.

    Angles in degrees follow the order of the muscle model (`myosim2026package`): flexion, then
    adduction, then internal rotation; negative is extension, abduction, external rotation. A right
    hip turns as the mirror image of a left one.

    Examples
    --------
    >>> down = np.array([0.0, 0.0, -1.0])
    >>> (femur_turn(flexion_deg=90) @ down).round().astype(int).tolist()  # the knee to the front
    [0, -1, 0]
    >>> (femur_turn(adduction_deg=90) @ down).round().astype(int).tolist()  # a left knee goes right
    [-1, 0, 0]
    """
    out = 1.0 if side == "left" else -1.0
    pose = np.array([[flexion_deg, out * adduction_deg, out * internal_rotation_deg]])
    return np.asarray(hip_turns(pose)[0][0])


def posed(hip: Hip, **pose: float) -> Hip:
    """Turn the femur of a hip in zero posture about the centre of its ball.

    The pose has the angles of `femur_turn`.

    Examples
    --------
    >>> bent = posed(hip(), flexion_deg=90)
    >>> knee = bent.landmarks_mm["medial_epicondyle"] - bent.head_centre_mm
    >>> bool(knee[1] < -300 and abs(knee[2]) < 60)
    True
    """
    turn = femur_turn(**pose, side=hip.side)

    def moved(points: NDArray[np.floating]) -> FloatArray:
        return np.asarray((points - hip.head_centre_mm) @ turn.T + hip.head_centre_mm)

    own = {**hip.meshes, **hip.parts}
    bent = {
        part: Mesh(moved(own[part].vertices).astype(np.float32), own[part].faces)
        for part in ("femur", *FEMUR_PARTS)
    }
    places = {
        name: moved(place) if name in _bones()[1].landmarks else place
        for name, place in hip.landmarks_mm.items()
    }
    return replace(with_meshes(hip, bent), landmarks_mm=places)

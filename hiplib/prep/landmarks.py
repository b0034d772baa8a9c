"""Points and point sets that are chosen once, on the mean bones, and then move with every shape.

A landmark is the vertex that lies farthest in a direction inside a region; directions are those
of the frame in `hiplib.anatomy.geometry`. The two sphere sets are the vertices of the bearing
surfaces: of the head, those that lie on the fitted sphere and face outwards; of the socket, those
that lie round the head and face its centre.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy.geometry import (
    FloatArray,
    fit_centre,
    fit_sphere,
    frame,
    vertex_normals,
)

IntArray = NDArray[np.int64]
Landmarks = dict[str, int]

# Mean width of the joint space of normal hips: fact anat_f173 (saikia2008hip). The socket's sphere
# is the head's sphere plus this space, so that the seated head neither floats nor digs in.
JOINT_SPACE_MM = 4.5


def head_vertices(vertices: FloatArray, faces: IntArray) -> IntArray:
    """Vertices on the ball of a left femur in any upright pose."""
    normals = vertex_normals(vertices, faces)
    high = vertices[:, 2] > vertices[:, 2].max() - 30
    chosen = high & (vertices[:, 0] < vertices[high, 0].mean())
    for _ in range(40):
        centre, radius = fit_sphere(vertices[chosen])
        offset = vertices - centre
        distance = np.linalg.norm(offset, axis=1)
        outward = offset / distance[:, None]
        pole = outward[chosen].mean(axis=0)
        chosen = (
            (np.abs(distance - radius) < 1.2)
            & ((outward * normals).sum(axis=1) > 0.93)
            & (outward @ (pole / np.linalg.norm(pole)) > -0.35)
        )
    return np.flatnonzero(chosen)


def socket_vertices(
    vertices: FloatArray, faces: IntArray, bone: IntArray, near: FloatArray
) -> IntArray:
    """Vertices of the socket of one hip bone (`bone`), given a point `near` its centre."""
    normals = vertex_normals(vertices, faces)
    centre, chosen = near, bone
    for _ in range(20):
        offset = vertices[bone] - centre
        distance = np.linalg.norm(offset, axis=1)
        facing = (offset * normals[bone]).sum(axis=1) / distance
        chosen = bone[(facing < -0.7) & (distance < 28)]
        if len(chosen) < 60:
            raise ValueError(f"the socket search lost its way: {len(chosen)} vertices left")
        centre, _ = fit_sphere(vertices[chosen])
    return chosen


def _farthest(vertices: FloatArray, where: NDArray[np.bool_], direction: tuple[float, ...]) -> int:
    candidates = np.flatnonzero(where)
    return int(candidates[np.argmax(vertices[candidates] @ np.array(direction))])


def pelvis_landmarks(vertices: FloatArray, bones: dict[str, IntArray]) -> Landmarks:
    """Landmarks of the pelvis; `bones` gives the vertices of left and right hip bone and sacrum."""
    z = vertices[:, 2]
    found: Landmarks = {}
    for side, out in (("left", 1.0), ("right", -1.0)):
        bone = np.zeros(len(vertices), dtype=bool)
        bone[bones[side]] = True
        middle_z = vertices[bones[side], 2].mean()
        low = bone & (z < middle_z - 20)
        found[f"asis_{side}"] = _farthest(vertices, bone & (z > middle_z + 20), (0, -1, 0))
        found[f"psis_{side}"] = _farthest(vertices, bone & (z > middle_z + 20), (0, 1, 0))
        found[f"pubis_front_{side}"] = _farthest(vertices, low, (0, -1, 0))
        found[f"symphysis_{side}"] = _farthest(vertices, low, (-out, 0, 0))
        found[f"ischial_tuberosity_{side}"] = _farthest(vertices, bone, (0, 0, -1))
        found[f"iliac_crest_{side}"] = _farthest(vertices, bone, (0, 0, 1))
    sacrum = np.zeros(len(vertices), dtype=bool)
    sacrum[bones["sacrum"]] = True
    found["sacral_tip"] = _farthest(vertices, sacrum, (0, 0, -1))
    return found


def femur_landmarks(vertices: FloatArray, head: FloatArray) -> Landmarks:
    """Landmarks of a left femur in a roughly upright pose, head centre at `head`."""
    x, _, z = vertices.T
    bottom = z.min()
    knee = z < bottom + 50
    middle = (x[knee].min() + x[knee].max()) / 2
    lateral = _farthest(vertices, knee, (1, 0, 0))
    medial = _farthest(vertices, knee, (-1, 0, 0))
    hip = z > head[2] - 90
    return {
        "lateral_epicondyle": lateral,
        "medial_epicondyle": medial,
        "lateral_condyle_back": _farthest(vertices, knee & (x > middle), (0, 1, 0)),
        "medial_condyle_back": _farthest(vertices, knee & (x < middle), (0, 1, 0)),
        "greater_trochanter_top": _farthest(vertices, hip & (x > head[0] + 30), (0, 0, 1)),
        "greater_trochanter_side": _farthest(vertices, hip, (1, 0, 0)),
        "lesser_trochanter": _farthest(vertices, hip & (z < head[2] - 40), (-0.8, 0.6, 0)),
    }


def pelvis_pose(
    vertices: FloatArray,
    faces: IntArray,
    bones: dict[str, IntArray],
    head: tuple[FloatArray, float],
) -> tuple[FloatArray, FloatArray, dict[str, IntArray], Landmarks]:
    """Find frame, origin, sockets and landmarks of the mean pelvis by three rounds of refinement.

    `head` is the sphere of the left femoral head where the model has it, close to the left socket.
    """
    head_centre, head_radius = head
    offset = head_centre - vertices[bones["left"]].mean(axis=0)
    mirrored = vertices[bones["right"]].mean(axis=0) + offset * np.array([-1.0, 1.0, 1.0])
    near = {"left": head_centre, "right": mirrored}
    turn = np.eye(3)
    sockets = {s: socket_vertices(vertices, faces, bones[s], near[s]) for s in ("left", "right")}
    centre = {
        s: fit_centre(vertices[sockets[s]], head_radius + JOINT_SPACE_MM, near[s]) for s in sockets
    }
    origin = (centre["left"] + centre["right"]) / 2
    landmarks: Landmarks = {}
    for _ in range(3):
        landmarks = pelvis_landmarks((vertices - origin) @ turn.T, bones)
        turn = frame(centre["left"] - centre["right"], front_plane_up(vertices, landmarks))
    return turn, origin, sockets, landmarks


def front_plane_up(vertices: FloatArray, landmarks: Landmarks) -> FloatArray:
    """Give the direction from the front of the pubic bones to the front spines of the ilia."""
    spines = vertices[landmarks["asis_left"]] + vertices[landmarks["asis_right"]]
    pubis = vertices[landmarks["pubis_front_left"]] + vertices[landmarks["pubis_front_right"]]
    up: FloatArray = (spines - pubis) / 2
    return up


def femur_pose(
    vertices: FloatArray, faces: IntArray
) -> tuple[FloatArray, FloatArray, IntArray, Landmarks, float]:
    """Find frame, head centre, head vertices, landmarks and head radius of the mean femur."""
    head = head_vertices(vertices, faces)
    centre, radius = fit_sphere(vertices[head])
    turn = np.eye(3)
    landmarks: Landmarks = {}
    for _ in range(4):
        landmarks = femur_landmarks((vertices - centre) @ turn.T, np.zeros(3))
        knee = (
            vertices[landmarks["lateral_epicondyle"]] + vertices[landmarks["medial_epicondyle"]]
        ) / 2
        across = (
            vertices[landmarks["lateral_condyle_back"]] - vertices[landmarks["medial_condyle_back"]]
        )
        turn = frame(across, centre - knee, upright=True)
    return turn, centre, head, landmarks, radius

"""Points and point sets that are chosen once, on the mean bones, and then move with every shape.

A landmark is the vertex that lies farthest in a direction inside a region; directions are those
of the frame in `hiplib.anatomy.geometry`. The two sphere sets are the vertices of the bearing
surfaces: of the head, those that lie on the fitted sphere and face outwards; of the socket, those
that lie round the head and face its centre.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy.geometry import FloatArray, fit_sphere, unit, vertex_normals

IntArray = NDArray[np.int64]
Landmarks = dict[str, int]


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
        chosen = (
            (np.abs(distance - radius) < 1.2)
            & ((outward * normals).sum(axis=1) > 0.93)
            & (outward @ unit(outward[chosen].mean(axis=0)) > -0.35)
        )
    return np.flatnonzero(chosen)


def socket_vertices(
    vertices: FloatArray, faces: IntArray, bone: IntArray, near: FloatArray
) -> IntArray:
    """Vertices of the socket of one hip bone (`bone`), given a point `near` its centre."""
    normals = vertex_normals(vertices, faces)[bone]
    centre, chosen = near, bone
    for _ in range(20):
        offset = vertices[bone] - centre
        distance = np.linalg.norm(offset, axis=1)
        facing = (offset * normals).sum(axis=1) / distance
        chosen = bone[(facing < -0.7) & (distance < 28)]
        centre, _ = fit_sphere(vertices[chosen])
    return chosen


def _farthest(vertices: FloatArray, where: NDArray[np.bool_], *direction: float) -> int:
    candidates = np.flatnonzero(where)
    return int(candidates[np.argmax(vertices[candidates] @ np.array(direction))])


def pelvis_landmarks(vertices: FloatArray, bones: dict[str, IntArray]) -> Landmarks:
    """Landmarks of the pelvis; `bones` gives the vertices of left and right hip bone and sacrum."""
    z = vertices[:, 2]
    found: Landmarks = {}
    for side, out in (("left", 1.0), ("right", -1.0)):
        bone = np.isin(np.arange(len(vertices)), bones[side])
        middle = z[bones[side]].mean()
        high, low = bone & (z > middle + 20), bone & (z < middle - 20)
        found[f"asis_{side}"] = _farthest(vertices, high, 0, -1, 0)
        found[f"psis_{side}"] = _farthest(vertices, high, 0, 1, 0)
        found[f"pubis_front_{side}"] = _farthest(vertices, low, 0, -1, 0)
        found[f"symphysis_{side}"] = _farthest(vertices, low, -out, 0, 0)
        found[f"ischial_tuberosity_{side}"] = _farthest(vertices, bone, 0, 0, -1)
        found[f"iliac_crest_{side}"] = _farthest(vertices, bone, 0, 0, 1)
    sacrum = np.isin(np.arange(len(vertices)), bones["sacrum"])
    return found | {"sacral_tip": _farthest(vertices, sacrum, 0, 0, -1)}


def femur_landmarks(vertices: FloatArray) -> Landmarks:
    """Landmarks of a left femur in a roughly upright pose, the head's centre at the origin."""
    x, _, z = vertices.T
    knee, hip = z < z.min() + 50, z > -90
    middle = (x[knee].min() + x[knee].max()) / 2
    return {
        "lateral_epicondyle": _farthest(vertices, knee, 1, 0, 0),
        "medial_epicondyle": _farthest(vertices, knee, -1, 0, 0),
        "lateral_condyle_back": _farthest(vertices, knee & (x > middle), 0, 1, 0),
        "medial_condyle_back": _farthest(vertices, knee & (x < middle), 0, 1, 0),
        "greater_trochanter_top": _farthest(vertices, hip & (x > 30), 0, 0, 1),
        "greater_trochanter_side": _farthest(vertices, hip, 1, 0, 0),
        "lesser_trochanter": _farthest(vertices, hip & (z < -40), -0.8, 0.6, 0),
    }

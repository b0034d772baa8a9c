"""Carry points from one bone to another of a different person: landmarks first, then the surface.

1. The affine map about the hip centre that brings the landmarks together best.
2. A smooth warp: each vertex of the source is pulled to the surface of the target that faces the
   same way, landmarks to their partners; the pulls are averaged over a neighbourhood that shrinks
   from round to round, so that at first whole regions move and last small ones.

Any other point moves with the vertices around it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy.geometry import FloatArray, vertex_normals

IntArray = NDArray[np.int64]
Surface = tuple[FloatArray, IntArray]  # vertices and faces, seen from outside anticlockwise

REACH_MM = (60.0, 50.0, 40.0, 32.0, 26.0, 21.0, 17.0, 14.0, 12.0, 12.0)
LANDMARK_WEIGHT = 3.0
SAME_WAY = 0.3  # cosine between the normals of a vertex and of its partner


def carry(
    source: Surface, target: Surface, landmarks: tuple[FloatArray, FloatArray], points: FloatArray
) -> FloatArray:
    """Move `points` (m, 3) of the source bone to the target bone.

    Both surfaces are closed, in mm, the hip centre at the origin; `landmarks` are the same ones
    (n, 3) on the source and on the target.
    """
    affine = np.linalg.lstsq(landmarks[0], landmarks[1], rcond=None)[0]
    moved = source[0] @ affine
    pins = landmarks[0] @ affine
    carried = points @ affine
    facing = vertex_normals(*target)
    for reach in REACH_MM:
        normals = vertex_normals(moved, source[1])
        pulls = np.concatenate([_pull(moved, normals, target[0], facing), landmarks[1] - pins])
        places = np.concatenate([moved, pins])
        weights = np.repeat([1.0, LANDMARK_WEIGHT], [len(moved), len(pins)])
        moved, pins, carried = (
            at + _smooth(at, places, pulls, weights, reach) for at in (moved, pins, carried)
        )
    return carried


def _pull(
    vertices: FloatArray, normals: FloatArray, target: FloatArray, facing: FloatArray
) -> FloatArray:
    """Way from each vertex to the target's surface, straight through the surface."""
    offset = target[None] - vertices[:, None]
    distance = np.linalg.norm(offset, axis=2)
    distance[normals @ facing.T < SAME_WAY] = np.inf
    nearest = distance.argmin(axis=1)
    rows = np.arange(len(vertices))
    across = (offset[rows, nearest] * facing[nearest]).sum(axis=1, keepdims=True)
    pull: FloatArray = across * facing[nearest]
    pull[~np.isfinite(distance[rows, nearest])] = 0.0
    return pull


def _smooth(
    at: FloatArray, places: FloatArray, pulls: FloatArray, weights: FloatArray, reach: float
) -> FloatArray:
    """Average of the pulls around each point; far from all, the pull of the nearest place."""
    square = ((at[:, None] - places[None]) ** 2).sum(axis=2)
    square = square - square.min(axis=1, keepdims=True)
    share = np.exp(-square / (2 * reach**2)) * weights
    return np.asarray((share @ pulls) / share.sum(axis=1, keepdims=True))

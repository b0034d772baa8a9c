"""Spheres, frames and cuts: the small mathematics under the bones.

Frame of reference of everything that `hiplib.anatomy` returns, in millimetres:

- x points to the person's left, y to the back, z up (right-handed);
- the origin is the midpoint between the two hip centres;
- x runs from the right to the left hip centre; the front plane of the pelvis (both anterior
  superior iliac spines and the front of the pubic bones) stands upright;
- the femur stands in zero posture: the line from head centre to knee centre is upright and the
  line along the back of the knee condyles runs left-right.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def fit_sphere(points: FloatArray) -> tuple[FloatArray, float]:
    """Centre and radius of the sphere (circle) closest to points (least algebraic squares)."""
    shift = points.mean(axis=0)
    local = points - shift
    system = np.column_stack([2 * local, np.ones(len(local))])
    solution = np.linalg.lstsq(system, (local**2).sum(axis=1), rcond=None)[0]
    centre = solution[:-1]
    return centre + shift, float(np.sqrt(solution[-1] + centre @ centre))


def fit_centre(
    points: FloatArray, radius: float, start: FloatArray, *, no_closer: float = 0.0
) -> FloatArray:
    """Centre of the sphere of a given radius that lies closest to points (Gauss-Newton).

    A socket is less than half a sphere, so its own best radius is uncertain; the ball that must fit
    in is known better. A point nearer to the centre than `no_closer` counts ten times as much: a
    socket that is narrow at one spot would else take the ball into its wall there.
    """
    centre = np.array(start, dtype=float)
    for _ in range(50):
        offset = points - centre
        distance = np.linalg.norm(offset, axis=1)
        towards = -offset / distance[:, None]
        pressed = 10.0 * (distance < no_closer)
        system = np.concatenate([towards, pressed[:, None] * towards])
        missing = np.concatenate([radius - distance, pressed * (no_closer - distance)])
        step = np.linalg.lstsq(system, missing, rcond=None)[0]
        centre = centre + step
        if np.abs(step).max() < 1e-9:
            break
    return centre


def fit_line(points: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give the middle of points and the direction of the line closest to them."""
    middle = points.mean(axis=0)
    along = np.linalg.svd(points - middle)[2][0]
    return middle, along * np.sign(along @ (points[-1] - points[0]))


def unit(vector: FloatArray) -> FloatArray:
    """Give the vector of length 1 in the same direction."""
    return np.asarray(vector / np.linalg.norm(vector))


def frame(
    right_to_left: FloatArray, down_to_up: FloatArray, *, upright: bool = False
) -> FloatArray:
    """Rotation whose rows are the axes left, back, up.

    One direction is exact, the first or (`upright`) the second; the other is made square to it.
    """
    if upright:
        z = unit(down_to_up)
        x = unit(right_to_left - (right_to_left @ z) * z)
    else:
        x = unit(right_to_left)
        z = unit(down_to_up - (down_to_up @ x) * x)
    return np.stack([x, np.cross(z, x), z])


def hip_turns(poses: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Turn of a left femur (n, 3, 3), and the three joint axes as rows (n, 3, 3).

    Rows of `poses` are flexion, adduction and internal rotation in degrees, in this order.
    """
    flexion, adduction, rotation = np.radians(poses * [-1.0, 1.0, -1.0]).T
    # Each axis is moved by the turns before it: flexion -x, adduction y, internal rotation -z.
    first = _about(flexion, 0)
    second = first @ _about(adduction, 1)
    still = np.broadcast_to([-1.0, 0.0, 0.0], (len(poses), 3))
    axes = np.stack([still, first[:, :, 1], -second[:, :, 2]], axis=1)
    return second @ _about(rotation, 2), axes


def _about(angles: FloatArray, axis: int) -> FloatArray:
    """Give turns (n, 3, 3) by angles in radians about one of the three axes."""
    turns = np.tile(np.eye(3), (len(angles), 1, 1))
    a, b = (axis + 1) % 3, (axis + 2) % 3
    turns[:, a, a] = turns[:, b, b] = np.cos(angles)
    turns[:, b, a] = np.sin(angles)
    turns[:, a, b] = -turns[:, b, a]
    return turns


def vertex_normals(vertices: FloatArray, faces: NDArray[np.integer]) -> FloatArray:
    """Give unit normals at the vertices, weighted by the area of the faces around them."""
    a, b, c = np.moveaxis(vertices[faces], 1, 0)
    total = np.zeros(vertices.shape)
    np.add.at(total, faces, np.cross(b - a, c - a)[:, None])
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return np.asarray(total / np.where(length > 0, length, 1.0))


def cut(vertices: FloatArray, faces: NDArray[np.integer], level: FloatArray) -> FloatArray:
    """Find the lines (k, 2, 3) on a surface along which a level, given at the vertices, is zero.

    For a plane the level is the signed distance from it; for a sphere distance from its centre
    minus radius. Each line crosses one triangle.

    Examples
    --------
    >>> corners = np.array([[0, 0, 0], [2, 0, 0], [0, 0, 2.0]])
    >>> cut(corners, np.array([[0, 1, 2]]), corners[:, 2] - 1).tolist()
    [[[0.0, 0.0, 1.0], [1.0, 0.0, 1.0]]]
    """
    above = level > 0
    a, b, c = above[faces].T
    faces = faces[(a != b) | (b != c)]
    a, b, c = above[faces].T
    # The corner that lies alone on its side of the cut; both lines from it are cut.
    alone = np.where(b == c, 0, np.where(a == c, 1, 2))[:, None]
    first, *others = np.take_along_axis(faces, (alone + np.arange(3)) % 3, axis=1).T
    ends = [
        crossing(vertices[first], vertices[other], level[first], level[other]) for other in others
    ]
    return np.stack(ends, axis=1)


def crossing(
    first: FloatArray, second: FloatArray, level: FloatArray, other_level: FloatArray
) -> FloatArray:
    """Places between pairs of points at which a level, known at the points, is zero."""
    share = (level / (level - other_level))[:, None]
    return np.asarray(first + share * (second - first))


def middle_of_outline(lines: FloatArray) -> FloatArray:
    """Give the mean point of an outline (k, 2, 3), each line counted by its length."""
    length = np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1)
    return np.asarray(length @ lines.mean(axis=1) / length.sum())

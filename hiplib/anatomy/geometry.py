"""Spheres and anatomical frames fitted to points: the small mathematics under the bones.

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
    """Sphere with the least algebraic squared distance to points.

    Parameters
    ----------
    points : (n, 3) array
        At least four points that do not lie in one plane, in mm.

    Returns
    -------
    tuple of (3,) array and float
        Centre and radius in mm.

    Examples
    --------
    >>> corners = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]) + 5.0
    >>> centre, radius = fit_sphere(corners)
    >>> centre.round(6).tolist(), round(radius**2, 6)
    ([5.0, 5.0, 5.0], 3.0)
    """
    shift = points.mean(axis=0)
    local = points - shift
    system = np.column_stack([2 * local, np.ones(len(local))])
    solution = np.linalg.lstsq(system, (local**2).sum(axis=1), rcond=None)[0]
    centre = solution[:3]
    return centre + shift, float(np.sqrt(solution[3] + centre @ centre))


def fit_centre(points: FloatArray, radius: float, start: FloatArray) -> FloatArray:
    """Centre of the sphere of a given radius that lies closest to points (Gauss-Newton).

    A socket is less than half a sphere, so its own best radius is uncertain. The ball that must
    fit in is known better: give its radius plus the joint space.

    Examples
    --------
    >>> bowl = np.array([[3.0, 0, 0], [-3, 0, 0], [0, 3, 0], [0, -3, 0], [0, 0, -3]])
    >>> bool(np.abs(fit_centre(bowl, 3.0, np.array([0.4, 0.2, 0.5]))).max() < 1e-6)
    True
    """
    centre = np.array(start, dtype=float)
    for _ in range(50):
        offset = points - centre
        distance = np.linalg.norm(offset, axis=1)
        step = np.linalg.lstsq(-offset / distance[:, None], radius - distance, rcond=None)[0]
        centre = centre + step
        if np.abs(step).max() < 1e-9:
            break
    return centre


def frame(right_to_left: FloatArray, down_to_up: FloatArray) -> FloatArray:
    """Rotation whose rows are the axes left, back, up.

    `right_to_left` gives the first axis exactly; `down_to_up` the third as far as it is
    perpendicular to the first.

    Examples
    --------
    >>> frame(np.array([2.0, 0, 0]), np.array([1.0, 0, 5])).tolist()
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    x = right_to_left / np.linalg.norm(right_to_left)
    z = down_to_up - (down_to_up @ x) * x
    z = z / np.linalg.norm(z)
    return np.stack([x, np.cross(z, x), z])


def femur_frame(up: FloatArray, medial_to_lateral: FloatArray) -> FloatArray:
    """Rotation whose rows are left, back, up of a left femur; here the third axis is exact."""
    z = up / np.linalg.norm(up)
    x = medial_to_lateral - (medial_to_lateral @ z) * z
    x = x / np.linalg.norm(x)
    return np.stack([x, np.cross(z, x), z])


def vertex_normals(vertices: FloatArray, faces: NDArray[np.integer]) -> FloatArray:
    """Give unit normals at the vertices, weighted by the area of the faces around them."""
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    normal = np.cross(b - a, c - a)
    total = np.zeros(vertices.shape)
    for k in range(3):
        np.add.at(total, faces[:, k], normal)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    unit: FloatArray = total / np.where(length > 0, length, 1.0)
    return unit

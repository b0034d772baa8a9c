"""What several tests ask of a surface: its volume, if it is closed, how far points lie from it."""

from __future__ import annotations

import numpy as np

from hiplib.anatomy import Mesh


def grid(points: np.ndarray) -> Mesh:
    """Triangles of a surface given by a grid of points."""
    rows, columns, _ = points.shape
    number = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (n.ravel() for n in (number[:-1, :-1], number[1:, :-1], number[1:, 1:],
                                      number[:-1, 1:]))  # fmt: skip
    faces = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
    return Mesh(points.reshape(-1, 3).astype(np.float32), faces.astype(np.int32))


def turned(axis: np.ndarray, radii: np.ndarray, along: np.ndarray) -> Mesh:
    """Surface of revolution about `axis` with a radius at each place along it."""
    axis = axis / np.linalg.norm(axis)
    first = np.cross(axis, [0.3, 1.0, 0.2])
    first /= np.linalg.norm(first)
    angle = np.linspace(0, 2 * np.pi, 181)
    round_ = np.cos(angle)[:, None] * first + np.sin(angle)[:, None] * np.cross(axis, first)
    return grid(along[:, None, None] * axis + radii[:, None, None] * round_)


def volume(mesh: Mesh) -> float:
    """Volume inside a closed surface; negative when it is inside out."""
    return float(np.linalg.det(mesh.vertices[mesh.faces].astype(float)).sum() / 6)


def is_closed(faces: np.ndarray) -> bool:
    """Say if every edge is run through once in each direction."""
    pairs = np.concatenate([faces[:, [k, (k + 1) % 3]] for k in range(3)])
    there = {tuple(pair) for pair in pairs.tolist()}
    return len(there) == len(pairs) and there == {(b, a) for a, b in there}


def all_over(corners: np.ndarray) -> np.ndarray:
    """Give six points of each triangle (m, 3, 3), one triangle after the other."""
    shares = np.array([[2, 2, 2], [4, 1, 1], [1, 4, 1], [1, 1, 4], [6, 0, 0], [3, 3, 0]]) / 6
    return np.einsum("sc,fcx->fsx", shares, corners).reshape(-1, 3)


def nearest(points: np.ndarray, surface: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Number of the nearest of the points all over a surface, and the distance from it."""
    surface, points = surface.astype(np.float32), points.astype(np.float32)
    half = (surface**2).sum(axis=1) / 2
    number = np.concatenate(
        [(half - some @ surface.T).argmin(axis=1) for some in np.array_split(points, 60)]
    )
    return number, np.linalg.norm(points - surface[number], axis=1)


def inside(points: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Say which points lie inside a closed surface: it winds round them once."""
    found = []
    for point in points:
        a, b, c = np.moveaxis(corners - point, 1, 0)
        la, lb, lc = (np.linalg.norm(side, axis=1) for side in (a, b, c))
        across = (a * np.cross(b, c)).sum(1)
        along = la * lb * lc + (a * b).sum(1) * lc + (b * c).sum(1) * la + (c * a).sum(1) * lb
        found.append(np.arctan2(across, along).sum() / (2 * np.pi) > 0.5)
    return np.array(found, dtype=bool)

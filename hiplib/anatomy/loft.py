"""Closed surfaces from a few strands of points: cords, bands, sheets and cushions.

One idea for all of them. Strands run along a part. One strand is the middle line of a round cord;
two or more span a middle surface, and the part is as thick on both sides of it as its profile
says. Either way a loop of points goes round the part at each station along it, and neighbouring
loops are joined to a skin.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy.bones import Mesh
from hiplib.anatomy.geometry import FloatArray

_FINE = 12  # points on each piece of a curve when its length is measured


def curve(points: FloatArray, at: FloatArray) -> FloatArray:
    """Points (n, ...) of a smooth curve (Catmull-Rom) through points (k, ...), at 0 to 1 along it.

    >>> curve(np.array([[0.0, 0], [1, 2], [2, 0]]), np.array([0.0, 0.5, 1])).tolist()
    [[0.0, 0.0], [1.0, 2.0], [2.0, 0.0]]
    """
    last = len(points) - 1
    # One more point at each end, so that the curve leaves its ends straight.
    more = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    piece = np.minimum((at * last).astype(int), last - 1)
    t = at * last - piece
    basis = np.stack(
        [-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2]
    )
    near = more[piece + np.arange(4)[:, None]]
    found: FloatArray = np.einsum("kn,kn...->n...", basis / 2, near)
    return found


def evenly(points: FloatArray, n: int) -> tuple[FloatArray, float]:
    """Give `n` points at equal distances along the curve through points, and its length."""
    at = np.linspace(0, 1, _FINE * (len(points) - 1) + 1)
    step = np.linalg.norm(np.diff(curve(points, at), axis=0), axis=1)
    way = np.concatenate([[0.0], np.cumsum(step)])
    return curve(points, np.interp(np.linspace(0, way[-1], n), way, at)), float(way[-1])


def middle_surface(strands: Sequence[FloatArray], n: int, across: FloatArray) -> FloatArray:
    """Points (n, m, 3) of the surface through strands; `across` (m,) runs from -1 to 1."""
    lines = np.stack([evenly(strand, n)[0] for strand in strands])
    found: FloatArray = curve(lines, (across + 1) / 2).swapaxes(0, 1)
    return found


def cord_loops(line: FloatArray, radius: FloatArray, around: int) -> FloatArray:
    """Loops (n, around, 3) round a middle line (n, 3) at distances `radius` (n,)."""
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = np.empty_like(line)
    # Carried along without turning, so that the skin is not wrung.
    side[0] = np.cross(along[0], np.eye(3)[np.argmin(np.abs(along[0]))])
    for k in range(1, len(line)):
        side[k] = side[k - 1] - (side[k - 1] @ along[k]) * along[k]
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)[:, None, None]
    round_it = np.cos(angle) * side + np.sin(angle) * np.cross(along, side)
    loops: FloatArray = (line + radius[:, None] * round_it).swapaxes(0, 1)
    return loops


def sheet_loops(surface: FloatArray, half: FloatArray) -> FloatArray:
    """Loops (n, 2m - 2, 3) round a middle surface (n, m, 3) that is `half` (n, m) thick."""
    normal = np.cross(np.gradient(surface, axis=0), np.gradient(surface, axis=1))
    length = np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-9)
    lift = normal / length * half[:, :, None]
    return np.concatenate([surface + lift, (surface - lift)[:, -2:0:-1]], axis=1)


def skin(loops: FloatArray) -> Mesh:
    """Join loops (n, k, 3), k even, with a lid at both ends; the outside is outside."""
    n, k, _ = loops.shape
    number = np.arange(n * k).reshape(n, k)
    here, there = number[:-1], number[1:]
    quads = [_quads(here, there, np.roll(there, -1, axis=1), np.roll(here, -1, axis=1))]
    # A lid is a strip between the two halves of a loop: it follows a bent end.
    for loop in (number[0], number[-1][::-1]):
        a, b = loop[: k // 2 + 1], np.append(loop[0], loop[: k // 2 - 1 : -1])
        quads.append(_quads(a[:-1], a[1:], b[1:], b[:-1]))
    faces = np.concatenate(quads)
    points = loops.reshape(-1, 3)
    a, b, c = (points[faces[:, corner]] for corner in range(3))
    if (a * np.cross(b, c)).sum() < 0:  # six times the volume: the skin is inside out
        faces = faces[:, ::-1]
    return Mesh(points.astype(np.float32), np.ascontiguousarray(faces, dtype=np.int32))


def _quads(*corners: NDArray[np.int64]) -> NDArray[np.int64]:
    """Two triangles for each quadrilateral; those that have lost a corner are left out."""
    a, b, c, d = (corner.ravel() for corner in corners)
    faces = np.concatenate([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)])
    kept: NDArray[np.int64] = faces[(faces != np.roll(faces, 1, axis=1)).all(axis=1)]
    return kept

"""Bone as seen from the centre of the joint: where it begins and ends along each direction.

The ball only turns about its centre, so every point of the thigh bone keeps its distance from the
centre. A bone is therefore looked at along rays from there. The directions form a grid round the
left-right axis, because flexion, which turns about that axis, then only shifts the grid.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy.geometry import FloatArray

_EDGE_ON = 1e-6
LAYERS = 2  # a ray meets the same bone again behind a hollow; what lies farther out is not needed


@dataclass(frozen=True, eq=False)
class RadialMap:
    """Bone along rays from a centre.

    Parameters
    ----------
    step_deg : float
        Distance of neighbouring rays.
    begins, ends : (2, n, 2n) float32 arrays
        Distance from the centre in mm at which a ray enters and leaves bone for the first and the
        second time; infinite where it does not. Rows: angle from the x axis; columns: angle round
        it, from the y axis towards the z axis.
    """

    step_deg: float
    begins: NDArray[np.float32]
    ends: NDArray[np.float32]

    def directions(self) -> FloatArray:
        """Give the unit vectors (n, 2n, 3) of the rays."""
        rows, columns = self.begins.shape[1:]
        return _directions(*np.divmod(np.arange(rows * columns), columns), self.step_deg).reshape(
            rows, columns, 3
        )


def radial_map(triangles: FloatArray, *, step_deg: float = 1.0, within_mm: float) -> RadialMap:
    """Follow rays from the origin through a closed surface.

    Parameters
    ----------
    triangles : (m, 3, 3) array
        Corners in mm from the centre; seen from outside they run anticlockwise.
    step_deg : float
        Distance of neighbouring rays; 180 is a multiple of it.
    within_mm : float
        Triangles that lie wholly farther out are left out.

    Returns
    -------
    RadialMap

    Examples
    --------
    >>> flat = np.array([[[30.0, -9, -9], [30, -9, 9], [30, 9, 0]]])  # a wall that faces the centre
    >>> seen = radial_map(flat, step_deg=2, within_mm=50)
    >>> float(seen.begins[0, 0, 0].round(1)), float(seen.begins[0, 45, 0])
    (30.0, inf)
    """
    facing = np.linalg.det(np.swapaxes(triangles, 1, 2))
    # A triangle seen edge-on hides nothing: no ray passes through it.
    seen = np.abs(facing) > _EDGE_ON
    seen &= np.linalg.norm(triangles, axis=2).min(axis=1) < within_mm
    triangles, facing = triangles[seen], facing[seen]
    rows = round(180 / step_deg)
    which, row, column = _candidates(triangles, rows, step_deg)
    # A ray is a mix of the corners: where all shares are positive, it passes through the triangle.
    corners = np.swapaxes(triangles, 1, 2)
    direction = _directions(row, column, step_deg)
    shares = np.einsum("nij,nj->ni", np.linalg.inv(corners)[which], direction)
    through = (shares >= 0).all(axis=1)
    distance = 1 / shares[through].sum(axis=1)
    cell = (row * 2 * rows + column)[through]
    entering = facing[which[through]] < 0
    layers = [_layers(cell[side], distance[side], rows) for side in (entering, ~entering)]
    return RadialMap(step_deg, *layers)


def _directions(row: NDArray[np.int64], column: NDArray[np.int64], step_deg: float) -> FloatArray:
    angle = np.radians((np.arange(360 / step_deg) + 0.5) * step_deg)
    cosine, sine = np.cos(angle), np.sin(angle)
    aside = sine[row]
    return np.stack([cosine[row], aside * cosine[column], aside * sine[column]], axis=-1)


def _candidates(
    triangles: FloatArray, rows: int, step_deg: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of a triangle and a ray near it: those in the box round the cap that holds it."""
    corners = triangles / np.linalg.norm(triangles, axis=2, keepdims=True)
    middle = corners.sum(axis=1)
    middle /= np.linalg.norm(middle, axis=1, keepdims=True)
    cap = np.arccos(np.clip(np.einsum("mkc,mc->mk", corners, middle).min(axis=1), -1, 1))
    off = np.arccos(np.clip(middle[:, 0], -1, 1))
    aside = np.minimum(np.sin(cap) / np.maximum(np.sin(off), 1e-9), 1.0)
    at_pole = (off <= cap) | (off + cap >= np.pi)
    wide = np.where(at_pole, np.pi, np.arcsin(aside))
    round_x = np.arctan2(middle[:, 2], middle[:, 1])
    grid = np.radians(step_deg)
    first_row = np.clip(np.ceil((off - cap) / grid - 0.5), 0, rows).astype(np.int64)
    last_row = np.clip(np.floor((off + cap) / grid - 0.5), -1, rows - 1).astype(np.int64)
    first = np.ceil((round_x - wide) / grid - 0.5).astype(np.int64)
    last = np.floor((round_x + wide) / grid - 0.5).astype(np.int64)
    high = np.maximum(last_row - first_row + 1, 0)
    across = np.clip(last - first + 1, 0, 2 * rows)
    count = high * across
    which = np.repeat(np.arange(len(triangles)), count)
    number = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    down, along = np.divmod(number, across[which])
    return which, first_row[which] + down, (first[which] + along) % (2 * rows)


def _layers(cell: NDArray[np.int64], distance: FloatArray, rows: int) -> NDArray[np.float32]:
    """Sort the distances of each ray into layers."""
    order = np.lexsort((distance, cell))
    cell, distance = cell[order], distance[order]
    # Two triangles that share an edge may both report a ray that runs exactly along it.
    twice = (np.diff(cell, prepend=-1) == 0) & (np.diff(distance, prepend=0) < 1e-6)
    cell, distance = cell[~twice], distance[~twice]
    layer = np.arange(len(cell)) - np.searchsorted(cell, cell)
    found = np.full((LAYERS, 2 * rows * rows), np.inf, dtype=np.float32)
    kept = layer < LAYERS
    found[layer[kept], cell[kept]] = distance[kept]
    return found.reshape(LAYERS, rows, 2 * rows)

"""Bone as seen from the centre of the joint: where it begins and ends along each direction.

The ball only turns about its centre, so every point of the thigh bone keeps its distance from the
centre. Bones are therefore looked at along rays from there: the hip bone as a grid of rays round
the left-right axis, the thigh bone as a list of rays that turn with it. Flexion turns about that
axis, so it only shifts a turned ray along a row of the grid, and one turn serves every flexion.
Everything here is a left hip, or the mirror image of a right one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from hiplib.anatomy.bones import HIP_BONE_PARTS, Hip, Mesh
from hiplib.anatomy.geometry import FloatArray
from hiplib.anatomy.joint_shape import REACH, Dial, choices, left_bone

Float32Array = NDArray[np.float32]
IntArray = NDArray[np.int64]
Cells = tuple[IntArray, IntArray]  # rows and columns of the grid
# Of the hip bone: begins, ends, begins again, ends again; (rows, columns, poses) each.
Layers = list[Float32Array]
APART_MM = -3.0  # a larger gap is just "apart"
_WITHIN_MM = 110.0
_RAY_DEG = 1.0
_EDGE_ON = 1e-6
_LAYERS = 2  # a ray meets the same bone again behind a hollow; what lies farther out is not needed
_NEVER = 1e4  # in place of infinity, which cannot be subtracted
_KEPT = 8
_HOUR_DEG = 5
_WAVES = 9  # round the rim that are kept; finer ones come from the size of its triangles
_GRID = Dial(np.eye(3))  # angle from the x axis, and round it from the y towards the z axis
_maps: dict[tuple[tuple[Mesh, ...], float], RadialMap] = {}


@dataclass(frozen=True, eq=False)
class RadialMap:
    """Bone along rays from a centre, `step_deg` apart.

    `begins` and `ends` (2, n, 2n) are the distances in mm at which a ray enters and leaves bone for
    the first and the second time; infinite where it does not. Rows: angle from the x axis; columns:
    angle round it, from the y axis towards the z axis.
    """

    step_deg: float
    begins: Float32Array
    ends: Float32Array

    def directions(self) -> FloatArray:
        """Give the unit vectors (n, 2n, 3) of the rays."""
        row, column = np.indices(self.begins.shape[1:])
        return _GRID.place((row + 0.5) * self.step_deg, (column + 0.5) * self.step_deg)

    def cells(self, turned: FloatArray) -> Cells:
        """Row and column of the rays nearest to some directions."""
        step = np.radians(self.step_deg)
        rows, columns = self.begins.shape[1:]
        row = (np.arccos(np.clip(turned[:, 0], -1, 1)) / step).astype(np.int64)
        column = np.floor(np.arctan2(turned[:, 2], turned[:, 1]) / step).astype(np.int64)
        return np.minimum(row, rows - 1), column % columns

    def layers(self) -> Layers:
        """Where bone begins and ends, and begins and ends again, without infinity."""
        begins, ends = np.minimum(self.begins, 2 * _NEVER), np.minimum(self.ends, _NEVER)
        return [layer[..., None] for layer in (begins[0], ends[0], begins[1], ends[1])]


@dataclass(frozen=True, eq=False)
class Rays:
    """Rays through the femur in zero posture: direction, where bone begins and ends in mm.

    The first `n_first` rays are in bone from the centre on; the others meet the femur once more,
    behind a hollow.
    """

    directions: FloatArray
    begins: Float32Array
    ends: Float32Array
    n_first: int

    def overlap(self, chosen: IntArray, cells: Cells, layers: Layers) -> Float32Array:
        """Give the overlap with the hip bone in mm (chosen rays, poses); negative is a gap."""
        row, column = cells[0][chosen], cells[1][chosen]
        begins, ends = self.begins[chosen, None], self.ends[chosen, None]
        overlap: Float32Array = ends - layers[0][row, column]
        again = slice(np.searchsorted(chosen, self.n_first), None)
        row, column = row[again], column[again]
        first, second = (
            np.minimum(ends[again], end[row, column])
            - np.maximum(begins[again], begin[row, column])
            for begin, end in (layers[:2], layers[2:])
        )
        overlap[again] = np.maximum(first, second)
        return overlap


@dataclass(frozen=True, eq=False)
class Rim:
    """Edge of the socket: how far off its axis bone begins, by the clock, and the usual radius."""

    dial: Dial
    clock_deg: FloatArray
    off_deg: FloatArray
    radius_mm: float

    def edge(self, clock_deg: FloatArray) -> FloatArray:
        """Angle of the edge from the axis at any hour, in degrees."""
        return np.asarray(np.interp(clock_deg, self.clock_deg, self.off_deg, period=360))


@lru_cache(maxsize=_KEPT)
def femur_rays(hip: Hip, ray_deg: float = _RAY_DEG) -> Rays:
    """Rays through the thigh bone, without its ball."""
    points, faces = left_bone(hip, "femur")
    triangles = points[faces]
    ball = choices()["ball_leaves"] * hip.head_radius_mm
    beyond = (np.linalg.norm(triangles, axis=2) > ball).any(axis=1)
    seen = radial_map(triangles[beyond], step_deg=ray_deg, within_mm=_WITHIN_MM)
    begin, (end, next_end) = seen.begins[0], seen.ends
    first = (end > ball) & (end < _WITHIN_MM) & (end < begin)
    again = begin < _WITHIN_MM
    # Where the ball was left out, the first end belongs to what lies behind it.
    last = np.minimum(np.where(end > begin, end, next_end), _NEVER)
    directions = seen.directions()
    return Rays(
        np.concatenate([directions[first], directions[again]]),
        np.concatenate([np.zeros_like(end[first]), begin[again]]),
        np.concatenate([end[first], last[again]]),
        int(first.sum()),
    )


def hip_bone_map(hip: Hip, ray_deg: float = _RAY_DEG) -> RadialMap:
    """Give the hip bone round the centre of its socket."""
    # A hip whose femur alone was changed shares the meshes of its hip bone.
    key = tuple(hip.meshes[part] for part in HIP_BONE_PARTS), ray_deg
    if key not in _maps:
        if len(_maps) == _KEPT:
            _maps.pop(next(iter(_maps)))
        points, faces = left_bone(hip, *HIP_BONE_PARTS)
        _maps[key] = radial_map(points[faces], step_deg=ray_deg, within_mm=_WITHIN_MM)
    return _maps[key]


@lru_cache(maxsize=_KEPT)
def windows(
    seen: RadialMap, first_deg: float, last_deg: float, apart_deg: float
) -> tuple[Layers, Float32Array]:
    """For each ray, the layers of bone that it meets as the thigh bends, and the nearest begin."""
    # Bending by one step of the rays turns a ray to the column before.
    first, last, apart = (round(deg / seen.step_deg) for deg in (first_deg, last_deg, apart_deg))
    columns = seen.begins.shape[2]
    wrapped = np.arange(-last, columns - first) % columns
    bent = [
        sliding_window_view(layer[:, wrapped, 0], last - first + 1, axis=1)[..., ::-apart]
        for layer in seen.layers()
    ]
    return bent, bent[0].min(axis=-1)


@lru_cache(maxsize=_KEPT)
def socket_rim(seen: RadialMap, radius_mm: float) -> Rim:
    """Find the edge of the socket: beyond it a ray from the centre meets no bone nearby."""
    rays, begins = seen.directions(), seen.begins[0]
    near = begins < REACH * radius_mm
    # Rays crowd near the x axis.
    weight = np.linalg.norm(rays[~near][:, 1:], axis=1)
    dial = Dial.on(weight @ rays[~near])
    off, clock = dial.read(rays[near])
    hours = np.arange(0, 360, _HOUR_DEG)
    hour = np.round(clock / _HOUR_DEG).astype(int) % len(hours)
    order = np.lexsort((off, hour))
    first = order[np.searchsorted(hour[order], np.arange(len(hours)))]
    waves = np.fft.rfft(off[first])
    waves[_WAVES:] = 0
    edge = np.fft.irfft(waves, len(hours))
    return Rim(dial, hours.astype(float), edge, float(np.median(begins[near][first])))


def radial_map(triangles: FloatArray, *, step_deg: float = 1.0, within_mm: float) -> RadialMap:
    """Follow rays from the origin through a closed surface.

    Corners of `triangles` (m, 3, 3) are in mm and run anticlockwise seen from outside; 180 is a
    multiple of `step_deg`; triangles wholly farther out than `within_mm` are left out.
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
    direction = _GRID.place((row + 0.5) * step_deg, (column + 0.5) * step_deg)
    shares = np.einsum("nij,nj->ni", np.linalg.inv(corners)[which], direction)
    through = (shares >= 0).all(axis=1)
    distance = 1 / shares[through].sum(axis=1)
    cell = (row * 2 * rows + column)[through]
    entering = facing[which[through]] < 0
    layers = [_layers(cell[side], distance[side], rows) for side in (entering, ~entering)]
    return RadialMap(step_deg, *layers)


def _candidates(
    triangles: FloatArray, rows: int, step_deg: float
) -> tuple[IntArray, IntArray, IntArray]:
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


def _layers(cell: IntArray, distance: FloatArray, rows: int) -> Float32Array:
    """Sort the distances of each ray into layers."""
    order = np.lexsort((distance, cell))
    cell, distance = cell[order], distance[order]
    # Two triangles that share an edge may both report a ray that runs exactly along it.
    twice = (np.diff(cell, prepend=-1) == 0) & (np.diff(distance, prepend=0) < 1e-6)
    cell, distance = cell[~twice], distance[~twice]
    layer = np.arange(len(cell)) - np.searchsorted(cell, cell)
    found = np.full((_LAYERS, 2 * rows * rows), np.inf, dtype=np.float32)
    kept = layer < _LAYERS
    found[layer[kept], cell[kept]] = distance[kept]
    return found.reshape(_LAYERS, rows, 2 * rows)

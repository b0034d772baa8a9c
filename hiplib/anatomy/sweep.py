"""Two bones of a joint swept past each other along rays from the centre.

The hip bone is a grid of rays (`hiplib.anatomy.radial`); the thigh bone is a list of rays that turn
with it. Bending shifts a turned ray along a row of the grid, so one turn serves every flexion.
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
from hiplib.anatomy.joint_shape import choices, left_bone
from hiplib.anatomy.radial import RadialMap, radial_map

Float32Array = NDArray[np.float32]
Cells = tuple[NDArray[np.int64], NDArray[np.int64]]  # rows and columns of the grid
WITHIN_MM = 110.0
APART_MM = -3.0  # a larger gap is just "apart"
_RAY_DEG = 1.0
_KEPT = 8
_maps: dict[tuple[tuple[Mesh, ...], float], RadialMap] = {}
_NEVER = 1e4  # in place of infinity, which cannot be subtracted


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

    def overlap(self, chosen: NDArray[np.int64], cells: Cells, layers: Layers) -> Float32Array:
        """Give the overlap with the hip bone in mm (chosen rays, poses); negative is a gap."""
        row, column = cells[0][chosen], cells[1][chosen]
        ends = self.ends[chosen, None]
        overlap: Float32Array = ends - layers[0][row, column]
        again = np.searchsorted(chosen, self.n_first)
        row, column, ends = row[again:], column[again:], ends[again:]
        begins = self.begins[chosen[again:], None]
        first, second = (
            np.minimum(ends, end[row, column]) - np.maximum(begins, begin[row, column])
            for begin, end in (layers[:2], layers[2:])
        )
        overlap[again:] = np.maximum(first, second)
        return overlap


# Of the hip bone: begins, ends, begins again, ends again; (rows, columns, poses) each.
Layers = list[Float32Array]


@lru_cache(maxsize=_KEPT)
def femur_rays(hip: Hip, ray_deg: float = _RAY_DEG) -> Rays:
    """Rays through the thigh bone, without its ball."""
    points, faces = left_bone(hip, "femur")
    triangles = points[faces]
    ball = choices()["ball_leaves"] * hip.head_radius_mm
    beyond = (np.linalg.norm(triangles, axis=2) > ball).any(axis=1)
    seen = radial_map(triangles[beyond], step_deg=ray_deg, within_mm=WITHIN_MM)
    begin, (end, next_end) = seen.begins[0], seen.ends
    first = (end > ball) & (end < WITHIN_MM) & (end < begin)
    again = begin < WITHIN_MM
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
        _maps[key] = radial_map(points[faces], step_deg=ray_deg, within_mm=WITHIN_MM)
    return _maps[key]


def layers(seen: RadialMap) -> Layers:
    """Where bone begins and ends, and begins and ends again, without infinity."""
    begins, ends = np.minimum(seen.begins, 2 * _NEVER), np.minimum(seen.ends, _NEVER)
    return [layer[..., None] for layer in (begins[0], ends[0], begins[1], ends[1])]


@lru_cache(maxsize=_KEPT)
def windows(
    seen: RadialMap, first_deg: float, last_deg: float, apart_deg: float
) -> tuple[Layers, Float32Array]:
    """For each ray, the layers of bone that it meets as the thigh bends, and the nearest begin."""
    columns = seen.begins.shape[2]
    # Bending by one step of the rays turns a ray to the column before.
    first, last, apart = (
        round(angle / seen.step_deg) for angle in (first_deg, last_deg, apart_deg)
    )
    wrapped = np.arange(-last, columns - first) % columns
    bent = [
        sliding_window_view(layer[:, wrapped, 0], last - first + 1, axis=1)[..., ::-apart]
        for layer in layers(seen)
    ]
    return bent, bent[0].min(axis=-1)


def cells_of(turned: FloatArray, seen: RadialMap) -> Cells:
    """Row and column of the rays nearest to some directions."""
    step = np.radians(seen.step_deg)
    rows, columns = seen.begins.shape[1:]
    off = np.arccos(np.clip(turned[:, 0], -1, 1))
    round_x = np.arctan2(turned[:, 2], turned[:, 1])
    row = np.minimum((off / step).astype(np.int64), rows - 1)
    return row, np.floor(round_x / step).astype(np.int64) % columns

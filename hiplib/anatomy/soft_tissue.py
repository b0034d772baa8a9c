"""The soft parts of the hip on the mean bones: ligaments, bursae, muscles, vessels, nerves.

Every part is drawn from a few strands of points (`soft_points`). One strand is the middle line of a
round cord; two or more span a middle surface, and the part is as thick on both sides of it as its
profile says. Either way a loop of points goes round the part at each station along it, and
neighbouring loops are joined to a skin.

Parts that are `schematic` were placed by hand after the attachments in the tables; the others
follow the paths of a muscle model, moved outwards so that a belly lies on the bone and not in it.
How thick a muscle of that model is drawn follows its greatest force; the scale is a choice for the
eye.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hiplib import tables
from hiplib.anatomy.bones import Mesh, joined
from hiplib.anatomy.geometry import FloatArray

_FINE = 12  # points on each piece of a curve when its length is measured
# How fine a skin is: good for the eye, light to send.
_STATION_MM = {"belly": 12.0, "cord": 12.0, "band": 6.0, "cushion": 4.0}
_ACROSS_MM = 8.0
_THIN = 0.25  # a tendon beside its belly
_TURN = 0.1  # share of the length over which flesh turns into tendon
_FIBRE = 0.12  # every second line of points a little lighter, like bundles of fibres


@dataclass(frozen=True, eq=False)
class SoftPart:
    """One soft part of the mean left hip in the frame of `hiplib.anatomy.geometry`."""

    part_id: str
    structure_id: str  # what it shows
    layer: str  # one of `layer_names`
    form: str  # belly (tendon at the ends), cushion (a lens), or even: band, cord
    schematic: bool  # placed by hand; otherwise it follows the path of the muscle model
    shade: int  # from -2 (dark) to 2 (light): neighbours differ
    view: str  # fixed view of the picture in which it is seen well
    note: str  # what the drawing leaves out
    size_mm: float  # greatest width of a cord, greatest thickness of anything else
    tendons: tuple[float, float]  # shares of the length, at origin and insertion
    # For each limb or branch its strands: (k, 4) points in mm and size there (1: `size_mm`).
    pieces: tuple[tuple[FloatArray, ...], ...] = field(repr=False)

    @property
    def mesh(self) -> Mesh:
        """Closed surface, built when it is first asked for."""
        return self._built[0]

    @property
    def tone(self) -> NDArray[np.float32]:
        """For each vertex 0 (tendon) to 1 (flesh)."""
        return self._built[1]

    @cached_property
    def _built(self) -> tuple[Mesh, NDArray[np.float32]]:
        built = [self._piece(strands) for strands in self.pieces]
        meshes, tones = zip(*built, strict=True)
        return joined(meshes), np.concatenate(tones)

    def _piece(self, strands: tuple[FloatArray, ...]) -> tuple[Mesh, NDArray[np.float32]]:
        """Surface and tone of one piece: a cord round one strand, or a sheet between several."""
        lines = [strand[:, :3] for strand in strands]
        length = max(evenly(line, 2)[1] for line in lines)
        n = int(np.clip(round(length / _STATION_MM[self.form]) + 1, 8, 30))
        flesh, thick = profile(self.form, n, *self.tendons)
        thick = thick * curve(strands[len(strands) // 2][:, 3], np.linspace(0, 1, n))
        if len(lines) == 1:
            around = 8 if self.size_mm > 12 else 6
            loops = cord_loops(evenly(lines[0], n)[0], self.size_mm / 2 * thick, around)
        else:
            wide = float(np.linalg.norm(lines[0].mean(axis=0) - lines[-1].mean(axis=0)))
            m = int(np.clip(round(wide / _ACROSS_MM) + 3, 6, 11))
            across = -np.cos(np.linspace(0, np.pi, m))
            # Round at the edges.
            half = self.size_mm / 2 * thick[:, None] * np.sqrt(np.clip(1 - across**4, 0, 1))
            loops = sheet_loops(middle_surface(lines, n, across), half)
        tone = np.repeat(flesh[:, None], loops.shape[1], axis=1)
        tone[:, 1::2] -= _FIBRE * flesh[:, None]
        return skin(loops), tone.ravel().astype(np.float32)


def profile(
    form: str, n: int, origin_tendon: float, insertion_tendon: float
) -> tuple[FloatArray, FloatArray]:
    """Flesh (0 tendon, 1 muscle) and thickness (share of the greatest) at `n` places along a part.

    >>> flesh, thickness = profile("belly", 5, 0.0, 0.5)
    >>> flesh.round(1).tolist(), thickness.round(2).tolist()
    ([1.0, 1.0, 0.5, 0.0, 0.0], [0.25, 1.0, 0.25, 0.25, 0.25])
    """
    s = np.linspace(0, 1, n)
    if form == "cushion":
        return np.ones(n), np.sqrt(np.clip(1 - (2 * s - 1) ** 2, 0.02, 1))
    if form != "belly":
        return np.ones(n), np.ones(n)
    end = 1 - insertion_tendon
    inside = np.clip((s - origin_tendon) / (end - origin_tendon), 0, 1)
    bulge = _THIN + (1 - _THIN) * np.sin(np.pi * inside) ** 0.8
    first = 0.5 + (s - origin_tendon) / _TURN if origin_tendon else np.ones(n)
    last = 0.5 + (end - s) / _TURN if insertion_tendon else np.ones(n)
    return np.clip(np.minimum(first, last), 0, 1), bulge


def layer_names() -> Mapping[str, str]:
    """Return the name of each layer by its id, from the bone outwards.

    Examples
    --------
    >>> next(iter(layer_names()))
    'ligaments'
    """
    return tables.lookup("soft_layers")


@cache
def soft_tissues() -> Mapping[str, SoftPart]:
    """Give all soft parts by their part_id, from the bone outwards.

    Examples
    --------
    >>> soft_tissues()["piriformis"].layer
    'deep_muscles'
    """
    points = tables.read("soft_points").sort_values(["part_id", "piece", "strand", "order"])
    points["size"] = points["size_percent"] / 100
    pieces: dict[Any, dict[Any, list[FloatArray]]] = {}
    for (part, piece, _), strand in points.groupby(["part_id", "piece", "strand"]):
        own = pieces.setdefault(part, {}).setdefault(piece, [])
        own.append(strand[["x_mm", "y_mm", "z_mm", "size"]].to_numpy(float))
    rows: list[Any] = tables.read("soft_parts").to_dict("records")
    rows.sort(key=lambda row: [*layer_names()].index(row["layer"]))
    parts = {}
    for row in rows:
        ends = row.pop("origin_tendon_percent") / 100, row.pop("insertion_tendon_percent") / 100
        limbs = tuple(map(tuple, pieces[row["part_id"]].values()))
        parts[row["part_id"]] = SoftPart(**row, tendons=ends, pieces=limbs)
    return MappingProxyType(parts)


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

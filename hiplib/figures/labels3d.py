"""Labels beside a three-dimensional picture, with leader lines to points that can be seen.

What the reader sees is worked out on a coarse grid: in each cell of the picture the part closest to
the eye wins, and a part is labelled when it wins enough cells. Labels then go into two columns,
left and right of the bones, far enough apart to be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy import Mesh
from hiplib.figures.style import INK, MUTED

FloatArray = NDArray[np.float64]
CELL = 4.0  # mm, of the grid
_FEWEST = 5  # cells a part must show to get a label
_ASIDE = 8.0  # mm from the bones to the labels
_GAP = 0.062  # between two lines of text, as a share of the height of the picture
_LINE = {
    **{"showarrow": True, "arrowhead": 6, "arrowsize": 0.5, "arrowwidth": 1},  # a line with a dot
    **{"arrowcolor": MUTED, "borderpad": 2, "yanchor": "middle"},
    "font": {"color": INK, "size": 13},
}


@dataclass(frozen=True)
class Look:
    """A view of one hip: the picture's axes, the shown box and how much of it fills the picture."""

    right: FloatArray
    up: FloatArray
    towards: FloatArray
    box: tuple[FloatArray, FloatArray]
    zoom: float

    @classmethod
    def of(cls, eye: FloatArray, up: FloatArray, corners: FloatArray, zoom: float) -> Look:
        """Look from `eye` at the box between two corners, with `up` upwards as far as possible."""
        towards = eye / np.linalg.norm(eye)
        up = up - (up @ towards) * towards
        up = up / np.linalg.norm(up)
        box = corners.min(axis=0), corners.max(axis=0)
        return cls(np.cross(up, towards), up, towards, box, zoom)

    @property
    def reach(self) -> float:
        """Height of the picture in mm; wide things need the picture of a narrow screen to fit."""
        wide, high = np.abs(np.stack([self.right, self.up])) @ (self.box[1] - self.box[0])
        return float(max(1.12 * high, 1.25 * wide)) / self.zoom

    def project(self, points: FloatArray) -> FloatArray:
        """Right, up and towards-the-eye of points, from the middle of the box."""
        axes = np.stack([self.right, self.up, self.towards])
        projected: FloatArray = (points - (self.box[0] + self.box[1]) / 2) @ axes.T
        return projected


@dataclass(frozen=True)
class Front:
    """What of some meshes the reader sees: points all over them, and which of them are in front."""

    look: Look
    parts: tuple[str, ...]
    points: FloatArray
    flat: FloatArray  # the points as projected
    owner: NDArray[np.int64]  # the part of each point
    cell: NDArray[np.int64]  # the cell of the picture of each point
    front: NDArray[np.int64]  # the points that win their cell

    @classmethod
    def of(cls, look: Look, shown: Mapping[str, Mesh]) -> Front:
        """Work out what of the parts `shown` is in front."""
        samples = [_samples(mesh) for mesh in shown.values()]
        owner = np.repeat(np.arange(len(samples)), [len(points) for points in samples])
        points = np.concatenate(samples)
        inside = ((points >= look.box[0]) & (points <= look.box[1])).all(axis=1)
        owner, points = owner[inside], points[inside]
        flat = look.project(points)
        column, row = np.floor(flat[:, :2] / CELL).astype(np.int64).T
        cell = (column + 1000) * 10_000 + row + 1000  # not below 0, even outside the picture
        order = np.lexsort((-flat[:, 2], cell))
        _, first = np.unique(cell[order], return_index=True)
        return cls(look, tuple(shown), points, flat, owner, cell, order[first])

    @cached_property
    def seen(self) -> dict[str, tuple[float, int]]:
        """For each part the share of its outline that is in front, and in how many cells."""
        own = np.unique(self.owner * 10**8 + self.cell) // 10**8  # of each cell that a part covers
        won, alone = (
            np.bincount(o, minlength=len(self.parts)) for o in (self.owner[self.front], own)
        )
        shares = won / np.maximum(alone, 1)
        return {p: (float(shares[n]), int(won[n])) for n, p in enumerate(self.parts)}

    def middles(self) -> dict[str, FloatArray]:
        """Find a visible point in the middle of each part; parts that are hidden are left out."""
        found = {}
        for number, part in enumerate(self.parts):
            mine = self.front[self.owner[self.front] == number]
            if len(mine) >= _FEWEST:
                middle = np.median(self.flat[mine, :2], axis=0)
                found[part] = self.points[self._nearest(mine, middle)]
        return found

    def nearest(self, place: FloatArray) -> FloatArray:
        """Give the visible point that covers a place, as the reader sees it."""
        covering: FloatArray = self.points[self._nearest(self.front, self.look.project(place)[:2])]
        return covering

    def sees(self, place: FloatArray) -> bool:
        """Say if a place on a surface is in front, give or take two cells."""
        covering = self.look.project(self.nearest(place)) - self.look.project(place)
        in_box = ((place >= self.look.box[0]) & (place <= self.look.box[1])).all()
        return bool(in_box and np.linalg.norm(covering) < 3 * CELL)

    def _nearest(self, among: NDArray[np.int64], place: FloatArray) -> int:
        return int(among[((self.flat[among, :2] - place) ** 2).sum(axis=1).argmin()])


def at(place: FloatArray, decimals: int) -> dict[str, float]:
    """Give a place or direction as plotly takes it."""
    return dict(zip("xyz", place.round(decimals).tolist(), strict=True))


def label_notes(
    front: Front, anchors: Mapping[str, FloatArray], texts: Mapping[str, str], height: float
) -> list[dict[str, Any]]:
    """Label places in columns left and right of what is shown in a picture of `height` pixels.

    `anchors` gives for each part the visible point that its line leads to. A label is an annotation
    of the scene with its leader line as an arrow: ordinary text over the picture, of constant size.
    """
    if not anchors:
        return []
    look = front.look
    edges = front.flat[:, 0].min() - _ASIDE, front.flat[:, 0].max() + _ASIDE
    flat = {part: look.project(anchor) for part, anchor in anchors.items()}
    # Both columns get work, but a part goes to the side that it is near.
    middle = (float(np.median([xy[0] for xy in flat.values()])) + sum(edges) / 2) / 2
    pixels = height / look.reach
    notes = []
    for side, edge in zip(("right", "left"), edges, strict=True):
        column = [part for part, xy in flat.items() if (xy[0] > middle) == (side == "left")]
        column.sort(key=lambda part: -flat[part][1])
        wanted = [float(flat[part][1]) for part in column]
        heights = _spread(wanted, look.reach * _GAP, look.reach * (1 - _GAP) / 2)
        for part, high in zip(column, heights, strict=True):
            place = at(anchors[part], 1)
            aside, above = float(edge - flat[part][0]), float(flat[part][1] - high)
            line = {"ax": round(aside * pixels, 1), "ay": round(above * pixels, 1)}
            text = {"name": part, "text": texts[part], "xanchor": side, "align": side}
            notes.append(place | line | text | _LINE)
    return notes


def _samples(mesh: Mesh) -> FloatArray:
    """Give points all over a surface, about one in each cell: middles of parts of its faces."""
    corners = mesh.vertices[mesh.faces].astype(float)
    sides = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2)
    k = int(np.clip(np.ceil(sides.mean() / CELL), 1, 5))
    upright = [(a + 1 / 3, b + 1 / 3) for a in range(k) for b in range(k - a)]
    tipped = [(a + 2 / 3, b + 2 / 3) for a in range(k - 1) for b in range(k - 1 - a)]
    two = np.array(upright + tipped) / k
    shares = np.column_stack([two, 1 - two.sum(axis=1)])
    points: FloatArray = np.einsum("sc,fcx->fsx", shares, corners).reshape(-1, 3)
    return points


def _spread(heights: list[float], gap: float, most: float) -> list[float]:
    """Move heights (highest first) apart until neighbours have a gap, within the picture."""
    placed: list[float] = []
    for height in heights:
        placed.append(min(height, placed[-1] - gap) if placed else height)
    shift = sum(h - p for h, p in zip(heights, placed, strict=True)) / max(len(heights), 1)
    shift = min(max(shift, -most - placed[-1]), most - placed[0]) if placed else 0.0
    return [p + shift for p in placed]

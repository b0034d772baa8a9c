"""Labels beside a three-dimensional picture, with leader lines to points that can be seen.

What the reader sees is worked out on a coarse grid: in each cell of the picture the part closest to
the eye wins, and a part is labelled when it wins enough cells. Labels then go into two columns,
left and right of the bones, far enough apart to be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy import Mesh
from hiplib.figures.style import ACCENT, INK, MUTED, PAPER

FloatArray = NDArray[np.float64]


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
    def centre(self) -> FloatArray:
        """Middle of the shown box."""
        return (self.box[0] + self.box[1]) / 2

    @property
    def half(self) -> FloatArray:
        """Half the width and height of the shown box as the reader sees it, in mm."""
        seen: FloatArray = np.abs(np.stack([self.right, self.up])) @ (self.box[1] - self.box[0]) / 2
        return seen

    @property
    def reach(self) -> float:
        """Height of the picture in mm; wide things need the picture of a narrow screen to fit."""
        return 2.0 * max(1.12 * float(self.half[1]), 1.25 * float(self.half[0])) / self.zoom

    def project(self, points: FloatArray) -> FloatArray:
        """Right, up and towards-the-eye of points, from the middle of the box."""
        axes = np.stack([self.right, self.up, self.towards])
        projected: FloatArray = (points - self.centre) @ axes.T
        return projected

    def place(self, flat: FloatArray) -> FloatArray:
        """Positions in space of points given by right, up and towards-the-eye."""
        axes = np.stack([self.right, self.up, self.towards])
        placed: FloatArray = flat @ axes + self.centre
        return placed


LABELS = "labels"  # what the trace of leader lines says about itself in its `meta`
_CELL = 4.0  # mm
_FEWEST = 5  # cells a part must show to get a label


@dataclass(frozen=True)
class Label:
    """Where the label of a part stands and the visible point that it names."""

    part: str
    anchor: FloatArray
    place: FloatArray
    on_right: bool


@dataclass(frozen=True)
class Front:
    """What of some meshes the reader sees: points all over them, and which of them are in front."""

    look: Look
    parts: tuple[str, ...]
    points: FloatArray
    flat: FloatArray
    owner: NDArray[np.int64]
    front: NDArray[np.int64]

    @classmethod
    def of(cls, look: Look, shown: Mapping[str, Mesh]) -> Front:
        """Work out what of the parts `shown` is in front."""
        samples = [_samples(mesh) for mesh in shown.values()]
        owner = np.repeat(np.arange(len(samples)), [len(points) for points in samples])
        points = np.concatenate(samples)
        inside = ((points >= look.box[0]) & (points <= look.box[1])).all(axis=1)
        owner, points = owner[inside], points[inside]
        flat = look.project(points)
        cell = np.floor(flat[:, :2] / _CELL).astype(np.int64)
        order = np.lexsort((-flat[:, 2], cell[:, 1], cell[:, 0]))
        _, first = np.unique(cell[order], axis=0, return_index=True)
        return cls(look, tuple(shown), points, flat, owner, order[first])

    def middles(self) -> dict[str, FloatArray]:
        """Find a visible point in the middle of each part; parts that are hidden are left out."""
        found = {}
        for number, part in enumerate(self.parts):
            mine = self.front[self.owner[self.front] == number]
            if len(mine) < _FEWEST:
                continue
            offset = self.flat[mine, :2] - np.median(self.flat[mine, :2], axis=0)
            found[part] = self.points[mine[np.argmin((offset**2).sum(axis=1))]]
        return found

    def nearest(self, place: FloatArray) -> FloatArray:
        """Give the visible point that covers a place, as the reader sees it."""
        offset = self.flat[self.front, :2] - self.look.project(place)[:2]
        nearest: FloatArray = self.points[self.front[np.argmin((offset**2).sum(axis=1))]]
        return nearest

    def sees(self, place: FloatArray) -> bool:
        """Say if a place on a surface is in front, give or take two cells."""
        covering = self.look.project(self.nearest(place)) - self.look.project(place)
        in_box = ((place >= self.look.box[0]) & (place <= self.look.box[1])).all()
        return bool(in_box and np.linalg.norm(covering) < 3 * _CELL)


def place_labels(front: Front, anchors: Mapping[str, FloatArray]) -> list[Label]:
    """Place labels in columns left and right of the bones, in the order of their anchors."""
    if not anchors:
        return []
    look = front.look
    edges = front.flat[:, 0].min() - 8.0, front.flat[:, 0].max() + 8.0
    # Labels hang in front of everything, so that no bone hides a leader line.
    depth = float(front.flat[:, 2].max()) + 5.0
    flat = {part: look.project(anchor) for part, anchor in anchors.items()}
    # Both columns get work, but a part goes to the side that it is near.
    middle = (float(np.median([xy[0] for xy in flat.values()])) + sum(edges) / 2) / 2
    labels = []
    for on_right in (False, True):
        column = [part for part, xy in flat.items() if (xy[0] > middle) == on_right]
        column.sort(key=lambda part: -flat[part][1])
        heights = _spread([float(flat[part][1]) for part in column], look.reach * 0.052)
        for part, height in zip(column, heights, strict=True):
            place = look.place(np.array([edges[on_right], height, depth]))
            labels.append(Label(part, anchors[part], place, on_right))
    return labels


def _samples(mesh: Mesh) -> FloatArray:
    """Give points all over a surface: four on each face."""
    corners = mesh.vertices[mesh.faces].astype(float)
    weights = np.array([[1, 1, 1], [4, 1, 1], [1, 4, 1], [1, 1, 4]])
    shares = weights / weights.sum(axis=1, keepdims=True)
    points: FloatArray = np.einsum("sc,fcx->fsx", shares, corners).reshape(-1, 3)
    return points


def _spread(heights: list[float], gap: float) -> list[float]:
    """Move heights (highest first) apart until neighbours have a gap, keeping their middle."""
    if not heights:
        return []
    placed: list[float] = []
    for height in heights:
        placed.append(min(height, placed[-1] - gap) if placed else height)
    shift = sum(h - p for h, p in zip(heights, placed, strict=True)) / len(heights)
    return [p + shift for p in placed]


def leader_trace(labels: list[Label]) -> dict[str, Any]:
    """Give the plotly trace of the lines from labels to the points that they name."""
    lines = np.full((3 * len(labels), 3), np.nan)
    lines[0::3] = [label.anchor for label in labels]
    lines[1::3] = [label.place for label in labels]
    return {
        "type": "scatter3d",
        "name": "leader lines",
        "meta": LABELS,
        "mode": "lines",
        "x": lines[:, 0].astype(np.float32),
        "y": lines[:, 1].astype(np.float32),
        "z": lines[:, 2].astype(np.float32),
        "line": {"color": MUTED, "width": 2},
        "hoverinfo": "skip",
    }


def label_notes(labels: list[Label], texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give the labels as annotations of a plotly scene; `texts` holds the text of each part.

    Text drawn by the scene itself (scatter3d) changes its size when a figure is updated; an
    annotation is ordinary text over the picture.
    """
    return [
        {
            "name": label.part,
            "text": texts[label.part],
            "x": round(float(label.place[0]), 1),
            "y": round(float(label.place[1]), 1),
            "z": round(float(label.place[2]), 1),
            "showarrow": False,
            "xanchor": "left" if label.on_right else "right",
            "xshift": 5 if label.on_right else -5,
            "yanchor": "middle",
            "font": {"color": INK, "size": 13},
        }
        for label in labels
    ]


def point_trace(
    front: Front, places: Mapping[str, FloatArray], names: Mapping[str, str], marked: str | None
) -> dict[str, Any]:
    """Give the plotly trace of points on the bones, lifted a little so that none sinks in."""
    lifted = np.array([place + 3.0 * front.look.towards for place in places.values()])
    lifted = lifted.reshape(-1, 3).astype(np.float32)
    return {
        "type": "scatter3d",
        "name": "points",
        "mode": "markers",
        "x": lifted[:, 0],
        "y": lifted[:, 1],
        "z": lifted[:, 2],
        "marker": {
            "size": [11 if key == marked else 6 for key in places],
            "color": [ACCENT if key == marked else INK for key in places],
            "line": {"color": PAPER, "width": 1},
        },
        "customdata": list(places),
        "text": [names[key] for key in places],
        "hovertemplate": "<b>%{text}</b><extra></extra>",
    }

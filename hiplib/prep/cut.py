"""Cut a triangle mesh along a line on its surface, so that part borders are smooth.

The line is where a value given at the vertices is zero. Edges that cross it get a new vertex;
when the crossing lies very close to an existing vertex, the line is led through that vertex
instead, which avoids slivers. Neighbouring faces share the new vertices, so the mesh stays closed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

SNAP = 0.1  # share of an edge next to a vertex in which the line moves to that vertex


@dataclass(frozen=True)
class Labelled:
    """A mesh with one part label a face; `points` is (n, 1 + n_modes, 3): mean, then modes."""

    points: FloatArray
    faces: IntArray
    label: IntArray

    @property
    def mean(self) -> FloatArray:
        """Vertices of the mean shape."""
        return self.points[:, 0]


def relabel(mesh: Labelled, value: FloatArray, where: BoolArray, label: int) -> Labelled:
    """Give `label` to the faces of `where` on which `value` is positive, cutting at its zero line.

    Parameters
    ----------
    mesh : Labelled
        The mesh to cut.
    value : (n_points,) array
        Signed value at each vertex (any unit).
    where : (n_faces,) array of bool
        Only these faces may change their label.
    label : int
        The new label.
    """
    value = _snap(mesh.faces[where], value)
    mesh, value, where = _split(mesh, value, where)
    positive = value[mesh.faces].sum(axis=1) > 0
    return replace(mesh, label=np.where(where & positive, label, mesh.label))


def _edges(faces: IntArray) -> IntArray:
    pairs = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    return np.unique(np.sort(pairs, axis=1), axis=0)


def _snap(faces: IntArray, value: FloatArray) -> FloatArray:
    value = value.astype(float)
    for _ in range(2):
        edges = _edges(faces)
        a, b = value[edges[:, 0]], value[edges[:, 1]]
        crosses = a * b < 0
        share = a[crosses] / (a[crosses] - b[crosses])
        near_a = edges[crosses][share < SNAP, 0]
        near_b = edges[crosses][share > 1 - SNAP, 1]
        value[near_a] = 0.0
        value[near_b] = 0.0
    return value


def _split(
    mesh: Labelled, value: FloatArray, where: BoolArray
) -> tuple[Labelled, FloatArray, BoolArray]:
    edges = _edges(mesh.faces[where])
    a, b = edges[:, 0], edges[:, 1]
    crosses = value[a] * value[b] < 0
    a, b = a[crosses], b[crosses]
    share = (value[a] / (value[a] - value[b]))[:, None, None]
    points = np.concatenate([mesh.points, (1 - share) * mesh.points[a] + share * mesh.points[b]])
    value = np.concatenate([value, np.zeros(len(a))])
    start = len(mesh.points)
    new = {(int(i), int(j)): start + n for n, (i, j) in enumerate(zip(a, b, strict=True))}
    faces: list[tuple[int, int, int]] = []
    source: list[int] = []
    for number, face in enumerate(mesh.faces.tolist()):
        pieces = _pieces(face, new)
        faces += pieces
        source += [number] * len(pieces)
    origin = np.array(source)
    return Labelled(points, np.array(faces), mesh.label[origin]), value, where[origin]


def _pieces(face: list[int], new: dict[tuple[int, int], int]) -> list[tuple[int, int, int]]:
    """Triangles of one face after its edges got the vertices of `new` (at most two of them)."""
    middle = [
        new.get((min(p, q), max(p, q))) for p, q in zip(face, face[1:] + face[:1], strict=True)
    ]
    found = [k for k in range(3) if middle[k] is not None]
    if not found:
        return [(face[0], face[1], face[2])]
    if len(found) == 1:
        k = found[0]
        a, b, c, m = face[k], face[(k + 1) % 3], face[(k + 2) % 3], middle[k]
        assert m is not None
        return [(a, m, c), (m, b, c)]
    # Turn the face so that both new vertices lie on the edges of corner a: a-b and c-a.
    k = next(k for k in range(3) if middle[k] is not None and middle[(k + 2) % 3] is not None)
    a, b, c = face[k], face[(k + 1) % 3], face[(k + 2) % 3]
    m, n = middle[k], middle[(k + 2) % 3]
    assert m is not None
    assert n is not None
    return [(a, m, n), (m, b, c), (m, c, n)]

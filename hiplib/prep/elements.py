"""Curved elements of the shape model turned into a triangle mesh.

The published meshes are patches with Lagrange bases: 3rd order quads and triangles for the pelvis,
4th order ones for the femur. Each patch is sampled on a regular grid. Every sample point is a
weighted sum of nodes, so a mesh of n points is one sparse matrix B with ``vertices = B @ nodes``:
a new bone shape costs one matrix product. Two samples with the same weights are the same point,
so patches that share an edge are joined by comparing weights, without any distance tolerance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# Order of the Lagrange basis along the two directions of a patch; a triangle has one order.
ORDERS: dict[str, tuple[int, ...]] = {
    "quad44": (3, 3),
    "quad54": (4, 3),
    "quad55": (4, 4),
    "tri10": (3,),
    "tri15": (4,),
}


@dataclass(frozen=True)
class Element:
    """One patch: its kind (a key of `ORDERS`) and the node number of each of its points."""

    kind: str
    nodes: tuple[int, ...]


@dataclass(frozen=True)
class Surface:
    """Triangles over points that are weighted sums of nodes.

    Parameters
    ----------
    weights : (n_points, n_nodes) array
        Row i holds the weight of each node in point i; rows sum to 1.
    faces : (n_faces, 3) array
        Point numbers of each triangle.
    element : (n_faces,) array
        The patch that each triangle came from.
    """

    weights: FloatArray
    faces: IntArray
    element: IntArray


def read_elements(mesh: Mapping[str, object]) -> list[Element]:
    """Read the patches of a mesh file and number their nodes.

    The file lists which element points coincide. Node numbers follow from going through all
    element points in order and giving each group of coinciding points the next free number.
    """
    raw = mesh["elements"]
    links = mesh["connectivity"]
    assert isinstance(raw, dict)
    assert isinstance(links, dict)
    pairs = {_pair(key): [_pair(word) for word in words.split()] for key, words in links.items()}
    number: dict[tuple[int, int], int] = {}
    count = 0
    for point in sorted(pairs):
        if point in number:
            continue
        for same in (point, *pairs[point]):
            number[same] = count
        count += 1
    elements = []
    for key in sorted(raw, key=int):
        kind = raw[key].split()[1]
        size = len(_node_grid(kind))
        elements.append(Element(kind, tuple(number[int(key), i] for i in range(size))))
    return elements


def _pair(text: str) -> tuple[int, int]:
    element, point = text.split("_")
    return int(element), int(point)


def _node_grid(kind: str) -> FloatArray:
    """Local coordinates of the nodes of a patch, in the order of the file (x runs fastest)."""
    order = ORDERS[kind]
    if len(order) == 2:
        nx, ny = order
        points = [(i / nx, j / ny) for j in range(ny + 1) for i in range(nx + 1)]
    else:
        (n,) = order
        points = [(i / n, j / n) for j in range(n + 1) for i in range(n + 1 - j)]
    return np.array(points)


def _powers(kind: str, points: FloatArray) -> FloatArray:
    """Monomials that span the basis of a patch, one row a point."""
    order = ORDERS[kind]
    if len(order) == 2:
        exponents = [(i, j) for j in range(order[1] + 1) for i in range(order[0] + 1)]
    else:
        (n,) = order
        exponents = [(i, j) for j in range(n + 1) for i in range(n + 1 - j)]
    return np.stack([points[:, 0] ** i * points[:, 1] ** j for i, j in exponents], axis=1)


def basis(kind: str, points: FloatArray) -> FloatArray:
    """Lagrange basis of a patch at local points: 1 at its own node, 0 at all others.

    Examples
    --------
    >>> values = basis("tri10", np.array([[0.0, 0.0], [1 / 3, 1 / 3]]))
    >>> values.shape, values.sum(axis=1).round(9).tolist(), round(float(values[1, 5]), 9)
    ((2, 10), [1.0, 1.0], 1.0)
    """
    values: FloatArray = _powers(kind, points) @ np.linalg.inv(_powers(kind, _node_grid(kind)))
    return values


@cache
def _samples(kind: str, steps: int) -> tuple[FloatArray, tuple[tuple[int, int, int], ...]]:
    """Basis values on a regular grid with `steps` intervals an edge, and the grid's triangles."""
    if len(ORDERS[kind]) == 2:
        points, faces = _quad_grid(steps)
    else:
        points, faces = _triangle_grid(steps)
    return basis(kind, np.array(points) / steps), tuple(faces)


def _quad_grid(steps: int) -> tuple[list[tuple[int, int]], list[tuple[int, int, int]]]:
    points = [(i, j) for j in range(steps + 1) for i in range(steps + 1)]
    faces = []
    for j in range(steps):
        for i in range(steps):
            a = j * (steps + 1) + i
            b, c, d = a + 1, a + steps + 2, a + steps + 1
            # Alternating diagonals leave no grain in the shading.
            faces += [(a, b, c), (a, c, d)] if (i + j) % 2 == 0 else [(a, b, d), (b, c, d)]
    return points, faces


def _triangle_grid(steps: int) -> tuple[list[tuple[int, int]], list[tuple[int, int, int]]]:
    points = [(i, j) for j in range(steps + 1) for i in range(steps + 1 - j)]
    at = {point: index for index, point in enumerate(points)}
    faces = []
    for i, j in points:
        if i + j < steps:
            faces.append((at[i, j], at[i + 1, j], at[i, j + 1]))
        if i + j < steps - 1:
            faces.append((at[i + 1, j], at[i + 1, j + 1], at[i, j + 1]))
    return points, faces


def sample(elements: Sequence[Element], n_nodes: int, steps: int) -> Surface:
    """Sample every patch with `steps` intervals an edge and join the patches at shared edges."""
    index: dict[tuple[tuple[int, int], ...], int] = {}
    known: list[tuple[tuple[int, float], ...]] = []
    faces: list[tuple[int, ...]] = []
    source: list[int] = []
    for e, element in enumerate(elements):
        values, triangles = _samples(element.kind, steps)
        points = []
        for key in _keys(element, values):
            point = index.setdefault(_rounded(key), len(index))
            if point == len(known):
                known.append(key)
            points.append(point)
        for triangle in triangles:
            face = tuple(points[i] for i in triangle)
            if len(set(face)) == 3:
                faces.append(face)
                source.append(e)
    weights = np.zeros((len(index), n_nodes))
    for row, key in enumerate(known):
        for node, weight in key:
            weights[row, node] = weight
    return Surface(weights, np.array(faces), np.array(source))


def _keys(element: Element, values: FloatArray) -> Iterator[tuple[tuple[int, float], ...]]:
    """Give each sample point as its non-zero node weights, so that equal points compare equal."""
    for row in values:
        total: dict[int, float] = {}
        for node, weight in zip(element.nodes, row, strict=True):
            total[node] = total.get(node, 0.0) + float(weight)
        yield tuple(sorted((n, w) for n, w in total.items() if abs(w) > 1e-9))


def _rounded(key: tuple[tuple[int, float], ...]) -> tuple[tuple[int, int], ...]:
    """Make keys of the same point equal in spite of rounding errors.

    Weights are often short decimals that lie just between two roundings; the odd shift moves the
    border to where no weight lies.
    """
    return tuple((node, math.floor(weight * 1e7 + 1 / math.pi)) for node, weight in key)

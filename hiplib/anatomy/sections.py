"""Cuts through a bone: where a plane or a sphere meets its surface."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy.geometry import FloatArray


def cut(vertices: FloatArray, faces: NDArray[np.integer], level: FloatArray) -> FloatArray:
    """Find the lines on a surface along which a quantity given at the vertices is zero.

    Parameters
    ----------
    vertices : (n, 3) array
        Positions in mm.
    faces : (m, 3) array
        Vertex numbers of each triangle.
    level : (n,) array
        For a plane the signed distance from it; for a sphere distance from its centre minus radius.

    Returns
    -------
    (k, 2, 3) array
        Both ends of the line in each triangle that is cut, in mm, in the order of the triangles.

    Examples
    --------
    >>> corners = np.array([[0, 0, 0], [2, 0, 0], [0, 0, 2.0]])
    >>> cut(corners, np.array([[0, 1, 2]]), corners[:, 2] - 1).tolist()
    [[[0.0, 0.0, 1.0], [1.0, 0.0, 1.0]]]
    """
    above = (level > 0)[faces]
    count = above.sum(axis=1)
    crossed = (count == 1) | (count == 2)
    faces, above = faces[crossed], above[crossed]
    # The corner that lies alone on its side of the cut; both lines from it are cut.
    alone = np.where(count[crossed] == 1, above.argmax(axis=1), above.argmin(axis=1))
    row = np.arange(len(faces))
    first = faces[row, alone]
    ends = []
    for step in (1, 2):
        second = faces[row, (alone + step) % 3]
        share = (level[first] / (level[first] - level[second]))[:, None]
        ends.append(vertices[first] + share * (vertices[second] - vertices[first]))
    return np.stack(ends, axis=1)


def middle_of_outline(lines: FloatArray) -> FloatArray:
    """Give the mean point of an outline, each line counted by its length.

    Examples
    --------
    >>> square = np.array([[0, 0, 0], [2, 0, 0], [2, 2, 0], [0, 2, 0]], dtype=float)
    >>> middle_of_outline(np.stack([square, np.roll(square, -1, axis=0)], axis=1)).tolist()
    [1.0, 1.0, 0.0]
    """
    length = np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1)
    middle: FloatArray = length @ lines.mean(axis=1) / length.sum()
    return middle

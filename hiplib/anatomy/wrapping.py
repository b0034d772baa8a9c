"""The shortest way of a thread round a ball or a cylinder, for many threads at once.

In the plane across the wrap it is a question about a circle: two tangents and the arc between them.
A thread lies straight when the straight line passes the circle on the side where the thread belongs
(`side`), or when an end lies inside. The rules are those of MuJoCo (spatial tendons with a side
site), so that paths of a MuJoCo model come out the same.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy.geometry import FloatArray

Plane = NDArray[np.complex128]
TINY = 1e-12


class Bend(NamedTuple):
    """How threads bend round their wraps; arrays of shape (..., w), places in the wrap's axes.

    `bent` is False where the thread lies straight; then the rest has no meaning. `first` and
    `sweep`: angle of the first touch and the signed angle up to the last, radians; `low` and
    `rise`: height of the first touch along a cylinder and its rise up to the last, mm; `plane`
    (..., w, 2, 3): the axes of the circle; `radius` in mm.
    """

    bent: NDArray[np.bool_]
    first: FloatArray
    sweep: FloatArray
    low: FloatArray
    rise: FloatArray
    plane: FloatArray
    radius: FloatArray

    def touch(self, share: float) -> FloatArray:
        """Point of the thread on the wrap, `share` of the way from first (0) to last touch (1)."""
        flat = self.radius * np.exp(1j * (self.first + share * self.sweep))
        across = self.plane * np.stack([flat.real, flat.imag], axis=-1)[..., None]
        point: FloatArray = across.sum(axis=-2)
        point[..., 2] += self.low + share * self.rise
        return point


def bend(
    start: FloatArray,
    end: FloatArray,
    side: FloatArray,
    radius: FloatArray,
    is_sphere: NDArray[np.bool_],
) -> Bend:
    """Bend threads round balls at the origin or round cylinders along the third axis.

    `start` and `end` (..., w, 3): ends of each thread in the axes of its wrap, mm; `side` (w, 3): a
    point outside the wrap, on the side of the thread; `radius` (w,) in mm.

    Examples
    --------
    >>> one = np.ones(1)
    >>> over = bend(np.array([[-5.0, 0, 0]]), np.array([[5.0, 0, 6]]), np.array([[0.0, 4, 0]]),
    ...             3 * one, one > 2)
    >>> over.touch(0.5).round(3).tolist()  # half way round, on the side of positive y
    [[0.0, 3.0, 3.0]]
    """
    plane = _plane(start, end, is_sphere)
    # Places in the plane as complex numbers.
    here, there, over = (np.einsum("...kx,...x->...k", plane, at) @ [1, 1j]
                         for at in (start, end, side))  # fmt: skip
    bent, first, sweep = _circle(here, there, over, radius)
    legs = [np.sqrt(np.maximum(abs(at) ** 2 - radius**2, 0.0)) for at in (here, there)]
    arc = np.abs(sweep) * radius
    # A helix unrolls to a straight line, so height grows evenly along the way.
    way = np.maximum(legs[0] + legs[1] + arc, TINY)
    slope = np.where(is_sphere, 0.0, end[..., 2] - start[..., 2]) / way
    low = np.where(is_sphere, 0.0, start[..., 2]) + slope * legs[0]
    return Bend(bent, first, sweep, low, slope * arc, plane, np.broadcast_to(radius, low.shape))


def _plane(start: FloatArray, end: FloatArray, is_sphere: NDArray[np.bool_]) -> FloatArray:
    """Plane of the circle: across the cylinder, or through both ends and the ball's centre."""
    first = _unit(start)
    second = _unit(end - (end * first).sum(axis=-1, keepdims=True) * first)
    ball = np.stack([first, second], axis=-2)
    plane: FloatArray = np.where(is_sphere[:, None, None], ball, np.eye(3)[:2])
    return plane


def _unit(vectors: FloatArray) -> FloatArray:
    """Give vectors the length 1; a vector without length stays without."""
    unit: FloatArray = vectors / np.maximum(np.linalg.norm(vectors, axis=-1), TINY)[..., None]
    return unit


def _circle(
    start: Plane, end: Plane, side: Plane, radius: FloatArray
) -> tuple[NDArray[np.bool_], FloatArray, FloatArray]:
    """Tell if the thread bends, at which angle it first touches, and how far round it goes."""
    way = end - start
    share = np.clip(-_dot(way, start) / np.maximum(abs(way) ** 2, TINY), 0.0, 1.0)
    nearest = start + share * way
    meets = (abs(nearest) <= radius) | (_dot(nearest, side) < 0)
    bent = meets & (abs(start) >= radius) & (abs(end) >= radius)
    lean = [np.arccos(radius / np.maximum(abs(at), radius)) for at in (start, end)]
    best = np.full(bent.shape, -np.inf)
    first, sweep = np.zeros(bent.shape), np.zeros(bent.shape)
    for turn in (1.0, -1.0):
        touch = np.angle(start) + turn * lean[0], np.angle(end) - turn * lean[1]
        on = [radius * np.exp(1j * angle) for angle in touch]
        middle = on[0] + on[1]
        good = _dot(middle, side) / np.maximum(abs(middle), TINY)
        good = np.where(_cross(start, on[0], end, on[1]), -np.inf, good)
        better = good > best
        best = np.where(better, good, best)
        first = np.where(better, touch[0], first)
        sweep = np.where(better, turn * np.mod(turn * (touch[1] - touch[0]), 2 * np.pi), sweep)
    return bent & np.isfinite(best), first, sweep


def _dot(u: Plane, v: Plane) -> FloatArray:
    return (u.conj() * v).real


def _cross(a: Plane, b: Plane, c: Plane, d: Plane) -> NDArray[np.bool_]:
    """Tell if the lines from a to b and from c to d cross: then no thread runs over that side."""
    first, second, between = (b - a).conj(), d - c, c - a
    whole = (first * second).imag
    whole = np.where(np.abs(whole) < TINY, np.nan, whole)
    one, other = (between.conj() * second).imag / whole, -(first * between).imag / whole
    return (one >= 0) & (one <= 1) & (other >= 0) & (other <= 1)

"""The bones as an X-ray would show them: how much bone lies behind each point of the front plane.

A crisp, quiet ground for 2D pictures. The thickness is exact for closed surfaces up to the pixel:
depth times signed, projected area, summed over small pieces of surface (divergence theorem).
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy.bones import Mesh, hip
from hiplib.anatomy.geometry import FloatArray

_BONE = (173, 148, 99)  # the bone colour, darker, so that it shows on paper and on night
_COVER = ([0, 5, 85], [0, 0.35, 1])  # mm of bone, and how much of the ground it covers
_PIECES = 7  # each side of a triangle is cut into so many


def thickness(
    meshes: Iterable[Mesh], xs: FloatArray, zs: FloatArray, *, depth_mm: float = 20.0
) -> FloatArray:
    """Add up the thickness (mm) of closed bodies along the front-back axis, for each pixel.

    The borders of the pixels `xs` and `zs` are evenly spaced, in mm. The origin of the depth does
    not change the sum; in the middle of the bodies it gives the least noise.
    """
    n = _PIECES
    cells = [(i + e, j + e) for e in (1 / 3, 2 / 3) for i in range(n) for j in range(n)]
    inner = np.array([(u / n, v / n) for u, v in cells if u + v < n])
    total = np.zeros((len(zs) - 1, len(xs) - 1))
    for mesh in meshes:
        a, b, c = (mesh.vertices[mesh.faces[:, k]].astype(float) for k in range(3))
        facing = np.cross(b - a, c - a)[:, 1] / 2 / len(inner)
        points = a[:, None] + inner[:, :1] * (b - a)[:, None] + inner[:, 1:] * (c - a)[:, None]
        weight = ((points[..., 1] - depth_mm) * facing[:, None]).ravel()
        flat = points.reshape(-1, 3)
        total += np.histogram2d(flat[:, 2], flat[:, 0], [zs, xs], weights=weight)[0]
    pixel = (xs[1] - xs[0]) * (zs[1] - zs[0])
    return np.asarray(total / pixel)


@cache
def xray_image(x_mm: tuple[float, float], z_mm: tuple[float, float]) -> dict[str, Any]:
    """Return the mean hip with both thigh bones as an image for a figure's layout, in mm.

    An image and not a trace: a slider redraws traces, and this ground never changes.
    """
    xs, zs = np.arange(x_mm[0], x_mm[1] + 2, 2.0), np.arange(z_mm[0], z_mm[1] + 2, 2.0)
    bone = thickness(hip(both=True).meshes.values(), xs, zs)
    bone[[0, 1, -2, -1]] = 0.0  # else the blur would carry the lower edge to the upper one
    for axis in (0, 1, 0, 1):  # a light blur: the pieces do not fall evenly into the pixels
        bone = (np.roll(bone, 1, axis) + 2 * bone + np.roll(bone, -1, axis)) / 4
    cover = np.interp(bone, *_COVER)[::-1]
    paint = np.dstack([np.broadcast_to(tone, cover.shape) for tone in _BONE] + [255 * cover])
    return {
        "source": _png(paint.astype(np.uint8)), "xref": "x", "yref": "y", "layer": "below",
        "x": xs[0], "y": zs[-1], "sizex": xs[-1] - xs[0], "sizey": zs[-1] - zs[0],
        "sizing": "stretch",
    }  # fmt: skip


def _png(paint: NDArray[np.uint8]) -> str:
    """Pack red, green, blue and cover of each pixel, upper row first, as a picture in the page."""
    height, width, _ = paint.shape
    rows = b"".join(b"\0" + row.tobytes() for row in paint)
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n"
    for kind, body in ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")):
        data += struct.pack(">I", len(body)) + kind + body
        data += struct.pack(">I", zlib.crc32(kind + body))
    return "data:image/png;base64," + base64.b64encode(data).decode("ascii")

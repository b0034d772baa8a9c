"""The plotly traces of a plate: what a part is made of, and how it looks at the moment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy import Mesh, SoftPart, structure
from hiplib.anatomy.bones import joined
from hiplib.anatomy.geometry import FloatArray
from hiplib.anatomy.soft_tissue import cord_loops, skin
from hiplib.figures.hip_views import colour_of_bone, hover, named_points, part_name, soft_colours
from hiplib.figures.labels3d import Look, at
from hiplib.figures.style import ACCENT, CLEAR, INK

Trace = dict[str, Any]
_FADED, _TENDON = "#ded8cc", "#eadfcb"
_SEE_THROUGH = 0.12
_POINT_MM, _MARKED_POINT_MM = 2.2, 3.6
# plotly counts the place of the light from the camera: right, up, away from the reader. So the lamp
# stays over the reader's left shoulder however the bones are turned.
LAMP = {"x": -70000, "y": 90000, "z": -80000}
LIGHT = {"ambient": 0.5, "diffuse": 0.75, "specular": 0.12, "roughness": 0.7, "fresnel": 0.08}
SURFACE = {"flatshading": False, "lighting": LIGHT, "lightposition": LAMP}
_EYE = 1.5  # distance of the eye; without effect on size in this projection
_PICTURE = 2.0  # height of the picture in plotly's units
_ROOM = np.array([200.0, 200.0, 0.0])  # mm beside, before and behind: nothing is cut off there


def xyz(points: NDArray[np.floating]) -> Trace:
    """Give places as plotly takes them."""
    return dict(zip("xyz", np.ascontiguousarray(points.T, dtype=np.float32), strict=True))


def mesh_arrays(meshes: Sequence[Mesh]) -> Trace:
    """Give the corners and triangles of joined meshes as plotly takes them."""
    mesh = joined(meshes)
    faces = np.ascontiguousarray(mesh.faces.T.astype(np.uint16))
    return xyz(mesh.vertices) | dict(zip("ijk", faces, strict=True))


def bone_trace(name: str, colour: str, **more: Any) -> Trace:
    """Give the look of a bone."""
    return {"type": "mesh3d", "name": name, "color": colour, "hoverinfo": "skip", **SURFACE, **more}


def mesh_trace(part: str, mesh: Mesh | None, look: Trace) -> Trace:
    """Give the trace of a part with its `look`; without a mesh just its place, unseen."""
    trace: Trace = {"type": "mesh3d", "name": part_name(part), "meta": part}
    if mesh is None:
        return trace | {"visible": False}
    told = {"visible": True, "hovertemplate": hover(part)}
    return trace | look | mesh_arrays([mesh]) | SURFACE | told


def bone_look(part: str, highlight: str | None, *, quiet: bool) -> Trace:
    """Give the colour of a bone; the other side is paler."""
    colour = colour_of_bone(part.removeprefix("opposite_"), quiet=quiet)[1]
    if part == highlight:
        colour = ACCENT
    elif highlight is not None and highlight not in named_points():
        colour = _FADED
    elif part.startswith("opposite_"):
        colour = _mix(colour, _FADED, 0.65)
    return {"color": colour}


def soft_look(part: SoftPart, highlight: str | None, *, faded: bool) -> Trace:
    """Give colour and opacity of a soft part, a muscle from flesh to tendon."""
    marked = part.part_id == highlight
    kind = structure(part.structure_id).kind
    base = soft_colours()[kind][1]
    shaded = _mix(base, "#ffffff" if part.shade > 0 else "#000000", 0.15 * abs(part.shade))
    look: Trace = {"opacity": _SEE_THROUGH if faded and not marked else 1.0}
    if kind != "muscle":
        return look | {"color": ACCENT if marked else shaded}
    look |= {"intensity": part.tone, "cmin": 0.0, "cmax": 1.0, "showscale": False}
    if marked:
        return look | {"colorscale": [[0, ACCENT], [1, ACCENT]]}
    return look | {"colorscale": [[0, _TENDON], [0.88, _mix(shaded, "#ffffff", 0.14)], [1, shaded]]}


def point_trace(key: str, place: FloatArray | None, marked: bool) -> Trace:
    """Give the trace of a point on the bones: a small ball."""
    if place is None:
        return mesh_trace(key, None, {})
    look = {"color": ACCENT if marked else INK, "showlegend": False}
    ball = _ball(_MARKED_POINT_MM if marked else _POINT_MM)
    return mesh_trace(key, Mesh((ball.vertices + place).astype(np.float32), ball.faces), look)


@cache
def _ball(radius: float) -> Mesh:
    angle = np.linspace(0.01, np.pi - 0.01, 6)
    axis = np.outer(-np.cos(angle), [0.0, 0.0, radius])
    return skin(cord_loops(axis, radius * np.sin(angle), 8))


def _mix(first: str, second: str, share: float) -> str:
    """Mix two hex colours; `share` is that of the second."""
    pairs = [(int(first[k : k + 2], 16), int(second[k : k + 2], 16)) for k in (1, 3, 5)]
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in pairs)


def scene_layout(view: str, look: Look) -> dict[str, Any]:
    """Give the layout of a picture of bones; the camera goes back when `view` changes."""
    # Parts are cut off at the box from above and below only.
    low, high = look.box[0] - _ROOM, look.box[1] + _ROOM

    scene = {
        **{
            f"{name}axis": {"visible": False, "showspikes": False, "range": [a, b]}
            for name, a, b in zip("xyz", low.tolist(), high.tolist(), strict=True)
        },
        "bgcolor": CLEAR,
        "aspectmode": "manual",
        "aspectratio": at((high - low) / look.reach * _PICTURE, 4),
        "camera": {
            "projection": {"type": "orthographic"},
            "eye": at(look.towards * _EYE, 4),
            "up": at(look.up, 4),
            "center": {"x": 0, "y": 0, "z": 0},
        },
        "dragmode": "orbit",
        "uirevision": view,
    }
    return {"scene": scene, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "hovermode": "closest"}

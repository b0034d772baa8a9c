"""The plotly traces of a plate: what a part is made of, and how it looks at the moment.

The two are apart because the first is heavy and sent once, the second light and sent often.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from hiplib.anatomy import Hip, Mesh, SoftPart, structure
from hiplib.anatomy.geometry import FloatArray
from hiplib.anatomy.loft import cord_loops, skin
from hiplib.figures.hip_views import POINTS, SOFT_COLOURS, colour_of_bone
from hiplib.figures.hip_words import hover, part_name
from hiplib.figures.labels3d import Look
from hiplib.figures.style import ACCENT, CLEAR, INK

Trace = dict[str, Any]
FADED = "#ded8cc"
_SEE_THROUGH = 0.12
_POINT_MM, _MARKED_POINT_MM = 2.2, 3.6
_TENDON = "#eadfcb"
# plotly counts the place of the light from the camera: right, up, away from the reader. So the lamp
# stays over the reader's left shoulder however the bones are turned.
LAMP = {"x": -70000, "y": 90000, "z": -80000}
LIGHT = {
    "ambient": 0.5,
    "diffuse": 0.75,
    "specular": 0.12,
    "roughness": 0.7,
    "fresnel": 0.08,
}
_EYE = 1.5  # distance of the eye; without effect on size in this projection
_PICTURE = 2.0  # height of the picture in plotly's units
_ROOM = np.array([200.0, 200.0, 0.0])  # mm beside, before and behind: nothing is cut off there


def mesh_trace(part: str, mesh: Mesh | None) -> Trace:
    """Give the trace of a part; without a mesh it only keeps its place among the others."""
    trace: Trace = {"type": "mesh3d", "name": part_name(part), "meta": part}
    if mesh is None:
        return trace
    faces = mesh.faces.astype(np.uint16)
    trace |= dict(zip("xyz", np.ascontiguousarray(mesh.vertices.T), strict=True))
    trace |= dict(zip("ijk", np.ascontiguousarray(faces.T), strict=True))
    trace |= {"flatshading": False, "lighting": LIGHT, "lightposition": LAMP}
    return trace | {"hovertemplate": hover(part)}


def soft_trace(part: SoftPart, mesh: Mesh | None) -> Trace:
    """Give the trace of a soft part: a muscle runs from flesh into tendon."""
    trace = mesh_trace(part.part_id, mesh)
    if mesh is not None and _is_muscle(part):
        trace |= {"intensity": part.tone, "cmin": 0.0, "cmax": 1.0, "showscale": False}
    return trace


def soft_mesh(hip: Hip, part: SoftPart) -> Mesh:
    """Give the mesh of a soft part for the side of a hip; its outside stays outside."""
    mesh = part.mesh
    if hip.side == "left":
        return mesh
    return Mesh(mesh.vertices * np.array([-1, 1, 1], np.float32), mesh.faces[:, [0, 2, 1]])


def bone_colour(part: str, coloured_by: str, highlight: str | None) -> Trace:
    """Give the colour of a bone."""
    plain = part.removeprefix("opposite_")
    if part == highlight:
        return {"color": ACCENT}
    if highlight is not None and highlight not in POINTS:
        return {"color": FADED}
    colour = colour_of_bone(plain, coloured_by)[1]
    return {"color": _mix(colour, FADED, 0.65) if part != plain else colour}


def soft_colour(part: SoftPart, highlight: str | None, *, faded: bool) -> Trace:
    """Give the colour of a soft part."""
    colour = shaded(SOFT_COLOURS[structure(part.structure_id).kind][1], part.shade)
    stands_back = faded and part.part_id != highlight
    look: Trace = {"opacity": _SEE_THROUGH if stands_back else 1.0}
    if part.part_id == highlight:
        colour = ACCENT
    if not _is_muscle(part):
        return look | {"color": colour}
    if colour == ACCENT:
        return look | {"colorscale": [[0, ACCENT], [1, ACCENT]]}
    fibre = _mix(colour, "#ffffff", 0.14)
    return look | {"colorscale": [[0, _TENDON], [0.88, fibre], [1, colour]]}


def shaded(colour: str, shade: int) -> str:
    """Give a colour darker (shade below 0) or lighter."""
    return _mix(colour, "#ffffff" if shade > 0 else "#000000", 0.15 * abs(shade))


def point_trace(key: str, place: FloatArray | None, marked: bool) -> Trace:
    """Give the trace of a point on the bones: a small ball."""
    trace: Trace = {"type": "mesh3d", "name": part_name(key), "meta": key}
    if place is None:
        return trace | {"visible": False}
    ball = _ball(_MARKED_POINT_MM if marked else _POINT_MM)
    return trace | {
        **dict(zip("xyz", (ball.vertices + place).astype(np.float32).T, strict=True)),
        **dict(zip("ijk", ball.faces.astype(np.uint8).T, strict=True)),
        "visible": True,
        "color": ACCENT if marked else INK,
        "lighting": LIGHT,
        "lightposition": LAMP,
        "hovertemplate": hover(key),
        "showlegend": False,
    }


@cache
def _ball(radius: float) -> Mesh:
    angle = np.linspace(0.01, np.pi - 0.01, 6)
    axis = np.outer(-np.cos(angle), [0.0, 0.0, radius])
    return skin(cord_loops(axis, radius * np.sin(angle), 8))


def _is_muscle(part: SoftPart) -> bool:
    return structure(part.structure_id).kind == "muscle"


def _mix(first: str, second: str, share: float) -> str:
    """Mix two hex colours; `share` is that of the second."""
    pairs = [(int(first[k : k + 2], 16), int(second[k : k + 2], 16)) for k in (1, 3, 5)]
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in pairs)


def scene_layout(view: str, look: Look) -> dict[str, Any]:
    """Give the layout of a picture of bones; the camera goes back when `view` changes."""
    # Parts are cut off at the box from above and below only.
    low, high = look.box[0] - _ROOM, look.box[1] + _ROOM
    axis = {"visible": False, "showspikes": False}
    scene: dict[str, Any] = {
        f"{name}axis": {**axis, "range": [float(low[k]), float(high[k])]}
        for k, name in enumerate("xyz")
    }
    size = (high - low) / look.reach * _PICTURE
    scene |= {
        "bgcolor": CLEAR,
        "aspectmode": "manual",
        "aspectratio": dict(zip("xyz", size.round(4).tolist(), strict=True)),
        "camera": {
            "projection": {"type": "orthographic"},
            "eye": dict(zip("xyz", (look.towards * _EYE).round(4).tolist(), strict=True)),
            "up": dict(zip("xyz", look.up.round(4).tolist(), strict=True)),
            "center": {"x": 0, "y": 0, "z": 0},
        },
        "dragmode": "orbit",
        "uirevision": view,
    }
    return {"scene": scene, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "hovermode": "closest"}

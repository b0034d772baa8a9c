"""The hip in three dimensions, drawn like a plate of an atlas: named parts, fixed views.

Fixed standard views stand beside free turning because freely turning models go with poorer results
in students who find spatial tasks hard (fact anat_f169, vanleeuwen2023rotation).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from hiplib.anatomy import FEMUR_PARTS, Hip, Mesh, Structure, structure
from hiplib.figures.hip_views import BONE_COLOURS, PART_COLOURS, POINTS, VIEWS
from hiplib.figures.labels3d import (
    Front,
    Look,
    label_notes,
    leader_trace,
    place_labels,
    point_trace,
)
from hiplib.figures.style import ACCENT, CLEAR, template

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

_FADED = "#ded8cc"
_EYE = 1.5  # distance of the eye; without effect on size in this projection
_PICTURE = 2.0  # height of the picture in plotly's units
_SHAFT_NAME = "Femoral shaft"
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
_ROOM = np.array([200.0, 200.0, 0.0])  # mm beside, before and behind the bones, for the labels


@cache
def _structure(part: str) -> Structure:
    return structure(structure_of(part))


def structure_of(part: str) -> str:
    """Give the structure_id that a part or point of the picture stands for.

    Examples
    --------
    >>> structure_of("opposite_ilium"), structure_of("femoral_shaft")
    ('ilium', 'femur')
    """
    part = part.removeprefix("opposite_")
    if part in POINTS:
        return POINTS[part][0]
    return "femur" if part == "femoral_shaft" else part


def part_name(part: str) -> str:
    """Give the plain name of a part or point.

    Examples
    --------
    >>> part_name("opposite_pubis")
    'Pubis, other side'
    """
    if part == "femoral_shaft":
        return _SHAFT_NAME
    name = _structure(part).name
    return f"{name}, other side" if part.startswith("opposite_") else name


def hip_figure(
    hip: Hip,
    *,
    coloured_by: Literal["part", "bone"] = "part",
    view: str = "front",
    highlight: str | None = None,
) -> go.Figure:
    """Draw a hip with named parts.

    Parameters
    ----------
    hip : Hip
        From `hiplib.anatomy.hip`.
    coloured_by : {"part", "bone"}
        One colour a part, or one a bone.
    view : str
        A key of `VIEWS`.
    highlight : str, optional
        Id of a part that stands out while the others step back, or of one of `POINTS`.

    Returns
    -------
    plotly.graph_objects.Figure
        One trace a part (``meta`` holds its id), points (``customdata`` holds the ids) and leader
        lines; the labels are annotations of the scene, ``name`` holds the id.

    Raises
    ------
    ValueError
        Unknown view, colouring or part; the message lists what is possible.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> hip_figure(hip(), view="socket").data[0].name
    'Ilium'
    """
    import plotly.graph_objects as go

    _known("view", view, VIEWS)
    _known("coloured_by", coloured_by, ("part", "bone"))
    if highlight is not None:
        _known("highlight", highlight, (*hip.parts, *POINTS))
    look, shown = _seen(hip, view)
    data = [
        _mesh_trace(part, mesh, _colour(part, coloured_by, highlight))
        for part, mesh in shown.items()
    ]
    front = Front.of(look, shown)
    points = _points(hip, front)
    anchors = points | {
        part: place
        for part, place in front.middles().items()
        if not part.startswith("opposite_") or part == highlight
    }
    texts = {part: _label_text(part, highlight) for part in anchors}
    names = {point: part_name(point) for point in points}
    data.append(point_trace(front, points, names, highlight))
    labels = place_labels(front, anchors)
    data.append(leader_trace(labels))
    layout = scene_layout(view, look)
    layout["scene"]["annotations"] = label_notes(labels, texts)
    return go.Figure(data=data, layout={"template": template(), **layout})


def best_view(hip: Hip, part: str, *, view: str = "front") -> str:
    """Give `view` if the part can be seen in it, else the first view in which it can.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> best_view(hip(), "sacrum", view="side"), best_view(hip(), "ilium", view="side")
    ('front', 'side')
    """
    for candidate in (view, *VIEWS):
        front = Front.of(*_seen(hip, candidate))
        if part in front.middles() or part in _points(hip, front):
            return candidate
    return view


def hip_summary(hip: Hip, *, view: str = "front", highlight: str | None = None) -> str:
    """Say in words what the figure shows.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> hip_summary(hip(), highlight="ischium").split(". ")[-1]
    'Marked: Ischium, lower back part of the hip bone; you sit on it.'
    """
    words = f"The {hip.side} hip. {VIEWS[view].sentence}"
    if highlight is None:
        return words
    role = _structure(highlight).role
    return f"{words} Marked: {part_name(highlight)}, {role[0].lower()}{role[1:]}."


def hip_numbers(hip: Hip) -> pd.DataFrame:
    """Give the parts in words and numbers: colour, what it is, width, depth and height in mm.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> hip_numbers(hip())["Part"].tolist()[:3]
    ['Ilium', 'Ischium', 'Pubis']
    """
    import pandas as pd

    rows = []
    for part, (colour, _) in PART_COLOURS.items():
        wide, deep, high = hip.parts[part].size_mm
        role = _structure(part).role
        if part == "femoral_head":
            role = f"{role}. Its sphere is {2 * hip.head_radius_mm:.0f} mm across"
        rows.append((part_name(part), colour, role, round(wide), round(deep), round(high)))
    columns = ["Part", "Colour", "What it is", "Width (mm)", "Depth (mm)", "Height (mm)"]
    return pd.DataFrame(rows, columns=columns)


# Colours and traces ------------------------------------------------------------------------------


def _known(what: str, value: str, possible: Mapping[str, Any] | tuple[str, ...]) -> None:
    if value not in possible:
        raise ValueError(f"{what} is {value!r}; one of {', '.join(possible)} is possible")


def _bone_of(part: str) -> str:
    if part in FEMUR_PARTS:
        return "femur"
    return "sacrum" if part == "sacrum" else "hip_bone"


def _colour(part: str, coloured_by: str, highlight: str | None) -> str:
    if highlight is not None and highlight not in POINTS:
        return ACCENT if part == highlight else _FADED
    plain = part.removeprefix("opposite_")
    by_bone = coloured_by == "bone"
    colour = (BONE_COLOURS[_bone_of(plain)] if by_bone else PART_COLOURS[plain])[1]
    return _mix(colour, _FADED, 0.65) if part != plain else colour


def _mix(first: str, second: str, share: float) -> str:
    """Mix two hex colours; `share` is that of the second."""
    pairs = [(int(first[k : k + 2], 16), int(second[k : k + 2], 16)) for k in (1, 3, 5)]
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in pairs)


def _mesh_trace(part: str, mesh: Mesh, colour: str) -> dict[str, Any]:
    vertices, faces = mesh.vertices, mesh.faces.astype(np.uint16)
    role = _structure(part).role
    return {
        "type": "mesh3d",
        "name": part_name(part),
        "meta": part,
        "x": vertices[:, 0],
        "y": vertices[:, 1],
        "z": vertices[:, 2],
        "i": faces[:, 0],
        "j": faces[:, 1],
        "k": faces[:, 2],
        "color": colour,
        "flatshading": False,
        "lighting": LIGHT,
        "lightposition": LAMP,
        "hovertemplate": f"<b>{part_name(part)}</b><br>{role}<extra></extra>",
    }


def scene_layout(view: str, look: Look) -> dict[str, Any]:
    """Give the layout of a picture of bones; the camera goes back when `view` changes."""
    # Bones are cut off at the box from above and below only; labels need room on the sides.
    low, high = look.box[0] - _ROOM, look.box[1] + _ROOM
    axis = {"visible": False, "showspikes": False}
    span = high - low
    scene: dict[str, Any] = {
        f"{name}axis": {**axis, "range": [float(low[k]), float(high[k])]}
        for k, name in enumerate("xyz")
    }
    size = span / look.reach * _PICTURE
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


def _seen(hip: Hip, view: str) -> tuple[Look, dict[str, Mesh]]:
    """Give the look of a view, mirrored for a right hip, and the parts that it shows."""
    flip = np.array([1.0 if hip.side == "left" else -1.0, 1.0, 1.0])
    chosen = VIEWS[view]
    hidden = chosen.hidden
    shown = {part: mesh for part, mesh in hip.parts.items() if not part.startswith(hidden)}
    corners = np.array([chosen.low, chosen.high])
    # A tall shape is never cut off at the top.
    top = max(float(mesh.vertices[:, 2].max()) for mesh in shown.values())
    corners[1, 2] = max(corners[1, 2], top + 4.0)
    corners = corners * flip
    look = Look.of(np.array(chosen.eye) * flip, np.array(chosen.up), corners, chosen.zoom)
    return look, shown


def _points(hip: Hip, front: Front) -> dict[str, np.ndarray[Any, np.dtype[np.float64]]]:
    """Find the points of the bones that can be seen."""
    found = {}
    for key in POINTS:
        if key == "socket":
            if "femoral_head" not in front.parts:
                found[key] = front.nearest(hip.socket_centre_mm)
        elif front.sees(hip.landmarks_mm[key]):
            found[key] = hip.landmarks_mm[key]
    return found


def _label_text(part: str, highlight: str | None) -> str:
    name = POINTS[part][1] if part in POINTS else part_name(part)
    return f"<b>{name}</b>" if part == highlight else name

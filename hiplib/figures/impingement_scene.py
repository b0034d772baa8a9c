"""The hip bone seen through, the thigh bone bent and turned in it, and where the two meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy import HIP_BONE_PARTS, Contact, Hip, Mesh, femur_turn, moved_mm
from hiplib.figures.hip import LAMP, LIGHT, scene_layout
from hiplib.figures.hip_views import VIEWS, View
from hiplib.figures.labels3d import Look
from hiplib.figures.style import INK, PAPER
from hiplib.figures.traces import quick_figure

if TYPE_CHECKING:
    import plotly.graph_objects as go

HIP_BONE, THIGH, CONTACT = range(3)  # traces of the scene
CONTACT_COLOUR, ADDED_COLOUR = "#b5002b", "#e0803c"
_BONES = {"Hip bone": "#ded3bb", "Thigh bone": "#ece0c8"}
_SEEN_THROUGH = 0.5
_FULL_MM = 1.5  # what moved by this much has the full colour of added bone
_LOW, _HIGH = (20.0, -60.0, -75.0), (165.0, 60.0, 75.0)  # mm, around the joint
_AHEAD = (20.0, -260.0, -75.0)  # the bent thigh comes towards the reader and is not cut off
LAB_VIEWS: dict[str, View] = {
    "above": replace(
        VIEWS["above"],
        sentence="Seen from above, through the hip bone; the front of the body is at the top.",
        low=_LOW,
        high=_HIGH,
        zoom=1.25,
    ),
    "slanted": View(
        "Front, outside",
        "Seen from the front, outside and above.",
        (0.6, -0.7, 0.4),
        low=_LOW,
        high=_HIGH,
        zoom=1.2,
    ),
    "front": replace(
        VIEWS["front"],
        sentence="Seen from the front; the outer side of the hip is on the right.",
        low=_AHEAD,
        high=_HIGH,
        zoom=1.15,
    ),
    "side": replace(
        VIEWS["side"],
        sentence="Seen from the outside; the front of the body is on the left.",
        low=_LOW,
        high=_HIGH,
        zoom=1.15,
    ),
}


def scene_figure(
    normal: Hip, changed: Hip, pose: Mapping[str, float], contact: Contact, *, view: str
) -> go.Figure:
    """Draw one hip in a pose, with the places of contact.

    Parameters
    ----------
    normal, changed : Hip
        The hip before and after the change of its shape, in zero posture.
    pose : mapping
        Angles for `hiplib.anatomy.posed`.
    contact : Contact
        Of the changed hip in this pose.
    view : str
        A key of `LAB_VIEWS`.

    Raises
    ------
    ValueError
        Unknown view.

    Examples
    --------
    >>> from hiplib.anatomy import contact_at, hip
    >>> found = contact_at(hip(), flexion_deg=20)
    >>> scene_figure(hip(), hip(), {"flexion_deg": 20}, found, view="front").data[0].name
    'Hip bone'
    """
    if view not in LAB_VIEWS:
        raise ValueError(f"view is {view!r}; one of {', '.join(LAB_VIEWS)} is possible")
    bones = [
        {**_bone("Hip bone"), "opacity": _SEEN_THROUGH},
        _bone("Thigh bone"),
        {
            "type": "scatter3d",
            "mode": "markers",
            "name": "Contact",
            "marker": {"size": 4, "color": CONTACT_COLOUR, "line": {"width": 0}},
            "hovertemplate": "Bone meets bone<extra></extra>",
        },
    ]
    pairs = [(normal.parts[part], changed.parts[part]) for part in HIP_BONE_PARTS]
    bone, femur = _joined([mesh for _, mesh in pairs]), changed.meshes["femur"]
    raised = moved_mm(normal.meshes["femur"], femur)
    now = pose_change(changed, pose, contact)
    now[THIGH] |= {**_corners(femur), "intensity": raised}
    now[HIP_BONE] = {
        **_xyz(bone.vertices),
        **_corners(bone),
        "intensity": np.concatenate([moved_mm(*pair) for pair in pairs]),
    }
    layout = scene_layout(view, _look(changed, view))
    layout["scene"]["annotations"] = notes(contact)
    return quick_figure(*({**trace, **now[n]} for n, trace in enumerate(bones)), **layout)


def pose_change(
    changed: Hip, pose: Mapping[str, float], contact: Contact
) -> dict[int, dict[str, Any]]:
    """Give what another pose changes in the scene, for `PlotView.change`."""
    centre = changed.head_centre_mm
    turn = femur_turn(**pose, side=changed.side)
    bent = (changed.meshes["femur"].vertices - centre) @ turn.T + centre
    return {THIGH: _xyz(bent), CONTACT: _xyz(contact.points_mm)}


def notes(contact: Contact) -> list[dict[str, Any]]:
    """Give the labels of the scene: the contact is named where it is."""
    if not len(contact.points_mm):
        return []
    x, y, z = contact.points_mm.mean(axis=0).round(1).tolist()
    return [
        {
            "text": "<b>Bone meets bone</b>",
            "x": x,
            "y": y,
            "z": z,
            "ax": 60,
            "ay": -60,
            "arrowcolor": INK,
            "arrowwidth": 1.5,
            "arrowhead": 0,
            "font": {"color": INK, "size": 14},
            "bgcolor": PAPER,
            "borderpad": 3,
        }
    ]


def _look(hip: Hip, view: str) -> Look:
    flip = np.array([1.0 if hip.side == "left" else -1.0, 1.0, 1.0])
    chosen = LAB_VIEWS[view]
    corners = np.array([chosen.low, chosen.high]) * flip
    return Look.of(np.array(chosen.eye) * flip, np.array(chosen.up), corners, chosen.zoom)


def _xyz(points: NDArray[np.floating]) -> dict[str, Any]:
    return dict(zip("xyz", np.ascontiguousarray(points.T, dtype=np.float32), strict=True))


def _corners(mesh: Mesh) -> dict[str, Any]:
    return dict(zip("ijk", np.ascontiguousarray(mesh.faces.T.astype(np.uint16)), strict=True))


def _joined(meshes: list[Mesh]) -> Mesh:
    starts = np.cumsum([0] + [len(mesh.vertices) for mesh in meshes[:-1]])
    faces = [mesh.faces + start for mesh, start in zip(meshes, starts, strict=True)]
    return Mesh(np.concatenate([mesh.vertices for mesh in meshes]), np.concatenate(faces))


def _bone(name: str) -> dict[str, Any]:
    return {
        "type": "mesh3d",
        "name": name,
        "color": _BONES[name],
        "colorscale": [[0.0, _BONES[name]], [1.0, ADDED_COLOUR]],
        "cmin": 0.0,
        "cmax": _FULL_MM,
        "showscale": False,
        "flatshading": False,
        "lighting": LIGHT,
        "lightposition": LAMP,
        "hoverinfo": "skip",
    }

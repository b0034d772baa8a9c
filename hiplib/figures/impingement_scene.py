"""The hip bone seen through, the thigh bone bent and turned in it, and where the two meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from hiplib.anatomy import HIP_BONE_PARTS, Contact, Hip, Mesh, femur_turn
from hiplib.anatomy.bones import mirror
from hiplib.errors import one_of
from hiplib.figures.hip_traces import bone_trace, mesh_arrays, scene_layout, xyz
from hiplib.figures.hip_views import lab_views
from hiplib.figures.labels3d import at
from hiplib.figures.style import INK, PAPER, Picture, figure

HIP_BONE, THIGH, CONTACT = range(3)  # traces of the scene
CONTACT_COLOUR, ADDED_COLOUR = "#b5002b", "#e0803c"
_SEEN_THROUGH = 0.5
_FULL_MM = 1.5  # what moved by this much has the full colour of added bone
LAB_VIEWS = lab_views("contact")


def scene_figure(
    hip: Hip, pose: Mapping[str, float], contact: Contact, *, view: str, turn: int = 0
) -> Picture:
    """Draw one hip in a pose from a view of `LAB_VIEWS`, with the places of contact.

    The hip is given in zero posture, its surface may be changed; `contact` is that of this pose.
    A new `turn` takes the camera back to the view.

    Examples
    --------
    >>> from hiplib.anatomy import contact_at, hip
    >>> found = contact_at(hip(), flexion_deg=20)
    >>> scene_figure(hip(), {"flexion_deg": 20}, found, view="front").data[0].name
    'Hip bone'
    """
    look = LAB_VIEWS[one_of("view", view, LAB_VIEWS)].look(mirror(hip))
    centre, turned = hip.head_centre_mm, femur_turn(**pose, side=hip.side)
    thigh = hip.meshes["femur"]
    bent = xyz((thigh.vertices - centre) @ turned.T + centre)
    parts = [hip.meshes[part] for part in HIP_BONE_PARTS]
    traces = [
        _bone("Hip bone", "#ded3bb", parts, opacity=_SEEN_THROUGH),
        _bone("Thigh bone", "#ece0c8", [thigh]) | bent,
        {"type": "scatter3d", "mode": "markers", "name": "Contact", **xyz(contact.points_mm),
         "marker": {"size": 4, "color": CONTACT_COLOUR, "line": {"width": 0}},
         "hovertemplate": "Bone meets bone<extra></extra>"},
    ]  # fmt: skip
    layout = scene_layout(f"{view} {turn}", look)
    layout["scene"]["annotations"] = _notes(contact)
    return figure(*traces, **layout)


def _notes(contact: Contact) -> list[dict[str, Any]]:
    """Give the labels of the scene: the contact is named where it is."""
    if not len(contact.points_mm):
        return []
    arrow = {"ax": 60, "ay": -60, "arrowcolor": INK, "arrowwidth": 1.5, "arrowhead": 0}
    look = {"font": {"color": INK, "size": 14}, "bgcolor": PAPER, "borderpad": 3}
    place = at(contact.points_mm.mean(axis=0), 1)
    return [{**place, "text": "<b>Bone meets bone</b>", **arrow, **look}]


def _bone(name: str, colour: str, parts: list[Mesh], **more: Any) -> dict[str, Any]:
    """Give a bone that is tinted where it was added to."""
    moved = [np.zeros(len(p.vertices)) if p.moved_mm is None else p.moved_mm for p in parts]
    tint = {"colorscale": [[0.0, colour], [1.0, ADDED_COLOUR]], "cmin": 0.0, "cmax": _FULL_MM,
            "intensity": np.concatenate(moved).astype(np.float32), "showscale": False}  # fmt: skip
    return bone_trace(name, colour, **tint, **mesh_arrays(parts), **more)

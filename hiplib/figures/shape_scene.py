"""The bones of one shape in three dimensions, with the lines of one measure on them.

Whole bones are half clear, so that the lines stand at their true place and are seen through them.
Two views cut the bones open on the very plane on which the socket is measured.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hiplib.anatomy import HIP_BONE_PARTS, Hip, measure_lines
from hiplib.errors import one_of
from hiplib.figures.hip_traces import bone_trace, mesh_arrays, scene_layout, xyz
from hiplib.figures.hip_views import View, lab_views
from hiplib.figures.labels3d import at
from hiplib.figures.style import ACCENT, PAPER, Picture, figure
from hiplib.figures.traces import PAPER_XY, label

# Traces of the scene: name, colour and parts; the lines come last.
BONES = {
    "Hip bone": ("#e2c98f", HIP_BONE_PARTS),
    "Sacrum": ("#c9c1b4", ("sacrum",)),
    "Thigh bone": ("#b5d3e2", ("femur",)),
    "Hip bone, other side": ("#e2c98f", tuple(f"opposite_{part}" for part in HIP_BONE_PARTS)),
    "Thigh bone, other side": ("#b5d3e2", ("opposite_femur",)),
}
_DRAWN = {"one_side": (*BONES,)[:3], "hip_bone": ("Hip bone",), "thigh_bone": ("Thigh bone",),
          "both_sides": (*BONES,)}  # fmt: skip
LAB_VIEWS = lab_views("shape")


def scene_figure(hip: Hip, measure_id: str, text: str, *, view: str, turn: int = 0) -> Picture:
    """Draw the bones of a left hip from a view of `LAB_VIEWS`, with the lines of a measure.

    `text` is a name and a value, for example ``"Neck-shaft angle: 126°"``; the view ``pelvis``
    needs both femora; a new `turn` takes the camera back to the view. Raises ValueError for an
    unknown view or measure, which lists what is possible.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> drawn = scene_figure(hip(), "neck_shaft_angle", "Angle: 126°", view="front")
    >>> [trace.name for trace in drawn.data if trace.visible is not False]
    ['Hip bone', 'Sacrum', 'Thigh bone', 'lines']
    """
    shown, drawn = LAB_VIEWS[one_of("view", view, LAB_VIEWS)], measure_lines(hip)
    lines = drawn[one_of("measure", measure_id, drawn)]
    gap = np.full((1, 3), np.nan)  # between the strokes
    traces = []
    for name, (colour, parts) in BONES.items():
        seen = name in _DRAWN[shown.bones]
        mesh = mesh_arrays([hip.meshes[part] for part in parts]) if seen else {}
        traces.append(bone_trace(name, colour, opacity=shown.opacity, visible=seen, **mesh))
    strokes = xyz(np.concatenate([part for s in lines.strokes for part in (s, gap)]))
    traces.append({"type": "scatter3d", "name": "lines", "mode": "lines", "hoverinfo": "skip",
                   "line": {"color": ACCENT, "width": 9}, **strokes})  # fmt: skip
    layout = _cut_open(scene_layout(f"{view} {turn}", shown.look()), shown)
    beside: dict[str, Any] = {**at(lines.label, 1), "bgcolor": PAPER, "opacity": 0.85}
    value = label(f"<b>{text.rsplit(': ')[-1]}</b>", side="center", size=16, borderpad=3, **beside)
    layout["scene"]["annotations"] = [value]
    layout["annotations"] = [label(text, 0, 1, size=16, borderpad=3, yanchor="top", **PAPER_XY)]
    layout["meta"] = {"bare": True}  # the value stays beside the lines on a narrow screen too
    return figure(*traces, **layout)


def _cut_open(layout: dict[str, Any], view: View) -> dict[str, Any]:
    """End the box of a scene at the cut, and move the eye out of a deep box."""
    scene = layout["scene"]
    ratio = scene["aspectratio"]
    if view.cut:
        low, high = scene[f"{view.cut}axis"]["range"]
        # The ball's centre is the origin of both axes; lines on the cut are kept.
        kept = [-1.0, high] if view.cut == "y" else [low, 1.0]
        scene[f"{view.cut}axis"]["range"] = kept
        ratio[view.cut] *= (kept[1] - kept[0]) / (high - low)
    eye = view.look().towards * max(1.5, *ratio.values())
    scene["camera"]["eye"] = at(eye, 4)
    return layout

"""The bones of one shape in three dimensions, with the lines of one measure on them.

Whole bones are half clear, so that the lines stand at their true place and are seen through them.
Two views cut the bones open on the very plane on which the socket is measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from hiplib.anatomy import HIP_BONE_PARTS, Hip, measure_lines
from hiplib.figures.hip_traces import bone_trace, mesh_arrays, scene_layout, xyz
from hiplib.figures.hip_views import View
from hiplib.figures.style import ACCENT, PAPER, Picture, figure
from hiplib.figures.traces import PAPER_XY, label

V = TypeVar("V", bound=View)
# Traces of the scene: name, colour and parts; the lines come last.
BONES = {
    "Hip bone": ("#e2c98f", HIP_BONE_PARTS),
    "Sacrum": ("#c9c1b4", ("sacrum",)),
    "Thigh bone": ("#b5d3e2", ("femur",)),
    "Hip bone, other side": ("#e2c98f", tuple(f"opposite_{part}" for part in HIP_BONE_PARTS)),
    "Thigh bone, other side": ("#b5d3e2", ("opposite_femur",)),
}
_ONE_SIDE = ("Hip bone", "Sacrum", "Thigh bone")
_CLEAR = 0.42


@dataclass(frozen=True)
class LabView(View):
    """A view of a laboratory.

    `cut` is the axis (1 back, 2 up) square to which the bones are cut through the ball's centre:
    what lies in front (above) is left out.
    """

    bones: tuple[str, ...] = _ONE_SIDE
    opacity: float = _CLEAR
    cut: int | None = None


_FRONT, _ABOVE, _NOSE = (0.0, -1.0, 0.0), (0.0, 0.0, 1.0), (0.0, -1.0, 0.0)
_ALONG_NECK = (0.604, 0.34, 0.721)  # square to neck and shaft front of the mean shape
LAB_VIEWS = {
    "front": LabView(
        "Front", "Seen from the front.", _FRONT, (-20, -90, -145), (170, 115, 165)),
    "front_cut": LabView(
        "Front, cut open", "Cut open through the middle of the ball, seen from the front.",
        _FRONT, (5, -90, -75), (165, 115, 85), opacity=1.0, cut=1),
    "above": LabView(
        "From above", "Seen from above; the front of the body is at the top.",
        _ABOVE, (-20, -90, -140), (170, 115, 175), _NOSE),
    "level_cut": LabView(
        "From above, cut open",
        "Cut level through the middle of the ball, seen from above; the front is at the top.",
        _ABOVE, (5, -85, -140), (165, 75, 60), _NOSE, opacity=1.0, cut=2),
    "socket": LabView(
        "Socket", "The thigh bone is taken out: you look into the socket.",
        (0.75, -0.4, -0.55), (10, -60, -60), (130, 60, 65), bones=("Hip bone",), opacity=1.0),
    "thigh_above": LabView(
        "Thigh bone from above",
        "The thigh bone seen from above: ball and neck on top, the knee far below them.",
        _ABOVE, (20, -75, -460), (165, 70, 45), _NOSE, bones=("Thigh bone",)),
    "neck": LabView(
        "Square to the neck", "The thigh bone seen square to its neck; the front is at the top.",
        _ALONG_NECK, (45, -55, -70), (150, 60, 45), _NOSE, 1.4, bones=("Thigh bone",)),
    "pelvis": LabView(
        "Both sides", "Both sides, seen from the front.",
        _FRONT, (-180, -90, -110), (180, 115, 170), bones=tuple(BONES)),
}  # fmt: skip


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
    shown, drawn = known_view(view, LAB_VIEWS), measure_lines(hip)
    if measure_id not in drawn:
        raise ValueError(f"measure is {measure_id!r}; one of {', '.join(drawn)} is possible")
    lines, gap = drawn[measure_id], np.full((1, 3), np.nan)  # the gap is between the strokes
    traces = []
    for name, (colour, parts) in BONES.items():
        seen = name in shown.bones
        mesh = mesh_arrays([hip.meshes[part] for part in parts]) if seen else {}
        traces.append(bone_trace(name, colour, opacity=shown.opacity, visible=seen, **mesh))
    strokes = xyz(np.concatenate([part for s in lines.strokes for part in (s, gap)]))
    traces.append({"type": "scatter3d", "name": "lines", "mode": "lines", "hoverinfo": "skip",
                   "line": {"color": ACCENT, "width": 9}, **strokes})  # fmt: skip
    layout = _cut_open(scene_layout(f"{view} {turn}", shown.look()), shown)
    x, y, z = lines.label.round(1).tolist()
    beside = {"z": z, "bgcolor": PAPER, "opacity": 0.85, "size": 16, "borderpad": 3}
    value = f"<b>{text.rsplit(': ')[-1]}</b>"
    layout["scene"]["annotations"] = [label(value, x, y, "center", **beside)]
    layout["annotations"] = [label(text, 0, 1, size=16, borderpad=3, yanchor="top", **PAPER_XY)]
    layout["meta"] = {"bare": True}  # the value stays beside the lines on a narrow screen too
    return figure(*traces, **layout)


def known_view(view: str, views: Mapping[str, V]) -> V:
    """Give a view by its key, or raise a ValueError that says which there are."""
    if view not in views:
        raise ValueError(f"view is {view!r}; one of {', '.join(views)} is possible")
    return views[view]


def _cut_open(layout: dict[str, Any], view: LabView) -> dict[str, Any]:
    """End the box of a scene at the cut, and move the eye out of a deep box."""
    scene = layout["scene"]
    ratio = scene["aspectratio"]
    if view.cut is not None:
        name = "xyz"[view.cut]
        low, high = scene[f"{name}axis"]["range"]
        # The ball's centre is the origin of both axes; lines on the cut are kept.
        kept = [-1.0, high] if view.cut == 1 else [low, 1.0]
        scene[f"{name}axis"]["range"] = kept
        ratio[name] *= (kept[1] - kept[0]) / (high - low)
    eye = view.look().towards * max(1.5, *ratio.values())
    scene["camera"]["eye"] = dict(zip("xyz", eye.round(4).tolist(), strict=True))
    return layout

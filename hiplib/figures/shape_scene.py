"""The bones of one shape in three dimensions, with the lines of one measure on them.

Whole bones are half clear, so that the lines stand at their true place and are seen through them.
Two views cut the bones open on the very plane on which the socket is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy import HIP_BONE_PARTS, Hip, Lines, Mesh, measure_lines
from hiplib.anatomy.geometry import FloatArray
from hiplib.figures.hip import LAMP, LIGHT, scene_layout
from hiplib.figures.hip_views import BONE_COLOURS
from hiplib.figures.labels3d import Look
from hiplib.figures.style import ACCENT, INK, PAPER
from hiplib.figures.traces import quick_figure

if TYPE_CHECKING:
    import plotly.graph_objects as go

# Traces of the scene: name, key of the colour; the lines come last.
BONES = {
    "Hip bone": "hip_bone",
    "Sacrum": "sacrum",
    "Thigh bone": "femur",
    "Hip bone, other side": "hip_bone",
    "Thigh bone, other side": "femur",
}
LINES = len(BONES)
_ONE_SIDE = ("Hip bone", "Sacrum", "Thigh bone")
_CLEAR = 0.42
_ALONG_NECK = (0.604, 0.34, 0.721)  # square to neck and shaft front of the mean shape


@dataclass(frozen=True)
class LabView:
    """What a view of the laboratory shows; directions and box of a left hip, in mm.

    `cut` is the axis (1 back, 2 up) square to which the bones are cut through the ball's centre:
    what lies in front (above) is left out.
    """

    name: str
    sentence: str
    eye: tuple[float, float, float]
    bones: tuple[str, ...]
    low: tuple[float, float, float]
    high: tuple[float, float, float]
    up: tuple[float, float, float] = (0.0, 0.0, 1.0)
    opacity: float = _CLEAR
    cut: int | None = None
    zoom: float = 1.0

    @property
    def look(self) -> Look:
        """The picture's axes and box."""
        corners = np.array([self.low, self.high])
        return Look.of(np.array(self.eye), np.array(self.up), corners, self.zoom)


_FRONT, _ABOVE, _NOSE = (0.0, -1.0, 0.0), (0.0, 0.0, 1.0), (0.0, -1.0, 0.0)
LAB_VIEWS = {
    "front": LabView(
        "Front", "Seen from the front.", _FRONT, _ONE_SIDE,
        (-20, -90, -145), (170, 115, 165),
    ),
    "front_cut": LabView(
        "Front, cut open", "Cut open through the middle of the ball, seen from the front.",
        _FRONT, _ONE_SIDE, (5, -90, -75), (165, 115, 85), opacity=1.0, cut=1,
    ),
    "above": LabView(
        "From above", "Seen from above; the front of the body is at the top.",
        _ABOVE, _ONE_SIDE, (-20, -90, -140), (170, 115, 175), up=_NOSE,
    ),
    "level_cut": LabView(
        "From above, cut open",
        "Cut level through the middle of the ball, seen from above; the front is at the top.",
        _ABOVE, _ONE_SIDE, (5, -85, -140), (165, 75, 60), up=_NOSE, opacity=1.0, cut=2,
    ),
    "socket": LabView(
        "Socket", "The thigh bone is taken out: you look into the socket.",
        (0.75, -0.4, -0.55), ("Hip bone",), (10, -60, -60), (130, 60, 65), opacity=1.0,
    ),
    "thigh_above": LabView(
        "Thigh bone from above",
        "The thigh bone seen from above: ball and neck on top, the knee far below them.",
        _ABOVE, ("Thigh bone",), (20, -75, -460), (165, 70, 45), up=_NOSE,
    ),
    "neck": LabView(
        "Square to the neck", "The thigh bone seen square to its neck; the front is at the top.",
        _ALONG_NECK, ("Thigh bone",), (45, -55, -70), (150, 60, 45), up=_NOSE, zoom=1.4,
    ),
    "pelvis": LabView(
        "Both sides", "Both sides, seen from the front.", _FRONT, tuple(BONES),
        (-180, -90, -110), (180, 115, 170),
    ),
}  # fmt: skip


def scene_figure(hip: Hip, measure_id: str, text: str, *, view: str) -> go.Figure:
    """Draw the bones of a shape with the lines of a measure.

    Parameters
    ----------
    hip : Hip
        A left hip; with both femora for the view ``pelvis``.
    measure_id : str
        The measure whose lines are drawn.
    text : str
        Name and value, for example ``"Neck-shaft angle: 126°"``.
    view : str
        A key of `LAB_VIEWS`.

    Raises
    ------
    ValueError
        Unknown view or measure; the message lists what is possible.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> drawn = scene_figure(hip(), "neck_shaft_angle", "Angle: 126°", view="front")
    >>> [trace.name for trace in drawn.data if trace.visible is not False]
    ['Hip bone', 'Sacrum', 'Thigh bone', 'lines']
    """
    if view not in LAB_VIEWS:
        raise ValueError(f"view is {view!r}; one of {', '.join(LAB_VIEWS)} is possible")
    traces, notes = scene_change(hip, measure_id, text, view=view)
    opacity = LAB_VIEWS[view].opacity
    bones = [
        {
            "type": "mesh3d",
            "name": name,
            "color": BONE_COLOURS[colour][1],
            "opacity": opacity,
            "flatshading": False,
            "lighting": LIGHT,
            "lightposition": LAMP,
            "hoverinfo": "skip",
            "visible": number in traces,
            **traces.get(number, {}),
            **(_corners(_meshes(hip, name)) if number in traces else {}),
        }
        for number, (name, colour) in enumerate(BONES.items())
    ]
    lines = {
        "type": "scatter3d",
        "name": "lines",
        "mode": "lines",
        "line": {"color": ACCENT, "width": 9},
        "hoverinfo": "skip",
        **traces[LINES],
    }
    layout = _cut_open(scene_layout(view, LAB_VIEWS[view].look), view)
    layout["scene"]["annotations"] = notes["scene.annotations"]
    layout["annotations"] = notes["annotations"]
    layout["meta"] = {"bare": True}  # the value stays beside the lines on a narrow screen too
    return quick_figure(*bones, lines, **layout)


def scene_change(
    hip: Hip, measure_id: str, text: str, *, view: str
) -> tuple[dict[int, dict[str, Any]], dict[str, Any]]:
    """Give what another shape changes in the scene: values of traces and of the layout.

    Both are made for `PlotView.change`; bones that a view leaves out are not among them. `text` is
    a name and a value; the value stands beside the lines as well.
    """
    drawn = measure_lines(hip)
    if measure_id not in drawn:
        raise ValueError(f"measure is {measure_id!r}; one of {', '.join(drawn)} is possible")
    traces: dict[int, dict[str, Any]] = {
        number: _places(np.concatenate([mesh.vertices for mesh in _meshes(hip, name)]))
        for number, name in enumerate(BONES)
        if name in LAB_VIEWS[view].bones
    }
    lines = drawn[measure_id]
    traces[LINES] = _places(_with_gaps(lines))
    note = dict(zip("xyz", lines.label.round(1).tolist(), strict=True))
    note |= {"text": f"<b>{text.rsplit(': ')[-1]}</b>", "bgcolor": PAPER, "opacity": 0.85}
    corner = {"text": text, "x": 0, "y": 1, "xanchor": "left", "yanchor": "top"}
    corner |= {"xref": "paper", "yref": "paper"}
    look = {"showarrow": False, "font": {"size": 16, "color": INK}, "borderpad": 3}
    return traces, {"scene.annotations": [note | look], "annotations": [corner | look]}


def _meshes(hip: Hip, name: str) -> list[Mesh]:
    other = "opposite_" if name.endswith("other side") else ""
    if name.startswith("Hip bone"):
        return [hip.meshes[f"{other}{part}"] for part in HIP_BONE_PARTS]
    return [hip.meshes["sacrum" if name == "Sacrum" else f"{other}femur"]]


def _places(points: NDArray[np.floating[Any]]) -> dict[str, Any]:
    return dict(zip("xyz", np.ascontiguousarray(points.T, dtype=np.float32), strict=True))


def _corners(meshes: list[Mesh]) -> dict[str, Any]:
    first = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    faces = np.concatenate([mesh.faces + n for mesh, n in zip(meshes, first, strict=False)])
    return dict(zip("ijk", np.ascontiguousarray(faces.T.astype(np.uint16)), strict=True))


def _with_gaps(lines: Lines) -> FloatArray:
    """Join the strokes of a measure, with a gap after each."""
    gap = np.full((1, 3), np.nan)
    joined: FloatArray = np.concatenate([part for s in lines.strokes for part in (s, gap)])
    return joined


def _cut_open(layout: dict[str, Any], view: str) -> dict[str, Any]:
    """End the box of a scene at the cut, and move the eye out of a deep box."""
    scene, cut = layout["scene"], LAB_VIEWS[view].cut
    ratio = scene["aspectratio"]
    if cut is not None:
        name = "xyz"[cut]
        low, high = scene[f"{name}axis"]["range"]
        # The ball's centre is the origin of both axes; lines on the cut are kept.
        kept = [-1.0, high] if cut == 1 else [low, 1.0]
        scene[f"{name}axis"]["range"] = kept
        ratio[name] *= (kept[1] - kept[0]) / (high - low)
    far = max(1.5, *ratio.values())
    eye = LAB_VIEWS[view].look.towards * far
    scene["camera"]["eye"] = dict(zip("xyz", eye.round(4).tolist(), strict=True))
    return layout

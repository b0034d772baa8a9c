"""Bones and muscle paths of a moved hip in one scene, coloured by what each path does now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy import Hip, Mesh
from hiplib.anatomy.geometry import FloatArray
from hiplib.figures.function import names
from hiplib.figures.hip import LAMP, LIGHT, scene_layout
from hiplib.figures.hip_views import VIEWS, View
from hiplib.figures.labels3d import Look
from hiplib.figures.traces import quick_figure

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

_LINES = [[0.0, "#0072b2"], [0.5, "#8f8f8f"], [1.0, "#d55e00"]]
_BONES = {"Hip bone": "#ded3bb", "Sacrum": "#cfc8ba", "Thigh bone": "#ece0c8"}
HIP_BONE, SACRUM, FEMUR, PATHS, CHOSEN = range(5)  # traces of the scene
_SENTENCES = {
    "side": "Seen from the outside; the front of the body is on the left.",
    "front": "Seen from the front; the outer side of the thigh is on the right.",
    "back": "Seen from the back; the outer side of the thigh is on the left.",
}
# The box reaches down the thigh in every pose; what lies beyond is cut off.
_BOX: dict[str, Any] = {"low": (-60.0, -175.0, -190.0), "high": (195.0, 115.0, 160.0), "zoom": 1.1}
LAB_VIEWS: dict[str, View] = {
    key: replace(VIEWS[key], sentence=sentence, **_BOX) for key, sentence in _SENTENCES.items()
}


def scene_figure(
    hip: Hip,
    lines: dict[str, FloatArray],
    values: pd.Series[float],
    *,
    path: str,
    view: str,
    full: float,
) -> go.Figure:
    """Draw bones and paths; orange paths turn the thigh one way, blue ones the other.

    Parameters
    ----------
    hip : Hip
        A posed left hip.
    lines : dict
        `hiplib.anatomy.muscle_lines` in the same pose.
    values : pandas.Series
        One column of moment arms or torque capacities.
    path : str
        The path that stands out.
    view : str
        A key of `LAB_VIEWS`.
    full : float
        Value with the full colour.
    """
    bones = {
        "Hip bone": _joined([hip.meshes[part] for part in ("ilium", "ischium", "pubis")]),
        "Sacrum": hip.meshes["sacrum"],
        "Thigh bone": hip.meshes["femur"],
    }
    moving = scene_change(hip.meshes["femur"], lines, values, path=path, full=full)
    traces = [_bone(name, mesh) for name, mesh in bones.items()]
    traces += [
        {"type": "scatter3d", "mode": "lines", "name": "muscle paths"},
        {"type": "scatter3d", "mode": "lines", "name": "chosen path", "hoverinfo": "skip"},
    ]
    return quick_figure(
        *({**trace, **moving.get(n, {})} for n, trace in enumerate(traces)),
        **scene_layout(view, lab_look(view)),
    )


def lab_look(view: str) -> Look:
    """Give the look of one of `LAB_VIEWS`."""
    chosen = LAB_VIEWS[view]
    corners = np.array([chosen.low, chosen.high])
    return Look.of(np.array(chosen.eye), np.array(chosen.up), corners, chosen.zoom)


def scene_change(
    femur: Mesh, lines: dict[str, FloatArray], values: pd.Series[float], *, path: str, full: float
) -> dict[int, dict[str, Any]]:
    """Give what a new pose, path or value changes in the scene, for `PlotView.change`."""
    n = len(lines[path]) + 1
    # One trace for all paths: a gap after each keeps them apart.
    places = np.full((len(lines), n, 3), np.nan)
    places[:, :-1] = list(lines.values())
    named, keys = names(), [key for key in lines for _ in range(n)]
    paths = {
        **_xyz(places.reshape(-1, 3)),
        "line": _coloured(np.repeat(values.to_numpy(), n).round(2).tolist(), full, 5),
        "customdata": keys,
        "text": [named[key] for key in keys],
        "hovertemplate": "<b>%{text}</b><extra></extra>",
    }
    own = [float(values[path])] * (n - 1)
    chosen = {**_xyz(lines[path]), "line": _coloured(own, full, 14)}
    return {FEMUR: _xyz(femur.vertices), PATHS: paths, CHOSEN: chosen}


def _xyz(points: NDArray[np.floating]) -> dict[str, Any]:
    return dict(zip("xyz", np.ascontiguousarray(points.T, dtype=np.float32), strict=True))


def _coloured(values: list[float], full: float, width: int) -> dict[str, Any]:
    # A thin line shows less of a colour than a cell of the heat map, so it is full at the half.
    scale = {"colorscale": _LINES, "cmin": -full / 2, "cmax": full / 2, "showscale": False}
    return {"color": values, "width": width, **scale}


def _joined(meshes: list[Mesh]) -> Mesh:
    starts = np.cumsum([0] + [len(mesh.vertices) for mesh in meshes[:-1]])
    faces = [mesh.faces + start for mesh, start in zip(meshes, starts, strict=True)]
    return Mesh(np.concatenate([mesh.vertices for mesh in meshes]), np.concatenate(faces))


def _bone(name: str, mesh: Mesh) -> dict[str, Any]:
    corners = np.ascontiguousarray(mesh.faces.T.astype(np.uint16))
    return {
        "type": "mesh3d",
        "name": name,
        **_xyz(mesh.vertices),
        **dict(zip("ijk", corners, strict=True)),
        "color": _BONES[name],
        "flatshading": False,
        "lighting": LIGHT,
        "lightposition": LAMP,
        "hoverinfo": "skip",
    }

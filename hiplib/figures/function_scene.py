"""Bones and muscle paths of a moved hip in one scene, coloured by what each path does now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy import Hip, Mesh
from hiplib.anatomy.geometry import FloatArray
from hiplib.figures.function import Changes, names
from hiplib.figures.hip import LAMP, LIGHT, scene_layout
from hiplib.figures.hip_views import VIEWS, View
from hiplib.figures.labels3d import Look
from hiplib.figures.traces import quick_figure

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

_LINES = [[0.0, "#0072b2"], [0.5, "#8f8f8f"], [1.0, "#d55e00"]]
_BONES = {
    "Hip bone": (("ilium", "ischium", "pubis"), "#ded3bb"),
    "Sacrum": (("sacrum",), "#cfc8ba"),
    "Thigh bone": (("femur",), "#ece0c8"),
}
FEMUR, PATHS, CHOSEN = 2, 3, 4  # traces of the scene that move
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
    hip, lines : Hip, dict
        A posed left hip, and `hiplib.anatomy.muscle_lines` in the same pose.
    values : pandas.Series
        One column of moment arms or torque capacities; `full` is the value with the full colour.
    path, view : str
        The path that stands out; a key of `LAB_VIEWS`.
    """
    moving = scene_change(hip.meshes["femur"], lines, values, path=path, full=full)
    traces = [
        _bone(name, [hip.meshes[part] for part in parts], colour)
        for name, (parts, colour) in _BONES.items()
    ]
    path_trace = {"type": "scatter3d", "mode": "lines"}
    traces += [{**path_trace, "name": "muscle paths"},
               {**path_trace, "name": "chosen path", "hoverinfo": "skip"}]  # fmt: skip
    seen = LAB_VIEWS[view]
    look = Look.of(
        np.array(seen.eye), np.array(seen.up), np.array([seen.low, seen.high]), seen.zoom
    )
    return quick_figure(
        *({**trace, **moving.get(n, {})} for n, trace in enumerate(traces)),
        **scene_layout(view, look),
    )


def scene_change(
    femur: Mesh, lines: dict[str, FloatArray], values: pd.Series[float], *, path: str, full: float
) -> Changes:
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


def _bone(name: str, meshes: list[Mesh], colour: str) -> dict[str, Any]:
    starts = np.cumsum([0] + [len(mesh.vertices) for mesh in meshes[:-1]])
    faces = np.concatenate([mesh.faces + at for mesh, at in zip(meshes, starts, strict=True)])
    corners = np.ascontiguousarray(faces.T.astype(np.uint16))
    return {
        "type": "mesh3d", "name": name, "color": colour, "flatshading": False, "lighting": LIGHT,
        "lightposition": LAMP, "hoverinfo": "skip",
        **_xyz(np.concatenate([mesh.vertices for mesh in meshes])),
        **dict(zip("ijk", corners, strict=True)),
    }  # fmt: skip

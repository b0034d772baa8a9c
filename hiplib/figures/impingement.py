"""The plane of flexion and rotation, with the border at which bone meets bone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hiplib.anatomy import ContactPlane
from hiplib.figures.style import INK, PAPER, SERIES
from hiplib.figures.traces import quick_figure

if TYPE_CHECKING:
    import plotly.graph_objects as go

LOST, CHANGED, NORMAL, POSES, POSE = range(5)  # traces of the plane
NORMAL_COLOUR, CHANGED_COLOUR = SERIES[0], SERIES[1]
_LOST_COLOUR = "rgba(224,128,60,0.28)"
_NAMED_AT_DEG = 96.0  # flexion at which the lines are named


def plane_figure(
    normal: ContactPlane, changed: ContactPlane, flexion_deg: float, internal_rotation_deg: float
) -> go.Figure:
    """Draw the borders of two shapes over flexion and rotation, and the present pose.

    Parameters
    ----------
    normal, changed : ContactPlane
        Of the normal and the changed shape, at the same adduction.
    flexion_deg, internal_rotation_deg : float
        The present pose.

    Returns
    -------
    plotly.graph_objects.Figure
        Traces `LOST` (tinted), `CHANGED` (solid line), `NORMAL` (dashed line), `POSES` (a sheet
        without colour that tells a click or the pointer its pose) and `POSE`.

    Examples
    --------
    >>> from hiplib.anatomy import first_contact, hip
    >>> plane = first_contact(hip())
    >>> [trace.name for trace in plane_figure(plane, plane, 90, 20).data][1:3]
    ['Changed shape', 'Normal shape']
    """
    border = {"type": "contour", "autocontour": False, "showscale": False, "hoverinfo": "skip"}
    level = {"start": 0, "end": 0, "size": 1, "coloring": "none", "showlabels": False}
    inside = {"type": "constraint", "operation": "<", "value": 0}
    sheet = [[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]]
    traces: list[dict[str, Any]] = [
        {**border, "name": "Reached by the normal shape only", "contours": inside,
         "fillcolor": _LOST_COLOUR, "line": {"width": 0}},
        {**border, "name": "Changed shape", "contours": level,
         "line": {"color": CHANGED_COLOUR, "width": 3}},
        {**border, "name": "Normal shape", "contours": level,
         "line": {"color": NORMAL_COLOUR, "width": 2.5, "dash": "dash"}},
        {"type": "heatmap", "name": "Poses", "colorscale": sheet, "showscale": False,
         "hovertemplate": "Flexion %{x}°, turned in %{y}°<extra></extra>"},
        {"type": "scatter", "name": "Pose now", "mode": "markers", "hoverinfo": "skip",
         "marker": {"size": 15, "color": INK, "symbol": "diamond",
                    "line": {"color": PAPER, "width": 2}}},
    ]  # fmt: skip
    now = _grids(normal, changed) | pose_change(flexion_deg, internal_rotation_deg)
    low, high = (float(normal.internal_rotation_deg[k]) for k in (0, -1))
    layout: dict[str, Any] = {
        "xaxis": {"title": {"text": "Flexion (°)"}, "dtick": 30, "zeroline": False,
                  "range": [float(normal.flexion_deg[k]) for k in (0, -1)], "fixedrange": True},
        "yaxis": {"title": {"text": "Turned in (°, below 0 out)"}, "dtick": 20,
                  "range": [low, high], "zeroline": True, "fixedrange": True},
        "annotations": _names(normal, changed),
        "margin": {"l": 10, "r": 10, "t": 10, "b": 10},
        "hovermode": "closest",
        "dragmode": False,
    }  # fmt: skip
    return quick_figure(*({**trace, **now[n]} for n, trace in enumerate(traces)), **layout)


def _grids(normal: ContactPlane, changed: ContactPlane) -> dict[int, dict[str, Any]]:
    grid = {"x": normal.flexion_deg, "y": normal.internal_rotation_deg}
    before, after = normal.overlap_mm, changed.overlap_mm
    lost = np.minimum(after, -before)
    return {
        LOST: {**grid, "z": lost.round(2)},
        NORMAL: {**grid, "z": before.round(2)},
        CHANGED: {**grid, "z": after.round(2)},
        POSES: {**grid, "z": np.zeros(after.shape, dtype=np.int8)},
    }


def pose_change(flexion_deg: float, internal_rotation_deg: float) -> dict[int, dict[str, Any]]:
    """Give what another pose changes in the plane, for `PlotView.change`."""
    return {POSE: {"x": [flexion_deg], "y": [internal_rotation_deg]}}


def _names(normal: ContactPlane, changed: ContactPlane) -> list[dict[str, Any]]:
    """Give the names of the lines and of both sides of them."""
    low, high = (float(normal.internal_rotation_deg[k]) for k in (0, -1))
    places = [("Free", 24.0, -15.0, INK, "center", "middle"),
              ("Bone meets<br>bone", 128.0, high - 4, INK, "right", "top")]  # fmt: skip
    before, after = (plane.limits(_NAMED_AT_DEG)[1] for plane in (normal, changed))
    alike = after > before - 1
    if low < before < high:
        name, colour = ("both shapes", INK) if alike else ("normal", NORMAL_COLOUR)
        places.append((name, _NAMED_AT_DEG, before, colour, "left", "bottom"))
    if low < after < high and not alike:
        places.append(("changed", _NAMED_AT_DEG - 2, after, CHANGED_COLOUR, "right", "top"))
    return [
        {"text": text, "x": x, "y": y, "showarrow": False, "xanchor": side, "yanchor": height,
         "align": "right", "font": {"color": colour, "size": 14}}
        for text, x, y, colour, side, height in places
    ]  # fmt: skip

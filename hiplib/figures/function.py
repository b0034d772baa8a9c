"""What each muscle of the hip does at an angle: a curve over the angle, and a heat map of all.

One colour scale for all, also in the scene (`hiplib.figures.function_scene`): orange for the first
named direction (flexes, adducts, rotates inwards), blue for the other, grey for next to nothing.
Orange and blue differ for every kind of colour vision, and each number also stands in the picture
or in its table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from hiplib.anatomy import muscle_paths, swap_angles
from hiplib.figures.style import ACCENT, INK, MUTED, SERIES, template
from hiplib.figures.traces import quick_figure, scatter

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go


@dataclass(frozen=True)
class Axis:
    """One axis of the hip: name, what a muscle does on either side of zero, and both in short."""

    name: str
    positive: str
    negative: str
    short: str


AXES = {
    "flexion": Axis("Flexion and extension", "flexes", "extends", "flex +<br>ext −"),
    "adduction": Axis("Adduction and abduction", "adducts", "abducts", "add +<br>abd −"),
    "internal_rotation": Axis("Rotation", "rotates inwards", "rotates outwards", "in +<br>out −"),
}


@dataclass(frozen=True)
class Measure:
    """What is shown: name, unit, value with the full colour, value up to which it is little."""

    name: str
    unit: str
    full: float
    little: float


MEASURES = {
    "cm": Measure("Moment arm", "cm", 6.0, 0.3),
    "nm": Measure("Torque capacity", "Nm", 100.0, 3.0),
}
# Light cells, so that one dark ink serves both themes.
_CELLS = [[0.0, "#5aa9dd"], [0.5, "#efece6"], [1.0, "#f0935a"]]
_CELL_INK = "#1c2430"
SWAPS, NOW = 3, 4  # traces of the curve, after one for each axis
_QUIET = {"hoverinfo": "skip", "showlegend": False}


@cache
def names() -> dict[str, str]:
    """Give the plain names of all paths."""
    return {str(key): str(name) for key, name in muscle_paths()["name"].items()}


def curve_figure(curve: pd.DataFrame, axis: str, measure: str, flexion_deg: float) -> go.Figure:
    """Draw what one path does about the three axes over flexion, one axis in front.

    Parameters
    ----------
    curve : pandas.DataFrame
        Index flexion_deg, columns the keys of `AXES`, in the unit of the measure.
    axis, measure : str
        Keys of `AXES` and `MEASURES`.
    flexion_deg : float
        The present angle, marked on the curve.
    """
    moving, layout = curve_change(curve, axis, measure, flexion_deg)
    unit = MEASURES[measure].unit
    lines: list[dict[str, Any]] = [
        {
            "mode": "lines",
            "name": AXES[key].name.partition(" ")[0],
            "line": {"color": colour, "dash": dash, "width": 4 if key == axis else 1.5},
            "hovertemplate": f"%{{x:.0f}}°: %{{y:.1f}} {unit}",
        }
        for key, colour, dash in zip(AXES, SERIES[:3], ("solid", "dash", "dot"), strict=True)
    ]
    ring = {"symbol": "circle-open", "size": 13, "color": INK, "line": {"width": 2}}
    swaps = {"mode": "markers+text", "marker": ring, **_QUIET}
    dot = {"line": {"color": ACCENT, "width": 3}, "marker": {"size": [1, 14], "color": ACCENT}}
    now = {"mode": "lines+markers", **dot, **_QUIET}
    ends = [float(curve.index[0]), float(curve.index[-1])]
    zero = {"zerolinecolor": MUTED, "zerolinewidth": 2, "range": layout["yaxis.range"]}
    sides = _side(AXES[axis].positive, 1.0, "top"), _side(AXES[axis].negative, 0.0, "bottom")
    return quick_figure(
        *(scatter(**trace, **moving[n]) for n, trace in enumerate([*lines, swaps, now])),
        xaxis={"range": ends, "title": {"text": "Flexion (degrees)"}, "dtick": 30, "tick0": 0},
        yaxis={"title": {"text": f"{MEASURES[measure].name} ({unit})"}, **zero},
        annotations=list(sides),
        margin={"l": 10, "r": 12, "t": 10, "b": 10},
        showlegend=True,
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        hovermode="closest",
    )


def curve_change(
    curve: pd.DataFrame, axis: str, measure: str, flexion_deg: float
) -> tuple[dict[int, dict[str, Any]], dict[str, Any]]:
    """Give what a new pose changes in traces and layout of the curve, for `PlotView.change`."""
    angles, values = curve.index.to_numpy(dtype=float), curve.to_numpy()
    swaps = swap_angles(curve[axis])
    traces: dict[int, dict[str, Any]] = {
        n: {"x": angles, "y": values[:, n].copy()} for n in range(len(AXES))
    }
    traces[SWAPS] = {
        "x": list(swaps),
        "y": [0.0] * len(swaps),
        "text": [f"swaps at {angle:.0f}°" for angle in swaps],
        # The words stay inside the picture.
        "textposition": ["top left" if angle > 50 else "top right" for angle in swaps],
    }
    value = float(np.interp(flexion_deg, angles, values[:, list(AXES).index(axis)]))
    traces[NOW] = {"x": [flexion_deg, flexion_deg], "y": [0.0, value]}
    top = 1.15 * max(float(np.abs(values).max()), MEASURES[measure].little)
    return traces, {"yaxis.range": [-top, top]}


def _side(verb: str, y: float, anchor: str) -> dict[str, Any]:
    place = {"xref": "paper", "yref": "paper", "x": 0.01, "y": y, "xanchor": "left"}
    look = {"yanchor": anchor, "showarrow": False, "font": {"color": MUTED}}
    return {"text": f"<b>{verb}</b>", **place, **look}


def heat_figure(values: pd.DataFrame, measure: str, path: str) -> go.Figure:
    """Draw who does what now: one row a path, one column an axis.

    Parameters
    ----------
    values : pandas.DataFrame
        Index path_id, columns the keys of `AXES`.
    measure : str
        Key of `MEASURES`.
    path : str
        The path whose name stands out.
    """
    full, named = MEASURES[measure].full, names()
    heads = [axis.short for axis in AXES.values()]
    rows = list(range(len(values)))
    trace = {
        "type": "heatmap",
        "x": [0, 1, 2],
        "y": rows,
        "xgap": 2,
        "ygap": 2,
        "colorscale": _CELLS,
        "zmin": -full,
        "zmax": full,
        "showscale": False,
        "texttemplate": "%{text}",
        "textfont": {"color": _CELL_INK, "size": 12},
        **heat_change(values, measure)[0],
    }
    labels = [_shortened(named[key]) for key in values.index]
    labels = [f"<b>{label}</b>" if key == path else label
              for key, label in zip(values.index, labels, strict=True)]  # fmt: skip
    quiet = {"showgrid": False, "zeroline": False, "fixedrange": True}
    return quick_figure(
        trace,
        xaxis={"side": "top", "tickvals": [0, 1, 2], "ticktext": heads, "tickangle": 0, **quiet},
        yaxis={
            "autorange": "reversed",
            "tickvals": rows,
            "ticktext": labels,
            "tickfont": {"size": 12},
            **quiet,
        },
        margin={"l": 10, "r": 6, "t": 10, "b": 6},
        hovermode=False,
        # Its button would lie on the heads of the columns.
        modebar={"remove": [*template().layout.modebar.remove, "toImage"]},
    )


def _shortened(name: str) -> str:
    """Shorten a name so that names and numbers fit a phone side by side."""
    for long, short in (("Gluteus", "Glut."), ("Adductor", "Add."), (" part", "")):
        name = name.replace(long, short)
    return name


def heat_change(values: pd.DataFrame, measure: str) -> dict[int, dict[str, Any]]:
    """Give what a new pose changes in the heat map, for `PlotView.change`."""
    digits = 1 if measure == "cm" else 0
    cells = values.to_numpy().round(digits).tolist()
    texts = [
        [f"{cell:+.{digits}f}".replace("-", "−") if cell else "0" for cell in row] for row in cells
    ]
    return {0: {"z": cells, "text": texts}}

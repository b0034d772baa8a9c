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
NOW = 4  # trace of the curve that marks the present angle
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
    chosen, unit = curve[axis], MEASURES[measure].unit
    top = 1.15 * max(float(curve.abs().to_numpy().max()), MEASURES[measure].little)
    zero = {"zerolinecolor": MUTED, "zerolinewidth": 2}
    ends = [float(curve.index[0]), float(curve.index[-1])]
    sides = _side(AXES[axis].positive, 1.0, "top"), _side(AXES[axis].negative, 0.0, "bottom")
    return quick_figure(
        *_curves(curve, axis, unit),
        _swaps(chosen),
        scatter(
            **curve_change(chosen, flexion_deg)[NOW],
            mode="lines+markers",
            line={"color": ACCENT, "width": 3},
            marker={"size": [1, 14], "color": ACCENT},
            **_QUIET,
        ),
        xaxis={"range": ends, "title": {"text": "Flexion (degrees)"}, "dtick": 30, "tick0": 0},
        yaxis={
            "range": [-top, top],
            "title": {"text": f"{MEASURES[measure].name} ({unit})"},
            **zero,
        },
        annotations=list(sides),
        margin={"l": 10, "r": 12, "t": 10, "b": 10},
        showlegend=True,
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        hovermode="closest",
    )


def _curves(curve: pd.DataFrame, axis: str, unit: str) -> list[dict[str, Any]]:
    return [
        scatter(
            x=curve.index.to_numpy(),
            y=curve[key].to_numpy(),
            mode="lines",
            name=AXES[key].name.partition(" ")[0],
            line={"color": colour, "dash": dash, "width": 4 if key == axis else 1.5},
            hovertemplate=f"%{{x:.0f}}°: %{{y:.1f}} {unit}",
        )
        for key, colour, dash in zip(AXES, SERIES[:3], ("solid", "dash", "dot"), strict=True)
    ]


def _swaps(chosen: pd.Series[float]) -> dict[str, Any]:
    """Mark where the curve passes zero; the words stay inside the picture."""
    swaps = swap_angles(chosen)
    return scatter(
        x=list(swaps),
        y=[0.0] * len(swaps),
        text=[f"swaps at {angle:.0f}°" for angle in swaps],
        mode="markers+text",
        marker={"symbol": "circle-open", "size": 13, "color": INK, "line": {"width": 2}},
        textposition=[
            "top left" if angle > chosen.index[-1] / 2 else "top right" for angle in swaps
        ],
        **_QUIET,
    )


def curve_change(chosen: pd.Series[float], flexion_deg: float) -> dict[int, dict[str, Any]]:
    """Give what a new flexion angle changes in the curve, for `PlotView.change`."""
    value = float(np.interp(flexion_deg, chosen.index.to_numpy(dtype=float), chosen.to_numpy()))
    return {NOW: {"x": [flexion_deg, flexion_deg], "y": [0.0, value]}}


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
    cells = values[list(AXES)].to_numpy().round(digits).tolist()
    texts = [
        [f"{cell:+.{digits}f}".replace("-", "−") if cell else "0" for cell in row] for row in cells
    ]
    return {0: {"z": cells, "text": texts}}

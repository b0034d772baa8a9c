"""What each muscle of the hip does at an angle: bones and paths in a scene, a curve, a heat map.

One colour scale for all: orange for the first
named direction (flexes, adducts, rotates inwards), blue for the other, grey for next to nothing.
Orange and blue differ for every kind of colour vision, and each number also stands in the picture
or in its table. Tables of values have path_id (or flexion_deg) as index and the keys of `AXES` as
columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from hiplib import tables
from hiplib.anatomy import Hip, swap_angles
from hiplib.anatomy.geometry import FloatArray
from hiplib.errors import one_of
from hiplib.figures.hip_traces import bone_trace, mesh_arrays, scene_layout, xyz
from hiplib.figures.hip_views import lab_views
from hiplib.figures.style import ACCENT, INK, MUTED, NO_BUTTONS, SERIES, Picture, figure
from hiplib.figures.traces import PAPER_XY, label, line, scatter

if TYPE_CHECKING:
    import pandas as pd


class Axis(NamedTuple):
    """One axis of the hip: name, what a muscle does on either side of zero, and both in short."""

    name: str
    positive: str
    negative: str
    short: str


class Measure(NamedTuple):
    """What is shown: name, unit, decimals, value with the full colour, value that is little."""

    name: str
    unit: str
    digits: int
    full: float
    little: float


AXES = {
    "flexion": Axis("Flexion and extension", "flexes", "extends", "flex +<br>ext −"),
    "adduction": Axis("Adduction and abduction", "adducts", "abducts", "add +<br>abd −"),
    "internal_rotation": Axis("Rotation", "rotates inwards", "rotates outwards", "in +<br>out −"),
}
MEASURES = {
    "cm": Measure("Moment arm", "cm", 1, 6.0, 0.3),
    "nm": Measure("Torque capacity", "Nm", 0, 100.0, 3.0),
}
# Light cells, so that one dark ink serves both themes.
_CELLS = [[0.0, "#5aa9dd"], [0.5, "#efece6"], [1.0, "#f0935a"]]
_CELL_INK = "#1c2430"
SWAPS, NOW = 3, 4  # traces of the curve, after one for each axis
_LINES = [[0.0, "#0072b2"], [0.5, "#8f8f8f"], [1.0, "#d55e00"]]
_BONES = {
    "Hip bone": (("ilium", "ischium", "pubis"), "#ded3bb"),
    "Sacrum": (("sacrum",), "#cfc8ba"),
    "Thigh bone": (("femur",), "#ece0c8"),
}
FEMUR, PATHS, CHOSEN = 2, 3, 4  # traces of the scene that move
LAB_VIEWS = lab_views("muscles")
NAMES = tables.lookup("muscle_paths")  # plain names of all paths


def curve_figure(curve: pd.DataFrame, axis: str, measure: str, flexion_deg: float) -> Picture:
    """Draw what one path does over flexion, `axis` in front, the present angle marked."""
    shown, sides, swaps = MEASURES[measure], AXES[axis], swap_angles(curve[axis])
    angles, values = curve.index.to_numpy(dtype=float), curve.to_numpy()
    hover = {"hovertemplate": f"%{{x:.0f}}°: %{{y:.1f}} {shown.unit}"}
    traces = [
        line(angles, values[:, n], AXES[key].name.partition(" ")[0], SERIES[n],
             4 if key == axis else 1.5, dash=("solid", "dash", "dot")[n], **hover)
        for n, key in enumerate(AXES)
    ]  # fmt: skip
    quiet = {"hoverinfo": "skip", "showlegend": False}
    ring = {"symbol": "circle-open", "size": 13, "color": INK, "line": {"width": 2}}
    dot = {"line": {"color": ACCENT, "width": 3}, "marker": {"size": [1, 14], "color": ACCENT}}
    # The words stay inside the picture.
    sides_of_words = ["top left" if angle > 50 else "top right" for angle in swaps]
    value = float(np.interp(flexion_deg, angles, curve[axis]))
    traces += [
        scatter(mode="markers+text", marker=ring, x=list(swaps), y=[0.0] * len(swaps), **quiet,
                text=[f"swaps at {angle:.0f}°" for angle in swaps], textposition=sides_of_words),
        scatter(mode="lines+markers", x=[flexion_deg] * 2, y=[0.0, value], **dot, **quiet),
    ]  # fmt: skip
    top = 1.15 * max(float(np.abs(values).max()), shown.little)
    place = {**PAPER_XY, "font": {"color": MUTED}}
    return figure(
        *traces,
        xaxis={"range": [float(angles[0]), float(angles[-1])], "dtick": 30, "tick0": 0,
               "title": {"text": "Flexion (degrees)"}},
        yaxis={"title": {"text": f"{shown.name} ({shown.unit})"}, "range": [-top, top],
               "zerolinecolor": MUTED, "zerolinewidth": 2},
        annotations=[label(f"<b>{sides.positive}</b>", 0.01, 1.0, yanchor="top", **place),
                     label(f"<b>{sides.negative}</b>", 0.01, 0.0, yanchor="bottom", **place)],
        margin={"l": 10, "r": 12, "t": 10, "b": 10},
        showlegend=True,
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        hovermode="closest",
    )  # fmt: skip


def heat_figure(values: pd.DataFrame, measure: str, path: str) -> Picture:
    """Draw who does what now: one row a path, one column an axis; the name of `path` stands out."""
    full, digits, rows = MEASURES[measure].full, MEASURES[measure].digits, list(range(len(values)))
    numbers = values.to_numpy().round(digits).tolist()
    texts = [[f"{cell:+.{digits}f}".replace("-", "−") if cell else "0" for cell in row]
             for row in numbers]  # fmt: skip
    cells = {"xgap": 2, "ygap": 2, "colorscale": _CELLS, "zmin": -full, "zmax": full,
             "showscale": False, "texttemplate": "%{text}",
             "textfont": {"color": _CELL_INK, "size": 12}}  # fmt: skip
    labels = [f"<b>{_short(key)}</b>" if key == path else _short(key) for key in values.index]
    quiet = {"showgrid": False, "zeroline": False, "fixedrange": True}
    return figure(
        {"type": "heatmap", "x": [0, 1, 2], "y": rows, "z": numbers, "text": texts, **cells},
        xaxis={"side": "top", "tickvals": [0, 1, 2], "tickangle": 0, **quiet,
               "ticktext": [axis.short for axis in AXES.values()]},
        yaxis={"autorange": "reversed", "tickvals": rows, "ticktext": labels,
               "tickfont": {"size": 12}, **quiet},
        margin={"l": 10, "r": 6, "t": 10, "b": 6},
        hovermode=False,
        # Its button would lie on the heads of the columns.
        modebar={"remove": [*NO_BUTTONS, "toImage"]},
    )  # fmt: skip


def _short(path: str) -> str:
    """Shorten a name so that names and numbers fit a phone side by side."""
    name = NAMES[path]
    for long, short in (("Gluteus", "Glut."), ("Adductor", "Add."), (" part", "")):
        name = name.replace(long, short)
    return name


# ---- the scene


def scene_figure(
    hip: Hip,
    lines: dict[str, FloatArray],
    values: pd.Series[float],
    *,
    path: str,
    view: str,
    full: float,
    turn: int = 0,
) -> Picture:
    """Draw a posed hip and its `hiplib.anatomy.muscle_lines`, coloured by `values`.

    `path` stands out, `view` is a key of `LAB_VIEWS`, `full` the value with the full colour.
    A new `turn` takes the camera back to the view.
    """
    traces = [
        bone_trace(name, colour, **mesh_arrays([hip.meshes[part] for part in parts]))
        for name, (parts, colour) in _BONES.items()
    ]
    n = len(lines[path]) + 1
    # One trace for all paths: a gap after each keeps them apart.
    places = np.full((len(lines), n, 3), np.nan)
    places[:, :-1] = list(lines.values())
    named, keys = NAMES, [key for key in lines for _ in range(n)]
    own = [float(values[path])] * (n - 1)
    thread = {"type": "scatter3d", "mode": "lines"}
    traces += [
        {**thread, "name": "muscle paths", **xyz(places.reshape(-1, 3)), "customdata": keys,
         "line": _coloured(np.repeat(values.to_numpy(), n).round(2).tolist(), full, 5),
         "text": [named[key] for key in keys], "hovertemplate": "<b>%{text}</b><extra></extra>"},
        {**thread, "name": "chosen path", "hoverinfo": "skip", **xyz(lines[path]),
         "line": _coloured(own, full, 14)},
    ]  # fmt: skip
    look = LAB_VIEWS[one_of("view", view, LAB_VIEWS)].look()
    return figure(*traces, **scene_layout(f"{view} {turn}", look))


def _coloured(values: list[float], full: float, width: int) -> dict[str, Any]:
    # A thin line shows less of a colour than a cell of the heat map, so it is full at the half.
    scale = {"colorscale": _LINES, "cmin": -full / 2, "cmax": full / 2, "showscale": False}
    return {"color": values, "width": width, **scale}


# ---- in words and tables


def pose_words(flexion_deg: float, adduction_deg: float, internal_rotation_deg: float) -> str:
    """Say a pose in words.

    Examples
    --------
    >>> pose_words(50, 0, -10)
    'flexed 50°, rotated outwards 10°'
    >>> pose_words(0, 0, 0)
    'straight'
    """
    words = (
        (flexion_deg, "flexed", "extended"),
        (adduction_deg, "adducted", "abducted"),
        (internal_rotation_deg, "rotated inwards", "rotated outwards"),
    )
    said = [f"{up if value > 0 else down} {abs(value):.0f}°" for value, up, down in words if value]
    return ", ".join(said) or "straight"


def role_words(value: float, axis: str, measure: str) -> str:
    """Say what a muscle does about one axis.

    Examples
    --------
    >>> role_words(-2.1, "flexion", "cm"), role_words(0.1, "internal_rotation", "cm")
    ('extends (2.1 cm)', 'next to nothing (0.1 cm)')
    """
    scale, sides = MEASURES[measure], AXES[axis]
    verb = sides.positive if value > 0 else sides.negative
    if abs(value) < scale.little:
        verb = "next to nothing"
    return f"{verb} ({abs(value):.{scale.digits}f} {scale.unit})"


def swap_words(curve: pd.Series[float]) -> str:
    """Name the angles at which a curve passes zero; empty when it does not."""
    return " and ".join(f"{angle:.0f}°" for angle in swap_angles(curve))


def scene_summary(values: pd.Series[float], *, path: str, axis: str, measure: str) -> str:
    """Say who turns the thigh which way now, and what the chosen path does."""
    sides = AXES[axis]
    up, down = NAMES[str(values.idxmax())], NAMES[str(values.idxmin())]
    return (
        f"Orange {sides.positive} (most: {up}), blue {sides.negative} (most: {down}). "
        f"{NAMES[path]}, the thick line: {role_words(float(values[path]), axis, measure)}."
    )


def curve_summary(curve: pd.Series[float], *, path: str, axis: str, measure: str) -> str:
    """Say where the chosen path is strongest and where it swaps its role."""
    swaps = swap_words(curve)
    swap = f"swaps its role at {swaps} of flexion" if swaps else "keeps one role all the way"
    place = int(curve.abs().to_numpy().argmax())
    at, most = float(curve.index[place]), role_words(float(curve.iloc[place]), axis, measure)
    return f"{NAMES[path]} {swap}. Largest value: {most}, hip {pose_words(at, 0, 0)}."


def heat_summary(torque: pd.DataFrame, axis: str) -> str:
    """Compare the sums of both directions about one axis."""
    sides, now = AXES[axis], torque[axis]
    up, down = now.clip(lower=0).sum(), -now.clip(upper=0).sum()
    return (
        f"Added up over all paths, torque capacity now: {sides.positive} {up:.0f} Nm, "
        f"{sides.negative} {down:.0f} Nm. A model's maxima, more than a person can use at once."
    )


def all_numbers(arms: pd.DataFrame, torque: pd.DataFrame) -> pd.DataFrame:
    """Give moment arms and torque capacities of all paths in one table."""
    table = arms.set_axis(arms.index.map(NAMES), axis=0).rename_axis("Path")
    both = [_headed(values.set_axis(table.index, axis=0), measure)
            for measure, values in (("cm", arms), ("nm", torque))]  # fmt: skip
    return both[0].join(both[1]).reset_index()


def role_numbers(values: pd.Series[float], axis: str, measure: str) -> pd.DataFrame:
    """Give what each path does about one axis."""
    said = values.map(lambda value: role_words(float(value), axis, measure))
    return said.rename(NAMES).rename_axis("Path").reset_index(name="Does now")


def curve_numbers(curve: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Give the curve of one path every 10 degrees."""
    return _headed(curve.iloc[::5], measure).rename_axis("Flexion (degrees)").reset_index()


def _headed(values: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Round values and name their columns for the reader."""
    shown = MEASURES[measure]
    heads = {key: f"{axis.positive} + ({shown.unit})" for key, axis in AXES.items()}
    return values.round(shown.digits).rename(columns=heads)

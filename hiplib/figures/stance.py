"""One-leg stance: forces and lever arms drawn to scale on the mean hip, and the sum of the forces.

The bones are the mean hip of the course seen from the front, drawn like an X-ray. They do not
change with the sliders; the lines of force do.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from hiplib.anatomy.bones import hip
from hiplib.anatomy.geometry import FloatArray
from hiplib.anatomy.stance import GRAVITY, HANDS, MODEL, Stance, hand_arm
from hiplib.figures import style
from hiplib.figures.traces import NO_AXIS, label, line, marks
from hiplib.figures.xray import xray_image
from hiplib.parameters import parameters

MM_PER_BW = 55.0  # length of an arrow of one body weight in the picture
_X, _Z = (-262.0, 262.0), (-250.0, 175.0)
_COLOURS = {
    "weight": style.INK,
    "hand": style.SERIES[4],
    "abductors": "var(--hip-muscle)",
    "joint": style.SERIES[0],
}
_FIXED = {**NO_AXIS, "constrain": "domain"}


def stance_figure(stance: Stance) -> style.Picture:
    """Draw the forces on the body above the standing leg, arrows and levers to scale."""
    place = _places(stance)
    per_n = MM_PER_BW / (stance.mass_kg * GRAVITY)
    arrows = [_arrow(place[f.name], per_n * f.x_n, per_n * f.z_n, f.name) for f in stance.forces]
    muscle = _line("abductors", place["abductors"], place["insertion"], width=14, opacity=0.35)
    levers = [
        {**_line("lever", place["ball"], place[end], width=3), "mode": "lines+markers"}
        for end in ("body", "foot")
    ]
    holds = _holds(stance)
    up = np.array([place["hand"][0], 70.0])
    strap = _line("hand", place["hand"], up, width=2, opacity=1 if holds else 0)
    x, z = np.array([place["ball"], place["weight"], place["hand"]]).T.tolist()
    symbols = ["circle-open", "circle-cross-open", "square"]
    colours, bag = [style.INK, style.INK, style.SERIES[4]], holds and HANDS[stance.hand][2] < 0
    dots = marks(x, z, "points", colours, symbols, [13, 16, 15], opacity=[1, 1, 1 if bag else 0])
    return style.figure(
        muscle, *levers, strap, *arrows, dots,
        xaxis={"range": _X, **_FIXED},
        yaxis={"range": _Z, "scaleanchor": "x", **_FIXED},
        images=[xray_image(_X, _Z)],
        annotations=_labels(stance, place),
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        hovermode=False,
    )  # fmt: skip


def force_sum(stance: Stance) -> style.Picture:
    """Draw the same forces head to tail: they close, and the joint force spans the rest."""
    whole = stance.mass_kg * GRAVITY
    weight, held, pull, joint = stance.forces
    radius = parameters(MODEL)["measured_ceiling_bw"]
    angle = np.radians(np.arange(66, 127, 2.0))
    arc = (radius * np.cos(angle)).tolist(), (radius * np.sin(angle)).tolist()
    traces = [line(*arc, "measured", style.MUTED, dash="dot")]
    labels = [label(f"measured:<br>below {radius:g}", -0.63 * radius, 0.78 * radius, "right")]
    x0 = z0 = 0.0
    for force in (joint, pull, weight, held):
        x, z = force.x_n / whole, force.z_n / whole
        traces.append(_arrow(np.array([x0, z0]), x, z, force.name))
        if force.size_n > 0.03 * whole:
            side, part, aside = ("right", 0.3, -0.1) if force is joint else ("left", 0.5, 0.1)
            labels.append(_words(stance, force.name, x0 + part * x + aside, z0 + part * z, side))
        x0, z0 = x0 + x, z0 + z
    top = max(3.4, joint.z_n / whole + 0.3)
    return style.figure(
        *traces,
        xaxis={"range": [-0.8 * top, 0.5 * top], **NO_AXIS},
        yaxis={"range": [-0.35, top], "scaleanchor": "x", "fixedrange": True,
               "title": {"text": "Body weights"}, "constrain": "domain"},
        annotations=labels,
        margin={"l": 0, "r": 0, "t": 5, "b": 5},
        hovermode=False,
    )  # fmt: skip


def stance_summary(stance: Stance) -> str:
    """Say the forces, what they mean, and where the model stops.

    Examples
    --------
    >>> from hiplib.anatomy import one_leg_stance
    >>> stance_summary(one_leg_stance()).split(", ")[1]
    'the abductors pull 2.10 body weights'
    """
    word = HANDS[stance.hand if _holds(stance) else "none"][0]
    if stance.slack:
        return (
            f"With {word}, the body would tip over the standing hip: the abductors have nothing to "
            "hold, and muscles that this model leaves out would have to work. Move the weight "
            "further from the hip."
        )
    joint = stance.body_weights("joint")
    ceiling = parameters(MODEL)["measured_ceiling_bw"]
    than = "more than" if joint > ceiling else "no more than"
    return (
        f"With {word}, the abductors pull {stance.body_weights('abductors'):.2f} body weights, the "
        f"hip joint bears {joint:.2f} ({joint * stance.mass_kg * GRAVITY:,.0f} newton at "
        f"{stance.mass_kg:g} kg). That is {than} the {ceiling:g} below which four measured hips "
        "stayed. Static model, one plane, one muscle group."
    )


def sum_summary(stance: Stance) -> str:
    """Say what the closed chain of forces shows."""
    if stance.slack:
        return "Without a pull of the abductors the chain closes, but the moments do not balance."
    most = stance.body_weights("abductors") > stance.body_weights("weight")
    answers = "the pull of the muscles, not the weight" if most else "the weight"
    return f"Head to tail the forces close. Most of the joint force answers {answers}."


def stance_numbers(stance: Stance) -> pd.DataFrame:
    """Table of the forces and their moments about the ball."""
    heads = ["Force on the body", "Newton", "Body weights", "Lever arm (mm)",
             "Moment (Nm), + tips to the free side"]  # fmt: skip
    rows = [
        (_name(stance, name).capitalize(), f"{force.size_n:,.0f}",
         f"{stance.body_weights(name):.2f}", f"{abs(force.arm_mm):.0f}",
         f"{force.moment_nm:+.1f}" if force.moment_nm else "0")
        for force in stance.forces for name in [force.name]
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=heads)


def _places(stance: Stance) -> dict[str, FloatArray]:
    """Return where each force starts and where the levers end, in mm of the picture."""
    ball = hip().head_centre_mm[[0, 2]]
    per_n = MM_PER_BW / (stance.mass_kg * GRAVITY)
    joint = stance.forces[-1]
    tilt = math.radians(parameters(MODEL)["abductor_tilt_deg"])
    along = np.array([math.sin(tilt), -math.cos(tilt)])
    foot = ball + stance.abductor_arm_mm * np.array([math.cos(tilt), math.sin(tilt)])
    low = -40.0 if HANDS[stance.hand][2] < 0 else -230.0  # a bag hangs, a stick stands
    return {
        "ball": ball,
        "body": ball - np.array([stance.body_arm_mm, 0.0]),
        "foot": foot,
        "weight": ball + np.array([-stance.body_arm_mm, 150.0]),
        "hand": ball + np.array([hand_arm(stance.hand), low]),
        "abductors": foot - 105 * along,
        "insertion": foot + 8 * along,
        "joint": ball - per_n * np.array([joint.x_n, joint.z_n]),
    }


def _name(stance: Stance, name: str) -> str:
    if name == "hand":
        return "stick" if HANDS[stance.hand][2] > 0 else "bag"
    return {"weight": "weight above", "joint": "joint force"}.get(name, name)


def _holds(stance: Stance) -> bool:
    return stance.hand_share > 0 and stance.hand != "none"


def _line(
    name: str, start: FloatArray, end: FloatArray, *, width: float, opacity: float = 1
) -> dict[str, Any]:
    x, y = np.array([start, end], dtype=float).T.tolist()
    return line(x, y, name, _COLOURS.get(name, style.ACCENT), width, opacity=opacity)


def _arrow(tail: FloatArray, x: float, z: float, name: str) -> dict[str, Any]:
    """Return a line with a head; a force of no size keeps its trace, drawn as nothing."""
    shown = 1 if math.hypot(x, z) > 1e-6 else 0
    head = {"symbol": "arrow", "size": [0, 15], "angleref": "previous", "opacity": 1}
    shaft = _line(name, tail, tail + np.array([x, z]), width=4, opacity=shown)
    return {**shaft, "mode": "lines+markers", "marker": head}


def _labels(stance: Stance, place: dict[str, FloatArray]) -> list[dict[str, Any]]:
    """Name the forces and levers where they stand."""
    tilt = math.radians(stance.joint_tilt_deg)
    along = 0.72 * MM_PER_BW * min(stance.body_weights("joint"), 5)
    ball, weight, pull = place["ball"], place["weight"], place["abductors"]
    x, z = ball[0] + along * math.sin(tilt) + 12, ball[1] - along * math.cos(tilt)
    body, foot = ball[0] - stance.body_arm_mm / 2, place["foot"] + [16, 6]
    labels = [
        _words(stance, "weight", weight[0] - 8, weight[1] - 14, "right"),
        _words(stance, "abductors", pull[0] + 16, pull[1] + 20, "left"),
        _words(stance, "joint", x, z, "left"),
        label(f"{stance.body_arm_mm:.0f} mm", body, 16, "center"),
        label(f"{stance.abductor_arm_mm:.0f} mm", foot[0], foot[1]),
    ]
    if _holds(stance):
        labels.append(_words(stance, "hand", place["hand"][0], 98.0, "center"))
    return labels


def _words(stance: Stance, name: str, x: float, z: float, side: str) -> dict[str, Any]:
    """Return the name of a force with its size in body weights."""
    words = f"{_name(stance, name)}<br><b>{stance.body_weights(name):.2f}</b>"
    return label(words, float(x), float(z), side, size=13)

"""The plane of flexion and rotation, with the border at which bone meets bone, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from hiplib.anatomy import Contact, ContactPlane
from hiplib.figures.style import CLEAR, INK, PAPER, SERIES, Picture, figure
from hiplib.figures.traces import label

if TYPE_CHECKING:
    import pandas as pd

LOST, CHANGED, NORMAL, POSES, POSE = range(5)  # traces of the plane
_NORMAL_COLOUR, _CHANGED_COLOUR = SERIES[0], SERIES[1]
_LOST_COLOUR = "rgba(224,128,60,0.28)"
_NAMED_AT_DEG = 96.0  # flexion at which the lines are named
_EVERY_DEG = 10  # between the rows of the table
_TINY_DEG = 0.5


def plane_figure(
    normal: ContactPlane, changed: ContactPlane, flexion_deg: float, internal_rotation_deg: float
) -> Picture:
    """Draw the borders of two shapes over flexion and rotation, and the present pose.

    Lost poses are tinted, the changed shape has a solid line, the normal one a dashed line; a sheet
    without colour tells a click or the pointer its pose.

    Examples
    --------
    >>> from hiplib.anatomy import first_contact, hip
    >>> plane = first_contact(hip())
    >>> [trace.name for trace in plane_figure(plane, plane, 90, 20).data][1:3]
    ['Changed shape', 'Normal shape']
    """
    grid = {"x": normal.flexion_deg, "y": normal.internal_rotation_deg}
    before, after = normal.overlap_mm, changed.overlap_mm
    border = {"type": "contour", "autocontour": False, "showscale": False, "hoverinfo": "skip"}
    level = {"start": 0, "end": 0, "size": 1, "coloring": "none", "showlabels": False}
    inside = {"type": "constraint", "operation": "<", "value": 0}
    traces: list[dict[str, Any]] = [
        {**border, **grid, "z": np.minimum(after, -before).round(2), "contours": inside,
         "name": "Reached by the normal shape only", "fillcolor": _LOST_COLOUR,
         "line": {"width": 0}},
        {**border, **grid, "z": after.round(2), "contours": level, "name": "Changed shape",
         "line": {"color": _CHANGED_COLOUR, "width": 3}},
        {**border, **grid, "z": before.round(2), "contours": level, "name": "Normal shape",
         "line": {"color": _NORMAL_COLOUR, "width": 2.5, "dash": "dash"}},
        {"type": "heatmap", **grid, "z": np.zeros(after.shape, dtype=np.int8), "name": "Poses",
         "colorscale": [[0, CLEAR], [1, CLEAR]], "showscale": False,
         "hovertemplate": "Flexion %{x}°, turned in %{y}°<extra></extra>"},
        {"type": "scatter", "name": "Pose now", "mode": "markers", "hoverinfo": "skip",
         "marker": {"size": 15, "color": INK, "symbol": "diamond",
                    "line": {"color": PAPER, "width": 2}},
         "x": [flexion_deg], "y": [internal_rotation_deg]},
    ]  # fmt: skip
    flexion, rotation = ([float(axis[0]), float(axis[-1])] for axis in grid.values())
    return figure(
        *traces,
        xaxis={"title": {"text": "Flexion (°)"}, "dtick": 30, "zeroline": False,
               "range": flexion, "fixedrange": True},
        yaxis={"title": {"text": "Turned in (°, below 0 out)"}, "dtick": 20,
               "range": rotation, "zeroline": True, "fixedrange": True},
        annotations=_names(normal, changed),
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        hovermode="closest",
        dragmode=False,
    )  # fmt: skip


def _names(normal: ContactPlane, changed: ContactPlane) -> list[dict[str, Any]]:
    """Give the names of the lines and of both sides of them."""
    low, high = (float(normal.internal_rotation_deg[k]) for k in (0, -1))
    places = [("Free", 24.0, -15.0, INK, "center", "middle"),
              ("Bone meets<br>bone", 128.0, high - 4, INK, "right", "top")]  # fmt: skip
    before, after = (plane.limits(_NAMED_AT_DEG)[1] for plane in (normal, changed))
    alike = after > before - 1
    if low < before < high:
        name, colour = ("both shapes", INK) if alike else ("normal", _NORMAL_COLOUR)
        places.append((name, _NAMED_AT_DEG, before, colour, "left", "bottom"))
    if low < after < high and not alike:
        places.append(("changed", _NAMED_AT_DEG - 2, after, _CHANGED_COLOUR, "right", "top"))
    return [
        label(text, x, y, side, yanchor=height, font={"color": colour, "size": 14})
        for text, x, y, colour, side, height in places
    ]


def turned(angle_deg: float) -> str:
    """Say a rotation: ``turned in 31°``, ``turned out 12°``, ``not turned``."""
    whole = round(angle_deg)
    return f"turned {'in' if whole > 0 else 'out'} {abs(whole)}°" if whole else "not turned"


def pose_words(flexion_deg: float, adduction_deg: float, internal_rotation_deg: float) -> str:
    """Say a pose: ``Thigh bent 90°, brought out 10°, not turned``."""
    across = round(adduction_deg)
    side = f"brought {'in' if across > 0 else 'out'} {abs(across)}°, " if across else ""
    return f"Thigh bent {flexion_deg:.0f}°, {side}{turned(internal_rotation_deg)}"


def contact_words(contact: Contact) -> str:
    """Say where bone meets bone in a pose."""
    if not contact.hip_bone_site:
        return "No bone meets bone here."
    return f"Bone meets bone: {contact.femur_site} against the {contact.hip_bone_site}."


def scene_summary(contact: Contact, pose: Mapping[str, float], seen: str, *, changed: bool) -> str:
    """Say what the picture of the bones shows; `seen` says from where."""
    orange = " Orange: the bone that was changed." if changed else ""
    red = " Red: where bone overlaps bone." if contact.hip_bone_site else ""
    return f"{pose_words(**pose)}. {contact_words(contact)}{red}{orange} {seen}"


def lost_words(normal: ContactPlane, changed: ContactPlane, flexion_deg: float) -> str:
    """Compare how far both shapes turn in at one flexion.

    Examples
    --------
    >>> from hiplib.anatomy import first_contact, hip, with_cam
    >>> lost_words(first_contact(hip()), first_contact(with_cam(hip(), 75)), 90)[-40:]
    'normal shape turned in 38°: 7° are lost.'
    """
    before, after = (plane.limits(flexion_deg)[1] for plane in (normal, changed))
    highest = float(normal.internal_rotation_deg[-1])
    at = f"At {flexion_deg:.0f}° of flexion"
    if np.isneginf(before):
        return f"{at} bone meets bone in every rotation shown, in the normal shape too."
    if np.isneginf(after):
        return (
            f"{at} bone meets bone in the changed shape in every rotation shown; in the normal "
            f"shape {_stop(before, highest)}."
        )
    if np.isposinf(after):
        return f"{at} bone does not stop turning in, up to the {highest:.0f}° shown."
    lost = min(before, highest) - after
    if lost < _TINY_DEG:
        return f"{at} bone meets bone {turned(after)}, in both shapes alike."
    least = "at least " if np.isposinf(before) else ""
    return (
        f"{at} bone meets bone {turned(after)}, in the normal shape {_stop(before, highest)}: "
        f"{least}{lost:.0f}° are lost."
    )


def _stop(limit: float, highest: float) -> str:
    return f"not before {highest:.0f}°" if np.isposinf(limit) else turned(limit)


def room_words(contact: Contact, plane: ContactPlane, pose: Mapping[str, float]) -> str:
    """Say how far a free pose is from the border."""
    _, inward = plane.limits(pose["flexion_deg"])
    room = inward - pose["internal_rotation_deg"]
    if contact.hip_bone_site or not np.isfinite(inward) or room < _TINY_DEG:
        return ""
    return f"{room:.0f}° more turning in and bone meets bone."


def plane_summary(normal: ContactPlane, changed: ContactPlane) -> str:
    """Say what the plane shows."""
    lost = (normal.overlap_mm <= 0) & (changed.overlap_mm > 0)
    share = lost.sum() / max((normal.overlap_mm <= 0).sum(), 1)
    area = (
        "Dashed: border of the normal shape, solid: of the changed one. "
        f"Tinted: the {100 * share:.0f} of 100 poses of the normal shape that the changed one "
        "cannot reach. "
        if lost.any()
        else "Both borders are the same. "
    )
    return f"{area}Click a pose to go there."


def plane_numbers(normal: ContactPlane, changed: ContactPlane) -> pd.DataFrame:
    """Give the borders as a table: turning in at which bone meets bone, by flexion."""
    import pandas as pd

    highest = float(normal.internal_rotation_deg[-1])

    def shown(limit: float) -> str:
        if np.isneginf(limit):
            return "always"
        return f"not up to {highest:.0f}" if np.isposinf(limit) else f"{limit:.0f}"

    rows = []
    for flexion in np.arange(normal.flexion_deg[0], normal.flexion_deg[-1] + 1, _EVERY_DEG):
        before, after = (plane.limits(float(flexion))[1] for plane in (normal, changed))
        rows.append((round(float(flexion)), shown(before), shown(after)))
    columns = ["Flexion (degrees)", "Normal: bone meets bone turned in (degrees)", "Changed shape"]
    return pd.DataFrame(rows, columns=columns)


def people_words(normal: ContactPlane, flexion_deg: float) -> str:
    """Say where bone alone stops the normal hip, and why people stop elsewhere."""
    straight = normal.overlap_mm[np.argmin(np.abs(normal.internal_rotation_deg))]
    meets = int(np.argmax(straight > 0))
    before, after = straight[meets - 1], straight[meets]
    flexion = np.interp(0, [before, after], normal.flexion_deg[meets - 1 : meets + 1])
    most = f"at {flexion:.0f}° of flexion" if meets else "at no flexion shown"
    return (
        f"In this model, bone alone stops the normal hip {turned(normal.limits(flexion_deg)[1])} "
        f"at {flexion_deg:.0f}° of flexion, and {most} when it is not turned. People measured come "
        "near these numbers. That does not show that bone stops them: ligaments of the capsule "
        "brake turning in, cartilage and labrum fill the gap that is empty here, and pelvis and "
        "back add to what looks like bending of the hip."
    )

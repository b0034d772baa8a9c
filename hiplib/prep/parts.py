"""Name every triangle: which part of the hip it belongs to.

Borders are chosen once, on the mean bones in the frame of `hiplib.anatomy.geometry`.

Hip bone: in a child, ilium, ischium and pubis meet in the socket in a Y of growth cartilage; in
an adult the Y has closed, so the borders drawn here are a convention. Looking straight into the
socket, three rays leave a point a little above its centre: forwards and up to the iliopubic
eminence (ilium | pubis), backwards to the greater sciatic notch (ilium | ischium), and down and
forwards through the notch of the socket and the obturator foramen (pubis | ischium).

Femur: the head ends where the bone leaves the fitted sphere, the neck at the line between the
trochanters; the trochanters are drawn down to where they merge with the shaft.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy.geometry import FloatArray
from hiplib.prep.cut import Labelled, relabel

PELVIS_PARTS = (
    "ilium_left",
    "ischium_left",
    "pubis_left",
    "ilium_right",
    "ischium_right",
    "pubis_right",
    "sacrum",
)
FEMUR_PARTS = (
    "femoral_head",
    "femoral_neck",
    "greater_trochanter",
    "lesser_trochanter",
    "femoral_shaft",
)

# Where the three rays meet, seen into the socket from its centre: (towards the back, up) in mm.
RAYS_MEET = (-1.0, 4.0)
# Directions of the rays in degrees, counted from straight back (0) over up (90) to the front (180).
RAY_ILIUM_PUBIS = 152.0
RAY_ILIUM_ISCHIUM = 8.0
RAY_PUBIS_ISCHIUM = 247.0
ILIUM_ABOVE = 45.0  # mm above the hip centre there is nothing but ilium

# Femur, in mm from the head centre in the frame of the femur: normal of a plane and its distance.
HEAD_ENDS = 13.5  # along the axis of the neck
NECK_ENDS = ((0.8, 0.0, -0.6), 38.0)  # the line between the trochanters
TROCHANTER_STARTS = ((0.8, 0.0, 0.6), 22.5)  # lateral to the pit at the base of the neck
TROCHANTER_BESIDE_HEAD = 26.0  # lateral to the whole ball
TROCHANTER_ENDS = -38.0  # height of the ridge where vastus lateralis starts
LESSER_TROCHANTER_RADIUS = 13.0


def label_pelvis(
    mesh: Labelled, bones: dict[str, NDArray[np.int64]], centre: FloatArray, axis: FloatArray
) -> Labelled:
    """Label the faces of the pelvis with positions in `PELVIS_PARTS`.

    Parameters
    ----------
    mesh : Labelled
        Pelvis in the frame of the course; its labels are ignored.
    bones : dict of arrays
        Vertices of the `left` and the `right` hip bone and of the `sacrum`.
    centre, axis : (3,) arrays
        Centre of the left socket and the direction in which it looks; the right one mirrors it.
    """
    pubis = {"left": 2, "right": 5}
    member = np.full(len(mesh.points), PELVIS_PARTS.index("sacrum"))
    for side, label in pubis.items():
        member[bones[side]] = label
    mesh = Labelled(mesh.points, mesh.faces, member[mesh.faces[:, 0]])
    for side, label in pubis.items():
        mirror = np.array([1.0 if side == "left" else -1.0, 1.0, 1.0])
        ilium = np.minimum(
            -_beyond(mesh.mean * mirror - centre, axis, RAY_ILIUM_PUBIS),
            _beyond(mesh.mean * mirror - centre, axis, RAY_ILIUM_ISCHIUM),
        )
        # The hind end of the wing hangs below the line of the ray, far above the ischium.
        ilium = np.maximum(ilium, mesh.mean[:, 2] - ILIUM_ABOVE)
        mesh = relabel(mesh, ilium, mesh.label == label, label - 2)
        ischium = _beyond(mesh.mean * mirror - centre, axis, RAY_PUBIS_ISCHIUM)
        mesh = relabel(mesh, ischium, mesh.label == label, label - 1)
    return mesh


def _beyond(local: FloatArray, axis: FloatArray, degrees: float) -> FloatArray:
    """Distance in mm from a ray's line, seen into the left socket; positive at larger angles."""
    up = np.array([0.0, 0.0, 1.0]) - axis[2] * axis
    up = up / np.linalg.norm(up)
    back = np.cross(up, axis)
    angle = np.deg2rad(degrees)
    value: FloatArray = (local @ up - RAYS_MEET[1]) * np.cos(angle) - (
        local @ back - RAYS_MEET[0]
    ) * np.sin(angle)
    return value


def label_femur(mesh: Labelled, neck_axis: FloatArray, lesser_trochanter: FloatArray) -> Labelled:
    """Label the faces of a left femur with positions in `FEMUR_PARTS`.

    Parameters
    ----------
    mesh : Labelled
        Femur in its own frame, head centre at the origin; its labels are ignored.
    neck_axis : (3,) array
        Direction from the head into the neck.
    lesser_trochanter : (3,) array
        Top of the lesser trochanter.
    """
    number = {part: n for n, part in enumerate(FEMUR_PARTS)}
    shaft = number["femoral_shaft"]
    mesh = Labelled(mesh.points, mesh.faces, np.full(len(mesh.faces), shaft))
    near = LESSER_TROCHANTER_RADIUS - np.linalg.norm(mesh.mean - lesser_trochanter, axis=1)
    mesh = relabel(mesh, near, mesh.label == shaft, number["lesser_trochanter"])
    lateral = mesh.mean @ np.array(TROCHANTER_STARTS[0]) - TROCHANTER_STARTS[1]
    lateral = np.minimum(lateral, mesh.mean[:, 0] - TROCHANTER_BESIDE_HEAD)
    greater = np.minimum(lateral, mesh.mean[:, 2] - TROCHANTER_ENDS)
    mesh = relabel(mesh, greater, mesh.label == shaft, number["greater_trochanter"])
    neck = NECK_ENDS[1] - mesh.mean @ np.array(NECK_ENDS[0])
    medial = (mesh.mean[mesh.faces].mean(axis=1) @ neck_axis) < 2 * NECK_ENDS[1]
    mesh = relabel(mesh, neck, (mesh.label == shaft) & medial, number["femoral_neck"])
    head = HEAD_ENDS - mesh.mean @ neck_axis
    return relabel(mesh, head, mesh.label == number["femoral_neck"], number["femoral_head"])

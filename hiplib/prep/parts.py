"""Name every triangle: which part of the hip it belongs to.

Borders are chosen once, on the mean bones in the frame of `hiplib.anatomy.geometry`, and the mesh
is cut along them so that they are smooth.

Hip bone: in a child, ilium, ischium and pubis meet in the socket in a Y of growth cartilage; in
an adult the Y has closed, so the borders drawn here are a convention. Looking straight into the
socket, three rays leave a point a little above its centre: forwards and up to the iliopubic
eminence (ilium | pubis), backwards to the greater sciatic notch (ilium | ischium), and down and
forwards through the notch of the socket and the obturator foramen (pubis | ischium).

Femur: the head ends where the bone leaves the fitted sphere, the neck at the line between the
trochanters; the trochanters are drawn down to where they merge with the shaft.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy.bones import FEMUR_PARTS
from hiplib.anatomy.geometry import FloatArray, crossing, unit

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

PELVIS_PARTS = (
    "ilium_left", "ischium_left", "pubis_left", "ilium_right", "ischium_right", "pubis_right",
    "sacrum",
)  # fmt: skip
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
SNAP = 0.1  # share of an edge next to a vertex in which a border moves to that vertex


@dataclass(frozen=True)
class Labelled:
    """A mesh with one part label a face; `points` is (n, 1 + n_modes, 3): mean, then modes."""

    points: FloatArray
    faces: IntArray
    label: IntArray

    @property
    def mean(self) -> FloatArray:
        """Vertices of the mean shape."""
        return self.points[:, 0]


def label_pelvis(
    mesh: Labelled, bones: dict[str, IntArray], centre: FloatArray, axis: FloatArray
) -> Labelled:
    """Label the faces of the pelvis with positions in `PELVIS_PARTS`.

    `bones` gives the vertices of left and right hip bone; the left socket looks from its `centre`
    along `axis`, the right one mirrors it.
    """
    up = unit(np.array([0.0, 0.0, 1.0]) - axis[2] * axis)
    back = np.cross(up, axis)

    def beyond(degrees: float) -> FloatArray:
        """Distance in mm from a ray's line, seen into the socket; positive at larger angles."""
        local, angle = mesh.mean * mirror - centre, np.deg2rad(degrees)
        high, far = local @ up - RAYS_MEET[1], local @ back - RAYS_MEET[0]
        return np.asarray(high * np.cos(angle) - far * np.sin(angle))

    member = np.full(len(mesh.points), PELVIS_PARTS.index("sacrum"))
    pubis = {"left": 2, "right": 5}
    for side, label in pubis.items():
        member[bones[side]] = label
    mesh = replace(mesh, label=member[mesh.faces[:, 0]])
    for side, label in pubis.items():
        mirror = np.array([1.0 if side == "left" else -1.0, 1.0, 1.0])
        ilium = np.minimum(-beyond(RAY_ILIUM_PUBIS), beyond(RAY_ILIUM_ISCHIUM))
        # The hind end of the wing hangs below the line of the ray, far above the ischium.
        ilium = np.maximum(ilium, mesh.mean[:, 2] - ILIUM_ABOVE)
        mesh = relabel(mesh, ilium, mesh.label == label, label - 2)
        mesh = relabel(mesh, beyond(RAY_PUBIS_ISCHIUM), mesh.label == label, label - 1)
    return mesh


def label_femur(mesh: Labelled, neck_axis: FloatArray, lesser_trochanter: FloatArray) -> Labelled:
    """Label the faces of a left femur, ball at the origin, with positions in `FEMUR_PARTS`."""
    number = {part: n for n, part in enumerate(FEMUR_PARTS)}
    shaft = number["femoral_shaft"]
    mesh = replace(mesh, label=np.full(len(mesh.faces), shaft))
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


def relabel(mesh: Labelled, value: FloatArray, where: BoolArray, label: int) -> Labelled:
    """Give `label` to the faces of `where` on which `value` is positive, cutting at its zero line.

    Edges that cross the line get a new vertex; when the crossing lies very close to an existing
    vertex, the line is led through that vertex instead, which avoids slivers. Neighbouring faces
    share the new vertices, so the mesh stays closed.
    """
    value = value.astype(float)
    edges = np.concatenate([mesh.faces[where][:, pair] for pair in ([0, 1], [1, 2], [2, 0])])
    edges = np.unique(np.sort(edges, axis=1), axis=0)
    for _ in range(2):
        cut = edges[value[edges].prod(axis=1) < 0]
        a, b = value[cut].T
        share = a / (a - b)
        value[cut[share < SNAP, 0]] = 0.0
        value[cut[share > 1 - SNAP, 1]] = 0.0
    a, b = edges[value[edges].prod(axis=1) < 0].T
    level = value[:, None]
    new = {pair: len(value) + n for n, pair in enumerate(zip(a.tolist(), b.tolist(), strict=True))}
    at_cut = crossing(mesh.points[a], mesh.points[b], level[a], level[b])
    pieces = [_pieces(face, new) for face in mesh.faces.tolist()]
    source = np.repeat(np.arange(len(pieces)), [len(piece) for piece in pieces])
    faces = np.array([face for piece in pieces for face in piece])
    value = np.concatenate([value, np.zeros(len(a))])
    changed = where[source] & (value[faces].sum(axis=1) > 0)
    points = np.concatenate([mesh.points, at_cut])
    return Labelled(points, faces, np.where(changed, label, mesh.label[source]))


def _pieces(face: list[int], new: dict[tuple[int, int], int]) -> list[tuple[int, ...]]:
    """Triangles of one face after its edges got the vertices of `new` (at most two of them)."""
    for k in range(3):
        # Turn the face until its new vertices lie on a-b, or on a-b and c-a.
        a, b, c = face[k:] + face[:k]
        ab, bc, ca = (new.get((min(e), max(e))) for e in ((a, b), (b, c), (c, a)))
        if ab is not None and bc is None:
            if ca is None:
                return [(a, ab, c), (ab, b, c)]
            return [(a, ab, ca), (ab, b, c), (ab, c, ca)]
    return [tuple(face)]

"""Build ``data/hip_bones.npz`` and ``data/shape_people.csv`` from the published shape model.

Steps: sample the curved elements, fit the joint spheres, put the mean bones into the frame of the
course (see `hiplib.anatomy.geometry`), name the parts, round and store. The same input gives the
same bytes.

A vertex of a shape is ``mean`` + sum of score * ``modes`` * ``mode_step``, in mm (left femur;
pelvis with sacrum). ``part`` numbers ``parts``, ``landmark_vertex`` belongs to ``landmarks``;
``head`` and ``socket_*`` are the vertices of the bearing surfaces; scores of people are in SD.

The people are measured one by one, on the bones that all 25 modes give: the course's eight modes
carry about 85 percent of the differences between them, most of it size, so a person rebuilt from
eight scores is smoother and nearer to the mean than the person was.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hiplib.anatomy.bones import FEMUR_PARTS, Bone, built
from hiplib.anatomy.geometry import FloatArray, fit_centre, fit_sphere, frame, unit
from hiplib.anatomy.measures import measure
from hiplib.prep import landmarks
from hiplib.prep.parts import PELVIS_PARTS, IntArray, Labelled, label_femur, label_pelvis
from hiplib.prep.shape_model import read_model, sampled

Arrays = dict[str, NDArray[np.generic]]
Sphere = tuple[FloatArray, float]

FILE, PEOPLE_FILE = "hip_bones.npz", "shape_people.csv"
N_MODES, ALL_MODES = 8, 25
# Mean width of the joint space of normal hips: fact anat_f173 (saikia2008hip). The socket's sphere
# is the head's sphere plus this space, so that the seated head neither floats nor digs in.
JOINT_SPACE_MM = 4.5


def rebuild(folder: Path) -> list[Path]:
    """Build both files into a folder and give their paths."""
    write_npz(folder / FILE, build())
    people().to_csv(folder / PEOPLE_FILE, index=False, lineterminator="\n")
    return [folder / FILE, folder / PEOPLE_FILE]


def people() -> pd.DataFrame:
    """Measure every person: columns person (1 to 26), measure_id, value."""
    arrays = build(ALL_MODES)
    both = Bone.of(arrays, "pelvis"), Bone.of(arrays, "femur")
    rows = [
        (person, measure_id, round(value, 3))
        for person, scores in enumerate(arrays["people_scores"].astype(float), start=1)
        for measure_id, value in measure(built(*both, scores)).items()
    ]
    return pd.DataFrame(rows, columns=["person", "measure_id", "value"])


def build(n_modes: int = N_MODES) -> Arrays:
    """Build all arrays of the bones from the installed package."""
    femur, arrays, head = _femur(n_modes)
    pelvis, more = _pelvis(n_modes, head)
    model = read_model("femur", n_modes)
    largest = [np.abs(mesh.points[:, 1:]).max(axis=(0, 2)) for mesh in (pelvis, femur)]
    step = np.ceil(np.max(largest, axis=0) * 1e4 / 32767 + 1e-6) / 1e4
    return {
        **arrays,
        **more,
        **_stored("pelvis", pelvis, PELVIS_PARTS, step),
        **_stored("femur", femur, FEMUR_PARTS, step),
        "mode_step": step,
        "joint_space_mm": np.array(JOINT_SPACE_MM),
        "variance_share": model.variance_share.round(6),
        "people_scores": model.people.round(4).astype(np.float32),
    }


def _femur(n_modes: int) -> tuple[Labelled, Arrays, Sphere]:
    """Femur in its own frame, its landmarks and ball, and the ball where the model has it."""
    points, faces = sampled("femur", n_modes)
    mean = points[:, 0]
    head = landmarks.head_vertices(mean, faces)
    centre, radius = fit_sphere(mean[head])
    turn, found = np.eye(3), {}
    for _ in range(4):
        found = landmarks.femur_landmarks((mean - centre) @ turn.T)
        at = {name: mean[vertex] for name, vertex in found.items()}
        knee = (at["lateral_epicondyle"] + at["medial_epicondyle"]) / 2
        across = at["lateral_condyle_back"] - at["medial_condyle_back"]
        turn = frame(across, centre - knee, upright=True)
    mesh = _moved(points, faces, turn, centre)
    tip = mesh.mean[found["lesser_trochanter"]]
    mesh = label_femur(mesh, -unit(mesh.mean[head].mean(axis=0)), tip)
    return mesh, _named("femur", found, head=head), (centre, radius)


def _pelvis(n_modes: int, head: Sphere) -> tuple[Labelled, Arrays]:
    """Pelvis in its frame, its landmarks and sockets; `head` lies close to the left socket."""
    points, faces = sampled("pelvis", n_modes)
    mean = points[:, 0]
    pieces = sorted(separate(faces, len(mean)), key=lambda piece: float(mean[piece, 0].mean()))
    bones = dict(zip(("right", "sacrum", "left"), pieces, strict=True))
    across = np.array([-1.0, 1.0, 1.0])
    offset = head[0] - mean[bones["left"]].mean(axis=0)
    near = {"left": head[0], "right": mean[bones["right"]].mean(axis=0) + offset * across}
    sockets = {s: landmarks.socket_vertices(mean, faces, bones[s], at) for s, at in near.items()}
    left, right = (
        fit_centre(mean[sockets[s]], head[1] + JOINT_SPACE_MM, at) for s, at in near.items()
    )
    origin, turn, found = (left + right) / 2, np.eye(3), {}
    for _ in range(3):
        found = landmarks.pelvis_landmarks((mean - origin) @ turn.T, bones)
        at = {name: mean[vertex] for name, vertex in found.items()}
        spines = at["asis_left"] + at["asis_right"]
        turn = frame(left - right, spines - at["pubis_front_left"] - at["pubis_front_right"])
    mesh = _moved(points, faces, turn, origin)
    bowl = mesh.mean[sockets["left"]]
    centre, _ = fit_sphere(bowl)
    mesh = label_pelvis(mesh, bones, centre, unit((centre - bowl).mean(axis=0)))
    spheres = {f"socket_{side}": vertices for side, vertices in sockets.items()}
    return mesh, _named("pelvis", found, **spheres)


def separate(faces: IntArray, n: int) -> list[IntArray]:
    """Vertices of each connected piece of a mesh, in the order of their first vertex."""
    label = np.arange(n)
    while True:
        new = label.copy()
        np.minimum.at(new, faces, label[faces].min(axis=1, keepdims=True))
        if np.array_equal(new, label):
            return [np.flatnonzero(label == first) for first in np.unique(label)]
        label = new


def _moved(points: FloatArray, faces: IntArray, turn: FloatArray, origin: FloatArray) -> Labelled:
    points = points.copy()
    points[:, 0] -= origin
    return Labelled(points @ turn.T, faces, np.zeros(len(faces), dtype=np.int64))


def _named(bone: str, found: dict[str, int], **spheres: IntArray) -> Arrays:
    return {
        f"{bone}_landmarks": np.array(list(found)),
        f"{bone}_landmark_vertex": np.array(list(found.values()), dtype=np.uint16),
        **{key: vertices.astype(np.uint16) for key, vertices in spheres.items()},
    }


def _stored(bone: str, mesh: Labelled, parts: tuple[str, ...], step: FloatArray) -> Arrays:
    modes = np.rint(mesh.points[:, 1:] / step[:, None]).astype(np.int16)
    return {
        f"{bone}_mean": mesh.mean.round(4).astype(np.float32),
        f"{bone}_modes": modes.transpose(1, 0, 2),
        f"{bone}_faces": mesh.faces.astype(np.uint16),
        f"{bone}_part": mesh.label.astype(np.uint8),
        f"{bone}_parts": np.array(parts),
    }


def write_npz(path: Path, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    """Write arrays as an .npz whose bytes depend on nothing but the arrays.

    Those of `numpy.savez` hang on the order of the names and on the system.
    """
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(arrays):
            array = np.array(arrays[name], order="C")
            body = io.BytesIO()
            np.lib.format.write_array(
                body, array.astype(array.dtype.newbyteorder("<")), version=(1, 0)
            )
            entry = zipfile.ZipInfo(f"{name}.npy")
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, body.getvalue())

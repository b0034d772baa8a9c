"""Build ``data/hip_bones.npz`` from the published shape model of 26 lower limbs.

Steps: sample the curved elements, fit the joint spheres, put the mean bones into the frame of the
course (see `hiplib.anatomy.geometry`), name the parts, round and store. The same input gives the
same bytes.

What is in the file (positions in mm; a vertex of a shape is mean + sum of score * SD movement):

- ``pelvis_mean``, ``femur_mean`` (n, 3) float32: the mean bones, pelvis with sacrum, left femur;
- ``pelvis_modes``, ``femur_modes`` (8, n, 3) int16 and ``mode_step`` (8,): movement of each vertex
  for +1 SD of a mode is the integer times the step of that mode in mm;
- ``pelvis_faces``, ``femur_faces`` (m, 3) uint16; ``pelvis_part``, ``femur_part`` (m,) uint8 index
  into ``pelvis_parts``, ``femur_parts``;
- ``head``, ``socket_left``, ``socket_right``: vertices of the bearing surfaces;
- ``pelvis_landmarks``/``femur_landmarks`` names and ``..._landmark_vertex`` vertices;
- ``joint_space_mm``; ``variance_share`` (8,);
- ``people_scores`` (26, 8) float32: the people that the model was made from, in SD.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy.geometry import FloatArray, fit_sphere
from hiplib.prep.archive import write_npz
from hiplib.prep.cut import IntArray, Labelled
from hiplib.prep.elements import read_elements, sample
from hiplib.prep.landmarks import JOINT_SPACE_MM, femur_pose, pelvis_pose
from hiplib.prep.parts import FEMUR_PARTS, PELVIS_PARTS, label_femur, label_pelvis
from hiplib.prep.shape_model import NODES, read_mesh, read_model

Arrays = dict[str, NDArray[np.generic]]

N_MODES = 8
FILE = "hip_bones.npz"
# Intervals an edge of a patch is cut into; the femur's patches are larger than the pelvis's.
STEPS = {"pelvis": 5, "femur": 8}
MESHES = {
    "pelvis": "atlas_meshes/pelvis_combined_cubic_flat.mesh",
    "femur": "atlas_meshes/femur_left_quartic_flat.mesh",
}


@dataclass(frozen=True)
class _Bone:
    mesh: Labelled
    landmarks: dict[str, int]
    spheres: dict[str, IntArray]


def sampled(bone: str, n_modes: int = N_MODES) -> Labelled:
    """Sample one bone of the model on its curved elements, as published (no part names yet)."""
    surface = sample(read_elements(read_mesh(MESHES[bone])), NODES[bone], STEPS[bone])
    model = read_model(bone, n_modes)
    nodes = np.concatenate([model.mean[None], model.modes])
    points = np.einsum("vn,knc->vkc", surface.weights, nodes, optimize=True)
    return Labelled(points, surface.faces, np.zeros(len(surface.faces), dtype=np.int64))


def separate(faces: IntArray, n: int) -> list[IntArray]:
    """Vertices of each connected piece of a mesh, in the order of their first vertex."""
    label = np.arange(n)
    while True:
        low = label[faces].min(axis=1)
        new = label.copy()
        for k in range(3):
            np.minimum.at(new, faces[:, k], low)
        if np.array_equal(new, label):
            return [np.flatnonzero(label == first) for first in np.unique(label)]
        label = new


def _moved(mesh: Labelled, turn: FloatArray, origin: FloatArray) -> Labelled:
    points = mesh.points.copy()
    points[:, 0] -= origin
    return Labelled(points @ turn.T, mesh.faces, mesh.label)


def _femur(mesh: Labelled) -> tuple[_Bone, tuple[FloatArray, float]]:
    turn, centre, head, landmarks, radius = femur_pose(mesh.mean, mesh.faces)
    own = _moved(mesh, turn, centre)
    pole = own.mean[head].mean(axis=0)
    tip = own.mean[landmarks["lesser_trochanter"]]
    labelled = label_femur(own, -pole / np.linalg.norm(pole), tip)
    return _Bone(labelled, landmarks, {"head": head}), (centre, radius)


def _pelvis(mesh: Labelled, head: tuple[FloatArray, float]) -> _Bone:
    pieces = sorted(
        separate(mesh.faces, len(mesh.points)), key=lambda piece: float(mesh.mean[piece, 0].mean())
    )
    bones = dict(zip(("right", "sacrum", "left"), pieces, strict=True))
    turn, origin, sockets, landmarks = pelvis_pose(mesh.mean, mesh.faces, bones, head)
    own = _moved(mesh, turn, origin)
    bowl = own.mean[sockets["left"]]
    centre, _ = fit_sphere(bowl)
    axis = (centre - bowl).mean(axis=0)
    labelled = label_pelvis(own, bones, centre, axis / np.linalg.norm(axis))
    spheres = {f"socket_{side}": vertices for side, vertices in sockets.items()}
    return _Bone(labelled, landmarks, spheres)


def build(n_modes: int = N_MODES) -> Arrays:
    """Build all arrays of the file from the installed package."""
    femur, head = _femur(sampled("femur", n_modes))
    pelvis = _pelvis(sampled("pelvis", n_modes), head)
    model = read_model("femur", n_modes)
    bones = {"pelvis": pelvis, "femur": femur}
    largest = np.max(
        [np.abs(b.mesh.points[:, 1:]).max(axis=(0, 2)) for b in bones.values()], axis=0
    )
    step = np.ceil(largest * 1e4 / 32767 + 1e-6) / 1e4
    arrays: Arrays = {
        "mode_step": step,
        "joint_space_mm": np.array(JOINT_SPACE_MM),
        "variance_share": model.variance_share.round(6),
        "people_scores": model.people.round(4).astype(np.float32),
        "pelvis_parts": np.array(PELVIS_PARTS),
        "femur_parts": np.array(FEMUR_PARTS),
    }
    for name, bone in bones.items():
        arrays |= _stored(name, bone, step)
    return arrays


def _stored(name: str, bone: _Bone, step: FloatArray) -> Arrays:
    mesh = bone.mesh
    modes = np.rint(mesh.points[:, 1:] / step[:, None]).astype(np.int16)
    arrays: Arrays = {
        f"{name}_mean": mesh.mean.round(4).astype(np.float32),
        f"{name}_modes": modes.transpose(1, 0, 2),
        f"{name}_faces": mesh.faces.astype(np.uint16),
        f"{name}_part": mesh.label.astype(np.uint8),
        f"{name}_landmarks": np.array(list(bone.landmarks)),
        f"{name}_landmark_vertex": np.array(list(bone.landmarks.values()), dtype=np.uint16),
    }
    return arrays | {key: value.astype(np.uint16) for key, value in bone.spheres.items()}


def rebuild(folder: Path) -> Path:
    """Build the file into a folder and give its path."""
    path = folder / FILE
    write_npz(path, build())
    return path

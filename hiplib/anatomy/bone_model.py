"""The shape model as arrays: mean bones, their modes, parts and landmarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy.geometry import FloatArray


@dataclass(frozen=True)
class Part:
    """Which vertices of a bone a part needs, and its faces counted in those vertices."""

    vertices: NDArray[np.int64]
    faces: NDArray[np.int32]


@dataclass(frozen=True)
class Bone:
    """The mean of one bone, how it moves with each score, its parts and landmarks."""

    mean: FloatArray  # (n, 3) in mm
    modes: FloatArray  # (n_modes, 3n): movement for +1 SD in mm
    parts: Mapping[str, Part]
    landmarks: Mapping[str, int]

    def shaped(self, scores: FloatArray) -> FloatArray:
        """Give the vertices of a shape, (n, 3) in mm, where the model has them."""
        moved: FloatArray = self.mean + (scores @ self.modes).reshape(-1, 3)
        return moved


@dataclass(frozen=True)
class Model:
    """Both bones of a shape model, and which of their vertices bear the joint."""

    pelvis: Bone
    femur: Bone
    ball: NDArray[np.int64]
    sockets: Mapping[str, NDArray[np.int64]]
    joint_space_mm: float

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Model:
        """Take a model from arrays as `hiplib.prep.bones` stores them."""
        sockets = {side: arrays[f"socket_{side}"].astype(np.int64) for side in ("left", "right")}
        ball, space = arrays["head"].astype(np.int64), arrays["joint_space_mm"].astype(np.float64)
        return cls(_bone(arrays, "pelvis"), _bone(arrays, "femur"), ball, sockets, float(space))


def _part(faces: NDArray[np.int64]) -> Part:
    vertices, local = np.unique(faces, return_inverse=True)
    return Part(vertices, local.reshape(-1, 3).astype(np.int32))


def _bone(data: Mapping[str, NDArray[np.generic]], name: str) -> Bone:
    faces = data[f"{name}_faces"].astype(np.int64)
    label = data[f"{name}_part"]
    parts = {
        str(part): _part(faces[label == number])
        for number, part in enumerate(data[f"{name}_parts"])
    }
    parts[name] = Part(np.arange(len(data[f"{name}_mean"])), faces.astype(np.int32))
    step = data["mode_step"].astype(np.float64)
    modes = data[f"{name}_modes"].reshape(len(step), -1).astype(np.float64) * step[:, None]
    names = [str(text) for text in data[f"{name}_landmarks"]]
    vertices = data[f"{name}_landmark_vertex"].tolist()
    landmarks = dict(zip(names, vertices, strict=True))
    return Bone(data[f"{name}_mean"].astype(np.float64), modes, parts, landmarks)

"""The published shape model on disk: which files, are they the right ones, what is in them.

Source: PyPI package ``musculoskeletal-models`` 0.2.4 (MPL-2.0), a statistical shape model of 26
left lower limbs with pelvis. Meshes are JSON. The model itself is a pickle, and a pickle can run
any code when it is loaded; so the file must have the known checksum, and even then the unpickler
admits NumPy arrays and nothing else.
"""

from __future__ import annotations

import hashlib
import io
import json
import pickle
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from hiplib.errors import DataError

FloatArray = NDArray[np.float64]

PACKAGE = "musculoskeletal.models"
SHA256 = {
    "shape_models/LLP26_rigid.pc": (
        "66b9d60beb800cfcd6b522af7ca32ebd22394202c33e7eaf10f717b5ae659477"
    ),
    "atlas_meshes/pelvis_combined_cubic_flat.mesh": (
        "ade312e0b440be9ddd5ade15d66b7d4e5d142dff53e834a9221a6049f620dc2f"
    ),
    "atlas_meshes/femur_left_quartic_flat.mesh": (
        "33ec91fb8ae6f09b39c4c094b5e52ba6e043df67596a48f696c0b7cfa9f4e13f"
    ),
}
# Nodes of each bone, in the order in which the model's vectors hold them.
NODES = {"pelvis": 1946, "femur": 634, "patella": 74, "tibia_fibula": 571}

_ADMITTED = {
    ("numpy.core.multiarray", "_reconstruct"): np.empty(0).__reduce__()[0],
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): np.dtype,
}


class _ArraysOnly(pickle.Unpickler):
    """An unpickler that can build NumPy arrays of numbers, and raises for anything else."""

    def find_class(self, module: str, name: str) -> object:
        try:
            return _ADMITTED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is not a NumPy array") from None


@dataclass(frozen=True)
class ShapeModel:
    """Mean nodes (mm) and modes (mm for one standard deviation) of one bone.

    Parameters
    ----------
    mean : (n_nodes, 3) array
        Node positions of the mean shape.
    modes : (n_modes, n_nodes, 3) array
        Movement of each node for a score of +1 SD.
    variance_share : (n_modes,) array
        Share of the variance of all 26 limbs that each mode explains (0 to 1).
    people : (26, n_modes) array
        Scores in SD of the people that the model was made from.
    """

    mean: FloatArray
    modes: FloatArray
    variance_share: FloatArray
    people: FloatArray


def read_file(name: str) -> bytes:
    """Read a file of the package; raises DataError when it is not the published one."""
    content = files(PACKAGE).joinpath(name).read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        raise DataError(name, None, None, "the file of musculoskeletal-models 0.2.4 (its sha256)")
    return content


def read_mesh(name: str) -> dict[str, object]:
    """Read a mesh file: elements and which of their points coincide."""
    mesh: dict[str, object] = json.loads(read_file(name))
    return mesh


def read_arrays(content: bytes) -> dict[str, FloatArray]:
    """Unpickle a dict of arrays; raises UnpicklingError when it holds anything else."""
    found = _ArraysOnly(io.BytesIO(content)).load()
    return {key: value for key, value in found.items() if isinstance(value, np.ndarray)}


def read_model(bone: str, n_modes: int) -> ShapeModel:
    """Read mean and first modes of one bone (a key of `NODES`)."""
    arrays = read_arrays(read_file("shape_models/LLP26_rigid.pc"))
    start = 0
    for name, size in NODES.items():
        if name == bone:
            break
        start += size
    rows = slice(start, start + NODES[bone])
    # The vectors hold x of all nodes, then y, then z.
    mean = arrays["mean"].reshape(3, -1).T[rows]
    scaled = arrays["modes"][:, :n_modes] * np.sqrt(arrays["weights"][:n_modes])
    modes = scaled.T.reshape(n_modes, 3, -1).transpose(0, 2, 1)[:, rows]
    share = arrays["weights"][:n_modes] / arrays["weights"].sum()
    # One column a person; the row of a mode has the variance that `weights` gives.
    people = arrays["projectedWeights"][:n_modes].T / np.sqrt(arrays["weights"][:n_modes])
    return ShapeModel(mean, modes, share, people)

"""The published shape model: read from its files, and sampled as triangle meshes.

Source: PyPI package ``musculoskeletal-models`` 0.2.4 (MPL-2.0), a statistical shape model of 26
left lower limbs with pelvis. Meshes are JSON. The model itself is a pickle, and a pickle can run
any code when it is loaded; so the files must have the known checksum, and even then the unpickler
admits NumPy arrays and nothing else.

The bones are patches with Lagrange bases: 3rd order quads and triangles for the pelvis, 4th order
ones for the femur. Each patch is sampled on a regular grid; patches that share an edge have the
same points there and are joined at them.
"""

from __future__ import annotations

import hashlib
import io
import json
import pickle
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hiplib.errors import DataError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

PACKAGE = "musculoskeletal.models", "0.2.4"
# Of all files together.
SHA256 = "b4e054ff2493e74e3ede28c9c19bfc95d7965636c7fd13add1f0bdde42a2311b"
MODEL = "shape_models/LLP26_rigid.pc"
MESHES = {
    "pelvis": "atlas_meshes/pelvis_combined_cubic_flat.mesh",
    "femur": "atlas_meshes/femur_left_quartic_flat.mesh",
}
# Nodes of each bone, in the order in which the model's vectors hold them.
NODES = {"pelvis": 1946, "femur": 634, "patella": 74, "tibia_fibula": 571}
# Intervals an edge of a patch is cut into; the femur's patches are larger than the pelvis's.
STEPS = {"pelvis": 5, "femur": 8}
# Order of the Lagrange basis along the two directions of a patch.
ORDERS = {"quad44": (3, 3), "quad54": (4, 3), "quad55": (4, 4), "tri10": (3, 3), "tri15": (4, 4)}
_ADMITTED = {
    ("numpy.core.multiarray", "_reconstruct"): np.empty(0).__reduce__()[0],
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): np.dtype,
}


class Element(NamedTuple):
    """One patch: its kind (a key of `ORDERS`) and the node number of each of its points."""

    kind: str
    nodes: tuple[int, ...]


class ShapeModel(NamedTuple):
    """Mean nodes (mm) and modes of one bone, shares of the variance, scores of the 26 people."""

    mean: FloatArray  # (n_nodes, 3)
    modes: FloatArray  # (n_modes, n_nodes, 3): movement of each node for a score of +1 SD
    variance_share: FloatArray  # (n_modes,)
    people: FloatArray  # (26, n_modes) in SD


def published(package: str, version: str, names: Sequence[str], sha256: str) -> dict[str, bytes]:
    """Read files of a package; raises DataError when they are not the published ones."""
    found = {name: files(package).joinpath(name).read_bytes() for name in names}
    if hashlib.sha256(b"".join(found.values())).hexdigest() != sha256:
        expected = f"the files of {package.split('.')[0]} {version} (their sha256)"
        raise DataError(", ".join(names), None, None, expected)
    return found


@cache
def _files() -> dict[str, bytes]:
    return published(*PACKAGE, [MODEL, *MESHES.values()], SHA256)


class _ArraysOnly(pickle.Unpickler):
    """An unpickler that can build NumPy arrays of numbers, and raises for anything else."""

    def find_class(self, module: str, name: str) -> object:
        if (module, name) not in _ADMITTED:
            raise pickle.UnpicklingError(f"{module}.{name} is not a NumPy array")
        return _ADMITTED[module, name]


def read_arrays(content: bytes) -> dict[str, FloatArray]:
    """Unpickle a dict of arrays; raises UnpicklingError when it holds anything else."""
    found = _ArraysOnly(io.BytesIO(content)).load()
    return {key: value for key, value in found.items() if isinstance(value, np.ndarray)}


def read_model(bone: str, n_modes: int) -> ShapeModel:
    """Read mean and first modes of one bone (a key of `NODES`)."""
    arrays = read_arrays(_files()[MODEL])
    start = sum(list(NODES.values())[: list(NODES).index(bone)])
    rows = slice(start, start + NODES[bone])
    weights = arrays["weights"]
    # The vectors hold x of all nodes, then y, then z.
    mean = arrays["mean"].reshape(3, -1).T[rows]
    scaled = arrays["modes"][:, :n_modes] * np.sqrt(weights[:n_modes])
    modes = scaled.T.reshape(n_modes, 3, -1).transpose(0, 2, 1)[:, rows]
    # One column a person; the row of a mode has the variance that `weights` gives.
    people = arrays["projectedWeights"][:n_modes].T / np.sqrt(weights[:n_modes])
    return ShapeModel(mean, modes, weights[:n_modes] / weights.sum(), people)


def read_elements(bone: str) -> list[Element]:
    """Read the patches of a bone and number their nodes.

    The file lists which element points coincide. Node numbers follow from going through all
    element points in order and giving each group of coinciding points the next free number.
    """
    mesh: Mapping[str, Mapping[str, str]] = json.loads(_files()[MESHES[bone]])
    links = {
        _pair(key): [_pair(word) for word in words.split()]
        for key, words in mesh["connectivity"].items()
    }
    number: dict[tuple[int, int], int] = {}
    count = 0
    for point in sorted(links):
        if point not in number:
            number |= dict.fromkeys((point, *links[point]), count)
            count += 1
    elements = []
    for key in sorted(mesh["elements"], key=int):
        kind = mesh["elements"][key].split()[1]
        size = len(_grid(kind, *ORDERS[kind]))
        elements.append(Element(kind, tuple(number[int(key), i] for i in range(size))))
    return elements


def _pair(text: str) -> tuple[int, int]:
    element, point = text.split("_")
    return int(element), int(point)


def _grid(kind: str, n_x: int, n_y: int) -> IntArray:
    """Points of a patch in whole steps, in the order of the file (x runs fastest)."""
    square = kind.startswith("quad")
    return np.array(
        [(i, j) for j in range(n_y + 1) for i in range(n_x + 1) if square or i + j <= n_x]
    )


def nodes_of(kind: str) -> FloatArray:
    """Local coordinates of the nodes of a patch, each from 0 to 1."""
    return _grid(kind, *ORDERS[kind]) / ORDERS[kind]


def basis(kind: str, points: FloatArray) -> FloatArray:
    """Lagrange basis of a patch at local points: 1 at its own node, 0 at all others."""
    powers = _grid(kind, *ORDERS[kind])  # of the monomials that span the basis
    at_points, at_nodes = ((p[:, None] ** powers).prod(axis=2) for p in (points, nodes_of(kind)))
    return np.asarray(at_points @ np.linalg.inv(at_nodes))


def _triangles(kind: str, steps: int) -> IntArray:
    """Triangles between the points of a regular grid with `steps` intervals an edge."""
    at = {(i, j): n for n, (i, j) in enumerate(_grid(kind, steps, steps).tolist())}
    faces: list[tuple[int | None, ...]] = []
    for (i, j), a in at.items():
        b, c, d = at.get((i + 1, j)), at.get((i + 1, j + 1)), at.get((i, j + 1))
        # Alternating diagonals leave no grain in the shading.
        even = kind.startswith("quad") and (i + j) % 2 == 0
        faces += [(a, b, c), (a, c, d)] if even else [(a, b, d), (b, c, d)]
    return np.array([face for face in faces if None not in face])


def sample(
    elements: Sequence[Element], nodes: FloatArray, steps: int
) -> tuple[FloatArray, IntArray]:
    """Sample every patch with `steps` intervals an edge and join the patches at shared edges.

    `nodes` (n_nodes, k, 3) are in mm, first those of the mean shape; so are the points that are
    given, with the triangles between them.
    """
    points, faces, count = [], [], 0
    for kind, mine in elements:
        values = basis(kind, _grid(kind, steps, steps) / steps)
        points.append(np.einsum("vn,nkc->vkc", values, nodes[list(mine)]))
        faces.append(_triangles(kind, steps) + count)
        count += len(values)
    every = np.concatenate(points)
    # Points at the same place are one; the rounding only has to bridge rounding errors.
    _, first, which = np.unique(
        every[:, 0].round(6), axis=0, return_index=True, return_inverse=True
    )
    kept = np.sort(first)
    joined = np.searchsorted(kept, first[which])[np.concatenate(faces)]
    flat = (joined == np.roll(joined, 1, axis=1)).any(axis=1)
    return every[kept], joined[~flat]


def sampled(bone: str, n_modes: int) -> tuple[FloatArray, IntArray]:
    """Sample a bone: points (n, 1 + n_modes, 3) of mean and modes in mm, and triangles."""
    model = read_model(bone, n_modes)
    nodes = np.concatenate([model.mean[None], model.modes]).transpose(1, 0, 2)
    return sample(read_elements(bone), nodes, STEPS[bone])

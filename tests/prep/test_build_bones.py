"""The generated bones: same bytes when rebuilt, true to the published model, safe to build."""

from __future__ import annotations

import hashlib
import pickle
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from hiplib import tables
from hiplib.errors import DataError
from hiplib.prep import bones, shape_model
from hiplib.prep.parts import Labelled, relabel
from hiplib.prep.shape_model import ORDERS, Element, basis, nodes_of, read_elements, sample

sys.path.append(str(Path(__file__).parents[1] / "anatomy"))
from surfaces import is_closed


def test_rebuilding_gives_the_same_file(tmp_path):
    built = bones.rebuild(tmp_path)[0].read_bytes()
    kept = (tables.folder() / bones.FILE).read_bytes()
    assert hashlib.sha256(built).hexdigest() == hashlib.sha256(kept).hexdigest()
    assert len(kept) < 1_500_000


def test_measuring_the_people_again_gives_the_same_numbers():
    """Up to the last digit kept, which another version of numpy may round differently."""
    built, kept = bones.people(), tables.read("shape_people")
    assert (built[["person", "measure_id"]] == kept[["person", "measure_id"]]).all(axis=None)
    assert np.abs(built["value"] - kept["value"]).max() < 0.005


def test_scores_of_the_people_rebuild_them():
    """Mean and modes with a person's scores give that person's nodes; eight modes come near."""
    arrays = shape_model.read_arrays(shape_model._files()[shape_model.MODEL])
    model = shape_model.read_model("femur", 25)
    start = 3 * shape_model.NODES["pelvis"]
    person = arrays["mean"] + arrays["modes"] @ arrays["projectedWeights"][:, 4]
    nodes = person.reshape(3, -1).T[start // 3 : start // 3 + shape_model.NODES["femur"]]
    rebuilt = model.mean + np.einsum("k,knx->nx", model.people[4], model.modes)
    assert np.abs(rebuilt - nodes).max() < 1e-6
    eight = model.mean + np.einsum("k,knx->nx", model.people[4, :8], model.modes[:8])
    assert 0.1 < np.abs(eight - nodes).max() < 15
    assert model.people[:, :8] == pytest.approx(
        tables.array("hip_bones")["people_scores"], abs=1e-4
    )


@pytest.mark.parametrize("kind", ORDERS)
def test_basis_is_one_at_its_own_node_and_reproduces_polynomials(kind):
    nodes = nodes_of(kind)
    assert np.allclose(basis(kind, nodes), np.eye(len(nodes)), atol=1e-10)
    points = np.array([[0.1, 0.2], [0.3, 0.6], [0.0, 0.9]])
    cubic = lambda p: 1 + 2 * p[:, 0] - p[:, 1] ** 3 + p[:, 0] ** 2 * p[:, 1]  # noqa: E731
    assert np.allclose(basis(kind, points) @ cubic(nodes), cubic(points), atol=1e-10)


def test_elements_use_every_node_once_numbered():
    for bone in shape_model.MESHES:
        used = {node for element in read_elements(bone) for node in element.nodes}
        assert used == set(range(shape_model.NODES[bone]))


def test_two_patches_join_at_their_edge():
    first = Element("quad44", tuple(range(16)))
    # The second patch starts where the last row of the first ends, run through backwards.
    second = Element("quad44", (15, 14, 13, 12, *range(16, 28)))
    nodes = np.random.default_rng(0).normal(size=(28, 2, 3))
    points, faces = sample([first, second], nodes, steps=5)
    assert points.shape == (2 * 36 - 6, 2, 3)
    assert set(np.unique(faces)) == set(range(66))
    moved, same = sample([first, second], nodes + 7, steps=5)
    assert np.allclose(moved, points + 7)  # the weights of a point sum to 1
    assert np.array_equal(same, faces)


def test_mean_surface_passes_through_the_published_nodes():
    """Corners of patches are nodes, so the stored bone holds them (up to its own pose)."""
    model = shape_model.read_model("femur", 1)
    surface = shape_model.sampled("femur", 1)[0][:, 0]
    corners = {element.nodes[0] for element in read_elements("femur")}
    for corner in sorted(corners):
        assert np.linalg.norm(surface - model.mean[corner], axis=1).min() < 1e-6


@pytest.mark.parametrize("bone", ["pelvis", "femur"])
def test_rounding_errors_stay_below_a_twentieth_of_a_millimetre(bone):
    """Distances between vertices of an extreme shape, stored against exact."""
    data = tables.array("hip_bones")
    exact = shape_model.sampled(bone, 8)[0]
    scores = np.array([3, -3, 3, -3, 3, -3, 3, -3])
    step = data["mode_step"]
    stored = data[f"{bone}_mean"] + np.einsum(
        "k,k,knx->nx", scores, step, data[f"{bone}_modes"].astype(float)
    )
    full = exact[:, 0] + np.einsum("k,nkx->nx", scores, exact[:, 1:])
    pairs = np.random.default_rng(0).integers(0, len(exact), (2000, 2))
    apart = [np.linalg.norm(v[pairs[:, 0]] - v[pairs[:, 1]], axis=1) for v in (stored, full)]
    assert np.abs(apart[0] - apart[1]).max() < 0.05


def test_bytes_do_not_depend_on_order_or_time(tmp_path):
    arrays = {"b": np.arange(3, dtype=np.int16), "a": np.ones((2, 2), np.float32)}
    first, second = tmp_path / "first", tmp_path / "second"
    bones.write_npz(first, arrays)
    bones.write_npz(second, dict(reversed(arrays.items())))
    assert first.read_bytes() == second.read_bytes()
    assert {entry.date_time[0] for entry in zipfile.ZipFile(first).infolist()} == {1980}


class _Evil:
    def __reduce__(self):
        return (print, ("this must not run",))


@pytest.mark.parametrize("content", [_Evil(), {"mean": _Evil()}, {"f": len}])
def test_pickle_with_anything_but_arrays_is_refused(content, capsys):
    with pytest.raises(pickle.UnpicklingError, match="not a NumPy array"):
        shape_model.read_arrays(pickle.dumps(content))
    assert capsys.readouterr().out == ""


def test_changed_file_is_refused(monkeypatch):
    shape_model._files.cache_clear()
    monkeypatch.setattr(shape_model, "SHA256", "0" * 64)
    with pytest.raises(DataError, match=r"femur_left_quartic_flat\.mesh.*sha256"):
        read_elements("femur")
    with pytest.raises(DataError, match=r"LLP26_rigid\.pc.*sha256"):
        shape_model.read_model("femur", 1)


def test_cut_keeps_area_and_stays_closed():
    """A tetrahedron cut at half its height: two labels, same area, every edge still shared."""
    corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=float)
    faces = np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3], [0, 3, 2]])
    mesh = Labelled(corners[:, None], faces, np.zeros(4, dtype=np.int64))
    cut = relabel(mesh, corners[:, 2] - 0.5, np.ones(4, dtype=bool), 1)

    def area(m):
        a, b, c = (m.mean[m.faces[:, k]] for k in range(3))
        return np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2

    assert area(cut) == pytest.approx(area(mesh))
    middle = cut.mean[cut.faces][:, :, 2]
    assert (middle[cut.label == 1] >= 0.5 - 1e-12).all()
    assert (middle[cut.label == 0] <= 0.5 + 1e-12).all()
    assert is_closed(cut.faces)

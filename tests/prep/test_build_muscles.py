"""The muscle paths: same bytes when rebuilt, moment arms as in MuJoCo, carried to the bones."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from hiplib import tables
from hiplib.anatomy.muscles import POSE_LIMITS, arms_at
from hiplib.errors import DataError
from hiplib.prep import muscle_model, muscles, register

sys.path.append(str(Path(__file__).parents[1] / "anatomy"))
from surfaces import all_over, nearest

KEPT = Path(__file__).parents[1] / "anatomy" / "mujoco_arms.csv"


@pytest.fixture(scope="module")
def mujoco():
    pytest.importorskip("myo_sim")
    return pytest.importorskip("mujoco")


def mujoco_arms_cm(angles_deg):
    """Moment arms straight from MuJoCo for rows of three hip angles: (n, paths, 3) in cm.

    The sign is that of the course: positive shortens the path when the angle grows.
    """
    import mujoco

    model, rest = muscle_model.compiled(on_track=False)
    data = mujoco.MjData(model)
    tendons = [model.tendon(f"{path}_r_tendon").id for path in muscle_model.path_ids()]
    joints = [model.joint(name).id for name in muscle_model.JOINTS]
    wanted = np.ix_(tendons, model.jnt_dofadr[joints])
    found = []
    jacobian = np.zeros((model.ntendon, model.nv))
    for angles in np.radians(angles_deg):
        data.qpos[:] = rest.qpos
        data.qpos[model.jnt_qposadr[joints]] = angles
        for step in (mujoco.mj_kinematics, mujoco.mj_comPos, mujoco.mj_tendon):
            step(model, data)
        sparse = model.ten_J_rownnz, model.ten_J_rowadr, model.ten_J_colind
        mujoco.mju_sparse2dense(jacobian, data.ten_J, *sparse)
        found.append(-100 * jacobian[wanted])
    return np.array(found)


@pytest.mark.usefixtures("mujoco")
def test_rebuilding_gives_the_same_files(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        muscles.rebuild(folder)
    for name in (muscles.FILE, muscles.TABLE):
        assert (first / name).read_bytes() == (second / name).read_bytes()
        assert len((tables.folder() / name).read_bytes()) < 50_000
    # Another release of numpy may round the last digit in another way.
    kept, built = (dict(np.load(at / muscles.FILE)) for at in (tables.folder(), first))
    assert list(kept) == list(built)
    for name, values in kept.items():
        if values.dtype.kind == "f":
            assert np.allclose(values, built[name], atol=0.011), name
        else:
            assert np.array_equal(values, built[name]), name
    old, new = ((at / muscles.TABLE).read_text("utf-8") for at in (tables.folder(), first))
    assert old == new


@pytest.mark.usefixtures("mujoco")
def test_moment_arms_agree_with_mujoco_at_500_random_poses():
    low, high = np.array(list(POSE_LIMITS.values())).T
    poses = np.random.default_rng(20261122).uniform(low, high, (500, 3))
    apart_mm = 10 * np.abs(arms_at(poses) - mujoco_arms_cm(poses))
    assert apart_mm.max() < 0.01


@pytest.mark.usefixtures("mujoco")
def test_kept_values_are_those_of_mujoco():
    kept = np.loadtxt(KEPT, delimiter=",", skiprows=1, usecols=range(6))
    found = mujoco_arms_cm(kept[:: len(muscle_model.path_ids()), :3])
    assert np.allclose(kept[:, 3:], found.reshape(-1, 3), atol=1e-4)


@pytest.mark.usefixtures("mujoco")
def test_the_limits_are_those_of_the_models_joints(mujoco):
    model, _ = muscle_model.compiled()
    ranges = [model.joint(name).range for name in muscle_model.JOINTS]
    assert np.allclose(np.degrees(ranges), list(POSE_LIMITS.values()), atol=0.01)
    assert mujoco.__version__ == "3.17.0"


@pytest.mark.usefixtures("mujoco")
def test_changed_file_is_refused(monkeypatch):
    muscle_model.compiled.cache_clear()
    monkeypatch.setattr(muscle_model, "SHA256", "0" * 64)
    with pytest.raises(DataError, match=r"myolegs_tendon\.xml.*sha256"):
        muscle_model.compiled()


def ball(radius, stretch=(1.0, 1.0, 1.0), rows=20):
    """Vertices and faces of a sphere, or an ellipsoid, of so many rows of patches."""
    columns = 2 * rows
    polar, round_ = np.meshgrid(
        np.linspace(0.05, np.pi - 0.05, rows), np.arange(columns) * 2 * np.pi / columns,
        indexing="ij",
    )  # fmt: skip
    points = np.stack(
        [np.sin(polar) * np.cos(round_), np.sin(polar) * np.sin(round_), np.cos(polar)], axis=-1
    )
    faces = []
    for r in range(rows - 1):
        for c in range(columns):
            a, b = r * columns + c, r * columns + (c + 1) % columns
            faces += [(a, a + columns, b), (b, a + columns, b + columns)]
    return points.reshape(-1, 3) * radius * stretch, np.array(faces)


ENDS = np.concatenate([np.eye(3), -np.eye(3)]) * 50.0


def test_carrying_to_the_same_bone_moves_nothing():
    points = np.array([[50.0, 0, 0], [0, 30, 40], [0, 0, -80]])
    carried = register.carry(ball(50.0), ball(50.0), (ENDS, ENDS), points)
    assert np.abs(carried - points).max() < 0.1


def test_points_on_one_bone_land_on_the_other():
    """From a ball to a long bone with a bulge that no affine map can make."""

    def long_bone(rows=20):
        vertices, faces = ball(50.0, (1.2, 0.9, 1.6), rows)
        vertices[:, 0] += 8.0 * np.exp(-((vertices[:, 2] - 30.0) ** 2) / 800.0)
        return vertices, faces

    vertices, faces = long_bone()
    source, _ = ball(50.0)
    landmarks = ENDS, np.array([vertices[np.argmin(((source - e) ** 2).sum(1))] for e in ENDS])
    points = source[::37]
    carried = register.carry(ball(50.0), (vertices, faces), landmarks, points)
    affine = points @ np.linalg.lstsq(*landmarks, rcond=None)[0]
    fine, patches = long_bone(rows=120)
    surface = all_over(fine[patches])
    (_, gaps), (_, before) = nearest(carried, surface), nearest(affine, surface)
    assert np.median(gaps) < 0.5
    assert gaps.mean() < before.mean() / 3

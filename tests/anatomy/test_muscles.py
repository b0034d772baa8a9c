"""Muscle paths: moment arms as in MuJoCo, roles as taught, lines on the bones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from surfaces import all_over, nearest

from hiplib import anatomy, tables
from hiplib.anatomy.muscles import arms_at

ANGLES = list(anatomy.POSE_LIMITS)
poses = st.fixed_dictionaries(
    {name: st.floats(low, high) for name, (low, high) in anatomy.POSE_LIMITS.items()}
)


def test_moment_arms_agree_with_kept_values_of_mujoco():
    """Written by MuJoCo itself; tests/prep compares them with it again where it is installed."""
    kept = pd.read_csv(Path(__file__).with_name("mujoco_arms.csv"))
    for pose, rows in kept.groupby(ANGLES):
        arms = anatomy.moment_arms(**dict(zip(ANGLES, pose, strict=True)))
        apart_mm = 10 * np.abs(arms.loc[rows["path_id"]].to_numpy() - rows[list(arms)].to_numpy())
        assert apart_mm.max() < 0.01
    assert kept.groupby(ANGLES).ngroups == 20


ROLES = {
    "flexion_cm": (
        "iliacus psoas recfem sart tfl addlong",
        "glmax1 glmax2 semimem bflh addmagIsch",
    ),
    "adduction_cm": ("addlong addbrev addmagMid grac", "glmed1 glmed2 glmed3 glmin2 tfl piri"),
    "internal_rotation_cm": ("glmed1 glmin1", "piri glmed3 glmax1 glmax2"),
}


@pytest.mark.parametrize("column", ROLES)
def test_muscles_of_a_straight_hip_do_what_is_taught(column):
    arms = anatomy.moment_arms(flexion_deg=0)[column]
    up, down = (arms[names.split()] for names in ROLES[column])
    assert (up > 0.5).all()
    assert (down < -0.5).all()


@pytest.mark.parametrize(
    ("path", "column", "fact"),
    [
        ("piri", "internal_rotation_cm", "anat_f162"),
        ("glmed3", "internal_rotation_cm", "anat_f162"),
        ("addlong", "flexion_cm", "anat_f163"),
        ("addbrev", "flexion_cm", "anat_f163"),
    ],
)
def test_role_swaps_are_those_of_the_facts(path, column, fact):
    row = tables.read("facts").set_index("fact_id").loc[fact]
    (angle,) = anatomy.swap_angles(anatomy.moment_arm_curve(path)[column])
    assert row["low"] - 1 <= angle <= row["high"] + 1


def test_a_curve_holds_the_arms_of_its_angles():
    curve = anatomy.moment_arm_curve("glmax3", adduction_deg=-10, internal_rotation_deg=15)
    assert (curve.index[0], curve.index[-1]) == anatomy.POSE_LIMITS["flexion_deg"]
    arms = anatomy.moment_arms(flexion_deg=40, adduction_deg=-10, internal_rotation_deg=15)
    assert np.allclose(curve.loc[40], arms.loc["glmax3"])


def test_a_curve_that_stays_on_one_side_has_no_swap():
    flat = pd.Series([1.0, 2.0, 0.5], index=[0.0, 1.0, 2.0])
    assert anatomy.swap_angles(flat) == ()
    assert anatomy.swap_angles(flat - 1.5) == pytest.approx((0.5, 1 + 1 / 3))


@pytest.mark.parametrize(
    ("pose", "message"),
    [
        ({"flexion_deg": 121}, "flexion_deg is 121; a number from -30 to 120"),
        ({"flexion_deg": 0, "adduction_deg": -51}, "adduction_deg is -51; .* from -50 to 30"),
        ({"flexion_deg": 0, "internal_rotation_deg": 41}, "rotation_deg is 41; .* -40 to 40"),
        ({"flexion_deg": float("nan")}, "flexion_deg is nan"),
        ({"flexion_deg": "much"}, "flexion_deg is 'much'; a number"),
        ({"flexion_deg": None}, "flexion_deg is None"),
    ],
)
@pytest.mark.parametrize(
    "function", [anatomy.moment_arms, anatomy.torque_capacity, anatomy.muscle_lines]
)
def test_an_angle_outside_is_refused(function, pose, message):
    with pytest.raises(ValueError, match=message):
        function(**pose)


def test_an_unknown_path_is_refused():
    with pytest.raises(ValueError, match="path_id is 'gluteus'; one of iliacus, psoas"):
        anatomy.moment_arm_curve("gluteus")
    with pytest.raises(ValueError, match="adduction_deg is 99"):
        anatomy.moment_arm_curve("piri", adduction_deg=99)


def test_torque_is_force_times_arm():
    pose = {"flexion_deg": 30, "adduction_deg": 5}
    arms, torque = anatomy.moment_arms(**pose), anatomy.torque_capacity(**pose)
    force = anatomy.muscle_paths().loc["recfem", "max_force_n"]
    ratio = torque.loc["recfem"].to_numpy() / arms.loc["recfem"].to_numpy()
    assert ratio == pytest.approx([force / 100] * 3)


@given(poses)
def test_arms_never_jump(pose):
    """Kinks where a path meets a bone are fine; a jump would be another path."""
    here = np.array([[pose[name] for name in ANGLES]])
    limits = np.array(list(anatomy.POSE_LIMITS.values()))
    there = np.clip(here + 0.01, *limits.T)
    assert np.abs(arms_at(here) - arms_at(there)).max() < 0.02


@given(poses)
def test_lines_run_from_a_still_origin_to_an_end_that_moves_with_the_thigh(pose):
    hip = anatomy.hip()
    rest, lines = anatomy.muscle_lines(flexion_deg=0), anatomy.muscle_lines(**pose)
    turn = anatomy.femur_turn(**pose)
    for path, line in lines.items():
        assert np.isfinite(line).all()
        assert line[0] == pytest.approx(rest[path][0])
        moved = turn @ (rest[path][-1] - hip.head_centre_mm) + hip.head_centre_mm
        assert line[-1] == pytest.approx(moved, abs=0.01)
        steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
        assert steps.max() < 1.01 * np.linalg.norm(steps) / np.sqrt(len(steps)) + 0.5


def test_attachments_lie_on_the_bones():
    """All but psoas, which starts at the lumbar spine, and what ends beyond the knee."""
    lines, hip = anatomy.muscle_lines(flexion_deg=0), anatomy.hip()
    bones = [hip.meshes[part] for part in (*anatomy.HIP_BONE_PARTS, "sacrum", "femur")]
    surface = all_over(np.concatenate([bone.vertices[bone.faces] for bone in bones]).astype(float))
    _, origin = nearest(np.array([line[0] for line in lines.values()]), surface)
    _, end = nearest(np.array([line[-1] for line in lines.values()]), surface)
    gaps = np.concatenate([origin, end[end < 20]])
    assert len(gaps) - len(origin) == 18
    assert np.median(gaps) < 2
    assert sorted(gaps)[-2] < 6
    assert list(lines)[origin.argmax()] == "psoas"


def test_the_hip_centre_of_the_paths_is_that_of_the_bones():
    assert tables.array("hip_muscles")["hip_centre"] == pytest.approx(
        anatomy.hip().socket_centre_mm, abs=1e-3
    )


def test_all_that_the_anatomy_pages_load_stays_small():
    sizes = [path.stat().st_size for path in tables.folder().glob("*.npz")]
    assert sum(sizes) < 3_000_000

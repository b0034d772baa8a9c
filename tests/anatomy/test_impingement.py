"""Where bone meets bone: a body with a known answer, exact triangles, laws and wrong input."""

from __future__ import annotations

import numpy as np
import pytest
from surfaces import turned, volume

from hiplib.anatomy import (
    FEMUR_PARTS,
    HIP_BONE_PARTS,
    Hip,
    Mesh,
    contact_at,
    femur_turn,
    first_contact,
    hip,
    impingement,
    posed,
    radial,
    with_cam,
    with_pincer,
)
from hiplib.anatomy.joint_shape import choices

# A body with a known answer -----------------------------------------------------------------------


def revolved(profile, axis):
    """Surface of revolution round an axis through the origin; profile: (distance, along) points.

    Its outside is outside, whichever way the profile runs.
    """
    mesh = turned(np.asarray(axis, dtype=float), *np.array(profile, dtype=float).T)
    return mesh if volume(mesh) > 0 else Mesh(mesh.vertices, mesh.faces[:, ::-1])


def arc(radius, start_deg, stop_deg, n=60):
    """Points of a circle round the origin, by the angle from the axis."""
    angle = np.radians(np.linspace(start_deg, stop_deg, n))
    return [(radius * np.sin(a), radius * np.cos(a)) for a in angle]


CUP_MM, NECK_MM, BALL_MM = 24.0, 12.0, 20.0
MEETS_DEG = np.degrees(np.arccos(NECK_MM / CUP_MM))  # neck against the inner edge of the cup


def ball_and_cup(neck_axis, cup_mm=CUP_MM):
    """Half a hollow sphere that opens downwards, and a ball with a cylinder for a neck in it."""
    side = np.degrees(np.arcsin(NECK_MM / BALL_MM))
    neck = [*arc(BALL_MM, 180, side), (NECK_MM, 60.0), (0.0, 60.0)]
    femur = revolved(neck, neck_axis)
    cup = revolved([*arc(cup_mm, 180, 90)[:-1], (cup_mm, 0.0), (cup_mm + 6, 0.0),
                    *arc(cup_mm + 6, 90, 180)[1:]], [0, 0, -1.0])  # fmt: skip
    none = Mesh(np.empty((0, 3), dtype=np.float32), np.empty((0, 3), dtype=np.int32))
    parts = dict.fromkeys((*HIP_BONE_PARTS, *FEMUR_PARTS), none)
    parts |= {"ilium": cup, "femoral_neck": femur}
    knee = np.array([0.0, 0.0, -400.0])
    marks = {"lateral_epicondyle": knee, "medial_epicondyle": knee}
    return Hip("left", (0.0,) * 8, parts, {**parts, "femur": femur}, np.zeros(3), np.zeros(3),
               BALL_MM, marks)  # fmt: skip


def tilted(neck_axis, flexion, adduction, rotation):
    """Angle between the neck and the axis of the cup in a pose."""
    turn = femur_turn(flexion_deg=flexion, adduction_deg=adduction, internal_rotation_deg=rotation)
    return np.degrees(np.arccos((turn @ neck_axis) @ [0, 0, -1.0]))


@pytest.mark.parametrize("adduction", [0.0, 20.0, -15.0])
@pytest.mark.parametrize("out_deg", [0.0, 40.0])
def test_cylinder_neck_meets_the_cup_at_the_arccos_of_the_radii(out_deg, adduction):
    axis = np.array([np.sin(np.radians(out_deg)), 0.0, -np.cos(np.radians(out_deg))])
    plane = first_contact(ball_and_cup(axis), adduction_deg=adduction)
    seen = 0
    for row, rotation in enumerate(plane.internal_rotation_deg):
        off = np.array([tilted(axis, f, adduction, rotation) for f in plane.flexion_deg])
        meets = plane.overlap_mm[row] > 0
        # A degree of tilt either side of the closed form is the sampling.
        assert meets[off > MEETS_DEG + 1].all()
        assert not meets[off < MEETS_DEG - 1].any()
        seen += meets.any() and not meets.all()
    assert seen > 20


def test_a_narrower_cup_is_met_earlier_and_ball_against_cup_never_counts():
    neck_axis = np.array([0.0, 0.0, -1.0])
    # The ball's radius is 20 mm: in the last two cups its surface touches or crosses the bone.
    planes = [first_contact(ball_and_cup(neck_axis, cup)) for cup in (27, 24, 20.1, 19.9)]
    for plane in planes:
        assert (plane.overlap_mm[:, 0] <= 0).all()
    at = [np.argmax((plane.overlap_mm > 0).all(axis=0)) for plane in planes]
    assert at == sorted(at, reverse=True)
    assert at[0] > at[-1]


# Exact triangles ----------------------------------------------------------------------------------


def crossings(first, second):
    """Points in which the edges of some triangles pass through others, exactly."""
    (low, high), (low_2, high_2) = ((t.min(axis=1), t.max(axis=1)) for t in (first, second))
    near = np.ones((len(first), len(second)), dtype=bool)
    for k in range(3):
        near &= (low[:, None, k] <= high_2[:, k]) & (low_2[:, k] <= high[:, None, k])
    i, j = np.nonzero(near)
    a, b, c = (second[j, m] for m in range(3))
    found = []
    for k in range(3):
        start, way = first[i, k], first[i, (k + 1) % 3] - first[i, k]
        system = np.stack([-way, b - a, c - a], axis=-1)
        good = np.abs(np.linalg.det(system)) > 1e-9
        share = np.linalg.solve(system[good], (start - a)[good][..., None])[..., 0]
        along, u, v = share.T
        hit = (along >= 0) & (along <= 1) & (u >= 0) & (v >= 0) & (u + v <= 1)
        found.append(start[good][hit] + along[hit, None] * way[good][hit])
    return np.concatenate(found)


def exact_contact(built, flexion, rotation):
    """Whether bone beyond the ball crosses the hip bone in a pose."""
    bent = posed(built, flexion_deg=flexion, internal_rotation_deg=rotation)
    ball = choices()["ball_leaves"] * built.head_radius_mm
    femur, bone = (
        np.concatenate(
            [(bent.meshes[p].vertices - bent.head_centre_mm)[bent.meshes[p].faces] for p in parts]
        ).astype(float)
        for parts in (("femur",), HIP_BONE_PARTS)
    )
    femur = femur[(np.linalg.norm(femur, axis=2) > ball).any(axis=1)]
    femur, bone = (t[np.linalg.norm(t, axis=2).min(axis=1) < 80] for t in (femur, bone))
    points = np.concatenate([crossings(femur, bone), crossings(bone, femur)])
    return bool((np.linalg.norm(points, axis=1) > ball).any())


@pytest.mark.parametrize(
    "built",
    [hip(), with_cam(hip(), 75), with_pincer(hip(), 42), hip([1, -1, 1], side="right")],
    ids=["mean", "cam", "pincer", "other"],
)
def test_border_agrees_with_exact_triangles(built):
    plane = first_contact(built)
    for flexion in (74, 90, 104):
        _, inward = plane.limits(flexion)
        assert not exact_contact(built, flexion, inward - 1)
        assert exact_contact(built, flexion, inward + 1)


def test_border_does_not_hang_on_the_sampling(monkeypatch):
    built = with_cam(with_pincer(hip(), 40), 70)
    coarse = first_contact(built)
    monkeypatch.setattr(impingement, "_POSE_DEG", 1.0)
    for name in ("femur_rays", "hip_bone_map"):
        fine = getattr(radial, name)
        monkeypatch.setattr(impingement, name, lambda body, fine=fine: fine(body, 0.5))
    exact = first_contact(built)

    def border(plane):
        # Near the lower edge of the plane the border leaves it between two columns.
        known = np.isfinite(inward(plane)) & (inward(plane) > -30)
        return np.stack([plane.flexion_deg, inward(plane)], axis=1)[known]

    here, there = border(coarse), border(exact)
    gap = np.linalg.norm(here[:, None] - there, axis=2).min(axis=1)
    assert gap.max() < 1
    assert len(here) > 30


def inward(plane):
    """Inward limit of each column."""
    return np.array([plane.limits(flexion)[1] for flexion in plane.flexion_deg])


# Laws ---------------------------------------------------------------------------------------------


def limit(built, flexion=90.0, **more):
    return first_contact(built, **more).limits(flexion)[1]


def test_more_cam_never_frees_rotation():
    limits = [limit(with_cam(hip(), alpha)) for alpha in (56, 62, 68, 74, 80, 85)]
    assert (np.diff([limit(hip()), *limits]) <= 0.1).all()
    assert limits[-1] < limits[0] - 8


def test_more_coverage_never_frees_rotation():
    limits = [limit(with_pincer(hip(), edge)) for edge in (37, 40, 43, 46, 50)]
    assert (np.diff([limit(hip()), *limits]) <= 0.1).all()
    assert limits[-1] < limits[0] - 15


def test_both_lose_at_least_as_much_as_each():
    cam, pincer = with_cam(hip(), 75), with_pincer(hip(), 42)
    both = inward(first_contact(with_cam(pincer, 75)))
    for one in (cam, pincer):
        assert (both <= inward(first_contact(one)) + 0.5).all()


def test_right_is_the_mirror_image_of_left():
    left, right = (first_contact(with_cam(hip(side=s), 70)) for s in ("left", "right"))
    # Rays hit the same triangles; only rounding differs.
    assert np.abs(left.overlap_mm - right.overlap_mm).max() < 0.5
    pose = {"flexion_deg": 90, "internal_rotation_deg": 45}
    here, there = (contact_at(with_cam(hip(side=s), 70), **pose) for s in ("left", "right"))
    assert (here.hip_bone_site, here.femur_site) == (there.hip_bone_site, there.femur_site)
    assert here.points_mm.mean(axis=0) == pytest.approx(
        there.points_mm.mean(axis=0) * [-1, 1, 1], abs=0.3
    )


def test_one_pose_and_the_plane_say_the_same():
    built = with_cam(hip(), 70)
    plane = first_contact(built, adduction_deg=10)
    rng = np.random.default_rng(1)
    for _ in range(30):
        row, column = (rng.integers(n) for n in plane.overlap_mm.shape)
        found = contact_at(
            built,
            flexion_deg=plane.flexion_deg[column],
            adduction_deg=10,
            internal_rotation_deg=plane.internal_rotation_deg[row],
        )
        assert found.overlap_mm == pytest.approx(plane.overlap_mm[row, column], abs=0.8)


def test_contact_is_said_where_it_is():
    built = hip()
    found = contact_at(built, flexion_deg=90, internal_rotation_deg=42)
    centre = built.socket_centre_mm
    assert (found.points_mm[:, 2] > centre[2]).all()  # the upper rim ...
    assert found.hip_bone_site == "upper rim of the socket"
    assert found.femur_site == "front-upper side of the neck"
    thigh = posed(built, flexion_deg=90, internal_rotation_deg=42).meshes["femur"].vertices
    gap = np.linalg.norm(found.points_mm[:, None] - thigh, axis=2).min(axis=1)
    assert gap.max() < 5  # ... on the thigh bone: as near to a vertex as its triangles are small
    free = contact_at(built, flexion_deg=30)
    assert not len(free.points_mm)
    assert free.hip_bone_site == free.femur_site == ""
    assert free.overlap_mm < 0


def test_mean_hip_moves_as_far_as_people_and_not_much_farther():
    """Bone alone stops later than a person, whose soft tissue stops first: by how much is told."""
    from hiplib.evidence import fact

    plane = first_contact(hip())
    sitting = fact("anat_f099").value  # internal rotation at 90 degrees of flexion
    assert sitting - 2 < plane.limits(90)[1] < sitting + 20
    flexed = plane.flexion_deg[np.argmin(np.abs(inward(plane)))]
    assert fact("anat_f101").value < flexed < fact("anat_f101").value + 20


# Wrong input --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"adduction_deg": 50}, r"adduction_deg is 50; -20 to 20 is possible"),
        ({"adduction_deg": float("nan")}, r"adduction_deg is nan"),
        ({"adduction_deg": "wide"}, r"adduction_deg is 'wide'"),
    ],
)
def test_wrong_plane_is_named(wrong, words):
    with pytest.raises(ValueError, match=words):
        first_contact(hip(), **wrong)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"flexion_deg": 200}, r"flexion_deg is 200; 0 to 130 is possible"),
        (
            {"flexion_deg": 90, "internal_rotation_deg": 80},
            r"internal_rotation_deg is 80; -40 to 60",
        ),
        ({"flexion_deg": 90, "adduction_deg": None}, r"adduction_deg is None"),
    ],
)
def test_wrong_pose_is_named(wrong, words):
    with pytest.raises(ValueError, match=words):
        contact_at(hip(), **wrong)


def test_a_posed_hip_is_refused():
    with pytest.raises(ValueError, match="give it in zero posture"):
        first_contact(posed(hip(), flexion_deg=40))

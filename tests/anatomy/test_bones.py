"""The bones: seated for every shape, closed, facing outwards, named all over, mirrored exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from surfaces import all_over, inside, is_closed, nearest, volume

from hiplib import tables
from hiplib.anatomy import FEMUR_PARTS, HIP_BONE_PARTS, Hip, Mesh, hip, people
from hiplib.anatomy.bones import joined, socket_centre
from hiplib.anatomy.geometry import fit_sphere, vertex_normals

SHAPES = st.lists(st.floats(-3, 3, allow_nan=False), max_size=8)
EXTREMES = [
    [sign * 3.0 if k == mode else 0.0 for k in range(8)] for mode in range(8) for sign in (-1, 1)
]


def whole_pelvis(built: Hip) -> Mesh:
    """Pelvis in one piece, vertices in the order of the data (from the parts)."""
    label = tables.array("hip_bones")["pelvis_part"]
    names = tables.array("hip_bones")["pelvis_parts"]
    faces = tables.array("hip_bones")["pelvis_faces"].astype(int)
    vertices = np.zeros((faces.max() + 1, 3))
    for number, name in enumerate(names):
        stem, _, end = str(name).rpartition("_")
        part = {built.side: stem}.get(end, f"opposite_{stem}") if stem else str(name)
        vertices[np.unique(faces[label == number])] = built.parts[part].vertices
    return Mesh(vertices.astype(np.float32), faces.astype(np.int32))


def areas(mesh: Mesh) -> np.ndarray:
    a, b, c = (mesh.vertices[mesh.faces[:, k]].astype(float) for k in range(3))
    return np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2


@settings(max_examples=40, deadline=None)
@given(SHAPES)
def test_ball_and_socket_share_their_centre(shape: list[float]) -> None:
    built, data = hip(shape), tables.array("hip_bones")
    head, radius = fit_sphere(built.meshes["femur"].vertices[data["head"]].astype(float))
    bowl = whole_pelvis(built).vertices[data["socket_left"]].astype(float)
    socket = socket_centre(bowl, radius, float(data["joint_space_mm"]))
    assert np.linalg.norm(head - socket) < 0.1
    assert np.linalg.norm(head - built.head_centre_mm) < 0.1
    assert np.linalg.norm(built.head_centre_mm - built.socket_centre_mm) < 0.1
    assert radius == pytest.approx(built.head_radius_mm, abs=0.01)


@settings(max_examples=25, deadline=None)
@given(SHAPES)
def test_frame_of_reference(shape: list[float]) -> None:
    built = hip(shape, both=True)
    at = built.landmarks_mm
    # Origin between the hip centres, x to the left.
    assert built.socket_centre_mm[0] > 50
    assert built.socket_centre_mm[1:] == pytest.approx([0, 0], abs=1e-6)
    # Front plane of the pelvis upright.
    spines, pubis = at["asis"] + at["opposite_asis"], at["pubis_front"] + at["opposite_pubis_front"]
    assert abs(spines[1] - pubis[1]) < 1e-6
    assert spines[2] > pubis[2]
    # Femur in zero posture: knee straight below the hip, back of the condyles left-right.
    knee = (at["lateral_epicondyle"] + at["medial_epicondyle"]) / 2
    assert knee[:2] == pytest.approx(built.head_centre_mm[:2], abs=1e-6)
    assert at["lateral_condyle_back"][1] == pytest.approx(at["medial_condyle_back"][1], abs=1e-6)
    # Places that everybody agrees on.
    assert at["psis"][1] > at["asis"][1]
    assert at["ischial_tuberosity"][2] < 0 < at["iliac_crest"][2]
    assert at["greater_trochanter_side"][0] > built.head_centre_mm[0] + built.head_radius_mm


def test_size_is_that_of_an_adult() -> None:
    mean = hip()
    assert 40 < 2 * mean.head_radius_mm < 54
    assert 380 < mean.meshes["femur"].size_mm[2] < 480


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("shape", [[], *EXTREMES])
def test_surfaces_are_closed_and_face_outwards(side: str, shape: list[float]) -> None:
    built = hip(shape, side=side)  # type: ignore[arg-type]
    closed = {"femur": built.meshes["femur"], "sacrum": built.meshes["sacrum"]}
    for name, mesh in closed.items():
        assert is_closed(mesh.faces), name
        assert volume(mesh) > 0, name
    hip_bones = [
        built.parts[f"{other}{part}"] for other in ("", "opposite_") for part in HIP_BONE_PARTS
    ]
    # The parts of both hip bones together are closed, so their signed volumes add up to it.
    assert sum(volume(mesh) for mesh in hip_bones) > 100_000


def test_pelvis_is_closed() -> None:
    assert is_closed(whole_pelvis(hip()).faces)


@pytest.mark.parametrize("shape", [[], *EXTREMES])
def test_no_degenerate_faces(shape: list[float]) -> None:
    for part, mesh in hip(shape).parts.items():
        assert (np.diff(np.sort(mesh.faces, axis=1), axis=1) > 0).all(), part
        assert areas(mesh).min() > 1e-3, part
        assert np.isfinite(mesh.vertices).all(), part


def test_parts_cover_the_bones_without_overlap() -> None:
    built = hip(both=True)
    femur = sum(len(built.parts[part].faces) for part in FEMUR_PARTS)
    assert femur == len(built.meshes["femur"].faces)
    pelvis = [p for p in built.meshes if not p.endswith("femur")]
    assert sorted(pelvis) == sorted(
        ["sacrum", *HIP_BONE_PARTS, *(f"opposite_{part}" for part in HIP_BONE_PARTS)]
    )
    faces = tables.array("hip_bones")["pelvis_faces"]
    assert sum(len(built.meshes[part].faces) for part in pelvis) == len(faces)
    for part in pelvis:
        assert built.meshes[part] is built.parts[part]


def test_parts_lie_where_anatomy_has_them() -> None:
    built = hip()
    at, parts = built.landmarks_mm, built.parts

    def owner(place: np.ndarray, among: tuple[str, ...]) -> str:
        return min(among, key=lambda p: np.linalg.norm(parts[p].vertices - place, axis=1).min())

    assert owner(at["asis"], HIP_BONE_PARTS) == "ilium"
    assert owner(at["psis"], HIP_BONE_PARTS) == "ilium"
    assert owner(at["ischial_tuberosity"], HIP_BONE_PARTS) == "ischium"
    assert owner(at["symphysis"], HIP_BONE_PARTS) == "pubis"
    assert owner(at["pubis_front"], HIP_BONE_PARTS) == "pubis"
    assert owner(at["lesser_trochanter"], FEMUR_PARTS) == "lesser_trochanter"
    assert owner(at["greater_trochanter_top"], FEMUR_PARTS) == "greater_trochanter"
    # All three bones take part in the socket, the ilium above, the pubis in front.
    bowl = whole_pelvis(built).vertices[tables.array("hip_bones")["socket_left"]]
    by_bone: dict[str, list[np.ndarray]] = {part: [] for part in HIP_BONE_PARTS}
    for place in bowl:
        by_bone[owner(place, HIP_BONE_PARTS)].append(place)
    middle = {part: np.mean(places, axis=0) for part, places in by_bone.items()}
    assert middle["ilium"][2] > max(middle["ischium"][2], middle["pubis"][2])
    assert middle["pubis"][1] < middle["ischium"][1]
    # Every face has a part of its own side: no stray patch far from the rest.
    for part in HIP_BONE_PARTS:
        assert (parts[part].vertices[:, 0] > -5).all(), part


def test_head_is_round_and_holds_the_centre() -> None:
    built = hip()
    head = built.parts["femoral_head"].vertices.astype(float)
    distance = np.linalg.norm(head - built.head_centre_mm, axis=1)
    assert np.median(np.abs(distance - built.head_radius_mm)) < 0.5


@pytest.mark.parametrize(
    "shape",
    [
        [],
        # The deepest of 1,000 plausible shapes before and after the seat gives way at narrow spots.
        [-0.6, 1.1, -0.6, 1.0, 2.1, 1.3, -1.7, 0.8],
        [0.3, -0.1, 1.5, -0.8, 1.9, 2.2, 2.2, -0.1],
        *people()[::6].tolist(),
    ],
)
def test_femur_does_not_dig_into_the_pelvis(shape: list[float]) -> None:
    built = hip(shape)
    femur, pelvis = built.meshes["femur"], joined(built.parts[part] for part in HIP_BONE_PARTS)
    for one, other in ((femur, pelvis), (pelvis, femur)):
        points = np.concatenate([one.vertices, one.vertices[one.faces].mean(axis=1)]).astype(float)
        points = points[np.linalg.norm(points - built.head_centre_mm, axis=1) < 45]
        corners = other.vertices[other.faces].astype(float)
        _, away = nearest(points, all_over(corners))
        within = away < 8
        assert away[within][inside(points[within], corners)].max(initial=0.0) < 2.0


def test_right_hip_mirrors_the_left() -> None:
    left, right = hip([1, -2, 0.5]), hip([1, -2, 0.5], side="right")
    mirror = np.array([-1, 1, 1], dtype=np.float32)
    assert list(left.parts) == list(right.parts)
    for part in left.parts:
        assert np.array_equal(left.parts[part].vertices * mirror, right.parts[part].vertices)
        assert np.array_equal(left.parts[part].faces[:, [0, 2, 1]], right.parts[part].faces)
    assert np.array_equal(left.head_centre_mm * mirror, right.head_centre_mm)
    assert volume(right.meshes["femur"]) == pytest.approx(volume(left.meshes["femur"]))


def test_both_femora() -> None:
    built = hip(both=True)
    other = built.meshes["opposite_femur"]
    assert volume(other) == pytest.approx(volume(built.meshes["femur"]), rel=1e-5)
    head = other.vertices[tables.array("hip_bones")["head"]].astype(float)
    assert fit_sphere(head)[0] == pytest.approx(built.socket_centre_mm * [-1, 1, 1], abs=0.1)
    assert {f"opposite_{part}" for part in FEMUR_PARTS} < set(built.parts)


def test_a_score_moves_the_bones_linearly() -> None:
    """Sizes grow by equal steps: the shape is a sum, only the pose is fitted."""
    heights = [hip([score]).meshes["femur"].size_mm[2] for score in (-2, 0, 2)]
    assert heights[0] != pytest.approx(heights[2], rel=0.02)
    assert heights[1] == pytest.approx((heights[0] + heights[2]) / 2, rel=0.01)


def test_missing_scores_are_zero_and_results_are_pure() -> None:
    first = hip([0.5])
    again = hip((0.5, 0, 0, 0, 0, 0, 0, 0))
    assert first.shape == again.shape == (0.5, 0, 0, 0, 0, 0, 0, 0)
    assert all(
        np.array_equal(first.parts[p].vertices, again.parts[p].vertices) for p in first.parts
    )
    assert first.parts["ilium"].vertices.dtype == np.float32


def test_normals_of_a_ball_point_away_from_its_centre() -> None:
    built = hip()
    femur = built.meshes["femur"]
    normals = vertex_normals(femur.vertices.astype(float), femur.faces)
    head = tables.array("hip_bones")["head"]
    outward = femur.vertices[head] - built.head_centre_mm
    outward = outward / np.linalg.norm(outward, axis=1, keepdims=True)
    assert ((outward * normals[head]).sum(axis=1) > 0.8).all()


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ([0, 0, 3.01], "score 3 is 3.01"),
        ([-4], "score 1 is -4"),
        ([float("nan")], "score 1 is nan"),
        ([float("inf")], "score 1 is inf"),
        (["big"], "score 1 is 'big'"),
        ([None], "score 1 is None"),
        ([0] * 9, "9 scores"),
    ],
)
def test_impossible_shapes_are_named(shape: list[float], words: str) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        hip(shape)
    assert "possible" in str(caught.value)


def test_impossible_side_is_named() -> None:
    with pytest.raises(ValueError, match="'left' or 'right'"):
        hip(side="middle")  # type: ignore[arg-type]

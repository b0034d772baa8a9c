"""Measures: right on bodies of known answer, alike on both sides, and where the tables say."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from surfaces import grid, turned

from hiplib.anatomy import Mesh, hip, measure, measure_lines, plausible, posed, shape_measures
from hiplib.anatomy.bones import joined
from hiplib.anatomy.geometry import fit_line, fit_sphere

RADIUS = 24.0
CENTRE = np.array([85.0, 0.0, 0.0])


def model_femur(neck_shaft: float, version: float, offset: float, neck: float) -> SimpleNamespace:
    """A ball, a cylinder for the neck and one for the shaft, and four points of a knee.

    The knee lies below the ball; the shaft leans so that neck and shaft make the angle asked for,
    and the line of the condyles is turned so that the version comes out as asked.
    """
    down = np.array([0.0, 0.0, -1.0])
    out = np.array([1.0, 0.0, 0.0])
    flare = np.radians(180 - neck_shaft)
    into_neck = np.cos(flare) * down + np.sin(flare) * out
    corner = offset / np.sin(flare) * into_neck
    along = np.linspace(0, 1, 90)
    polar = np.linspace(np.arcsin(neck / RADIUS), np.pi, 121)
    ball = turned(into_neck, RADIUS * np.sin(polar), RADIUS * np.cos(polar))
    begin, end = RADIUS * np.cos(polar[0]), offset / np.sin(flare)
    neck_tube = turned(into_neck, np.full(90, neck), begin + along * (end - begin))
    # The shaft begins below the neck, so that no wall lies inside another.
    shaft = turned(down, np.full(90, 14.0), 25 + along * 375)
    shaft = Mesh((shaft.vertices + corner).astype(np.float32), shaft.faces)
    surface = joined([ball, neck_tube, shaft])
    # Seen from above, the condyles' line is turned back from the neck's by the version.
    turn = np.radians(-version)
    across = np.array([np.cos(turn), np.sin(turn), 0.0])
    knee = 400 * down
    at = {
        "lateral_epicondyle": knee + 40 * across,
        "medial_epicondyle": knee - 40 * across,
        "lateral_condyle_back": knee + 25 * across + [0, 25, 0],
        "medial_condyle_back": knee - 25 * across + [0, 25, 0],
        "lesser_trochanter": np.array([0.0, 20.0, -60.0]),
    }
    return SimpleNamespace(mesh=surface, at={name: place + CENTRE for name, place in at.items()})


def model_socket(opening: np.ndarray, edge_deg: float) -> Mesh:
    """A bowl of 5 mm wall round the ball, open towards `opening`; its inner edge juts out."""
    inner, outer = np.radians([edge_deg, edge_deg + 4.0])
    polar = np.linspace(inner, np.pi, 240)
    sheet = turned(opening, 28 * np.sin(polar), 28 * np.cos(polar))
    polar = np.linspace(outer, np.pi, 240)
    back = turned(opening, 33 * np.sin(polar), 33 * np.cos(polar))
    rim = np.stack([sheet.vertices[:181], back.vertices[:181]])
    return joined([sheet, back, grid(rim)])


def body(
    *,
    neck_shaft: float = 127.0,
    version: float = 14.0,
    offset: float = 45.0,
    neck: float = 15.0,
    opening: tuple[float, float, float] = (0.7, -0.3, -0.6),
    edge_deg: float = 100.0,
) -> SimpleNamespace:
    """Something with the parts of a Hip that `measure` looks at."""
    femur = model_femur(neck_shaft, version, offset, neck)
    socket = model_socket(np.array(opening), edge_deg)
    empty = Mesh(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int32))
    wings = {
        name: Mesh(np.array([[x, 0, 100]], np.float32), np.zeros((0, 3), np.int32))
        for name, x in (("wing", 140.0), ("opposite_ilium", -131.0))
    }
    bowl = Mesh(
        np.concatenate([socket.vertices + CENTRE, wings["wing"].vertices]).astype(np.float32),
        socket.faces,
    )
    return SimpleNamespace(
        side="left",
        meshes={
            "femur": Mesh((femur.mesh.vertices + CENTRE).astype(np.float32), femur.mesh.faces),
            "ilium": bowl, "ischium": empty, "pubis": empty,
        },
        parts={"ilium": bowl, "opposite_ilium": wings["opposite_ilium"]},
        landmarks_mm=femur.at,
        head_centre_mm=CENTRE,
        socket_centre_mm=CENTRE,
        head_radius_mm=RADIUS,
    )  # fmt: skip


def edge_in_plane(opening: np.ndarray, edge_deg: float, axes: tuple[int, int]) -> np.ndarray:
    """Directions in a plane (as angles from its first axis) in which the rim circle cuts it."""
    opening = opening / np.linalg.norm(opening)
    first, second = opening[axes[0]], opening[axes[1]]
    lean, length = np.arctan2(second, first), np.hypot(first, second)
    reach = np.arccos(np.cos(np.radians(edge_deg)) / length)
    return np.degrees(np.array([lean + reach, lean - reach]))


@pytest.mark.parametrize(
    ("neck_shaft", "version", "offset", "neck"),
    [(127, 14, 45, 15), (110, -10, 55, 17), (140, 35, 38, 13)],
)
def test_femur_of_known_angles(neck_shaft, version, offset, neck) -> None:
    built = body(neck_shaft=neck_shaft, version=version, offset=offset, neck=neck)
    found = measure(built)
    assert found["femoral_head_diameter"] == 2 * RADIUS
    assert found["neck_shaft_angle"] == pytest.approx(neck_shaft, abs=0.3)
    assert found["femoral_version"] == pytest.approx(version, abs=0.3)
    assert found["femoral_offset"] == pytest.approx(offset, abs=0.3)
    # A cylinder of radius r leaves a circle of 1.04 R at asin(r / 1.04 R) from its axis.
    leaves = np.degrees(np.arcsin(neck / (1.04 * RADIUS)))
    assert found["alpha_angle"] == pytest.approx(leaves, abs=0.5)
    assert found["head_neck_offset_ratio"] == pytest.approx(
        (RADIUS - neck) / (2 * RADIUS), abs=0.003
    )


@pytest.mark.parametrize(
    ("opening", "edge_deg"),
    [((0.7, -0.3, -0.6), 105), ((0.8, -0.2, -0.5), 112), ((0.75, -0.45, -0.5), 100)],
)
def test_socket_of_known_opening(opening, edge_deg) -> None:
    found = measure(body(opening=opening, edge_deg=edge_deg))
    towards = np.array(opening)
    roof, wall = edge_in_plane(towards, edge_deg, (0, 2))
    assert found["lateral_centre_edge_angle"] == pytest.approx(90 - roof, abs=0.4)
    front, back = edge_in_plane(towards, edge_deg, (0, 1))
    ends = 28 * np.array([[np.cos(a), np.sin(a)] for a in np.radians([front, back])])
    rear, fore = ends[np.argsort(-ends[:, 1])]
    version = np.degrees(np.arctan2(rear[0] - fore[0], rear[1] - fore[1]))
    assert found["acetabular_version"] == pytest.approx(version, abs=0.4)
    # The wall ends in a slope between its two edges, of which the lowest 3 mm count.
    low = np.radians(edge_in_plane(towards, edge_deg + 2.0, (0, 2))[1])
    tip = 30.5 * np.array([np.cos(low), np.sin(low)])
    top = 28 * np.array([np.cos(np.radians(roof)), np.sin(np.radians(roof))])
    sharp = np.degrees(np.arctan2(*(top - tip)[::-1]))
    assert found["sharp_angle"] == pytest.approx(sharp, abs=1.2)
    assert wall < -90
    assert found["inter_acetabular_distance"] == 170
    assert found["pelvic_width"] == pytest.approx(271)


def test_a_bump_at_the_front_raises_alpha_and_lowers_the_offset() -> None:
    """A cam made by pushing the surface between 50 and 70 degrees from the neck outwards."""
    plain = hip()
    femur = plain.meshes["femur"]
    alpha = measure(plain)["alpha_angle"]
    lines = measure_lines(plain)["alpha_angle"].strokes
    neck = lines[0][1] - lines[0][0]
    away = femur.vertices - plain.head_centre_mm
    reach = np.linalg.norm(away, axis=1)
    angle = np.degrees(np.arccos(away @ neck / (reach * np.linalg.norm(neck))))
    bump = (angle > 45) & (angle < 75) & (reach < 1.2 * plain.head_radius_mm) & (away[:, 1] < 0)
    grown = femur.vertices.copy()
    grown[bump] += (3.0 * away[bump] / reach[bump, None]).astype(np.float32)
    changed = SimpleNamespace(**{name: getattr(plain, name) for name in plain.__dataclass_fields__})
    changed.meshes = {**plain.meshes, "femur": Mesh(grown, femur.faces)}
    assert measure(changed)["alpha_angle"] > alpha + 10


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_right_and_left_measure_the_same(seed: int) -> None:
    shape = plausible(seed)
    left, right = measure(hip(shape)), measure(hip(shape, side="right"))
    assert left == pytest.approx(right, abs=1e-6)
    bent = posed(hip(shape), flexion_deg=60, internal_rotation_deg=20)
    assert left == pytest.approx(measure(bent), abs=1e-3)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_lines_show_the_value(seed: int) -> None:
    """The angle between the drawn legs, and the length of the drawn line, is the measure."""
    built = hip(plausible(seed))
    found, drawn = measure(built), measure_lines(built)
    assert set(found) == set(drawn) == set(shape_measures().index)
    for key in ("neck_shaft_angle", "alpha_angle", "lateral_centre_edge_angle", "sharp_angle",
                "acetabular_version", "femoral_version"):  # fmt: skip
        first, second = (stroke[1] - stroke[0] for stroke in drawn[key].strokes[:2])
        cosine = first @ second / np.linalg.norm(first) / np.linalg.norm(second)
        assert np.degrees(np.arccos(cosine)) == pytest.approx(abs(found[key]), abs=0.1), key
    for key, stroke in (("femoral_head_diameter", 1), ("inter_acetabular_distance", 0),
                        ("femoral_offset", 0)):  # fmt: skip
        ends = drawn[key].strokes[stroke]
        assert np.linalg.norm(ends[1] - ends[0]) == pytest.approx(found[key], abs=0.01), key
    across = drawn["pelvic_width"].strokes[0]
    assert abs(across[0, 0] - across[1, 0]) == pytest.approx(found["pelvic_width"])
    gap = drawn["head_neck_offset_ratio"].strokes[2]
    section = drawn["alpha_angle"].strokes[2]
    size = np.linalg.norm(section[0] - section[24])
    assert np.linalg.norm(gap[1] - gap[0]) / size == pytest.approx(
        found["head_neck_offset_ratio"], abs=0.002
    )


def test_lines_lie_on_the_bone() -> None:
    built = hip()
    drawn = measure_lines(built)
    pelvis = np.concatenate([built.parts[p].vertices for p in ("ilium", "ischium", "pubis")])
    femur = built.meshes["femur"].vertices
    edge = drawn["sharp_angle"].strokes[1]
    roof = edge[0] + (edge[1] - edge[0]) / 1.1
    for place, bone in (
        (roof, pelvis),
        (edge[0], pelvis),
        (drawn["acetabular_version"].strokes[0][0], pelvis),
        (drawn["alpha_angle"].strokes[1][1], femur),
    ):
        assert np.linalg.norm(bone - place, axis=1).min() < 5


def test_a_tilted_pelvis_changes_what_the_table_says() -> None:
    """Numbers in the sentences of ``tilt_effect``, to half a degree."""
    level, built = measure(hip()), hip()
    forward = measure(built, forward_tilt_deg=10)
    back = measure(built, forward_tilt_deg=-10)
    for key, fore, aft in (("lateral_centre_edge_angle", 0, -2), ("sharp_angle", 0, 2),
                           ("acetabular_version", -6, 5)):  # fmt: skip
        assert forward[key] - level[key] == pytest.approx(fore, abs=0.5), key
        assert back[key] - level[key] == pytest.approx(aft, abs=0.5), key
        words = shape_measures().at[key, "tilt_effect"]
        assert str(abs(aft)) in words
        assert (str(abs(fore)) if fore else "next to nothing") in words
    for key, words in shape_measures()["tilt_effect"].items():
        if words.startswith("None"):
            assert forward[key] == pytest.approx(level[key], abs=1e-9), key


def test_the_mean_lies_inside_published_ranges_or_the_table_says_why_not() -> None:
    found = measure(hip())
    for key, row in shape_measures().iterrows():
        too_low, too_high = found[key] < row["normal_low"], found[key] > row["normal_high"]
        assert bool(row["outside_note"]) == bool(too_low or too_high), key
        assert bool(row["outside_fact_id"]) == bool(row["outside_note"]), key


def test_circles_and_lines() -> None:
    angle = np.linspace(0, 4, 9)
    centre, radius = fit_sphere(np.stack([3 + 5 * np.cos(angle), 1 + 5 * np.sin(angle)], axis=1))
    assert centre == pytest.approx([3, 1])
    assert radius == pytest.approx(5)
    direction = np.array([2.0, -1, 2]) / 3
    middle, along = fit_line(np.outer([0, 1, 4], direction) + 7)
    assert along == pytest.approx(direction)
    assert middle == pytest.approx(7 + 5 / 3 * direction)

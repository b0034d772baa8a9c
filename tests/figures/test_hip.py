"""The plate of the hip: all parts named, views that show what they say, light enough to send."""

from __future__ import annotations

import base64

import numpy as np
import pytest

from hiplib.anatomy import FEMUR_PARTS, hip
from hiplib.figures.hip import (
    best_view,
    hip_figure,
    hip_numbers,
    hip_summary,
    part_name,
    structure_of,
)
from hiplib.figures.hip_views import BONE_COLOURS, PART_COLOURS, POINTS, VIEWS


@pytest.fixture(scope="module")
def mean():
    return hip()


def meshes(figure):
    return {trace.meta: trace for trace in figure.data if trace.type == "mesh3d"}


def labels(figure):
    return {note.name: note.text for note in figure.layout.scene.annotations}


def array(value):
    """Numbers of a trace; plotly keeps arrays as they are or as base64."""
    if isinstance(value, dict):
        return np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
    return np.asarray(value)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("side", ["left", "right"])
def test_every_view_draws_and_names_what_it_shows(view, side):
    built = hip(side=side)
    figure = hip_figure(built, view=view)
    drawn = meshes(figure)
    assert set(drawn) == {p for p in built.parts if not p.startswith(VIEWS[view].hidden)}
    named = labels(figure)
    assert len(named) >= 4
    assert set(named) <= set(drawn) | set(POINTS)
    assert figure.layout.scene.xaxis.visible is False
    assert VIEWS[view].sentence in hip_summary(built, view=view)


def test_together_the_views_name_everything(mean):
    named = set().union(*(labels(hip_figure(mean, view=view)) for view in VIEWS))
    assert named == set(PART_COLOURS) | set(POINTS)


@pytest.mark.parametrize("view", VIEWS)
def test_labels_do_not_overlap(mean, view):
    figure = hip_figure(mean, view=view)
    up = figure.layout.scene.camera.up
    axis = np.array([up.x, up.y, up.z])
    for side in ("left", "right"):
        notes = [note for note in figure.layout.scene.annotations if note.xanchor == side]
        heights = np.sort([np.array([note.x, note.y, note.z]) @ axis for note in notes])
        assert np.diff(heights).min(initial=99) > 10.0  # mm: a line of text at usual sizes


def test_leader_lines_lead_from_labels_to_bones(mean):
    figure = hip_figure(mean)
    lines = next(trace for trace in figure.data if trace.name == "leader lines")
    assert lines.meta == "labels"
    points = np.stack([array(lines.x), array(lines.y), array(lines.z)], axis=1)
    surface = np.concatenate([mesh.vertices for mesh in mean.parts.values()])
    for note, start, end in zip(
        figure.layout.scene.annotations, points[0::3], points[1::3], strict=True
    ):
        assert end == pytest.approx([note.x, note.y, note.z], abs=0.1)
        assert np.linalg.norm(surface - start, axis=1).min() < 12


def test_geometry_is_that_of_the_hip(mean):
    trace = meshes(hip_figure(mean))["femoral_head"]
    mesh = mean.parts["femoral_head"]
    assert np.array_equal(array(trace.x), mesh.vertices[:, 0])
    assert np.array_equal(array(trace.k), mesh.faces[:, 2])
    assert array(trace.x).dtype == np.float32
    assert array(trace.i).dtype.itemsize <= 2


@pytest.mark.parametrize("view", VIEWS)
def test_figure_is_small(mean, view):
    assert len(hip_figure(mean, view=view).to_json()) < 350_000


@pytest.mark.parametrize("part", [*PART_COLOURS, *POINTS])
def test_each_part_can_be_marked_where_it_is_seen(mean, part):
    view = best_view(mean, part, view="inside")
    figure = hip_figure(mean, view=view, highlight=part)
    bold = [text for text in labels(figure).values() if "<b>" in text]
    assert len(bold) == 1
    if part in PART_COLOURS:
        colours = {key: trace.color for key, trace in meshes(figure).items()}
        assert colours.pop(part) == "var(--hip-accent)"
        assert len(set(colours.values())) == 1
    assert part_name(part) in hip_summary(mean, view=view, highlight=part)


def test_best_view_keeps_a_view_that_will_do(mean):
    assert best_view(mean, "ischium", view="inside") == "inside"
    assert best_view(mean, "socket", view="front") == "socket"


def test_colours_by_bone(mean):
    drawn = meshes(hip_figure(mean, coloured_by="bone"))
    assert {drawn[part].color for part in FEMUR_PARTS} == {BONE_COLOURS["femur"][1]}
    assert drawn["ilium"].color == drawn["pubis"].color != drawn["sacrum"].color


def test_neighbours_differ_in_lightness():
    """Colour-blind readers can tell touching parts apart: their lightness differs too."""

    def lightness(part):
        rgb = np.array([int(PART_COLOURS[part][1][k : k + 2], 16) / 255 for k in (1, 3, 5)])
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        y = float(linear @ [0.2126, 0.7152, 0.0722])
        return 116 * y ** (1 / 3) - 16

    touching = [
        ("ilium", "ischium"),
        ("ilium", "pubis"),
        ("femoral_head", "ischium"),
        ("femoral_head", "pubis"),
        ("femoral_head", "femoral_neck"),
        ("femoral_neck", "greater_trochanter"),
        ("femoral_neck", "femoral_shaft"),
        ("greater_trochanter", "femoral_shaft"),
        ("lesser_trochanter", "femoral_shaft"),
    ]
    assert all(abs(lightness(a) - lightness(b)) > 8 for a, b in touching)
    assert len({name for name, _ in PART_COLOURS.values()}) == len(PART_COLOURS)


def test_numbers_name_each_part_with_its_size(mean):
    table = hip_numbers(mean)
    assert table["Part"].tolist() == [part_name(part) for part in PART_COLOURS]
    head = table.set_index("Part").loc["Femoral head"]
    assert abs(head["Width (mm)"] - 2 * mean.head_radius_mm) < 3
    assert f"{2 * mean.head_radius_mm:.0f} mm across" in head["What it is"]
    assert not table.isna().any().any()


@pytest.mark.parametrize("part", [*PART_COLOURS, *POINTS, "opposite_ilium"])
def test_parts_are_structures_of_the_table(part):
    from hiplib.anatomy import structure

    assert structure(structure_of(part)).name


def test_both_femora_and_odd_shapes_can_be_drawn():
    figure = hip_figure(hip([3, -3, 3, -3, 3, -3, 3, -3], both=True), view="pelvis")
    assert "opposite_femoral_head" in meshes(figure)


def test_impossible_wishes_are_named(mean):
    with pytest.raises(ValueError, match=r"view is 'below'; one of front, side"):
        hip_figure(mean, view="below")
    with pytest.raises(ValueError, match=r"highlight is 'knee'; one of ilium"):
        hip_figure(mean, highlight="knee")
    with pytest.raises(ValueError, match=r"coloured_by is 'mood'; one of part, bone"):
        hip_figure(mean, coloured_by="mood")


def test_tall_shapes_are_not_cut_off():
    tall = hip([-3])
    figure = hip_figure(tall, view="pelvis")
    top = max(float(mesh.vertices[:, 2].max()) for mesh in tall.parts.values())
    assert top > VIEWS["pelvis"].high[2]
    assert figure.layout.scene.zaxis.range[1] > top

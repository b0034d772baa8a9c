"""The plate of the hip: all parts named, views that show what they say, light enough to send."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from looks import least_gap

import hiplib
from hiplib.anatomy import hip, layer_names, soft_tissues
from hiplib.figures.hip import Plate
from hiplib.figures.hip_views import (
    drawn_how,
    hip_numbers,
    named_points,
    part_colours,
    part_name,
    short_name,
    soft_colours,
    structure_of,
    views,
)
from hiplib.widgets.plot import packed

ALL = tuple(layer_names())


@pytest.fixture(scope="module")
def mean():
    return hip()


def meshes(figure):
    """Surfaces that are shown, points left out."""
    return {
        trace.meta: trace
        for trace in figure.data
        if trace.visible and trace.meta not in named_points()
    }


def labels(figure):
    return {note.name: note.text for note in figure.layout.scene.annotations}


@pytest.mark.parametrize("view", views())
@pytest.mark.parametrize("side", ["left", "right"])
def test_every_view_draws_and_names_what_it_shows(view, side):
    built = hip(side=side)
    figure = Plate(built, view=view).figure()
    drawn = meshes(figure)
    assert set(drawn) == {p for p in built.parts if not p.startswith(views()[view].hidden)}
    named = labels(figure)
    assert len(named) >= 4
    assert set(named) <= set(drawn) | set(named_points())
    assert figure.layout.scene.xaxis.visible is False
    assert views()[view].sentence in Plate(built, view=view).summary()


def test_together_the_views_name_everything(mean):
    named = set().union(*(labels(Plate(mean, view=view).figure()) for view in views()))
    assert named == set(part_colours()) | set(named_points())


@pytest.mark.parametrize("view", views())
@pytest.mark.parametrize("layers", [(), layer_names()])
def test_labels_do_not_overlap_and_stay_in_the_picture(mean, view, layers):
    assert least_gap(Plate(mean, view=view, layers=layers)) > 30  # pixels: two lines of text


def test_leader_lines_lead_from_labels_to_bones(mean):
    surface = np.concatenate([mesh.vertices for mesh in mean.parts.values()])
    for note in Plate(mean).figure().layout.scene.annotations:
        assert np.linalg.norm(surface - [note.x, note.y, note.z], axis=1).min() < 12
        assert (note.ax > 0) == (note.xanchor == "left")
        assert note.showarrow


def test_geometry_is_that_of_the_hip(mean):
    trace = meshes(Plate(mean).figure())["femoral_head"]
    mesh = mean.parts["femoral_head"]
    assert np.array_equal(np.asarray(trace.x), mesh.vertices[:, 0])
    assert np.array_equal(np.asarray(trace.k), mesh.faces[:, 2])
    assert np.asarray(trace.x).dtype == np.float32
    assert np.asarray(trace.i).dtype.itemsize <= 2


def size(figure):
    """Bytes of a figure as it is sent: arrays raw, the rest as text."""

    def count(value):
        if isinstance(value, bytes):
            return len(value)
        if isinstance(value, dict):
            return sum(len(key) + 4 + count(item) for key, item in value.items())
        if isinstance(value, list):
            return sum(count(item) + 1 for item in value)
        return len(str(value)) + 2

    return count(packed(figure))


def test_picture_is_light_and_the_first_one_brings_bones_only(mean):
    first = Plate(mean).figure()
    assert size(first) < 215_000
    assert not {trace.meta for trace in first.data} & set(soft_tissues())
    assert {trace.type for trace in first.data} == {"mesh3d"}  # each type costs a start of its own
    assert size(Plate(mean, layers=ALL).figure()) < 560_000


@pytest.mark.parametrize("part", [*part_colours(), *named_points()])
def test_each_part_can_be_marked_where_it_is_seen(mean, part):
    view = Plate(mean, view="inside", highlight=part).best_view()
    plate = Plate(mean, view=view, highlight=part)
    figure = plate.figure()
    bold = [text for text in labels(figure).values() if "<b>" in text]
    assert len(bold) == 1
    if part in part_colours():
        colours = {key: trace.color for key, trace in meshes(figure).items()}
        assert colours.pop(part) == "var(--hip-accent)"
        assert len(set(colours.values())) == 1
    assert part_name(part) in plate.summary()


def test_best_view_keeps_a_view_that_will_do(mean):
    assert Plate(mean, view="inside", highlight="ischium").best_view() == "inside"
    assert Plate(mean, view="front", highlight="socket").best_view() == "socket"
    assert Plate(mean, view="back", highlight="piriformis").best_view() == "back"
    assert Plate(mean, view="front", highlight="ischial_bursa").best_view() == "back"


# Soft parts ----------------------------------------------------------------------------------


@pytest.mark.parametrize("part", soft_tissues())
def test_each_soft_part_is_seen_in_its_view_and_named(mean, part):
    plate = Plate(mean, view=soft_tissues()[part].view, highlight=part, layers=ALL)
    share, cells = plate.seen()
    assert share > 0.35
    assert cells >= 5
    assert labels(plate.figure())[part] == f"<b>{short_name(part)}</b>"
    assert f"Marked: {part_name(part)}" in plate.summary()
    assert drawn_how(part) in plate.summary()


@pytest.mark.parametrize("view", views())
def test_layers_are_drawn_over_the_bones(mean, view):
    some = ("ligaments", "nerves")
    drawn = set(meshes(Plate(mean, view=view, layers=some).figure()))
    wanted = {key for key, part in soft_tissues().items() if part.layer in some}
    only = views()[view].soft
    assert drawn & set(soft_tissues()) == (wanted if not only else wanted & set(only))
    assert drawn - set(soft_tissues()) == set(meshes(Plate(mean, view=view).figure()))


def test_a_marked_part_stands_out_from_faded_hidden_or_solid_others(mean):
    def opacities(others):
        shown = meshes(
            Plate(mean, highlight="psoas_major", layers=["deep_muscles"], others=others).figure()
        )
        return {key: shown[key].opacity for key in shown if key in soft_tissues()}

    faded, hidden, solid = (opacities(others) for others in ("faded", "hidden", "solid"))
    assert set(hidden) == {"psoas_major"}
    assert set(faded) == set(solid) > {"psoas_major", "iliacus"}
    assert faded.pop("psoas_major") == 1
    assert max(faded.values()) < 0.3
    assert set(solid.values()) == {1}


def test_a_part_of_a_layer_that_is_off_can_be_marked(mean):
    figure = Plate(mean, view="back", highlight="piriformis").figure()
    assert {key for key in meshes(figure) if key in soft_tissues()} == {"piriformis"}
    shown = meshes(figure)["piriformis"]
    assert {stop[1] for stop in shown.colorscale} == {"var(--hip-accent)"}


def test_narrow_screens_name_bones_or_the_marked_part(mean):
    def below(plate):
        return {trace.meta for trace in plate.figure().data if trace.showlegend and trace.visible}

    assert below(Plate(mean)) == set(labels(Plate(mean).figure())) - set(named_points())
    assert below(Plate(mean, layers=ALL)) == set()
    assert below(Plate(mean, layers=ALL, highlight="psoas_major")) == {"psoas_major"}


def test_trace_order_is_the_same_in_all_pictures(mean):
    order = [trace.meta for trace in Plate(mean, layers=ALL, view="pelvis").figure().data]
    assert len(set(order)) == len(order)
    for view in views():
        metas = [trace.meta for trace in Plate(mean, view=view).figure().data]
        assert metas == order[: len(metas)]


def test_schematic_parts_say_so(mean):
    for key, part in soft_tissues().items():
        assert drawn_how(key).startswith("Schematic" if part.schematic else "Follows the path")
        trace = meshes(Plate(mean, highlight=key, view=part.view).figure())[key]
        assert ("<i>Schematic</i>" in trace.hovertemplate) == part.schematic
    table = hip_numbers(mean, ALL).set_index("Part")
    assert table.at["Pectineus", "Drawn from"] == "schematic"
    assert table.at["Piriformis", "Drawn from"] == "muscle model"
    assert len(table) == len(part_colours()) + len(soft_tissues())
    assert not table.isna().any().any()


def test_soft_colours_are_the_tokens_of_the_course():
    tokens = (Path(hiplib.__file__).parent / "widgets" / "tokens.css").read_text("utf-8")
    for kind in ("muscle", "tendon", "ligament", "nerve", "vessel"):
        assert f"--hip-{kind}: {soft_colours()[kind][1]};" in tokens
    assert f"--hip-cartilage: {soft_colours()['labrum'][1]};" in tokens


def test_summary_names_layers_and_what_is_largest(mean):
    words = Plate(mean, view="buttock", layers=["superficial_muscles"]).summary()
    assert "superficial muscles" in words
    assert "Largest here: gluteus maximus; " in words
    assert "all layers" in Plate(mean, layers=ALL).summary()
    covered = Plate(mean, highlight="obturator_internus", layers=ALL, others="solid", view="side")
    assert "cannot be seen in this view" in covered.summary()


@pytest.mark.parametrize("other", [hip([1]), hip(side="right")])
def test_layers_need_the_mean_left_hip(other):
    with pytest.raises(ValueError, match="mean left hip"):
        Plate(other, layers=["nerves"])


def test_neighbours_differ_in_lightness():
    """Colour-blind readers can tell touching parts apart: their lightness differs too."""

    def lightness(part):
        rgb = np.array([int(part_colours()[part][1][k : k + 2], 16) / 255 for k in (1, 3, 5)])
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        y = float(linear @ [0.2126, 0.7152, 0.0722])
        return 116 * y ** (1 / 3) - 16

    touching = """ilium ischium, ilium pubis, femoral_head ischium, femoral_head pubis,
    femoral_head femoral_neck, femoral_neck greater_trochanter, femoral_neck femoral_shaft,
    greater_trochanter femoral_shaft, lesser_trochanter femoral_shaft"""
    for pair in touching.split(","):
        assert abs(np.subtract(*map(lightness, pair.split()))) > 8, pair
    assert len({name for name, _ in part_colours().values()}) == len(part_colours())


def test_numbers_name_each_part_with_its_size(mean):
    table = hip_numbers(mean)
    assert table["Part"].tolist() == [part_name(part) for part in part_colours()]
    head = table.set_index("Part").loc["Femoral head"]
    assert abs(head["Width (mm)"] - 2 * mean.head_radius_mm) < 3
    assert f"{2 * mean.head_radius_mm:.0f} mm across" in head["What it is"]
    assert not table.isna().any().any()


@pytest.mark.parametrize("part", [*part_colours(), *named_points(), "opposite_ilium"])
def test_parts_are_structures_of_the_table(part):
    from hiplib.anatomy import structure

    assert structure(structure_of(part)).name


def test_both_femora_and_odd_shapes_can_be_drawn():
    figure = Plate(hip([3, -3, 3, -3, 3, -3, 3, -3], both=True), view="pelvis").figure()
    assert "opposite_femoral_head" in meshes(figure)


def test_impossible_wishes_are_named(mean):
    with pytest.raises(ValueError, match=r"view is 'below'; one of front, side"):
        Plate(mean, view="below").figure()
    with pytest.raises(ValueError, match=r"highlight is 'knee'; one of ilium"):
        Plate(mean, highlight="knee").figure()
    with pytest.raises(ValueError, match=r"layer is 'skin'; one of ligaments"):
        Plate(mean, layers=["skin"]).figure()
    with pytest.raises(ValueError, match=r"others is 'gone'; one of faded"):
        Plate(mean, others="gone").figure()


def test_tall_shapes_are_not_cut_off():
    tall = hip([-3])
    figure = Plate(tall, view="pelvis").figure()
    top = max(float(mesh.vertices[:, 2].max()) for mesh in tall.parts.values())
    assert top > views()["pelvis"].high[2]
    assert figure.layout.scene.zaxis.range[1] > top

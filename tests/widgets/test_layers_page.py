"""Page 01: views, layers, lists, picture and card follow each other; parts are sent once."""

from __future__ import annotations

import pytest
from pictures import now

from hiplib import anatomy
from hiplib.anatomy import layer_names, soft_tissues
from hiplib.figures.hip_views import named, views
from hiplib.widgets.layers_page import _Explorer, _Viewer, structure_card
from hiplib.widgets.plot import packed


@pytest.fixture
def viewer():
    return _Viewer()


def scene(viewer):
    return now(viewer.plot)["layout"]["scene"]


def shown(viewer):
    """Soft parts that are visible now."""
    traces = now(viewer.plot)["data"]
    return {trace["meta"] for trace in traces if trace["visible"]} & set(soft_tissues())


def of(*layers):
    return {key for key, part in soft_tissues().items() if part.layer in layers}


def test_choosing_in_the_list_marks_the_part_and_opens_its_card(viewer):
    viewer.list.value = "ischium"
    assert "Marked: Ischium" in viewer.plot.summary
    assert "Os ischii" in viewer.card.html
    assert "In the picture" not in viewer.card.html
    viewer.clear()
    assert "Marked" not in viewer.plot.summary
    assert "Choose a part" in viewer.card.html


def test_click_on_a_part_or_its_other_side_chooses_it(viewer):
    viewer.clicked({"customdata": "opposite_pubis"})
    assert viewer.list.value == "pubis"
    for nothing in (None, "no such part", 3):
        viewer.clicked({"customdata": nothing})
    assert viewer.list.value == "pubis"
    viewer.text.value = "pubis"
    viewer.clicked({"customdata": "sciatic_nerve"})
    assert viewer.list.value == "sciatic_nerve"
    assert "Nervus ischiadicus" in viewer.card.html


def test_a_part_that_is_out_of_sight_turns_the_hip(viewer):
    viewer.look_from("side")
    viewer.list.value = "sacrum"
    assert "sacrum" not in views()[viewer.looks_from].hidden
    viewer.list.value = "socket"
    assert viewer.looks_from == "socket"
    viewer.list.value = "gluteus_maximus"
    assert viewer.looks_from == "buttock"


def test_view_button_turns_back_even_after_turning_by_hand(viewer):
    viewer.look_from("back")
    first = scene(viewer)["uirevision"]
    viewer.buttons["back"].click()
    assert scene(viewer)["uirevision"] != first
    assert "hip-chosen" in viewer.buttons["back"]._dom_classes
    assert "hip-chosen" not in viewer.buttons["front"]._dom_classes


def test_marking_leaves_the_camera_alone(viewer):
    before = scene(viewer)["uirevision"]
    viewer.list.value = "ilium"
    viewer.list.value = "pubis"
    viewer.peel.value = 2
    assert scene(viewer)["uirevision"] == before


def test_every_part_has_a_card(viewer):
    for _, key in viewer.list.options:
        viewer.list.value = key
        assert "hip-card" in viewer.card.html
    assert {key for _, key in viewer.list.options} == {*named(), *layer_names(), *soft_tissues()}


def test_slider_peels_layers_and_boxes_follow(viewer):
    assert shown(viewer) == set()
    layers = list(layer_names())
    for number in (2, len(layers), 1, 0):
        viewer.peel.value = number
        assert [box.value for box in viewer.boxes.values()] == [
            place < number for place in range(len(layers))
        ]
        assert shown(viewer) == of(*layers[:number])


def test_boxes_show_single_layers_and_the_slider_follows_when_it_can(viewer):
    viewer.boxes["nerves"].value = True
    assert shown(viewer) == of("nerves")
    assert viewer.peel.value == 0
    for layer in ("ligaments", "bursae", "deep_muscles", "vessels"):
        viewer.boxes[layer].value = True
    assert viewer.peel.value == 5
    assert "nerves" in viewer.plot.summary
    assert "Sciatic nerve" in viewer.plot._numbers


def test_a_part_is_sent_once_and_then_only_its_look(viewer):
    whole = viewer.plot._figure
    viewer.look_from("back")
    viewer.list.value = "sacrum"
    assert viewer.plot._figure is whole  # all these bones are there already
    viewer.peel.value = 1
    with_ligaments = viewer.plot._figure
    assert with_ligaments is not whole
    for change in (
        lambda: viewer.look_from("front"),
        lambda: setattr(viewer.peel, "value", 0),
        lambda: setattr(viewer.peel, "value", 1),
        lambda: setattr(viewer.list, "value", "iliofemoral_ligament"),
        lambda: setattr(viewer.others, "value", "hidden"),
        viewer.clear,
    ):
        change()
        assert viewer.plot._figure is with_ligaments
    assert shown(viewer) == of("ligaments")
    arrays = {"i", "j", "k", "intensity"}
    soft = len(viewer.hip.parts) + 6
    for number, change in viewer.plot._changes["data"].items():
        assert int(number) < soft or not arrays & set(change)


def test_after_every_step_the_page_shows_the_whole_plate(viewer):
    """Sending only what changes gives the same picture as sending it whole."""
    for step in (
        lambda: viewer.show_layers({*layer_names()}),
        lambda: viewer.look_from("back"),
        lambda: viewer.show_layers({"nerves"}),
        lambda: setattr(viewer.list, "value", "labrum"),
        lambda: viewer.show_layers(set()),
        lambda: viewer.look_from("pelvis"),
        lambda: setattr(viewer.list, "value", "asis"),
        lambda: viewer.show_layers({*layer_names()}),
    ):
        step()
        shown, wanted = now(viewer.plot), packed(viewer.plate().figure())
        assert shown["layout"] == wanted["layout"]
        seen = [[t for t in one["data"] if t["visible"]] for one in (shown, wanted)]
        assert seen[0] == seen[1]


def test_others_are_hidden_or_faded_around_a_marked_part(viewer):
    viewer.peel.value = 3
    viewer.list.value = "piriformis"
    assert shown(viewer) == of("ligaments", "bursae", "deep_muscles")
    viewer.others.value = "hidden"
    assert shown(viewer) == {"piriformis"}
    assert "Follows the path of a muscle model" in viewer.card.html
    viewer.list.value = "quadratus_femoris"
    assert shown(viewer) == {"quadratus_femoris"}
    assert "Schematic" in viewer.card.html
    viewer.clear()
    assert shown(viewer) == of("ligaments", "bursae", "deep_muscles")


def test_a_heading_shows_its_layer_and_lists_it(viewer):
    viewer.list.value = "bursae"
    assert viewer.boxes["bursae"].value
    assert shown(viewer) == of("bursae")
    assert "Trochanteric" in viewer.card.html
    assert "(schematic)" in viewer.card.html
    assert "Marked" not in viewer.plot.summary


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sit bone", "ischial_tuberosity"),
        ("glutaeus maximus", "gluteus_maximus"),
        ("nervus ischiadicus", "sciatic_nerve"),
        ("iliotibial", "iliotibial_band"),
        ("adductor longs", "adductor_longus"),
    ],
)
def test_search_lists_what_fits_the_best_first(viewer, typed, first):
    viewer.text.value = typed
    assert viewer.list.options[0][1] == first
    assert all(key not in layer_names() for _, key in viewer.list.options)


def test_search_keeps_picture_and_card(viewer):
    viewer.list.value = "labrum"
    card = viewer.card.html
    viewer.text.value = "femur"
    assert viewer.list.value is None
    assert viewer.card.html == card
    assert "Marked: Acetabular labrum" in viewer.plot.summary
    viewer.text.value = "zzzqqq"
    assert viewer.list.options == ()
    viewer.text.value = ""
    assert viewer.list.value == "labrum"
    viewer.text.value = "femur"
    viewer.clear()
    assert "Marked" not in viewer.plot.summary


def test_cards_of_soft_parts_link_conditions_and_sources(viewer):
    viewer.list.value = "gluteus_medius"
    item = anatomy.structure("gluteus_medius")
    assert f"Sources ({len(item.ref_ids)})" in viewer.card.html
    assert 'href="03_conditions.ipynb#card-' in viewer.card.html


def test_explorer_filters_and_keeps_the_open_card():
    explorer = _Explorer()
    assert len(explorer.list.options) == 99
    explorer.text.value = "labrum"
    assert explorer.list.value == "labrum"
    explorer.kind.value = "nerve"
    assert {anatomy.structure(key).kind for _, key in explorer.list.options} <= {"nerve"}
    explorer.text.value = "zzzqqq"
    assert explorer.list.options == ()
    assert "Nothing fits" in explorer.count.html
    assert "Choose a line" in explorer.card.html


def test_card_links_conditions_and_sources_and_escapes():
    item = anatomy.structure("labrum")
    card = structure_card(item)
    assert 'href="03_conditions.ipynb#card-' in card
    assert "Acetabular labral tear" in card
    assert f"Sources ({len(item.ref_ids)})" in card
    assert "None is recorded" in structure_card(anatomy.structure("transverse_acetabular_ligament"))

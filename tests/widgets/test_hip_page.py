"""Page 01: list, picture and card follow each other."""

from __future__ import annotations

from hiplib import anatomy
from hiplib.figures.hip_views import VIEWS
from hiplib.widgets.hip_page import NAMED, _Explorer, _Viewer, structure_card


def test_choosing_in_the_list_marks_the_part_and_opens_its_card():
    viewer = _Viewer()
    viewer.list.value = "ischium"
    assert "Marked: Ischium" in viewer.plot.summary
    assert "Os ischii" in viewer.card.html
    viewer.clear()
    assert "Marked" not in viewer.plot.summary


def test_click_on_a_bone_or_its_other_side_chooses_it():
    viewer = _Viewer()
    viewer.clicked({"customdata": "opposite_pubis"})
    assert viewer.list.value == "pubis"
    for nothing in (None, "no such part", 3):
        viewer.clicked({"customdata": nothing})
    assert viewer.list.value == "pubis"


def test_a_part_that_is_out_of_sight_turns_the_hip():
    viewer = _Viewer()
    viewer.look_from("side")
    viewer.list.value = "sacrum"
    assert "sacrum" not in VIEWS[viewer.looks_from].hidden
    viewer.list.value = "socket"
    assert viewer.looks_from == "socket"


def test_view_button_turns_back_even_after_turning_by_hand():
    viewer = _Viewer()
    viewer.look_from("back")
    first = viewer.plot._figure["layout"]["scene"]["uirevision"]
    viewer.buttons["back"].click()
    assert viewer.plot._figure["layout"]["scene"]["uirevision"] != first
    assert "hip-chosen" in viewer.buttons["back"]._dom_classes
    assert "hip-chosen" not in viewer.buttons["front"]._dom_classes


def test_marking_leaves_the_camera_alone():
    viewer = _Viewer()
    before = viewer.plot._figure["layout"]["scene"]["uirevision"]
    viewer.list.value = "ilium"
    viewer.list.value = "pubis"
    assert viewer.plot._figure["layout"]["scene"]["uirevision"] == before


def test_every_part_has_a_card():
    viewer = _Viewer()
    for part in NAMED:
        viewer.list.value = part
        assert "hip-card" in viewer.card.html


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
    assert 'href="03_conditions.ipynb"' in card
    assert "Acetabular labral tear" in card
    assert f"Sources ({len(item.ref_ids)})" in card
    assert "None is recorded" in structure_card(anatomy.structure("transverse_acetabular_ligament"))

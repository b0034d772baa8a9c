"""Page 01, impingement laboratory: sliders, pictures and words follow each other."""

from __future__ import annotations

import re

import pytest
from pictures import now

from hiplib import anatomy, evidence
from hiplib.errors import InputError
from hiplib.figures import impingement as planes
from hiplib.figures.impingement_scene import LAB_VIEWS
from hiplib.widgets import impingement_page
from hiplib.widgets.impingement_page import MOVEMENT_FACTS, SHAPE_FACTS, _Lab, guess_reply


@pytest.fixture
def lab():
    return _Lab()


def marked(lab):
    """Pose that the plane marks."""
    trace = now(lab.plane)["data"][planes.POSE]
    return trace["x"][0], trace["y"][0]


def lost(lab):
    return int(re.search(r"(\d+)° are lost", lab.said.html).group(1))


def test_starts_with_the_normal_shape_and_nothing_lost(lab):
    assert lab.before is lab.after
    assert "in both shapes alike" in lab.said.html
    assert "Both borders are the same" in lab.plane.summary
    assert marked(lab) == (90, 20)


def test_a_cam_shape_moves_the_border_and_says_what_is_lost(lab):
    lab.sliders["alpha_deg"].value = 75
    first = lost(lab)
    assert anatomy.alpha_angle(lab.hip) == pytest.approx(75, abs=1)
    assert "Tinted" in lab.plane.summary
    assert "Orange" in lab.scene.summary
    lab.sliders["alpha_deg"].value = 85
    assert lost(lab) > first > 0
    assert lab.state.html == ""


def test_example_shapes_set_both_sliders_and_compute_once(lab, monkeypatch):
    asked = []
    monkeypatch.setattr(lab, "draw", lambda f=lab.draw: asked.append(1) or f())
    by_name = {made.description: made for made in lab.examples}
    by_name["Cam and pincer"].click()
    assert len(asked) == 1
    assert lab.sliders["alpha_deg"].value == 75
    assert lab.sliders["coverage_deg"].value == 44
    assert anatomy.edge_angle(lab.hip) == pytest.approx(44, abs=1)
    by_name["Normal shape"].click()
    assert lab.after is lab.before


def test_a_pose_only_looks_up(lab, monkeypatch):
    lab.sliders["alpha_deg"].value = 70
    monkeypatch.setattr(anatomy, "first_contact", None)
    lab.sliders["internal_rotation_deg"].value = 50
    before = lab.scene._figure
    assert "Bone meets bone" in lab.said.html
    assert "Bone meets bone" in lab.scene.summary
    assert marked(lab) == (90, 50)
    lab.sliders["flexion_deg"].value = 20
    assert "No bone meets bone here" in lab.said.html
    assert lab.scene._figure is before  # only what moves was sent


def test_adduction_brings_the_border_nearer(lab):
    far = lab.before.limits(90)[1]
    lab.sliders["adduction_deg"].value = 20
    assert lab.before.limits(90)[1] < far - 3
    assert "brought in 20°" in lab.scene.summary


def test_click_in_the_plane_sets_the_pose(lab):
    lab.clicked({"x": 100, "y": 10, "customdata": None})
    assert lab.pose == {
        "flexion_deg": 100,
        "adduction_deg": 0,
        "internal_rotation_deg": 10,
    }
    assert marked(lab) == (100, 10)
    lab.clicked({"x": 999, "y": -999})
    assert (lab.pose["flexion_deg"], lab.pose["internal_rotation_deg"]) == (130, -40)
    for nothing in ({}, {"x": None, "y": "up"}):
        lab.clicked(nothing)
    assert lab.pose["flexion_deg"] == 130


@pytest.mark.parametrize("view", LAB_VIEWS)
def test_views_turn_back_and_say_so(lab, view):
    lab.look_from(view)
    first = now(lab.scene)["layout"]["scene"]["uirevision"]
    lab.buttons[view].click()
    assert now(lab.scene)["layout"]["scene"]["uirevision"] != first
    assert LAB_VIEWS[view].sentence in lab.scene.summary
    chosen = [key for key, made in lab.buttons.items() if "hip-chosen" in made._dom_classes]
    assert chosen == [view]


def test_out_of_range_is_answered_in_words(lab):
    with pytest.raises(InputError, match=r"Flexion.*0 to 130"):
        lab.sliders["flexion_deg"].value = 200
    with pytest.raises(InputError, match=r"alpha angle.*55 to 85"):
        lab.sliders["alpha_deg"].value = 20


def test_guess_is_compared_with_the_model():
    wanted = anatomy.first_contact(anatomy.with_cam(anatomy.hip(), 75)).limits(90)[1]
    said = guess_reply(10)
    assert f"at {wanted:.0f}°" in said
    assert f"You were {wanted - 10:.0f}° off" in said


def test_notes_cite_facts_that_may_be_shown_and_claim_no_diagnosis(lab):
    notes = impingement_page.impingement_notes(lab.before)
    for key in (*SHAPE_FACTS, *MOVEMENT_FACTS):
        fact = evidence.fact(key)
        assert fact.publish
        assert fact.reference.short.split()[0] in notes
    assert "(24% (19 to 30)" in notes
    for left_out in ("cartilage", "labrum", "capsule", "muscles", "not a diagnosis", "schematic"):
        assert left_out in notes
    assert "deformity" not in notes.replace("morphology rather than deformity", "")


def test_page_part_is_registered():
    from hiplib import widgets

    assert widgets.impingement_lab().children

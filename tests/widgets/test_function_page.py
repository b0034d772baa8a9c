"""Page 02: sliders move all three pictures; guesses are judged by the model."""

from __future__ import annotations

import pytest
from pictures import array, now

from hiplib.errors import InputError
from hiplib.figures import function
from hiplib.widgets.function_page import FIRST_PATH, _Lab, credits
from hiplib.widgets.questions import UNKNOWN
from hiplib.widgets.role_swap import _Guesses, swaps

SWAPS = list(swaps().values())


def femur(lab):
    """Heights of the femur as they are drawn now."""
    return array(now(lab.scene)["data"][function.FEMUR]["z"])


def test_bending_the_hip_moves_the_bone_and_all_words():
    lab = _Lab()
    before = femur(lab).min()
    lab.sliders["flexion_deg"].value = 90
    assert femur(lab).min() > before + 200
    assert "Hip flexed 90°" in lab.scene.summary
    assert now(lab.curve)["data"][function.NOW]["x"] == [90, 90]
    assert "extends" in lab.scene.summary


def test_only_what_changed_is_sent_when_a_slider_moves():
    lab = _Lab()
    figures = [plot._figure for plot in (lab.scene, lab.curve, lab.heat)]
    lab.sliders["flexion_deg"].value = 40
    lab.sliders["internal_rotation_deg"].value = -20
    assert [plot._figure for plot in (lab.scene, lab.curve, lab.heat)] == figures
    assert "rotated outwards 20°" in lab.scene.summary


def test_choices_change_muscle_axis_and_measure():
    lab = _Lab()
    lab.path.value = "piri"
    lab.axis.value = "internal_rotation"
    assert "Piriformis swaps its role at 49°" in lab.curve.summary
    lab.measure.value = "nm"
    assert "Nm" in lab.scene.summary
    assert "Nm" in now(lab.curve)["layout"]["yaxis"]["title"]["text"]
    lab.sliders["adduction_deg"].value = -30
    assert "Piriformis" in lab.curve.summary


def test_a_clicked_path_is_followed_and_anything_else_is_not():
    lab = _Lab()
    lab.clicked({"customdata": "sart"})
    assert lab.path.value == "sart"
    for nothing in (None, "femur", 3):
        lab.clicked({"customdata": nothing})
    assert lab.path.value == "sart"


def test_a_view_button_turns_the_camera_and_keeps_the_pose():
    lab = _Lab()
    lab.sliders["flexion_deg"].value = 60
    first = now(lab.scene)["layout"]["scene"]["uirevision"]
    lab.buttons["front"].click()
    assert now(lab.scene)["layout"]["scene"]["uirevision"] != first
    assert lab.scene.summary.startswith("Seen from the front")
    assert "flexed 60°" in lab.scene.summary
    assert "hip-chosen" in lab.buttons["front"]._dom_classes


def test_an_angle_outside_is_refused_and_the_picture_stays():
    lab = _Lab()
    summary = lab.scene.summary
    with pytest.raises(InputError, match="Flexion"):
        lab.sliders["flexion_deg"].value = 130
    assert lab.scene.summary == summary


def test_the_first_muscle_gives_no_guess_away():
    assert FIRST_PATH not in {swap.path for swap in SWAPS}


def test_the_model_judges_the_guesses():
    assert [swap.truth() for swap in SWAPS] == ["positive", "50", "negative"]


@pytest.mark.parametrize("swap", SWAPS, ids=lambda swap: swap.path)
def test_every_wrong_guess_has_a_reply_of_its_own(swap):
    replies = {choice: swap.reply(choice) for choice in [*swap.choices, UNKNOWN[0]]}
    kinds = {choice: kind for choice, (_, kind) in replies.items()}
    assert kinds.pop(swap.truth()) == "right"
    assert kinds.pop("unknown") == ""
    assert set(kinds.values()) == {"wrong"}
    own = [swap.choices[choice][1] for choice in kinds]
    assert all(own)
    assert len(set(own)) == len(own)
    assert all("In the model" in text for text, _ in replies.values())


def test_a_muscle_without_a_swap_is_judged_too():
    from dataclasses import replace

    still = replace(SWAPS[1], path="glmax3")
    assert still.truth() == "never"
    assert "no angle" in still.numbers()
    weak = replace(SWAPS[0], path="recfem", axis="internal_rotation")
    assert weak.truth() == "little"


def test_the_curve_waits_for_the_guess():
    guesses = _Guesses()
    assert guesses.place.children == ()
    assert guesses.plot._figure["data"] == []
    guesses.asked.answers = {"piri": "negative"}
    assert guesses.place.children == (guesses.plot,)
    assert "Piriformis swaps" in guesses.plot.summary
    guesses.asked.answers = {"piri": "negative", "addlong": "unknown"}
    assert "Adductor longus swaps" in guesses.plot.summary
    assert guesses.asked.feedback["addlong"][0].startswith("Fair enough")
    assert guesses.asked.feedback["piri"][1] == "wrong"


def test_the_model_is_credited():
    said = credits()
    assert "Apache License 2.0" in said
    assert "10.1109/tbme.2016.2586891" in said

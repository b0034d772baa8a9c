"""Page 01: sliders, wishes and pictures of the shape laboratory follow each other."""

from __future__ import annotations

import numpy as np
import pytest
from pictures import array, now

from hiplib import anatomy
from hiplib.figures import shape as strips
from hiplib.widgets import Live, Slider, shape_lab
from hiplib.widgets.shape_page import _Lab


def femur_height(lab: _Lab) -> float:
    return float(np.ptp(array(now(lab.scene)["data"][2]["z"])))


def shown(lab: _Lab) -> dict[str, float]:
    return anatomy.measure(anatomy.hip(lab.scores.tolist()))


def test_a_slider_changes_bones_strips_and_words():
    lab = _Lab()
    sent, before = lab.scene._figure, femur_height(lab)
    lab.sliders[0].value = -2
    assert femur_height(lab) > before + 20
    assert lab.scene._figure is sent
    for number in "012":  # the corners move; their triangles and colours are not sent again
        assert set(lab.scene._changes["data"][number]) == {"x", "y", "z"}
    assert "Neck-shaft angle" in lab.said.html
    texts = now(lab.strips)["data"][strips.NAMES]["text"]
    assert f"Width of the pelvis: {shown(lab)['pelvic_width']:.0f} mm" in texts
    assert now(lab.scene)["layout"]["annotations"][0]["text"] in texts[0]


def test_another_person_and_back():
    lab = _Lab()
    lab.other.click()
    first = lab.scores
    assert first == pytest.approx(anatomy.plausible(1))
    assert "A new person" in lab.said.html
    lab.other.click()
    assert lab.scores == pytest.approx(anatomy.plausible(2))
    lab.back.click()
    assert not lab.scores.any()


@pytest.mark.parametrize(
    "measure_id", ["neck_shaft_angle", "femoral_version", "lateral_centre_edge_angle"]
)
def test_a_measure_is_shown_at_both_ends_and_the_middle_of_its_range(measure_id):
    lab = _Lab()
    lab.measure.value = measure_id
    row = anatomy.shape_measures().loc[measure_id]
    low, high = row["normal_low"], row["normal_high"]
    for end, value in (("low", low), ("middle", (low + high) / 2), ("high", high)):
        lab.wishes[end].click()
        assert shown(lab)[measure_id] == pytest.approx(value, abs=0.1)
        assert "Changed from the mean, by" in lab.said.html
        assert "inside the published range" in lab.said.html
        assert f"{value:g}" in lab.wishes[end].description
    assert "Other measures moved too" in lab.said.html


def test_a_wish_starts_from_the_shape_that_the_reader_chose():
    lab = _Lab()
    lab.other.click()
    person = lab.scores
    lab.wishes["high"].click()
    lab.wishes["low"].click()
    wanted = anatomy.shape_with("neck_shaft_angle", 114, person)
    assert lab.scores == pytest.approx(wanted)
    assert "Changed from the shape that you had" in lab.said.html


def test_far_shapes_are_called_so():
    lab = _Lab()
    lab.wishes["low"].click()
    assert "farther than any of the 26 people" in lab.said.html
    lab.wishes["middle"].click()
    assert "farther" not in lab.said.html


def test_a_value_out_of_reach_is_a_sentence_and_changes_nothing():
    lab = _Lab()
    lab.sliders[0].value = lab.sliders[7].value = 3
    for slider in lab.sliders[1:7]:
        slider.value = -3 if slider is lab.sliders[4] else 0
    lab.measure.value = "alpha_angle"
    before = lab.scores
    lab.wishes["high"].click()
    if "hip-error" in lab.said.html:
        assert "Alpha angle: 60" in lab.said.html
        assert lab.scores == pytest.approx(before)
    else:
        assert shown(lab)["alpha_angle"] == pytest.approx(60, abs=0.1)


def test_error_of_an_impossible_wish(monkeypatch):
    def refuse(*_):
        raise ValueError("neck_shaft_angle 60 is out of reach; about 111 to 152 is possible")

    lab = _Lab()
    monkeypatch.setattr(anatomy, "shape_with", refuse)
    lab.wishes["low"].click()
    assert "Neck-shaft angle: 60 is out of reach; about 111 to 152 is possible." in lab.said.html
    assert "hip-error" in lab.said.html
    assert not lab.scores.any()


def test_choosing_a_measure_turns_to_its_best_view_and_explains_it():
    lab = _Lab()
    for measure_id, row in anatomy.shape_measures().iterrows():
        lab.measure.value = measure_id
        assert lab.looks_from.value == row["view"]
        assert f"{row['name']}: how it is measured here" in lab.about.html
        assert row["how_measured"].replace("'", "&#x27;") in lab.about.html
        assert ("Why the mean lies outside" in lab.about.html) == bool(row["outside_note"])
        assert lab.wishes["low"].disabled == np.isnan(row["normal_low"])
        assert ("Sources" in lab.about.html) == bool(row["ref_id"])


def test_a_view_draws_a_new_picture_and_takes_the_camera_back():
    lab = _Lab()
    before = now(lab.scene)["layout"]["scene"]["uirevision"]
    lab.looks_from.value = "pelvis"
    figure = now(lab.scene)
    assert figure["layout"]["scene"]["uirevision"] != before
    assert [trace["visible"] for trace in figure["data"][:-1]] == [True] * 5
    assert "Both sides" in lab.scene.summary
    lab.sliders[1].value = 1
    assert set(lab.scene._changes["data"]) == {"0", "1", "2", "3", "4", "5"}


def test_later_sliders_fold_and_work():
    lab = _Lab()
    assert lab.folded.layout.display == "none"
    lab.more.click()
    assert lab.folded.layout.display == ""
    lab.sliders[7].value = 2
    assert lab.base[7] == 2
    lab.more.click()
    assert lab.folded.layout.display == "none"


def test_the_page_says_what_the_model_is_and_is_not():
    def texts(widget):
        yield from [widget.html] if isinstance(widget, Live) else []
        yield from [widget.label + widget.help] if isinstance(widget, Slider) else []
        for child in getattr(widget, "children", ()):
            yield from texts(child)

    words = " ".join(texts(shape_lab()))
    for phrase in ("26 lower limbs", "like you", "Cartilage", "not measure a patient",
                   "Overall size", "Left: large. Right: small.", "The names are ours"):  # fmt: skip
        assert phrase in words

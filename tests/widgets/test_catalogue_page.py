"""The catalogue page: map, filters and words find cards; a link on a card opens another."""

from __future__ import annotations

import pytest

from hiplib import conditions, tables
from hiplib.widgets import html
from hiplib.widgets.catalogue_page import FIRST_CARD, _Catalogue
from hiplib.widgets.hip_of_condition import HipOfCondition, drawn_parts

ALL = len(tables.read("conditions"))


@pytest.fixture
def page() -> _Catalogue:
    return _Catalogue()


def test_it_starts_with_everything_and_one_open_card(page: _Catalogue) -> None:
    assert sorted(page.list.ids) == sorted(conditions.catalogue().index)
    assert f"{ALL} of {ALL}" in page.count.html
    assert page.list.chosen == FIRST_CARD
    assert "Femoral neck stress fracture" in page.card.html
    assert page.card.hand_out.startswith("<!doctype html>")


def test_map_filters_and_words_work_together(page: _Catalogue) -> None:
    page.body.chosen = ["lateral"]
    assert page.list.ids == list(conditions.find(region="lateral").sort_values("name").index)
    page.text.value = "trochanteric bursitus"
    assert page.list.ids == ["greater_trochanteric_pain_syndrome"]
    assert f"1 of {ALL} conditions fits" in page.count.html
    page.clear()
    assert len(page.list.ids) == ALL
    assert page.body.chosen == []
    assert [control.label for control in (page.tissue, page.urgency)] == ["All"] * 2


def test_words_put_the_best_first(page: _Catalogue) -> None:
    page.text.value = "numb outer thigh"
    assert page.list.ids[0] == "meralgia_paraesthetica"


def test_an_open_card_stays_while_it_fits(page: _Catalogue) -> None:
    page.body.chosen = ["anterior_groin"]
    assert page.list.chosen == FIRST_CARD
    page.body.chosen = ["lateral"]
    assert page.list.chosen == ""
    assert "Choose a line" in page.card.html
    assert page.card.hand_out == ""


def test_nothing_found_is_a_friendly_sentence(page: _Catalogue) -> None:
    page.urgency.value = "emergency_now"
    page.text.value = "piriformis syndrom"
    assert page.list.ids == []
    assert "No condition fits" in page.count.html
    assert "nearest names are: Deep gluteal" in page.count.html


def test_what_is_typed_is_never_read_as_html(page: _Catalogue) -> None:
    page.text.value = "<img src=x onerror=alert(1)>"
    assert "<img" not in page.count.html


def test_a_link_opens_another_card_and_takes_away_only_filters_that_hide_it(
    page: _Catalogue,
) -> None:
    page.body.chosen = ["anterior_groin"]
    page.open("labral_tear")
    assert page.body.chosen == ["anterior_groin"]
    assert "Acetabular labral tear" in page.card.html
    page.open("sacral_stress_fracture")
    assert page.body.chosen == []
    assert page.list.chosen == "sacral_stress_fracture"


def test_an_address_typed_by_hand_changes_nothing(page: _Catalogue) -> None:
    page.open("no_such_condition")
    assert page.list.chosen == FIRST_CARD


def test_the_hip_is_drawn_on_demand_only(page: _Catalogue) -> None:
    assert page.hip.plot is None
    page.hip.open()
    assert page.hip.plot is not None
    assert "Marked" in page.hip.plot.summary
    page.list.chosen = "labral_tear"
    assert page.hip.plot is None
    assert page.hip.place.children == ()


def test_linked_parts_are_marked_one_by_one() -> None:
    shown = HipOfCondition()
    shown.of("proximal_hamstring_tendinopathy", "Proximal hamstring tendinopathy")
    shown.open()
    marked = shown.place.children[0]
    assert len(marked.options) == len(shown.parts) > 1
    first = shown.plot.summary
    marked.value = shown.parts[-1]
    assert shown.plot.summary != first


def test_nothing_to_mark_is_said() -> None:
    shown = HipOfCondition()
    shown.of("visceral_referred")
    shown.open()
    assert shown.place.children[0].html == f"<p>{html.said('nothing_on_hip')}</p>"


def test_every_linked_part_belongs_to_a_linked_structure() -> None:
    links = tables.read("structure_conditions")
    for condition_id in conditions.catalogue().index:
        linked = set(links.loc[links["condition_id"] == condition_id, "structure_id"])
        assert bool(drawn_parts(condition_id)) <= bool(linked)

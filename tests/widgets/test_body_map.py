"""The body map on the Python side; the browser tests click it."""

from __future__ import annotations

import pytest

from hiplib.figures.body_map import regions
from hiplib.widgets.body_map import BodyMap
from hiplib.widgets.pick_list import PickList


def test_one_region_or_many_in_the_order_of_the_map() -> None:
    one = BodyMap("Where", chosen=["lateral"])
    one.chosen = ["posterior_buttock", "anterior_groin"]
    assert one.chosen == ["anterior_groin"]
    many = BodyMap("Where", many=True)
    many.chosen = ["posterior_buttock", "anterior_groin"]
    assert many.chosen == ["anterior_groin", "posterior_buttock"]


def test_python_is_told_and_may_choose() -> None:
    body, seen = BodyMap("Where"), []
    body.observe(lambda change: seen.append(change["new"]), "chosen")
    body.chosen = ["lateral"]
    body.chosen = []
    assert seen == [["lateral"], []]


def test_sides_are_regions_of_their_own() -> None:
    body = BodyMap("Where", sides=True, many=True)
    body.chosen = ["left_lateral", "right_medial_groin"]
    assert set(body.chosen) == {"left_lateral", "right_medial_groin"}
    assert [region["id"] for region in body._regions] == list(regions(sides=True))
    with pytest.raises(ValueError, match="region 'lateral' is unknown"):
        body.chosen = ["lateral"]
    assert set(body.chosen) == {"left_lateral", "right_medial_groin"}


def test_every_region_has_a_name_and_its_number_where_it_is_drawn() -> None:
    shown = {region["id"]: region for region in BodyMap("Where")._regions}
    assert all(region["name"] for region in shown.values())
    assert [shown[key]["number"] for key in ("anterior_groin", "referred")] == [1, None]


def test_a_list_keeps_its_choice_while_it_is_offered() -> None:
    fruit = PickList("Fruit")
    fruit.offer([("a", "Apple"), ("b", "<i>Banana</i>")])
    assert fruit.ids == ["a", "b"]
    fruit.chosen = "b"
    fruit.offer([("b", "Banana")])
    assert fruit.chosen == "b"
    fruit.offer([])
    assert fruit.chosen == ""

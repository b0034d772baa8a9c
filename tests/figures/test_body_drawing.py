"""The schematic body: every place can be found in it, right and left are those of the person."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from hiplib import tables
from hiplib.figures.body_map import SIDES, body_svg, known, number, places, regions

ALL = list(tables.read("regions")["region"])


def shapes(svg: str) -> list[ET.Element]:
    return [part for part in ET.fromstring(svg).iter("g") if part.get("data-region")]


def x_of(shape: ET.Element) -> float:
    """Return where the number of a region stands inside its view."""
    return float(re.findall(r"[\d.]+", shape.find("g").get("transform"))[0])  # type: ignore[union-attr, arg-type]


def test_every_place_is_drawn_on_both_sides() -> None:
    drawn = [shape.get("data-region") for shape in shapes(body_svg())]
    assert set(drawn) == set(places())
    assert all(drawn.count(region) % 2 == 0 for region in drawn)
    assert list(regions()) == ALL
    assert [number(region) for region in places()] == list(range(1, len(places()) + 1))


def test_sides_are_those_of_the_person() -> None:
    found = shapes(body_svg(sides=True))
    # front: the person's left is on the right of the picture; back: on the left
    front = [s for s in found if s.get("data-region") == "left_anterior_groin"]
    back = [s for s in found if s.get("data-region") == "left_posterior_buttock"]
    assert [x_of(shape) > 100 for shape in front] == [True]
    assert [x_of(shape) < 100 for shape in back] == [True]
    assert number("left_lateral") == number("lateral")


def test_only_places_have_sides() -> None:
    with_sides = regions(sides=True)
    assert set(with_sides) == {f"{side}_{place}" for side in SIDES for place in places()}


@pytest.mark.parametrize("region", ALL)
def test_what_is_chosen_is_marked_and_said(region: str) -> None:
    svg = body_svg([region])
    marked = {s.get("data-region") for s in shapes(svg) if s.get("data-chosen") is not None}
    assert marked == ({region} if region in places() else set())
    assert regions()[region] in (ET.fromstring(svg).get("aria-label") or "")


def test_a_control_is_skipped_by_a_screen_reader_and_met_by_a_finger() -> None:
    assert 'aria-hidden="true"' in body_svg(control=True)
    assert body_svg(control=True).count("hip-body-touch") == len(shapes(body_svg()))
    assert "hip-body-touch" not in body_svg()


def test_an_unknown_region_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"region 'knee' is unknown; allowed: .*lateral"):
        body_svg(["knee"])
    with pytest.raises(ValueError, match=r"'lateral' is unknown; allowed: .*left_lateral"):
        known(["lateral"], sides=True)


def test_the_picture_is_whole_xml_without_outside_files() -> None:
    svg = body_svg(["lateral"])
    ET.fromstring(svg)
    assert "http" not in svg
    assert len(svg) < 20_000

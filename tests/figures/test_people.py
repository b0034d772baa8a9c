"""One mark a person: as many as were counted, none on another, the same look in each crowd."""

from __future__ import annotations

import pytest

from hiplib.figures.people import LOOKS, Panel, people

PANELS = [
    Panel("exercise", {"better": 77, "not better": 23}),
    Panel("wait and see", {"better": 29, "not better": 71}),
]


def test_every_person_has_a_place_of_their_own() -> None:
    figure = people(PANELS)
    places = [(x, y) for trace in figure.data for x, y in zip(trace.x, trace.y, strict=True)]
    assert len(places) == len(set(places)) == 200
    assert [len(trace.x) for trace in figure.data] == [77, 23, 29, 71]


def test_a_group_looks_the_same_in_each_crowd_and_unlike_the_others() -> None:
    looks: dict[str, set[tuple[str, str]]] = {}
    for trace in people(PANELS).data:
        looks.setdefault(trace.name, set()).add((trace.marker.color, trace.marker.symbol))
    assert all(len(look) == 1 for look in looks.values())
    assert len({symbol for look in looks.values() for _, symbol in look}) == len(looks)


def test_groups_are_told_apart_without_colour() -> None:
    assert len({symbol for _, symbol in LOOKS}) == len(LOOKS)
    with pytest.raises(ValueError, match="5 groups are too many; 4"):
        people([Panel("all", dict.fromkeys("abcde", 1))])

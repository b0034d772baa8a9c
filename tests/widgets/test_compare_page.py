"""Side by side: what is the same steps back, what differs is marked in words."""

from __future__ import annotations

import re

import pytest

from hiplib import conditions, tables
from hiplib.widgets.compare_page import FIRST, NONE, _Compare, comparison, likeness


def rows(html: str) -> dict[str, str]:
    """Return the state of each row of a comparison."""
    found = re.findall(
        r'class="hip-compare-(same|partly|differs)"><th[^>]*>([^<]+)<span[^>]*>'
        r"<b[^>]*>(.)</b> ([^<]+)",
        html,
    )
    signs = {
        ("same", "=", "the same"),
        ("differs", "≠", "differs"),
        ("partly", "≈", "partly the same"),
    }
    assert {(state, sign, words) for state, _, sign, words in found} <= signs
    return {title: state for state, title, _, _ in found}


def items(*ids: str) -> list[conditions.Condition]:
    return [conditions.condition(key) for key in ids]


@pytest.mark.parametrize(
    ("things", "state"),
    [
        ([["Bone"], ["bone"]], "same"),
        ([["a", "b"], ["b", "a"]], "same"),
        ([["a", "b"], ["b"]], "partly"),
        ([["a"], ["b"]], "differs"),
        ([["a"], ["a"], ["b"]], "differs"),
        ([["a", "b"], ["b"], ["b", "c"]], "partly"),
    ],
)
def test_likeness(things: list[list[str]], state: str) -> None:
    assert likeness(things) == state


def test_rows_say_what_is_the_same_and_what_differs() -> None:
    states = rows(comparison(items("femoral_neck_stress_fracture", "avascular_necrosis")))
    assert states["Tissue"] == "same"
    assert states["Place"] == "same"
    assert states["How soon to get help"] == "differs"
    groin = rows(comparison(items("fai_syndrome", "labral_tear")))
    assert groin["Place"] == "partly"
    common = re.findall(
        r'hip-compare-common"><b>=</b> ([^<]+)', comparison(items("fai_syndrome", "labral_tear"))
    )
    assert common.count("Front of the hip and groin") == 2
    assert "Outer side of the hip" not in common
    assert groin["How soon to get help"] == "same"


def test_three_conditions_have_three_columns_with_their_names() -> None:
    three = items("fai_syndrome", "labral_tear", "hip_osteoarthritis")
    html = comparison(three)
    assert html.count('role="columnheader"') == 4
    count = len(rows(html))
    assert count >= 15
    for item in three:
        assert html.count(f'<span class="hip-compare-name">{item.name}</span>') == count
    assert not re.search(r'\bnan\b|<td[^>]*></td>|hip-compare-name">[^<]+</span></td>', html)


def test_the_page_starts_with_a_pair_and_the_sentence_that_tells_it_apart() -> None:
    page = _Compare()
    assert tuple(page.chosen) == FIRST
    assert "What tells them apart" in page.table.html


def test_every_ready_pair_is_compared_with_its_sentence() -> None:
    page = _Compare()
    table = tables.read("condition_alternatives")
    pairs = [value for _, value in page.pair.options if value != NONE]
    assert {frozenset(pair) for pair in pairs} == {
        frozenset(pair) for pair in zip(table["condition_id"], table["other_id"], strict=True)
    }
    page.choices[2].value = "hip_dislocation"
    page.pair.value = pairs[0]
    assert tuple(page.chosen) == pairs[0]
    said = table[(table["condition_id"] == pairs[0][0]) & (table["other_id"] == pairs[0][1])]
    assert said["tell_apart"].iloc[0].split("'")[0][:40] in page.table.html


def test_one_condition_twice_is_answered_with_a_friendly_sentence() -> None:
    page = _Compare()
    page.choices[1].value = page.choices[0].value
    assert "Choose two different conditions" in page.table.html
    page.choices[2].value = "labral_tear"
    assert "hip-compare" in page.table.html

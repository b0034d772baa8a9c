"""Page 01: search, list and card of the structures follow each other."""

from __future__ import annotations

from hiplib import anatomy
from hiplib.widgets.hip_page import _Explorer, structure_card


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

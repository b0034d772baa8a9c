"""Each place that the coverage tables name is found on the rendered page; one visit a page."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hosts import Host
from playwright.sync_api import Browser, expect
from visit import open_voila

from hiplib import anatomy, claims, conditions, tables

PLACES = pd.concat([tables.read("topic_places"), tables.read("claim_places")])
TARGETS = PLACES[["page_id", "part", "item"]].drop_duplicates()


def _words(part: str, item: str) -> str:
    """Return what a reader must be able to find on the page for an item of a part."""
    if part == "claim":
        return claims.claims()[item].text
    if part == "condition_card":
        return conditions.condition(item).name
    if part == "structure":
        return str(anatomy.structure(item).name)
    if part == "text":
        return re.sub(r"[*\[\]]", "", item)
    table, key = {
        "lay_term": ("lay_terms", "term_id"),
        "symptom": ("topics", "topic_id"),
        "care": ("topics", "topic_id"),
        "treatment": ("treatments", "topic_id"),
        "prevention": ("prevention_measures", "measure_id"),
    }[part]
    names = tables.read(table).set_index(key)
    return str(names.loc[item, "name" if "name" in names else "term"])


@pytest.mark.parametrize("page_id", sorted(set(TARGETS["page_id"])))
def test_every_item_is_found_on_its_page(page_id: str, browser: Browser, voila: Host) -> None:
    visit = open_voila(browser, voila, page_id)
    text = visit.page.evaluate("document.querySelector('main').textContent")
    seen = " ".join(text.split()).casefold()
    own = TARGETS[TARGETS["page_id"] == page_id]
    wanted = [_words(part, item) for part, item in zip(own["part"], own["item"], strict=True)]
    missing = [words for words in wanted if " ".join(words.split()).casefold() not in seen]
    visit.close()
    assert len(wanted) > 0
    assert not missing


def test_a_link_opens_the_claim_that_it_names(browser: Browser, voila: Host) -> None:
    visit = open_voila(browser, voila, "09_claims")
    for key in ("claim_001", "claim_042", "claim_168"):
        claim = visit.page.locator(f"#{key}")
        expect(claim).to_have_count(1)
        visit.page.evaluate("key => { location.hash = key }", key)
        expect(claim).to_be_visible()
        expect(claim).to_be_focused()
        expect(claim).to_be_in_viewport()
    visit.close()

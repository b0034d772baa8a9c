"""The glossary on page 10 and its links from other texts."""

from __future__ import annotations

import re

from hiplib import glossary as words
from hiplib.widgets import glossary_page, html


def test_every_term_is_an_anchor_once() -> None:
    _, found, letters = glossary_page.glossary().children
    ids = re.findall(r'<div id="([a-z_]+)" tabindex="-1">', letters.html)
    assert sorted(ids) == sorted(term.term_id for term in words.terms())
    assert letters.html.count("<details") == letters.html.count("</details>") > 15
    assert len(letters.html) < 150_000
    assert not re.search(r"\bnan\b|None", letters.html)
    assert f"All {len(words.terms())} terms" in letters.html
    assert found.html == ""


def test_an_entry_says_how_to_say_it_and_where_to_read_on() -> None:
    entry = glossary_page.entries([words.term("acetabulum")])
    assert "as-e-TAB-yoo-lum" in entry
    assert "cup in the side of the pelvis" in entry
    assert 'href="01_hip_anatomy.ipynb"' in entry
    assert "hip socket" in entry
    spike = glossary_page.entries([words.term("session_spike")])
    assert "https://" in spike
    assert "Also: spike" not in spike  # a part of the name
    injury = glossary_page.entries([words.term("bone_stress_injury")])
    assert "Also: BSI." in injury  # no plural of it


def test_search_shows_what_fits_and_repeats_no_anchor() -> None:
    field, found, letters = glossary_page.glossary().children
    before = letters.html
    field.value = "acetab"
    assert "the best first" in found.html
    field.value = "acetabullum"
    assert found.html.index("<dt>Acetabulum") < found.html.index("</dt>")
    assert "id=" not in found.html
    field.value = "<b>xqzwv"
    assert "No term fits" in found.html
    assert "<b>" not in found.html
    field.value = " "
    assert found.html == ""
    assert letters.html == before


def test_glossed_links_the_first_use_of_hard_words_only() -> None:
    text = html.glossed(html.text("The labrum & a tendon. The labrum, again: MRI."))
    assert text.count("<a ") == 2
    assert text.startswith('The <a href="10_glossary_sources.ipynb#labrum" ')
    assert 'target="hip-glossary" title="A rubbery ring' in text
    assert "&amp; a tendon" in text
    assert re.sub(r"<[^>]*>", "", text) == "The labrum &amp; a tendon. The labrum, again: MRI."


def test_glossed_carries_what_was_linked_from_text_to_text() -> None:
    seen: set[str] = set()
    assert "<a " in html.glossed("A bursa.", seen)
    assert html.glossed("A bursa.", seen) == "A bursa."
    assert html.glossed("Nothing hard here.") == "Nothing hard here."

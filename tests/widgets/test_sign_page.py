"""The two guides: each sign, word and advice has a whole card with its time to act and source."""

from __future__ import annotations

import re

import pytest

from hiplib import tables
from hiplib.widgets import sign_page

SIGNS = [("symptoms", key) for key in tables.read("symptoms")["topic_id"]]
WORDS = [("lay_terms", key) for key in tables.read("lay_terms")["term_id"]]


def _parts():  # type: ignore[no-untyped-def]
    lists, card = sign_page.symptom_guide().children
    return lists.children, card


@pytest.mark.parametrize(("table", "key"), SIGNS + WORDS)
def test_every_card_is_whole(table: str, key: str) -> None:
    html = sign_page.sign_card(table, key)
    assert "hip-badge" in html
    assert "What would change that" in html
    assert html.count("<strong>", html.index("It can be")) >= 1
    assert "<summary>Source</summary>" in html
    assert not re.search(r"\bnan\b|>None<|<NA>", html)
    assert not re.search(r">[^<]*[a-z]_[a-z][^<]*<", html)  # no internal id on a page
    for tag in ("ul", "li", "p", "section", "details"):
        assert len(re.findall(rf"<{tag}[ >]", html)) == html.count(f"</{tag}>"), tag


def test_an_unknown_sign_is_an_error() -> None:
    with pytest.raises(ValueError, match="sign 'symptom:nothing' is unknown; nearest: symptom:"):
        sign_page.sign_card("symptoms", "symptom:nothing")


def test_choosing_a_sign_or_a_word_shows_it() -> None:
    (sign, word), card = _parts()
    assert "Pain low in the groin" in card.html
    sign.value = "symptom:redness"
    assert ">Redness<" in card.html
    assert "Emergency" in card.html
    word.value = "misalignment"
    assert "Pelvic misalignment" in card.html


def test_going_back_to_the_same_sign_after_a_word_shows_it_again() -> None:
    (sign, word), card = _parts()
    word.value = "bursitis"
    assert ">Bursitis<" in card.html
    assert sign.value == ""
    sign.value = "symptom:pain_groin"
    assert "Pain low in the groin" in card.html
    assert word.value == ""


def test_the_care_guide_has_levels_and_every_advice() -> None:
    html = sign_page.care_guide().html
    assert html.count("hip-badge") == len(tables.read("urgencies"))
    assert html.index("Emergency") < html.index("Self-care")
    advice = tables.read("care_advice")
    names = tables.read("topics").set_index("topic_id")["name"]
    for topic_id in advice["topic_id"]:
        assert names[topic_id] in html
    assert html.count("How soon</dt>") == len(advice)

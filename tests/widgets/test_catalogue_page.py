"""The catalogue page: filters, list and cards say what the tables hold, and nothing empty."""

from __future__ import annotations

import re

import pytest

from hiplib import conditions
from hiplib.widgets.catalogue_page import FIRST_CARD, _Catalogue, condition_card

IDS = list(conditions.catalogue().index)


@pytest.fixture
def page() -> _Catalogue:
    return _Catalogue()


def ids(page: _Catalogue) -> list[str]:
    return [key for _, key in page.list.options]


def test_it_starts_with_everything_and_one_open_card(page: _Catalogue) -> None:
    assert sorted(ids(page)) == sorted(IDS)
    assert "44 of 44" in page.count.html
    assert page.list.value == FIRST_CARD
    assert "Femoral neck stress fracture" in page.card.html


def test_filters_and_words_work_together(page: _Catalogue) -> None:
    page.region.value = "lateral"
    page.text.value = "bursitus"
    assert ids(page) == ["greater_trochanteric_pain_syndrome"]
    assert "1 of 44 conditions fits" in page.count.html
    page.clear()
    assert len(ids(page)) == 44


def test_an_open_card_stays_while_it_fits(page: _Catalogue) -> None:
    page.region.value = "anterior_groin"
    assert page.list.value == FIRST_CARD
    page.region.value = "lateral"
    assert page.list.value is None
    assert "Choose a line" in page.card.html


def test_nothing_found_is_a_friendly_sentence(page: _Catalogue) -> None:
    page.urgency.value = "emergency_now"
    page.text.value = "piriformis syndrom"
    assert ids(page) == []
    assert "No condition fits" in page.count.html
    assert "nearest names are: Deep gluteal" in page.count.html


def test_what_is_typed_is_never_read_as_html(page: _Catalogue) -> None:
    page.text.value = "<img src=x onerror=alert(1)>"
    assert "<img" not in page.count.html


@pytest.mark.parametrize("condition_id", IDS)
def test_every_card_is_whole(condition_id: str) -> None:
    item = conditions.condition(condition_id)
    html = condition_card(item)
    assert not re.search(r"\bnan\b|\bNone\b|&lt;NA|<NA>", html)
    assert "<dd></dd>" not in html
    assert "hip-badge" in html
    assert html.count("Sources (") == 1
    assert ("No number is known" in html) == (item.return_weeks is None)
    assert ("No validated test" in html) == (not item.tests)
    for tag in ("ul", "li", "details", "table", "dl", "section", "div", "p"):
        assert len(re.findall(rf"<{tag}[ >]", html)) == html.count(f"</{tag}>"), tag


@pytest.mark.parametrize("condition_id", IDS)
def test_no_internal_id_reaches_a_card(condition_id: str) -> None:
    item = conditions.condition(condition_id)
    words = re.sub(r'href="[^"]*"|https?://\S+|doi:\S+', "", condition_card(item))
    for ref_id in item.ref_ids:
        assert not re.search(rf"\b{ref_id}\b", words), ref_id


def test_a_test_without_numbers_says_so() -> None:
    html = condition_card(conditions.condition("acetabular_dysplasia"))
    assert "not given" in html


def test_clear_all_shows_all_again_and_not_an_empty_field():
    page = _Catalogue()
    page.region.index = 2
    page.clear()
    assert [control.label for control in (page.region, page.tissue, page.urgency)] == ["All"] * 3
    assert len(page.list.options) == page.total

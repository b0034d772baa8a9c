"""Evidence on treatments: verdict, pictures and studies by treatment, condition and conflict."""

from __future__ import annotations

import re

import pytest

from hiplib import conditions, tables
from hiplib.widgets import treatment_page
from hiplib.widgets.treatment_page import (
    ALL,
    CONDITION,
    CONFLICT,
    TREATMENT,
    _Evidence,
    treatment_rows,
    waiting_reply,
)

IDS = list(tables.read("conditions")["condition_id"])


@pytest.fixture
def page() -> _Evidence:
    return _Evidence()


def shown(page: _Evidence, widget: object) -> bool:
    return widget in page.view.children


def test_a_treatment_nobody_tested_says_so_and_shows_no_picture(page: _Evidence) -> None:
    page.what.value = "yoga"
    assert "No good evidence" in page.card.html
    assert not shown(page, page.crowds)
    assert not shown(page, page.bars)
    assert "No good evidence" in page.studies.html


def test_expert_advice_is_not_called_a_gap(page: _Evidence) -> None:
    page.what.value = "crutches"
    assert "No good evidence" not in page.card.html
    assert "Expert advice, not tested in trials" in page.card.html


def test_pictures_follow_the_choice(page: _Evidence) -> None:
    page.what.value = "exercise_therapy"
    assert shown(page, page.crowds)
    assert shown(page, page.bars)
    assert "77 of 100" in page.crowds.summary
    assert "2.6 times as many" in page.crowds.summary
    assert "49.1" in page.bars._numbers
    page.what.value = "cortisone"
    assert len(page.which.options) == 5
    page.which.value = "steroid_brinks_12m"
    assert "61 of 100" in page.crowds.summary
    assert "no clear effect" in page.crowds.summary


@pytest.mark.parametrize("way", [TREATMENT, CONDITION, CONFLICT])
def test_every_choice_has_a_card_without_gaps(page: _Evidence, way: str) -> None:
    page.by.value = way
    assert page.what.options
    for name, key in page.what.options:
        page.what.value = key
        text = page.card.html + page.studies.html
        assert name.split(" / ")[0].replace("'", "&#x27;").split("(")[0].strip() in text
        assert not re.search(r"\bnan\b|\bNone\b|<dd></dd>", text)
        for tag in ("ul", "li", "section", "dl", "dd", "p", "div", "details"):
            assert len(re.findall(rf"<{tag}[ >]", text)) == text.count(f"</{tag}>"), (key, tag)


def test_studies_that_disagree_stand_side_by_side(page: _Evidence) -> None:
    page.by.value = CONFLICT
    assert page.what.value == "gluteal_exercise"
    assert page.card.html.count("<section>") == 3
    for word in ("LEAP", "GLoBE", "Clear difference", "No clear difference", "Why they differ"):
        assert word in page.card.html


def test_the_overview_shows_all_differences_and_names_the_gaps(page: _Evidence) -> None:
    page.by.value = ALL
    assert page.what not in page.controls.children
    assert shown(page, page.bars)
    assert not shown(page, page.crowds)
    assert "yoga" in page.card.html
    page.by.value = TREATMENT
    assert page.what in page.controls.children
    assert not shown(page, page.bars)  # rest, the first of the list


@pytest.mark.parametrize("condition_id", IDS)
def test_rows_of_a_condition_name_treatment_number_and_source(condition_id: str) -> None:
    words = treatment_rows(condition_id)
    effects = conditions.effects_of(condition_id)
    if not effects:
        assert words == "<p>No trial is recorded for this condition.</p>"
        return
    for effect in effects:
        assert treatment_page.html.text(conditions.treatment(effect.treatment_id).name) in words
        for fact in effect.facts[-1:]:
            assert treatment_page.html.text(fact.reference.short) in words
    for fact_id in re.findall(r'data-fact="(\w+)"', words):
        assert fact_id in {fact.fact_id for effect in effects for fact in effect.facts}


def test_a_number_that_the_statement_holds_is_not_said_twice() -> None:
    line = treatment_page.effect_line(
        next(
            e
            for e in conditions.treatment("exercise_therapy").effects
            if e.effect_id == "exercise_pht"
        )
    )
    assert line.count("424") == 1


def test_a_number_without_an_interval_is_called_that() -> None:
    effects = {e.effect_id: e for e in conditions.treatment("surgery_fai").effects}
    assert treatment_page.reading(effects["fai_fait"]) == "Interval not seen"
    assert treatment_page.reading(effects["fai_pooled_24m"]) == "No clear difference"


def test_unknown_condition_is_a_clear_sentence() -> None:
    with pytest.raises(ValueError, match="nearest: perthes"):
        treatment_rows("perthe")


@pytest.mark.parametrize(
    ("guess", "said"), [(31, "that is close"), (5, "more than you"), (90, "fewer than you")]
)
def test_the_guess_on_waiting_is_answered(guess: int, said: str) -> None:
    assert said in waiting_reply(guess)
    assert "29 of 100" in waiting_reply(guess)

"""The card: plain words first, nothing empty, every number leads to a fact or a source."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from hiplib import conditions, glossary, tables
from hiplib.conditions import NO_TIME, Condition
from hiplib.widgets import card_words
from hiplib.widgets.condition_card import NO_ALTERNATIVE, NO_FLAG, condition_card
from hiplib.widgets.hand_out import hand_out
from hiplib.widgets.html import cite, said

IDS = list(conditions.catalogue().index)
every_card = pytest.mark.parametrize("condition_id", IDS)
EMPTY = re.compile(r"<(p|dd|li|td)\b[^>]*>\s*</\1>")
VOID = {"br", "meta", "circle", "path"}


class _Tags(HTMLParser):
    """Notes what is not closed, and the targets and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given.get("href")))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID


def read(html: str) -> _Tags:
    tags = _Tags()
    tags.feed(html)
    assert tags.open == []
    return tags


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


@every_card
def test_every_card_is_whole(condition_id: str) -> None:
    item = conditions.condition(condition_id)
    html = condition_card(item)
    read(html)
    assert not re.search(r"\bnan\b|\bNone\.|&lt;NA|<NA>", html)
    assert not EMPTY.search(html)
    assert html.index("hip-badge") < html.index("For professionals")
    assert html.count("Sources (") == 1
    assert (NO_TIME in html) == (item.return_weeks is None)
    assert (conditions.NO_TEST in html) == (not item.tests)
    assert (NO_FLAG in html) == (not item.red_flags)
    assert (NO_ALTERNATIVE in html) == (not item.alternatives)
    assert ("No trial is recorded" in html) == (not conditions.effects_of(condition_id))
    for text in (item.plain[name] for name in ("summary", "first_steps", "get_help_if")):
        assert text.split("(")[0][1:40].split("'")[0] in words(html)


@every_card
def test_links_inside_a_card_lead_somewhere(condition_id: str) -> None:
    tags = read(condition_card(conditions.condition(condition_id)))
    assert len(set(tags.ids)) == len(tags.ids)
    for link in tags.links:
        if link.startswith("#card-"):
            assert link.removeprefix("#card-") in IDS
        elif link.startswith("#"):
            assert link[1:] in tags.ids
        elif link.startswith("10_glossary_sources.ipynb#"):
            assert glossary.term(link.partition("#")[2]).definition
        else:
            assert link.startswith(("https://", "http://")) or link == "05_self_check.ipynb"


@every_card
def test_every_fact_is_on_its_card_once_with_its_source(condition_id: str) -> None:
    item = conditions.condition(condition_id)
    html = condition_card(item)
    for fact in item.facts:
        line = html.split(f'id="fact-{fact.fact_id}"')
        assert len(line) == 2, fact.fact_id
        assert cite(fact.ref_id) in line[1].split("</li>")[0]


@every_card
def test_every_number_in_the_plain_part_has_a_source_beside_it(condition_id: str) -> None:
    item = conditions.condition(condition_id)
    for text in item.plain.values():
        shown = card_words.sourced(text, item)
        assert ("<a " in shown) == card_words.has_number(text), text


@every_card
def test_no_internal_id_reaches_a_card(condition_id: str) -> None:
    item = conditions.condition(condition_id)
    for html in (condition_card(item), hand_out(item)):
        shown = words(html)
        for ref_id in item.ref_ids:
            assert not re.search(rf"\b{ref_id}\b", shown), ref_id


def test_a_number_leads_to_the_fact_that_holds_it_and_not_to_any_other() -> None:
    item = conditions.condition("adductor_related_groin_pain")
    facts, whole = card_words.facts_behind("Strengthening for 8 to 12 weeks", item)
    assert whole
    assert "8-12 weeks" in facts[0].statement
    told = "Of 100 people, 77 of 100 did well after eight weeks, one leg was enough"
    assert card_words.measures(told) == {("77", "%"), ("8", "week")}
    assert card_words.facts_behind("Ages 15 to 45", item) == ((), False)
    assert card_words.facts_behind("After 7 weeks", item) == ((), False)
    assert card_words.facts_behind("No number here", item) == ((), True)


def bare(item: Condition) -> Condition:
    """Return a condition of which nearly nothing is known."""
    nothing = dict.fromkeys(
        ("typical_age", "onset", "aggravating", "first_imaging", "first_management", "prognosis"),
        "",
    )
    plain = {**item.plain, "makes_it_worse": "", "outlook": ""}
    return replace(
        item, **nothing, plain=plain, synonyms=(), alternatives=(), red_flags=(), tests=(),
        facts=(), return_weeks=None, return_text=NO_TIME, return_basis="",
    )  # fmt: skip


def test_what_is_unknown_is_said() -> None:
    item = bare(conditions.condition("labral_tear"))
    html = condition_card(item)
    read(html)
    assert "Not recorded." in html
    assert "no other name is recorded" in html
    assert "No single study result is recorded" in html
    assert not EMPTY.search(html)
    read(hand_out(item))
    assert not EMPTY.search(hand_out(item))


@every_card
def test_the_hand_out_is_complete_in_itself(condition_id: str) -> None:
    item = conditions.condition(condition_id)
    sheet = hand_out(item)
    read(sheet.removeprefix("<!doctype html>"))
    shown = words(sheet)
    for text in (
        item.name,
        "Warning signs",
        "Sources:",
        "When to get help",
        "It does not diagnose",
    ):
        assert text in shown
    assert said("hand_out_notice") in sheet
    assert not re.search(r"src=|url\(|@import|<script|<link|http", sheet)
    labels = tables.read("urgencies").set_index("urgency")
    assert labels.at[item.urgency, "label"] in shown
    for flag in item.red_flags:
        assert flag.split("'")[0] in shown


def test_the_accuracy_table_keeps_every_doubt_and_no_empty_cell() -> None:
    tests = {test.test_id.split("_")[0]: test for test in conditions.all_tests()}
    html = card_words.accuracy_table(tests.values())
    read(html)
    assert not EMPTY.search(html)
    assert not re.search(r"\bnan\b|>None<", html)
    rows = {test: card_words.accuracy_table([tests[test]]) for test in ("t05", "t36", "t39")}
    assert "<td>5 % (range 5 to 9)</td>" in rows["t05"]
    assert "<td>78 %, no interval reported</td>" in rows["t36"]
    assert "secondary" in card_words.mind(tests["t05"])
    assert "LR derived" in card_words.mind(tests["t39"])
    assert all(cite(test.ref_id) in html for test in tests.values())

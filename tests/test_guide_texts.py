"""What learners read in the cases and the two guides: plain, no banned words, no empty comfort."""

from __future__ import annotations

import re

import pytest
from reading import grade

from hiplib import tables
from hiplib.conditions import differential

BANNED = r"\bsafe(ly)?\b|(?<!\bdo )\byou have\b|\byour risk is\b"
STEMS = differential.stems()


@pytest.mark.parametrize("stem", STEMS, ids=lambda stem: stem.stem_id)
def test_the_words_of_a_case_are_plain(stem: differential.Stem) -> None:
    texts = [stem.opening, stem.urgency_why, stem.teaching]
    texts += [text for f in stem.findings for text in (f.question + ".", f.answer, f.feedback)]
    texts += [text for s in stem.steps for text in (s.text + ".", s.feedback)]
    texts += [effect.why for f in stem.findings for effect in f.effects]
    assert grade("\n".join(texts)) <= 8
    assert grade(stem.opening) <= 8
    assert not [text for text in texts if re.search(BANNED, text, re.I)]
    assert 2 <= len(re.findall(r"[.!?](?:\s|$)", stem.opening)) <= 6


GUIDES = {
    "symptoms": ("meaning", "changes"),
    "lay_terms": ("meaning", "changes"),
    "care_advice": ("answer", "whom", "how_soon"),
}


@pytest.mark.parametrize("table", GUIDES)
def test_every_text_of_the_guides_is_plain(table: str) -> None:
    for row in tables.read(table).to_dict("records"):
        text = "\n".join(row[column] for column in GUIDES[table])
        assert grade(text) <= 8, row
        assert not re.search(BANNED, text, re.I), row
        assert not re.search(r"\bhop", text), row


def test_every_sign_says_when_to_act_and_a_calm_one_says_what_would_change_it() -> None:
    ranks = tables.read("urgencies").set_index("urgency")["rank"]
    for table in ("symptoms", "lay_terms"):
        for row in tables.read(table).to_dict("records"):
            assert row["urgency"] != "self_manage", row  # a sign alone never sends anybody home
            if ranks[row["urgency"]] < ranks["emergency_now"]:
                assert re.search(r"\b(now|today|within days)\b", row["changes"], re.I), row


def test_no_sign_is_calmer_than_its_dangerous_causes_without_saying_so() -> None:
    """A sign behind which an emergency can stand says when it becomes one."""
    urgency = tables.read("conditions").set_index("condition_id")["urgency"]
    for table, key in (("symptom", "topic_id"), ("lay_term", "term_id")):
        signs = tables.read(f"{table}s").set_index(key)
        for row in tables.read(f"{table}_conditions").to_dict("records"):
            if urgency[row["condition_id"]] == "emergency_now":
                sign = signs.loc[row[key]]
                now = sign["urgency"] == "emergency_now" or re.search(r"\bNow\b", sign["changes"])
                assert now, row

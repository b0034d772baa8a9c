"""Every topic of the articles has a place where it is taught, and the place is really there."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pandas as pd
import pytest

from hiplib import tables

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
KINDS = (
    "anatomy", "condition", "symptom", "treatment", "seek_care", "cause", "error", "prevention",
)  # fmt: skip
# part -> (table with the item, column of the item, widget that shows it)
PARTS = {
    "claim": ("claims", "claim_id", "claim_browser"),
    "condition_card": ("conditions", "condition_id", "catalogue"),
    "lay_term": ("lay_terms", "term_id", "symptom_guide"),
    "symptom": ("symptoms", "topic_id", "symptom_guide"),
    "care": ("care_advice", "topic_id", "care_guide"),
    "treatment": ("treatments", "topic_id", "treatment_evidence"),
    "prevention": ("prevention_measures", "measure_id", "prevention_guide"),
    "structure": ("structures", "structure_id", "structure_explorer"),
}
TOPICS = tables.read("topics")
CLAIM_PLACES = tables.read("claim_places")
PLACES = pd.concat([tables.read("topic_places"), CLAIM_PLACES])


def cells(page_id: str, kind: str) -> str:
    notebook = json.loads((NOTEBOOKS / f"{page_id}.ipynb").read_text(encoding="utf-8"))
    return "\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == kind)


def called(page_id: str) -> set[str]:
    """Return the names of the widgets that a page calls."""
    calls = [n for n in ast.walk(ast.parse(cells(page_id, "code"))) if isinstance(n, ast.Call)]
    return {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}


@pytest.mark.parametrize("kind", KINDS)
def test_every_topic_has_a_place(kind: str) -> None:
    topics = set(TOPICS.loc[TOPICS["kind"] == kind, "topic_id"])
    assert len(topics) >= 10
    assert topics <= set(PLACES["topic_id"])


def test_every_claim_is_in_the_audit_and_taught_on_another_page() -> None:
    audit = CLAIM_PLACES["page_id"] == "09_claims"
    everything = set(tables.read("claims")["claim_id"])
    assert len(everything) == 168
    assert set(CLAIM_PLACES.loc[audit, "claim_id"]) == everything
    assert (CLAIM_PLACES.loc[audit, "claim_id"] == CLAIM_PLACES.loc[audit, "item"]).all()
    assert set(CLAIM_PLACES.loc[~audit, "claim_id"]) == everything


def test_every_place_is_on_a_built_page() -> None:
    pages = tables.read("pages")
    assert set(PLACES["page_id"]) <= set(pages.loc[pages["built"], "page_id"])


@pytest.mark.parametrize("part", sorted(set(PLACES["part"])))
def test_every_item_is_there_and_its_part_is_called_on_the_page(part: str) -> None:
    own = PLACES[PLACES["part"] == part]
    if part == "text":
        for page_id, words in zip(own["page_id"], own["item"], strict=True):
            assert words in cells(page_id, "markdown"), words
        return
    table, column, widget = PARTS[part]
    assert set(own["item"]) <= set(tables.read(table)[column])
    for page_id in set(own["page_id"]):
        assert widget in called(page_id), f"{page_id} does not call widgets.{widget}"


def test_the_guides_hold_their_topics_whole() -> None:
    for table, kind in (("symptoms", "symptom"), ("care_advice", "seek_care")):
        topics = TOPICS.loc[TOPICS["kind"] == kind, "topic_id"]
        assert sorted(tables.read(table)["topic_id"]) == sorted(topics)
    conditions = TOPICS.loc[TOPICS["kind"] == "condition", "topic_id"]
    assert set(tables.read("lay_terms")["topic_id"]) <= set(conditions)

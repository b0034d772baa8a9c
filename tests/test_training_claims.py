"""Nothing on the pages of the training laboratory says what the models must not say.

The claims stand in ``banned_claims.csv`` with a sentence that must be found and one that must pass.
Choices that are offered as usual misconceptions and are not keyed are the only texts left out:
their replies are scanned.
"""

from __future__ import annotations

import ast
import csv
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets
import pytest

from hiplib import tables, widgets
from hiplib.training import exercises
from hiplib.widgets.exercise_page import _Exercises
from hiplib.widgets.questions import Questions

HERE = Path(__file__).parent
CLAIMS = list(csv.DictReader((HERE / "banned_claims.csv").open(encoding="utf-8")))
NOTEBOOKS = HERE.parent / "notebooks"
PAGES = [name for name in ("07_training_errors", "07b_what_if_bench", "07c_training_exercises")
         if (NOTEBOOKS / f"{name}.ipynb").exists()]  # fmt: skip
COLUMNS = {
    "evidence_cards": ("group", "statement", "wording"),
    "recovery_clock": ("what", "wording"),
    "exercises": ("title", "story", "question", "hint_1", "hint_2", "solution"),
    "exercise_choices": ("feedback",),
    "session_spike_states": ("label", "meaning"),
}


def claims_in(text: str) -> list[str]:
    plain = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return [row["claim"] for row in CLAIMS if re.search(row["pattern"], plain, re.IGNORECASE)]


def found_in(texts: list[str]) -> dict[str, list[str]]:
    assert texts
    return {text: claims for text in texts if (claims := claims_in(text))}


@pytest.mark.parametrize("row", CLAIMS, ids=[row["claim"] for row in CLAIMS])
def test_each_claim_is_found_and_honest_words_pass(row: dict[str, str]) -> None:
    assert row["claim"] in claims_in(row["must_be_found"])
    assert row["claim"] in claims_in(f"<p>{html.escape(row['must_be_found'])}</p>")
    assert claims_in(row["must_pass"]) == []


@pytest.mark.parametrize("table", COLUMNS)
def test_tables_make_no_banned_claim(table: str) -> None:
    rows = tables.read(table)
    assert found_in([text for column in COLUMNS[table] for text in rows[column]]) == {}


@pytest.mark.parametrize("page", PAGES)
def test_check_questions_make_no_banned_claim(page: str) -> None:
    asked = tables.read("check_questions").query("page_id == @page")
    choices = tables.read("check_choices").query("question_id in @asked['question_id'].tolist()")
    keyed = choices.loc[choices["correct"], "text"].tolist()
    assert found_in([*asked["prompt"], *keyed, *choices["feedback"]]) == {}


def _cells(page: str, kind: str) -> list[str]:
    cells = json.loads((NOTEBOOKS / f"{page}.ipynb").read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == kind]


@pytest.mark.parametrize("page", PAGES)
def test_notebook_texts_make_no_banned_claim(page: str) -> None:
    lines = [line for text in _cells(page, "markdown") for line in text.splitlines()]
    assert found_in(lines) == {}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)


def _said(widget: Any) -> Iterator[str]:
    """Give every text that a widget and its parts hold."""
    state = widget.get_state() if hasattr(widget, "get_state") else {}
    hidden = {"_esm", "_css", "items" if isinstance(widget, Questions) else ""}
    for key, value in state.items():
        if key not in hidden and not key.startswith(("_model", "_view", "_dom")):
            yield from _strings(value)
    if isinstance(widget, Questions):
        yield from (str(item["text"]) for item in widget.items)
    for part in getattr(widget, "children", ()):
        yield from _said(part)


@pytest.mark.parametrize("page", PAGES)
def test_widgets_as_they_open_make_no_banned_claim(page: str) -> None:
    known: dict[str, Any] = {}
    texts: list[str] = []
    for source in _cells(page, "code"):
        *first, last = ast.parse(source).body
        exec(compile(ast.Module(first, []), page, "exec"), known)
        assert isinstance(last, ast.Expr)
        shown = eval(compile(ast.Expression(last.value), page, "eval"), known)
        assert isinstance(shown, ipywidgets.DOMWidget) or hasattr(shown, "get_state")
        texts += _said(shown)
    assert sum(map(len, texts)) > 2000
    assert found_in(texts) == {}


def test_every_exercise_and_reply_makes_no_banned_claim() -> None:
    page, texts = _Exercises(), []
    for place, row in enumerate(page.rows):
        page.choice.value = place
        found = exercises.key(page.id)
        choices = list(exercises.choices(page.id))
        given = {"choice": choices, "number": [found.low - 1, found.answer],
                 "runs": [[choice] for choice in choices]}  # fmt: skip
        for answer in [*given[row["kind"]], "unknown"]:
            page.asked.answers = {page.id: answer if row["kind"] != "number" else str(answer)}
            page.check()
            texts += _said(page.view)
        if page.slider:
            for value in (page.slider.low, page.slider.high):
                page.slider.value = value
                texts.append(page.plot.summary)
    texts += training_key()
    assert found_in(texts) == {}


def training_key() -> list[str]:
    table = exercises.exercise_key()
    return [text for column in ("question", "answer", "solution") for text in table[column]]


def test_every_topic_of_the_board_makes_no_banned_claim() -> None:
    board = widgets.evidence_board()
    texts = []
    for _, topic in board.children[0].options:
        board.children[0].value = topic
        texts += _said(board)
    assert found_in(texts) == {}


def test_the_walk_sees_what_a_page_says() -> None:
    """A banned sentence put into a widget, at any depth, is found."""
    page = _Exercises()
    page.said.html = "<p>Your risk is 27 %.</p>"
    assert _claims(page) == {"percent risk of one person"}
    asked = page.asked
    asked.feedback = {page.id: ["Stay in the sweet spot.", "right"]}
    assert _claims(page) == {"percent risk of one person", "sweet spot as advice"}


def _claims(page: _Exercises) -> set[str]:
    found = found_in(list(_said(page.view)))
    return {claim for claims in found.values() for claim in claims}

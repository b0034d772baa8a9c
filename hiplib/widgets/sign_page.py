"""Two guides of page 03: what a sign can mean, and when to see whom.

Choice made here: every sign has a time to act that holds while nothing else is known, and what
would change it stands beside it. No sign comforts by being unknown.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import ipywidgets

from hiplib import evidence, tables
from hiplib.widgets import html
from hiplib.widgets.controls import column, row, select
from hiplib.widgets.live import Live

SIGN, WORD = "symptoms", "lay_terms"
KEYS = {SIGN: ("topic_id", "symptom_conditions"), WORD: ("term_id", "lay_term_conditions")}
NOT_ALL = (
    "These are common and dangerous causes, not all of them, and not in order of chance. "
    "A sign alone names no cause."
)
FIRST_SIGN = "symptom:pain_groin"


def symptom_guide() -> ipywidgets.Widget:
    """Return the guide to signs and everyday words: choose one, read what it can mean."""
    lists = {
        SIGN: select("A sign", [("Choose a sign", ""), *_options(SIGN)], FIRST_SIGN),
        WORD: select("Or a word that people use", [("Choose a word", ""), *_options(WORD)], ""),
    }
    card = Live(sign_card(SIGN, FIRST_SIGN))

    def show(table: str, other: str, key: str) -> None:
        if key:  # the other list goes back to its start, so that both never seem chosen
            lists[other].value = ""
            card.html = sign_card(table, key)

    lists[SIGN].observe(lambda change: show(SIGN, WORD, change["new"]), "value")
    lists[WORD].observe(lambda change: show(WORD, SIGN, change["new"]), "value")
    return column(row(*lists.values()), card)


def care_guide() -> ipywidgets.Widget:
    """Return the guide to care: five levels, then each advice of the articles with a verdict."""
    return Live(_levels() + "".join(_advice(row) for row in _rows("care_advice")), polite=False)


def sign_card(table: str, key: str) -> str:
    """Return the card of one sign (table "symptoms") or everyday word (table "lay_terms").

    Raises
    ------
    KeyError
        For an id that the table does not have.

    Examples
    --------
    >>> "Today" in sign_card("symptoms", "symptom:pain_walking")
    True
    """
    id_column, link = KEYS[table]
    sign = {str(name): value for name, value in _row(table, id_column, key).items()}
    causes = tables.read(link)
    own = causes[causes[id_column] == key]
    names = tables.read("conditions").set_index("condition_id")["name"]
    lines = "".join(
        f"<li><strong>{html.text(names[cause])}</strong>: {html.text(note)}</li>"
        for cause, note in zip(own["condition_id"], own["note"], strict=True)
    )
    title = sign["term"] if table == WORD else _topic_names()[key]
    parts = [
        f"<p>{html.text(sign['meaning'])}</p>",
        f"<p>While nothing else is known: {html.badge(sign['urgency'])}</p>",
        f"<p><strong>What would change that.</strong> {html.text(sign['changes'])}</p>",
        f"<p><strong>It can be</strong></p><ul>{lines}</ul>",
        f'<p class="hip-note">{NOT_ALL}</p>',
        _source(sign),
    ]
    return html.card(str(title), "".join(parts))


def _levels() -> str:
    """Return the levels of urgency, most urgent first, with what to do."""
    rows = tables.read("urgencies").sort_values("rank", ascending=False).to_dict("records")
    lines = "".join(
        f"<p>{html.badge(row['urgency'])} {html.text(row['action'])}.</p>" for row in rows
    )
    return html.card("How soon, and what to do", lines)


def _advice(row: dict[Hashable, Any]) -> str:
    """Return one advice of the articles, folded, with its verdict in the line to open."""
    verdicts = tables.read("verdicts").set_index("verdict")["label"]
    told = [
        ("Is it right?", html.text(row["answer"])),
        ("Whom to see", html.text(row["whom"])),
        ("How soon", html.text(row["how_soon"])),
    ]
    title = f"{_topic_names()[row['topic_id']]} \u2013 {verdicts[row['verdict']].lower()}"
    return html.fold(title, html.definitions(told) + _source(row))


def _options(table: str) -> list[tuple[str, object]]:
    id_column, _ = KEYS[table]
    rows = tables.read(table)
    names = rows["term"] if table == WORD else rows["topic_id"].map(_topic_names())
    return list(zip(names, rows[id_column], strict=True))


def _topic_names() -> dict[str, str]:
    rows = tables.read("topics")
    return dict(zip(rows["topic_id"], rows["name"], strict=True))


def _rows(table: str) -> list[dict[Hashable, Any]]:
    return tables.read(table).to_dict("records")


def _row(table: str, id_column: str, key: str) -> dict[Hashable, Any]:
    for found in _rows(table):
        if found[id_column] == key:
            return found
    raise KeyError(f"{table} has no {key!r}")


def _source(row: dict[Any, Any]) -> str:
    ref_id = evidence.fact(row["fact_id"]).reference.ref_id if row["fact_id"] else row["ref_id"]
    return html.fold("Source", html.sources([ref_id]))

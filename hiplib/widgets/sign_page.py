"""Two guides of page 03: what a sign can mean, and when to see whom.

Choice made here: every sign has a time to act that holds while nothing else is known, and what
would change it stands beside it. No sign comforts by being unknown.
"""

from __future__ import annotations

from typing import Any

import ipywidgets

from hiplib import evidence, tables
from hiplib.errors import look_up
from hiplib.tables import lookup, records
from hiplib.widgets import html
from hiplib.widgets.controls import column, row, select
from hiplib.widgets.live import Live

SIGN, WORD = "symptoms", "lay_terms"
# table -> its key, the table of what it can be, label and first option of its list
_LISTS = {
    SIGN: ("topic_id", "symptom_conditions", "A sign", "Choose a sign"),
    WORD: ("term_id", "lay_term_conditions", "Or a word that people use", "Choose a word"),
}
FIRST_SIGN = "symptom:pain_groin"


def symptom_guide() -> ipywidgets.Widget:
    """Return the guide to signs and everyday words: choose one, read what it can mean."""
    card = Live(sign_card(SIGN, FIRST_SIGN))
    lists = {
        table: select(label, [(first, ""), *((_name(table, key), key) for key in _signs(table))])
        for table, (_, _, label, first) in _LISTS.items()
    }
    lists[SIGN].value = FIRST_SIGN

    def show(table: str, other: str, key: str) -> None:
        if key:  # the other list goes back to its start, so that both never seem chosen
            lists[other].value = ""
            card.html = sign_card(table, key)

    lists[SIGN].observe(lambda change: show(SIGN, WORD, change["new"]), "value")
    lists[WORD].observe(lambda change: show(WORD, SIGN, change["new"]), "value")
    return column(row(*lists.values()), card)


def care_guide() -> ipywidgets.Widget:
    """Return the guide to care: five levels, then each advice of the articles with a verdict."""
    levels = "".join(
        f"<p>{html.badge(row['urgency'])} {html.text(row['action'])}.</p>"
        for row in tables.read("urgencies").sort_values("rank", ascending=False).to_dict("records")
    )
    advice = "".join(map(_advice, records("care_advice")))
    return Live(html.card("How soon, and what to do", levels) + advice, polite=False)


def sign_card(table: str, key: str) -> str:
    """Return the card of one sign (table "symptoms") or everyday word (table "lay_terms").

    ValueError with the nearest ids for one that the table does not have.

    Examples
    --------
    >>> "Today" in sign_card("symptoms", "symptom:pain_walking")
    True
    """
    key_column, causes, _, _ = _LISTS[table]
    sign, conditions = look_up("sign", key, _signs(table)), lookup("conditions")
    lines = html.bullets(
        f"<strong>{html.text(conditions[cause['condition_id']])}</strong>: "
        f"{html.text(cause['note'])}"
        for cause in records(causes, **{key_column: key})
    )
    body = (
        f"<p>{html.text(sign['meaning'])}</p>"
        f"<p>While nothing else is known: {html.badge(sign['urgency'])}</p>"
        f"<p><strong>What would change that.</strong> {html.text(sign['changes'])}</p>"
        f"<p><strong>It can be</strong></p>{lines}"
        f"{html.note('signs_not_all')}{_source(sign)}"
    )
    return html.card(_name(table, key), body)


def _advice(row: dict[str, Any]) -> str:
    """Return one advice of the articles, folded, with its verdict in the line to open."""
    told = {"Is it right?": "answer", "Whom to see": "whom", "How soon": "how_soon"}
    body = html.definitions((term, html.text(row[name])) for term, name in told.items())
    verdict = lookup("verdicts", "label")[row["verdict"]].lower()
    return html.fold(f"{lookup('topics')[row['topic_id']]} \u2013 {verdict}", body + _source(row))


def _signs(table: str) -> dict[str, dict[str, Any]]:
    return {row[_LISTS[table][0]]: row for row in records(table)}


def _name(table: str, key: str) -> str:
    return lookup("topics")[key] if table == SIGN else lookup(WORD, "term")[key]


def _source(row: dict[str, Any]) -> str:
    return html.source_fold([evidence.source_of(row)], "Source")

"""The card of one condition as HTML: plain words first, professional detail folded.

Choice made here: what is not known is said in words, so that a card never shows an empty field.
Links to other cards carry `data-open`; the view of the card (`card_view`) opens them.
"""

from __future__ import annotations

import re

from hiplib import conditions, glossary, tables
from hiplib.conditions import Condition
from hiplib.conditions.catalogue import Alternative
from hiplib.figures.body_map import body_svg
from hiplib.tables import lookup, records
from hiplib.widgets import html
from hiplib.widgets.card_words import accuracy_table, aside, sourced
from hiplib.widgets.treatment_page import treatment_rows

# What is told of a condition: title and column, for everybody and for professionals.
PLAIN = (
    ("Where it hurts", "where_felt"),
    ("Who gets it", "who_gets_it"),
    ("How it starts", "how_it_starts"),
    ("What makes it worse", "makes_it_worse"),
    ("What to do first", "first_steps"),
    ("What to expect", "outlook"),
)
PROFESSIONAL = (
    ("Tissue", "tissue"),
    ("Key features", "key_features"),
    ("Typical age", "typical_age"),
    ("Onset", "onset"),
    ("Aggravated by", "aggravating"),
    ("First imaging or test", "first_imaging"),
    ("Management", "first_management"),
    ("Outlook", "prognosis"),
)
NO_FLAG = "No warning sign of its own is recorded. The general ones still count."
NO_ALTERNATIVE = "None is recorded here. That does not mean that there is none."
SELF_CHECK = "05_self_check.ipynb"


def condition_card(item: Condition) -> str:
    """Return the card of one condition as HTML."""
    plain, also = item.plain, ", ".join(item.synonyms) or "no other name is recorded"
    seen = {use.term.term_id for use in glossary.first_uses(item.name)}
    lead = sourced(plain["summary"], item, seen)
    rows = [(title, sourced(plain[name], item, seen)) for title, name in PLAIN]
    others = html.bullets(map(_alternative, item.alternatives))
    parts = [
        f"<p>{how_soon(item.urgency)}</p>",
        f'<p class="hip-note">Also called: {html.text(also)}.</p>',
        f'<div class="hip-lead"><div><p>{lead}</p>',
        f"{html.definitions([*rows, ('Time to running', _time_to_running(item))])}</div>",
        f'<figure class="hip-body-small">{body_svg(item.region_ids)}',
        "<figcaption>Schematic</figcaption></figure></div>",
        f"<h4>When to get help</h4><p>{sourced(plain['get_help_if'], item)}</p>",
        f"<h4>Warning signs</h4>{warning_signs(item)}",
        f"<p>{html.link(SELF_CHECK, 'Check all warning signs')}.</p>",
        f"<h4>What else it could be</h4>{others if item.alternatives else _said(NO_ALTERNATIVE)}",
        *_folds(item),
        f'<p class="hip-note">{html.said("card_synthesis")}</p>',
    ]
    return html.card(item.name, "".join(parts))


def how_soon(urgency: str) -> str:
    """Return the badge of an urgency with what to do and by when."""
    (row,) = records("urgencies", urgency=urgency)
    action, when = row["action"], row["timeframe"]
    words = f"{action}." if when.lower() in action.lower() else f"{action}. {when}."
    return f"{html.badge(urgency)} {html.text(words)}"


def warning_signs(item: Condition) -> str:
    """Return the red flags of a condition as questions, or that it has none of its own."""
    if not item.red_flags:
        return _said(NO_FLAG)
    return _said("Get help sooner when you answer yes:") + html.bullets(
        map(html.text, item.red_flags)
    )


def _alternative(other: Alternative) -> str:
    key = other.condition_id
    link = f'<a href="#card-{key}" data-open="{key}">{html.text(other.name)}</a>'
    urgency = html.badge(lookup("conditions", "urgency")[key])
    return f"{link} {urgency} {html.text(other.tell_apart)}"


def _folds(item: Condition) -> list[str]:
    """Return the folded parts for professionals: findings, tests, trials, studies, sources."""
    links = tables.read("structure_conditions").query("condition_id == @item.condition_id")
    names = lookup("structures")
    involved = ", ".join(name for key, name in names.items() if key in set(links["structure_id"]))
    texts = {title: getattr(item, name) for title, name in PROFESSIONAL}
    texts["First imaging or test"] = re.sub(r"^none\b", "no scan", item.first_imaging)
    rows = [(title, sourced(text, item)) for title, text in texts.items()]
    rows.append(("Parts involved", html.text(involved or "No single structure is linked.")))
    rows.append(("Time to running", _time_to_running(item)))
    tests, examination = item.tests, f"Examination: {conditions.NO_TEST}"
    studies = html.bullets(
        f'<span id="fact-{fact.fact_id}" tabindex="-1">{html.text(fact.statement)}</span> '
        f"{aside(fact, amount=fact.amount)}"
        for fact in item.facts
    )
    sources = html.sources(item.ref_ids)
    return [
        html.fold("For professionals: findings, imaging, care", html.definitions(rows)),
        html.fold(
            f"Examination tests ({len(tests)})",
            f'<p class="hip-note">{html.said("test_words")}</p>{accuracy_table(tests)}',
        )
        if tests
        else _said(examination),
        html.fold("What trials say of each treatment", treatment_rows(item.condition_id)),
        html.fold(f"What studies found ({len(item.facts)})", studies)
        if item.facts
        else _said("No single study result is recorded for this condition."),
        html.fold(
            f"Sources ({len(item.ref_ids)})",
            f'<div id="sources-{item.condition_id}" tabindex="-1">{sources}</div>',
        ),
    ]


def _time_to_running(item: Condition) -> str:
    """Return the weeks with their basis, or that no number is known."""
    text = html.text(item.return_text)
    if item.return_weeks is None and not re.search(r"\d", item.return_basis):
        return text
    return f'{text}<br><span class="hip-note">{sourced(item.return_basis, item)}</span>'


def _said(words: str) -> str:
    return f"<p>{html.text(words)}</p>"

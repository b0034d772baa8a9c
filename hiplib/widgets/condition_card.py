"""The card of one condition as HTML: plain words first, professional detail folded.

Choice made here: what is not known is said in words, so that a card never shows an empty field.
Links to other cards carry `data-open`; the view of the card (`card_view`) opens them.
"""

from __future__ import annotations

from hiplib import tables
from hiplib.conditions import Alternative, Condition
from hiplib.figures.body_map import body_svg
from hiplib.widgets import html
from hiplib.widgets.card_detail import detail, time_to_running
from hiplib.widgets.card_words import sourced

SYNTHESIS = (
    "The plain text of this card and its urgency were put together from the sources below for "
    "teaching. No clinician has signed them off yet. Numbers are those of the named studies."
)
NO_FLAG = "No warning sign of its own is recorded. The general ones still count."
NO_ALTERNATIVE = "None is recorded here. That does not mean that there is none."
SELF_CHECK = "05_self_check.ipynb"


def condition_card(item: Condition) -> str:
    """Return the card of one condition as HTML."""
    also = ", ".join(item.synonyms) or "no other name is recorded"
    plain = item.plain
    rows = html.definitions(
        [
            ("Where it hurts", sourced(plain.where_felt, item)),
            ("Who gets it", sourced(plain.who_gets_it, item)),
            ("How it starts", sourced(plain.how_it_starts, item)),
            (
                "What makes it worse",
                sourced(plain.makes_it_worse, item, "Nothing typical is recorded."),
            ),
            ("What to do first", sourced(plain.first_steps, item)),
            ("What to expect", sourced(plain.outlook, item)),
            ("Time to running", time_to_running(item)),
        ]
    )
    parts = [
        f"<p>{html.badge(item.urgency)} {html.text(urgency_words(item.urgency))}</p>",
        f'<p class="hip-note">Also called: {html.text(also)}.</p>',
        f'<div class="hip-lead"><div><p>{sourced(plain.summary, item)}</p>{rows}</div>'
        f"{_picture(item)}</div>",
        f"<h4>When to get help</h4><p>{sourced(plain.get_help_if, item)}</p>",
        f"<h4>Warning signs</h4>{_flags(item)}",
        f"<h4>What else it could be</h4>{_alternatives(item)}",
        detail(item),
        f'<p class="hip-note">{SYNTHESIS}</p>',
    ]
    return html.card(item.name, "".join(parts))


def urgency_words(urgency: str) -> str:
    """Return what to do and by when, as a sentence."""
    row = tables.read("urgencies").set_index("urgency").loc[urgency]
    action, when = str(row["action"]), str(row["timeframe"])
    return f"{action}." if when.lower() in action.lower() else f"{action}. {when}."


def card_link(condition_id: str, name: str) -> str:
    """Return a link that opens the card of a condition."""
    return f'<a href="#card-{condition_id}" data-open="{condition_id}">{html.text(name)}</a>'


def _picture(item: Condition) -> str:
    drawing = body_svg(item.region_ids)
    words = "<figcaption>Schematic</figcaption>"
    return f'<figure class="hip-body-small">{drawing}{words}</figure>'


def _flags(item: Condition) -> str:
    check = html.link(SELF_CHECK, "Check all warning signs")
    if not item.red_flags:
        return f"<p>{NO_FLAG} {check}.</p>"
    lines = "".join(f"<li>{html.text(flag.question)}</li>" for flag in item.red_flags)
    return f"<p>Get help sooner when you answer yes:</p><ul>{lines}</ul><p>{check}.</p>"


def _alternatives(item: Condition) -> str:
    if not item.alternatives:
        return f"<p>{NO_ALTERNATIVE}</p>"
    return f"<ul>{''.join(map(_alternative, item.alternatives))}</ul>"


def _alternative(other: Alternative) -> str:
    urgency = str(
        tables.read("conditions").set_index("condition_id").at[other.condition_id, "urgency"]
    )
    link = card_link(other.condition_id, other.name)
    return f"<li>{link} {html.badge(urgency)} {html.text(other.tell_apart)}</li>"

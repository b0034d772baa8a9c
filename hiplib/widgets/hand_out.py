"""The card of one condition as a page to print: one sheet of A4, complete in itself.

Choice made here: the sheet is a document of its own with its own style, so that it looks the same
in Voila and in JupyterLab and asks for no other file. The more there is to say, the smaller the
letters.
"""

from __future__ import annotations

import re

from hiplib import evidence
from hiplib.conditions import Condition
from hiplib.figures.body_map import body_svg
from hiplib.widgets import html
from hiplib.widgets._base import HERE
from hiplib.widgets.card_words import named
from hiplib.widgets.condition_card import NO_ALTERNATIVE, NO_FLAG, urgency_words

NOTICE = (
    "This sheet is from a course on hip pain in runners. It teaches. It does not diagnose and does "
    "not replace a clinician who has seen you. No clinician has signed it off yet. If you feel "
    "that something is badly wrong, get help, whatever this sheet says."
)
_MOST_SOURCES = 8
_SIZES = (
    (1900, 10.5),
    (2500, 10.0),
    (3000, 9.4),
    (3800, 8.9),
    (4800, 8.1),
)  # letters up to, points
_SMALLEST = 7.2


def hand_out(item: Condition) -> str:
    """Return the hand-out of one condition as a whole HTML document.

    Examples
    --------
    >>> from hiplib import conditions
    >>> hand_out(conditions.condition("labral_tear")).startswith("<!doctype html>")
    True
    """
    body = _body(item)
    style = (HERE / "hand_out.css").read_text(encoding="utf-8")
    letters = len(re.sub(r"<[^>]+>", "", body))
    size = next((points for most, points in _SIZES if letters <= most), _SMALLEST)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.text(item.name)}'
        f"</title><style>{style} body {{ font-size: {size}pt; }}</style></head>"
        f"<body>{body}</body></html>"
    )


def _body(item: Condition) -> str:
    plain = item.plain
    rows = [
        ("Where it hurts", plain.where_felt),
        ("Who gets it", plain.who_gets_it),
        ("How it starts", plain.how_it_starts),
        ("What makes it worse", plain.makes_it_worse or "Nothing typical is recorded."),
        ("What to do first", plain.first_steps),
        ("What to expect", plain.outlook),
        ("Time to running", _time_to_running(item)),
    ]
    also = f'<p class="also">Also called: {html.text(", ".join(item.synonyms))}</p>'
    return "".join(
        [
            f"<h1>{html.text(item.name)}</h1>",
            f"<p>{html.badge(item.urgency)} {html.text(urgency_words(item.urgency))}</p>",
            also if item.synonyms else "",
            f"<figure>{body_svg(item.region_ids)}Schematic</figure>",
            f'<p class="lead">{html.text(plain.summary)}</p>',
            html.definitions((term, html.text(words)) for term, words in rows),
            f"<h2>When to get help</h2><p>{html.text(plain.get_help_if)}</p>",
            f'<div class="two"><div><h2>Warning signs</h2>{_flags(item)}</div>',
            f"<div><h2>What else it could be</h2>{_others(item)}</div></div>",
            f"<footer><p>Sources: {html.text(_sources(item))}</p><p>{NOTICE}</p></footer>",
        ]
    )


def _time_to_running(item: Condition) -> str:
    if item.return_weeks is None:
        return item.return_text
    return f"{item.return_text}. {named(item.return_basis)}"


def _flags(item: Condition) -> str:
    if not item.red_flags:
        return f"<p>{NO_FLAG}</p>"
    lines = "".join(f"<li>{html.text(flag.question)}</li>" for flag in item.red_flags)
    return f"<p>Get help sooner when you answer yes:</p><ul>{lines}</ul>"


def _others(item: Condition) -> str:
    if not item.alternatives:
        return f"<p>{NO_ALTERNATIVE}</p>"
    lines = "".join(
        f"<li><strong>{html.text(other.name)}.</strong> {html.text(other.tell_apart)}</li>"
        for other in item.alternatives
    )
    return f"<ul>{lines}</ul>"


def _sources(item: Condition) -> str:
    """Return author and year of the first sources, and how many more the course names."""
    short = [evidence.reference(ref_id).short for ref_id in item.ref_ids]
    more = len(short) - _MOST_SOURCES
    rest = f"; and {more} more in the course" if more > 0 else ""
    return "; ".join(short[:_MOST_SOURCES]) + rest + "."

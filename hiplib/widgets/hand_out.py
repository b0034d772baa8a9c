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
from hiplib.widgets.condition_card import NO_ALTERNATIVE, PLAIN, how_soon, warning_signs

_MOST_SOURCES = 8
_SIZES = {1900: 10.5, 2500: 10.0, 3000: 9.4, 3800: 8.9, 4800: 8.1}  # letters up to: points
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
    size = next((points for most, points in _SIZES.items() if letters <= most), _SMALLEST)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.text(item.name)}'
        f"</title><style>{style} body {{ font-size: {size}pt; }}</style></head>"
        f"<body>{body}</body></html>"
    )


def _body(item: Condition) -> str:
    plain, time = item.plain, item.return_text
    if item.return_weeks is not None:  # author and year instead of the ids of sources
        short = {ref_id: evidence.reference(ref_id).short for ref_id in item.ref_ids}
        words = re.split(r"(\w+)", item.return_basis)
        time = f"{time}. {''.join(short.get(word, word) for word in words)}"
    rows = [(title, html.text(plain[name] or "Not recorded.")) for title, name in PLAIN]
    others = html.bullets(
        f"<strong>{html.text(other.name)}.</strong> {html.text(other.tell_apart)}"
        for other in item.alternatives
    )
    sources = [evidence.reference(ref_id).short for ref_id in item.ref_ids]
    if len(sources) > _MOST_SOURCES:
        more = len(sources) - _MOST_SOURCES
        sources[_MOST_SOURCES:] = [f"and {more} more in the course"]
    also = html.text(", ".join(item.synonyms))
    return "".join(
        [
            f"<h1>{html.text(item.name)}</h1><p>{how_soon(item.urgency)}</p>",
            f'<p class="also">Also called: {also}</p>' if also else "",
            f"<figure>{body_svg(item.region_ids)}Schematic</figure>",
            f'<p class="lead">{html.text(plain["summary"])}</p>',
            html.definitions([*rows, ("Time to running", html.text(time))]),
            f"<h2>When to get help</h2><p>{html.text(plain['get_help_if'])}</p>",
            f'<div class="two"><div><h2>Warning signs</h2>{warning_signs(item)}</div>',
            "<div><h2>What else it could be</h2>",
            others if item.alternatives else f"<p>{NO_ALTERNATIVE}</p>",
            f"</div></div><footer><p>Sources: {html.text('; '.join(sources))}.</p>",
            f"<p>{html.said('hand_out_notice')}</p></footer>",
        ]
    )

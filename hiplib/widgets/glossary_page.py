"""The glossary of page 10: every term with how to say it, what it means and where it is used.

Choice made here: the terms are folded by letter, so that the page stays short and a keyboard does
not have to pass every entry; a search shows what fits, unfolded. Each entry is an anchor: a link
from another page opens its letter and lands on it (see `live.js`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

import ipywidgets

from hiplib import glossary as words
from hiplib import tables
from hiplib.glossary import Term
from hiplib.widgets import html
from hiplib.widgets.controls import column, search
from hiplib.widgets.live import Live

MOST_FOUND = 12  # what is further down fits too little to be worth reading


def glossary() -> ipywidgets.Widget:
    """Return the glossary: a search field, what it finds, and all terms by letter."""
    field = search("Find a word", "for example: labrum, LR+, sit bone")
    found = Live()

    def show(_: object) -> None:
        text = field.value.strip()
        found.html = _found(text, words.find(text)[:MOST_FOUND]) if text else ""

    field.observe(show, "value")
    return column(field, found, Live(by_letter(), polite=False))


def by_letter() -> str:
    """Return all terms, folded by their first letter; the id of each entry is its term_id."""
    parts = [f'<p class="hip-note">All {len(words.terms())} terms by letter:</p>']
    for letter, group in groupby(words.terms(), key=lambda term: term.term[0].upper()):
        own = list(group)
        span = own[0].term if len(own) == 1 else f"{own[0].term} to {own[-1].term}"
        parts.append(html.fold(f"{letter}: {span} ({len(own)})", entries(own, anchors=True)))
    return "".join(parts)


def entries(terms: Iterable[Term], *, anchors: bool = False) -> str:
    """Return some terms as a list of definitions; with `anchors` links can lead to each."""
    rows = (
        f'<div id="{term.term_id}" tabindex="-1">{_entry(term)}</div>'
        if anchors
        else f"<div>{_entry(term)}</div>"
        for term in terms
    )
    return f'<dl class="hip-terms">{"".join(rows)}</dl>'


def _entry(term: Term) -> str:
    say = f'<span class="hip-say">{html.text(term.pronunciation)}</span>'
    also = _also(term)
    notes = [
        f"Also: {html.text(', '.join(also))}." if also else "",
        _page(term.see_page),
        f"Source: {html.cite(term.ref_id)}." if term.ref_id else "",
    ]
    return (
        f"<dt>{html.text(term.term)}{say if term.pronunciation else ''}</dt>"
        f"<dd>{html.text(term.definition)} "
        f'<span class="hip-note">{" ".join(note for note in notes if note)}</span></dd>'
    )


def _also(term: Term) -> list[str]:
    """Return the other names of a term, without plurals and parts of its name."""
    name = _singular(term.term)
    others: dict[str, str] = {}
    for form in term.forms:
        if _singular(form) not in name:
            others.setdefault(_singular(form), form)
    return list(others.values())


def _singular(words: str) -> str:
    return re.sub(r"ies$", "y", words.casefold().replace("-", " ")).rstrip("s")


def _page(page_id: str) -> str:
    if not page_id or page_id == html.GLOSSARY_PAGE:
        return ""
    page = tables.read("pages").set_index("page_id").loc[page_id]
    name = f"page {page['number']}, {page['short_title']}"
    return f"See {html.link(f'{page_id}.ipynb', name) if page['built'] else html.text(name)}."


def _found(text: str, fitting: list[Term]) -> str:
    if not fitting:
        return (
            f"<p>No term fits “{html.text(text)}”. Try another spelling or a part of the word, or "
            "open its letter below.</p>"
        )
    fit = "1 term fits" if len(fitting) == 1 else f"{len(fitting)} terms fit, the best first"
    return f"<p>{fit}:</p>{entries(fitting)}"

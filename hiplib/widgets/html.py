"""Small pieces of HTML that pages share. Pure text in, text out; everything typed is escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from hiplib import evidence, glossary, tables

if TYPE_CHECKING:
    import pandas as pd

GLOSSARY_PAGE = "10_glossary_sources"
# One simple drawing per urgency, so that colour is never the only sign.
_ICONS = {
    "emergency_now": '<path d="M8 1 15 14H1Z"/><path d="M8 6v4M8 11.6v.6"/>',
    "same_day": '<circle cx="8" cy="8" r="6.5"/><path d="M8 4v4.5M8 11v.6"/>',
    "within_days": '<circle cx="8" cy="8" r="6.5"/><path d="M8 4v4l3 2"/>',
    "routine": '<path d="M2 3h12v11H2zM2 6.5h12M5.5 1v3M10.5 1v3"/>',
    "self_manage": '<circle cx="8" cy="5" r="3"/><path d="M2.5 15c0-4 2-6 5.5-6s5.5 2 5.5 6"/>',
}


def text(value: object) -> str:
    """Escape anything for HTML; a missing value becomes an empty text.

    Examples
    --------
    >>> text("<b>")
    '&lt;b&gt;'
    >>> text(None)
    ''
    """
    return "" if _missing(value) else escape(str(value))


def said(text_id: str) -> str:
    """Return a text that stands on a page as it is, from the table of these.

    Examples
    --------
    >>> said("no_running")[:25]
    'A bone injury is possible'
    """
    return text(tables.lookup("page_texts", "text")[text_id])


def note(text_id: str) -> str:
    """Return such a text as a quiet paragraph."""
    return f'<p class="hip-note">{said(text_id)}</p>'


def loud(text_id: str) -> str:
    """Return such a text as a paragraph that stands out."""
    return f"<p><strong>{said(text_id)}</strong></p>"


def fold(title: str, html: str) -> str:
    """Return a part that opens on request, by mouse, keyboard and screen reader.

    Examples
    --------
    >>> fold("Sources", "<p>None.</p>")
    '<details class="hip-fold"><summary>Sources</summary><p>None.</p></details>'
    """
    return f'<details class="hip-fold"><summary>{text(title)}</summary>{html}</details>'


def card(title: str, html: str, *, level: int = 3) -> str:
    """Return a framed part with a heading of the given level."""
    return (
        f'<section class="hip-card"><h{level} class="hip-card-title">{text(title)}</h{level}>'
        f"{html}</section>"
    )


def table(frame: pd.DataFrame, *, caption: str = "") -> str:
    """Return a data frame as a table; numbers right-aligned, missing cells as a dash with a word.

    Examples
    --------
    >>> import pandas as pd
    >>> '<th scope="col">name</th>' in table(pd.DataFrame({"name": ["a"]}))
    True
    """
    classes = [' class="num"' * (kind.kind in "iuf") for kind in frame.dtypes]
    names = zip(classes, frame.columns, strict=True)
    head = "".join(f'<th scope="col"{of}>{text(name)}</th>' for of, name in names)
    lines = (zip(classes, row, strict=True) for row in frame.itertuples(index=False, name=None))
    rows = "".join(
        f"<tr>{''.join(f'<td{of}>{_cell(value)}</td>' for of, value in line)}</tr>"
        for line in lines
    )
    words = f"<caption>{text(caption)}</caption>" if caption else ""
    body = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    return f'<table class="hip-table">{words}{body}</table>'


class Raw(str):
    """Text that is HTML already, as a cell of a `table` of objects."""


def bullets(items: Iterable[str], kind: str = "") -> str:
    """Return pieces of HTML as a list; `kind` is a class such as "hip-sources"."""
    head = f'<ul class="{kind}">' if kind else "<ul>"
    return f"{head}{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def error(problem: object) -> str:
    """Return what does not work, as a sentence beside its control."""
    return f'<p class="hip-error">{text(problem)}</p>'


def cite(ref_id: str) -> str:
    """Return author and year of a reference, linked where it has an address."""
    source = evidence.reference(ref_id)
    return link(source.url, source.short) if source.url else text(source.short)


def link(url: str, words: str) -> str:
    """Return a link; one that leaves the course opens in a new tab and tells it no referrer."""
    outside = url.startswith(("http://", "https://"))
    extra = ' target="_blank" rel="noopener noreferrer"' if outside else ""
    return f'<a href="{escape(url, quote=True)}"{extra}>{text(words)}</a>'


def glossed(escaped: str, seen: set[str] | None = None) -> str:
    """Link the first use of each hard word in an escaped text (no tags) to the glossary.

    `seen` carries the terms that the text before has used, so that a card of several texts links
    each word once; it is added to.

    Examples
    --------
    >>> seen = {"hip_bone"}
    >>> glossed("The labrum seals; the labrum is soft.", seen).count("<a ")
    1
    >>> sorted(seen)
    ['hip_bone', 'labrum']
    """
    seen = set() if seen is None else seen
    parts, done = [], 0
    for use in glossary.first_uses(escaped):
        if use.term.link and use.term.term_id not in seen:
            parts += [escaped[done : use.start], term_link(use.term, escaped[use.start : use.end])]
            done = use.end
        seen.add(use.term.term_id)
    return "".join([*parts, escaped[done:]])


def term_link(term: glossary.Term, escaped: str) -> str:
    """Return an escaped text as a link to a glossary entry, with the definition as its title.

    It opens beside the page, so that nothing entered there is lost; one tab serves all words.
    """
    address = f"{GLOSSARY_PAGE}.ipynb#{term.term_id}"
    title = escape(term.definition, quote=True)
    return f'<a href="{address}" target="hip-glossary" title="{title}">{escaped}</a>'


def download(content: str | bytes, mediatype: str, name: str, words: str) -> str:
    """Return a link that saves a text made on the page as a file; nothing leaves the page."""
    raw = content.encode("utf-8") if isinstance(content, str) else content
    coded = b64encode(raw).decode("ascii")
    return f'<a download="{name}" href="data:{mediatype};charset=utf-8;base64,{coded}">{words}</a>'


def sources(ref_ids: Iterable[str]) -> str:
    """Return the citations of some references as a list, each with its link where it has one."""
    items = [citation(evidence.reference(ref_id)) for ref_id in dict.fromkeys(ref_ids)]
    return bullets(items, "hip-sources") if items else ""


def source_fold(ref_ids: Iterable[str], title: str = "Sources") -> str:
    """Return the citations as a fold; nothing without any."""
    cited = sources(filter(None, ref_ids))
    return fold(title, cited) if cited else ""


def citation(reference: evidence.Reference) -> str:
    """Return a whole citation with its link where it has one."""
    url = link(reference.url, "open") if reference.url else "(no link: cite as printed)"
    return f"{text(reference)} {url}"


def badge(urgency: str) -> str:
    """Return how urgent something is, as icon, colour and words."""
    label = tables.lookup("urgencies", "label")[urgency]
    return (
        f'<span class="hip-badge hip-urgency-{urgency}"><svg viewBox="0 0 16 16" fill="none" '
        f'stroke="currentColor" stroke-width="1.6" aria-hidden="true">{_ICONS[urgency]}</svg>'
        f"{text(label)}</span>"
    )


def scroll(content: str, name: str) -> str:
    """Return a part that scrolls sideways by itself, reachable by keyboard."""
    label = text(name)
    return (
        f'<div class="hip-scroll" tabindex="0" role="region" aria-label="{label}">{content}</div>'
    )


def definitions(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a list of terms with their HTML; pairs with nothing to say are left out."""
    rows = "".join(f"<dt>{text(term)}</dt><dd>{html}</dd>" for term, html in pairs if html)
    return f"<dl>{rows}</dl>"


def _cell(value: object) -> str:
    if _missing(value):
        return '<span aria-label="no value">&ndash;</span>'
    if isinstance(value, float):
        return f"{value:.4g}"
    return value if isinstance(value, Raw) else text(value)


def _missing(value: Any) -> bool:
    return value is None or value != value or str(value) in ("<NA>", "NaT")

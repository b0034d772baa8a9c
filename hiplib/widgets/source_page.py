"""Page 10: what the certainty words mean, and every source with where it is used.

Choice made here: the list comes in pieces on request, since hundreds of citations at once make a
page slow and nobody reads them; search and filters always work on all of them.
"""

from __future__ import annotations

import re
from collections import Counter

import ipywidgets

from hiplib import evidence, sources, tables
from hiplib.sources import Source
from hiplib.widgets import html
from hiplib.widgets.controls import button, column, follow, row, search, select
from hiplib.widgets.live import Live
from hiplib.widgets.page_frame import page_names

PIECE = 15  # sources shown at once
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
ALL, COMPLETE, MISSING = "", "complete", "missing"


def certainty_guide() -> ipywidgets.Widget:
    """Return the certainty words, each with its meaning and one statement as an example."""
    table = tables.read("certainties").sort_values("rank", ascending=False)
    return Live("".join(_certainty(row) for row in table.to_dict("records")), polite=False)


def source_list() -> ipywidgets.Widget:
    """Return every source that the course uses: search, filters, and a list in pieces."""
    return _SourceList().view


class _SourceList:
    """Joins search and filters with the list; `shown` is how many are open."""

    def __init__(self) -> None:
        self.text = search("Find a source", "author, year, title or journal")
        self.page = select("Used on", _pages())
        records = [("All", ALL), ("Complete", COMPLETE), ("Something is missing", MISSING)]
        self.record = select("Record", records)
        self.count, self.list = Live(), Live(polite=False)
        self.more = button(f"Show {PIECE} more", self.show_more)
        self.found: list[Source] = []
        self.shown = PIECE
        follow(self.filter, self.text, self.page, self.record)
        self.filter()
        overview = Live(f"<p>{summary()}</p>", polite=False)
        filters = row(self.text, self.page, self.record)
        self.view = column(overview, filters, self.count, self.list, row(self.more))

    def filter(self) -> None:
        """Show the first piece of what fits."""
        missing = None if self.record.value == ALL else self.record.value == MISSING
        self.found = sources.find(self.text.value, self.page.value, missing=missing)
        self.shown = PIECE
        self.show()

    def show_more(self) -> None:
        """Show another piece."""
        self.shown += PIECE
        self.show()

    def show(self) -> None:
        """Write the count and the list."""
        here = self.found[: self.shown]
        self.list.html = html.bullets(map(_item, here), "hip-sources") if here else ""
        self.count.html = _count(len(here), len(self.found))
        self.more.disabled = len(here) == len(self.found)


def summary() -> str:
    """Return in words how many sources there are, how they were read, and what is missing."""
    own = sources.sources()
    read = Counter(source.read_as for source in own)
    *kinds, last = [f"{kind} of {number}" for kind, number in read.most_common()]
    gaps = sum(bool(source.missing) for source in own)
    return (
        f"The course uses {len(own)} sources. What was read: {', '.join(kinds)} and {last}. "
        f"The records of {gaps} lack something, most often an identifier such as a DOI."
    )


def _certainty(row: dict[object, object]) -> str:
    fact = evidence.fact(str(row["example_fact_id"]))
    said = set(map(float, _NUMBER.findall(fact.statement)))
    told = set(map(float, _NUMBER.findall(fact.amount))) <= said  # the statement holds them all
    number = "" if told else f": {html.text(fact.amount)}"
    people = f"{html.text(fact.population)}; " if fact.population else ""
    return html.card(
        str(row["label"]),
        f"<p>{html.text(row['meaning'])}</p>"
        f"<p><strong>Example.</strong> {html.text(fact.statement.rstrip('.'))}{number}. "
        f'<span class="hip-note">({people}{html.cite(fact.ref_id)})</span></p>',
    )


def _pages() -> list[tuple[str, object]]:
    used = {page for source in sources.sources() for page in source.pages}
    names = ((name, page) for page, name in page_names().items() if page in used)
    return [("All pages", ALL), *names]


def _item(source: Source) -> str:
    reference = source.reference
    notes = [
        f"Kind: {reference.study_type}.",
        f"What was read: {reference.seen_what}.",
        f"Missing in the record: {source.missing}." if source.missing else "",
        f"Used for: {'; '.join(source.uses)}.",
    ]
    words = " ".join(html.text(note) for note in notes if note)
    pages = ", ".join(map(_page, source.pages))
    where = f" Pages: {pages}." if pages else ""
    return f'{html.citation(reference)}<br><span class="hip-note">{words}{where}</span>'


def _page(page_id: str) -> str:
    built, name = tables.lookup("pages", "built")[page_id], page_names()[page_id]
    return html.link(f"{page_id}.ipynb", name) if built else html.text(f"{name} (being written)")


def _count(shown: int, found: int) -> str:
    if not found:
        return "<p>No source fits all of this. Use another word or take a filter away.</p>"
    if shown == found:
        return f"<p>{found} {'source' if found == 1 else 'sources'}, all shown.</p>"
    return f"<p>{found} sources, the first {shown} shown.</p>"

"""Page 00: four doors, and the map of the course with what the reader has done.

Choice made here: the map is a list of lists, so that the keyboard and a screen reader walk it as
they see it; its look as a path is style alone.
"""

from __future__ import annotations

from typing import Any

import ipywidgets

from hiplib import learning, tables
from hiplib.widgets import html
from hiplib.widgets.live import Live
from hiplib.widgets.progress_store import store


def doors() -> ipywidgets.Widget:
    """Return the four ways into the course; a page that is not built yet has no door."""
    built = _built()
    links = "".join(
        f'<li><a href="{door["page_id"]}.ipynb"><strong>{html.text(door["title"])}</strong>'
        f"<span>{html.text(door['text'])}</span></a></li>"
        for door in tables.records("start_doors")
        if door["page_id"] in built
    )
    return Live(f'<ul class="hip-doors">{links}</ul>', polite=False)


def course_map() -> ipywidgets.Widget:
    """Return the map: the pages by part, in the order in which they build on each other."""
    shown = Live(polite=False)

    def show() -> None:
        shares = learning.page_progress(store().record)
        shown.html = map_html(shares)

    store().on_change(show)
    show()
    return shown


def map_html(shares: dict[str, float]) -> str:
    """Return the map as HTML; `shares` (0 to 1) of the questions that were answered on each page.

    Examples
    --------
    >>> "50 of 100" in map_html({"01_hip_anatomy": 0.5})
    True
    """
    pages = tables.records("pages", built=True)
    minutes = sum(page["minutes"] for page in pages)
    parts = []
    for part in tables.records("course_parts"):
        own = [page for page in pages if page["part"] == part["part"]]
        if own:
            parts.append(
                f"<li><h3>{html.text(part['name'])}</h3><p>{html.text(part['leads_to'])}</p>"
                f"<ul>{''.join(_page(page, shares) for page in own)}</ul></li>"
            )
    return (
        f'<p class="hip-note">{len(pages)} pages, about {minutes / 60:.0f} hours in all. Take one '
        f'at a sitting.</p><ol class="hip-map">{"".join(parts)}</ol>'
    )


def _page(page: dict[str, Any], shares: dict[str, float]) -> str:
    done = round(100 * shares.get(page["page_id"], 0))
    words = f"Questions answered on the page {html.text(page['short_title'])}"
    bar = (
        f'<progress max="100" value="{done}" aria-label="{words}"></progress> '
        f'<span class="hip-note">{done} of 100</span>'
        if done
        else ""
    )
    link = html.link(f"{page['page_id']}.ipynb", f"{page['number']} {page['short_title']}")
    return (
        f'<li>{link} <span class="hip-note">{page["minutes"]} min</span> {bar}'
        f'<span class="hip-note hip-what">{html.text(page["summary"])}</span></li>'
    )


def _built() -> set[str]:
    return {page["page_id"] for page in tables.records("pages", built=True)}

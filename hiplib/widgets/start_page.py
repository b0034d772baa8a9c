"""Page 00: four doors, and the map of the course with what the reader has done.

Choice made here: the map is a list of lists, so that the keyboard and a screen reader walk it as
it is seen; the line that joins its stops, down or across as there is room, is style alone.
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
        shown.html = map_html(learning.page_progress(store().record))

    store().on_change(show)
    show()
    return shown


def map_html(counts: dict[str, tuple[int, int]]) -> str:
    """Return the map as HTML; `counts` of answered and of all questions on each page.

    Examples
    --------
    >>> "1 of 4 questions" in map_html({"01_hip_anatomy": (1, 4)})
    True
    """
    pages = tables.records("pages", built=True)
    minutes = sum(page["minutes"] for page in pages)
    parts = []
    for part in tables.records("course_parts"):
        stops = "".join(_stop(page, counts) for page in pages if page["part"] == part["part"])
        name, leads_to = html.text(part["name"]), html.text(part["leads_to"])
        head = f'<div class="hip-part"><h3>{name}</h3><p>{leads_to}</p></div>'
        parts.append(f"<li>{head}<ol>{stops}</ol></li>" if stops else "")
    return (
        f'<p class="hip-note">{len(pages)} pages, about {minutes / 60:.0f} hours in all. Take one '
        f'at a sitting.</p><ol class="hip-map hip-wide">{"".join(parts)}</ol>'
    )


def _stop(page: dict[str, Any], counts: dict[str, tuple[int, int]]) -> str:
    """Return one page as a ring that fills with what is answered, its name, and what is in it."""
    done, of_all = counts.get(page["page_id"], (0, 0))
    arc = f'<circle pathLength="{of_all}" stroke-dasharray="{done} {of_all}" />' if done else ""
    ring = f'<svg viewBox="-22 -22 44 44" aria-hidden="true"><circle />{arc}</svg>'
    asked = f", {done} of {of_all} questions" if of_all else ""
    return (
        f'<li><a href="{page["page_id"]}.ipynb"><span class="hip-stop">{ring}{page["number"]}'
        f"</span> <strong>{html.text(page['short_title'])}</strong> "
        f'<span class="hip-note">{page["minutes"]} min{asked}</span></a>'
        f'<p class="hip-note">{html.text(page["summary"])}</p></li>'
    )


def _built() -> set[str]:
    return {page["page_id"] for page in tables.records("pages", built=True)}

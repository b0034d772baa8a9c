"""The front door of the course: four doors, and a map of the pages with the learner's progress."""

from __future__ import annotations

from typing import Any

import ipywidgets

from hiplib import learning, tables
from hiplib.widgets import html
from hiplib.widgets.controls import column
from hiplib.widgets.live import Live
from hiplib.widgets.progress_store import store

# Pixels of the map as drawn on a phone; wider windows enlarge it.
_WIDE, _TALL, _STEP_X, _STEP_Y = 108, 54, 120, 80


def course_map() -> ipywidgets.Widget:
    """Return the doors and the map; the bars on it follow the learner's record."""
    doors, shown = Live(doors_html(), polite=False), Live(polite=False)

    def show() -> None:
        shown.html = map_svg(learning.page_progress(store().record))

    store().on_change(show)
    show()
    return column(doors, shown, store())


def doors_html() -> str:
    """Return the four doors with the pages behind each."""
    pages, behind = _pages(), tables.read("door_pages").sort_values("order")
    made = []
    for door in tables.read("doors").sort_values("order").to_dict("records"):
        ways = behind.loc[behind["door_id"] == door["door_id"], "page_id"]
        links = html.bullets(
            f"{html.link(f'{key}.ipynb', pages[key]['short_title'])}, {pages[key]['minutes']} min"
            for key in ways
            if key in pages
        )
        title, words = html.text(door["title"]), html.text(door["text"])
        made.append(f"<section><h3>{title}</h3><p>{words}</p>{links}</section>")
    return f'<div class="hip-side hip-doors">{"".join(made)}</div>'


def map_svg(progress: dict[str, float]) -> str:
    """Return the course map: each page a link with its time and the share of its questions done.

    Examples
    --------
    >>> drawn = map_svg({"01_hip_anatomy": 0.5})
    >>> '50% done' in drawn
    True
    """
    pages = _pages()
    rows = tables.read("course_map").to_dict("records")
    places: dict[str, tuple[int, int]] = {
        row["page_id"]: ((row["column"] - 1) * _STEP_X + 4, (row["row"] - 1) * _STEP_Y + 4)
        for row in rows
        if row["page_id"] in pages
    }
    leads = tables.read("page_leads").to_dict("records")
    known = [
        (lead["page_id"], lead["next_id"])
        for lead in leads
        if lead["page_id"] in places and lead["next_id"] in places
    ]
    after: dict[str, list[str]] = {}
    for page_id, next_id in known:
        after.setdefault(page_id, []).append(str(pages[next_id]["short_title"]))
    lines = "".join(_line(places[one], places[two]) for one, two in known)
    nodes = "".join(
        _node(pages[key], places[key], progress.get(key, 0.0), after.get(key, []))
        for key in sorted(places)
    )
    height = max(y for _, y in places.values()) + _TALL + 4
    return (
        f'<figure class="hip-map"><svg viewBox="0 0 {2 * _STEP_X + _WIDE + 8} {height}" '
        'role="group" aria-label="Map of the course: each page, and the pages that build on it">'
        f"{lines}{nodes}</svg><figcaption>A line leads down to what builds on a page. The bar shows"
        " how many of its questions you answered in this browser.</figcaption></figure>"
    )


def _line(one: tuple[int, int], two: tuple[int, int]) -> str:
    (x1, y1), (x2, y2) = one, two
    half = _WIDE // 2
    return f'<path class="hip-map-line" d="M{x1 + half} {y1 + _TALL}L{x2 + half} {y2}"/>'


def _node(page: dict[str, Any], place: tuple[int, int], share: float, leads: list[str]) -> str:
    x, y = place
    done = f"{share:.0%} done" if share else "not started"
    then = f"; leads to {', '.join(leads)}" if leads else ""
    label = f"Page {page['number']}: {page['title']}, {page['minutes']} minutes, {done}{then}"
    title = str(page["short_title"])
    # A long name is drawn closer, so that it ends inside its box in any font.
    fit = f' textLength="{_WIDE - 16}" lengthAdjust="spacingAndGlyphs"' * (len(title) > 11)
    time = f"{page['number']} · {page['minutes']} min{f' · {share:.0%} done' if share else ''}"
    return (
        f'<a href="{page["page_id"]}.ipynb" aria-label="{html.text(label)}">'
        f'<rect x="{x}" y="{y}" width="{_WIDE}" height="{_TALL}" rx="8"/>'
        f'<text x="{x + 8}" y="{y + 19}"{fit}>{html.text(title)}</text>'
        f'<text class="hip-map-time" x="{x + 8}" y="{y + 36}">{time}</text>'
        f'<path class="hip-map-bar" d="M{x + 8} {y + 45}h{_WIDE - 16}"/>'
        f'<path class="hip-map-done" d="M{x + 8} {y + 45}h{(_WIDE - 16) * share:.0f}"/></a>'
    )


def _pages() -> dict[str, dict[str, Any]]:
    pages = tables.read("pages")
    built = pages[pages["built"]].to_dict("records")
    return {row["page_id"]: {str(key): value for key, value in row.items()} for row in built}

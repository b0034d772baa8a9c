"""The parts that every page has: its head, its sources, its way on."""

from __future__ import annotations

from collections.abc import Iterable

import ipywidgets

from hiplib import tables
from hiplib.widgets import html
from hiplib.widgets.controls import column
from hiplib.widgets.live import Live
from hiplib.widgets.pulse import Pulse


def page(page_id: str) -> ipywidgets.Widget:
    """Return the head of a page: time needed and what the reader will be able to do.

    It also keeps watch on the connection (see `Pulse`).

    Raises
    ------
    ValueError
        When `data/pages.csv` has no such page.
    """
    pages = tables.read("pages").set_index("page_id")
    if page_id not in pages.index:
        raise ValueError(f"There is no page {page_id!r}. Pages: {', '.join(pages.index)}.")
    goals = tables.read("page_objectives")
    wanted = goals[goals["page_id"] == page_id].sort_values("order")["objective"]
    points = "".join(f"<li>{html.text(goal)}</li>" for goal in wanted)
    head = (
        f'<div class="hip-page-head"><p>Takes about {int(pages["minutes"][page_id])} minutes. '
        f"After this page you can:</p><ul>{points}</ul></div>"
    )
    return column(Live(head, polite=False), Pulse())


def sources(ref_ids: Iterable[str]) -> ipywidgets.Widget:
    """Return the references of a page as a list with links."""
    return Live(html.sources(ref_ids), polite=False)


def contents() -> ipywidgets.Widget:
    """Return the list of pages with times, for the start page."""
    rows = []
    for entry in tables.read("pages").to_dict("records"):
        title = html.text(entry["title"])
        if entry["built"]:
            title = html.link(f"{entry['page_id']}.ipynb", str(entry["title"]))
        state = f"{entry['minutes']} min" if entry["built"] else "being written"
        rows.append(
            f"<tr><td>{html.text(entry['number'])}</td><td>{title}<br>"
            f'<span class="hip-note">{html.text(entry["summary"])}</span></td><td>{state}</td></tr>'
        )
    body = (
        '<table class="hip-table"><caption>The pages of the course</caption><thead><tr>'
        '<th scope="col">No.</th><th scope="col">Page</th><th scope="col">Time</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
    return Live(body, polite=False)

"""The parts that every page has: its head, its sources, its way on."""

from __future__ import annotations

from collections.abc import Iterable

import ipywidgets

from hiplib.tables import lookup, records
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
    minutes = lookup("pages", "minutes")
    if page_id not in minutes:
        raise ValueError(f"There is no page {page_id!r}. Pages: {', '.join(minutes)}.")
    goals = records("page_objectives", page_id=page_id)
    points = html.bullets(html.text(goal["objective"]) for goal in goals)
    head = (
        f'<div class="hip-page-head"><p>Takes about {minutes[page_id]} minutes. '
        f"After this page you can:</p>{points}</div>"
    )
    return column(Live(head, polite=False), Pulse())


def page_names() -> dict[str, str]:
    """Return number and short title of each page by its id."""
    return {row["page_id"]: f"{row['number']} {row['short_title']}" for row in records("pages")}


def sources(ref_ids: Iterable[str]) -> ipywidgets.Widget:
    """Return the references of a page as a list with links."""
    return Live(html.sources(ref_ids), polite=False)

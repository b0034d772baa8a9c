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

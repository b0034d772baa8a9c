"""The catalogue of conditions: body map, filters and search, a list of what fits, and one card.

Choice made here: the card stays open while it fits, a link on it opens another card, and nothing
that was typed is lost by that.
"""

from __future__ import annotations

import ipywidgets

from hiplib import conditions, tables
from hiplib.widgets import html
from hiplib.widgets.body_map import BodyMap
from hiplib.widgets.card_view import CardView
from hiplib.widgets.condition_card import condition_card
from hiplib.widgets.controls import button, column, follow, row, search, select
from hiplib.widgets.hand_out import hand_out
from hiplib.widgets.hip_of_condition import HipOfCondition
from hiplib.widgets.live import Live
from hiplib.widgets.pick_list import PickList

FIRST_CARD = "femoral_neck_stress_fracture"  # the one that a runner must not miss
ALL = ("All", "")  # ipywidgets shows an empty field for an option whose value is None
NO_CARD = '<p class="hip-note">Choose a line to open its card.</p>'


def catalogue() -> ipywidgets.Widget:
    """Return the catalogue of page 03: body map, filters, list, detail card."""
    return _Catalogue().view


class _Catalogue:
    """Joins the map and the filters with the list, and the list with the card."""

    def __init__(self) -> None:
        tissues = tables.read("tissues")
        urgencies = tables.read("urgencies").sort_values("rank", ascending=False)
        soon = zip(urgencies["label"], urgencies["urgency"], strict=True)
        self.body = BodyMap("Where does it hurt? Choose a place, or none for all.")
        self.tissue = select("Tissue", [ALL, *zip(tissues["name"], tissues["tissue"], strict=True)])
        self.urgency = select("How soon to get help", [ALL, *soon])
        self.text = search("Name or words", "for example: bursitis, groin, sit bone")
        self.count, self.card, self.hip = Live(), CardView(), HipOfCondition()
        self.list = PickList("Conditions that fit")
        self.body.observe(lambda _: self.filter(), "chosen")
        follow(self.filter, self.tissue, self.urgency, self.text)
        self.list.observe(lambda _: self.show(), "chosen")
        self.card.on_open(self.open)
        filters = row(self.text, self.tissue, self.urgency, button("Clear all", self.clear))
        filters.add_class("hip-filters")
        found = column(self.count, self.list)
        self.body.layout.flex, found.layout.flex = "3 1 480px", "2 1 340px"
        self.view = column(filters, row(self.body, found), self.hip.view, self.card)
        self.filter()
        self.list.chosen = FIRST_CARD

    def clear(self) -> None:
        """Take every filter away."""
        self.body.chosen = []
        self.tissue.value = self.urgency.value = self.text.value = ""

    def filter(self) -> None:
        """Show which conditions fit; keep the open card if it is still among them."""
        text = self.text.value.strip()
        rows = conditions.find(
            region=next(iter(self.body.chosen), None),
            tissue=self.tissue.value or None,
            urgency=self.urgency.value or None,
            text=text,
        )
        rows = rows if text else rows.sort_values("name")
        self.list.offer(
            (str(key), f"<span>{html.text(one['name'])}</span> {html.badge(one['urgency'])}")
            for key, one in rows.iterrows()
        )
        verb = "fits" if len(rows) == 1 else "fit"
        said = f"{len(rows)} of {len(conditions.catalogue())} conditions {verb}."
        if rows.empty:
            near = ", ".join(conditions.condition(key).name for key in conditions.nearest(text))
            hint = f" The nearest names are: {html.text(near)}." if text and near else ""
            said = f"No condition fits all of this.{hint} Take a filter away or use another word."
        self.count.html = f"<p>{said}</p>"

    def show(self, *, focus: bool = False) -> None:
        """Show the card of the chosen line."""
        chosen = self.list.chosen
        item = conditions.condition(chosen) if chosen else None
        card, sheet = (condition_card(item), hand_out(item)) if item else (NO_CARD, "")
        self.card.show(card, hand_out=sheet, focus=focus)
        self.hip.of(chosen, item.name if item else "")

    def open(self, condition_id: str) -> None:
        """Open the card that a link names; filters that hide it are taken away."""
        if condition_id not in conditions.catalogue().index:
            return  # an address typed by hand
        if condition_id not in self.list.ids:
            self.clear()
        self.list.chosen = condition_id
        self.show(focus=True)

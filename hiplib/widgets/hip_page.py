"""Page 01: the hip in three dimensions, and the list of everything that lies around it.

Choice made here: fixed views come first and free turning is extra; a part can be chosen by its name
in a list as well as by a click, so that nothing needs a mouse.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import ipywidgets

from hiplib import anatomy, tables
from hiplib.anatomy import Structure
from hiplib.figures import hip as plates
from hiplib.figures.hip_views import PART_COLOURS, POINTS, VIEWS
from hiplib.widgets import html
from hiplib.widgets.controls import button, choose, column, row, search, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView, Point

if TYPE_CHECKING:
    import plotly.graph_objects as go

# The parts and points of the picture that have a card.
NAMED = (*PART_COLOURS, *POINTS)
CATALOGUE = "03_conditions.ipynb"
PAIN_NOTE = (
    "The sources back the anatomy. The line on pain is a plain summary of common teaching; the "
    "cards of the conditions give the studies."
)
FIRST_CARD = '<p class="hip-note">Choose a part in the list, or click it in the picture.</p>'


def hip_viewer() -> ipywidgets.Widget:
    """Return the three-dimensional hip with its views, the list of its parts and a card."""
    return _Viewer().view


def structure_explorer() -> ipywidgets.Widget:
    """Return the search over all structures of the hip with a card for each."""
    return _Explorer().view


class _Viewer:
    """Joins the views and the list of parts with the picture and the card."""

    def __init__(self) -> None:
        self.hip = anatomy.hip()
        self.looks_from = "front"
        self.turns = 0
        self.plot = PlotView(
            self.figure(None),
            label="The bones of the left hip",
            summary=plates.hip_summary(self.hip),
            numbers=plates.hip_numbers(self.hip),
            height=560,
        )
        self.plot.on_click(self.clicked)
        self.buttons = {
            key: button(view.name, partial(self.look_from, key)) for key, view in VIEWS.items()
        }
        parts = [(plates.part_name(part), part) for part in NAMED]
        self.list = choose("Parts of the hip", parts, rows=len(parts))
        self.list.observe(lambda _: self.choose_part(), "value")
        self.card = Live(FIRST_CARD)
        self.buttons[self.looks_from].add_class("hip-chosen")
        side = column(self.list, button("Show all parts alike", self.clear), self.card)
        self.plot.layout.flex, side.layout.flex = "2 1 480px", "1 1 280px"
        self.view = column(row(*self.buttons.values()), row(self.plot, side))

    def look_from(self, view: str) -> None:
        """Show the hip from a fixed view, also when it was turned by hand before."""
        self.looks_from = view
        self.turns += 1
        for key, made in self.buttons.items():
            (made.add_class if key == view else made.remove_class)("hip-chosen")
        self.draw()

    def figure(self, part: str | None) -> go.Figure:
        """Return the present view with a part marked."""
        figure = plates.hip_figure(self.hip, view=self.looks_from, highlight=part)
        # A new revision makes the camera go back to the view; the same one leaves it alone.
        figure.layout.scene.uirevision = f"turn {self.turns}"
        return figure

    def draw(self) -> None:
        """Draw the present view with the chosen part marked."""
        part = self.list.value
        summary = plates.hip_summary(self.hip, view=self.looks_from, highlight=part)
        self.plot.show(self.figure(part), summary=summary)

    def clicked(self, point: Point) -> None:
        """Choose the part that was clicked in the picture, on its surface or its label."""
        part = str(point.get("customdata") or "").removeprefix("opposite_")
        if part in NAMED:
            self.list.value = part

    def choose_part(self) -> None:
        """Mark the chosen part, in a view in which it can be seen, and show its card."""
        part = self.list.value
        if part is None:
            self.card.html = FIRST_CARD
            self.draw()
            return
        self.card.html = structure_card(anatomy.structure(plates.structure_of(part)))
        seen_from = plates.best_view(self.hip, part, view=self.looks_from)
        if seen_from == self.looks_from:
            self.draw()
        else:
            self.look_from(seen_from)

    def clear(self) -> None:
        """Choose no part."""
        self.list.value = None


class _Explorer:
    """Joins search and kind with the list of structures, and the list with the card."""

    def __init__(self) -> None:
        self.text = search(
            "Plain or Latin name, or a word", "for example: sit bone, labrum, femoris"
        )
        kinds: list[tuple[str, object]] = [(kind.capitalize(), kind) for kind in anatomy.kinds()]
        self.kind = select("Kind", [("All", ""), *kinds], "")
        self.count, self.card = Live(), Live(polite=False)
        self.list = choose("Structures", [], rows=10)
        self.total = len(anatomy.structures())
        for control in (self.text, self.kind):
            control.observe(lambda _: self.filter(), "value")
        self.list.observe(lambda _: self.show(), "value")
        self.filter()
        self.list.value = "labrum"
        self.view = column(row(self.text, self.kind), self.count, self.list, self.card)

    def filter(self) -> None:
        """List what fits; keep the open card if it is still among them."""
        rows = anatomy.structures(kind=self.kind.value or None, text=self.text.value)
        chosen = self.list.value
        self.list.options = [
            (f"{row['name']} ({row['kind']})", str(key)) for key, row in rows.iterrows()
        ]
        self.list.value = chosen if chosen in rows.index else None
        self.count.html = (
            f"<p>{len(rows)} of {self.total} structures {'fits' if len(rows) == 1 else 'fit'}.</p>"
            if len(rows)
            else "<p>Nothing fits. Try fewer letters, or set Kind to All.</p>"
        )

    def show(self) -> None:
        """Show the card of the chosen line."""
        chosen = self.list.value
        self.card.html = (
            structure_card(anatomy.structure(chosen))
            if chosen
            else '<p class="hip-note">Choose a line to open its card.</p>'
        )


def structure_card(item: Structure) -> str:
    """Return the card of one structure as HTML: names, role, pain, conditions, sources."""
    body = html.definitions(
        [
            (
                "Latin name",
                f'<i lang="la">{html.text(item.latin_name)}</i>' * bool(item.latin_name),
            ),
            ("Kind", html.text(item.kind.capitalize())),
            ("Belongs to", html.text(item.part_of)),
            ("What it does", html.text(item.role)),
            ("Why it can hurt", html.text(item.pain_relevance)),
            ("Conditions", _conditions(item)),
        ]
    )
    found = html.fold(f"Sources ({len(item.ref_ids)})", html.sources(item.ref_ids))
    return html.card(item.name, f'{body}{found}<p class="hip-note">{PAIN_NOTE}</p>')


def _conditions(item: Structure) -> str:
    """Return the linked conditions with their urgency, then those without a card."""
    table = tables.read("conditions").set_index("condition_id")
    lines = []
    for key in item.condition_ids:
        name, urgency = str(table.at[key, "name"]), str(table.at[key, "urgency"])
        lines.append(f"<li>{html.link(CATALOGUE, name)} {html.badge(urgency)}</li>")
    lines += [f"<li>{html.text(name)} (no card yet)</li>" for name in item.other_conditions]
    if not lines:
        return "None is recorded in this course."
    return f'<ul class="hip-sources">{"".join(lines)}</ul>'

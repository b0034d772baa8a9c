"""Page 01: the list of everything that lies around the hip, with a card for each structure."""

from __future__ import annotations

import ipywidgets

from hiplib import anatomy, glossary, tables
from hiplib.anatomy import Structure
from hiplib.widgets import html
from hiplib.widgets.controls import choose, column, row, search, select
from hiplib.widgets.live import Live

CATALOGUE = "03_conditions.ipynb"
PAIN_NOTE = (
    "The sources back the anatomy. The line on pain is a plain summary of common teaching; the "
    "cards of the conditions give the studies."
)


def structure_explorer() -> ipywidgets.Widget:
    """Return the search over all structures of the hip with a card for each."""
    return _Explorer().view


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


def structure_card(item: Structure, *, drawn: str = "") -> str:
    """Return the card of one structure as HTML: names, role, pain, conditions, sources.

    `drawn` says how the structure came into the picture, where it is in one.
    """
    seen = {use.term.term_id for use in glossary.first_uses(item.name)}
    body = html.definitions(
        [
            (
                "Latin name",
                f'<i lang="la">{html.text(item.latin_name)}</i>' * bool(item.latin_name),
            ),
            ("Kind", html.text(item.kind.capitalize())),
            ("Belongs to", html.text(item.part_of)),
            ("What it does", html.glossed(html.text(item.role), seen)),
            ("Why it can hurt", html.glossed(html.text(item.pain_relevance), seen)),
            ("Conditions", _conditions(item)),
            ("In the picture", html.text(drawn)),
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

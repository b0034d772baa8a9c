"""Page 01: the hip in three dimensions, and the list of everything that lies around it.

Choice made here: fixed views come first and free turning is extra; a part can be chosen by its
name in a list as well as by a click, so that nothing needs a mouse. The page opens with the bones;
a soft part is sent when it is first shown.
"""

from __future__ import annotations

from functools import partial

import ipywidgets

from hiplib import anatomy, glossary, tables
from hiplib.anatomy import Structure, layer_names
from hiplib.figures import hip_views as parts
from hiplib.figures.hip import OTHERS, Plate
from hiplib.widgets import html
from hiplib.widgets.controls import Views, button, check, choose, column, row, search, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView, Point
from hiplib.widgets.slider import Slider

# The bones and points of the picture that have a card.
OTHERS_WORDS = [
    ("Faded, when one part is marked", "faded"),
    ("Hidden, when one part is marked", "hidden"),
    ("As they are", "solid"),
]
FIRST_CARD = '<p class="hip-note">Choose a part in the list, or click it in the picture.</p>'
CATALOGUE = "03_conditions.ipynb"
NOTHING = "<p>Nothing fits. Try fewer letters, or set Kind to All.</p>"


def hip_viewer() -> ipywidgets.Widget:
    """Return the three-dimensional hip with its views, layers, the list of its parts and a card."""
    return _Viewer().view


class _Viewer(Views):
    """Joins the views, the layers and the list of parts with the picture and the card."""

    def __init__(self) -> None:
        self.hip = anatomy.hip()
        self.part: str | None = None
        self.layers: set[str] = set()
        self.make_controls()
        self.plot = PlotView(label="The left hip", height=Plate.HEIGHT)
        self.draw()
        self.plot.on_click(self.clicked)
        side = column(self.text, self.list, self.others, self.all_alike, self.card)
        self.plot.layout.flex, side.layout.flex = "2 1 480px", "1 1 280px"
        buttons = row(*self.buttons.values()).add_class("hip-tight")
        boxes = row(*self.boxes.values()).add_class("hip-tight")
        self.peel.layout.flex, boxes.layout.flex = "1 1 280px", "2 1 420px"
        self.view = column(buttons, row(self.peel, boxes), row(self.plot, side))

    def make_controls(self) -> None:
        """Make the controls of views, layers and parts."""
        self.offer_views({key: view.name for key, view in parts.views().items()}, "front")
        most = len(layer_names())
        words = f"0 shows bones only, {most} shows everything. Or tick single layers."
        self.peel = Slider("Layers on the bones", value=0, low=0, high=most, help=words)
        self.boxes = {layer: check(name) for layer, name in layer_names().items()}
        self.text = search("Find a part", "for example: sit bone, glute, femoris")
        self.list = choose("Parts of the hip", _lines(), rows=12)
        self.others = select("Other soft parts", OTHERS_WORDS, OTHERS[0])
        self.all_alike = button("Show all parts alike", self.clear)
        self.card = Live(FIRST_CARD)
        self.peel.observe(
            lambda _: self.show_layers({*[*layer_names()][: int(self.peel.value)]}), "value"
        )
        for layer, box in self.boxes.items():
            box.observe(partial(self.ticked, layer), "value")
        self.text.observe(lambda _: self.filter(), "value")
        self.list.observe(self.choose_line, "value")
        self.others.observe(lambda _: self.draw(), "value")

    def plate(self) -> Plate:
        how = self.others.value, self.turns
        return Plate(self.hip, self.looks_from, self.part, self.layers, *how)

    def draw(self) -> None:
        super().draw()
        plate = self.plate()
        numbers = parts.hip_numbers(self.hip, self.layers)
        self.plot.show(plate.figure(), plate.summary(), numbers)

    def ticked(self, layer: str, change: dict[str, bool]) -> None:
        self.show_layers(self.layers | {layer} if change["new"] else self.layers - {layer})

    def show_layers(self, layers: set[str]) -> None:
        """Show some layers: their boxes are ticked; the slider follows when they are the lowest."""
        if layers == self.layers:  # a box or the slider that has followed
            return
        self.layers = layers
        for layer, box in self.boxes.items():
            box.value = layer in layers
        if layers == {*[*layer_names()][: len(layers)]}:
            self.peel.value = len(layers)
        self.draw()

    def filter(self) -> None:
        """List the parts that fit the words; the picture stays as it is."""
        lines = _lines(self.text.value)
        self.list.unobserve(self.choose_line, "value")
        self.list.options = lines
        self.list.value = self.part if self.part in [key for _, key in lines] else None
        self.list.observe(self.choose_line, "value")

    def clicked(self, point: Point) -> None:
        part = str(point.get("customdata") or "").removeprefix("opposite_")
        if part in parts.named() or parts.is_soft(part):
            self.text.value = ""
            self.list.value = part

    def choose_line(self, _: object = None) -> None:
        """Mark the part of the line, or show the layer of a heading."""
        line = self.list.value
        self.part = None if line in layer_names() else line
        if line is None:
            self.card.html = FIRST_CARD
        elif line in layer_names():
            self.card.html = layer_card(line)
            self.show_layers(self.layers | {line})
        else:
            structure = anatomy.structure(parts.structure_of(line))
            self.card.html = structure_card(structure, drawn=parts.drawn_how(line))
        seen_from = self.plate().best_view()
        if seen_from == self.looks_from:
            self.draw()
        else:
            self.look_from(seen_from)

    def clear(self) -> None:
        self.part = None
        if self.list.value is None:
            self.choose_line()
        self.list.value = None


def _lines(text: str = "") -> list[tuple[str, str]]:
    """Return the lines of the list: bones and points, then each layer below its heading.

    With words to look for, only the parts that fit, the best first.
    """
    lines = [(parts.part_name(part), part) for part in parts.named()]
    for layer, heading in layer_names().items():
        lines.append((f"{heading.upper()} (layer)", layer))
        lines += [(parts.part_name(part), part) for part in _in_layer(layer)]
    if not text.strip():
        return lines
    fits = {key: place for place, key in enumerate(anatomy.structures(text=text).index)}
    keys = {line: parts.structure_of(line[1]) for line in lines if line[1] not in layer_names()}
    return sorted((line for line in keys if keys[line] in fits), key=lambda one: fits[keys[one]])


def _in_layer(layer: str) -> list[str]:
    return [key for key, part in anatomy.soft_tissues().items() if part.layer == layer]


def layer_card(layer: str) -> str:
    """Return the card of a layer: the parts in it."""
    soft = anatomy.soft_tissues()
    lines = [
        html.text(parts.part_name(key)) + " (schematic)" * soft[key].schematic
        for key in _in_layer(layer)
    ]
    words = f"<p>{len(lines)} parts in this layer:</p>{html.bullets(lines)}"
    return html.card(layer_names()[layer], words)


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
        for control in (self.text, self.kind):
            control.observe(lambda _: self.filter(), "value")
        self.list.observe(lambda _: self.show(), "value")
        self.filter()
        self.list.value = "labrum"
        self.view = column(row(self.text, self.kind), self.count, self.list, self.card)

    def filter(self) -> None:
        """List what fits; keep the open card if it is still among them."""
        rows = anatomy.structures(kind=self.kind.value or None, text=self.text.value)
        chosen, total = self.list.value, len(anatomy.structures())
        lines = zip(rows["name"], rows["kind"], rows.index, strict=True)
        self.list.options = [(f"{name} ({kind})", str(key)) for name, kind, key in lines]
        self.list.value = chosen if chosen in rows.index else None
        fits = "fits" if len(rows) == 1 else "fit"
        said = f"<p>{len(rows)} of {total} structures {fits}.</p>"
        self.count.html = said if len(rows) else NOTHING

    def show(self) -> None:
        """Show the card of the chosen line."""
        chosen = self.list.value
        empty = '<p class="hip-note">Choose a line to open its card.</p>'
        self.card.html = structure_card(anatomy.structure(chosen)) if chosen else empty


def structure_card(item: Structure, *, drawn: str = "") -> str:
    """Return the card of one structure as HTML: names, role, pain, conditions, sources.

    `drawn` says how the structure came into the picture, where it is in one.
    """
    seen = {use.term.term_id for use in glossary.first_uses(item.name)}
    latin = f'<i lang="la">{html.text(item.latin_name)}</i>' if item.latin_name else ""
    body = html.definitions(
        [
            ("Latin name", latin),
            ("Kind", html.text(item.kind.capitalize())),
            ("Belongs to", html.text(item.part_of)),
            ("What it does", html.glossed(html.text(item.role), seen)),
            ("Why it can hurt", html.glossed(html.text(item.pain_relevance), seen)),
            ("Conditions", _conditions(item)),
            ("In the picture", html.text(drawn)),
        ]
    )
    found = html.fold(f"Sources ({len(item.ref_ids)})", html.sources(item.ref_ids))
    return html.card(item.name, f"{body}{found}{html.note('structure_pain')}")


def _conditions(item: Structure) -> str:
    """Return the linked conditions with their urgency; each opens its card."""
    names, urgencies = tables.lookup("conditions"), tables.lookup("conditions", "urgency")
    lines = [
        f"{html.link(f'{CATALOGUE}#card-{key}', names[key])} {html.badge(urgencies[key])}"
        for key in item.condition_ids
    ]
    return html.bullets(lines, "hip-sources") if lines else "None is recorded in this course."

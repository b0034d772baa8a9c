"""Page 01: one hip becomes another, and is measured while it changes.

Choice made here: the sliders are the model's own modes, so every shape is one that its 26 people
suggest. A wanted measure starts from the shape that the reader had chosen, not from the one that
the button before it made; so low, middle and high of a measure can be compared.
"""

from __future__ import annotations

from functools import partial

import ipywidgets
import numpy as np

from hiplib import anatomy, evidence, tables
from hiplib.anatomy.geometry import FloatArray
from hiplib.figures import shape as strips
from hiplib.figures import shape_scene
from hiplib.figures.shape import rows
from hiplib.widgets import html
from hiplib.widgets.controls import button, column, row, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView
from hiplib.widgets.slider import Slider

FIRST_MODES = 4
LIMIT_SD = 3.0
FIRST_MEASURE = "neck_shaft_angle"
_ENDS = {"low": "Show its low end", "middle": "Show its middle", "high": "Show its high end"}


def shape_lab() -> ipywidgets.Widget:
    """Return the laboratory: change the shape of a hip and read its measures."""
    return _Lab().view


class _Lab:
    """Joins the scores with the scene, the strips and the words."""

    def __init__(self) -> None:
        self.table = anatomy.shape_measures()
        self.mean = anatomy.measure(anatomy.hip())
        self.turns = self.seed = 0
        self.busy = False
        self.make_controls()
        self.base = self.scores  # the shape that the reader chose
        self.scene = PlotView(label="Bones of this shape", height=480)
        self.strips = PlotView(label="Measures of this shape", height=600)
        self.draw()
        self.explain()
        self.view = self.layout()

    def make_controls(self) -> None:
        self.sliders = []
        for mode in tables.read("shape_modes").to_dict("records"):
            ends = (mode[f"{side}_sd_looks"].split(":")[0].lower() for side in ("minus", "plus"))
            words = "Left: {}. Right: {}.".format(*ends)
            made = Slider(mode["name"], value=0, low=-LIMIT_SD, high=LIMIT_SD, step=0.1, unit="SD",
                          help=words)  # fmt: skip
            made.observe(lambda _: self.moved(), "value")
            self.sliders.append(made)
        names = [(item.name, key) for key, item in rows().items()]
        self.measure = select("Measure", names, FIRST_MEASURE)
        views = [(view.name, key) for key, view in shape_scene.LAB_VIEWS.items()]
        self.looks_from = select("View", views, self.table.at[FIRST_MEASURE, "view"])
        self.measure.observe(lambda _: self.choose_measure(), "value")
        self.looks_from.observe(lambda _: self.turn(), "value")
        self.wishes = {end: button("", partial(self.wish, end)) for end in _ENDS}
        self.other = button("Another person", self.another)
        self.back = button("Back to the mean", lambda: self.take(np.zeros(len(self.sliders))))
        self.more = button("Four more sliders", self.unfold)
        self.said, self.about = Live(), Live(polite=False)

    def layout(self) -> ipywidgets.Widget:
        """Place everything; on a phone the sliders stand right above the picture."""
        for choice in (self.measure, self.looks_from):
            choice.layout.flex = "1 1 200px"
        self.folded = column(*self.sliders[FIRST_MODES:])
        self.folded.layout.display = "none"
        controls = column(
            *self.sliders[:FIRST_MODES], self.more, self.folded, Live(_modes_html(), polite=False)
        )
        picture = column(self.scene, self.said)
        controls.layout.flex, picture.layout.flex = "1 1 230px", "2 1 380px"
        self.strips.layout.flex = "2 1 340px"
        return column(
            Live(html.note("shape_model"), polite=False),
            row(self.measure, self.looks_from),
            row(*self.wishes.values(), self.other, self.back),
            row(controls, picture, self.strips),
            self.about,
        )

    @property
    def scores(self) -> FloatArray:
        return np.array([slider.value for slider in self.sliders])

    def hip(self) -> anatomy.Hip:
        return anatomy.hip(self.scores, both=self.looks_from.value == "pelvis")

    def draw(self, told: str = "") -> None:
        """Bring pictures and words to the present shape; `told` says how it came about."""
        hip, measure_id, view = self.hip(), self.measure.value, self.looks_from.value
        found, item = anatomy.measure(hip), rows()[measure_id]
        text = f"{item.name}: {item.text(found[measure_id])}"
        seen = shape_scene.LAB_VIEWS[view].sentence
        self.scene.show(
            shape_scene.scene_figure(hip, measure_id, text, view=view, turn=self.turns),
            summary=f"{seen} Lines: {item.in_sentence}.",
        )
        self.strips.show(
            strips.strip_figure(found, self.mean, marked=measure_id),
            strips.strip_summary(found),
            strips.strip_numbers(found, self.mean),
        )
        words = strips.measure_words(measure_id, found[measure_id])
        self.said.html = f"<p>{html.text(f'{told} {words}'.strip())}</p>"

    def turn(self) -> None:
        self.turns += 1
        self.draw()

    def choose_measure(self) -> None:
        """Draw the lines of the chosen measure, in the view that shows it best."""
        best = self.table.at[self.measure.value, "view"]
        self.explain()
        if self.looks_from.value == best:
            self.draw()
        else:
            self.looks_from.value = best

    def moved(self) -> None:
        if not self.busy:
            self.base = self.scores
            self.draw()

    def put(self, scores: FloatArray) -> None:
        self.busy = True
        for slider, score in zip(self.sliders, scores, strict=True):
            slider.value = float(np.clip(score, -LIMIT_SD, LIMIT_SD))
        self.busy = False

    def take(self, scores: FloatArray, told: str = "") -> None:
        """Make scores the shape that the reader chose."""
        self.put(scores)
        self.base = self.scores
        self.draw(told)

    def another(self) -> None:
        self.seed += 1
        self.take(anatomy.plausible(self.seed), "A new person, drawn from the model.")

    def wish(self, end: str) -> None:
        """Show the chosen measure at its low, middle or high value of the published range."""
        measure_id, before = self.measure.value, anatomy.measure(anatomy.hip(self.base))
        try:
            scores = anatomy.shape_with(measure_id, self.ends()[end], self.base)
        except ValueError as error:
            # The message of `shape_with` begins with the id of the measure.
            reason = str(error).split(" ", 1)[1]
            self.said.html = html.error(f"{rows()[measure_id].name}: {reason}.")
            return
        self.put(scores)
        after = anatomy.measure(self.hip())
        self.draw(f"{_far(self.base, scores)} {strips.moved_words(before, after, measure_id)}")

    def unfold(self) -> None:
        """Show or hide the sliders of the later modes."""
        hidden = self.folded.layout.display == "none"
        self.folded.layout.display = "" if hidden else "none"
        self.more.description = "Fewer sliders" if hidden else "Four more sliders"

    def ends(self) -> dict[str, float]:
        """Return low, middle and high of the published range; NaN where there is none."""
        item = rows()[self.measure.value]
        return dict(zip(_ENDS, (item.low, (item.low + item.high) / 2, item.high), strict=True))

    def explain(self) -> None:
        """Tell how the chosen measure is taken, and which values its buttons have."""
        item, about = rows()[self.measure.value], self.table.loc[self.measure.value]
        for end, value in self.ends().items():
            wish, known = self.wishes[end], bool(np.isfinite(value))
            wish.description = f"{_ENDS[end]}: {f'{value:g}{item.unit}' if known else 'none'}"
            wish.disabled = not known
        kind = f"{item.range_text} ({item.kind}): " if item.range_text else ""
        outside = about["outside_fact_id"]
        used = [about["ref_id"], evidence.fact(outside).ref_id if outside else ""]
        used = list(filter(None, used))
        pairs = {
            "Definition": about["definition"],
            "On these bones": about["how_measured"],
            "Pelvic tilt": about["tilt_effect"],
            "Smaller": about["below_means"],
            "Larger": about["above_means"],
            "Published range": f"{kind}{about['note']}.",
            "Why the mean lies outside": about["outside_note"],
        }
        self.about.html = html.card(
            f"{about['name']}: how it is measured here",
            html.definitions((term, html.text(words)) for term, words in pairs.items())
            + (html.fold(f"Sources ({len(used)})", html.sources(used)) if used else ""),
        )


def _modes_html() -> str:
    """Return what each slider changes, to unfold."""
    table = tables.read("shape_modes").rename(
        columns={
            "name": "Slider",
            "minus_sd_looks": "To the left",
            "plus_sd_looks": "To the right",
            "variance_percent": "Share of all differences (%)",
        }
    )
    words = html.table(table.drop(columns="mode"), caption="The names are ours.")
    return html.fold("What each slider changes", f'<div class="hip-scroll">{words}</div>')


def _far(start: FloatArray, scores: FloatArray) -> str:
    """Say how far a shape was changed and whether the 26 people go as far."""
    people = np.linalg.norm(anatomy.people(), axis=1)
    change, far = np.linalg.norm(scores - start), np.linalg.norm(scores)
    origin = "the mean" if not start.any() else "the shape that you had"
    beyond = (
        f" That is {far:.1f} SD from the mean, farther than any of the 26 people "
        f"({people.max():.1f})."
        if far > people.max()
        else ""
    )
    return f"Changed from {origin}, by {change:.1f} SD in all.{beyond}"

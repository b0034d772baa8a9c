"""Page 07c: exercises, one at a time: predict, try, explain, check.

Choice: one set of controls serves all exercises, and a picture is drawn when its exercise is
opened, so the page stays light. What was answered and written is kept while the page is open.
"""

from __future__ import annotations

from typing import Any

import ipywidgets

from hiplib import evidence
from hiplib.figures import trials as figures
from hiplib.training import exercises as tasks
from hiplib.training.trials import trial
from hiplib.widgets import html
from hiplib.widgets.controls import button, column, row, select, stacked
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView
from hiplib.widgets.questions import Item, Questions
from hiplib.widgets.slider import Slider

FIRST = "<p>Answer first, then try. You may change your answer afterwards.</p>"
EXPLAIN = "<h3>3. Explain</h3><p>One or two sentences are enough. Nobody reads or keeps them.</p>"
NOT_YET = "Choose or type an answer first. You can also say that you don't know."


def exercises() -> ipywidgets.Widget:
    """Return the exercises, open at the first one."""
    return _Exercises().view


class _Exercises:
    """Joins the choice of an exercise with its question, its trial and its replies."""

    def __init__(self) -> None:
        self.rows = tasks.exercises().to_dict("records")
        self.answers: dict[str, Any] = {}
        self.notes: dict[str, str] = {}
        self.checked: set[str] = set()
        options = [(f"{place + 1}. {one['title']}", place) for place, one in enumerate(self.rows)]
        self.choice = select("Exercise", options, 0)
        self.story, self.said, self.after = Live(polite=False), Live(), Live(polite=False)
        self.asked = Questions([])
        self.trying = Live(polite=False)
        self.slider: Slider | None = None
        self.place = column()
        self.plot = PlotView(label="What you try")
        self.note = stacked(ipywidgets.Textarea(description="Why? In your own words", rows=3))
        ask = button("Check my answer", self.check, align="flex-start")
        steps = row(button("Previous", lambda: self.step(-1)), button("Next", lambda: self.step(1)))
        self.view = column(
            self.choice, self.story, self.asked, self.trying, self.place,
            Live(EXPLAIN, polite=False), self.note,
            Live("<h3>4. Check</h3>", polite=False), ask,
            self.said, self.after, steps,
        )  # fmt: skip
        self.open()
        self.choice.observe(lambda _: self.open(), "value")
        self.asked.observe(lambda change: self.keep(change["new"]), "answers")
        self.note.observe(lambda change: self.notes.update({self.id: change["new"]}), "value")

    @property
    def row(self) -> dict[Any, Any]:
        """The exercise that is open."""
        return self.rows[int(self.choice.value)]

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.row["exercise_id"])

    def step(self, by: int) -> None:
        """Go to the exercise before or after; at the ends nothing happens."""
        self.choice.value = min(max(self.choice.value + by, 0), len(self.rows) - 1)

    def open(self) -> None:
        """Show another exercise, with what was answered there before."""
        self.quiet, one = True, self.row
        self.story.html = f"<h3>1. Predict</h3><p>{html.text(one['story'])}</p>"
        item = Item(
            self.id, one["question"], choices=tuple(tasks.choices(self.id).items()),
            many=one["kind"] == "runs", number=one["kind"] == "number",
        )  # fmt: skip
        given = self.answers.get(self.id)
        self.asked.ask([item], focus=False)
        self.asked.answers = {} if given is None else {self.id: given}
        self.note.value = self.notes.get(self.id, "")
        self.slider = None
        if one["slider"]:
            limits: dict[str, Any] = {name: one[name] for name in ("value", "low", "high", "step")}
            self.slider = Slider(one["slider"], **limits, unit=one["slider_unit"])
            self.slider.observe(lambda _: self.draw(), "value")
        self.plot.label = f"What you try: {one['title']}"
        self.quiet = False
        self.place.children = []
        self.reply()

    def draw(self) -> None:
        """Bring the picture to the slider's value."""
        value = self.slider.value if self.slider else 0.0
        self.plot.put(figures.draw(trial(self.row["trial"], value)))

    def keep(self, answers: dict[str, Any]) -> None:
        """Remember an answer; the reply to an earlier one goes."""
        if self.quiet:
            return
        self.answers[self.id] = answers.get(self.id) or None
        self.checked.discard(self.id)
        self.reply()

    def check(self) -> None:
        """Ask the models about the answer."""
        self.checked.add(self.id)
        self.reply()

    def reply(self) -> None:
        """Show the reply once it was asked for, and hints and solution folded."""
        one, given = self.row, self.answers.get(self.id)
        if given and not self.place.children:  # predict first: only then is there a picture
            self.draw()
            self.place.children = [*filter(None, [self.slider]), self.plot]
        self.trying.html = "<h3>2. Try</h3>" + ("" if given else FIRST)
        self.said.html = ""
        if self.id in self.checked:
            try:
                found = tasks.judge(self.id, given) if given else tasks.Reply(NOT_YET, None)
                mark = {True: "The models agree. ", False: "Not what the models say. ", None: ""}
                self.said.html = f"<p>{mark[found.correct]}{html.text(found.text)}</p>"
            except ValueError as error:
                self.said.html = html.error(error)
        source = evidence.fact(one["fact_id"])
        solution = f"<p>{html.text(one['solution'])}</p><p>{html.text(source)}</p>"
        self.after.html = (
            html.fold("First hint", html.text(one["hint_1"]))
            + html.fold("Second hint", html.text(one["hint_2"]))
            + html.fold("Worked solution", solution + html.sources([source.ref_id]))
        )

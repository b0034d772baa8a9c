"""Page 07b: plan A beside plan B in one view at a time, and the step rate muscle by muscle.

Choices: only the view in sight is computed and drawn, and what plan A gave is kept, so that a
change of plan B shows at once. A plan without runs is refused in words and the picture stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets

from hiplib import tables, training
from hiplib.figures.bench_side import Side, window
from hiplib.figures.bench_step_rate import step_rate_view
from hiplib.figures.bench_views import TICKS, draw
from hiplib.parameters import parameters
from hiplib.training import Plan, RunLog
from hiplib.widgets import html
from hiplib.widgets.controls import button, check, column, follow, guess, row, select
from hiplib.widgets.live import Live
from hiplib.widgets.log_page import LogPicker, newest, span
from hiplib.widgets.plan_page import PlanEditor, PresetPicker
from hiplib.widgets.plot import PlotView
from hiplib.widgets.slider import Slider
from hiplib.widgets.unit_choice import units

START = "mileage_jump"
YEAR = 52  # weeks: the rates behind these views hold for groups over weeks to a year
_UP_TO_A_YEAR = ("models", "group")


def what_if_bench() -> WhatIfBench:
    """Return the bench; its parts are ``.plans``, ``.editor`` and ``.views``."""
    return WhatIfBench()


class WhatIfBench(ipywidgets.VBox):  # type: ignore[misc]
    """Two plans and the view of them; `a` and `b` are the sides that are shown.

    The parts `plans`, `editor` and `views` may each stand in a cell of their own.
    """

    def __init__(self) -> None:
        self._quiet = True
        self._table = tables.read("bench_views").sort_values("order").set_index("view_id")
        plan_a, plan_b = training.preset(START)
        self.a, self.b = Side("Plan A", plan_a.runs()), Side("Plan B", plan_b.runs())
        self.editor = PlanEditor(plan_b, label="Plan B", presets=False)
        self.editor.on_plan(self._take_b)
        self.plans = self._plan_part()
        self.views = self._view_part()
        self._quiet = False
        self._new_view()
        super().__init__([self.plans, self.editor, self.views])

    # ---- the two plans

    def _plan_part(self) -> ipywidgets.Widget:
        sources = [("A pair of plans for a training error", "pair"),
                   ("My own log, or a built-in log", "log")]  # fmt: skip
        self.source = select("Plan A comes from", sources, "pair")
        self.presets = PresetPicker()
        self.presets.choose(START)
        self.presets.on_preset(lambda _, plan_a, plan_b: self._begin(plan_a, plan_b))
        self.logs: LogPicker | None = None
        self._source_box = column(self.presets)
        self.source.observe(lambda _: self._new_source(), "value")
        again = button("Make plan B the same as plan A", self._same)
        self._said = Live()
        return column(self.source, self._source_box, row(again), self._said)

    def _new_source(self) -> None:
        """Show the pairs or the logs; the log picker is built when it is first asked for."""
        if self.source.value == "pair":
            self._source_box.children = (self.presets,)
            return
        if self.logs is None:
            self.logs = LogPicker()
            self.logs.on_log(self._take_log)
        self._source_box.children = (self.logs,)
        self._take_log(self.logs.log)

    def _take_log(self, log: RunLog) -> None:
        """Begin with the newest part of a log as both plans."""
        plan = Plan.of(newest(log))
        self._begin(plan, plan)
        words = f"Plan A and plan B are now {log.name}, {len(plan):,} runs. Change plan B below."
        self._said.html = f"<p>{html.text(words)}</p>"

    def _begin(self, plan_a: Plan, plan_b: Plan) -> None:
        """Take two plans; the picture is drawn once."""
        self.a, self._said.html = Side("Plan A", plan_a.runs()), ""
        self._quiet = True
        self.editor.start(plan_b)
        self._quiet = False
        self._take_b(self.editor.plan)

    def _same(self) -> None:
        self.editor.take(Plan.of(self.a.runs), "plan B as plan A")

    def _take_b(self, plan: Plan) -> None:
        if self._quiet:
            return
        self._problem.html = ""
        if not len(plan):
            words = "Plan B has no run, so the picture stays as it was. Add a run or choose Undo."
            self._problem.html = html.error(words)
            return
        self.b = Side("Plan B", plan.runs())
        self._update()

    # ---- the view

    def _view_part(self) -> ipywidgets.Widget:
        options = list(zip(self._table["name"], self._table.index, strict=True))
        self.view = select("View", options, options[0][1])
        self.weeks = span()
        self._units = units()
        self._sliders: dict[str, dict[str, Slider]] = {}
        self.ticks = {view: check(words) for view, words in TICKS.items()}
        self._question, self._controls, self._problem = Live(polite=False), column(), Live()
        self._plots: dict[str, PlotView] = {}
        self._picture = column()
        self._leaves_out = Live(polite=False)
        self.view.observe(lambda _: self._new_view(), "value")
        follow(self._update, self.weeks, *self.ticks.values())
        follow(self._update, self._units, trait="answers")
        choice = row(self.view, self.weeks)
        choice.add_class("hip-filters")
        parts = (choice, self._question, self._units, self._controls, self._problem, self._picture)
        return column(*parts, self._leaves_out)

    @property
    def plot(self) -> PlotView:
        """Return the picture in sight; each view has its own, with its own zoom."""
        return self._plots[self.view.value]

    def sliders(self, view: str) -> dict[str, Slider]:
        """Return the sliders of a view by their ids, made when they are first needed."""
        if view not in self._sliders:
            rows = tables.records("bench_controls", view_id=view)
            self._sliders[view] = {row["control_id"]: _slider(row) for row in rows}
            follow(self._update, *self._sliders[view].values())
        return self._sliders[view]

    def _new_view(self) -> None:
        view = self.view.value
        words = self._table.loc[view]
        self._question.html = f"<p><b>{html.text(words['question'])}</b></p>"
        self._leaves_out.html = html.fold(
            "What this view leaves out", f"<p>{html.text(words['leaves_out'])}</p>"
        )
        tick = [self.ticks[view]] if view in self.ticks else []
        self._controls.children = (*self.sliders(view).values(), *tick)
        self._units.layout.display = "" if view in ("spikes", "ratios") else "none"
        if view not in self._plots:
            self._plots[view] = PlotView(label=f"Plan A beside plan B: {words['name']}")
        self._update()
        self._picture.children = (self.plot,)

    def _update(self) -> None:
        """Compute and draw the view in sight."""
        view = self.view.value
        weeks = min(self.weeks.value, YEAR) if view in _UP_TO_A_YEAR else self.weeks.value
        shown = draw(
            view,
            self.a,
            self.b,
            window(self.a, self.b, weeks),
            {key: slider.value for key, slider in self.sliders(view).items()},
            ticked=view in self.ticks and self.ticks[view].value,
            units=str(self._units.answers.get("units", "km")),
        )
        self.plot.put(shown)


def _slider(control: Mapping[Any, Any]) -> Slider:
    limits = parameters(str(control["model"]))[str(control["parameter"])]
    step, unit, words = (control[name] for name in ("step", "unit", "help"))
    return Slider(
        str(control["label"]), value=float(limits), low=limits.low, high=limits.high,
        step=float(step), unit=str(unit), help=str(words),
    )  # fmt: skip


def step_rate_lab() -> ipywidgets.Widget:
    """Return the muscles of the hip at a changed step rate, with its slider."""
    limits = parameters("bench")["step_rate_percent"]
    slider = Slider("Change of the step rate", value=10, low=limits.low, high=limits.high, unit="%",
                    help="At the same speed. Nothing is known beyond 10 %.")  # fmt: skip
    label = "Peak force of the hip muscles at a changed step rate, per step and per km"
    plot = PlotView(label=label).put(step_rate_view(slider.value))
    follow(lambda: plot.put(step_rate_view(slider.value)), slider)
    return column(slider, plot)


def predict_models() -> ipywidgets.Widget:
    """Ask how many measures notice one long run in an equally long week; count on request."""
    most = len(tables.read("compared_measures"))
    slider = Slider("Measures that say something clear", value=most // 2, low=0, high=most,
                    unit=f"of {most}")  # fmt: skip
    return guess(slider, "Ask the models", models_reply)


def models_reply(guessed: float) -> str:
    """Count what the models say of Mia's last week with one long run against an even week.

    Examples
    --------
    >>> models_reply(13).startswith("Your guess was 13")
    True
    """
    long = training.sample_log().runs
    pace = parameters("running_load")["pace_min_per_km"]  # one pace, so that the hours are the same
    long = long.assign(duration_min=pace * long["distance_km"])
    even = training.spread_long_run(long, week=long["start"].max(), km=4)
    rows = training.compare_plans(even, long)
    clear = rows[rows["verdict"].isin(["says more", "says less"])]
    silent = int((rows["verdict"] == "cannot say").sum())
    said = "; ".join(clear["measures"].str.lower() + " " + clear["verdict"])
    return (
        f"Your guess was {guessed:.0f} of {len(rows)}. It is {len(clear)}: {said}. "
        f"{silent} more give a number but were never shown to tell plans apart, so they cannot "
        "say. The weekly distance is the same, and so is all that only counts kilometres."
    )

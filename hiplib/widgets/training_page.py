"""Page 07: a guess, the four states, random weeks, and the laboratory.

The laboratory: one log, one change of the plan, two views of what it does.

Choice: the views share one state, so that a change tried in the part on session spikes is still
there in the part on ratios. A file or a change that does not work leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import ipywidgets
import pandas as pd

from hiplib import tables, training
from hiplib.errors import InputError
from hiplib.figures import acwr as ratio_figures
from hiplib.figures import training as spike_figures
from hiplib.figures.bench_side import Side, Window, window
from hiplib.figures.distance import in_km, shown
from hiplib.parameters import parameters
from hiplib.training.spikes import MODEL, banded_states
from hiplib.widgets import html
from hiplib.widgets.controls import column, follow, guess, row, select
from hiplib.widgets.live import Live
from hiplib.widgets.log_page import LogPicker, newest, span
from hiplib.widgets.plot import PlotView
from hiplib.widgets.slider import Slider
from hiplib.widgets.unit_choice import units


class _Change(NamedTuple):
    """One what-if: its words and its slider."""

    change_id: str
    name: str
    label: str
    value: float
    low: float
    high: float
    step: float
    unit: str


_ROWS = tables.read("plan_changes").sort_values("order").drop(columns="order")
CHANGES = tuple(_Change(*row) for row in _ROWS.itertuples(index=False, name=None))
_APPLY: dict[str, Callable[[pd.DataFrame, str, float], pd.DataFrame]] = {
    "long_run": lambda runs, week, km: training.change_long_run(runs, week=week, km=km),
    "shared_out": lambda runs, week, km: training.spread_long_run(runs, week=week, km=km),
    "week": lambda runs, week, part: training.scale_week(runs, week=week, percent=part),
    "weeks_off": lambda runs, week, n: training.pause(runs, week=week, count=int(n)),
    "rest_weeks": lambda runs, week, n: training.pause(runs, week=week, count=int(n), shift=True),
    "cap": lambda runs, week, part: training.cap_growth(runs, percent=part, week=week),
}


def training_lab() -> TrainingLab:
    """Return the whole laboratory; its parts are ``.spikes``, ``.ratios`` and ``.own_log``."""
    return TrainingLab()


def predict_spike(longest_km: float = 10, planned_km: float = 14) -> ipywidgets.Widget:
    """Ask for a guess of the hazard rate ratio of one run; the study's answer comes on request.

    `longest_km` is the longest run of the 30 days before, `planned_km` the run in question.
    """
    slider = Slider("Your guess: times the rate", value=1, low=0.5, high=5, step=0.1, unit="times")
    ratio = planned_km / longest_km
    return guess(slider, "Compare with the study", lambda value: prediction_reply(value, ratio))


def prediction_reply(guessed: float, ratio: float) -> str:
    """Compare a guess with the estimate for a run `ratio` times the longest of the 30 days before.

    Examples
    --------
    >>> prediction_reply(3, 1.4).split(". ")[0]
    'Your guess was 3.0 times the rate'
    """
    state = next(s for s in banded_states() if not ratio > s.ratio_up_to)
    hrr, low, high = state.hrr, state.hrr_low, state.hrr_high
    base = parameters(MODEL)["baseline_per_1000_runs"]
    extra = [f"{base * (value - 1):.1f}" for value in (hrr, low, high)]
    meaning = state.meaning[0].lower() + state.meaning[1:]
    where = "inside" if low <= guessed <= high else "outside"
    return (
        f"Your guess was {guessed:.1f} times the rate. The study found {hrr:.2f} times "
        f"({low:.2f} to {high:.2f}) the rate for runs like this ({meaning}); your "
        f"guess is {where} its interval. On a rough absolute scale that is about {extra[0]} "
        f"({extra[1]} to {extra[2]}) extra overuse injuries per 1,000 such runs: clear between "
        "groups, small for a single run."
    )


def spike_steps(ratio: float | None = None) -> PlotView:
    """Return the picture of the four states; `ratio` (1.4 = 40 % longer) marks one run."""
    table = parameters(MODEL)
    base, extra = table["baseline_per_1000_runs"], table["extra_small_per_1000_runs"]
    absolute = (
        f" On a rough absolute scale: about {base:g} overuse injuries per 1,000 runs in all, and "
        f"about {extra:g} more ({extra.low:g} to {extra.high:g}) per 1,000 runs that are small "
        "spikes."
    )
    return PlotView(
        spike_figures.hrr_steps(ratio=ratio),
        label="Hazard rate ratio of a run by how much longer it is than the longest run in 30 days",
        summary=spike_figures.steps_summary() + absolute,
        numbers=spike_figures.state_table(banded_states()),
        height=440,
    )


def coupling_demo(seed: int = 1) -> PlotView:
    """Return the random-numbers picture of mathematical coupling, computed now from `seed`."""
    demo = training.coupling_demo(seed)
    return PlotView(
        ratio_figures.coupling_scatter(demo),
        label="Acute against chronic load of random weeks",
        summary=ratio_figures.coupling_summary(demo),
        numbers=ratio_figures.coupling_numbers(demo),
        height=400,
    )


class TrainingLab(ipywidgets.VBox):  # type: ignore[misc]
    """Log, change of the plan, and the two views that follow them.

    The parts `spikes`, `ratios` and `own_log` may each stand in a cell of their own and follow the
    same state; `run_log` is the log that is shown.
    """

    def __init__(self) -> None:
        self._units = units()
        options = [("Nothing: the plan as it is", -1)]
        options += [(change.name, place) for place, change in enumerate(CHANGES)]
        self._change = select("What if: change in the plan", options, -1)
        self._week = select("In the week", [("", None)], None)
        self.weeks = span()
        self._sliders = [
            Slider(c.label, value=c.value, low=c.low, high=c.high, step=c.step, unit=c.unit)
            for c in CHANGES
        ]
        self._problem, self._meaning, self._counts = Live(), Live(), Live(polite=False)
        self._plot = PlotView(label="Runs and session spikes", height=520)
        words = "Acute:chronic workload ratios"
        self._ratio_plot = PlotView(label=words, height=460)
        words = "Show the historical grey band"
        self._band = ipywidgets.Checkbox(value=False, indent=False, description=words)
        self.own_log = self.logs = LogPicker()
        self._take(self.logs.log)
        follow(self._update, self._change, self._week, self.weeks, self._band, *self._sliders)
        follow(self._new_units, self._units, trait="answers")
        self.logs.on_log(self._take)
        choice = row(self._change, self._week, self.weeks)
        chooser = column(choice, *self._sliders, self._problem)
        self.spikes = column(self._units, chooser, self._plot, self._meaning, self._counts)
        self.ratios = column(chooser, self._band, self._ratio_plot)
        super().__init__([self.spikes, self.ratios, self.own_log])

    # ---- the log

    def _take(self, log: training.RunLog) -> None:
        """Show weeks and newest runs of a log that has just come; keep the change."""
        self.run_log = log
        self._plan = Side("The plan as it is", newest(log))
        self._name_weeks(last=True)
        self._update()

    def _name_weeks(self, *, last: bool = False) -> None:
        table, unit = training.weeks(self._plan.runs), self._unit
        options = [
            (
                f"{week['week_start']:%d %b %Y}: {shown(week['distance_km'], unit):.1f} "
                f"{unit}, longest {shown(week['longest_km'], unit):.1f}",
                f"{week['week_start']:%Y-%m-%d}",
            )
            for week in table[table["runs"] > 0].iloc[::-1].to_dict("records")
        ]
        chosen = options[0][1] if last else self._week.value
        self._quiet = True  # new options first select another week, which nobody asked to see
        self._week.options = options
        self._week.value = chosen
        self._quiet = False

    # ---- the change

    @property
    def _unit(self) -> str:
        return str(self._units.answers.get("units", "km"))

    def _new_units(self) -> None:
        """Carry the distances on the sliders over to the new unit, then draw again."""
        for change, slider in zip(CHANGES, self._sliders, strict=True):
            if change.unit != "km" or slider.unit == self._unit:
                continue
            value = shown(in_km(slider.value, slider.unit), self._unit)
            value = round(value / change.step) * change.step
            slider.unit = self._unit
            slider.value = min(max(value, slider.low), slider.high)
        self.logs.unit = self._unit
        self._name_weeks()
        self._update()

    def _changed(self) -> Side | None:
        """Return the plan with the chosen change; None when nothing is to change."""
        place = self._change.value
        if place < 0:
            return None
        slider = self._sliders[place]
        amount = in_km(slider.value, "mi") if slider.unit == "mi" else slider.value
        apply = _APPLY[CHANGES[place].change_id]
        runs = apply(self._plan.runs, self._week.value, amount)
        if runs.empty:
            raise InputError("The plan", "no run would be left", "a shorter pause")
        return Side("The plan with the change", runs.reset_index(drop=True))

    def _update(self) -> None:
        if self._quiet:
            return
        for place, slider in enumerate(self._sliders):
            slider.layout.display = None if place == self._change.value else "none"
        self._week.layout.display = "" if self._change.value >= 0 else "none"
        try:
            changed = self._changed()
        except InputError as problem:
            self._problem.html = html.error(problem)
            return
        self._problem.html = ""
        part = window(self._plan, changed or self._plan, self.weeks.value)
        self._show_spikes(changed, part)
        self._show_ratios(changed, part)

    # ---- the views

    def _show_spikes(self, changed: Side | None, part: Window) -> None:
        unit, current = self._unit, changed or self._plan
        spikes = before = self._plan.spikes_within(part)
        after, meaning = None, ""
        if changed is None:
            figure = spike_figures.spike_timeline(before, units=unit)
        else:
            spikes = after = changed.spikes_within(part)
            figure = spike_figures.before_after(before, after, units=unit)
            words = spike_figures.change_summary(before, after)
            meaning = f'<p aria-live="polite">{html.text(words)}</p>'
        self._meaning.html = meaning
        summary = spike_figures.timeline_summary(spikes, begins=current.runs["start"].min())
        self._plot.show(figure, summary, spike_figures.run_numbers(spikes, units=unit))
        caption = f"Runs in each state ({self.run_log.name}, weeks in the picture)"
        table = html.table(spike_figures.state_numbers(before, after), caption=caption)
        self._counts.html = f'<div class="hip-scroll">{table}</div>' + _absolute_fold(before, after)

    def _show_ratios(self, changed: Side | None, part: Window) -> None:
        daily, old = (changed or self._plan).daily_km, self._plan.daily_km if changed else None
        seen = {"days_shown": slice(*part)}
        self._ratio_plot.show(
            ratio_figures.acwr_lab(
                daily, before=old, band=self._band.value, units=self._unit, **seen
            ),
            ratio_figures.acwr_summary(daily, **seen),
            ratio_figures.acwr_numbers(daily, units=self._unit, **seen),
        )


def _absolute_fold(before: pd.DataFrame, after: pd.DataFrame | None) -> str:
    """Rough absolute scale, one fold away because its baseline is crude."""
    plans = [("as it is", before)] + ([("with the change", after)] if after is not None else [])
    lines = []
    for words, spikes in plans:
        s = training.spike_summary(spikes)
        lines.append(
            f"<li>Plan {words}: about {s.expected:.0f} ({s.expected_low:.0f} to "
            f"{s.expected_high:.0f}) of 1,000 similar runners.</li>"
        )
    base = parameters(MODEL)["baseline_per_1000_runs"]
    text = (
        f"<p>How many of 1,000 similar runners who follow the {len(before)} runs in the picture "
        f"would get an overuse injury of any site, if {base:g} per 1,000 runs is the baseline:</p>"
        f"<ul>{''.join(lines)}</ul><p>The baseline is crude (all states mixed, the overuse share "
        "comes from a secondary summary), the interval holds only the doubt about the ratios, and "
        "runs without a recent baseline are left out. A group figure, never a figure for you.</p>"
    )
    return html.fold("On an absolute scale, roughly", text)

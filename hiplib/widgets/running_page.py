"""Page 02: the hip in running. Contact forces, one-leg stance, muscles over the stride, loads."""

from __future__ import annotations

import ipywidgets

from hiplib import anatomy
from hiplib.anatomy.loads import STEP_RATE_CHANGES
from hiplib.anatomy.stance import HANDS
from hiplib.anatomy.stance import MODEL as STANCE_MODEL
from hiplib.figures import gait, running, stance
from hiplib.figures.distance import in_km, shown
from hiplib.parameters import Parameter, parameters
from hiplib.running_loads import MODEL as LOAD_MODEL
from hiplib.widgets import html
from hiplib.widgets.controls import button, column, follow, guess, row, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView
from hiplib.widgets.slider import Slider
from hiplib.widgets.unit_choice import units


def contact_forces() -> PlotView:
    """Return the picture of hip contact forces by activity."""
    return PlotView(
        running.contact_figure(),
        label="Peak force on the hip by activity, in body weights",
        summary=running.contact_summary(),
        numbers=running.contact_numbers(),
        height=600,
    )


def gait_timeline() -> PlotView:
    """Return the schematic stride with the phase in which each muscle peaks."""
    return PlotView(
        gait.timeline_figure(),
        label="One running stride and the hip muscles that peak in each phase, schematic",
        summary=gait.timeline_summary(),
        numbers=gait.timeline_numbers(),
        height=560,
    )


def muscle_peaks() -> ipywidgets.Widget:
    """Return the muscle peaks with the choice of the step rate to compare with."""
    rates = [(words, percent) for percent, words in gait.RATES.items()]
    chosen = select("Step rate to compare with", rates, 110)
    plot = PlotView(
        gait.muscle_figure(110),
        label="Peak force of the hip muscles at two step rates, same speed",
        summary=gait.muscle_summary(110),
        numbers=gait.muscle_numbers(),
        height=640,
    )

    def draw() -> None:
        plot.show(gait.muscle_figure(chosen.value), gait.muscle_summary(chosen.value))

    follow(draw, chosen)
    return column(chosen, plot)


def predict_one_leg() -> ipywidgets.Widget:
    """Ask for a guess of the force on the hip in one-leg stance; the measurement on request."""
    slider = Slider("Your guess", value=1, low=0.5, high=6, step=0.1, unit="body weights")
    return guess(slider, "Compare with the measurement", one_leg_reply)


def one_leg_reply(guess: float) -> str:
    """Compare a guess in body weights with the hips that were measured.

    Examples
    --------
    >>> one_leg_reply(1).split(". ")[0]
    'Your guess was 1.0 body weights'
    """
    ceiling = parameters(STANCE_MODEL)["measured_ceiling_bw"]
    if guess < 0.85 * ceiling:
        said = "The joint bears much more than the weight above it. The next part shows why"
    elif guess > 1.15 * ceiling:
        said = "It is less than that, yet far more than the weight above the joint"
    else:
        said = "That is close. Now find out why it is so much more than the weight above the joint"
    return (
        f"Your guess was {guess:.1f} body weights. In four people with measuring implants it was a "
        f"little below {ceiling:g} (an exact number was not printed). {said}."
    )


def one_leg_stance() -> ipywidgets.Widget:
    """Return the free-body diagram of one-leg stance with its controls."""
    return _Stance().view


class _Stance:
    """Joins the controls with the picture of the forces and their sum."""

    def __init__(self) -> None:
        limits, arms = parameters(STANCE_MODEL), anatomy.mean_arms()
        self.start = {"mass": float(limits["mass_kg"]), "abductor": round(arms.abductor_mm),
                      "body": round(arms.body_mm), "share": 15.0}  # fmt: skip
        lean = "Leaning the trunk over the standing leg makes it shorter."
        self.sliders = {
            "abductor": _slider("Lever of the abductors", limits["abductor_arm_mm"], "mm"),
            "body": _slider("Lever of the body's weight", limits["body_arm_mm"], "mm", help=lean),
            "mass": _slider("Body mass", limits["mass_kg"], "kg"),
            "share": _slider("Weight of the bag, or push on the stick", limits["hand_share"],
                             "% of body weight", 100),
        }  # fmt: skip
        hands = [(words[0].upper() + words[1:], key) for key, (words, _, _) in HANDS.items()]
        self.hand = select("In the hands", hands, "none")
        seen = "Forces on the body above the standing leg, seen from the front"
        self.picture = PlotView(label=seen)
        self.sum = PlotView(label="The forces head to tail, in body weights")
        self.reset()
        follow(self.draw, *self.sliders.values(), self.hand)
        self.draw()
        self.picture.layout.flex, self.sum.layout.flex = "3 1 420px", "2 1 300px"
        pair = [column(self.sliders["abductor"], self.sliders["body"]),
                column(self.hand, self.sliders["share"], self.sliders["mass"])]  # fmt: skip
        for box in pair:
            box.layout.flex = "1 1 280px"
        again = button("Back to the mean hip, hands free", self.reset, align="flex-start")
        self.view = column(row(*pair), again, row(self.picture, self.sum))

    def reset(self) -> None:
        """Put every control where it started."""
        for key, slider in self.sliders.items():
            slider.value = self.start[key]
        self.hand.value = "none"

    def draw(self) -> None:
        """Draw the present state; the share slider shows only while a hand holds something."""
        free = self.hand.value == "none"
        self.sliders["share"].layout.display = "none" if free else None
        state = anatomy.one_leg_stance(
            mass_kg=self.sliders["mass"].value,
            abductor_arm_mm=self.sliders["abductor"].value,
            body_arm_mm=self.sliders["body"].value,
            hand=self.hand.value,
            hand_share=0.0 if free else self.sliders["share"].value / 100,
        )
        picture, total = stance.stance_figure(state), stance.force_sum(state)
        self.picture.show(picture, stance.stance_summary(state), stance.stance_numbers(state))
        self.sum.show(total, stance.sum_summary(state))


def load_cycles() -> ipywidgets.Widget:
    """Return one runner's pace and step rate as loads on one hip, now and with more steps."""
    return _Cycles().view


class _Cycles:
    """Joins pace, step rate and distance with the counts and the picture of the changes."""

    def __init__(self) -> None:
        self.limits = limits = parameters(LOAD_MODEL)
        self.units, self.unit = units(), "km"
        self.pace = _slider("Pace", limits["pace_min_per_km"], "min per km", step=0.25)
        self.rate = _slider("Step rate, both feet", limits["step_rate_spm"], "steps per min")
        self.week = _slider("Distance in a week", limits["weekly_km"], "km")
        self.counts = Live()
        words = "What more steps at the same speed change, in percent"
        self.plot = PlotView(label=words, height=470)
        follow(self.draw, self.pace, self.rate, self.week)
        self.units.observe(lambda _: self.new_units(), "answers")
        self.draw()
        controls = column(self.units, self.pace, self.rate, self.week, self.counts)
        controls.layout.flex, self.plot.layout.flex = "1 1 300px", "2 1 420px"
        self.view = row(controls, self.plot)

    def new_units(self) -> None:
        """Carry pace and distance over to the other unit, then draw again."""
        before, unit = self.unit, str(self.units.answers.get("units", "km"))
        if unit == before:
            return
        self.unit, per = unit, in_km(1.0, unit)
        pace = self.pace.value / in_km(1.0, before) * per
        week = shown(in_km(self.week.value, before), unit)
        _refit(self.pace, self.limits["pace_min_per_km"], pace, per, f"min per {unit}")
        _refit(self.week, self.limits["weekly_km"], week, 1 / per, unit)
        self.draw()

    def draw(self) -> None:
        """Count and draw the present state."""
        per = in_km(1.0, self.unit)
        run = {
            "pace_min_per_km": _clip(self.pace.value / per, self.limits["pace_min_per_km"]),
            "step_rate_spm": self.rate.value,
            "weekly_km": _clip(self.week.value * per, self.limits["weekly_km"]),
        }
        states = {c: anatomy.load_cycles(**run, change=c) for c in STEP_RATE_CHANGES}
        now = states.pop(0.0)
        self.counts.html = counts_html(now, self.unit, self.pace.value, self.week.value)
        self.plot.show(
            running.cycles_figure(now, states, units=self.unit),
            running.cycles_summary(now, states),
            running.cycles_numbers(now, states, units=self.unit),
        )


def counts_html(now: anatomy.LoadCycles, unit: str, pace: float, week: float) -> str:
    """Return the counts of the present state as HTML, with the label that the peak needs."""
    table, per = parameters(LOAD_MODEL), in_km(1.0, unit)
    peak, push = table["peak_bw"], table["impulse_bw_s_per_m"]
    study = 1000 * per / table["study_speed_m_s"] / 60
    items = [
        f"<b>{now.steps_per_km * per:,.0f} steps a {unit}</b> at {_clock(pace)} min per {unit}. "
        "Every second step lands on this side.",
        f"<b>{now.cycles_per_km * per:,.0f} loads a {unit} on one hip</b>, "
        f"{now.cycles_per_week:,.0f} in a week of {week:g} {unit}.",
        f"A published peak is <b>{peak:g} body weights</b> ({peak.low:g} to {peak.high:g}, "
        f"mean ± SD): ten runners at {_clock(study)} min per {unit}, computer model. It is not "
        "fitted to your pace; for that no number is known here.",
        f"Pushes summed over time: about {1000 * per * push:,.0f} "
        f"({1000 * per * push.low:,.0f} to {1000 * per * push.high:,.0f}) body-weight seconds a "
        f"{unit} on one hip, in eight adults at {table['impulse_speed_m_s']:g} m/s.",
    ]
    return html.bullets(items, "hip-sources")


def _clock(minutes: float) -> str:
    """Return minutes as minutes and seconds: 5.5 is 5:30."""
    seconds = round(60 * minutes)
    return f"{seconds // 60}:{seconds % 60:02d}"


def _slider(
    name: str, limits: Parameter, unit: str, factor: float = 1, *, step: float = 1, help: str = ""
) -> Slider:
    """Return a slider with the start value and the limits of the table."""
    value, low, high = (factor * number for number in (limits, limits.low, limits.high))
    return Slider(name, value=value, low=low, high=high, step=step, unit=unit, help=help)


def _refit(slider: Slider, limits: Parameter, value: float, factor: float, unit: str) -> None:
    """Give a slider limits and value in another unit; in between it must allow both."""
    low = round(limits.low * factor / slider.step) * slider.step
    high = round(limits.high * factor / slider.step) * slider.step
    slider.low, slider.high = min(low, slider.low), max(high, slider.high)
    slider.value = min(max(round(value / slider.step) * slider.step, low), high)
    slider.low, slider.high, slider.unit = low, high, unit


def _clip(value: float, limits: Parameter) -> float:
    """Keep a rounded limit of another unit inside the limits of the table."""
    return min(max(value, limits.low), limits.high)

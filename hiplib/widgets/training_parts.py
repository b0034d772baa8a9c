"""The small pieces of the training page: a guess before reading, the four states, random weeks."""

from __future__ import annotations

import ipywidgets

from hiplib import training
from hiplib.figures import acwr as ratio_figures
from hiplib.figures import training as spike_figures
from hiplib.parameters import parameters
from hiplib.training.spikes import MODEL, banded_states
from hiplib.widgets.controls import guess
from hiplib.widgets.plot import PlotView
from hiplib.widgets.slider import Slider


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
        numbers=spike_figures.step_numbers(),
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

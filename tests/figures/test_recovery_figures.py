"""Pictures of the recovery page say what they draw."""

from __future__ import annotations

from datetime import date

import pytest

from hiplib import recovery, training
from hiplib.figures import recovery as figures
from hiplib.recovery import Design, Gate


def test_bands_cover_the_scale_and_carry_their_words() -> None:
    exhibit = figures.pain_bands(recovery.pain_rules())
    words = " ".join(note.text for note in exhibit.figure.layout.annotations)
    assert "0–3:<br>tolerable" in words
    assert "4–10:<br>too much" in words
    assert sum(trace.x[0] for trace in exhibit.figure.data) == pytest.approx(10.6 + 10.4)


def test_the_plan_shows_each_session() -> None:
    sessions = recovery.plan(Gate("open"), recovery.default_steps(), date(2026, 12, 1))
    figure = figures.plan_bars(sessions).figure
    assert [trace.name for trace in figure.data] == ["walk", "run"]
    assert len(figure.data[0].y) == len(sessions)


def test_two_crowds_of_100() -> None:
    rate = training.prevention_rate("supervised_hip_core")
    effect = (rate.rate, rate.low, rate.high)
    measure = recovery.measure("supervised_hip_core")
    exhibit = figures.measure_crowds(measure, rate.before, effect, 40, rate.population)
    marks = sum(len(trace.x) for trace in exhibit.figure.data if trace.x is not None)
    assert marks == 200
    assert "51 injured" in exhibit.summary
    assert "325 novice runners" in exhibit.summary
    assert "11.7 (8.0 to 17.3)" in exhibit.summary


@pytest.mark.parametrize("effect", [0.66, 1.0])
def test_forty_trials_are_drawn_clear_ones_apart(effect: float) -> None:
    result = recovery.simulate(Design(effect, 50))
    exhibit = figures.trial_intervals(result)
    unclear, clear = exhibit.figure.data[:2]
    assert len(unclear.x) + len(clear.x) == figures.SHOWN
    assert unclear.marker.symbol != clear.marker.symbol
    assert f"{100 * result.found:.0f} of 100" in exhibit.summary
    assert len(exhibit.numbers) == figures.SHOWN

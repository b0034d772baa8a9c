"""M5: the impulse-response model of performance. It is about performance, never about injury."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from hiplib.errors import InputError
from hiplib.parameters import all_inside, all_within, inside, parameters
from hiplib.training.load import complete_days

MODEL = "fitness_fatigue"


def fitness_fatigue(
    daily: pd.Series,
    *,
    tau_fitness: float = 42,
    tau_fatigue: float = 7,
    k_fitness: float = 1,
    k_fatigue: float = 2,
    p0: float = 0,
) -> pd.DataFrame:
    """Fitness, fatigue and performance of each day from the loads of the days before (M5).

    p_t = p0 + k1 sum w_i exp(-(t-i)/tau1) - k2 sum w_i exp(-(t-i)/tau2) over the days i < t, with
    tau in days (`imbach2022ffm`, `morton1990modeling`, `clarke2013modeling`). Platforms use 42 and
    7 days; fitted values lie between 4 and 51, and 4 and 74 days (`vermeire2022ffm`). The default
    gains 1 and 2 are illustrative, so performance has no unit.

    Must not be used for: reading "fatigue" as tired tissue or injury risk, or a personal forecast:
    the parameters are poorly identifiable and the fatigue part did not improve prediction
    (`marchal2025flaws`).

    Returns
    -------
    pandas.DataFrame
        fitness, fatigue (weighted sums, before the gains), performance; index as `daily`.
        ValueError for a tau outside its published range.

    Examples
    --------
    >>> fitness_fatigue(pd.Series([100.0, 0.0]))["performance"].round(1).tolist()
    [0.0, -75.7]
    """
    limits = parameters(MODEL)
    tau1 = inside("tau_fitness", tau_fitness, limits["tau_fitness"].low, limits["tau_fitness"].high)
    tau2 = inside("tau_fatigue", tau_fatigue, limits["tau_fatigue"].low, limits["tau_fatigue"].high)
    load = complete_days(daily)
    fitness, fatigue = _decayed(load, tau1), _decayed(load, tau2)
    columns = {"fitness": fitness, "fatigue": fatigue}
    performance = p0 + k_fitness * fitness - k_fatigue * fatigue
    return pd.DataFrame({**columns, "performance": performance}, index=load.index)


def _decayed(load: pd.Series, tau: float) -> np.ndarray:
    """State of each morning: G_(t+1) = (G_t + w_t) exp(-1 / tau), G_1 = 0."""
    keep, state, states = math.exp(-1 / tau), 0.0, []
    for today in load.to_list():
        states.append(state)
        state = (state + today) * keep
    return np.array(states)


class OneImpulse(NamedTuple):
    """Days after a single session until its net effect turns positive, and until it peaks."""

    days_to_positive: float
    day_of_peak: float


def one_impulse(
    tau_fitness: float = 42, tau_fatigue: float = 7, k_fitness: float = 1, k_fatigue: float = 2
) -> OneImpulse:
    """When the effect of one session turns positive and peaks in the model of M5.

    c ln(k2 / k1) and c ln(k2 tau1 / (k1 tau2)) with c = tau1 tau2 / (tau1 - tau2), in days; 0 when
    the effect is positive, or at its best, from the first day. Sources as in `fitness_fatigue`.
    Must not be used for: planning a person's taper; another tau moves the day by weeks.

    Examples
    --------
    >>> [round(day, 1) for day in one_impulse()]
    [5.8, 20.9]
    """
    ok = tau_fitness > tau_fatigue > 0 and k_fitness > 0 and k_fatigue > 0
    if not ok:
        problem = f"fitness {tau_fitness:g} and fatigue {tau_fatigue:g} days, gains {k_fitness:g}, "
        works = "gains above 0, and fitness that lasts longer than fatigue"
        raise InputError("One session", f"{problem}{k_fatigue:g} cannot be used", works)
    c = tau_fitness * tau_fatigue / (tau_fitness - tau_fatigue)
    turn, ratio = k_fatigue / k_fitness, k_fatigue * tau_fitness / (k_fitness * tau_fatigue)
    return OneImpulse(max(0.0, c * math.log(turn)), max(0.0, c * math.log(ratio)))


def cyclist() -> dict[str, float]:
    """Parameters fitted to one cyclist (watts; `doremweb` quoting `clarke2013modeling`).

    Examples
    --------
    >>> cyclist()["tau_fitness"]
    36.0
    """
    return {name: float(value) for name, value in parameters("fitness_fatigue_cyclist").items()}


def trimp(
    minutes: float | np.ndarray,
    heart_rate: float | np.ndarray,
    rest: float,
    maximum: float,
    sex: str,
) -> np.ndarray:
    """Heart-rate load of a session: minutes x HRr x a exp(b HRr) (M5).

    HRr = (heart rate - rest) / (maximum - rest), beats per minute; men a = 0.64, b = 1.92, women
    a = 0.86, b = 1.67 (`banisterhr_web`, a secondary page). Must not be used for: injury risk.

    Parameters
    ----------
    sex : {"men", "women"}
        Which published pair of coefficients. ValueError when a heart rate lies outside rest to
        maximum, or another number outside its limits.

    Examples
    --------
    >>> round(float(trimp(60, 150, 60, 190, "men")), 1)
    100.4
    """
    if sex not in ("men", "women"):
        raise InputError("Coefficients", f"there are none for {sex!r}", "men or women")
    table = parameters("trimp")
    low = inside("rest", rest, table["rest"].low, table["rest"].high)
    high = inside("maximum", maximum, table["maximum"].low, table["maximum"].high)
    if low >= high:
        works = "a number above the rate at rest"
        raise InputError("Highest heart rate", f"{high:g} is not above {low:g}", works)
    share = (all_inside("heart_rate", heart_rate, low, high) - low) / (high - low)
    a, b = table[f"{sex}_factor"], table[f"{sex}_exponent"]
    time = all_within("internal_load", "minutes", minutes)
    return np.asarray(time * share * a * np.exp(b * share))

"""M6 to M9: what step rate, stride, distance and carried weight do to the hip's load.

A load is not damage, and damage is not pain (`edwards2018fatigue`, `firminger2020cumulative`).
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from hiplib.errors import InputError
from hiplib.parameters import all_inside, all_within, parameters, within
from hiplib.running_loads import MODEL, hip_peak_bw, peak_factors, step_rate_peaks


def step_rate_effect(change: float, *, per: Literal["step", "km"] = "step") -> pd.DataFrame:
    """Peak muscle force at a changed step rate against the preferred one (M6).

    f(x) = 1 + ((b - a) / 0.2) x + ((a + b - 2) / 0.02) x^2 through the factors a at -10 %, 1 and b
    at +10 % (`lenhart2014hip`: 30 healthy runners, own speed, computer model). Per kilometre times
    (1 + x): at the same speed there are more steps. No interval of the change was published, so
    `clear` says whether the study called it one.

    Must not be used for: fewer hip injuries, a step rate for everybody, more than 10 percent.

    Parameters
    ----------
    change : float
        Relative change of the step rate, -0.10 to 0.10; else ValueError.
    per : {"step", "km"}

    Returns
    -------
    pandas.DataFrame
        muscle, name, phase (stance, early_swing, late_swing), factor, clear, fact_id.

    Examples
    --------
    >>> table = step_rate_effect(0.10, per="km").set_index(["muscle", "phase"])["factor"].round(3)
    >>> table["gluteus_medius", "stance"], table["iliacus", "early_swing"]
    (np.float64(0.983), np.float64(1.165))
    """
    if per not in ("step", "km"):
        raise InputError("Step rate", f"there is no effect per {per!r}", "step or km")
    factor = peak_factors(change) * (1 + change if per == "km" else 1)
    table = step_rate_peaks().dropna(subset=["at_90"]).set_index(["muscle", "phase"])
    side = "clear_110" if change > 0 else "clear_90"
    clear = table[side].astype(bool) & (change != 0)
    columns = table[["name", "fact_id"]].assign(factor=factor, clear=clear).reset_index()
    return columns[["muscle", "name", "phase", "factor", "clear", "fact_id"]]


class ContactForce(NamedTuple):
    """Peak of a step in body weights, and factors against the usual stride."""

    peak_bw: np.ndarray
    per_step: np.ndarray
    cycles: np.ndarray
    load_km: np.ndarray
    damage_km: np.ndarray


def contact_force(stride_change: float | np.ndarray, exponent: float = 1) -> ContactForce:
    """Peak hip contact force and load per kilometre at a shorter stride (M7).

    F(s) = 7.26 (1 + 0.702 s) body weights; cycles per km 1 / (1 + s); load_km = F / 7.26 x cycles;
    damage_km = (F / 7.26)^m x cycles (`thomas2020stride`: 10 runners at 4.43 m/s, computer model).
    The exponent m says how strongly the tissue punishes high peaks; it is unknown for the hip. The
    SD of the force (2.24 body weights) lies between people and is no error of the change.

    Must not be used for: stress fracture probability of the hip, or longer strides.

    Parameters
    ----------
    stride_change : float or array
        -0.10 to 0, else ValueError.
    exponent : float
        1 to 10, illustrative.

    Examples
    --------
    >>> [round(float(contact_force(-0.10, m).damage_km), 3) for m in (1, 2, 8)]
    [1.033, 0.961, 0.621]
    """
    peak = hip_peak_bw(stride_change)
    m = within(MODEL, "exponent", exponent)
    factor = peak / parameters(MODEL)["peak_bw"]
    cycles = 1 / (1 + np.asarray(stride_change, dtype=float))
    return ContactForce(peak, factor, cycles, factor * cycles, factor**m * cycles)


def break_even_exponent(stride_change: float = -0.10) -> float:
    """Exponent at which shorter strides leave the damage per kilometre as it was (M7).

    m = ln(1 + s) / ln(F(s) / 7.26): 1.45 at a stride 10 percent shorter (`thomas2020stride`).
    No exponent is verified for the hip; must not be used to say that shorter strides help or harm.

    Examples
    --------
    >>> round(break_even_exponent(), 2)
    1.45
    """
    factor = contact_force(stride_change).per_step
    if stride_change == 0:
        raise ValueError("stride_change is 0; a number from -0.1 to just below 0 is possible")
    return math.log(1 + stride_change) / math.log(float(factor))


class Impulse(NamedTuple):
    """Push on one hip summed over time, with mean minus and plus one SD between people (N s)."""

    newton_seconds: np.ndarray
    low: np.ndarray
    high: np.ndarray


def contact_impulse(km: float | np.ndarray, mass_kg: float) -> Impulse:
    """Cumulative contact impulse of one hip over a distance (M8).

    0.95 (SD 0.18) body-weight seconds per metre x metres x mass x 9.81 (`schache2018hip`: 8
    adults, computer model). Valid near 3.5 m/s on level ground; for other speeds only the direction
    is known, so there is no speed here. Load per km falls with speed while damage weighted for
    fatigue stays or rises (`firminger2020cumulative`, `hunter2019fast`).

    Must not be used for: calling faster running safer or slower running harmful.

    Examples
    --------
    >>> round(float(contact_impulse(10, 70).newton_seconds) / 1e6, 1)
    6.5
    """
    table = parameters(MODEL)
    metres = all_within(MODEL, "distance_km", km) * 1000
    weight = within("one_leg_stance", "mass_kg", mass_kg) * table["gravity_m_s2"]
    per_metre = table["impulse_bw_s_per_m"]
    return Impulse(*(metres * weight * each for each in (per_metre, per_metre.low, per_metre.high)))


def steps(km: float | np.ndarray, pace_min_per_km: float, step_rate_spm: float) -> np.ndarray:
    """Count the steps of one leg over a distance: half of step rate x pace x km (M8).

    Must not be used for: load or damage; a step is not the same at each speed.

    Examples
    --------
    >>> steps(10, pace_min_per_km=6, step_rate_spm=168).tolist()
    5040.0
    """
    pace = within(MODEL, "pace_min_per_km", pace_min_per_km)
    rate = within(MODEL, "step_rate_spm", step_rate_spm)
    return np.asarray(all_within(MODEL, "distance_km", km) * pace * rate / 2)


def carried_load(share: float | np.ndarray) -> np.ndarray:
    """Extra hip force in body weights for a carried share of body weight (M9).

    1.64 body weights per body weight carried (derived from `xu2017load`: women, computer model),
    for a share of 0 to 0.3; else ValueError. Must not be used for: body fat, losing weight, a
    "lighter is better" slope.

    Examples
    --------
    >>> round(float(carried_load(0.3)), 3)
    0.492
    """
    carried = all_within(MODEL, "carried_share", share)
    return np.asarray(carried * parameters(MODEL)["carried_bw_per_bw"])


def absolute_force(force_bw: float | np.ndarray, mass_kg: float) -> np.ndarray:
    """Force in newton from a force in body weights: force x mass x 9.81 (M9, first order).

    That the force in body weights is the same for each mass is an assumption. Must not be used for:
    comparing people, or a mass below the runner's own.

    Examples
    --------
    >>> round(float(absolute_force(7.26, 70)))
    4985
    """
    bw = all_inside("force_bw", force_bw, 0, 20)
    weight = within("one_leg_stance", "mass_kg", mass_kg) * parameters(MODEL)["gravity_m_s2"]
    return np.asarray(bw * weight)

"""M10: bone as damage, repair and adaptation. A concept model, not calibrated for the hip."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hiplib.errors import InputError
from hiplib.parameters import all_inside, parameters, within
from hiplib.training.load import complete_days

MODEL = "bone_model"
CAPTION = "Concept model, not calibrated for the hip."


def usual_day(daily: pd.Series) -> float:
    """Return the mean of the first days of a plan: the load that a capacity of 1 is used to.

    Examples
    --------
    >>> usual_day(pd.Series([10.0] * 28 + [20.0] * 7))
    10.0
    """
    return float(daily.iloc[: int(parameters(MODEL)["usual_days"])].mean())


def bone_model(
    daily_cycles: pd.Series,
    *,
    force: float | np.ndarray = 1.0,
    exponent: float = 4,
    tau_repair_weeks: float = 6,
    tau_adapt_weeks: float = 12,
    scale: float = 1.0,
    usual: float | None = None,
) -> pd.DataFrame:
    """Damage and capacity of each day (M10). All numbers are illustrative; there is no unit.

    Each day: D += n (F / C)^m scale; D -= D / tau_repair; C += (target - C) / tau_adapt. n are the
    cycles in multiples of the `usual` day (else the mean of the first 28 days), F the peak in
    multiples of the usual one, target = 1 + 0.3 (n F - 1): more load builds, less load loses,
    slowly. C starts at 1. Verified: damage grows much faster with the peak than with the count
    (`edwards2018fatigue`), damage can be repaired given time (`warden2021workload`), bone in rats
    adapts over 6 to 18 weeks (`jap2000timecourse`). Not verified: every number used here.

    Must not be used for: a probability, days to fracture, a plan without risk, or one person.

    Parameters
    ----------
    daily_cycles : pandas.Series
        Cycles or kilometres of each day, 0 or more.
    force : float or array
        Peak of a day against the usual one, 0.5 to 2; one value or one a day.
    exponent, tau_repair_weeks, tau_adapt_weeks, scale : float
        1 to 10, 2 to 12 weeks, 6 to 26 weeks, free; ValueError outside.

    Examples
    --------
    >>> table = bone_model(pd.Series([10.0] * 28 + [20.0] * 7))
    >>> table["damage"].iloc[34] > table["damage"].iloc[27]
    np.True_
    """
    cycles = complete_days(daily_cycles)
    table = parameters(MODEL)
    m = within(MODEL, "exponent", exponent)
    repair = 1 / (7 * within(MODEL, "tau_repair_weeks", tau_repair_weeks))
    adapt = 1 / (7 * within(MODEL, "tau_adapt_weeks", tau_adapt_weeks))
    size = within(MODEL, "scale", scale)
    peak = all_inside("force", force, table["force"].low, table["force"].high)
    if peak.ndim and peak.shape != (len(cycles),):
        raise InputError("Force", f"it has {peak.size} values", "one value, or one a day")
    if usual is None:
        usual = usual_day(cycles) if len(cycles) else 0.0
    amount = cycles.to_numpy() / usual if usual > 0 else np.zeros(len(cycles))
    peaks = np.broadcast_to(peak, amount.shape)
    target = 1 + table["capacity_gain"] * (amount * peaks - 1)
    damage, capacity, rows = 0.0, 1.0, []
    for n, f, goal in zip(amount.tolist(), peaks.tolist(), target.tolist(), strict=True):
        damage += n * (f / capacity) ** m * size
        damage -= damage * repair
        capacity += (goal - capacity) * adapt
        rows.append((damage, capacity))
    return pd.DataFrame(rows, columns=["damage", "capacity"], index=cycles.index)

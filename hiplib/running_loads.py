"""What a step of running asks of the hip: the published points and the lines through them.

Below the topics, because the anatomy pages and the training models both need it. Nothing is drawn
on beyond the points that were studied.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from hiplib import tables
from hiplib.parameters import all_inside, parameters

MODEL = "running_load"
PHASES = {"stance": "Stance", "early_swing": "Early swing", "late_swing": "Late swing"}


@cache
def step_rate_peaks() -> pd.DataFrame:
    """One row a muscle and phase: peak force (N/kg) at 90, 100 and 110 percent of the step rate.

    Source: `lenhart2014hip`, 30 healthy runners at their own speed, computer model.
    """
    gait = tables.read("gait_timing").set_index(["muscle", "phase"])
    rate = {percent: gait[gait["step_rate_percent"] == percent] for percent in (90, 100, 110)}
    table = rate[100][["muscle_id", "low_n_per_kg", "high_n_per_kg", "fact_id"]]
    table = table.rename(columns={"low_n_per_kg": "low_100", "high_n_per_kg": "high_100"})
    for percent, rows in rate.items():
        table[f"at_{percent}"] = rows["peak_n_per_kg"]
        table[f"clear_{percent}"] = rows["clear_change"].astype("boolean")
    table = table.reset_index()
    names = tables.read("muscles").set_index("muscle_id")["name"]
    plain = table["muscle"].str.replace("_", " ").str.capitalize()
    table["name"] = table["muscle_id"].map(names).fillna(plain)
    table["order"] = table["phase"].map(list(PHASES).index)
    return table.sort_values(["order", "at_100"], ascending=[True, False], ignore_index=True)


def peak_factors(change: float) -> pd.Series:
    """Peak force at a changed step rate over that at the preferred one, by muscle and phase (M6).

    f(x) = 1 + ((b - a) / 0.2) x + ((a + b - 2) / 0.02) x^2, the parabola through the factors a at
    -10 %, 1 at 0 and b at +10 % (`lenhart2014hip`). ValueError outside -0.10 to 0.10.

    Examples
    --------
    >>> round(peak_factors(0.10)["iliacus", "early_swing"], 3)
    np.float64(1.059)
    """
    limits = parameters(MODEL)["step_rate_change"]
    x = all_inside("change", change, limits.low, limits.high, "was studied")
    table = step_rate_peaks().dropna(subset=["at_90"]).set_index(["muscle", "phase"])
    a, b = table["at_90"] / table["at_100"], table["at_110"] / table["at_100"]
    factor: pd.Series = 1 + (b - a) / 0.2 * x + (a + b - 2) / 0.02 * x**2
    return factor.rename("factor")


def hip_peak_bw(stride_change: float | np.ndarray) -> np.ndarray:
    """Peak hip contact force in body weights at a changed stride: 7.26 (1 + 0.702 s) (M7).

    Ten runners at 4.43 m/s, computer model (`thomas2020stride`). ValueError outside -0.10 to 0:
    longer strides were not studied.
    """
    table = parameters(MODEL)
    shortest = table["shortest_stride_change"]
    s = all_inside("stride_change", stride_change, shortest, 0.0, "was studied")
    return table["peak_bw"] * (1 + table["peak_change_per_stride_change"] * s)

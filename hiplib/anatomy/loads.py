"""What the hip bears when you run: contact forces, muscle peaks, and loads per kilometre.

Every number comes from a table. Peaks at another step rate are joined only between points that
were studied; nothing is drawn on beyond them. A sum of loads is not damage, and no number here says
anything about one person's risk (`edwards2018fatigue`).
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from hiplib import tables
from hiplib.parameters import parameters, within
from hiplib.running_loads import MODEL, hip_peak_bw, peak_factors, step_rate_peaks

STEP_RATE_CHANGES = (0.0, 0.05, 0.10)


def contact_forces() -> pd.DataFrame:
    """Return the hip contact forces by activity, measured ones first, each kind by its size.

    Index activity_id; columns activity, peak_bw, low_bw, high_bw (body weights, NaN where the
    source gives none), interval_text, method, interval_kind, people, population, ref_id, ...

    Examples
    --------
    >>> contact_forces().loc[["walking_4_kmh", "jogging_single"], "peak_bw"].tolist()
    [2.38, 5.5]
    """
    table = tables.read("contact_forces").set_index("activity_id")
    size = table["peak_bw"].fillna(table["high_bw"]).fillna(0.0)
    order = pd.DataFrame({"method": table["method"], "size": size})
    return table.loc[order.sort_values(["method", "size"], kind="stable").index]


def muscle_peaks(percent: int | None = None) -> pd.DataFrame:
    """Return the peak force of each muscle and phase in the order of the stride, strongest first.

    Columns muscle, name, phase, at_90, at_100, at_110, low_100, high_100 (N per kg of body mass),
    clear_90, clear_110, fact_id. Source: `lenhart2014hip`, 30 healthy runners at their own speed,
    computer model.

    Parameters
    ----------
    percent : {90, 110}, optional
        Adds change_step (per step, against the preferred step rate), change_km (per kilometre: at
        a constant speed ``(1 + change_step) x rate - 1``) and clear (False: no clear change).
        ValueError for a step rate that was not studied.

    Examples
    --------
    >>> more = muscle_peaks(110).set_index(["muscle", "phase"])
    >>> more.loc[("gluteus_medius", "stance"), ["change_step", "change_km"]].round(3).tolist()
    [-0.106, -0.017]
    """
    table = step_rate_peaks().copy()
    if percent is None:
        return table
    if percent not in (90, 110):
        raise ValueError(f"step rate is {percent!r} percent; 90 or 110 was studied")
    factor = table[f"at_{percent}"] / table["at_100"]
    return table.assign(
        change_step=factor - 1,
        change_km=factor * percent / 100 - 1,
        clear=table[f"clear_{percent}"],
    )


def muscle_peak_factor(muscle: str, phase: str, change: float) -> float:
    """Return the peak at a changed step rate over the peak at the preferred one.

    A parabola through the three studied points; ValueError for a change outside -0.10 to 0.10, or
    a muscle and phase without three points.

    Examples
    --------
    >>> round(muscle_peak_factor("iliacus", "early_swing", 0.10), 3)
    1.059
    """
    factors = peak_factors(change)
    if (muscle, phase) not in factors.index:
        raise ValueError(f"there are no three points for {muscle!r} in {phase!r}")
    return float(factors.loc[(muscle, phase)])


class LoadCycles(NamedTuple):
    """Loads on one hip: counts per kilometre and week, step length, peak and their sum."""

    steps_per_km: float
    cycles_per_km: float
    cycles_per_week: float
    step_length_m: float
    speed_m_s: float
    peak_bw: float

    @property
    def sum_bw_per_km(self) -> float:
        """Sum of the peaks over one kilometre, in body weights."""
        return self.cycles_per_km * self.peak_bw


def load_cycles(
    *, pace_min_per_km: float, step_rate_spm: float, weekly_km: float = 0.0, change: float = 0.0
) -> LoadCycles:
    """Turn pace and step rate into loads on one hip: every second step.

    `peak_bw` is the published peak of 10 runners at 4.43 m/s (computer model, `thomas2020stride`),
    lowered on a straight line as the strides shorten by up to 10 percent; it is not fitted to the
    pace.

    Parameters
    ----------
    pace_min_per_km, step_rate_spm, weekly_km : float
        Minutes for a kilometre; steps per minute, both feet; kilometres a week.
    change : float
        Relative change of the step rate at the same speed, 0 to 0.10. ValueError for this or
        another number outside its limits.

    Examples
    --------
    >>> mia = load_cycles(pace_min_per_km=6, step_rate_spm=168, weekly_km=30)
    >>> mia.steps_per_km, mia.cycles_per_km, mia.cycles_per_week
    (1008.0, 504.0, 15120.0)
    """
    table = parameters(MODEL)
    pace = within(MODEL, "pace_min_per_km", pace_min_per_km)
    rate = within(MODEL, "step_rate_spm", step_rate_spm) * (1 + change)
    week = within(MODEL, "weekly_km", weekly_km) if weekly_km else 0.0
    stride = 1 / (1 + change) - 1
    if not table["shortest_stride_change"] <= stride <= 0:
        raise ValueError(f"change is {change!r}; 0 to 0.1 was studied")
    steps = rate * pace
    return LoadCycles(
        steps_per_km=steps,
        cycles_per_km=steps / 2,
        cycles_per_week=steps / 2 * week,
        step_length_m=1000 / steps,
        speed_m_s=1000 / 60 / pace,
        peak_bw=float(hip_peak_bw(stride)),
    )

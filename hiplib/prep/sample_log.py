"""Build ``data/sample_log.csv``: sixteen invented weeks of Mia, a runner who does not exist.

Assumptions, all invented and chosen for teaching:

* 27 July to 15 November 2026, three to five runs a week, two of them without any run (a holiday).
* Longest run about 6 km at first, 10 to 12 km later; easy runs of 4 to 8 km on fixed weekdays.
* Week 4 holds a charity run of 13.2 km after a longest run of 6.2 km (a large spike), week 9 a run
  of 12 km after 10.5 km (a small spike), week 16 a run of 14 km after 10 km (a moderate spike).
* Week 16 has the weekly distance of week 15 to the metre: all that changed is one long run.
* About 6:10 minutes a kilometre, 4 % slower on the long run; cadence about 166 steps a minute; 6 m
  of ascent a kilometre. Easy runs vary by 0.12 km (SD) around the plan, as watches show them.

The same seed gives the same file.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

FILE = "sample_log.csv"
SEED = 20260727
FIRST_MONDAY = date(2026, 7, 27)
# One line a week: (weekday from Monday = 0, km, keep the distance exactly as planned).
WEEKS: tuple[tuple[tuple[int, float, bool], ...], ...] = (
    ((1, 5.5, True), (3, 4.5, False), (6, 6.0, True)),
    ((1, 5.0, False), (3, 5.0, False), (6, 6.2, True)),
    ((1, 4.5, False), (3, 5.5, False), (5, 4.0, False), (6, 6.0, True)),
    ((1, 5.0, False), (3, 4.0, False), (6, 13.2, True)),
    ((2, 4.0, False), (4, 5.0, False), (6, 7.0, True)),
    ((1, 6.0, False), (3, 5.0, False), (6, 9.0, True)),
    ((0, 4.0, False), (1, 6.0, False), (3, 6.0, False), (5, 5.0, False), (6, 9.5, True)),
    ((1, 6.0, False), (3, 7.0, False), (5, 5.0, False), (6, 10.5, True)),
    ((1, 6.0, False), (3, 6.0, False), (6, 12.0, True)),
    (),
    (),
    ((1, 4.0, False), (3, 5.0, False), (6, 7.0, True)),
    ((1, 5.0, False), (3, 6.0, False), (5, 4.0, False), (6, 8.0, True)),
    ((1, 6.0, False), (3, 6.0, False), (6, 9.0, True)),
    ((1, 6.0, True), (3, 7.0, True), (4, 5.0, True), (6, 10.0, True)),
    ((1, 5.0, True), (3, 5.0, True), (4, 4.0, True), (6, 14.0, True)),
)
SPREAD_KM = 0.12
PACE_MIN_PER_KM, LONG_RUN_SLOWER, PACE_SPREAD = 6 + 10 / 60, 1.04, 0.12
CADENCE_SPM, CADENCE_SPREAD = 166, 2.5
ASCENT_M_PER_KM, ASCENT_SPREAD = 6.0, 2.0


def build(seed: int = SEED) -> pd.DataFrame:
    """Table of the invented runs: date, distance_km, duration_min, cadence_spm, ascent_m."""
    random = np.random.default_rng(seed)
    rows = []
    for number, week in enumerate(WEEKS):
        longest = max((km for _, km, _ in week), default=0.0)
        for weekday, planned, exact in week:
            km = planned if exact else planned + SPREAD_KM * random.standard_normal()
            pace = PACE_MIN_PER_KM * (LONG_RUN_SLOWER if planned == longest else 1.0)
            pace += PACE_SPREAD * random.standard_normal()
            day = FIRST_MONDAY + timedelta(weeks=number, days=weekday)
            # Mia runs in the evening on weekdays and in the morning at the weekend.
            at = time(9 if weekday >= 5 else 18, int(random.integers(0, 60)))
            cadence = CADENCE_SPM + CADENCE_SPREAD * random.standard_normal()
            ascent = km * (ASCENT_M_PER_KM + ASCENT_SPREAD * random.standard_normal())
            rows.append(
                {
                    "date": datetime.combine(day, at).isoformat(sep=" "),
                    "distance_km": round(km, 2),
                    "duration_min": round(round(km, 2) * pace, 1),
                    "cadence_spm": round(cadence),
                    "ascent_m": max(0, round(ascent)),
                }
            )
    return pd.DataFrame(rows)


def rebuild(folder: Path) -> Path:
    """Build the file into a folder and give its path."""
    build().to_csv(folder / FILE, index=False, lineterminator="\n")
    return folder / FILE

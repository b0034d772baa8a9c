"""Build ``data/sample_log.csv``: logs of runners who do not exist.

Assumptions, all invented and chosen for teaching. Mia:

* 27 July to 15 November 2026, three to five runs a week, two of them without any run (a holiday).
* Longest run about 6 km at first, 10 to 12 km later; easy runs of 4 to 8 km on fixed weekdays.
* Week 4 holds a charity run of 13.2 km after a longest run of 6.2 km (a large spike), week 9 a run
  of 12 km after 10.5 km (a small spike), week 16 a run of 14 km after 10 km (a moderate spike).
* Week 16 has the weekly distance of week 15 to the metre: all that changed is one long run.
* About 6:10 minutes a kilometre, 4 % slower on the long run; cadence about 166 steps a minute; 6 m
  of ascent a kilometre. Easy runs vary by 0.12 km (SD) around the plan, as watches show them.

The others run at the same pace, on fixed weekdays, with the same tremor, up to 15 November 2026:

* clean: 20 weeks of three to four runs. The long run grows from 8 to 13 km by 400 m a week, each
  fourth week is lighter: no run is a session spike, no week is missing.
* errors: 12 weeks like these, with three planted errors, marked in the column error. A run of 15 km
  after 9 km at most (session_spike); one run that a watch and a phone both recorded, a
  minute apart and 2 % longer (duplicate); a run of 5 km that was taken for 5 miles, so that 8.05 km
  stand there in the time of 5 (unit_slip).
* two_years: 104 weeks of three to four runs with two seasons, a half marathon after a longest run
  of 18 km, a holiday of two weeks, five weeks off, and a comeback from 5 km.

The same seed gives the same file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

FILE = "sample_log.csv"
SEED = 20260727
END = date(2026, 11, 16)  # the Monday after the last week
Run = tuple[int, float, bool]  # weekday from Monday = 0, km, keep the distance exactly as planned
Weeks = Sequence[Sequence[Run]]
WEEKS: Weeks = (
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
KM_PER_MILE = 1.609344
# Long run of the two years: week, km; straight lines between. Weeks off: no run at all.
TWO_YEARS = (
    (0, 8.0),
    (16, 13.0),
    (30, 15.0),
    (34, 14.0),
    (50, 18.0),
    (58, 16.0),
    (65, 5.0),
    (103, 14.0),
)
RACE_WEEK, RACE_KM, WEEKS_OFF = 52, 21.1, (31, 32, 60, 61, 62, 63, 64)


def build(seed: int = SEED) -> pd.DataFrame:
    """Table of all invented runs: log_id, date, the columns of a log, source and error."""
    clean = _steady([min(8 + 0.4 * n, 13) for n in range(20)])
    two_years = _steady(np.interp(np.arange(104), *np.array(TWO_YEARS).T).tolist())
    two_years[RACE_WEEK] = ((1, 6.0, False), (6, RACE_KM, True))
    logs = [
        runs("mia", WEEKS, seed),
        runs("clean", clean, seed + 1),
        _with_errors(runs("errors", _steady([min(7 + 0.35 * n, 9) for n in range(12)]), seed + 2)),
        runs("two_years", [() if n in WEEKS_OFF else w for n, w in enumerate(two_years)], seed + 3),
    ]
    return pd.concat(logs, ignore_index=True)


def _steady(long_runs: Sequence[float]) -> list[Sequence[Run]]:
    """Weeks with a long run on Sunday and easy runs; each fourth week is lighter."""
    weeks: list[Sequence[Run]] = []
    for number, km in enumerate(long_runs):
        light = 0.8 if number % 4 == 3 else 1.0
        easy = [(1, 0.6), (3, 0.7), (5, 0.45)][: 2 if light < 1 else 3]
        weeks.append([*((day, round(km * part, 1), False) for day, part in easy),
                      (6, round(km * light, 1), True)])  # fmt: skip
    return [weeks[0][-1:], *weeks[1:]]  # the log opens with a long run, a baseline for the others


def _with_errors(table: pd.DataFrame) -> pd.DataFrame:
    """Plant a session spike, a duplicate from two sources and a slip of units."""
    weeks = (pd.to_datetime(table["date"]) - pd.Timestamp(END)).dt.days // 7 + 12
    spike = table.index[(weeks == 6) & (table["distance_km"] == 9.0)][0]
    table.loc[spike, ["distance_km", "duration_min", "ascent_m"]] = [15.0, 97.3, 88]
    slip = table.index[weeks == 9][0]
    table.loc[slip, ["distance_km", "duration_min"]] = [round(5 * KM_PER_MILE, 2), 31.0]
    twin = table.index[weeks == 4][1]
    copy = table.loc[[twin]].assign(source="phone.gpx")
    copy["cadence_spm"] = pd.NA
    later = pd.to_datetime(copy["date"]) + pd.Timedelta(minutes=1)
    copy["date"] = later.dt.strftime("%Y-%m-%d %H:%M:%S")
    copy["distance_km"] = (copy["distance_km"] * 1.02).round(2)
    table.loc[spike, "error"], table.loc[slip, "error"] = "session_spike", "unit_slip"
    table.loc[twin, "error"] = copy["error"] = "duplicate"
    return pd.concat([table, copy]).sort_values("date", ignore_index=True)


def runs(log_id: str, weeks: Weeks, seed: int) -> pd.DataFrame:
    """Build the runs of one log, in weeks that end on the last Sunday."""
    random = np.random.default_rng(seed)
    rows = []
    for number, week in enumerate(weeks):
        longest = max((km for _, km, _ in week), default=0.0)
        for weekday, planned, exact in week:
            km = planned if exact else planned + SPREAD_KM * random.standard_normal()
            pace = PACE_MIN_PER_KM * (LONG_RUN_SLOWER if planned == longest else 1.0)
            pace += PACE_SPREAD * random.standard_normal()
            day = END + timedelta(weeks=number - len(weeks), days=weekday)
            # They run in the evening on weekdays and in the morning at the weekend.
            at = time(9 if weekday >= 5 else 18, int(random.integers(0, 60)))
            cadence = CADENCE_SPM + CADENCE_SPREAD * random.standard_normal()
            ascent = km * (ASCENT_M_PER_KM + ASCENT_SPREAD * random.standard_normal())
            rows.append(
                {
                    "log_id": log_id,
                    "date": datetime.combine(day, at).isoformat(sep=" "),
                    "distance_km": round(km, 2),
                    "duration_min": round(round(km, 2) * pace, 1),
                    "cadence_spm": round(cadence),
                    "ascent_m": max(0, round(ascent)),
                    "source": "built-in log" if log_id != "errors" else "watch.fit",
                    "error": "",
                }
            )
    return pd.DataFrame(rows).astype({"cadence_spm": "Int64"})


def rebuild(folder: Path) -> Path:
    """Build the file into a folder and give its path."""
    build().to_csv(folder / FILE, index=False, lineterminator="\n")
    return folder / FILE

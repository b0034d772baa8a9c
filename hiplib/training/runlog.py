"""What a log of runs is: one row a run, and what was noticed while reading it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hiplib import tables
from hiplib.errors import Finding, InputError

COLUMNS = ("start", "distance_km", "duration_min", "cadence_spm", "ascent_m", "source")
KM_PER_MILE = 1.609344  # the international mile, by definition


@dataclass(frozen=True, eq=False)
class RunLog:
    """Runs in order of time, with what was noticed while reading them.

    `runs` has the columns start (local clock time), distance_km, duration_min, cadence_spm (steps
    per minute, both feet), ascent_m and source; missing values are NaN. `findings` are rows that
    were left out or read with an assumption; `name` is the log's, as the reader knows it.
    """

    runs: pd.DataFrame
    findings: tuple[Finding, ...] = ()
    name: str = "log"


def sample_log() -> RunLog:
    """Return the built-in log: 16 invented weeks of Mia, who does not exist.

    Examples
    --------
    >>> len(sample_log().runs) > 40
    True
    """
    table = tables.read("sample_log").rename(columns={"date": "start"})
    table = table.assign(start=pd.to_datetime(table["start"]), source="built-in log")
    runs = table.sort_values("start", ignore_index=True)[list(COLUMNS)]
    return RunLog(runs.astype({"source": "str"}), (), "Mia's log")


def checked_runs(runs: pd.DataFrame) -> pd.DataFrame:
    """Copy of `runs` with ``start`` as local datetimes and ``distance_km`` as floats above 0.

    InputError when a column is missing, a start is not a date or a distance is not above 0.
    """
    for name in ("start", "distance_km"):
        if name not in runs.columns:
            works = "a table with the columns start and distance_km"
            raise InputError("Table of runs", f"it has no column {name}", works)
    distance = pd.to_numeric(runs["distance_km"], errors="coerce").astype(float)
    bad = ~((distance > 0) & (distance < float("inf")))
    if bad.any():
        place = int(bad.to_numpy().argmax())
        problem = f"its distance is {runs['distance_km'].iloc[place]}"
        works = "a distance above 0 km in every row"
        raise InputError(f"Run {place + 1} of {len(runs)}", problem, works)
    return runs.assign(start=_local_times(runs["start"]), distance_km=distance)


def _local_times(starts: pd.Series) -> pd.Series:
    """Clock times as written: an offset such as +01:00 is dropped, nothing is converted."""
    if pd.api.types.is_datetime64_any_dtype(starts.dtype):
        times: pd.Series = starts.dt.tz_localize(None)
    else:
        offset = r"(?<=\d)\s*(?:Z|[+-]\d{2}:?\d{2})$"
        written = starts.astype("str").str.replace(offset, "", regex=True)
        times = pd.to_datetime(written, format="ISO8601", errors="coerce")
    if pd.api.types.is_numeric_dtype(starts.dtype) or times.isna().any():
        raise InputError("Table of runs", "a start is not a date", "a date in every row of start")
    return times

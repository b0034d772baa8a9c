"""What a log of runs is: one row a run, and what was noticed while reading it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from hiplib.errors import Finding, InputError

COLUMNS = ("start", "distance_km", "duration_min", "cadence_spm", "ascent_m", "source")
_OFFSET = r"(?<=\d)\s*(?:Z|[+-]\d{2}:?\d{2})$"
KM_PER_MILE = 1.609344  # the international mile, by definition


@dataclass(frozen=True, eq=False)
class RunLog:
    """Runs in order of time, with what was noticed while reading them.

    Attributes
    ----------
    runs : pandas.DataFrame
        Columns start (local clock time), distance_km, duration_min, cadence_spm (steps per minute,
        both feet), ascent_m, source; missing values are NaN.
    findings : tuple of hiplib.Finding
        Rows that were left out or read with an assumption.
    name : str
        Name of the log, as the reader knows it.
    """

    runs: pd.DataFrame
    findings: tuple[Finding, ...] = field(default=())
    name: str = "log"

    def __len__(self) -> int:
        return len(self.runs)

    def __repr__(self) -> str:
        return f"RunLog({self.name!r}, {len(self.runs)} runs, {len(self.findings)} findings)"


def checked_runs(runs: pd.DataFrame) -> pd.DataFrame:
    """Copy of `runs` with ``start`` as local datetimes and ``distance_km`` as floats above 0.

    Raises
    ------
    InputError
        When a column is missing, a start is not a date or a distance is not above 0.
    """
    missing = [name for name in ("start", "distance_km") if name not in runs.columns]
    if missing:
        raise InputError(
            "Table of runs",
            f"it has no column {missing[0]}",
            "a table with the columns start and distance_km",
        )
    result = runs.copy()
    result["start"] = _local_times(runs["start"])
    distance = pd.to_numeric(runs["distance_km"], errors="coerce").astype(float)
    bad = ~((distance > 0) & (distance < float("inf")))
    if bad.any():
        place = int(bad.to_numpy().argmax())
        raise InputError(
            f"Run {place + 1} of {len(runs)}",
            f"its distance is {runs['distance_km'].iloc[place]}",
            "a distance above 0 km in every row",
        )
    result["distance_km"] = distance
    return result


def _local_times(starts: pd.Series) -> pd.Series:
    """Clock times as written: an offset such as +01:00 is dropped, nothing is converted."""
    try:
        if pd.api.types.is_numeric_dtype(starts.dtype) and len(starts):
            raise TypeError("a number is no date")
        if pd.api.types.is_string_dtype(starts.dtype) and len(starts):
            written = starts.astype("str").str.replace(_OFFSET, "", regex=True)
            times = pd.to_datetime(written, format="ISO8601")
        else:
            times = pd.to_datetime(starts)
    except (ValueError, TypeError, OverflowError):
        times = pd.Series(pd.NaT, index=starts.index)
    if isinstance(times.dtype, pd.DatetimeTZDtype):
        times = times.dt.tz_localize(None)
    if not pd.api.types.is_datetime64_any_dtype(times.dtype) or times.isna().any():
        raise InputError("Table of runs", "a start is not a date", "a date in every row of start")
    return times

"""What a log of runs is: one row a run, and what was noticed while reading it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from hiplib import tables
from hiplib.errors import Finding, InputError, look_up
from hiplib.parameters import parameters

COLUMNS = ("start", "distance_km", "duration_min", "cadence_spm", "ascent_m", "source")
KM_PER_MILE = 1.609344  # the international mile, by definition


def _nothing() -> pd.DataFrame:
    empty = pd.DataFrame({name: pd.Series(dtype="float64") for name in (*COLUMNS, "reason")})
    return empty.astype({"start": "datetime64[s]", "source": "str", "reason": "str"})


@dataclass(frozen=True, eq=False)
class RunLog:
    """Runs in order of time, with what was noticed while reading them.

    `runs` has the columns start (local clock time), distance_km, duration_min, cadence_spm (steps
    per minute, both feet), ascent_m and source; missing values are NaN. `findings` say what was
    left out or read with an assumption; `name` is the log's, as the reader knows it. `set_aside`
    holds what was found and does not count, with the same columns and a reason.
    """

    runs: pd.DataFrame
    findings: tuple[Finding, ...] = ()
    name: str = "log"
    set_aside: pd.DataFrame = field(default_factory=_nothing)


def exclude(log: RunLog, places: int | Iterable[int], reason: str = "left out by you") -> RunLog:
    """Leave out the runs at some places (rows of ``log.runs``); they stand in ``set_aside``.

    Examples
    --------
    >>> log = exclude(built_in_log("mia"), 0)
    >>> len(log.runs), log.set_aside["reason"].tolist()
    (48, ['left out by you'])
    """
    out = _chosen(log.runs, places)
    aside = pd.concat([log.set_aside, log.runs[out].assign(reason=reason)])
    return replace(log, runs=tidied(log.runs[~out]), set_aside=tidied(aside))


def restore(log: RunLog, places: int | Iterable[int]) -> RunLog:
    """Count again what stands at some places of ``log.set_aside``; it needs a distance.

    Examples
    --------
    >>> len(restore(exclude(built_in_log("mia"), [0, 5]), [0, 1]).runs)
    49
    """
    back = _chosen(log.set_aside, places)
    rows = log.set_aside[back].drop(columns="reason")
    if not (rows["distance_km"] > 0).all():
        raise InputError("Run", "it has no distance", "a distance above 0 km: correct it first")
    runs = rows if log.runs.empty else pd.concat([log.runs, rows])
    return replace(log, runs=tidied(runs), set_aside=tidied(log.set_aside[~back]))


def correct(log: RunLog, place: int, *, set_aside: bool = False, **columns: object) -> RunLog:
    """Change columns of one run, or of one that is set aside, which then stays there.

    Examples
    --------
    >>> float(correct(built_in_log("mia"), 0, distance_km=6).runs["distance_km"].iloc[0])
    6.0
    """
    table = log.set_aside if set_aside else log.runs
    row = _chosen(table, place)
    for name, value in columns.items():
        if name not in COLUMNS:
            raise InputError("Run", f"it has no column {name}", ", ".join(COLUMNS))
        if name == "distance_km":
            limit = float(parameters("log_limits")["max_distance_km"])
            if not (isinstance(value, int | float) and 0 < value <= limit):
                works = f"more than 0 and at most {limit:g} km"
                raise InputError("Distance", f"{value!r} is not possible", works)
            value = float(value)
        table = table.assign(**{name: table[name].where(~row, value)})
    if set_aside:
        return replace(log, set_aside=tidied(table))
    return replace(log, runs=tidied(checked_runs(table)))


def _chosen(table: pd.DataFrame, places: int | Iterable[int]) -> np.ndarray:
    """Which rows are meant; InputError for a place that is none."""
    wanted = [places] if isinstance(places, int | np.integer) else list(places)
    wrong = [place for place in wanted if not 0 <= place < len(table)]
    if wrong:
        raise InputError("Run", f"there is no place {wrong[0]}", f"0 to {len(table) - 1}")
    return np.isin(np.arange(len(table)), wanted)


def tidied(table: pd.DataFrame) -> pd.DataFrame:
    """Rows in order of time, with the types of a log."""
    table = table.astype({"start": "datetime64[s]", "source": "str"})
    return table.sort_values("start", kind="stable", ignore_index=True)


def built_in_logs() -> dict[str, str]:
    """Name of each log that comes with the course, by its id.

    Examples
    --------
    >>> list(built_in_logs())
    ['mia', 'clean', 'errors', 'two_years']
    """
    return dict(tables.read("sample_logs")[["log_id", "name"]].itertuples(index=False, name=None))


def built_in_log(log_id: str) -> RunLog:
    """Return a built-in log; ValueError for an unknown id. Nobody has run these runs.

    Examples
    --------
    >>> len(built_in_log("mia").runs)
    49
    """
    name = look_up("built-in log", log_id, built_in_logs())
    table = _sample_rows(log_id)
    return RunLog(table[list(COLUMNS)], name=name)


def planted_errors(log_id: str = "errors") -> pd.DataFrame:
    """Return the rows of a built-in log in which an error was planted: its places, kind and why.

    Columns: place (row of ``built_in_log(log_id).runs``), start, distance_km, source, error,
    explanation. Two rows are one error when they are a run and its copy.

    Examples
    --------
    >>> sorted(set(planted_errors("errors")["error"]))
    ['duplicate', 'session_spike', 'unit_slip']
    """
    table = _sample_rows(look_up("built-in log", log_id, {key: key for key in built_in_logs()}))
    planted = table[table["error"].fillna("") != ""].reset_index(names="place")
    kinds = tables.read("sample_log_errors").set_index("error")["explanation"]
    planted["explanation"] = planted["error"].map(kinds)
    return planted[["place", "start", "distance_km", "source", "error", "explanation"]]


def _sample_rows(log_id: str) -> pd.DataFrame:
    table = tables.read("sample_log").rename(columns={"date": "start"})
    table = table[table["log_id"] == log_id]
    return tidied(table.assign(start=pd.to_datetime(table["start"])))


def sample_log() -> RunLog:
    """Return the first built-in log: 16 invented weeks of Mia, who does not exist.

    Examples
    --------
    >>> len(sample_log().runs) > 40
    True
    """
    return built_in_log("mia")


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

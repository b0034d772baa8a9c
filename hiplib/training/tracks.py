"""From the points of a track to one activity: distance, moving time, cadence and ascent.

Choices: a distance that the watch has counted goes before one from positions. A jump of the GPS
(faster than anybody runs) is left out and said. A gap without movement is a pause, no running time,
and so is the time between two parts of a track.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np

from hiplib.parameters import parameters

NAN = float("nan")
UTC_NOTE = "the file gives its time in UTC only, so a run may stand some hours off its clock time"
UNNAMED = "?"  # the file does not name the sport
_EPOCH = datetime(1970, 1, 1)
_EARTH_RADIUS_M = 6_371_000
_LOOSE = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})[T ]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?")


class Point(NamedTuple):
    """One point: seconds since 1970 by the clock of the file, degrees, metres, per minute."""

    time: float = NAN
    lat: float = NAN
    lon: float = NAN
    alt: float = NAN
    dist: float = NAN
    cadence: float = NAN
    part: float = 0.0  # a new part follows a break of the recording


class Activity(NamedTuple):
    """What a file says about one activity; `notes` become findings."""

    start: datetime | None
    type: str
    distance_km: float = NAN
    duration_min: float = NAN
    cadence_spm: float = NAN
    ascent_m: float = NAN
    notes: tuple[str, ...] = ()


def clock(text: str) -> tuple[float, bool]:
    """Seconds since 1970 of a time as written, and whether it is UTC rather than local.

    Examples
    --------
    >>> clock("1970-01-01T00:01:00Z"), clock("1970-01-01T00:01:00.5+02:00"), clock("soon")
    ((60.0, True), (60.5, False), (nan, False))
    """
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        parts = _LOOSE.match(text)
        if not parts:
            return NAN, False
        year, month, day, hour, minute, second = (int(part or 0) for part in parts.groups())
        try:
            time = datetime(year, month, day, hour, minute, second)
        except ValueError:
            return NAN, False
    utc = text.rstrip()[-1:] in "Zz" or time.utcoffset() == timedelta(0)
    return (time.replace(tzinfo=None) - _EPOCH).total_seconds(), utc


def moment(seconds: float) -> datetime | None:
    """Clock time of seconds since 1970; None for what is no time of a watch.

    Examples
    --------
    >>> moment(86_400 * 20_000)
    datetime.datetime(2024, 10, 4, 0, 0)
    """
    if not 0 < seconds < 4_102_444_800:  # 1970 to 2100
        return None
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None, microsecond=0)


def activity(points: Sequence[Point], kind: str, notes: Sequence[str] = ()) -> Activity:
    """Sum up the points of one track.

    Examples
    --------
    >>> track = [Point(1e9 + 10 * n, 47, 8 + n / 3000) for n in range(301)]
    >>> run = activity(track, "running")
    >>> run.start, round(run.distance_km, 2), run.duration_min
    (datetime.datetime(2001, 9, 9, 1, 46, 40), 7.58, 50.0)
    """
    table = np.array(points, float).reshape(-1, len(Point._fields))
    km, said = _distance(table)  # a few points may lack their time
    table = table[np.isfinite(table[:, 0])]
    if not len(table):
        return Activity(None, kind, notes=tuple(notes))
    time = table[:, 0]
    step = np.diff(time)
    usual = float(np.median(step[step > 0])) if (step > 0).any() else 0.0
    # A gap with no movement is a pause; with movement the watch wrote no points for a while.
    moved = np.fmax(np.diff(table[:, 4]), _metres(table[:, 1], table[:, 2]))
    goes_on = moved >= step * parameters("log_limits")["pause_kmh"] / 3.6
    same = (np.diff(table[:, 6]) == 0) & (step > 0)
    moving = step[same & (goes_on | (step <= max(60, 5 * usual)))]
    cadence = float(table[:, 5][table[:, 5] > 0].mean()) if (table[:, 5] > 0).any() else NAN
    if cadence < parameters("log_limits")["leg_cadence_below_spm"]:
        cadence *= 2  # it counts one leg
    return Activity(
        moment(float(time.min())),
        kind,
        km,
        float(moving.sum()) / 60 or NAN,
        cadence,
        _ascent(table[:, 3]),
        (*notes, *said),
    )


def _distance(table: np.ndarray) -> tuple[float, list[str]]:
    counted = table[:, 4][np.isfinite(table[:, 4])]
    if len(counted) and counted.max() > 0:
        steps = np.diff(counted)
        # A count that falls has started again at 0, as some watches do in each lap.
        return float(np.where(steps < 0, counted[1:], steps).sum()) / 1000 or NAN, []
    lat, lon = np.abs(table[:, 1]), np.abs(table[:, 2])
    known = table[(lat <= 90) & (lon <= 180) & (lat + lon > 0)]
    if len(known) < 2:
        return NAN, []
    metres, seconds = _metres(known[:, 1], known[:, 2]), np.diff(known[:, 0])
    metres[np.diff(known[:, 6]) > 0] = 0
    limits = parameters("log_limits")
    jump = (metres > limits["jump_m"]) & (metres > seconds * limits["jump_kmh"] / 3.6)
    said = ["it gives no distance, so this was computed from positions"]
    if 0 < jump.mean() < limits["max_jump_share"]:
        left_out = metres[jump].sum() / 1000
        said.append(f"{jump.sum()} jumps of the GPS ({left_out:.1f} km) were left out")
        metres = metres[~jump]
    return float(metres.sum()) / 1000, said


def _metres(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Great-circle distance from each position to the next (haversine)."""
    a, b = np.radians(lat), np.radians(lon)
    half = (
        np.sin(np.diff(a) / 2) ** 2 + np.cos(a[1:]) * np.cos(a[:-1]) * np.sin(np.diff(b) / 2) ** 2
    )
    return np.asarray(2 * _EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def _ascent(altitude: np.ndarray) -> float:
    """Climb in metres of the smoothed altitude; the raw one climbs with every tremor."""
    altitude = altitude[(altitude > -500) & (altitude < 9000)]
    if len(altitude) < 15:
        return NAN
    smooth = np.convolve(altitude, np.full(15, 1 / 15), "valid")
    return float(np.clip(np.diff(smooth), 0, None).sum())

"""What is found in activities of any source: what counts as a run, what does not, and why.

Choice: nothing is mended in silence. What does not count is set aside with its reason, from where
the learner can take it back; what looks odd but counts is said in a finding.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from hiplib.errors import Finding
from hiplib.parameters import parameters
from hiplib.training.log_cells import plain
from hiplib.training.runlog import COLUMNS, RunLog, tidied
from hiplib.training.tracks import UNNAMED

NO_DISTANCE = "no distance"
_RUNNING = re.compile(
    r"\b(?:runs?|running|jog|jogging|treadmill|trail|(?:trail|berg|bahn)?lauf(?:en|band\w*)?|trailrun\w*"
    r"|course|carrera|correr|corrida|corsa|hardlopen|lopning|bieganie|bieg|beh|juoksu)\b"
)
_DAY_S, _QUARTER_S, _ZONES_S = 86_400, 900, 14 * 3600
_MOST_AT_ONCE = 40  # records within 14 hours that are compared with each other


def is_run(kind: str) -> bool:
    """Whether an activity type means running; an empty or unknown one may be a run.

    Examples
    --------
    >>> is_run("TrailRun"), is_run("Langlauf"), is_run("")
    (True, False, True)
    """
    words = plain(kind)
    return not words or bool(_RUNNING.search(words))


def run_log(rows: pd.DataFrame, name: str, findings: list[Finding]) -> RunLog:
    """Sort activities into runs and what is set aside.

    `rows` has the columns of a log, with type (``?``: the file does not name it), reason and line.
    """
    rows = rows.sort_values("start", kind="stable", ignore_index=True)
    findings = findings + list(_set_apart(rows, name))
    findings += _doubles(rows, name)
    counted = rows["reason"] == ""
    findings += _gaps(rows["start"][counted], name)
    aside = rows[~counted]
    return RunLog(
        tidied(rows[counted])[list(COLUMNS)],
        tuple(sorted(findings, key=lambda found: found.row or 0)),
        name,
        tidied(aside)[[*COLUMNS, "reason"]],
    )


def _set_apart(rows: pd.DataFrame, name: str) -> Iterator[Finding]:
    """Write the reason why an activity does not count, and report it."""
    limits = parameters("log_limits")
    kinds = rows["type"].astype("str")
    other = ~kinds.map({kind: is_run(kind) for kind in set(kinds)}).astype(bool)
    rows.loc[other, "reason"] = "not a run: " + kinds[other].str[:30]
    if other.any():
        listed = ", ".join(f"{kind[:30]} {n}" for kind, n in Counter(kinds[other]).most_common(5))
        yield Finding(
            name, None, None, f"activities that are not runs were set aside: {listed}", "info"
        )
    far = ~(rows["distance_km"] > 0)
    without = far & ~other & (rows["reason"] == "")
    rows.loc[without, "reason"] = NO_DISTANCE
    speed = rows["distance_km"] / (rows["duration_min"] / 60)
    fast = (speed > limits["max_speed_kmh"]) | (rows["distance_km"] > limits["max_distance_km"])
    fast &= rows["reason"] == ""
    slow = (speed < limits["min_speed_kmh"]) & (kinds == UNNAMED) & (rows["reason"] == "")
    rows.loc[fast, "reason"] = [
        f"impossible speed: {kmh:.0f} km/h" if kmh == kmh else "impossible distance"
        for kmh in speed[fast]
    ]
    rows.loc[slow, "reason"] = "perhaps a walk: slow, and the file does not name the sport"
    for chosen, words in (
        (
            without,
            "without distance set aside (indoors, or no GPS); give the distance to count it",
        ),
        (
            fast,
            f"faster than {limits['max_speed_kmh']:g} km/h set aside (a vehicle, or a wrong unit?)",
        ),
        (slow, "without a sport and as slow as a walk set aside"),
    ):
        yield from _counted(rows[chosen], words, name)
    unnamed = (kinds == UNNAMED) & (rows["reason"] == "")
    yield from _counted(
        rows[unnamed], "counted as a run although the file does not name the sport", name
    )


def _counted(rows: pd.DataFrame, words: str, name: str) -> Iterator[Finding]:
    """One finding for all rows of a kind, with the first days."""
    if len(rows):
        days = ", ".join(f"{start:%Y-%m-%d}" for start in rows["start"].iloc[:3])
        more = ", ..." if len(rows) > 3 else ""
        what = "activity" if len(rows) == 1 else "activities"
        yield Finding(name, None, None, f"{len(rows)} {what} {words} ({days}{more})", "warning")


def _doubles(rows: pd.DataFrame, name: str) -> list[Finding]:
    """Set aside the second record of a run; the fuller one is kept.

    Two records are one run when they overlap in time and their distances are alike, or when they
    are equal but for a time zone (whole quarters of an hour) and come from two sources.
    """
    share = parameters("log_limits")["same_distance_share"]
    start = rows["start"].astype("datetime64[s]").astype("int64").to_numpy()
    km, minutes = rows["distance_km"].to_numpy(float), rows["duration_min"].to_numpy(float)
    end = start + np.nan_to_num(minutes) * 60
    timed = start % _DAY_S != 0
    values = rows[list(COLUMNS)].notna().sum(axis=1).to_numpy()
    source, line = rows["source"].tolist(), rows["line"].tolist()
    alive, reason, findings = (rows["reason"] == "").to_numpy().copy(), rows["reason"].tolist(), []
    for a in np.flatnonzero(alive & timed).tolist():
        for b in range(a + 1, min(a + _MOST_AT_ONCE, len(start))):
            apart = start[b] - start[a]
            if apart > _ZONES_S or not alive[a]:
                break
            if not (alive[b] and timed[b]) or abs(km[a] - km[b]) > share * max(km[a], km[b]):
                continue
            shifted = (
                abs(apart - round(apart / _QUARTER_S) * _QUARTER_S) < 5
                and abs(km[a] - km[b]) <= 0.01 * km[a]
                and abs(minutes[a] - minutes[b]) <= 0.01 * minutes[a]
                and source[a] != source[b]
            )
            if apart == 0 or start[b] < end[a] or shifted:
                out, kept = (b, a) if values[a] >= values[b] else (a, b)
                alive[out], reason[out] = False, "duplicate"
                there = "the file" if source[a] == source[b] else f"{source[a]} and {source[b]}"
                row = None if line[out] != line[out] else int(line[out])
                said = f"the same run stands in {there} twice; the copy was left out"
                if source[a] != source[b]:
                    day = f"{rows['start'][kept]:%Y-%m-%d}"
                    said = f"the run of {day} stands in {there}; it counts once"
                findings.append(Finding(name, row, None, said, "warning"))
    rows["reason"] = reason
    return findings


def _gaps(starts: pd.Series, name: str) -> list[Finding]:
    """Point out the longest times without any run."""
    days = parameters("log_limits")["gap_days"]
    between = starts.dt.normalize().diff().dt.days
    findings = []
    for place in between[between > days].sort_values(ascending=False).index[:3]:
        n, end = int(between[place]) - 1, starts[place]
        begin = end - pd.Timedelta(days=n + 1)
        note = (
            f"no run for {n} days ({begin:%Y-%m-%d} to {end:%Y-%m-%d}): a break, or is a part of "
            "the log missing? These days count as zero"
        )
        findings.append(Finding(name, None, None, note, "info"))
    return findings

"""One file of a learner to rows: a track of a watch or a table, told apart by its content."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd

from hiplib.errors import Finding, InputError
from hiplib.training import log_fit, log_xml
from hiplib.training.log_cells import plain
from hiplib.training.log_table import table_rows
from hiplib.training.log_text import HOW_TO_EXPORT, kind_of, unpacked
from hiplib.training.runlog import COLUMNS
from hiplib.training.tracks import NAN, Activity, moment

Part = tuple[pd.DataFrame, list[Finding]]
_QUANTITIES = ("distance_km", "duration_min", "cadence_spm", "ascent_m")


def file_rows(raw: bytes, name: str, unit: str) -> Part:
    """Rows and findings of one file, packed or not; InputError when it cannot be used."""
    raw = unpacked(raw, name)
    kind = kind_of(raw, name)
    if kind == "zip":
        raise InputError(
            name, "it is an archive or a new spreadsheet inside of a file", HOW_TO_EXPORT
        )
    if kind == "csv":
        return table_rows(raw, name, unit)
    found = (log_fit if kind == "fit" else log_xml).activities(raw, name)
    rows = track_rows(found, name)
    if rows.empty:
        raise InputError(name, "it does not say when the activity was", HOW_TO_EXPORT)
    notes = Counter(note for made in found for note in dict.fromkeys(made.notes))
    return rows, [Finding(name, None, None, note, "info") for note in notes]


def track_rows(found: Iterable[Activity], source: str) -> pd.DataFrame:
    """One row an activity with a start."""
    rows = pd.DataFrame([made for made in found if made.start], columns=list(Activity._fields))
    rows[list(_QUANTITIES)] = rows[list(_QUANTITIES)].astype(float).replace([np.inf, -np.inf], NAN)
    rows = rows.drop(columns="notes").astype({"start": "datetime64[s]", "type": "str"})
    return rows.assign(source=source, reason="", line=NAN, file="")[
        [*COLUMNS, "type", "reason", "line", "file"]
    ]


def garmin_summary(raw: bytes, name: str) -> Part:
    """Activities of the summary in a Garmin export: centimetres, milliseconds, clock times."""
    try:
        read = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InputError(name, "its JSON is damaged", HOW_TO_EXPORT) from error
    lists = [part.get("summarizedActivitiesExport") for part in _dicts(read)]
    found = []
    for made in (item for part in lists for item in _dicts(part)):
        steps = _value(made, "avgDoubleCadence", 1) or 2 * _value(made, "avgRunCadence", 1)
        kind = made.get("activityType") or made.get("sportType") or ""
        found.append(
            Activity(
                moment(
                    _value(made, "startTimeLocal", 0.001) or _value(made, "beginTimestamp", 0.001)
                ),
                plain(kind.get("typeKey", "") if isinstance(kind, dict) else str(kind)),
                _value(made, "distance", 1e-5) or NAN,
                _value(made, "duration", 1 / 60_000) or NAN,
                steps or NAN,
                _value(made, "elevationGain", 0.01) or NAN,
            )
        )
    rows = track_rows(found, name)
    if rows.empty:
        raise InputError(name, "it lists no activity", HOW_TO_EXPORT)
    return rows, []


def _dicts(value: object) -> list[dict[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _value(made: dict[str, object], key: str, factor: float) -> float:
    value = made.get(key)
    good = isinstance(value, int | float) and 0 < value < 1e18
    return float(value) * factor if good else 0.0  # type: ignore[arg-type]

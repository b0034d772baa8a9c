"""Which column of an export is what: the names used by watches, apps and the course's template."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hiplib.training.runlog import KM_PER_MILE

# Meaning -> known names, best first; the number turns a plain cell into km, minutes or metres.
# None: the name does not say its unit.
NAMES: Mapping[str, Mapping[str, float | None]] = {
    "start": dict.fromkeys(
        (
            "start", "date", "activity date", "start date local", "start time local", "start date",
            "start time", "date time", "datetime", "timestamp", "day", "datum",
        ),
        1.0,
    ),
    "distance_km": {
        **dict.fromkeys(("distance km", "km", "kilometers", "kilometres"), 1.0),
        **dict.fromkeys(("distance mi", "distance miles", "miles", "mi"), KM_PER_MILE),
        **dict.fromkeys(("distance m", "distance meters", "distance metres", "meters"), 0.001),
        **dict.fromkeys(("distance", "total distance", "distanz", "strecke"), None),
    },
    "duration_min": {
        **dict.fromkeys(("duration min", "minutes", "duration minutes", "moving time min"), 1.0),
        **dict.fromkeys(("duration s", "duration seconds", "seconds"), 1 / 60),
        **dict.fromkeys(("moving time", "elapsed time", "moving time seconds"), 1 / 60),
        **dict.fromkeys(("duration", "time", "total time", "dauer", "zeit"), 1.0),
    },
    "cadence_spm": dict.fromkeys(
        (
            "cadence spm", "avg run cadence", "average run cadence", "average cadence",
            "avg cadence", "cadence",
        ),
        1.0,
    ),
    "ascent_m": {
        **dict.fromkeys(("ascent m", "elevation gain m", "total ascent m"), 1.0),
        **dict.fromkeys(("ascent ft", "elevation gain ft", "total ascent ft"), 0.3048),
        **dict.fromkeys(
            ("elevation gain", "total ascent", "elev gain", "ascent", "elevation"), 1.0
        ),
    },
    "type": dict.fromkeys(("activity type", "sport type", "sport", "type", "activity"), 1.0),
}  # fmt: skip
NEEDED = ("start", "distance_km")
_RUNNING = re.compile(
    r"\b(runs?|running|jog|jogging|lauf|laufen|course a pied|carrera|corrida|corsa|hardlopen)\b"
)


@dataclass(frozen=True, slots=True)
class Column:
    """Where a quantity stands: position, name in the file, factor to km, minutes or metres."""

    place: int
    name: str
    factor: float | None
    twin: int | None = None


def plain(text: str) -> str:
    """Lower case, no accents, words apart: ``Distance (km)`` and ``distance_km`` are the same."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    letters = unicodedata.normalize("NFKD", apart).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^0-9a-z]+", " ", letters.lower()).strip()


def recognise(header: Sequence[str]) -> dict[str, Column]:
    """Meaning -> column, for every meaning that the header names.

    Examples
    --------
    >>> found = recognise(["Activity Date", "Distance (mi)"])
    >>> found["distance_km"].factor
    1.609344
    """
    names = [plain(cell) for cell in header]
    found = {}
    for meaning, known in NAMES.items():
        best = next((name for name in known if name in names), None)
        if best is not None:
            places = [i for i, name in enumerate(names) if name == best]
            twin = places[1] if len(places) > 1 else None
            found[meaning] = Column(places[0], header[places[0]].strip(), known[best], twin)
    return found


def is_run(activity: str) -> bool:
    """Whether an activity type means running; an empty one counts as running.

    Examples
    --------
    >>> [is_run(kind) for kind in ("TrailRun", "Treadmill Running", "Ride", "")]
    [True, True, False, True]
    """
    words = plain(activity)
    return not words or bool(_RUNNING.search(words))

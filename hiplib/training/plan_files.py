"""A plan as a file and back: CSV for spreadsheets, .ics for calendars. Both ways lose nothing.

Choices: a bad cell is named by row and column and the file is refused whole, because half a plan is
no plan. A calendar carries each run in a property of its own; a foreign calendar is read by the
words of its events, and what was left out is said. Clock times are taken as written.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from hiplib.errors import Finding, InputError
from hiplib.parameters import parameters
from hiplib.training.plan import COLUMNS, PACE, Plan, changed, run_types
from hiplib.training.runlog import KM_PER_MILE

_OWN = "X-HIPLIB-RUN"
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?")
_CSV = "a CSV file of this page: a row a run, columns start, distance_km or duration_min with pace"
_ICS = "a calendar file (.ics), exported again"
_RUN_WORDS = re.compile(
    r"\b(?:runs?|running|jog|jogging|race|(?:half[- ]?)?marathon|parkrun|tempo|intervals?)\b",
    re.IGNORECASE,
)
_KM = re.compile(r"(\d{1,3}(?:[.,]\d+)?) ?(km|k|kilomet\w+|mi|miles?)\b", re.IGNORECASE)
# What the calendar reader and our own reading raise at damaged text.
_BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_RACES = {"half": 21.0975, "marathon": 42.195}  # km, set by the rules of the sport


def plan_to_csv(plan: Plan) -> str:
    """Write one row a run; numbers are written so that they read back as the same.

    Examples
    --------
    >>> plan = Plan.of().set_run("2026-03-05", distance_km=6, run_type="easy")
    >>> plan_from_csv(plan_to_csv(plan)) == plan
    True
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in plan.runs().to_dict("records"):
        day = row["start"]
        row["start"] = f"{day:%Y-%m-%d}" if day == day.normalize() else f"{day:%Y-%m-%d %H:%M:%S}"
        writer.writerow("" if row[name] != row[name] else row[name] for name in COLUMNS)
    return out.getvalue()


def plan_from_csv(content: str | bytes, name: str = "plan.csv") -> Plan:
    """Read what `plan_to_csv` writes, or a table made by hand with such columns.

    Commas, semicolons or tabs part the cells. InputError names row and column of a bad cell.
    """
    lines = _text(content, name, _CSV).splitlines(keepends=True)
    if not "".join(lines).strip():
        raise InputError(name, "it is empty", _CSV)
    sign = max(",;\t", key=lines[0].count)
    try:
        rows = list(csv.reader(lines, delimiter=sign, strict=True))
    except csv.Error as error:
        raise InputError(name, f"its quotation marks do not match ({error})", _CSV) from error
    head = [cell.strip().lower() for cell in rows[0]]
    for column in head:
        if column not in (*COLUMNS, PACE, ""):
            raise InputError(f"{name}, column {column[:40]}", "it is not known", ", ".join(COLUMNS))
    if "start" not in head or len(set(head)) < len(head):
        raise InputError(name, "a column is missing or there twice", _CSV)
    _few(len(rows) - 1, "max_runs", name, "rows")
    made = [
        _run(head, cells, f"{name}, row {number}")
        for number, cells in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in cells)
    ]
    return Plan.of(pd.DataFrame(made, columns=list(COLUMNS)) if made else None)


def plan_to_ics(plan: Plan, *, stamp: datetime | None = None) -> bytes:
    """Write one event a run: at its clock time, else for the whole day.

    The identifier of an event is its day and place in it, so that a calendar that reads a changed
    plan again changes its events. `stamp` is the time of writing, by default now.
    """
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//hiplib//training plan//EN")
    calendar.add("version", "2.0")
    names, before, place = run_types(), None, 0
    for row in plan.runs().to_dict("records"):
        start, day = row["start"], row["start"].date()
        place = place + 1 if day == before else 1
        before = day
        event = icalendar.Event()
        event.add("uid", f"{day:%Y%m%d}-{place}@training-plan.hiplib")
        event.add("dtstamp", stamp or datetime.now(UTC))
        event.add("summary", f"{names.get(row['run_type'], 'Run')} {row['distance_km']:.4g} km")
        timed = start != start.normalize()
        event.add("dtstart", start.to_pydatetime() if timed else day)
        if not timed:
            event.add("dtend", day + timedelta(days=1))
        elif row["duration_min"] == row["duration_min"]:
            minutes = timedelta(seconds=round(row["duration_min"] * 60))
            event.add("dtend", start.to_pydatetime() + minutes)
        own = {key: row[key] for key in COLUMNS[1:] if row[key] == row[key] and row[key] != ""}
        event.add(_OWN, json.dumps(own, ensure_ascii=False))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def plan_from_ics(content: str | bytes, name: str = "plan.ics") -> tuple[Plan, tuple[Finding, ...]]:
    """Read a calendar: the plan, and what was left out or read with a guess.

    InputError when the file is no calendar, is damaged or too large, or holds no run.
    """
    text = _text(content, name, _ICS)
    _few(text.upper().count("BEGIN:VEVENT"), "max_events", name, "events")
    rows, findings = [], []
    try:
        for number, event in enumerate(_events(text), 1):
            row, said = _event(event)
            rows += [row] if row else []
            findings += (
                [Finding(name, None, None, f"event {number}, {said}", "info")] if said else []
            )
    except InputError as error:
        raise InputError(f"{name}, {error.what}", error.problem, error.allowed) from error
    except _BROKEN as error:
        raise InputError(name, "it is damaged or not a calendar", _ICS) from error
    if not rows:
        problem = f"none of its {len(findings)} events could be read as a run"
        raise InputError(name, problem, "events with a name such as: Easy run 6 km")
    return Plan.of(pd.DataFrame(rows, columns=list(COLUMNS))), tuple(findings)


def _events(text: str) -> Iterator[Any]:
    import icalendar

    if len(re.findall(r"(?mi)^BEGIN:", text)) != len(re.findall(r"(?mi)^END:", text)):
        raise ValueError("something begins and does not end")
    for calendar in icalendar.Calendar.from_ical(text, multiple=True):
        if calendar.name != "VCALENDAR":
            raise ValueError("no calendar")
        yield from (part for part in calendar.subcomponents if part.name == "VEVENT")


def _event(event: Any) -> tuple[dict[str, Any] | None, str]:
    """Return the run of an event, or None, and what is to be said about it."""
    title = " ".join(str(event.get("SUMMARY", "")).split())[:60] or "without a name"
    if event.errors or "DTSTART" not in event:
        return None, f"“{title}”: left out, its date cannot be read"
    when = event.decoded("DTSTART")
    start = pd.Timestamp(when).tz_localize(None).floor("s")
    if not 1970 <= start.year <= 2100:
        return None, f"“{title}”: left out, its year is {start.year}"
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return None, f"“{title}”: left out, it is cancelled"
    base = {"start": start, "run_type": "", "source": "calendar"}
    if _OWN in event:
        own = json.loads(str(event[_OWN]))
        return changed(base | {"source": ""}, own), ""
    words = f"{title} {event.get('DESCRIPTION', '')} {event.get('CATEGORIES', '')}"[:2000]
    if not _RUN_WORDS.search(title):
        return None, f"“{title}”: left out, its name does not say that it is a run"
    km = _km(words)
    if km is None:
        return None, f"“{title}”: left out, it names no distance in km or miles"
    given: dict[str, Any] = {"distance_km": km, "run_type": _kind(title)}
    if isinstance(when, datetime) and "DTEND" in event:
        minutes = (event.decoded("DTEND") - when).total_seconds() / 60
        if 1.5 <= minutes / km <= 40:
            given["duration_min"] = minutes
    said = f"“{title}”: it repeats, and only its first date was read" if "RRULE" in event else ""
    return changed(base, given), said


def _km(words: str) -> float | None:
    found = _KM.search(words)
    if found:
        number = float(found[1].replace(",", "."))
        km = number * (KM_PER_MILE if found[2].lower().startswith("mi") else 1)
        return km if 0 < km <= parameters("plan_run")["distance_km"].high else None
    return next((km for word, km in _RACES.items() if re.search(rf"\b{word}", words.lower())), None)


def _kind(title: str) -> str:
    words = title.lower()
    return next((kind for kind in run_types() if kind.rstrip("s") in words), "other")


def _run(head: list[str], cells: list[str], place: str) -> dict[str, Any]:
    """Return the row of one run; InputError names row and column."""
    if len(cells) > len(head):
        raise InputError(place, "it has more cells than the header", _CSV)
    given = {name: cell.strip() for name, cell in zip(head, cells, strict=False) if cell.strip()}
    given.pop("", None)
    written = given.pop("start", "")
    if not _DAY.fullmatch(written):
        problem = f"“{written[:40]}” is not a date" if written else "it is empty"
        raise InputError(f"{place}, column start", problem, "2026-03-05 or 2026-03-05 07:30")
    row: dict[str, Any] = {"run_type": "", "source": ""}
    column = "start"
    try:
        row["start"] = pd.Timestamp(written)
        for column, cell in given.items():
            changed(row | {"distance_km": 1.0}, {column: cell})
        column = "distance_km"
        return changed(row, given)
    except InputError as error:
        if error.what == "Pace":
            column = PACE
        raise InputError(f"{place}, column {column}", error.problem, error.allowed) from error
    except ValueError as error:
        problem = f"“{written}” is not a date"
        raise InputError(f"{place}, column start", problem, "2026-03-05") from error


def _text(content: str | bytes, name: str, allowed: str) -> str:
    megabytes = parameters("plan_limits")["max_mb"]
    if len(content) > megabytes * 1e6:
        raise InputError(name, f"it is larger than {megabytes:g} MB", allowed)
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(name, "it is not text in UTF-8", allowed) from error
    if "\x00" in text:
        raise InputError(name, "it is not a text file", allowed)
    return text


def _few(count: int, limit: str, name: str, things: str) -> None:
    most = parameters("plan_limits")[limit]
    if count > most:
        raise InputError(name, f"it holds {count:,} {things}", f"up to {most:,.0f} {things}")

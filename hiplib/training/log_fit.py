"""Activities of a FIT file, the format in which watches store them.

Choices: the file is first walked message by message without decoding, which takes a moment. Only
what counts is then decoded: a session sums up its activity, so that thousands of records are
decoded only where it does not tell the distance. The walk also mends what breaks strict readers:
checksums and lengths that do not fit, a file cut off when the battery died, and several files in a
row. Times are local where the file says the difference to UTC.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from hiplib.errors import InputError
from hiplib.training.tracks import NAN, UNNAMED, UTC_NOTE, Activity, Point, activity, moment

FILE_ID, SPORT, SESSION, RECORD, ACTIVITY = 0, 12, 18, 20, 34  # global message numbers of FIT
_WANTED = {FILE_ID, SPORT, SESSION, RECORD, ACTIVITY}
_TIME, _SHORT_SECONDS = 253, 32  # field of the time; what a short header can count
_MAX_RECORDS = 20_000  # of a longer recording every second, third ... one is enough
_MAX_MESSAGES, _MAX_KEPT = 700_000, 100_000  # no watch writes more into one file
_DEGREES = 180 / 2**31  # FIT counts half circles in 32 bits
_WORKS = "an activity file of a watch (.fit)"
_UNNAMED = ("None", "generic", "all", "training", "fitness_equipment")
_PLANS = {"course": "a planned course", "segment": "a segment to race on"}
_OTHERS = {
    **_PLANS, "workout": "a planned workout", "schedules": "a plan of workouts",
    "settings": "settings of the watch", "device": "a description of the watch",
    "sport": "settings of a sport", "goals": "goals", "totals": "totals", "weight": "body weights",
    "blood_pressure": "blood pressures", "monitoring_a": "all-day data",
    "monitoring_b": "all-day data", "monitoring_daily": "all-day data",
}  # fmt: skip
_Message = tuple[int, bool, bytes]  # global number, whether it defines, raw bytes


def activities(data: bytes, name: str) -> list[Activity]:
    """Activities of a FIT file; InputError when it holds none."""
    found: list[Activity] = []
    kinds: set[str] = set()
    for messages in _files(data):
        decoded = _decode(messages, _WANTED - {RECORD})
        kind = next((str(got.get("type")) for number, got in decoded if number == FILE_ID), "None")
        kinds.add(kind)
        if kind in _PLANS:  # its points tell when somebody should be there
            continue
        sessions = [got for number, got in decoded if number == SESSION]
        if not sessions or any(_needs_records(session) for session in sessions):
            decoded += _decode(messages, {RECORD})
        found += _found(decoded, sessions)
    if not found:
        kind = next(iter(sorted(kinds - {"None", "activity"})), "")
        what = f"it holds {_OTHERS.get(kind, f'data of the kind {kind}')}, not a recorded activity"
        empty = "no activity was found in it: it is damaged or nothing was recorded"
        raise InputError(name, what if kind else empty, _WORKS)
    return found


def _needs_records(session: dict[str, Any]) -> bool:
    return not (_number(session, "total_distance") > 0 and _seconds(session.get("start_time")) > 0)


def _found(
    decoded: list[tuple[int, dict[str, Any]]], sessions: list[dict[str, Any]]
) -> list[Activity]:
    """One activity a session; without any session one of all records."""
    offset = next((_offset(got) for number, got in decoded if number == ACTIVITY), NAN)
    notes = [] if offset == offset else [UTC_NOTE]
    offset = offset if offset == offset else 0.0
    points = [_point(got, offset) for number, got in decoded if number == RECORD]
    sport = next((got for number, got in decoded if number == SPORT), {})
    if not sessions:
        return [activity(points, _kind(sport), notes)] if points else []
    result = []
    for session in sessions:
        start = _seconds(session.get("start_time")) + offset
        end = start + max(_number(session, "total_elapsed_time"), 0)
        inside = [point for point in points if len(sessions) == 1 or start <= point.time <= end]
        summed = activity(inside, _kind(session), notes)
        metres = _number(session, "total_distance")
        timer = _number(session, "total_timer_time", "total_elapsed_time")
        result.append(
            Activity(
                moment(start) or summed.start,
                summed.type,
                metres / 1000 if metres > 0 else summed.distance_km,
                timer / 60 if timer > 0 else summed.duration_min,
                _cadence(session) or summed.cadence_spm,
                _number(session, "total_ascent"),
                tuple(notes) if metres > 0 else summed.notes,
            )
        )
    return result


def _kind(message: dict[str, Any]) -> str:
    """Sport in words: treadmill running, trail running, cycling ..."""
    sport, sub = str(message.get("sport")), str(message.get("sub_sport"))
    if sport in _UNNAMED:
        return sub if sub not in _UNNAMED and not sub.isdigit() else UNNAMED
    words = sport if sub in _UNNAMED or sub.isdigit() or sub == sport else f"{sub} {sport}"
    return f"sport {words}" if words.isdigit() else words.replace("_", " ")


def _cadence(session: dict[str, Any]) -> float:
    """Return steps a minute of both feet; FIT counts those of one foot."""
    one = _number(session, "avg_running_cadence", "avg_cadence")
    part = _number(session, "avg_fractional_cadence")
    return 2 * (one + (part if part > 0 else 0)) if one > 0 else 0.0


def _point(record: dict[str, Any], offset: float) -> Point:
    return Point(
        _seconds(record.get("timestamp")) + offset,
        _number(record, "position_lat") * _DEGREES,
        _number(record, "position_long") * _DEGREES,
        _number(record, "enhanced_altitude", "altitude"),
        _number(record, "distance"),
        2 * _number(record, "cadence"),
    )


def _number(message: dict[str, Any], *names: str) -> float:
    for name in names:
        value = message.get(name)
        if isinstance(value, int | float) and value == value:
            return float(value)
    return NAN


def _seconds(value: object) -> float:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
    return NAN


def _offset(message: dict[str, Any]) -> float:
    """Seconds from UTC to the local time; NaN where the file does not say it."""
    gap = _seconds(message.get("local_timestamp")) - _seconds(message.get("timestamp"))
    quarter = round(gap / 900) * 900 if gap == gap else NAN
    return quarter if abs(gap - quarter) < 120 and abs(gap) <= 14 * 3600 else NAN


# ---- the walk


def _files(data: bytes) -> Iterator[list[_Message]]:
    """Messages of each FIT file in a row, as far as they can be told apart."""
    place = 0
    while len(data) >= place + 12 and data[place + 8 : place + 12] == b".FIT":
        start = place + max(data[place], 12)
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        end = min(start + length, len(data)) if length else len(data)
        yield list(_messages(data, start, end))
        place = end + 2  # the checksum


def _messages(data: bytes, at: int, end: int) -> Iterator[_Message]:
    known: dict[int, tuple[int, int]] = {}  # local number -> global number, bytes of a message
    timed: set[int] = set()  # local numbers of messages that tell the time
    for _ in range(_MAX_MESSAGES):
        if at >= end:
            return
        head = data[at]
        local = head >> 5 & 3 if head & 0x80 else head & 15
        defines = not head & 0x80 and bool(head & 0x40)
        if defines:
            fields = data[at + 6 : at + 6 + 3 * data[at + 5]] if at + 5 < end else b""
            size, place = 6 + len(fields), at + 6 + len(fields)
            held = sum(fields[1::3])
            if head & 0x20 and place < end:
                more = data[place + 1 : place + 1 + 3 * data[place]]
                size, held = size + 1 + len(more), held + sum(more[1::3])
            big = data[at + 2 : at + 3] == b"\x01"
            number = int.from_bytes(data[at + 3 : at + 5], "big" if big else "little")
            known[local] = number, 1 + held
            timed = timed | {local} if _TIME in fields[::3] else timed - {local}
        elif local in known:
            number, size = known[local]
        else:
            return
        if at + size > end:
            return
        if number in _WANTED or local in timed:
            yield number, defines, data[at : at + size]
        at += size


def _kept(messages: list[_Message], wanted: set[int]) -> Iterator[bytes]:
    """Wanted messages, of very many every second, third ... one.

    A short header counts seconds from the last message with the whole time, so that one stays.
    """
    short = RECORD in wanted and any(raw[0] & 0x80 for _, _, raw in messages)
    many = sum(number in wanted and not defines for number, defines, _ in messages)
    every, count, base = max(1, -(-many // _MAX_RECORDS)), 0, b""
    every = min(every, _SHORT_SECONDS - 1) if short else every
    for number, defines, raw in messages:
        count += number in wanted and not defines
        if (short and defines) or (number in wanted and (defines or count % every == 0)):
            yield base + raw
            base = b""
        elif short and not raw[0] & 0x80:
            base = raw


def _decode(messages: list[_Message], wanted: set[int]) -> list[tuple[int, dict[str, Any]]]:
    """Name and value of each field of the wanted messages; as many as can be decoded."""
    import fitdecode

    body = b"".join(islice(_kept(messages, wanted), _MAX_KEPT))
    head = b"\x0c\x10\x00\x00" + len(body).to_bytes(4, "little") + b".FIT"
    decoded = []
    reader = fitdecode.FitReader(
        head + body + b"\x00\x00",
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for frame in reader:
                if frame.frame_type == fitdecode.FIT_FRAME_DATA:
                    fields = {field.name: field.value for field in frame.fields}
                    decoded.append((frame.global_mesg_num, fields))
    except Exception:  # damaged bytes bring fitdecode to errors of many classes; keep what is good
        pass
    return decoded

"""Files in the style of several makers, made here from the public descriptions of the formats."""

from __future__ import annotations

import csv
import gzip
import io
import json
import struct
import zipfile
from datetime import UTC, datetime, timedelta
from functools import cache

from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile.messages.activity_message import ActivityMessage
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.record_message import RecordMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.profile_type import FileType, Sport, SubSport

START = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
FIT_EPOCH = 631_065_600
MAKERS = {"garmin": 1, "wahoo": 32, "polar": 123, "suunto": 23, "coros": 294}


@cache
def fit(
    seconds: int = 600,
    *,
    sport: Sport = Sport.RUNNING,
    sub_sport: SubSport = SubSport.GENERIC,
    session: bool = True,
    records: bool = True,
    distance: bool = True,
    positions: bool = True,
    local_hours: float | None = 2,
    maker: str = "garmin",
    file_type: FileType = FileType.ACTIVITY,
    start: datetime = START,
    sessions: int = 1,
) -> bytes:
    """One FIT file: a point a second at 2.8 m/s to the north, with what a maker may leave out."""
    builder = FitFileBuilder(auto_define=True, min_string_size=50)
    first = round(start.timestamp()) * 1000
    head = FileIdMessage()
    head.type, head.manufacturer, head.serial_number = file_type, MAKERS[maker], 7
    head.time_created = first
    builder.add(head)
    for second in range(seconds if records else 0):
        point = RecordMessage()
        point.timestamp = first + second * 1000
        point.heart_rate, point.cadence, point.altitude = 150, 84, 400 + second % 20
        if positions:
            point.position_lat, point.position_long = 47 + second * 2.5182e-5, 8.5
        if distance:
            point.distance = second * 2.8
        builder.add(point)
    for number in range(sessions if session else 0):
        made, part = SessionMessage(), seconds // sessions
        made.start_time = first + number * part * 1000
        made.timestamp = made.start_time + part * 1000
        made.sport = sport if number == 0 else Sport.CYCLING
        made.sub_sport = sub_sport
        made.total_timer_time, made.total_elapsed_time = part, part
        made.avg_cadence = 84
        if distance:
            made.total_distance = part * 2.8
        builder.add(made)
    if local_hours is not None:
        end = ActivityMessage()
        end.timestamp = first + seconds * 1000
        end.local_timestamp = round(first / 1000 + seconds + local_hours * 3600 - FIT_EPOCH)
        builder.add(end)
    return bytes(builder.build().to_bytes())


def raw_fit(*messages: bytes, kind: int = 4) -> bytes:
    """A FIT file byte by byte, for what the builder does not write; see `define` and `data`."""
    body = define(0, 0, (0, 1, 0), (1, 2, 132)) + data(0, "<BH", kind, 294) + b"".join(messages)
    head = b"\x0e\x10\x00\x00" + len(body).to_bytes(4, "little") + b".FIT\x00\x00"
    return head + body + b"\x00\x00"


def define(local: int, number: int, *fields: tuple[int, int, int], order: str = "<") -> bytes:
    """A message that defines another: its fields as number, bytes, base type."""
    head = struct.pack(f"{order}BBBHB", 64 | local, 0, order == ">", number, len(fields))
    return head + b"".join(map(bytes, fields))


def data(head: int, form: str, *values: int) -> bytes:
    """A message; `head` is its local number, or a short header with the time."""
    return bytes([head]) + struct.pack(form, *values)


def times(count: int, zone: str = "Z") -> list[str]:
    return [
        (START + timedelta(seconds=n)).strftime("%Y-%m-%dT%H:%M:%S") + zone for n in range(count)
    ]


GPX_STYLES = {
    "garmin": ('version="1.1" creator="Garmin Connect"', "<type>running</type>",
               "<extensions><ns3:TrackPointExtension><ns3:hr>150</ns3:hr><ns3:cad>84</ns3:cad>"
               "</ns3:TrackPointExtension></extensions>"),
    "strava": ('version="1.1" creator="StravaGPX"', "<type>9</type>",
               "<extensions><gpxtpx:TrackPointExtension><gpxtpx:cad>84</gpxtpx:cad>"
               "</gpxtpx:TrackPointExtension></extensions>"),
    "coros": ('version="1.1" creator="COROS Wearables"', "<type>Run</type>",
              "<extensions><gpxdata:cadence>168</gpxdata:cadence></extensions>"),
    "suunto": ('version="1.1" creator="Suunto app"', "<type>Trail running</type>", ""),
    "polar": ('version="1.1" creator="Polar Flow"', "", ""),
    "apple": ('version="1.1" creator="Apple Health Export"', "",
              "<extensions><speed>2.8</speed><course>1</course></extensions>"),
    "old": ('version="1.0" creator="an older app"', "", "<speed>2.8</speed>"),
}  # fmt: skip


def gpx(style: str = "garmin", count: int = 600, *, timed: bool = True, zone: str = "Z") -> bytes:
    head, kind, extra = GPX_STYLES[style]
    number = head.split('"')[1].replace(".", "/")
    spaces = (
        f'xmlns="http://www.topografix.com/GPX/{number}" xmlns:gpxtpx="http://t/1" '
        'xmlns:ns3="http://t/2" xmlns:gpxdata="http://t/3"'
    )
    points = "".join(
        f'<trkpt lat="{47 + n * 2.5182e-5:.7f}" lon="8.5"><ele>{400 + n % 20}</ele>'
        + (f"<time>{time}</time>" if timed else "")
        + f"{extra}</trkpt>\n"
        for n, time in enumerate(times(count, zone))
    )
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<gpx {head} {spaces}>\n'
        f"<trk><name>Morning</name>{kind}<trkseg>\n{points}</trkseg></trk></gpx>\n"
    )
    return text.encode()


def tcx(
    sport: str = "Running",
    count: int = 600,
    *,
    prefix: str = "",
    blanks: str = "",
    distance: bool = True,
    positions: bool = True,
    laps: int = 2,
) -> bytes:
    space = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
    p = f"{prefix}:" if prefix else ""
    body = []
    for lap in range(laps):
        at = range(lap * count // laps, (lap + 1) * count // laps)
        points = "".join(
            f"<{p}Trackpoint><{p}Time>{time}</{p}Time>"
            + (
                f"<{p}Position><{p}LatitudeDegrees>{47 + n * 2.5182e-5:.7f}</{p}LatitudeDegrees>"
                f"<{p}LongitudeDegrees>8.5</{p}LongitudeDegrees></{p}Position>"
                if positions
                else ""
            )
            + (f"<{p}DistanceMeters>{n * 2.8:.1f}</{p}DistanceMeters>" if distance else "")
            + "<Extensions><ns3:TPX><ns3:RunCadence>84</ns3:RunCadence></ns3:TPX></Extensions>"
            f"</{p}Trackpoint>\n"
            for n, time in zip(at, times(count)[at.start : at.stop], strict=True)
        )
        summed = f"<{p}DistanceMeters>{len(at) * 2.8}</{p}DistanceMeters>" if distance else ""
        body.append(
            f'<{p}Lap StartTime="{times(count)[at.start]}"><{p}TotalTimeSeconds>{len(at)}'
            f"</{p}TotalTimeSeconds>{summed}<{p}Calories>9</{p}Calories><{p}Track>{points}"
            f"</{p}Track></{p}Lap>"
        )
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    return (
        f'{blanks}<?xml version="1.0" encoding="UTF-8"?>\n<{p}TrainingCenterDatabase '
        f'{name}="{space}" xmlns:ns3="http://t/ext"><{p}Activities><{p}Activity Sport="{sport}">'
        f"<{p}Id>{times(1)[0]}</{p}Id>{''.join(body)}</{p}Activity></{p}Activities>"
        f"</{p}TrainingCenterDatabase>"
    ).encode()


HEADER = [
    "Activity ID", "Activity Date", "Activity Name", "Activity Type", "Elapsed Time", "Distance",
    "Filename", "Elapsed Time", "Moving Time", "Distance", "Elevation Gain", "Average Cadence",
]  # fmt: skip


def strava_zip(runs: int = 6, *, track: bytes | None = None, without: int = 1) -> bytes:
    """A Strava export: table, tracks, pictures; the first `without` runs lack their distance."""
    track = gzip.compress(track or fit())
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(HEADER)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as export:
        for number in range(runs):
            day = datetime(2020, 1, 1, 17, 30) + timedelta(days=number)
            kind = "Ride" if number % 10 == 9 else "Run"
            km = 5 + number % 7
            name = f"activities/{number + 1000}.fit.gz"
            far = ["", ""] if number < without else [f"{km:.2f}", f"{km * 1000:.1f}"]
            writer.writerow([number, day.strftime("%b %-d, %Y, %-I:%M:%S %p"), "Run, easy",
                             kind, 1900, far[0], name, 1900.0, km * 360.0, far[1], 40.0,
                             83.5])  # fmt: skip
            export.writestr(name, track)
        export.writestr("activities.csv", table.getvalue())
        export.writestr("profile.csv", "Athlete ID,Email Address\n1,nobody@example.org\n")
        export.writestr("media/picture.jpg", b"\xff\xd8" + bytes(50))
        export.writestr("routes/1.gpx", b"<gpx><rte/></gpx>")
    return packed.getvalue()


def garmin_zip(runs: int = 4, *, summary: bool = True) -> bytes:
    """A Garmin export: the summary, and an archive of watch files inside of the archive."""
    made = [
        {
            "activityId": n,
            "activityType": "cycling" if n == 3 else "running",
            "startTimeLocal": (START + timedelta(days=n)).timestamp() * 1000,
            "beginTimestamp": (START + timedelta(days=n, hours=-2)).timestamp() * 1000,
            "duration": 1_800_000.0,
            "distance": 500_000.0,
            "elevationGain": 4_000.0,
            "avgDoubleCadence": 166.0,
        }
        for n in range(runs)
    ]
    inner, packed = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as files:
        for n in range(runs):
            files.writestr(f"me_{n}.fit", fit(start=START + timedelta(days=n)))
        files.writestr("me_settings.fit", fit(2, session=False, records=False, local_hours=None,
                                              file_type=FileType.SETTINGS))  # fmt: skip
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as export:
        if summary:
            name = "DI_CONNECT/DI-Connect-Fitness/me_0_summarizedActivities.json"
            export.writestr(name, json.dumps([{"summarizedActivitiesExport": made}]))
        export.writestr("DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip",
                        inner.getvalue())  # fmt: skip
        export.writestr("customer_data/customer.json", "{}")
    return packed.getvalue()

"""How well real watch files open: ``python tests/bench/real_files.py FOLDER``.

Reads every FIT, GPX and TCX file below the folder (in a .zip or .gz too) by itself, as .gz and in a
.zip, and compares start, distance and time with an independent reading (fitdecode's own decoding,
gpxpy, ElementTree over the laps of a TCX file). Prints a table by maker, what was refused and why,
and what differs; ends with 1 when fewer than 95 % of the valid activities open or a number differs.

Such files are private, so the project holds none. Take your own (the export of your account), or
the samples that come with open programs: the source packages that Linux distributions keep of
GoldenCheetah (folder test: Garmin, Suunto, o-synce, Stryd ...) and GPSBabel (folder reference)
and the Python packages sweat, activity-parser, gpxpy, gpxo and tcx2gpx.
"""

from __future__ import annotations

import gzip
import io
import re
import sys
import warnings
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parents[2]))

import fitdecode
import gpxpy
import pandas as pd

from hiplib import InputError
from hiplib.training import read_log
from hiplib.training.tracks import clock, moment

ENDINGS = (".fit", ".gpx", ".tcx")
SHARE, NEAR = 0.95, 0.01
NAN = float("nan")


class Known(NamedTuple):
    """One activity by the independent reading; NaN where that does not tell."""

    start: datetime
    km: float = NAN
    shortest_min: float = NAN
    longest_min: float = NAN


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of each track, unpacked."""
    for path in sorted(folder.rglob("*")):
        name, data = path.name, path.read_bytes() if path.is_file() else b""
        if data.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                inner = [(f"{name}/{n}", archive.read(n)) for n in archive.namelist()]
        else:
            inner = [(name, data)]
        for inner_name, content in inner:
            plain = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
            if (
                inner_name.lower().removesuffix(".gz").endswith(ENDINGS)
                and "__MACOSX" not in inner_name
            ):
                yield inner_name.removesuffix(".gz"), plain


def of_fit(data: bytes) -> tuple[str, list[Known]]:
    """Maker and activities of a FIT file by fitdecode's walk through the whole file."""
    got: dict[str, list[dict[str, Any]]] = defaultdict(list)
    reader = fitdecode.FitReader(data, check_crc=fitdecode.CrcCheck.DISABLED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for frame in reader:
            if frame.frame_type == fitdecode.FIT_FRAME_DATA:
                got[frame.name].append({field.name: field.value for field in frame.fields})
    maker = str(got["file_id"][0].get("manufacturer")) if got["file_id"] else "unnamed"
    if any(head.get("type") not in ("activity", None) for head in got["file_id"]):
        return maker, []
    shift = timedelta()
    for end in got["activity"]:
        local, utc = end.get("local_timestamp"), end.get("timestamp")
        if isinstance(local, datetime) and isinstance(utc, datetime):
            gap = local.replace(tzinfo=UTC) - utc
            if abs(gap) <= timedelta(hours=14):  # some watches write any local time
                shift = timedelta(minutes=15 * round(gap / timedelta(minutes=15)))
    made = []
    for session in got["session"]:
        start, metres = session.get("start_time"), session.get("total_distance")
        seconds = session.get("total_timer_time")
        minutes = seconds / 60 if seconds else NAN
        if isinstance(start, datetime):
            local = (start + shift).replace(tzinfo=None)
            made.append(Known(local, metres / 1000 if metres else NAN, minutes, minutes))
    points = [point for point in got["record"] if isinstance(point.get("timestamp"), datetime)]
    if not got["session"] and points:
        last = max((point.get("distance") or 0 for point in points), default=0) / 1000
        first = (points[0]["timestamp"] + shift).replace(tzinfo=None)
        made.append(Known(first, last or NAN))
    return maker, made


def of_gpx(data: bytes) -> tuple[str, list[Known]]:
    """Creator and timed tracks of a GPX file by gpxpy."""
    read = gpxpy.parse(data)
    made = []
    for track in read.tracks:
        points = [point for part in track.segments for point in part.points]
        times = [point.time for point in points if point.time and point.time.year > 1970]
        if times:
            moving = track.get_moving_data(stopped_speed_threshold=1.8)  # km/h
            seconds = sorted((moving.moving_time if moving else NAN, track.get_duration() or NAN))
            start = min(times).replace(tzinfo=None)
            km = track.length_2d() / 1000 or NAN
            made.append(Known(start, km, seconds[0] / 60, seconds[1] / 60))
    return read.creator or "unnamed", made


def of_tcx(data: bytes) -> tuple[str, list[Known]]:
    """Device (or author) and activities of a TCX file, from the sums of its laps."""
    tree = ElementTree.fromstring(data.strip())
    for tag in tree.iter():
        tag.tag = tag.tag.rpartition("}")[2]
    name = tree.find(".//Creator/Name")
    name = tree.find("Author/Name") if name is None else name
    made = []
    for activity in tree.findall(".//Activity"):
        laps = activity.findall("Lap")
        metres, seconds = (
            sum(float(lap.findtext(tag) or 0) for lap in laps)
            for tag in ("DistanceMeters", "TotalTimeSeconds")
        )
        texts = [
            activity.findtext("Id"),
            *(t.text for t in activity.iterfind(".//Trackpoint/Time")),
        ]
        starts = [moment(clock(text or "")[0]) for text in texts]
        starts = [start for start in starts if start]
        if starts:
            minutes = seconds / 60 or NAN
            made.append(Known(min(starts), metres / 1000 or NAN, minutes, minutes))
    return (name.text or "") if name is not None else "unnamed", made


def rows(content: bytes, name: str) -> tuple[pd.DataFrame, str]:
    """All activities that hiplib finds, runs and set aside, and what it says about them."""
    log = read_log(content, name=name)
    found = pd.concat([log.runs, log.set_aside]).sort_values("start", ignore_index=True)
    return found, "\n".join(map(str, log.findings))


def packed(content: bytes, name: str) -> bytes:
    """Content in a .zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def differences(found: pd.DataFrame, known: list[Known]) -> Iterator[str]:
    """Where a reading differs from the independent one."""
    if len(found) != len(known):
        yield f"{len(found)} activities instead of {len(known)}"
        return
    for (_, row), one in zip(found.iterrows(), sorted(known), strict=True):
        if abs(row["start"] - one.start) > timedelta(seconds=10):
            yield f"start {row['start']} instead of {one.start}"
        if abs(row["distance_km"] - one.km) > max(NEAR * one.km, 0.01):
            yield f"{row['distance_km']:.2f} km instead of {one.km:.2f}"
        low, high = (1 - NEAR) * one.shortest_min, (1 + NEAR) * one.longest_min
        if row["duration_min"] < low - 0.1 or row["duration_min"] > high + 0.1:
            span = f"{one.shortest_min:.1f} to {one.longest_min:.1f}"
            yield f"{row['duration_min']:.1f} min instead of {span}"


def main(folder: str) -> int:
    """Print the table, the refusals and the differences; 0 when all is well."""
    table: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    refused: Counter[str] = Counter()
    wrong = []
    for name, content in files(Path(folder)):
        ending = name.lower()[-3:]
        try:
            maker, known = {"fit": of_fit, "gpx": of_gpx, "tcx": of_tcx}[ending](content)
        except Exception as error:
            maker, known = f"other reader: {type(error).__name__}", []
        counts = table[ending, re.split(r"[-/0-9(]|www|http|with", maker)[0].strip()[:24] or maker]
        counts["files"] += 1
        counts["valid"] += bool(known)
        try:
            found, said = rows(content, name)
            for again in (gzip.compress(content), packed(content, f"track.{ending}")):
                other, _ = rows(again, f"{name} packed")
                if not found.drop(columns="source").equals(other.drop(columns="source")):
                    wrong.append(f"{name}: packed, it gives other rows")
        except InputError as problem:
            counts["refused though valid" if known else "refused"] += 1
            said = str(problem).partition(". What works")[0].partition(": ")[2]
            refused[("VALID, " if known else "") + said] += 1
            continue
        counts["opened" if known else "opened, not compared"] += 1
        found_here = [f"{name}: {text}" for text in differences(found, known)] if known else []
        told = "jumps of the GPS" in said
        counts["differ, and it is said" if told else "differ"] += bool(found_here)
        wrong += [] if told else found_here
    shown = pd.DataFrame(table).T.sort_index().fillna(0).astype(int)
    print(shown.to_string(), "\n\nin all:", shown.sum().to_dict(), "\n\nRefused:")
    print("\n".join(f"{n} x {said}" for said, n in refused.most_common()))
    print("\nDiffer:", *wrong, sep="\n")
    total = Counter(dict(shown.sum()))
    return int(bool(wrong) or total["opened"] < SHARE * total["valid"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "."))

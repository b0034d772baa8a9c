"""Damaged logs: ``python tests/bench/fuzz.py [COUNT] [SEED]``; every answer a log or one sentence.

Bit flips, cuts, swapped pieces, wrong endings, packed and nested, bombs and huge files. Tells the
counts by format, the slowest file and the peak memory; ends with 1 when a rule is broken.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent / "training")]

from fit_tool.profile.profile_type import Sport  # noqa: E402
from log_exports import GARMIN, STRAVA  # noqa: E402
from watch_files import GPX_STYLES, fit, garmin_zip, gpx, strava_zip, tcx  # noqa: E402

from hiplib import InputError  # noqa: E402
from hiplib.training import read_log  # noqa: E402

MOST_SECONDS, MOST_MB = 5.0, 500


def seeds() -> dict[str, list[bytes]]:
    """Sound files by format."""
    short = fit(60)
    return {
        "fit": [short, fit(60, session=False), fit(60, sport=Sport.CYCLING), short + fit(30),
                fit(2_000), gzip.compress(short)],
        "gpx": [*(gpx(style, 40) for style in GPX_STYLES), gzip.compress(gpx(count=40))],
        "tcx": [tcx(count=40), tcx(count=40, prefix="t"), gzip.compress(tcx(count=40))],
        "csv": [STRAVA.encode(), GARMIN.encode(), GARMIN.encode("utf-16"),
                gzip.compress(STRAVA.encode())],
        "zip": [strava_zip(4, track=short), garmin_zip(2), garmin_zip(2, summary=False)],
    }  # fmt: skip


def damaged(content: bytes, chance: random.Random) -> bytes:
    """One of several kinds of damage."""
    data = bytearray(content)
    kind = chance.randrange(7)
    if kind <= 1:
        for _ in range(chance.choice((1, 3, 20, 200))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif kind == 2:
        del data[chance.randrange(len(data)) :]
    elif kind == 3:
        start = chance.randrange(len(data))
        data[start : start + chance.randrange(1, 60)] = chance.randbytes(chance.randrange(80))
    elif kind == 4:
        piece = data[chance.randrange(len(data)) :][: chance.randrange(1, 500)]
        place = chance.randrange(len(data))
        data[place:place] = piece * chance.choice((1, 2, 50))
    elif kind == 5:
        del data[: chance.randrange(1, 20)]
    else:
        data = bytearray(chance.choice((gzip.compress, wrapped))(bytes(damaged_flip(data, chance))))
    return bytes(data)


def damaged_flip(data: bytearray, chance: random.Random) -> bytearray:
    data[chance.randrange(len(data))] = chance.randrange(256)
    return data


def wrapped(content: bytes, name: str = "a.fit") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return packed.getvalue()


def huge() -> Iterator[tuple[str, bytes]]:
    """Files at and far above the limits."""
    zeros = bytes(200_000_000)
    yield "huge", zeros
    yield "huge", b"date,distance_km\n" + b"2026-01-01,5\n" * 15_000_000
    yield "huge", fit(60) + zeros
    yield "huge", b"<gpx>" + b"<a/>" * 4_900_000 + b"</gpx>"
    yield "huge", b"<gpx><trk><trkseg>" + b'<trkpt lat="1" lon="1"/>' * 850_000
    yield "huge", b"<gpx>" + b"<a>" * 6_000_000
    yield "huge", b"<gpx " + b" ".join(b'a%d="1"' % n for n in range(1_700_000)) + b"/>"
    yield "huge", b"<gpx><trk><name>" + b"x" * 20_000_000
    header = b"\x0c\x10\x00\x00" + (19_999_000).to_bytes(4, "little") + b".FIT"
    yield "huge", header + b"\x40\x00\x00\x14\x00\x00" + bytes(19_990_000)  # messages of one byte
    yield "huge", header + b"\x40\x00\x00\x12\x00\x01\x02\x04\x86" + bytes(19_990_000)
    field = b"\x40\x00\x00\x14\x00\x02\xfd\x04\x86\x05\x04\x86"
    yield "huge", header + field + b"\x00\x00\x00\x01\x00\x00\x00\x01\x00" * 2_200_000
    yield "csv", b'date,distance_km\n"' + b"x" * 19_000_000
    yield "csv", b"date,distance_km\n" + b",".join([b"1"] * 5_000_000)
    yield "csv", b"date,distance_km\n" + b"2026-01-01 07:00,5\n" * 19_000


def bombs() -> Iterator[tuple[str, bytes]]:
    """Files that unpack to far too much, and files of nothing; all must be refused."""
    zeros = bytes(200_000_000)
    bomb = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 50 + b'">'
    bomb += b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(12))
    for root in (b"gpx", b"TrainingCenterDatabase"):
        yield "bomb", b"<?xml version='1.0'?>" + bomb + b"]><" + root + b">&m;</" + root + b">"
    yield "bomb", gzip.compress(zeros)
    yield "bomb", gzip.compress(gzip.compress(zeros))
    one = wrapped(zeros)
    yield "bomb", one
    yield "bomb", wrapped(one, "inner.zip")
    yield "bomb", wrapped(wrapped(wrapped(one, "c.zip"), "b.zip"), "a.zip")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as many:
        for number in range(300):
            many.writestr(f"{number}.gpx", zeros[:19_000_000])
    yield "bomb", packed.getvalue()
    small = gzip.compress(zeros[:19_000_000])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as many:
        for number in range(3_000):
            many.writestr(f"{number}.fit.gz", small)
    yield "bomb", packed.getvalue()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as many:
        for number in range(60_000):
            many.writestr(f"{number}.txt", b"")
    yield "bomb", packed.getvalue()
    deep = b"[" * 9_000_000
    yield "bomb", wrapped(deep, "x_summarizedActivities.json")
    for kind in ("empty", "blank", "head"):
        yield "empty", {"empty": b"", "blank": b" \n", "head": b"PK\x03\x04"}[kind]


def answer(content: bytes, name: str) -> str:
    """Read one file; any other error than an InputError ends the run."""
    try:
        log = read_log(content, name=name)
    except InputError as problem:
        text = str(problem)
        if "\n" in text or len(text) > 1500:
            raise AssertionError(f"no sentence for a learner: {text[:200]}") from problem
        return "refused"
    assert len(log.runs) + len(log.set_aside) > 0
    assert (log.runs["distance_km"] > 0).all()
    return "read"


def cases(count: int, seed: int) -> Iterator[tuple[str, bytes, str]]:
    """Name of the format, content and file name, of `count` damaged files."""
    chance, sound = random.Random(seed), seeds()
    for _ in range(count):
        kind = chance.choice(list(sound))
        ending = kind if chance.random() < 0.8 else chance.choice((*sound, "xlsx", ""))
        yield kind, damaged(chance.choice(sound[kind]), chance), f"a.{ending}"


def main(count: int = 10_000, seed: int = 1) -> int:
    counts: Counter[str] = Counter()
    slowest: list[tuple[float, str]] = []
    started = peak_mb()
    for kind, content, name in cases(count, seed):
        began = time.perf_counter()
        counts[f"{kind}: {answer(content, name)}"] += 1
        slowest = sorted([*slowest, (time.perf_counter() - began, f"{kind} {len(content):,} B")])[
            -5:
        ]
    most = peak_mb()
    print(f"memory at start {started:.0f} MB, peak of {count:,} damaged files {most:.0f} MB")
    for number, (kind, content) in enumerate(chain(bombs(), huge())):
        said, took, peak = apart(content)
        counts[f"{kind}: {said}"] += 1
        print(
            f"extreme {number:2} {kind:5} {len(content):11,} B: {said}, {took:.2f} s, {peak:.0f} MB"
        )
        slowest = sorted([*slowest, (took, f"{kind} {len(content):,} B")])[-5:]
        most = max(most, peak)
    for words, n in sorted(counts.items()):
        print(f"{words:20} {n:6,}")
    print("slowest:", "; ".join(f"{seconds:.2f} s ({what})" for seconds, what in slowest[::-1]))
    print(f"peak memory {most:.0f} MB")
    return int(slowest[-1][0] > MOST_SECONDS or most > MOST_MB)


def peak_mb() -> float:
    """Most memory that this process has held; without that of the one that started it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def apart(content: bytes) -> tuple[str, float, float]:
    """Answer, seconds and peak memory in MB of a process that reads only this file, as bytes."""
    code = (
        "import sys, time, fuzz; content = open(sys.argv[1], 'rb').read(); "
        "began = time.perf_counter(); said = fuzz.answer(content, 'a.bin'); "
        "print(said, time.perf_counter() - began, fuzz.peak_mb())"
    )
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        done = subprocess.run(
            [sys.executable, "-c", code, file.name],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        )
    said, seconds, peak = done.stdout.split()
    return said, float(seconds), float(peak)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

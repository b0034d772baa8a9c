"""Activities of a whole export (.zip).

Choices: the table of an export (Strava's activities.csv, Garmin's summary) is the list of runs,
because it is read in a second while thousands of tracks take minutes. A track is opened only for
what the table lacks: a run without distance, or one that the table does not name. So no run counts
twice. Without a table every track is read. What was not read is named.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Generator
from pathlib import PurePosixPath
from typing import IO, NamedTuple

import pandas as pd

from hiplib.errors import Finding, InputError
from hiplib.parameters import parameters
from hiplib.training.log_checks import is_run
from hiplib.training.log_files import Part, file_rows, garmin_summary
from hiplib.training.log_text import HOW_TO_EXPORT, TooLargeError, check_packing, limited

_BROKEN = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, lzma.LZMAError, EOFError,
    OSError, LookupError, OverflowError, struct.error, ValueError,
)  # fmt: skip
_TRACKS = (".fit", ".gpx", ".tcx")
_MAX_DIRECTORY = 8_000_000  # bytes of the list of files in an archive
_MANY_LARGE, _SHOWN = 5, 20


class Step(NamedTuple):
    """How far a reading is: files done, files in all, and the name of the next one."""

    done: int
    total: int
    name: str


class _Member(NamedTuple):
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    @property
    def name(self) -> str:
        return PurePosixPath(self.info.filename).name

    @property
    def hidden(self) -> bool:
        """Whether an operating system has put it there."""
        parts = PurePosixPath(self.info.filename).parts
        return any(part.startswith(("__MACOSX", ".")) for part in parts)

    @property
    def ending(self) -> str:
        return PurePosixPath(self.name.lower().removesuffix(".gz")).suffix

    def read(self, limit: float = 0) -> bytes:
        """Content; InputError when it is damaged, locked or absurdly packed."""
        check_packing(self.info.compress_size, self.info.file_size, self.name)
        try:
            with self.archive.open(self.info) as stream:
                return limited(stream, self.name, limit)
        except InputError:
            raise
        except _BROKEN as error:
            raise InputError(self.name, "it is damaged or locked", HOW_TO_EXPORT) from error


def archive_rows(stream: IO[bytes], name: str, unit: str) -> Generator[Step, None, Part]:
    """Read the activities of an archive step by step; InputError when it holds none."""
    members = _members(stream, name)
    reader = _Export(name, unit)
    tracks = [member for member in members if member.ending in _TRACKS]
    yield Step(0, len(tracks), name)
    lists = [member for member in members if member.name.lower() == "activities.csv"]
    tables = lists or [member for member in members if member.ending == ".csv"]
    summaries = [
        m for m in members if "summarizedactivities" in m.name.lower() and m.ending == ".json"
    ]
    for member in summaries or tables[:_SHOWN]:
        reader.take(member, summary=bool(summaries))
    inner = [member for member in members if member.ending == ".zip"]
    if not reader.parts:
        for member in inner:
            tracks += [m for m in reader.nested(member) if m.ending in _TRACKS]
    needed = reader.needed(tracks) if summaries or lists else tracks
    for done, member in enumerate(needed):
        yield Step(done, len(needed), member.name)
        reader.take(member)
    read = {
        id(member) for member in (*tracks, *tables, *summaries, *(inner if reader.opened else ()))
    }
    rest = Counter(m.ending or "without ending" for m in members if id(m) not in read)
    return reader.result(len(tracks) - len(needed), rest)


def _members(stream: IO[bytes], name: str) -> list[_Member]:
    """Files of an archive without those of operating systems."""
    works = "a .zip that opens on your computer; or one of its files"
    try:
        length = stream.seek(0, 2)
        stream.seek(max(0, length - 66_000))
        tail = stream.read()
        end, end64 = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
        listed = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
        if end64 >= 0:
            listed = int.from_bytes(tail[end64 + 40 : end64 + 48], "little")
        if listed > _MAX_DIRECTORY:
            raise TooLargeError(name, "it holds too many files", works)
        archive = zipfile.ZipFile(stream)
    except InputError:
        raise
    except _BROKEN as error:
        raise InputError(name, "the archive is damaged or not complete", works) from error
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > parameters("log_limits")["max_files"]:
        raise TooLargeError(name, f"it holds {len(infos):,} files", works)
    if any(info.filename in ("[Content_Types].xml", "mimetype") for info in infos):
        raise InputError(name, "it is a spreadsheet or another document", HOW_TO_EXPORT)
    found = [_Member(archive, info) for info in infos]
    return [member for member in found if not member.hidden]


class _Export:
    """What has been read of an export so far."""

    def __init__(self, name: str, unit: str) -> None:
        self.name, self.unit = name, unit
        self.parts: list[pd.DataFrame] = []
        self.notes: Counter[tuple[str, str]] = Counter()
        self.findings: list[Finding] = []
        self.unread: list[str] = []
        self.lacking: dict[str, tuple[pd.DataFrame, int]] = {}  # rows that need their track
        self.large = 0
        self.opened = False

    def take(self, member: _Member, *, summary: bool = False) -> None:
        """Read one file; what cannot be used is remembered."""
        try:
            raw = member.read()
            made = (
                garmin_summary(raw, member.name)
                if summary
                else file_rows(raw, member.name, self.unit)
            )
        except InputError as problem:
            self.refuse(problem)
            return
        rows, findings = made
        track = member.ending in _TRACKS
        if track and _stem(member.name) in self.lacking:
            self.fill(*self.lacking[_stem(member.name)], rows)
        else:
            self.parts.append(rows)
        if track:
            self.notes.update((found.message, found.severity) for found in findings)
        else:
            self.findings += findings

    def refuse(self, problem: InputError) -> None:
        """Remember a file that was not read; stop at a bomb."""
        self.unread.append(str(problem).partition(". What works")[0])
        self.large += isinstance(problem, TooLargeError)
        if self.large > _MANY_LARGE:
            works = "an export as the app has written it"
            raise InputError(self.name, "many of its files are, or unpack to, far too much", works)

    def nested(self, member: _Member) -> list[_Member]:
        """Files of an archive inside of the archive, one level deep."""
        self.opened = True
        try:
            limit = parameters("log_limits")["max_zip_mb"] / 4
            return _members(io.BytesIO(member.read(limit)), member.name)
        except InputError as problem:
            self.refuse(problem)
            return []

    def needed(self, tracks: list[_Member]) -> list[_Member]:
        """Tracks that must be opened although a table lists the runs; all, if it failed."""
        if not self.parts:
            return tracks
        files = pd.concat([part["file"] for part in self.parts]).map(_stem)
        if not files.any():
            return []
        for part in self.parts:
            for place in part.index[~(part["distance_km"] > 0) & (part["file"] != "")]:
                if is_run(part["type"][place]):
                    self.lacking[_stem(part["file"][place])] = part, place
        known = set(files) - set(self.lacking)
        return [member for member in tracks if _stem(member.name) not in known]

    def fill(self, part: pd.DataFrame, place: int, rows: pd.DataFrame) -> None:
        """Give a row of the table what its track says."""
        if rows["distance_km"].iloc[0] > 0:
            part.loc[place, "reason"] = ""
            for key in ("distance_km", "duration_min"):
                value = rows[key].iloc[0]
                part.loc[place, key] = value if not part[key][place] > 0 else part[key][place]
            self.notes["the table gives no distance; it was taken from the track", "info"] += 1

    def result(self, closed: int, rest: Counter[str]) -> Part:
        """All rows, and what was and was not read."""
        if not self.parts:
            problem = "no activity was found in it"
            if self.unread:
                problem += f"; not read: {'; '.join(self.unread[:3])}"
            raise InputError(self.name, problem, HOW_TO_EXPORT)
        findings = self.findings
        for (message, severity), n in self.notes.items():
            count = f"{n} files: " if n > 1 else "1 file: "
            findings.append(Finding(self.name, None, None, count + message, severity))
        if closed:
            note = (
                f"{closed:,} track files were not opened: the table of the export lists their runs"
            )
            findings.append(Finding(self.name, None, None, note, "info"))
        if self.unread:
            more = f" and {len(self.unread) - _SHOWN} more" if len(self.unread) > _SHOWN else ""
            note = f"could not be read: {'; '.join(self.unread[:_SHOWN])}{more}"
            findings.append(Finding(self.name, None, None, note, "warning"))
        if rest:
            kinds = ", ".join(f"{kind[:12]} {n}" for kind, n in rest.most_common(6))
            findings.append(
                Finding(self.name, None, None, f"other files were not read: {kinds}", "info")
            )
        return pd.concat(self.parts, ignore_index=True), findings


def _stem(path: str) -> str:
    return PurePosixPath(path).name.lower().removesuffix(".gz")

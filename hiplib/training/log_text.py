"""From whatever a learner hands over to rows of text: size, kind of file, encoding, delimiter.

Choices: a file is measured before it is unpacked and while it is unpacked (a small .gz may hold
gigabytes), rows are read one by one and reading stops at the limit, and a kind of file that this
page does not read is named together with the way to export one that it does.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hiplib.errors import Finding, InputError
from hiplib.training.parameters import parameters

Source = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes] | IO[str]

HOW_TO_EXPORT = (
    "a CSV file (.csv or .csv.gz): in Garmin Connect, All Activities, Export CSV; in Strava, the "
    "file activities.csv from the download of your account; or the template of this page"
)
DELIMITERS = (",", ";", "\t")
_LONGEST_CELL = 100_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one row and the line of the file it starts on (the header is line 1)."""

    line: int
    cells: tuple[str, ...]


def contents(source: Source, name: str | None) -> tuple[bytes, str]:
    """Bytes of the source, at most the size limit, and the name to use in messages."""
    limit = int(parameters("log_limits")["max_mb"] * 1024 * 1024)
    if isinstance(source, bytes | bytearray | memoryview):
        return _limited(bytes(source[: limit + 1]), limit, name or "file"), name or "file"
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        name = name or path.name or "file"
        try:
            with path.open("rb") as stream:
                data = stream.read(limit + 1)
        except (OSError, ValueError) as error:
            raise InputError(
                name, "it cannot be opened", "the path of a file that exists"
            ) from error
        return _limited(data, limit, name), name
    name = name or Path(str(getattr(source, "name", "") or "file")).name
    raw = source.read(limit + 1)
    data = raw.encode("utf-8", "replace") if isinstance(raw, str) else raw
    return _limited(data, limit, name), name


def _limited(raw: bytes, limit: int, name: str) -> bytes:
    if len(raw) > limit:
        megabytes = limit // (1024 * 1024)
        raise InputError(
            name, f"it is larger than {megabytes} MB", f"a log of runs of up to {megabytes} MB"
        )
    return raw


def text_of(raw: bytes, name: str) -> tuple[str, list[Finding]]:
    """Text of a CSV file, unpacked and decoded, with a finding when the encoding was guessed."""
    raw = _unpacked(raw, name)
    _refuse_other_kinds(raw, name)
    try:
        text, encoding = _decoded(raw)
    except UnicodeError as error:
        raise InputError(name, "its text cannot be decoded", "a CSV file saved as UTF-8") from error
    if not text.strip():
        raise InputError(name, "it is empty", "a CSV file with a date and a distance column")
    if "\x00" in text:
        raise InputError(name, "it is not a text file", HOW_TO_EXPORT)
    findings = []
    if encoding != "UTF-8":
        note = f"the text is not UTF-8; it was read as {encoding}"
        findings.append(Finding(name, None, None, note, "info"))
    return text, findings


def _unpacked(raw: bytes, name: str) -> bytes:
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    limit = int(parameters("log_limits")["max_mb"] * 1024 * 1024)
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
            plain = packed.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(name, "the packed file is damaged", HOW_TO_EXPORT) from error
    return _limited(plain, limit, name)


def _refuse_other_kinds(raw: bytes, name: str) -> None:
    head = raw[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    suffix = re.sub(r"\.gz$", "", name.lower()).rpartition(".")[2]
    kind = None
    if raw[8:12] == b".FIT" or suffix == "fit":
        kind = "FIT"
    elif b"<gpx" in head or suffix == "gpx":
        kind = "GPX"
    elif b"<trainingcenterdatabase" in head or suffix == "tcx":
        kind = "TCX"
    elif suffix in ("xlsx", "xls", "ods"):
        kind = "spreadsheet"
    elif raw.startswith(b"PK\x03\x04") or suffix == "zip":
        kind = "ZIP"
    elif head.startswith((b"<?xml", b"<!doctype", b"<html")):
        kind = "web or XML"
    if kind:
        raise InputError(
            name, f"it is a {kind} file, and this page reads CSV for now", HOW_TO_EXPORT
        )


def _decoded(raw: bytes) -> tuple[str, str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16"), "UTF-16"
    sample = raw[:2000]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        # Latin letters in UTF-16 without a mark: every other byte is 0.
        if len(sample) > 3 and sample[offset::2].count(0) > 0.4 * len(sample) / 2:
            return raw.decode(encoding), "UTF-16"
    try:
        return raw.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return raw.decode("latin-1"), "Latin-1 (Western European)"


def rows_of(text: str, delimiter: str, name: str) -> Iterator[Row]:
    """Rows that are not blank, one by one.

    Raises
    ------
    InputError
        Where quotation marks do not match, or a cell is longer than any cell of a log.
    """
    reader = csv.reader((match.group() for match in _LINE.finditer(text)), delimiter=delimiter)
    line = 0
    try:
        for cells in reader:
            # The csv module has such a limit too, but any other package may have changed it.
            if max(map(len, cells), default=0) > _LONGEST_CELL:
                raise csv.Error("a cell without end")
            if any(cell.strip() for cell in cells) and not _separator_note(line, cells):
                yield Row(line + 1, tuple(cells))
            line = reader.line_num
    except csv.Error as error:
        raise InputError(
            name, f"row {line + 1} is not a CSV row (check its quotation marks)", HOW_TO_EXPORT
        ) from error


def _separator_note(line: int, cells: list[str]) -> bool:
    """Whether this is the first line ``sep=;`` that a spreadsheet program writes."""
    return line == 0 and cells[0].strip().lower().startswith("sep=")

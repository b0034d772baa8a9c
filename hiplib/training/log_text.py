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
from pathlib import Path
from typing import IO

from hiplib.errors import Finding, InputError
from hiplib.parameters import parameters

Source = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes] | IO[str]
Row = tuple[int, list[str]]  # line of the file on which it starts (the header is line 1), cells

HOW_TO_EXPORT = (
    "a CSV file (.csv or .csv.gz): in Garmin Connect, All Activities, Export CSV; in Strava, the "
    "file activities.csv from the download of your account; or the template of this page"
)
DELIMITERS = (",", ";", "\t")
_LONGEST_CELL = 100_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# Files of other kinds: name, endings, what the content starts with.
_KINDS = (
    ("FIT", ("fit",), rb".{8}\.FIT"),
    ("GPX", ("gpx",), rb".*<gpx"),
    ("TCX", ("tcx",), rb".*<trainingcenterdatabase"),
    ("spreadsheet", ("xlsx", "xls", "ods"), rb"(?!)"),
    ("ZIP", ("zip",), rb"PK\x03\x04"),
    ("web or XML", (), rb"<\?xml|<!doctype|<html"),
)


def contents(source: Source, name: str | None) -> tuple[bytes, str]:
    """Bytes of the source, at most the size limit, and the name to use in messages."""
    if isinstance(source, bytes | bytearray | memoryview):
        name = name or "file"
        return _limited(io.BytesIO(source), name), name
    if isinstance(source, str | os.PathLike):
        name = name or Path(source).name or "file"
        try:
            with Path(source).open("rb") as stream:
                return _limited(stream, name), name
        except (OSError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            works = "the path of a file that exists"
            raise InputError(name, "it cannot be opened", works) from error
    name = name or Path(str(getattr(source, "name", "") or "file")).name
    return _limited(source, name), name


def _limited(stream: IO[bytes] | IO[str] | gzip.GzipFile, name: str) -> bytes:
    """Read up to the size limit; InputError when there is more."""
    megabytes = int(parameters("log_limits")["max_mb"])
    read = stream.read(megabytes * 1024 * 1024 + 1)
    data = read.encode("utf-8", "replace") if isinstance(read, str) else read
    if len(data) > megabytes * 1024 * 1024:
        works = f"a log of runs of up to {megabytes} MB"
        raise InputError(name, f"it is larger than {megabytes} MB", works)
    return data


def text_of(raw: bytes, name: str) -> tuple[str, list[Finding]]:
    """Text of a CSV file, unpacked and decoded, with a finding when the encoding was guessed."""
    if raw.startswith(b"\x1f\x8b"):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
                raw = _limited(packed, name)
        except (OSError, EOFError, zlib.error) as error:
            raise InputError(name, "the packed file is damaged", HOW_TO_EXPORT) from error
    _refuse_other_kinds(raw, name)
    try:
        text, encoding = _decoded(raw)
    except UnicodeError as error:
        raise InputError(name, "its text cannot be decoded", "a CSV file saved as UTF-8") from error
    if not text.strip():
        raise InputError(name, "it is empty", "a CSV file with a date and a distance column")
    if "\x00" in text:
        raise InputError(name, "it is not a text file", HOW_TO_EXPORT)
    note = f"the text is not UTF-8; it was read as {encoding}"
    return text, [] if encoding == "UTF-8" else [Finding(name, None, None, note, "info")]


def _refuse_other_kinds(raw: bytes, name: str) -> None:
    head = raw[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    ending = re.sub(r"\.gz$", "", name.lower()).rpartition(".")[2]
    for kind, endings, start in _KINDS:
        if ending in endings or re.match(start, head, re.IGNORECASE | re.DOTALL):
            problem = f"it is a {kind} file, and this page reads CSV for now"
            raise InputError(name, problem, HOW_TO_EXPORT)


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
    """Rows that are not blank, one by one; InputError where quotation marks do not match."""
    reader = csv.reader((match.group() for match in _LINE.finditer(text)), delimiter=delimiter)
    line = 0
    try:
        for cells in reader:
            # The csv module has such a limit too, but any other package may have changed it.
            if max(map(len, cells), default=0) > _LONGEST_CELL:
                raise csv.Error("a cell without end")
            # A spreadsheet program writes "sep=;" into the first line.
            note = line == 0 and cells and cells[0].strip().lower().startswith("sep=")
            if any(cell.strip() for cell in cells) and not note:
                yield line + 1, cells
            line = reader.line_num
    except csv.Error as error:
        problem = f"row {line + 1} is not a CSV row (check its quotation marks)"
        raise InputError(name, problem, HOW_TO_EXPORT) from error

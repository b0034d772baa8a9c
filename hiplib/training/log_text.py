"""From whatever a learner hands over to bytes of a known kind, and to rows of text.

Choices: a file is measured before it is unpacked and while it is unpacked (a small .gz may hold
gigabytes), rows are read one by one and reading stops at the limit. The content says what kind of
file it is, not its ending; a kind that this page does not read is named together with the way out.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from hiplib.errors import Finding, InputError
from hiplib.parameters import parameters

Source = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes] | IO[str]
Row = tuple[int, list[str]]  # line of the file on which it starts (the header is line 1), cells

HOW_TO_EXPORT = (
    "a file of a watch or an app (.fit, .gpx, .tcx), a table of runs (.csv), each also as .gz, or "
    "the whole export of Strava or Garmin (.zip); or the template of this page"
)
DELIMITERS = (",", ";", "\t")
_LONGEST_CELL = 100_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# What the content of a kind starts with; None: not read.
_KINDS = (
    ("fit", "FIT", rb".{8}\.FIT"),
    ("zip", "ZIP", rb"PK(?:\x03\x04|\x05\x06)"),
    ("xml", "GPX", rb".*<(?:\w+:)?gpx[\s>]"),
    ("xml", "TCX", rb".*<(?:\w+:)?trainingcenterdatabase[\s>]"),
    (None, "a web page", rb"<!doctype html|<html"),
    ("xml", "XML", rb"<[?!a-z]"),
    (None, "an old spreadsheet", rb"\xd0\xcf\x11\xe0"),
    (None, "a file in JSON", rb"[{[]\s*[\"{[]"),
    (None, "a file of an old Polar watch (.hrm)", rb"\[Params\]"),
)
_MOST_PACKED = 200  # nothing that people write packs more than this many times
_SMALL = 1_000_000


class TooLargeError(InputError):
    """A file is, or unpacks to, more than this page reads."""


@contextmanager
def opened(source: Source, name: str | None) -> Iterator[tuple[IO[bytes], str]]:
    """Stream of a source, and the name to use in messages; only a ZIP is not yet measured."""
    if isinstance(source, bytes | bytearray | memoryview):
        yield io.BytesIO(source), name or "file"
    elif isinstance(source, str | os.PathLike):
        name = name or Path(source).name or "file"
        try:
            stream = Path(source).open("rb")  # noqa: SIM115
        except (OSError, ValueError) as error:
            works = "the path of a file that exists"
            raise InputError(name, "it cannot be opened", works) from error
        with stream:
            yield stream, name
    else:
        name = name or Path(str(getattr(source, "name", "") or "file")).name
        random = not isinstance(source, io.TextIOBase) and source.seekable()
        yield (cast("IO[bytes]", source) if random else io.BytesIO(limited(source, name))), name


def limited(stream: IO[bytes] | IO[str] | gzip.GzipFile, name: str, limit: float = 0) -> bytes:
    """Read up to a limit in MB (else that of one file); TooLargeError when there is more."""
    megabytes = int(limit or parameters("log_limits")["max_mb"])
    read = stream.read(megabytes * 1024 * 1024 + 1)
    data = read.encode("utf-8", "replace") if isinstance(read, str) else read
    if len(data) > megabytes * 1024 * 1024:
        works = f"one file of up to {megabytes} MB, unpacked; a whole export as .zip"
        raise TooLargeError(name, f"it is larger than {megabytes} MB", works)
    return data


def unpacked(raw: bytes, name: str) -> bytes:
    """Content of a .gz, or the bytes as they are."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
            content = limited(packed, name)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(name, "the packed file is damaged", HOW_TO_EXPORT) from error
    check_packing(len(raw), len(content), name)
    return content


def check_packing(packed: int, size: int, name: str) -> None:
    """Refuse what unpacks to absurdly much."""
    if size > _SMALL and size > _MOST_PACKED * max(packed, 1):
        works = "an export as the app has written it"
        raise TooLargeError(name, "it unpacks to absurdly much and was not read", works)


def kind_of(raw: bytes, name: str) -> str:
    """Return fit, xml, zip or csv; InputError for what this page does not read."""
    head = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode()
    for kind, words, start in _KINDS:
        if re.match(start, head, re.IGNORECASE | re.DOTALL):
            if kind is None:
                raise InputError(name, f"it is {words}, which is not read", HOW_TO_EXPORT)
            return kind
    return "csv"


def text_of(raw: bytes, name: str) -> tuple[str, list[Finding]]:
    """Text of a CSV file, with a finding when the encoding was guessed."""
    try:
        text, encoding = decoded(raw)
    except UnicodeError as error:
        raise InputError(name, "its text cannot be decoded", "a CSV file saved as UTF-8") from error
    if not text.strip():
        raise InputError(name, "it is empty", "a CSV file with a date and a distance column")
    if "\x00" in text:
        raise InputError(name, "it is not a text file", HOW_TO_EXPORT)
    note = f"the text is not UTF-8; it was read as {encoding}"
    return text, [] if encoding == "UTF-8" else [Finding(name, None, None, note, "info")]


def decoded(raw: bytes) -> tuple[str, str]:
    """Text, and the encoding that its bytes show; UnicodeError when there is none."""
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

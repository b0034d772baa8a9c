"""Checks of one table against its promises: pure functions that say what is wrong and where.

A problem is reported once, where it starts. A column that is missing is not also "empty in every
row", and a reference into a broken key column is not also "unknown": the second sentence would hide
the first, which is the one to repair.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import hashlib
import io
import math
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from hiplib.errors import Finding
from hiplib.table_schema import Field, Resource, unit_problem

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(
    _DATE.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # what "surrogateescape" makes of a wrong byte
_FEW = 12  # so many allowed values are listed in a message
_BOOLEAN = {"true": True, "false": False}
_WORDS = {
    "string": "text", "integer": "a whole number", "boolean": "true or false",
    "number": "a number", "date": "a date like 2026-11-22",
    "datetime": "a time like 2026-11-22T07:30:00",
}  # fmt: skip
Key = tuple[str, ...]


class Loaded(NamedTuple):
    """A file as it was read: cells as text by column, the line of each row, and its problems."""

    columns: Mapping[str, list[str]]
    lines: list[int]
    findings: list[Finding]
    sha256: str = ""
    size: int = 0

    def keys(self, names: Key) -> set[Key] | None:
        """Key values of the named columns; None when a problem makes them untrustworthy."""
        broken = any(f.column is None or f.column in names for f in self.findings)
        if broken or not set(names) <= set(self.columns):
            return None
        return set(zip(*(self.columns[name] for name in names), strict=True))


def load(folder: Path, resource: Resource) -> Loaded:
    """Read one file and check all that can be seen without any other file."""
    try:
        data = (folder / resource.path).read_bytes()
    except OSError:
        return Loaded({}, [], [Finding(resource.path, None, None, "file is missing")])
    digest, size = hashlib.sha256(data).hexdigest(), len(data)
    if not resource.is_table:
        return Loaded({}, [], [], digest, size)
    columns, lines, findings = _cells(resource, data)
    for field in resource.fields:
        if field.name in columns:
            findings += _column(resource.path, field, columns[field.name], lines)
    findings += _duplicates(resource, columns, lines)
    return Loaded(columns, lines, findings, digest, size)


def links(resource: Resource, loaded: Loaded, target: Callable[[str], Loaded]) -> Iterator[Finding]:
    """Report cells that name a row which another table does not have."""
    for fields, other, columns in resource.foreign_keys:
        known = target(other).keys(columns)
        if known is None or loaded.keys(fields) is None:
            continue
        place = f"column {' + '.join(columns)} of {other}"
        if len(known) <= _FEW and len(columns) == 1:
            place += f": expected one of {', '.join(sorted(value[0] for value in known))}"
        cells = zip(*(loaded.columns[name] for name in fields), strict=True)
        for value, line in zip(cells, loaded.lines, strict=True):
            if value not in known and any(value):
                said = f"{_short(', '.join(value))} is not in {place}"
                yield Finding(resource.path, line, fields[-1], said)


def checksum(resource: Resource, loaded: Loaded) -> list[Finding]:
    """Report a file that is not the one the package describes."""
    if resource.hash == f"sha256:{loaded.sha256}" and resource.bytes == loaded.size:
        return []
    said = "content differs from its checksum in datapackage.json"
    if resource.hash is None or resource.bytes is None:
        said = "has no checksum in datapackage.json"
    said += "; after a wanted change run `hiplib check --stamp`"
    return [Finding(resource.path, None, None, said)]


def _cells(
    resource: Resource, data: bytes
) -> tuple[dict[str, list[str]], list[int], list[Finding]]:
    """Split a file into columns; a problem that makes the cells meaningless ends here."""
    file, rows, lines = resource.path, [], [1]
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
        for row in reader:
            rows.append(row)
            lines.append(reader.line_num + 1)
    except UnicodeDecodeError:
        return {}, [], [_not_utf8(file, data)]
    except csv.Error as error:
        return {}, [], [Finding(file, lines[-1], None, f"broken row: {error}")]
    header = rows.pop(0) if rows else []
    if not any(header):
        return {}, [], [Finding(file, 1, None, "expected a header row")]
    findings = _header(file, header, [field.name for field in resource.fields])
    if len(set(header)) < len(header):
        return {}, [], findings
    good, kept = [], []
    for row, line in zip(rows, lines[1:], strict=False):
        if len(row) == len(header):
            good.append(row)
            kept.append(line)
        else:
            said = f"has {len(row)} cells, expected {len(header)}"
            findings.append(Finding(file, line, None, said))
    columns = [list(column) for column in zip(*good, strict=True)] or [[] for _ in header]
    return dict(zip(header, columns, strict=True)), kept, findings


def _not_utf8(file: str, data: bytes) -> Finding:
    """Name the first cell whose bytes are not UTF-8."""
    text = data.decode("utf-8", "surrogateescape")
    before = _NOT_UTF8.split(text, maxsplit=1)[0]
    line, column = before.count("\n") + 1, None
    if line > 1:
        with contextlib.suppress(csv.Error):
            header, *rows = csv.reader(io.StringIO(text, newline=""))
            cells = ((name, cell) for row in rows for name, cell in zip(header, row, strict=False))
            column = next((name for name, cell in cells if _NOT_UTF8.search(cell)), None)
    return Finding(file, line, column, "not UTF-8; save the file as UTF-8")


def _header(file: str, header: list[str], expected: list[str]) -> list[Finding]:
    double = [name for name in header if header.count(name) > 1]
    if double:
        return [Finding(file, 1, double[0], "column stands twice in the header")]
    found = [Finding(file, 1, n, "column is missing") for n in expected if n not in header]
    said = "column is not in the schema of this table"
    found += [Finding(file, 1, n, said) for n in header if n not in expected]
    if not found and header != expected:
        moved = next(h for h, e in zip(header, expected, strict=True) if h != e)
        found = [Finding(file, 1, moved, f"columns are out of order, expected {expected}")]
    return found


def _column(file: str, field: Field, cells: list[str], lines: list[int]) -> Iterator[Finding]:
    said = unit_problem(field)
    if said:
        yield Finding(file, None, field.name, said)
    different = set(cells)
    if field.type == "string" and field.enum is None and field.pattern is None:
        different &= {""}
    wrong = {cell: said for cell in different if (said := _problem(field, cell))}
    if wrong:
        for cell, line in zip(cells, lines, strict=True):
            if cell in wrong:
                yield Finding(file, line, field.name, wrong[cell])


def _problem(field: Field, cell: str) -> str:
    """Say what is wrong with a cell of this column; empty when nothing is."""
    if not cell:
        return f"empty, expected {_expected(field)}" if field.required else ""
    value = convert(field.type, cell)
    fits = (
        value is not None
        and (field.enum is None or value in field.enum)
        and (field.pattern is None or re.fullmatch(field.pattern, cell) is not None)
    )
    if fits and isinstance(value, int | float):
        low, high = field.minimum, field.maximum
        fits = (low is None or value >= low) and (high is None or value <= high)
    return "" if fits else f"{_short(cell)} is not {_expected(field)}"


def convert(kind: str, cell: str) -> str | int | float | bool | dt.date | None:
    """Turn a filled cell into its value; None when it is not of this kind.

    Examples
    --------
    >>> convert("number", "2.5"), convert("number", "2,5"), convert("boolean", "true")
    (2.5, None, True)
    """
    if kind == "string":
        return cell
    if kind == "number":
        value = float(cell) if _NUMBER.fullmatch(cell) else math.inf
        return value if math.isfinite(value) else None
    if kind == "integer":
        return int(cell) if _INTEGER.fullmatch(cell) else None
    if kind == "boolean":
        return _BOOLEAN.get(cell)
    try:
        if kind == "date":
            return dt.date.fromisoformat(cell) if _DATE.fullmatch(cell) else None
        return dt.datetime.fromisoformat(cell) if _DATETIME.fullmatch(cell) else None
    except ValueError:
        return None


def _expected(field: Field) -> str:
    """Say in words what a cell of this column should hold."""
    if field.enum is not None:
        return "one of " + ", ".join(sorted(str(value) for value in field.enum))
    limits = [f"at {word} {limit:g}" for word, limit in (("least", field.minimum),
              ("most", field.maximum)) if limit is not None]  # fmt: skip
    said = _WORDS[field.type] + (f" of {' and '.join(limits)}" if limits else "")
    return f"{said} like {field.pattern}" if field.pattern is not None else said


def _short(cell: str) -> str:
    return repr(cell if len(cell) <= 40 else cell[:37] + "...")


def _duplicates(
    resource: Resource, columns: Mapping[str, list[str]], lines: list[int]
) -> Iterator[Finding]:
    """Report every key value that stands on an earlier line already."""
    keys = [resource.primary_key, *((f.name,) for f in resource.fields if f.unique)]
    told: set[int] = set()  # a row that is there twice is one finding, not one for each column
    for names in dict.fromkeys(keys):
        if not names or not set(names) <= set(columns):
            continue
        first: dict[Key, int] = {}
        for value, line in zip(zip(*(columns[n] for n in names), strict=True), lines, strict=True):
            before = first.setdefault(value, line)
            if before != line and line not in told and "" not in value:
                told.add(line)
                said = f"{_short(', '.join(value))} stands already in row {before}"
                yield Finding(resource.path, line, names[-1], f"{said}, expected a new key")

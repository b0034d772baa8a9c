"""Checks of one table against its promises: pure functions that say what is wrong and where.

A problem is reported once, where it starts. A column that is missing is not also "empty in every
row", and a reference into a broken key column is not also "unknown": the second sentence would hide
the first, which is the one to repair.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hiplib.errors import Finding
from hiplib.table_schema import Field, ForeignKey, Resource, unit_problem

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DATE = re.compile(_DAY)
_DATETIME = re.compile(
    _DAY + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_FEW = 12  # so many allowed values are listed in a message
_BOOLEAN = {"true": True, "false": False}
_Cells = tuple[dict[str, list[str]], list[int], list[Finding]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as it was read: cells as text by column, the line of each row, and its problems."""

    columns: Mapping[str, list[str]]
    lines: list[int]
    findings: tuple[Finding, ...]
    sha256: str = ""
    size: int = 0

    def keys(self, names: tuple[str, ...]) -> set[tuple[str, ...]] | None:
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
        missing = Finding(resource.path, None, None, "file is missing")
        return Loaded({}, [], (missing,))
    digest, size = hashlib.sha256(data).hexdigest(), len(data)
    if not resource.is_table:
        return Loaded({}, [], (), digest, size)
    columns, lines, findings = _cells(resource, data)
    for field in resource.fields:
        if field.name in columns:
            findings += _column(resource.path, field, columns[field.name], lines)
    findings += _duplicates(resource, columns, lines)
    return Loaded(columns, lines, tuple(findings), digest, size)


def links(resource: Resource, loaded: Loaded, target: Callable[[str], Loaded]) -> Iterator[Finding]:
    """Report cells that name a row which another table does not have."""
    for key in resource.foreign_keys:
        if loaded.keys(key.fields) is None:
            continue
        known = target(key.resource).keys(key.target)
        if known is not None:
            yield from _dangling(resource.path, key, loaded, known)


def checksum(resource: Resource, loaded: Loaded) -> Finding | None:
    """Report a file that is not the one the package describes."""
    if resource.hash is None or resource.bytes is None:
        message = "has no checksum in datapackage.json"
    elif resource.hash != f"sha256:{loaded.sha256}" or resource.bytes != loaded.size:
        message = "content differs from its checksum in datapackage.json"
    else:
        return None
    return Finding(resource.path, None, None, f"{message}; after a wanted change run "
                   "`hiplib check --stamp`")  # fmt: skip


def _cells(resource: Resource, data: bytes) -> _Cells:
    """Split a file into columns; a problem that makes the cells meaningless ends here."""
    file = resource.path
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return {}, [], [_not_utf8(file, data)]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    last = 0
    try:
        for row in reader:
            rows.append(row)
            lines.append(last + 1)
            last = reader.line_num
    except csv.Error as error:
        return {}, [], [Finding(file, last + 1, None, f"broken row: {error}")]
    if not rows or not any(rows[0]):
        return {}, [], [Finding(file, 1, None, "expected a header row")]
    header = rows.pop(0)
    findings = _header(file, header, [field.name for field in resource.fields])
    if len(set(header)) < len(header):
        return {}, [], findings
    good: list[list[str]] = []
    kept: list[int] = []
    for row, line in zip(rows, lines[1:], strict=True):
        if len(row) == len(header):
            good.append(row)
            kept.append(line)
        else:
            message = f"has {len(row)} cells, expected {len(header)}"
            findings.append(Finding(file, line, None, message))
    columns = [list(column) for column in zip(*good, strict=True)] or [[] for _ in header]
    return dict(zip(header, columns, strict=True)), kept, findings


def _not_utf8(file: str, data: bytes) -> Finding:
    """Name the first cell whose bytes are not UTF-8."""
    text = data.decode("utf-8", "surrogateescape")
    at = next(i for i, letter in enumerate(text) if "\udc80" <= letter <= "\udcff")
    line = text.count("\n", 0, at) + 1
    column = None
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
        bad = next(row for row in rows if any(_escaped(cell) for cell in row))
        index = next(i for i, cell in enumerate(bad) if _escaped(cell))
        column = None if bad is rows[0] else rows[0][index]
    except (csv.Error, IndexError, StopIteration):
        pass
    return Finding(file, line, column, "not UTF-8; save the file as UTF-8")


def _escaped(cell: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in cell)


def _header(file: str, header: list[str], expected: list[str]) -> list[Finding]:
    if len(set(header)) < len(header):
        double = next(name for name in header if header.count(name) > 1)
        return [Finding(file, 1, double, "column stands twice in the header")]
    missing = [Finding(file, 1, n, "column is missing") for n in expected if n not in header]
    extra = [
        Finding(file, 1, n, "column is not in the schema of this table")
        for n in header
        if n not in expected
    ]
    if not missing and not extra and header != expected:
        moved = next(h for h, e in zip(header, expected, strict=True) if h != e)
        return [Finding(file, 1, moved, f"columns are out of order, expected {expected}")]
    return missing + extra


def _column(file: str, field: Field, cells: list[str], lines: list[int]) -> list[Finding]:
    findings: list[Finding] = []
    said = unit_problem(field)
    if said:
        findings.append(Finding(file, None, field.name, said))
    if field.required and "" in cells:
        findings += [
            Finding(file, line, field.name, f"empty, expected {_expected(field)}")
            for cell, line in zip(cells, lines, strict=True)
            if cell == ""
        ]
    if field.type == "string" and field.enum is None and field.pattern is None:
        return findings
    fits = _rule(field)
    wrong = {cell for cell in set(cells) if cell != "" and not fits(cell)}
    if wrong:
        findings += [
            Finding(file, line, field.name, f"{_short(cell)} is not {_expected(field)}")
            for cell, line in zip(cells, lines, strict=True)
            if cell in wrong
        ]
    return findings


def _rule(field: Field) -> Callable[[str], bool]:
    """Return the test that a filled cell of this column must pass."""
    enum, pattern, low, high = field.enum, field.pattern, field.minimum, field.maximum
    if field.type == "string" and pattern is not None and enum is None:
        match = pattern.fullmatch
        return lambda cell: match(cell) is not None

    def fits(cell: str) -> bool:
        value = convert(field.type, cell)
        if value is None or (enum is not None and value not in enum):
            return False
        if pattern is not None and pattern.fullmatch(cell) is None:
            return False
        if isinstance(value, (int, float)):
            return (low is None or value >= low) and (high is None or value <= high)
        return True

    return fits


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
    names = {"string": "text", "integer": "a whole number", "boolean": "true or false"}
    names |= {"number": "a number", "date": "a date like 2026-11-22"}
    said = names.get(field.type, "a time like 2026-11-22T07:30:00")
    if field.minimum is not None:
        said += f" of at least {field.minimum:g}"
    if field.maximum is not None:
        said += f"{' and' if field.minimum is not None else ' of'} at most {field.maximum:g}"
    return f"{said} like {field.pattern.pattern}" if field.pattern is not None else said


def _short(cell: str) -> str:
    return repr(cell if len(cell) <= 40 else cell[:37] + "...")


def _duplicates(
    resource: Resource, columns: Mapping[str, list[str]], lines: list[int]
) -> Iterable[Finding]:
    """Report every key value that stands on an earlier line already."""
    keys = [resource.primary_key] if resource.primary_key else []
    singles = [(field.name,) for field in resource.fields if field.unique]
    told: set[int] = set()  # a row that is there twice is one finding, not one for each column
    for names in [*keys, *(single for single in singles if single not in keys)]:
        if not set(names) <= set(columns):
            continue
        first: dict[tuple[str, ...], int] = {}
        for value, line in zip(zip(*(columns[n] for n in names), strict=True), lines, strict=True):
            if "" in value:
                continue
            before = first.setdefault(value, line)
            if before != line and line not in told:
                told.add(line)
                said = f"{_short(', '.join(value))} stands already in row {before}"
                yield Finding(resource.path, line, names[-1], f"{said}, expected a new key")


def _dangling(
    file: str, key: ForeignKey, loaded: Loaded, known: set[tuple[str, ...]]
) -> Iterator[Finding]:
    place = f"column {' + '.join(key.target)} of {key.resource}"
    if len(known) <= _FEW and len(key.target) == 1:
        place += f": expected one of {', '.join(sorted(value[0] for value in known))}"
    cells = zip(*(loaded.columns[name] for name in key.fields), strict=True)
    for value, line in zip(cells, loaded.lines, strict=True):
        if value not in known and any(value):
            said = f"{_short(', '.join(value))} is not in {place}"
            yield Finding(file, line, key.fields[-1], said)

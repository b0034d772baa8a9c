"""The data package in plain tuples: what `data/datapackage.json` promises about each file.

Only the part of Frictionless Data Package and Table Schema that the course uses is understood; a
promise that cannot be understood is a `DataError`, never a silent gap in the checks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from hiplib.errors import DataError

PACKAGE_FILE = "datapackage.json"
TYPES = ("string", "integer", "number", "boolean", "date", "datetime")
# Column endings that are units, with the spellings of `field.unit` that mean the same.
UNIT_ENDINGS = {
    "n_per_kg": "N/kg", "mm": "mm", "cm": "cm", "cm2": "cm2", "m": "m", "km": "km",
    "deg": "deg|degree|degrees", "n": "N", "kg": "kg", "bw": "body weight|BW",
    "percent": "percent|%", "s": "s|second|seconds", "min": "min|minute|minutes",
    "h": "h|hour|hours", "days": "d|day|days", "weeks": "week|weeks",
    "spm": "spm|steps/min|steps per minute", "bpm": "bpm|beats/min|beats per minute",
}  # fmt: skip


class Field(NamedTuple):
    """One column: its type and what a cell may hold."""

    name: str
    type: str = "string"
    unit: str | None = None
    required: bool = False
    unique: bool = False
    enum: list[Any] | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None


class ForeignKey(NamedTuple):
    """Columns whose values must exist in columns of another (or the same) table."""

    fields: tuple[str, ...]
    resource: str
    target: tuple[str, ...]


class Resource(NamedTuple):
    """One file of the package; `fields` is empty for a file that is not a table."""

    name: str
    path: str
    format: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    bytes: int | None
    hash: str | None

    @property
    def is_table(self) -> bool:
        """Whether the file is a CSV table with a schema."""
        return self.format == "csv"


def read_descriptor(folder: Path) -> dict[str, Any]:
    """Read datapackage.json as it stands; `DataError` with the line when it is not JSON."""
    try:
        descriptor = json.loads((folder / PACKAGE_FILE).read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise DataError(PACKAGE_FILE, None, None, f"file is missing in {folder}") from None
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        raise DataError(PACKAGE_FILE, row, None, "not UTF-8; save it as UTF-8") from None
    except json.JSONDecodeError as error:
        raise DataError(PACKAGE_FILE, error.lineno, None, f"not JSON: {error.msg}") from None
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        raise DataError(PACKAGE_FILE, None, "resources", "expected a list of resources")
    return descriptor


def read_package(folder: Path) -> dict[str, Resource]:
    """Read the promises of a data folder, by resource name, in the order of the package."""
    resources: dict[str, Resource] = {}
    for raw in read_descriptor(folder)["resources"]:
        name = str(raw.get("name", "?")) if isinstance(raw, dict) else "?"
        try:
            resource = _resource(raw)
            if resource.name in resources:
                raise ValueError("it is listed twice")
        except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
            said = f"missing {error}" if isinstance(error, KeyError) else str(error)
            raise DataError(PACKAGE_FILE, None, name, f"resource {name!r}: {said}") from None
        resources[resource.name] = resource
    for resource in resources.values():
        for fields, name, target in resource.foreign_keys:
            known = {field.name for field in resources[name].fields} if name in resources else ()
            if not set(target) <= set(known) or len(target) != len(fields):
                said = f"foreign key to unknown {name}({', '.join(target)})"
                raise DataError(PACKAGE_FILE, None, resource.name, said)
    return resources


def _resource(raw: Mapping[str, Any]) -> Resource:
    path = str(raw["path"])
    if Path(path).is_absolute() or ".." in Path(path).parts:
        raise ValueError(f"path {path!r} must stay inside the data folder")
    form = str(raw.get("format") or Path(path).suffix.lstrip("."))
    schema = raw["schema"] if form == "csv" else {"fields": []}
    fields = tuple(_field(field) for field in schema["fields"])
    primary = _names(schema.get("primaryKey", []))
    foreign = []
    for key in schema.get("foreignKeys", []):
        target = key["reference"]
        resource = str(target["resource"]) or str(raw["name"])
        foreign.append(ForeignKey(_names(key["fields"]), resource, _names(target["fields"])))
    used = {*primary, *(name for key in foreign for name in key.fields)}
    unknown = used - {field.name for field in fields}
    if unknown:
        raise ValueError(f"key uses unknown column {min(unknown)!r}")
    size, digest = raw.get("bytes"), raw.get("hash")
    return Resource(str(raw["name"]), path, form, fields, primary, tuple(foreign), size, digest)


def _field(raw: dict[str, Any]) -> Field:
    known = raw | raw.get("constraints", {})
    field = Field(**{key: known[key] for key in Field._fields if key in known})
    if field.type not in TYPES:
        raise ValueError(f"column {field.name!r} has unknown type {field.type!r}")
    re.compile(field.pattern or "")
    return field


def _names(raw: str | list[str]) -> tuple[str, ...]:
    return (raw,) if isinstance(raw, str) else tuple(str(name) for name in raw)


def unit_problem(field: Field) -> str | None:
    """Say how `field.unit` contradicts the unit at the end of the column name, if it does."""
    stem = re.sub(r"_(low|high)$", "", field.name)
    endings = [ending for ending in UNIT_ENDINGS if stem.endswith(f"_{ending}")]
    if field.type not in ("number", "integer") or not endings:
        return None
    ending = max(endings, key=len)
    if field.unit in UNIT_ENDINGS[ending].split("|"):
        return None
    return f"unit {field.unit!r} contradicts the column name, which ends in _{ending}"

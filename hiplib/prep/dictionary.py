"""Write `data/README.md`: the dictionary of every table, made from `datapackage.json`.

For maintainers: ``hiplib check --stamp`` calls it. A test keeps the file equal to the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hiplib import tables
from hiplib.table_schema import read_descriptor

_INTRO = """\
# {title}

{description}

This folder is a [Frictionless Data Package](https://datapackage.org/): `datapackage.json` gives
type, unit, allowed values, keys, licence, source, size and checksum of every file, and
`hiplib.tables` checks the files against it whenever a page reads them. After a wanted change run
`hiplib check --stamp`, which also rewrites this page.

## Origin

Facts, conditions, tests, anatomy, red flags and claims were collected in November 2026 from
publications and named public pages. Each row names its source (`ref_id`, table `references`), and
only what was read there is recorded; `references.seen_what` says which part was read.

- Numbers are the authors'. Wording, urgency, key features and management prose are our synthesis
  for teaching. They need a clinician's sign-off and are not medical advice.
- `facts.publish` is false where a number must not be shown as a fact; `unpublished_reason` says
  why. `note` carries the limits to show with a number (read on a secondary page, derived by us,
  not a confidence interval).
- `interval_kind` says what `low` and `high` are. Empty means: as printed in the source, most often
  a 95% confidence interval. `counts`: the source gives only counts (in `note`); the interval is
  Wilson's, computed by us (reference `newcombe1998interval`).
- Numbers with the unit `direction` are a code: 1 means that the statement holds, 0 that no link was
  found, -1 that the link runs the other way. Show the statement, not the code.
- A cell without a value was not seen. It is never zero.

## Licences

Tables made for this course: {licence}.
Third-party data keep their own licence, named in the table below and in `datapackage.json`. Numbers
and bibliographic data are facts; the works that the table `references` names belong to their
authors and are not part of this package.

## Rules of the files

UTF-8, line end `\\n`, comma, one header row; missing is an empty cell. A unit is the end of the
column name (`_km`, `_deg`) and `field.unit`; where units differ by row there is a `unit_id`.
Intervals are two columns. Lists are tables of their own.

## Files

| file | what | licence |
|---|---|---|
"""


def text(folder: Path) -> str:
    """Return the dictionary of a data folder as Markdown."""
    package = read_descriptor(folder)
    licence = package["licenses"][0]["title"]
    intro = _INTRO.format(
        title=package["title"], description=package["description"], licence=licence
    )
    resources = package["resources"]
    return intro + "".join(map(_line, resources)) + "".join(map(_table, resources))


def _line(resource: dict[str, Any]) -> str:
    licence = ", ".join(part["name"] for part in resource["licenses"])
    return f"| `{resource['path']}` | {resource['title']} | {licence} |\n"


def _table(resource: dict[str, Any]) -> str:
    sources = "; ".join(_source(source) for source in resource["sources"])
    head = f"\n## {resource['name']}\n\n{resource['description']}\n\nSource: {sources}\n"
    schema = resource.get("schema")
    if not schema:
        return head
    links = {
        name: key["reference"]["resource"] or resource["name"]
        for key in schema.get("foreignKeys", [])
        for name in _names(key["fields"])
    }
    keys = _names(schema.get("primaryKey", []))
    lines = [_column(field, field["name"] in keys, links) for field in schema["fields"]]
    return f"{head}\n| column | type | rules | meaning |\n|---|---|---|---|\n" + "".join(lines)


def _source(source: dict[str, Any]) -> str:
    path = str(source.get("path", ""))
    return f"[{source['title']}]({path})" if path else str(source["title"])


def _column(field: dict[str, Any], is_key: bool, links: dict[str, str]) -> str:
    rules = field.get("constraints", {})
    said = ["key"] if is_key else []
    said += ["required"] if rules.get("required") and not is_key else []
    said += [f"one of {', '.join(map(str, rules['enum']))}"] if "enum" in rules else []
    said += [f"from {rules['minimum']}"] if "minimum" in rules else []
    said += [f"up to {rules['maximum']}"] if "maximum" in rules else []
    said += [f"in `{links[field['name']]}`"] if field["name"] in links else []
    unit = f", {field['unit']}" if field.get("unit") else ""
    title, meaning = str(field["title"]), str(field["description"])
    words = title if meaning == title else f"{title}. {meaning}"
    return f"| `{field['name']}` | {field['type']}{unit} | {'; '.join(said)} | {words} |\n"


def _names(raw: str | list[str]) -> list[str]:
    return [raw] if isinstance(raw, str) else list(raw)


def write(folder: Path | None = None) -> None:
    """Rewrite the dictionary of a data folder (default: the course's own)."""
    place = folder or tables.folder()
    (place / "README.md").write_text(text(place), encoding="utf-8", newline="")


if __name__ == "__main__":
    write()

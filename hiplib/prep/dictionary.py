"""Write `data/README.md`: the dictionary of every table, made from `datapackage.json`.

For maintainers: ``hiplib check --stamp`` calls it. A test keeps the file equal to the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hiplib import tables
from hiplib.table_schema import read_descriptor


def text(folder: Path) -> str:
    """Return the dictionary of a data folder as Markdown."""
    package = read_descriptor(folder)
    head = [f"# {package['title']}", "", package["description"], "", *package["readme"], "",
            "## Files", "", "| file | what | licence |", "|---|---|---|", ""]  # fmt: skip
    resources = package["resources"]
    return "\n".join(head) + "".join(map(_line, resources)) + "".join(map(_table, resources))


def _line(resource: dict[str, Any]) -> str:
    licence = ", ".join(part["name"] for part in resource["licenses"])
    return f"| `{resource['path']}` | {resource['title']} | {licence} |\n"


def _table(resource: dict[str, Any]) -> str:
    sources = "; ".join(
        f"[{source['title']}]({source['path']})" if source.get("path") else source["title"]
        for source in resource["sources"]
    )
    head = f"\n## {resource['name']}\n\n{resource['description']}\n\nSource: {sources}\n"
    if "schema" not in resource:
        return head
    schema = resource["schema"]
    links = {
        name: key["reference"]["resource"] or resource["name"]
        for key in schema.get("foreignKeys", [])
        for name in _names(key["fields"])
    }
    keys = _names(schema.get("primaryKey", []))
    lines = [_column(field, field["name"] in keys, links) for field in schema["fields"]]
    return f"{head}\n| column | type | rules | meaning |\n|---|---|---|---|\n" + "".join(lines)


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

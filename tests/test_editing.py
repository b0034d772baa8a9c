"""What page 12 says about editing: its examples pass the check, and each slip is named."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from hiplib import cli, tables

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(tables.folder(), copy)
    return copy


def add(data: Path, table: str, **cells: str) -> None:
    """Add a row as a spreadsheet would: cells that are not named stay empty."""
    path = data / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert set(cells) <= set(header)
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow([cells.get(name, "") for name in header])


def said(data: Path, capsys: pytest.CaptureFixture[str], *, stamp: bool = True) -> list[str]:
    """Run the check as an author does and return its lines."""
    code = cli.main(["check", *(["--stamp"] if stamp else []), str(data)])
    lines = capsys.readouterr().out.splitlines()
    assert code == bool(lines)
    return lines


def example(data: Path, table: str, *, rows: int | None = None, **changes: str) -> None:
    """Copy the rows that page 12 shows for a table, all or the first ones, with changed cells."""
    for name, header, *lines in blocks():
        if name != f"{table}.csv":
            continue
        for row in csv.DictReader([header, *lines[:rows]]):
            add(data, table, **{**row, **changes})


def blocks() -> list[list[str]]:
    """Return the examples of page 12: file, columns, rows."""
    notebook = nbformat.read(NOTEBOOKS / "12_teaching.ipynb", as_version=4)
    text = next(c["source"] for c in notebook["cells"] if "## Change the course" in c["source"])
    found = re.findall(r"```text\n(.+?)\n```", text, re.DOTALL)
    return [block.splitlines() for block in found]


def test_the_examples_of_the_page_name_every_column() -> None:
    assert len(blocks()) == 7
    for name, header, *rows in blocks():
        path = tables.folder() / name
        assert header == path.read_text(encoding="utf-8").splitlines()[0]
        assert rows


def test_a_reference_a_question_and_a_condition_are_added(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, *_ in blocks():
        example(data, name.removesuffix(".csv"))
    assert said(data, capsys) == []
    assert "mine2026hip" in set(tables.read("references", data)["ref_id"])
    assert "my_question" in set(tables.read("check_questions", data)["question_id"])
    assert "my_condition" in set(tables.read("conditions", data)["condition_id"])


def reference(data: Path) -> None:
    example(data, "references")


def condition(data: Path, **cells: str) -> None:
    example(data, "conditions", **cells)
    for table in ("condition_plain", "condition_regions", "condition_references"):
        example(data, table)


@pytest.mark.parametrize(
    ("left_out", "table"),
    [("check_choices", "check_questions"), ("condition_plain", "conditions"),
     ("condition_regions", "conditions"), ("condition_references", "conditions")],
)  # fmt: skip
def test_a_row_without_what_belongs_to_it_is_named(
    left_out: str, table: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, *_ in blocks():
        if name != f"{left_out}.csv":
            example(data, name.removesuffix(".csv"))
    (line,) = said(data, capsys)
    assert line.startswith(f"{table}.csv, row ")
    assert f"'my_{'question' if table == 'check_questions' else 'condition'}'" in line
    assert left_out in line


@pytest.mark.parametrize("column", ["feedback", "text", "correct"])
def test_a_choice_without_a_reply_is_named(
    column: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reference(data)
    example(data, "check_questions")
    example(data, "check_choices", rows=2)
    example(data, "check_choices", rows=1, choice_id="third", order="3", **{column: ""})
    (line,) = said(data, capsys)
    assert line.startswith("check_choices.csv, row ")
    assert f"column {column}: empty" in line


def test_an_objective_that_the_page_does_not_have_is_named(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reference(data)
    example(data, "check_questions", objective="9")
    example(data, "check_choices")
    (line,) = said(data, capsys)
    assert "'01_hip_anatomy, 9'" in line


def test_an_urgency_that_does_not_exist_is_named(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reference(data)
    condition(data, urgency="today")
    line = said(data, capsys)[0]
    assert line.startswith("conditions.csv, row ")
    assert "urgency" in line
    assert "today" in line


def test_a_reply_that_cites_an_unknown_work_is_named(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example(data, "check_questions")
    example(data, "check_choices", rows=1, ref_id="nobody1900")
    (line,) = said(data, capsys)
    assert line.startswith("check_choices.csv, row ")
    assert "ref_id" in line
    assert "nobody1900" in line


def test_an_id_used_twice_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example(data, "references", ref_id=tables.read("references")["ref_id"][0])
    line = said(data, capsys)[0]
    assert line.startswith("references.csv, row ")
    assert tables.read("references")["ref_id"][0] in line


def test_a_number_typed_as_a_word_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reference(data)
    condition(data, return_weeks_low="two")
    line = said(data, capsys)[0]
    assert line.startswith("conditions.csv, row ")
    assert "return_weeks_low" in line
    assert "two" in line
    assert "number" in line


def test_a_lost_column_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data / "verdicts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(row[:-1] for row in rows)
    line = said(data, capsys)[0]
    assert "verdicts.csv" in line
    assert rows[0][-1] in line


def test_an_edit_without_a_stamp_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reference(data)
    lines = said(data, capsys, stamp=False)
    assert any("references.csv" in line for line in lines)
    assert any("stamp" in line or "checksum" in line or "sha256" in line for line in lines)

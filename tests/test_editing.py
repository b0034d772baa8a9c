"""What page 12 says about editing: three additions pass the check, and each slip is named."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from hiplib import cli, tables


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


def reference(data: Path, ref_id: str = "mine2026hip") -> None:
    add(data, "references", ref_id=ref_id, authors="Mine A", year="2026", title="A study of hips",
        title_is_descriptive="false", study_type="cohort", seen_what="abstract")  # fmt: skip


def question(data: Path, ref_id: str = "mine2026hip") -> None:
    add(data, "check_questions", question_id="my_question", page_id="01_hip_anatomy", order="200",
        prompt="Which bone moves?", kind="single", level="remember", objective="1",
        place="page")  # fmt: skip
    add(data, "check_choices", question_id="my_question", choice_id="femur", order="1",
        text="The thigh bone", correct="true", feedback="Yes.", ref_id=ref_id)  # fmt: skip
    add(data, "check_choices", question_id="my_question", choice_id="sacrum", order="2",
        text="The sacrum", correct="false", feedback="It hardly moves.")  # fmt: skip


def condition(data: Path, urgency: str = "routine", weeks: str = "2") -> None:
    row = next(iter(tables.read("conditions").astype(str).to_dict("records")))
    more = {"condition_id": "my_condition", "name": "My condition", "urgency": urgency,
            "return_weeks_low": weeks, "return_weeks_high": "4"}  # fmt: skip
    add(data, "conditions", **{str(key): value for key, value in row.items()} | more)
    plain = next(iter(tables.read("condition_plain").to_dict("records")))
    add(data, "condition_plain", **{**plain, "condition_id": "my_condition"})
    add(data, "condition_regions", condition_id="my_condition", region="anterior_groin")
    add(data, "condition_references", condition_id="my_condition", ref_id="mine2026hip")


def test_a_reference_a_question_and_a_condition_are_added(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reference(data)
    question(data)
    condition(data)
    assert said(data, capsys) == []
    assert "mine2026hip" in set(tables.read("references", data)["ref_id"])
    assert "my_question" in set(tables.read("check_questions", data)["question_id"])
    assert "my_condition" in set(tables.read("conditions", data)["condition_id"])


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
    question(data, ref_id="nobody1900")
    (line,) = said(data, capsys)
    assert line.startswith("check_choices.csv, row ")
    assert "ref_id" in line
    assert "nobody1900" in line


def test_an_id_used_twice_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reference(data, tables.read("references")["ref_id"][0])
    line = said(data, capsys)[0]
    assert line.startswith("references.csv, row ")
    assert tables.read("references")["ref_id"][0] in line


def test_a_number_typed_as_a_word_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reference(data)
    condition(data, weeks="two")
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

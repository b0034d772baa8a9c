"""Reading and checking tables: each kind of damage gives one clear finding, in the right place."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiplib import tables
from hiplib.errors import DataError, Finding
from hiplib.table_checks import convert
from hiplib.table_schema import Field, unit_problem

Damage = Callable[[Path], object]


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[Damage], Path]:
    """Copy the course's data, damage the copy and return its folder."""

    def make(damage: Damage) -> Path:
        folder = tmp_path / "data"
        folder.mkdir()
        package = json.loads((tables.folder() / "datapackage.json").read_text("utf-8"))
        for file in ("datapackage.json", *(part["path"] for part in package["resources"])):
            shutil.copy(tables.folder() / file, folder / file)
        damage(folder)
        return folder

    return make


def _rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))


def _save(path: Path, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def change(file: str, row: int, column: str, value: str) -> Damage:
    """Put another value into one cell (row as in the file: the header is row 1)."""

    def damage(folder: Path) -> None:
        rows = _rows(folder / file)
        rows[row - 1][rows[0].index(column)] = value
        _save(folder / file, rows)

    return damage


def drop_column(file: str, column: str) -> Damage:
    def damage(folder: Path) -> None:
        rows = _rows(folder / file)
        index = rows[0].index(column)
        _save(folder / file, [row[:index] + row[index + 1 :] for row in rows])

    return damage


def add_column(file: str, column: str) -> Damage:
    def damage(folder: Path) -> None:
        rows = _rows(folder / file)
        _save(folder / file, [[*row, column if i == 0 else "x"] for i, row in enumerate(rows)])

    return damage


def repeat_row(file: str, row: int) -> Damage:
    def damage(folder: Path) -> None:
        rows = _rows(folder / file)
        _save(folder / file, [*rows, rows[row - 1]])

    return damage


def bytes_in_cell(file: str, row: int, column: str, data: bytes) -> Damage:
    def damage(folder: Path) -> None:
        change(file, row, column, "@@")(folder)
        path = folder / file
        path.write_bytes(path.read_bytes().replace(b"@@", data))

    return damage


def cut_json(folder: Path) -> None:
    path = folder / "datapackage.json"
    path.write_text("".join(path.read_text("utf-8").splitlines(True)[:20]), encoding="utf-8")


def remove(file: str) -> Damage:
    return lambda folder: (folder / file).unlink()


def edit_package(edit: Callable[[dict[str, dict[str, object]]], object]) -> Damage:
    def damage(folder: Path) -> None:
        path = folder / "datapackage.json"
        package = json.loads(path.read_text("utf-8"))
        edit({resource["name"]: resource for resource in package["resources"]})
        path.write_text(json.dumps(package), encoding="utf-8")

    return damage


# damage, table to read, file, row, column, words of the message
CASES: dict[str, tuple[Damage, str, str, int | None, str | None, str]] = {
    "missing column": (
        drop_column("red_flags.csv", "why"),
        *("red_flags", "red_flags.csv", 1, "why", "column is missing"),
    ),
    "bad unit": (
        change("facts.csv", 9, "unit_id", "furlong"),
        *("facts", "facts.csv", 9, "unit_id", "'furlong' is not in column unit_id of units"),
    ),
    "dangling reference": (
        change("red_flag_references.csv", 4, "ref_id", "nobody2099"),
        *("red_flag_references", "red_flag_references.csv", 4, "ref_id"),
        "'nobody2099' is not in column ref_id of references",
    ),
    "duplicate key": (
        repeat_row("regions.csv", 3),
        *("regions", "regions.csv", 8, "region", "stands already in row 3"),
    ),
    "wrong type": (
        change("examination_tests.csv", 5, "sensitivity", "0.30-0.65"),
        *("examination_tests", "examination_tests.csv", 5, "sensitivity"),
        "'0.30-0.65' is not a number of at least 0 and at most 1",
    ),
    "empty required cell": (
        change("conditions.csv", 7, "prognosis", ""),
        *("conditions", "conditions.csv", 7, "prognosis", "empty, expected text"),
    ),
    "unknown urgency": (
        change("red_flags.csv", 12, "urgency", "soon"),
        *("red_flags", "red_flags.csv", 12, "urgency", "expected one of emergency_now, routine"),
    ),
    "broken JSON": (cut_json, "facts", "datapackage.json", 21, None, "not JSON"),
    "missing file": (
        remove("gait_timing.csv"),
        *("gait_timing", "gait_timing.csv", None, None, "file is missing"),
    ),
    "changed checksum": (
        change("claims.csv", 2, "claim", "Another wording"),
        *("claims", "claims.csv", None, None, "differs from its checksum"),
    ),
    "non-UTF-8": (
        bytes_in_cell("structures.csv", 11, "role", b"caf\xe9"),
        *("structures", "structures.csv", 11, "role", "not UTF-8"),
    ),
    "extra column": (
        add_column("muscles.csv", "mood"),
        *("muscles", "muscles.csv", 1, "mood", "column is not in the schema"),
    ),
}


def test_course_data_is_sound() -> None:
    assert tables.check() == []


@pytest.mark.parametrize("case", CASES)
def test_each_damage_gives_one_finding_in_its_place(
    broken: Callable[[Damage], Path], case: str
) -> None:
    damage, name, file, row, column, words = CASES[case]
    folder = broken(damage)
    findings = tables.check(folder)
    assert [(f.file, f.row, f.column) for f in findings] == [(file, row, column)]
    assert words in findings[0].message
    with pytest.raises(DataError) as caught:
        tables.read(name, folder)
    error = caught.value
    assert (error.file, error.row, error.column) == (file, row, column)
    assert error.expected == findings[0].message
    assert str(error) == str(findings[0])


def test_unit_that_contradicts_the_column_name(broken: Callable[[Damage], Path]) -> None:
    def edit(resources: dict[str, dict[str, object]]) -> None:
        fields = resources["contact_forces"]["schema"]["fields"]  # type: ignore[index]
        next(f for f in fields if f["name"] == "peak_bw")["unit"] = "N"

    (finding,) = tables.check(broken(edit_package(edit)))
    assert (finding.file, finding.column) == ("contact_forces.csv", "peak_bw")
    assert "_bw" in finding.message


def test_findings_of_several_files_come_together(broken: Callable[[Damage], Path]) -> None:
    def damage(folder: Path) -> None:
        for case in ("missing column", "duplicate key", "missing file", "non-UTF-8"):
            CASES[case][0](folder)

    files = {finding.file for finding in tables.check(broken(damage))}
    assert files == {"red_flags.csv", "regions.csv", "gait_timing.csv", "structures.csv"}


def test_missing_key_column_does_not_make_every_link_dangle(
    broken: Callable[[Damage], Path],
) -> None:
    findings = tables.check(broken(drop_column("references.csv", "ref_id")))
    assert [(f.file, f.column) for f in findings] == [("references.csv", "ref_id")]


def test_reading_a_table_names_the_broken_table_that_it_needs(
    broken: Callable[[Damage], Path],
) -> None:
    with pytest.raises(DataError, match=r"^references\.csv: file is missing$"):
        tables.read("red_flag_references", broken(remove("references.csv")))


@pytest.mark.parametrize(
    ("text", "row", "words"),
    [
        ("", 1, "expected a header row"),
        ("region,name\nlateral\n", 2, "has 1 cells, expected 2"),
        ('region,name\nlateral,"Outer\n', 2, "broken row"),
        ("region,region\nlateral,Outer\n", 1, "twice"),
        ("name,region\nOuter,lateral\n", 1, "out of order"),
        ("\ufeffregion,name\nlateral,Outer\n", 1, "column is missing"),
    ],
)
def test_damaged_csv(broken: Callable[[Damage], Path], text: str, row: int, words: str) -> None:
    folder = broken(lambda place: (place / "regions.csv").write_bytes(text.encode()))
    own = [f for f in tables.check(folder) if f.file == "regions.csv"]
    assert own[0].row == row
    assert words in own[0].message


def test_rows_count_lines_also_after_a_cell_with_a_line_break(
    broken: Callable[[Damage], Path],
) -> None:
    def damage(folder: Path) -> None:
        change("regions.csv", 2, "name", "Front\nand groin")(folder)
        change("regions.csv", 4, "region", "Bad Slug")(folder)

    own = [f for f in tables.check(broken(damage)) if f.file == "regions.csv"]
    assert [(f.row, f.column) for f in own] == [(5, "region")]


@pytest.mark.parametrize(
    "edit",
    [
        lambda r: r["facts"].pop("schema"),
        lambda r: r["facts"]["schema"]["fields"][0].update(type="geopoint"),
        lambda r: r["facts"]["schema"]["fields"][0].update(constraints={"pattern": "("}),
        lambda r: r["facts"]["schema"].update(primaryKey="nothing"),
        lambda r: r["facts"].update(path="../facts.csv"),
        lambda r: r["facts"].update(name="units"),
        lambda r: r["facts"]["schema"]["foreignKeys"][0]["reference"].update(resource="nobody"),
    ],
    ids=["no schema", "type", "pattern", "key", "path", "double", "foreign key"],
)
def test_a_schema_that_makes_no_sense_is_a_finding(
    broken: Callable[[Damage], Path], edit: Callable[[dict[str, dict[str, object]]], object]
) -> None:
    folder = broken(edit_package(edit))
    (finding,) = tables.check(folder)
    assert finding.file == "datapackage.json"
    with pytest.raises(DataError, match=r"^datapackage\.json"):
        tables.read("facts", folder)


def test_file_without_a_place_in_the_package(broken: Callable[[Damage], Path]) -> None:
    folder = broken(lambda place: (place / "notes.csv").write_text("a\n"))
    assert tables.check(folder) == [
        Finding("notes.csv", None, None, "file is not listed in datapackage.json")
    ]


def test_empty_folder(tmp_path: Path) -> None:
    (finding,) = tables.check(tmp_path)
    assert (finding.file, finding.row) == ("datapackage.json", None)


def test_stamp_accepts_a_wanted_change_and_nothing_else(broken: Callable[[Damage], Path]) -> None:
    folder = broken(change("claims.csv", 2, "claim", "Another wording"))
    before = (tables.folder() / "datapackage.json").read_bytes()
    assert tables.stamp(folder) == ["claims"]
    assert tables.check(folder) == []
    assert tables.stamp(folder) == []
    now = (folder / "datapackage.json").read_text("utf-8").splitlines()
    old = before.decode().splitlines()
    assert sum(a != b for a, b in zip(old, now, strict=True)) == 2  # bytes and hash of one file


def test_types_and_missing_values() -> None:
    references = tables.read("references")
    assert str(references["year"].dtype) == "Int64"
    assert references["title_is_descriptive"].dtype == bool
    assert references["doi"].isna().sum() == 0
    assert (references["doi"] == "").any()
    facts = tables.read("facts")
    assert facts["value"].dtype == "float64"
    assert facts["value"].isna().any()
    assert tables.read("page_objectives")["order"].dtype == "int64"


def test_copies_are_handed_out() -> None:
    first = tables.read("regions")
    first.loc[:, "name"] = "changed"
    assert "changed" not in set(tables.read("regions")["name"])


def test_unknown_names() -> None:
    with pytest.raises(ValueError, match="facts"):
        tables.read("fcts")
    with pytest.raises(ValueError, match=r"tables\.read\('facts'\)"):
        tables.array("facts")


def test_arrays(tmp_path: Path) -> None:
    np.savez(tmp_path / "grid.npz", x=np.arange(4.0))
    resource = {"name": "grid", "path": "grid.npz", "format": "npz"}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    assert [f.file for f in tables.check(tmp_path)] == ["grid.npz"]  # no checksum yet
    tables.stamp(tmp_path)
    assert tables.check(tmp_path) == []
    arrays = tables.array("grid", tmp_path)
    assert arrays["x"].tolist() == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="read-only"):
        arrays["x"][0] = 9
    with pytest.raises(ValueError, match="array"):
        tables.read("grid", tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"not an archive"])
def test_unreadable_arrays(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "grid.npz").write_bytes(content)
    resource = {"name": "grid", "path": "grid.npz", "format": "npz"}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    tables.stamp(tmp_path)
    (finding,) = tables.check(tmp_path)
    assert finding.file == "grid.npz"
    with pytest.raises(DataError, match=r"^grid\.npz"):
        tables.array("grid", tmp_path)


def test_pickled_arrays_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "grid.npz", x=np.array([{"a": 1}], dtype=object))
    resource = {"name": "grid", "path": "grid.npz", "format": "npz"}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    tables.stamp(tmp_path)
    assert [f.file for f in tables.check(tmp_path)] == ["grid.npz"]


def test_import_is_light() -> None:
    code = "import sys, hiplib.tables; print(sorted({'pandas', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_printed_number_reads_back(value: float) -> None:
    assert convert("number", repr(value)) == value


@settings(deadline=None)
@given(st.text() | st.from_regex(r"[0-9T:.+-]{1,25}", fullmatch=True))
def test_conversion_gives_the_type_or_nothing(cell: str) -> None:
    kinds = {"number": float, "integer": int, "boolean": bool, "date": dt.date}
    for kind, type_ in {**kinds, "datetime": dt.datetime, "string": str}.items():
        assert convert(kind, cell) is None or type(convert(kind, cell)) is type_


@pytest.mark.parametrize("cell", ["1,5", " 1", "1e999", "nan", "٣", "1_000", "0x1"])
def test_what_is_not_a_number(cell: str) -> None:
    assert convert("number", cell) is None
    assert convert("integer", cell) is None


@settings(deadline=None)
@given(st.lists(st.lists(st.text(max_size=6), min_size=2, max_size=2), max_size=5), st.binary())
def test_any_content_of_a_file_is_findings_not_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], tail: bytes
) -> None:
    folder = tmp_path_factory.mktemp("data")
    text = io.StringIO()
    csv.writer(text).writerows([["key", "amount"], *rows])
    (folder / "t.csv").write_bytes(text.getvalue().encode("utf-8", "surrogatepass") + tail)
    fields = [
        {"name": "key", "type": "string", "constraints": {"required": True}},
        {"name": "amount", "type": "number"},
    ]
    schema = {"fields": fields, "primaryKey": "key"}
    resource = {"name": "t", "path": "t.csv", "schema": schema}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    tables.stamp(folder)
    findings = tables.check(folder)
    if findings:
        with pytest.raises(DataError) as caught:
            tables.read("t", folder)
        assert str(caught.value) == str(findings[0])
    else:
        frame = tables.read("t", folder)
        assert list(frame.columns) == ["key", "amount"]
        assert isinstance(frame, pd.DataFrame)


@pytest.mark.parametrize(
    ("name", "unit", "fine"),
    [
        ("distance_km", "km", True),
        ("distance_km", "mi", False),
        ("peak_n_per_kg", "N/kg", True),
        ("peak_n_per_kg", "kg", False),
        ("pcsa_cm2", "cm2", True),
        ("return_weeks_low", "weeks", True),
        ("angle_deg", None, False),
        ("value", None, True),
    ],
)
def test_unit_of_a_column_name(name: str, unit: str | None, fine: bool) -> None:
    field = Field(name, "number", unit)
    assert (unit_problem(field) is None) == fine

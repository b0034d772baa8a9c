"""Reading a learner's file: what works, is left out or refused, and never a traceback."""

import gzip
import io

import numpy as np
import pandas as pd
import pytest
from log_exports import COLUMNS, GARMIN, STRAVA, csv

from hiplib import Finding, InputError
from hiplib.parameters import parameters
from hiplib.training import (
    RunLog,
    built_in_log,
    built_in_logs,
    planted_errors,
    read_log,
    sample_log,
    session_spikes,
    weeks,
)
from hiplib.training.log_checks import run_log
from hiplib.training.runlog import KM_PER_MILE


def refused(source: object, **options: str) -> str:
    with pytest.raises(InputError) as caught:
        read_log(source, **{"name": "runs.csv", **options})
    text = str(caught.value)
    assert "runs.csv" in text
    assert "What works" in text
    assert "\n" not in text
    return text


def messages(log: RunLog) -> list[str]:
    return [str(finding) for finding in log.findings]


# ---- what works


def test_the_course_template():
    header = "date,distance_km,duration_min,cadence_spm,ascent_m"
    rows = ("2025-11-09,14.0,80,166,70", "2025-11-03 18:30,10.0,1:02:30,,")
    log = read_log(csv(*rows, header=header))
    assert list(log.runs.columns) == COLUMNS
    assert log.runs["start"].tolist() == [
        pd.Timestamp("2025-11-03 18:30"),
        pd.Timestamp("2025-11-09"),
    ]
    assert log.runs["distance_km"].tolist() == [10.0, 14.0]
    assert log.runs["duration_min"].tolist() == [62.5, 80.0]
    assert np.isnan(log.runs["cadence_spm"].iloc[0])
    assert log.findings == ()


def test_strava_takes_runs_seconds_and_the_distance_in_metres():
    log = read_log(STRAVA.encode(), name="activities.csv")
    assert log.runs["distance_km"].tolist() == [10.0, 14.0011]
    assert log.runs["duration_min"].tolist() == [45.0, 90.0]
    assert log.runs["start"].tolist() == [
        pd.Timestamp("2025-11-03 06:01"),
        pd.Timestamp("2025-11-09 12:30"),
    ]
    assert log.runs["cadence_spm"].tolist() == [166.4, 168.0]
    assert any("Ride 1" in text for text in messages(log))
    assert any("one leg" in text for text in messages(log))


def test_a_strava_export_in_miles_gives_the_same_runs():
    miles = (
        STRAVA.replace(",10.00,", ",6.21,").replace(",14.00,", ",8.70,").replace("20.10", "12.49")
    )
    assert read_log(miles.encode()).runs["distance_km"].tolist() == [10.0, 14.0011]


def test_garmin_takes_clock_durations_and_thousands():
    log = read_log(GARMIN.encode())
    assert log.runs["duration_min"].tolist() == pytest.approx([31.4, 91.4])
    assert log.runs["ascent_m"].tolist() == [215.0, 1215.0]
    assert any("does not say its unit" in text and "kilometres" in text for text in messages(log))


@pytest.mark.parametrize(
    ("header", "unit", "km"),
    [
        ("date,distance_mi", "km", 16.09344),
        ("date,Distance (mi)", "km", 16.09344),
        ("date,Miles", "km", 16.09344),
        ("date,Distance", "mi", 16.09344),
        ("date,Distance", "km", 10.0),
        ("date,distance_km", "mi", 10.0),
    ],
)
def test_units_of_distance(header, unit, km):
    log = read_log(csv("2025-11-03,10", header=header), unit=unit)
    assert log.runs["distance_km"].tolist() == [pytest.approx(km)]


def test_a_distance_without_unit_in_thousands_is_metres():
    log = read_log(csv("2025-11-03,10000", "2025-11-04,5000", header="Date,Distance"))
    assert log.runs["distance_km"].tolist() == [10.0, 5.0]
    assert any("metres" in text for text in messages(log))


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_decimal_comma_and_other_delimiters(delimiter):
    text = "Datum;Distanz;Dauer\n24.11.2025;10,5;45\n3.12.2025;1.234,5;46\n4.12.2025;8,25 km;47\n"
    log = read_log(text.replace(";", delimiter).encode())
    assert log.runs["distance_km"].tolist() == [10.5, 8.25]
    assert "more than 300 km" in messages(log)[-1]


@pytest.mark.parametrize(
    ("encoding", "noticed"),
    [("utf-8", False), ("utf-8-sig", False), ("utf-16", True), ("utf-16-le", True),
     ("utf-16-be", True), ("latin-1", True)],
)  # fmt: skip
def test_encodings(encoding, noticed):
    text = "date,distance_km,note\n2025-11-03,10,süß\n"
    log = read_log(text.encode(encoding))
    assert log.runs["distance_km"].tolist() == [10.0]
    assert any("not UTF-8" in line for line in messages(log)) == noticed


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_blank_lines_and_separator_note(newline):
    text = newline.join(
        ["sep=;", "", "date;distance_km", "", "2025-11-03;10", "  ", "2025-11-04;x"]
    )
    with pytest.raises(InputError):  # every second row bad is still accepted, so make it worse
        read_log((text + newline + "x;y" + newline).encode())
    log = read_log((text + newline + "2025-11-05;5" + newline).encode(), name="runs.csv")
    assert log.runs["distance_km"].tolist() == [10.0, 5.0]
    assert "runs.csv, row 7, column distance_km" in messages(log)[-1]


def test_sources_path_bytes_file_object_and_gz(tmp_path):
    content = csv("2025-11-03,10")
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    packed = tmp_path / "mine.csv.gz"
    packed.write_bytes(gzip.compress(content))
    sources = [path, str(path), packed, content, bytearray(content), io.BytesIO(content)]
    for source in [*sources, io.StringIO(content.decode())]:
        assert read_log(source).runs["distance_km"].tolist() == [10.0]
    assert read_log(path).name == "mine.csv"
    assert read_log(path).runs["source"].tolist() == ["mine.csv"]
    with path.open("rb") as stream:
        assert read_log(stream).name == "mine.csv"


def test_the_same_timed_run_twice_is_one_but_two_untimed_runs_stay():
    twice = csv("2025-11-03 07:00,10", "2025-11-03 07:00,10", "2025-11-04,5", "2025-11-04,5")
    log = read_log(twice)
    assert log.runs["distance_km"].tolist() == [10.0, 5.0, 5.0]
    assert log.findings[0].row == 3


# ---- dates of a whole column


def test_an_undecidable_column_is_refused_with_its_row_and_a_way_out():
    text = refused(csv("03/11/2025,10", "04/11/2025,5"))
    assert "column date" in text
    assert "row 2: “03/11/2025”" in text
    assert "2025-11-03" in text


def test_a_mixed_column_names_both_rows():
    text = refused(csv("25/11/2025,10", "11/26/2025,5"))
    assert "row 2" in text
    assert "row 3" in text


def test_a_decided_column_reads_its_ambiguous_dates():
    log = read_log(csv("03/11/2025,10", "25/11/2025,5"))
    assert log.runs["start"].iloc[0] == pd.Timestamp("2025-11-03")


def test_a_duration_that_is_not_understood_keeps_the_run():
    log = read_log(csv("2025-11-03,10,long", header="date,distance_km,duration_min"))
    assert len(log.runs) == 1
    assert log.findings[0].severity == "warning"
    assert log.findings[0].column == "duration_min"


# ---- single bad rows


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("2025-11-06,-5", "distance_km", "above 0"),
        ("2025-11-06,0", "distance_km", "above 0"),
        ("2025-11-06,301", "distance_km", "more than 300 km"),
        ("2025-11-06,", "distance_km", "missing"),
        ("2025-11-06", "distance_km", "missing"),
        ("2025-11-06,far", "distance_km", "not a number"),
        ("someday,5", "date", "not a date"),
        ("2025-02-30,5", "date", "not a date"),
    ],
)
def test_a_bad_row_is_left_out_and_listed(row, column, words):
    log = read_log(csv("2025-11-03,10", row, "2025-11-09,8"), name="runs.csv")
    assert log.runs["distance_km"].tolist() == [10.0, 8.0]
    (finding,) = log.findings
    assert isinstance(finding, Finding)
    assert (finding.file, finding.row, finding.column) == ("runs.csv", 3, column)
    assert words in finding.message


def test_row_numbers_are_lines_of_the_file_also_after_a_cell_of_two_lines():
    log = read_log(
        csv(
            '2025-11-03,10,"a\nb"',
            "2025-11-04,-1,",
            "2025-11-05,5,",
            header="date,distance_km,note",
        )
    )
    assert log.findings[0].row == 4


def test_more_bad_rows_than_good_refuses_with_the_first_three():
    text = refused(csv("a,1", "2025-11-03,x", "2025-11-04,-1", "b,2", "2025-11-05,5"))
    assert "4 of 5 rows" in text
    for place in ("row 2, column date", "row 3, column distance_km", "row 4, column distance_km"):
        assert place in text
    assert "row 5" not in text


def test_half_of_the_rows_bad_is_still_read():
    assert len(read_log(csv("2025-11-03,10", "x,1")).runs) == 1


# ---- whole files that cannot be used


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_an_empty_file(content):
    assert "it is empty" in refused(content)


def test_a_wrong_header_names_what_was_found_and_what_is_needed():
    text = refused(b"name,heart rate\nMia,150\n")
    assert "“name”, “heart rate”" in text
    assert "distance_km" in text
    assert "date" in text


def test_only_the_missing_column_is_named():
    text = refused(b"date,steps\n2025-11-03,8000\n")
    assert "no distance column" in text
    assert "no date" not in text


def test_a_header_without_rows():
    assert "no rows" in refused(b"date,distance_km\n")


def test_no_run_among_the_activities_leaves_them_set_aside():
    log = read_log(b"date,distance_km,type\n2025-11-03,30,Ride\n2025-11-04,1,Swim\n")
    assert log.runs.empty
    assert log.set_aside["reason"].tolist() == ["not a run: Ride", "not a run: Swim"]
    assert any("Ride 1" in text for text in messages(log))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT\x00\x00", "no activity was found"),
        (b'<?xml version="1.0"?><gpx></gpx>', "no recorded activity"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<TrainingCenterDatabase/>', "no recorded activity"),
        (b"PK\x03\x04rest", "archive"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"\xd0\xcf\x11\xe0old", "spreadsheet"),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_other_kinds_of_file_say_what_works(content, words, pack):
    text = refused(pack(content))
    assert words in text
    assert ".fit" in text or "activity" in text or "opens" in text


@pytest.mark.parametrize("name", ["a.fit", "a.gpx.gz", "a.xlsx", "a"])
def test_the_content_tells_the_kind_not_the_name(name):
    assert len(read_log(b"date,distance_km\n2025-11-03,10\n", name=name).runs) == 1


def test_a_million_rows_are_refused_with_the_limit():
    content = b"date,distance_km\n" + b"2025-11-03,5\n" * 1_000_000
    text = refused(content)
    assert "more than 20,000 rows" in text
    assert "1,000,001 lines" in text


def test_as_many_rows_as_allowed_are_read():
    limit = int(parameters("log_limits")["max_runs"])
    content = b"date,distance_km\n" + b"2025-11-03,5\n" * limit
    assert len(read_log(content).runs) == limit
    refused(content + b"2025-11-03,5\n")


def test_fifty_megabytes_are_refused_before_they_are_read(tmp_path):
    path = tmp_path / "runs.csv"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    assert "larger than 20 MB" in refused(path)
    assert "larger than 20 MB" in refused(gzip.compress(bytes(50_000_000)))


class Endless(io.RawIOBase):
    """A source that never ends and counts what was asked of it."""

    asked = 0

    def read(self, size: int = -1) -> bytes:
        self.asked += size
        return b"x" * size


def test_a_source_without_end_is_read_to_the_limit_only():
    source = Endless()
    refused(source)
    assert 0 < source.asked <= 21 * 1024 * 1024


@pytest.mark.parametrize(
    "content", [gzip.compress(b"date,distance_km\n", mtime=0)[:12], b"\x1f\x8bnot packed"]
)
def test_a_damaged_packed_file(content):
    assert "damaged" in refused(content)


def test_a_file_that_is_not_there():
    assert "cannot be opened" in refused("/nowhere/at/all/runs.csv")


def test_bytes_that_are_no_text():
    assert "not a text file" in refused(b"\x00\x01\x02abc" * 20)


def test_an_open_quotation_mark_over_a_long_file():
    assert "quotation marks" in refused(b'date,distance_km\n2025-11-03,"5\n' + b"x" * 200_000)


def test_an_unknown_unit_is_refused():
    with pytest.raises(InputError, match="km or mi"):
        read_log(csv("2025-11-03,10"), unit="furlong")


# ---- the built-in log


def test_the_built_in_log_tells_its_story():
    log = sample_log()
    assert list(log.runs.columns) == COLUMNS
    table = weeks(log.runs)
    assert len(table) == 16
    assert set(table["runs"]) <= {0, 3, 4, 5}
    assert table["runs"].tolist().count(0) == 2
    assert set(session_spikes(log.runs)["state"]) == {
        "reference", "small_spike", "moderate_spike", "large_spike", "no_recent_baseline",
    }  # fmt: skip
    last, before = table.iloc[-1], table.iloc[-2]
    assert last["distance_km"] == before["distance_km"]
    assert last["longest_km"] == 14.0
    assert session_spikes(log.runs)["longest_30d_km"].iloc[-1] == 10.0


def test_the_built_in_logs_are_what_their_generator_makes(tmp_path):
    from hiplib import tables
    from hiplib.prep.sample_log import rebuild

    made = rebuild(tmp_path).read_bytes()
    assert made == (tables.folder() / "sample_log.csv").read_bytes()


def test_each_built_in_log_is_what_it_says():
    assert list(built_in_logs()) == ["mia", "clean", "errors", "two_years"]
    clean = session_spikes(built_in_log("clean").runs)
    assert not clean["state"].str.contains("spike").any()
    assert clean["start"].diff().dt.days.max() < 7
    long = built_in_log("two_years").runs
    assert len(weeks(long)) == 104
    assert (session_spikes(long)["state"] != "reference").sum() >= 4
    with pytest.raises(ValueError, match="two_years"):
        built_in_log("two")


def test_the_planted_errors_can_be_found():
    log, planted = built_in_log("errors"), planted_errors("errors")
    places = planted.groupby("error")["place"].apply(list)
    (spike,) = places["session_spike"]
    states = session_spikes(log.runs)["state"]
    assert states.index[states.str.contains("spike")].tolist() == [spike]
    (slip,) = places["unit_slip"]
    pace = log.runs["duration_min"] / log.runs["distance_km"]
    assert pace.idxmin() == slip
    assert pace[slip] * KM_PER_MILE == pytest.approx(31 / 5, rel=0.01)
    checked = run_log(log.runs.assign(type="", reason="", line=np.nan), "errors", [])
    assert checked.set_aside["reason"].tolist() == ["duplicate"]
    assert checked.set_aside["start"].isin(planted["start"][planted["error"] == "duplicate"]).all()
    assert planted_errors("mia").empty

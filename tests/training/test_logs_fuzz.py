"""Whatever the bytes: a usable log or one sentence, never a traceback."""

import gzip
import sys
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from log_exports import COLUMNS, GARMIN, STRAVA, csv

from hiplib import InputError
from hiplib.training import read_log, session_spikes, weeks

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from fuzz import answer, bombs, cases

SEEDS = [STRAVA.encode(), GARMIN.encode(), csv("2025-11-03,10"), STRAVA.encode("utf-16"),
         gzip.compress(GARMIN.encode())]  # fmt: skip


def usable_or_refused(content: bytes) -> None:
    try:
        log = read_log(content, name="runs.csv")
    except InputError:
        return  # any other exception fails the test
    assert list(log.runs.columns) == COLUMNS
    assert len(log.runs) + len(log.set_aside) > 0
    assert set(log.set_aside.columns) == {*COLUMNS, "reason"}
    assert (log.runs["distance_km"] > 0).all()
    assert log.runs["start"].is_monotonic_increasing
    session_spikes(log.runs)
    weeks(log.runs)


@given(st.binary(max_size=400))
@example(b"date,distance_km\n1e309,1e309\n")
@example(b"date;distance_km\n9999999999;" + b"9" * 5000)
@example(b"\xff\xfe")
@example(b"\xff\xfed\x00a\x00t\x00\xd8")
@settings(max_examples=300, deadline=None)
def test_any_bytes(content):
    usable_or_refused(content)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_below_a_good_header(text):
    usable_or_refused(
        ("date,distance_km,duration_min,type\n2025-11-03,5,,\n" + text).encode("utf-8", "replace")
    )


cell = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["2025-11-03", "03/11/2025", "Nov 3, 2025", "10,5", "1.234,5", "-1", "", "Run"]
    ),
    st.floats().map(str),
    st.integers().map(str),
)


@given(
    st.lists(st.lists(cell, min_size=1, max_size=5), min_size=1, max_size=8),
    st.sampled_from(",;\t"),
)
@settings(max_examples=300, deadline=None)
def test_any_table_below_a_good_header(rows, delimiter):
    lines = ["date,distance,duration,type,cadence".replace(",", delimiter)]
    lines += [delimiter.join('"' + text.replace('"', '""') + '"' for text in row) for row in rows]
    usable_or_refused("\n".join(lines).encode("utf-8", "replace"))


@given(st.sampled_from(SEEDS), st.data())
@settings(max_examples=300, deadline=None)
def test_good_files_with_a_few_broken_bytes(content, data):
    broken = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    usable_or_refused(bytes(broken))


def test_damaged_files_of_every_format():
    """A share of ``python tests/bench/fuzz.py``, which reads 10,000."""
    answers = {(kind, answer(content, name)) for kind, content, name in cases(250, seed=7)}
    kinds = ("csv", "fit", "gpx", "tcx", "zip")
    assert answers == {(kind, said) for kind in kinds for said in ("read", "refused")}


def test_bombs_and_empty_files_are_refused():
    for kind, content in bombs():
        assert answer(content, "a.bin") == "refused", (kind, len(content))

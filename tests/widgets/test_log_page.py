"""The learner's log: steps of a long file, what counts, and nothing lost when it does not work."""

import sys
import time
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "training"))
from watch_files import fit, strava_zip

from hiplib.widgets import FilePicker, LogPicker, file_picker

OWN = (
    b"date,distance_km,type\n2026-05-04 07:00,8,Run\n2026-05-10 07:00,10,Run\n2026-05-11,30,Ride\n"
)


@pytest.fixture
def logs() -> LogPicker:
    made = LogPicker()
    made.seen = []
    made.on_log(lambda log: made.seen.append(log.name))
    return made


def act(logs: LogPicker, change: str, place: int = 0, value: str = "") -> str:
    logs._act(None, {"act": change, "place": place, "value": value}, [])
    return logs._said.html


def test_it_starts_with_a_built_in_log_and_shows_others(logs):
    assert (logs.log.name, logs.seen) == ("Mia's log", [])
    logs._built_in.value = "two_years"
    assert logs.log.name == "Mia's log"  # only the button shows it
    logs._show_built_in()
    assert logs.log.name == "A two-year log"
    assert logs.seen == ["A two-year log"]
    assert logs.picker.message[1] == "ok"


def test_a_long_file_is_read_in_slices_and_tells_how_far(logs, monkeypatch):
    monkeypatch.setattr(file_picker, "_SLICE_S", 0.02)
    sent: list[dict[str, object]] = []
    logs.picker.send = sent.append
    content = strava_zip(200, track=fit(300), without=100)
    start = {"name": "e.zip", "start": 0, "last": True, "size": len(content)}
    logs.picker._receive(None, start, [memoryview(content)])
    while sent[-1]["work"]:
        assert logs.log.name == "Mia's log"
        logs.picker._receive(None, {"next": True}, [])
    done = [message["work"][0] for message in sent[:-1]]
    assert len(done) > 3
    assert done == sorted(done)
    assert logs.log.name == "e.zip"
    assert logs.picker.message[0].startswith("180 runs read from e.zip. 20 set aside.")


def test_a_slice_is_short_and_a_cancelled_file_changes_nothing(logs):
    content = strava_zip(300, track=fit(600), without=300)
    sent: list[dict[str, object]] = []
    logs.picker.send = sent.append
    began = time.monotonic()
    logs.picker._hand_over("e.zip", content)
    assert time.monotonic() - began < 1
    assert sent[-1]["work"]
    logs.picker._receive(None, {"cancel": True}, [])
    logs.picker._receive(None, {"next": True}, [])
    assert sent[-1]["work"] is None
    assert (logs.log.name, logs.seen) == ("Mia's log", [])


def test_a_run_is_left_out_taken_back_and_corrected(logs):
    logs.picker._hand_over("own.csv", OWN)
    assert logs.table.rows[0]["day"] == "2026-05-10 Sun"
    assert logs._view.options == (("that count (2)", False), ("set aside (1)", True))
    assert "Left out: 1 runs count, 2 do not" in act(logs, "exclude", 1)
    assert logs.log.runs["distance_km"].tolist() == [8]
    assert "only one that counts" in act(logs, "exclude", 0)
    logs._view.value = True
    assert [row["reason"] for row in logs.table.rows] == ["not a run: Ride", "left out by you"]
    act(logs, "correct", 0, "9,5")
    assert logs.log.set_aside["distance_km"].tolist() == [9.5, 30]
    act(logs, "restore", 0)
    assert logs.log.runs["distance_km"].tolist() == [8, 9.5]
    assert logs.seen == ["own.csv"] * 4


@pytest.mark.parametrize("typed", ["far", "", "0", "-3", "1000", "nan", "inf", "<b>"])
def test_a_wrong_distance_is_answered_and_changes_nothing(logs, typed):
    said = act(logs, "correct", 0, typed)
    assert "hip-error" in said
    assert "Distance" in said
    assert "<b>" not in said
    assert logs.seen == []


def test_distances_are_shown_and_taken_in_miles(logs):
    logs.unit = "mi"
    assert logs.table.rows[0]["km"] == "8.70"
    act(logs, "correct", 48, "10")
    assert logs.log.runs["distance_km"].iloc[-1] == pytest.approx(16.09344)


def test_a_file_without_a_run_that_counts_leaves_the_pictures(logs):
    content = fit(distance=False, positions=False)
    logs.picker._hand_over("hall.fit", content)
    assert logs.picker.message[0].startswith("No run in hall.fit counts yet. 1 set aside.")
    assert (logs.log.name, logs.seen) == ("Mia's log", [])
    assert logs.table.aside
    assert "no distance" in act(logs, "restore")
    act(logs, "correct", 0, "5")
    act(logs, "restore", 0)
    assert logs.log.runs["distance_km"].tolist() == [5.0]
    assert logs.seen == ["hall.fit"]


def test_the_leaves_of_the_table_turn_and_end(logs):
    table = logs.table
    assert table.window == [0, 49, 10]
    table._turn(None, {"turn": 10}, [])
    assert (table.window, len(table.rows)) == ([10, 49, 10], 10)
    for _ in range(5):
        table._turn(None, {"turn": 10}, [])
    assert (table.window[0], len(table.rows)) == (40, 9)
    assert table.rows[-1]["place"] == 0
    table._turn(None, {"turn": -100}, [])
    assert table.window[0] == 0


def test_a_picker_without_steps_is_done_at_once():
    picker, sent = FilePicker("Log"), []
    picker.send = sent.append
    picker.on_file(lambda name, data: None)
    picker._receive(None, {"name": "a", "start": 0, "last": True}, [memoryview(b"x")])
    assert sent == [{"work": None}]

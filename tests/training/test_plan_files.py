"""A plan as CSV and as calendar: nothing is lost on the way, and bad files get one sentence."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from datetime import UTC, datetime
from time import perf_counter

import icalendar
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiplib import InputError, training
from hiplib.training import Plan
from hiplib.training.plan_files import plan_from_csv, plan_from_ics, plan_to_csv, plan_to_ics

KINDS = list(training.run_types())
words = st.from_regex(r"[A-Za-z0-9à-ÿ][A-Za-z0-9à-ÿ ,;:\"'\\/%()-]{0,30}", fullmatch=True)
numbers = {
    "distance_km": st.floats(0.001, 300),
    "duration_min": st.none() | st.floats(0.01, 6000),
    "cadence_spm": st.none() | st.floats(50, 260),
    "ascent_m": st.none() | st.floats(0, 20000),
    "rpe": st.none() | st.floats(0, 10),
}
runs = st.fixed_dictionaries(
    {
        "start": st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 31)),
        "run_type": st.sampled_from(["", *KINDS]),
        "surface": st.just("") | words,
        "shoe": st.just("") | words,
        "source": st.just("") | words,
        **numbers,
    }
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    frame = pd.DataFrame(draw(st.lists(runs, min_size=1, max_size=8)))
    if draw(st.booleans()):
        frame["start"] = frame["start"].dt.normalize()
    return Plan.of(frame)


@given(plans())
@settings(max_examples=80, deadline=None)
def test_csv_and_calendar_read_back_as_the_same_plan(plan: Plan):
    assert plan_from_csv(plan_to_csv(plan)) == plan
    assert plan_from_csv(plan_to_csv(plan).encode("utf-8-sig")) == plan
    again, findings = plan_from_ics(plan_to_ics(plan))
    assert again == plan
    assert findings == ()


def small() -> Plan:
    plan = Plan.of().set_run("2026-03-03", distance_km=6, duration_min=36, time="07:30", rpe=3)
    return plan.set_run("2026-03-03", distance_km=4).set_run("2026-03-08", distance_km=10.25)


def test_the_calendar_is_one_that_others_read():
    made = datetime(2026, 1, 1, tzinfo=UTC)
    calendar = icalendar.Calendar.from_ical(plan_to_ics(small(), stamp=made))
    events = calendar.walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == [
        "Easy run 4 km", "Easy run 6 km", "Easy run 10.25 km",
    ]  # fmt: skip
    assert events[0].decoded("DTSTART").isoformat() == "2026-03-03"
    assert events[1].decoded("DTSTART") == datetime(2026, 3, 3, 7, 30)
    assert events[1].decoded("DTEND") == datetime(2026, 3, 3, 8, 6)
    assert all(event["DTSTAMP"].dt == made for event in events)


def test_identifiers_stay_when_a_run_changes():
    def uids(plan: Plan) -> list[str]:
        return re.findall(r"UID:(\S+)", plan_to_ics(plan).decode())

    before, after = uids(small()), uids(small().set_run("2026-03-08", 0, distance_km=12))
    assert before == after
    assert len(set(before)) == 3


def table(*rows: str, head: str = "start,distance_km,run_type,rpe") -> str:
    return "\n".join([head, *rows]) + "\n"


def test_a_table_made_by_hand():
    head = "Start;distance_km;pace_min_per_km;run_type"
    text = table("2026-03-03;6;5,5;easy", "", "2026-03-05 07:30;7,5;6;", head=head)
    runs = plan_from_csv(text).runs()
    assert runs["distance_km"].tolist() == [6, 7.5]
    assert runs["duration_min"].tolist() == [33, 45]
    by_time = plan_from_csv(table("2026-03-03,42,6", head="start,duration_min,pace_min_per_km"))
    assert by_time.runs()["distance_km"].tolist() == [7]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        (" \n", "empty"),
        (table("2026-03-03,6,easy,3", "2026-03-04,far,easy,3"), "row 3, column distance_km: far"),
        (table("2026-03-03,6,jog,3"), "row 2, column run_type: jog is not one"),
        (table("2026-03-03,6,easy,11"), "row 2, column rpe: 11"),
        (table("03/04/2026,6,easy,3"), "row 2, column start: “03/04/2026” is not a date"),
        (table("2026-02-30,6,easy,3"), "row 2, column start"),
        (table(",6,easy,3"), "row 2, column start: it is empty"),
        (table("2026-03-03,,easy,3"), "row 2, column distance_km: it is missing"),
        (table("2026-03-03,6,easy,3,more"), "row 2: it has more cells"),
        (table("2026-03-03,6", head="start,miles"), "column miles: it is not known"),
        (table("6", head="distance_km"), "a column is missing"),
        (table("2026-03-03,6,6", head="start,distance_km,distance_km"), "there twice"),
        (
            table("2026-03-03,30", head="start,duration_min"),
            "column pace_min_per_km: it is missing",
        ),
        (
            table("2026-03-03,5,30,7", head="start,distance_km,duration_min,pace_min_per_km"),
            "column pace_min_per_km: 30 minutes for 5 km",
        ),
        (table("2026-03-03,6,=1+1", head="start,distance_km,shoe"), "row 2, column shoe"),
        (table('2026-03-03,6,"ea'), "quotation marks"),
        (table(*["2026-03-03,6,easy,3"] * 5001), "5,001 rows"),
        (b"\xff\xfe1", "UTF-8"),
        ("start\x00", "not a text file"),
        ("x" * 2_000_001, "larger than 2 MB"),
    ],
)
def test_a_bad_table_is_refused_by_row_and_column(text, said):
    with pytest.raises(InputError, match=re.escape(said)):
        plan_from_csv(text)


def calendar(*events: str, name: str = "VCALENDAR") -> str:
    parts = [f"BEGIN:VEVENT\r\nUID:{n}\r\n{event}\r\nEND:VEVENT" for n, event in enumerate(events)]
    return "\r\n".join([f"BEGIN:{name}", "VERSION:2.0", *parts, f"END:{name}", ""])


def test_a_foreign_calendar_is_read_by_its_words():
    plan, findings = plan_from_ics(
        calendar(
            "DTSTART;VALUE=DATE:20260303\r\nSUMMARY:Easy run 6 km",
            "DTSTART:20260305T070000Z\r\nDTEND:20260305T080000Z\r\nSUMMARY:Tempo 10k",
            "DTSTART;TZID=Europe/Berlin:20260308T090000\r\nSUMMARY:Long run\r\n"
            "DESCRIPTION:10 miles",
            "DTSTART:20260310T180000\r\nSUMMARY:Half marathon\r\nRRULE:FREQ=YEARLY",
            "DTSTART:20260311T180000\r\nSUMMARY:Dentist 2 km away",
            "DTSTART:20260312T180000\r\nSUMMARY:Run with Mia",
            "DTSTART:20260313T180000\r\nSUMMARY:Run 5 km\r\nSTATUS:CANCELLED",
            "SUMMARY:Run 5 km some day",
            "DTSTART:tomorrow\r\nSUMMARY:Run 5 km tomorrow",
        )
    )
    runs = plan.runs()
    assert runs["distance_km"].round(3).tolist() == [6, 10, 16.093, 21.098]
    assert runs["run_type"].tolist() == ["easy", "tempo", "long", "other"]
    assert runs["start"].dt.hour.tolist() == [0, 7, 9, 18]
    assert runs["duration_min"].iloc[1] == 60
    said = " / ".join(finding.message for finding in findings)
    for words in ("repeats", "Dentist", "no distance", "cancelled", "some day", "tomorrow"):
        assert words in said
    assert len(findings) == 6


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "could be read as a run"),
        ("hello", "damaged or not a calendar"),
        (calendar(name="VCARD"), "damaged or not a calendar"),
        (calendar("DTSTART:20260311T180000\r\nSUMMARY:Dentist"), "none of its 1 events"),
        (calendar("SUMMARY:Run 5 km").replace("END:VEVENT", ""), "damaged"),
        (calendar('DTSTART:20260303\r\nX-HIPLIB-RUN:{"distance_km": -5}'), "Distance: -5"),
        (calendar('DTSTART:20260303\r\nX-HIPLIB-RUN:["distance_km"]'), "damaged"),
        ("BEGIN:VEVENT\r\n" * 5001, "5,001 events"),
        ("BEGIN:VCALENDAR\r\n" + "BEGIN:X-A\r\n" * 100_000, "damaged"),
    ],
)
def test_a_bad_calendar_is_refused_in_one_sentence(text, said):
    since = perf_counter()
    with pytest.raises(InputError, match=said):
        plan_from_ics(text)
    assert perf_counter() - since < 5


def test_damaged_files_never_break_out():
    sources = [plan_to_csv(small()).encode(), plan_to_ics(small())]
    chance = random.Random(6)
    for number in range(400):
        data = bytearray(sources[number % 2])
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        with suppress(InputError):  # nothing else may come out
            (plan_from_ics if number % 2 else plan_from_csv)(bytes(data))


def test_two_thousand_runs_go_and_come_back_quickly():
    start = pd.Timestamp("2024-03-04") + pd.to_timedelta(np.arange(2000) * 8 // 22, unit="D")
    plan = Plan.of(pd.DataFrame({"start": start, "distance_km": 8.1, "duration_min": 50.0}))
    since = perf_counter()
    assert plan_from_csv(plan_to_csv(plan)) == plan
    assert plan_from_ics(plan_to_ics(plan))[0] == plan
    assert perf_counter() - since < 10

"""Watch files and exports of several makers: what opens, what is found, and what is set aside."""

import gzip
import io
import zipfile
from datetime import timedelta

import gpxpy
import pandas as pd
import pytest
from fit_tool.profile.profile_type import FileType, Sport, SubSport
from tcxreader.tcxreader import TCXReader
from watch_files import (
    FIT_EPOCH,
    GPX_STYLES,
    MAKERS,
    START,
    data,
    define,
    fit,
    garmin_zip,
    gpx,
    raw_fit,
    strava_zip,
    tcx,
    times,
)

from hiplib import InputError
from hiplib.training import (
    RunLog,
    built_in_log,
    correct,
    daily_load,
    exclude,
    read_log,
    reading,
    restore,
)

LOCAL = pd.Timestamp("2026-03-01 08:30")
AS_UTC = pd.Timestamp("2026-03-01 06:30")


def said(log: RunLog) -> str:
    return "\n".join(map(str, log.findings))


def one(content: bytes, name: str = "run") -> dict[str, object]:
    log = read_log(content, name=name)
    assert len(log.runs) == 1, said(log)
    return {**log.runs.iloc[0], "said": said(log)}


# ---- FIT


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_fit_file_gives_its_session_in_local_time(maker, pack):
    run = one(pack(fit(maker=maker)))
    assert run["start"] == LOCAL
    assert run["distance_km"] == pytest.approx(1.68)
    assert run["duration_min"] == pytest.approx(10)
    assert run["cadence_spm"] == 168
    assert run["said"] == ""


@pytest.mark.parametrize("distance", [True, False])
def test_a_fit_file_without_session_is_read_from_its_records(distance):
    run = one(fit(session=False, distance=distance))
    assert run["distance_km"] == pytest.approx(1.68, rel=0.01)
    assert run["duration_min"] == pytest.approx(10, rel=0.01)
    assert "does not name the sport" in run["said"]
    assert ("computed from positions" in run["said"]) != distance


def test_a_fit_file_without_local_time_says_so():
    run = one(fit(local_hours=None))
    assert run["start"] == AS_UTC
    assert "UTC" in run["said"]


def test_an_indoor_run_without_distance_is_set_aside_and_can_be_corrected():
    content = fit(distance=False, positions=False, sub_sport=SubSport.TREADMILL)
    log = read_log(content, name="hall.fit")
    assert log.runs.empty
    assert log.set_aside["reason"].tolist() == ["no distance"]
    assert "give the distance" in said(log)
    with pytest.raises(InputError, match="no distance"):
        restore(log, 0)
    known = restore(correct(log, 0, set_aside=True, distance_km=5), 0)
    assert known.runs["distance_km"].tolist() == [5.0]
    assert known.set_aside.empty
    assert log.runs.empty


@pytest.mark.parametrize("damage", ["cut", "checksum", "length", "no length", "tail"])
def test_a_fit_file_with_broken_frame_still_gives_its_run(damage):
    content = bytearray(fit())
    if damage == "cut":  # the battery died
        del content[len(content) * 3 // 4 :]
    elif damage == "checksum":
        content[-1] ^= 0xFF
    elif damage == "length":
        content[4:8] = (10**9).to_bytes(4, "little")
    elif damage == "no length":
        content[4:8] = bytes(4)
    else:
        content += bytes(300)
    assert one(bytes(content))["distance_km"] == pytest.approx(1.68, rel=0.3)


def test_fit_files_in_a_row_and_sports_in_a_row():
    row = read_log(fit() + fit(start=START + timedelta(days=1)), name="two.fit")
    assert row.runs["start"].tolist() == [LOCAL, LOCAL + pd.Timedelta(days=1)]
    both = read_log(fit(sessions=2), name="duathlon.fit")
    assert both.runs["distance_km"].tolist() == [pytest.approx(0.84)]
    assert both.set_aside["reason"].tolist() == ["not a run: cycling"]


@pytest.mark.parametrize("sport", [Sport.CYCLING, Sport.WALKING, Sport.HIKING, Sport.SWIMMING])
def test_another_sport_is_set_apart(sport):
    log = read_log(fit(sport=sport), name="a.fit")
    assert log.runs.empty
    assert log.set_aside["reason"].tolist() == [f"not a run: {sport.name.lower()}"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [(FileType.SETTINGS, "settings of the watch"), (FileType.WORKOUT, "a planned workout"),
     (FileType.MONITORING_B, "all-day data"), (FileType.WEIGHT, "body weights")],
)  # fmt: skip
def test_another_kind_of_fit_file_is_named(kind, words):
    content = fit(2, session=False, records=False, local_hours=None, file_type=kind)
    with pytest.raises(InputError, match=f"it holds {words}, not a recorded"):
        read_log(content, name="a.fit")


CLOCK, METRES = (253, 4, 134), (5, 4, 134)
SECOND = round(START.timestamp()) - FIT_EPOCH
RECORDS = define(2, 20, CLOCK, METRES) + b"".join(
    data(2, "<II", SECOND + n, 280 * n) for n in range(601)
)


def test_a_planned_course_is_no_run_although_its_points_have_times():
    assert one(raw_fit(RECORDS))["distance_km"] == pytest.approx(1.68)
    with pytest.raises(InputError, match="it holds a planned course, not a recorded"):
        read_log(raw_fit(RECORDS, kind=6), name="a.fit")
    with pytest.raises(InputError, match="it holds data of the kind 49, not a recorded"):
        read_log(raw_fit(kind=49), name="a.fit")
    with pytest.raises(InputError, match="damaged or nothing was recorded"):
        read_log(raw_fit(), name="a.fit")


@pytest.mark.parametrize("seconds", [600, 50_000])
@pytest.mark.parametrize("kind", [20, 21])
def test_short_headers_count_from_the_last_full_time(seconds, kind):
    """Of a record or of an event; a pause of an hour in the middle."""
    parts = [define(2, 20, METRES)]
    for at, first in ((SECOND, 0), (SECOND + 3600 + seconds, seconds)):
        parts += [define(3, kind, CLOCK), data(3, "<I", at)]
        parts += [
            data(0x80 | 2 << 5 | (at + n) & 31, "<I", 280 * (first + n))
            for n in range(1, seconds + 1)
        ]
    run = one(raw_fit(*parts))
    assert abs(run["start"] - AS_UTC) <= timedelta(seconds=31)
    assert run["distance_km"] == pytest.approx(2 * seconds * 0.0028, rel=0.01)
    # The distance goes on over the gap, but nobody runs 3 m in an hour.
    assert run["duration_min"] == pytest.approx(2 * seconds / 60, rel=0.01)


def test_fields_of_odd_size_other_byte_order_and_unknown_developers_do_not_stop_it():
    odd = define(1, 21, CLOCK, (3, 1, 134)) + data(1, "<IB", SECOND, 0)  # a 32-bit number in 1 byte
    assert one(raw_fit(odd, RECORDS))["duration_min"] == 10
    big = define(2, 20, CLOCK, METRES, order=">") + b"".join(
        data(2, ">II", SECOND + n, 280 * n) for n in range(601)
    )
    assert one(raw_fit(big))["distance_km"] == pytest.approx(1.68)
    theirs = bytearray(define(2, 20, CLOCK, METRES))
    theirs[0] |= 0x20
    theirs += bytes((1, 0, 2, 0))  # one field of two bytes, described nowhere
    points = b"".join(data(2, "<IIH", SECOND + n, 280 * n, 7) for n in range(601))
    assert one(raw_fit(bytes(theirs) + points))["distance_km"] == pytest.approx(1.68)


def test_a_day_of_records_is_read_quickly():
    points = (data(2, "<II", SECOND + n, 280 * n) for n in range(21_000))
    run = one(raw_fit(define(2, 20, CLOCK, METRES), *points))
    assert run["distance_km"] == pytest.approx(58.8, rel=0.01)
    assert run["duration_min"] == pytest.approx(350, rel=0.01)


# ---- GPX and TCX


@pytest.mark.parametrize("style", GPX_STYLES)
def test_gpx_of_several_makers(style):
    run = one(gpx(style))
    oracle = gpxpy.parse(gpx(style).decode())
    assert run["distance_km"] == pytest.approx(oracle.length_2d() / 1000, rel=0.005)
    assert run["duration_min"] == pytest.approx(oracle.get_duration() / 60, rel=0.01)
    assert run["start"] == AS_UTC
    assert "UTC" in run["said"]
    if style in ("garmin", "strava", "coros"):
        assert run["cadence_spm"] == 168


def test_gpx_with_an_offset_keeps_the_clock_time():
    run = one(gpx(zone="+01:00"))
    assert run["start"] == AS_UTC
    assert "UTC" not in run["said"]


def test_gpx_without_times_or_with_a_route_only_says_what_is_wrong():
    with pytest.raises(InputError, match="no times"):
        read_log(gpx(timed=False), name="a.gpx")
    route = b'<gpx version="1.1"><rte><rtept lat="1" lon="1"/></rte></gpx>'
    with pytest.raises(InputError, match="planned route"):
        read_log(route, name="a.gpx")


def test_a_jump_of_the_gps_is_left_out_and_said():
    text = gpx().decode().split("\n")
    place = 300
    text[place] = text[place].replace('lon="8.5"', 'lon="9.5"')
    run = one("\n".join(text).encode())
    assert run["distance_km"] == pytest.approx(1.68, rel=0.01)
    assert "2 jumps of the GPS" in run["said"]


def test_two_tracks_are_two_runs_and_a_break_is_no_distance():
    day = gpx().decode()
    later = day.replace("2026-03-01", "2026-03-02")
    both = day.replace("</trk></gpx>", "</trk>" + later[later.index("<trk>") :])
    assert len(read_log(both.encode(), name="a.gpx").runs) == 2
    lines = day.split("\n")
    lines[300] = "</trkseg><trkseg>"
    lines[301:] = [line.replace('lon="8.5"', 'lon="8.51"') for line in lines[301:]]
    broken = read_log("\n".join(lines).encode(), name="a.gpx")
    assert broken.runs["distance_km"].iloc[0] == pytest.approx(1.68, rel=0.01)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"prefix": "tcx"},
        {"blanks": "  \n "},
        {"blanks": "\ufeff"},
        {"laps": 1},
        {"distance": False},
    ],
)
def test_tcx_in_several_spellings(options):
    run = one(tcx(**options))
    assert run["distance_km"] == pytest.approx(1.68, rel=0.01)
    assert run["duration_min"] == pytest.approx(10, rel=0.01)
    assert run["cadence_spm"] == 168 or run["cadence_spm"] == 84
    assert run["start"] == AS_UTC


def test_tcx_as_tcxreader_reads_it(tmp_path):
    path = tmp_path / "a.tcx"
    path.write_bytes(tcx())
    oracle = TCXReader().read(str(path))
    run = one(path.read_bytes())
    assert run["distance_km"] == pytest.approx(oracle.distance / 1000)


def test_tcx_of_another_or_an_unnamed_sport():
    assert read_log(tcx("Biking"), name="a.tcx").set_aside["reason"].tolist() == [
        "not a run: Biking"
    ]
    log = read_log(tcx("Other"), name="a.tcx")
    assert len(log.runs) == 1
    assert "does not name the sport" in said(log)
    walk = tcx("Other").replace(b"<TotalTimeSeconds>300", b"<TotalTimeSeconds>1300")
    assert "perhaps a walk" in read_log(walk, name="a.tcx").set_aside["reason"].iloc[0]


@pytest.mark.parametrize("make", [gpx, tcx])
def test_xml_in_utf_16(make):
    text = make().decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert one(text.encode("utf-16"))["distance_km"] == pytest.approx(1.68, rel=0.01)


@pytest.mark.parametrize("make", [gpx, tcx])
@pytest.mark.parametrize(
    "spell",
    [
        lambda text: text.encode("utf-16"),  # declared as UTF-8
        lambda text: text.partition("?>")[2].encode("utf-16"),
        lambda text: text.replace("UTF-8", "UTF-16").encode(),
        lambda text: b"\xef\xbb\xbf \n" + text.encode(),
        lambda text: text.replace("?>", "?><!-- caf\xe9 -->").encode("latin-1"),
        lambda text: text.encode() + bytes(40),
        lambda text: text.replace("Z<", "ZZ<").encode(),
        lambda text: text.replace("Z<", ".000+0000<").encode(),
        lambda text: text.replace("Z<", "<").encode(),
    ],
)
def test_xml_whose_bytes_or_times_are_not_as_they_should_be(make, spell):
    run = one(spell(make().decode()))
    assert run["start"] == AS_UTC
    assert run["distance_km"] == pytest.approx(1.68, rel=0.01)
    assert run["duration_min"] == pytest.approx(10, rel=0.01)


def test_a_gap_that_is_passed_counts_and_a_pause_does_not():
    lines = gpx().decode().split("\n")
    tunnel = "\n".join([*lines[:200], *lines[400:]])  # 200 s without a point, 560 m further
    assert one(tunnel.encode())["duration_min"] == pytest.approx(10, rel=0.01)
    pause = gpx().decode().replace("T06:39:", "T07:39:")
    assert one(pause.encode())["duration_min"] == pytest.approx(10, rel=0.01)
    break_ = pause.split("\n")  # a part that goes on elsewhere: neither its time nor its way counts
    place = next(n for n, line in enumerate(break_) if "T07:39:" in line)
    break_[place:] = [line.replace('lon="8.5"', 'lon="8.7"') for line in break_[place:]]
    break_.insert(place, "</trkseg><trkseg>")
    run = one("\n".join(break_).encode())
    assert run["duration_min"] == pytest.approx(10, rel=0.01)
    assert run["distance_km"] == pytest.approx(1.68, rel=0.01)


def test_points_without_time_still_count_for_the_distance():
    text = "\n".join(
        line if n % 3 else line.replace("<time>", "<was>").replace("</time>", "</was>")
        for n, line in enumerate(gpx().decode().split("\n"))
    )
    run = one(text.encode())
    assert run["distance_km"] == pytest.approx(
        gpxpy.parse(gpx().decode()).length_2d() / 1000, rel=2e-3
    )
    never = gpx().decode().replace("<time>2026", "<time>1901")
    with pytest.raises(InputError, match="no times"):
        read_log(never.encode(), name="a.gpx")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<?xml version="1.0"?><kml><Document/></kml>', "of the kind “kml”"),
        (b"<pwx><workout/></pwx>", "of the kind “pwx”"),
        (b"\xef\xbb\xbf<FitnessWorkbook/>", "of the kind “fitnessworkbook”"),
        (b'{"exercises": [{"distance": 1}]}', "a file in JSON, which is not read"),
        (b"[Params]\r\nVersion=106\r\n", "old Polar watch"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "an old spreadsheet, which is not read"),
        (b"<html><body>log in</body></html>", "a web page"),
        (b"<TrainingCenterDatabase><Workouts><Workout/></Workouts></TrainingCenterDatabase>",
         "a planned route, a workout or places"),
        (b"<gpx><trk><trkseg/></trk></gpx>", "no recorded activity"),
    ],
)  # fmt: skip
def test_what_is_no_activity_file_is_named(content, words):
    with pytest.raises(InputError, match=words):
        read_log(content, name="a.dat")


@pytest.mark.parametrize("make", [gpx, tcx])
def test_an_xml_file_that_was_cut_off_gives_what_stands_before(make):
    content = make()
    run = one(content[: len(content) * 2 // 3])
    assert 0.5 < run["distance_km"] <= 1.69
    assert "cut off" in run["said"]


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><gpx>&j;</gpx>"
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><gpx>&a;</gpx>'


@pytest.mark.parametrize("content", [BOMB, OUTSIDE, b"<!DOCTYPE gpx><gpx></gpx>"])
def test_document_types_and_entities_are_refused(content):
    with pytest.raises(InputError, match="document type or entities"):
        read_log(content, name="a.gpx")


# ---- exports


def test_a_strava_export_counts_each_run_once_and_opens_only_what_the_table_lacks():
    seen: list[tuple[int, int, str]] = []
    log = read_log(strava_zip(12, without=2), name="export.zip", progress=lambda *s: seen.append(s))
    assert len(log.runs) == 11
    assert log.runs["distance_km"].tolist()[:3] == [pytest.approx(1.68), pytest.approx(1.68), 7.0]
    assert log.set_aside["reason"].tolist() == ["not a run: Ride"]
    assert [name for _, total, name in seen if total == 2] == ["1000.fit.gz", "1001.fit.gz"]
    for words in ("10 track files were not opened", ".jpg 1", "taken from the track", "UTC"):
        assert words in said(log)


def test_an_export_whose_table_cannot_be_read_is_read_from_its_tracks():
    packed = io.BytesIO(strava_zip(3))
    with zipfile.ZipFile(packed) as export:
        parts = {name: export.read(name) for name in export.namelist()}
    parts["activities.csv"] = b"\xe5\xbd\x93,x\n1,2\n"
    parts["activities/1001.fit.gz"] = gzip.compress(fit(start=START + timedelta(days=2)))
    parts["activities/1002.fit.gz"] = b"rubbish"
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as export:
        for name, content in parts.items():
            export.writestr(name, content)
    log = read_log(again.getvalue(), name="export.zip")
    assert len(log.runs) == 2
    assert "could not be read: activities.csv" in said(log)
    assert "1002.fit.gz" in said(log)


@pytest.mark.parametrize("summary", [True, False])
def test_a_garmin_export_is_read_from_its_summary_or_from_the_archive_inside(summary):
    log = read_log(garmin_zip(summary=summary), name="garmin.zip")
    assert len(log.runs) == (3 if summary else 4)
    if summary:
        assert log.runs["distance_km"].tolist() == [5.0, 5.0, 5.0]
        assert log.runs["duration_min"].tolist() == [30.0, 30.0, 30.0]
        assert log.runs["start"].iloc[0] == AS_UTC
        assert log.set_aside["reason"].tolist() == ["not a run: cycling"]
        assert ".zip 1" in said(log)
    else:
        assert "me_settings.fit" in said(log)


def test_a_zip_of_single_files_of_several_kinds():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        files.writestr("a.gpx", gpx())
        files.writestr("__MACOSX/._a.gpx", b"rubbish")
        files.writestr("b.tcx.gz", gzip.compress(tcx().replace(b"2026-03-01", b"2026-03-05")))
        files.writestr("c.csv", b"date,distance_km\n2026-03-09,12\n")
    log = read_log(io.BytesIO(packed.getvalue()), name="mine.zip")
    assert log.runs["source"].tolist() == ["a.gpx", "b.tcx.gz", "c.csv"]
    assert "1 track" not in said(log)


def test_reading_step_by_step_can_be_left():
    steps = reading(strava_zip(9, without=9), name="export.zip")
    first = [next(steps) for _ in range(4)]
    assert [step.done for step in first] == [0, 0, 1, 2]
    steps.close()


# ---- what is found


def test_one_run_from_two_sources_counts_once():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        files.writestr("watch.fit", fit(local_hours=0))
        files.writestr("phone.gpx", gpx("polar"))
        files.writestr("abroad.tcx", tcx().replace(b"T06:", b"T08:"))
    log = read_log(packed.getvalue(), name="mine.zip")
    assert len(log.runs) == 1
    assert log.set_aside["reason"].tolist() == ["duplicate", "duplicate"]
    assert "it counts once" in said(log)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-03-03 07:00,20,30", "impossible speed: 40 km/h"),
        ("2026-03-03 07:00,,30", "no distance"),
    ],
)
def test_what_cannot_be_a_run_is_set_aside(row, reason):
    text = f"date,distance_km,duration_min\n2026-03-01 07:00,5,30\n{row}\n2026-03-05 07:00,5,30\n"
    log = read_log(text.encode(), name="a.csv")
    assert len(log.runs) == 2
    assert log.set_aside["reason"].tolist() == [reason]


def test_a_long_gap_is_pointed_out_and_counts_as_zero():
    log = read_log(b"date,distance_km\n2026-03-01,5\n2026-05-01,5\n2026-05-03,5\n", name="a.csv")
    assert "no run for 60 days (2026-03-01 to 2026-05-01)" in said(log)
    assert len(daily_load(log.runs)) == 64


def test_runalyze_columns():
    text = b"id,sport,time,timezone_offset,s,distance,cadence,elevation\n"
    text += b"1,Running,1772346600,60,1800.5,5.2,84,40\n2,Biking,1772446600,60,1800,15,70,40\n"
    log = read_log(text, name="runalyze.csv")
    assert log.runs["start"].tolist() == [pd.Timestamp("2026-03-01 06:30")]
    assert log.runs["duration_min"].tolist() == [pytest.approx(30.0083, rel=1e-4)]
    assert log.runs["cadence_spm"].tolist() == [168]
    assert log.set_aside["reason"].tolist() == ["not a run: Biking"]


def test_tables_in_other_languages():
    german = (
        "Aktivitätstyp,Datum,Titel,Distanz,Zeit,Ø Schrittfrequenz (Laufen),Anstieg gesamt\n"
        'Laufen,2026-03-01 06:30:00,Früh,"5,25",00:30:00,166,40\n'
        'Radfahren,2026-03-02 06:30:00,Weg,"25,5",01:00:00,--,140\n'
    )
    run = one(german.encode(), "Activities.csv")
    assert (run["distance_km"], run["duration_min"], run["ascent_m"]) == (5.25, 30.0, 40.0)
    strava = (
        "Aktivitäts-ID,Aktivitätsdatum,Aktivitätsart,Verstrichene Zeit,Distanz,Dateiname,"
        "Bewegungszeit,Distanz,Höhenzunahme\n"
        '1,"01.03.2026, 06:30:00",Lauf,1900,"5,25",activities/1.fit.gz,1800.0,5250.0,40.0\n'
    )
    run = one(strava.encode(), "activities.csv")
    assert (run["distance_km"], run["duration_min"], run["ascent_m"]) == (5.25, 30.0, 40.0)


# ---- pure changes of a log


def test_leaving_out_and_taking_back_are_pure_and_keep_the_order():
    log = built_in_log("mia")
    less = exclude(log, [3, 0])
    assert (len(log.runs), len(less.runs), len(less.set_aside)) == (49, 47, 2)
    assert less.set_aside["reason"].unique().tolist() == ["left out by you"]
    again = restore(less, range(2))
    pd.testing.assert_frame_equal(again.runs, log.runs)
    assert again.set_aside.empty


def test_a_correction_is_checked():
    log = built_in_log("errors")
    assert correct(log, 1, distance_km=4.5).runs["distance_km"].iloc[1] == 4.5
    for wrong in (0, -1, 1000, float("nan"), "far"):
        with pytest.raises(InputError, match="Distance"):
            correct(log, 1, distance_km=wrong)
    with pytest.raises(InputError, match="no place 99"):
        exclude(log, 99)
    with pytest.raises(InputError, match="no column pace"):
        correct(log, 1, pace=5)


def test_the_times_of_the_samples_are_what_they_say():
    assert times(2) == ["2026-03-01T06:30:00Z", "2026-03-01T06:30:01Z"]

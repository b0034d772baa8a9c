"""The plan of the review, the two tests and the exports."""

from __future__ import annotations

import csv
import io
import sqlite3
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hiplib.learning import checks, review
from hiplib.learning.record import Record

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
ID, KEY, WRONG = "anatomy_bones", "ilium", "ileum"


def after(*answers: tuple[int, str]) -> review.Due:
    record = Record()
    for number, (day, answer) in enumerate(answers):
        record = record.add("answer", ID, answer, START + timedelta(days=day, seconds=number))
    return review.schedule(record)[0]


def test_right_answers_move_on_and_a_miss_goes_back() -> None:
    assert (after((0, KEY)).box, after((0, KEY)).on) == (1, date(2026, 1, 3))
    assert after((0, KEY), (2, KEY)).on == date(2026, 1, 7)
    assert after((0, KEY), (2, KEY), (6, WRONG)) == review.Due(ID, 0, date(2026, 1, 8))
    assert after(*[(day, KEY) for day in range(20)]).box == len(review.WAITS) - 1


def test_only_the_first_answer_of_a_day_counts() -> None:
    assert after((0, WRONG), (0, KEY)).box == 0
    assert after((0, KEY), (0, WRONG)).box == 1


def test_due_is_decided_by_the_day() -> None:
    record = Record().add("answer", ID, KEY, START).add("answer", "gone", "x", START)
    assert review.due(record, date(2026, 1, 2)) == ()
    assert review.due(record, date(2026, 1, 3)) == (ID,)


def test_the_two_tests_are_alike_and_share_no_question() -> None:
    for seed in range(20):
        pre, post = review.form("pre", seed), review.form("post", seed)
        assert not {one.question_id for one in pre} & {one.question_id for one in post}
        assert [one.page_id for one in pre] == [one.page_id for one in post]
        assert len(pre) >= 15
    assert review.form("pre", 1) != review.form("pre", 2)


def cards(folder: Path) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(review.anki(checks.all_questions()))) as archive:
        archive.extract("collection.anki2", folder)
    with sqlite3.connect(folder / "collection.anki2") as base:
        count = base.execute("select count(*) from cards").fetchone()[0]
        assert count == len(checks.all_questions())
        return dict(base.execute("select guid, flds from notes"))


def test_the_anki_file_has_every_question_with_an_id_that_stays(tmp_path: Path) -> None:
    first = cards(tmp_path)
    assert len(first) == len(checks.all_questions())
    assert cards(tmp_path) == first
    assert any("Ilium, ischium and pubis" in fields for fields in first.values())


def test_the_csv_file_has_every_question_with_its_key() -> None:
    rows = list(csv.DictReader(io.StringIO(review.csv_text(checks.all_questions()))))
    assert [row["question_id"] for row in rows] == [q.question_id for q in checks.all_questions()]
    assert all(row["key"] and row["explanation"] for row in rows)

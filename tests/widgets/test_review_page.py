"""Page 11 and the store behind it: answers are kept, tests reply at the end, reset asks first."""

from __future__ import annotations

import re
from base64 import b64decode

import ipywidgets
import pytest

from hiplib.learning import checks, review
from hiplib.learning import record as r
from hiplib.widgets.check_page import check_yourself, item
from hiplib.widgets.file_picker import FilePicker
from hiplib.widgets.live import Live
from hiplib.widgets.progress_store import ProgressStore, store
from hiplib.widgets.questions import Questions
from hiplib.widgets.review_page import course_test, my_progress, question_files, spaced_review


def every(widget: ipywidgets.Widget, kind: type) -> list:
    inner = [one for child in getattr(widget, "children", ()) for one in every(child, kind)]
    return [widget, *inner] if isinstance(widget, kind) else inner


def press(widget: ipywidgets.Widget, words: str) -> None:
    made = [one for one in every(widget, ipywidgets.Button) if words in one.description]
    made[0].click()


def test_answers_are_recorded_once_and_come_back_on_another_page() -> None:
    asked = check_yourself("01_hip_anatomy").children[0]
    asked.answers = {"anatomy_bones": "ileum"}
    asked.answers = {"anatomy_bones": "ileum", "anatomy_neck_shaft": "no number"}
    assert store().record.latest() == {"anatomy_bones": "ileum"}
    assert "is not a number" in asked.feedback["anatomy_neck_shaft"][0]
    assert check_yourself("01_hip_anatomy").children[0].answers == {"anatomy_bones": "ileum"}


def test_each_learner_of_a_hub_has_a_place_of_the_own_in_the_browser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("JUPYTERHUB_USER", "JUPYTERHUB_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    places = [ProgressStore().key]
    for name in ("ada", "ben"):
        monkeypatch.setenv("JUPYTERHUB_USER", name)
        places.append(ProgressStore().key)
    monkeypatch.setenv("JUPYTERHUB_BASE_URL", "/classes/")
    places.append(ProgressStore().key)
    assert places[0] == "hiplib-progress"  # as it always was on a single machine
    assert len(set(places)) == 4


def test_where_the_browser_keeps_nothing_the_file_is_offered_on_the_page() -> None:
    kept = ProgressStore()
    kept.add("answer", "anatomy_bones", "ilium")
    assert kept.file == ""
    kept.state = "blocked"
    first = kept.file
    kept.add("claim", "claim_001", "supported")
    assert kept.file != first
    coded = re.findall(r"base64,([^\"]+)", kept.file)[0]
    assert r.decode("hip-progress.json", b64decode(coded)) == kept.record


def test_every_kind_of_question_has_what_it_needs_on_a_page() -> None:
    for kind in checks.KINDS:
        shown = item(next(asked for asked in checks.all_questions() if asked.kind == kind))
        assert bool(shown.picture) == (kind == "hotspot")
        assert bool(shown.parts) == (kind in ("order", "match"))
        assert shown.dont_know


def test_a_test_replies_only_at_its_end_and_gives_the_gain() -> None:
    for kind, step in (("pre", 4), ("post", 1)):
        view = course_test(kind)
        press(view, "Start")
        asked = every(view, Questions)[0]
        form = review.form(kind)
        asked.answers = {one.question_id: checks.keyed(one.question_id) for one in form[::step]}
        assert asked.feedback == {}
        press(view, "Finish")
        assert len(asked.feedback) == len(form[::step])
    assert "Learning gain" in every(view, Live)[-1].html
    assert "noisy" in every(view, Live)[-1].html


def test_review_offers_new_questions_and_my_progress_counts_them() -> None:
    view, mine = spaced_review(), my_progress()
    press(view, "Give me")
    asked = every(view, Questions)[0]
    first = asked.items[0]["id"]
    asked.answers = {first: checks.keyed(first)}
    assert "1 in your boxes" in every(view, Live)[0].html
    assert "(1 entries)" in "".join(live.html for live in every(mine, Live))


def test_loading_adds_and_a_damaged_file_changes_nothing() -> None:
    picker = every(my_progress(), FilePicker)[0]
    store().add("answer", "anatomy_bones", "ileum")
    good = r.encode(r.Record((r.Entry("", "answer", "gone", '"x"'),))).encode()
    for content, kind in ((b"{", "error"), (good, "ok")):
        head = {"name": "a.json", "start": 0, "size": len(content), "last": True}
        picker._receive(None, head, [memoryview(content)])
        assert picker.message[1] == kind
    assert "not in this version of the course: 1" in picker.message[0]
    assert set(store().record.latest()) == {"anatomy_bones", "gone"}


def test_reset_asks_first() -> None:
    mine = my_progress()
    store().add("answer", "anatomy_bones", "ileum")
    press(mine, "Reset")
    press(mine, "No")
    assert store().record.entries
    press(mine, "Reset")
    press(mine, "Yes")
    assert not store().record.entries


def test_the_browser_adds_and_never_takes_away() -> None:
    kept = ProgressStore()
    kept.add("answer", "anatomy_bones", "ileum")
    kept.entries = [["2026-01-01T00:00:00Z", "answer", "anatomy_knee", '"nerves"'], ["x"] * 4]
    assert set(kept.record.latest()) == {"anatomy_bones", "anatomy_knee"}
    kept._told(None, {"reset": True}, None)
    assert kept.record == r.Record()


def test_the_files_of_all_questions_are_made_on_request() -> None:
    view = question_files()
    press(view, "Make")
    assert "hip-course.apkg" in every(view, Live)[0].html


def test_the_same_right_answer_as_last_time_moves_a_due_question_on() -> None:
    store().put(
        r.Record((r.Entry("2026-01-01T00:00:00.000Z", "answer", "anatomy_bones", '"ilium"'),))
    )
    assert review.schedule(store().record)[0].box == 1
    view = spaced_review()
    assert "1 due today" in every(view, Live)[0].html
    press(view, "Give me")
    asked = every(view, Questions)[0]
    assert asked.items[0]["id"] == "anatomy_bones"
    asked.answers = {"anatomy_bones": "ilium"}
    assert review.schedule(store().record)[0].box == 2
    assert "0 due today" in every(view, Live)[0].html

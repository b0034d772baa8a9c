"""The record of a learner: a set that only grows; no file can do harm."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiplib import InputError, learning
from hiplib.learning import record as r
from hiplib.learning import results

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
values = st.recursive(
    st.text(max_size=4) | st.booleans() | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
entries = st.builds(
    lambda at, kind, what, value: r.Entry(r.moment(at), kind, what, r._canon(value)),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["answer", "pre", "post", "claim", "later_kind"]), st.text(max_size=5), values,
)  # fmt: skip
records = st.lists(entries, max_size=6).map(lambda made: r.merge(r.Record(tuple(made))))


@given(records, records, records)
def test_merging_is_that_of_sets(a: r.Record, b: r.Record, c: r.Record) -> None:
    assert r.merge(a, b) == r.merge(b, a)
    assert r.merge(r.merge(a, b), c) == r.merge(a, r.merge(b, c))
    assert r.merge(a, a) == a == r.merge(a, r.Record())
    assert set(r.merge(a, b).entries) == {*a.entries, *b.entries}


@given(records)
def test_a_saved_file_comes_back_as_it_was(kept: r.Record) -> None:
    assert r.decode("mine.json", r.encode(kept).encode()) == kept


def some() -> r.Record:
    kept = r.Record().add("answer", "anatomy_bones", "ilium", NOW)
    kept = kept.add("answer", "a_question_of_later", ["x"], NOW)
    return kept.add("pre", "form", {"anatomy_bones": "ileum"}, NOW).add(
        "post", "form", {"anatomy_bones": "ilium", "anatomy_knee": "unknown"}, NOW
    )


def test_a_file_cut_at_any_byte_is_refused() -> None:
    content = r.encode(some()).encode()
    for end in range(len(content)):
        with pytest.raises(InputError, match=r"^mine\.json: it is damaged, cut off"):
            r.decode("mine.json", content[:end])


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(InputError):
        assert isinstance(r.decode("x", content), r.Record)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"hiplib_progress": 3, "entries": []}, "of version 3.*newer course"),
        ({"hiplib_progress": True, "entries": []}, "of version True"),
        ({"hiplib_cases": 2, "cases": {}}, "of version 2"),
        ({"hiplib_cases": "x" * 500, "cases": {}}, "of version xxx"),
        ({"other": 1}, "no progress file"),
        ([1, 2], "no progress file"),
        ({"hiplib_cases": 1, "cases": [1]}, "list of entries is damaged"),
        ({"hiplib_progress": 2, "entries": {}}, "list of entries is damaged"),
        ({"hiplib_progress": 2, "entries": [["x", "answer", "a", 1]]}, "entry 1 is damaged"),
        ({"hiplib_progress": 2, "entries": [["", "answer", "a"]]}, "entry 1 is damaged"),
        ({"hiplib_cases": 1, "cases": {"a": 7}}, "entry 1 is damaged"),
        ({"hiplib_cases": 1, "cases": {"a": {"asked": 7}}}, "entry 1 is damaged"),
        ({"hiplib_cases": 1, "cases": {"a": {"asked": [1]}}}, "entry 1 is damaged"),
        ({"hiplib_cases": 1, "cases": {"a": {"step": None}}}, "entry 1 is damaged"),
        ("x" * 5_000_000, "it has 5.0 MB"),
    ],
)
def test_a_bad_file_gets_one_sentence(data: object, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        r.decode("x.json", json.dumps(data).encode())
    assert len(str(caught.value)) < 250


def test_the_file_of_the_case_clinic_is_read_and_given_back() -> None:
    old = {"hiplib_cases": 1, "cases": {"snap": {"asked": ["pain"], "urgency": "a", "step": "b"}}}
    kept = r.decode("old.json", json.dumps(old).encode())
    assert r.to_cases(kept).record("snap").decided
    assert r.to_cases(r.merge(kept, r.from_cases(r.to_cases(kept)))) == r.to_cases(kept)


def test_questions_of_another_version_stay_in_the_file_and_are_told() -> None:
    kept = r.decode("mine.json", r.encode(some()).encode())
    assert r.unknown(kept, ["anatomy_bones"]) == ("a_question_of_later",)
    assert "a_question_of_later" in r.encode(kept)
    judged = kept.add("claim", "claim_001", "supported", NOW).add("claim", "claim_999", "x", NOW)
    assert r.unknown(judged, ["anatomy_bones", "claim_001"])[1:] == ("claim_999",)


def test_class_results_have_a_row_for_each_learner_and_page() -> None:
    files = {"kim.json": r.encode(some()).encode(), "bad.json": b"{", "new.json": b"{}"}
    table = learning.class_results(files)
    kim = table[table["learner"] == "kim"].iloc[0]
    assert (kim["page_id"], kim["answered"], kim["correct"]) == ("01_hip_anatomy", 1, 1)
    assert (kim["pre"], kim["post"], kim["gain"]) == (0, 0.5, 0.5)
    assert "damaged" in table.set_index("learner")["problem"]["bad"]
    assert learning.class_results({}).empty


def test_progress_and_gain() -> None:
    counts = learning.page_progress(some())  # the question of another version is in none of them
    assert counts["01_hip_anatomy"] == (1, len(learning.questions("01_hip_anatomy")))
    assert {done for page, (done, _) in counts.items() if page != "01_hip_anatomy"} == {0}
    gain = results.gain(some())
    assert gain is not None
    assert (gain.absolute, gain.normalised) == (0.5, 0.5)
    assert gain.margin > 0.5
    assert results.gain(r.Record()) is None
    assert results.Gain(1.0, 1.0, 5).normalised is None

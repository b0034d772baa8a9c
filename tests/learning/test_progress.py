"""The progress file: it comes back as it was, and no file can do harm."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiplib import InputError
from hiplib.learning import progress as p

KNOWN = {
    f"case_{number}": p.KnownCase(frozenset({"a", "b", "c"}), frozenset({"s", "t"}))
    for number in range(4)
}
URGENCIES = ["routine", "same_day"]


@st.composite
def records(draw: st.DrawFn, case_id: str) -> p.CaseRecord:
    asked = draw(st.lists(st.sampled_from("abc"), unique=True))
    decision = st.tuples(
        st.sampled_from([*URGENCIES, "unknown"]), st.sampled_from(["s", "t", "unknown"])
    )
    return p.CaseRecord(case_id, tuple(asked), *draw(st.one_of(st.just(("", "")), decision)))


@st.composite
def progresses(draw: st.DrawFn) -> p.Progress:
    ids = draw(st.lists(st.sampled_from(list(KNOWN)), unique=True))
    return p.Progress(tuple(draw(records(case_id)) for case_id in ids))


def read(content: object, name: str = "mine.json") -> p.Loaded:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return p.decode(name, raw, KNOWN, URGENCIES)


@given(progresses())
def test_a_saved_file_comes_back_as_it_was(kept: p.Progress) -> None:
    assert read(p.encode(kept).encode()) == p.Loaded(kept)


@given(progresses(), progresses())
def test_merging_loses_no_case_and_no_decision(mine: p.Progress, other: p.Progress) -> None:
    both = p.merge(mine, other)
    for one in (*mine.cases, *other.cases):
        record = both.record(one.case_id)
        assert record.decided or (not one.decided and set(one.asked) <= set(record.asked))
    for one in mine.cases:
        if one.decided:
            assert both.record(one.case_id) == one
    assert p.merge(both, other) == both
    assert p.merge(mine, mine) == mine
    assert p.merge(p.Progress(), other) == other


@given(progresses(), st.data())
def test_a_cut_file_says_that_it_is_damaged(kept: p.Progress, data: st.DataObject) -> None:
    content = p.encode(kept).encode()
    cut = content[: data.draw(st.integers(0, len(content) - 1))]
    with pytest.raises(InputError, match=r"^mine\.json: .+ What works: the file"):
        read(cut)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(InputError):  # and nothing else
        assert isinstance(read(content), p.Loaded)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
)


@given(json_values)
def test_any_cases_are_read_or_refused(cases: object) -> None:
    try:
        loaded = read({"hiplib_cases": 1, "cases": cases})
    except InputError:
        return
    assert {one.case_id for one in loaded.progress.cases} <= set(KNOWN)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "damaged or is no JSON"),
        (b"\xff\xfe\x00", "damaged or is no JSON"),
        (b"[" * 100_000, "damaged or is no JSON"),
        (b"date,distance_km\n2026-10-05,5\n", "damaged or is no JSON"),
        ([1, 2], "no progress file of this course"),
        ({"answers": {}}, "no progress file of this course"),
        ({"hiplib_cases": 2, "cases": {}}, "of version 2, and this course reads version 1"),
        ({"hiplib_cases": True, "cases": {}}, "of version True"),
        ({"hiplib_cases": "x" * 500, "cases": {}}, "of version xxx"),
        ({"hiplib_cases": 1}, "list of cases is damaged"),
        ({"hiplib_cases": 1, "cases": [1]}, "list of cases is damaged"),
        ({"hiplib_cases": 1, "cases": {"case_0": 7}}, "its case case_0 is damaged"),
        ({"hiplib_cases": 1, "cases": {"case_0": {"asked": "a"}}}, "its case case_0 is damaged"),
        ({"hiplib_cases": 1, "cases": {"case_0": {"asked": [1]}}}, "its case case_0 is damaged"),
        ({"hiplib_cases": 1, "cases": {"case_0": {"step": None}}}, "its case case_0 is damaged"),
        (b"x" * 5_000_000, "it has 5.0 MB"),
    ],
)
def test_a_bad_file_gets_one_sentence(content: object, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(content)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 250


def test_a_file_of_another_course_version_keeps_what_is_known() -> None:
    loaded = read(
        {
            "hiplib_cases": 1,
            "cases": {
                "case_0": {"asked": ["a", "gone", "gone_too"], "urgency": "routine", "step": "s"},
                "case_1": {"asked": ["b"], "urgency": "routine", "step": "gone"},
                "case_2": {"asked": [], "urgency": "routine"},
                "new": {"asked": ["x"], "urgency": "later", "step": "y", "more": 1},
            },
        }
    )
    assert loaded.progress.cases == (
        p.CaseRecord("case_0", ("a",), "routine", "s"),
        p.CaseRecord("case_1", ("b",)),
        p.CaseRecord("case_2"),
    )
    assert loaded.left_out == (
        "2 questions of case_0",
        "the decision of case_1",
        "the case new",
    )


def test_records_are_replaced_in_place_and_taken_out() -> None:
    kept = p.Progress().put(p.CaseRecord("case_0")).put(p.CaseRecord("case_1"))
    kept = kept.put(p.CaseRecord("case_0", ("a",)))
    assert [one.case_id for one in kept.cases] == ["case_0", "case_1"]
    assert kept.record("case_0").asked == ("a",)
    assert kept.without("case_0").record("case_0") == p.CaseRecord("case_0")

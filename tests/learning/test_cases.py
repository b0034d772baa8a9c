"""The cases of a learner: nothing is lost when two records of them meet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hiplib.learning import cases as p

decisions = st.tuples(st.sampled_from(["routine", "unknown"]), st.sampled_from(["s", "unknown"]))
records = st.builds(
    lambda case_id, asked, decision: p.CaseRecord(case_id, tuple(asked), *decision),
    st.sampled_from(["case_0", "case_1", "case_2"]),
    st.lists(st.sampled_from("abc"), unique=True),
    st.just(("", "")) | decisions,
)
progresses = st.lists(records, max_size=3, unique_by=lambda one: one.case_id).map(
    lambda made: p.Progress(tuple(made))
)


@given(progresses, progresses)
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


def test_records_are_replaced_in_place_and_taken_out() -> None:
    kept = p.Progress().put(p.CaseRecord("case_0")).put(p.CaseRecord("case_1"))
    kept = kept.put(p.CaseRecord("case_0", ("a",)))
    assert [one.case_id for one in kept.cases] == ["case_0", "case_1"]
    assert kept.record("case_0").asked == ("a",)
    assert kept.without("case_0").record("case_0") == p.CaseRecord("case_0")

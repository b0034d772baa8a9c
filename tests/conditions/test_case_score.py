"""Points for a case: too late always costs more than too early."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiplib import AnswerError, tables
from hiplib.conditions import case_score, differential
from hiplib.conditions.case_score import score

STEMS = differential.stems()
LEVELS = list(tables.read("urgencies")["urgency"])
every_stem = pytest.mark.parametrize("stem", STEMS, ids=lambda stem: stem.stem_id)


@every_stem
def test_the_best_way_through_brings_all_points(stem: differential.Stem) -> None:
    good = [f.finding_id for f in stem.findings if f.worth in ("decides", "helps")]
    keyed = next(step.step_id for step in stem.steps if step.keyed)
    best = score(stem, good, stem.urgency, keyed)
    assert best.points == case_score.MOST == 10
    assert best.urgency_right
    assert best.step_right


@every_stem
def test_too_late_costs_more_than_too_early(stem: differential.Stem) -> None:
    keyed = next(step.step_id for step in stem.steps if step.keyed)
    late = {level: differential.levels_late(stem, level) or 0 for level in LEVELS}
    points = {level: score(stem, [], level, keyed).urgency for level in LEVELS}
    for level in LEVELS:
        for other in LEVELS:
            if late[level] > 0 >= late[other]:
                assert points[level] < 0 < points[other]
            if late[level] > 0 and late[level] == -late[other]:
                assert points[level] < points[other] - case_score.STEP
    unknown = score(stem, [], "unknown", "unknown")
    assert unknown.points == 0
    assert all(unknown.urgency > points[level] for level in LEVELS if late[level] > 0)


@every_stem
def test_two_levels_too_late_leave_nothing(stem: differential.Stem) -> None:
    keyed = next(step.step_id for step in stem.steps if step.keyed)
    good = [f.finding_id for f in stem.findings if f.worth != "not_now"]
    for level in LEVELS:
        if (differential.levels_late(stem, level) or 0) >= 2:
            assert score(stem, good, level, keyed).points == 0


@given(st.sampled_from(STEMS), st.sampled_from([*LEVELS, "unknown"]), st.data())
def test_points_stay_between_nothing_and_all(
    stem: differential.Stem, urgency: str, data: st.DataObject
) -> None:
    asked = data.draw(st.lists(st.sampled_from([f.finding_id for f in stem.findings]), unique=True))
    step = data.draw(st.sampled_from([*(one.step_id for one in stem.steps), "unknown"]))
    made = score(stem, asked, urgency, step)
    assert 0 <= made.points <= case_score.MOST
    assert 0 <= made.asking <= case_score.ASKING


def test_the_rule_on_the_page_says_the_numbers_in_use() -> None:
    stem = STEMS[0]  # due today
    assert "Too late costs 3, and 5 from two levels on" in case_score.RULE
    assert [score(stem, [], level, "unknown").urgency for level in LEVELS] == [-5, -5, -3, 5, 4]


@pytest.mark.parametrize(
    "given", [([], "soon", "unknown"), ([], "routine", "soon"), (["soon"], "routine", "unknown")]
)
def test_bad_input_is_named(given: tuple[list[str], str, str]) -> None:
    with pytest.raises(AnswerError, match=r"unknown\. Allowed: "):
        score(STEMS[0], *given)

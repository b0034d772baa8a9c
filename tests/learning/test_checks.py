"""Questions of six kinds: the key scores in full, nothing else does, every answer has a reply."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiplib import AnswerError, learning, tables
from hiplib.learning import checks

LEVELS = ("remember", "understand", "apply", "analyse", "evaluate", "create")
ALL = checks.all_questions()
CHOICES = tables.read("check_choices")
every_question = pytest.mark.parametrize("asked", ALL, ids=lambda asked: asked.question_id)


def answers(asked: learning.Question) -> list[object]:
    """Return every answer that is possible (numbers: one in each band)."""
    ids = [choice.choice_id for choice in asked.choices]
    if asked.kind == "number":
        row = checks._setting(asked.question_id)
        steps = (-100, -2, 0, 0.9, 2, 100)
        return [str(row["value"] + step * row["tolerance"]) for step in steps]
    if asked.kind == "multiple":
        sizes = range(1, len(ids) + 1)
        return [list(chosen) for n in sizes for chosen in itertools.combinations(ids, n)]
    if asked.kind == "order":
        return [list(one) for one in itertools.permutations(ids)]
    if asked.kind == "match":
        made = itertools.product(asked.targets, repeat=len(ids))
        return [dict(zip(ids, one, strict=True)) for one in made]
    return list(ids)


def same(asked: learning.Question, one: object, other: object) -> bool:
    if asked.kind == "number":
        off = abs(float(str(one)) - float(str(other)))
        return off <= checks._setting(asked.question_id)["tolerance"]
    if asked.kind == "multiple":
        assert isinstance(one, list)
        assert isinstance(other, list)
        return set(one) == set(other)
    return one == other


@every_question
def test_only_the_key_scores_in_full_and_every_answer_has_a_reply(asked: learning.Question) -> None:
    key = checks.keyed(asked.question_id)
    full = learning.judge(asked.question_id, key)
    assert (full.score, full.correct) == (1, True)
    possible = answers(asked)
    assert len(possible) >= 3
    for answer in possible:
        reply = learning.judge(asked.question_id, answer)
        assert len(reply.text.split()) >= 3, answer
        assert 0 <= reply.score <= 1
        assert (reply.score == 1) == reply.correct == same(asked, answer, key), answer
    for row in CHOICES[CHOICES["question_id"] == asked.question_id].to_dict("records"):
        assert len(row["feedback"].split()) >= 3, row["feedback"]


@every_question
def test_not_knowing_gets_the_explanation_and_no_points(asked: learning.Question) -> None:
    reply = learning.judge(asked.question_id, "unknown")
    own = CHOICES[(CHOICES["question_id"] == asked.question_id) & CHOICES["correct"]]
    assert (reply.score, reply.correct) == (0, False)
    assert all(feedback in reply.text for feedback in own["feedback"])


@every_question
def test_a_question_is_well_formed(asked: learning.Question) -> None:
    own = CHOICES[CHOICES["question_id"] == asked.question_id]
    right = int(own["correct"].sum())
    assert own["text"].is_unique
    assert own["feedback"].is_unique
    assert asked.kind in checks.KINDS
    if asked.kind in ("single", "hotspot", "number"):
        assert right == 1
    if asked.kind == "multiple":
        assert 2 <= right < len(own)
    if asked.kind == "number":
        assert list(own["choice_id"]) == ["right", "near", "low", "high"]
        assert checks._setting(asked.question_id)["tolerance"] > 0
    if asked.kind == "match":
        assert own["target"].is_unique
        assert (own["target"] != "").all()
    if asked.kind == "order":
        assert [one.choice_id for one in asked.choices] != checks.keyed(asked.question_id)


def test_there_are_enough_questions_of_every_kind_and_page() -> None:
    kinds = [asked.kind for asked in ALL]
    assert len(ALL) >= 150
    assert all(kinds.count(kind) >= 8 for kind in checks.KINDS)
    assert kinds.count("single") <= 0.6 * len(kinds)
    assert len({asked.page_id for asked in ALL}) >= 13


# What these ask is about the course itself, or a sum with the numbers of the prompt.
_OWN_SUBJECT = ("10_glossary_sources", "11_review", "12_teaching")
_A_SUM = "audit_count"


@every_question
def test_a_question_has_a_level_an_objective_and_a_source(asked: learning.Question) -> None:
    row = checks._setting(asked.question_id)
    goals = tables.read("page_objectives").query("page_id == @asked.page_id")
    assert row["kind"] in checks.KINDS
    assert row["level"] in LEVELS
    assert row["objective"] in goals["order"].tolist()
    own = CHOICES[CHOICES["question_id"] == asked.question_id]
    named = (own["fact_id"] != "") | (own["ref_id"] != "")
    if asked.page_id not in _OWN_SUBJECT and asked.question_id != _A_SUM:
        assert named.any()
        if asked.kind in ("single", "hotspot", "number"):
            assert named[own["correct"]].all(), "the keyed choice names no source"


# Objectives that are met by doing something on the page, not by an answer.
_DONE_BY_HAND = {
    ("07c_training_exercises", 1), ("07c_training_exercises", 3), ("09_claims", 3),
    ("10_glossary_sources", 1), ("11_review", 3), ("12_teaching", 2), ("12_teaching", 3),
    ("12_teaching", 4),
}  # fmt: skip


def test_each_objective_is_asked_for_or_met_by_doing() -> None:
    asked = {tuple(key) for key in tables.read("check_questions")[["page_id", "objective"]].values}
    goals = {tuple(key) for key in tables.read("page_objectives")[["page_id", "order"]].values}
    assert asked <= goals
    assert goals - asked == _DONE_BY_HAND


def test_a_page_shows_its_own_questions_in_order() -> None:
    for page_id in tables.read("pages").query("built")["page_id"]:
        own = learning.questions(page_id)
        assert set(own) <= set(learning.questions(page_id, review=True))
        assert len(own) <= 16
    assert len(learning.questions("03_conditions")) >= 5


def test_a_reply_with_numbers_names_its_source() -> None:
    """A number on a page without a source is a defect."""
    own_pages = ("conditions_", "self_check_")
    for row in CHOICES.to_dict("records"):
        if row["question_id"].startswith(own_pages) and any(c.isdigit() for c in row["feedback"]):
            assert row["fact_id"] or row["ref_id"], row["feedback"]


def test_the_keyed_choice_is_not_always_in_the_same_place() -> None:
    single = {asked.question_id for asked in ALL if asked.kind == "single"}
    places = CHOICES.loc[CHOICES["correct"] & CHOICES["question_id"].isin(single), "order"]
    assert places.nunique() >= 3
    assert places.value_counts(normalize=True).max() < 0.75


@given(st.floats(-1e6, 1e6))
def test_any_number_gets_a_reply_and_nearer_never_scores_less(given_number: float) -> None:
    reply = learning.judge("anatomy_neck_shaft", str(given_number))
    nearer = learning.judge("anatomy_neck_shaft", str(127 + (given_number - 127) / 2))
    assert nearer.score >= reply.score


@pytest.mark.parametrize("number", ["127", " 127 degrees ", "127,5", "128.9"])
def test_numbers_may_be_typed_with_unit_or_comma(number: str) -> None:
    assert learning.judge("anatomy_neck_shaft", number).correct


def test_unknown_names_and_impossible_answers_are_errors_that_name_what_is_allowed() -> None:
    with pytest.raises(ValueError, match="page 'nowhere' is unknown; known: 00_start_here"):
        learning.questions("nowhere")
    with pytest.raises(AnswerError, match="no such question"):
        learning.judge("nothing", "a")
    with pytest.raises(AnswerError, match=r"not a choice.*Allowed: .*unknown"):
        learning.judge("anatomy_bones", "zzz")
    for question_id in ("anatomy_neck_shaft", "running_stairs", "running_phases", "running_press"):
        for answer in ("zzz", ["zzz"], {"zzz": "a"}, "nan", 7, None):
            with contextlib_suppressed(question_id, answer):
                learning.judge(question_id, answer)


def contextlib_suppressed(question_id: str, answer: object) -> object:
    if question_id == "anatomy_neck_shaft" and answer == 7:
        return pytest.MonkeyPatch.context()  # a number is possible
    return pytest.raises(AnswerError)

"""The laws of the lock: a warning sign, a bone sign or not knowing one never leaves a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiplib import recovery, selfcheck
from hiplib.errors import InputError
from hiplib.recovery import Gate
from hiplib.recovery import plan_gate as module
from hiplib.widgets.recovery_page import gate_of

CALM: dict[str, object] = {
    "walking": "fine", "nerves": ["none"], "leg": ["none"], "belly": ["none"],
    "illness": ["none"], "age": 30, "place": ["outer"], "start": "gradual",
    "duration": "weeks", "rest": ["none"], "course": "eases", "bone": ["none"],
    "health": ["none"], "brings_on": ["stairs"], "signs": ["none"],
}  # fmt: skip
# Written down by hand, apart from the table: what must lock by itself.
MUST_LOCK = {
    ("walking", "cannot"), ("walking", "limp"), ("rest", "wakes"), ("rest", "aches"),
    ("bone", "periods"), ("bone", "fuel"), ("bone", "past_bone"), ("bone", "thin_bones"),
    ("course", "sooner"), ("course", "worse"), ("signs", "hop_hurt"), ("nerves", "saddle"),
    ("nerves", "bladder"), ("nerves", "both_legs"), ("leg", "turned"), ("leg", "cold"),
    ("leg", "breath"), ("belly", "testicle"), ("belly", "trapped"),
}  # fmt: skip
BONE = ("walking", "place", "start", "rest", "course", "bone", "brings_on", "signs", "leg", "age")
Decide = Callable[[Mapping[str, object]], Gate]


def decide(answers: Mapping[str, object]) -> Gate:
    return gate_of(selfcheck.assess(answers))


def flat(answers: Mapping[str, object]) -> set[tuple[str, str]]:
    pairs = set()
    for question, answer in answers.items():
        for one in answer if isinstance(answer, list) else [answer]:
            pairs.add((question, str(one)))
    return pairs


def broken(answers: Mapping[str, object], decide: Decide) -> str:
    """Return which law the answers break; empty when none."""
    said, state = flat(answers), decide(answers).state
    if said & MUST_LOCK and state != "locked":
        return "a sign that must lock"
    if {(question, "unknown") for question in BONE} & said and state != "locked":
        return "a bone sign that is not known"
    if any(choice == "unknown" for _, choice in said) and state == "open":
        return "unknown reassures"
    result = selfcheck.assess(answers)
    if result.urgency in selfcheck.URGENCIES[2:] and state != "locked":
        return "a red flag"
    if (result.bone_injury_possible or not result.finished) and state == "open":
        return "bone possible or not finished"
    return ""


def _answer(question: selfcheck.Question) -> st.SearchStrategy[object]:
    if question.kind == "number":
        return st.one_of(st.integers(1, 110), st.just("unknown"))
    ids = [choice.id for choice in question.choices]
    if question.kind == "many_of":
        chosen = st.lists(st.sampled_from([*ids, "unknown"]), min_size=1, max_size=3, unique=True)
        return chosen.map(lambda some: ["none"] if "none" in some else some)
    return st.sampled_from([*ids, "unknown"])


def _each(base: st.SearchStrategy[dict[str, object]]) -> st.SearchStrategy[dict[str, object]]:
    changes = st.fixed_dictionaries({}, optional={q.id: _answer(q) for q in selfcheck.questions()})
    return st.tuples(base, changes).map(lambda both: {**both[0], **both[1]})


ANY = _each(st.sampled_from([{}, CALM]))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY)
def test_the_laws_hold_for_all_answers(answers: dict[str, object]) -> None:
    assert broken(answers, decide) == ""


@settings(max_examples=60, deadline=None)
@given(ANY, st.sampled_from(sorted(MUST_LOCK)))
def test_a_sign_locks_whatever_else_was_said(
    answers: dict[str, object], sign: tuple[str, str]
) -> None:
    question = next(q for q in selfcheck.questions() if q.id == sign[0])
    answer = [sign[1]] if question.kind == "many_of" else sign[1]
    assert decide({**answers, sign[0]: answer}).state == "locked"


def singles() -> list[dict[str, object]]:
    """The calm answers with one answer changed to each other choice."""
    return [
        {**CALM, q.id: [choice] if q.kind == "many_of" else choice}
        for q in selfcheck.questions()
        for choice in [*(c.id for c in q.choices), "unknown"]
    ]


def test_every_single_change_of_the_calm_answers_obeys() -> None:
    assert decide(CALM) == Gate("open")
    states = [decide(answers).state for answers in singles()]
    assert all(broken(answers, decide) == "" for answers in singles())
    assert {"open", "ask_first", "locked"} == set(states)


@pytest.mark.parametrize("place", ["front", "inner", "thigh"])
@pytest.mark.parametrize("change", [{"walking": "some"}, {"brings_on": ["running"]}])
@pytest.mark.parametrize("duration", ["days", "weeks", "months", "long"])
def test_groin_pain_on_weight_bearing_locks(
    place: str, change: dict[str, object], duration: str
) -> None:
    answers = {**CALM, "place": [place], "duration": duration, **change}
    assert decide(answers).state == "locked"


MUTANTS = {
    "urgency is not heard": {"CALM": selfcheck.URGENCIES},
    "unknown is not heard": {"BONE_QUESTIONS": frozenset()},
    "the table is empty": {"_rows": lambda: ()},
    "one row is lost": {"_rows": lambda: [r for r in _table() if r["choice_id"] != "aches"]},
}


def _table() -> list[dict[str, str]]:
    return _ROWS


_ROWS = module._rows()


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_gate_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for attribute, value in MUTANTS[name].items():
        monkeypatch.setattr(module, attribute, value)
    assert any(broken(answers, decide) for answers in [*singles(), {"nerves": ["saddle"]}])


def test_the_gate_that_only_hears_unfinished_is_noticed() -> None:
    assert any(broken(answers, lambda _: Gate("open")) for answers in singles())


@pytest.mark.parametrize("state", ["locked", "ask_first", "unfinished", "anything"])
def test_no_plan_is_made_round_the_gate(state: str) -> None:
    with pytest.raises(InputError, match="locked"):
        recovery.plan(Gate(state), recovery.default_steps(), date(2026, 12, 1))


def test_every_row_of_the_table_is_an_answer_of_the_self_check() -> None:
    known = {(q.id, c.id) for q in selfcheck.questions() for c in q.choices}
    assert {(row["question_id"], row["choice_id"]) for row in _ROWS} <= known

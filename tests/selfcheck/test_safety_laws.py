"""The laws that no set of answers may break; each fails when the law is broken on purpose.

Pairs of answers are searched exhaustively, larger sets by random search (hypothesis).
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable, Iterator

import pytest
from calm import CALM, KNOWN_RANKS, QUESTIONS, every_answer, rank
from hypothesis import given, settings
from hypothesis import strategies as st

from hiplib import selfcheck, tables
from hiplib.selfcheck import UNKNOWN, Term, assess, assessment, rules

TOP = 4
# What each of these answers asks for at least, whatever else is answered. Written from the red
# flags, not from the rules.
ALONE = {
    ("walking", "cannot"): 4, ("nerves", "saddle"): 4, ("nerves", "bladder"): 4,
    ("nerves", "both_legs"): 4, ("nerves", "weak_leg"): 3, ("leg", "turned"): 4,
    ("leg", "swollen"): 4, ("leg", "breath"): 4, ("leg", "cold"): 4, ("leg", "calf_ache"): 2,
    ("belly", "testicle"): 4, ("belly", "ovary"): 4, ("belly", "pregnancy"): 4,
    ("belly", "appendix"): 4, ("belly", "trapped"): 4, ("belly", "lump"): 2,
    ("belly", "urine"): 2, ("illness", "fever"): 3, ("illness", "very_unwell"): 3,
    ("illness", "weight_loss"): 2, ("illness", "night_sweats"): 2, ("course", "worse"): 2,
    ("signs", "hard_lump"): 2, ("signs", "hop_hurt"): 1, ("rest", "wakes"): 1,
    ("rest", "aches"): 1, ("walking", "limp"): 1, ("course", "sooner"): 1,
    ("brings_on", "max_effort"): 2,
}  # fmt: skip


def single_answers() -> Iterator[tuple[str, object]]:
    for question_id in QUESTIONS:
        for answer in every_answer(question_id):
            yield question_id, answer


def answer_of(question_id: str, choice: str) -> object:
    return [choice] if QUESTIONS[question_id].kind == "many_of" else choice


def add(answers: dict[str, object], question_id: str, choice: str) -> dict[str, object]:
    """Return the answers with one more choice of a question that allows many."""
    old = answers[question_id]
    kept = [one for one in (old if isinstance(old, list) else [old]) if one != "none"]
    return answers | {question_id: [*kept, choice]}


# The laws. Each takes one set of answers and raises AssertionError when it is broken. ----------


def signs_ask_for_their_least(answers: dict[str, object]) -> None:
    for (question_id, choice), least in ALONE.items():
        said = answers.get(question_id)
        if said == choice or (isinstance(said, list) and choice in said):
            assert rank(answers) >= least, (question_id, choice)


def a_further_sign_never_lowers(answers: dict[str, object]) -> None:
    before = rank(answers)
    for question in QUESTIONS.values():
        if question.kind == "many_of" and question.id in answers:
            for choice in question.choices:
                if choice.id != "none":
                    assert rank(add(answers, question.id, choice.id)) >= before


def unknown_is_never_calmer_than_the_calmest_answer(answers: dict[str, object]) -> None:
    for question_id in QUESTIONS:
        calmest = min(rank(answers | {question_id: one}) for one in every_answer(question_id))
        assert rank(answers | {question_id: UNKNOWN}) >= calmest


def self_manage_needs_every_answer_known(answers: dict[str, object]) -> None:
    if rank(answers) == 0:
        for question_id in QUESTIONS:
            assert answers.get(question_id, UNKNOWN) not in (UNKNOWN, [UNKNOWN])
            unasked = {key: value for key, value in answers.items() if key != question_id}
            assert rank(unasked) > 0
            assert rank(answers | {question_id: UNKNOWN}) > 0


def possible_bone_injury_is_never_self_managed(answers: dict[str, object]) -> None:
    result = assess(answers)
    about_bone = {rule.id for rule in rules() if rule.bone}
    if any(reason.rule in about_bone for reason in result.reasons):
        assert result.bone_injury_possible
        assert result.urgency != "self_manage"


def the_order_does_not_matter(answers: dict[str, object]) -> None:
    assert assess(dict(reversed(answers.items()))) == assess(answers)


LAWS: list[Callable[[dict[str, object]], None]] = [
    signs_ask_for_their_least,
    a_further_sign_never_lowers,
    unknown_is_never_calmer_than_the_calmest_answer,
    self_manage_needs_every_answer_known,
    possible_bone_injury_is_never_self_managed,
    the_order_does_not_matter,
]
CHEAP = [signs_ask_for_their_least, possible_bone_injury_is_never_self_managed]
every_law = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)


@st.composite
def answer_sets(draw: st.DrawFn) -> dict[str, object]:
    """Some answers changed from the calm ones, some unknown, some missing."""
    answers = dict(CALM)
    for question_id in draw(st.sets(st.sampled_from(list(QUESTIONS)), max_size=5)):
        question = QUESTIONS[question_id]
        choices = [choice.id for choice in question.choices if choice.id != "none"]
        if question.kind == "number":
            answer = draw(st.integers(1, 110) | st.just(UNKNOWN))
        elif question.kind == "many_of":
            some = st.lists(st.sampled_from([*choices, UNKNOWN]), min_size=1, max_size=3)
            calm = CALM[question_id]
            answer = draw(some | st.just(calm))
        else:
            answer = draw(st.sampled_from([*choices, UNKNOWN]))
        answers[question_id] = answer
    for question_id in draw(st.sets(st.sampled_from(list(QUESTIONS)), max_size=2)):
        del answers[question_id]
    return answers


@every_law
def test_law_holds_for_every_single_answer(law: Callable[[dict[str, object]], None]) -> None:
    law(CALM)
    law({})
    for question_id, answer in single_answers():
        law(CALM | {question_id: answer})
        law(CALM | {question_id: UNKNOWN})


@pytest.mark.parametrize("law", CHEAP, ids=lambda law: law.__name__)
def test_law_holds_for_every_pair_of_answers(law: Callable[[dict[str, object]], None]) -> None:
    for (one, answer), (two, other) in itertools.combinations(list(single_answers()), 2):
        if one != two:
            law(CALM | {one: answer, two: other})


@every_law
def test_law_holds_for_random_sets_of_answers(law: Callable[[dict[str, object]], None]) -> None:
    settings(max_examples=100 if law in CHEAP else 25, deadline=None)(given(answer_sets())(law))()


def test_the_answers_are_not_changed_and_the_same_answers_give_the_same() -> None:
    before = {key: list(value) if isinstance(value, list) else value for key, value in CALM.items()}
    assert assess(CALM) == assess(CALM)
    assert before == CALM


def test_no_term_asks_for_an_answer_to_be_absent() -> None:
    """So "unknown" and further signs can only raise: the reason why the laws hold for all sets."""
    for rule in rules():
        for term in (term for step in rule.steps for term in step):
            assert term.choice_id != UNKNOWN
            if rule.rank:
                assert term.choice_id != "none", rule.id


def test_an_emergency_ends_the_questions() -> None:
    assert assess({"walking": "cannot"}).unanswered == ()
    assert assess({"walking": "limp"}).unanswered != ()


def test_no_question_asks_for_a_hop_or_a_test_under_load() -> None:
    texts = [question.text + " " + question.why for question in QUESTIONS.values()]
    texts += [choice.text for question in QUESTIONS.values() for choice in question.choices]
    for text in texts:
        if re.search(r"\bhop\b", text):
            assert "do not try one now" in text
        asked = text.replace("do not try one now", "")
        assert not re.search(r"\b(try|press|push|hop on|stand on)\b", asked), text


# Broken on purpose ------------------------------------------------------------------------------


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    KNOWN_RANKS.clear()
    yield monkeypatch
    monkeypatch.undo()
    assessment._table.cache_clear()
    KNOWN_RANKS.clear()


def change(patch: pytest.MonkeyPatch, rule_id: str, **fields: object) -> None:
    """Use a table in which one rule has other fields."""
    changed = tuple(
        dataclasses.replace(rule, **fields) if rule.id == rule_id else rule for rule in rules()
    )
    patch.setattr(assessment, "rules", lambda: changed)
    assessment._table.cache_clear()


def test_a_weaker_rule_breaks_the_law_of_the_least(broken: pytest.MonkeyPatch) -> None:
    change(broken, "saddle", urgency="routine")
    with pytest.raises(AssertionError, match="saddle"):
        signs_ask_for_their_least(CALM | {"nerves": ["saddle"]})


def test_a_rule_that_wants_a_calm_answer_breaks_the_law_of_further_signs(
    broken: pytest.MonkeyPatch,
) -> None:
    calm = (Term("illness", "none"),)
    change(broken, "saddle", steps=((Term("nerves", "saddle"),), calm))
    with pytest.raises(AssertionError):
        a_further_sign_never_lowers(CALM | {"nerves": ["saddle"]})


def test_unknown_taken_for_calm_breaks_its_law(broken: pytest.MonkeyPatch) -> None:
    real = assessment.checked

    def deaf(answers: dict[str, object]) -> object:
        return real({key: CALM[key] if a == UNKNOWN else a for key, a in answers.items()})

    broken.setattr(assessment, "checked", deaf)
    with pytest.raises(AssertionError):
        self_manage_needs_every_answer_known(CALM)


def test_a_usual_pattern_that_outweighs_a_sign_breaks_the_law_of_bone(
    broken: pytest.MonkeyPatch,
) -> None:
    change(broken, "runner_groin", urgency="self_manage")
    with pytest.raises(AssertionError):
        possible_bone_injury_is_never_self_managed(
            CALM | {"place": ["front"], "brings_on": ["running"]}
        )


def test_a_result_that_looks_at_the_order_breaks_its_law(broken: pytest.MonkeyPatch) -> None:
    real = assess

    def last_answer_wins(answers: dict[str, object]) -> selfcheck.Assessment:
        key = list(answers)[-1]
        return real({key: answers[key]})

    broken.setitem(globals(), "assess", last_answer_wins)
    with pytest.raises(AssertionError):
        the_order_does_not_matter(CALM | {"nerves": ["saddle"]})


def test_unknown_that_reassures_breaks_its_law(broken: pytest.MonkeyPatch) -> None:
    """A bone that is sore is not calmer because its place is not known."""
    real = assessment.checked

    def lost(answers: dict[str, object]) -> object:
        return real({} if UNKNOWN in answers.values() else answers)

    broken.setattr(assessment, "checked", lost)
    with pytest.raises(AssertionError):
        unknown_is_never_calmer_than_the_calmest_answer(CALM | {"nerves": ["saddle"]})


def test_every_sign_of_the_laws_is_a_choice() -> None:
    choices = tables.read("selfcheck_choices")
    known = set(zip(choices["question_id"], choices["choice_id"], strict=True))
    assert set(ALONE) <= known

"""Each rule fires on its example and not on its neighbours; no rule can be lost or weakened.

`rule_examples.json` holds, for each rule, answers that differ from the calm ones: one set that
meets the rule, and for each of its steps one set that meets all other steps but not that one.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from calm import CALM, QUESTIONS

from hiplib import selfcheck, tables
from hiplib.selfcheck import URGENCIES, Rule, assess, assessment, rules

EXAMPLES = json.loads(
    (Path(__file__).parent / "rule_examples.json").read_text(encoding="utf-8"),
)
DANGERS = [rule for rule in rules() if rule.rank]


def met(answers: dict[str, object]) -> dict[str, str]:
    """Return the rules that are met, with the urgency that each asks for."""
    reasons = assess(CALM | answers).reasons
    return {reason.rule: reason.urgency for reason in reasons if not reason.open}


def failures() -> list[str]:
    """Return the ids of the rules whose examples do not give what is written beside them."""
    return [
        rule_id
        for rule_id, case in EXAMPLES.items()
        if met(case["fires"]).get(rule_id) != case["urgency"]
        or any(rule_id in met(miss) for miss in case["misses"])
    ]


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Let a test change the decision table; put it back afterwards."""
    yield monkeypatch
    monkeypatch.undo()
    assessment._table.cache_clear()


def use(monkeypatch: pytest.MonkeyPatch, changed: tuple[Rule, ...]) -> None:
    monkeypatch.setattr(assessment, "rules", lambda: changed)
    assessment._table.cache_clear()


def test_every_rule_has_its_examples_one_near_miss_for_each_step() -> None:
    assert list(EXAMPLES) == [rule.id for rule in DANGERS]
    for rule in DANGERS:
        assert len(EXAMPLES[rule.id]["misses"]) == len(rule.steps), rule.id


def test_every_example_does_what_is_written() -> None:
    assert failures() == []


@pytest.mark.parametrize("rule", DANGERS, ids=lambda rule: rule.id)
def test_a_lost_lowered_or_tightened_rule_is_noticed(rule: Rule, table: pytest.MonkeyPatch) -> None:
    others = tuple(other for other in rules() if other is not rule)
    lower = dataclasses.replace(rule, urgency=URGENCIES[rule.rank - 1])
    tighter = dataclasses.replace(rule, steps=(*rule.steps, _impossible()))
    for changed in (others, (*others, lower), (*others, tighter)):
        use(table, changed)
        assert rule.id in failures()


@pytest.mark.parametrize("rule", DANGERS, ids=lambda rule: rule.id)
def test_a_rule_that_loses_a_step_is_noticed(rule: Rule, table: pytest.MonkeyPatch) -> None:
    others = tuple(other for other in rules() if other is not rule)
    for place in range(len(rule.steps)):
        steps = rule.steps[:place] + rule.steps[place + 1 :]
        if steps:
            use(table, (*others, dataclasses.replace(rule, steps=steps)))
            assert rule.id in failures()


def _impossible() -> tuple[selfcheck.Term, ...]:
    return (selfcheck.Term("age", "", low=200.0),)


def test_reasons_name_the_answers_that_caused_them_and_their_sources() -> None:
    for rule in DANGERS:
        result = assess(CALM | EXAMPLES[rule.id]["fires"])
        reason = next(reason for reason in result.reasons if reason.rule == rule.id)
        assert reason.text
        assert reason.ref_ids
        asked = [{term.question_id for term in step} for step in rule.steps]
        assert all(step & {question for question, _ in reason.because} for step in asked)
        for question_id, answer in reason.because:
            choices = {choice.id for choice in QUESTIONS[question_id].choices}
            assert answer in choices or answer.isdigit()


def rule_terms(rule: Rule) -> list[selfcheck.Term]:
    return [term for step in rule.steps for term in step]


def test_every_red_flag_stands_behind_a_rule() -> None:
    behind = {flag for rule in rules() for flag in rule.flag_ids}
    assert behind == set(tables.read("red_flags")["flag_id"])


def test_a_rule_is_never_weaker_than_all_of_its_flags_without_a_context() -> None:
    """A rule of one step has no context that could justify less than its flag asks for."""
    urgency = tables.read("red_flags").set_index("flag_id")["urgency"]
    for rule in DANGERS:
        if len(rule.steps) == 1 and rule.urgency in ("routine", "self_manage"):
            flagged = [URGENCIES.index(urgency[flag]) for flag in rule.flag_ids]
            stronger = [
                other
                for other in DANGERS
                if set(other.flag_ids) & set(rule.flag_ids) and other.rank >= max(flagged)
            ]
            assert rule.rank >= max(flagged) or stronger, rule.id


def test_every_choice_but_the_calm_ones_speaks_in_a_rule_or_a_pattern() -> None:
    used = {(t.question_id, t.choice_id) for rule in rules() for t in rule_terms(rule)}
    patterns = tables.read("selfcheck_patterns")
    used |= set(zip(patterns["question_id"], patterns["choice_id"], strict=True))
    for question in QUESTIONS.values():
        silent = [c.id for c in question.choices if (question.id, c.id) not in used]
        assert set(silent) <= {"none", "same"}, question.id


def test_reasons_come_most_urgent_first() -> None:
    result = assess(CALM | {"belly": ["lump"], "walking": "limp", "nerves": ["saddle"]})
    ranks = [URGENCIES.index(reason.urgency) for reason in result.reasons]
    assert ranks == sorted(ranks, reverse=True)
    assert ranks[0] == 4


def test_action_carries_label_and_time_frame() -> None:
    rows = tables.read("urgencies").set_index("urgency")
    for case in EXAMPLES.values():
        result = assess(CALM | case["fires"])
        words = rows.loc[result.urgency]
        said = result.label, result.action, result.timeframe
        assert said == (words["label"], words["action"], words["timeframe"])

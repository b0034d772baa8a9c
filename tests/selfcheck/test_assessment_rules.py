"""What one answer does: each rule fires on its example and not on its neighbour."""

from __future__ import annotations

import pytest

from hiplib import AnswerError, tables
from hiplib.selfcheck import URGENCIES, assess, questions

FLAGS = {row["flag_id"]: row["urgency"] for row in tables.read("red_flags").to_dict("records")}
REASSURING = [flag for flag, urgency in FLAGS.items() if urgency == "self_manage"]
DANGERS = [flag for flag in FLAGS if flag not in REASSURING]
ALL_CLEAR = dict.fromkeys(DANGERS, "no") | dict.fromkeys(REASSURING, "yes")
LADDER = {
    "emergency_now": "same_day",
    "same_day": "within_days",
    "within_days": "routine",
    "routine": "routine",
}


def test_the_table_holds_forty_flags_and_one_reassuring_pattern() -> None:
    assert len(FLAGS) == 40
    assert REASSURING == ["RF40"]


def test_urgencies_are_the_interface_words_in_order() -> None:
    assert URGENCIES == ("self_manage", "routine", "within_days", "same_day", "emergency_now")
    assert set(tables.read("urgencies")["urgency"]) == set(URGENCIES)


@pytest.mark.parametrize("flag", DANGERS)
def test_yes_asks_for_the_flags_own_urgency(flag: str) -> None:
    result = assess(ALL_CLEAR | {flag: "yes"})
    assert result.urgency == FLAGS[flag]
    reason = result.reasons[0]
    assert (reason.question_id, reason.answer, reason.rule) == (flag, "yes", "flag")
    assert reason.text
    assert reason.suspected
    assert reason.ref_ids


@pytest.mark.parametrize("flag", DANGERS)
def test_unknown_asks_for_one_step_less_and_says_so(flag: str) -> None:
    result = assess(ALL_CLEAR | {flag: "unknown"})
    assert result.urgency == LADDER[FLAGS[flag]]
    reason = result.reasons[0]
    assert (reason.question_id, reason.answer, reason.rule) == (flag, "unknown", "open_flag")
    assert "stays open" in reason.text


@pytest.mark.parametrize("flag", DANGERS)
def test_a_missing_question_forbids_self_manage(flag: str) -> None:
    answers = {key: answer for key, answer in ALL_CLEAR.items() if key != flag}
    result = assess(answers)
    assert result.urgency == "routine"
    assert result.unanswered == (flag,)
    assert not result.finished


def test_all_clear_is_the_only_way_to_self_manage() -> None:
    result = assess(ALL_CLEAR)
    assert result.urgency == "self_manage"
    assert result.finished
    assert [reason.rule for reason in result.reasons] == ["usual_pattern"]


@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_no_flag_but_no_usual_pattern_is_routine(answer: str) -> None:
    result = assess(ALL_CLEAR | {"RF40": answer})
    assert result.urgency == "routine"
    assert [reason.rule for reason in result.reasons] == ["no_usual_pattern"]


def test_the_usual_pattern_never_outweighs_a_flag() -> None:
    assert assess(ALL_CLEAR | {"RF11": "yes", "RF40": "yes"}).urgency == "emergency_now"


def test_no_answers_is_not_a_result() -> None:
    result = assess({})
    assert result.urgency == "routine"
    assert len(result.unanswered) == 40
    assert [reason.rule for reason in result.reasons] == ["not_asked"]


def test_reasons_come_most_urgent_first() -> None:
    result = assess(ALL_CLEAR | {"RF34": "yes", "RF04": "yes", "RF21": "yes", "RF07": "unknown"})
    assert [reason.question_id for reason in result.reasons] == ["RF21", "RF04", "RF07", "RF34"]


def test_action_carries_a_time_frame_for_every_urgency() -> None:
    rows = tables.read("urgencies").set_index("urgency")
    for flag, urgency in FLAGS.items():
        result = assess(ALL_CLEAR | {flag: "yes"})
        assert result.action == rows.loc[urgency, "action"]
        assert result.timeframe == rows.loc[urgency, "timeframe"]


def test_the_answers_used_are_kept_with_the_result() -> None:
    result = assess({"RF40": "no", "RF01": "unknown"})
    assert result.answers == (("RF01", "unknown"), ("RF40", "no"))


@pytest.mark.parametrize("bad", ["maybe", "YES", "", True, None, 1, ["yes"], {"yes"}])
def test_an_impossible_answer_names_question_and_choices(bad: object) -> None:
    with pytest.raises(AnswerError, match=r"Question RF02: .*Allowed: yes, no, unknown") as caught:
        assess({"RF02": bad})
    assert caught.value.question == "RF02"


@pytest.mark.parametrize("bad", ["RF99", "rf01", "", "age"])
def test_an_unknown_question_is_named(bad: str) -> None:
    with pytest.raises(AnswerError, match="no such question") as caught:
        assess({bad: "yes"})
    assert caught.value.question == bad
    assert "RF01" in caught.value.allowed


def test_questions_are_grouped_emergencies_first() -> None:
    asked = questions()
    ranks = [URGENCIES.index(FLAGS[question.id]) for question in asked]
    assert ranks == sorted(ranks, reverse=True)
    pages = list(dict.fromkeys(question.page for question in asked))
    assert 3 <= len(pages) <= 6
    grouped = [question.page for page in pages for question in asked if question.page == page]
    assert grouped == [question.page for question in asked]
    assert all(question.kind == "yes_no" for question in asked)
    assert all([choice.id for choice in question.choices] == ["yes", "no"] for question in asked)

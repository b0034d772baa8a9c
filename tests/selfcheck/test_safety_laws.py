"""The laws that no set of answers may break (property tests over all answers)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hiplib import tables
from hiplib.selfcheck import URGENCIES, assess, questions

IDS = [question.id for question in questions()]
DANGERS = [key for key in IDS if key != "RF40"]
ANSWERS = st.sampled_from(["yes", "no", "unknown"])
SETS = st.dictionaries(st.sampled_from(IDS), ANSWERS)
# All answered, nearly always "no": the low urgencies are met here, where a law can break.
CALM = st.dictionaries(st.sampled_from(IDS), ANSWERS, max_size=4).map(
    lambda few: dict.fromkeys(DANGERS, "no") | {"RF40": "yes"} | few
)
URGENCY = {row["flag_id"]: row["urgency"] for row in tables.read("red_flags").to_dict("records")}


def rank(answers: dict[str, str]) -> int:
    return URGENCIES.index(assess(answers).urgency)


@given(SETS | CALM, st.sampled_from(DANGERS))
def test_adding_a_red_flag_never_lowers(answers: dict[str, str], flag: str) -> None:
    assert rank(answers | {flag: "yes"}) >= rank(answers)


@given(SETS | CALM, st.sampled_from(DANGERS))
def test_unknown_stands_between_no_and_yes(answers: dict[str, str], flag: str) -> None:
    no, unknown, yes = (rank(answers | {flag: answer}) for answer in ("no", "unknown", "yes"))
    assert no <= unknown <= yes


@given(SETS | CALM)
def test_the_reassuring_pattern_reassures_only_by_yes(answers: dict[str, str]) -> None:
    assert rank(answers | {"RF40": "unknown"}) >= rank(answers | {"RF40": "yes"})
    assert rank(answers | {"RF40": "no"}) >= rank(answers | {"RF40": "yes"})


@given(SETS | CALM, st.sampled_from(DANGERS))
def test_not_asking_is_never_more_reassuring_than_a_no(answers: dict[str, str], flag: str) -> None:
    unasked = {key: answer for key, answer in answers.items() if key != flag}
    assert rank(unasked) >= rank(unasked | {flag: "no"})


@given(SETS | CALM, st.randoms())
def test_the_order_of_answers_does_not_matter(answers: dict[str, str], random: object) -> None:
    shuffled = list(answers.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert assess(dict(shuffled)) == assess(answers)


@given(st.sets(st.sampled_from(IDS), min_size=1), ANSWERS.filter(lambda answer: answer != "no"))
@settings(max_examples=200)
def test_self_manage_needs_everything_asked_and_known(changed: set[str], answer: str) -> None:
    clear = dict.fromkeys(DANGERS, "no") | {"RF40": "yes"}
    unasked = {key: value for key, value in clear.items() if key not in changed}
    assert assess(unasked).urgency != "self_manage"
    told = clear | dict.fromkeys(changed, answer)
    if told != clear:
        assert assess(told).urgency != "self_manage"


@given(SETS)
def test_same_answers_same_result_and_the_input_is_not_changed(answers: dict[str, str]) -> None:
    before = dict(answers)
    assert assess(answers) == assess(answers)
    assert answers == before


@given(SETS | CALM)
def test_the_urgency_is_the_highest_that_one_answer_alone_asks_for(
    answers: dict[str, str],
) -> None:
    """The rules written a second time, answer by answer, as an oracle."""
    own = {flag: URGENCIES.index(URGENCY[flag]) for flag in DANGERS}
    asked = [own[flag] for flag in DANGERS if answers.get(flag) == "yes"]
    asked += [max(1, own[flag] - 1) for flag in DANGERS if answers.get(flag) == "unknown"]
    if len(answers) < len(IDS) or answers["RF40"] != "yes":
        asked.append(1)
    result = assess(answers)
    assert URGENCIES.index(result.urgency) == max(asked, default=0)
    ranks = [URGENCIES.index(reason.urgency) for reason in result.reasons]
    assert ranks == sorted(ranks, reverse=True)
    assert {key for key, _ in result.answers} | set(result.unanswered) == set(IDS)

"""Page 01, the quiz: rounds, score, picture, and what is said."""

from __future__ import annotations

import pytest

from hiplib.learning import structure_quiz as quiz
from hiplib.widgets.quiz_page import CHECK, CHOOSE, NEW, NEXT, NO_LETTER, RESULT, _Quiz, result


@pytest.fixture
def page():
    return _Quiz(seed=1)


def answer(page: _Quiz, choice_id: str) -> None:
    assert page.question is not None
    page.asked.answers = {page.question.question_id: choice_id}
    page.check.click()


def wrong_choice(question: quiz.QuizQuestion) -> str:
    return next(c.choice_id for c in question.choices if c.choice_id != question.right)


def only(page: _Quiz, kind: str) -> quiz.QuizQuestion:
    page.kind.value = kind
    page.start()
    assert page.question is not None
    return page.question


def test_nothing_is_asked_or_drawn_before_the_start(page):
    assert page.question is None
    assert page.asked.items == []
    assert page.plot is None
    assert page.buttons.layout.display == "none"


def test_a_round_of_ten_from_start_to_result(page):
    page.start()
    kinds = []
    for number in range(10):
        question = page.question
        kinds.append(question.kind)
        assert f"Question {number + 1} of 10" in page.progress.html
        assert page.asked.items[0]["text"] == question.prompt
        assert page.asked.answers == {}
        assert len(page.asked.items[0]["choices"]) == 5  # with "I don't know"
        answer(page, question.right if number % 2 else wrong_choice(question))
        assert ("Right." in page.reply.html) == bool(number % 2)
        assert page.next.description == (RESULT if number == 9 else NEXT)
        page.next.click()
    assert set(kinds) == set(quiz.KINDS)
    assert "5 of 10 right" in page.reply.html
    assert page.asked.items == []
    assert page.again.description == "Again with the missed ones (5)"
    assert page.next.description == NEW


def test_the_missed_ones_come_again_and_a_new_round_brings_others(page):
    page.start()
    first = [question.question_id for question in page.round]
    for _ in range(10):
        answer(page, "unknown" if page.question.question_id == first[3] else page.question.right)
        page.next.click()
    page.again.click()
    assert [question.question_id for question in page.round] == [first[3]]
    answer(page, page.question.right)
    page.next.click()
    assert "1 of 1 right" in page.reply.html
    assert page.again.layout.display == "none"
    page.next.click()
    assert not {question.question_id for question in page.round} & set(first)


def test_an_answer_is_needed_and_only_the_first_one_counts(page):
    question = only(page, "nerve")
    page.check.click()
    assert page.reply.html == CHOOSE
    page.next.click()
    assert page.reply.html == CHOOSE
    assert page.question is question
    answer(page, wrong_choice(question))
    assert "Not this one." in page.reply.html
    assert "The answer:" in page.reply.html
    page.asked.answers = {question.question_id: question.right}  # looking around
    assert "Right." in page.reply.html
    page.check.click()
    assert [choice == question.right for _, choice in page.answers] == [False]


def test_every_reply_names_its_sources_and_not_knowing_is_fair(page):
    question = only(page, "condition")
    answer(page, "unknown")
    assert "Fair enough." in page.reply.html
    assert "Sources (" in page.reply.html
    assert 'class="hip-sources"' in page.reply.html
    assert page.answers == [(question, "unknown")]


def test_the_picture_comes_with_the_first_question_that_needs_it_and_goes(page):
    only(page, "nerve")
    assert page.plot is None
    question = only(page, "name")
    plot = page.plot
    assert plot.layout.display == ""
    assert question.choices[0].text not in plot.summary
    answer(page, question.right)
    named = next(seen.name for seen in page.seen[question.scene] if seen.part == question.part)
    assert plot.summary.split("Marked: ")[1].rstrip(".") in (named, *_short(question.part))
    only(page, "nerve")
    assert page.plot is plot
    assert plot.layout.display == "none"


def _short(part: str) -> list[str]:
    from hiplib.figures.hip_views import named_points

    return [named_points()[part][1]] if part in named_points() else []


def test_a_part_is_found_by_click_or_by_letter(page):
    question = only(page, "find")
    labels = [text for _, text in page.asked.items[0]["choices"]]
    assert [label[0] for label in labels[:4]] == list("ABCD")
    assert all("cm" in label or "middle" in label for label in labels[:4])
    letter = next(c.text for c in question.choices if c.choice_id == question.right)
    page.clicked({"customdata": question.right, "x": 0, "y": 0, "z": 0})
    assert f"You chose {letter}." in page.reply.html
    assert CHECK in page.reply.html
    page.check.click()
    assert page.answers == [(question, question.right)]
    before = page.reply.html
    page.clicked({"customdata": wrong_choice(question), "x": 0, "y": 0, "z": 0})
    assert page.reply.html == before  # the answer is in


def test_a_click_on_something_without_a_letter_tells_no_name(page):
    page.kind.value = "find"
    page.start()
    while page.question and page.question.right in ("asis", "psis", "symphysis"):
        page.start()
    for nothing in (None, "no such part", 3):
        page.clicked({"customdata": nothing, "x": 9e3, "y": 9e3, "z": 9e3})
        assert page.reply.html == NO_LETTER
    assert page.asked.answers == {}


def test_a_touch_beside_a_point_chooses_it(page):
    question = only(page, "find")
    while "asis" not in [choice.choice_id for choice in question.choices]:
        page.start()
        question = page.question
        while question and "asis" not in [c.choice_id for c in question.choices]:
            answer(page, "unknown")
            page.next.click()
            question = page.question
        if question:
            break
    x, y, z = page.hip.landmarks_mm["asis"]
    page.clicked({"customdata": "ilium", "x": x, "y": y + 10, "z": z})
    assert page.asked.answers == {question.question_id: "asis"}


def test_kinds_follow_the_level(page):
    page.kind.value = "nerve"
    page.level.value = "runner"
    assert page.kind.value == ""
    assert [key for _, key in page.kind.options] == ["", *quiz.LEVEL_KINDS["runner"]]
    page.kind.value = "action"
    page.start()
    assert "what does it do, as a whole?" in page.question.prompt
    page.level.value = "student"
    assert page.kind.value == "action"


def test_the_same_seed_brings_the_same_round():
    rounds = []
    for _ in range(2):
        page = _Quiz(seed=7)
        page.start()
        rounds.append(page.round)
    assert rounds[0] == rounds[1]


def test_result_escapes_and_says_which_kinds_went_well():
    question = quiz.questions(["nerve"])[0]
    role = quiz.questions(["role"])[0]
    action = quiz.questions(["action"])[0]
    wrong = wrong_choice(action)
    answers = [(question, question.right), (role, "unknown"), (action, action.right)]
    shown = result([*answers, (action, wrong)])
    assert "2 of 4 right" in shown
    assert "Went well: “Which nerve?”" in shown
    assert "Worth another look: “Which structure is it?”" in shown
    assert "What you missed (2)" in shown
    assert '1</td><td class="num">2</td>' in shown  # of the two on actions one was right

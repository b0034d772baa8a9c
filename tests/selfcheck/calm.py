"""What the tests of the self-check share: a calm set of answers, and the rank of a result."""

from __future__ import annotations

from hiplib.selfcheck import URGENCIES, assess, questions

CALM: dict[str, object] = {
    "walking": "fine",
    "nerves": ["none"],
    "leg": ["none"],
    "belly": ["none"],
    "illness": ["none"],
    "age": 30,
    "place": ["outer"],
    "start": "gradual",
    "duration": "weeks",
    "rest": ["none"],
    "course": "eases",
    "bone": ["none"],
    "health": ["none"],
    "brings_on": ["stairs"],
    "signs": ["none"],
}
QUESTIONS = {question.id: question for question in questions()}


KNOWN_RANKS: dict[str, int] = {}  # the searches meet the same answers again and again


def rank(answers: dict[str, object]) -> int:
    """Return the place of the urgency, 0 for the lowest."""
    key = repr(answers)
    if key not in KNOWN_RANKS:
        KNOWN_RANKS[key] = URGENCIES.index(assess(answers).urgency)
    return KNOWN_RANKS[key]


def every_answer(question_id: str) -> list[object]:
    """Return single answers to a question: each choice, or ages on both sides of every limit."""
    question = QUESTIONS[question_id]
    if question.kind == "number":
        return [1, 9, 10, 15, 16, 19, 20, 44, 45, 64, 65, 110]
    many = question.kind == "many_of"
    return [[choice.id] if many else choice.id for choice in question.choices]

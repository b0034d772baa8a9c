"""Check questions with a reply to each answer, the quiz made from the tables, and the record."""

from hiplib.learning.checks import UNKNOWN, Choice, Feedback, Question, judge, questions
from hiplib.learning.record import Record
from hiplib.learning.results import class_results, page_progress

__all__ = [
    "UNKNOWN", "Choice", "Feedback", "Question", "Record", "class_results", "judge",
    "page_progress", "questions",
]  # fmt: skip

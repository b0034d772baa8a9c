"""Check questions with a reply to each choice, and the quiz made from the tables."""

from hiplib.learning.checks import UNKNOWN, Choice, Feedback, Question, judge, questions

__all__ = ["UNKNOWN", "Choice", "Feedback", "Question", "judge", "questions"]

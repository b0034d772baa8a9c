"""Check questions with a reply to each choice."""

from hiplib.learning.checks import Choice, Feedback, Question, judge, questions

__all__ = ["Choice", "Feedback", "Question", "judge", "questions"]

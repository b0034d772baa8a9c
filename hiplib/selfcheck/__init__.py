"""The self-check: answers in, urgency, reasons and patterns out. Teaching, not a diagnosis."""

from hiplib.selfcheck.answers import questions
from hiplib.selfcheck.assessment import assess
from hiplib.selfcheck.model import (
    UNKNOWN,
    URGENCIES,
    Assessment,
    Choice,
    Pattern,
    Question,
    Reason,
)
from hiplib.selfcheck.rules import Rule, Term, rules

__all__ = [
    "UNKNOWN", "URGENCIES", "Assessment", "Choice", "Pattern", "Question", "Reason", "Rule", "Term",
    "assess", "questions", "rules",
]  # fmt: skip

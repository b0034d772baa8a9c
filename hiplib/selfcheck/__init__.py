"""The self-check: safety questions in, urgency with reasons out. Teaching, not a diagnosis."""

from hiplib.selfcheck.assessment import assess
from hiplib.selfcheck.flags import questions
from hiplib.selfcheck.model import (
    UNKNOWN,
    URGENCIES,
    Assessment,
    Choice,
    Pattern,
    Question,
    Reason,
)

__all__ = [
    "UNKNOWN",
    "URGENCIES",
    "Assessment",
    "Choice",
    "Pattern",
    "Question",
    "Reason",
    "assess",
    "questions",
]

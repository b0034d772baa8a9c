"""The conditions behind hip pain in runners, and how to reason about them."""

from hiplib.conditions.catalogue import (
    NO_TIME,
    Condition,
    catalogue,
    condition,
    find,
    nearest,
)
from hiplib.conditions.examination import (
    NO_TEST,
    Estimate,
    ExaminationTest,
    post_test_probability,
    tests_of,
)

__all__ = [
    "NO_TEST",
    "NO_TIME",
    "Condition",
    "Estimate",
    "ExaminationTest",
    "catalogue",
    "condition",
    "find",
    "nearest",
    "post_test_probability",
    "tests_of",
]

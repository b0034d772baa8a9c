"""The conditions behind hip pain in runners, and how to reason about them."""

from hiplib.conditions.catalogue import (
    NO_TIME,
    Alternative,
    Condition,
    PlainWords,
    RedFlag,
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
    "Alternative",
    "Condition",
    "Estimate",
    "ExaminationTest",
    "PlainWords",
    "RedFlag",
    "catalogue",
    "condition",
    "find",
    "nearest",
    "post_test_probability",
    "tests_of",
]

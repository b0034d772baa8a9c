"""The conditions behind hip pain in runners, and how to reason about them."""

from hiplib.conditions.catalogue import (
    NO_TIME,
    Condition,
    catalogue,
    condition,
    find,
    nearest,
)
from hiplib.conditions.dependence import (
    Crowd,
    Together,
    clash,
    crowd,
    from_parts,
    measured,
    together,
)
from hiplib.conditions.examination import (
    NO_TEST,
    Estimate,
    ExaminationTest,
    all_tests,
    post_test_probability,
    tests_of,
)
from hiplib.conditions.laboratory import Lesson, Target, lesson, lessons, percent, targets
from hiplib.conditions.results import (
    PostTest,
    Result,
    post_test,
    shares,
    usable_results,
    why_unusable,
)

__all__ = [
    "NO_TEST",
    "NO_TIME",
    "Condition",
    "Crowd",
    "Estimate",
    "ExaminationTest",
    "Lesson",
    "PostTest",
    "Result",
    "Target",
    "Together",
    "all_tests",
    "catalogue",
    "clash",
    "condition",
    "crowd",
    "find",
    "from_parts",
    "lesson",
    "lessons",
    "measured",
    "nearest",
    "percent",
    "post_test",
    "post_test_probability",
    "shares",
    "targets",
    "tests_of",
    "together",
    "usable_results",
    "why_unusable",
]

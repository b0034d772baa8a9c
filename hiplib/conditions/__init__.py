"""The conditions behind hip pain in runners, and how to reason about them."""

from hiplib.conditions.catalogue import NO_TIME, Condition, catalogue, condition, find, nearest
from hiplib.conditions.dependence import Together, Weighed, weigh
from hiplib.conditions.examination import (
    NO_TEST,
    Estimate,
    ExaminationTest,
    all_tests,
    percent,
    post_test_probability,
    tests_of,
)
from hiplib.conditions.imaging import Rate, ScanFinding, Share, scan_finding, scan_findings
from hiplib.conditions.laboratory import Lesson, Target, lesson, lessons, targets
from hiplib.conditions.results import (
    PostTest,
    Result,
    post_test,
    shares,
    usable_results,
    why_unusable,
)
from hiplib.conditions.treatments import (
    Conflict,
    Effect,
    Treatment,
    conflict,
    conflicts,
    effects_of,
    treatment,
    treatments,
)

__all__ = [
    "NO_TEST", "NO_TIME", "Condition", "Conflict", "Effect", "Estimate", "ExaminationTest",
    "Lesson", "PostTest", "Rate", "Result", "ScanFinding", "Share", "Target", "Together",
    "Treatment", "Weighed", "all_tests", "catalogue", "condition", "conflict", "conflicts",
    "effects_of", "find", "lesson", "lessons", "nearest", "percent", "post_test",
    "post_test_probability", "scan_finding", "scan_findings", "shares", "targets", "tests_of",
    "treatment", "treatments", "usable_results", "weigh", "why_unusable",
]  # fmt: skip

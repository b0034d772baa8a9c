"""The conditions behind hip pain in runners, and how to reason about them."""

from hiplib.conditions.catalogue import NO_TIME, Condition, catalogue, condition, find, nearest
from hiplib.conditions.dependence import (
    Crowd,
    Together,
    Weighed,
    clash,
    crowd,
    from_parts,
    measured,
    together,
    weigh,
)  # fmt: skip
from hiplib.conditions.examination import (
    NO_TEST,
    Estimate,
    ExaminationTest,
    all_tests,
    percent,
    post_test_probability,
    tests_of,
)  # fmt: skip
from hiplib.conditions.imaging import Rate, ScanFinding, Share, scan_finding, scan_findings
from hiplib.conditions.laboratory import Lesson, Target, lesson, lessons, targets
from hiplib.conditions.results import (
    PostTest,
    Result,
    post_test,
    shares,
    usable_results,
    why_unusable,
)  # fmt: skip
from hiplib.conditions.treatments import (
    NO_EVIDENCE,
    NO_TRIAL,
    Conflict,
    Effect,
    Treatment,
    conflict,
    conflicts,
    effects_of,
    treatment,
    treatments,
)  # fmt: skip

__all__ = [
    "NO_EVIDENCE", "NO_TEST", "NO_TIME", "NO_TRIAL", "Condition", "Conflict", "Crowd", "Effect",
    "Estimate", "ExaminationTest", "Lesson", "PostTest", "Rate", "Result", "ScanFinding", "Share",
    "Target", "Together", "Treatment", "Weighed", "all_tests", "catalogue", "clash", "condition",
    "conflict", "conflicts", "crowd", "effects_of", "find", "from_parts", "lesson", "lessons",
    "measured", "nearest", "percent", "post_test", "post_test_probability", "scan_finding",
    "scan_findings", "shares", "targets", "tests_of", "together", "treatment", "treatments",
    "usable_results", "weigh", "why_unusable",
]  # fmt: skip

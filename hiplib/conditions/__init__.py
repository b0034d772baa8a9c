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
from hiplib.conditions.imaging import (
    Rate,
    ScanFinding,
    Share,
    scan_finding,
    scan_findings,
    share_of,
)
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
)

__all__ = [
    "NO_EVIDENCE",
    "NO_TEST",
    "NO_TIME",
    "NO_TRIAL",
    "Condition",
    "Conflict",
    "Effect",
    "Estimate",
    "ExaminationTest",
    "Rate",
    "ScanFinding",
    "Share",
    "Treatment",
    "catalogue",
    "condition",
    "conflict",
    "conflicts",
    "effects_of",
    "find",
    "nearest",
    "post_test_probability",
    "scan_finding",
    "scan_findings",
    "share_of",
    "tests_of",
    "treatment",
    "treatments",
]

"""Run the vignettes through the self-check and print how it did; used by test_vignettes.py.

The vignettes were written before the rules were tuned and without sight of them. `urgency` is
what a clinician would say to the story as first told; no vignette is changed to fit a rule.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hiplib.conditions import catalogue
from hiplib.selfcheck import URGENCIES, assess

TOO_LOW_FOR_SERIOUS = ("self_manage", "routine")
ALARM = ("same_day", "emergency_now")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A vignette and what the self-check made of it."""

    id: str
    condition_id: str | None
    serious: bool
    expected: str
    given: str
    patterns: tuple[str, ...]

    @property
    def levels(self) -> int:
        """Levels of urgency above (positive) or below (negative) the expected one."""
        return URGENCIES.index(self.given) - URGENCIES.index(self.expected)

    def __str__(self) -> str:
        patterns = ", ".join(self.patterns) or "none"
        return (
            f"{self.id}: expected {self.expected}, given {self.given}; "
            f"condition {self.condition_id}; patterns {patterns}"
        )


def vignettes() -> list[dict[str, Any]]:
    """Return the vignettes as written."""
    text = Path(__file__).with_name("vignettes.json").read_text(encoding="utf-8")
    read: list[dict[str, Any]] = json.loads(text)
    return read


def run() -> list[Outcome]:
    """Assess every vignette."""
    return [_outcome(vignette) for vignette in vignettes()]


def _outcome(vignette: dict[str, Any]) -> Outcome:
    result = assess(vignette["answers"])
    return Outcome(
        id=vignette["id"],
        condition_id=vignette["condition_id"],
        serious=vignette["serious"],
        expected=vignette["urgency"],
        given=result.urgency,
        patterns=tuple(pattern.condition_id for pattern in result.patterns),
    )


def serious_too_low(outcomes: list[Outcome]) -> list[Outcome]:
    """Return the serious ones that were told to wait weeks or to look after themselves."""
    return [one for one in outcomes if one.serious and one.given in TOO_LOW_FOR_SERIOUS]


def far_off(outcomes: list[Outcome]) -> list[Outcome]:
    """Return those more than one level from the expected urgency."""
    return [one for one in outcomes if abs(one.levels) > 1]


def benign(outcomes: list[Outcome]) -> list[Outcome]:
    """Return those in which delay does no harm."""
    return [one for one in outcomes if not one.serious]


def alarmed(outcomes: list[Outcome]) -> list[Outcome]:
    """Return the benign ones that were sent to a doctor today or to hospital."""
    return [one for one in benign(outcomes) if one.given in ALARM]


def in_catalogue(outcomes: list[Outcome]) -> list[Outcome]:
    """Return those with a condition that has a card."""
    cards = set(catalogue().index)
    return [one for one in outcomes if one.condition_id in cards]


def pattern_missed(outcomes: list[Outcome]) -> list[Outcome]:
    """Return those whose own condition, though it has a card, is not among the patterns."""
    return [one for one in in_catalogue(outcomes) if one.condition_id not in one.patterns]


def text(outcomes: list[Outcome]) -> str:
    """Return the whole report: confusion tables, under- and over-triage, targets, misses."""
    parts = [
        _confusion("All", outcomes),
        _confusion("Serious", [one for one in outcomes if one.serious]),
        _confusion("Benign", benign(outcomes)),
        *(
            f"{title}: {_share(missed, among)}" + "".join(f"\n  {one}" for one in missed)
            for title, missed, among in (
                (
                    "Serious, yet self_manage or routine (none allowed)",
                    serious_too_low(outcomes),
                    [one for one in outcomes if one.serious],
                ),
                ("More than one level off (at most 10 %)", far_off(outcomes), outcomes),
                (
                    "Benign, yet today or emergency (at most 25 %)",
                    alarmed(outcomes),
                    benign(outcomes),
                ),
                (
                    "Condition not among the patterns (at most 20 %)",
                    pattern_missed(outcomes),
                    in_catalogue(outcomes),
                ),
            )
        ),
    ]
    return "\n\n".join(parts)


def _confusion(title: str, outcomes: list[Outcome]) -> str:
    """Draw expected (rows) by given (columns), then the shares too low and too high."""
    cells = Counter((one.expected, one.given) for one in outcomes)
    lines = [f"{title}: expected (rows) x given (columns)"]
    lines.append(" " * 14 + "".join(f"{given:>14}" for given in URGENCIES))
    for expected in URGENCIES:
        numbers = "".join(f"{cells[expected, given]:>14}" for given in URGENCIES)
        lines.append(f"{expected:<14}{numbers}")
    for words, ones in (
        ("as expected", [one for one in outcomes if one.levels == 0]),
        ("under-triage", [one for one in outcomes if one.levels < 0]),
        ("  by two levels or more", [one for one in outcomes if one.levels < -1]),
        ("over-triage", [one for one in outcomes if one.levels > 0]),
        ("  by two levels or more", [one for one in outcomes if one.levels > 1]),
    ):
        lines.append(f"{words}: {_share(ones, outcomes)}")
    return "\n".join(lines)


def _share(part: list[Outcome], whole: list[Outcome]) -> str:
    return f"{len(part)} of {len(whole)} ({100 * len(part) / len(whole):.0f} %)"


if __name__ == "__main__":
    print(text(run()))

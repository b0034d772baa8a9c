"""Points for a case: how soon, what next, and what was asked.

Choices made here: how soon a runner is seen counts as much as all else together. Too early costs a
point a level. Too late takes points away: from two levels on, all that the rest of the case can
bring. Not knowing brings nothing and takes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from hiplib.conditions import differential
from hiplib.conditions.differential import Stem

URGENCY, STEP, ASKING = 5, 3, 2  # most points
MOST = URGENCY + STEP + ASKING
EARLY = 1  # taken off for each level too early
LATE = (-3, -5)  # one level too late, and more
RULE = (
    f"A case brings up to {MOST} points. How soon: {URGENCY} when right, {EARLY} less for each "
    f"level too early. Too late costs {-LATE[0]}, and {-LATE[1]} from two levels on, since a late "
    f"look can harm a hip for good. The right next step brings {STEP}, and your questions up to "
    f"{ASKING}. A case never falls below 0. Only your first decision in a case counts."
)


@dataclass(frozen=True, slots=True)
class CaseScore:
    """Points for the parts of a case; those for urgency are below zero when it was too late."""

    urgency: int
    step: int
    asking: int

    @property
    def points(self) -> int:
        """Return the points of the whole case, from 0 to `MOST`."""
        return max(0, self.urgency + self.step + self.asking)

    @property
    def urgency_right(self) -> bool:
        """True when the urgency was the right one."""
        return self.urgency == URGENCY

    @property
    def step_right(self) -> bool:
        """True when the next step was the right one."""
        return self.step == STEP


def score(stem: Stem, asked: Collection[str], urgency: str, step_id: str) -> CaseScore:
    """Return the points for a decision.

    Parameters
    ----------
    stem : Stem
        The case.
    asked : collection of str
        Ids of the findings asked for before the decision.
    urgency : str
        An id of the table of urgencies, or "unknown".
    step_id : str
        A next step of the case, or "unknown".

    Raises
    ------
    hiplib.AnswerError
        For an id that is not among those; it names the allowed ones.

    Examples
    --------
    >>> from hiplib.conditions import case_score, differential
    >>> case = differential.stems()[0]
    >>> case_score.score(case, ["walking", "mri"], "same_day", "unload_scan")
    CaseScore(urgency=5, step=3, asking=1)
    >>> case_score.score(case, [], "routine", "unload_scan").points
    0
    """
    got, most = differential.points(stem, asked)
    step = differential.judge_step(stem, step_id)
    return CaseScore(
        _urgency_points(differential.levels_late(stem, urgency)),
        STEP if step.correct else 0,
        round(max(0, got) * ASKING / most),
    )


def _urgency_points(late: int | None) -> int:
    if late is None:
        return 0
    if late > 0:
        return LATE[min(late, len(LATE)) - 1]
    return URGENCY + EARLY * late

"""The red flags of the table as questions, emergencies first.

Choice made here: the questions are asked in the order of their urgency, so that a person who needs
help at once meets that question first. The order never changes a result (see `assess`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hiplib import tables
from hiplib.selfcheck.model import URGENCIES, YES_NO, Question

PAGES = {
    "emergency_now": "First: signs that need help now",
    "same_day": "Signs that need a call today",
    "within_days": "Signs that need a check within days",
    "routine": "Signs that need a booked check",
    "self_manage": "Last: the usual sore tendon or muscle",
}


@dataclass(frozen=True, slots=True)
class Flag:
    """One row of the table of red flags with its sources and its rank (0 = self_manage)."""

    id: str
    question: str
    why: str
    suspected: str
    urgency: str
    rank: int
    ref_ids: tuple[str, ...]

    @property
    def reassures(self) -> bool:
        """True for the one row that describes the usual harmless pattern, not a danger."""
        return self.rank == 0


@cache
def flags() -> tuple[Flag, ...]:
    """Return every flag, most urgent first, then in the order of the table.

    Returns
    -------
    tuple of Flag

    Raises
    ------
    hiplib.DataError
        If the table is broken.
    """
    sources = tables.read("red_flag_references").groupby("flag_id", sort=False)["ref_id"]
    ref_ids = {str(flag_id): tuple(map(str, ids)) for flag_id, ids in sources}
    made = [
        Flag(
            id=str(row["flag_id"]),
            question=str(row["question"]),
            why=str(row["why"]),
            suspected=str(row["suspected"]),
            urgency=str(row["urgency"]),
            rank=URGENCIES.index(str(row["urgency"])),
            ref_ids=ref_ids.get(str(row["flag_id"]), ()),
        )
        for row in tables.read("red_flags").to_dict("records")
    ]
    return tuple(sorted(made, key=lambda flag: -flag.rank))


@cache
def questions() -> tuple[Question, ...]:
    """Return the questions of the self-check, emergencies first.

    Returns
    -------
    tuple of Question
        All are yes-or-no questions here; "unknown" is allowed for each. `page` groups them.

    Examples
    --------
    >>> from hiplib import selfcheck
    >>> first = selfcheck.questions()[0]
    >>> first.id, first.kind, [choice.id for choice in first.choices]
    ('RF01', 'yes_no', ['yes', 'no'])
    """
    return tuple(
        Question(flag.id, flag.question, "yes_no", YES_NO, PAGES[flag.urgency], flag.why)
        for flag in flags()
    )

"""What to do in the first days, by what is suspected."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from hiplib import tables


class FirstDays(NamedTuple):
    """Advice for one suspicion; `pain_rule` is False where no amount of pain may be called fine."""

    suspicion_id: str
    name: str
    urgency: str
    fits: str
    do: str
    leave: str
    load: str
    whom: str
    pain_rule: bool
    fact_id: str


@cache
def first_days() -> tuple[FirstDays, ...]:
    """Return the advice for each suspicion, "not known" first.

    Examples
    --------
    >>> [row.suspicion_id for row in first_days() if not row.pain_rule]
    ['not_known', 'bone', 'joint', 'nerve']
    """
    return tuple(FirstDays(**row) for row in tables.records("first_days"))

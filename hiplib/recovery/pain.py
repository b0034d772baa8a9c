"""Pain-monitoring rules side by side, and what a finished session says about the next one.

Choice: where the sources differ the more careful one counts. An answer that is missing or not
known never moves anybody on, and a new warning sign ends the plan.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

from hiplib import tables
from hiplib.errors import InputError

MOVE_ON, STAY, BACK, STOP = "move_on", "stay", "back", "stop"
SAME, WORSE, UNKNOWN = "same", "worse", "unknown"
HIGHEST = 10


class Judgement(NamedTuple):
    """`verdict` is "move_on", "stay", "back" or "stop"; `why` is in plain words."""

    verdict: str
    why: str


def pain_rules() -> pd.DataFrame:
    """Return the bands of each rule: rule_id, name, low, high, band, words, fact_id (0 to 10).

    Must not be used for: a possible bone injury, or pain that nobody has looked at.

    Examples
    --------
    >>> pain_rules()["rule_id"].unique().tolist()
    ['two_bands', 'three_bands']
    """
    return tables.read("pain_rules").sort_values("order", ignore_index=True)


def judge(pain: float | None, morning: str, warning: bool | None) -> Judgement:
    """Say what the last session means for the next one.

    Parameters
    ----------
    pain : float or None
        Highest pain in the session, 0 to 10; None when not known.
    morning : {"same", "worse", "unknown"}
        How it was the next morning, against the morning before the session.
    warning : bool or None
        Whether a warning sign is new; None when not known, which counts like yes.

    Raises
    ------
    InputError
        For a pain outside 0 to 10.

    Examples
    --------
    >>> judge(2, "same", False).verdict, judge(4, "same", False).verdict
    ('move_on', 'back')
    >>> judge(0, "same", True).verdict
    'stop'
    """
    if warning is None or warning:
        return Judgement(STOP, "A new warning sign, or not knowing one, ends the plan.")
    if morning == WORSE:
        return Judgement(BACK, "Worse the next morning: the load was too much.")
    if pain is None or morning != SAME:
        return Judgement(STAY, "Something is not known. Do not move on until you know it.")
    if math.isnan(pain) or not 0 <= pain <= HIGHEST:
        raise InputError("Pain", f"{pain:g} is not on the scale", f"a number from 0 to {HIGHEST}")
    bands = pain_rules().query("high >= @pain").groupby("rule_id")["band"].first()
    if (bands == "fine").all():
        return Judgement(MOVE_ON, "Every rule calls this tolerable, and the morning was as before.")
    if (bands == "too_much").all():
        return Judgement(BACK, "Every rule calls this too much.")
    return Judgement(BACK, "The rules differ here. The more careful one counts: too much.")

"""What was tried to prevent running injuries: effect, interval, in whom, how sure.

Choice: one effect at a time. Nothing here multiplies or adds effects, and a measure that nobody has
tested says "No estimate" instead of standing empty.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from hiplib import evidence, tables
from hiplib.errors import InputError, look_up

NO_ESTIMATE = "No estimate"
HOURS = (5, 100)


class Measure(NamedTuple):
    """One measure: what is known, in whom, what to watch, and its cards and single fact."""

    measure_id: str
    topic_id: str
    name: str
    says: str
    in_whom: str
    certainty: str
    watch: str
    fact_id: str
    card_ids: tuple[str, ...]

    @property
    def fact(self) -> evidence.Fact | None:
        """The fact that it rests on besides its cards, if any."""
        return evidence.fact(self.fact_id) if self.fact_id else None


def measures() -> tuple[Measure, ...]:
    """Return the measures in the order of the table.

    Examples
    --------
    >>> measures()[0].measure_id
    'supervised_hip_core'
    """
    cards = tables.read("prevention_cards").sort_values("order")
    own = cards.groupby("measure_id")["card_id"].agg(tuple)
    rows = tables.records("prevention_measures")
    return tuple(Measure(**row, card_ids=own.get(row["measure_id"], ())) for row in rows)


def measure(measure_id: str) -> Measure:
    """Return one measure; ValueError names the nearest ids of an unknown one."""
    return look_up("measure", measure_id, {each.measure_id: each for each in measures()})


def crowd_shares(before: float, with_it: tuple[float, float, float], hours: float) -> np.ndarray:
    """Return of 100 runners how many are injured at least once: before, then effect, low, high.

    share = 1 - exp(-rate x hours / 1000), rates in injuries per 1,000 hours of running. For a
    group, and for one effect at a time.

    Examples
    --------
    >>> crowd_shares(17.8, (11.7, 8.0, 17.3), 40).round().tolist()
    [51.0, 37.0, 27.0, 50.0]
    """
    if not HOURS[0] <= hours <= HOURS[1]:
        raise InputError("Hours", f"{hours:g} is not possible", f"{HOURS[0]} to {HOURS[1]} hours")
    return -100 * np.expm1(-np.array([before, *with_it]) * hours / 1000)


def overview(cards: pd.DataFrame) -> pd.DataFrame:
    """Return one row a measure: name, what was found, in whom, how sure.

    `cards` are the evidence cards of the course (card_id, amount, reading). A measure whose cards
    have no number says "No estimate".
    """
    rows, by_id = [], cards.set_index("card_id")
    for each in measures():
        own = by_id.loc[list(each.card_ids)]
        found = [
            f"{card['statement']}: {', '.join(filter(None, (card['amount'], card['reading'])))}"
            for card in own.to_dict("records")
            if card["kind"] != "empty"
        ]
        if not found and each.fact is not None and each.fact.topic == "prevention":
            found = list(filter(None, [each.fact.amount]))
        rows.append((each.name, "; ".join(found) or NO_ESTIMATE, each.in_whom, each.certainty))
    return pd.DataFrame(rows, columns=["what", "found", "in whom", "how sure"])

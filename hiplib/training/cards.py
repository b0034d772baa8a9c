"""M11 to M14 and the cards beside the models: what studies found, one statement at a time.

Choices: a card takes its number from its fact, so that nothing is typed twice, and whether an
effect is clear is computed from its interval. Cards come from different people, outcomes and
studies; they stand side by side and are never multiplied or added up.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from hiplib import tables
from hiplib.errors import InputError, known
from hiplib.training.exposure import group_rate

# Where an effect would be none, by unit; an amount in another unit is compared with nothing.
_RATIOS = ("odds_ratio", "risk_ratio", "rate_ratio", "prevalence_ratio", "hazard_ratio",
           "hazard_rate_ratio", "subhazard_ratio")  # fmt: skip
NO_EFFECT = dict.fromkeys(_RATIOS, 1.0) | dict.fromkeys(
    ("percentage_point", "injury_per_1000_kilometres"), 0.0
)
READINGS = {
    "single": "one estimate without an interval",
    "amount": "an amount, not a comparison",
    "direction": "direction only, no number",
    "no_difference": "no difference found",
    "empty": "no usable estimate",
}


@cache
def _cards() -> pd.DataFrame:
    cards = tables.read("evidence_cards").sort_values("order")
    table = tables.read("facts")
    table = table[["fact_id", "value", "low", "high", "unit_id", "unit_note", "population",
                   "certainty", "ref_id", "publish"]]  # fmt: skip
    joined = cards.merge(table, on="fact_id", how="left", validate="many_to_one")
    if not joined.loc[joined["fact_id"] != "", "publish"].all():
        raise ValueError("an evidence card shows a fact that must not be shown")
    coded = joined["unit_id"].isin(["direction", "principle"])  # 1, 0 and -1 are no numbers
    joined["estimate"] = joined.pop("value").mask(coded)
    effect = joined["kind"] == "effect"
    null = joined["unit_id"].map(NO_EFFECT)
    above, below = joined["low"] > null, joined["high"] < null
    joined["clear"] = effect & (above | below)
    words = np.select(
        [~effect, ~joined["clear"], above],
        [joined["kind"].map(READINGS), "no clear effect", "clearly higher"],
        "clearly lower",
    )
    joined["reading"] = words
    labels = tables.read("units").set_index("unit_id")["label"]
    measure = joined["unit_id"].map(labels).fillna("") + " " + joined["unit_note"].fillna("")
    joined["measure"] = measure.str.strip().mask(coded, "direction")
    joined["no_effect_at"] = null.where(effect)
    return joined.drop(columns=["publish", "unit_note"]).fillna(
        dict.fromkeys(("population", "certainty", "ref_id", "unit_id"), "")
    )


def evidence_cards(topic: str | None = None) -> pd.DataFrame:
    """Return the cards of a topic, or all (M2, M12, M13, M14 and the cards of M1 to M10).

    Columns card_id, topic, group, statement, kind, estimate, low, high, measure, no_effect_at,
    clear (computed: the interval excludes no effect), reading (in words), population, design,
    others (who was studied in place of runners), certainty, fact_id, ref_id, on_rate, wording.
    Cards with nothing to show have the reading
    "no usable estimate".

    Must not be used for: adding or multiplying cards, a total, one person's risk, a score from
    partial answers; bone-stress cards lead to medical care, not to a plan.

    Examples
    --------
    >>> cards = evidence_cards("shoes").set_index("card_id")
    >>> cards.loc[["shoe_hard", "shoe_minimal", "shoe_age"], "reading"].tolist()
    ['clearly higher', 'no clear effect', 'no usable estimate']
    """
    cards = _cards()
    if topic is not None:
        cards = cards[cards["topic"] == known("topic", topic, set(cards["topic"]))]
    return cards.reset_index(drop=True)


def recovery_clock() -> pd.DataFrame:
    """Return how long after a session tissues are known to answer to it (M11).

    Columns tissue, what, start_h, end_h, peak_h (hours; NaN where no bar can be drawn), measured_in
    (people or animals), certainty, fact_id, ref_id, wording.

    Must not be used for: saying that a session before a bar ends causes injury; no trial of rest
    days in runners was found.

    Examples
    --------
    >>> recovery_clock()["end_h"].dropna().tolist()
    [8.0, 24.0, 72.0]
    """
    rows = tables.read("recovery_clock").sort_values("order", ignore_index=True)
    sources = tables.read("facts").set_index("fact_id")[["certainty", "ref_id", "population"]]
    return rows.join(sources, on="fact_id")


class PreventionRate(NamedTuple):
    """Injuries per 1,000 hours in a group before and with one programme, and who was studied."""

    before: float
    rate: float
    low: float
    high: float
    reading: str
    population: str


def prevention_rate(card: str, runner: str = "novice") -> PreventionRate:
    """Put one prevention effect on the injury rate of a group (M14).

    rate x effect, with the interval of the effect: 17.8 x 0.66 (0.45 to 0.97) = 11.7 (8.0 to 17.3)
    per 1,000 hours for supervised hip and core exercise (`leppanen2024hipcore`). One effect at a
    time. Must not be used for: combining effects, one person, or other people than those studied.

    Parameters
    ----------
    card : str
        A card of the topic prevention that has an effect on a rate or risk; else InputError.
    runner : {"novice", "recreational"}

    Examples
    --------
    >>> result = prevention_rate("supervised_hip_core")
    >>> [round(number, 1) for number in (result.rate, result.low, result.high)]
    [11.7, 8.0, 17.3]
    """
    usable = evidence_cards("prevention").set_index("card_id").query("on_rate")
    if card not in usable.index:
        problem = f"{card!r} cannot be put on a rate"
        raise InputError("Programme", problem, ", ".join(usable.index))
    row, before = usable.loc[[card]].iloc[0], float(group_rate(runner))
    rate, low, high = (before * float(row[name]) for name in ("estimate", "low", "high"))
    return PreventionRate(before, rate, low, high, row["reading"], row["population"])

"""Training errors as pairs of plans, built from tables by the edits of a plan.

Choice: the two plans of a pair differ in one thing, and the words beside them say what studies show
for it, "none shown" included. Plan B always holds the error.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from hiplib import tables
from hiplib.errors import known
from hiplib.training.plan import PACE, Plan

FIRST_DAY = date(2026, 3, 2)  # any Monday will do
_DAYS = ("week", "day", "since", "to")


def presets() -> pd.DataFrame:
    """Return the pairs in their order: preset_id, topic_id, topic, title, shown, effect, fact_ids.

    Examples
    --------
    >>> presets().set_index("preset_id").loc["worn_shoes", "shown"]
    'none shown'
    """
    table = tables.read("plan_presets").sort_values("order", ignore_index=True)
    topics = tables.read("topics").set_index("topic_id")["name"]
    facts = tables.read("plan_preset_facts").sort_values("order").groupby("preset_id")["fact_id"]
    of_preset = facts.agg(tuple).to_dict()
    table["topic"] = table["topic_id"].map(topics)
    table["fact_ids"] = [of_preset.get(key, ()) for key in table["preset_id"]]
    return table[["preset_id", "topic_id", "topic", "title", "shown", "effect", "fact_ids"]]


@cache
def preset(preset_id: str) -> tuple[Plan, Plan]:
    """Return plan A and plan B of a pair; ValueError when there is none of that name.

    Examples
    --------
    >>> plan_a, plan_b = preset("skipped_rest_days")
    >>> plan_a.weeks["distance_km"].tolist() == plan_b.weeks["distance_km"].tolist()
    True
    """
    rows = tables.read("plan_presets").set_index("preset_id")
    row = rows.loc[known("example of a plan", preset_id, rows.index.tolist())]
    base = _cook(Plan.of(), str(row["base"]))
    return _cook(base, str(row["plan_a"])), _cook(base, str(row["plan_b"]))


def _cook(plan: Plan, recipe_id: str) -> Plan:
    """Do the edits of a recipe one after the other; an empty name leaves the plan as it is."""
    steps = tables.read("plan_steps").rename(columns={"pace": PACE})
    for step in steps[steps["recipe_id"] == recipe_id].sort_values("order").to_dict("records"):
        edit = getattr(plan, step.pop("edit"))
        plan = edit(**_values(step))
    return plan


def _values(step: dict[Any, Any]) -> dict[str, Any]:
    """Return what the filled cells of a step say; days count from the first Monday, 1."""
    given = {
        str(name): value
        for name, value in step.items()
        if name not in ("recipe_id", "order") and value != "" and not pd.isna(value)
    }
    for name in _DAYS:
        if name in given:
            given[name] = pd.Timestamp(FIRST_DAY) + pd.Timedelta(days=int(given[name]) - 1)
    return given

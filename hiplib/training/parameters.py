"""The numbers of the training models, as the tables of the course give them.

Choice: no model constant stands in code. A number that is not in ``model_parameters`` or
``session_spike_states`` has no source, and what has no source is not computed with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import pandas as pd

from hiplib import tables

NO_BASELINE = "no_recent_baseline"


@dataclass(frozen=True, slots=True)
class SpikeState:
    """One band of the ratio of a run to the longest run of the days before.

    ``ratio_above`` is exclusive, ``ratio_up_to`` inclusive; hazard rate ratios are None for the
    state without a baseline.
    """

    state: str
    label: str
    meaning: str
    ratio_above: float | None
    ratio_up_to: float | None
    hrr: float | None
    hrr_low: float | None
    hrr_high: float | None
    ref_id: str


@cache
def parameters(model: str) -> Mapping[str, float]:
    """Values of one model, by parameter name.

    Parameters
    ----------
    model : str
        ``session_spike``, ``acwr``, ``acwr_demo`` or ``log_limits``.

    Examples
    --------
    >>> parameters("acwr")["acute_days"]
    7.0
    """
    table = tables.read("model_parameters")
    rows = table[table["model"] == model]
    if rows.empty:
        raise KeyError(f"no model {model!r} in model_parameters")
    return MappingProxyType(dict(zip(rows["parameter"], rows["value"].astype(float), strict=True)))


@cache
def interval(model: str, parameter: str) -> tuple[float, float, float]:
    """Value of one parameter with the ends of its interval.

    Examples
    --------
    >>> interval("session_spike", "extra_small_per_1000_runs")
    (1.4, 0.7, 2.3)
    """
    table = tables.read("model_parameters")
    row = table[(table["model"] == model) & (table["parameter"] == parameter)].iloc[0]
    return float(row["value"]), float(row["low"]), float(row["high"])


@cache
def spike_states() -> tuple[SpikeState, ...]:
    """States of a run in the session-spike model, from the reference to the missing baseline.

    Examples
    --------
    >>> [state.state for state in spike_states()][:2]
    ['reference', 'small_spike']
    """
    table = tables.read("session_spike_states").sort_values("order")
    return tuple(
        SpikeState(
            state=row["state"],
            label=row["label"],
            meaning=row["meaning"],
            ratio_above=_number(row["ratio_above"]),
            ratio_up_to=_number(row["ratio_up_to"]),
            hrr=_number(row["hrr"]),
            hrr_low=_number(row["hrr_low"]),
            hrr_high=_number(row["hrr_high"]),
            ref_id=row["ref_id"],
        )
        for row in table.to_dict("records")
    )


def banded_states() -> tuple[SpikeState, ...]:
    """Only the states that have a hazard rate ratio, in rising order of the length ratio."""
    return tuple(state for state in spike_states() if state.hrr is not None)


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)

"""The numbers that the models of the course compute with, as one table gives them.

No constant of a model stands in code: what is not in ``model_parameters`` has no source.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import numpy as np

from hiplib import tables


class Parameter(float):
    """A value with its bounds: an interval of a study, or the limits of an input (else NaN)."""

    low: float
    high: float


@cache
def parameters(model: str) -> Mapping[str, Parameter]:
    """Read the parameters of one model by name; ValueError when the table has no such model.

    Examples
    --------
    >>> peak = parameters("running_load")["peak_bw"]
    >>> peak, peak.low, peak.high
    (7.26, 5.02, 9.5)
    """
    table = tables.read("model_parameters")
    rows = table[table["model"] == model]
    if rows.empty:
        known = ", ".join(table["model"].unique())
        raise ValueError(f"there is no model {model!r}; one of {known}")
    found = {}
    for row in rows.to_dict("records"):
        found[row["parameter"]] = value = Parameter(row["value"])
        value.low, value.high = row["low"], row["high"]
    return MappingProxyType(found)


def within(model: str, name: str, value: float) -> float:
    """Return an input as a number; ValueError when it lies outside the limits of the table.

    Examples
    --------
    >>> within("one_leg_stance", "mass_kg", 500)
    Traceback (most recent call last):
    ...
    ValueError: mass_kg is 500; a number from 35 to 150 is possible
    """
    limits = parameters(model)[name]
    return inside(name, value, limits.low, limits.high)


def inside(name: str, value: float, low: float, high: float, possible: str = "") -> float:
    """Return an input as a number; ValueError when it lies outside `low` to `high`.

    `possible` says in other words what is possible.
    """
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not low <= number <= high:
        possible = possible or f"a number from {low:g} to {high:g} is possible"
        raise ValueError(f"{name} is {value!r}; {possible}")
    return number


def all_within(model: str, name: str, values: object) -> np.ndarray:
    """Return inputs as an array of floats, as `all_inside` with the limits of the table."""
    limits = parameters(model)[name]
    return all_inside(name, values, limits.low, limits.high)


def all_inside(
    name: str, values: object, low: float, high: float, verb: str = "is possible"
) -> np.ndarray:
    """Return inputs as an array of floats; ValueError when one lies outside `low` to `high`.

    NaN (not known) passes in a list, not as the only value.

    Examples
    --------
    >>> all_inside("mass_kg", [60, 500], 35, 150)
    Traceback (most recent call last):
    ...
    ValueError: mass_kg is 500; a number from 35 to 150 is possible
    """
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        numbers = np.array(np.nan)
    bad = ~((numbers >= low) & (numbers <= high)) & (~np.isnan(numbers) | (numbers.ndim == 0))
    if bad.any():
        wrong = f"{numbers[bad][0]:g}" if numbers.ndim else repr(values)
        raise ValueError(f"{name} is {wrong}; a number from {low:g} to {high:g} {verb}")
    return numbers

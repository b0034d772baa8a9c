"""The numbers of the force models of the hip, as the table of the course gives them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from hiplib import tables


class Parameter(NamedTuple):
    """A value and its bounds: an interval of a study, or the limits of an input (else NaN)."""

    value: float
    low: float
    high: float


@cache
def parameters(model: str) -> Mapping[str, Parameter]:
    """Read the parameters of one model, by name.

    Parameters
    ----------
    model : str
        ``one_leg_stance``, ``running_load`` or ``gait_cycle``.

    Raises
    ------
    ValueError
        When the table has no such model.

    Examples
    --------
    >>> parameters("one_leg_stance")["leg_mass_share"].value
    0.161
    """
    table = tables.read("model_parameters")
    rows = table[table["model"] == model]
    if rows.empty:
        raise ValueError(
            f"there is no model {model!r}; one of {', '.join(table['model'].unique())}"
        )
    return MappingProxyType(
        {
            str(row["parameter"]): Parameter(row["value"], row["low"], row["high"])
            for row in rows.to_dict("records")
        }
    )


def within(model: str, name: str, value: float) -> float:
    """Return an input as a number, or say which numbers are possible.

    Raises
    ------
    ValueError
        Outside the limits of the table, or not a number.

    Examples
    --------
    >>> within("one_leg_stance", "mass_kg", 500)
    Traceback (most recent call last):
    ...
    ValueError: mass_kg is 500; a number from 35 to 150 is possible
    """
    limits = parameters(model)[name]
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not limits.low <= number <= limits.high:
        raise ValueError(
            f"{name} is {value!r}; a number from {limits.low:g} to {limits.high:g} is possible"
        )
    return number

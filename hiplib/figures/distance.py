"""Kilometres or miles: the one place where a distance is converted for a reader."""

from __future__ import annotations

from typing import TypeVar

import pandas as pd

from hiplib.errors import InputError

Number = TypeVar("Number", float, pd.Series)
KM_PER = {"km": 1.0, "mi": 1.609344}  # the international mile, by definition


def shown(km: Number, units: str = "km") -> Number:
    """Distance in `units` from a distance in km; InputError for a unit that is not "km" or "mi".

    Examples
    --------
    >>> shown(16.09344, "mi")
    10.0
    """
    return km / in_km(1.0, units)


def in_km(value: float, units: str = "km") -> float:
    """Distance in km from a distance in `units`.

    Examples
    --------
    >>> in_km(10, "mi")
    16.09344
    """
    if units not in KM_PER:
        raise InputError("Units", f"{units!r} is not known", "km or mi")
    return value * KM_PER[units]

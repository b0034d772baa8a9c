"""M0: injuries to expect in a group from its hours of running, and one prevention effect on it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hiplib.errors import InputError
from hiplib.parameters import Parameter, all_within, parameters

MODEL = "exposure"
RUNNERS = ("novice", "recreational")


class Exposure(NamedTuple):
    """Injuries per runner of a group, and the share with at least one, each with its interval."""

    expected: np.ndarray
    expected_low: np.ndarray
    expected_high: np.ndarray
    at_least_one: np.ndarray
    at_least_one_low: np.ndarray
    at_least_one_high: np.ndarray


def group_rate(runner: str) -> Parameter:
    """Injuries per 1,000 hours of running in a group of runners (`videbaek2015incidence`).

    Examples
    --------
    >>> rate = group_rate("novice")
    >>> rate, rate.low, rate.high
    (17.8, 16.7, 19.1)
    """
    if runner not in RUNNERS:
        raise InputError("Runner", f"there is no rate for {runner!r}", " or ".join(RUNNERS))
    return parameters(MODEL)[f"{runner}_per_1000_h"]


def exposure(hours: float | np.ndarray, runner: str = "novice") -> Exposure:
    """Turn hours of running into expected injuries of a group (M0).

    expected = lambda H / 1000, share with at least one = 1 - exp(-lambda H / 1000), with lambda in
    injuries (any body part) per 1,000 hours: 17.8 (16.7 to 19.1) in novices, 7.7 (6.9 to 8.7) in
    recreational runners (`videbaek2015incidence`; definitions differ between studies).

    Must not be used for: one person, elite or injured runners, or hip injuries.

    Parameters
    ----------
    hours : float or array
        Hours of running, 0 to 500 (weeks to about a year); else ValueError.
    runner : {"novice", "recreational"}

    Examples
    --------
    >>> round(float(exposure(18, "novice").at_least_one), 3)
    0.274
    """
    rate = group_rate(runner)
    run = all_within(MODEL, "hours", hours)
    expected = [run * each / 1000 for each in (rate, rate.low, rate.high)]
    return Exposure(*expected, *(-np.expm1(-each) for each in expected))

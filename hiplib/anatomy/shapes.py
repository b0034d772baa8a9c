"""Shapes of the model: its own 26 people, new plausible ones, and one with a wanted measure.

A shape is eight scores in SD (see `hiplib.anatomy.hip`). The model was made from 26 lower limbs;
what these people had in common besides is not recorded, and they need not be like any reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hiplib import tables
from hiplib.anatomy.bones import LIMIT_SD, hip, scores_of
from hiplib.anatomy.geometry import FloatArray
from hiplib.anatomy.measures import measure
from hiplib.errors import one_of

if TYPE_CHECKING:
    import pandas as pd

PLAUSIBLE_SD = 2.5  # the farthest score of the 26 people on these eight modes is 2.4
_STEP_SD = 0.3  # for slopes: wide enough to even out the facets of the surface
_CLOSE_ENOUGH = 4e-4  # of the value


def people() -> FloatArray:
    """Give the scores in SD (26, 8) of the people that the model was made from.

    Examples
    --------
    >>> people().shape
    (26, 8)
    """
    return np.asarray(tables.array("hip_bones")["people_scores"].astype(np.float64))


def people_measures() -> pd.DataFrame:
    """Give the measures of the 26 people, taken on the bones that all 25 modes give.

    Index person (1 to 26), one column a measure, in its unit. Eight modes leave out about a seventh
    of the differences between people, so shapes made of scores vary less than these numbers.

    Examples
    --------
    >>> bool(people_measures()["neck_shaft_angle"].between(110, 140).all())
    True
    """
    table = tables.read("shape_people")
    wide: pd.DataFrame = table.pivot(index="person", columns="measure_id", values="value")
    return wide[shape_measures().index]


def shape_measures() -> pd.DataFrame:
    """Give the measures of the shape laboratory: tables ``shape_measures`` and ``morphology``.

    Examples
    --------
    >>> shape_measures().loc["neck_shaft_angle", ["normal_low", "normal_high"]].tolist()
    [114.0, 140.0]
    """
    ours = tables.read("shape_measures").sort_values("order")
    published = tables.read("morphology")
    joined: pd.DataFrame = ours.merge(published, on="measure_id").set_index("measure_id")
    return joined


def plausible(seed: int) -> FloatArray:
    """Draw a person: eight normal scores, none beyond 2.5 SD.

    Examples
    --------
    >>> bool((plausible(1) == plausible(1)).all() and abs(plausible(1)).max() <= 2.5)
    True
    """
    draws = np.random.default_rng(seed).normal(size=(64, len(scores_of(None))))
    return np.asarray(draws[np.argmax((np.abs(draws) <= PLAUSIBLE_SD).all(axis=1))])


def shape_with(
    measure_id: str, value: float, start: Sequence[float] | FloatArray | None = None
) -> FloatArray:
    """Find the shape with a wanted measure that differs least from another one.

    Parameters
    ----------
    measure_id : str
        A key of what `hiplib.anatomy.measure` gives.
    value : float
        In the unit of the measure.
    start : sequence of float, optional
        Scores in SD to start from; None is the mean.

    Returns
    -------
    (8,) array
        Scores from -3 to 3 with the least sum of squared changes (to first order).

    Raises
    ------
    ValueError
        Unknown measure, or a value out of reach; the message gives what can be reached.

    Examples
    --------
    >>> scores = shape_with("neck_shaft_angle", 130)
    >>> round(measure(hip(scores))["neck_shaft_angle"], 1)
    130.0
    """
    if not np.isfinite(value):
        raise ValueError(f"{measure_id} is {value!r}; a number is wanted")
    begin = scores = scores_of(start)
    close = _CLOSE_ENOUGH * max(abs(value), abs(_value(measure_id, begin)))
    tried = []
    for attempt in range(10):
        now = _value(measure_id, scores)
        if abs(now - value) <= close:
            return scores
        tried.append((now, scores))
        if attempt < 3:
            slopes = _slopes(measure_id, scores)
        scores = _least_change(begin, slopes, value - now + float(slopes @ scores))
    # Following slopes led nowhere: out of reach, or a measure whose slopes jump (alpha angle).
    tried += [_extreme(measure_id, sign) for sign in (-1, 1)]
    tried.sort(key=lambda one: one[0])
    place = sum(now <= value for now, _ in tried)
    if place in (0, len(tried)):
        reach = f"about {tried[0][0]:.4g} to {tried[-1][0]:.4g} is possible"
        raise ValueError(f"{measure_id} {value:g} is out of reach; {reach}")
    (_, low), (_, high) = tried[place - 1 : place + 1]
    for _ in range(30):
        scores = (low + high) / 2
        now = _value(measure_id, scores)
        if abs(now - value) <= close:
            return scores
        low, high = (scores, high) if now < value else (low, scores)
    raise ValueError(f"{measure_id} {value:g} was not found: the measure jumps there")


def _value(measure_id: str, scores: FloatArray) -> float:
    found = measure(hip(scores))
    return found[one_of("measure", measure_id, found)]


def _slopes(measure_id: str, scores: FloatArray) -> FloatArray:
    """Change of a measure per SD of each score."""
    step = _STEP_SD * np.eye(len(scores))
    low, high = (np.clip(scores + side, -LIMIT_SD, LIMIT_SD) for side in (-step, step))
    down, up = (np.array([_value(measure_id, end) for end in ends]) for ends in (low, high))
    return np.asarray((up - down) / np.diag(high - low))


def _extreme(measure_id: str, sign: int) -> tuple[float, FloatArray]:
    """Scores at which a measure is about as small (sign -1) or as large as it can be."""
    scores = scores_of(None)
    for _ in range(2):
        scores = sign * LIMIT_SD * np.sign(_slopes(measure_id, scores))
    return _value(measure_id, scores), scores


def _least_change(begin: FloatArray, slopes: FloatArray, wanted: float) -> FloatArray:
    """Scores nearest to `begin`, all within the limit, whose product with the slopes is `wanted`.

    They are ``clip(begin + step * slopes)``, and the product grows with the step.
    """
    low, high = -1e4, 1e4
    for _ in range(80):
        step = (low + high) / 2
        scores = np.clip(begin + step * slopes, -LIMIT_SD, LIMIT_SD)
        low, high = (step, high) if slopes @ scores < wanted else (low, step)
    return np.asarray(scores)

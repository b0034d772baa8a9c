"""Random numbers that look like a finding: what sharing a week does to two averages.

If each week's load is drawn at random, nothing links one week to another. The coupled chronic load
still rises with the acute load, because it contains it: one week in four gives a correlation of
about 0.5. The uncoupled form, which looks at the three weeks before, shows none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from hiplib.errors import InputError
from hiplib.training.parameters import parameters


@dataclass(frozen=True, eq=False)
class CouplingDemo:
    """Loads of simulated runners and the two correlations.

    Attributes
    ----------
    weeks : pandas.DataFrame
        One row a runner: acute, chronic_coupled, chronic_uncoupled; load of a week, without a unit.
    r_coupled, r_uncoupled : float
        Pearson correlation of acute with chronic load.
    seed : int
        What the random numbers started from; the same seed gives the same numbers.
    """

    weeks: pd.DataFrame
    r_coupled: float
    r_uncoupled: float
    seed: int


def coupling_demo(seed: int = 1) -> CouplingDemo:
    """Draw four independent random weeks for each of 1,000 runners (windt2019naught).

    Parameters
    ----------
    seed : int
        0 or more; another seed gives other runners and much the same correlations.

    Examples
    --------
    >>> demo = coupling_demo(seed=1)
    >>> round(demo.r_coupled, 1), abs(demo.r_uncoupled) < 0.1
    (0.5, True)
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise InputError("Seed", f"{seed!r} is not possible", "a whole number, 0 or more")
    p = parameters("acwr_demo")
    blocks = int(parameters("acwr")["chronic_days"] // parameters("acwr")["acute_days"])
    draw = np.random.default_rng(seed).normal(
        p["week_mean"], p["week_sd"], size=(int(p["athletes"]), blocks)
    )
    loads = np.clip(draw, 0, None)
    weeks = pd.DataFrame(
        {
            "acute": loads[:, -1],
            "chronic_coupled": loads.mean(axis=1),
            "chronic_uncoupled": loads[:, :-1].mean(axis=1),
        }
    )
    r = weeks.corr()["acute"]
    return CouplingDemo(
        weeks, float(r["chronic_coupled"]), float(r["chronic_uncoupled"]), int(seed)
    )

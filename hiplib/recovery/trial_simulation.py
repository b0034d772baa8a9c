"""Design a prevention trial: what many trials of the same design would find.

Choice: a constant injury rate in each group, so the share injured after `weeks` follows from the
share after 12 weeks; injured runners are drawn from the binomial distribution. A trial "finds" the
effect when its pooled z test of two proportions is below 0.05.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd

from hiplib.errors import InputError

BASE_WEEKS = 12
_Z = NormalDist().inv_cdf(0.975)
BOUNDS = {
    "effect": (0.2, 2.0), "group_size": (5, 5000), "injured_of_100": (1, 90), "weeks": (1, 104),
}  # fmt: skip


class Design(NamedTuple):
    """True ratio of rates (1 = no effect), runners a group, injured of 100 in 12 weeks, weeks."""

    effect: float = 0.66
    group_size: int = 50
    injured_of_100: float = 25
    weeks: int = 24


class Simulation(NamedTuple):
    """Result of many trials of a design.

    Shares are of 1: `found` is any clear difference, `wrong_way` a clear one in the direction that
    is not true (for a true ratio of 1: any). `exaggeration` is how many times too large, on the log
    scale, the clear ones in the true direction are in the middle (NaN when there is none). `trials`
    has ratio (of shares injured), low, high, clear for each trial.
    """

    true_ratio: float
    found: float
    wrong_way: float
    exaggeration: float
    middle_clear: float
    trials: pd.DataFrame


def risks(design: Design) -> tuple[float, float]:
    """Return the true share injured without and with the programme.

    share = 1 - (1 - share in 12 weeks) ** (weeks / 12 * ratio of rates)

    Examples
    --------
    >>> [round(share, 4) for share in risks(Design(0.5, 50, 36, 12))]
    [0.36, 0.2]
    """
    for (name, (low, high)), value in zip(BOUNDS.items(), design, strict=True):
        if not low <= value <= high:
            problem = f"{value:g} is not possible"
            raise InputError(name.replace("_", " "), problem, f"a number from {low:g} to {high:g}")
    free = 1 - design.injured_of_100 / 100
    times = design.weeks / BASE_WEEKS
    return 1 - free**times, 1 - free ** (times * design.effect)


def simulate(design: Design, *, trials: int = 4000, seed: int = 1) -> Simulation:
    """Run many trials of one design; the same seed gives the same trials.

    Must not be used for: planning a real trial (no drop-outs, no clusters, one outcome).

    Examples
    --------
    >>> result = simulate(Design(0.66, 50))
    >>> 0.2 < result.found < 0.45, result.exaggeration > 1
    (True, True)
    """
    control, treated = risks(design)
    size, rng = design.group_size, np.random.default_rng(seed)
    without, with_it = (rng.binomial(size, share, trials) for share in (control, treated))
    pooled = (without + with_it) / (2 * size)
    spread = np.sqrt(2 * pooled * (1 - pooled) / size)
    gap = (without - with_it) / size
    clear = np.abs(gap) > _Z * spread
    # half a runner is added to each cell, so that a group without injuries has a ratio
    log = np.log((with_it + 0.5) / (without + 0.5))
    error = np.sqrt(1 / (with_it + 0.5) + 1 / (without + 0.5) - 2 / (size + 0.5))
    true = float(np.log(treated / control))
    right = clear & (np.sign(log) == np.sign(true)) & (design.effect != 1)
    middle = float(np.median(log[right])) if right.any() else float("nan")
    table = pd.DataFrame({
        "ratio": np.exp(log), "low": np.exp(log - _Z * error), "high": np.exp(log + _Z * error),
        "clear": clear,
    })  # fmt: skip
    return Simulation(
        true_ratio=float(treated / control),
        found=float(clear.mean()),
        wrong_way=float((clear & ~right).mean()),
        exaggeration=middle / true if true else float("nan"),
        middle_clear=float(np.exp(middle)),
        trials=table,
    )

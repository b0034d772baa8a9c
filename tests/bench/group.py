"""Time of the simulated group by runners and days: ``python tests/bench/group.py``.

Prints seconds of one core (best of three) and the nanoseconds of one runner and day, which stay
level when time grows linearly.
"""

import time

import numpy as np
import pandas as pd

from hiplib import training

SIZES = [(1_000, 365), (2_500, 365), (5_000, 365), (10_000, 365), (20_000, 365), (10_000, 730)]
WEEK = [4, 6, 4, 8, 5, 6, 12]  # a run on each day: the most work


def seconds(runners: int, days: int) -> float:
    """Return the best of three runs."""
    plan = pd.Series(np.resize(WEEK, days).astype(float))
    taken = []
    for _ in range(3):
        start = time.process_time()
        training.simulate_group(plan, runners=runners)
        taken.append(time.process_time() - start)
    return min(taken)


if __name__ == "__main__":
    print("runners  days  seconds  ns per runner and day")
    for runners, days in SIZES:
        taken = seconds(runners, days)
        print(f"{runners:7,}  {days:4}  {taken:7.3f}  {1e9 * taken / runners / days:10.1f}")

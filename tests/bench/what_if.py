"""Time of a what-if change with a 2,000-run log: ``python tests/bench/what_if.py``.

From a changed plan B to the picture that is ready to send, in the kernel, for each view: median and
95th percentile of twelve changes in milliseconds, after two that warm up. The processor time tells
what a machine with other work hides.
"""

import statistics
import time

import numpy as np
import pandas as pd

RUNS, CHANGES = 2_000, 14


def log(runs: int = RUNS) -> pd.DataFrame:
    """Return a log of so many runs over two years, up to four a day."""
    random = np.random.default_rng(1)
    days = pd.date_range("2024-11-01", periods=728)
    start = np.sort(np.resize(days, runs)) + pd.to_timedelta(np.arange(runs) % 4 * 4 + 6, "h")
    return pd.DataFrame({"start": start, "distance_km": random.uniform(4, 15, runs).round(1)})


def _spread(times: list[float]) -> str:
    kept = sorted(times[2:])
    return f"median {statistics.median(kept):6.1f}   p95 {kept[int(0.95 * len(kept))]:6.1f}"


def kernel() -> None:
    """Print the time of a change for each view and window."""
    from hiplib.training import Plan
    from hiplib.widgets.bench_page import what_if_bench

    bench = what_if_bench()
    plan = Plan.of(log())
    bench._begin(plan, plan)
    last = plan.runs()["start"].max()
    for weeks in (26, 520):
        bench.weeks.value = weeks
        for view in bench._table.index:
            bench.view.value = view
            times, cpu = [], []
            for place in range(CHANGES):
                changed = plan.scale_week(last, 1 + place)
                start, work = time.perf_counter(), time.process_time()
                bench._take_b(changed)
                times.append(1000 * (time.perf_counter() - start))
                cpu.append(1000 * (time.process_time() - work))
            name = f"kernel, {len(plan):,} runs, {weeks:3} weeks, {view:9}"
            print(f"{name} {_spread(times)}   processor {_spread(cpu)}")


if __name__ == "__main__":
    kernel()

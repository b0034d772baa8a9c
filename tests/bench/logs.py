"""How long a 2,000-run export takes: ``python tests/bench/logs.py [RUNS] [SECONDS]``.

Makes a Strava export of that many runs (each track of so many seconds) and a zip of the tracks
alone, reads both, and redraws page 07 after changes of the plan.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
import zipfile
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent / "training")]

from watch_files import START, fit, gpx, strava_zip  # noqa: E402

from hiplib.training import read_log  # noqa: E402
from hiplib.widgets.training_page import CHANGES, TrainingLab  # noqa: E402


def main(runs: int = 2_000, seconds: int = 3_000) -> None:
    """Print how long each step takes."""
    for size in (runs // 4, runs // 2, runs):
        export = strava_zip(size, track=fit(seconds))
        print(f"export of {size:,} runs, {len(export) / 1e6:.0f} MB: {opened(export)}", flush=True)
    print(f"the same with 100 runs that need their track: {opened(export, without=100)}")
    packed, track = io.BytesIO(), gpx(count=seconds)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        for number in range(200):
            day = f"{START + timedelta(days=number):%Y-%m-%d}".encode()
            files.writestr(f"{number}.gpx", track.replace(b"2026-03-01", day))
    print(f"200 tracks without a table: {opened(packed.getvalue())}")
    lab = TrainingLab()
    lab._take(read_log(export, name="export.zip"))
    times = []
    for place in [*range(len(CHANGES)), -1] * 5:
        began = time.perf_counter()
        lab._change.value = place
        times.append(1000 * (time.perf_counter() - began))
    print(
        f"what-if change with {len(lab._plan.runs):,} of {len(lab.run_log.runs):,} runs shown: "
        f"median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms"
    )


def opened(content: bytes, without: int = 0) -> str:
    """Seconds, steps and the longest time between two steps of one reading."""
    if without:
        content = strava_zip(2_000, track=fit(3_000), without=without)
    steps = [time.perf_counter()]
    log = read_log(
        content, name="export.zip", progress=lambda *_: steps.append(time.perf_counter())
    )
    steps.append(time.perf_counter())
    longest = max(b - a for a, b in pairwise(steps))
    return (
        f"{steps[-1] - steps[0]:.2f} s, {len(log.runs):,} runs, {len(steps) - 2} steps, "
        f"longest {longest:.2f} s"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

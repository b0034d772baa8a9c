"""Time of a what-if change with a 2,000-run log: ``python tests/bench/what_if.py [--browser]``.

In the kernel: from a changed plan B to the picture that is ready to send, for each view; the
processor time tells what a machine with other work hides. With
``--browser``: from a key press in the grid of the plan to the next drawn picture, in Voila. Medians
and the 95th percentile of twelve changes, in milliseconds; two warm-up changes are left out.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "browser")]

RUNS, CHANGES = 2_000, 14
# From the Enter that ends an edit to the next drawn picture of the bench.
WATCH = """
() => {
  window.took = null;
  document.addEventListener("keydown", () => { window.start = performance.now(); }, true);
  const drawn = () => { window.took ??= performance.now() - window.start; };
  const told = { subtree: true, attributes: true, attributeFilter: ["data-drawn"] };
  new MutationObserver(drawn).observe(document.body, told);
}
"""


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


def browser() -> None:
    """Print the time from an edit in the grid to the drawn picture, for each view, in Voila."""
    import chromium
    import hosts
    import visit
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        shown = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        host = hosts.course_in_voila()
        try:
            opened = visit.open_voila(shown, host, "07b_what_if_bench")
            page = opened.page
            page.evaluate(WATCH)
            page.get_by_label("Plan A comes from").select_option(index=1)
            page.get_by_text("are now Mia").wait_for(timeout=60_000)
            rows = "\n".join(f"{start},{km}" for start, km in log().itertuples(index=False))
            file = {"name": "runs.csv", "mimeType": "text/csv",
                    "buffer": f"date,distance_km\n{rows}\n".encode()}  # fmt: skip
            page.locator(".hip-file input[type=file]").first.set_input_files(file)
            page.get_by_text("are now runs.csv").wait_for(timeout=60_000)
            choice = page.get_by_label("View", exact=True)
            for name in choice.locator("option").all_inner_texts():
                choice.select_option(label=name)
                opened.settle()
                page.locator("[role=gridcell]").nth(9).click()
                times = []
                for place in range(CHANGES):
                    page.wait_for_timeout(400)
                    page.keyboard.type(str(6 + place % 2 * 3))
                    page.evaluate("() => { window.took = null; }")
                    page.keyboard.press("Enter")
                    page.wait_for_function("() => window.took", polling=20, timeout=30_000)
                    times.append(page.evaluate("() => window.took"))
                    page.keyboard.press("ArrowUp")
                print(f"browser, {RUNS:,} runs, {name[:24]:24} {_spread(times)}")
        finally:
            host.stop()
            shown.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", action="store_true", help="measure in Voila, too")
    kernel()
    if parser.parse_args().browser:
        browser()

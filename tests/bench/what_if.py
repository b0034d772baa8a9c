"""Time of a what-if change with a 2,000-run log: ``python tests/bench/what_if.py [browser]``.

Median, 95th percentile and longest of forty changes of plan B in milliseconds, after two that warm
up, for each view. In the kernel: from the changed plan to the picture that is ready to send; the
processor time tells what a machine with other work hides. With ``browser``: from the press on Undo
or Redo to the new picture in Chromium, through Voila.
"""

import gc
import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd

RUNS, CHANGES = 2_000, 42


def log(runs: int = RUNS) -> pd.DataFrame:
    """Return a log of so many runs over two years, up to four a day."""
    random = np.random.default_rng(1)
    days = pd.date_range("2024-11-01", periods=728)
    start = np.sort(np.resize(days, runs)) + pd.to_timedelta(np.arange(runs) % 4 * 4 + 6, "h")
    return pd.DataFrame({"start": start, "distance_km": random.uniform(4, 15, runs).round(1)})


def _spread(times: list[float]) -> str:
    kept = sorted(times[2:])
    high = kept[int(0.95 * len(kept))]
    return f"median {statistics.median(kept):6.1f}   p95 {high:6.1f}   longest {kept[-1]:6.1f}"


def kernel() -> None:
    """Print the time of a change for each view and window."""
    from hiplib.training import Plan
    from hiplib.widgets.bench_page import what_if_bench

    bench = what_if_bench()
    plan = Plan.of(log())
    bench._begin(plan, plan)
    gc.freeze()  # as `Pulse` does once a page stands
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


# Press a button of the plan grid and wait for the next picture.
PRESS = """
(name) => {
  const buttons = [...document.querySelectorAll("button")];
  const button = buttons.find((node) => node.textContent.startsWith(`${name}:`));
  const shown = [...document.querySelectorAll(".js-plotly-plot")].find((node) => node.offsetParent);
  return nextPicture(shown, () => button.click());
}
"""
CELL = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})
from ipywidgets import VBox
from what_if import log
from hiplib import widgets
from hiplib.training import Plan
from hiplib.widgets.bench_page import what_if_bench
bench = what_if_bench()
plan = Plan.of(log())
bench._begin(plan, plan)
bench.editor.take(plan.scale_week(plan.runs()["start"].max(), 5), "a bigger week")
VBox([widgets.page("07b_what_if_bench"), bench])
"""


def browser() -> None:
    """Print the time from the press of a button to the new picture for each view."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
    import chromium
    import hosts
    from measure import NEXT_PICTURE
    from playwright.sync_api import sync_playwright

    from hiplib import tables

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        press = PRESS.replace("{", f"{{ {NEXT_PICTURE}", 1)
        page_file = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
        nbformat.write(page_file, Path(folder) / "bench.ipynb")
        port = hosts.free_port()
        command = [sys.executable, "-m", "voila", folder, "--no-browser", "--template=hiplib"]
        host = hosts.start([*command, f"--port={port}"], "what-if", ready="/", port=port)
        window = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.ARGUMENTS
        )
        try:
            page = window.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{host.url}/voila/render/bench.ipynb", timeout=120_000)
            for name in tables.read("bench_views").sort_values("order")["name"]:
                page.get_by_label("View", exact=True).select_option(name)
                picture = page.locator(f'figure[aria-label*="{name}"] .js-plotly-plot .main-svg')
                picture.first.scroll_into_view_if_needed(timeout=60_000)
                page.wait_for_timeout(1000)
                times = []
                for change in range(CHANGES):
                    times.append(page.evaluate(press, ("Undo", "Redo")[change % 2]))
                    page.wait_for_timeout(400)
                print(f"browser, 26 weeks, {name:45} {_spread(times)}", flush=True)
        finally:
            window.close()
            host.stop()


if __name__ == "__main__":
    browser() if "browser" in sys.argv else kernel()

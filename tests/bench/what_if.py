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


# Act, and wait for the next picture of the figure with this label.
ACT = """
([label, act, argument]) => {
  const figure = document.querySelector(`figure[aria-label*="${label}"] .js-plotly-plot`);
  return nextPicture(figure, () => acts[act](argument));
}
"""
ACTS = """
const seen = (what) => [...document.querySelectorAll(what)].filter((node) => node.offsetParent);
const acts = {
  press(name) { seen("button").find((node) => node.textContent.startsWith(`${name}:`)).click(); },
  step(by) {
    const [range] = seen(".hip-slider input[type=range]").slice(-1);
    range.value = String(Number(range.value) + by * Number(range.step));
    range.dispatchEvent(new Event("input", { bubbles: true }));
  },
};
"""
HEAD = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})
from dataclasses import replace
from ipywidgets import VBox
from what_if import log
from hiplib import widgets
from hiplib.training import Plan
from hiplib.widgets.bench_page import what_if_bench
"""
CELLS = {
    "07b": """
bench = what_if_bench()
plan = Plan.of(log())
bench._begin(plan, plan)
bench.editor.take(plan.scale_week(plan.runs()["start"].max(), 5), "a bigger week")
VBox([widgets.page("07b_what_if_bench"), bench])
""",
    "07": """
lab = widgets.training_lab()
lab._take(replace(lab.run_log, runs=log()))
lab._change.value = 0
VBox([widgets.page("07_training_errors"), lab.spikes, lab.ratios])
""",
}


def browser() -> None:
    """Print the time from a press or a step to the new picture: views of 07b, pictures of 07."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
    import chromium
    import hosts
    from measure import NEXT_PICTURE
    from playwright.sync_api import sync_playwright

    from hiplib import tables

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        for name, cell in CELLS.items():
            notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(HEAD + cell)])
            nbformat.write(notebook, Path(folder) / f"{name}.ipynb")
        port = hosts.free_port()
        command = [sys.executable, "-m", "voila", folder, "--no-browser", "--template=hiplib"]
        host = hosts.start([*command, f"--port={port}"], "what-if", ready="/", port=port)
        window = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.ARGUMENTS
        )
        act = ACT.replace("{", f"{{ {NEXT_PICTURE} {ACTS}", 1)

        def measure(label: str, *how: tuple[str, object]) -> None:
            picture = page.locator(f'figure[aria-label*="{label}"] .js-plotly-plot .main-svg')
            picture.first.scroll_into_view_if_needed(timeout=60_000)
            page.wait_for_timeout(2000)
            times = []
            for change in range(CHANGES):
                times.append(page.evaluate(act, [label, *how[change % 2]]))
                page.wait_for_timeout(400)
            print(f"browser, 26 weeks, {label:45} {_spread(times)}", flush=True)

        try:
            page = window.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{host.url}/voila/render/07b.ipynb", timeout=120_000)
            for name in tables.read("bench_views").sort_values("order")["name"]:
                page.get_by_label("View", exact=True).select_option(name)
                measure(name, ("press", "Undo"), ("press", "Redo"))
            page.goto(f"{host.url}/voila/render/07.ipynb", timeout=120_000)
            for label in ("Runs and session spikes", "Acute:chronic workload ratios"):
                measure(label, ("step", -1), ("step", 1))
        finally:
            window.close()
            host.stop()


if __name__ == "__main__":
    browser() if "browser" in sys.argv else kernel()

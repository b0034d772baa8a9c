"""One visit with a new browser: seconds, bytes, memory, and how fast a slider answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import chromium
from hosts import TOKEN, Host
from playwright.sync_api import Page, Playwright

LOOK = Path(chromium.__file__).with_name("look.js").read_text(encoding="utf-8")
# No address but this machine is known, so nobody waits for a network that may be there or not.
ARGUMENTS = [*chromium.ARGUMENTS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
MOST_MS = 120_000
STEPS = 12
# A page is usable when a control stands and every figure in sight is drawn; it is complete when
# every figure is drawn, also far below. Runs inside the page, so that the clock starts with the
# request and stops within 20 ms.
USABLE = """
(figures) => {
  const flat = (layout) => !layout._basePlotModules?.some((part) => part.name === "gl3d");
  const drawn = (gd) => gd._fullLayout && gd.calcdata?.length && gd.querySelector(".main-svg")
    && (flat(gd._fullLayout) || gd._fullLayout.scene?._scene?.glplot);
  const controls = ".jp-OutputArea-output :is(input, select, button, .noUi-handle)";
  const timer = setInterval(() => {
    const control = document.querySelector(controls);
    const graphs = [...document.querySelectorAll(".js-plotly-plot")];
    const own = [...document.querySelectorAll(".hip-plot")];
    const seen = (node) => node.getBoundingClientRect().top < innerHeight;
    const ready = own.length ? (plot) => plot.dataset.drawn : drawn;
    const all = own.length ? own : graphs;
    if (!control) return;
    if (all.filter(seen).every(ready)) window.usableAt ??= performance.now();
    if (!window.usableAt || graphs.length < figures || !all.every(ready)) return;
    window.completeAt = performance.now();
    clearInterval(timer);
  }, 20);
}
"""
# Act, and wait for the next picture of a graph: milliseconds.
NEXT_PICTURE = """
const nextPicture = (gd, act) => new Promise((resolve, reject) => {
  const start = performance.now();
  const done = () => {
    gd.removeListener("plotly_afterplot", done);
    resolve(performance.now() - start);
  };
  gd.on("plotly_afterplot", done);
  setTimeout(() => reject(new Error("no new picture")), 20000);
  act();
});
"""
# Move a slider one step and wait for the next picture of the given graph.
STEP = f"""
([slider, graph, step]) => {{
  {NEXT_PICTURE}
  const ranges = [...document.querySelectorAll(".hip-slider input[type=range]")];
  const range = ranges.filter((node) => node.offsetParent)[slider];
  return nextPicture(document.querySelectorAll(".js-plotly-plot")[graph], () => {{
    range.value = String(Number(range.value) + step * Number(range.step));
    range.dispatchEvent(new Event("input", {{ bubbles: true }}));
  }});
}}
"""


@dataclass
class Sample:
    """What one visit cost."""

    seconds: float
    complete_seconds: float
    http_bytes: int
    socket_bytes: int
    kernel_bytes: int
    figures: int
    latency_ms: list[float] = field(default_factory=list)


def visit(
    playwright: Playwright,
    host: Host,
    name: str,
    *,
    figures: int,
    slider: Callable[[Page], tuple[int, int]] | None = None,
) -> Sample:
    """Open a page in a new browser and measure it.

    `slider` brings the page into a state with a slider and returns its number and its graph's.
    """
    browser = playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
    try:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        bytes_seen = _count_bytes(page)
        page.add_init_script(f"({USABLE})({figures})")
        page.goto(f"{host.url}/voila/render/{name}.ipynb", timeout=MOST_MS)
        page.wait_for_function("() => window.completeAt", timeout=MOST_MS, polling=100)
        time.sleep(2)  # what still comes belongs to the page, too
        page.evaluate(f"() => {{ {LOOK} }}")
        kernel = host.kernels()[page.evaluate("() => window.hiplook.kernel()")]
        sample = Sample(
            seconds=page.evaluate("() => window.usableAt") / 1000,
            complete_seconds=page.evaluate("() => window.completeAt") / 1000,
            http_bytes=bytes_seen["http"],
            socket_bytes=bytes_seen["socket"],
            kernel_bytes=_own_memory(kernel),
            figures=page.locator(".js-plotly-plot").count(),
        )
        if slider:
            sample.latency_ms = _latency(page, slider)
        page.evaluate("token => window.hiplook.end_kernel(token)", TOKEN)
    finally:
        browser.close()
    return sample


def _count_bytes(page: Page) -> dict[str, int]:
    seen = {"http": 0, "socket": 0}

    def came(event: dict[str, Any]) -> None:
        seen["http"] += int(event["encodedDataLength"])

    def frame(payload: str | bytes) -> None:
        seen["socket"] += len(payload if isinstance(payload, bytes) else payload.encode())

    wire = page.context.new_cdp_session(page)
    wire.on("Network.loadingFinished", came)
    wire.send("Network.enable")

    def socket(opened: Any) -> None:
        opened.on("framereceived", frame)
        opened.on("framesent", frame)

    page.on("websocket", socket)
    return seen


def _own_memory(process: Any) -> int:
    """Return the memory that would be free again if this process ended."""
    memory = process.memory_full_info()
    return int(getattr(memory, "uss", memory.rss))


def _latency(page: Page, slider: Callable[[Page], tuple[int, int]]) -> list[float]:
    number, graph = slider(page)
    # A picture out of sight waits for those in sight, so the one to measure must be in sight.
    page.locator(".js-plotly-plot").nth(graph).scroll_into_view_if_needed()
    times = []
    for step in range(STEPS):
        page.wait_for_timeout(500)
        times.append(page.evaluate(STEP, [number, graph, 1 if step % 2 == 0 else -1]))
    return times[2:]  # the first ones warm up

"""Measures every page beside its two twins, in one run, and prints a table.

``python tests/bench/run.py --repeats 3 --pages 01_hip_anatomy 07_training_errors``. A machine that
does something else gives wrong numbers: its load is printed with each visit.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import chromium
import hosts
import twins
from measure import Sample, visit
from playwright.sync_api import Page, Playwright, sync_playwright
from visit import built_pages

OUTPUT = Path(__file__).parent / "output"
COURSE, TWIN, FLOOR = "course", "twin", "floor"
Key = tuple[str, str]  # page, kind


def training_slider(page: Page) -> tuple[int, int]:
    """Choose the first change of the training plan; return its slider's and its graph's number."""
    page.get_by_label("What if: change in the plan").first.select_option(index=1)
    page.wait_for_timeout(3000)
    ranges = page.locator(".hip-slider input[type=range]:visible")
    names = [box.locator("xpath=..").inner_text() for box in ranges.all()]
    return next(i for i, name in enumerate(names) if "Long run" in name), 1


SLIDERS = {"07_training_errors": training_slider}


def main() -> int:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--pages", nargs="*", default=list(built_pages()))
    options = parser.parse_args()
    chromium.find_or_install()
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        twins.write_floor(folder)
        for page in options.pages:
            twins.write_twin(hosts.NOTEBOOKS / f"{page}.ipynb", folder)
        course = hosts.course_in_voila()
        plain = hosts.default_voila(folder)
        try:
            samples = _measure(playwright, course, plain, options.pages, options.repeats)
        finally:
            course.stop()
            plain.stop()
    _report(samples, options.pages)
    return 0


def _measure(
    playwright: Playwright, course: hosts.Host, plain: hosts.Host, pages: list[str], repeats: int
) -> dict[Key, list[Sample]]:
    """Visit everything once to warm up and to count the figures, then `repeats` times in turn."""
    figures = {}
    for page in pages:
        figures[page] = visit(playwright, course, page, figures=0).figures
        _say(f"warm: {page} has {figures[page]} figures")
    todo: list[tuple[hosts.Host, str, str]] = [(plain, twins.FLOOR, FLOOR)]
    for page in pages:
        todo.append((course, page, COURSE))
        if figures[page]:
            todo.append((plain, page, TWIN))
    samples: dict[Key, list[Sample]] = {}
    for number in range(repeats):
        for host, page, kind in todo:
            sample = visit(
                playwright, host, page, figures=figures.get(page, 0), slider=SLIDERS.get(page)
            )
            samples.setdefault((page, kind), []).append(sample)
            load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
            _say(f"{number + 1}/{repeats} {kind} {page}: {sample.seconds:.2f} s, load {load:.1f}")
    return samples


def _middle(samples: list[Sample], what: str) -> float:
    return float(median(getattr(sample, what) for sample in samples))


def _report(samples: dict[Key, list[Sample]], pages: list[str]) -> None:
    floor = samples[twins.FLOOR, FLOOR]
    base = _middle(floor, "seconds")
    head = f"{'page':<22}{'figures':>8}{'usable s':>10}{'x floor':>9}{'twin s':>8}{'x faster':>9}"
    head += f"{'complete s':>12}{'x floor':>9}{'twin s':>8}{'x faster':>9}"
    head += f"{'HTTP MB':>9}{'twin':>7}{'socket MB':>11}{'twin':>7}{'kernel MB':>11}{'twin':>7}"
    lines = [head, _line(twins.FLOOR, floor, None, base)]
    for page in pages:
        lines.append(_line(page, samples[page, COURSE], samples.get((page, TWIN)), base))
    for (page, kind), found in samples.items():
        times = [ms for sample in found for ms in sample.latency_ms]
        if times:
            p95 = quantiles(times, n=20)[-1]
            lines.append(f"slider to picture, {page} {kind}: {median(times):.0f} ms, p95 {p95:.0f}")
    print("\n".join(lines))
    OUTPUT.mkdir(exist_ok=True)
    packages = ("voila", "jupyterlab", "ipywidgets", "anywidget", "plotly", "pandas")
    record: dict[str, Any] = {
        "machine": {"cpus": os.cpu_count(), "system": platform.platform()},
        "python": platform.python_version(),
        "packages": {name: version(name) for name in packages},
        "samples": {
            f"{page} {kind}": [asdict(sample) for sample in found]
            for (page, kind), found in samples.items()
        },
        "table": lines,
    }
    (OUTPUT / "bench.json").write_text(json.dumps(record, indent=1), encoding="utf-8")
    _say(f"written: {OUTPUT / 'bench.json'}")


def _line(page: str, own: list[Sample], twin: list[Sample] | None, base: float) -> str:
    def pair(what: str, width: int) -> str:
        other = f"{_middle(twin, what) / 1e6:.1f}" if twin else "-"
        return f"{_middle(own, what) / 1e6:>{width}.1f}{other:>7}"

    text = f"{page:<22}{own[0].figures:>8}"
    for what, width in (("seconds", 10), ("complete_seconds", 12)):
        seconds = _middle(own, what)
        text += f"{seconds:>{width}.2f}{seconds / base:>9.2f}"
        other = _middle(twin, what) if twin else None
        text += f"{other:>8.2f}{other / seconds:>9.2f}" if other else f"{'-':>8}{'-':>9}"
    return text + pair("http_bytes", 9) + pair("socket_bytes", 11) + pair("kernel_bytes", 11)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

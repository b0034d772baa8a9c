"""Opens a page of the course in Voila or JupyterLab and looks at it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from hosts import NOTEBOOKS, TOKEN, Host
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from recorder import Recorder

HERE = Path(__file__).parent
SCRIPTS = HERE / "look.js"
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 780}
READY_MS = 90_000
PIECE = 3000
OUTPUTS = ".jp-OutputArea-output"


@cache
def built_pages() -> tuple[str, ...]:
    """Return the ids of the pages that exist, in the order of the course."""
    from hiplib import tables

    pages = tables.read("pages")
    return tuple(pages.loc[pages["built"], "page_id"])


def cells(page_id: str) -> list[dict[str, Any]]:
    """Return the cells of a page's notebook."""
    text = (NOTEBOOKS / f"{page_id}.ipynb").read_text(encoding="utf-8")
    return json.loads(text)["cells"]


def pictures(page_id: str) -> list[str]:
    """Return the descriptions of the pictures in a page's text."""
    texts = ["".join(cell["source"]) for cell in cells(page_id)]
    return [alt for text in texts for alt in re.findall(r"!\[([^\]]+)\]\(", text)]


@dataclass
class Visit:
    """One page, open in a browser context of its own."""

    page_id: str
    host: Host
    context: BrowserContext
    page: Page
    record: Recorder

    def look(self, what: str, argument: object = None) -> Any:
        """Call a function of look.js in the page."""
        self.page.evaluate(f"() => {{ if (!window.hiplook) {{ {SCRIPTS.read_text('utf-8')} }} }}")
        return self.page.evaluate(f"argument => window.hiplook.{what}(argument)", argument)

    def goto(self, page_id: str | None = None) -> None:
        """Go to this page in Voila, or to another one, and wait until it is ready."""
        self.page_id = page_id or self.page_id
        address = f"{self.host.url}/voila/render/{self.page_id}.ipynb"
        self.page.goto(address, timeout=READY_MS)
        self.settle()

    def settle(self) -> None:
        """Wait until every output stands, every figure is drawn and nothing moves any more."""
        self.page.evaluate(f"() => {{ if (!window.hiplook) {{ {SCRIPTS.read_text('utf-8')} }} }}")
        self.page.wait_for_function("() => window.hiplook.settled()", timeout=READY_MS, polling=100)

    def becomes(self, what: str, expected: object, *arguments: object, seconds: float = 20) -> Any:
        """Look until what is seen is as expected; return what was seen last."""
        deadline = time.monotonic() + seconds
        while (seen := self.look(what, *arguments)) != expected and time.monotonic() < deadline:
            time.sleep(0.2)
        return seen

    def resize(self, size: ViewportSize) -> None:
        """Give the window another size and wait until the figures have followed."""
        self.page.set_viewport_size(size)
        self.settle()
        self.becomes("unfitting", [])

    def photograph(self, folder: Path, name: str) -> None:
        """Save the whole page as name-1.png, name-2.png, ...: one picture cannot be so long."""
        width = self.page.viewport_size["width"] if self.page.viewport_size else 0
        height = self.page.viewport_size["height"] if self.page.viewport_size else 0
        whole = int(self.page.evaluate("document.scrollingElement.scrollHeight"))
        for part, top in enumerate(range(0, whole, PIECE)):
            size = min(PIECE, whole - top)
            self.page.set_viewport_size({"width": width, "height": size})
            self.page.evaluate("top => scrollTo(0, top)", top)
            self.page.screenshot(path=folder / f"{name}-{part + 1}.png")
        self.page.set_viewport_size({"width": width, "height": height})

    def axe(self, *, within: str | None = None) -> list[str]:
        """Return what axe finds serious or critical."""
        if within:  # JupyterLab does not lay out cells outside the window, and axe would skip them
            self.page.add_style_tag(content=".jp-Cell { content-visibility: visible !important }")
        folder = Path(axe_playwright_python.__file__).parent
        self.page.evaluate((folder / "axe.min.js").read_text(encoding="utf-8"))
        area = f"{{include: [[{within!r}]]}}" if within else "document"
        found = self.page.evaluate(
            f"() => axe.run({area}, {{resultTypes: ['violations']}}).then(r => r.violations)"
        )
        return [
            f"{one['id']} ({one['impact']}): {node['html'][:200]} | {node['failureSummary'][:300]}"
            for one in found
            if one["impact"] in {"serious", "critical"}
            for node in one["nodes"]
        ]

    def walk(self, on_stop: Callable[[str], None] | None = None) -> tuple[list[str], list[str]]:
        """Press Tab through the whole page; return the controls missed and those without a ring.

        `on_stop` hears of each new control that has the focus, by its key. A focus that goes round
        without ever leaving the page's part is a trap: the controls behind it are missed.
        """
        names: dict[str, str] = self.look("number_controls")
        assert len(names) > 5
        reached: set[str] = set()
        unseen: list[str] = []
        for _ in range(2 * len(names) + 40):
            self.page.keyboard.press("Tab")
            now = self.page.evaluate("() => window.hiplook.focused()")
            if now is None:  # the end of the page
                if reached:
                    break
                continue
            if now["key"] in reached and now["key"] == next(iter(names)):
                break
            if not now["visible"]:
                unseen.append(now["name"])
            if now["key"] and now["key"] not in reached:
                reached.add(now["key"])
                if on_stop:
                    on_stop(now["key"])
        return [name for key, name in names.items() if key not in reached], unseen

    def kernel_id(self) -> str:
        """Return the id of this page's kernel."""
        return self.look("kernel")

    def close(self) -> None:
        """End the kernel (Voila itself leaves it running) and close the page."""
        if not self.page.is_closed():
            self.look("end_kernel", TOKEN)
        self.context.close()


def open_voila(
    browser: Browser, host: Host, page_id: str, *, context: BrowserContext | None = None
) -> Visit:
    """Open a page of the course in Voila and wait until it is ready.

    Without a `context`, the page gets a new one: no cache, nothing remembered.
    """
    visit = _new(browser, host, page_id, context)
    visit.goto()
    return visit


def open_lab(browser: Browser, host: Host, page_id: str) -> Visit:
    """Open a page in JupyterLab, run all its cells and wait until it is ready."""
    # Beside its panels, JupyterLab leaves figures the room that they have in Voila.
    context = browser.new_context(viewport={"width": 1700, "height": 900}, color_scheme="light")
    visit = _new(browser, host, page_id, context)
    visit.page.goto(f"{host.url}/lab/tree/{page_id}.ipynb?reset&token={TOKEN}", timeout=READY_MS)
    visit.page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=READY_MS)
    visit.look("run_all")
    visit.look("show_every_figure")
    visit.settle()
    return visit


def _new(browser: Browser, host: Host, page_id: str, context: BrowserContext | None) -> Visit:
    context = context or browser.new_context(viewport=WIDE, color_scheme="light")
    record = Recorder(host.url)
    record.watch(context)
    return Visit(page_id, host, context, context.new_page(), record)

"""How the course is served: front door, plain Voila, kernels that end, plotly.js fetched once."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest
from hosts import Host, plain_voila
from playwright.sync_api import Browser, expect
from recorder import Recorder
from traitlets.config import Config
from visit import PHONE, Visit, built_pages, open_voila

from hiplib.course import server

IDLE_SECONDS = 10
LOST_MS = 40_000  # the page waits about 17 s before it speaks; a busy machine takes longer


@pytest.fixture(scope="module")
def plain() -> Iterator[Host]:
    """`voila notebooks/` that ends idle kernels soon; only this module uses it."""
    host = plain_voila(
        "--MappingKernelManager.cull_interval=1",
        f"--MappingKernelManager.cull_idle_timeout={IDLE_SECONDS}",
    )
    yield host
    host.stop()


@pytest.fixture(scope="module")
def open_page(browser: Browser, plain: Host) -> Iterator[Visit]:
    visit = open_voila(browser, plain, "00_start_here")
    yield visit
    visit.context.close()


def test_configuration_ends_idle_kernels_and_hides_tracebacks() -> None:
    settings = Config()
    server.configure_voila(settings)
    kernels = settings.MappingKernelManager
    assert 0 < kernels.cull_interval <= 60
    assert 60 <= kernels.cull_idle_timeout <= 1200
    assert kernels.cull_connected is False  # the kernel of an open page is never ended
    assert settings.VoilaConfiguration.show_tracebacks is False


def test_front_door_is_the_start_page(browser: Browser, voila: Host) -> None:
    page = browser.new_page()
    page.goto(voila.url)
    page.wait_for_url("**/voila/render/00_start_here.ipynb")
    expect(page.locator("main h1")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    page.wait_for_url(f"**/voila/render/{built_pages()[1]}.ipynb")
    page.close()


def test_server_listens_on_this_machine_only(voila: Host, lab: Host) -> None:
    for host in (voila, lab):
        family = [host.process, *host.process.children(recursive=True)]
        links = [link for member in family for link in member.net_connections(kind="inet")]
        addresses = {link.laddr.ip for link in links if link.status == psutil.CONN_LISTEN}
        assert addresses == {"127.0.0.1"}


def test_plain_voila_shows_the_same_course(open_page: Visit) -> None:
    page = open_page.page
    expect(page.locator("header .hip-brand")).to_be_visible()
    expect(page.locator("main [data-question=units]")).to_be_visible()
    assert open_page.look("faults") == []
    assert open_page.record.complaints == []
    assert open_page.record.outside == []


def test_kernel_of_a_closed_page_ends_and_of_an_open_page_stays(
    browser: Browser, plain: Host, open_page: Visit
) -> None:
    closed = open_voila(browser, plain, "00_start_here")
    gone, kept = closed.kernel_id(), open_page.kernel_id()
    assert {gone, kept} <= set(plain.kernels())
    closed.context.close()
    _wait(lambda: gone not in plain.kernels(), IDLE_SECONDS + 30)
    time.sleep(IDLE_SECONDS)  # the open page has now been idle for longer than allowed
    assert kept in plain.kernels()


def test_a_page_that_is_left_ends_its_kernel_at_once(browser: Browser, voila: Host) -> None:
    visit = open_voila(browser, voila, "00_start_here")
    kernel = visit.kernel_id()
    assert kernel in voila.kernels()
    visit.page.goto("about:blank")
    _wait(lambda: kernel not in voila.kernels(), 10)  # long before it would be idle for too long
    visit.context.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot halt a process by a signal")
def test_page_says_that_the_connection_is_lost_and_that_it_is_back(
    plain: Host, open_page: Visit
) -> None:
    banner = open_page.page.locator(".hip-lost")
    kernel = plain.kernels()[open_page.kernel_id()]
    expect(banner).to_be_hidden()
    kernel.send_signal(signal.SIGSTOP)
    try:
        expect(banner).to_be_visible(timeout=LOST_MS)
        assert "Connection lost" in banner.inner_text()
        assert open_page.axe() == []
    finally:
        kernel.send_signal(signal.SIGCONT)
    expect(banner).to_be_hidden(timeout=LOST_MS)


def test_page_says_that_its_kernel_died(plain: Host, open_page: Visit) -> None:
    expect(open_page.page.locator(".hip-lost")).to_be_hidden()
    plain.kernels()[open_page.kernel_id()].kill()
    expect(open_page.page.locator(".hip-lost")).to_be_visible(timeout=LOST_MS)
    expect(open_page.page.locator("body")).to_contain_class("hip-stale")


def test_page_says_that_the_server_is_gone(browser: Browser, plain: Host) -> None:
    visit = open_voila(browser, plain, "00_start_here")
    expect(visit.page.locator(".hip-lost")).to_be_hidden()
    plain.stop()  # the last test that needs it
    expect(visit.page.locator(".hip-lost")).to_be_visible(timeout=LOST_MS)
    visit.context.close()


def test_plotly_is_fetched_once_for_all_pages(browser: Browser, voila: Host) -> None:
    context = browser.new_context(color_scheme="dark", viewport=PHONE)
    visit = Visit("", voila, context, context.new_page(), Recorder(voila.url))
    sizes = _bytes_of(visit, "plotly.min.js")
    drawn = 0
    for page_id in [*built_pages(), built_pages()[1]]:
        visit.goto(page_id)
        drawn += len(visit.look("figures"))
        # the device asks for the dark theme, so the page starts dark
        assert visit.page.locator("body[data-jp-theme-light=false]").count() == 1
        assert visit.look("sideways") == []  # opened on a phone, not made narrow later
        visit.look("end_kernel")
    context.close()
    assert drawn >= 2
    # an answer "not modified" is a few hundred bytes
    assert [size for size in sizes if size > 100_000] == [max(sizes)], sizes


def _bytes_of(visit: Visit, name: str) -> list[int]:
    """Return a list that fills with the bytes of each download of a file, over the network."""
    wire = visit.context.new_cdp_session(visit.page)
    addresses: dict[str, str] = {}
    sizes: list[int] = []

    def asked(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def came(event: dict[str, Any]) -> None:
        if addresses.get(event["requestId"], "").endswith(name):
            sizes.append(int(event["encodedDataLength"]))

    wire.on("Network.requestWillBeSent", asked)
    wire.on("Network.loadingFinished", came)
    wire.send("Network.enable")
    return sizes


def _wait(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.3)

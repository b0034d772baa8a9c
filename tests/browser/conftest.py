"""What the browser tests share: two servers and one browser for the whole run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import chromium
import hosts
import pytest
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find_or_install()  # raises: these tests never skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def voila() -> Iterator[hosts.Host]:
    host = hosts.course_in_voila()
    yield host
    host.stop()


@pytest.fixture(scope="session")
def lab() -> Iterator[hosts.Host]:
    host = hosts.course_in_lab()
    yield host
    host.stop()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    hosts.OUTPUT.mkdir(exist_ok=True)
    return hosts.OUTPUT

"""Finds a Chromium that starts, or installs one: without a browser the tests fail, never skip.

``python tests/browser/chromium.py`` prints the path of the browser.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
WHAT_TO_DO = (
    "The browser tests need Chromium or Chrome and none could be found or installed: install"
    " the `chromium` package of your system (or run `playwright install chromium`), or set"
    " HIPLIB_CHROMIUM to the path of a browser, then run the tests again."
)
# WebGL without a graphics card (the 3D hip), nothing that calls home.
ARGUMENTS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_or_install() -> str:
    """Return the path of a browser that starts; install one when there is none."""
    found = find()
    if found:
        return found
    for install in (_install_with_playwright, _install_with_apt):
        if install():
            found = find()
            if found:
                return found
    raise RuntimeError(WHAT_TO_DO)


def find() -> str | None:
    """Return the first browser that starts, or None."""
    chosen = os.environ.get("HIPLIB_CHROMIUM")
    if chosen and not starts(chosen):
        raise RuntimeError(f"HIPLIB_CHROMIUM is {chosen!r}, which does not start as a browser.")
    return chosen or next((path for path in _candidates() if starts(path)), None)


def starts(path: str) -> bool:
    """Tell whether `path` is a browser; some systems have a stub of that name that complains."""
    if not Path(path).is_file():
        return False
    if sys.platform == "win32":  # --version opens a window there
        return True
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0 and "Chrom" in said.stdout


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    yield MAC
    # A process of its own: Playwright's sync API may be started once a process only.
    code = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as p: print(p.chromium.executable_path)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    if said.returncode == 0:
        yield said.stdout.strip()


def _install_with_playwright() -> bool:
    return _run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"])


def _install_with_apt() -> bool:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not is_root or not shutil.which("apt-get"):
        return False
    _run(["apt-get", "update"])
    return _run(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"])


def _run(command: list[str]) -> bool:
    """Run an installer; what it says goes to stderr, so that stdout holds the path only."""
    print("+", *command, file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, stdout=sys.stderr, env=environment, timeout=900)
    except (OSError, subprocess.TimeoutExpired) as problem:
        print(problem, file=sys.stderr)
        return False
    return done.returncode == 0


if __name__ == "__main__":
    try:
        print(find_or_install())
    except RuntimeError as problem:
        sys.exit(str(problem))

"""The search for a browser: which one wins, what is installed, and what is said when all fails."""

from __future__ import annotations

import sys
from pathlib import Path

import chromium
import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")


def _stand_in(folder: Path, name: str, *, says: str = "Chromium 156", code: int = 0) -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with no browser but those in one folder, and without installers."""
    monkeypatch.delenv("HIPLIB_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "MAC", str(tmp_path / "none"))
    monkeypatch.setattr(chromium.sys, "executable", str(tmp_path / "no-python"))
    _stand_in(tmp_path, "no-python", code=1)
    monkeypatch.setattr(chromium, "_run", lambda command: False)
    return tmp_path


def test_the_chosen_browser_wins(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _stand_in(alone, "chromium")
    chosen = _stand_in(alone, "my-browser", says="Google Chrome 150")
    monkeypatch.setenv("HIPLIB_CHROMIUM", chosen)
    assert chromium.find_or_install() == chosen
    monkeypatch.setenv("HIPLIB_CHROMIUM", str(alone / "mistake"))
    with pytest.raises(RuntimeError, match="mistake"):
        chromium.find_or_install()


def test_a_stub_that_only_complains_is_passed_over(alone: Path) -> None:
    _stand_in(alone, "chromium", says="please install the snap", code=1)
    real = _stand_in(alone, "google-chrome")
    assert chromium.find_or_install() == real


def test_what_is_missing_is_installed(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def run(command: list[str]) -> bool:
        asked.append(" ".join(command[-4:]))
        if "apt-get" in command[0] and "install" in command:
            _stand_in(alone, "chromium")
        return "apt-get" in command[0]

    _stand_in(alone, "apt-get")
    monkeypatch.setattr(chromium, "_run", run)
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    assert chromium.find_or_install() == str(alone / "chromium")
    assert "playwright install --with-deps chromium" in asked[0]
    assert asked[1:] == ["apt-get update", "install --yes --no-install-recommends chromium"]


def test_without_any_browser_one_sentence_says_what_to_do(alone: Path) -> None:
    with pytest.raises(RuntimeError, match="install the `chromium` package"):
        chromium.find_or_install()

"""The servers that show the course: Voila and JupyterLab, started the way a user starts them."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
OUTPUT = Path(__file__).parent / "output"
TOKEN = "only-for-tests"
START_SECONDS = 90


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Host:
    """A running server."""

    url: str
    process: psutil.Popen
    log: Path
    folder: tempfile.TemporaryDirectory[str] = field(repr=False)

    def kernels(self) -> dict[str, psutil.Process]:
        """Return the kernels that run now: id -> process."""
        found = {}
        for child in self.process.children(recursive=True):
            with contextlib.suppress(psutil.Error):
                for word in child.cmdline():
                    name = Path(word).name
                    if name.startswith("kernel-") and name.endswith(".json"):
                        found[name.removeprefix("kernel-").removesuffix(".json")] = child
        return found

    def stop(self) -> None:
        """End the server and all its kernels."""
        with contextlib.suppress(psutil.Error):
            # The server first: it would start the kernels again.
            family = [self.process, *self.process.children(recursive=True)]
            for member in family:
                with contextlib.suppress(psutil.Error):
                    member.kill()
            psutil.wait_procs(family, timeout=10)
        self.folder.cleanup()


def start(command: list[str], name: str, *, ready: str, port: int, settings: str = "") -> Host:
    """Start a server, wait until the page `ready` answers, and return it.

    What it says goes to output/`name`.log. `settings` is the text of a Jupyter server configuration
    file. The server gets folders of its own, so that neither the user's configuration changes the
    tests nor the tests the user's.
    """
    folder = tempfile.TemporaryDirectory(prefix="hiplib-host-", ignore_cleanup_errors=True)
    home = Path(folder.name)
    settings += f"c.FileCheckpoints.checkpoint_dir = {str(home / 'checkpoints')!r}\n"
    (home / "jupyter_server_config.py").write_text(settings, encoding="utf-8")
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "lab-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "lab-workspaces"),
        "JUPYTER_TOKEN": TOKEN,
        "IPYTHONDIR": str(home / "ipython"),
        "PYTHONUNBUFFERED": "1",
    }
    _lab_settings(home / "lab-settings")
    OUTPUT.mkdir(exist_ok=True)
    log = OUTPUT / f"{name}.log"
    with log.open("wb") as said:
        process = psutil.Popen(
            command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT
        )
    host = Host(f"http://127.0.0.1:{port}", process, log, folder)
    try:
        _wait(host, ready)
    except BaseException:
        host.stop()
        raise
    return host


def course_in_voila() -> Host:
    """`hiplib serve`, as the README says."""
    port = free_port()
    command = [sys.executable, "-m", "hiplib.cli", "serve", "--no-browser", "--port", str(port)]
    return start(command, "voila", ready="/", port=port)


def plain_voila(*arguments: str) -> Host:
    """`voila notebooks/` without hiplib's command; `arguments` are Voila's own."""
    port = free_port()
    command = [sys.executable, "-m", "voila", str(NOTEBOOKS), "--no-browser", f"--port={port}"]
    return start([*command, *arguments], "plain-voila", ready="/", port=port)


def default_voila(folder: Path) -> Host:
    """Voila as it comes, without anything of the course: the bench compares with it."""
    port = free_port()
    command = [sys.executable, "-m", "voila", str(folder), "--no-browser", f"--port={port}"]
    nowhere = f"--Voila.config_file_paths={folder / 'no-configuration'}"
    return start([*command, nowhere], "default-voila", ready="/", port=port)


def course_in_lab() -> Host:
    """`hiplib lab`, with what a test needs: a known token, no file written to the notebooks."""
    port = free_port()
    command = [sys.executable, "-m", "hiplib.cli", "lab", "--no-browser", "--port", str(port)]
    settings = "c.ServerApp.allow_root = True\nc.LabApp.expose_app_in_browser = True\n"
    return start(command, "lab", ready=f"/api/status?token={TOKEN}", port=port, settings=settings)


def _lab_settings(folder: Path) -> None:
    """Nothing is saved, and no dialog asks about news, while a test looks at a page."""
    for plugin, values in {
        "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
        "@jupyterlab/apputils-extension/notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
        },
    }.items():
        file = folder / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")


def _wait(host: Host, path: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if not host.process.is_running() or host.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(host.url + path, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    said = host.log.read_text(encoding="utf-8", errors="replace")[-3000:]
    raise RuntimeError(f"The server did not answer at {host.url}{path}. It said:\n{said}")

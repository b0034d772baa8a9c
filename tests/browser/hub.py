"""The course in a real JupyterHub with its real proxy, which comes from npm.

``python tests/browser/hub.py`` prints the path of the proxy.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from hosts import Host, free_port, start

NAME = "configurable-http-proxy"
KEPT = Path(tempfile.gettempdir()) / "hiplib-hub-proxy"
# The course's own settings, with a login for tests and servers of this user instead of accounts.
SETTINGS = """
load_subconfig({course!r})
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {password!r}
c.Authenticator.allowed_users = {{"ada", "ben"}}
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {home!r} + "/{{username}}"
c.Spawner.args = ["--allow-root"]
c.JupyterHub.bind_url = "http://127.0.0.1:{port}/classes/"
c.JupyterHub.hub_port = {hub_port}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api_port}"
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.JupyterHub.db_url = "sqlite://"
c.JupyterHub.cookie_secret_file = {home!r} + "/cookie"
c.ConfigurableHTTPProxy.pid_file = {home!r} + "/proxy.pid"
"""
PASSWORD = "only-for-tests-of-the-hub"


def proxy() -> str | None:
    """Return the path of the proxy; install it with npm into a temporary folder if need be."""
    kept = KEPT / "node_modules" / ".bin" / NAME
    found = shutil.which(NAME) or shutil.which(str(kept))
    npm = shutil.which("npm")
    if found or not npm:
        return found
    subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--prefix", str(KEPT), NAME],
        check=True, stdout=sys.stderr, timeout=300,
    )  # fmt: skip
    return shutil.which(str(kept))


def course_in_hub(proxy: str, home: Path, course: str) -> Host:
    """Start the hub on an address with a prefix; two learners may log in."""
    port, hub_port, api_port = free_port(), free_port(), free_port()
    settings = home / "config.py"
    settings.write_text(
        SETTINGS.format(course=course, password=PASSWORD, home=str(home), port=port,
                        hub_port=hub_port, api_port=api_port, proxy=proxy)
    )  # fmt: skip
    command = [sys.executable, "-m", "jupyterhub", "-f", str(settings)]
    host = start(command, "hub", ready="/classes/hub/health", port=port)
    host.url += "/classes"
    return host


if __name__ == "__main__":
    print(proxy())

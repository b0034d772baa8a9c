"""Starts the course in Voila or JupyterLab, and configures both.

Choice: the configuration lives here, in the package. Two small files in ``etc/jupyter`` (installed
with the package) call it, so plain ``voila notebooks/`` and ``jupyter lab`` serve the same course
as ``hiplib serve`` and ``hiplib lab``. A third, ``labconfig/page_config.json``, turns off
JupyterLab's look-ups of news and newer versions: the course asks no other host for anything.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hiplib import tables

HERE = Path(__file__).parent
TITLE = "Hip pain after running"
START = "00_start_here"
# The page needs these JupyterLab extensions and no others: what else lies in the environment may
# write to the console, slow the page down or call home.
_EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager8",
    "anywidget",
)


def notebooks() -> Path:
    """Return the folder of the notebooks: in the checkout, or inside an installed package."""
    installed = HERE.parent / "notebooks"
    return installed if installed.is_dir() else HERE.parent.parent / "notebooks"


def plotly_folder() -> str:
    """Return the folder of the installed plotly package.

    Served as a folder of extensions, it makes ``package_data/plotly.min.js`` one cached download,
    always of the same version as the Python package that makes the figures.
    """
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        raise RuntimeError(
            "plotly is not installed; `pip install .` installs what the course needs"
        )
    return str(Path(spec.origin).parent)


def configure_voila(c: Any) -> None:
    """Fill a Voila configuration object with what the course needs."""
    # Voila looks for templates on this path only; the template stays inside the package.
    ours = str(HERE / "jupyter")
    known = os.environ.get("JUPYTER_PATH", "").split(os.pathsep)
    if ours not in known:
        os.environ["JUPYTER_PATH"] = os.pathsep.join([ours, *filter(None, known)])
    settings = c.VoilaConfiguration
    settings.template = "hiplib"
    settings.theme = "light"  # the page itself switches to dark
    settings.allow_template_override = "NO"
    settings.allow_theme_override = "NO"
    settings.show_tracebacks = False
    settings.extra_labextensions_path = [plotly_folder()]
    settings.extension_allowlist = list(_EXTENSIONS)
    settings.resources = {"hiplib": course()}
    settings.multi_kernel_manager_class = "hiplib.course.kernels.SpareKernelManager"
    c.SpareKernelManager.imports = "hiplib.course.early"
    # Voila leaves the kernel of a closed page running (voila issue 1458), so idle ones are ended.
    # A page that is still open keeps its kernel, however long it is idle.
    c.MappingKernelManager.cull_interval = 30
    c.MappingKernelManager.cull_idle_timeout = 300
    c.MappingKernelManager.cull_connected = False


def configure_lab(c: Any) -> None:
    """Fill a JupyterLab configuration object: only plotly.js has to be found."""
    c.LabApp.extra_labextensions_path = [plotly_folder()]


def course() -> dict[str, Any]:
    """Return what the page template shows of the whole course: title, pages in order, colours."""
    pages = tables.read("pages")
    built = pages[pages["built"]]
    columns = ["page_id", "number", "title", "short_title", "minutes"]
    return {
        "title": TITLE,
        "start": START,
        "pages": built[columns].astype(object).to_dict("records"),
        # In the head, so that the page has its colours before the first widget stands.
        "colours": (HERE.parent / "widgets" / "tokens.css").read_text(encoding="utf-8"),
    }


def serve(*, host: str = "127.0.0.1", port: int = 8866, browser: bool = True) -> None:
    """Serve the course with Voila until it is stopped."""
    from traitlets.config import Config
    from voila.app import Voila

    config = Config()
    configure_voila(config)
    config.Voila.ip = host
    config.Voila.port = port
    config.Voila.open_browser = browser
    Voila.launch_instance(argv=[str(notebooks())], config=config)


def lab(*, host: str = "127.0.0.1", port: int = 8888, browser: bool = True) -> None:
    """Open the notebooks in JupyterLab until it is stopped."""
    from jupyterlab.labapp import LabApp
    from traitlets.config import Config

    config = Config()
    configure_lab(config)
    # JupyterLab hands its server only what stands on the command line.
    LabApp.launch_instance(
        argv=[
            str(notebooks()),
            f"--ServerApp.ip={host}",
            f"--ServerApp.port={port}",
            f"--ServerApp.open_browser={browser}",
            # In a container the only user is root; on this machine's own address no door opens.
            f"--ServerApp.allow_root={is_loopback(host)}",
            f"--LabApp.default_url=/lab/tree/{START}.ipynb",
        ],
        config=config,
    )


def is_loopback(host: str) -> bool:
    """Return whether an address can be reached from this machine only.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
    except socket.gaierror:
        return False
    return all(ipaddress.ip_address(address).is_loopback for address in found)

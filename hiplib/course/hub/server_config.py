# Read by the server of each learner in a JupyterHub: Voila and JupyterLab on the same notebooks.
import os

from hiplib.course import server

server.configure_voila(c)
server.configure_lab(c)
c.ServerApp.root_dir = str(server.notebooks())
# All learners share one folder of notebooks: they may change and run a page, and download it.
c.ServerApp.contents_manager_class = "hiplib.course.read_only.ReadOnlyContents"
# As the command `voila` does: no script for formulas from another host.
c.ServerApp.tornado_settings = {"mathjax_url": "", "mathjax_config": ""}
c.ServerApp.terminals_enabled = False
c.ServerApp.jpserver_extensions = {
    "voila.server_extension": True,
    "jupyterlab": os.environ.get("HIPLIB_LAB", "on") != "off",
    "jupyter_server_terminals": False,
    "jupyter_lsp": False,
}
# `configure_voila` ends the kernels of closed pages; a server without pages ends in half an hour.
c.ServerApp.shutdown_no_activity_timeout = 1800

# JupyterHub for a class: `jupyterhub -f "$(hiplib hub)"`, or `load_subconfig` it from your own.
#
# Who may log in is up to you: JupyterHub lets nobody in before a line such as
#   c.Authenticator.allowed_users = {"ada", "ben"}
# Where a learner's server runs is up to the spawner. The default one, for accounts of this machine,
# knows no memory limit; SystemdSpawner (The Littlest JupyterHub) and KubeSpawner do keep it.
import sys
from pathlib import Path

from hiplib.course.server import START

settings = Path(__file__).with_name("server_config.py")

c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser", f"--config={settings}"]
c.Spawner.default_url = f"/voila/render/{START}.ipynb"
# A server of about 150 MB and five open pages of 150 MB each.
c.Spawner.mem_limit = "1G"
c.Spawner.cpu_limit = 2
c.Spawner.start_timeout = 120
c.JupyterHub.concurrent_spawn_limit = 10  # a class of thirty starts in three waves
c.JupyterHub.authenticate_prometheus = True

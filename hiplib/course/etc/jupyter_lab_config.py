# Read by every `jupyter lab` that runs in this environment.
from hiplib.course.server import configure_lab

configure_lab(c)

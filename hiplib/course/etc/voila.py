# Read by every `voila` that runs in this environment.
from hiplib.course.server import configure_voila

configure_voila(c)

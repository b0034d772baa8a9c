"""How the course is served: one Voila template, one configuration for Voila, one for JupyterLab."""

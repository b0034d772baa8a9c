"""Functions that return a complete plotly figure, one module a topic."""

"""One look for every figure: quiet axes, course colours, nothing that leaves the page.

Colours are course colours by name, such as ``"var(--hip-ink)"``; the browser resolves them, so one
figure serves the light and the dark theme (see `hiplib.widgets.plot`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import plotly.graph_objects as go

INK, MUTED, LINE = "var(--hip-ink)", "var(--hip-muted)", "var(--hip-line)"
ACCENT, PAPER, WASH = "var(--hip-accent)", "var(--hip-paper)", "var(--hip-wash)"
# Colour-blind-safe; use a different marker or dash as well, never colour alone.
SERIES = tuple(f"var(--hip-series-{number})" for number in range(1, 7))
CLEAR = "rgba(0,0,0,0)"
# plotly.js 4 offers to upload a chart to a cloud service: never with a learner's data.
_NO_BUTTONS = ["sendDataToCloud", "sendChartToCloud", "lasso2d", "select2d", "autoScale2d"]


@cache
def template() -> go.layout.Template:
    """Return the plotly template of the course.

    Examples
    --------
    >>> template().layout.font.color
    'var(--hip-ink)'
    """
    import plotly.graph_objects as go

    axis = {
        "gridcolor": LINE,
        "linecolor": LINE,
        "zerolinecolor": LINE,
        "ticks": "",
        "automargin": True,
        "title": {"font": {"size": 14}, "standoff": 8},
    }
    return go.layout.Template(
        layout={
            "font": {"color": INK, "size": 13, "family": "system-ui, Segoe UI, Roboto, sans-serif"},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "colorway": list(SERIES),
            "xaxis": axis,
            "yaxis": axis,
            "margin": {"l": 10, "r": 10, "t": 30, "b": 10},
            "showlegend": False,
            "hoverlabel": {"bgcolor": PAPER, "bordercolor": LINE, "font": {"color": INK}},
            "modebar": {
                "remove": _NO_BUTTONS,
                "bgcolor": CLEAR,
                "color": MUTED,
                "activecolor": ACCENT,
            },
            "uirevision": "keep",
            "transition": {"duration": 0},
        }
    )


def figure(*traces: object, **layout: object) -> go.Figure:
    """Return a figure in the course's look from traces and layout settings."""
    import plotly.graph_objects as go

    return go.Figure(data=list(traces), layout={"template": template(), **layout})

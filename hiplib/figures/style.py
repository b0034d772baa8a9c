"""One look for every figure: quiet axes, course colours, nothing that leaves the page.

Colours are course colours by name, such as ``"var(--hip-ink)"``; the browser resolves them, so one
figure serves the light and the dark theme (see `hiplib.widgets.plot`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import plotly.graph_objects as go

INK, MUTED, LINE = "var(--hip-ink)", "var(--hip-muted)", "var(--hip-line)"
ACCENT, PAPER, WASH = "var(--hip-accent)", "var(--hip-paper)", "var(--hip-wash)"
# Colour-blind-safe; use a different marker or dash as well, never colour alone.
SERIES = tuple(f"var(--hip-series-{number})" for number in range(1, 7))
CLEAR = "rgba(0,0,0,0)"
# plotly.js 4 offers to upload a chart to a cloud service: never with a learner's data.
NO_BUTTONS = ["sendDataToCloud", "sendChartToCloud", "lasso2d", "select2d", "autoScale2d"]


_AXIS = {
    "gridcolor": LINE,
    "linecolor": LINE,
    "zerolinecolor": LINE,
    "ticks": "",
    "automargin": True,
    "title": {"font": {"size": 14}, "standoff": 8},
}
TEMPLATE = {
    "layout": {
        "font": {"color": INK, "size": 13, "family": "system-ui, Segoe UI, Roboto, sans-serif"},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "colorway": list(SERIES),
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "margin": {"l": 10, "r": 10, "t": 30, "b": 10},
        "showlegend": False,
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": LINE, "font": {"color": INK}},
        "modebar": {"remove": NO_BUTTONS, "bgcolor": CLEAR, "color": MUTED, "activecolor": ACCENT},
        "uirevision": "keep",
        "transition": {"duration": 0},
    }
}


@dataclass(frozen=True)
class Picture:
    """A figure as plain data: its traces and the settings of its layout, by plotly's names.

    plotly's own figure checks every property whenever it is built, 20 to 40 ms that a slider would
    feel. So the check is made only when something else is asked of a picture, as the tests do:
    ``picture.data`` and all other attributes are those of the checked figure.
    """

    traces: list[dict[str, Any]]
    settings: dict[str, Any]

    @cached_property
    def checked(self) -> go.Figure:
        """The same as a figure of plotly; ValueError names a property that plotly does not know."""
        import plotly.graph_objects as go

        return go.Figure(data=self.traces, layout=self.settings)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.checked, name)


def figure(*traces: dict[str, Any], **layout: Any) -> Picture:
    """Return a figure in the course's look from traces and layout settings.

    Examples
    --------
    >>> figure({"type": "bar", "y": [1]}).layout.template.layout.font.color
    'var(--hip-ink)'
    """
    return Picture(list(traces), {"template": TEMPLATE, **layout})

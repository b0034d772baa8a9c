"""Quick figures for pictures that follow a slider.

plotly checks every property of every trace each time a figure is built: 20 to 40 ms for a log of
two years, which a slider would feel. Here traces are plain dictionaries and the figure is built
without the check; the tests build every picture once more with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from hiplib.figures import style

if TYPE_CHECKING:
    import plotly.graph_objects as go


def quick_figure(*traces: dict[str, Any], **layout: Any) -> go.Figure:
    """Return a figure in the course's look from plain traces, unchecked."""
    import plotly.graph_objects as go

    layout = {"template": style.template(), **layout}
    return go.Figure(data=list(traces), layout=layout, _validate=False)


def scatter(**settings: Any) -> dict[str, Any]:
    """Points or lines, with plotly's names for the settings."""
    return {"type": "scatter", **settings}


def bar(**settings: Any) -> dict[str, Any]:
    """Bars, with plotly's names for the settings."""
    return {"type": "bar", **settings}


def iso(times: pd.Series | pd.DatetimeIndex, unit: str = "m") -> list[str]:
    """Return times as text that plotly.js reads; unit "m" to the minute, "D" to the day.

    >>> iso(pd.DatetimeIndex(["2026-11-15 09:14"]))
    ['2026-11-15T09:14']
    """
    moments = times.to_numpy().astype(f"datetime64[{unit}]")
    texts: list[str] = np.datetime_as_string(moments).tolist()
    return texts

"""Plain traces and labels, by plotly's names, and how numbers and times are written in them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hiplib.figures import style

NO_AXIS: dict[str, Any] = {"visible": False, "fixedrange": True}
PAPER_XY: dict[str, Any] = {"xref": "paper", "yref": "paper"}  # 0 to 1 over the picture


def scatter(**settings: Any) -> dict[str, Any]:
    """Points or lines, with plotly's names for the settings."""
    return {"type": "scatter", **settings}


def line(x: Any, y: Any, name: str, colour: str, width: float = 2, **more: Any) -> dict[str, Any]:
    """Line, without hover unless it says one; `more` are settings of plotly, "dash" among them.

    Examples
    --------
    >>> line([0, 1], [2, 2], "level", style.INK, dash="dot")["line"]["dash"]
    'dot'
    """
    look = {"color": colour, "width": width}
    look |= {key: more.pop(key) for key in ("dash", "shape") if key in more}
    quiet = {} if "hovertemplate" in more else {"hoverinfo": "skip"}
    return scatter(x=x, y=y, mode="lines", name=name, line=look, **quiet, **more)


def marks(
    x: Any,
    y: Any,
    name: str,
    colour: Any,
    symbol: Any,
    size: Any = 12,
    *,
    hover: str = "",
    **more: Any,
) -> dict[str, Any]:
    """Markers; `hover` is what a pointer shows, `more` are settings of the marker."""
    look = {"symbol": symbol, "size": size, "color": colour, **more}
    shown = {"hovertemplate": f"{hover}<extra></extra>"} if hover else {"hoverinfo": "skip"}
    return scatter(x=x, y=y, mode="markers", name=name, marker=look, **shown)


def intervals(table: pd.DataFrame, y: Any, colour: Any, symbol: Any, hover: Any) -> dict[str, Any]:
    """Markers at the column value, each with a bar from low to high (none where it is missing)."""
    trace = marks(table["value"].tolist(), y, "", colour, symbol, line={"width": 2})
    bars = whiskers(table, color=style.INK, thickness=2, width=5)
    return trace | {"error_x": bars, "hovertext": hover, "hoverinfo": "text"}


def whiskers(table: pd.DataFrame, **look: Any) -> dict[str, Any]:
    """Bars from the columns low to high round the column value, none where one is missing."""
    up, down = table["high"] - table["value"], table["value"] - table["low"]
    ends = {"array": up, "arrayminus": down}
    known = {key: end.astype(object).where(end.notna(), None).tolist() for key, end in ends.items()}
    return {"type": "data", "symmetric": False, **known, **look}


def no_effect(x: float, width: float = 1.5, **more: Any) -> dict[str, Any]:
    """Upright dotted line over the picture, as a shape of the layout."""
    dots = {"color": style.MUTED, "width": width, "dash": "dot"}
    ends = {"x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "line", **ends, "line": dots, **more}


def label(
    words: str, x: Any, y: Any, side: str = "left", *, size: int = 12, **more: Any
) -> dict[str, Any]:
    """Text at a place of the picture; `side` is the edge of the text that stands there.

    Examples
    --------
    >>> label("stance", 0, 1)["xanchor"]
    'left'
    """
    look = {"showarrow": False, "font": {"size": size, "color": style.INK}}
    return {"text": words, "x": x, "y": y, "xanchor": side, "align": side, **look, **more}


def bar(**settings: Any) -> dict[str, Any]:
    """Bars, with plotly's names for the settings."""
    return {"type": "bar", **settings}


def fixed(values: Any, decimals: int, missing: str = "none") -> list[str]:
    """Numbers as text of so many decimals, for tables.

    Examples
    --------
    >>> fixed([1.25, float("nan")], 1)
    ['1.2', 'none']
    """
    return [missing if value != value else f"{value:.{decimals}f}" for value in values]


def iso(times: pd.Series | pd.DatetimeIndex, unit: str = "m") -> list[str]:
    """Return times as text that plotly.js reads; unit "m" to the minute, "D" to the day.

    >>> iso(pd.DatetimeIndex(["2026-11-15 09:14"]))
    ['2026-11-15T09:14']
    """
    moments = times.to_numpy().astype(f"datetime64[{unit}]")
    texts: list[str] = np.datetime_as_string(moments).tolist()
    return texts

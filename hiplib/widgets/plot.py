"""A plotly figure on a page: drawn once, then updated in place.

Choice: the figure travels as plain data with binary arrays, and plotly.js is fetched once over HTTP
from the installed plotly package. plotly's own ``FigureWidget`` sends the whole of plotly.js (about
5 MB) through the web socket for each figure, and in Voila it loses changes made before it is shown.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from hiplib.widgets import html
from hiplib.widgets._base import Widget, script, style

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

Point = dict[str, Any]


class PlotView(Widget):
    """Show a plotly figure with a text summary and a table of its numbers.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        Colours may be course colours such as ``"var(--hip-accent)"``: the browser resolves them, so
        one figure serves the light and the dark theme.
    label : str
        Short name of the figure for screen readers.
    summary : str
        One or two sentences that say what to see.
    numbers : pandas.DataFrame, optional
        Shown under "Show the numbers".
    height : int
        Height in pixels (less on a narrow screen).

    Examples
    --------
    >>> import plotly.graph_objects as go
    >>> view = PlotView(go.Figure(go.Bar(x=["a"], y=[2])), label="One bar", summary="a is 2.")
    >>> view.show(go.Figure(go.Bar(x=["a"], y=[3])), summary="Now a is 3.")
    >>> view.summary
    'Now a is 3.'
    """

    _esm = script("plot")
    _css = style("plot")
    _figure = traitlets.Dict().tag(sync=True)
    # What has changed since `_figure` was sent: both together are always the whole picture, so that
    # a view that opens later, as in JupyterLab, shows the same.
    _changes = traitlets.Dict().tag(sync=True)
    _numbers = traitlets.Unicode("").tag(sync=True)
    _hover = traitlets.Bool(False).tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    summary = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int(420).tag(sync=True)

    def __init__(
        self,
        figure: go.Figure,
        *,
        label: str,
        summary: str = "",
        numbers: pd.DataFrame | None = None,
        height: int = 420,
    ) -> None:
        self._handlers: dict[str, list[Callable[[Point], None]]] = {"click": [], "hover": []}
        super().__init__(
            _figure=packed(figure),
            _numbers=_numbers_html(label, numbers),
            label=label,
            summary=summary,
            height=height,
        )
        self.on_msg(self._receive)

    def show(
        self, figure: go.Figure, summary: str | None = None, numbers: pd.DataFrame | None = None
    ) -> None:
        """Draw another state of the figure; zoom and camera stay as the reader left them."""
        with self.hold_sync():
            self._figure, self._changes = packed(figure), {}
            if summary is not None:
                self.summary = summary
            if numbers is not None:
                self._numbers = _numbers_html(self.label, numbers)

    def change(
        self,
        traces: Mapping[int, Mapping[str, Any]],
        layout: Mapping[str, Any] | None = None,
        summary: str | None = None,
        numbers: pd.DataFrame | None = None,
    ) -> None:
        """Change some values of the figure and send nothing else: for sliders.

        Parameters
        ----------
        traces : mapping
            Number of a trace to its new values, for example ``{0: {"x": array, "name": "Now"}}``.
            The number of traces stays as it is; `show` draws another set of traces.
        layout : mapping, optional
            New values of the layout; a dot leads further in (``"scene.annotations"``).
        summary, numbers : optional
            As in `show`.

        Examples
        --------
        >>> import plotly.graph_objects as go
        >>> view = PlotView(go.Figure(go.Bar(x=["a"], y=[2])), label="One bar", summary="a is 2.")
        >>> view.change({0: {"y": [3]}}, {"title.text": "More"}, summary="Now a is 3.")
        """
        data = {key: dict(values) for key, values in self._changes.get("data", {}).items()}
        for number, values in traces.items():
            data.setdefault(str(number), {}).update({k: _sent(v) for k, v in values.items()})
        new = {key: _sent(value) for key, value in (layout or {}).items()}
        changes = {"data": data, "layout": {**self._changes.get("layout", {}), **new}}
        with self.hold_sync():
            self._changes = changes
            if summary is not None:
                self.summary = summary
            if numbers is not None:
                self._numbers = _numbers_html(self.label, numbers)

    def on_click(self, handler: Callable[[Point], None]) -> None:
        """Call `handler` with the clicked point (curve, name, point, x, y, z, customdata)."""
        self._handlers["click"].append(handler)

    def on_hover(self, handler: Callable[[Point], None]) -> None:
        """Call `handler` with the point under the pointer; ask before the figure is shown."""
        self._hover = True
        self._handlers["hover"].append(handler)

    def _receive(self, _: object, content: dict[str, Any], buffers: object) -> None:
        for handler in self._handlers.get(content.get("event", ""), []):
            handler(content["point"])


def packed(figure: go.Figure) -> dict[str, Any]:
    """Figure as plain data in which every array is raw bytes, ready for the web socket.

    plotly writes arrays as base64 text; raw bytes are a quarter smaller and need no decoding.
    """
    return {key: _raw(value) for key, value in figure.to_dict().items() if key != "frames"}


def _raw(value: Any) -> Any:
    if isinstance(value, dict):
        if "bdata" in value:
            return {**value, "bdata": memoryview(base64.b64decode(value["bdata"]))}
        return {key: _raw(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_raw(item) for item in value]
    return value


def _sent(value: Any) -> Any:
    """Give an array as raw bytes, anything else as it is."""
    if not hasattr(value, "dtype"):
        return value
    import numpy as np

    if value.dtype.kind in "iu" and value.dtype.itemsize == 8:
        value = value.astype(np.float64)  # browsers have no number arrays of 64-bit integers
    if value.ndim != 1 or value.dtype.kind not in "fiu":
        return value.tolist()
    code = f"{value.dtype.kind}{value.dtype.itemsize}"
    return {"dtype": code, "bdata": memoryview(value.tobytes())}


def _numbers_html(label: str, numbers: pd.DataFrame | None) -> str:
    return "" if numbers is None else html.table(numbers, caption=label)

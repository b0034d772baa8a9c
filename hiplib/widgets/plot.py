"""A plotly figure on a page: drawn once, then updated in place.

Choice: the figure travels as plain data with binary arrays, and plotly.js is fetched once over HTTP
from the installed plotly package. plotly's own ``FigureWidget`` sends the whole of plotly.js (about
5 MB) through the web socket for each figure, and in Voila it loses changes made before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, repeat, zip_longest
from typing import TYPE_CHECKING, Any

import traitlets

from hiplib.figures import style
from hiplib.figures.style import Picture
from hiplib.widgets import _base, html

if TYPE_CHECKING:
    import pandas as pd

    from hiplib.figures.shares import Exhibit
Point = dict[str, Any]
UNSEEN = {"visible": False}
MOST_AGAIN = 20_000  # bytes that a step may repeat before the whole figure is sent anew


class PlotView(_base.Widget):
    """Show a plotly figure with a text summary and a table of its numbers.

    Parameters
    ----------
    figure : hiplib.figures.style.Picture, optional
        Without one, the view is empty until `show`.
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
    >>> from hiplib.figures import style
    >>> view = PlotView(style.figure({"type": "bar", "y": [2]}), label="One bar")
    >>> view.show(style.figure({"type": "bar", "y": [3]}), summary="Now it is 3.")
    >>> view.summary
    'Now it is 3.'
    """

    _esm = _base.script("plot")
    _css = _base.style("plot")
    _figure = traitlets.Dict().tag(sync=True)
    # What has changed since `_figure` was sent: both together are always the whole picture, so that
    # a view that opens later, as in JupyterLab, shows the same.
    _changes = traitlets.Dict().tag(sync=True)
    _numbers = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    summary = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int(420).tag(sync=True)

    def __init__(
        self,
        figure: Picture | None = None,
        *,
        label: str,
        summary: str = "",
        numbers: pd.DataFrame | None = None,
        height: int = 420,
    ) -> None:
        self._click_handlers: list[Callable[[Point], None]] = []
        super().__init__(
            _figure=packed(figure or style.figure()),
            _numbers=_numbers_html(label, numbers),
            label=label,
            summary=summary,
            height=height,
        )
        self.on_msg(self._receive)

    def show(
        self, figure: Picture, summary: str | None = None, numbers: pd.DataFrame | None = None
    ) -> None:
        """Draw another state of the figure; zoom and camera stay as the reader left them.

        Only what differs from the figure that was sent last as a whole goes to the page, so a step
        of a slider may build the whole figure anew.

        Examples
        --------
        >>> from hiplib.figures import style
        >>> view = PlotView(style.figure({"type": "bar", "y": [2]}), label="One bar")
        >>> view.show(style.figure({"type": "bar", "y": [3]}))
        >>> view._changes
        {'data': {'0': {'y': [3]}}, 'layout': {}}
        """
        now = packed(figure)
        changes = differences(self._figure, now)
        with self.hold_sync():
            if changes is None or self._again(changes) > MOST_AGAIN:
                self._figure, self._changes = _keeping_unseen(self._figure, now), {}
            else:
                self._changes = changes
            if summary is not None:
                self.summary = summary
            if numbers is not None:
                self._numbers = _numbers_html(self.label, numbers)

    def put(self, shown: Exhibit) -> PlotView:
        """Draw a figure with its text, numbers and height; return the view itself."""
        with self.hold_sync():
            self.height = shown.height
            self.show(shown.figure, shown.summary, shown.numbers)
        return self

    def _again(self, changes: Point) -> int:
        """Return the bytes that changes would repeat with each step: sent before, or new keys."""
        old, before = self._figure["data"], self._changes.get("data", {})
        return sum(
            _size(value)
            for number, values in changes["data"].items()
            for key, value in values.items()
            if key not in old[int(number)] or before.get(number, {}).get(key) == value
        )

    def on_click(self, handler: Callable[[Point], None]) -> None:
        """Call `handler` with the clicked point (curve, name, point, x, y, z, customdata)."""
        self._click_handlers.append(handler)

    def _receive(self, _: object, content: dict[str, Any], buffers: object) -> None:
        for handler in self._click_handlers if content.get("event") == "click" else ():
            handler(content["point"])


def packed(figure: Picture) -> Point:
    """Figure as plain data in which every array is raw bytes, ready for the web socket."""
    return {"data": _sent(figure.traces), "layout": _sent(figure.settings)}


def differences(old: Point, new: Point) -> Point | None:
    """Give what a packed figure changes in another one, None when it needs sending as a whole.

    A trace that is not seen, or no longer there, keeps its data on the page: it comes back at no
    cost.

    Examples
    --------
    >>> old = {"data": [{"type": "bar", "y": [1]}], "layout": {"xaxis": {"range": [0, 1]}}}
    >>> new = {"data": [{"type": "bar", "y": [1]}], "layout": {"xaxis": {"range": [0, 2]}}}
    >>> differences(old, new)
    {'data': {}, 'layout': {'xaxis.range': [0, 2]}}
    """
    if len(old["data"]) < len(new["data"]) or old["layout"].keys() != new["layout"].keys():
        return None
    data = {}
    for number, (was, now) in enumerate(zip_longest(old["data"], new["data"], fillvalue=UNSEEN)):
        if now.get("visible") is False:
            now = UNSEEN
        elif was.get("type") != now.get("type") or was.keys() - now.keys():
            return None
        changed = {k: v for k, v in now.items() if k not in was or was[k] != v}
        if changed:
            data[str(number)] = changed
    return {"data": data, "layout": _paths(old["layout"], new["layout"])}


def _paths(old: Point, new: Point, stem: str = "") -> Point:
    """Give what differs in a layout; a dot leads further in."""
    found: Point = {}
    for key in {**old, **new}:
        was, now = old.get(key), new.get(key)
        if isinstance(was, dict) and isinstance(now, dict) and "bdata" not in now:
            found |= _paths(was, now, f"{stem}{key}.")
        elif was != now:
            found[f"{stem}{key}"] = now
    return found


def _keeping_unseen(old: Point, new: Point) -> Point:
    """Give a figure whose unseen traces keep the data that they were sent with."""
    data = [
        {**was, **now}
        if now.get("visible") is False and was.get("type") == now.get("type")
        else now
        for was, now in zip(chain(old["data"], repeat({})), new["data"], strict=False)
    ]
    return {**new, "data": data}


def _sent(value: Any) -> Any:
    """Give plain data with arrays as raw bytes."""
    if isinstance(value, dict):
        return {key: _sent(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_sent(item) for item in value]
    if not hasattr(value, "dtype") or not hasattr(value, "ndim"):
        return value
    import numpy as np

    value = np.asarray(value)
    if value.dtype.kind in "iu" and value.dtype.itemsize == 8:
        value = value.astype(np.float64)  # browsers have no number arrays of 64-bit integers
    if value.ndim not in (1, 2) or value.dtype.kind not in "fiu":
        return value.tolist()
    array = {"dtype": f"{value.dtype.kind}{value.dtype.itemsize}", "bdata": value.tobytes()}
    return array if value.ndim == 1 else {**array, "shape": ", ".join(map(str, value.shape))}


def _size(value: Any) -> int:
    """Return roughly the bytes of packed data."""
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    return len(value) * (1 if isinstance(value, bytes) else 8) if hasattr(value, "__len__") else 8


def _numbers_html(label: str, numbers: pd.DataFrame | None) -> str:
    return "" if numbers is None else html.table(numbers, caption=label)

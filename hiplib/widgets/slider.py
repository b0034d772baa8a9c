"""A slider with a number box, both named, both usable by keyboard.

Choice: ipywidgets' sliders have no accessible name. Bad text in the box is answered beside it and
the last good value stays.
"""

from __future__ import annotations

from typing import Any

import traitlets

from hiplib.errors import InputError
from hiplib.widgets._base import Widget, script, style


class Slider(Widget):
    """Choose a number between `low` and `high`.

    Parameters
    ----------
    label, unit, help : str
        What the number is, its unit, and one line of help.
    value, low, high, step : float
        Start value, bounds and step, in `unit`.

    Raises
    ------
    InputError
        When a value outside the bounds is set from Python.

    Examples
    --------
    >>> Slider("Sunday's run", value=14, low=5, high=30, unit="km").value
    14.0
    """

    _esm = script("slider")
    _css = style("slider")
    label = traitlets.Unicode().tag(sync=True)
    unit = traitlets.Unicode("").tag(sync=True)
    help = traitlets.Unicode("").tag(sync=True)
    low = traitlets.Float(0.0).tag(sync=True)
    high = traitlets.Float(1.0).tag(sync=True)
    step = traitlets.Float(1.0).tag(sync=True)
    value = traitlets.Float(0.0).tag(sync=True)

    def __init__(
        self,
        label: str,
        *,
        value: float,
        low: float,
        high: float,
        step: float = 1.0,
        unit: str = "",
        help: str = "",
    ) -> None:
        super().__init__(
            label=label, low=low, high=high, step=step, value=value, unit=unit, help=help
        )

    @traitlets.validate("value")
    def _inside(self, proposal: dict[str, Any]) -> float:
        value = float(proposal["value"])
        if not self.low <= value <= self.high:
            raise InputError(
                self.label, f"{value:g} is outside", f"{self.low:g} to {self.high:g} {self.unit}"
            )
        return value

"""What a page shows of a PlotView; used by tests only."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import numpy as np

from hiplib.widgets import PlotView


def now(plot: PlotView) -> dict[str, Any]:
    """Return the figure as the browser draws it: as last sent whole, with the changes since."""
    shown = deepcopy(plot._figure)
    for number, values in plot._changes.get("data", {}).items():
        shown["data"][int(number)].update(values)
    for path, value in plot._changes.get("layout", {}).items():
        *stem, last = path.split(".")
        place = shown["layout"]
        for key in stem:
            place = place[key]
        place[last] = value
    return shown


def array(value: Any) -> np.ndarray:
    """Return the numbers of an array that travels as raw bytes."""
    return np.frombuffer(value["bdata"], dtype=value["dtype"])

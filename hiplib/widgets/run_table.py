"""A table of runs in which single ones can be left out, taken back or corrected."""

from __future__ import annotations

from typing import Any

import pandas as pd
import traitlets

from hiplib.figures.distance import shown
from hiplib.widgets._base import Widget, script, style

PAGE = 10


class RunTable(Widget):
    """Show some runs at a time, newest first.

    The page sends ``{"act": "exclude", "place": row}``, or restore, or correct with a ``value`` as
    typed, which `on_msg` delivers; turning the leaves is done here.

    Examples
    --------
    >>> from hiplib.training import built_in_log
    >>> table = RunTable()
    >>> table.show(built_in_log("mia").runs)
    >>> table.rows[0]["day"], table.window
    ('2026-11-15 Sun', [0, 49, 10])
    """

    _esm = script("run_table")
    _css = style("run_table")
    rows: traitlets.List[dict[str, Any]] = traitlets.List([]).tag(sync=True)
    window: traitlets.List[int] = traitlets.List([0, 0, PAGE]).tag(sync=True)
    unit = traitlets.Unicode("km").tag(sync=True)
    aside = traitlets.Bool(False).tag(sync=True)
    caption = traitlets.Unicode("").tag(sync=True)

    def __init__(self) -> None:
        self._runs, self._first = pd.DataFrame(), 0
        super().__init__()
        self.on_msg(self._turn)

    def show(self, runs: pd.DataFrame, *, aside: bool = False, unit: str = "km") -> None:
        """Show other runs, or what is set `aside` of them; stay on the leaf where possible."""
        self._runs = runs
        with self.hold_sync():
            self._first = 0 if aside != self.aside else self._first
            self.aside, self.unit = aside, unit
            self.caption = "Set aside, not counted" if aside else "Runs that count"
            self._draw()

    def _turn(self, _: object, content: dict[str, Any], buffers: object) -> None:
        if "turn" in content:
            self._first += int(content["turn"])
            with self.hold_sync():
                self._draw()

    def _draw(self) -> None:
        total = len(self._runs)
        last_leaf = max(0, (total - 1) // PAGE * PAGE)
        self._first = min(max(self._first, 0), last_leaf)
        newest = self._runs.iloc[::-1].iloc[self._first : self._first + PAGE]
        self.rows = [
            {
                "place": total - 1 - self._first - n,
                "day": f"{run['start']:%Y-%m-%d %a}",
                "km": _text(shown(run["distance_km"], self.unit), 2),
                "time": _text(run["duration_min"], 0, " min"),
                "source": run["source"],
                "reason": run.get("reason", ""),
            }
            for n, run in enumerate(newest.to_dict("records"))
        ]
        self.window = [self._first, total, PAGE]


def _text(value: float, digits: int, unit: str = "") -> str:
    return f"{value:.{digits}f}{unit}" if value == value else ""

"""Training load: read a log of runs, find session spikes, compute ratios, try changes of a plan.

Population averages from cohorts of runners, and relative loads: nothing here speaks about one
person.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hiplib.training.coupling import CouplingDemo, coupling_demo
    from hiplib.training.load import acwr, daily_load, session_spikes
    from hiplib.training.logs import read_log, sample_log
    from hiplib.training.plans import (
        cap_growth,
        change_long_run,
        pause,
        scale_week,
        spread_long_run,
        weeks,
    )
    from hiplib.training.runlog import RunLog
    from hiplib.training.summary import SpikeSummary, spike_summary

_PLACES = {
    # a log of runs
    "RunLog": "runlog",
    "read_log": "logs",
    "sample_log": "logs",
    # what the runs add up to
    "daily_load": "load",
    "session_spikes": "load",
    "acwr": "load",
    "SpikeSummary": "summary",
    "spike_summary": "summary",
    # what would change if the plan changed
    "weeks": "plans",
    "scale_week": "plans",
    "change_long_run": "plans",
    "spread_long_run": "plans",
    "pause": "plans",
    "cap_growth": "plans",
    # why a ratio misleads
    "CouplingDemo": "coupling",
    "coupling_demo": "coupling",
}

__all__ = [
    "CouplingDemo",
    "RunLog",
    "SpikeSummary",
    "acwr",
    "cap_growth",
    "change_long_run",
    "coupling_demo",
    "daily_load",
    "pause",
    "read_log",
    "sample_log",
    "scale_week",
    "session_spikes",
    "spike_summary",
    "spread_long_run",
    "weeks",
]


def __getattr__(name: str) -> Any:
    """Import a function when it is first named, so that a page loads only what it uses."""
    if name in _PLACES:
        return getattr(importlib.import_module(f"hiplib.training.{_PLACES[name]}"), name)
    raise AttributeError(f"hiplib.training has no {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)

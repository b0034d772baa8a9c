"""Training load: read a log of runs, find session spikes, compute ratios, try changes of a plan.

Population averages from cohorts of runners, and relative loads: nothing here speaks about one
person.
"""

from hiplib.training.load import CouplingDemo, acwr, coupling_demo, daily_load
from hiplib.training.logs import read_log, reading
from hiplib.training.plans import (
    cap_growth,
    change_long_run,
    pause,
    scale_week,
    spread_long_run,
    weeks,
)
from hiplib.training.runlog import (
    RunLog,
    built_in_log,
    built_in_logs,
    correct,
    exclude,
    planted_errors,
    restore,
    sample_log,
)
from hiplib.training.spikes import SpikeSummary, session_spikes, spike_summary

__all__ = [
    "CouplingDemo",
    "RunLog",
    "SpikeSummary",
    "acwr",
    "built_in_log",
    "built_in_logs",
    "cap_growth",
    "change_long_run",
    "correct",
    "coupling_demo",
    "daily_load",
    "exclude",
    "pause",
    "planted_errors",
    "read_log",
    "reading",
    "restore",
    "sample_log",
    "scale_week",
    "session_spikes",
    "spike_summary",
    "spread_long_run",
    "weeks",
]

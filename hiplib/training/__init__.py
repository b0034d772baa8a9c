"""Training load: read a log of runs, find session spikes, compute ratios, try changes of a plan.

Population averages from cohorts of runners, and relative loads: nothing here speaks about one
person.
"""

from hiplib.training.load import CouplingDemo, acwr, coupling_demo, daily_load
from hiplib.training.logs import read_log
from hiplib.training.plan import History, Plan, run_types
from hiplib.training.plan_files import plan_from_csv, plan_from_ics, plan_to_csv, plan_to_ics
from hiplib.training.plan_presets import preset, presets
from hiplib.training.plans import (
    cap_growth,
    change_long_run,
    pause,
    scale_week,
    spread_long_run,
    weeks,
)
from hiplib.training.runlog import RunLog, sample_log
from hiplib.training.spikes import SpikeSummary, session_spikes, spike_summary

__all__ = [
    "CouplingDemo",
    "History",
    "Plan",
    "RunLog",
    "SpikeSummary",
    "acwr",
    "cap_growth",
    "change_long_run",
    "coupling_demo",
    "daily_load",
    "pause",
    "plan_from_csv",
    "plan_from_ics",
    "plan_to_csv",
    "plan_to_ics",
    "preset",
    "presets",
    "read_log",
    "run_types",
    "sample_log",
    "scale_week",
    "session_spikes",
    "spike_summary",
    "spread_long_run",
    "weeks",
]

"""Training load: read a log of runs, find session spikes, compute ratios, try changes of a plan.

Population averages from cohorts of runners, and relative loads: nothing here speaks about one
person.
"""

from hiplib.training.bone import bone_model, usual_day
from hiplib.training.cards import evidence_cards, prevention_rate, recovery_clock
from hiplib.training.compare import MeasuredPlan, compare_measured, compare_plans
from hiplib.training.contact import (
    absolute_force,
    break_even_exponent,
    carried_load,
    contact_force,
    contact_impulse,
    step_rate_effect,
    steps,
)
from hiplib.training.exercises import exercise_key
from hiplib.training.exposure import exposure
from hiplib.training.fitness import fitness_fatigue, one_impulse, trimp
from hiplib.training.group import GroupResult, simulate_group
from hiplib.training.load import CouplingDemo, acwr, coupling_demo, daily_load
from hiplib.training.logs import read_log, reading
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
from hiplib.training.weekly import monotony_strain, session_load, weekly_change

__all__ = [
    "CouplingDemo",
    "GroupResult",
    "History",
    "MeasuredPlan",
    "Plan",
    "RunLog",
    "SpikeSummary",
    "absolute_force",
    "acwr",
    "bone_model",
    "break_even_exponent",
    "built_in_log",
    "built_in_logs",
    "cap_growth",
    "carried_load",
    "change_long_run",
    "compare_measured",
    "compare_plans",
    "contact_force",
    "contact_impulse",
    "correct",
    "coupling_demo",
    "daily_load",
    "evidence_cards",
    "exclude",
    "exercise_key",
    "exposure",
    "fitness_fatigue",
    "monotony_strain",
    "one_impulse",
    "pause",
    "plan_from_csv",
    "plan_from_ics",
    "plan_to_csv",
    "plan_to_ics",
    "planted_errors",
    "preset",
    "presets",
    "prevention_rate",
    "read_log",
    "reading",
    "recovery_clock",
    "restore",
    "run_types",
    "sample_log",
    "scale_week",
    "session_load",
    "session_spikes",
    "simulate_group",
    "spike_summary",
    "spread_long_run",
    "step_rate_effect",
    "steps",
    "trimp",
    "usual_day",
    "weekly_change",
    "weeks",
]

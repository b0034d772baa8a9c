"""Coming back to running and preventing injury: gate, plan, pain rules, effects, trials.

Plain values in and out. The plan exists only behind an open gate (`plan` refuses otherwise).
"""

from hiplib.recovery.first_days import FirstDays, first_days
from hiplib.recovery.pain import Judgement, judge, pain_rules
from hiplib.recovery.plan_gate import LOCKED, OPEN, Gate, gate
from hiplib.recovery.prevention import Measure, crowd_shares, measure, measures, overview
from hiplib.recovery.return_plan import (
    Step,
    calendar,
    default_steps,
    plan,
    read_steps,
    write_steps,
)
from hiplib.recovery.trial_simulation import Design, Simulation, risks, simulate

__all__ = [
    "LOCKED", "OPEN", "Design", "FirstDays", "Gate", "Judgement", "Measure", "Simulation", "Step",
    "calendar", "crowd_shares", "default_steps", "first_days", "gate", "judge", "measure",
    "measures", "overview", "pain_rules", "plan", "read_steps", "risks", "simulate", "write_steps",
]  # fmt: skip

"""What a page shows. Notebooks call these; they are imported on first use."""

from __future__ import annotations

import importlib
from typing import Any

# module -> what a page may call of it
_MODULES = {
    # every page
    "page_frame": "page sources",
    "start_page": "doors course_map",
    "unit_choice": "units",
    "check_page": "check_yourself",
    # the parts of a page
    "layers_page": "hip_viewer structure_explorer",
    "impingement_page": "impingement_lab",
    "running_page": "predict_one_leg contact_forces one_leg_stance muscle_peaks load_cycles"
    " gait_timeline",
    "function_page": "function_lab",
    "role_swap": "predict_role_swap",
    "quiz_page": "structure_quiz",
    "shape_page": "shape_lab",
    "catalogue_page": "catalogue",
    "self_check_page": "self_check",
    "decision_page": "decision_table",
    "differential_page": "differential_trainer",
    "case_clinic_page": "case_clinic",
    "sign_page": "symptom_guide care_guide",
    "laboratory_page": "test_lab test_lesson",
    "imaging_page": "picture_is_not_pain",
    "treatment_page": "predict_waiting treatment_evidence",
    "compare_page": "compare",
    "glossary_page": "glossary",
    "source_page": "certainty_guide source_list",
    "claim_page": "predict_supported claim_game score_cards claim_browser reading_sheet",
    "training_page": "training_lab predict_spike spike_steps coupling_demo",
    "evidence_page": "evidence_board recovery_clock",
    "exercise_page": "exercises",
    "bench_page": "what_if_bench step_rate_lab predict_models",
    "recovery_page": "first_days pain_rules return_planner",
    "prevention_page": "prevention_guide predict_trials trial_designer",
    "review_page": "spaced_review course_test my_progress question_files",
    "teaching_page": "objectives lesson_plans answer_keys class_table",
    # building blocks
    "plan_page": "PlanEditor PresetPicker",
    "plot": "PlotView",
    "questions": "Questions Item",
    "slider": "Slider",
    "body_map": "BodyMap",
    "file_picker": "FilePicker",
    "log_page": "LogPicker",
    "run_table": "RunTable",
    "live": "Live",
    "pulse": "Pulse",
}
_PARTS = {name: module for module, names in _MODULES.items() for name in names.split()}

__all__ = sorted(_PARTS)


def __getattr__(name: str) -> Any:
    """Import a part when it is first named, so that a page loads only what it shows."""
    if name not in _PARTS:
        raise AttributeError(f"hiplib.widgets has no {name!r}; it has {', '.join(__all__)}")
    return getattr(importlib.import_module(f"hiplib.widgets.{_PARTS[name]}"), name)


def __dir__() -> list[str]:
    return __all__

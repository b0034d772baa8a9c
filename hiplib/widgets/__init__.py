"""What a page shows. Notebooks call these; they are imported on first use."""

from __future__ import annotations

import importlib
from typing import Any

# name on a page -> (module, name there)
_PARTS = {
    # every page
    "page": ("page_frame", "page"),
    "sources": ("page_frame", "sources"),
    "doors": ("start_page", "doors"),
    "course_map": ("start_page", "course_map"),
    "units": ("unit_choice", "units"),
    "check_yourself": ("check_page", "check_yourself"),
    # the parts of a page
    "hip_viewer": ("layers_page", "hip_viewer"),
    "structure_explorer": ("layers_page", "structure_explorer"),
    "impingement_lab": ("impingement_page", "impingement_lab"),
    "predict_one_leg": ("running_page", "predict_one_leg"),
    "contact_forces": ("running_page", "contact_forces"),
    "one_leg_stance": ("running_page", "one_leg_stance"),
    "muscle_peaks": ("running_page", "muscle_peaks"),
    "load_cycles": ("running_page", "load_cycles"),
    "gait_timeline": ("running_page", "gait_timeline"),
    "function_lab": ("function_page", "function_lab"),
    "predict_role_swap": ("role_swap", "predict_role_swap"),
    "structure_quiz": ("quiz_page", "structure_quiz"),
    "shape_lab": ("shape_page", "shape_lab"),
    "catalogue": ("catalogue_page", "catalogue"),
    "self_check": ("self_check_page", "self_check"),
    "decision_table": ("decision_page", "decision_table"),
    "differential_trainer": ("differential_page", "differential_trainer"),
    "case_clinic": ("case_clinic_page", "case_clinic"),
    "symptom_guide": ("sign_page", "symptom_guide"),
    "care_guide": ("sign_page", "care_guide"),
    "test_lab": ("laboratory_page", "test_lab"),
    "test_lesson": ("laboratory_page", "test_lesson"),
    "picture_is_not_pain": ("imaging_page", "picture_is_not_pain"),
    "predict_waiting": ("treatment_page", "predict_waiting"),
    "treatment_evidence": ("treatment_page", "treatment_evidence"),
    "compare": ("compare_page", "compare"),
    "glossary": ("glossary_page", "glossary"),
    "certainty_guide": ("source_page", "certainty_guide"),
    "source_list": ("source_page", "source_list"),
    "predict_supported": ("claim_page", "predict_supported"),
    "claim_game": ("claim_page", "claim_game"),
    "score_cards": ("claim_page", "score_cards"),
    "claim_browser": ("claim_page", "claim_browser"),
    "reading_sheet": ("claim_page", "reading_sheet"),
    "training_lab": ("training_page", "training_lab"),
    "predict_spike": ("training_page", "predict_spike"),
    "spike_steps": ("training_page", "spike_steps"),
    "coupling_demo": ("training_page", "coupling_demo"),
    "evidence_board": ("evidence_page", "evidence_board"),
    "recovery_clock": ("evidence_page", "recovery_clock"),
    "exercises": ("exercise_page", "exercises"),
    "what_if_bench": ("bench_page", "what_if_bench"),
    "step_rate_lab": ("bench_page", "step_rate_lab"),
    "predict_models": ("bench_page", "predict_models"),
    "first_days": ("recovery_page", "first_days"),
    "pain_rules": ("recovery_page", "pain_rules"),
    "return_planner": ("recovery_page", "return_planner"),
    "prevention_guide": ("prevention_page", "prevention_guide"),
    "predict_trials": ("prevention_page", "predict_trials"),
    "trial_designer": ("prevention_page", "trial_designer"),
    "spaced_review": ("review_page", "spaced_review"),
    "course_test": ("review_page", "course_test"),
    "my_progress": ("review_page", "my_progress"),
    "question_files": ("review_page", "question_files"),
    "objectives": ("teaching_page", "objectives"),
    "lesson_plans": ("teaching_page", "lesson_plans"),
    "answer_keys": ("teaching_page", "answer_keys"),
    "class_table": ("teaching_page", "class_table"),
    # building blocks
    "PlanEditor": ("plan_page", "PlanEditor"),
    "PresetPicker": ("plan_page", "PresetPicker"),
    "PlotView": ("plot", "PlotView"),
    "Questions": ("questions", "Questions"),
    "Item": ("questions", "Item"),
    "Slider": ("slider", "Slider"),
    "BodyMap": ("body_map", "BodyMap"),
    "FilePicker": ("file_picker", "FilePicker"),
    "LogPicker": ("log_page", "LogPicker"),
    "RunTable": ("run_table", "RunTable"),
    "Live": ("live", "Live"),
    "Pulse": ("pulse", "Pulse"),
}

__all__ = sorted(_PARTS)


def __getattr__(name: str) -> Any:
    """Import a part when it is first named, so that a page loads only what it shows."""
    if name not in _PARTS:
        raise AttributeError(f"hiplib.widgets has no {name!r}; it has {', '.join(__all__)}")
    module, attribute = _PARTS[name]
    return getattr(importlib.import_module(f"hiplib.widgets.{module}"), attribute)


def __dir__() -> list[str]:
    return __all__

"""What learners read: no banned words, no file names or ids, plain enough."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from reading import grade, prose

from hiplib import conditions, selfcheck, tables
from hiplib.selfcheck import assessment
from hiplib.widgets import html

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
# "do you have" asks and is fine; "you have" tells a reader what they have, and is not.
BANNED = (r"\bsafe(ly)?\b", r"(?<!\bdo )\byou have\b", r"\byour risk is\b")
TEXTS = {
    "conditions": ("name", "key_features", "onset", "aggravating", "first_imaging"),
    "red_flags": ("question", "why", "suspected"),
    "urgencies": ("label", "action", "timeframe"),
    "selfcheck_questions": ("text", "why"),
    "selfcheck_choices": ("text",),
    "selfcheck_rules": ("reason", "suspected"),
    "selfcheck_advice": ("text",),
    "page_texts": ("text",),
    "check_questions": ("prompt",),
    "check_choices": ("text", "feedback"),
    "condition_synonyms": ("synonym",),
    "examination_tests": ("name", "note"),
    "test_lessons": ("title", "prompt"),
    "test_lesson_choices": ("text", "reply"),
    "test_targets": ("start_note", "population"),
    "imaging_findings": ("name", "what_it_is", "notice"),
    "treatments": ("name", "verdict", "limits"),
    "claims": ("explanation", "safer_message"),
    "reading_steps": ("question", "why"),
    "treatment_conflicts": ("title", "why"),
    "evidence_cards": ("group", "statement", "wording"),
    "recovery_clock": ("what", "wording"),
    "exercises": ("title", "story", "question", "hint_1", "hint_2", "solution"),
    "exercise_choices": ("text", "feedback"),
    "plan_presets": ("title", "effect"),
    "run_types": ("name", "meaning"),
}
MORE = {"conditions": ("first_management", "return_basis", "prognosis", "typical_age")}


def banned(text: str) -> list[str]:
    return [word for word in BANNED if re.search(word, text, re.IGNORECASE)]


@pytest.mark.parametrize("table", TEXTS)
def test_tables_hold_no_banned_words(table: str) -> None:
    rows = tables.read(table)
    columns = TEXTS[table] + MORE.get(table, ())
    found = {text: banned(text) for column in columns for text in rows[column]}
    assert not {text: words for text, words in found.items() if words}


def test_banned_words_are_found_when_they_are_there() -> None:
    assert banned("It is safe to run.") == [BANNED[0]]
    assert banned("You have a tear.") == [BANNED[1]]
    assert banned("Do you have a fever?") == []


def notebook(name: str) -> str:
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    return "\n\n".join(texts)


@pytest.mark.parametrize(
    ("name", "highest"),
    [
        ("02_hip_in_running", 8),
        ("03_conditions", 10),
        ("04_reasoning", 8),
        ("05_self_check", 8),
        ("06_case_clinic", 8),
        ("09_claims", 8),
    ],
)
def test_pages_are_plain(name: str, highest: int) -> None:
    text = notebook(name)
    assert grade(prose(text)) <= highest
    assert not banned(text)


def test_claims_are_explained_plainly() -> None:
    rows = tables.read("claims")
    for column in ("explanation", "safer_message"):
        assert grade("\n".join(rows[column])) <= 8
    for row in rows.itertuples():
        assert grade(f"{row.explanation}\n{row.safer_message}") <= 10, row.claim_id


@pytest.mark.parametrize("lesson_id", conditions.lessons())
def test_lessons_of_the_test_laboratory_are_plain(lesson_id: str) -> None:
    lesson = conditions.lesson(lesson_id)
    replies = [reply for reply, _, _ in lesson.replies.values()]
    assert grade("\n".join([lesson.prompt, *replies])) <= 8


def test_every_question_and_reason_of_the_self_check_is_plain() -> None:
    for question in selfcheck.questions():
        choices = ". ".join(choice.text for choice in question.choices)
        assert grade(f"{question.text} {question.why} {choices}.") <= 8, question.id
    for rule in selfcheck.rules():
        assert grade(rule.reason) <= 9, rule.id
    assert grade(" ".join(rule.reason for rule in selfcheck.rules())) <= 8
    assert grade("\n".join(tables.read("selfcheck_advice")["text"])) <= 8


def test_fixed_texts_of_the_self_check_are_plain() -> None:
    fixed = [
        assessment.OPEN.format(reason=""),
        assessment.NOT_ASKED,
        assessment.NOT_KNOWN,
        assessment.NOT_USUAL,
        html.said("not_a_diagnosis"),
        html.said("no_running"),
    ]
    assert grade("\n".join(fixed)) <= 8
    assert not [text for text in fixed if banned(text)]


def test_nobody_is_asked_to_hop_or_to_test_the_hip() -> None:
    texts = [*tables.read("selfcheck_choices")["text"], *tables.read("selfcheck_advice")["text"]]
    for text in [*texts, notebook("05_self_check")]:
        for sentence in re.split(r"(?<=[.?!])\s+", text):
            if re.search(r"\bhops?\b", sentence):
                assert re.search(r"\bnot\b|could finish", sentence), sentence


def test_the_emergency_list_comes_before_any_question() -> None:
    text = notebook("05_self_check")
    assert text.index("## Get help now") < text.index("## The check")
    listed = text[text.index("## Get help now") : text.index("## Predict first")]
    flags = tables.read("red_flags")
    assert listed.count("\n- ") == (flags["urgency"] == "emergency_now").sum()


def test_no_unverified_number_is_in_the_catalogue() -> None:
    """Numbers that their collectors could not verify (see the tables' README)."""
    rows = tables.read("conditions")
    texts = " ".join(" ".join(rows[column]) for column in rows.select_dtypes("str"))
    assert "8-25 d" not in texts
    assert "within 6 hours" not in texts
    assert "weak_facts" not in texts


@pytest.mark.parametrize("condition_id", list(tables.read("conditions")["condition_id"]))
def test_the_professional_part_of_a_card_is_readable(condition_id: str) -> None:
    """The plain part has its own, stricter test (test_cards.py)."""
    row = tables.read("conditions").set_index("condition_id").loc[condition_id]
    parts = ("key_features", "onset", "aggravating", "first_imaging", "first_management")
    text = "\n".join(row[part] for part in (*parts, "prognosis"))
    assert grade(text) <= 9
    assert not re.search(r"[<>]=?\d|\d%|\bOA\b", text)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("treatments", ("verdict", "limits")),
        ("treatment_conflicts", ("why",)),
        ("imaging_findings", ("what_it_is", "notice")),
    ],
)
def test_words_on_scans_and_treatments_are_plain(table: str, columns: tuple[str, ...]) -> None:
    for row in tables.read(table).to_dict("records"):
        for column in columns:
            assert grade(row[column]) <= 8, row[column]


def test_the_words_beside_pairs_of_plans_are_plain() -> None:
    texts = tables.read("plan_presets")["effect"]
    assert {text: grade(text) for text in texts if grade(text) > 8.5} == {}


def test_every_check_question_is_plain() -> None:
    questions, choices = tables.read("check_questions"), tables.read("check_choices")
    for question_id, own in choices.groupby("question_id"):
        prompt = questions.loc[questions["question_id"] == question_id, "prompt"].item()
        said = [text if text[-1] in ".?!" else f"{text}." for text in own["feedback"]]
        assert grade(" ".join([prompt, *said])) <= 10, question_id

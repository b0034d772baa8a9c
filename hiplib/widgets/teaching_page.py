"""For lecturers: objectives, lesson plans, answer keys, and the results of a class."""

from __future__ import annotations

import csv
from typing import Any

import ipywidgets
import pandas as pd

from hiplib import claims, conditions, learning, tables, training
from hiplib.conditions import differential
from hiplib.learning import checks, review
from hiplib.widgets import html
from hiplib.widgets.controls import button, column, select
from hiplib.widgets.file_picker import FilePicker
from hiplib.widgets.live import Live
from hiplib.widgets.page_frame import page_names

LEVELS = "remember, understand, apply, analyse, evaluate, create"
PERSONAL = (
    "The files stay in the memory of this page and are gone when you close it. Names are those of "
    "the files: ask your group for names that they agree on, and delete what you no longer need."
)
FEW = (
    "With a handful of learners or questions, a difference is often chance. Use the table to see "
    "what to explain again, not to give marks."
)
_ALL = "all"


def objectives() -> ipywidgets.Widget:
    """Return the objectives of every page with their level of thinking, page by page."""
    goals = tables.read("page_objectives").sort_values(["page_id", "order"])
    folds = []
    for page_id, name in page_names().items():
        own = goals[goals["page_id"] == page_id]
        shown = own[["objective", "bloom"]].rename(
            columns={"objective": "After the page, a learner can", "bloom": "Level"}
        )
        folds.append(html.fold(f"{name}: {len(own)} objectives", html.table(shown)))
    words = f"<p>The levels, after Bloom, lowest first: {LEVELS}.</p>"
    return Live(words + "".join(folds), polite=False)


def lesson_plans() -> ipywidgets.Widget:
    """Return each lesson plan behind a fold: minutes, lecturer, students, page and material."""
    steps = tables.read("lesson_steps").sort_values(["plan_id", "order"])
    plans = tables.read("lesson_plans").sort_values("order").to_dict("records")
    return Live("".join(_plan(plan, steps) for plan in plans), polite=False)


def _plan(plan: Any, steps: pd.DataFrame) -> str:
    names, rows, start = page_names(), [], 0
    for step in steps[steps["plan_id"] == plan["plan_id"]].to_dict("records"):
        page = html.link(f"{step['page_id']}.ipynb", names[step["page_id"]])
        end = start + step["minutes"]
        rows.append({
            "Minutes": f"{start} to {end}",
            "You": step["lecturer"],
            "Students": step["students"],
            "Page and part": html.Raw(f"{page}: {html.text(step['part'])}"),
            "Material": step["material"],
        })  # fmt: skip
        start = end
    words = f"<p><b>Goal:</b> {html.text(plan['goal'])}. {html.text(plan['audience'])}.</p>"
    title = f"{plan['title']} ({plan['minutes']} minutes)"
    whole = html.scroll(html.table(pd.DataFrame(rows)), plan["title"])
    return html.fold(title, words + whole)


def answer_keys() -> ipywidgets.Widget:
    """Return the keys of a page to choose: questions, and what else the page asks."""
    pages = [(name, page_id) for page_id, name in page_names().items()]
    chosen = select("Page", [*pages, ("All pages, to print", _ALL)], pages[0][1])
    shown = Live()

    def show(_: object = None) -> None:
        wanted = [page_id for _, page_id in pages if chosen.value in (page_id, _ALL)]
        shown.html = "".join(map(answer_key, wanted))

    chosen.observe(show, "value")
    show()
    return column(chosen, shown)


def answer_key(page_id: str) -> str:
    """Return the key of one page as folds for lecturers.

    Each question has its key, why it is right, and the wrong choices, which are the misconceptions
    to expect, with the reply that a learner gets.
    """
    questions = learning.questions(page_id, review=True)
    folds = html.fold(
        f"For lecturers: {len(questions)} questions of {page_names()[page_id]}",
        "".join(map(_question, questions)),
    )
    more = {
        "06_case_clinic": _case_keys,
        "07c_training_exercises": _exercise_keys,
        "09_claims": _claim_keys,
    }
    return folds + (more[page_id]() if page_id in more else "")


def _question(asked: learning.Question) -> str:
    reply = checks.judge(asked.question_id, checks.keyed(asked.question_id))
    place = "" if asked.on_page else " (in review and tests only)"
    key = f"<p><b>Key:</b> {html.text(review.key_words(asked))}</p>"
    why = f"<p>{html.text(reply.text)}</p>"
    cited = html.cite(reply.reference.ref_id) if reply.reference else ""
    source = f'<p class="hip-note">Source: {cited}</p>' if cited else ""
    traps = [
        f"<em>{html.text(words)}</em> {html.text(said)}"
        for words, said in checks.wrong_choices(asked.question_id)
    ]
    expected = f"<p>Misconceptions to expect:</p>{html.bullets(traps)}" if traps else ""
    return html.card(asked.prompt + place, key + why + source + expected)


def _case_keys() -> str:
    labels = tables.read("urgencies").set_index("urgency")["label"]
    rows = [
        {
            "Case": case.title,
            "Built around": conditions.condition(case.condition_id).name,
            "How soon": f"{labels[case.urgency]}. {case.urgency_why}",
            "Next step": next(step.text for step in case.steps if step.keyed),
            "Questions that decide": "; ".join(
                one.question for one in case.findings if one.worth == "decides"
            ),
        }
        for case in differential.stems()
    ]
    return _wide("the cases", rows)


def _exercise_keys() -> str:
    columns = {"title": "Exercise", "question": "Question", "answer": "Answer",
               "solution": "Why"}  # fmt: skip
    frame = training.exercise_key()[list(columns)].rename(columns=columns)
    return _wide("the exercises", frame.to_dict("records"))


def _claim_keys() -> str:
    verdicts = claims.verdicts()
    rows = [
        {"Claim": f"{one.name}: {one.text}", "Verdict": verdicts[one.verdict].label,
         "Why": one.explanation, "Safer message": one.safer_message}
        for one in claims.claims().values()
    ]  # fmt: skip
    return _wide("the claims", rows)


def _wide(name: str, rows: list[Any]) -> str:
    table = html.scroll(html.table(pd.DataFrame(rows)), f"Key of {name}")
    return html.fold(f"For lecturers: key of {name} ({len(rows)})", table)


def class_table() -> ipywidgets.Widget:
    """Return a picker of learners' progress files and their results as one table."""
    files: dict[str, bytes] = {}
    picker = FilePicker("Progress files of learners (JSON)", accept=".json", max_mb=5, many=True)
    shown = Live()

    def add(name: str, content: bytes) -> None:
        again = " The earlier file of this name is replaced." if name in files else ""
        files[name] = content
        picker.say(f"{name} is read; {len(files)} in all.{again}", "ok")
        shown.html = class_html(learning.class_results(files))

    def forget() -> None:
        files.clear()
        shown.html = ""
        picker.say("All files are forgotten.", "info")

    picker.on_file(add)
    words = Live(f"<p>{PERSONAL}</p>", polite=False)
    return column(words, picker, button("Forget all files", forget), shown)


def class_html(results: pd.DataFrame) -> str:
    """Return the results of a class: problems, one row a learner, all rows to save."""
    names, problems = page_names(), results[results["problem"] != ""]
    said = html.bullets(
        f"{html.text(row['learner'])}: {html.text(row['problem'])}"
        for row in problems.to_dict("records")
    )
    said = f"<p>Files without a result:</p>{said}" if len(problems) else ""
    good = results[results["page_id"] != ""].copy()
    if good.empty:
        return f"{said}<p>No file holds a result, so there is no table yet.</p>"
    whole = good.groupby("learner", as_index=False).agg(
        pages=("page_id", "nunique"), answered=("answered", "sum"), correct=("correct", "sum"),
        pre=("pre", "mean"), post=("post", "mean"), gain=("gain", "mean"),
    )  # fmt: skip
    good["page_id"] = good["page_id"].map(names)
    saved = results.assign(**{name: results[name].map(_inert) for name in ("learner", "problem")})
    rows = saved.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC)
    link = html.download(rows, "text/csv", "class_results.csv", "Save all rows as CSV")
    caption = "pre, post and gain: mean over the pages that were asked, 0 to 1"
    return (
        said
        + html.scroll(html.table(whole, caption=caption), "Results by learner")
        + html.fold("By learner and page", html.scroll(
            html.table(good.drop(columns="problem").rename(columns={"page_id": "page"})),
            "Results by learner and page"))
        + f"<p>{FEW}</p><p>{link}</p>"
    )  # fmt: skip


def _inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, whatever a file is called."""
    plain = " ".join(cell.split())
    return f"'{plain}" if plain.startswith(("=", "+", "-", "@")) else plain

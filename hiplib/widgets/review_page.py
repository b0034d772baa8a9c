"""Page 11: spaced review, two tests, the progress with its file, and exports of the questions."""

from __future__ import annotations

from datetime import UTC, date, datetime

import ipywidgets
import pandas as pd

from hiplib import claims, learning
from hiplib.figures import style
from hiplib.learning import checks, results, review
from hiplib.learning import record as r
from hiplib.widgets import html
from hiplib.widgets.check_page import answered, item, sources
from hiplib.widgets.controls import button, column, row, select
from hiplib.widgets.file_picker import FilePicker
from hiplib.widgets.live import Live
from hiplib.widgets.page_frame import page_names
from hiplib.widgets.plot import PlotView
from hiplib.widgets.progress_store import save_link, store
from hiplib.widgets.questions import Questions

ROUND = 5  # questions of one round


def today() -> date:
    """Return the day of now in UTC, by which questions come back."""
    return datetime.now(UTC).date()


def spaced_review() -> ipywidgets.Widget:
    """Return the review: first what is due today, else new questions of a page of your choice."""
    titles = {p: title for p, title in page_names().items() if checks.questions(p, review=True)}
    page = select("New questions from", [("All pages", ""), *((v, k) for k, v in titles.items())])
    said, told = Live(), Live(polite=False)
    asked = Questions([])
    given: dict[str, object] = {}  # in this round: the same answer as last time counts again
    asked.observe(lambda change: answered(asked, change["new"], given), "answers")

    def start() -> None:
        given.clear()
        record = store().record
        chosen = list(review.due(record, today()))[:ROUND]
        seen = set(record.latest())
        for one in checks.all_questions():
            if len(chosen) < ROUND and one.question_id not in seen:
                chosen += [one.question_id] if page.value in ("", one.page_id) else []
        questions = [checks.question(question_id) for question_id in chosen]
        told.html = "" if questions else "<p>Nothing is due, and no new question is left here.</p>"
        asked.ask(map(item, questions), focus=bool(questions))
        told.html += sources(questions)

    def count() -> None:
        plan = review.schedule(store().record)
        late = sum(one.on <= today() for one in plan)
        next_on = next((one.on for one in plan if one.on > today()), None)
        after = f" The next one comes back on {next_on.isoformat()}." if next_on else ""
        said.html = f"<p><strong>{late} due today</strong>, {len(plan)} in your boxes.{after}</p>"

    store().on_change(count)
    count()
    return column(said, page, row(button(f"Give me {ROUND} questions", start)), asked, told)


def course_test(kind: str) -> ipywidgets.Widget:
    """Return the test before ("pre") or after ("post") the course; replies come at the end."""
    questions = review.form(kind)
    asked, told = Questions([]), Live()

    def start() -> None:
        told.html = f"<p>{len(questions)} questions. No reply until you finish.</p>"
        asked.ask(map(item, questions))
        done.layout.display = ""

    def finish() -> None:
        answers = {
            one.question_id: asked.answers.get(one.question_id, "unknown") for one in questions
        }
        store().add(kind, f"form_{review.SEED}", answers)
        replies = dict(asked.answers)
        asked.tell({key: _reply(key, answer) for key, answer in replies.items()})
        show()

    def show() -> None:
        points = results.exam_scores(store().record, kind)
        if points:
            told.html = _test_words(points) + _gain_words(results.gain(store().record))

    store().on_change(show)
    show()
    words = "before" if kind == r.PRE else "after"
    done = button("Finish and show my result", finish)
    done.layout.display = "none"
    return column(row(button(f"Start the test {words} the course", start)), asked, row(done), told)


def _reply(question_id: str, answer: object) -> tuple[str, str]:
    points = results.score(question_id, answer)
    if points is None:
        return "This is no possible answer, so it counts as not known.", ""
    reply = learning.judge(question_id, answer)
    return reply.text, "right" if reply.correct else "wrong"


def _test_words(points: dict[str, float]) -> str:
    right = sum(points.values())
    return f"<p>Your result: <strong>{right:.1f} of {len(points)} points</strong>.</p>"


def _gain_words(gain: results.Gain | None) -> str:
    if gain is None:
        return "<p>The learning gain is shown when both tests are finished.</p>"
    part = "" if gain.normalised is None else (
        f" Of what was still missing before, that is a share of {gain.normalised:.2f}."
    )  # fmt: skip
    low, high = (100 * (gain.absolute + sign * gain.margin) for sign in (-1, 1))
    return (
        f"<p>Learning gain: from {100 * gain.pre:.0f} to {100 * gain.post:.0f} of 100 points, "
        f"a change of {100 * gain.absolute:+.0f} (rough 95% interval {low:+.0f} to {high:+.0f})."
        f"{part} {html.said('test_noise')}</p>"
    )


def my_progress() -> ipywidgets.Widget:
    """Return the progress per page as picture and table, with save, load and reset."""
    view = PlotView(label="Share of the questions of each page that you answered", height=420)
    saved, sure = Live(polite=False), Live()
    picker = FilePicker("Load a progress file (JSON)", accept=".json", max_mb=5)

    def show() -> None:
        record = store().record
        counts, titles = learning.page_progress(record), page_names()
        names = [titles[page] for page in counts]
        values = [round(100 * done / all_) for done, all_ in counts.values()]
        bars = {"type": "bar", "orientation": "h", "x": values[::-1], "y": names[::-1],
                "text": [f"{value} of 100" for value in values[::-1]]}  # fmt: skip
        axis = {"range": [0, 108], "dtick": 25, "title": {"text": "answered, of 100"}}
        mean = sum(values) / len(values)
        view.show(
            style.figure(bars, xaxis=axis),
            f"On average {mean:.0f} of 100 questions of a page are answered.",
            pd.DataFrame({"Page": names, "Answered, of 100": values}),
        )
        kept = f"{save_link(record)} ({len(record.entries)} entries)"
        saved.html = f"<p>{html.said('what_is_kept')}</p><p>{kept}</p>"

    def load(name: str, content: bytes) -> None:
        loaded = r.decode(name, content)
        store().put(loaded)
        here = [*(one.question_id for one in checks.all_questions()), *claims.claims()]
        strange = r.unknown(loaded, here)
        more = (
            f" Kept, though not in this version of the course: {len(strange)}." if strange else ""
        )
        picker.say(f"{name}: {len(loaded.entries)} entries read and added.{more}", "ok")

    def ask() -> None:
        yes.layout.display = no.layout.display = ""
        sure.html = "<p>This forgets all answers in this browser. Saved files stay. Go on?</p>"

    def close(words: str = "") -> None:
        yes.layout.display = no.layout.display = "none"
        sure.html = f"<p>{words}</p>" if words else ""

    def forget() -> None:
        store().reset()
        close("Everything is forgotten in this browser.")

    yes, no = button("Yes, forget everything", forget), button("No, keep it", close)
    close()
    picker.on_file(load)
    store().on_change(show)
    show()
    reset = button("Reset", ask)
    return column(view, saved, picker, row(reset), sure, row(yes, no))


def question_files() -> ipywidgets.Widget:
    """Return buttons that make the Anki package and the CSV file of all questions."""
    made = Live()

    def make() -> None:
        questions = checks.all_questions()
        links = (
            html.download(review.anki(questions), "application/octet-stream", "hip-course.apkg",
                          "Save the cards for Anki (.apkg)"),
            html.download(review.csv_text(questions), "text/csv", "hip-questions.csv",
                          "Save all questions (CSV)"),
        )  # fmt: skip
        made.html = f"<p>{len(questions)} questions.</p>" + html.bullets(links)

    return column(row(button("Make the files", make)), made)

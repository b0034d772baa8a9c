"""The red-flag screen: safety questions in sections, and a result that never runs ahead of them.

Choice made here: while a safety question has no answer, the page says so and shows no calm result;
an emergency answer is shown at once, on top of the page and beside its question. Nothing is stored
or sent: the two files a learner can keep are made inside the page itself.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import datetime

import ipywidgets

from hiplib import selfcheck, tables
from hiplib.errors import AnswerError
from hiplib.selfcheck import Assessment, Reason
from hiplib.widgets import html
from hiplib.widgets.controls import button, column, row
from hiplib.widgets.live import Live
from hiplib.widgets.questions import Item, Questions

ANSWER_WORDS = {"yes": "Yes", "no": "No", "unknown": "I don't know"}
# Rules that speak about the check itself and not about a sign.
ABOUT_THE_CHECK = ("not_asked", "no_usual_pattern")
EMERGENCY = "emergency_now"
NOT_A_DIAGNOSIS = (
    "This is teaching material. It is not a diagnosis, and no clinician has seen your answers. "
    "If you feel that something is badly wrong, get help, whatever this page says."
)


def red_flag_screen() -> ipywidgets.Widget:
    """Return the self-check of page 05: questions, result, start over, files to keep."""
    return _Screen().view


class _Screen:
    """Holds the questions and the three places that speak: top, progress and result."""

    def __init__(self) -> None:
        self.questions = {question.id: question for question in selfcheck.questions()}
        self.top = Live()
        self.progress = Live()
        self.result = Live(polite=False)
        self.sections = [self._section(page) for page in self._pages()]
        for section in self.sections:
            section.observe(lambda _: self.update(), "answers")
        self.update()
        self.view = column(
            self.top,
            *self.sections,
            self.progress,
            self.result,
            row(button("Start over", self.start_over)),
        )

    def _pages(self) -> list[str]:
        return list(dict.fromkeys(question.page for question in self.questions.values()))

    def _section(self, page: str) -> Questions:
        own = [question for question in self.questions.values() if question.page == page]
        items = [Item(question.id, question.text, choices=question.choices) for question in own]
        return Questions(items, legend=page)

    @property
    def answers(self) -> dict[str, str]:
        """The answers of all sections."""
        return {key: value for section in self.sections for key, value in section.answers.items()}

    def start_over(self) -> None:
        """Forget every answer."""
        for section in self.sections:
            section.clear()

    def update(self) -> None:
        """Show what the present answers ask for."""
        try:
            result = selfcheck.assess(self.answers)
        except AnswerError as error:
            self.progress.html = f'<p class="hip-error">{html.text(error)}</p>'
            return
        words = {question.id: question.text for question in self.questions.values()}
        self.top.html = _alarm(result)
        self.progress.html = _progress(result)
        self.result.html = _result(result, words, datetime.now()) if result.answers else ""
        self._mark_emergencies(result)

    def _mark_emergencies(self, result: Assessment) -> None:
        """Say beside an emergency answer what it asks for; the top of the page may be far away."""
        said = {
            reason.question_id: (f"This sign needs help now. {result.action}.", "wrong")
            for reason in result.reasons
            if reason.urgency == EMERGENCY
        }
        for section in self.sections:
            own = {item["id"] for item in section.items}
            section.tell({key: value for key, value in said.items() if key in own})


def _alarm(result: Assessment) -> str:
    """Return the emergency result for the top of the page; empty in every other case."""
    if result.urgency != EMERGENCY:
        return ""
    return html.card("You told us about a sign that needs help now", _advice(result))


def _advice(result: Assessment) -> str:
    """Return badge, action and time frame; a time frame inside the action is not said twice."""
    when = "" if result.timeframe.lower() in result.action.lower() else f"{result.timeframe}."
    return (
        f"<p>{html.badge(result.urgency)}</p>"
        f"<p><strong>{html.text(result.action)}.</strong> {html.text(when)}</p>"
    )


def _progress(result: Assessment) -> str:
    """Return one line: how far the check is, and what it asks for so far."""
    if not result.answers:
        return "<p>No answers yet. Nothing is chosen for you. Start with the first group.</p>"
    if result.finished:
        return f"<p>All questions answered. Result: {html.text(result.label)}.</p>"
    left = len(result.unanswered)
    count = "1 safety question has" if left == 1 else f"{left} safety questions have"
    return f"<p>{count} no answer yet. {_so_far(result)}</p>"


def _so_far(result: Assessment) -> str:
    if result.urgency == EMERGENCY:
        return "You need not answer the rest first: get help now."
    if _signs(result):
        return f"So far, your answers ask for at least this: {html.text(result.label)}."
    return "So far there is no warning sign, but this is not a result yet."


def _signs(result: Assessment) -> list[Reason]:
    """Return the reasons that rest on a sign, answered with yes or left open."""
    return [reason for reason in result.reasons if reason.rule not in ABOUT_THE_CHECK]


def _result(result: Assessment, words: dict[str, str], when: datetime) -> str:
    """Return the card with the result, or with what is known so far."""
    settled = result.finished or result.urgency == EMERGENCY
    title = "Your result" if settled else "Not a result yet"
    advice = _advice(result) if settled or _signs(result) else ""
    if not settled:
        left = len(result.unanswered)
        advice = f"<p>{_so_far(result)} Questions without an answer: {left}.</p>" + advice
    shown = _signs(result) or (result.reasons if settled else ())
    sources = [ref_id for reason in shown for ref_id in reason.ref_ids]
    parts = [
        advice,
        _reasons(shown, words),
        html.fold("Sources of these reasons", html.sources(sources)) if sources else "",
        _used(result, words, when),
        _files(result, words, when) if settled else "",
        f'<p class="hip-note">{NOT_A_DIAGNOSIS}</p>',
    ]
    return html.card(title, "".join(parts))


def _reasons(reasons: Sequence[Reason], words: dict[str, str]) -> str:
    """Return each reason with the answer that caused it; empty without reasons."""
    labels = tables.read("urgencies").set_index("urgency")["label"]
    items = []
    for reason in reasons:
        asked = words.get(reason.question_id, "")
        said = ANSWER_WORDS.get(reason.answer, "")
        cause = f"You answered \u201c{said}\u201d to: {html.text(asked)}" if asked else ""
        seek = f" Clinicians look for: {html.text(reason.suspected)}." if reason.suspected else ""
        items.append(
            f'<li><span class="hip-note">{cause}</span><br>{html.text(reason.text)}{seek} '
            f"<strong>This asks for: {html.text(labels[reason.urgency])}.</strong></li>"
        )
    return f"<p>Why:</p><ul>{''.join(items)}</ul>" if items else ""


def _used(result: Assessment, words: dict[str, str], when: datetime) -> str:
    lines = "".join(
        f"<li>{html.text(words[key])} <strong>{ANSWER_WORDS[answer]}</strong></li>"
        for key, answer in result.answers
    )
    title = f"Answers used ({len(result.answers)}), {when:%d %B %Y, %H:%M:%S}"
    return html.fold(title, f"<ol>{lines}</ol>")


def _files(result: Assessment, words: dict[str, str], when: datetime) -> str:
    """Return links to two files made from the page itself; nothing leaves the computer."""
    record = {
        "made_by": "hiplib red-flag screen",
        "time": when.isoformat(timespec="seconds"),
        "urgency": result.urgency,
        "label": result.label,
        "action": result.action,
        "timeframe": result.timeframe,
        "finished": result.finished,
        "answers": [
            {"question_id": key, "question": words[key], "answer": answer}
            for key, answer in result.answers
        ],
        "unanswered": list(result.unanswered),
        "reasons": [
            {"question_id": reason.question_id, "rule": reason.rule, "text": reason.text}
            for reason in result.reasons
        ],
        "note": NOT_A_DIAGNOSIS,
    }
    data = json.dumps(record, indent=1, ensure_ascii=False)
    paper = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Hip self-check</title>'
        f"<body><h1>Hip self-check, {when:%d %B %Y, %H:%M}</h1>"
        f"<h2>{html.text(result.label)}</h2><p>{html.text(result.action)}</p>"
        f"{_reasons(result.reasons, words)}{_used(result, words, when)}<p>{NOT_A_DIAGNOSIS}</p>"
        "</body></html>"
    ).replace("<details", "<details open")
    return (
        "<p>Keep it: "
        + _download(paper, "text/html", "hip-self-check.html", "a page to print")
        + " or "
        + _download(data, "application/json", "hip-self-check.json", "a data file (JSON)")
        + ". Both are made on this page. Nothing is stored or sent.</p>"
    )


def _download(content: str, mediatype: str, name: str, words: str) -> str:
    coded = base64.b64encode(content.encode("utf-8")).decode("ascii")
    return f'<a download="{name}" href="data:{mediatype};charset=utf-8;base64,{coded}">{words}</a>'

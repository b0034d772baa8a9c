"""The self-check: groups of questions, and a result that never runs ahead of them.

Choice made here: a group opens when the one before it is answered, and only while it can still
change the result; an emergency answer is shown at once, on top of the page. While a question that
matters has no answer, the page says so and shows no calm result. Nothing is stored or sent: the two
files that a learner can keep are made inside the page itself.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache

import ipywidgets

from hiplib import conditions, selfcheck, tables
from hiplib.errors import AnswerError
from hiplib.figures import body_map
from hiplib.selfcheck import UNKNOWN, URGENCIES, Assessment, Question, Reason
from hiplib.widgets import html
from hiplib.widgets.body_map import BodyMap
from hiplib.widgets.controls import button, column, follow, row
from hiplib.widgets.live import Live
from hiplib.widgets.questions import Item, Questions

EMERGENCY = URGENCIES[-1]
CARDS = "03_conditions.ipynb"
PLACE = "place"
POINT = "Point at the place of the pain, or tick it in the list below"
Words = dict[tuple[str, str], str]


def self_check() -> ipywidgets.Widget:
    """Return the self-check of page 05: questions, result, start over, files to keep."""
    return _SelfCheck().view


class _SelfCheck:
    """Holds the groups of questions and the three places that speak: top, progress and result."""

    def __init__(self, then: Callable[[Assessment], None] = lambda _: None) -> None:
        self.then = then  # told every result, so that another part can follow the same answers
        self.questions = {question.id: question for question in selfcheck.questions()}
        self.top, self.progress, self.result = Live(), Live(), Live(polite=False)
        pages = dict.fromkeys(question.page for question in self.questions.values())
        self.sections = [self._section(page) for page in pages]
        self.where = next(s for s in self.sections if PLACE in {item["id"] for item in s.items})
        self.body = BodyMap(POINT, sides=True, many=True)
        self.body.observe(lambda change: self.point(change["old"], change["new"]), "chosen")
        follow(self.update, *self.sections, trait="answers")
        self.update()
        parts = [[self.body, s] if s is self.where else [s] for s in self.sections]
        again = row(button("Start over", self.start_over))
        self.view = column(self.top, *itertools.chain(*parts), self.progress, self.result, again)

    def _section(self, page: str) -> Questions:
        own = [question for question in self.questions.values() if question.page == page]
        return Questions([_item(question) for question in own], legend=page)

    @property
    def answers(self) -> dict[str, object]:
        """The answers of all groups, numbers as numbers."""
        return {
            key: _typed(self.questions[key], value)
            for section in self.sections
            for key, value in section.answers.items()
        }

    def point(self, before: Iterable[str], now: Iterable[str]) -> None:
        """Take over into the list what was pointed at, and leave the rest of the list as it is."""
        old, new = ({_places()[region.partition("_")[2]] for region in at} for at in (before, now))
        chosen = [one for one in self.chosen_places() if one not in old - new]
        chosen = [one for one in chosen if one not in new and not (new and one == UNKNOWN)]
        chosen += sorted(new)
        if set(chosen) != set(self.chosen_places()):
            answers = {key: value for key, value in self.where.answers.items() if key != PLACE}
            self.where.answers = answers | ({PLACE: chosen} if chosen else {})
        else:
            self.update()  # the other side of the same place

    def chosen_places(self) -> list[str]:
        """Return the places of pain that are ticked in the list."""
        chosen = self.where.answers.get(PLACE, [])
        return [chosen] if isinstance(chosen, str) else list(chosen)

    def start_over(self) -> None:
        """Forget every answer."""
        for section in self.sections:
            section.clear()

    def update(self) -> None:
        """Show what the present answers ask for; an impossible one is named beside its field."""
        answers, faults = self.answers, {}
        while True:
            try:
                result = selfcheck.assess(answers)
                break
            except AnswerError as error:
                faults[error.question] = (str(error), "wrong")
                del answers[error.question]
        self._open_groups(result)
        ticked = self.chosen_places()
        self.body.chosen = [r for r in self.body.chosen if _places()[r.partition("_")[2]] in ticked]
        for section in self.sections:
            own = {item["id"] for item in section.items}
            section.tell({key: said for key, said in faults.items() if key in own})
        self.top.html = _alarm(result)
        self.progress.html = _progress(result)
        names = body_map.regions(sides=True)
        pointed = [names[region] for region in self.body.chosen]
        self.result.html = _result(result, datetime.now(), pointed) if result.answers else ""
        self.then(result)

    def _open_groups(self, result: Assessment) -> None:
        """Show a group when it is answered or next in turn, and hide what no longer matters."""
        answered = {key for key, _ in result.answers}
        waiting = False
        for section in self.sections:
            own = {str(item["id"]) for item in section.items}
            wanted = own & set(result.unanswered)
            shown = bool(own & set(section.answers)) or (bool(wanted) and not waiting)
            section.layout.display = "" if shown else "none"
            if section is self.where:
                self.body.layout.display = section.layout.display
            waiting = waiting or bool(wanted - answered)


@cache
def _places() -> dict[str, str]:
    """Return the choice of the list that stands for each region of the body map."""
    rows = tables.read("selfcheck_choices")
    rows = rows[rows["region"] != ""]
    return dict(zip(rows["region"], rows["choice_id"], strict=True))


def _item(question: Question) -> Item:
    return Item(
        question.id,
        question.text,
        help=question.why,
        choices=tuple((choice.id, choice.text) for choice in question.choices),
        many=question.kind == "many_of",
        number=question.kind == "number",
    )


def _typed(question: Question, value: object) -> object:
    """Return the text of a number field as a number where it is one."""
    if question.kind == "number" and isinstance(value, str) and value != UNKNOWN:
        try:
            return float(value.replace(",", "."))
        except ValueError:
            return value
    return value


# The result ------------------------------------------------------------------------------------


def _alarm(result: Assessment) -> str:
    """Return the emergency result for the top of the page; empty in every other case."""
    if result.urgency != EMERGENCY:
        return ""
    return html.card("You told us about a sign that needs help now", _action(result))


def _action(result: Assessment) -> str:
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
        return f"<p>All that matters is answered. Result: {html.text(result.label)}.</p>"
    left = len(result.unanswered)
    count = "1 question is still open" if left == 1 else f"{left} questions are still open"
    return f"<p>{count}. {_so_far(result)}</p>"


def _so_far(result: Assessment) -> str:
    if _signs(result):
        return f"So far, your answers ask for at least this: {html.text(result.label)}."
    return "So far there is no warning sign, but this is not a result yet."


def _signs(result: Assessment) -> list[Reason]:
    """Return the reasons that rest on answers, not on the check itself."""
    return [reason for reason in result.reasons if reason.because]


def _result(result: Assessment, when: datetime, pointed: Sequence[str] = ()) -> str:
    """Return the card with the result, or with what is known so far."""
    words = words_of_choices()
    signs = _signs(result)
    title = "Your result" if result.finished else "Not a result yet"
    advice = _action(result) if result.finished or signs else ""
    if not result.finished:
        left = len(result.unanswered)
        advice = f"<p>{_so_far(result)} Questions still open: {left}.</p>" + advice
    shown = signs or (result.reasons if result.finished else ())
    parts = [
        advice,
        _reasons(shown, result.urgency, words),
        _until_then(result) if result.finished else "",
        _patterns(result, words) if result.finished else "",
        _watch(result) if result.finished else "",
        _used(result, words, when, pointed),
        _files(result, when, words, pointed) if result.finished else "",
        html.note("not_a_diagnosis"),
    ]
    return html.card(title, "".join(parts))


def _reasons(reasons: Iterable[Reason], urgency: str, words: Words) -> str:
    """Return the reasons for this urgency; those that ask for less are folded away."""
    first = [_reason(reason, words) for reason in reasons if reason.urgency == urgency]
    more = [_reason(reason, words) for reason in reasons if reason.urgency != urgency]
    if not first:
        return ""
    ref_ids = [ref_id for reason in reasons for ref_id in reason.ref_ids]
    rest = html.fold(f"Other reasons, less urgent ({len(more)})", html.bullets(more))
    return (
        f"<h4>Why</h4>{html.bullets(first)}"
        + (rest if more else "")
        + html.source_fold(ref_ids, "Sources of these reasons")
    )


def _reason(reason: Reason, words: Words) -> str:
    said = "; ".join(_said(pair, words) for pair in reason.because)
    cause = f'<br><span class="hip-note">Your answers: {said}.</span>' if said else ""
    seek = f" Clinicians look for: {html.text(reason.suspected)}." if reason.suspected else ""
    return f"{html.text(reason.text)}{seek}{cause}"


def _until_then(result: Assessment) -> str:
    bone = html.loud("no_running") if result.bone_injury_possible else ""
    return f"<h4>Until then</h4>{_advice('until_then', result.urgency)}{bone}"


def _patterns(result: Assessment, words: Words) -> str:
    """Return the conditions that share features, with what fits, what does not, what decides."""
    if not result.patterns:
        return ""
    shown = {pattern.condition_id for pattern in result.patterns}
    rows = tables.read("condition_alternatives")
    items = []
    for pattern in result.patterns:
        name = conditions.condition(pattern.condition_id).name
        card = html.link(f"{CARDS}#card-{pattern.condition_id}", name)
        fits = "; ".join(_said(pair, words) for pair in pattern.fits)
        against = "; ".join(_said(pair, words) for pair in pattern.against)
        own = rows[rows["condition_id"] == pattern.condition_id]
        apart = own.loc[own["other_id"].isin(shown), "tell_apart"]
        items.append(
            f"<strong>{card}</strong>. Fits: {fits}."
            + (f" Speaks against it: {against}." if against else "")
            + "".join(f'<br><span class="hip-note">{html.text(text)}</span>' for text in apart)
        )
    return (
        "<h4>Patterns worth asking about</h4><p>Your answers share features with these. That is "
        "not a diagnosis, and their order is not a chance. Each name opens its card.</p>"
        f"{html.bullets(items)}"
    )


def _watch(result: Assessment) -> str:
    now = "" if result.urgency == EMERGENCY else f"<p>Get help now if:</p>{_advice('watch')}"
    calm = result.urgency in URGENCIES[:2]
    rise = f"<p>Come back to this check, or see someone sooner, if:</p>{_advice('rise')}"
    visit = f"<p>Bring this to the visit:</p>{_advice('visit')}"
    return html.fold("What would change this", now + (rise if calm else "")) + html.fold(
        "How to prepare for the visit", visit
    )


def _advice(kind: str, urgency: str = "") -> str:
    rows = tables.read("selfcheck_advice").sort_values("order")
    texts = rows.loc[(rows["kind"] == kind) & (rows["urgency"] == urgency), "text"]
    return html.bullets(map(html.text, texts))


def words_of_choices() -> Words:
    """Return the words of each choice, by question and choice id."""
    known = {
        (question.id, choice.id): choice.text
        for question in selfcheck.questions()
        for choice in question.choices
    }
    return known | {(question.id, UNKNOWN): "I don't know" for question in selfcheck.questions()}


def _said(pair: tuple[str, str], words: Words) -> str:
    """Return one answer in words; an unknown one says to what."""
    question_id, answer = pair
    if answer.isdigit():
        return html.text(f"{question_id} {answer}")
    if pair not in words or answer == UNKNOWN:
        asked = next(q.text for q in selfcheck.questions() if q.id == question_id)
        return html.text(f"{asked} {_chosen(question_id, answer, words)}")
    return html.text(words[pair])


def _used(result: Assessment, words: Words, when: datetime, pointed: Sequence[str]) -> str:
    asked = {question.id: question.text for question in selfcheck.questions()}
    said = {key: html.text(_chosen(key, answer, words)) for key, answer in result.answers}
    lines = "".join(
        f"<li>{html.text(asked[key])} <strong>{text}</strong></li>" for key, text in said.items()
    )
    where = f"<p>Pointed at: {html.text('; '.join(pointed))}.</p>" if pointed else ""
    title = f"Answers used ({len(result.answers)}), {when:%d %B %Y, %H:%M:%S}"
    return html.fold(title, f"<ol>{lines}</ol>{where}")


def _chosen(question_id: str, answer: str, words: Words) -> str:
    return "; ".join(words.get((question_id, one), one) for one in answer.split(", "))


# What the learner may keep ---------------------------------------------------------------------


def _files(result: Assessment, when: datetime, words: Words, pointed: Sequence[str]) -> str:
    """Return links to two files made from the page itself; nothing leaves the computer."""
    data = json.dumps(_record(result, when, pointed), indent=1, ensure_ascii=False)
    paper = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Hip self-check</title>'
        f"<body><h1>Hip self-check, {when:%d %B %Y, %H:%M}</h1>"
        f"<h2>{html.text(result.label)}</h2><p>{html.text(result.action)}</p>"
        f"{_reasons(result.reasons, result.urgency, words)}{_until_then(result)}"
        f"{_watch(result)}{_used(result, words, when, pointed)}"
        f"<p>{html.said('not_a_diagnosis')}</p></body></html>"
    ).replace("<details", "<details open")
    return (
        "<p>Keep it: "
        + html.download(paper, "text/html", "hip-self-check.html", "a page to print")
        + " or "
        + html.download(data, "application/json", "hip-self-check.json", "a data file (JSON)")
        + ". Both are made on this page. Nothing is stored or sent.</p>"
    )


def _record(result: Assessment, when: datetime, pointed: Sequence[str]) -> Mapping[str, object]:
    return {
        "made_by": "hiplib self-check",
        "time": when.isoformat(timespec="seconds"),
        "urgency": result.urgency,
        "label": result.label,
        "action": result.action,
        "timeframe": result.timeframe,
        "answers": dict(result.answers),
        "pointed_at": list(pointed),
        "reasons": [
            {"rule": reason.rule, "open": reason.open, "text": reason.text}
            for reason in result.reasons
        ],
        "patterns": [pattern.condition_id for pattern in result.patterns],
        "note": html.said("not_a_diagnosis"),
    }

"""First days, pain rules, and the return-to-run planner behind its gate.

Choice: the gate is the self-check itself, so that one set of rules decides. While the gate is not
open, the plan is taken off the page, with its dates and files, not only hidden. Nothing is stored.
"""

from __future__ import annotations

from datetime import date

import ipywidgets
import pandas as pd

from hiplib import evidence, recovery
from hiplib.errors import InputError
from hiplib.figures import recovery as figures
from hiplib.figures import style
from hiplib.recovery import LOCKED, OPEN, FirstDays, Gate
from hiplib.recovery.pain import BACK, MOVE_ON, STAY, STOP
from hiplib.recovery.plan_gate import ASK_FIRST
from hiplib.recovery.return_plan import STOP as STOP_RULE
from hiplib.selfcheck import Assessment
from hiplib.widgets import html
from hiplib.widgets.controls import button, column, follow, row, select, stacked
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView
from hiplib.widgets.questions import Item, Questions
from hiplib.widgets.self_check_page import _SelfCheck

VERDICTS = {
    MOVE_ON: "Move on when every session of this step went like this",
    STAY: "Stay on this step",
    BACK: "Go back one step",
    STOP: "Stop: the plan is closed",
}
AFTER = (
    Item("pain", "Highest pain in the session, 0 to 10", choices=(), number=True),
    Item("morning", "The next morning, against the morning before the session?",
         choices=(("same", "As before, or better"), ("worse", "Worse"))),
    Item("warning", "A new warning sign: groin pain with each step, a limp, pain at night, numb "
         "between the legs, or fever?"),
)  # fmt: skip


def first_days() -> ipywidgets.Widget:
    """Return what to do in the first days: choose what is suspected, read the advice."""
    rows = {each.suspicion_id: each for each in recovery.first_days()}
    card = Live()
    bands = pain_rules()
    choice = select("What is suspected?", [(each.name, key) for key, each in rows.items()])

    def show() -> None:
        card.html = first_days_card(rows[choice.value])
        view.children = (choice, card, *((bands,) if rows[choice.value].pain_rule else ()))

    view = column(choice, card)
    follow(show, choice)
    show()
    return view


def first_days_card(each: FirstDays) -> str:
    """Return the advice for one suspicion."""
    pairs = [
        ("What fits", each.fits), ("Do", each.do), ("Leave out", each.leave),
        ("The load", each.load), ("Whom to see", each.whom),
        ("How much pain is fine?", "" if each.pain_rule else html.said("no_pain_bands")),
    ]  # fmt: skip
    body = f"<p>While nothing else is known: {html.badge(each.urgency)}</p>"
    body += html.definitions((term, html.text(text)) for term, text in pairs)
    source = html.source_fold([evidence.fact(each.fact_id).ref_id], "Source")
    return html.card(each.name, body + source)


def pain_rules() -> ipywidgets.Widget:
    """Return the pain-monitoring rules side by side, with their limits."""
    rules = recovery.pain_rules()
    refs = html.source_fold(evidence.fact(fact_id).ref_id for fact_id in rules["fact_id"])
    limits = f"<p>{html.said('pain_rule_limits')}</p>"
    picture = PlotView(label="Pain-monitoring rules").put(figures.pain_bands(rules))
    return column(picture, Live(limits + refs, polite=False))


def return_planner() -> ipywidgets.Widget:
    """Return the planner: the self-check as its gate, then the plan while the gate is open."""
    return _Planner().view


class _Planner:
    """Joins the gate, the controls of the plan, and the questions after a session."""

    def __init__(self) -> None:
        self.gate, self.was_locked = Gate("unfinished"), False
        self.state, self.words, self.verdict = Live(polite=True), Live(), Live()
        self.picture = PlotView(label="Minutes of walking and running in each session")
        steps = recovery.default_steps()
        self.steps = stacked(ipywidgets.Textarea(
            recovery.write_steps(steps), rows=len(steps) + 2, layout={"max_width": "26em"},
            description="Steps (edit the numbers)"))  # fmt: skip
        self.start = stacked(ipywidgets.DatePicker(
            description="First session", value=date.today(),
            layout={"height": "auto", "min_height": "4.2em"}))  # fmt: skip
        self.step = select("Begin with step", [(str(n), n) for n in range(1, 31)], 1)
        days = [("every other day", 2), ("every third day", 3), ("every fourth day", 4)]
        self.days = select("How often", days, 2)
        self.after = Questions(AFTER, legend="After a session")
        self.plan_view, self.after_view = column(), column()
        self.reset = button("Our steps again", self.restore)
        follow(self.draw, self.steps, self.start, self.step, self.days)
        follow(self.draw, self.after, trait="answers")
        self.check = _SelfCheck(self.assessed)
        self.view = column(self.check.view, self.state, self.plan_view, self.after_view)

    def assessed(self, result: Assessment) -> None:
        """Take over what the self-check says now."""
        self.gate = gate_of(result)
        self.was_locked |= self.gate.state == LOCKED
        if not result.answers:
            self.was_locked = False
        self.draw()

    def restore(self) -> None:
        """Bring back the steps of the course."""
        self.steps.value = recovery.write_steps(recovery.default_steps())

    def draw(self) -> None:
        """Show the plan, or what to do instead; a locked plan leaves nothing behind."""
        said, stopped = self._judged()
        self.was_locked |= stopped
        open_now = self.gate.state == OPEN
        self.verdict.html = said
        self.after_view.children = (self.after, self.verdict) if open_now else ()
        if not open_now:
            self.after.clear()
        if not open_now or stopped:
            self.words.html, self.plan_view.children = "", ()
            self.picture.show(style.figure(), "", pd.DataFrame())
            shown = Gate(LOCKED, (VERDICTS[STOP],)) if open_now else self.gate
            self.state.html = gate_card(shown)
            return
        self.state.html = gate_card(self.gate, corrected=self.was_locked)
        controls = (self.steps, row(self.reset), row(self.start, self.step, self.days), self.words)
        try:
            self.words.html = self._plan()
            self.plan_view.children = (*controls, self.picture)
        except InputError as error:
            self.words.html = f"<p><strong>{html.text(error)}</strong></p>"
            self.plan_view.children = controls

    def _plan(self) -> str:
        if self.start.value is None:
            raise InputError("First session", "there is no day", "a day of the calendar")
        sessions = recovery.plan(
            self.gate, recovery.read_steps(self.steps.value), self.start.value,
            first_step=self.step.value, every_days=self.days.value,
        )  # fmt: skip
        self.picture.put(figures.plan_bars(sessions))
        return plan_card(sessions)

    def _judged(self) -> tuple[str, bool]:
        """Return what the last session means, and whether it ends the plan."""
        given = self.after.answers
        if not given:
            return "", False
        pain, warning = given.get("pain"), given.get("warning")
        try:
            value = None if pain in (None, "", "unknown") else float(str(pain).replace(",", "."))
        except ValueError:
            said = f"<p>Pain: {html.text(pain)} is not a number from 0 to 10.</p>"
            return said, warning in ("yes", "unknown")
        if warning is None:
            return "<p>Answer the question on warning signs, too.</p>", False
        try:
            result = recovery.judge(value, given.get("morning", "unknown"),
                                    {"yes": True, "no": False}.get(warning))  # fmt: skip
        except InputError as error:
            return f"<p>{html.text(error)}</p>", False
        said = f"<p><strong>{VERDICTS[result.verdict]}.</strong> {html.text(result.why)}</p>"
        return said, result.verdict == STOP


def gate_of(result: Assessment) -> Gate:
    """Return the gate for a result of the self-check, handed over as plain values."""
    answers = {question: chosen.split(", ") for question, chosen in result.answers}
    return recovery.gate(answers, urgency=result.urgency, finished=result.finished,
                         bone_possible=result.bone_injury_possible)  # fmt: skip


def gate_card(gate: Gate, *, corrected: bool = False) -> str:
    """Return the state of the plan in words, with what to do instead while there is none."""
    why = html.bullets(map(html.text, gate.reasons)) if gate.reasons else ""
    if gate.state == LOCKED:
        return html.card("The plan is locked", html.loud("instead_of_plan") + why)
    if gate.state == ASK_FIRST:
        return html.card("Ask first", html.loud("ask_before_plan") + why)
    if gate.state == OPEN:
        again = html.loud("answer_corrected") if corrected else ""
        return html.card("A plan to talk about", f"{again}<p>{html.said('not_cleared')}</p>")
    return "<p>The plan stays closed until the questions that matter are answered.</p>"


def plan_card(sessions: pd.DataFrame) -> str:
    """Return the sessions as a table, the criteria, and files made on the page."""
    shown = sessions[["session", "step", "date", "what"]].astype(str)
    table = html.table(shown, caption="Earliest days, if all went well")
    criteria = html.bullets((
        "<strong>Move on</strong> when all sessions of a step stayed at 3 of 10 or less and each "
        "next morning was as before.",
        "<strong>Stay</strong> when you do not know one of these.",
        "<strong>Go back one step</strong> when pain reached 4 or more, or the morning was worse.",
        f"<strong>Stop.</strong> {STOP_RULE}",
    ))  # fmt: skip
    paper = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Walk-run steps</title>'
        f"<body><h1>Walk-run steps</h1><p>{html.said('not_cleared')}</p>{table}{criteria}"
        "</body></html>"
    )
    calendar = recovery.calendar(sessions)
    files = ", ".join((
        html.download(calendar, "text/calendar", "walk-run.ics", "a calendar (ICS)"),
        html.download(sessions.to_csv(index=False), "text/csv", "walk-run.csv", "a table (CSV)"),
        html.download(paper, "text/html", "walk-run.html", "a page to print"),
    ))  # fmt: skip
    return (
        html.scroll(table, "The sessions")
        + f"<h4>Go on, stay or go back</h4>{criteria}<p>Keep it: {files}. All are made on this "
        "page. Nothing is stored or sent.</p>"
    )

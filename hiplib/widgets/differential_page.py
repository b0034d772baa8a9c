"""The differential trainer of page 04: ask, see what stays, decide, and read why.

Choices made here: the reply to a question stands right below its group, so that it is seen on a
phone as well. A question can be pressed again to read its answer again, but counts once. Only the
first decision of a case counts; the score lives in this page's kernel and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets

from hiplib import tables
from hiplib.conditions import differential
from hiplib.conditions.differential import Finding, Standing, Stem
from hiplib.widgets import html
from hiplib.widgets.controls import button, column, row, select
from hiplib.widgets.live import Live
from hiplib.widgets.questions import Item, Questions

GROUPS = {
    "Ask": ("history",),
    "Examine": ("examination",),
    "Pictures and samples": ("xray", "scan", "sample"),
}
WORTH = {
    "decides": "This decides (+2)",
    "helps": "This helps (+1)",
    "little": "Little gained (0)",
    "not_now": "Not now (\u22121)",
}
DECIDE_FIRST = "<p>Answer both questions first. \u201cI don't know\u201d is a fair answer.</p>"
INVENTED = "Invented runners, written for teaching. A real person needs a real examination."


def differential_trainer() -> ipywidgets.Widget:
    """Return the trainer: a case, findings to ask for, what stays, a decision and its reply."""
    return _Trainer().view


class _Trainer:
    """Joins the case, the buttons, the list of conditions and the score."""

    def __init__(self) -> None:
        self.stems = differential.stems()
        self.asked: list[str] = []
        self.scores: dict[str, tuple[int, int, bool, bool]] = {}
        names: list[tuple[str, object]] = [
            (f"{number}. {stem.title}", number - 1) for number, stem in enumerate(self.stems, 1)
        ]
        self.case = select("Case", names, 0)
        self.case.observe(lambda _: self.start(), "value")
        self.opening, self.stays, self.result, self.total = Live(), Live(), Live(), Live()
        self.choices = column()
        for half in (self.choices, self.stays):  # side by side; below each other on a phone
            half.layout.flex = "1 1 24rem"
        self.decision = Questions([])
        again = row(
            button("Start this case again", self.start), button("Next case", self.next_case)
        )
        self.view = column(
            self.case, self.opening, row(self.choices, self.stays), self.decision,
            row(button("Check my decision", self.decide)), self.result, again, self.total,
        )  # fmt: skip
        self.start()

    @property
    def stem(self) -> Stem:
        """The case on the page."""
        return self.stems[int(self.case.value)]

    def start(self) -> None:
        """Show the case from its beginning; its counted decision stays counted."""
        self.asked = []
        self.opening.html = html.card(
            self.stem.title,
            f'<p>{html.text(self.stem.opening)}</p><p class="hip-note">{INVENTED}</p>',
        )
        self.result.html = ""
        self.buttons = {
            f.finding_id: button(f.question, self._asker(f)) for f in self.stem.findings
        }
        self.replies = {name: Live() for name in GROUPS}
        self.choices.children = tuple(widget for name in GROUPS for widget in self._group(name))
        self._ask_for_decision()
        self.show()

    def next_case(self) -> None:
        """Go to the next case, after the last one to the first."""
        self.case.value = (self.case.value + 1) % len(self.stems)

    def ask(self, finding: Finding) -> None:
        """Give the answer to one choice, mark its button, and show what stays."""
        if finding.finding_id not in self.asked:
            self.asked.append(finding.finding_id)
            self.buttons[finding.finding_id].description = f"\u2713 {finding.question}"
        rows = self.show()
        left = sum(row.left for row in rows)
        self.replies[_group_of(finding)].html = _answer(finding, f"{left} of {len(rows)}")

    def show(self) -> tuple[Standing, ...]:
        """Show where every condition stands, and the points of all cases; return the first."""
        rows = differential.standings(self.stem, self.asked)
        self.stays.html = _standings(rows) + _known(self.stem, self.asked)
        self.total.html = _total(self.scores, len(self.stems))
        return rows

    def decide(self) -> None:
        """Reply to the decision and close the case; the first decision counts."""
        answers = self.decision.answers
        if not {"urgency", "step"} <= set(answers):
            self.result.html = DECIDE_FIRST
            return
        urgency = differential.judge_urgency(self.stem, answers["urgency"])
        step = differential.judge_step(self.stem, answers["step"])
        said = {"urgency": urgency, "step": step}
        self.decision.tell(
            {key: (r.text, _mark(r.correct, answers[key])) for key, r in said.items()}
        )
        got, most = differential.points(self.stem, self.asked)
        self.scores.setdefault(self.stem.stem_id, (got, most, urgency.correct, step.correct))
        self.result.html = _result(self.stem, self.asked, [urgency.ref_id, step.ref_id])
        self.show()

    def _group(self, name: str) -> tuple[ipywidgets.Widget, ...]:
        own = [self.buttons[f.finding_id] for f in self.stem.findings if _group_of(f) == name]
        title = Live(f"<p><strong>{name}</strong></p>", polite=False)
        return title, row(*own), self.replies[name]

    def _asker(self, finding: Finding) -> Callable[[], None]:
        return lambda: self.ask(finding)

    def _ask_for_decision(self) -> None:
        levels = tables.read("urgencies").sort_values("rank", ascending=False)
        soon = tuple(zip(levels["urgency"], levels["label"], strict=True))
        steps = tuple((step.step_id, step.text) for step in self.stem.steps)
        items = [
            Item("urgency", "How soon should this runner be seen?", choices=soon),
            Item("step", "What comes next?", choices=steps),
        ]
        self.decision.ask(items, focus=False)


# What is said --------------------------------------------------------------------------------


def _group_of(finding: Finding) -> str:
    return next(name for name, kinds in GROUPS.items() if finding.kind in kinds)


def _mark(correct: bool, answer: str) -> str:
    return "right" if correct else "" if answer == "unknown" else "wrong"


def _answer(finding: Finding, left: str) -> str:
    """Return the answer to a choice, the reply to having made it, and how many conditions stay."""
    source = html.fold("Source", html.sources([finding.ref_id])) if finding.ref_id else ""
    return html.card(
        finding.question,
        f"<p><strong>Answer:</strong> {html.text(finding.answer)}</p>"
        f"<p><strong>{WORTH[finding.worth]}.</strong> {html.text(finding.feedback)} "
        f'<span class="hip-note">{left} conditions stay.</span></p>{source}',
        level=4,
    )


def _standings(rows: tuple[Standing, ...]) -> str:
    """Return the conditions that stay and those that are out, each with its reasons in words."""
    left = [row for row in rows if row.left]
    items = "".join(f"<li>{_standing(row)}</li>" for row in rows)
    title = f"Conditions that stay: {len(left)} of {len(rows)}"
    return html.card(title, f'<ul class="hip-apart">{items}</ul>', level=4)


def _standing(row: Standing) -> str:
    name = html.text(row.candidate.name)
    if not row.left:
        return f"<s>{name}</s> &ndash; <strong>ruled out:</strong> {html.text(row.ruled_out)}"
    reasons = [
        f"<strong>{word}:</strong> {html.text(' '.join(texts))}"
        for word, texts in (("For", row.support), ("Against", row.against), ("Note", row.nothing))
        if texts
    ]
    lines = "".join(f"<br>{reason}" for reason in reasons)
    return f"<strong>{name}</strong> &ndash; {_word(row)}{lines}"


def _word(row: Standing) -> str:
    """Say how a condition stands; a serious one is never let go without a scan or a sample."""
    if len(row.against) > len(row.support):
        return "less likely" + (", not ruled out" if row.candidate.serious else "")
    word = "fits" if row.support else "open"
    return word + (", must not be missed" if row.candidate.serious else "")


def _known(stem: Stem, asked: list[str]) -> str:
    """Return all answers so far, folded."""
    found = {finding.finding_id: finding for finding in stem.findings}
    lines = "".join(
        f"<li>{html.text(found[key].question)}: {html.text(found[key].answer)}</li>"
        for key in asked
    )
    title = f"What you know so far ({len(asked)})"
    return html.fold(title, f"<ol>{lines}</ol>") if asked else ""


def _result(stem: Stem, asked: list[str], ref_ids: list[str]) -> str:
    """Return the close of a case: what it was written around, what to keep, what was not asked."""
    names = {one.condition_id: one.name for one in stem.candidates}
    got, most = differential.points(stem, asked)
    open_ones = differential.missed(stem, asked)
    missing = "".join(f"<li>{html.text(f.question)}: {html.text(f.answer)}</li>" for f in open_ones)
    cited = [ref_id for ref_id in (*ref_ids, stem.ref_id) if ref_id]
    parts = [
        f"<p>{html.badge(stem.urgency)}</p>",
        f"<p>Written around: <strong>{html.text(names[stem.condition_id])}</strong>. "
        f"{html.text(stem.teaching)}</p>",
        f"<p>Questions: {got} of {most} points, with {len(asked)} asked.</p>",
        f"<p>It would have decided, but you did not ask:</p><ul>{missing}</ul>" if missing else "",
        html.fold("Sources", html.sources(cited)),
    ]
    return html.card("The end of this case", "".join(parts), level=4)


def _total(scores: dict[str, tuple[int, int, bool, bool]], count: int) -> str:
    """Return one line about all cases decided on this page."""
    if not scores:
        return f'<p class="hip-note">No case decided yet, of {count}. Nothing is stored.</p>'
    got, most = (sum(score[place] for score in scores.values()) for place in (0, 1))
    urgency, step = (sum(score[place] for score in scores.values()) for place in (2, 3))
    done = len(scores)
    return (
        f"<p><strong>Cases decided: {done} of {count}.</strong> First decisions: "
        f"{urgency} of {done} with the right urgency, {step} of {done} with the right next step, "
        f"{got} of {most} points for questions.</p>"
    )

"""Cases to play: ask, see what stays, decide, and read why. Page 04 has a few of them.

Choices made here: the reply to a question stands right below its group, so that it is seen on a
phone as well. A question can be pressed again to read its answer again, but counts once. Only the
first decision of a case counts. What was asked in a case that is not decided yet is kept while the
learner looks at another one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets

from hiplib import tables
from hiplib.conditions import case_score, differential
from hiplib.conditions.case_score import CaseScore
from hiplib.conditions.differential import Finding, Standing, Stem
from hiplib.learning.cases import CaseRecord, Progress
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
ALL_DONE = "<p>Every case is decided. Choose one from the list to play it again.</p>"


def differential_trainer() -> ipywidgets.Widget:
    """Return the trainer: a case, findings to ask for, what stays, a decision and its reply."""
    return CasePlayer([stem for stem in differential.stems() if stem.in_trainer]).view


class CasePlayer:
    """Joins the case, the buttons, the list of conditions and what the learner did so far.

    Parameters
    ----------
    stems : sequence of Stem
        The cases on offer.
    on_progress : callable, optional
        Called after each change of `progress`.
    """

    def __init__(
        self, stems: Sequence[Stem], on_progress: Callable[[], object] | None = None
    ) -> None:
        self.stems, self.on_progress = tuple(stems), on_progress
        self.progress = Progress()
        self.asked: list[str] = []
        self.naming = False  # true while the list gets new names: no case is opened by that
        self.case = select("Case", self._names(), 0)
        self.case.observe(lambda _: None if self.naming else self.open(), "value")
        self.opening, self.stays, self.result, self.total = Live(), Live(), Live(), Live()
        self.choices = column()
        for half in (self.choices, self.stays):  # side by side; below each other on a phone
            half.layout.flex = "1 1 24rem"
        self.decision = Questions([])
        again = row(
            button("Start this case again", self.start),
            button("Another case I have not done", self.next_case),
        )
        self.view = column(
            self.case, self.opening, row(self.choices, self.stays), self.decision,
            row(button("Check my decision", self.decide)), self.result, again, self.total,
        )  # fmt: skip
        self.open()

    @property
    def stem(self) -> Stem:
        """The case on the page."""
        return self.stems[int(self.case.value)]

    @property
    def scores(self) -> dict[str, CaseScore]:
        """The points of each decided case."""
        return {
            stem.stem_id: case_score.score(stem, one.asked, one.urgency, one.step)
            for stem in self.stems
            if (one := self.progress.record(stem.stem_id)).decided
        }

    def keep(self, progress: Progress) -> None:
        """Take over what was done, name it in the list, and show the points of all cases."""
        self.progress = progress
        chosen, self.naming = self.case.value, True
        with self.case.hold_sync():
            self.case.options, self.case.value = self._names(), chosen
        self.naming = False
        self.total.html = _total(self.scores, len(self.stems))
        if self.on_progress:
            self.on_progress()

    def start(self) -> None:
        """Play the case from its beginning; its counted decision stays counted."""
        if not self.progress.record(self.stem.stem_id).decided:
            self.keep(self.progress.without(self.stem.stem_id))
        self.open()

    def open(self) -> None:
        """Show the case with what was asked in it, or from its beginning once it is decided."""
        record = self.progress.record(self.stem.stem_id)
        self.asked = [] if record.decided else list(record.asked)
        self.opening.html = html.card(
            self.stem.title,
            f'<p>{html.text(self.stem.opening)}</p><p class="hip-note">{INVENTED}</p>',
        )
        self.result.html = ""
        self.buttons = {
            f.finding_id: button(self._label(f), self._asker(f)) for f in self.stem.findings
        }
        self.replies = {name: Live() for name in GROUPS}
        self.choices.children = tuple(widget for name in GROUPS for widget in self._group(name))
        self._ask_for_decision()
        self.show()
        self.total.html = _total(self.scores, len(self.stems))

    def next_case(self) -> None:
        """Go to the next case without a decision, after the last one to the first."""
        here, done = self.case.value, self.scores
        others = [*range(here + 1, len(self.stems)), *range(here)]
        left = [number for number in others if self.stems[number].stem_id not in done]
        if not left:
            self.result.html = ALL_DONE
            return
        self.case.value = left[0]
        self.opening.focus()

    def ask(self, finding: Finding) -> None:
        """Give the answer to one choice, mark its button, and show what stays."""
        if finding.finding_id not in self.asked:
            self.asked.append(finding.finding_id)
            self.buttons[finding.finding_id].description = self._label(finding)
            self._record()
        rows = self.show()
        left = sum(row.left for row in rows)
        self.replies[_group_of(finding)].html = _answer(finding, f"{left} of {len(rows)}")

    def show(self) -> tuple[Standing, ...]:
        """Show where every condition stands, and return that."""
        rows = differential.standings(self.stem, self.asked)
        self.stays.html = _standings(rows) + _known(self.stem, self.asked)
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
        self._record(answers["urgency"], answers["step"])
        now = case_score.score(self.stem, self.asked, answers["urgency"], answers["step"])
        points = _points(now, self.scores[self.stem.stem_id])
        self.result.html = _result(self.stem, self.asked, points, [urgency.ref_id, step.ref_id])

    def _record(self, urgency: str = "", step: str = "") -> None:
        """Keep what was asked and decided, unless the case already has its first decision."""
        if not self.progress.record(self.stem.stem_id).decided:
            record = CaseRecord(self.stem.stem_id, tuple(self.asked), urgency, step)
            self.keep(self.progress.put(record))

    def _names(self) -> list[tuple[str, object]]:
        """Return the cases with what was done in each, in words."""
        done, tried = self.scores, {record.case_id for record in self.progress.cases}
        return [
            (f"{place + 1}. {stem.title} ({_mark_of(stem, done, tried)})", place)
            for place, stem in enumerate(self.stems)
        ]

    def _label(self, finding: Finding) -> str:
        mark = "\u2713 " if finding.finding_id in self.asked else ""
        return mark + finding.question

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


def _mark_of(stem: Stem, done: dict[str, CaseScore], tried: set[str]) -> str:
    if stem.stem_id in done:
        return f"{done[stem.stem_id].points} of {case_score.MOST} points"
    return "tried" if stem.stem_id in tried else "not tried yet"


def _mark(correct: bool, answer: str) -> str:
    return "right" if correct else "" if answer == "unknown" else "wrong"


def _answer(finding: Finding, left: str) -> str:
    """Return the answer to a choice, the reply to having made it, and how many conditions stay."""
    source = html.source_fold([finding.ref_id], "Source")
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
    title = f"Conditions that stay: {len(left)} of {len(rows)}"
    return html.card(title, html.bullets(map(_standing, rows), "hip-apart"), level=4)


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


def _points(now: CaseScore, counted: CaseScore) -> str:
    """Return the points of a decision, part by part, and those that count if they differ."""
    first = "" if now == counted else f" Your first decision counts: {_of(counted)}."
    parts = (
        ("how soon", now.urgency, case_score.URGENCY),
        ("next step", now.step, case_score.STEP),
        ("questions", now.asking, case_score.ASKING),
    )
    words = ", ".join(f"{name} {got} of {most}" for name, got, most in parts)
    words = words.replace("-", "\u2212")
    return f"<p><strong>{_of(now)}</strong>: {words}.{first}</p>"


def _of(score: CaseScore) -> str:
    return f"{score.points} of {case_score.MOST} points"


def _result(stem: Stem, asked: list[str], points: str, ref_ids: list[str]) -> str:
    """Return the close of a case: what it was written around, what to keep, what was not asked."""
    names = {one.condition_id: one.name for one in stem.candidates}
    open_ones = differential.missed(stem, asked)
    missing = html.bullets(f"{html.text(f.question)}: {html.text(f.answer)}" for f in open_ones)
    parts = [
        f"<p>{html.badge(stem.urgency)}</p>",
        f"<p>Written around: <strong>{html.text(names[stem.condition_id])}</strong>. "
        f"{html.text(stem.teaching)}</p>",
        points,
        f"<p>It would have decided, but you did not ask:</p>{missing}" if open_ones else "",
        html.fold("How points are given", f"<p>{case_score.RULE}</p>"),
        html.source_fold([*ref_ids, stem.ref_id]),
    ]
    return html.card("The end of this case", "".join(parts), level=4)


def _total(scores: dict[str, CaseScore], count: int) -> str:
    """Return one line about all cases decided so far."""
    if not scores:
        return f'<p class="hip-note">No case decided yet, of {count}. Nothing is sent.</p>'
    done, all_scores = len(scores), scores.values()
    return (
        f"<p><strong>Cases decided: {done} of {count}.</strong> First decisions: "
        f"{sum(one.urgency_right for one in all_scores)} of {done} with the right urgency, "
        f"{sum(one.step_right for one in all_scores)} of {done} with the right next step, "
        f"{sum(one.points for one in all_scores)} of {done * case_score.MOST} points.</p>"
    )

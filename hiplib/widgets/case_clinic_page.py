"""Page 06: the case clinic, all cases with a progress file that the learner owns.

Choices made here: the file is made in the page and read in its kernel, and nothing else stores it.
What is loaded is added to what is there, and starting over can be taken back, so a wrong click
loses nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime

import ipywidgets
import pandas as pd

from hiplib import tables
from hiplib.conditions import case_score, differential
from hiplib.learning import UNKNOWN, cases, record
from hiplib.learning.cases import CaseRecord, Progress
from hiplib.widgets import html
from hiplib.widgets.controls import button, column, row
from hiplib.widgets.differential_page import CasePlayer
from hiplib.widgets.file_picker import FilePicker
from hiplib.widgets.live import Live
from hiplib.widgets.progress_store import FILE, store

NONE_YET = "<p>Nothing to save yet. Ask something in a case, and a file can be made.</p>"
NAMED = 3  # things left out of a file that are named one by one


def case_clinic() -> ipywidgets.Widget:
    """Return the clinic: every case, what was done in each, and a file to keep it."""
    return _Clinic().view


class _Clinic:
    """Joins the cases with saving, loading and starting over."""

    def __init__(self) -> None:
        self.before = Progress()
        self.done = Live(polite=False)
        self.picker = FilePicker("Load a progress file (JSON)", accept=".json")
        self.picker.on_file(self.load)
        self.again = button("Start over", self.start_over)
        self.back = button("Bring my cases back", self.bring_back)
        self.player = CasePlayer(differential.stems(), self.show)
        title = Live(f"<h3>Your progress</h3><p>{html.said('own_progress')}</p>", polite=False)
        self.view = column(
            self.player.view, title, self.done, self.picker, row(self.again, self.back)
        )
        store().on_change(self.recall)
        self.recall()
        self.show()

    def recall(self) -> None:
        """Bring decided cases of earlier back to a clinic in which nothing was done."""
        known = record.to_cases(store().record)
        if known.cases and not self.player.progress.cases and not self.before.cases:
            self._take(_here(known)[0])

    def show(self) -> None:
        """Show the cases done, a file of them, and the buttons that can do something."""
        kept = self.player.progress
        known = record.to_cases(store().record)
        new = [one for one in kept.cases if one.decided and not known.record(one.case_id).decided]
        if new:
            at = record.moment(datetime.now(UTC))
            store().put(record.from_cases(Progress(tuple(new)), at))
        self.done.html = _save(kept) + _done(self.player)
        _show(self.again, bool(kept.cases))
        _show(self.back, bool(self.before.cases))

    def load(self, name: str, content: bytes) -> None:
        """Add what a file holds to what is there; an InputError is shown by the picker."""
        whole = record.decode(name, content)
        loaded, left_out = _here(record.to_cases(whole))
        self._take(cases.merge(self.player.progress, loaded))
        store().put(whole)
        decided = sum(one.decided for one in loaded.cases)
        words = f"{name}: {_count(len(loaded.cases), 'case')} loaded, {decided} with a decision."
        self.picker.say(words + _left_out(left_out), "ok")

    def start_over(self) -> None:
        """Forget every case; `bring_back` brings them back."""
        self.before = self.player.progress
        self._take(Progress())
        self.picker.say("Every case is new again. Your cases can still be brought back.", "info")

    def bring_back(self) -> None:
        """Bring back what was there before starting over."""
        old, self.before = self.before, Progress()
        self._take(cases.merge(self.player.progress, old))
        self.picker.say("Your cases are back.", "ok")

    def _take(self, kept: Progress) -> None:
        """Take over a progress; the case on the page changes only if more was asked in it."""
        player = self.player
        player.keep(kept)
        record = kept.record(player.stem.stem_id)
        if not record.decided and list(record.asked) != player.asked:
            player.open()


# What is said --------------------------------------------------------------------------------


def _show(widget: ipywidgets.DOMWidget, shown: bool) -> None:
    widget.layout.display = "" if shown else "none"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _left_out(things: list[str]) -> str:
    """Say what a file held that this course does not know."""
    if not things:
        return ""
    more = f" and {len(things) - NAMED} more" if len(things) > NAMED else ""
    return f" Left out, since this course does not know it: {', '.join(things[:NAMED])}{more}."


def _save(kept: Progress) -> str:
    if not kept.cases:
        return NONE_YET
    words = f"Save my progress ({_count(len(kept.cases), 'case')})"
    link = html.download(record.encode(_whole(kept)), "application/json", FILE, words)
    return f"<p>{link}</p>"


def _here(progress: Progress) -> tuple[Progress, list[str]]:
    """Return what this course knows of some cases, and in words what it does not know."""
    stems = {stem.stem_id: stem for stem in differential.stems()}
    urgencies = {*tables.lookup("urgencies", "label"), UNKNOWN}
    known, left_out = Progress(), []
    for one in progress.cases:
        if one.case_id not in stems:
            left_out.append(f"the case {one.case_id:.40}")
            continue
        stem = stems[one.case_id]
        findings = {finding.finding_id for finding in stem.findings}
        asked = tuple(finding for finding in one.asked if finding in findings)
        if asked != one.asked:
            gone = _count(len(one.asked) - len(asked), "question")
            left_out.append(f"{gone} of {one.case_id}")
        steps = {UNKNOWN, *(step.step_id for step in stem.steps)}
        possible = one.urgency in urgencies and one.step in steps
        if one.decided and not possible:
            left_out.append(f"the decision of {one.case_id}")
        decision = (one.urgency, one.step) if possible else ("", "")
        known = known.put(CaseRecord(one.case_id, asked, *decision))
    return known, left_out


def _whole(kept: Progress) -> record.Record:
    """Return the record of the whole course with these cases."""
    others = tuple(one for one in store().record.entries if one.kind != record.CASE)
    return record.merge(record.Record(others), record.from_cases(kept))


def _done(player: CasePlayer) -> str:
    """Return the table of the decided cases with their points."""
    scores = player.scores
    rows = [
        {
            "Case": stem.title,
            "How soon": _soon(scores[stem.stem_id]),
            "Next step": "right" if scores[stem.stem_id].step_right else "not right",
            "Points": scores[stem.stem_id].points,
        }
        for stem in player.stems
        if stem.stem_id in scores
    ]
    if not rows:
        return ""
    points = sum(one.points for one in scores.values())
    caption = f"Cases decided: {points} of {len(rows) * case_score.MOST} points"
    return html.table(pd.DataFrame(rows), caption=caption)


def _soon(score: case_score.CaseScore) -> str:
    if score.urgency_right:
        return "right"
    if score.urgency < 0:
        return "too late"
    return "too early" if score.urgency else "not known"

"""The picture is not the pain: guess how many people without pain show a finding, then see it."""

from __future__ import annotations

import ipywidgets

from hiplib import conditions
from hiplib.conditions import Rate, ScanFinding
from hiplib.figures.shares import scan_crowds
from hiplib.widgets import html
from hiplib.widgets.controls import button, column, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView
from hiplib.widgets.slider import Slider

CLOSE = 10  # people: a guess this near is called close where the source gives no interval


def picture_is_not_pain() -> ipywidgets.Widget:
    """Return the guess and the crowds of 100 people with and without pain, for each finding."""
    return _Pictures().view


class _Pictures:
    """Joins the choice of a finding and the guess with the crowds, blank until a guess is made."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        options = [(item.name, key) for key, item in conditions.scan_findings().items()]
        self.choice = select("What the scan shows", options)
        self.asked, self.answer, self.notice = Live(), Live(), Live(polite=False)
        self.guess = Slider("Your guess", value=10, low=0, high=100, step=1, unit="of 100")
        label = "How many of 100 show the finding on a scan, group by group"
        self.plot = PlotView(scan_crowds(self.item, shown=False).figure, label=label)
        self.choice.observe(lambda _: self.draw(), "value")
        show = button("Show what studies found", self.show, align="flex-start")
        parts = (self.choice, self.asked, self.guess, show, self.answer, self.plot, self.notice)
        self.view = column(*parts)
        self.draw()

    @property
    def item(self) -> ScanFinding:
        """The chosen finding."""
        return conditions.scan_finding(str(self.choice.value))

    def show(self) -> None:
        """Fill the crowds and compare the guess with the first of them."""
        self.seen.add(self.item.finding_id)
        self.draw()
        text = guess_reply(round(self.guess.value), self.item.rates[0])
        self.answer.html = f"<p>{html.text(text)}</p>"

    def draw(self) -> None:
        """Show the chosen finding; its shares only once the learner has asked for them."""
        item, shown = self.item, self.item.finding_id in self.seen
        asked = f"<p><strong>{html.text(question(item))}</strong></p>"
        self.asked.html = f"<p>{html.text(item.what_it_is)}</p>{asked}"
        self.answer.html = ""
        self.plot.put(scan_crowds(item, shown=shown))
        if not shown:
            self.plot._numbers = ""
        self.notice.html = notice_html(item) if shown else ""


def question(item: ScanFinding) -> str:
    """Return what the learner guesses: the share in the first group.

    Examples
    --------
    >>> question(conditions.scan_finding("labral_tear"))
    'Think of 100 people without hip pain. How many show it?'
    >>> question(conditions.scan_finding("cam_shape"))
    'Think of 100 people: men without pain. How many show it?'
    """
    who = item.rates[0].who[:1].lower() + item.rates[0].who[1:]
    people = who if who.startswith("people") else f"people: {who}"
    return f"Think of 100 {people}. How many show it?"


def guess_reply(guess: int, rate: Rate) -> str:
    """Compare a guess with the share of the first group."""
    share = rate.share
    low = share.low if share.low is not None else (share.value or 0) - CLOSE
    high = share.high if share.high is not None else (share.value or 0) + CLOSE
    off = max(low - guess, guess - high)  # people outside the interval
    far = "far " if off >= 2 * CLOSE else ""
    said = f"{far}{'more' if guess < low else 'fewer'} than you thought"
    if off <= 0:
        said = "that is close" if share.low is None else "your guess is inside the interval"
    return f"Your guess was {guess} of 100. Studies found {share} of 100: {said}."


def notice_html(item: ScanFinding) -> str:
    """Return what to notice, and the sources."""
    ref_ids = [rate.fact.ref_id for rate in item.rates]
    if any(rate.fact.interval_kind == "counts" for rate in item.rates):
        ref_ids.append("newcombe1998interval")
    notes = [
        f"{html.text(rate.who)}: {html.text(rate.fact.note)}"
        for rate in item.rates
        if rate.fact.note
    ]
    limits = html.fold("Limits of these numbers", html.bullets(notes)) if notes else ""
    return (
        f"<p><strong>What to notice.</strong> {html.text(item.notice)}</p>{limits}"
        f"{html.fold('Sources', html.sources(ref_ids))}"
    )

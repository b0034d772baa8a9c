"""Measures against injury one at a time, and a trial to design.

Choice: a measure with no number says "No estimate" in the same place where others have a picture.
"""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets
import pandas as pd

from hiplib import evidence, recovery, training
from hiplib.figures import evidence_board
from hiplib.figures import recovery as figures
from hiplib.recovery import Design, Measure
from hiplib.recovery.prevention import HOURS, NO_ESTIMATE
from hiplib.tables import lookup
from hiplib.widgets import html
from hiplib.widgets.controls import button, column, follow, guess, row, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView
from hiplib.widgets.slider import Slider

OTHER_SPORTS = "strength_sports"  # its effect is not put on the rate of runners


def prevention_guide() -> ipywidgets.Widget:
    """Return the guide to measures: what is known, the cards, and a picture per 100 runners."""
    return _Guide().view


class _Guide:
    """Joins the choice of a measure with its card, its evidence and its crowds."""

    def __init__(self) -> None:
        names = [(each.name, each.measure_id) for each in recovery.measures()]
        self.choice = select("What was tried", names)
        self.card = Live()
        self.board = PlotView(label="What studies found")
        self.crowds = PlotView(label="100 runners without and with it")
        self.hours = Slider("Hours of running", value=40, low=HOURS[0], high=HOURS[1], unit="h")
        table = html.scroll(html.table(recovery.overview(_cards())), "All measures")
        every = Live(html.fold("All measures in one table", table), polite=False)
        self.middle = column()
        self.view = column(self.choice, self.card, self.middle, every)
        follow(self.show, self.choice)
        follow(self.draw_crowds, self.hours)
        self.show()

    def show(self) -> None:
        """Show the chosen measure."""
        each = recovery.measure(self.choice.value)
        own = _cards(each.card_ids)
        self.card.html = measure_card(each, own)
        parts: list[ipywidgets.Widget] = []
        if len(own):
            parts.append(self.board.put(evidence_board.board(own)))
        if self._on_rate(own):
            self.draw_crowds()
            parts += [self.hours, self.crowds]
        self.middle.children = tuple(parts)

    def draw_crowds(self) -> None:
        """Draw 100 novices without and with the first effect that can stand on a rate."""
        each = recovery.measure(self.choice.value)
        usable = self._on_rate(_cards(each.card_ids))
        if usable:
            rate = training.prevention_rate(usable[0])
            self.crowds.put(figures.measure_crowds(
                each, float(rate.before), (float(rate.rate), float(rate.low), float(rate.high)),
                self.hours.value, rate.population))  # fmt: skip

    @staticmethod
    def _on_rate(cards: pd.DataFrame) -> list[str]:
        own = cards[cards["on_rate"] & (cards["card_id"] != OTHER_SPORTS)]
        return [str(card_id) for card_id in own["card_id"]]


def measure_card(each: Measure, cards: pd.DataFrame) -> str:
    """Return one measure in words."""
    measured = bool((cards["kind"] != "empty").any()) if len(cards) else False
    fact = each.fact
    number = fact.amount if fact is not None and not measured and fact.topic == "prevention" else ""
    effect = "See the picture." if measured else number or f"{NO_ESTIMATE}."
    sure = lookup("certainties", "label")[each.certainty]
    body = html.definitions([
        ("Effect", html.text(effect)), ("What is known", html.text(each.says)),
        ("In whom", html.text(each.in_whom)), ("How sure", html.text(sure)),
        ("Keep in mind", html.text(each.watch)),
    ])  # fmt: skip
    words = [
        f"<strong>{html.text(card['statement'])}.</strong> {html.text(card['wording'])}"
        for card in cards.to_dict("records")
    ]
    refs = [fact.ref_id] if fact is not None else []
    refs += cards["ref_id"].tolist()
    folds = html.fold("The studies in words", html.bullets(words)) if words else ""
    folds += html.source_fold(refs)
    return html.card(each.name, f"{body}{folds}{html.note('one_effect_at_a_time')}")


def _cards(card_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """Return evidence cards with their amount in words: some, in the given order, or all."""
    cards = training.evidence_cards()
    if card_ids is not None:
        cards = cards.set_index("card_id").loc[list(card_ids)].reset_index()
    return cards.assign(amount=[evidence_board.amount(card) for card in cards.to_dict("records")])


def predict_trials() -> ipywidgets.Widget:
    """Ask how many of 100 small trials find a true effect; the simulation answers on request."""
    slider = Slider("Trials that find it", value=80, low=0, high=100, step=1, unit="of 100")
    return guess(slider, "Run the trials", trials_reply)


def trials_reply(guessed: float) -> str:
    """Compare a guess with the simulation of the first design."""
    result = recovery.simulate(Design())
    found = round(100 * result.found)
    near = "That is close." if abs(found - guessed) <= 5 else ""
    more = "Fewer than you thought." if found < guessed else "More than you thought."
    return (
        f"Your guess was {guessed:.0f} of 100. In the simulation it is {found} of 100. "
        f"{near or more} The effect is real in every one of these trials."
    )


def trial_designer() -> ipywidgets.Widget:
    """Return the simulation: design a trial, see what many trials like it would find."""
    first = Design()
    sliders = (
        Slider("True ratio of injury rates", value=first.effect, low=0.3, high=1.2, step=0.02,
               help="1 is no effect; 0.66 is a third fewer injuries"),
        Slider("Runners in each group", value=first.group_size, low=10, high=1000, step=10),
        Slider("Injured without it in 12 weeks", value=first.injured_of_100, low=5, high=60, step=1,
               unit="of 100"),
        Slider("Follow-up", value=first.weeks, low=4, high=52, step=1, unit="weeks"),
    )  # fmt: skip
    plot, seed = PlotView(label="Forty trials of the same design"), [1]

    def draw() -> None:
        effect, size, injured, weeks = (slider.value for slider in sliders)
        design = Design(effect, int(size), injured, int(weeks))
        plot.put(figures.trial_intervals(recovery.simulate(design, seed=seed[0])))

    def again() -> None:
        seed[0] += 1
        draw()

    follow(draw, *sliders)
    draw()
    note = Live(
        f'<p class="hip-note">The first effect is the one of the trial in beginners: '
        f"{html.text(evidence.fact('TR161').amount)}. The trials are invented; their numbers come "
        "from a random generator with a seed.</p>", polite=False)  # fmt: skip
    more = row(button("New trials", again))
    return column(row(*sliders[:2]), row(*sliders[2:]), more, plot, note)

"""What treatments do: by treatment, by condition, and studies that disagree side by side.

Choice made here: the verdict and the picture come first, the single studies below them; absolute
numbers come before ratios.
"""

from __future__ import annotations

import ipywidgets

from hiplib import conditions
from hiplib.conditions import Effect
from hiplib.conditions.treatments import studied_conditions
from hiplib.figures import shares
from hiplib.figures import treatments as pictures
from hiplib.widgets import html, treatment_cards
from hiplib.widgets.controls import button, column, row, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView
from hiplib.widgets.slider import Slider
from hiplib.widgets.treatment_cards import treatment_rows

__all__ = ["predict_waiting", "treatment_evidence", "treatment_rows"]

TREATMENT, CONDITION, CONFLICT, ALL = "treatment", "condition", "conflict", "all"
WAYS = {
    TREATMENT: "A treatment",
    CONDITION: "A condition",
    CONFLICT: "Studies that disagree",
    ALL: "All differences in one picture",
}
NEAR = 5  # people: a guess this near is called close


def predict_waiting() -> ipywidgets.Widget:
    """Ask how many of 100 got better by waiting; the trial's answer comes on request."""
    guess = Slider("Better just by waiting", value=50, low=0, high=100, step=1, unit="of 100")
    answer = Live()

    def compare() -> None:
        answer.html = f"<p>{html.text(waiting_reply(round(guess.value)))}</p>"

    send = button("Compare with the trial", compare)
    send.layout.align_self = "flex-start"
    return column(guess, send, answer)


def waiting_reply(guess: int) -> str:
    """Compare a guess with the share that got better by waiting.

    Examples
    --------
    >>> waiting_reply(50).split(". ")[0]
    'Your guess was 50 of 100'
    """
    effect = conditions.conflict("gluteal_exercise").effects[0]
    treated, control = effect.shares
    share = control.value or 0
    if abs(guess - share) <= NEAR:
        said = "that is close"
    else:
        said = "more than you thought" if guess < share else "fewer than you thought"
    return (
        f"Your guess was {guess} of 100. In the trial it was {share} of 100: {said}. With exercise "
        f"and advice it was {treated.value} of 100. Only the gap between the two groups is owed to "
        "the programme."
    )


def treatment_evidence() -> ipywidgets.Widget:
    """Return the page part that shows what studies of treatments found."""
    return _Evidence().view


class _Evidence:
    """Joins the two choices with the card, the crowds, the differences and the single studies."""

    def __init__(self) -> None:
        self.by = select("Look up", [(words, way) for way, words in WAYS.items()], TREATMENT)
        self.what = select("Which one", _options(TREATMENT))
        self.which = select("Picture out of 100", [("-", "")])
        self.card, self.studies = Live(), Live(polite=False)
        self.crowds = PlotView(label="People out of 100 without and with the treatment", summary="")
        self.bars = PlotView(label="Differences between groups", summary="")
        self.by.observe(lambda _: self.offer(), "value")
        self.what.observe(lambda _: self.show(), "value")
        self.which.observe(lambda _: self.draw_crowds(), "value")
        self.view, self.controls = column(), row(self.by, self.what)
        self.show()

    def offer(self) -> None:
        """Offer the names of what was chosen, and show the first of them."""
        self.what.options = _options(self.by.value) or [("-", "")]
        self.show()

    @property
    def effects(self) -> tuple[Effect, ...]:
        """The effects of what is chosen; none while the list is being changed."""
        if self.by.value == ALL:
            return tuple(e for item in conditions.treatments() for e in item.effects)
        if self.what.value not in [key for _, key in _options(self.by.value)]:
            return ()
        return _effects(self.by.value, self.what.value)

    def show(self) -> None:
        """Show the chosen treatment, condition or set of studies."""
        effects = self.effects
        if not effects:
            return
        self.card.html, self.studies.html = _texts(self.by.value, self.what.value)
        counted = [] if self.by.value == ALL else [e for e in effects if e.kind == "out_of_100"]
        named = self.by.value != TREATMENT
        self.which.options = [(_title(e, named=named), e.effect_id) for e in counted] or [("-", "")]
        self.draw_crowds()
        measured = bool(pictures.measured(effects))
        if measured:
            self.bars.height = pictures.forest_height(effects)
            self.bars.show(
                pictures.forest(effects),
                pictures.forest_summary(effects),
                pictures.forest_numbers(effects),
            )
        self.controls.children = [self.by] if self.by.value == ALL else [self.by, self.what]
        parts = {
            self.controls: True,
            self.card: True,
            self.which: len(counted) > 1,
            self.crowds: bool(counted),
            self.bars: measured,
            self.studies: True,
        }
        self.view.children = [part for part, shown in parts.items() if shown]

    def draw_crowds(self) -> None:
        """Show the chosen comparison as two crowds, or none."""
        chosen = next((e for e in self.effects if e.effect_id == self.which.value), None)
        if chosen is None:
            return
        self.crowds.height = shares.height(pictures.crowd_panels(chosen))
        self.crowds.show(
            pictures.crowd_figure(chosen),
            pictures.crowd_summary(chosen),
            pictures.crowd_numbers(chosen),
        )


def _options(way: str) -> list[tuple[str, str]]:
    if way == TREATMENT:
        return [(item.name, item.treatment_id) for item in conditions.treatments()]
    if way == CONFLICT:
        return [(item.title, item.conflict_id) for item in conditions.conflicts()]
    if way == CONDITION:
        return [(conditions.condition(key).name, key) for key in studied_conditions()]
    return []


def _effects(way: str, key: str) -> tuple[Effect, ...]:
    if way == TREATMENT:
        return conditions.treatment(key).effects
    if way == CONFLICT:
        return conditions.conflict(key).effects
    return conditions.effects_of(key)


def _texts(way: str, key: str) -> tuple[str, str]:
    """Return the card above the pictures and the studies below them."""
    if way == ALL:
        return treatment_cards.overview_card(), ""
    if way == CONFLICT:
        return treatment_cards.conflict_card(conditions.conflict(key)), ""
    effects = _effects(way, key)
    if way == TREATMENT:
        head = treatment_cards.treatment_card(conditions.treatment(key))
        body = treatment_cards.study_list(effects)
    else:
        head, body = treatment_cards.condition_head(key), treatment_rows(key)
    body += treatment_cards.source_fold(effects)
    return head, html.card("What was found", body, level=4)


def _title(effect: Effect, *, named: bool) -> str:
    name = f"{conditions.treatment(effect.treatment_id).name}: " if named else ""
    return f"{name}{effect.outcome}, {effect.when} ({effect.study})"

"""What treatments do: by treatment, by condition, and studies that disagree side by side.

Choice made here: the verdict and the picture come first, the single studies below them; absolute
numbers come before ratios. Where nobody has tested a treatment the card says "No good evidence"; an
empty space would be read as good news. Advice that experts agree on is told apart from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import ipywidgets

from hiplib import conditions
from hiplib.conditions import Conflict, Effect, Treatment
from hiplib.conditions.treatments import NO_EVIDENCE, NO_TRIAL, studied_conditions
from hiplib.figures import treatments as pictures
from hiplib.tables import records
from hiplib.widgets import html
from hiplib.widgets.card_words import aside
from hiplib.widgets.controls import column, guess, row, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView
from hiplib.widgets.slider import Slider

TREATMENT, CONDITION, CONFLICT, ALL = "treatment", "condition", "conflict", "all"
WAYS = (
    ("A treatment", TREATMENT),
    ("A condition", CONDITION),
    ("Studies that disagree", CONFLICT),
    ("All differences in one picture", ALL),
)
NEAR = 5  # people: a guess this near is called close
EXPERTS = "Expert advice, not tested in trials"
CLEAR = {"yes": "Clear difference", "no": "No clear difference", "unclear": "Not clear", "": ""}
UNSEEN = "Interval not seen"


def predict_waiting() -> ipywidgets.Widget:
    """Ask how many of 100 got better by waiting; the trial's answer comes on request."""
    slider = Slider("Better just by waiting", value=50, low=0, high=100, step=1, unit="of 100")
    return guess(slider, "Compare with the trial", waiting_reply)


def waiting_reply(guessed: float) -> str:
    """Compare a guess with the share that got better by waiting."""
    treated, control = conditions.conflict("gluteal_exercise").effects[0].shares
    share = control.value or 0
    said = "more than you thought" if guessed < share else "fewer than you thought"
    if abs(guessed - share) <= NEAR:
        said = "that is close"
    return (
        f"Your guess was {guessed:.0f} of 100. In the trial it was {share} of 100: {said}. With "
        f"exercise and advice it was {treated.value} of 100. Only the gap between the two groups "
        "is owed to the programme."
    )


def treatment_evidence() -> ipywidgets.Widget:
    """Return the page part that shows what studies of treatments found."""
    return _Evidence().view


class _Evidence:
    """Joins the two choices with the card, the crowds, the differences and the single studies."""

    def __init__(self) -> None:
        self.by = select("Look up", WAYS, TREATMENT)
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
        self.what.options = _options(self.by.value)
        self.show()

    def show(self) -> None:
        """Show the chosen treatment, condition or set of studies."""
        way, key = self.by.value, self.what.value
        if key not in [option for _, option in _options(way)]:
            return  # while the list is being changed
        self.effects, self.card.html, self.studies.html = _shown(way, key)
        counted = [] if way == ALL else [e for e in self.effects if e.kind == "out_of_100"]
        names = ["" if way == TREATMENT else f"{effect.treatment}: " for effect in counted]
        self.which.options = [
            (f"{name}{e.outcome}, {e.when} ({e.study})", e.effect_id)
            for name, e in zip(names, counted, strict=True)
        ] or [("-", "")]
        self.draw_crowds()
        measured = bool(pictures.measured(self.effects))
        if measured:
            self.bars.put(pictures.forest(self.effects))
        self.controls.children = [self.by] if way == ALL else [self.by, self.what]
        wanted = {self.which: len(counted) > 1, self.crowds: bool(counted), self.bars: measured}
        shown = [part for part, is_wanted in wanted.items() if is_wanted]
        self.view.children = [self.controls, self.card, *shown, self.studies]

    def draw_crowds(self) -> None:
        """Show the chosen comparison as two crowds, or none."""
        for effect in self.effects:
            if effect.effect_id == self.which.value:
                self.crowds.put(pictures.crowds(effect))


def _options(way: str) -> list[tuple[str, str]]:
    names = {
        TREATMENT: {key: item.name for key, item in conditions.treatments().items()},
        CONDITION: studied_conditions(),
        CONFLICT: {key: item.title for key, item in conditions.conflicts().items()},
        ALL: {"": "-"},
    }
    return [(name, key) for key, name in names[way].items()]


def _shown(way: str, key: str) -> tuple[Sequence[Effect], str, str]:
    """Return effects, the card above their pictures, and the studies below these."""
    if way == ALL:
        every = [e for item in conditions.treatments().values() for e in item.effects]
        return every, _overview_card(), ""
    if way == CONFLICT:
        conflict = conditions.conflict(key)
        return conflict.effects, _conflict_card(conflict), ""
    if way == TREATMENT:
        item = conditions.treatment(key)
        effects, head, studies = item.effects, _treatment_card(item), _study_list(item.effects)
    else:
        effects, studies = conditions.effects_of(key), treatment_rows(key)
        names = "; ".join(dict.fromkeys(effect.treatment for effect in effects))
        words = f"<p>{html.text(f'What is recorded here: {names}.')}</p>"
        head = html.card(conditions.condition(key).name, words)
    return effects, head, html.card("What was found", studies + _source_fold(effects), level=4)


# The cards -----------------------------------------------------------------------------------


def treatment_rows(condition_id: str) -> str:
    """Return what studies say about each treatment of a condition, as HTML for its card."""
    groups: dict[str, list[Effect]] = {}
    for effect in conditions.effects_of(condition_id):
        groups.setdefault(effect.treatment, []).append(effect)
    rows = (
        f"<p><strong>{html.text(name)}</strong></p>{_study_list(group)}"
        for name, group in groups.items()
    )
    return "".join(rows) or f"<p>{NO_TRIAL} for this condition.</p>"


def gap(item: Treatment) -> str:
    """Return what is missing; advice that experts agree on is no reason to do without it.

    Examples
    --------
    >>> [gap(conditions.treatment(key)) for key in ("yoga", "crutches", "glucosamine")]
    ['No good evidence', 'Expert advice, not tested in trials', '']
    """
    if item.tested:
        return ""
    return EXPERTS if item.certainty == "consensus" else NO_EVIDENCE


def effect_line(effect: Effect) -> str:
    """Return one effect as a line of HTML: what, compared with what, how much, how sure, source."""
    if effect.kind == "none":
        text = f"<strong>{NO_EVIDENCE}</strong> for {html.text(effect.outcome)}."
        return f'{text} <span class="hip-note">({html.text(effect.note.rstrip("."))})</span>'
    fact = effect.facts[-1]
    if effect.kind == "statement":
        said, amount = html.text(fact.statement.rstrip(".")), fact.amount
        numbers = [set(re.findall(r"\d+(?:\.\d+)?", text)) for text in (amount, fact.statement)]
        amount = amount if numbers[0] - numbers[1] else ""  # the statement may hold it already
    else:
        words = f"{effect.outcome}, {effect.when}, against {effect.comparison}"
        said, amount = html.text(words), effect.amount
    if amount:  # tied to its fact for whoever checks the page
        said += f': <span data-fact="{fact.fact_id}">{html.text(amount)}</span>'
    tag = f" <em>{reading(effect)}.</em>" if effect.clear else ""
    study = f"<strong>{html.text(effect.study)}:</strong>"
    return f"{study} {said}.{tag} {aside(fact, note=effect.note.rstrip('.'))}"


def reading(effect: Effect) -> str:
    """Return whether the difference is clear; a number without an interval is told apart."""
    number = effect.kind not in ("statement", "none")
    return UNSEEN if effect.clear == "unclear" and number else CLEAR[effect.clear]


def _treatment_card(item: Treatment) -> str:
    """Return the verdict on a treatment, how sure it is, and limits and harms."""
    (sure,) = records("certainties", certainty=item.certainty)
    missing = f'<p class="hip-gap"><strong>{gap(item)}.</strong></p>' if gap(item) else ""
    facts = {
        "In short": item.verdict,
        "How sure": f"{sure['label']}. {sure['meaning']}",
        "Limits and harms": item.limits,
    }
    return html.card(item.name, missing + _definitions(facts))


def _conflict_card(item: Conflict) -> str:
    """Return the studies of a set side by side, and why they may differ."""
    cards = ""
    for effect in item.effects:
        fact = effect.facts[-1]
        facts = {
            "Compared with": effect.comparison,
            "Result": f"{effect.outcome}, {effect.when}",
            "Found": effect.amount or fact.statement,
            "In whom": fact.population,
            "Reading": reading(effect) or "Advice, not a measurement",
            "Limits": effect.note,
        }
        cards += f"<section><h4>{html.text(effect.study)}</h4>{_definitions(facts)}</section>"
    why = f"<p><strong>Why they differ.</strong> {html.text(item.why)}</p>"
    return html.card(
        item.title, f'<div class="hip-side">{cards}</div>{why}{_source_fold(item.effects)}'
    )


def _overview_card() -> str:
    """Return how many treatments were looked up, and which of them nobody has tested."""
    items = conditions.treatments().values()
    gaps: dict[str, list[str]] = {}
    for item in items:
        gaps.setdefault(gap(item), []).append(item.name[:1].lower() + item.name[1:])
    text = (
        f"{len(items)} treatments were looked up. The picture holds each result that a study put "
        "in one number. Others were studied in words only, or not at all."
    )
    missing = "".join(
        f"<p><strong>{word}:</strong> {html.text(', '.join(names))}.</p>"
        for word, names in gaps.items()
        if word
    )
    return html.card("All differences", f"<p>{html.text(text)}</p>{missing}")


def _study_list(effects: Iterable[Effect]) -> str:
    return html.bullets(map(effect_line, effects))


def _source_fold(effects: Iterable[Effect]) -> str:
    refs = list(dict.fromkeys(fact.ref_id for effect in effects for fact in effect.facts))
    return html.fold(f"Sources ({len(refs)})", html.sources(refs)) if refs else ""


def _definitions(facts: dict[str, str]) -> str:
    return html.definitions((term, html.text(text)) for term, text in facts.items())

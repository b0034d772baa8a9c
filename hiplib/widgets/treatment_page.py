"""What treatments do: by treatment, by condition, and studies that disagree side by side.

Choice made here: absolute numbers come first, ratios beside them. Where nobody has tested a
treatment the card says "No good evidence"; an empty space would be read as good news.
"""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets

from hiplib import conditions, evidence, tables
from hiplib.conditions import NO_EVIDENCE, NO_TRIAL, Effect, Treatment
from hiplib.conditions.treatments import amount, studied_conditions
from hiplib.figures import shares
from hiplib.figures import treatments as pictures
from hiplib.figures.style import figure
from hiplib.widgets import html
from hiplib.widgets.controls import column, row, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView

TREATMENT, CONDITION, CONFLICT, ALL = "treatment", "condition", "conflict", "all"
CLEAR = {
    "yes": "Clear difference",
    "no": "No clear difference",
    "unclear": "Not clear",
    "": "",
}
FIRST = "exercise_therapy"
EXPERTS = "Expert advice, not tested in trials"
TAG_WORDS = 3  # a note of a fact that is longer than a tag is a caveat to show


def treatment_evidence() -> ipywidgets.Widget:
    """Return the page part that shows what studies of treatments found."""
    return _Evidence().view


class _Evidence:
    """Joins the two choices with the card, the crowds and the picture of differences."""

    def __init__(self) -> None:
        by = [
            ("A treatment", TREATMENT),
            ("A condition", CONDITION),
            ("Studies that disagree", CONFLICT),
            ("All differences in one picture", ALL),
        ]
        self.by = select("Look up", by, TREATMENT)
        self.what = select("Which one", _options(TREATMENT), FIRST)
        self.which = select("Picture out of 100", [("-", "")])
        self.card = Live(polite=False)
        self.crowds = PlotView(
            figure(), label="People out of 100 without and with the treatment", summary=""
        )
        self.bars = PlotView(figure(), label="Differences between groups", summary="")
        self.by.observe(lambda _: self.offer(), "value")
        self.what.observe(lambda _: self.show(), "value")
        self.which.observe(lambda _: self.draw_crowds(), "value")
        self.show()
        controls = row(self.by, self.what)
        self.view = column(controls, self.card, self.which, self.crowds, self.bars)

    def offer(self) -> None:
        """Offer the names of what was chosen, and show the first of them."""
        options = _options(self.by.value)
        _visible(self.what, bool(options))
        self.what.options = options or [("-", "")]
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
        self.card.html = _card(self.by.value, self.what.value)
        counted = [] if self.by.value == ALL else _counted(effects)
        self.which.options = [(_picture_name(e), e.effect_id) for e in counted] or [("-", "")]
        _visible(self.which, len(counted) > 1)
        self.draw_crowds()
        _visible(self.bars, any(effect.measured for effect in effects))
        if any(effect.measured for effect in effects):
            self.bars.height = pictures.forest_height(effects)
            self.bars.show(
                pictures.forest(effects),
                pictures.forest_summary(effects),
                pictures.forest_numbers(effects),
            )

    def draw_crowds(self) -> None:
        """Show the chosen comparison as two crowds, or none."""
        chosen = next((e for e in self.effects if e.effect_id == self.which.value), None)
        _visible(self.crowds, chosen is not None)
        if chosen is None:
            return
        self.crowds.height = shares.height(pictures.crowd_panels(chosen))
        self.crowds.show(
            pictures.crowd_figure(chosen),
            pictures.crowd_summary(chosen),
            pictures.crowd_numbers(chosen),
        )


# HTML ----------------------------------------------------------------------------------------


def treatment_rows(condition_id: str) -> str:
    """Return what studies say about each treatment of a condition, as HTML for its card.

    Raises
    ------
    ValueError
        For an unknown condition; the message gives the nearest names.

    Examples
    --------
    >>> treatment_rows("perthes")
    '<p>No trial is recorded for this condition.</p>'
    """
    effects = conditions.effects_of(condition_id)
    if not effects:
        return f"<p>{NO_TRIAL} for this condition.</p>"
    groups: dict[str, list[Effect]] = {}
    for effect in effects:
        groups.setdefault(effect.treatment_id, []).append(effect)
    return "".join(
        f"<p><strong>{html.text(conditions.treatment(key).name)}</strong></p>{_list(group)}"
        for key, group in groups.items()
    )


def treatment_card(item: Treatment) -> str:
    """Return the card of one treatment: verdict, how sure, limits, and each study."""
    sure = tables.read("certainties").set_index("certainty").loc[item.certainty]
    gap = "" if item.tested else f'<p class="hip-gap"><strong>{_gap(item)}.</strong></p>'
    facts = html.definitions(
        [
            ("In short", html.text(item.verdict)),
            ("How sure", f"{html.text(sure['label'])}. {html.text(sure['meaning'])}"),
            ("Limits and harms", html.text(item.limits)),
        ]
    )
    return html.card(item.name, f"{gap}{facts}{_studies(item.effects)}")


def effect_line(effect: Effect) -> str:
    """Return one effect as a line of HTML: what, compared with what, how much, how sure, source."""
    if effect.kind == "none":
        text = f"<strong>{NO_EVIDENCE}</strong> for {html.text(effect.outcome)}."
        return f'{text} <span class="hip-note">({html.text(effect.note.rstrip("."))})</span>'
    fact = effect.facts[-1]
    if effect.kind == "statement":
        text = html.text(fact.statement.rstrip("."))
        number = f": {_number(fact.amount, fact)}" if fact.amount else ""
        said = f"<strong>{html.text(effect.study)}:</strong> {text}{number}."
    else:
        said = (
            f"<strong>{html.text(effect.study)}:</strong> {html.text(effect.outcome)}, "
            f"{html.text(effect.when)}, against {html.text(effect.comparison)}: "
            f"{_number(amount(effect), fact)}."
        )
    tag = f" <em>{CLEAR[effect.clear]}.</em>" if effect.clear else ""
    return f'{said}{tag} <span class="hip-note">({_aside(effect)})</span>'


def conflict_html(conflict_id: str) -> str:
    """Return the studies of a set side by side, and why they may differ."""
    item = conditions.conflict(conflict_id)
    cards = "".join(_study_card(effect) for effect in item.effects)
    why = f"<p><strong>Why they differ.</strong> {html.text(item.why)}</p>"
    body = f'<div class="hip-side">{cards}</div>{why}{_source_fold(item.effects)}'
    return html.card(item.title, body)


# Parts ---------------------------------------------------------------------------------------


def _options(kind: str) -> list[tuple[str, str]]:
    if kind == TREATMENT:
        return [(item.name, item.treatment_id) for item in conditions.treatments()]
    if kind == CONFLICT:
        return [(item.title, item.conflict_id) for item in conditions.conflicts()]
    if kind == CONDITION:
        return [(conditions.condition(key).name, key) for key in studied_conditions()]
    return []


def _effects(kind: str, key: str) -> tuple[Effect, ...]:
    if kind == TREATMENT:
        return conditions.treatment(key).effects
    if kind == CONFLICT:
        return conditions.conflict(key).effects
    return conditions.effects_of(key)


def _card(kind: str, key: str) -> str:
    if kind == TREATMENT:
        return treatment_card(conditions.treatment(key))
    if kind == CONFLICT:
        return conflict_html(key)
    if kind == CONDITION:
        effects = conditions.effects_of(key)
        body = treatment_rows(key) + _source_fold(effects)
        return html.card(conditions.condition(key).name, body)
    return _overview()


def _overview() -> str:
    """Return how many treatments were tested at all."""
    items = conditions.treatments()
    gaps: dict[str, list[str]] = {}
    for item in items:
        if not item.tested:
            gaps.setdefault(_gap(item), []).append(item.name[:1].lower() + item.name[1:])
    text = (
        f"{len(items)} treatments were looked up. The picture holds each one that a study put in "
        "one number. Others were studied in words only, or not at all."
    )
    missing = "".join(
        f"<p><strong>{word}:</strong> {html.text(', '.join(names))}.</p>"
        for word, names in gaps.items()
    )
    return html.card("All differences", f"<p>{html.text(text)}</p>{missing}")


def _gap(item: Treatment) -> str:
    """Return what is missing; advice that experts agree on is no reason to do without it."""
    return EXPERTS if item.certainty == "consensus" else NO_EVIDENCE


def _counted(effects: Sequence[Effect]) -> list[Effect]:
    return [effect for effect in effects if effect.kind == "out_of_100"]


def _picture_name(effect: Effect) -> str:
    name = conditions.treatment(effect.treatment_id).name
    return f"{name}: {effect.outcome}, {effect.when} ({effect.study})"


def _visible(widget: ipywidgets.DOMWidget, shown: bool) -> None:
    widget.layout.display = None if shown else "none"


def _list(effects: Sequence[Effect]) -> str:
    lines = "".join(f"<li>{effect_line(effect)}</li>" for effect in effects)
    return f"<ul>{lines}</ul>"


def _studies(effects: Sequence[Effect]) -> str:
    return f"<p><strong>What was found</strong></p>{_list(effects)}{_source_fold(effects)}"


def _study_card(effect: Effect) -> str:
    facts = {
        "Compared with": effect.comparison,
        "Result": f"{effect.outcome}, {effect.when}",
        "Found": amount(effect) or effect.facts[-1].statement,
        "In whom": effect.facts[-1].population,
        "Reading": CLEAR[effect.clear] or "Advice, not a measurement",
        "Limits": effect.note,
    }
    pairs = [(term, html.text(text)) for term, text in facts.items() if text]
    return f"<section><h4>{html.text(effect.study)}</h4>{html.definitions(pairs)}</section>"


def _source_fold(effects: Sequence[Effect]) -> str:
    ref_ids = list(dict.fromkeys(fact.ref_id for effect in effects for fact in effect.facts))
    return html.fold(f"Sources ({len(ref_ids)})", html.sources(ref_ids)) if ref_ids else ""


def _number(text: str, fact: evidence.Fact) -> str:
    """Return a number in words that names its fact for whoever reads the page's source."""
    return f'<span data-fact="{fact.fact_id}">{html.text(text)}</span>'


def _aside(effect: Effect) -> str:
    """Return in whom, how sure, caveats and the source of an effect."""
    fact = effect.facts[-1]
    labels = tables.read("certainties").set_index("certainty")["label"]
    caveats = [note for note in (fact.note, effect.note.rstrip(".")) if _is_caveat(note)]
    notes = [fact.population, labels[fact.certainty].lower(), *caveats]
    source = fact.reference
    cite = html.link(source.url, source.short) if source.url else html.text(source.short)
    return "; ".join([*(html.text(note) for note in notes if note), cite])


def _is_caveat(note: str) -> bool:
    return len(note.split()) > TAG_WORDS

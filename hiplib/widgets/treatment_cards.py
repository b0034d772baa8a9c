"""The cards of treatments as HTML: each study with its number, people, certainty and source.

Choice made here: where nobody has tested a treatment the card says "No good evidence"; an empty
space would be read as good news. Advice that experts agree on is told apart from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hiplib import conditions, evidence, tables
from hiplib.conditions import NO_EVIDENCE, NO_TRIAL, Conflict, Effect, Treatment
from hiplib.conditions.treatments import amount
from hiplib.widgets import html

EXPERTS = "Expert advice, not tested in trials"
CLEAR = {"yes": "Clear difference", "no": "No clear difference", "unclear": "Not clear", "": ""}
UNSEEN = "Interval not seen"
TAG_WORDS = 3  # a note of a fact that is longer than a tag is a caveat to show


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
        f"<p><strong>{html.text(conditions.treatment(key).name)}</strong></p>{study_list(group)}"
        for key, group in groups.items()
    )


def treatment_card(item: Treatment) -> str:
    """Return the verdict on a treatment, how sure it is, and limits and harms."""
    sure = tables.read("certainties").set_index("certainty").loc[item.certainty]
    said = gap(item)
    missing = f'<p class="hip-gap"><strong>{said}.</strong></p>' if said else ""
    facts = html.definitions(
        [
            ("In short", html.text(item.verdict)),
            ("How sure", f"{html.text(sure['label'])}. {html.text(sure['meaning'])}"),
            ("Limits and harms", html.text(item.limits)),
        ]
    )
    return html.card(item.name, missing + facts)


def condition_head(condition_id: str) -> str:
    """Return which treatments of a condition were studied."""
    effects = conditions.effects_of(condition_id)
    names = dict.fromkeys(conditions.treatment(effect.treatment_id).name for effect in effects)
    text = f"What is recorded here: {'; '.join(names)}."
    return html.card(conditions.condition(condition_id).name, f"<p>{html.text(text)}</p>")


def conflict_card(item: Conflict) -> str:
    """Return the studies of a set side by side, and why they may differ."""
    cards = "".join(_study_card(effect) for effect in item.effects)
    why = f"<p><strong>Why they differ.</strong> {html.text(item.why)}</p>"
    body = f'<div class="hip-side">{cards}</div>{why}{source_fold(item.effects)}'
    return html.card(item.title, body)


def overview_card() -> str:
    """Return how many treatments were looked up, and which of them nobody has tested."""
    items = conditions.treatments()
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


def study_list(effects: Sequence[Effect]) -> str:
    """Return each effect as a line of a list."""
    lines = "".join(f"<li>{effect_line(effect)}</li>" for effect in effects)
    return f"<ul>{lines}</ul>"


def effect_line(effect: Effect) -> str:
    """Return one effect as a line of HTML: what, compared with what, how much, how sure, source."""
    if effect.kind == "none":
        text = f"<strong>{NO_EVIDENCE}</strong> for {html.text(effect.outcome)}."
        return f'{text} <span class="hip-note">({html.text(effect.note.rstrip("."))})</span>'
    fact = effect.facts[-1]
    if effect.kind == "statement":
        text = html.text(fact.statement.rstrip("."))
        said = f"{text}: {_number(fact.amount, fact)}" if _says_more(fact) else text
    else:
        said = (
            f"{html.text(effect.outcome)}, {html.text(effect.when)}, "
            f"against {html.text(effect.comparison)}: {_number(amount(effect), fact)}"
        )
    tag = f" <em>{reading(effect)}.</em>" if effect.clear else ""
    study = f"<strong>{html.text(effect.study)}:</strong>"
    return f'{study} {said}.{tag} <span class="hip-note">({_aside(effect)})</span>'


def reading(effect: Effect) -> str:
    """Return whether the difference is clear; a number without an interval is told apart."""
    number = effect.kind not in ("statement", "none")
    return UNSEEN if effect.clear == "unclear" and number else CLEAR[effect.clear]


def source_fold(effects: Sequence[Effect]) -> str:
    """Return the sources of some effects, folded."""
    ref_ids = list(dict.fromkeys(fact.ref_id for effect in effects for fact in effect.facts))
    return html.fold(f"Sources ({len(ref_ids)})", html.sources(ref_ids)) if ref_ids else ""


def _study_card(effect: Effect) -> str:
    fact = effect.facts[-1]
    facts = {
        "Compared with": effect.comparison,
        "Result": f"{effect.outcome}, {effect.when}",
        "Found": amount(effect) or fact.statement,
        "In whom": fact.population,
        "Reading": reading(effect) or "Advice, not a measurement",
        "Limits": effect.note,
    }
    pairs = [(term, html.text(text)) for term, text in facts.items() if text]
    return f"<section><h4>{html.text(effect.study)}</h4>{html.definitions(pairs)}</section>"


def _number(text: str, fact: evidence.Fact) -> str:
    """Return a number in words, tied to its fact for whoever checks the page."""
    return f'<span data-fact="{fact.fact_id}">{html.text(text)}</span>'


def _says_more(fact: evidence.Fact) -> bool:
    """Say whether the number is not already part of the statement."""
    numbers = [set(re.findall(r"\d+(?:\.\d+)?", text)) for text in (fact.amount, fact.statement)]
    return bool(numbers[0] - numbers[1])


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

"""The professional part of a card: findings, tests with their numbers, trials, studies, sources."""

from __future__ import annotations

import re

from hiplib import conditions, tables
from hiplib.conditions import Condition, Estimate
from hiplib.widgets import html
from hiplib.widgets.card_words import cite, fact_line, sentence, sourced, sources_anchor
from hiplib.widgets.treatment_cards import treatment_rows

TEST_WORDS = (
    "Sensitivity: share of people with the condition whose test is positive. Specificity: share of "
    "people without it whose test is negative. LR+ and LR-: how much a positive or negative result "
    "shifts the odds; near 1 it changes nothing. In brackets: the interval that the study gives."
)


def detail(item: Condition) -> str:
    """Return the folded parts of a card for professionals."""
    return "".join(
        [
            html.fold("For professionals: findings, imaging, care", _findings(item)),
            _examination(item),
            html.fold("What trials say of each treatment", treatment_rows(item.condition_id)),
            _studies(item),
            html.fold(
                f"Sources ({len(item.ref_ids)})",
                f'<div id="{sources_anchor(item)}" tabindex="-1">'
                f"{html.sources(item.ref_ids)}</div>",
            ),
        ]
    )


def parts_involved(condition_id: str) -> str:
    """Return the names of the structures that the anatomy tables link to a condition."""
    links = tables.read("structure_conditions")
    own = set(links.loc[links["condition_id"] == condition_id, "structure_id"])
    structures = tables.read("structures")
    return ", ".join(structures.loc[structures["structure_id"].isin(own), "name"])


def _findings(item: Condition) -> str:
    parts = parts_involved(item.condition_id) or "No single structure is linked."
    return html.definitions(
        [
            ("Key features", sourced(item.key_features, item)),
            ("Typical age", sourced(item.typical_age, item)),
            ("Onset", sourced(item.onset, item)),
            ("Aggravated by", sourced(item.aggravating, item, "Nothing typical is recorded.")),
            ("Tissue", html.text(item.tissue)),
            ("Parts involved", html.text(parts)),
            (
                "First imaging or test",
                sourced(re.sub(r"^none\b", "no scan", item.first_imaging), item),
            ),
            ("Management", sourced(item.first_management, item)),
            ("Outlook", sourced(item.prognosis, item)),
            ("Time to running", time_to_running(item)),
        ]
    )


def time_to_running(item: Condition) -> str:
    """Return the weeks with their basis, or that no number is known."""
    text = html.text(item.return_text)
    if item.return_weeks is None and not re.search(r"\d", item.return_basis):
        return text
    return f'{text}<br><span class="hip-note">{sourced(item.return_basis, item)}</span>'


def _examination(item: Condition) -> str:
    if not item.tests:
        return f"<p><strong>Examination:</strong> {html.text(conditions.NO_TEST)}</p>"
    head = ("Test", "Sensitivity", "Specificity", "LR+", "LR-", "Compared with", "Quality", "Note")
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{cell}</td>"
            for cell in (
                html.text(test.name),
                *map(_estimate, (test.sensitivity, test.specificity, test.lr_pos, test.lr_neg)),
                html.text(test.reference_standard) or "not given",
                html.text(test.quality) or "not given",
                sentence(test.note) if test.note else "none",
                cite(test.ref_id),
            )
        )
        + "</tr>"
        for test in item.tests
    )
    heads = "".join(f'<th scope="col">{word}</th>' for word in (*head, "Source"))
    table = f'<table class="hip-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    return html.fold(
        f"Examination tests ({len(item.tests)})",
        f'<p class="hip-note">{TEST_WORDS}</p>{_scroll(table, "Examination tests")}',
    )


def _estimate(estimate: Estimate) -> str:
    """Return "0.94 (0.90 to 0.97)", or words where nothing was seen."""
    if not estimate.known:
        return "not given"
    span = "" if estimate.low is None else f"{estimate.low:.3g} to {estimate.high:.3g}"
    if estimate.value is None:
        return span
    return f"{estimate.value:.3g} ({span})" if span else f"{estimate.value:.3g}"


def _scroll(content: str, name: str) -> str:
    """Return a part that scrolls sideways by itself, reachable by keyboard."""
    label = html.text(name)
    return (
        f'<div class="hip-scroll" tabindex="0" role="region" aria-label="{label}">{content}</div>'
    )


def _studies(item: Condition) -> str:
    lines = [fact_line(fact) for fact in item.facts]
    if not lines:
        return "<p>No single study result is recorded for this condition.</p>"
    return html.fold(f"What studies found ({len(lines)})", f"<ul>{''.join(lines)}</ul>")

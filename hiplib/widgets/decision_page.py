"""The rules of the self-check as one table, for a clinician to read, print and sign."""

from __future__ import annotations

import ipywidgets
import pandas as pd

from hiplib import evidence, selfcheck
from hiplib.widgets import html
from hiplib.widgets.live import Live
from hiplib.widgets.self_check_page import Words, words_of_choices


def decision_table() -> ipywidgets.Widget:
    """Return every rule of the self-check as a table that a clinician can read, print and sign."""
    return Live(_decisions(), polite=False)


def _decisions() -> str:
    words = words_of_choices()
    rows = []
    for rule in selfcheck.rules():
        steps = [" <em>or</em> ".join(_term(term, words) for term in step) for step in rule.steps]
        cited = "; ".join(evidence.reference(ref_id).short for ref_id in rule.ref_ids)
        rows.append(
            {
                "Urgency": html.Raw(html.badge(rule.urgency)),
                "When": html.Raw("<br><strong>and</strong> ".join(steps)),
                "Reason given": rule.reason,
                "Clinicians look for": rule.suspected,
                "Sources": html.Raw(f'<span class="hip-note">{html.text(cited)}</span>'),
            }
        )
    frame = pd.DataFrame(rows, dtype="object")
    body = html.table(frame, caption="Every rule of the self-check")
    signed = (
        "<p>Not signed off by a clinician yet. Read and checked by: ____________________ "
        "Profession: ____________________ Date: ____________</p>"
    )
    title = f"The decision table: all {len(selfcheck.rules())} rules, to read, print and sign"
    return html.fold(title, html.scroll(body, "Decision table") + signed)


def _term(term: selfcheck.Term, words: Words) -> str:
    if term.choice_id:
        return html.text(words[term.question_id, term.choice_id])
    if term.low is None:
        return f"age up to {term.high:g}"
    return (
        f"age {term.low:g} or more" if term.high is None else f"age {term.low:g} to {term.high:g}"
    )

"""The catalogue of conditions: filters, a list of what fits, and one honest card.

Choice made here: plain words are on the card, numbers for professionals are one fold away, and what
is not known is said in words. A card never shows an empty field.
"""

from __future__ import annotations

import re

import ipywidgets
import pandas as pd

from hiplib import conditions, evidence, tables
from hiplib.conditions import Condition, Estimate
from hiplib.widgets import html
from hiplib.widgets.controls import button, choose, column, row, search, select
from hiplib.widgets.live import Live

FIRST_CARD = "femoral_neck_stress_fracture"  # the one that a runner must not miss
ALL = ""  # ipywidgets shows an empty field for an option whose value is None
TAG_WORDS = 3  # a note of a fact that is longer than a tag is a caveat to show
SYNTHESIS = (
    "The plain text of this card and its urgency were put together from the sources below for "
    "teaching. No clinician has signed them off yet. Numbers are those of the named studies."
)
TEST_WORDS = (
    "Sensitivity: share of people with the condition whose test is positive. Specificity: share of "
    "people without it whose test is negative. LR+ and LR-: how much a positive or negative result "
    "shifts the odds; near 1 it changes nothing. In brackets: the interval that the study gives."
)


def catalogue() -> ipywidgets.Widget:
    """Return the catalogue of page 03: filters, list, detail card."""
    return _Catalogue().view


class _Catalogue:
    """Joins the filters with the list and the list with the card."""

    def __init__(self) -> None:
        self.region = select("Where it hurts", _options("regions", "region"))
        self.tissue = select("Tissue", _options("tissues", "tissue"))
        self.urgency = select("How soon to get help", _urgency_options())
        self.text = search("Name or words", "for example: bursitis, groin, sit bone")
        self.count, self.card = Live(), Live(polite=False)
        self.list = choose("Conditions that fit", [], rows=8)
        self.total = len(conditions.catalogue())
        for control in (self.region, self.tissue, self.urgency, self.text):
            control.observe(lambda _: self.filter(), "value")
        self.list.observe(lambda _: self.show(), "value")
        self.filter()
        self.list.value = FIRST_CARD
        filters = row(self.region, self.tissue, self.urgency, self.text)
        self.view = column(
            filters, row(button("Clear all", self.clear)), self.count, self.list, self.card
        )

    def clear(self) -> None:
        """Take every filter away."""
        for control in (self.region, self.tissue, self.urgency):
            control.value = ALL
        self.text.value = ""

    def filter(self) -> None:
        """Show which conditions fit; keep the open card if it is still among them."""
        text = self.text.value.strip()
        rows = conditions.find(
            region=self.region.value or None,
            tissue=self.tissue.value or None,
            urgency=self.urgency.value or None,
            text=text,
        )
        rows = rows if text else rows.sort_values("name")
        chosen = self.list.value
        self.list.options = [(_line(row), str(key)) for key, row in rows.iterrows()]
        self.list.value = chosen if chosen in rows.index else None
        self.count.html = _count(len(rows), self.total, text)

    def show(self) -> None:
        """Show the card of the chosen line."""
        chosen = self.list.value
        self.card.html = (
            condition_card(conditions.condition(chosen))
            if chosen
            else '<p class="hip-note">Choose a line to open its card.</p>'
        )


def condition_card(item: Condition) -> str:
    """Return the card of one condition as HTML."""
    also = ", ".join(item.synonyms)
    plain = html.definitions(
        [
            ("Where it hurts", html.text(", ".join(item.regions))),
            ("Parts involved", html.text(_parts(item.condition_id))),
            ("Who (typical age)", _said(item.typical_age)),
            ("How it starts", _said(item.onset)),
            ("What makes it worse", _said(item.aggravating, "Nothing typical is recorded.")),
            ("First scan or test", _said(re.sub(r"^none\b", "no scan", item.first_imaging))),
            ("First care", _said(item.first_management)),
            ("Outlook", _said(item.prognosis)),
            ("Time to running", _return(item)),
        ]
    )
    parts = [
        f"<p>{html.badge(item.urgency)}</p>",
        f"<p>{_said(item.key_features)}</p>",
        f'<p class="hip-note">Also called: {html.text(also)}</p>' if also else "",
        plain,
        _examination(item),
        _facts(item),
        html.fold(f"Sources ({len(item.ref_ids)})", html.sources(item.ref_ids)),
        f'<p class="hip-note">{SYNTHESIS}</p>',
    ]
    return html.card(item.name, "".join(parts))


# Parts of the list ---------------------------------------------------------------------------


def _options(table: str, key: str) -> list[tuple[str, object]]:
    rows = tables.read(table)
    return [("All", ALL), *zip(rows["name"], rows[key], strict=True)]


def _urgency_options() -> list[tuple[str, object]]:
    rows = tables.read("urgencies").sort_values("rank", ascending=False)
    return [("All", ALL), *zip(rows["label"], rows["urgency"], strict=True)]


def _line(entry: pd.Series) -> str:
    labels = tables.read("urgencies").set_index("urgency")["label"]
    return f"{entry['name']} ({labels[entry['urgency']]})"


def _count(found: int, total: int, text: str) -> str:
    if found:
        return f"<p>{found} of {total} conditions {'fits' if found == 1 else 'fit'}.</p>"
    near = conditions.nearest(text) if text else []
    names = ", ".join(conditions.condition(key).name for key in near)
    hint = f" The nearest names are: {html.text(names)}." if names else ""
    return f"<p>No condition fits all of this.{hint} Take a filter away or use another word.</p>"


# Parts of the card ---------------------------------------------------------------------------


def _said(text: str, otherwise: str = "Not recorded.") -> str:
    """Return a text as a sentence for HTML, with sources named instead of their ids."""
    text = _cited(text or otherwise)
    return html.text(text[0].upper() + text[1:])


def _cited(text: str) -> str:
    """Replace reference ids inside a text by first author and year."""
    known = set(tables.read("references")["ref_id"])
    return re.sub(
        r"\w+", lambda hit: evidence.reference(hit[0]).short if hit[0] in known else hit[0], text
    )


def _parts(condition_id: str) -> str:
    """Return the names of the structures that the anatomy tables link to a condition."""
    links = tables.read("structure_conditions")
    own = set(links.loc[links["condition_id"] == condition_id, "structure_id"])
    structures = tables.read("structures")
    return ", ".join(structures.loc[structures["structure_id"].isin(own), "name"])


def _return(item: Condition) -> str:
    text = html.text(item.return_text)
    if item.return_weeks is None:
        return text
    return f'{text}<br><span class="hip-note">{_said(item.return_basis)}</span>'


def _examination(item: Condition) -> str:
    if not item.tests:
        return f"<p><strong>Examination:</strong> {html.text(conditions.NO_TEST)}</p>"
    rows = [
        {
            "Test": test.name,
            "Sensitivity": _estimate(test.sensitivity),
            "Specificity": _estimate(test.specificity),
            "LR+": _estimate(test.lr_pos),
            "LR-": _estimate(test.lr_neg),
            "Compared with": test.reference_standard,
            "Quality": test.quality,
            "Note": test.note,
            "Source": evidence.reference(test.ref_id).short,
        }
        for test in item.tests
    ]
    body = _scroll(html.table(pd.DataFrame(rows)), "Examination tests")
    return html.fold(
        f"Examination tests ({len(rows)})", f'<p class="hip-note">{TEST_WORDS}</p>{body}'
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


def _facts(item: Condition) -> str:
    if not item.facts:
        return "<p>No single study result is recorded for this condition.</p>"
    lines = "".join(f"<li>{_fact(fact)}</li>" for fact in item.facts)
    return html.fold(f"What studies found ({len(item.facts)})", f"<ul>{lines}</ul>")


def _fact(fact: evidence.Fact) -> str:
    """Return one statement with its number, people, certainty, caveat and source."""
    labels = tables.read("certainties").set_index("certainty")["label"]
    caveat = fact.note if len(fact.note.split()) > TAG_WORDS else ""
    notes = [fact.amount, fact.population, labels[fact.certainty].lower(), caveat]
    words = "; ".join(html.text(note) for note in notes if note)
    source = fact.reference
    cite = html.link(source.url, source.short) if source.url else html.text(source.short)
    return f'{html.text(fact.statement)} <span class="hip-note">({words}; {cite})</span>'

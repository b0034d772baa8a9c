"""Words of a card: sentences whose numbers lead to the fact and the source they come from.

Choice made here: a number in a sentence gets a link to the fact of the same condition that holds
the same number with the same unit; where no fact does, the link leads to the sources of the card.
Ids never reach a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import pandas as pd

from hiplib import tables
from hiplib.conditions import Condition, Estimate, ExaminationTest
from hiplib.evidence import Fact
from hiplib.figures.nomogram_words import NO_INTERVAL
from hiplib.tables import lookup
from hiplib.widgets import html

_TAG_WORDS = 3  # a note of a fact that is longer than a tag is a caveat to show
_NUMBER = r"(?<![\w.])\d+(?:\.\d+)?"
_MEASURE = re.compile(
    rf"(?:({_NUMBER})\s*(?:to|and|or|-|\u2013)\s*)?({_NUMBER})\s*"
    r"(week|month|day|hour|year|mm|%)"
)
_RATIO = re.compile(rf"({_NUMBER})\s*(?:of|in|out of)\s*(\d+)\b")
_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
)
_DIGITS = {word: str(number) for number, word in enumerate(_WORDS.split(), 1)}


def sentence(text: str) -> str:
    """Return a text as a sentence for HTML, with sources named and linked instead of their ids."""
    text = text or "not recorded."
    pieces = re.split(r"(\w+)", text[0].upper() + text[1:])
    return "".join(
        html.cite(piece) if piece in _references() else html.text(piece) for piece in pieces
    )


def sourced(text: str, item: Condition, seen: set[str] | None = None) -> str:
    """Return a sentence; its numbers lead to the facts that hold them, else to the sources.

    With `seen`, the terms explained so far, hard words lead to the glossary.
    """
    words = sentence(text)
    if seen is not None and "<" not in words:
        words = html.glossed(words, seen)
    if not has_number(text):
        return words
    backing, all_backed = facts_behind(text, item)
    links = [
        html.link(f"#fact-{fact.fact_id}", f"fact: {fact.reference.short}") for fact in backing
    ]
    if not all_backed and not _references() & set(re.findall(r"\w+", text)):
        links.append(html.link(f"#sources-{item.condition_id}", "sources below"))
    return f'{words} <span class="hip-note">({"; ".join(links)})</span>' if links else words


def facts_behind(text: str, item: Condition) -> tuple[tuple[Fact, ...], bool]:
    """Return the fewest facts that hold the measures of a text, and whether they hold all numbers.

    The first is the one that holds most of them.
    """
    left, found = measures(text), []
    held = {fact: measures(fact.statement) | measures(fact.amount) for fact in item.facts}
    while any(left & own for own in held.values()):
        found.append(max(held, key=lambda fact: len(left & held[fact])))
        left -= held[found[-1]]
    bare = re.search(_NUMBER, _MEASURE.sub("", _RATIO.sub("", text)))
    return tuple(found), not left and bare is None


def has_number(text: str) -> bool:
    """Say if a text gives a number: digits, or words with a unit ("eight weeks", "1 in 5")."""
    return bool(re.search(_NUMBER, text) or measures(text))


def measures(text: str) -> set[tuple[str, str]]:
    """Return the numbers of a text that have a unit, with it; a share of people is per cent.

    Examples
    --------
    >>> sorted(measures("Back in 8 to 12 weeks; one in five was not; ages 40-65"))
    [('12', 'week'), ('20', '%'), ('8', 'week')]
    """
    text = re.sub(r"[A-Za-z]+", lambda hit: _DIGITS.get(hit[0].lower(), hit[0]), text)
    text = re.sub(r"\b[Hh]alf of\b", "1 of 2", text)
    found = {
        (f"{100 * float(part) / float(whole):.0f}", "%")
        for part, whole in _RATIO.findall(text)
        if 0 < float(part) < float(whole)
    }
    for low, high, unit in _MEASURE.findall(text):
        for number in filter(None, (low, high)):
            found.add((f"{float(number):.0f}" if unit == "%" else f"{float(number):g}", unit))
    return found


def aside(fact: Fact, *, amount: str = "", note: str = "", caveats: bool = True) -> str:
    """Return number, people, certainty, caveats and source of a fact, in brackets."""
    notes = [one for one in (fact.note, note) if caveats and len(one.split()) > _TAG_WORDS]
    certainty = lookup("certainties", "label")[fact.certainty].lower()
    words = (html.text(one) for one in (amount, fact.population, certainty, *notes) if one)
    return f'<span class="hip-note">({"; ".join([*words, html.cite(fact.ref_id)])})</span>'


def accuracy_table(tests: Iterable[ExaminationTest], *, caption: str = "") -> str:
    """Return what is known of tests, a row each, with the doubts about the numbers in words."""
    rows = [
        {
            "Test": test.name,
            "Sensitivity": _share(test.sensitivity),
            "Specificity": _share(test.specificity),
            "LR+": test.lr_pos.said() or "not given",
            "LR-": test.lr_neg.said() or "not given",
            "Compared with": test.reference_standard or "not given",
            "Quality": test.quality or "not given",
            "Mind": html.Raw(sentence(mind(test))),
            "Source": html.Raw(html.cite(test.ref_id)),
        }
        for test in tests
    ]
    return html.scroll(html.table(pd.DataFrame(rows, dtype="object"), caption=caption), "Tests")


def mind(test: ExaminationTest) -> str:
    """Return what to keep in mind with the numbers of a test."""
    points = [test.note]
    if test.lr_is_derived and "LR derived" not in test.note:
        points.append("a likelihood ratio computed for this course")
    if test.read_on_secondary_page and "secondary" not in test.note:
        points.append("read on a secondary page")
    return "; ".join(filter(None, points)) or "nothing more"


def _share(estimate: Estimate) -> str:
    ends = Estimate(None, estimate.low, estimate.high).said(lambda share: f"{100 * share:g}")
    if estimate.kind == "range":
        ends = f"range {ends}"
    if estimate.value is None:
        return f"{ends} %" if ends else "not given"
    value = f"{100 * estimate.value:g} %"
    return f"{value} ({ends})" if ends else f"{value}, {NO_INTERVAL}"


@cache
def _references() -> frozenset[str]:
    return frozenset(tables.read("references")["ref_id"])

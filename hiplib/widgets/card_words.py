"""Words of a card: sentences whose numbers lead to the fact and the source they come from.

Choice made here: a number in a sentence gets a link to the fact of the same condition that holds
it; where no single fact does, the link leads to the sources of the card. Ids never reach a reader.
"""

from __future__ import annotations

import re
from functools import cache

from hiplib import evidence, tables
from hiplib.conditions import Condition
from hiplib.evidence import Fact
from hiplib.widgets import html

_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")


def sentence(text: str, otherwise: str = "Not recorded.") -> str:
    """Return a text as a sentence for HTML, with sources named and linked instead of their ids."""
    text = text or otherwise
    text = text[0].upper() + text[1:]
    pieces = re.split(r"(\w+)", text)
    return "".join(cite(piece) if piece in _references() else html.text(piece) for piece in pieces)


def sourced(text: str, item: Condition, otherwise: str = "Not recorded.") -> str:
    """Return a sentence; its numbers lead to the facts that hold them, else to the sources."""
    words = sentence(text, otherwise)
    if not numbers(text):
        return words
    cited = [piece for piece in re.findall(r"\w+", text) if piece in _references()]
    backing = facts_behind(text, item)
    links = [
        html.link(f"#{fact_anchor(fact)}", _short_source(fact))
        for fact in backing
        if fact.ref_id not in cited
    ]
    if not backing and not cited:
        links = [html.link(f"#{sources_anchor(item)}", "sources below")]
    return f'{words} <span class="hip-note">({"; ".join(links)})</span>' if links else words


def facts_behind(text: str, item: Condition) -> tuple[Fact, ...]:
    """Return the fewest facts of a condition that hold the numbers of a text, the best first."""
    left = set(numbers(text))
    found: list[Fact] = []
    while left:
        best = max(item.facts, key=lambda fact: len(left & _held(fact)), default=None)
        if best is None or not left & _held(best):
            break
        found.append(best)
        left -= _held(best)
    return tuple(found)


def numbers(text: str) -> list[str]:
    """Return the numbers of a text; years and numbers inside ids are none.

    Examples
    --------
    >>> numbers("At 12 weeks 7.5 of 10 (mellor2018leap)")
    ['12', '7.5', '10']
    """
    return _NUMBER.findall(text)


def cite(ref_id: str) -> str:
    """Return author and year of a reference, linked where it has an address."""
    source = evidence.reference(ref_id)
    return html.link(source.url, source.short) if source.url else html.text(source.short)


def fact_line(fact: Fact, caveat_words: int = 3) -> str:
    """Return one statement with its number, people, certainty, caveat and source.

    A note longer than `caveat_words` is more than a tag: it is shown.
    """
    labels = tables.read("certainties").set_index("certainty")["label"]
    caveat = fact.note if len(fact.note.split()) > caveat_words else ""
    notes = [fact.amount, fact.population, labels[fact.certainty].lower(), caveat]
    words = "; ".join(html.text(note) for note in notes if note)
    return (
        f'<li id="{fact_anchor(fact)}" tabindex="-1">{html.text(fact.statement)} '
        f'<span class="hip-note">({words}; {cite(fact.ref_id)})</span></li>'
    )


def fact_anchor(fact: Fact) -> str:
    """Return the id of the line of a fact on the page."""
    return f"fact-{fact.fact_id}"


def sources_anchor(item: Condition) -> str:
    """Return the id of the list of sources of a card."""
    return f"sources-{item.condition_id}"


def _held(fact: Fact) -> set[str]:
    return {*numbers(fact.statement), *numbers(fact.amount)}


def _short_source(fact: Fact) -> str:
    return f"fact: {fact.reference.short}"


@cache
def _references() -> frozenset[str]:
    return frozenset(tables.read("references")["ref_id"])

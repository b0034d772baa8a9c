"""Words of a card: sentences whose numbers lead to the fact and the source they come from.

Choice made here: a number in a sentence gets a link to the fact of the same condition that holds
the same number with the same unit; where no fact does, the link leads to the sources of the card.
Ids never reach a reader.
"""

from __future__ import annotations

import re
from functools import cache

from hiplib import evidence, tables
from hiplib.conditions import Condition
from hiplib.evidence import Fact
from hiplib.widgets import html

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


def sentence(text: str, otherwise: str = "Not recorded.") -> str:
    """Return a text as a sentence for HTML, with sources named and linked instead of their ids."""
    text = text or otherwise
    text = text[0].upper() + text[1:]
    pieces = re.split(r"(\w+)", text)
    return "".join(cite(piece) if piece in _references() else html.text(piece) for piece in pieces)


def named(text: str) -> str:
    """Return a plain text with author and year instead of the ids of sources."""
    return "".join(
        evidence.reference(piece).short if piece in _references() else piece
        for piece in re.split(r"(\w+)", text)
    )


def sourced(text: str, item: Condition, otherwise: str = "Not recorded.") -> str:
    """Return a sentence; its numbers lead to the facts that hold them, else to the sources."""
    words = sentence(text, otherwise)
    if not has_number(text):
        return words
    cited = [piece for piece in re.findall(r"\w+", text) if piece in _references()]
    backing, all_backed = facts_behind(text, item)
    links = [
        html.link(f"#{fact_anchor(fact)}", f"fact: {fact.reference.short}") for fact in backing
    ]
    if not all_backed and not cited:
        links.append(html.link(f"#{sources_anchor(item)}", "sources below"))
    return f'{words} <span class="hip-note">({"; ".join(links)})</span>' if links else words


def facts_behind(text: str, item: Condition) -> tuple[tuple[Fact, ...], bool]:
    """Return the fewest facts that hold the measures of a text, and whether they hold all numbers.

    The first is the one that holds most of them.
    """
    left = measures(text)
    bare = re.search(_NUMBER, _MEASURE.sub("", _RATIO.sub("", text)))
    found: list[Fact] = []
    while left:
        best = max(item.facts, key=lambda fact: len(left & _held(fact)), default=None)
        if best is None or not left & _held(best):
            break
        found.append(best)
        left -= _held(best)
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


def cite(ref_id: str) -> str:
    """Return author and year of a reference, linked where it has an address."""
    source = evidence.reference(ref_id)
    return html.link(source.url, source.short) if source.url else html.text(source.short)


def fact_line(fact: Fact, caveat_words: int = 3) -> str:
    """Return one statement with its number, people, certainty, caveat and source.

    A note longer than `caveat_words` is more than a tag: it is shown.
    """
    caveat = fact.note if len(fact.note.split()) > caveat_words else ""
    notes = [fact.amount, fact.population, _certainties()[fact.certainty], caveat]
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


def _held(fact: Fact) -> set[tuple[str, str]]:
    return measures(fact.statement) | measures(fact.amount)


@cache
def _certainties() -> dict[str, str]:
    rows = tables.read("certainties")
    return dict(zip(rows["certainty"], rows["label"].str.lower(), strict=True))


@cache
def _references() -> frozenset[str]:
    return frozenset(tables.read("references")["ref_id"])

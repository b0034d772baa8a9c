"""The words of the course: what a term means, and where a text uses it for the first time.

Choice made here: a term is found by its listed forms (plurals, other spellings, abbreviations) and
not by guessing endings, so that "extension" of a hip is found and the "extent" of a study is not.
The longest form wins: "femoral neck stress fracture" is one term and not also "stress fracture".
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import NamedTuple

from hiplib import tables
from hiplib.errors import known
from hiplib.words import Index

__all__ = ["Term", "Use", "find", "first_uses", "term", "terms"]

_TERM_WEIGHT, _TEXT_WEIGHT = 3.0, 1.0
_CAPITALS = 2  # with so many a form is an abbreviation: "CT" is a scan, "ct" is not


@dataclass(frozen=True, slots=True)
class Term:
    """A technical term; `pronunciation`, `see_page` and `ref_id` are empty where there is none.

    `link` says that a learner may not know the word, so that its first use on a page is linked.
    `forms` are all the words that count as a use of it.
    """

    term_id: str
    term: str
    kind: str
    pronunciation: str
    definition: str
    see_page: str
    ref_id: str
    link: bool
    forms: tuple[str, ...]


class Use(NamedTuple):
    """A use of a term in a text: `text[start:end]` is the form that stands there."""

    term: Term
    start: int
    end: int


def terms() -> tuple[Term, ...]:
    """Return all terms, from A to Z.

    Examples
    --------
    >>> len(terms()) > 120
    True
    """
    return tuple(_terms().values())


def term(term_id: str) -> Term:
    """Return one term.

    Raises
    ------
    ValueError
        When there is none; names the nearest ids.

    Examples
    --------
    >>> term("labrum").pronunciation
    'LAY-brum'
    """
    return _terms()[known("term", term_id, _terms())]


def find(text: str) -> list[Term]:
    """Return the terms that fit some words, best first; small spelling errors are forgiven.

    Examples
    --------
    >>> [found.term for found in find("acetabullum")][:1]
    ['Acetabulum']
    >>> find("LR+")[0].term
    'Likelihood ratio'
    """
    whole = _forms().get(text.strip()) or _small_forms().get(text.strip().casefold())
    exact = [_terms()[whole]] if whole else []
    ranked = (_terms()[term_id] for term_id in _index().search(text))
    return list(dict.fromkeys([*exact, *ranked]))


def first_uses(text: str) -> list[Use]:
    """Return where each term is used for the first time in a text, in the order of the text.

    Examples
    --------
    >>> uses = first_uses("The labrum seals. A labral tear (MRI) is common; labra seal.")
    >>> [(use.term.term_id, use.start, use.end) for use in uses]
    [('labrum', 4, 10), ('labral_tear', 20, 31), ('mri', 33, 36)]
    """
    first: dict[str, Use] = {}
    for match in _pattern().finditer(text):
        words = " ".join(match[0].split())
        term_id = _forms().get(words) or _small_forms().get(words.casefold())
        if term_id and term_id not in first:
            first[term_id] = Use(_terms()[term_id], match.start(), match.end())
    return list(first.values())


@functools.cache
def _terms() -> dict[str, Term]:
    forms = tables.read("glossary_forms").groupby("term_id", sort=False)["form"].agg(tuple)
    rows = tables.records("glossary")
    made = [Term(**row, forms=forms.get(row["term_id"], ())) for row in rows]
    return {each.term_id: each for each in sorted(made, key=lambda each: each.term.casefold())}


@functools.cache
def _forms() -> dict[str, str]:
    """Return the term_id of each form as it is written."""
    return {form: each.term_id for each in terms() for form in each.forms}


@functools.cache
def _small_forms() -> dict[str, str]:
    """Return the term_id of each form that may begin with a capital or not."""
    return {
        form.casefold(): term_id
        for form, term_id in _forms().items()
        if sum(letter.isupper() for letter in form) < _CAPITALS
    }


@functools.cache
def _pattern() -> re.Pattern[str]:
    """Match any form as whole words, longest first; a space also matches a line break."""
    longest = sorted(_forms(), key=len, reverse=True)
    any_form = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in longest)
    return re.compile(rf"(?<!\w)(?:{any_form})(?!\w)", re.IGNORECASE)


@functools.cache
def _index() -> Index:
    documents = {
        each.term_id: [
            *((form, _TERM_WEIGHT) for form in (each.term, *each.forms)),
            (each.definition, _TEXT_WEIGHT),
        ]
        for each in terms()
    }
    return Index(documents, {each.term_id: [each.term, *each.forms] for each in terms()})

"""Two or three conditions side by side, with what is the same and what differs marked in words.

Choice made here: rows are compared thing by thing (places, tests, warning signs, sentences). A row
with something in common says so, and what is common in it steps back behind its sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import ipywidgets

from hiplib import conditions, tables
from hiplib.conditions import Condition
from hiplib.widgets import html
from hiplib.widgets.card_words import sentence
from hiplib.widgets.condition_card import urgency_words
from hiplib.widgets.controls import column, row, select
from hiplib.widgets.live import Live

FIRST = ("femoral_neck_stress_fracture", "iliopsoas_related_groin_pain")
NONE = ""
SAME, PARTLY, DIFFERS = "same", "partly", "differs"
_SIGNS = {
    SAME: ("=", "the same"),
    PARTLY: ("\u2248", "partly the same"),
    DIFFERS: ("\u2260", "differs"),
}
_NO_FLAG = "None of its own is recorded"


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the comparison: its title, the things compared, and how they are shown."""

    title: str
    things: Callable[[Condition], Iterable[str]]
    shown: Callable[[Condition], str] | None = None
    join: bool = False  # sentences of one text, not a list


def _text(title: str, attribute: str) -> _Row:
    return _Row(title, lambda item: _sentences(getattr(item, attribute)), join=True)


def _plain(title: str, attribute: str) -> _Row:
    return _Row(title, lambda item: _sentences(getattr(item.plain, attribute)), join=True)


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text)


PLAIN = (
    _Row(
        "How soon to get help",
        lambda item: [item.urgency],
        lambda item: f"{html.badge(item.urgency)}<br>{html.text(urgency_words(item.urgency))}",
    ),
    _Row("Place", lambda item: item.regions),
    _plain("Where it hurts", "where_felt"),
    _plain("Who gets it", "who_gets_it"),
    _plain("How it starts", "how_it_starts"),
    _plain("What makes it worse", "makes_it_worse"),
    _Row("Warning signs", lambda item: [flag.question for flag in item.red_flags] or [_NO_FLAG]),
    _plain("What to do first", "first_steps"),
    _plain("What to expect", "outlook"),
)
PROFESSIONAL = (
    _Row("Tissue", lambda item: [item.tissue]),
    _text("Key features", "key_features"),
    _text("Onset", "onset"),
    _text("Aggravated by", "aggravating"),
    _Row(
        "Examination tests", lambda item: [test.name for test in item.tests] or [conditions.NO_TEST]
    ),
    _text("First imaging or test", "first_imaging"),
    _text("Management", "first_management"),
    _text("Time to running", "return_text"),
)


def compare() -> ipywidgets.Widget:
    """Return two or three conditions side by side, with ready pairs that are often mixed up."""
    return _Compare().view


class _Compare:
    """Joins the ready pairs with the three choices, and these with the table."""

    def __init__(self) -> None:
        rows = conditions.catalogue().sort_values("name")
        names = {str(key): str(name) for key, name in rows["name"].items()}
        options = [(name, key) for key, name in names.items()]
        pairs = _pairs()
        self.pair = select(
            "Often mixed up",
            [("Choose a pair", NONE), *((_pair_name(names, pair), pair) for pair in pairs)],
            NONE,
        )
        self.choices = [
            select("First condition", options, FIRST[0]),
            select("Second condition", options, FIRST[1]),
            select("Third condition", [("None", NONE), *options], NONE),
        ]
        self.table = Live()
        self.quiet = False
        self.pair.observe(lambda change: self.take(change["new"]), "value")
        for choice in self.choices:
            choice.observe(lambda _: self.show(), "value")
        self.show()
        for choice in (self.pair, *self.choices):
            choice.layout.flex = "1 1 16rem"
        self.view = column(row(self.pair), row(*self.choices), self.table)

    @property
    def chosen(self) -> list[str]:
        """Ids of the chosen conditions, each once."""
        return list(dict.fromkeys(choice.value for choice in self.choices if choice.value))

    def take(self, pair: tuple[str, str] | str) -> None:
        """Compare a ready pair."""
        if pair == NONE:
            return
        self.quiet = True
        for choice, value in zip(self.choices, (*pair, NONE), strict=True):
            choice.value = value
        self.quiet = False
        self.show()

    def show(self) -> None:
        """Show the table of what is chosen, or ask for a second condition."""
        if self.quiet:
            return
        items = [conditions.condition(key) for key in self.chosen]
        self.table.html = (
            comparison(items)
            if len(items) > 1
            else "<p>Choose two different conditions, or three.</p>"
        )


def comparison(items: list[Condition]) -> str:
    """Return the conditions side by side as HTML; what tells them apart comes first."""
    apart = "".join(f"<li>{line}</li>" for line in _tell_apart(items))
    heads = "".join(f'<th scope="col" role="columnheader">{html.text(i.name)}</th>' for i in items)
    groups = (("In plain words", PLAIN), ("For professionals", PROFESSIONAL))
    bodies = "".join(_group(title, rows, items) for title, rows in groups)
    table = (
        '<table class="hip-table hip-compare" role="table"><thead role="rowgroup"><tr role="row">'
        f'<th scope="col" role="columnheader">Compared</th>{heads}</tr></thead>{bodies}</table>'
    )
    title = "<p><strong>What tells them apart</strong></p>"
    return (f'<div class="hip-apart">{title}<ul>{apart}</ul></div>' if apart else "") + table


def likeness(things: Iterable[Iterable[str]]) -> str:
    """Say whether sets of words are the same, have something in common, or differ.

    Examples
    --------
    >>> likeness([["Bone"], ["bone"]]), likeness([["Bone", "Nerve"], ["Bone"]])
    ('same', 'partly')
    """
    sets = [_folded(own) for own in things]
    if all(own == sets[0] for own in sets):
        return SAME
    return PARTLY if set.intersection(*sets) else DIFFERS


def _group(title: str, rows: Iterable[_Row], items: list[Condition]) -> str:
    lines = "".join(_line(entry, items) for entry in rows)
    head = f'<th colspan="{len(items) + 1}" scope="rowgroup" role="rowheader">{title}</th>'
    first = f'<tr class="hip-compare-group" role="row">{head}</tr>'
    return f'<tbody role="rowgroup">{first}{lines}</tbody>'


def _line(entry: _Row, items: list[Condition]) -> str:
    things = [list(entry.things(item)) for item in items]
    state = likeness(things)
    common = set.intersection(*(_folded(own) for own in things)) if state == PARTLY else set()
    sign, words = _SIGNS[state]
    cells = "".join(
        f'<td role="cell"><span class="hip-compare-name">{html.text(item.name)}</span>'
        f"{entry.shown(item) if entry.shown else _cell(own, common, join=entry.join)}</td>"
        for item, own in zip(items, things, strict=True)
    )
    mark = f'<span class="hip-compare-sign"><b aria-hidden="true">{sign}</b> {words}</span>'
    head = f'<th scope="row" role="rowheader">{entry.title}{mark}</th>'
    return f'<tr role="row" class="hip-compare-{state}">{head}{cells}</tr>'


def _cell(things: list[str], common: set[str], *, join: bool) -> str:
    """Return the things of one condition; those that all have stand back behind a sign."""
    shown = [
        f'<span class="hip-compare-common"><b>{_SIGNS[SAME][0]}</b> {sentence(thing)}</span>'
        if thing.casefold() in common
        else sentence(thing)
        for thing in things
    ]
    if join or len(shown) == 1:
        return " ".join(shown)
    return f"<ul>{''.join(f'<li>{thing}</li>' for thing in shown)}</ul>"


def _folded(things: Iterable[str]) -> set[str]:
    return {thing.casefold() for thing in things}


def _tell_apart(items: list[Condition]) -> list[str]:
    """Return what the tables say about each pair of the chosen conditions, in either direction."""
    chosen = {item.condition_id for item in items}
    return [
        f"<strong>{html.text(item.name)} or {html.text(other.name)}?</strong> "
        f"{html.text(other.tell_apart)}"
        for item in items
        for other in item.alternatives
        if other.condition_id in chosen
    ]


def _pairs() -> list[tuple[str, str]]:
    """Return the pairs of the table of alternatives, each once."""
    rows = tables.read("condition_alternatives")
    pairs = zip(rows["condition_id"], rows["other_id"], strict=True)
    once: dict[frozenset[str], tuple[str, str]] = {}
    for first, second in pairs:
        once.setdefault(frozenset((first, second)), (first, second))
    return list(once.values())


def _pair_name(names: dict[str, str], pair: tuple[str, str]) -> str:
    return f"{names[pair[0]]} or {names[pair[1]]}"

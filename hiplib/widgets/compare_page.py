"""Two or three conditions side by side, with what is the same and what differs marked in words.

Choice made here: rows are compared thing by thing (places, tests, warning signs, sentences). A row
with something in common says so, and what is common in it steps back behind its sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import ipywidgets

from hiplib import conditions
from hiplib.conditions import Condition
from hiplib.tables import records
from hiplib.widgets import html
from hiplib.widgets.card_words import sentence
from hiplib.widgets.condition_card import PLAIN, PROFESSIONAL, how_soon
from hiplib.widgets.controls import column, follow, row, select
from hiplib.widgets.live import Live

FIRST = ("femoral_neck_stress_fracture", "iliopsoas_related_groin_pain")
NONE = ""
SAME, PARTLY, DIFFERS = "same", "partly", "differs"
_SIGNS = {
    SAME: ("=", "the same"),
    PARTLY: ("\u2248", "partly the same"),
    DIFFERS: ("\u2260", "differs"),
}
URGENCY = "How soon to get help"
_LISTS = ("Place", "Warning signs", "Examination tests")  # the other rows are sentences


def compare() -> ipywidgets.Widget:
    """Return two or three conditions side by side, with ready pairs that are often mixed up."""
    return _Compare().view


class _Compare:
    """Joins the ready pairs with the three choices, and these with the table."""

    def __init__(self) -> None:
        names = conditions.catalogue()["name"].sort_values()
        options = [(name, str(key)) for key, name in names.items()]
        pairs: dict[frozenset[str], tuple[str, str]] = {}  # each pair of the table once
        for one in records("condition_alternatives"):
            pair = one["condition_id"], one["other_id"]
            pairs.setdefault(frozenset(pair), pair)
        ready = [(f"{names[a]} or {names[b]}", (a, b)) for a, b in pairs.values()]
        self.pair = select("Often mixed up", [("Choose a pair", NONE), *ready], NONE)
        self.choices = [
            select("First condition", options, FIRST[0]),
            select("Second condition", options, FIRST[1]),
            select("Third condition", [("None", NONE), *options], NONE),
        ]
        self.table = Live()
        self.pair.observe(lambda change: self.take(change["new"]), "value")
        follow(self.show, *self.choices)
        for choice in (self.pair, *self.choices):
            choice.layout.flex = "1 1 16rem"
        self.view = column(row(self.pair), row(*self.choices), self.table)
        self.show()

    @property
    def chosen(self) -> list[str]:
        """Ids of the chosen conditions, each once."""
        return list(dict.fromkeys(choice.value for choice in self.choices if choice.value))

    def take(self, pair: tuple[str, str] | str) -> None:
        """Compare a ready pair."""
        if pair != NONE:
            for choice, value in zip(self.choices, (*pair, NONE), strict=True):
                choice.value = value

    def show(self) -> None:
        """Show the table of what is chosen, or ask for a second condition."""
        items = [conditions.condition(key) for key in self.chosen]
        ask = "<p>Choose two different conditions, or three.</p>"
        self.table.html = comparison(items) if len(items) > 1 else ask


def comparison(items: Sequence[Condition]) -> str:
    """Return the conditions side by side as HTML; what tells them apart comes first."""
    chosen = {item.condition_id for item in items}
    apart = [
        f"<strong>{html.text(item.name)} or {html.text(other.name)}?</strong> "
        f"{html.text(other.tell_apart)}"
        for item in items
        for other in item.alternatives
        if other.condition_id in chosen
    ]
    heads = "".join(f'<th scope="col" role="columnheader">{html.text(i.name)}</th>' for i in items)
    columns = [_things(item) for item in items]
    bodies = ""
    for group, titles in columns[0].items():
        lines = (_line(title, items, [own[group][title] for own in columns]) for title in titles)
        bodies += (
            '<tbody role="rowgroup"><tr class="hip-compare-group" role="row">'
            f'<th colspan="{len(items) + 1}" scope="rowgroup" role="rowheader">{group}</th></tr>'
            f"{''.join(lines)}</tbody>"
        )
    table = (
        '<table class="hip-table hip-compare" role="table"><thead role="rowgroup"><tr role="row">'
        f'<th scope="col" role="columnheader">Compared</th>{heads}</tr></thead>{bodies}</table>'
    )
    title = "<p><strong>What tells them apart</strong></p>"
    return (f'<div class="hip-apart">{title}{html.bullets(apart)}</div>' if apart else "") + table


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


def _things(item: Condition) -> dict[str, dict[str, Sequence[str]]]:
    """Return what is compared, by group and title of the row."""
    tests = [test.name for test in item.tests] or [conditions.NO_TEST]
    return {
        "In plain words": {
            URGENCY: [item.urgency],
            "Place": item.regions,
            "Warning signs": item.red_flags or ["None of its own is recorded"],
            **{title: _sentences(item.plain[name]) for title, name in PLAIN},
        },
        "For professionals": {
            **{title: _sentences(getattr(item, name)) for title, name in PROFESSIONAL},
            "Examination tests": tests,
            "Time to running": [item.return_text],
        },
    }


def _line(title: str, items: Sequence[Condition], things: list[Sequence[str]]) -> str:
    state = likeness(things)
    common = set.intersection(*map(_folded, things)) if state == PARTLY else set()
    sign, words = _SIGNS[state]
    cells = "".join(
        f'<td role="cell"><span class="hip-compare-name">{html.text(item.name)}</span>'
        f"{how_soon(own[0]) if title == URGENCY else _cell(title, own, common)}</td>"
        for item, own in zip(items, things, strict=True)
    )
    mark = f'<span class="hip-compare-sign"><b aria-hidden="true">{sign}</b> {words}</span>'
    head = f'<th scope="row" role="rowheader">{title}{mark}</th>'
    return f'<tr role="row" class="hip-compare-{state}">{head}{cells}</tr>'


def _cell(title: str, things: Sequence[str], common: set[str]) -> str:
    """Return the things of one condition; those that all have stand back behind a sign."""
    shown = [
        f'<span class="hip-compare-common"><b>{_SIGNS[SAME][0]}</b> {sentence(thing)}</span>'
        if thing.casefold() in common
        else sentence(thing)
        for thing in things
    ]
    return html.bullets(shown) if title in _LISTS and len(shown) > 1 else " ".join(shown)


def _folded(things: Iterable[str]) -> set[str]:
    return {thing.casefold() for thing in things}


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text)

"""Evidence cards as rows of one picture, and the recovery clock as bars.

Choices: only ratios have a bar, on one axis whose line is "no effect"; other numbers and rows with
nothing to show stand as words, so that an empty-handed row is seen as such. No total is drawn.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hiplib.figures import style
from hiplib.figures.shares import Exhibit, wrapped
from hiplib.figures.traces import bar, intervals, label, no_effect

ROW, FOOT, LETTERS = 84, 62, 46
_TICKS = (0.25, 0.5, 1, 2, 4, 8)
# clear in runners, not clear, clear in other people (greyed)
_MARKS = ((style.ACCENT, "diamond"), (style.MUTED, "circle-open"), (style.MUTED, "diamond-open"))


def board(cards: pd.DataFrame) -> Exhibit:
    """Draw the cards of a topic, one row each, from `training.evidence_cards`.

    Examples
    --------
    >>> from hiplib import training
    >>> board(training.evidence_cards("surface")).summary.split(":")[0]
    '5 cards'
    """
    ratio = (cards["no_effect_at"] == 1).to_numpy()
    rows, drawn = np.arange(len(cards)), cards[ratio]
    height = len(cards) * ROW + FOOT
    figure = style.figure(
        _points(drawn, rows[ratio]),
        xaxis={
            "type": "log", "range": [np.log10(0.2), np.log10(12)], "tickvals": _TICKS,
            "ticktext": [f"{tick:g}" for tick in _TICKS], "zeroline": False,
            "title": {"text": "Ratio: 1 is no effect, right of it is more injuries"},
        },
        yaxis={"visible": False, "range": [len(cards), 0]},
        shapes=[no_effect(1)] if ratio.any() else [],
        annotations=[_label(card, row) for row, card in enumerate(cards.to_dict("records"))],
        margin={"t": 8, "b": 4, "r": 12}, meta={"tall": True},
    )  # fmt: skip
    if not ratio.any():
        figure.settings["xaxis"] = {"visible": False, "range": [-1, 1]}
    return Exhibit(figure, _summary(cards), _numbers(cards), height)


def amount(card: dict[Any, Any]) -> str:
    """Return number, interval and measure of a card in words; empty without a number.

    Examples
    --------
    >>> amount({"estimate": 1.5, "low": 1.0, "high": 2.0, "measure": "odds ratio"})
    '1.5 (1 to 2) odds ratio'
    """
    value, low, high = card["estimate"], card["low"], card["high"]
    form = ".2f" if card.get("no_effect_at") == 1 else ".4g"  # a ratio has two decimals
    bounds = f"{low:{form}} to {high:{form}}" if low == low and high == high else ""
    if value != value:
        return f"{bounds} {card['measure']}" if bounds else ""
    return f"{value:{form}}{f' ({bounds})' if bounds else ''} {card['measure']}"


def _points(cards: pd.DataFrame, rows: np.ndarray) -> dict[str, Any]:
    kinds = np.select([~cards["clear"], cards["others"] != ""], [1, 2], 0)
    looks = [_MARKS[kind] for kind in kinds]
    hover = [f"{card['statement']}: {amount(card)}" for card in cards.to_dict("records")]
    colours, symbols = [look[0] for look in looks], [look[1] for look in looks]
    table = cards.rename(columns={"estimate": "value"})
    return intervals(table, (rows + 0.88).tolist(), colours, symbols, hover)


def _label(card: dict[Any, Any], row: int) -> dict[str, Any]:
    number = ", ".join(filter(None, (amount(card), card["reading"], card["others"])))
    words = f"{wrapped(card['statement'], LETTERS)}<br><b>{wrapped(number, LETTERS)}</b>"
    return label(words, 0, row + 0.74, xref="paper", yanchor="bottom", bgcolor=style.PAPER)


def _summary(cards: pd.DataFrame) -> str:
    counts = cards["reading"].value_counts()
    said = ", ".join(f"{count} with {reading}" for reading, count in counts.items())
    return (
        f"{len(cards)} cards: {said}. Cards come from different people and studies. Read each "
        "alone; nothing adds them up."
    )


def _numbers(cards: pd.DataFrame) -> pd.DataFrame:
    columns = ["statement", "reading", "design", "population", "certainty", "wording"]
    table = cards[columns].copy()
    table.insert(1, "number", [amount(card) or "none" for card in cards.to_dict("records")])
    return table.replace("", "none")


def clock(rows: pd.DataFrame) -> Exhibit:
    """Draw the bars of `training.recovery_clock`: hours after a session, people and animals apart.

    Examples
    --------
    >>> from hiplib import training
    >>> clock(training.recovery_clock()).figure.data[0].x
    (8.0, 24.0, 72.0)
    """
    place = np.arange(len(rows))
    shown = rows["end_h"].notna()
    hatch = np.where(rows.loc[shown, "measured_in"] == "animals", "/", "").tolist()
    words = [f"{wrapped(row['tissue'] + ': ' + row['what'], LETTERS)}<br><b>{_time(row)}</b>"
             for row in rows.to_dict("records")]  # fmt: skip
    hours, look = rows.loc[shown, "end_h"].tolist(), {"shape": hatch}
    figure = style.figure(
        bar(x=hours, y=(place[shown] + 0.84).tolist(), width=0.2, orientation="h",
            hoverinfo="skip", marker={"color": style.ACCENT, "pattern": look}),
        xaxis={"title": {"text": "Hours after the session"}, "range": [0, 80],
               "zeroline": False, "tickvals": [0, 8, 24, 48, 72]},
        yaxis={"visible": False, "range": [len(rows), 0]},
        annotations=[label(text, 0, row + 0.7, yanchor="bottom") for row, text in enumerate(words)],
        margin={"t": 8, "b": 4, "r": 12}, meta={"tall": True},
    )  # fmt: skip
    summary = (
        f"{int(shown.sum())} of {len(rows)} rows have a bar; hatched means animals. A bar says how "
        "long a tissue answers to a session. It does not say that a run before its end does harm: "
        "no trial of rest days in runners was found."
    )
    numbers = rows[["tissue", "what", "end_h", "measured_in", "certainty", "wording"]]
    numbers = numbers.rename(columns={"end_h": "hours", "measured_in": "measured in"})
    return Exhibit(figure, summary, numbers, len(rows) * ROW + FOOT)


def _time(row: dict[Any, Any]) -> str:
    if row["end_h"] != row["end_h"]:
        return f"no bar: {row['certainty']} certainty, no hours to draw"
    where = f"in {row['measured_in']}, {row['certainty']} certainty"
    return f"{row['end_h']:g} hours, {where}"

"""What treatments do: crowds of 100 for two groups, and differences with their intervals.

Choice made here: each scale has its own panel, since points, shares and ratios cannot share an
axis. To the right is always better for the patient, so some axes run backwards. "No clear effect"
stands on the picture where the interval holds no effect.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from hiplib.conditions import Estimate
from hiplib.figures import shares, style
from hiplib.figures.shares import Exhibit
from hiplib.figures.traces import intervals, label, no_effect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiplib.conditions import Effect
    from hiplib.evidence import Fact

ROW = 96  # pixels of a row: up to four lines of words above its bar
FOOT = 62  # pixels below a panel, for its axis
LETTERS = 44  # in a line of a row on a phone
NOT_CLEAR = "no clear effect"
NO_INTERVAL = "interval not seen"
# Colour and mark by clearness, and the word that stands in the row.
MARKS = {
    "yes": (style.ACCENT, "diamond", ""),
    "no": (style.MUTED, "circle-open", f", {NOT_CLEAR}"),
    "unclear": (style.SERIES[1], "square-open", f", {NO_INTERVAL}"),
}
_RATIO_TICKS = (0.25, 0.5, 1, 2, 4, 8, 16, 32)


def crowds(effect: Effect) -> Exhibit:
    """Return the crowds without and with treatment of an effect that is given out of 100.

    Examples
    --------
    >>> from hiplib.conditions import treatment
    >>> leap = treatment("exercise_therapy").effects[0]
    >>> [len(trace.x) for trace in crowds(leap).figure.data]
    [29, 0, 71, 64, 29, 7]
    """
    treated, control = effect.shares
    other = _capital(effect.comparison)
    panels = [
        shares.panel(other, control, effect.outcome),
        shares.panel(effect.treatment, treated, effect.outcome),
    ]
    said = (
        f"{_capital(effect.outcome)}, {effect.when}: {treated.value} of 100 with "
        f"{_small(effect.treatment)}, {control.value} of 100 with {_small(effect.comparison)}."
    )
    summary = " ".join(filter(None, (said, _gap(effect), effect.note, shares.ROUNDED)))
    facts = effect.treated, effect.control, effect.result
    named = zip((effect.treatment, other, "Difference"), facts, strict=True)
    rows = [(name, f.amount, f.population, f.reference.short) for name, f in named if f]
    numbers = pd.DataFrame(rows, columns=["group", "number", "people", "source"])
    return shares.crowds(panels, effect.outcome, summary, numbers)


def measured(effects: Sequence[Effect]) -> list[list[Effect]]:
    """Return the effects that one number stands for, each result once, a list for each scale."""
    once: dict[str, Effect] = {}
    for effect in effects:
        if effect.measured:
            once.setdefault(_result(effect).fact_id, effect)
    groups: dict[tuple[str, str], list[Effect]] = {}
    for effect in once.values():
        groups.setdefault((effect.scale, effect.better), []).append(effect)
    return list(groups.values())


def forest(effects: Sequence[Effect]) -> Exhibit:
    """Return a panel for each scale, a row for each effect, with its interval as a bar.

    Raises
    ------
    ValueError
        When no effect is a single number.
    """
    groups = measured(effects)
    rows = [effect for group in groups for effect in group]
    if not rows:
        raise ValueError("none of these effects is one number with a scale")
    one = len({effect.treatment_id for effect in rows}) == 1
    total = len(rows) * ROW + len(groups) * FOOT + 12
    layout: dict[str, Any] = {"annotations": [], "shapes": [], "margin": {"t": 8, "b": 4, "r": 12}}
    traces, top = [], 1.0
    for number, group in enumerate(groups, start=1):
        key = "" if number == 1 else str(number)
        bottom = max(top - len(group) * ROW / total, 0.0)
        layout[f"xaxis{key}"] = {**_axis(group), "anchor": f"y{key}"}
        layout[f"yaxis{key}"] = {
            "visible": False, "range": [len(group), 0], "domain": [bottom, top],
            "anchor": f"x{key}",
        }  # fmt: skip
        traces.append(_bars(group, key))
        where: dict[str, Any] = {"xref": f"x{key}", "yref": f"y{key} domain"}
        layout["shapes"].append(no_effect(group[0].null, **where))
        layout["annotations"] += [_label(e, row, key, named=not one) for row, e in enumerate(group)]
        top = bottom - FOOT / total
    figure = style.figure(*traces, meta={"tall": True}, **layout)
    return Exhibit(figure, _summary(rows), _numbers(rows), total)


# Parts ---------------------------------------------------------------------------------------


def _summary(rows: Sequence[Effect]) -> str:
    """Return how many of the differences are clear, and how to read the picture."""
    words = {"yes": "clear", "no": f"with {NOT_CLEAR}", "unclear": "without a visible interval"}
    counts = {word: sum(effect.clear == word for effect in rows) for word in words}
    said = ", ".join(f"{count} {words[word]}" for word, count in counts.items() if count)
    return (
        f"{len(rows)} {'difference' if len(rows) == 1 else 'differences'}: {said}. Right of the "
        "line is better with the treatment; the bar is the interval. Scales differ from panel to "
        "panel, so compare rows only within one."
    )


def _numbers(rows: Sequence[Effect]) -> pd.DataFrame:
    heads = ["treatment", "study", "result", "number", "clear", "when", "compared with", "in whom"]
    cells = [(e.treatment, e.study, e.outcome, e.amount, e.clear, e.when, e.comparison,
              e.facts[0].population) for e in rows]  # fmt: skip
    return pd.DataFrame(cells, columns=heads)


def _result(effect: Effect) -> Fact:
    assert effect.result is not None  # only measured effects come here
    return effect.result


def _axis(group: Sequence[Effect]) -> dict[str, Any]:
    first, ratio = group[0], group[0].null == 1
    facts = map(_result, group)
    ends = [n for fact in facts for n in (fact.value, fact.low, fact.high) if n is not None]
    change = math.log10 if ratio else float
    low, high = change(min(*ends, first.null)), change(max(*ends, first.null))
    pad = 0.08 * (high - low)
    span = [low - pad, high + pad]
    axis: dict[str, Any] = {
        "range": span if first.better == "higher" else span[::-1],
        "title": {"text": f"{first.scale}: better to the right"},
        "zeroline": False,
    }
    words = [f"{tick:g}" for tick in _RATIO_TICKS]
    return axis | {"type": "log", "tickvals": _RATIO_TICKS, "ticktext": words} if ratio else axis


def _bars(group: Sequence[Effect], key: str) -> dict[str, Any]:
    found, looks = list(map(_result, group)), [MARKS[effect.clear] for effect in group]
    table = pd.DataFrame([(fact.value, fact.low, fact.high) for fact in found],
                         columns=["value", "low", "high"], dtype=float)  # fmt: skip
    colours, symbols = [look[0] for look in looks], [look[1] for look in looks]
    hover = [f"{effect.study}: {effect.amount}" for effect in group]
    y = [row + 0.85 for row in range(len(group))]
    axes = {"name": group[0].scale, "xaxis": f"x{key}", "yaxis": f"y{key}"}
    return intervals(table, y, colours, symbols, hover) | axes


def _label(effect: Effect, row: int, key: str, *, named: bool) -> dict[str, Any]:
    name = f"{effect.treatment}: " if named else ""
    words = f"{name}{effect.study}, {effect.outcome}, {effect.when}, against {effect.comparison}"
    fact = _result(effect)
    number = Estimate(fact.value, fact.low, fact.high).said() + MARKS[effect.clear][2]
    words = f"{shares.wrapped(words, LETTERS)}<br><b>{number}</b>"
    place: dict[str, Any] = {"xref": f"x{key} domain", "yref": f"y{key}", "yanchor": "bottom"}
    return label(words, 0, row + 0.7, **place, bgcolor=style.PAPER)


def _gap(effect: Effect) -> str:
    """Return the gap in people of 100, and the shares as a ratio."""
    treated, control = effect.shares
    more, gap = (treated.value or 0) - (control.value or 0), effect.result
    text = f"That is {abs(more)} {'more' if more >= 0 else 'fewer'} of 100"
    if gap:
        text = f"The study puts the gap at {gap.value:g} of 100 ({gap.low:g} to {gap.high:g})"
    if effect.treated and effect.control and effect.treated.value and effect.control.value:
        text += f", or {effect.treated.value / effect.control.value:.1f} times as many"
    text += f": {NOT_CLEAR}." if effect.clear == "no" else "."
    return text if gap else f"{text} The source gives no interval of this gap."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """Return a name for the middle of a sentence; abbreviations keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]

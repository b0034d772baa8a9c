"""What treatments do: crowds of 100 for two groups, and differences with their intervals.

Choice made here: each scale has its own panel, since points, shares and ratios cannot share an
axis. To the right is always better for the patient, so some axes run backwards. "No clear effect"
stands on the picture where the interval holds no effect.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from hiplib.conditions import treatment
from hiplib.conditions.treatments import amount, effect_table
from hiplib.figures import shares, style
from hiplib.figures.people import Panel
from hiplib.figures.style import Picture
from hiplib.figures.traces import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiplib.conditions import Effect
    from hiplib.evidence import Fact

ROW = 96  # pixels of a row: up to four lines of words above its bar
FOOT = 62  # pixels below a panel, for its axis
LETTERS = 44  # in a line of a row on a phone
NOT_CLEAR = "no clear effect"
NO_INTERVAL = "interval not seen"
_MARKS = {
    "yes": (style.ACCENT, "diamond"),
    "no": (style.MUTED, "circle-open"),
    "unclear": (style.SERIES[1], "square-open"),
}
_RATIO_TICKS = (0.25, 0.5, 1, 2, 4, 8, 16, 32)


def crowd_panels(effect: Effect) -> list[Panel]:
    """Return the crowd without and the crowd with treatment."""
    treated, control = effect.shares
    name = treatment(effect.treatment_id).name
    return [
        shares.panel(_capital(effect.comparison), control, effect.outcome),
        shares.panel(name, treated, effect.outcome),
    ]


def crowd_figure(effect: Effect) -> Picture:
    """Return both crowds of an effect that is given out of 100.

    Examples
    --------
    >>> leap = treatment("exercise_therapy").effects[0]
    >>> [len(trace.x) for trace in crowd_figure(leap).data]
    [29, 0, 71, 64, 29, 7]
    """
    return shares.crowds(crowd_panels(effect), effect.outcome)


def crowd_summary(effect: Effect) -> str:
    """Return shares, difference and ratio in words: absolute beside relative."""
    treated, control = effect.shares
    name = treatment(effect.treatment_id).name
    text = (
        f"{_capital(effect.outcome)}, {effect.when}: {treated.value} of 100 with "
        f"{_small(name)}, {control.value} of 100 with {_small(effect.comparison)}."
    )
    return " ".join(part for part in (text, _gap(effect), effect.note, shares.ROUNDED) if part)


def crowd_numbers(effect: Effect) -> pd.DataFrame:
    """Return the shares as the source prints them."""
    named = {_capital(effect.comparison): effect.control, "Difference": effect.result}
    named = {treatment(effect.treatment_id).name: effect.treated, **named}
    return pd.DataFrame(
        [
            {"group": name, "number": fact.amount, "people": fact.population,
             "source": fact.reference.short}
            for name, fact in named.items() if fact
        ]
    )  # fmt: skip


def measured(effects: Sequence[Effect]) -> list[Effect]:
    """Return the effects that one number stands for, each once, those of one scale together."""
    once: dict[str, Effect] = {}
    for effect in effects:
        if effect.measured:
            once.setdefault(_result(effect).fact_id, effect)
    kept = list(once.values())
    scales = list(dict.fromkeys((effect.scale, effect.better) for effect in kept))
    return sorted(kept, key=lambda effect: scales.index((effect.scale, effect.better)))


def forest(effects: Sequence[Effect]) -> Picture:
    """Return a panel for each scale, a row for each effect, with its interval as a bar.

    Raises
    ------
    ValueError
        When no effect is a single number.
    """
    rows = measured(effects)
    if not rows:
        raise ValueError("none of these effects is one number with a scale")
    groups = _groups(rows)
    one = len({effect.treatment_id for effect in rows}) == 1
    total = forest_height(rows)
    layout: dict[str, Any] = {"annotations": [], "shapes": [], "margin": {"t": 8, "b": 4, "r": 12}}
    traces, top = [], 1.0
    for number, group in enumerate(groups, start=1):
        key = "" if number == 1 else str(number)
        bottom = max(top - len(group) * ROW / total, 0.0)
        layout[f"xaxis{key}"] = {**_axis(group), "anchor": f"y{key}"}
        rows_axis = {"visible": False, "range": [len(group), 0], "domain": [bottom, top]}
        layout[f"yaxis{key}"] = {**rows_axis, "anchor": f"x{key}"}
        traces.append(_bars(group, key))
        layout["shapes"].append(_null_line(group[0], key))
        layout["annotations"] += [_label(e, row, key, named=not one) for row, e in enumerate(group)]
        top = bottom - FOOT / total
    return style.figure(*traces, meta={"tall": True}, **layout)


def forest_height(effects: Sequence[Effect]) -> int:
    """Return the height in pixels that the rows and axes need."""
    rows = measured(effects)
    return len(rows) * ROW + len(_groups(rows)) * FOOT + 12


def forest_summary(effects: Sequence[Effect]) -> str:
    """Return how many of the differences are clear, and how to read the picture."""
    rows = measured(effects)
    count = {word: sum(effect.clear == word for effect in rows) for word in _MARKS}
    parts = [
        f"{count['yes']} clear" if count["yes"] else "",
        f"{count['no']} with {NOT_CLEAR}" if count["no"] else "",
        f"{count['unclear']} without a visible interval" if count["unclear"] else "",
    ]
    said = ", ".join(part for part in parts if part)
    return (
        f"{len(rows)} {'difference' if len(rows) == 1 else 'differences'}: {said}. Right of the "
        "line is better with the treatment; the bar is the interval. Scales differ from panel to "
        "panel, so compare rows only within one."
    )


def forest_numbers(effects: Sequence[Effect]) -> pd.DataFrame:
    """Return the rows of the picture as a table."""
    return effect_table(measured(effects))


# Parts ---------------------------------------------------------------------------------------


def _groups(rows: Sequence[Effect]) -> list[list[Effect]]:
    groups: dict[tuple[str, str], list[Effect]] = {}
    for effect in rows:
        groups.setdefault((effect.scale, effect.better), []).append(effect)
    return list(groups.values())


def _result(effect: Effect) -> Fact:
    assert effect.result is not None  # only measured effects come here
    return effect.result


def _known(effect: Effect) -> list[float]:
    """Return value, low and high, as far as they are known."""
    fact = _result(effect)
    return [number for number in (fact.value, fact.low, fact.high) if number is not None]


def _axis(group: Sequence[Effect]) -> dict[str, Any]:
    first = group[0]
    ends = [end for effect in group for end in _known(effect)]
    ratio = first.null == 1
    change = math.log10 if ratio else float
    low, high = change(min(*ends, first.null)), change(max(*ends, first.null))
    pad = 0.08 * (high - low)
    span = [low - pad, high + pad]
    axis: dict[str, Any] = {
        "range": span if first.better == "higher" else span[::-1],
        "title": {"text": f"{first.scale}: better to the right"},
        "zeroline": False,
    }
    if ratio:
        axis |= {
            "type": "log",
            "tickvals": _RATIO_TICKS,
            "ticktext": [f"{t:g}" for t in _RATIO_TICKS],
        }
    return axis


def _bars(group: Sequence[Effect], key: str) -> dict[str, Any]:
    found = [_result(effect) for effect in group]
    marks = [_MARKS[effect.clear] for effect in group]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [fact.value for fact in found],
        "y": [row + 0.85 for row in range(len(group))],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [_length(fact.value, fact.high) for fact in found],
            "arrayminus": [_length(fact.low, fact.value) for fact in found],
            "color": style.INK,
            "thickness": 2,
            "width": 5,
        },
        "marker": {
            "color": [colour for colour, _ in marks],
            "symbol": [symbol for _, symbol in marks],
            "size": 12,
            "line": {"width": 2},
        },
        "hovertext": [f"{effect.study}: {amount(effect)}" for effect in group],
        "hoverinfo": "text",
        "xaxis": f"x{key}",
        "yaxis": f"y{key}",
        "name": group[0].scale,
    }


def _length(start: float | None, end: float | None) -> float | None:
    """Return the length of one side of a bar; None draws none."""
    return None if start is None or end is None else end - start


def _null_line(effect: Effect, key: str) -> dict[str, Any]:
    place = {"x0": effect.null, "x1": effect.null, "xref": f"x{key}"}
    line = {"color": style.MUTED, "width": 1.5, "dash": "dot"}
    return {"type": "line", **place, "y0": 0, "y1": 1, "yref": f"y{key} domain", "line": line}


def _label(effect: Effect, row: int, key: str, *, named: bool) -> dict[str, Any]:
    name = f"{treatment(effect.treatment_id).name}: " if named else ""
    words = f"{name}{effect.study}, {effect.outcome}, {effect.when}, against {effect.comparison}"
    fact = _result(effect)
    number = f"{fact.value:g}"
    bounds = f" ({fact.low:g} to {fact.high:g})" if fact.low is not None else ""
    aside = {"no": f", {NOT_CLEAR}", "unclear": f", {NO_INTERVAL}"}.get(effect.clear, "")
    text = f"{shares.wrapped(words, LETTERS)}<br><b>{number}{bounds}{aside}</b>"
    place: dict[str, Any] = {"xref": f"x{key} domain", "yref": f"y{key}", "yanchor": "bottom"}
    return label(text, 0, row + 0.7, bgcolor=style.PAPER, **place)


def _gap(effect: Effect) -> str:
    """Return the gap in people of 100, and the shares as a ratio."""
    treated, control = effect.shares
    more = (treated.value or 0) - (control.value or 0)
    if effect.result is not None:
        gap = effect.result
        text = f"The study puts the gap at {gap.value:g} of 100 ({gap.low:g} to {gap.high:g})"
    else:
        text = f"That is {abs(more)} {'more' if more >= 0 else 'fewer'} of 100"
    if effect.treated and effect.control and effect.treated.value and effect.control.value:
        text += f", or {effect.treated.value / effect.control.value:.1f} times as many"
    text += f": {NOT_CLEAR}." if effect.clear == "no" else "."
    return text if effect.result else f"{text} The source gives no interval of this gap."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """Return a name for the middle of a sentence; abbreviations keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]

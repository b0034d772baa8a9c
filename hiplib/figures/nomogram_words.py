"""The sentences and tables that go with Fagan's chart and the crowd of 1,000 people.

Choice made here: counts of people come first, since few doctors use likelihood ratios
(grimes2005lr). Every number says how sure it is, and a missing interval is said, not filled.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from hiplib.conditions import Estimate, Together, Weighed, percent
from hiplib.figures.nomogram import ratio_words
from hiplib.figures.people import Panel

NO_INTERVAL = "no interval reported"
_LITTLE = 0.05  # a move of the chance below this is called next to nothing


def of_100(estimate: Estimate, *, kinds: frozenset[str] = frozenset()) -> str:
    """Return a chance as people out of 100, with its ends and what kind they are.

    Examples
    --------
    >>> of_100(Estimate(0.298, 0.298, 0.318), kinds=frozenset({"range"}))
    '30 of 100 (range 30 to 32)'
    >>> of_100(Estimate(0.96), kinds=frozenset({"none"}))
    '96 of 100 (no interval reported)'
    """
    ends = Estimate(None, estimate.low, estimate.high).said(percent)
    if estimate.value is None:
        return f"{ends} of 100"
    if ends and "range" in kinds:
        ends = f"range {ends}"
    ends = ends or (NO_INTERVAL if kinds else "")
    return f"{percent(estimate.value)} of 100" + (f" ({ends})" if ends else "")


def answer(state: Weighed) -> list[str]:
    """Return what the results mean, in two paragraphs: people and chance, then the doubt."""
    after, kinds, people = state.after.chance, state.after.kinds, state.crowd
    if not kinds:
        return [f"Before any test: {of_100(state.before)}."]
    said = []
    if people is not None and not people.among_result:
        this, found = _results(state), people.with_result
        shown = found + people.without_result
        ill, well = found + people.with_other, people.without_result + people.without_other
        said.append(
            f"Of {people.size:,} people {ill} have it, and {found} of them show {this}. "
            f"So do {people.without_result} of the {well} others. Of these {shown} people with "
            f"{this}, {found} have it."
        )
        if 0 in (found, people.without_result) and after.value not in (0.0, 1.0):
            said.append("(Counts are rounded to whole people.)")
    to = "to" if after.value is not None else "to somewhere from"
    said.append(f"The chance goes from {of_100(state.before)} {to} {of_100(after, kinds=kinds)}.")
    return [" ".join(said), " ".join(_doubts(state))]


def _doubts(state: Weighed) -> list[str]:
    """Return how far the chance moved and what makes it unsure, sentence by sentence."""
    before, after, kinds = state.before.value or 0.0, state.after.chance.value, state.after.kinds
    ratio, said = state.after.ratio, []
    if ratio.low is not None and ratio.high is not None and ratio.low <= 1 <= ratio.high:
        text = ratio.said(ratio_words)
        said.append(f"No clear effect: the likelihood ratio of {text} may be 1.")
    elif after is not None and abs(after - before) < _LITTLE:
        said.append("That is next to nothing.")
    if after in (0.0, 1.0):
        said.append(
            "A plain 0 or 100 comes from a study that saw no exception. It cannot show that there "
            "is none: nobody knows how close to the end the chance is."
        )
    if kinds == {"none"}:
        return [*said, "No interval is reported, so the chance may lie far from this point."]
    if "range" in kinds:
        said.append("The ends are the lowest and highest of several estimates, no 95 % interval.")
    if "none" in kinds:
        said.append("At least one number has no reported interval, so the true one is wider.")
    return said


def dependence(state: Weighed) -> list[str]:
    """Return how far several results can be trusted together; empty for a single plain one."""
    if len(state.results) < 2:
        whole = "This pair was measured as one. Without that, from its single tests:"
        return [whole, *_split(state.limits)] if state.limits else []
    if state.limits is None:
        return [
            "Tests are seldom independent, and here at least one source gives only a likelihood "
            "ratio or a range. So nobody can say how wrong multiplying is."
        ]
    whole = f"A study measured both together: {of_100(state.measured)}." if state.measured else ""
    return [*_split(state.limits), *filter(None, [whole])]


def _split(limits: Together) -> list[str]:
    """Return what single tests give if they are independent, overlap, or anything between."""
    nested = "If they overlapped as much as they can, these results could not occur."
    if limits.overlapping is not None:
        chance = percent(limits.overlapping)
        nested = f"If they err in the same people as far as they can: {chance}."
    return [
        f"If the tests err in different people, the chance is {percent(limits.multiplied)} of 100 "
        "(multiplied).",
        nested,
        f"The single numbers allow anything from {percent(limits.low)} to {percent(limits.high)} "
        "of 100.",
    ]


def summary(state: Weighed) -> str:
    """Return the text of the chart for readers who do not see it."""
    after, kinds = state.after.chance, state.after.kinds
    if not kinds:
        return f"Before any test: {of_100(state.before)}. No line is drawn yet."
    text = (
        f"From {of_100(state.before)} through a likelihood ratio of "
        f"{state.after.ratio.said(ratio_words)} to {of_100(after, kinds=kinds)}."
    )
    if state.limits:
        text += (
            f" Orange bar: what dependence of the tests allows, {percent(state.limits.low)} to "
            f"{percent(state.limits.high)} of 100; the short line on it is full overlap."
        )
    if state.measured:
        text += f" Diamond: measured together, {of_100(state.measured)}."
    return text


def numbers(state: Weighed) -> pd.DataFrame:
    """Return the numbers of the chart as a table."""
    rows = [
        ("Chance before (%)", *_cells(state.before, percent)),
        ("Likelihood ratio", *_cells(state.after.ratio, "{:.3g}".format)),
        ("Chance after (%)", *_cells(state.after.chance, percent)),
    ]
    if state.limits:
        nested = Estimate(state.limits.overlapping, state.limits.low, state.limits.high)
        cells = _cells(nested, percent, "cannot occur")
        rows.append(("Chance after if tests overlap (%)", *cells))
    if state.measured:
        rows.append(("Measured together (%)", *_cells(state.measured, percent)))
    return pd.DataFrame(rows, columns=["", "Value", "From", "To"])


def _cells(
    estimate: Estimate, say: Callable[[float], str], missing: str = "only a range"
) -> tuple[str, str, str]:
    low, high = (NO_INTERVAL if end is None else say(end) for end in (estimate.low, estimate.high))
    return missing if estimate.value is None else say(estimate.value), low, high


def panel(state: Weighed) -> Panel:
    """Return the crowd as a panel of four groups, the people with this result first."""
    people, this = state.crowd, _results(state)
    if people is None:
        return Panel("", dict.fromkeys("abcd", 0))
    counts = (people.with_result, people.without_result, people.with_other, people.without_other)
    title, ends = f"{people.size:,} people", ("", "")
    if people.among_result:
        title += f" with {this}"
    elif state.results:
        ends = f", {this}", f", another {'pattern' if len(state.results) > 1 else 'result'}"
    # the names of two groups that nobody is in differ by a blank
    names = [f"{who}{ends[n // 2]}" for n, who in enumerate(("have it", "do not have it") * 2)]
    if not ends[0]:
        names[2:] = (f" {name}" for name in names[2:])
    return Panel(title, {f"{n:,} {name}": n for n, name in zip(counts, names, strict=True)})


def crowd_summary(state: Weighed) -> str:
    """Return the text of the crowd."""
    people, this = state.crowd, _results(state)
    if people is None:
        return "The source gives only a range, so no crowd is drawn."
    if not state.results:
        return f"{people.with_other} of 1,000 people have it. No test is chosen yet."
    if people.among_result:
        return (
            f"Dots: {people.with_result} of 1,000 people with {this} have it. The source gives "
            "only a likelihood ratio, so people with another result cannot be drawn."
        )
    return (
        f"First come the {people.with_result + people.without_result} people with {this}: "
        f"{people.with_result} have it (dots), {people.without_result} do not (squares). "
        f"{people.with_other} have it without {this} (diamonds)."
    )


def crowd_table(state: Weighed) -> pd.DataFrame:
    """Return the crowd as a table: a row for each group."""
    people, this, rows = state.crowd, _results(state), []
    if people is not None and state.results:
        rows.append((f"Have it, {this}", people.with_result))
        rows.append((f"Do not have it, {this}", people.without_result))
    if people is not None and not people.among_result:
        end = f", without {this}" if state.results else ""
        rows.append((f"Have it{end}", people.with_other))
        rows.append((f"Do not have it{end}", people.without_other))
    return pd.DataFrame(rows, columns=["Group", "People"])


def _results(state: Weighed) -> str:
    return "these results" if len(state.results) > 1 else "this result"

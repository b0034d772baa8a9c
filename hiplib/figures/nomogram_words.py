"""The sentences and tables that go with Fagan's chart and the crowd of 1,000 people.

Choice made here: counts of people come first, since few doctors use likelihood ratios
(grimes2005lr). Every number says how sure it is, and a missing interval is said, not filled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from hiplib import evidence
from hiplib.conditions import (
    Crowd,
    Estimate,
    ExaminationTest,
    Result,
    Together,
    percent,
    usable_results,
)
from hiplib.figures.nomogram import Path, ratio_words
from hiplib.figures.people import Panel

NO_INTERVAL = "no interval reported"
_LITTLE = 0.05  # a move of the chance below this is called next to nothing


def of_100(estimate: Estimate, *, kinds: frozenset[str] = frozenset()) -> str:
    """Return a chance as people out of 100, with its ends and what kind they are.

    Examples
    --------
    >>> of_100(Estimate(0.298, 0.298, 0.318), kinds=frozenset({"range"}))
    '30 of 100 (range 30 to 32)'
    >>> of_100(Estimate(0.96, None, None), kinds=frozenset({"none"}))
    '96 of 100 (no interval reported)'
    """
    ends = ""
    if estimate.low is not None and estimate.high is not None:
        word = "range " if "range" in kinds else ""
        ends = f"{word}{percent(estimate.low)} to {percent(estimate.high)}"
        if estimate.value is None:
            return f"{percent(estimate.low)} to {percent(estimate.high)} of 100"
    elif kinds:
        ends = NO_INTERVAL
    value = percent(estimate.value or 0.0)
    return f"{value} of 100 ({ends})" if ends else f"{value} of 100"


def answer(path: Path, people: Crowd | None, count: int) -> list[str]:
    """Return what the results mean, in two paragraphs: people and chance, then the doubt."""
    after, kinds = path.after.chance, path.after.kinds
    if not kinds:
        return [f"Before any test: {of_100(path.before)}."]
    said = []
    if people is not None and not people.among_result:
        said.append(_people_words(people, _results(count)))
        if 0 in (people.with_result, people.without_result) and after.value not in (0.0, 1.0):
            said.append("(Counts are rounded to whole people.)")
    to = "to" if after.value is not None else "to somewhere from"
    said.append(f"The chance goes from {of_100(path.before)} {to} {of_100(after, kinds=kinds)}.")
    return [" ".join(said), " ".join(filter(None, (_moves(path), _edge(after), _doubt(path))))]


def dependence(path: Path, count: int) -> list[str]:
    """Return how far several results can be trusted together; empty for a single plain one."""
    if count < 2:
        whole = "This pair was measured as one. Without that, from its single tests:"
        return [] if path.parts is None else [whole, *_split(path.parts)]
    if path.limits is None:
        return [
            "Tests are seldom independent, and here at least one source gives only a likelihood "
            "ratio or a range. So nobody can say how wrong multiplying is."
        ]
    said = _split(path.limits)
    if path.measured is not None:
        said.append(f"A study measured both together: {of_100(path.measured)}.")
    return said


def summary(path: Path) -> str:
    """Return the text of the chart for readers who do not see it."""
    after, kinds = path.after.chance, path.after.kinds
    if not kinds:
        return f"Before any test: {of_100(path.before)}. No line is drawn yet."
    ratio = path.after.ratio
    text = (
        f"From {of_100(path.before)} through a likelihood ratio of {_ratio(ratio)} to "
        f"{of_100(after, kinds=kinds)}."
    )
    limits = path.limits or path.parts
    if limits is not None:
        text += (
            f" Orange bar: what dependence of the tests allows, {percent(limits.low)} to "
            f"{percent(limits.high)} of 100; the short line on it is full overlap."
        )
    if path.measured is not None:
        text += f" Diamond: measured together, {of_100(path.measured)}."
    return text


def numbers(path: Path) -> pd.DataFrame:
    """Return the numbers of the chart as a table."""
    after = path.after
    rows = [
        ("Chance before (%)", *_cells(path.before, percent)),
        ("Likelihood ratio", *_cells(after.ratio, lambda value: f"{value:.3g}")),
        ("Chance after (%)", *_cells(after.chance, percent)),
    ]
    limits = path.limits or path.parts
    if limits is not None:
        nested, ends = limits.overlapping, (limits.low, limits.high)
        shown = "cannot occur" if nested is None else percent(nested)
        rows.append(
            ("Chance after if tests overlap (%)", shown, percent(ends[0]), percent(ends[1]))
        )
    if path.measured is not None:
        rows.append(("Measured together (%)", *_cells(path.measured, percent)))
    return pd.DataFrame(rows, columns=["", "Value", "From", "To"])


def panel(people: Crowd | None, count: int) -> Panel:
    """Return the crowd as a panel of four groups, the people with this result first."""
    if people is None:
        return Panel("", {"a": 0, "b": 0, "c": 0, "d": 0})
    this, other = _results(count), f"another {'pattern' if count > 1 else 'result'}"
    names = (
        f"have it, {this}", f"do not have it, {this}", f"have it, {other}",
        f"do not have it, {other}",
    )  # fmt: skip
    if people.among_result or not count:
        names = ("have it", "do not have it", " have it", " do not have it")
    counts = (people.with_result, people.without_result, people.with_other, people.without_other)
    title = f"{people.size:,} people"
    if people.among_result:
        title += f" with {this}"
    groups = {f"{n:,} {name}": n for n, name in zip(counts, names, strict=True)}
    return Panel(title, groups)


def crowd_summary(people: Crowd | None, count: int) -> str:
    """Return the text of the crowd."""
    if people is None:
        return "The source gives only a range, so no crowd is drawn."
    this = _results(count)
    if not count:
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


def crowd_table(people: Crowd | None, count: int) -> pd.DataFrame:
    """Return the crowd as a table: a row for each group."""
    if people is None:
        return pd.DataFrame({"Group": [], "People": []})
    this = _results(count)
    rows = [("Have it", people.with_other), ("Do not have it", people.without_other)]
    if count:
        rows = [(f"{name}, without {this}", number) for name, number in rows]
        rows = [
            (f"Have it, {this}", people.with_result),
            (f"Do not have it, {this}", people.without_result),
            *([] if people.among_result else rows),
        ]
    return pd.DataFrame(rows, columns=["Group", "People"])


def accuracy_table(tests: Sequence[ExaminationTest]) -> pd.DataFrame:
    """Return what is known of tests, a row each, with the doubts about the numbers in words."""
    rows = [
        {
            "Test": test.name,
            "Sensitivity": _share(test.sensitivity),
            "Specificity": _share(test.specificity),
            "LR+": _printed(test.lr_pos),
            "LR-": _printed(test.lr_neg),
            "Compared with": test.reference_standard,
            "Quality": test.quality,
            "Mind": mind(test),
            "Source": evidence.reference(test.ref_id).short,
        }
        for test in tests
    ]
    return pd.DataFrame(rows)


def mind(test: ExaminationTest) -> str:
    """Return what to keep in mind with the numbers of a test."""
    points = [test.note]
    if test.lr_is_derived and "LR derived" not in test.note:
        points.append("a likelihood ratio computed for this course")
    if test.secondary and "secondary" not in test.note:
        points.append("read on a secondary page")
    return "; ".join(filter(None, points))


def result_name(result: Result) -> str:
    """Return a result in words, the sign first: a narrow list cuts the end.

    A finding with one ratio only is found or not known.

    Examples
    --------
    >>> from hiplib.conditions import tests_of
    >>> result_name(Result(tests_of("fai_syndrome")[1], True))
    'Positive: FADIR (hip bent, drawn in, turned in)'
    """
    if len(usable_results(result.test)) == 1:
        return f"Found: {result.test.name}"
    return f"{'Positive' if result.positive else 'Negative'}: {result.test.name}"


def _split(limits: Together) -> list[str]:
    """Return what single tests give if they are independent, overlap, or anything between."""
    if limits.overlapping is None:
        nested = "If they overlapped as much as they can, these results could not occur."
    else:
        nested = (
            f"If they err in the same people as far as they can: {percent(limits.overlapping)}."
        )
    return [
        f"If the tests err in different people, the chance is {percent(limits.multiplied)} of 100 "
        "(multiplied).",
        nested,
        f"The single numbers allow anything from {percent(limits.low)} to {percent(limits.high)} "
        "of 100.",
    ]


def _results(count: int) -> str:
    return "these results" if count > 1 else "this result"


def _people_words(people: Crowd, this: str) -> str:
    ill, well = people.with_result + people.with_other, people.without_result + people.without_other
    shown = people.with_result + people.without_result
    return (
        f"Of {people.size:,} people {ill} have it, and {people.with_result} of them show {this}. "
        f"So do {people.without_result} of the {well} others. Of these {shown} people with {this}, "
        f"{people.with_result} have it."
    )


def _moves(path: Path) -> str:
    ratio, before, after = path.after.ratio, path.before.value, path.after.chance.value
    if ratio.low is not None and ratio.high is not None and ratio.low <= 1 <= ratio.high:
        return f"No clear effect: the likelihood ratio of {_ratio(ratio)} may be 1."
    if after is not None and before is not None and abs(after - before) < _LITTLE:
        return "That is next to nothing."
    return ""


def _edge(after: Estimate) -> str:
    if after.value not in (0.0, 1.0):
        return ""
    return (
        "A plain 0 or 100 comes from a study that saw no exception. It cannot show that there is "
        "none: nobody knows how close to the end the chance is."
    )


def _doubt(path: Path) -> str:
    kinds = path.after.kinds
    if kinds == {"none"}:
        return "No interval is reported, so the chance may lie far from this point."
    words = []
    if "range" in kinds:
        words.append("The ends are the lowest and highest of several estimates, no 95 % interval.")
    if "none" in kinds:
        words.append("At least one number has no reported interval, so the true one is wider.")
    return " ".join(words)


def _ratio(ratio: Estimate) -> str:
    if ratio.low is None or ratio.high is None:
        return ratio_words(ratio)
    low, high = (ratio_words(Estimate(end, None, None)) for end in (ratio.low, ratio.high))
    if ratio.value is None:
        return f"{low} to {high}"
    return f"{ratio_words(ratio)} ({low} to {high})"


def _cells(estimate: Estimate, say: Callable[[float], str]) -> tuple[str, str, str]:
    low, high = (NO_INTERVAL if end is None else say(end) for end in (estimate.low, estimate.high))
    return "only a range" if estimate.value is None else say(estimate.value), low, high


def _share(estimate: Estimate) -> str:
    if estimate.value is None:
        value = "not known" if estimate.low is None else ""
    else:
        value = f"{100 * estimate.value:g} %"
    if estimate.low is None or estimate.high is None:
        return value if value == "not known" else f"{value}, {NO_INTERVAL}"
    ends = f"{100 * estimate.low:g} to {100 * estimate.high:g}"
    kind = "range " if estimate.kind == "range" else ""
    return f"{value} ({kind}{ends})" if value else f"{kind}{ends} %"


def _printed(ratio: Estimate) -> str:
    if ratio.value is None:
        return "not printed"
    if ratio.low is None:
        return f"{ratio.value:g}"
    return f"{ratio.value:g} ({ratio.low:g} to {ratio.high:g})"

"""The measures of one shape on strips and in words, with 26 people and the published ranges.

The strips share one scale although units differ: how many SDs of the 26 people a value lies from
their mean. Zero is the people's mean; the numbers over each strip are in the measure's own unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from hiplib import evidence
from hiplib.anatomy import people_measures, shape_measures
from hiplib.anatomy.geometry import FloatArray
from hiplib.figures.style import ACCENT, CLEAR, INK, LINE, MUTED, PAPER, SERIES, Picture, figure
from hiplib.figures.traces import bar, scatter

if TYPE_CHECKING:
    import pandas as pd

Measures = Mapping[str, float]
BANDS, PEOPLE, MEAN, SHAPE, NAMES, RANGES = range(6)  # traces of the strips
_EDGE = 4.6  # SDs shown on either side
_KINDS = {
    "percentile": "95 of 100 adults",
    "interquartile": "middle half",
    "control_group": "control hips",
    "sd_band": "about 1 SD",
    "cut_off": "usual cut-off",
}
_UNITS = {"degree": "°", "millimetre": " mm"}
_FEW_SD = 0.2  # of the 26 people: less is not worth a word


@dataclass(frozen=True)
class Row:
    """One measure: its name, published range (NaN where there is none) and the 26 people."""

    name: str
    in_sentence: str
    unit: str
    low: float
    high: float
    range_text: str  # empty when there is no range
    kind: str
    source: str
    people: FloatArray

    def plain(self, value: float, more: int = 0) -> str:
        """Give a value without its unit, as precise as it deserves."""
        return f"{value:.{more + (0 if self.unit else 2)}f}"

    def text(self, value: float) -> str:
        """Give a value with its unit."""
        return f"{self.plain(value)}{self.unit}"

    @property
    def people_text(self) -> str:
        """Smallest and largest value of the 26 people."""
        return f"{self.plain(self.people.min())} to {self.text(self.people.max())}"

    def side(self, value: float) -> str:
        """Say if a value lies below, inside or above the published range."""
        slack = 0.05 if self.unit else 0.0005  # a wanted value is met to within this
        if value < self.low - slack:
            return "below"
        return "above" if value > self.high + slack else "inside"

    def sds(self, value: float) -> float:
        """How many SDs of the 26 people a value lies from their mean."""
        return float((value - self.people.mean()) / self.people.std(ddof=1))


@cache
def rows() -> dict[str, Row]:
    """Give all measures by their id, in the order of the laboratory.

    Examples
    --------
    >>> rows()["neck_shaft_angle"].range_text, rows()["head_neck_offset_ratio"].text(0.2061)
    ('114 to 140°', '0.21')
    """
    people, found = people_measures(), {}
    for key, record in shape_measures().iterrows():
        name, unit = record["name"].split(" (")[0], _UNITS.get(record["unit_id"], "")
        lower = name if name.startswith("Sharp") else name[0].lower() + name[1:]
        shown = bool(record["show_numbers"])
        low, high = (float(record[f"normal_{k}"]) if shown else np.nan for k in ("low", "high"))
        words = {
            (True, True): f"{low:g} to {high:g}{unit}",
            (True, False): f"from {low:g}{unit}",
            (False, True): f"up to {high:g}{unit}",
        }.get((bool(np.isfinite(low)), bool(np.isfinite(high))), "")
        source = evidence.reference(record["ref_id"]).short if shown else ""
        kind, own = _KINDS.get(record["range_kind"], ""), people[str(key)].to_numpy()
        found[str(key)] = Row(name, lower, unit, low, high, words, kind, source, own)
    return found


def measure_words(measure_id: str, value: float) -> str:
    """Say what one measure of a shape is, against the published range and the 26 people.

    Examples
    --------
    >>> measure_words("neck_shaft_angle", 143).split(" (")[0]
    'Neck-shaft angle 143°: above the published range of 114 to 140°'
    """
    row = rows()[measure_id]
    people = f"The 26 people run from {row.people_text}."
    if not row.range_text:
        return f"{row.name} {row.text(value)}. {people} This course holds no published range."
    where = f"{row.side(value)} the published range of {row.range_text} ({row.kind})"
    return f"{row.name} {row.text(value)}: {where}. {people}"


def moved_words(before: Measures, after: Measures, measure_id: str) -> str:
    """Say which other measures moved most when one was wanted."""
    shift = {key: abs(row.sds(after[key]) - row.sds(before[key])) for key, row in rows().items()}
    del shift[measure_id]
    most = [key for key in sorted(shift, key=lambda key: -shift[key])[:3] if shift[key] > _FEW_SD]
    parts = [
        f"{row.in_sentence} {row.plain(before[key])} to {row.text(after[key])}"
        for key, row in ((key, rows()[key]) for key in most)
    ]
    if not parts:
        return "The other measures hardly moved."
    return f"Other measures moved too: {', '.join(parts)}."


def strip_summary(found: Measures) -> str:
    """Say in words what the strips show."""
    known = {key: row for key, row in rows().items() if row.range_text}
    outside = [row.in_sentence for key, row in known.items() if row.side(found[key]) != "inside"]
    rest = f" Outside: {', '.join(outside)}." if outside else ""
    return (
        "Diamond: this shape. Ring: the mean shape. Strokes: the 26 people. Band: the published "
        f"range. {len(known) - len(outside)} of the {len(known)} measures with a published range "
        f"lie inside it.{rest}"
    )


def strip_numbers(found: Measures, mean: Measures) -> pd.DataFrame:
    """Give the numbers of the strips."""
    import pandas as pd

    heads = ["Measure", "This shape", "Mean shape", "26 people: mean (SD)", "lowest to highest",
             "Published range", "Source"]  # fmt: skip
    lines = [
        (row.name, row.text(found[key]), row.text(mean[key]),
         f"{row.plain(row.people.mean())} ({row.plain(row.people.std(ddof=1), 1)})",
         row.people_text,
         f"{row.range_text} ({row.kind})" if row.range_text else "none here", row.source)
        for key, row in rows().items()
    ]  # fmt: skip
    return pd.DataFrame(lines, columns=heads)


def strip_figure(found: Measures, mean: Measures, *, marked: str) -> Picture:
    """Draw each measure of a shape on a strip with the 26 people and the published range.

    `found` and `mean` are `hiplib.anatomy.measure` of the shape and of the mean shape; the measure
    that is drawn on the bones is `marked`.

    Examples
    --------
    >>> from hiplib.anatomy import hip, measure
    >>> mean = measure(hip())
    >>> strip_figure(mean, mean, marked="neck_shaft_angle").data[SHAPE].name
    'This shape'
    """
    place = _places()
    ring = {"symbol": "circle", "size": 11, "color": CLEAR, "line": {"width": 2, "color": INK}}
    diamond = {"symbol": "diamond", "size": 13, "color": ACCENT}
    diamond |= {"line": {"width": 1.5, "color": PAPER}}
    values = {key: row.text(found[key]) for key, row in rows().items()}
    names = {key: f"{row.name}: {values[key]}" for key, row in rows().items()}
    names[marked] = f"<b>{names[marked]}</b>"
    text = {"mode": "text", "y": place + 0.4, "hoverinfo": "skip"}
    ends = np.full(len(place), _EDGE)
    ranges = [row.range_text for row in rows().values()]
    traces = [
        _bands(),
        _people(),
        scatter(name="Mean shape", mode="markers", x=_positions(mean), y=place, marker=ring),
        scatter(name="This shape", mode="markers", x=_positions(found), y=place, marker=diamond,
                customdata=list(values.values()),
                hovertemplate="This shape: %{customdata}<extra></extra>"),
        scatter(**text, x=-ends, textposition="middle right", text=list(names.values())),
        scatter(**text, x=ends, textposition="middle left", text=ranges, textfont={"color": MUTED}),
    ]  # fmt: skip
    still = {"fixedrange": True, "automargin": False}
    return figure(
        *traces,
        xaxis={**still, "range": [-_EDGE, _EDGE], "tickvals": [-4, -2, 0, 2, 4],
               "title": {"text": "SDs of the 26 people from their mean"}, "zerolinecolor": LINE},
        yaxis={**still, "range": [-0.4, len(place) - 0.3], "visible": False},
        margin={"l": 6, "r": 6, "t": 6, "b": 40},
    )  # fmt: skip


def _places() -> FloatArray:
    return np.arange(len(rows()), dtype=np.float64)[::-1]


@cache
def _bands() -> dict[str, Any]:
    known = [(y, row) for y, row in zip(_places(), rows().values(), strict=True) if row.range_text]
    # A range without one end runs to the edge of the picture.
    low = np.fmax([row.sds(row.low) for _, row in known], -_EDGE)
    high = np.fmin([row.sds(row.high) for _, row in known], _EDGE)
    return bar(
        name="Published range", orientation="h", y=[y for y, _ in known], base=low, x=high - low,
        width=0.34, marker={"color": SERIES[5]}, opacity=0.4,
        customdata=[f"{row.range_text}, {row.kind}<br>{row.source}" for _, row in known],
        hovertemplate="Published range %{customdata}<extra></extra>",
    )  # fmt: skip


@cache
def _people() -> dict[str, Any]:
    """Strokes, not dots: one path is drawn four times as fast as 286 marks."""
    people = [(row, value) for row in rows().values() for value in row.people]
    across = np.array([row.sds(value) for row, value in people])
    up = np.repeat(_places(), len(across) // len(rows()))[:, None] + [-0.13, 0.13, np.nan]
    return scatter(
        name="26 people", mode="lines", x=across.repeat(3), y=up.ravel(),
        line={"color": MUTED, "width": 1.5},
        customdata=[text for row, value in people for text in [row.text(value)] * 3],
        hovertemplate="One of the 26 people: %{customdata}<extra></extra>",
    )  # fmt: skip


def _positions(found: Measures) -> FloatArray:
    at = [row.sds(found[key]) for key, row in rows().items()]
    return np.clip(at, -_EDGE, _EDGE)

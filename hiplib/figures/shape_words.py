"""Values, ranges and sentences about the measures of a shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from hiplib import evidence
from hiplib.anatomy import people_measures, shape_measures

Measures = Mapping[str, float]
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
    unit: str
    low: float
    high: float
    kind: str
    source: str
    mean: float
    sd: float
    smallest: float
    largest: float

    @property
    def in_sentence(self) -> str:
        """Name in the middle of a sentence."""
        proper = self.name.startswith("Sharp")
        return self.name if proper else self.name[0].lower() + self.name[1:]

    def plain(self, value: float, more: int = 0) -> str:
        """Give a value without its unit, as precise as it deserves."""
        return f"{value:.{more + (0 if self.unit else 2)}f}"

    def text(self, value: float) -> str:
        """Give a value with its unit."""
        return f"{self.plain(value)}{self.unit}"

    def named(self, value: float) -> str:
        """Give the name and a value with its unit."""
        return f"{self.name}: {self.text(value)}"

    @property
    def range_text(self) -> str:
        """The published range in words; empty when there is none."""
        low, high = (f"{end:g}" for end in (self.low, self.high))
        if np.isfinite(self.low) and np.isfinite(self.high):
            return f"{low} to {high}{self.unit}"
        if np.isfinite(self.high):
            return f"up to {high}{self.unit}"
        return f"from {low}{self.unit}" if np.isfinite(self.low) else ""

    @property
    def ends(self) -> dict[str, float]:
        """Low, middle and high of the published range; NaN where there is none."""
        return {"low": self.low, "middle": (self.low + self.high) / 2, "high": self.high}

    @property
    def people_text(self) -> str:
        """Smallest and largest value of the 26 people."""
        return f"{self.plain(self.smallest)} to {self.text(self.largest)}"

    def side(self, value: float) -> str:
        """Say if a value lies below, inside or above the published range."""
        slack = 0.05 if self.unit else 0.0005  # a wanted value is met to within this
        if value < self.low - slack:
            return "below"
        return "above" if value > self.high + slack else "inside"

    def sds(self, value: float) -> float:
        """How many SDs of the 26 people a value lies from their mean."""
        return (value - self.mean) / self.sd


@cache
def rows() -> dict[str, Row]:
    """Give all measures by their id, in the order of the laboratory.

    Examples
    --------
    >>> rows()["neck_shaft_angle"].range_text, rows()["alpha_angle"].range_text
    ('114 to 140°', 'up to 60°')
    >>> rows()["head_neck_offset_ratio"].text(0.2061), rows()["pelvic_width"].text(275.2)
    ('0.21', '275 mm')
    """
    people, found = people_measures(), {}
    for record in shape_measures().reset_index().to_dict("records"):
        key, shown = str(record["measure_id"]), bool(record["show_numbers"])
        values = people[key].to_numpy()
        found[key] = Row(
            name=str(record["name"]).split(" (")[0],
            unit=_UNITS.get(str(record["unit_id"]), ""),
            low=float(record["normal_low"]) if shown else float("nan"),
            high=float(record["normal_high"]) if shown else float("nan"),
            kind=_KINDS.get(str(record["range_kind"]), ""),
            source=evidence.reference(str(record["ref_id"])).short if shown else "",
            mean=float(values.mean()),
            sd=float(values.std(ddof=1)),
            smallest=float(values.min()),
            largest=float(values.max()),
        )
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
    """Say which other measures moved most when one was wanted.

    Examples
    --------
    >>> from hiplib.anatomy import hip, measure
    >>> moved_words(measure(hip()), measure(hip([2])), "pelvic_width").split(":")[0]
    'Other measures moved too'
    """
    shift = {key: abs(row.sds(after[key]) - row.sds(before[key])) for key, row in rows().items()}
    shift.pop(measure_id)
    most = [key for key in sorted(shift, key=lambda key: -shift[key])[:3] if shift[key] > _FEW_SD]
    parts = [
        f"{row.in_sentence} {row.plain(before[key])} to {row.text(after[key])}"
        for key, row in ((key, rows()[key]) for key in most)
    ]
    if not parts:
        return "The other measures hardly moved."
    return f"Other measures moved too: {', '.join(parts)}."


def strip_summary(found: Measures) -> str:
    """Say in words what the strips show.

    Examples
    --------
    >>> from hiplib.anatomy import hip, measure
    >>> strip_summary(measure(hip())).split(". ")[-1]
    'Outside: lateral centre-edge angle, Sharp angle.'
    """
    known = {key: row for key, row in rows().items() if row.range_text}
    outside = [row.in_sentence for key, row in known.items() if row.side(found[key]) != "inside"]
    rest = f" Outside: {', '.join(outside)}." if outside else ""
    return (
        "Diamond: this shape. Ring: the mean shape. Strokes: the 26 people. Band: the published "
        f"range. {len(known) - len(outside)} of the {len(known)} measures with a published range "
        f"lie inside it.{rest}"
    )

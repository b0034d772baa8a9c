"""The parts of a condition on the three-dimensional hip, drawn when the reader asks for them."""

from __future__ import annotations

from dataclasses import replace

from hiplib import anatomy, tables
from hiplib.figures.hip import Plate
from hiplib.figures.hip_views import is_soft, named, part_name, structure_of
from hiplib.widgets import html
from hiplib.widgets.controls import button, column, row, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView


class HipOfCondition:
    """A button, and below it the picture of the parts of the condition that was shown last."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.plot: PlotView | None = None
        self.button = button("Show on the 3D hip", self.open)
        self.place = column()
        self.view = column(row(self.button), self.place)

    def of(self, condition_id: str, name: str = "") -> None:
        """Take the parts of a condition; the picture closes until it is asked for."""
        self.parts, self.name = drawn_parts(condition_id), name
        self.place.children, self.plot = (), None
        self.button.layout.display = "" if condition_id else "none"

    def open(self) -> None:
        """Show the picture, or say that there is nothing to mark."""
        if not self.parts:
            self.place.children = (Live(f"<p>{html.said('nothing_on_hip')}</p>"),)
            return
        options = [(part_name(part), part) for part in self.parts]
        marked = select(f"Marked part ({len(self.parts)} linked)", options)
        marked.layout.max_width = "32rem"
        plot = PlotView(label=f"The left hip: {self.name}", height=Plate.HEIGHT)

        def mark(part: str) -> None:
            plate = _plate(part)
            plot.show(plate.figure(), plate.summary())

        mark(self.parts[0])
        marked.observe(lambda change: mark(change["new"]), "value")
        self.plot, self.place.children = plot, (marked, plot)


def drawn_parts(condition_id: str) -> list[str]:
    """Return the drawn parts and points that the tables link to a condition, soft ones first.

    Examples
    --------
    >>> drawn_parts("labral_tear")[0]
    'labrum'
    """
    links = tables.read("structure_conditions")
    linked = set(links.loc[links["condition_id"] == condition_id, "structure_id"])
    parts = [*anatomy.soft_tissues(), *named()]
    found = [part for part in parts if structure_of(part) in linked]
    return sorted(found, key=lambda part: not is_soft(part))


def _plate(part: str) -> Plate:
    layers = [anatomy.soft_tissues()[part].layer] if is_soft(part) else []
    plate = Plate(anatomy.hip(), highlight=part, layers=layers)
    return replace(plate, view=plate.best_view())

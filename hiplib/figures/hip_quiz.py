"""The plate of the hip as a question: letters in place of names, and nothing that gives one away.

A scene is a view, or a view and a layer of soft tissue with a space between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from hiplib.anatomy import Hip, layer_names
from hiplib.anatomy.geometry import FloatArray
from hiplib.figures.hip import Plate
from hiplib.figures.hip_views import named_points, part_name, structure_of, views
from hiplib.figures.labels3d import CELL
from hiplib.figures.style import Picture
from hiplib.learning.structure_quiz import SeenPart

if TYPE_CHECKING:
    import pandas as pd

# A part is asked where so much of its outline is free and it fills so much of the picture; a point
# where the picture is not higher than so many mm.
_FREE, _LARGE, _MOST_MM = 0.4, 0.0025, 500.0
_TOUCH = 30.0  # mm beside a point that a finger may touch
_TEN = 10.0  # mm in a cm


def scenes(*, soft: bool = False) -> tuple[str, ...]:
    """Return the scenes of bones, or with `soft` those with one layer of soft tissue on them."""
    layers = layer_names() if soft else ("",)
    return tuple(f"{view} {layer}".strip() for layer in layers for view in views())


def seen_parts(hip: Hip, scene: str) -> tuple[SeenPart, ...]:
    """Return the parts and points that can be seen well enough in a scene to be asked."""
    plate = question_plate(hip, scene, {})
    reach = plate.front.look.reach
    found = [
        part
        for part, (share, cells) in plate.front.seen.items()
        if share >= _FREE and cells * (CELL / reach) ** 2 >= _LARGE
        if not part.startswith("opposite_")
    ]
    if reach <= _MOST_MM and not plate.layers:  # points belong to the bones
        found += [key for key in named_points() if plate.place(key) is not None]
    return tuple(SeenPart(p, structure_of(p), part_name(p), p in named_points()) for p in found)


def question_plate(
    hip: Hip, scene: str, marks: Mapping[str, str], highlight: str | None = None, turn: int = 0
) -> QuestionPlate:
    """Return a scene with marks such as "A" on some parts; `ValueError` if one is not seen.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> question_plate(hip(), "front", {"sacrum": "A", "ilium": "B"}).summary()
    'The left hip, from the front. Marked: A, B.'
    """
    view, *layers = scene.split()
    plate = QuestionPlate(hip, view, highlight, layers, "solid", turn, marks)
    for part in marks:
        if part not in plate.labelled:
            raise ValueError(f"{part!r} cannot be seen in scene {scene!r}")
    return plate


@dataclass(frozen=True, eq=False)
class QuestionPlate(Plate):
    """A plate that tells no name: `marks` gives the mark of each part or point that has one."""

    marks: Mapping[str, str] = field(default_factory=dict)
    HEIGHT: ClassVar[int] = 340  # on a phone the question stands below the picture

    @cached_property
    def points(self) -> dict[str, FloatArray]:
        """Marked points; the others are not drawn."""
        found = {key: self.place(key) for key in named_points() if key in self.marks}
        return {key: at for key, at in found.items() if at is not None}

    @cached_property
    def labelled(self) -> dict[str, FloatArray]:
        """Parts and points with a mark, and the place that it points to."""
        places = self.front.middles() | self.points
        return {part: places[part] for part in self.marks if part in places}

    def _texts(self) -> dict[str, str]:
        return {part: f"<b>{mark}</b>" for part, mark in self.marks.items()}

    def figure(self) -> Picture:
        """Draw the plate; a click tells the part (``meta``), hovering tells nothing."""
        drawn = super().figure()
        quiet = {"name": "", "hovertemplate": "", "hoverinfo": "none", "showlegend": False}
        scene = drawn.settings["scene"]
        notes = [{**note, "font": {**note["font"], "size": 18}} for note in scene["annotations"]]
        # No names below a narrow picture either.
        layout = {"scene": {**scene, "annotations": notes}, "meta": {"bare": True}}
        traces = [{**trace, **quiet} for trace in drawn.traces]
        return Picture(traces, drawn.settings | layout)

    def places(self) -> dict[str, str]:
        """Say where each mark points, from the middle of the picture: "5 cm left, 6 cm up"."""
        words = {}
        for part, at in sorted(self.labelled.items(), key=lambda one: self.marks[one[0]]):
            right, up, _ = (self.front.look.project(at) / _TEN).round().astype(int)
            across = f"{abs(right)} cm {'right' if right > 0 else 'left'}"
            along = f"{abs(up)} cm {'up' if up > 0 else 'down'}"
            said = ", ".join([across] * bool(right) + [along] * bool(up))
            words[self.marks[part]] = said or "in the middle"
        return words

    def numbers(self) -> pd.DataFrame:
        """Give the places of the marks as a table."""
        import pandas as pd

        return pd.DataFrame(self.places().items(), columns=["Mark", "From the middle"])

    def summary(self, names: Mapping[str, str] | None = None) -> str:
        """Say from where one looks and what is marked, with names by part once they may be told."""
        # The first words of a view say where one looks from; the rest names parts.
        start = views()[self.view].sentence.replace(":", ",").split(",")[0]
        marked = [
            f"{mark} {names[part]}".removeprefix("? ") if names else mark
            for part, mark in self.marks.items()
        ]
        if marked == ["?"]:
            marked = [f"? ({self.places()['?']} from the middle of the picture)"]
        return f"The left hip, {start[0].lower()}{start[1:]}. Marked: {', '.join(marked)}."

    def marked_near(self, place: tuple[float, float, float]) -> str | None:
        """Return the part whose mark points closest to a place (mm); None if all are far away."""
        away = {p: float(np.linalg.norm(at - place)) for p, at in self.labelled.items()}
        nearest = min(away, key=lambda part: away[part])
        return nearest if away[nearest] <= _TOUCH else None

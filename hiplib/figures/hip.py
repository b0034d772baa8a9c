"""The hip in three dimensions, drawn like a plate of an atlas: named parts, layers, fixed views.

Fixed standard views stand beside free turning because freely turning models go with poorer results
in students who find spatial tasks hard (fact anat_f169, vanleeuwen2023rotation).
"""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

import numpy as np

from hiplib.anatomy import Hip, Mesh, SoftPart, layer_names, soft_tissues, structure
from hiplib.anatomy.geometry import FloatArray
from hiplib.errors import one_of
from hiplib.figures import hip_views as parts
from hiplib.figures.hip_traces import (
    Trace,
    bone_look,
    mesh_trace,
    point_trace,
    scene_layout,
    soft_look,
)
from hiplib.figures.labels3d import Front, label_notes
from hiplib.figures.style import Picture, figure

OTHERS = ("faded", "hidden", "solid")
_WELL_SEEN = 0.5  # share of a part that can be seen in a view that will do
_MOST_LABELS, _MOST_BONES = 12, 3  # labels when soft parts are shown
_MOST_NAMED = 6  # parts that are named in words


@dataclass(frozen=True, eq=False)
class Plate:
    """One picture of a hip; `ValueError` for an unknown view, part or layer lists what is possible.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> plate = Plate(hip(), view="back", layers=["bursae"], highlight="piriformis")
    >>> plate.best_view(), len(plate.soft)
    ('back', 6)
    """

    hip: Hip  # soft parts fit the mean left hip only
    view: str = "front"  # a key of `hip_views.views`
    highlight: str | None = None  # the bone, point or soft part that stands out
    layers: Collection[str] = ()  # layers of soft parts that are shown
    others: str = "faded"  # what happens to other soft parts while one part stands out: `OTHERS`
    turn: int = 0  # the camera goes back to the view when this changes, also after turning by hand
    HEIGHT: ClassVar[int] = 560  # pixels of the picture: labels are placed for it

    def __post_init__(self) -> None:
        known: list[tuple[str, str, Collection[str]]] = [
            ("view", self.view, parts.views()),
            ("others", self.others, OTHERS),
            *(("layer", layer, layer_names()) for layer in self.layers),
        ]
        if self.highlight and not parts.is_soft(self.highlight):
            known.append(("highlight", self.highlight, (*self.hip.parts, *parts.named_points())))
        for what, value, possible in known:
            one_of(what, value, possible)
        if self.soft and (any(self.hip.shape) or self.hip.side == "right"):
            raise ValueError("layers are drawn on the mean left hip; this is another one")

    @cached_property
    def soft(self) -> dict[str, SoftPart]:
        """Soft parts that are drawn, from the bone outwards."""
        if not self.layers and not parts.is_soft(self.highlight):
            return {}
        alone = self.highlight is not None and self.others == "hidden"
        shown: Container[str] = () if alone else self.layers
        only = parts.views()[self.view].soft
        return {
            key: part
            for key, part in soft_tissues().items()
            if (part.layer in shown or key == self.highlight) and (not only or key in only)
        }

    @cached_property
    def bones(self) -> dict[str, Mesh]:
        """Bones that are drawn."""
        hidden = parts.views()[self.view].hidden
        return {key: m for key, m in self.hip.parts.items() if not key.startswith(hidden)}

    @property
    def _faded(self) -> bool:
        return self.highlight is not None and self.others == "faded"

    @cached_property
    def front(self) -> Front:
        """What the reader sees, apart from what is so faint that one sees through it."""
        firm = {key: part.mesh for key, part in self.soft.items()
                if not self._faded or key == self.highlight}  # fmt: skip
        chosen = parts.views()[self.view]
        # A tall shape is never cut off at the top.
        top = max(float(mesh.vertices[:, 2].max()) for mesh in self.bones.values()) + 4.0
        chosen = replace(chosen, high=(*chosen.high[:2], max(chosen.high[2], top)))
        flip = np.array([1.0 if self.hip.side == "left" else -1.0, 1.0, 1.0])
        return Front.of(chosen.look(flip), self.bones | firm)

    def place(self, key: str) -> FloatArray | None:
        """Give where a named point of the bones is; None if it cannot be seen."""
        if key == "socket":  # a hollow: seen when nothing fills it
            filled = "femoral_head" in self.bones
            return None if filled else self.front.nearest(self.hip.socket_centre_mm)
        at = self.hip.landmarks_mm[key]
        return at if self.front.sees(at) else None

    @cached_property
    def points(self) -> dict[str, FloatArray]:
        """Named points of the bones that can be seen; among soft parts only the marked one."""
        wanted = [key for key in parts.named_points() if not self.soft or key == self.highlight]
        return {key: at for key in wanted if (at := self.place(key)) is not None}

    @cached_property
    def labelled(self) -> dict[str, FloatArray]:
        """Parts and points with a label, and the place that it names."""
        places = self.front.middles()
        named = [p for p in places if not p.startswith("opposite_") or p == self.highlight]
        if self.soft:
            largest = sorted(places, key=lambda part: -self.front.seen[part][1])
            bones = [part for part in largest if part in parts.part_colours()][:_MOST_BONES]
            soft = [part for part in largest if part in self.soft][: _MOST_LABELS - len(bones)]
            named = [part for part in named if part == self.highlight] + bones + soft
        return {part: places[part] for part in named} | self.points

    def _texts(self) -> dict[str, str]:
        texts = {part: parts.short_name(part) for part in self.labelled}
        return {p: f"<b>{text}</b>" if p == self.highlight else text for p, text in texts.items()}

    def figure(self) -> Picture:
        """Draw the plate.

        One trace a part or point, always in the same order (``meta`` holds its id); soft parts come
        last, and only when one of them is drawn. Labels are annotations of the scene.
        """

        def named(part: str) -> Trace:
            # A narrow screen names parts below: many parts of one red need no legend there.
            seen = part in self.labelled and (not self.soft or part == self.highlight)
            return {"showlegend": seen}

        quiet = bool(self.soft)
        looks = {part: bone_look(part, self.highlight, quiet=quiet) for part in self.hip.parts}
        traces = [mesh_trace(p, self.bones.get(p), named(p) | look) for p, look in looks.items()]
        traces += [
            point_trace(k, self.points.get(k), k == self.highlight) for k in parts.named_points()
        ]
        for key, part in (soft_tissues() if self.soft else {}).items():
            mesh = part.mesh if key in self.soft else None
            look = soft_look(part, self.highlight, faded=self._faded)
            traces.append(mesh_trace(key, mesh, named(key) | look))
        layout = scene_layout(f"{self.view} {self.turn}", self.front.look)
        notes = label_notes(self.front, self.labelled, self._texts(), self.HEIGHT)
        layout["scene"]["annotations"] = notes
        return figure(*traces, **layout)

    def seen(self) -> tuple[float, int]:
        """Give which share of the part that stands out can be seen, and in how many cells."""
        part = self.highlight or ""
        if part in parts.named_points():
            return (1.0, 1) if part in self.points else (0.0, 0)
        return self.front.seen.get(part, (0.0, 0))

    def best_view(self) -> str:
        """Give the view if the part that stands out is seen well in it, else the best one."""
        if self.highlight is None or self.seen()[0] >= _WELL_SEEN:
            return self.view
        if parts.is_soft(self.highlight):
            return soft_tissues()[self.highlight].view
        found = {view: replace(self, view=view).seen() for view in parts.views()}
        return max(found, key=lambda view: (found[view][0] >= _WELL_SEEN, found[view][1]))

    def summary(self) -> str:
        """Say in words what the plate shows.

        Examples
        --------
        >>> from hiplib.anatomy import hip
        >>> Plate(hip(), highlight="ischium").summary().split(". ")[-1]
        'Marked: Ischium, lower back part of the hip bone; you sit on it.'
        """
        view, marked = parts.views()[self.view], self.highlight
        words = [f"The {self.hip.side} hip. {view.sentence}"]
        shown = [name.lower() for layer, name in layer_names().items() if layer in self.layers]
        if shown:
            everything = len(shown) == len(layer_names())
            names = "all layers of soft tissue" if everything else ", ".join(shown)
            words.append(f"On the bones: {names}.")
            if view.soft:
                words.append("What reaches the thigh bone is left out in this view.")
        if marked is None:
            seen = [parts.part_name(part).lower() for part in self.labelled if part in self.soft]
            words += [f"Largest here: {'; '.join(seen[:_MOST_NAMED])}."] if seen else []
            return " ".join(words)
        role = structure(parts.structure_of(marked)).role
        words.append(f"Marked: {parts.part_name(marked)}, {role[0].lower()}{role[1:]}.")
        if not self.seen()[1]:
            words.append("It cannot be seen in this view: something else covers it.")
        return " ".join([*words, parts.drawn_how(marked)]).strip()

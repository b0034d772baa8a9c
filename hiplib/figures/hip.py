"""The hip in three dimensions, drawn like a plate of an atlas: named parts, layers, fixed views.

Fixed standard views stand beside free turning because freely turning models go with poorer results
in students who find spatial tasks hard (fact anat_f169, vanleeuwen2023rotation).
"""

from __future__ import annotations

import operator
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from hiplib.anatomy import LAYERS, Hip, Mesh, SoftPart, soft_tissues
from hiplib.anatomy.geometry import FloatArray
from hiplib.figures.hip_traces import (
    LAMP,
    LIGHT,
    Trace,
    bone_colour,
    mesh_trace,
    point_trace,
    scene_layout,
    soft_colour,
    soft_mesh,
    soft_trace,
)
from hiplib.figures.hip_views import PART_COLOURS, POINTS, VIEWS
from hiplib.figures.hip_words import is_soft, part_name, short_name, structure_of
from hiplib.figures.labels3d import CELL, Front, Look, label_notes
from hiplib.figures.traces import quick_figure

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = [
    "HEIGHT",
    "LAMP",
    "LIGHT",
    "OTHERS",
    "Plate",
    "hip_figure",
    "part_name",
    "scene_layout",
    "structure_of",
]

HEIGHT = 560  # pixels of the picture: labels are placed for it
OTHERS = ("faded", "hidden", "solid")
_WELL_SEEN = 0.5  # share of a part that can be seen in a view that will do
_MOST_LABELS, _MOST_BONES = 12, 3  # labels when soft parts are shown


@dataclass(frozen=True, eq=False)
class Plate:
    """One picture of a hip: what is shown, from where, and what stands out.

    Parameters
    ----------
    hip : Hip
        From `hiplib.anatomy.hip`; soft parts fit the mean shape only.
    view : str
        A key of `VIEWS`.
    highlight : str, optional
        Id of a bone, point (`POINTS`) or soft part that stands out while the others step back.
    layers : collection of str
        Layers of soft parts that are shown (`hiplib.anatomy.LAYERS`); none for bones only.
    others : {"faded", "hidden", "solid"}
        What happens to the other soft parts while one part stands out.
    coloured_by : {"part", "bone"}
        One colour a part of a bone, or one a bone; under soft parts bones are always quiet.

    turn : int
        The camera goes back to the view when this number changes, also after turning by hand.

    Raises
    ------
    ValueError
        Unknown view, part, layer or colouring; the message lists what is possible.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> plate = Plate(hip(), view="back", layers=["bursae"], highlight="piriformis")
    >>> plate.best_view(), len(plate.soft)
    ('back', 6)
    """

    hip: Hip
    view: str = "front"
    highlight: str | None = None
    layers: Collection[str] = ()
    others: str = "faded"
    coloured_by: str = "part"
    turn: int = 0

    def __post_init__(self) -> None:
        _known("view", self.view, VIEWS)
        _known("coloured_by", self.coloured_by, ("part", "bone"))
        _known("others", self.others, OTHERS)
        for layer in self.layers:
            _known("layer", layer, LAYERS)
        if self.highlight is not None and not is_soft(self.highlight):
            _known("highlight", self.highlight, (*self.hip.parts, *POINTS))
        if self.soft and any(self.hip.shape):
            raise ValueError("layers are drawn on the mean hip; this one has another shape")

    @cached_property
    def soft(self) -> dict[str, SoftPart]:
        """Soft parts that are drawn, from the bone outwards."""
        only = VIEWS[self.view].soft
        alone = self.highlight is not None and self.others == "hidden"
        if not self.layers and not is_soft(self.highlight):
            return {}
        return {
            key: part
            for key, part in soft_tissues().items()
            if ((part.layer in self.layers and not alone) or key == self.highlight)
            and (only is None or key in only)
        }

    @cached_property
    def bones(self) -> dict[str, Mesh]:
        """Bones that are drawn."""
        hidden = VIEWS[self.view].hidden
        return {key: m for key, m in self.hip.parts.items() if not key.startswith(hidden)}

    @property
    def drawn(self) -> tuple[str, ...]:
        """Ids of all bones and soft parts that are drawn."""
        return (*self.bones, *self.soft)

    @property
    def _faded(self) -> bool:
        return self.highlight is not None and self.others == "faded"

    @cached_property
    def front(self) -> Front:
        """What the reader sees, apart from what is so faint that one sees through it."""
        firm = [part for key, part in self.soft.items() if not self._faded or key == self.highlight]
        meshes = {part.part_id: soft_mesh(self.hip, part) for part in firm}
        return Front.of(self._look(), self.bones | meshes)

    def _look(self) -> Look:
        """Give the look of the view, mirrored for a right hip."""
        flip = np.array([1.0 if self.hip.side == "left" else -1.0, 1.0, 1.0])
        chosen = VIEWS[self.view]
        corners = np.array([chosen.low, chosen.high])
        # A tall shape is never cut off at the top.
        top = max(float(mesh.vertices[:, 2].max()) for mesh in self.bones.values())
        corners[1, 2] = max(corners[1, 2], top + 4.0)
        eye, up = np.array(chosen.eye) * flip, np.array(chosen.up)
        return Look.of(eye, up, corners * flip, chosen.zoom)

    @cached_property
    def points(self) -> dict[str, FloatArray]:
        """Named points of the bones that can be seen; among soft parts only the marked one."""
        found = {}
        for key in POINTS:
            if self.soft and key != self.highlight:
                continue
            if key == "socket":
                if "femoral_head" not in self.front.parts:
                    found[key] = self.front.nearest(self.hip.socket_centre_mm)
            elif self.front.sees(self.hip.landmarks_mm[key]):
                found[key] = self.hip.landmarks_mm[key]
        return found

    @cached_property
    def labelled(self) -> dict[str, FloatArray]:
        """Parts and points with a label, and the place that it names."""
        places = self.front.middles()
        if not self.soft:
            named = [p for p in places if not p.startswith("opposite_") or p == self.highlight]
            return {part: places[part] for part in named} | self.points
        cells = self.front.cells()
        largest = sorted(places, key=lambda part: -cells[part])
        bones = [p for p in largest if p in PART_COLOURS][:_MOST_BONES]
        firm = [part for part in largest if part in self.soft][: _MOST_LABELS - len(bones)]
        marked = [self.highlight] if self.highlight in places else []
        named = list(dict.fromkeys([*marked, *bones, *firm]))
        return {part: places[part] for part in named} | self.points

    def _notes(self) -> list[dict[str, Any]]:
        texts = {part: short_name(part) for part in self.labelled}
        if self.highlight in texts:
            texts[self.highlight] = f"<b>{texts[self.highlight]}</b>"
        return label_notes(self.front, self.labelled, texts, HEIGHT)

    def _in_legend(self, part: str) -> bool:
        """Say if a narrow screen names the part below: many parts of one red need no legend."""
        return part in self.labelled and (not self.soft or part == self.highlight)

    def changes(self, carry: Collection[str] = ()) -> tuple[list[Trace], dict[str, Any]]:
        """Give how each trace looks now, in the order of `figure`, and the layout."""
        by = "quiet" if self.soft else self.coloured_by
        traces: list[Trace] = [
            {
                "visible": part in self.bones,
                "showlegend": self._in_legend(part),
                **bone_colour(part, by, self.highlight),
            }
            for part in self.hip.parts
        ]
        for key in POINTS:
            traces.append(point_trace(key, self.points.get(key), key == self.highlight))
        for key, part in self._soft_traces(carry).items():
            traces.append(
                {
                    "visible": key in self.soft,
                    "showlegend": self._in_legend(key),
                    **soft_colour(part, self.highlight, faded=self._faded),
                }
            )
        layout = scene_layout(f"{self.view} {self.turn}", self.front.look)
        layout["scene"]["annotations"] = self._notes()
        return traces, layout

    def figure(self, carry: Collection[str] = ()) -> go.Figure:
        """Draw the plate.

        Parameters
        ----------
        carry : collection of str
            Ids of further parts that are sent without being shown, so that `changes` can.

        Returns
        -------
        plotly.graph_objects.Figure
            One trace a part or point, always in the same order (``meta`` holds its id); soft parts
            come last, and only when one of them is sent. Labels are annotations of the scene.
        """
        sent = {*self.drawn, *carry}
        traces, layout = self.changes(carry)
        made = [mesh_trace(p, m if p in sent else None) for p, m in self.hip.parts.items()]
        made += [{"type": "mesh3d"} for _ in POINTS]
        for key, part in self._soft_traces(carry).items():
            made.append(soft_trace(part, soft_mesh(self.hip, part) if key in sent else None))
        return quick_figure(*map(operator.or_, made, traces), **layout)

    def _soft_traces(self, carry: Collection[str]) -> Mapping[str, SoftPart]:
        return soft_tissues() if self.soft or any(map(is_soft, carry)) else {}

    def seen(self) -> tuple[float, int]:
        """Give which share of the part that stands out can be seen, and in how many cells."""
        part = self.highlight
        if part in POINTS:
            return (1.0, 1) if part in self.points else (0.0, 0)
        if part is None or part not in self.front.parts:
            return 0.0, 0
        number = self.front.parts.index(part)
        mine = self.front.owner == number
        cells = int((self.front.owner[self.front.front] == number).sum())
        alone = len(np.unique(np.floor(self.front.flat[mine, :2] / CELL), axis=0))
        return cells / max(alone, 1), cells

    def best_view(self) -> str:
        """Give the view if the part that stands out is seen well in it, else the best one.

        Examples
        --------
        >>> from hiplib.anatomy import hip
        >>> Plate(hip(), view="side", highlight="sacrum").best_view()
        'front'
        """
        if self.highlight is None or self.seen()[0] >= _WELL_SEEN:
            return self.view
        if is_soft(self.highlight):
            return soft_tissues()[self.highlight].view
        found = {view: replace(self, view=view).seen() for view in VIEWS}
        return max(found, key=lambda view: (found[view][0] >= _WELL_SEEN, found[view][1]))


def hip_figure(
    hip: Hip, *, view: str = "front", highlight: str | None = None, **more: Any
) -> go.Figure:
    """Draw a hip with named parts; everything that `Plate` takes can be given.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> hip_figure(hip(), view="socket").data[0].name
    'Ilium'
    """
    return Plate(hip, view=view, highlight=highlight, **more).figure()


def _known(what: str, value: str, possible: Mapping[str, Any] | tuple[str, ...]) -> None:
    if value not in possible:
        raise ValueError(f"{what} is {value!r}; one of {', '.join(possible)} is possible")

"""The plate of the hip as a question: letters in place of names, and nothing that gives one away.

It is made from what `hiplib.figures.hip.hip_figure` draws, so whatever is drawn there can be asked.
A scene is a view, or a view and a layer of soft tissue with a space between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from hiplib import anatomy
from hiplib.anatomy import Hip, Mesh
from hiplib.figures.hip import hip_figure
from hiplib.figures.hip_views import POINTS, VIEWS
from hiplib.figures.hip_words import part_name, structure_of
from hiplib.figures.labels3d import FloatArray, Front, Look
from hiplib.figures.style import ACCENT, INK, PAPER
from hiplib.learning.structure_quiz import SeenPart

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

HEIGHT = 340  # pixels of the picture: on a phone the question stands below it
_BARE = {"bare": True}  # tells the browser not to list names below a narrow picture
_CELL = 4.0  # mm, of the grid on which the reader's view is worked out
# A part is asked where so much of its outline is free and it fills so much of the picture, a point
# where a mm is at least so much of it.
_FREE, _LARGE, _SCALE = 0.4, 0.01, 0.004
_REACH = 30.0  # mm beside a point that a finger may touch
_ASIDE, _APART = 8.0, 24.0  # mm from the bones to the letters, and pixels between two letters
_TEN = 10.0  # mm in a cm


def scenes(*, soft: bool = False) -> tuple[str, ...]:
    """Return the scenes of bones, or with `soft` those with one layer of soft tissue on them.

    Examples
    --------
    >>> scenes()[:3]
    ('front', 'side', 'back')
    """
    layers = getattr(anatomy, "LAYERS", ()) if soft else ("",)
    return tuple(f"{view} {layer}".strip() for layer in layers for view in VIEWS)


def seen_parts(hip: Hip, scene: str) -> tuple[SeenPart, ...]:
    """Return the parts and points that can be seen well enough in a scene to be asked.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> [seen.part for seen in seen_parts(hip(), "thigh")][-1]
    'femoral_shaft'
    """
    figure = _scene_figure(hip, scene)
    front, scale = _front(figure), _scale(figure)
    # In each cell of a grid the part closest to the eye is seen.
    grid = np.floor(front.flat[:, :2] / _CELL)
    nearest = np.lexsort((-front.flat[:, 2], grid[:, 1], grid[:, 0]))
    seen = nearest[np.unique(grid[nearest], axis=0, return_index=True)[1]]
    found = []
    for number, part in enumerate(front.parts):
        cells = int((front.owner[seen] == number).sum())
        outline = len(np.unique(grid[front.owner == number], axis=0))
        if cells >= _FREE * outline and cells * (_CELL * scale) ** 2 >= _LARGE:
            found.append(part)
    if scale >= _SCALE and " " not in scene:  # points belong to the bones
        found += [key for key in POINTS if _point(hip, front, key) is not None]
    return tuple(
        SeenPart(part, structure_of(part), part_name(part), part in POINTS)
        for part in found
        if not part.startswith("opposite_")
    )


def quiz_figure(
    hip: Hip, marks: Mapping[str, str], *, scene: str = "front", highlight: str | None = None
) -> go.Figure:
    """Draw a hip with marks such as "A" in place of the names of some parts.

    Parameters
    ----------
    hip : Hip
        From `hiplib.anatomy.hip`.
    marks : mapping of str to str
        Id of a part or point that can be seen to its mark; other points are not drawn.
    scene : str
        One of `scenes`.
    highlight : str, optional
        Id of a part or point that stands out.

    Returns
    -------
    plotly.graph_objects.Figure
        One trace a part and one for each marked point (``meta`` holds the id, so a click tells it;
        hovering tells nothing). The marks are annotations of the scene.

    Raises
    ------
    ValueError
        Unknown scene or part.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> figure = quiz_figure(hip(), {"ilium": "A", "pubis": "B"})
    >>> [note.text for note in figure.layout.scene.annotations]
    ['<b>A</b>', '<b>B</b>']
    """
    figure = _scene_figure(hip, scene, highlight)
    # What stands out may fade the others: their places are those in the picture before.
    front = _front(figure if highlight is None else _scene_figure(hip, scene))
    middles = front.middles()
    places = {}
    for part in marks:
        place = _point(hip, front, part) if part in POINTS else middles.get(part)
        if place is None:
            raise ValueError(f"{part!r} cannot be seen in scene {scene!r}")
        places[part] = place
    bones = [trace for trace in figure.data if trace.type == "mesh3d" and trace.meta not in POINTS]
    for trace in bones:
        trace.update(name="", hovertemplate=None, hoverinfo="none", showlegend=False)
    dots = [_dot(key, at, key == highlight) for key, at in places.items() if key in POINTS]
    figure.data = bones
    figure.add_traces(dots)
    figure.layout.scene.annotations = _notes(front, _scale(figure), places, marks)
    figure.layout.meta = _BARE
    return figure


def quiz_numbers(figure: go.Figure) -> pd.DataFrame:
    """Say where the marks point, in cm to the right and up from the middle of the picture.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> quiz_numbers(quiz_figure(hip(), {"iliac_crest": "A"}))["Up (cm)"].item() > 5
    True
    """
    import pandas as pd

    look = _look(figure)
    rows = [
        (mark, *(look.project(place)[:2] / _TEN).round().astype(int).tolist())
        for mark, place in _marked(figure).items()
    ]
    return pd.DataFrame(rows, columns=["Mark", "To the right (cm)", "Up (cm)"])


def place_words(right: int, up: int) -> str:
    """Say in words where a mark points, from the middle of the picture.

    Examples
    --------
    >>> place_words(-3, 8), place_words(0, 0)
    ('3 cm left, 8 cm up', 'in the middle')
    """
    across = f"{abs(right)} cm {'right' if right > 0 else 'left'}" if right else ""
    along = f"{abs(up)} cm {'up' if up > 0 else 'down'}" if up else ""
    return ", ".join(filter(None, (across, along))) or "in the middle"


def quiz_summary(figure: go.Figure, *, scene: str, names: Mapping[str, str] | None = None) -> str:
    """Say from where one looks and what is marked.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        From `quiz_figure`.
    scene : str
        Its scene.
    names : mapping of str to str, optional
        Mark to the name of its part, once it may be told.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> quiz_summary(quiz_figure(hip(), {"sacrum": "?"}, highlight="sacrum"), scene="front")
    'The left hip, from the front. Marked: ? (5 cm left, 6 cm up from the middle of the picture).'
    """
    # The first words of a view say where one looks from; the rest names parts.
    start = VIEWS[scene.split()[0]].sentence.replace(":", ",").split(",")[0]
    rows = quiz_numbers(figure).to_numpy().tolist()
    marks = ", ".join(f"{mark} {names[mark]}" if names else str(mark) for mark, *_ in rows)
    if len(rows) == 1 and names:
        marks = names[rows[0][0]]
    elif len(rows) == 1:
        marks += f" ({place_words(*rows[0][1:])} from the middle of the picture)"
    return f"The left hip, {start[0].lower()}{start[1:]}. Marked: {marks}."


def nearest_mark(figure: go.Figure, place: tuple[float, float, float]) -> str | None:
    """Return the mark that points closest to a place (mm); None if all are far away.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> at = hip().landmarks_mm["asis"]
    >>> nearest_mark(quiz_figure(hip(), {"asis": "A", "psis": "B"}, scene="side"), tuple(at))
    'A'
    """
    away = {
        mark: float(np.linalg.norm(at - np.array(place))) for mark, at in _marked(figure).items()
    }
    mark = min(away, key=lambda one: away[one])
    return mark if away[mark] <= _REACH else None


# What a figure shows -----------------------------------------------------------------------------


def _scene_figure(hip: Hip, scene: str, highlight: str | None = None) -> go.Figure:
    view, *layers = scene.split()
    more: dict[str, Any] = {"layers": layers} if layers else {}
    return hip_figure(hip, view=view, highlight=highlight, **more)


def _look(figure: go.Figure) -> Look:
    """Return how a figure is looked at."""
    scene = figure.layout.scene
    eye, up = (
        np.array([float(vector[axis]) for axis in "xyz"])
        for vector in (scene.camera.eye, scene.camera.up)
    )
    ranges = np.array([scene[f"{axis}axis"].range for axis in "xyz"], dtype=float)
    return Look.of(eye, up, ranges.T, zoom=1.0)


def _scale(figure: go.Figure) -> float:
    """Return how much of half the picture's height a mm is."""
    low, high = figure.layout.scene.zaxis.range
    return float(figure.layout.scene.aspectratio.z / (high - low))


def _front(figure: go.Figure) -> Front:
    """Work out what of the solid parts of a figure the reader sees."""
    shown = {
        str(trace.meta): Mesh(
            np.stack([trace[axis] for axis in "xyz"], axis=1),
            np.stack([trace[axis] for axis in "ijk"], axis=1).astype(np.int32),
        )
        for trace in figure.data
        if trace.type == "mesh3d" and trace.x is not None and trace.meta not in POINTS
        if trace.visible in (None, True) and trace.opacity in (None, 1)
    }
    return Front.of(_look(figure), shown)


def _point(hip: Hip, front: Front, key: str) -> FloatArray | None:
    """Return where a point of the bones is; None if it cannot be seen."""
    if key not in hip.landmarks_mm:  # the socket is a hollow, seen when nothing fills it
        return None if "femoral_head" in front.parts else front.nearest(hip.socket_centre_mm)
    return hip.landmarks_mm[key] if front.sees(hip.landmarks_mm[key]) else None


# Marks -------------------------------------------------------------------------------------------


def _dot(key: str, place: FloatArray, stands_out: bool) -> dict[str, Any]:
    marker = {
        "size": 11 if stands_out else 8,
        "color": ACCENT if stands_out else INK,
        "line": {"color": PAPER, "width": 1},
    }
    return {
        "type": "scatter3d",
        "name": "",
        "meta": key,
        "mode": "markers",
        **{axis: [float(place[number])] for number, axis in enumerate("xyz")},
        "marker": marker,
        "hoverinfo": "none",
    }


def _notes(
    front: Front, scale: float, places: Mapping[str, FloatArray], marks: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Give the marks as annotations, left and right of the bones and none over another."""
    pixels = scale * HEIGHT / 2
    flat = {part: front.look.project(place) * pixels for part, place in places.items()}
    edges = (front.flat[:, 0].min() - _ASIDE) * pixels, (front.flat[:, 0].max() + _ASIDE) * pixels
    notes = []
    for side, edge in zip((-1, 1), edges, strict=True):
        column = [part for part in places if (flat[part][0] > 0) == (side > 0)]
        above = np.inf
        for part in sorted(column, key=lambda part: -flat[part][1]):
            above = min(float(flat[part][1]), above - _APART)
            notes.append(
                {
                    "name": part,
                    "text": f"<b>{marks[part]}</b>",
                    **{axis: float(places[part][number]) for number, axis in enumerate("xyz")},
                    "ax": float(edge - flat[part][0]),
                    "ay": float(flat[part][1]) - above,
                    "xanchor": "left" if side > 0 else "right",
                    "showarrow": True,
                    "arrowhead": 6,  # a dot
                    "arrowsize": 0.5,
                    "arrowwidth": 1.5,
                    "arrowcolor": INK,
                    "font": {"color": INK, "size": 18},
                    "borderpad": 2,
                }
            )
    return sorted(notes, key=lambda note: str(note["text"]))


def _marked(figure: go.Figure) -> dict[str, FloatArray]:
    """Return each mark with the point that its line leads to."""
    return {
        note.text.removeprefix("<b>").removesuffix("</b>"): np.array([note.x, note.y, note.z])
        for note in figure.layout.scene.annotations
    }

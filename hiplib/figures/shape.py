"""The measures of one shape on strips, with 26 people and the published ranges.

The strips share one scale although units differ: how many SDs of the 26 people a value lies from
their mean. Zero is the people's mean; the numbers over each strip are in the measure's own unit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hiplib.anatomy import people_measures
from hiplib.anatomy.geometry import FloatArray
from hiplib.figures.shape_words import Measures, rows
from hiplib.figures.style import ACCENT, CLEAR, INK, LINE, MUTED, PAPER, SERIES
from hiplib.figures.traces import bar, quick_figure, scatter

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

BANDS, PEOPLE, MEAN, SHAPE, NAMES, RANGES = range(6)  # traces of the strips
_EDGE = 4.6  # SDs shown on either side


def strip_figure(found: Measures, mean: Measures, *, marked: str) -> go.Figure:
    """Draw each measure of a shape on a strip with the 26 people and the published range.

    Parameters
    ----------
    found, mean : mapping
        `hiplib.anatomy.measure` of the shape and of the mean shape.
    marked : str
        The measure that is drawn on the bones.

    Examples
    --------
    >>> from hiplib.anatomy import hip, measure
    >>> mean = measure(hip())
    >>> strip_figure(mean, mean, marked="neck_shaft_angle").data[SHAPE].name
    'This shape'
    """
    place = np.arange(len(rows()), dtype=np.float64)[::-1]
    ring = {"symbol": "circle", "size": 11, "color": CLEAR, "line": {"width": 2, "color": INK}}
    diamond = {"symbol": "diamond", "size": 13, "color": ACCENT}
    traces = [
        _bands(place),
        _people(place),
        scatter(name="Mean shape", mode="markers", x=_positions(mean), y=place, marker=ring),
        scatter(
            name="This shape",
            mode="markers",
            y=place,
            marker=diamond | {"line": {"width": 1.5, "color": PAPER}},
            hovertemplate="This shape: %{customdata}<extra></extra>",
        ),
        _texts(-_EDGE, place, "middle right"),
        _texts(_EDGE, place, "middle left")
        | {"text": [row.range_text for row in rows().values()], "textfont": {"color": MUTED}},
    ]
    moving = strip_change(found, marked=marked)
    return quick_figure(
        *({**trace, **moving.get(number, {})} for number, trace in enumerate(traces)),
        xaxis={
            "range": [-_EDGE, _EDGE],
            "fixedrange": True,
            "tickvals": [-4, -2, 0, 2, 4],
            "title": {"text": "SDs of the 26 people from their mean"},
            "zerolinecolor": LINE,
            "automargin": False,
        },
        yaxis={
            "range": [-0.4, len(place) - 0.3],
            "visible": False,
            "fixedrange": True,
            "automargin": False,
        },
        margin={"l": 6, "r": 6, "t": 6, "b": 40},
    )


def strip_change(found: Measures, *, marked: str) -> dict[int, dict[str, Any]]:
    """Give what another shape changes in the strips, for `PlotView.change`."""
    values = {key: row.text(found[key]) for key, row in rows().items()}
    texts = {key: row.named(found[key]) for key, row in rows().items()}
    texts[marked] = f"<b>{texts[marked]}</b>"
    here = {"x": _positions(found), "customdata": list(values.values())}
    return {SHAPE: here, NAMES: {"text": list(texts.values())}}


def strip_numbers(found: Measures, mean: Measures) -> pd.DataFrame:
    """Give the numbers of the strips.

    Examples
    --------
    >>> from hiplib.anatomy import hip, measure
    >>> mean = measure(hip())
    >>> strip_numbers(mean, mean)["Published range"].tolist()[0]
    '114 to 140° (95 of 100 adults)'
    """
    import pandas as pd

    lines = [
        {
            "Measure": row.name,
            "This shape": row.text(found[key]),
            "Mean shape": row.text(mean[key]),
            "26 people: mean (SD)": f"{row.plain(row.mean)} ({row.plain(row.sd, 1)})",
            "lowest to highest": row.people_text,
            "Published range": f"{row.range_text} ({row.kind})" if row.range_text else "none here",
            "Source": row.source,
        }
        for key, row in rows().items()
    ]
    return pd.DataFrame(lines)


def _bands(place: FloatArray) -> dict[str, Any]:
    known = [(y, row) for y, row in zip(place, rows().values(), strict=True) if row.range_text]
    # A range without one end runs to the edge of the picture.
    low = np.array([np.fmax(row.sds(row.low), -_EDGE) for _, row in known])
    high = np.array([np.fmin(row.sds(row.high), _EDGE) for _, row in known])
    return bar(
        name="Published range",
        orientation="h",
        y=np.array([y for y, _ in known]),
        base=low,
        x=high - low,
        width=0.34,
        marker={"color": SERIES[5]},
        opacity=0.4,
        customdata=[f"{row.range_text}, {row.kind}<br>{row.source}" for _, row in known],
        hovertemplate="Published range %{customdata}<extra></extra>",
    )


def _people(place: FloatArray) -> dict[str, Any]:
    """Strokes, not dots: one path is drawn four times as fast as 286 marks."""
    people = people_measures()[list(rows())]
    spread = ((people - people.mean()) / people.std()).to_numpy().T
    across = np.repeat(spread[:, :, None], 3, axis=2)
    gap = np.array([-0.13, 0.13, np.nan])
    up = np.broadcast_to(place[:, None, None] + gap, across.shape)
    return scatter(
        name="26 people",
        mode="lines",
        x=across.ravel(),
        y=up.ravel(),
        line={"color": MUTED, "width": 1.5},
        customdata=[
            row.text(value) for key, row in rows().items() for value in people[key].repeat(3)
        ],
        hovertemplate="One of the 26 people: %{customdata}<extra></extra>",
    )


def _texts(x: float, place: FloatArray, side: str) -> dict[str, Any]:
    return scatter(
        mode="text", x=np.full(len(place), x), y=place + 0.4, textposition=side, hoverinfo="skip"
    )


def _positions(found: Measures) -> FloatArray:
    at = [min(max(row.sds(found[key]), -_EDGE), _EDGE) for key, row in rows().items()]
    return np.array(at)

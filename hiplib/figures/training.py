"""Pictures of session spikes: the runs of a log, the four states of a run, before and after.

Choices: states differ in marker shape as well as in colour, and the colours are no traffic light,
because no state is safe. The hazard rate ratios are drawn as separate steps with their intervals:
they do not rise evenly, and a curve through them would say more than the study does.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from hiplib.figures import style
from hiplib.figures.distance import shown
from hiplib.figures.traces import iso, quick_figure, scatter
from hiplib.figures.training_words import hrr_text
from hiplib.training.parameters import SpikeState, banded_states, spike_states

if TYPE_CHECKING:
    import plotly.graph_objects as go

# state -> (colour, marker, size): grey circle for the reference, shapes apart for the rest
_MARKS = {
    "reference": (style.MUTED, "circle", 8),
    "small_spike": (style.SERIES[5], "triangle-up", 13),
    "moderate_spike": (style.SERIES[0], "diamond", 13),
    "large_spike": (style.SERIES[3], "square", 13),
    "no_recent_baseline": (style.MUTED, "x-thin-open", 10),
}
_KEY: dict[str, Any] = {
    "showlegend": True,
    "legend": {
        "orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom",
        "itemclick": False, "itemdoubleclick": False, "font": {"size": 12},
    },
}  # fmt: skip


def spike_timeline(
    spikes: pd.DataFrame, before: pd.DataFrame | None = None, *, units: str = "km"
) -> go.Figure:
    """Draw each run at its date and distance, with the longest run of the 30 days before.

    Parameters
    ----------
    spikes : pandas.DataFrame
        From `hiplib.training.session_spikes`.
    before : pandas.DataFrame, optional
        The same for the unchanged plan, drawn as small open circles.
    units : {"km", "mi"}
        Unit of the distances.
    """
    traces = [_baseline_line(spikes, units)]
    if before is not None:
        traces.append(_ghosts(before, units))
    traces += _state_marks(spikes, units)
    return quick_figure(
        *traces,
        xaxis={"range": _date_range(spikes)},
        yaxis={"title": {"text": f"Distance ({units})"}, "range": [0, _top(spikes, units)]},
        annotations=_state_labels(spikes, units),
        hovermode="closest",
        **_KEY,
    )


def before_after(before: pd.DataFrame, after: pd.DataFrame, *, units: str = "km") -> go.Figure:
    """Draw the plan as it is above the plan with the change, on the same axes."""
    upper = [_baseline_line(before, units), *_state_marks(before, units)]
    lower = [_baseline_line(after, units), *_state_marks(after, units)]
    seen = {trace["name"] for trace in upper}
    for trace in lower:
        trace.update(yaxis="y2", showlegend=trace["name"] not in seen)
    axis = {
        "range": [0, max(_top(before, units), _top(after, units))],
        "title": {"text": f"Distance ({units})"},
    }
    labels = _state_labels(before, units)
    labels += [{**label, "yref": "y2"} for label in _state_labels(after, units)]
    titles = [_panel_title("As it is", 1.0), _panel_title("With the change", 0.45)]
    return quick_figure(
        *upper,
        *lower,
        xaxis={"anchor": "y2", "range": _date_range(pd.concat([before, after]))},
        yaxis={**axis, "domain": [0.56, 1]},
        yaxis2={**axis, "domain": [0, 0.44]},
        annotations=[*labels, *titles],
        hovermode="closest",
        **{**_KEY, "legend": {**_KEY["legend"], "y": 1.07}},
    )


def hrr_steps(*, ratio: float | None = None) -> go.Figure:
    """Draw the hazard rate ratio of each state as a step with its interval.

    The bands have equal width: their order counts, not the distance between them.

    Parameters
    ----------
    ratio : float, optional
        Length of a run over the longest of the 30 days before; marks where that run falls.
    """
    states = banded_states()
    traces = [part for place, state in enumerate(states) for part in _step(state, place)]
    labels = [_step_label(state, place) for place, state in enumerate(states)]
    if ratio is not None and ratio == ratio:
        traces.append(_here(ratio))
    overlap = "The three intervals overlap:<br>which spike weighs most is not known."
    labels.append(_note(overlap, 0, 1))
    edges = [100 * (s.ratio_up_to - 1) for s in states if s.ratio_up_to is not None]
    return style.figure(
        *traces,
        xaxis={
            "title": {"text": "Longer than the longest run in 30 days"},
            "tickvals": list(range(1, len(states))),
            "ticktext": [f"{edge:+.0f} %" for edge in edges],
            "range": [0, len(states)],
        },
        yaxis={
            "title": {"text": "Hazard rate ratio"},
            "type": "log",
            "tickvals": [0.5, 1, 1.5, 2, 3, 4],
            "range": [-0.2, 0.9],
        },
        annotations=labels,
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
        hovermode="closest",
    )


def _baseline_line(spikes: pd.DataFrame, units: str) -> Any:
    return scatter(
        x=iso(spikes["start"]),
        y=shown(spikes["longest_30d_km"], units).to_numpy(),
        mode="lines",
        line={"shape": "hv", "color": style.MUTED, "width": 1.2},
        fill="tozeroy",
        fillcolor=style.WASH,
        name="longest run of the 30 days before",
        hoverinfo="skip",
    )


def _ghosts(before: pd.DataFrame, units: str) -> Any:
    return scatter(
        x=iso(before["start"]),
        y=shown(before["distance_km"], units).to_numpy(),
        mode="markers",
        marker={"symbol": "circle-open", "size": 7, "color": style.MUTED},
        name="before the change",
        hoverinfo="skip",
    )


def _state_marks(spikes: pd.DataFrame, units: str) -> list[Any]:
    """One trace a state, so that every state has its own shape; empty states are left out."""
    traces = []
    for state in spike_states():
        runs = spikes[spikes["state"] == state.state]
        if runs.empty:
            continue
        colour, symbol, size = _MARKS[state.state]
        traces.append(
            scatter(
                x=iso(runs["start"]),
                y=shown(runs["distance_km"], units).to_numpy(),
                mode="markers",
                marker={"symbol": symbol, "size": size, "color": colour, "line": {"width": 1.5}},
                name=state.label if state.hrr is None else f"{state.label} {hrr_text(state)}",
                customdata=(100 * (runs["ratio"] - 1)).round().to_numpy(),
                hovertemplate=_hover(state, units),
            )
        )
    return traces


def _hover(state: SpikeState, units: str) -> str:
    if state.hrr is None:
        return f"%{{x|%d %b %Y}}<br>%{{y:.1f}} {units}<br>{state.label}<extra></extra>"
    return (
        f"%{{x|%d %b %Y}}<br>%{{y:.1f}} {units} (%{{customdata:+.0f}} %)<br>{state.label}: "
        f"{hrr_text(state)}<extra></extra>"
    )


def _state_labels(spikes: pd.DataFrame, units: str) -> list[dict[str, Any]]:
    """Name the latest run of each spike state at its marker; the key above gives the interval."""
    labels: list[dict[str, Any]] = []
    first, end = spikes["start"].min(), spikes["start"].max()
    near_end = end - (end - first) * 0.08
    for state in banded_states()[1:]:
        runs = spikes[spikes["state"] == state.state]
        if runs.empty:
            continue
        last = runs.iloc[-1]
        labels.append(
            {
                "x": last["start"].isoformat(),
                "y": float(shown(last["distance_km"], units)),
                "text": state.label.split()[0].lower(),
                "showarrow": False,
                "yshift": 17,
                "xanchor": "right" if last["start"] > near_end else "center",
                "font": {"size": 12, "color": style.INK},
            }
        )
    return labels


def _date_range(spikes: pd.DataFrame) -> list[str] | None:
    """Frame of the dates with room at both ends, so that labels do not stretch the axis."""
    if spikes.empty:
        return None
    first, last = spikes["start"].min(), spikes["start"].max()
    room = max((last - first) * 0.04, pd.Timedelta(days=2))
    return [(first - room).isoformat(), (last + room).isoformat()]


def _top(spikes: pd.DataFrame, units: str) -> float:
    return 1.0 if spikes.empty else 1.2 * float(shown(spikes["distance_km"].max(), units))


def _step(state: SpikeState, place: int) -> list[Any]:
    """Return a flat line over the band and, in its middle, the estimate with its interval."""
    hrr, low, high = state.hrr or 1.0, state.hrr_low or 1.0, state.hrr_high or 1.0
    colour, symbol, _ = _MARKS[state.state]
    hover = f"{state.label}: {hrr_text(state)}<extra></extra>"
    level = scatter(
        x=[place + 0.04, place + 0.96],
        y=[hrr, hrr],
        mode="lines",
        line={"color": colour, "width": 5},
        name=state.label,
        hoverinfo="skip",
    )
    point = scatter(
        x=[place + 0.5],
        y=[hrr],
        mode="markers",
        marker={"symbol": symbol, "size": 13, "color": colour},
        error_y={
            "type": "data", "symmetric": False, "array": [high - hrr], "arrayminus": [hrr - low],
            "color": colour, "thickness": 2.5, "width": 7, "visible": low < high,
        },
        name=state.label,
        hovertemplate=hover,
    )  # fmt: skip
    return [level, point]


def _step_label(state: SpikeState, place: int) -> dict[str, Any]:
    words = state.label.replace(" ", "<br>", 1) + f"<br><b>{state.hrr:.2f}</b>"
    if state.hrr_low != state.hrr_high:
        words += f"<br>({state.hrr_low:.2f} to<br>{state.hrr_high:.2f})"
    return {
        "x": place + 0.5,
        "y": math.log10(state.hrr_high or 1),  # annotations on a log axis take the logarithm
        "text": words,
        "showarrow": False,
        "yanchor": "bottom",
        "yshift": 8,
        "font": {"size": 12},
    }


def _here(ratio: float) -> Any:
    """Upright line where a run falls: inside its band, in proportion."""
    tops = [s.ratio_up_to for s in banded_states() if s.ratio_up_to is not None]
    edges = [2 - tops[0], *tops, 2 * tops[-1]]
    place = float(np.interp(ratio, edges, range(len(edges))))
    place = min(max(place, 0.03), len(edges) - 1.03)
    return scatter(
        x=[place, place],
        y=[0.7, 7],
        mode="lines+text",
        text=[f"\u2002this run {100 * (ratio - 1):+.0f} %\u2002", ""],
        textposition="middle right" if place < 3 else "middle left",
        line={"color": style.ACCENT, "width": 2, "dash": "dash"},
        name="This run",
        hoverinfo="skip",
    )


def _note(text: str, x: float, y: float) -> dict[str, Any]:
    return {
        "text": text, "x": x, "y": y, "xref": "paper", "yref": "paper", "xanchor": "left",
        "yanchor": "bottom", "align": "left", "showarrow": False,
        "font": {"size": 12, "color": style.MUTED},
    }  # fmt: skip


def _panel_title(text: str, y: float) -> dict[str, Any]:
    return {**_note(text, 0.0, y), "font": {"size": 14, "color": style.INK}}

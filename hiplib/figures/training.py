"""Session spikes in pictures, words and tables: the runs of a log, four states, before and after.

Choices: states differ in marker shape as well as in colour, and the colours are no traffic light,
because no state is safe. Runs of the reference state, the most of a log by far, are the teeth of
one line: a browser styles each marker by itself, and hundreds of them delay every change of a plan.
The hazard rate ratios are drawn as separate steps with their intervals: they do not rise evenly,
and a curve through them would say more than the study does. No estimate stands without its
interval, and each sentence says for whom it holds.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from hiplib.figures import style
from hiplib.figures.distance import shown
from hiplib.figures.traces import fixed, iso, label, line, marks
from hiplib.parameters import parameters
from hiplib.training.spikes import MODEL, SpikeState, banded_states, spike_states, spike_summary

OUTCOME = "any overuse running injury, in groups of adult runners with a GPS watch"
# state -> (colour, marker, size): upright line for the reference, shapes apart for the rest
_MARKS = {
    "reference": (style.MUTED, "line-ns-open", 8),
    "small_spike": (style.SERIES[5], "triangle-up", 13),
    "moderate_spike": (style.SERIES[0], "diamond", 13),
    "large_spike": (style.SERIES[3], "square", 13),
    "no_recent_baseline": (style.MUTED, "x-thin-open", 10),
}
_LEGEND = {
    "orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom",
    "itemclick": False, "itemdoubleclick": False, "font": {"size": 12},
}  # fmt: skip
_PAPER: dict[str, Any] = {"xref": "paper", "yref": "paper", "yanchor": "bottom"}


# ---- runs


def spike_timeline(spikes: pd.DataFrame, *, units: str = "km") -> style.Picture:
    """Draw each run at its date and distance, with the longest run of the 30 days before."""
    return style.figure(
        *_runs(spikes, units),
        xaxis={"type": "date", "range": _date_range(spikes)},
        yaxis={"title": {"text": f"Distance ({units})"}, "range": [0, _top(spikes, units)]},
        annotations=_run_labels(spikes, units),
        hovermode="closest",
        showlegend=True,
        legend=_LEGEND,
    )


AS_IT_IS = ("as it is", "with the change")


def before_after(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    units: str = "km",
    names: tuple[str, str] = AS_IT_IS,
) -> style.Picture:
    """Draw one plan above another, the plan as it is and with a change, on the same axes."""
    upper, lower = _runs(before, units), _runs(after, units)
    seen = {trace["name"] for trace in upper}
    for trace in lower:
        trace.update(yaxis="y2", showlegend=trace["name"] not in seen)
    top = max(_top(before, units), _top(after, units))
    axis = {"range": [0, top], "title": {"text": f"Distance ({units})"}}
    labels = _run_labels(before, units)
    labels += [{**words, "yref": "y2"} for words in _run_labels(after, units)]
    for name, height in zip(names, (1.0, 0.45), strict=True):
        labels.append(label(name[0].upper() + name[1:], 0, height, size=14, **_PAPER))
    return style.figure(
        *upper,
        *lower,
        xaxis={"type": "date", "anchor": "y2", "range": _date_range(pd.concat([before, after]))},
        yaxis={**axis, "domain": [0.56, 1]},
        yaxis2={**axis, "domain": [0, 0.44]},
        annotations=labels,
        hovermode="closest",
        showlegend=True,
        legend={**_LEGEND, "y": 1.07},
    )


def timeline_summary(spikes: pd.DataFrame, *, begins: pd.Timestamp | None = None) -> str:
    """Say in one or two sentences what the timeline shows.

    `begins` is the first day of the log when the picture shows a part of it.

    Examples
    --------
    >>> from hiplib.training import sample_log, session_spikes
    >>> timeline_summary(session_spikes(sample_log().runs)).startswith("49 runs")
    True
    """
    if spikes.empty:
        return "No runs."
    summary = spike_summary(spikes, begins=begins)
    counts = dict(summary.counts)
    parts = [f"{counts[s.state]} {s.label.lower()}" for s in spike_states() if counts[s.state]]
    days = int(parameters(MODEL)["window_days"])
    said, early = f"{len(spikes)} runs: {', '.join(parts)}.", summary.early_runs
    if not early:
        return said
    return (
        f"{said} {early} of them fall in the first {days} days of the log, when the longest "
        "earlier run may be missing."
    )


def change_summary(
    before: pd.DataFrame, after: pd.DataFrame, names: tuple[str, str] = AS_IT_IS
) -> str:
    """Say what the change does to the average of the plan, with intervals and without promise."""
    old, new = spike_summary(before), spike_summary(after)
    if not old.runs or not new.runs:
        return "Without a run in the 30 days before there is nothing to compare with."
    means = [_interval(plan.mean_hrr, plan.mean_hrr_low, plan.mean_hrr_high) for plan in (old, new)]
    return (
        f"Mean hazard rate ratio over the runs: {means[0]} {names[0]}, {means[1]} {names[1]}. "
        f"Outcome: {OUTCOME}. This is an average, not a forecast for one person."
    )


def run_numbers(spikes: pd.DataFrame, *, units: str = "km") -> pd.DataFrame:
    """Table of the runs, the newest first; numbers are text so that each keeps its decimals."""
    newest = spikes.iloc[::-1]
    by_state = state_table(spike_states()).set_index(pd.Index(s.state for s in spike_states()))
    told = by_state.loc[newest["state"]].replace("no estimate", "none")
    return pd.DataFrame({
        "Date": iso(newest["start"], "D"),
        f"Distance ({units})": fixed(shown(newest["distance_km"], units), 1),
        f"Longest in 30 days ({units})": fixed(shown(newest["longest_30d_km"], units), 1),
        "Longer by (%)": fixed(100 * (newest["ratio"] - 1), 0),
        **{name: told[name].tolist() for name in ("State", "Hazard rate ratio (interval)")},
    })  # fmt: skip


def state_numbers(
    before: pd.DataFrame,
    after: pd.DataFrame | None = None,
    names: tuple[str, str] = ("", AS_IT_IS[1]),
) -> pd.DataFrame:
    """Table of runs per state, before and after a change."""
    table = state_table(spike_states())
    table[f"Runs {names[0]}".strip()] = [count for _, count in spike_summary(before).counts]
    if after is not None:
        table[f"Runs {names[1]}"] = [count for _, count in spike_summary(after).counts]
    return table


def _runs(spikes: pd.DataFrame, units: str) -> list[dict[str, Any]]:
    """Draw the longest run of the days before as an area, and one trace of runs a state."""
    longest = shown(spikes["longest_30d_km"], units).to_numpy()
    name = "longest run of the 30 days before"
    area = {"shape": "hv", "fill": "tozeroy", "fillcolor": style.WASH}
    traces = [line(_moments(spikes), longest, name, style.MUTED, 1.2, **area)]
    for state in spike_states():
        runs = spikes[spikes["state"] == state.state]
        if runs.empty:
            continue
        name, more, ending = state.label, "", ""
        if state in banded_states():
            name, more = f"{state.label} {hrr_text(state)}", " (%{text:+.0f} %)"
            ending = f": {hrr_text(state)}"
        hover = f"%{{x|%d %b %Y}}<br>%{{customdata:.1f}} {units}{more}<br>{state.label}{ending}"
        x, y = _moments(runs), shown(runs["distance_km"], units).to_numpy()
        told = {"customdata": y, "text": (100 * (runs["ratio"] - 1)).round().to_numpy()}
        look = _MARKS[state.state]
        if state == spike_states()[0]:
            teeth, told = _teeth(x, y), {key: part.repeat(3) for key, part in told.items()}
            hover = f"{hover}<extra></extra>"
            traces.append(line(*teeth, name, look[0], 2.5, hovertemplate=hover, **told))
        else:
            own = marks(x, y, name, *look, hover=hover, line={"width": 1.5})
            traces.append({**own, **told})
    return traces


def _moments(spikes: pd.DataFrame) -> np.ndarray:
    """Give the starts as plotly counts time on an axis of dates: milliseconds since 1970."""
    return spikes["start"].to_numpy().astype("datetime64[ms]").astype(float)


def _teeth(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Foot, tip and foot of an upright line at each point; in between it runs along zero."""
    feet = np.zeros_like(y)
    return x.repeat(3), np.column_stack([feet, y, feet]).ravel()


def _run_labels(spikes: pd.DataFrame, units: str) -> list[dict[str, Any]]:
    """Name the latest run of each spike state at its marker; the key above gives the interval."""
    labels: list[dict[str, Any]] = []
    first, end = spikes["start"].min(), spikes["start"].max()
    for state in banded_states()[1:]:
        runs = spikes[spikes["state"] == state.state]
        if runs.empty:
            continue
        start, km = runs[["start", "distance_km"]].iloc[-1]
        side = "right" if start > end - (end - first) * 0.08 else "center"
        words, y = state.label.split()[0].lower(), float(shown(km, units))
        labels.append(label(words, start.isoformat(), y, side, yshift=17))
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


# ---- states


def hrr_steps(*, ratio: float | None = None) -> style.Picture:
    """Draw the hazard rate ratio of each state as a step with its interval.

    The bands have equal width: their order counts, not the distance between them. `ratio`, the
    length of a run over the longest of the 30 days before, marks where that run falls.
    """
    states = banded_states()
    tops = [state.ratio_up_to for state in states[:-1]]
    traces: list[dict[str, Any]] = []
    overlap = "The three intervals overlap:<br>which spike weighs most is not known."
    labels = [label(overlap, 0, 1, font={"size": 12, "color": style.MUTED}, **_PAPER)]
    for place, state in enumerate(states):
        traces += _step(state, place)
        words = state.label.replace(" ", "<br>", 1) + f"<br><b>{state.hrr:.2f}</b>"
        if state.hrr_low != state.hrr_high:
            words += f"<br>({state.hrr_low:.2f} to<br>{state.hrr_high:.2f})"
        top = math.log10(state.hrr_high)  # annotations on a log axis take the logarithm
        labels.append(label(words, place + 0.5, top, "center", yanchor="bottom", yshift=8))
    if ratio is not None:
        # Inside its band, in proportion.
        edges = [2 - tops[0], *tops, 2 * tops[-1]]
        at = min(max(float(np.interp(ratio, edges, range(5))), 0.03), 3.97)
        here = line([at, at], [0.7, 7], "This run", style.ACCENT, dash="dash")
        text = f"\u2002this run {100 * (ratio - 1):+.0f} %\u2002"
        side = "middle right" if at < 3 else "middle left"
        traces.append({**here, "mode": "lines+text", "text": [text, ""], "textposition": side})
    return style.figure(
        *traces,
        xaxis={"title": {"text": "Longer than the longest run in 30 days"},
               "tickvals": list(range(1, len(states))), "range": [0, len(states)],
               "ticktext": [f"{100 * (top - 1):+.0f} %" for top in tops]},
        yaxis={"title": {"text": "Hazard rate ratio"}, "type": "log", "range": [-0.2, 0.9],
               "tickvals": [0.5, 1, 1.5, 2, 3, 4]},
        annotations=labels,
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
        hovermode="closest",
    )  # fmt: skip


def steps_summary() -> str:
    """One sentence for the picture of the four states, with every interval."""
    parts = [f"{s.label.lower()} {hrr_text(s)}" for s in banded_states()[1:]]
    return (
        f"Hazard rate ratio against runs at most 10 % longer: {'; '.join(parts)}. The intervals "
        f"overlap. Outcome: {OUTCOME}."
    )


def hrr_text(state: SpikeState) -> str:
    """Hazard rate ratio of a state with its interval, in words where it shows no clear effect.

    Examples
    --------
    >>> hrr_text(banded_states()[1])
    '1.64 (1.31 to 2.05)'
    """
    if state.hrr != state.hrr:
        return "no estimate"
    if state.hrr_low == state.hrr_high:
        return f"{state.hrr:.2f}"
    clear = "" if state.hrr_low > 1 or state.hrr_high < 1 else ", no clear effect"
    return _interval(state.hrr, state.hrr_low, state.hrr_high) + clear


def _interval(value: float, low: float, high: float) -> str:
    return f"{value:.2f} ({low:.2f} to {high:.2f})"


def state_table(states: tuple[SpikeState, ...]) -> pd.DataFrame:
    """Table of states with their bands and intervals."""
    rows = [(state.label, _band_text(state), hrr_text(state)) for state in states]
    return pd.DataFrame(rows, columns=["State", "Longer by", "Hazard rate ratio (interval)"])


def _band_text(state: SpikeState) -> str:
    """How much longer than the longest run in 30 days, short enough for a narrow table."""
    above, up_to = (100 * (ratio - 1) for ratio in (state.ratio_above, state.ratio_up_to))
    if above == above and up_to == up_to:
        return f"over {above:.0f} to {up_to:.0f} %"
    if up_to == up_to:
        return f"up to {up_to:.0f} %, or shorter"
    return f"over {above:.0f} %" if above == above else "no run to compare with"


def _step(state: SpikeState, place: int) -> list[dict[str, Any]]:
    """Return a flat line over the band and, in its middle, the estimate with its interval."""
    hrr, low, high = state.hrr, state.hrr_low, state.hrr_high
    colour, symbol, _ = _MARKS[state.state]
    bars = {
        "type": "data", "symmetric": False, "array": [high - hrr], "arrayminus": [hrr - low],
        "color": colour, "thickness": 2.5, "width": 7, "visible": low < high,
    }  # fmt: skip
    hover = f"{state.label}: {hrr_text(state)}"
    return [
        line([place + 0.04, place + 0.96], [hrr, hrr], state.label, colour, 5),
        {**marks([place + 0.5], [hrr], state.label, colour, symbol, 13, hover=hover),
         "error_y": bars},
    ]  # fmt: skip

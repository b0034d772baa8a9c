"""The words and the tables that go with the pictures of session spikes.

Choice: every figure has a sentence that says the same to a reader who does not see it, and a table
of its numbers. No estimate stands without its interval, and each sentence says for whom it holds.
"""

from __future__ import annotations

import pandas as pd

from hiplib.figures.distance import shown
from hiplib.figures.traces import iso
from hiplib.training.parameters import SpikeState, banded_states, parameters, spike_states
from hiplib.training.summary import SpikeSummary, spike_summary

_NO_CLEAR_EFFECT = "no clear effect"
OUTCOME = "any overuse running injury, in groups of adult runners with a GPS watch"


def timeline_summary(spikes: pd.DataFrame) -> str:
    """One or two sentences: what the timeline shows.

    Examples
    --------
    >>> from hiplib.training import sample_log, session_spikes
    >>> timeline_summary(session_spikes(sample_log().runs)).startswith("49 runs")
    True
    """
    summary = spike_summary(spikes)
    counts = dict(summary.counts)
    parts = [f"{counts[s.state]} {s.label.lower()}" for s in spike_states() if counts[s.state]]
    text = f"{len(spikes)} runs: {', '.join(parts)}." if len(spikes) else "No runs."
    days = int(parameters("session_spike")["window_days"])
    if summary.early_runs:
        text += (
            f" {summary.early_runs} of them fall in the first {days} days of the log, when the "
            "longest earlier run may be missing."
        )
    return text


def change_summary(before: pd.DataFrame, after: pd.DataFrame) -> str:
    """Say what the change does to the average of the plan, with intervals and without promise."""
    old, new = spike_summary(before), spike_summary(after)
    if not old.runs or not new.runs:
        return "Without a run in the 30 days before there is nothing to compare with."
    return (
        f"Mean hazard rate ratio over the runs: {_interval_text(old)} as it is, "
        f"{_interval_text(new)} with the change. Outcome: {OUTCOME}. This is an average, not a "
        "forecast for one person."
    )


def steps_summary() -> str:
    """One sentence for the picture of the four states, with every interval."""
    parts = [f"{s.label.lower()} {hrr_text(s)}" for s in banded_states()[1:]]
    return (
        f"Hazard rate ratio against runs at most 10 % longer: {'; '.join(parts)}. The intervals "
        f"overlap. Outcome: {OUTCOME}."
    )


def run_numbers(spikes: pd.DataFrame, *, units: str = "km") -> pd.DataFrame:
    """Table of the runs, the newest first; numbers are text so that each keeps its decimals."""
    label = {s.state: s.label for s in spike_states()}
    newest = spikes.iloc[::-1]
    change = 100 * (newest["ratio"] - 1)
    return pd.DataFrame(
        {
            "Date": iso(newest["start"], "D"),
            f"Distance ({units})": _fixed(shown(newest["distance_km"], units), 1),
            f"Longest in 30 days ({units})": _fixed(shown(newest["longest_30d_km"], units), 1),
            "Longer by (%)": _fixed(change, 0),
            "State": newest["state"].map(label).to_numpy(),
            "Hazard rate ratio (interval)": [
                _ratio_text(*values) if values[0] == values[0] else "none"
                for values in newest[["hrr", "hrr_low", "hrr_high"]].itertuples(index=False)
            ],
        }
    )


def state_numbers(before: pd.DataFrame, after: pd.DataFrame | None = None) -> pd.DataFrame:
    """Table of runs per state, before and after a change."""
    columns: dict[str, list[object]] = {
        "State": [s.label for s in spike_states()],
        "Longer by": [_band_text(s) for s in spike_states()],
        "Hazard rate ratio (interval)": [hrr_text(s) for s in spike_states()],
        "Runs": [count for _, count in spike_summary(before).counts],
    }
    if after is not None:
        columns["Runs with the change"] = [count for _, count in spike_summary(after).counts]
    return pd.DataFrame(columns)


def step_numbers() -> pd.DataFrame:
    """Table of the four states for the picture of the steps."""
    return pd.DataFrame(
        {
            "State": [s.label for s in banded_states()],
            "Longer by": [_band_text(s) for s in banded_states()],
            "Hazard rate ratio (interval)": [hrr_text(s) for s in banded_states()],
        }
    )


def _fixed(values: pd.Series, decimals: int) -> list[str]:
    return ["none" if value != value else f"{value:.{decimals}f}" for value in values]


def _ratio_text(value: float, low: float, high: float) -> str:
    if low == high:
        return f"{value:.2f}"
    words = f"{value:.2f} ({low:.2f} to {high:.2f})"
    return f"{words}, {_NO_CLEAR_EFFECT}" if low <= 1 <= high else words


def _band_text(state: SpikeState) -> str:
    """How much longer than the longest run in 30 days, short enough for a narrow table."""
    above, up_to = (
        None if ratio is None else f"{100 * (ratio - 1):.0f}"
        for ratio in (state.ratio_above, state.ratio_up_to)
    )
    if above and up_to:
        return f"over {above} to {up_to} %"
    if up_to:
        return f"up to {up_to} %, or shorter"
    return f"over {above} %" if above else "no run to compare with"


def hrr_text(state: SpikeState) -> str:
    """Hazard rate ratio of a state with its interval, in words where it shows no clear effect.

    Examples
    --------
    >>> hrr_text(banded_states()[1])
    '1.64 (1.31 to 2.05)'
    """
    if state.hrr is None or state.hrr_low is None or state.hrr_high is None:
        return "no estimate"
    return _ratio_text(state.hrr, state.hrr_low, state.hrr_high)


def _interval_text(summary: SpikeSummary) -> str:
    low, high = summary.mean_hrr_low, summary.mean_hrr_high
    return f"{summary.mean_hrr:.2f} ({low:.2f} to {high:.2f})"

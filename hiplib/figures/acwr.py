"""Pictures for the ACWR laboratory: three ratios from one log, and random numbers that correlate.

Choice: no zones. The one grey band that can be shown is named for what it is, a historical
team-sport rule that is not supported in runners.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from hiplib.figures import style
from hiplib.figures.distance import shown
from hiplib.figures.traces import bar, fixed, iso, label, line, marks
from hiplib.parameters import parameters
from hiplib.training.load import KINDS, CouplingDemo, acwr

_LINES = {
    "rolling_coupled": ("coupled", style.SERIES[0], "solid"),
    "rolling_uncoupled": ("uncoupled", style.SERIES[3], "dash"),
    "ewma": ("weighted", style.SERIES[4], "dot"),
}
BAND_CAPTION = "historical team-sport rule,<br>not supported in runners"


def acwr_lab(
    daily: pd.Series,
    *,
    before: pd.Series | None = None,
    band: bool = False,
    units: str = "km",
    days_shown: slice = slice(None),
) -> style.Picture:
    """Draw the three acute:chronic ratios of one log above its daily load.

    `daily` are kilometres a day, from `hiplib.training.daily_load`; of `before`, the same for the
    unchanged plan, the coupled ratio is drawn as a thin grey line. `band` shows the historical line
    as a grey band with its caption. `days_shown` cuts the picture after the ratios are computed.
    """
    ratios, daily = all_ratios(daily).loc[days_shown], daily.loc[days_shown]
    days = iso(pd.DatetimeIndex(daily.index), "D")
    loads = {"x": days, "y": shown(daily, units).to_numpy(), "yaxis": "y2", "name": "Daily load"}
    hover = f"%{{y:.1f}} {units}<extra></extra>"
    traces = [bar(**loads, marker={"color": style.MUTED}, hovertemplate=hover)]
    if before is not None:
        old = acwr(before, kind="rolling_coupled").loc[days_shown]
        old_days = iso(pd.DatetimeIndex(old.index), "D")
        traces.append(line(old_days, old.to_numpy(), "coupled, before the change", style.MUTED, 1))
    for kind, (name, colour, dash) in _LINES.items():
        hover = f"{name} %{{y:.2f}}<extra></extra>"
        y = ratios[kind].to_numpy()
        traces.append(line(days, y, name, colour, 2.2, dash=dash, hovertemplate=hover))
    top = max(2.2, 1.15 * float(ratios.max().max())) if ratios.notna().any().any() else 2.2
    labels, line_at = _end_labels(ratios, top), float(parameters("acwr")["historical_line"])
    look = {"xanchor": "left", "yanchor": "top", "font": {"color": style.MUTED, "size": 12}}
    grey = {"type": "rect", "xref": "x domain", "x0": 0, "x1": 1, "yref": "y", "y0": line_at,
            "y1": top, "layer": "below", "fillcolor": style.MUTED, "opacity": 0.15,
            "line": {"width": 0}}  # fmt: skip
    if band:
        labels.append(label(BAND_CAPTION, 0.01, top, xref="x domain") | look)
    return style.figure(
        *traces,
        xaxis={"anchor": "y2"},
        yaxis={"domain": [0.36, 1], "range": [0, top], "title": {"text": "Ratio"}},
        yaxis2={"domain": [0, 0.28], "title": {"text": f"{units} a day"}, "rangemode": "tozero"},
        annotations=labels,
        shapes=[grey] if band else [],
        margin={"l": 10, "r": 118, "t": 20, "b": 10},
        hovermode="x",
    )


def all_ratios(daily: pd.Series) -> pd.DataFrame:
    """Return the three ratios of each day, one column a kind."""
    return pd.DataFrame({kind: acwr(daily, kind=kind) for kind in KINDS}, index=daily.index)


def acwr_summary(daily: pd.Series, *, days_shown: slice = slice(None)) -> str:
    """Say what the three lines of `acwr_lab` show, and where they disagree most.

    Examples
    --------
    >>> from hiplib.training import daily_load, sample_log
    >>> "disagree" in acwr_summary(daily_load(sample_log().runs))
    True
    """
    ratios = all_ratios(daily).loc[days_shown].dropna()
    if ratios.empty:
        return "The log is shorter than 28 days or empty for 28 days: there is no ratio to show."
    apart = ratios.max(axis=1) - ratios.min(axis=1)
    place = int(apart.to_numpy().argmax())
    day, at = pd.DatetimeIndex(ratios.index)[place], ratios.iloc[place]
    values = ", ".join(f"{name} {at[kind]:.2f}" for kind, (name, _, _) in _LINES.items())
    return (
        f"Three ratios from the same runs. They disagree most on {day:%d %B %Y}: {values}. "
        "No ratio here says anything about injury."
    )


def acwr_numbers(
    daily: pd.Series, *, units: str = "km", days_shown: slice = slice(None)
) -> pd.DataFrame:
    """Table of the ratios at the end of each week in `acwr_lab`, with the week's load."""
    ratios = all_ratios(daily).assign(week=daily.rolling(7, min_periods=1).sum()).loc[days_shown]
    days = pd.DatetimeIndex(ratios.index)
    ratios = ratios[days.day_of_week == 6]
    week = fixed(shown(ratios["week"], units), 1)
    ends = iso(pd.DatetimeIndex(ratios.index), "D")
    table = {"Week ends": ends, f"Load of 7 days ({units})": week}
    for kind, (name, _, _) in _LINES.items():
        table[f"{name.capitalize()} ratio"] = fixed(ratios[kind], 2)
    return pd.DataFrame(table)


def coupling_scatter(demo: CouplingDemo) -> style.Picture:
    """Draw random weeks twice: against the coupled and against the uncoupled chronic load."""
    weeks = demo.weeks.astype("float32")
    traces = [
        {**marks(weeks[f"chronic_{name}"].to_numpy(), weeks["acute"].to_numpy(), name, colour,
                 symbol, 5, opacity=0.45), "xaxis": axis}
        for name, axis, colour, symbol in (
            ("coupled", "x", style.SERIES[0], "circle"),
            ("uncoupled", "x2", style.SERIES[3], "diamond"),
        )
    ]  # fmt: skip
    title = {"text": "Chronic load<br>(a week)"}
    top: dict[str, Any] = {"xref": "paper", "yref": "paper", "yanchor": "bottom"}
    return style.figure(
        *traces,
        xaxis={"domain": [0, 0.47], "title": title},
        xaxis2={"domain": [0.53, 1], "title": title, "matches": "x"},
        yaxis={"title": {"text": "Acute load (a week)"}},
        annotations=[label(f"Coupled: r = {demo.r_coupled:.2f}", 0.0, 1.0, **top),
                     label(f"Uncoupled: r = {demo.r_uncoupled:.2f}", 0.53, 1.0, **top)],
    )  # fmt: skip


def coupling_summary(demo: CouplingDemo) -> str:
    """Say what the random numbers show, and that they are random."""
    published = parameters("acwr")["coupling_correlation"]
    return (
        f"{len(demo.weeks):,} invented runners with random weeks (seed {demo.seed}). Acute load "
        f"correlates with the coupled chronic load at r = {demo.r_coupled:.2f} (a published "
        f"simulation found {published:g}) and with the uncoupled one at {demo.r_uncoupled:.2f}. "
        "Nothing links these weeks: the first correlation comes from counting one week twice."
    )


def coupling_numbers(demo: CouplingDemo) -> pd.DataFrame:
    """Table of the two correlations."""
    names = ["coupled (contains the acute week)", "uncoupled (the 3 weeks before)"]
    values = fixed([demo.r_coupled, demo.r_uncoupled], 3)
    return pd.DataFrame({"Chronic load": names, "Correlation with acute load": values})


def _end_labels(ratios: pd.DataFrame, top: float) -> list[dict[str, Any]]:
    """Name each line at its right end; names that would touch are moved apart."""
    ends = {kind: values.iloc[-1] for kind in KINDS if len(values := ratios[kind].dropna())}
    labels, last = [], -1.0
    for kind, value in sorted(ends.items(), key=lambda end: end[1]):
        last = max(value, last + 0.09 * top)
        name, colour, _ = _LINES[kind]
        words = f'<span style="color:{colour}">\u25ac</span> {name} {value:.2f}'
        labels.append(label(words, 1, last, xref="x domain"))
    return labels

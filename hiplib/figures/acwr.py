"""Pictures for the ACWR laboratory: three ratios from one log, and random numbers that correlate.

Choice: no zones. The one grey band that can be shown is named for what it is, a historical
team-sport rule that is not supported in runners.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from hiplib.figures import style
from hiplib.figures.distance import shown
from hiplib.figures.traces import bar, iso, quick_figure, scatter
from hiplib.training.coupling import CouplingDemo
from hiplib.training.load import KINDS, acwr
from hiplib.training.parameters import parameters

if TYPE_CHECKING:
    import plotly.graph_objects as go

_LINES = {
    "rolling_coupled": ("coupled", style.SERIES[0], "solid"),
    "rolling_uncoupled": ("uncoupled", style.SERIES[3], "dash"),
    "ewma": ("weighted", style.SERIES[4], "dot"),
}
BAND_CAPTION = "historical team-sport rule,<br>not supported in runners"


def acwr_lab(
    daily: pd.Series, *, before: pd.Series | None = None, band: bool = False, units: str = "km"
) -> go.Figure:
    """Draw the three acute:chronic ratios of one log above its daily load.

    Parameters
    ----------
    daily : pandas.Series
        Kilometres a day, from `hiplib.training.daily_load`.
    before : pandas.Series, optional
        The same for the unchanged plan: its coupled ratio is drawn as a thin grey line.
    band : bool
        Whether to show the historical line as a grey band with its caption.
    units : {"km", "mi"}
        Unit of the daily load; the ratios have none.
    """
    ratios = all_ratios(daily)
    days = iso(pd.DatetimeIndex(daily.index), "D")
    traces = [_bars(days, shown(daily, units), units)]
    if before is not None:
        traces.append(_before_line(before))
    traces += [_line(days, ratios[kind], kind) for kind in KINDS]
    top = max(2.2, 1.15 * float(ratios.max().max())) if ratios.notna().any().any() else 2.2
    return quick_figure(
        *traces,
        xaxis={"anchor": "y2"},
        yaxis={"domain": [0.36, 1], "range": [0, top], "title": {"text": "Ratio"}},
        yaxis2={"domain": [0, 0.28], "title": {"text": f"{units} a day"}, "rangemode": "tozero"},
        annotations=[*_end_labels(ratios, top), *(_band_label(top) if band else [])],
        shapes=_band(top) if band else [],
        margin={"l": 10, "r": 118, "t": 20, "b": 10},
        hovermode="x",
    )


def all_ratios(daily: pd.Series) -> pd.DataFrame:
    """Return the three ratios of each day, one column a kind."""
    return pd.DataFrame({kind: acwr(daily, kind=kind) for kind in KINDS}, index=daily.index)


def acwr_summary(daily: pd.Series) -> str:
    """Say what the three lines show, and where they disagree most.

    Examples
    --------
    >>> from hiplib.training import daily_load, sample_log
    >>> "disagree" in acwr_summary(daily_load(sample_log().runs))
    True
    """
    ratios = all_ratios(daily).dropna()
    if ratios.empty:
        return "The log is shorter than 28 days or empty for 28 days: there is no ratio to show."
    apart = ratios.max(axis=1) - ratios.min(axis=1)
    place = int(apart.to_numpy().argmax())
    day = pd.DatetimeIndex(ratios.index)[place]
    at = ratios.iloc[place].to_dict()
    values = ", ".join(f"{_LINES[kind][0]} {at[kind]:.2f}" for kind in KINDS)
    return (
        f"Three ratios from the same runs. They disagree most on {day:%d %B %Y}: {values}. "
        "No ratio here says anything about injury."
    )


def acwr_numbers(daily: pd.Series, *, units: str = "km") -> pd.DataFrame:
    """Table of the ratios at the end of each week, with the week's load."""
    if daily.empty:
        return pd.DataFrame({"Week ends": [], f"Load ({units})": []})
    ratios = all_ratios(daily)
    days = pd.DatetimeIndex(daily.index)
    sundays = days.day_of_week == 6
    week = daily.rolling(7, min_periods=1).sum()
    table = pd.DataFrame(
        {
            "Week ends": iso(days[sundays], "D"),
            f"Load of 7 days ({units})": _fixed(shown(week, units)[sundays], 1),
        }
    )
    for kind in KINDS:
        name = f"{_LINES[kind][0].capitalize()} ratio"
        table[name] = _fixed(ratios.loc[sundays, kind], 2)
    return table


def coupling_scatter(demo: CouplingDemo) -> go.Figure:
    """Draw random weeks twice: against the coupled and against the uncoupled chronic load."""
    acute = demo.weeks["acute"].to_numpy("float32")
    traces = []
    panels = (
        ("chronic_coupled", "x", style.SERIES[0], "circle"),
        ("chronic_uncoupled", "x2", style.SERIES[3], "diamond"),
    )
    for column, axis, colour, symbol in panels:
        chronic = demo.weeks[column].to_numpy("float32")
        mark = {"size": 5, "color": colour, "symbol": symbol, "opacity": 0.45}
        traces.append(
            scatter(
                x=chronic, y=acute, mode="markers", marker=mark, xaxis=axis, hoverinfo="skip",
                name=column.split("_")[1],
            )
        )  # fmt: skip
    title = "Chronic load (a week)"
    return style.figure(
        *traces,
        xaxis={"domain": [0, 0.47], "title": {"text": title}},
        xaxis2={"domain": [0.53, 1], "title": {"text": title}, "matches": "x"},
        yaxis={"title": {"text": "Acute load (a week)"}},
        annotations=[
            _title(f"Coupled: r = {demo.r_coupled:.2f}", 0.0),
            _title(f"Uncoupled: r = {demo.r_uncoupled:.2f}", 0.53),
        ],
    )


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
    return pd.DataFrame(
        {
            "Chronic load": ["coupled (contains the acute week)", "uncoupled (the 3 weeks before)"],
            "Correlation with acute load": [f"{demo.r_coupled:.3f}", f"{demo.r_uncoupled:.3f}"],
        }
    )


def _line(days: list[str], ratio: pd.Series, kind: str) -> Any:

    name, colour, dash = _LINES[kind]
    return scatter(
        x=days,
        y=ratio.to_numpy(),
        mode="lines",
        line={"color": colour, "dash": dash, "width": 2.2},
        name=name,
        hovertemplate=f"{name} %{{y:.2f}}<extra></extra>",
    )


def _before_line(before: pd.Series) -> Any:
    return scatter(
        x=iso(pd.DatetimeIndex(before.index), "D"),
        y=acwr(before, kind="rolling_coupled").to_numpy(),
        mode="lines",
        line={"color": style.MUTED, "width": 1},
        name="coupled, before the change",
        hoverinfo="skip",
    )


def _bars(days: list[str], load: pd.Series, units: str) -> Any:
    return bar(
        x=days,
        y=load.to_numpy(),
        yaxis="y2",
        marker={"color": style.MUTED},
        name="Daily load",
        hovertemplate=f"%{{y:.1f}} {units}<extra></extra>",
    )


def _end_labels(ratios: pd.DataFrame, top: float) -> list[dict[str, Any]]:
    """Name each line at its right end; names that would touch are moved apart."""
    ends = {kind: ratios[kind].dropna() for kind in KINDS}
    known = {kind: float(values.iloc[-1]) for kind, values in ends.items() if len(values)}
    labels, last = [], -1.0
    for kind, value in sorted(known.items(), key=lambda item: item[1]):
        place = max(value, last + 0.09 * top)
        last = place
        name, colour, _ = _LINES[kind]
        labels.append(
            {
                "xref": "x domain", "x": 1, "y": place, "xanchor": "left", "showarrow": False,
                "text": f'<span style="color:{colour}">\u25ac</span> {name} {value:.2f}',
                "font": {"size": 12},
            }
        )  # fmt: skip
    return labels


def _band(top: float) -> list[dict[str, Any]]:
    line = parameters("acwr")["historical_line"]
    return [
        {
            "type": "rect", "xref": "x domain", "x0": 0, "x1": 1, "yref": "y", "y0": line,
            "y1": top, "fillcolor": style.MUTED, "opacity": 0.15, "line": {"width": 0},
            "layer": "below",
        }
    ]  # fmt: skip


def _band_label(top: float) -> list[dict[str, Any]]:
    return [
        {
            "xref": "x domain", "x": 0.01, "y": top, "yanchor": "top", "xanchor": "left",
            "text": BAND_CAPTION, "align": "left", "showarrow": False,
            "font": {"color": style.MUTED, "size": 12},
        }
    ]  # fmt: skip


def _title(text: str, x: float) -> dict[str, Any]:
    return {
        "text": text, "xref": "paper", "yref": "paper", "x": x, "y": 1.0, "xanchor": "left",
        "yanchor": "bottom", "showarrow": False, "font": {"size": 14},
    }  # fmt: skip


def _fixed(values: pd.Series, decimals: int) -> list[str]:
    return ["none" if value != value else f"{value:.{decimals}f}" for value in values]

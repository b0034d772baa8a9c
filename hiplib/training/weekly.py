"""M2 and M4: the week as a whole. Its change says nothing about injury; its shape says a little.

A week runs from Monday to Sunday. Days of a first or last week that lie outside the log count as
rest, as do all days without a run.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from hiplib.parameters import all_within, parameters
from hiplib.training.load import complete_days
from hiplib.training.plans import weeks


def weekly_change(runs: pd.DataFrame) -> pd.DataFrame:
    """Change of the weekly distance, and what it multiplies the injury rate by: nothing (M2).

    change_percent = 100 (week / week before - 1). The multiplier is 1 for every change on purpose:
    the largest cohort found no relation (`frandsen2025spike`), and a trial of the ten-percent rule
    found no difference (`buist2008graded`). See the cards of the topic weekly_change.

    Must not be used for: calling a change safe or dangerous; turning red at 10 percent.

    Returns
    -------
    pandas.DataFrame
        week_start, distance_km, change_percent (missing in the first week and after a week without
        a run), multiplier (1.0).

    Examples
    --------
    >>> runs = pd.DataFrame({"start": ["2026-03-03", "2026-03-10"], "distance_km": [20.0, 25.0]})
    >>> weekly_change(runs)["change_percent"].tolist()
    [nan, 25.0]
    """
    table = weeks(runs)[["week_start", "distance_km"]]
    before = table["distance_km"].shift().replace(0.0, np.nan).astype(float)
    change = 100 * (table["distance_km"] / before - 1)
    same = float(parameters("weekly_change")["multiplier"])
    return table.assign(change_percent=change, multiplier=same)


def session_load(rpe: float | np.ndarray, minutes: float | np.ndarray) -> np.ndarray:
    """Load of a session: its rating (0 to 10) times its minutes (M4, `foster1998monitoring`).

    Must not be used for: comparing two people, or for a tissue's load. ValueError outside the scale
    or a day; NaN (not known) stays NaN in a list.

    Examples
    --------
    >>> session_load([5, 3], [60, 40]).tolist()
    [300.0, 120.0]
    """
    rating = all_within("internal_load", "rating", rpe)
    return np.asarray(rating * all_within("internal_load", "minutes", minutes))


def monotony_strain(daily: pd.Series) -> pd.DataFrame:
    """Load, monotony and strain of each week (M4).

    monotony = mean / SD of the seven days with the population SD (ddof = 0); strain = load x
    monotony (`foster1998monitoring`, `foster2001new`: 25 athletes, minor illness, thresholds that
    differed from person to person). When all days are equal, monotony is not defined: NaN.

    Must not be used for: a cut-off for everybody (none is verified) or for predicting hip injury.

    Parameters
    ----------
    daily : pandas.Series
        Load of each day, 0 or more, from `daily_load` or `session_load`. Without dates the values
        are taken in weeks of seven.

    Returns
    -------
    pandas.DataFrame
        week_start (Monday; without dates the number of the first day), load, monotony, strain.

    Examples
    --------
    >>> monotony_strain(pd.Series([60, 0, 60, 0, 60, 0, 60])).round(3).values.tolist()
    [[0.0, 240.0, 1.155, 277.128]]
    """
    whole = _whole_weeks(complete_days(daily))
    days = whole.to_numpy().reshape(-1, 7)
    spread = days.std(axis=1)
    defined = spread >= parameters("internal_load")["smallest_sd"]
    monotony = np.full(len(days), np.nan)
    np.divide(days.mean(axis=1), spread, out=monotony, where=defined)
    load = days.sum(axis=1)
    columns = {"load": load, "monotony": monotony, "strain": load * monotony}
    return pd.DataFrame({"week_start": whole.index[::7], **columns})


def _whole_weeks(daily: pd.Series) -> pd.Series:
    """Fill the first and the last week with days of rest."""
    if daily.empty:
        return daily
    index: pd.Index
    if isinstance(daily.index, pd.DatetimeIndex):
        first, last = daily.index[0], daily.index[-1]
        monday = first - pd.Timedelta(days=first.weekday())
        index = pd.date_range(monday, last + pd.Timedelta(days=6 - last.weekday()))
        return daily.reindex(index, fill_value=0.0)
    index = pd.RangeIndex(-(-len(daily) // 7) * 7)
    return daily.reset_index(drop=True).reindex(index, fill_value=0.0)

"""From columns of text to dates, numbers and durations; missing where a cell is none.

Choices: 03/11/2025 is not guessed from one cell. The whole column decides whether the day or the
month stands first, and where it cannot, the reader is told. Likewise one rule for the whole file
says whether a comma is a decimal comma. A clock time is taken as written; zones are not converted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable

import numpy as np
import pandas as pd

MISSING = ("", "-", "--", "---", "n/a", "na", "nan", "null", "none")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
# What brings other spellings of a date to "2025 11 03 18:01", "Nov 3 2025 6:01 pm" or alike.
_SPELLINGS = tuple(
    (re.compile(pattern, re.IGNORECASE | re.ASCII), plain)
    for pattern, plain in (
        (r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]* ", ""),
        # parts of a second, and a zone
        (r"(:\d\d)(?:[.,]\d+)?( ?[ap]\.?m\.?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?$", r"\1\2"),
        (r"([ap])\.?m\.?$", r" \1m"),
        # letters of a month after the third, 3rd, signs between
        (r"(?<=\b[a-z]{3})[a-z]{1,6}\b|(?<=\d)(?:st|nd|rd|th|T)(?!\w*[a-z])|\bat\b|[,./-]", " "),
        (r" +", " "),
    )
)
_DATES = ("%b %d %Y", "%d %b %Y", "%Y %m %d", "%Y%m%d")
_TWO_WAYS = {"dmy": ("%d %m %Y", "%d %m %y"), "mdy": ("%m %d %Y", "%m %d %y")}
_TIMES = (" %I:%M:%S %p", "", " %H:%M:%S", " %H:%M", " %I:%M %p")
_UNITS = re.compile(r" ?(?:km|mi|miles|min|spm|ft|m)\.?$", re.IGNORECASE)
# Three digits after a sign may be thousands; any other number of digits cannot.
_DECIMALS = r"-?(?:[0-9]+|[0-9]{{1,3}}(?:\{group}[0-9]{{3}})+)\{point}(?:[0-9]{{1,2}}|[0-9]{{4,}})"


def day_month(cells: pd.Series) -> tuple[str, list[Hashable]]:
    """Decide from the whole column whether the day or the month stands first.

    Returns "dmy", "mdy", "either" (it makes no difference), "unclear" or "mixed", and the rows that
    show it.

    Examples
    --------
    >>> day_month(pd.Series(["03/11/2025", "25/11/2025"]))
    ('dmy', [1])
    >>> day_month(pd.Series(["03/11/2025"]))
    ('unclear', [0])
    """
    text = cells.str.replace(*_SPELLINGS[0], regex=True)
    parts = text.str.extract(r"^([0-9]{1,2})([-/.])([0-9]{1,2})\2(?:[0-9]{4}|[0-9]{2})\b")
    a, b = parts[0].astype(float), parts[2].astype(float)
    rows = {
        "dmy": cells.index[a.between(13, 31) & b.between(1, 12)],
        "mdy": cells.index[b.between(13, 31) & a.between(1, 12)],
        "unclear": cells.index[(a != b) & (a <= 12) & (b <= 12) & (parts[1] != ".")],
    }
    if len(rows["dmy"]) and len(rows["mdy"]):
        return "mixed", [rows["dmy"][0], rows["mdy"][0]]
    for order, found in rows.items():
        if len(found):
            return order, [found[0]]
    return "either", []


def moments(cells: pd.Series, order: str) -> pd.Series:
    """Dates, with the clock time where there is one.

    Examples
    --------
    >>> moments(pd.Series(["Nov 3, 2025, 6:01:00 PM", "31.11.2025"]), "either").tolist()
    [Timestamp('2025-11-03 18:01:00'), NaT]
    """
    epoch = cells.where(cells.str.fullmatch(r"[0-9]{9,10}(?:\.[0-9]+)?")).astype(float)
    times = pd.Series(pd.to_datetime(np.floor(epoch), unit="s")).astype("datetime64[s]")
    times = times.fillna(_read(cells.where(cells.str.fullmatch(_ISO)), "ISO8601"))
    # pandas would read "now" and digits of other scripts.
    text = cells[times.isna() & cells.str.contains("[0-9]") & cells.map(str.isascii)]
    for pattern, plain in _SPELLINGS:
        text = text.str.replace(pattern, plain, regex=True)
    text = text.str.strip()
    for date in (*_DATES, *_TWO_WAYS["mdy" if order == "mdy" else "dmy"]):
        for time in _TIMES:
            if not text.empty:
                times = times.fillna(_read(text, date + time))
                text = text[times[text.index].isna()]
    return times.where(times.dt.year.between(1970, 2100))


def _read(text: pd.Series, form: str) -> pd.Series:
    read = pd.to_datetime(text, format=form, errors="coerce")
    return pd.Series(read).astype("datetime64[s]")


def decimal_sign(cells: pd.Series, delimiter: str) -> str:
    """Return ``","`` or ``"."``: what stands before the decimals in this file.

    Examples
    --------
    >>> decimal_sign(pd.Series(["10,5", "8"]), ";"), decimal_sign(pd.Series(["10.5", "1,25"]), ",")
    (',', '.')
    """
    if clear := clear_sign(cells):
        return clear
    text = cells.str.replace(_UNITS, "", regex=True)
    # 5.123 alone is rather five kilometres than five thousand; 1,250 rather metres of ascent.
    three_after_point = text.str.fullmatch(r"-?[0-9]+\.[0-9]{3}").any()
    return "." if delimiter == "," or three_after_point else ","


def clear_sign(cells: pd.Series) -> str:
    """Return the decimal sign that these cells show beyond doubt, or an empty text.

    Examples
    --------
    >>> clear_sign(pd.Series(["5,25", "8"])), clear_sign(pd.Series(["1,250"]))
    (',', '')
    """
    text = cells[cells.str.contains("[.,]")].str.replace(_UNITS, "", regex=True)
    comma = text.str.fullmatch(_DECIMALS.format(point=",", group=".")).sum()
    point = text.str.fullmatch(_DECIMALS.format(point=".", group=",")).sum()
    return ("," if comma > point else ".") if comma or point else ""


def numbers(cells: pd.Series, decimal: str) -> pd.Series:
    """Finite numbers, with or without a unit and thousands marks.

    Examples
    --------
    >>> numbers(pd.Series(["1.234,5 m", "12 km", "ten"]), ",").tolist()
    [1234.5, 12.0, nan]
    """
    group = "." if decimal == "," else ","
    text = cells.str.replace(_UNITS, "", regex=True).str.replace("[ ']", "", regex=True)
    whole = rf"(?:[0-9]+|[0-9]{{1,3}}(?:\{group}[0-9]{{3}})+)"
    good = text.str.fullmatch(rf"[+-]?(?:{whole}(?:\{decimal}[0-9]*)?|\{decimal}[0-9]+)")
    text = text.str.replace(group, "", regex=False).str.replace(decimal, ".", regex=False)
    return text.where(good).astype(float).replace(np.inf, np.nan).replace(-np.inf, np.nan)


def minutes(cells: pd.Series, factor: float, decimal: str) -> pd.Series:
    """Minutes from ``1:05:30``, ``45:12`` (minutes and seconds) or a number times `factor`.

    Examples
    --------
    >>> minutes(pd.Series(["1:05:30", "2700"]), 1 / 60, ".").tolist()
    [65.5, 45.0]
    """
    clock = r"^(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-5][0-9])(?:[.,][0-9]+)?$"
    parts = cells.str.extract(clock).astype(float)
    read = parts[0].fillna(0) * 60 + parts[1] + parts[2] / 60
    return read.fillna(numbers(cells, decimal) * factor)


def is_missing(cells: pd.Series) -> pd.Series:
    """Whether each cell says that there is no value."""
    return cells.str.lower().isin(MISSING)


def tidy(cell: str) -> str:
    """Cell with ordinary blanks and a plain minus sign, as the functions here expect it."""
    return " ".join(cell.replace("\u2212", "-").split())


def plain(text: str) -> str:
    """Lower case, no accents, words apart: ``Distance (km)`` and ``distance_km`` are the same."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    letters = unicodedata.normalize("NFKD", apart).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^0-9a-z]+", " ", letters.lower()).strip()

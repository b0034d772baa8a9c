"""From the text of a cell to a date, a number or a duration; None when it is not one.

Choices: 03/11/2025 is not guessed from one cell. The whole column decides whether the day or the
month stands first, and where it cannot, the reader is told. Likewise one rule for the whole file
says whether a comma is a decimal comma. A clock time is taken as written; zones are not converted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = (
    r"(?:(?:\s*,?\s*(?:at\s+)?|T)(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_FORMS = tuple(
    re.compile(pattern + _TIME, re.IGNORECASE | re.ASCII)
    for pattern in (
        r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<name>[a-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})",
        r"(?P<d>\d{1,2})\.?[\s-](?P<name>[a-z]{3,9})\.?,?[\s-](?P<y>\d{4})",
    )
)
_TWO_WAYS = re.compile(
    r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})" + _TIME,
    re.IGNORECASE | re.ASCII,
)
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,]\d+)?", re.ASCII)
_UNITS = re.compile(r"\s*(?:km|mi|miles|min|spm|ft|m)\.?$", re.IGNORECASE)
# Three digits after a sign may be thousands; any other number of digits cannot.
_COMMA_DECIMALS = re.compile(r"-?(?:\d+|\d{1,3}(?:\.\d{3})+),(?:\d{1,2}|\d{4,})", re.ASCII)
_POINT_DECIMALS = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)\.(?:\d{1,2}|\d{4,})", re.ASCII)
_THREE_AFTER_POINT = re.compile(r"-?\d+\.\d{3}", re.ASCII)
MISSING = frozenset({"", "-", "--", "---", "n/a", "na", "nan", "null", "none"})


def tidy(cell: str) -> str:
    """Cell with ordinary blanks and a plain minus sign."""
    return re.sub(r"\s+", " ", cell.replace("\u2212", "-")).strip()


def is_missing(cell: str) -> bool:
    """Whether the cell says that there is no value."""
    return tidy(cell).lower() in MISSING


@dataclass(frozen=True, slots=True)
class DayMonth:
    """Which of the two numbers in 03/11/2025 is the day, as far as the column tells.

    ``order`` is "dmy", "mdy", "either" (it makes no difference), "unclear" or "mixed"; ``rows`` are
    the places in the column that show it.
    """

    order: str
    rows: tuple[int, ...] = ()


def day_month(cells: Iterable[str]) -> DayMonth:
    """Decide from the whole column whether the day or the month stands first.

    Examples
    --------
    >>> day_month(["03/11/2025", "25/11/2025"]).order
    'dmy'
    >>> day_month(["03/11/2025"]).order
    'unclear'
    """
    day_first = month_first = unclear = None
    for row, cell in enumerate(cells):
        match = _TWO_WAYS.fullmatch(_bare(cell))
        if not match:
            continue
        a, b = int(match["a"]), int(match["b"])
        if 12 < a <= 31 and 1 <= b <= 12:
            day_first = row if day_first is None else day_first
        elif 12 < b <= 31 and 1 <= a <= 12:
            month_first = row if month_first is None else month_first
        elif a != b and max(a, b) <= 12 and match["sep"] != "." and unclear is None:
            unclear = row
    if day_first is not None and month_first is not None:
        return DayMonth("mixed", (day_first, month_first))
    if day_first is not None:
        return DayMonth("dmy", (day_first,))
    if month_first is not None:
        return DayMonth("mdy", (month_first,))
    return DayMonth("either") if unclear is None else DayMonth("unclear", (unclear,))


def moment(cell: str, order: str) -> datetime | None:
    """Date, with the clock time if there is one.

    Examples
    --------
    >>> moment("Nov 3, 2025, 6:01:00 PM", "either")
    datetime.datetime(2025, 11, 3, 18, 1)
    >>> moment("31.11.2025", "dmy") is None
    True
    """
    text = _bare(cell)
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(float(text), UTC).replace(tzinfo=None, microsecond=0)
    if match := _TWO_WAYS.fullmatch(text):
        day, month = ("b", "a") if order == "mdy" else ("a", "b")
        year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
        return _datetime(year, int(match[month]), int(match[day]), match)
    for form in _FORMS:
        if match := form.fullmatch(text):
            parts = match.groupdict()
            named = (parts.get("name") or "")[:3].lower()
            month_number = (
                _MONTHS.index(named) + 1 if named in _MONTHS else int(parts.get("m") or 0)
            )
            return _datetime(int(parts["y"]), month_number, int(parts["d"]), match)
    return None


def _bare(cell: str) -> str:
    return _WEEKDAY.sub("", tidy(cell), count=1) if cell[:1].isalpha() else tidy(cell)


def _datetime(year: int, month: int, day: int, match: re.Match[str]) -> datetime | None:
    hour, half = int(match["h"] or 0), (match["half"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if not 1970 <= year <= 2100:
        return None
    try:
        return datetime(year, month, day, hour, int(match["min"] or 0), int(match["s"] or 0))
    except ValueError:
        return None


def decimal_sign(cells: Iterable[str], delimiter: str) -> str:
    """Return ``","`` or ``"."``: what stands before the decimals in this file.

    Examples
    --------
    >>> decimal_sign(["10,5", "8"], ";"), decimal_sign(["10.5", "1,250"], ",")
    (',', '.')
    """
    comma = point = three_after_point = 0
    for cell in cells:
        text = _UNITS.sub("", tidy(cell))
        comma += bool(_COMMA_DECIMALS.fullmatch(text))
        point += bool(_POINT_DECIMALS.fullmatch(text))
        three_after_point += bool(_THREE_AFTER_POINT.fullmatch(text))
    if comma or point:
        return "," if comma > point else "."
    # 5.123 alone is rather five kilometres than five thousand; 1,250 rather metres of ascent.
    return "." if delimiter == "," or three_after_point else ","


def number(cell: str, decimal: str) -> float | None:
    """Finite number, with or without a unit and thousands marks.

    Examples
    --------
    >>> number("1.234,5 m", ","), number("12.0 km", "."), number("ten", ".")
    (1234.5, 12.0, None)
    """
    text = _UNITS.sub("", tidy(cell)).replace(" ", "").replace("'", "")
    group = "." if decimal == "," else ","
    if group in text:
        if not re.match(rf"[+-]?\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?!\d)", text):
            return None
        text = text.replace(group, "")
    text = text.replace(decimal, ".")
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def minutes(cell: str, factor: float, decimal: str) -> float | None:
    """Minutes from ``1:05:30``, ``45:12`` (minutes and seconds) or a number times `factor`.

    Examples
    --------
    >>> minutes("1:05:30", 1, "."), minutes("2700", 1 / 60, ".")
    (65.5, 45.0)
    """
    if match := _CLOCK.fullmatch(tidy(cell)):
        hours, mins, secs = (int(part or 0) for part in match.groups())
        return hours * 60 + mins + secs / 60 if secs < 60 else None
    value = number(cell, decimal)
    return None if value is None else value * factor

"""Activities of a table (CSV): the template of the course, Strava, Garmin, Runalyze or alike.

Choices: one bad row never spoils a file (it is left out and listed), but a file in which more rows
are bad than good is refused, because then the reader has probably misunderstood it. Whatever the
bytes, the answer is a RunLog or an InputError whose text is one sentence.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import islice
from typing import NamedTuple

import numpy as np
import pandas as pd

from hiplib import tables
from hiplib.errors import Finding, InputError
from hiplib.parameters import parameters
from hiplib.training.log_cells import (
    clear_sign,
    day_month,
    decimal_sign,
    is_missing,
    minutes,
    moments,
    numbers,
    plain,
    tidy,
)
from hiplib.training.log_checks import NO_DISTANCE, is_run
from hiplib.training.log_text import DELIMITERS, Row, rows_of, text_of
from hiplib.training.runlog import KM_PER_MILE

_NEEDED_TEXT = (
    "a header row with a date column (date, start, Activity Date) and a distance column "
    "(distance_km, distance_mi, Distance)"
)
_LEFT_OUT = "; row left out"
_DATE_TEXT = "dates such as 2025-11-03 or Nov 3, 2025"


class Column(NamedTuple):
    """Where a quantity stands: position, name in the file, factor (NaN: no unit is named)."""

    place: int
    name: str
    factor: float


def table_rows(raw: bytes, name: str, unit: str = "km") -> tuple[pd.DataFrame, list[Finding]]:
    """Read one row an activity from a CSV file: the columns of a log, type, reason, line and file.

    `reason` says why a row does not count as it stands, `file` names the track of the activity in
    an export. InputError when the table cannot be used.
    """
    text, findings = text_of(raw, name)
    reader = _Reader(name, text, unit, findings)
    return reader.rows(), reader.findings


def recognise(header: Iterable[str]) -> dict[str, Column]:
    """Meaning -> column, for every meaning that the header names.

    Examples
    --------
    >>> recognise(["Activity Date", "Distance (mi)"])["distance_km"]
    Column(place=1, name='Distance (mi)', factor=1.609344)
    """
    header = list(header)
    names = [plain(cell) for cell in header]
    found = {}
    known = tables.read("log_columns").sort_values("order", ascending=False)
    for holds, name, factor in zip(known["holds"], known["name"], known["factor"], strict=True):
        if name in names:  # the best name is the last to be taken
            place = names.index(name)
            found[holds] = Column(place, header[place].strip(), factor)
    if found.get("start") == found.get("duration_min"):
        found.pop("start", None)  # "time" alone is a duration, unless another column is one
    distance = found.get("distance_km")
    if distance and names.count(names[distance.place]) > 1:
        place = names.index(names[distance.place], distance.place + 1)
        found["twin"] = Column(place, distance.name, float("nan"))
    return found


def _table(text: str, name: str) -> tuple[str, dict[str, Column], list[Row]]:
    """Delimiter, recognised columns and the rows below the header, up to the limit."""
    first = {sign: next(rows_of(text, sign, name), (0, [])) for sign in DELIMITERS}
    known = {sign: recognise(cells) for sign, (_, cells) in first.items()}
    delimiter = max(known, key=lambda sign: len(known[sign]))
    columns = known[delimiter]
    missing = [word for key, word in (("start", "date"), ("distance_km", "distance"))
               if key not in columns]  # fmt: skip
    if missing:
        widest = max((cells for _, cells in first.values()), key=len)
        found = ", ".join(map(_shown, widest[:12])) + (", ..." if len(widest) > 12 else "")
        problem = f"no {' and no '.join(missing)} column was recognised; found {found}"
        raise InputError(name, problem, _NEEDED_TEXT)
    limit = int(parameters("log_limits")["max_runs"])
    rows = list(islice(rows_of(text, delimiter, name), 1, limit + 2))
    if len(rows) > limit:
        lines = text.count("\n") or text.count("\r")
        problem = f"it has more than {limit:,} rows (about {lines:,} lines)"
        raise InputError(name, problem, f"a log of up to {limit:,} runs; split it by year")
    if not rows:
        raise InputError(name, "it has a header but no rows", "at least one run below the header")
    return delimiter, columns, rows


class _Reader:
    """One file: `cells` holds the text of each known column by line; `findings` grows."""

    def __init__(self, name: str, text: str, unit: str, findings: list[Finding]) -> None:
        self.name, self.unit, self.findings = name, unit, findings
        self.limits = parameters("log_limits")
        delimiter, self.columns, rows = _table(text, name)
        cells = {
            key: [tidy(row[place]) if place < len(row) else "" for _, row in rows]
            for key, (place, _, _) in self.columns.items()
        }
        self.cells = pd.DataFrame(cells, index=[line for line, _ in rows], dtype="str")
        kinds = self.cells.get("type", pd.Series("", index=self.cells.index, dtype="str"))
        self.run = kinds.map({kind: is_run(kind) for kind in set(kinds)}).astype(bool)
        words = ["start", "type", "twin", "file"]
        numeric = self.cells.drop(columns=words, errors="ignore")
        self.decimal = decimal_sign(pd.Series(numeric.to_numpy().ravel(), dtype="str"), delimiter)

    def note(
        self, key: str | None, message: str, severity: str = "info", row: Hashable = None
    ) -> None:
        """Add a finding about a column, and a row of it."""
        line = None if row is None else int(str(row))
        column = self.columns[key].name if key else None
        self.findings.append(Finding(self.name, line, column, message, severity))

    def rows(self) -> pd.DataFrame:
        """Every activity with a date; refuse the file when most of its runs are bad."""
        start = moments(self.cells["start"], self.order())
        if "file" in self.cells:
            self.note("start", "an export of Strava gives its dates in UTC, not in clock time")
        text, km = self.distance()
        longest = self.limits["max_distance_km"]
        problem = np.select(
            [start.isna(), is_missing(text), km.isna(), km <= 0, km > longest],
            ["is not a date", "missing", "is not a number", "is not a distance above 0",
             f"is more than {longest:g} km in one run"], "",
        )  # fmt: skip
        self.leave_out(np.where(self.run, problem, ""), text)
        dated = start.notna()
        table = pd.DataFrame({"start": start, "distance_km": km.where(problem == "")})[dated]
        if table.empty:
            raise InputError(self.name, "no activity in it has a date", _DATE_TEXT)
        self.cells = self.cells[dated]
        for key in ("duration_min", "cadence_spm", "ascent_m"):
            table[key] = self.optional(key)
        table = self.doubled_cadence(table, self.run[dated])
        for key in ("type", "file"):
            table[key] = self.cells.get(key, "")
        open_case = "missing" if "file" in self.cells else ""
        unclear = ~np.isin(problem[dated.to_numpy()], ["", open_case])
        table["reason"] = np.where(unclear & self.run[dated], NO_DISTANCE, "")
        return table.assign(source=self.name, line=table.index)

    def sign(self, cells: pd.Series) -> str:
        """Return the decimal sign of a column; some exports mix two of them."""
        return clear_sign(cells) or self.decimal

    def order(self) -> str:
        """Say whether the day or the month stands first in this file."""
        dates = self.cells["start"]
        order, lines = day_month(dates)
        at = "; ".join(f"row {line}: {_shown(str(dates.at[line]))}" for line in lines)
        if order == "unclear":
            problem = f"no date shows whether the day or the month stands first ({at})"
        elif order == "mixed":
            problem = f"some dates start with the day, others with the month ({at})"
        else:
            return order
        raise InputError(f"{self.name}, column {self.columns['start'].name}", problem, _DATE_TEXT)

    def distance(self) -> tuple[pd.Series, pd.Series]:
        """Return the cells that hold the distance, and the distance in km."""
        text, factor = self.cells["distance_km"], self.columns["distance_km"].factor
        values = numbers(text, self.sign(text))
        if factor != factor and "twin" in self.cells:
            # Strava repeats the distance in metres in a second column of the same name.
            twin_text = self.cells["twin"]
            twin = numbers(twin_text, self.sign(twin_text))
            share = (twin / values)[(values > 0) & (twin > 0) & self.run].median()
            if any(abs(share / per - 1) < 0.01 for per in (1000, 1000 * KM_PER_MILE)):
                text, values, factor = self.cells["twin"], twin, 0.001
        if (
            factor != factor
            and values[(values > 0) & self.run].median() > self.limits["max_distance_km"]
        ):
            factor = 0.001
            self.note("distance_km", "the numbers are so large that they were read as metres")
        if factor != factor:
            factor, full = {"km": (1.0, "kilometres"), "mi": (KM_PER_MILE, "miles")}[self.unit]
            note = f"the column does not say its unit; it was read as {full}"
            self.note("distance_km", note)
        return text, (values * factor).round(6)

    def leave_out(self, problem: np.ndarray, distances: pd.Series) -> None:
        """List the rows with a problem; refuse the file when they are more than half."""
        bad: list[tuple[Hashable, str, str]] = []
        for place in np.flatnonzero(problem != "").tolist():
            line, said = distances.index[place], str(problem[place])
            key = "start" if said == "is not a date" else "distance_km"
            cell = self.cells[key].iloc[place] if key == "start" else distances.iloc[place]
            said = "the distance is missing" if said == "missing" else f"{_shown(cell)} {said}"
            bad.append((line, key, said))
        if "file" in self.cells:  # what the table of an export lacks may stand in a track
            bad = [found for found in bad if "missing" not in found[2]]
        if len(bad) > self.limits["max_bad_share"] * self.run.sum():
            listed = "; ".join(
                f"row {line}, column {self.columns[key].name}: {said}"
                for line, key, said in bad[:3]
            )
            refused = f"{len(bad)} of {len(problem)} rows cannot be used. {listed}"
            raise InputError(self.name, refused, f"{_DATE_TEXT}, and distances above 0")
        for line, key, said in bad:
            self.note(key, said + _LEFT_OUT, "error", line)

    def optional(self, key: str) -> pd.Series:
        """Values of a column that a run may lack; what is not understood is listed."""
        if key not in self.cells:
            return pd.Series(np.nan, index=self.cells.index)
        text, factor = self.cells[key], self.columns[key].factor
        if key == "duration_min":
            values = minutes(text, factor, self.sign(text))
        else:
            values = numbers(text, self.sign(text)) * factor
        for line, cell in text[~is_missing(text) & ~(values >= 0)].items():
            note = f"{_shown(cell)} was not understood; the run is kept without it"
            self.note(key, note, "warning", line)
        return values.where(values >= 0)

    def doubled_cadence(self, table: pd.DataFrame, run: pd.Series) -> pd.DataFrame:
        """Double a cadence that counts one leg only; the course counts both."""
        if not table["cadence_spm"][run].median() < self.limits["leg_cadence_below_spm"]:
            return table
        self.note("cadence_spm", "the cadence counts one leg; it was doubled to steps per minute")
        return table.assign(cadence_spm=2 * table["cadence_spm"])


def _shown(text: str) -> str:
    """Cell as it appears in a message: short, on one line."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"“{line[:40]}{'…' if len(line) > 40 else ''}”" if line else "an empty cell"

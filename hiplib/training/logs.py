"""Read a log of runs that a learner brings, or the built-in one.

Choices: one bad row never spoils a file (it is left out and listed), but a file in which more rows
are bad than good is refused, because then the reader has probably misunderstood it. Whatever the
bytes, the answer is a RunLog or an InputError whose text is one sentence.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from statistics import median

import pandas as pd

from hiplib import tables
from hiplib.errors import Finding, InputError
from hiplib.training import log_cells as cells
from hiplib.training.log_columns import NEEDED, Column, is_run, recognise
from hiplib.training.log_text import DELIMITERS, Row, Source, contents, rows_of, text_of
from hiplib.training.parameters import parameters
from hiplib.training.runlog import COLUMNS, KM_PER_MILE, RunLog

_NEEDED_TEXT = (
    "a header row with a date column (date, start, Activity Date) and a distance column "
    "(distance_km, distance_mi, Distance)"
)
_LEFT_OUT = "; row left out"
_DATE_TEXT = "dates such as 2025-11-03 or Nov 3, 2025"


def read_log(source: Source, *, name: str | None = None, unit: str = "km") -> RunLog:
    r"""Read runs from a CSV file (or .csv.gz) of the course's template, Strava, Garmin or alike.

    Parameters
    ----------
    source : path, bytes or file object
        The file.
    name : str, optional
        What to call it in messages.
    unit : {"km", "mi"}
        Unit of a distance column whose name does not say it.

    Returns
    -------
    RunLog
        Runs in order of time; findings list what was left out or assumed.

    Raises
    ------
    InputError
        When the file cannot be used: says why, and what would work.

    Examples
    --------
    >>> log = read_log(b"date,distance_km\n2025-11-03,10.0\n2025-11-09,14.0\n", name="runs.csv")
    >>> log.runs["distance_km"].tolist()
    [10.0, 14.0]
    """
    if unit not in ("km", "mi"):
        raise InputError("unit", f"{unit!r} is not known", "km or mi")
    raw, name = contents(source, name)
    text, findings = text_of(raw, name)
    delimiter, columns, rows = _table(text, name)
    rows = _running_only(rows, columns, name, findings)
    reader = _Reader(name, columns, delimiter, rows, unit, findings)
    runs = reader.runs()
    return RunLog(runs, tuple(sorted(findings, key=lambda finding: finding.row or 0)), name)


def sample_log() -> RunLog:
    """Return the built-in log: 16 invented weeks of Mia, who does not exist.

    Examples
    --------
    >>> len(sample_log().runs) > 40
    True
    """
    table = tables.read("sample_log").rename(columns={"date": "start"})
    table["start"] = pd.to_datetime(table["start"])
    table["source"] = "built-in log"
    runs = table.sort_values("start", ignore_index=True)[list(COLUMNS)]
    return RunLog(runs.astype({"source": "str"}), (), "Mia's log")


def _table(text: str, name: str) -> tuple[str, dict[str, Column], list[Row]]:
    """Delimiter, recognised columns and the rows below the header, up to the limit."""
    first = {sign: next(rows_of(text, sign, name), None) for sign in DELIMITERS}
    known = {sign: recognise(row.cells) for sign, row in first.items() if row}
    delimiter = max(known, key=lambda sign: len(known[sign]), default=",")
    columns = known.get(delimiter, {})
    missing = [meaning for meaning in NEEDED if meaning not in columns]
    if missing:
        raise InputError(name, _missing_columns(first, missing), _NEEDED_TEXT)
    limit = int(parameters("log_limits")["max_runs"])
    rows = list(islice(rows_of(text, delimiter, name), 1, limit + 2))
    if len(rows) > limit:
        found = text.count("\n") or text.count("\r")
        problem = f"it has more than {limit:,} rows (about {found:,} lines)"
        raise InputError(name, problem, f"a log of up to {limit:,} runs; split it by year")
    if not rows:
        raise InputError(name, "it has a header but no rows", "at least one run below the header")
    return delimiter, columns, rows


def _missing_columns(first: dict[str, Row | None], missing: list[str]) -> str:
    widest = max((row.cells for row in first.values() if row), key=len, default=())
    found = ", ".join(_shown(cell) for cell in widest[:12]) + (", ..." if len(widest) > 12 else "")
    what = {"start": "date", "distance_km": "distance"}
    return f"no {' and no '.join(what[m] for m in missing)} column was recognised; found {found}"


def _running_only(
    rows: list[Row], columns: dict[str, Column], name: str, findings: list[Finding]
) -> list[Row]:
    column = columns.get("type")
    if column is None:
        return rows
    kept = [row for row in rows if is_run(_cell(row, column.place))]
    kinds = Counter(_cell(r, column.place) for r in rows if not is_run(_cell(r, column.place)))
    listed = ", ".join(f"{kind[:30]} {count}" for kind, count in kinds.most_common(5))
    if not kept:
        raise InputError(
            name, f"no row is a run; found {listed}", "rows with the type Run or Running"
        )
    if kinds:
        note = f"activities that are not runs were set aside: {listed}"
        findings.append(Finding(name, None, column.name, note, "info"))
    return kept


class _Reader:
    """Reads the rows of one file; collects findings as it goes."""

    def __init__(
        self,
        name: str,
        columns: dict[str, Column],
        delimiter: str,
        rows: list[Row],
        unit: str,
        findings: list[Finding],
    ) -> None:
        self.name, self.columns, self.rows, self.findings = name, columns, rows, findings
        self.unit = unit
        self.limits = parameters("log_limits")
        numeric = [c.place for key, c in columns.items() if key not in ("start", "type")]
        texts = (_cell(row, place) for row in rows for place in numeric)
        self.decimal = cells.decimal_sign(texts, delimiter)

    def runs(self) -> pd.DataFrame:
        """Usable runs in order of time; refuse the file when most rows are bad."""
        order = self._order()
        place, factor = self._distance()
        good: list[list[object]] = []
        bad: list[Finding] = []
        for row in self.rows:
            result = self._run(row, order, place, factor)
            if isinstance(result, Finding):
                bad.append(result)
            else:
                good.append(result)
        self._refuse_if_mostly_bad(bad)
        self.findings.extend(bad)
        table = pd.DataFrame(good, columns=["line", *COLUMNS])
        table = self._doubled_cadence(self._without_copies(table))
        table = table.sort_values("start", kind="stable", ignore_index=True)
        return table[list(COLUMNS)].astype({"start": "datetime64[s]", "source": "str"})

    def _order(self) -> str:
        column = self.columns["start"]
        found = cells.day_month(_cell(row, column.place) for row in self.rows)
        at = [
            f"row {self.rows[i].line}: {_shown(_cell(self.rows[i], column.place))}"
            for i in found.rows
        ]
        if found.order == "unclear":
            problem = f"no date shows whether the day or the month stands first ({at[0]})"
        elif found.order == "mixed":
            problem = f"some dates start with the day, others with the month ({'; '.join(at)})"
        else:
            return found.order
        raise InputError(f"{self.name}, column {column.name}", problem, _DATE_TEXT)

    def _distance(self) -> tuple[int, float]:
        """Place and factor to km of the distance column."""
        column = self.columns["distance_km"]
        if column.factor is not None:
            return column.place, column.factor
        values = [v for row in self.rows if (v := self._number(row, column.place)) and v > 0]
        if column.twin is not None and self._in_metres(column.place, column.twin):
            return column.twin, 0.001
        if values and median(values) > self.limits["max_distance_km"]:
            note = "the numbers are so large that they were read as metres"
            self.findings.append(Finding(self.name, None, column.name, note, "info"))
            return column.place, 0.001
        full = {"km": "kilometres", "mi": "miles"}[self.unit]
        note = f"the column does not say its unit; it was read as {full}"
        self.findings.append(Finding(self.name, None, column.name, note, "info"))
        return column.place, KM_PER_MILE if self.unit == "mi" else 1.0

    def _in_metres(self, place: int, twin: int) -> bool:
        """Whether a second column of the same name repeats the first in metres (Strava)."""
        pairs = ((self._number(row, place), self._number(row, twin)) for row in self.rows)
        shares = [b / a for a, b in pairs if a and b and a > 0 and b > 0]
        if not shares:
            return False
        middle = median(shares)
        return any(abs(middle / per - 1) < 0.01 for per in (1000, 1000 * KM_PER_MILE))

    def _run(self, row: Row, order: str, place: int, factor: float) -> list[object] | Finding:
        """One row of the table of runs, or why it was left out."""
        start = self.columns["start"]
        when = cells.moment(_cell(row, start.place), order)
        if when is None:
            return self._left_out(row, start, "is not a date")
        column = self.columns["distance_km"]
        text = _cell(row, place)
        if cells.is_missing(text):
            return Finding(self.name, row.line, column.name, f"the distance is missing{_LEFT_OUT}")
        value = self._number(row, place)
        if value is None:
            return self._left_out(row, column, "is not a number", place)
        distance = round(value * factor, 6)
        longest = self.limits["max_distance_km"]
        if distance <= 0:
            return self._left_out(row, column, "is not a distance above 0", place)
        if distance > longest:
            return self._left_out(row, column, f"is more than {longest:g} km in one run", place)
        rest = [self._optional(row, key) for key in ("duration_min", "cadence_spm", "ascent_m")]
        return [row.line, when, distance, *rest, self.name]

    def _optional(self, row: Row, key: str) -> float:
        column = self.columns.get(key)
        if column is None or cells.is_missing(text := _cell(row, column.place)):
            return float("nan")
        factor = column.factor if column.factor is not None else 1.0
        if key == "duration_min":
            value = cells.minutes(text, factor, self.decimal)
        else:
            value = cells.number(text, self.decimal)
            value = None if value is None else value * factor
        if value is None or value < 0:
            note = f"{_shown(text)} was not understood; the run is kept without it"
            self.findings.append(Finding(self.name, row.line, column.name, note, "warning"))
            return float("nan")
        return value

    def _number(self, row: Row, place: int) -> float | None:
        return cells.number(_cell(row, place), self.decimal)

    def _left_out(
        self, row: Row, column: Column, problem: str, place: int | None = None
    ) -> Finding:
        text = _cell(row, column.place if place is None else place)
        return Finding(self.name, row.line, column.name, f"{_shown(text)} {problem}{_LEFT_OUT}")

    def _refuse_if_mostly_bad(self, bad: list[Finding]) -> None:
        if len(bad) <= self.limits["max_bad_share"] * len(self.rows):
            return
        listed = "; ".join(
            f"row {f.row}, column {f.column}: {f.message.removesuffix(_LEFT_OUT)}" for f in bad[:3]
        )
        problem = f"{len(bad)} of {len(self.rows)} rows cannot be used. {listed}"
        raise InputError(self.name, problem, f"{_DATE_TEXT}, and distances above 0")

    def _without_copies(self, table: pd.DataFrame) -> pd.DataFrame:
        """Drop a run that stands in the file twice with the same clock time."""
        start = table["start"].astype("datetime64[s]")
        timed = start != start.dt.normalize()
        copies = timed & table.duplicated(["start", "distance_km"])
        for line in table.loc[copies, "line"]:
            note = "the same run stands in the file twice; the copy was left out"
            self.findings.append(Finding(self.name, int(line), None, note, "warning"))
        return table[~copies].assign(start=start[~copies])

    def _doubled_cadence(self, table: pd.DataFrame) -> pd.DataFrame:
        """Double a cadence that counts one leg only; the course counts both."""
        cadence = table["cadence_spm"].astype(float)
        if not cadence.median() < self.limits["leg_cadence_below_spm"]:
            return table
        note = "the cadence counts one leg; it was doubled to steps per minute"
        self.findings.append(
            Finding(self.name, None, self.columns["cadence_spm"].name, note, "info")
        )
        return table.assign(cadence_spm=2 * cadence)


def _cell(row: Row, place: int) -> str:
    return row.cells[place].strip() if place < len(row.cells) else ""


def _shown(text: str) -> str:
    """Cell as it appears in a message: short, on one line."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"“{line[:40]}{'…' if len(line) > 40 else ''}”" if line else "an empty cell"

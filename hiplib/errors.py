"""The few things that can go wrong, each said in one sentence that names the thing.

Every error is a `ValueError`, so a notebook author who does not know hiplib can still catch it;
a page catches the precise class and shows ``str(error)`` beside the control that caused it.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed in a file: where it is, what it is, and how bad.

    Parameters
    ----------
    file : str
        Name of the file, as the reader knows it.
    row : int or None
        Line in the file (the header is line 1); None when the finding is about the whole file.
    column : str or None
        Column name; None when the finding is about the whole row or file.
    message : str
        What was found and what was expected.
    severity : {"error", "warning", "info"}
        Errors stop the work, warnings and infos only travel with the result.

    Examples
    --------
    >>> print(Finding("runs.csv", 3, "distance_km", "-5 is below 0"))
    runs.csv, row 3, column distance_km: -5 is below 0
    """

    file: str
    row: int | None
    column: str | None
    message: str
    severity: str = "error"

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.message}"


class DataError(ValueError):
    """A table of the course is broken: `file`, `row`, `column` and what was `expected`.

    Examples
    --------
    >>> raise DataError("facts.csv", 7, "certainty", "one of high, moderate, low")
    Traceback (most recent call last):
    ...
    hiplib.errors.DataError: facts.csv, row 7, column certainty: one of high, moderate, low
    """

    def __init__(self, file: str, row: int | None, column: str | None, expected: str) -> None:
        self.file, self.row, self.column, self.expected = file, row, column, expected
        super().__init__(str(Finding(file, row, column, expected)))


class AnswerError(ValueError):
    """An answer does not fit its question; names the question and what is allowed.

    Examples
    --------
    >>> raise AnswerError("age", "-3 is not possible", "a number from 0 to 120")
    Traceback (most recent call last):
    ...
    hiplib.errors.AnswerError: Question age: -3 is not possible. Allowed: a number from 0 to 120.
    """

    def __init__(self, question: str, problem: str, allowed: str) -> None:
        self.question, self.problem, self.allowed = question, problem, allowed
        super().__init__(f"Question {question}: {problem}. Allowed: {allowed}.")


class InputError(ValueError):
    """A learner's file or number cannot be used; says why and what would work.

    Examples
    --------
    >>> raise InputError("runs.csv", "it is empty", "a CSV file with one run a row")
    Traceback (most recent call last):
    ...
    hiplib.errors.InputError: runs.csv: it is empty. What works: a CSV file with one run a row.
    """

    def __init__(self, what: str, problem: str, allowed: str) -> None:
        self.what, self.problem, self.allowed = what, problem, allowed
        super().__init__(f"{what}: {problem}. What works: {allowed}.")


def known(kind: str, wanted: str, allowed: Collection[str]) -> str:
    """Return `wanted` when it is allowed; else tell that there is none, with the nearest ones.

    Examples
    --------
    >>> known("side", "lefft", ["left"])
    Traceback (most recent call last):
    ...
    ValueError: There is no side 'lefft'. Did you mean left?
    """
    if wanted in allowed:
        return wanted
    near = difflib.get_close_matches(str(wanted), allowed, n=3, cutoff=0.4)
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    raise ValueError(f"There is no {kind} {wanted!r}.{hint}")


def one_of(name: str, value: T, possible: Collection[object]) -> T:
    """Return a value that is possible; else a ValueError that says which there are.

    Examples
    --------
    >>> one_of("side", "up", ["left", "right"])
    Traceback (most recent call last):
    ...
    ValueError: side is 'up'; one of left, right is possible
    """
    if value not in possible:
        raise ValueError(f"{name} is {value!r}; one of {', '.join(map(str, possible))} is possible")
    return value


def look_up(what: str, key: str, known: Mapping[str, T]) -> T:
    """Return what `known` holds under `key`; an unknown key is told with the nearest ones.

    Examples
    --------
    >>> look_up("side", "lefft", {"left": 1, "right": 2})
    Traceback (most recent call last):
    ...
    ValueError: side 'lefft' is unknown; nearest: left
    """
    if key not in known:
        near = difflib.get_close_matches(str(key), known, n=3, cutoff=0.4) or list(known)
        raise ValueError(f"{what} {key!r} is unknown; nearest: {', '.join(near)}")
    return known[key]

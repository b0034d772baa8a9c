"""Read a log of runs that a learner brings, at once or step by step.

Whatever the bytes, the answer is a RunLog or an InputError whose text is one sentence. Nothing is
written anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

from hiplib.errors import InputError
from hiplib.training.log_archive import Step, archive_rows
from hiplib.training.log_checks import run_log
from hiplib.training.log_files import file_rows
from hiplib.training.log_text import Source, limited, opened
from hiplib.training.runlog import RunLog


def read_log(
    source: Source,
    *,
    name: str | None = None,
    unit: str = "km",
    progress: Callable[[int, int, str], object] | None = None,
) -> RunLog:
    r"""Read runs from a FIT, GPX, TCX or CSV file (.gz of them) or a whole export (.zip).

    Parameters
    ----------
    source : path, bytes or file object
        InputError when it cannot be used: says why, and what would work.
    name : str, optional
        What to call it in messages.
    unit : {"km", "mi"}
        Unit of a distance column whose name does not say it.
    progress : callable, optional
        Called with files done, files in all and the name of the next file.

    Examples
    --------
    >>> log = read_log(b"date,distance_km\n2025-11-03,10.0\n2025-11-09,14.0\n", name="runs.csv")
    >>> log.runs["distance_km"].tolist()
    [10.0, 14.0]
    """
    steps = reading(source, name=name, unit=unit)
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            log: RunLog = end.value
            return log
        if progress:
            progress(*step)


def reading(
    source: Source, *, name: str | None = None, unit: str = "km"
) -> Generator[Step, None, RunLog]:
    r"""Read as `read_log` does, file by file: a generator of steps that returns the RunLog.

    A widget shows its progress, and stops it by leaving it.

    Examples
    --------
    >>> next(reading(b"date,distance_km\n2025-11-03,10.0\n", name="runs.csv"))
    Step(done=0, total=1, name='runs.csv')
    """
    if unit not in ("km", "mi"):
        raise InputError("unit", f"{unit!r} is not known", "km or mi")
    with opened(source, name) as (stream, known):
        place = stream.tell()
        packed = stream.read(4)
        stream.seek(place)
        if packed in (b"PK\x03\x04", b"PK\x05\x06"):
            rows, findings = yield from archive_rows(stream, known, unit)
        else:
            yield Step(0, 1, known)
            rows, findings = file_rows(limited(stream, known), known, unit)
    return run_log(rows, known, findings)

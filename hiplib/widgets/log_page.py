"""The learner's own log: pick a file or a built-in log, see what was found, change what counts.

Choice: whoever shows the log is told of each change and never sees a log without runs; a file that
does not work leaves everything as it was. Files stay in the kernel, nothing is written to disk.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import ipywidgets
import pandas as pd
import traitlets

from hiplib import training
from hiplib.errors import InputError
from hiplib.figures.distance import in_km
from hiplib.parameters import parameters
from hiplib.training import RunLog
from hiplib.widgets import html
from hiplib.widgets.controls import button, row, select
from hiplib.widgets.file_picker import FilePicker, Step
from hiplib.widgets.live import Live
from hiplib.widgets.run_table import RunTable

TEMPLATE_CSV = (
    "date,distance_km,duration_min,cadence_spm,ascent_m\n"
    "2026-11-03,6.2,38,166,40\n2026-11-05,5.0,31,168,25\n2026-11-08,10.4,66,164,70\n"
)
_SHOWN_FINDINGS = 50
Handler = Callable[[RunLog], object]


class LogPicker(ipywidgets.VBox):  # type: ignore[misc]
    """Let the learner choose a log; `log` is what counts now, `unit` how distances are shown.

    (`log` hides the logger of ipywidgets, which only writes down errors of its own messages.)

    Examples
    --------
    >>> picker = LogPicker()
    >>> picker.on_log(lambda log: print(log.name, len(log.runs)))
    >>> picker.built_in("clean")
    A clean log 72
    """

    log = traitlets.Any()

    def __init__(self, log_id: str = "mia") -> None:
        super().__init__()
        self._handlers: list[Handler] = []
        self._content: tuple[str, bytes] | None = None
        self.log = training.built_in_log(log_id)
        self._pending = self.log  # what the table shows: a file may hold no run that counts yet
        self._unit = "km"
        self._parts(log_id)
        self._refresh()
        show = button("Show the built-in log", self._show_built_in)
        choice = row(self._built_in, show)
        choice.add_class("hip-filters")
        own = (Live(_note(), polite=False), row(self._file_unit), self.picker, self._findings)
        self.children = (choice, *own, row(self._view), self.table, self._said)

    def _parts(self, log_id: str) -> None:
        limits = parameters("log_limits")
        options = [(name, key) for key, name in training.built_in_logs().items()]
        self._built_in = select("Built-in logs", options, log_id)
        file, export = limits["max_mb"], limits["max_zip_mb"]
        self.picker = FilePicker(
            f"Your own log (up to {file:g} MB, a .zip up to {export:g} MB)",
            accept=".fit,.gpx,.tcx,.csv,.gz,.zip",
            max_mb=file,
            max_zip_mb=export,
        )
        self.picker.on_file(self._load)
        choices = [("kilometres", "km"), ("miles", "mi")]
        self._file_unit = select("If the file does not name a unit", choices, "km")
        self._file_unit.observe(lambda _: self._reread(), "value")
        self._view = select("Runs", [("", False)], False)
        self._view.observe(lambda _: self._show_table(), "value")
        self._findings, self._said = Live(polite=False), Live()
        self.table = RunTable()
        self.table.on_msg(self._act)

    def on_log(self, handler: Handler) -> None:
        """Call ``handler(log)`` after each change of what counts."""
        self._handlers.append(handler)

    @property
    def unit(self) -> str:
        """Unit in which the table shows and takes distances."""
        return self._unit

    @unit.setter
    def unit(self, unit: str) -> None:
        self._unit = unit
        self._show_table()

    # ---- where a log comes from

    def built_in(self, log_id: str) -> None:
        """Show a built-in log."""
        self._content = None
        self._take(training.built_in_log(log_id))

    def _show_built_in(self) -> None:
        self.built_in(self._built_in.value)
        self.picker.say(f"The pictures show {self.log.name} now.", "ok")

    def _load(self, name: str, content: bytes) -> Generator[Step, None, None]:
        """Read a file step by step; an InputError leaves the old log and is shown by the picker."""
        log = yield from training.reading(content, name=name, unit=self._file_unit.value)
        # A whole export is not kept in memory for the case that its unit was wrong.
        keep = len(content) < 1e6 * self.picker.max_mb
        self._content = (name, content) if keep else None
        aside = f" {len(log.set_aside):,} set aside." if len(log.set_aside) else ""
        said = f"{len(log.runs):,} runs read from {name}.{aside} The pictures now show them."
        if log.runs.empty:
            said = f"No run in {name} counts yet.{aside} The pictures stay; see below."
        self._take(log)
        self.picker.say(said, "info" if log.runs.empty else "ok")

    def _reread(self) -> None:
        if self._content is not None:
            self.picker._hand_over(*self._content)

    # ---- what counts

    def _act(self, _: object, content: dict[str, Any], buffers: object) -> None:
        """Leave out, take back or correct a run; what does not work is said beside the table."""
        change, place, log = content.get("act"), content.get("place", -1), self._pending
        try:
            if change == "exclude":
                if len(log.runs) == 1:
                    raise InputError("Run", "it is the only one that counts", "at least one run")
                log = training.exclude(log, place)
            elif change == "restore":
                log = training.restore(log, place)
            elif change == "correct":
                km = in_km(_typed(content.get("value")), self._unit)
                log = training.correct(log, place, set_aside=self.table.aside, distance_km=km)
            else:
                return
        except InputError as problem:
            self._said.html = html.error(problem)
            return
        words = {"exclude": "Left out", "restore": "Counted again", "correct": "Corrected"}[change]
        self._take(log)
        self._said.html = (
            f"<p>{words}: {len(log.runs):,} runs count, {len(log.set_aside):,} do not.</p>"
        )

    def _take(self, log: RunLog) -> None:
        self._pending = log
        self._refresh()
        if not log.runs.empty:
            self.log = log
            for handler in self._handlers:
                handler(log)

    def _refresh(self) -> None:
        log = self._pending
        self._said.html = ""
        self._findings.html = findings_html(log)
        aside = self._view.value if len(log.set_aside) else False
        options = [(f"that count ({len(log.runs):,})", False)]
        options += [(f"set aside ({len(log.set_aside):,})", True)] if len(log.set_aside) else []
        self._view.options = options
        self._view.value = aside or log.runs.empty
        self._show_table()

    def _show_table(self) -> None:
        aside = bool(self._view.value)
        runs = self._pending.set_aside if aside else self._pending.runs
        self.table.show(runs, aside=aside, unit=self._unit)


def newest(log: RunLog) -> pd.DataFrame:
    """Return the runs of a log that a page shows: those of its newest part."""
    start, days = log.runs["start"], parameters("log_limits")["shown_days"]
    runs: pd.DataFrame = log.runs[start >= start.max() - pd.Timedelta(days=days)]
    return runs.reset_index(drop=True)


def span() -> ipywidgets.Dropdown:
    """Return the choice of how many weeks a picture shows; its value is a number of weeks."""
    usual = int(parameters("bench")["weeks_shown"])
    spans = [("12 weeks", 12), (f"{usual} weeks", usual), ("52 weeks", 52), ("all weeks", 520)]
    return select("Weeks in the picture", spans, usual)


def findings_html(log: RunLog) -> str:
    """Return what was noticed while reading a log, as a part that opens on request."""
    if not log.findings:
        return ""
    more = len(log.findings) - _SHOWN_FINDINGS
    rest = f"<p>And {more:,} more.</p>" if more > 0 else ""
    title = f"What was noticed in the file ({len(log.findings):,})"
    listed = html.bullets(html.text(finding) for finding in log.findings[:_SHOWN_FINDINGS])
    return html.fold(title, listed + rest)


def _note() -> str:
    name, words = "running_log_template.csv", "Download a template"
    return (
        '<p class="hip-note">The file stays on the computer that runs this course, and nothing is '
        "stored. Files of watches and apps work (.fit, .gpx, .tcx), tables of Strava, Garmin and "
        "Runalyze (.csv), and a whole export of Strava or Garmin (.zip). "
        f"{html.download(TEMPLATE_CSV, 'text/csv', name, words)}.</p>"
    )


def _typed(text: object) -> float:
    """Return a typed distance as a number; InputError when it is none."""
    try:
        return float(str(text).strip().replace(",", "."))
    except ValueError:
        raise InputError("Distance", f"“{text}” is not a number", "a number such as 8.5") from None

"""The learner's record on a page: one for all its parts, mirrored in the browser.

Only answers to questions, tests, cases and claims of the course are in it: never answers of the
self-check and never training data. Learners of one JupyterHub may share a browser: each has a place
of its own there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

import traitlets

from hiplib.learning import record as r
from hiplib.learning.record import Entry, Record
from hiplib.widgets import html
from hiplib.widgets._base import Widget, script, style

FILE = "hip-progress.json"


def place() -> str:
    """Return the name under which a browser keeps the record: one for each learner of a hub."""
    user = os.environ.get("JUPYTERHUB_USER")
    hub = os.environ.get("JUPYTERHUB_BASE_URL", "/")
    return f"hiplib-progress {hub}{user}" if user else "hiplib-progress"


def save_link(record: Record) -> str:
    """Return a link that saves the record as a file."""
    return html.download(r.encode(record), "application/json", FILE, "Save my progress")


class ProgressStore(Widget):
    """Keeps a `Record` in step with localStorage; `on_change` hears of entries from elsewhere too.

    Examples
    --------
    >>> kept = ProgressStore()
    >>> kept.add("answer", "anatomy_bones", "ilium")
    >>> kept.record.latest()
    {'anatomy_bones': 'ilium'}
    """

    _esm = script("progress_store")
    _css = style()
    entries: traitlets.List[list[str]] = traitlets.List().tag(sync=True)
    state = traitlets.Unicode("").tag(sync=True)
    key = traitlets.Unicode().tag(sync=True)
    file = traitlets.Unicode("").tag(sync=True)  # where the browser keeps nothing: a link to save

    def __init__(self) -> None:
        self.record = Record()
        self._handlers: list[Callable[[], object]] = []
        super().__init__(key=place())
        self.observe(self._came, "entries")
        self.observe(self._offer, ["entries", "state"])
        self.on_msg(self._told)

    def on_change(self, handler: Callable[[], object]) -> None:
        """Call `handler` after each change of `record`."""
        self._handlers.append(handler)

    def add(self, kind: str, what: str, value: object) -> None:
        """Add one entry with the time of now."""
        self.put(self.record.add(kind, what, value, datetime.now(UTC)))

    def put(self, record: Record) -> None:
        """Add all entries of a record."""
        self._take(r.merge(self.record, record))

    def reset(self) -> None:
        """Forget everything, here and in the browser."""
        self._forget()
        self.send("reset")

    def _forget(self) -> None:
        self.record, self.entries = Record(), []
        self._say()

    def _take(self, record: Record) -> None:
        changed, self.record = record != self.record, record
        self.entries = [[one.at, one.kind, one.id, one.value] for one in record.entries]
        if changed:
            self._say()

    def _offer(self, _: object) -> None:
        self.file = save_link(self.record) if self.state == "blocked" else ""

    def _say(self) -> None:
        for handler in self._handlers:
            handler()

    def _came(self, change: dict[str, Any]) -> None:
        """Join what the browser has; a row that is no entry is passed over."""
        found = []
        for row in change["new"]:
            entry = Entry(*row)
            try:
                found.append(r.entry_of([entry.at, entry.kind, entry.id, entry.answer]))
            except ValueError:
                continue
        known = Record(tuple(one for one in found if one is not None))
        if not set(known.entries) <= set(self.record.entries):
            self._take(r.merge(self.record, known))

    def _told(self, _: object, content: dict[str, Any], buffers: object) -> None:
        if content.get("reset"):
            self._forget()


@cache
def store() -> ProgressStore:
    """Return the one store of this kernel."""
    return ProgressStore()

"""Reads a learner's file into the kernel, where it stays.

Choice: ipywidgets' FileUpload sends a whole file in one web-socket message; above the server's
limit of 10 MB the line to the kernel is cut and the page is dead. This one refuses a file over its
limit in the browser, sends the rest in pieces with a progress bar, and can be cancelled. What takes
long in the kernel is done in slices, each of which the page asks for: so the bar moves, other
messages are answered in between, and a page that is closed or cancelled asks for no more.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from typing import Any

import traitlets

from hiplib.errors import InputError
from hiplib.widgets._base import Widget, script, style

Step = tuple[int, int, str]  # done, total, name of what comes next
Handler = Callable[[str, bytes], Iterator[Step] | None]
_SLICE_S = 0.15


class FilePicker(Widget):
    """Let the learner pick one file, or several one after another.

    Parameters
    ----------
    label : str
        What to pick.
    accept : str
        File name endings, as in HTML.
    max_mb, max_zip_mb : float
        Largest file, and largest .zip, in megabytes (1e6 bytes).
    many : bool
        Several files may be picked at once; handlers hear of each.

    Examples
    --------
    >>> picker = FilePicker("Your running log (CSV)")
    >>> picker.on_file(lambda name, content: picker.say(f"{name}: {len(content)} bytes", "ok"))
    """

    _esm = script("file_picker")
    _css = style("file_picker")
    label = traitlets.Unicode().tag(sync=True)
    accept = traitlets.Unicode(".csv").tag(sync=True)
    max_mb = traitlets.Float(20.0).tag(sync=True)
    max_zip_mb = traitlets.Float(20.0).tag(sync=True)
    many = traitlets.Bool(False).tag(sync=True)
    message = traitlets.List(["", ""]).tag(sync=True)

    def __init__(
        self,
        label: str,
        *,
        accept: str = ".csv,.gz",
        max_mb: float = 20.0,
        max_zip_mb: float = 20.0,
        many: bool = False,
    ) -> None:
        self._handlers: list[Handler] = []
        self._received = io.BytesIO()  # gives its content away without a copy
        self._work: Iterator[Step] = iter(())
        limits = {"max_mb": max_mb, "max_zip_mb": max_zip_mb}
        super().__init__(label=label, accept=accept, many=many, **limits)
        self.on_msg(self._receive)

    def on_file(self, handler: Handler) -> None:
        """Call ``handler(name, content)``; an InputError it raises is shown beside the picker.

        A handler that returns an iterator of steps is carried on while the page asks for more.
        """
        self._handlers.append(handler)

    def say(self, text: str, kind: str = "info") -> None:
        """Show a sentence under the picker; kind is "info", "ok" or "error"."""
        self.message = [text, kind]

    def _receive(self, _: object, content: dict[str, Any], buffers: list[memoryview]) -> None:
        if content.get("cancel"):
            self._work = iter(())
        elif content.get("next"):
            self._go_on()
        else:
            if content["start"] == 0:
                self._received, self._work = io.BytesIO(), iter(())
            self._received.write(buffers[0])
            if content["last"]:
                data, self._received = self._received.getvalue(), io.BytesIO()
                self._hand_over(content["name"], data)
            else:
                self.send({"received": True})

    def _hand_over(self, name: str, data: bytes) -> None:
        self._work = self._steps(name, data)
        self._go_on()

    def _steps(self, name: str, data: bytes) -> Iterator[Step]:
        for handler in self._handlers:
            yield from handler(name, data) or ()

    def _go_on(self) -> None:
        """Work for a moment, then tell the page how far it is; nothing when it is done."""
        until = time.monotonic() + _SLICE_S
        far: Step | None = None
        try:
            while time.monotonic() < until:
                far = next(self._work)
        except StopIteration:
            far = None
        except InputError as problem:
            far = None
            self.say(f"{problem} What was here before is kept.", "error")
        self.send({"work": far and list(far)})

"""Reads a learner's file into the kernel, where it stays.

Choice: ipywidgets' FileUpload sends a whole file in one web-socket message; above the server's
limit of 10 MB the line to the kernel is cut and the page is dead. This one refuses a file over its
limit in the browser, sends the rest in pieces with a progress bar, and can be cancelled.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import traitlets

from hiplib.errors import InputError
from hiplib.widgets._base import Widget, script, style


class FilePicker(Widget):
    """Let the learner pick one file.

    Parameters
    ----------
    label : str
        What to pick.
    accept : str
        File name endings, as in HTML.
    max_mb : float
        Largest file in megabytes (1e6 bytes).

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
    message = traitlets.List(["", ""]).tag(sync=True)

    def __init__(self, label: str, *, accept: str = ".csv,.gz", max_mb: float = 20.0) -> None:
        self._handlers: list[Callable[[str, bytes], None]] = []
        self._received = bytearray()
        super().__init__(label=label, accept=accept, max_mb=max_mb)
        self.on_msg(self._receive)

    def on_file(self, handler: Callable[[str, bytes], None]) -> None:
        """Call ``handler(name, content)``; an InputError it raises is shown beside the picker."""
        self._handlers.append(handler)

    def say(self, text: str, kind: str = "info") -> None:
        """Show a sentence under the picker; kind is "info", "ok" or "error"."""
        self.message = [text, kind]

    def _receive(self, _: object, content: dict[str, Any], buffers: list[memoryview]) -> None:
        if content["start"] == 0:
            self._received = bytearray()
        self._received += buffers[0]
        self.send({"received": len(self._received)})
        if content["last"]:
            data, self._received = bytes(self._received), bytearray()
            self._hand_over(content["name"], data)

    def _hand_over(self, name: str, data: bytes) -> None:
        try:
            for handler in self._handlers:
                handler(name, data)
        except InputError as problem:
            self.say(f"{problem} What was here before is kept.", "error")

"""The page's heartbeat: when the kernel is silent, the page says that results may be stale."""

from __future__ import annotations

import gc
from typing import Any

from hiplib.widgets._base import Widget, script, style


class Pulse(Widget):
    """Answer the page's "are you there?"; `widgets.page` puts one on every page.

    Examples
    --------
    >>> pulse = Pulse()
    """

    _esm = script("pulse")
    _css = style()

    def __init__(self) -> None:
        super().__init__()
        self.on_msg(self._answer)

    def _answer(self, _: object, content: dict[str, Any], buffers: object) -> None:
        number = content.get("ping")
        self.send({"pong": number})
        if number == 1:
            # The page stands, and what it has loaded stays. Left to the garbage collector, a look
            # at all of it would hold up a slider by a tenth of a second every now and then.
            gc.freeze()

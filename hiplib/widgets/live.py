"""Results that change on the page, announced to screen readers."""

from __future__ import annotations

import traitlets

from hiplib.widgets._base import Widget, script, style


class Live(Widget):
    """HTML that may be replaced; `polite` makes a screen reader announce each change.

    The HTML comes from hiplib (see `hiplib.widgets.html`); anything typed by a learner must pass
    `html.text` first.

    Examples
    --------
    >>> result = Live("<p>No answers yet.</p>")
    >>> result.html = "<p>One answer.</p>"
    """

    _esm = script("live")
    _css = style()
    html = traitlets.Unicode("").tag(sync=True)
    polite = traitlets.Bool(True).tag(sync=True)

    def __init__(self, html: str = "", *, polite: bool = True) -> None:
        super().__init__(html=html, polite=polite)

    def focus(self) -> None:
        """Bring it into view and let the keyboard go on from here."""
        self.send("focus")

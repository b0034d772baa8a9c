"""What hiplib's own widgets share: their script and style are real files beside the class."""

from __future__ import annotations

from pathlib import Path

import anywidget

HERE = Path(__file__).parent
# Only shared rules; a widget's own rules are in the .css file of the same name.
_SHARED = "tokens.css", "parts.css"


def script(name: str) -> str:
    """Text of ``name``.js beside this module, after what all scripts share."""
    return "".join((HERE / f"{file}.js").read_text(encoding="utf-8") for file in ("elements", name))


def style(name: str | None = None) -> str:
    """Course colours and shared parts, followed by ``name``.css when given."""
    files = [*_SHARED, f"{name}.css"] if name else list(_SHARED)
    return "\n".join((HERE / file).read_text(encoding="utf-8") for file in files)


class Widget(anywidget.AnyWidget):
    """Base of hiplib's widgets: an anywidget whose script and style are given as text."""

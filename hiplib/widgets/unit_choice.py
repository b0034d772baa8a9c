"""Kilometres or miles: asked once, remembered by the browser, applied on every page."""

from __future__ import annotations

from hiplib.widgets.questions import Item, Questions

KEY = "hiplib-units"


def units() -> Questions:
    """Return the choice of units; ``.answers.get("units", "km")`` is "km" or "mi".

    Examples
    --------
    >>> units().answers.get("units", "km")
    'km'
    """
    item = Item(
        "units",
        "Show distances in",
        choices=(("km", "kilometres"), ("mi", "miles")),
        dont_know=False,
    )
    return Questions([item], remember=KEY)

"""A body to point at: where does it hurt? By click, touch or keyboard.

Choice made here: the drawing can be clicked, and each region is also a real button with its name,
so that a keyboard, a screen reader or a thumb needs no drawing.
"""

from __future__ import annotations

from collections.abc import Iterable

import traitlets

from hiplib.figures import body_map
from hiplib.widgets._base import Widget, script, style


class BodyMap(Widget):
    """Choose regions of the body.

    `chosen` are ids of `hiplib.figures.body_map.regions`. With `sides` right and left are regions
    of their own, such as ``"left_lateral"``; without `many` a new one replaces the old one.

    Examples
    --------
    >>> body = BodyMap("Where it hurts")
    >>> body.chosen = ["lateral"]
    >>> body.chosen = ["knee"]
    Traceback (most recent call last):
    ...
    ValueError: region 'knee' is unknown; allowed: anterior_groin, ...
    """

    _esm = script("body_map")
    _css = style("body_map")
    _drawing = traitlets.Unicode("").tag(sync=True)
    _regions: traitlets.List[dict[str, object]] = traitlets.List().tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    many = traitlets.Bool(False).tag(sync=True)
    chosen: traitlets.List[str] = traitlets.List().tag(sync=True)

    def __init__(
        self, label: str, *, chosen: Iterable[str] = (), sides: bool = False, many: bool = False
    ) -> None:
        self.sides = sides
        super().__init__(
            label=label,
            many=many,
            chosen=list(chosen),
            _drawing=body_map.body_svg(sides=sides, control=True),
            _regions=[
                {"id": key, "name": name, "number": body_map.number(key)}
                for key, name in body_map.regions(sides=sides).items()
            ],
        )

    @traitlets.validate("chosen")
    def _known(self, proposal: dict[str, list[str]]) -> list[str]:
        """Keep regions in the order of the map; an unknown one is an error."""
        regions = body_map.known(proposal["value"], sides=self.sides)
        return regions if self.many else regions[:1]

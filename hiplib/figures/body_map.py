"""A schematic body, front and back, with the regions where hip pain is felt, as SVG.

Choice made here: a number stands in each region and beside its name, and a chosen region gets a
tick and a thick edge, so that nothing depends on colour or on seeing the drawing. Right and left
are those of the person, so they change places between front and back.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from html import escape

from hiplib import tables
from hiplib.tables import lookup, records

VIEWS = {"front": "Front", "back": "Back"}
SIDES = ("right", "left")
_WIDTH, _HEIGHT = 200, 306
_SHOWN = (34, 132)  # left edge and width of what a view needs of its 200 units
_FINGER = 18  # radius, so that a drawing on a phone has targets of 44 pixels
_TICK = "M-4.2 .4 -1.2 3.4 4.4 -3.2"
_TURN = f' transform="matrix(-1 0 0 1 {_WIDTH} 0)"'


def regions(*, sides: bool = False) -> dict[str, str]:
    """Return the regions of the map, id to name, in the order of their numbers.

    With `sides` each place in the drawing comes twice, as ``"right_lateral"`` and
    ``"left_lateral"``; pain that is spread out or felt elsewhere has no place and is left out.

    Examples
    --------
    >>> list(regions())[:2]
    ['anterior_groin', 'medial_groin']
    >>> regions(sides=True)["left_lateral"]
    'Outer side of the hip, left'
    """
    found: dict[str, str] = {}
    for region, name in lookup("regions").items():
        if not sides:
            found[region] = name
        elif region in places():
            found |= {f"{side}_{region}": f"{name}, {side}" for side in SIDES}
    return found


@cache
def places() -> tuple[str, ...]:
    """Return the regions that have a place in the drawing, in the order of their numbers."""
    drawn = set(tables.read("body_map")["region"])
    return tuple(region for region in lookup("regions") if region in drawn)


def number(region: str) -> int | None:
    """Return the number of a region, with or without its side; None when it is not drawn."""
    place = region.removeprefix("right_").removeprefix("left_")
    return places().index(place) + 1 if place in places() else None


def known(chosen: Collection[str], *, sides: bool = False) -> list[str]:
    """Return the chosen regions in the order of the map; ValueError names the allowed ones."""
    allowed = regions(sides=sides)
    for region in chosen:
        if region not in allowed:
            raise ValueError(f"region {region!r} is unknown; allowed: {', '.join(allowed)}")
    return [region for region in allowed if region in chosen]


def body_svg(chosen: Collection[str] = (), *, sides: bool = False, control: bool = False) -> str:
    """Draw the body with the chosen `regions` marked; those without a place are only named.

    With `control` it is a drawing to point at: the names stand beside it, so that a screen reader
    can skip it, and a finger finds regions that are narrow.

    Examples
    --------
    >>> body_svg(["lateral"]).count("data-chosen")
    4
    """
    marked, names = known(chosen, sides=sides), regions(sides=sides)
    words = escape("; ".join(names[region] for region in marked) or "no region", quote=True)
    said = f'role="img" aria-label="Schematic body map. Marked: {words}"'
    if control:
        said = 'aria-hidden="true"'
    parts = "".join(_view(view, marked, sides=sides, control=control) for view in VIEWS)
    box = f"0 0 {2 * _SHOWN[1]} {_HEIGHT + 22}"
    return f'<svg class="hip-body" viewBox="{box}" {said}>{parts}</svg>'


def _view(view: str, marked: Collection[str], *, sides: bool, control: bool) -> str:
    """Draw a half and mirror it: outline, lines, then the regions with their numbers."""
    shapes: dict[str, list[str]] = {"outline": [], "line": [], "touch": [], "region": []}
    for row in records("body_map", view=view):
        if row["kind"] != "region":
            shapes[row["kind"]].append(f'<path d="{row["path"]}"/>')
            continue
        for mirrored in (False, True):
            # the right half of the front view is the person's left
            side = SIDES[(view == "front") != mirrored]
            region = f"{side}_{row['region']}" if sides else row["region"]
            mark = ' data-chosen=""' if region in marked else ""
            x, y = _WIDTH - row["x"] if mirrored else row["x"], row["y"]
            shapes["region"].append(
                f'<g class="hip-body-region" data-region="{region}"{mark}>'
                f'<path d="{row["path"]}"{_TURN if mirrored else ""}/>'
                f'<g transform="translate({x:g} {y:g})">'
                f'<circle r="8"/><text y="3.6">{number(region)}</text>'
                f'<path class="hip-body-tick" d="{_TICK}"/></g></g>'
            )
            if control:  # an unseen circle below: a narrow region is not too small for a finger
                shapes["touch"].append(
                    f'<circle class="hip-body-touch" data-region="{region}" cx="{x:g}" '
                    f'cy="{y:g}" r="{_FINGER}"/>'
                )
    body, lines, touch, drawn = ("".join(parts) for parts in shapes.values())
    right, left = (46, 154) if view == "front" else (154, 46)
    words = ((100, VIEWS[view]), (right, "R"), (left, "L"))
    letters = "".join(f'<text x="{x}" y="{_HEIGHT + 14}">{word}</text>' for x, word in words)
    start = list(VIEWS).index(view) * _SHOWN[1] - _SHOWN[0]
    return (
        f'<g transform="translate({start} 0)">'
        f'<g class="hip-body-skin">{body}<g{_TURN}>{body}</g></g>'
        f'<g class="hip-body-lines"><g>{lines}</g><g{_TURN}>{lines}</g></g>'
        f'{touch}{drawn}<g class="hip-body-words">{letters}</g></g>'
    )

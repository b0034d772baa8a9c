"""A schematic body, front and back, with the regions where hip pain is felt, as SVG.

Choice made here: a number stands in each region and beside its name, and a chosen region gets a
tick and a thick edge, so that nothing depends on colour or on seeing the drawing. Right and left
are those of the person, so they change places between front and back.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator
from functools import cache
from html import escape
from typing import Any

import pandas as pd

from hiplib import tables

VIEWS = {"front": "Front", "back": "Back"}
SIDES = ("right", "left")
_WIDTH, _HEIGHT = 200, 306
_SHOWN = (34, 132)  # left edge and width of what a view needs of its 200 units
_FINGER = 18  # radius, so that a drawing on a phone has targets of 44 pixels
_TICK = "M-4.2 .4 -1.2 3.4 4.4 -3.2"


def regions(*, sides: bool = False) -> dict[str, str]:
    """Return the regions of the map, id to name, in the order of their numbers.

    With `sides` each place on the body comes twice, as ``"right_lateral"`` and ``"left_lateral"``;
    pain that is spread out or felt elsewhere has no place in the drawing and no side.

    Examples
    --------
    >>> list(regions())[:2]
    ['anterior_groin', 'medial_groin']
    >>> regions(sides=True)["left_lateral"]
    'Outer side of the hip, left'
    """
    rows = tables.read("regions")
    names = dict(zip(rows["region"], rows["name"], strict=True))
    if not sides:
        return names
    found: dict[str, str] = {}
    for region, name in names.items():
        if region in places():
            found |= {f"{side}_{region}": f"{name}, {side}" for side in SIDES}
        else:
            found[region] = name
    return found


@cache
def places() -> tuple[str, ...]:
    """Return the regions that have a place in the drawing, in the order of their numbers."""
    drawn = set(_shapes()["region"])
    return tuple(region for region in tables.read("regions")["region"] if region in drawn)


def known(chosen: Collection[str], *, sides: bool = False) -> list[str]:
    """Return the chosen regions in the order of the map.

    Raises
    ------
    ValueError
        For an unknown region; names the allowed ones.
    """
    allowed = regions(sides=sides)
    for region in chosen:
        if region not in allowed:
            raise ValueError(f"region {region!r} is unknown; allowed: {', '.join(allowed)}")
    return [region for region in allowed if region in chosen]


def body_svg(chosen: Collection[str] = (), *, sides: bool = False, control: bool = False) -> str:
    """Draw the body with the chosen regions marked.

    Parameters
    ----------
    chosen : collection of str
        Ids of `regions`; those without a place in the drawing are only named.
    sides : bool
        Whether right and left are regions of their own.
    control : bool
        True for a drawing to point at: the names stand beside it, so that a screen reader can skip
        it, and a finger finds regions that are narrow.

    Examples
    --------
    >>> body_svg(["lateral"]).count("data-chosen")
    4
    """
    marked = known(chosen, sides=sides)
    names = regions(sides=sides)
    words = "; ".join(names[region] for region in marked) or "no region"
    said = (
        'aria-hidden="true"'
        if control
        else f'role="img" aria-label="Schematic body map. Marked: {escape(words, quote=True)}"'
    )
    parts = "".join(_view(view, marked, sides=sides, control=control) for view in VIEWS)
    width = _SHOWN[1]
    box = f"0 0 {2 * width} {_HEIGHT + 22}"
    return f'<svg class="hip-body" viewBox="{box}" {said}>{parts}</svg>'


def _view(view: str, marked: Collection[str], *, sides: bool, control: bool) -> str:
    left, width = _SHOWN
    start = list(VIEWS).index(view) * width - left
    shapes = _shapes()[_shapes()["view"] == view]
    outline = shapes.loc[shapes["kind"] == "outline", "path"].iloc[0]
    lines = "".join(f'<path d="{path}"/>' for path in shapes.loc[shapes["kind"] == "line", "path"])
    halves = f"<g>{lines}</g>" + f'<g transform="matrix(-1 0 0 1 {_WIDTH} 0)">{lines}</g>'
    body = "".join(
        f'<path d="{outline}"{turn}/>' for turn in ("", f' transform="matrix(-1 0 0 1 {_WIDTH} 0)"')
    )
    own = shapes[shapes["kind"] == "region"]
    touch = "".join(_touch(own, view, sides=sides)) if control else ""
    regions_drawn = "".join(_regions(own, view, marked, sides=sides))
    return (
        f'<g transform="translate({start} 0)"><g class="hip-body-skin">{body}</g>'
        f'<g class="hip-body-lines">{halves}</g>{touch}{regions_drawn}{_letters(view)}</g>'
    )


def _letters(view: str) -> str:
    """Return the name of a view, and R and L of the person beside it."""
    right, left = (46, 154) if view == "front" else (154, 46)
    return (
        f'<g class="hip-body-words"><text x="100" y="{_HEIGHT + 14}">{VIEWS[view]}</text>'
        f'<text x="{right}" y="{_HEIGHT + 14}">R</text>'
        f'<text x="{left}" y="{_HEIGHT + 14}">L</text></g>'
    )


def _regions(
    shapes: pd.DataFrame, view: str, marked: Collection[str], *, sides: bool
) -> Iterator[str]:
    for region, row, x, mirrored in _halves(shapes, view, sides=sides):
        turn = f' transform="matrix(-1 0 0 1 {_WIDTH} 0)"' if mirrored else ""
        chosen = ' data-chosen=""' if region in marked else ""
        yield (
            f'<g class="hip-body-region" data-region="{region}"{chosen}>'
            f'<path d="{row["path"]}"{turn}/><g transform="translate({x:g} {row["y"]:g})">'
            f'<circle r="8"/><text y="3.6">{number(row["region"])}</text>'
            f'<path class="hip-body-tick" d="{_TICK}"/></g></g>'
        )


def _touch(shapes: pd.DataFrame, view: str, *, sides: bool) -> Iterator[str]:
    """Give unseen circles below the regions: a narrow one is not too small for a finger."""
    for region, row, x, _ in _halves(shapes, view, sides=sides):
        yield (
            f'<circle class="hip-body-touch" data-region="{region}" cx="{x:g}" cy="{row["y"]:g}"'
            f' r="{_FINGER}"/>'
        )


def _halves(
    shapes: pd.DataFrame, view: str, *, sides: bool
) -> Iterator[tuple[str, dict[Hashable, Any], float, bool]]:
    """Give each region of a view on both sides: id, row, x of its number, whether mirrored."""
    for row in shapes.to_dict("records"):
        for mirrored in (False, True):
            # the right half of the front view is the person's left
            side = SIDES[(view == "front") != mirrored]
            region = f"{side}_{row['region']}" if sides else row["region"]
            yield region, row, _WIDTH - row["x"] if mirrored else row["x"], mirrored


def number(region: str) -> int:
    """Return the number of a region in the drawing, with or without its side."""
    return places().index(region.removeprefix("right_").removeprefix("left_")) + 1


@cache
def _shapes() -> pd.DataFrame:
    return tables.read("body_map")

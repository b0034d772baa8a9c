"""The hip in words and numbers: names of parts, how each was drawn, and its colour and size."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

from hiplib.anatomy import LAYERS, Hip, SoftPart, soft_tissues, structure
from hiplib.figures.hip_views import PART_COLOURS, POINTS, SOFT_COLOURS, colour_of_bone

if TYPE_CHECKING:
    import pandas as pd

_LINE = 20  # letters that fit beside a picture


def structure_of(part: str) -> str:
    """Give the structure_id that a part or point of the picture stands for.

    Examples
    --------
    >>> structure_of("opposite_ilium"), structure_of("femoral_shaft")
    ('ilium', 'femur')
    """
    part = part.removeprefix("opposite_")
    if part in POINTS:
        return POINTS[part][0]
    if part in PART_COLOURS:
        return "femur" if part == "femoral_shaft" else part
    return soft_tissues()[part].structure_id


@cache
def part_name(part: str) -> str:
    """Give the plain name of a part or point.

    Examples
    --------
    >>> part_name("opposite_pubis")
    'Pubis, other side'
    """
    if part == "femoral_shaft":
        return "Femoral shaft"
    name = structure(structure_of(part)).name
    return f"{name}, other side" if part.startswith("opposite_") else name


def short_name(part: str) -> str:
    """Give a name that fits beside the picture; a long one on two lines.

    Examples
    --------
    >>> short_name("trochanteric_bursa"), short_name("lfcn")
    ('Trochanteric bursa', 'Lateral femoral<br>cutaneous nerve')
    """
    if part in POINTS:
        return POINTS[part][1]
    name = re.sub(r" \(.*?\)", "", part_name(part))
    return name if len(name) <= _LINE else "<br>".join(textwrap.wrap(name, 2 * len(name) // 3))


@cache
def hover(part: str) -> str:
    """Give what stands beside the pointer: name, role, and whether the drawing is schematic."""
    lines = [f"<b>{part_name(part)}</b>"]
    if part not in POINTS:
        lines.append(structure(structure_of(part)).role)
    if is_soft(part) and soft_tissues()[part].schematic:
        lines.append("<i>Schematic</i>")
    return "<br>".join(lines) + "<extra></extra>"


def is_soft(part: str | None) -> bool:
    """Say if an id is one of a soft part; the table is read only when it is no bone or point."""
    known = part is None or part.removeprefix("opposite_") in (*PART_COLOURS, *POINTS)
    return not known and part in soft_tissues()


def drawn_how(part: str) -> str:
    """Say how a soft part came into the picture, and what its drawing leaves out; else nothing.

    Examples
    --------
    >>> drawn_how("ilium"), drawn_how("piriformis")
    ('', 'Follows the path of a muscle model.')
    """
    if not is_soft(part):
        return ""
    soft = soft_tissues()[part]
    how = "Schematic: placed by hand after its attachments."
    return f"{how if soft.schematic else 'Follows the path of a muscle model.'} {soft.note}".strip()


def _soft_colour(part: SoftPart) -> str:
    name = SOFT_COLOURS[structure(part.structure_id).kind][0]
    shade = {-2: "darkest", -1: "darker", 0: "", 1: "lighter", 2: "lightest"}[part.shade]
    return ", ".join(filter(None, (name, shade)))


def hip_numbers(hip: Hip, layers: Collection[str] = ()) -> pd.DataFrame:
    """Give the parts in words and numbers: colour, what it is, width, depth and height in mm.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> hip_numbers(hip())["Part"].tolist()[:3]
    ['Ilium', 'Ischium', 'Pubis']
    """
    import pandas as pd

    drawn = [
        (part, "Bones", colour_of_bone(part, quiet=bool(layers))[0], "shape model", hip.parts[part])
        for part in PART_COLOURS
    ] + [
        (key, LAYERS[soft.layer], _soft_colour(soft),
         "schematic" if soft.schematic else "muscle model", soft.mesh)
        for key, soft in (soft_tissues().items() if layers else ())
        if soft.layer in layers
    ]  # fmt: skip
    head = f". Its sphere is {2 * hip.head_radius_mm:.0f} mm across"
    rows = [
        (part_name(part), layer, colour,
         structure(structure_of(part)).role + head * (part == "femoral_head"), how,
         *(round(size) for size in mesh.size_mm))
        for part, layer, colour, how, mesh in drawn
    ]  # fmt: skip
    columns = ["Part", "Layer", "Colour", "What it is", "Drawn from"]
    table = pd.DataFrame(rows, columns=[*columns, "Width (mm)", "Depth (mm)", "Height (mm)"])
    return table if layers else table.drop(columns=["Layer", "Drawn from"])

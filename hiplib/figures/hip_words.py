"""The hip in words and numbers: names, what the pointer meets, what a picture shows."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

from hiplib.anatomy import LAYERS, Hip, SoftPart, soft_tissues, structure
from hiplib.figures.hip_views import (
    PART_COLOURS,
    POINTS,
    SOFT_COLOURS,
    VIEWS,
    colour_of_bone,
)

if TYPE_CHECKING:
    import pandas as pd

    from hiplib.figures.hip import Plate

_LINE = 20  # letters that fit beside a picture
_MOST_NAMED = 6  # parts that are named in words


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
    """Give the name of a part for a label: nothing in brackets, a long name on two lines.

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


def hip_summary(plate: Plate) -> str:
    """Say in words what a plate shows.

    Examples
    --------
    >>> from hiplib.anatomy import hip
    >>> from hiplib.figures.hip import Plate
    >>> hip_summary(Plate(hip(), highlight="ischium")).split(". ")[-1]
    'Marked: Ischium, lower back part of the hip bone; you sit on it.'
    """
    view, marked = VIEWS[plate.view], plate.highlight
    words = [f"The {plate.hip.side} hip. {view.sentence}"]
    shown = [name.lower() for layer, name in LAYERS.items() if layer in plate.layers]
    if shown:
        all_of_them = "all layers of soft tissue" if len(shown) == len(LAYERS) else ""
        words.append(f"On the bones: {all_of_them or ', '.join(shown)}.")
        if view.soft is not None:
            words.append("What reaches the thigh bone is left out in this view.")
    if marked is None:
        seen = [part_name(part).lower() for part in plate.labelled if is_soft(part)]
        words += [f"Largest here: {'; '.join(seen[:_MOST_NAMED])}."] if seen else []
        return " ".join(words)
    role = structure(structure_of(marked)).role
    words.append(f"Marked: {part_name(marked)}, {role[0].lower()}{role[1:]}.")
    if not plate.seen()[1]:
        words.append("It cannot be seen in this view: something else covers it.")
    words.append(drawn_how(marked))
    return " ".join(words).strip()


def soft_colour_name(part: SoftPart) -> str:
    """Name the colour of a soft part, with its shade."""
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

    rows: list[tuple[object, ...]] = []
    for part in PART_COLOURS:
        colour, _ = colour_of_bone(part, "quiet" if layers else "part")
        wide, deep, high = hip.parts[part].size_mm
        role = structure(structure_of(part)).role
        if part == "femoral_head":
            role = f"{role}. Its sphere is {2 * hip.head_radius_mm:.0f} mm across"
        size = round(wide), round(deep), round(high)
        rows.append((part_name(part), "Bones", colour, role, "shape model", *size))
    for key, soft in soft_tissues().items() if layers else ():
        if soft.layer in layers:
            how = "schematic" if soft.schematic else "muscle model"
            role, colour = structure(soft.structure_id).role, soft_colour_name(soft)
            wide, deep, high = soft.mesh.size_mm
            size = round(wide), round(deep), round(high)
            rows.append((part_name(key), LAYERS[soft.layer], colour, role, how, *size))
    columns = ["Part", "Layer", "Colour", "What it is", "Drawn from"]
    table = pd.DataFrame(rows, columns=[*columns, "Width (mm)", "Depth (mm)", "Height (mm)"])
    return table if layers else table.drop(columns=["Layer", "Drawn from"])

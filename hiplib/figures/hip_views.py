"""What a plate of the hip can show: views and parts, their names, colours and sizes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from hiplib import tables
from hiplib.anatomy import FEMUR_PARTS, Hip, SoftPart, layer_names, soft_tissues, structure
from hiplib.figures.labels3d import FloatArray, Look

if TYPE_CHECKING:
    import pandas as pd

_LINE = 20  # letters that fit beside a picture
Triple = tuple[float, float, float]
_FRONT: Triple = (0.0, -1.0, 0.0)


@dataclass(frozen=True)
class View:
    """Where the reader looks from; directions are those of a left hip (x left, y back, z up).

    `name` stands on the button and `sentence` says what one sees. `eye` is the direction from the
    hip to the eye; `low` and `high` are corners of the shown box in mm. Bones whose ids begin with
    one of `hidden` would be in the way; of soft parts only `soft` are drawn (empty: all). In the
    laboratory of shapes `bones` and `opacity` say what is drawn how, and `cut` is the axis square
    to which the bones are cut through the ball's centre: what lies in front (above) is left out.
    """

    name: str
    sentence: str
    eye: Triple
    low: Triple = (-60.0, -85.0, -135.0)
    high: Triple = (165.0, 115.0, 160.0)
    up: Triple = (0.0, 0.0, 1.0)
    zoom: float = 1.0
    hidden: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()
    bones: str = ""
    opacity: float | None = None
    cut: str = ""

    def look(self, flip: FloatArray | float = 1.0) -> Look:
        """Give the picture's axes and box; `flip` mirrors them for a right hip."""
        corners = np.array([self.low, self.high]) * flip
        return Look.of(np.array(self.eye) * flip, np.array(self.up), corners, self.zoom)


@cache
def views() -> dict[str, View]:
    """Read the fixed views."""
    found = {}
    for row in tables.read("hip_views").itertuples(index=False, name=None):
        view, name, sentence, x, y, z, low_x, low_z, zoom, hidden, soft = row
        up = View.up if x or y else _FRONT  # from above: front at the top
        in_the_way = hidden.replace("femur", " ".join(FEMUR_PARTS)).split()
        found[view] = View(name, sentence, (x, y, z), (low_x, View.low[1], low_z), View.high, up,
                           zoom, tuple(in_the_way), tuple(soft.split()))  # fmt: skip
    return found


@cache
def lab_views(picture: str) -> dict[str, View]:
    """Read the fixed views of a laboratory: those of "shape", "contact" or "muscles"."""
    found = {}
    for row in tables.records("lab_views", picture=picture):
        eye = row["eye_x"], row["eye_y"], row["eye_z"]
        low, high = ((row[f"{end}_x_mm"], row[f"{end}_y_mm"], row[f"{end}_z_mm"])
                     for end in ("low", "high"))  # fmt: skip
        more = {key: row[key] for key in ("zoom", "bones", "opacity", "cut")}
        up = View.up if row["on_top"] == "up" else _FRONT
        found[row["view"]] = View(row["name"], row["sentence"], eye, low, high, up, **more)
    return found


@cache
def _of_kind(kind: str, first: str, second: str) -> dict[str, tuple[str, str]]:
    rows = tables.records("hip_colours", kind=kind)
    return {row["part_id"]: (row[first], row[second]) for row in rows}


def part_colours() -> dict[str, tuple[str, str]]:
    """Give the name of the colour of each part of a bone, and the colour."""
    return _of_kind("bone", "colour_name", "colour")


def soft_colours() -> dict[str, tuple[str, str]]:
    """Give the same for kinds of soft part; parts that touch differ in `shade` of soft_parts."""
    return _of_kind("soft", "colour_name", "colour")


def named_points() -> dict[str, tuple[str, str]]:
    """Give structure_id and short name of the points of bones that one can name and mostly feel.

    The keys are those of `Hip.landmarks_mm`; the socket is a hollow and is named when nothing
    fills it.
    """
    return _of_kind("point", "structure_id", "short_name")


def named() -> tuple[str, ...]:
    """Give the ids of the parts and points of the bones."""
    return (*part_colours(), *named_points())


def colour_of_bone(part: str, *, quiet: bool) -> tuple[str, str]:
    """Give the name of the colour of a part of a bone, and the colour; quiet under soft parts."""
    if not quiet:
        return part_colours()[part]
    if part == "sacrum":
        return "warm grey", "#d6ccba"
    return ("ivory", "#f0e7d6") if part in FEMUR_PARTS else ("bone", "#e8d9bc")


def is_soft(part: str | None) -> bool:
    """Say if an id is one of a soft part; the table is read only when it is no bone or point."""
    known = part is None or part.removeprefix("opposite_") in named()
    return not known and part in soft_tissues()


def structure_of(part: str) -> str:
    """Give the structure_id that a part or point of the picture stands for.

    >>> structure_of("opposite_ilium"), structure_of("femoral_shaft")
    ('ilium', 'femur')
    """
    part = part.removeprefix("opposite_")
    if part in named():
        return str(tables.lookup("hip_colours", "structure_id")[part])
    return soft_tissues()[part].structure_id


@cache
def part_name(part: str) -> str:
    """Give the plain name of a part or point, such as "Pubis, other side"."""
    if part == "femoral_shaft":
        return "Femoral shaft"
    name = structure(structure_of(part)).name
    return f"{name}, other side" if part.startswith("opposite_") else name


def short_name(part: str) -> str:
    """Give a name that fits beside the picture; a long one on two lines.

    >>> short_name("trochanteric_bursa"), short_name("lfcn")
    ('Trochanteric bursa', 'Lateral femoral<br>cutaneous nerve')
    """
    if part in named_points():
        return named_points()[part][1]
    name = re.sub(r" \(.*?\)", "", part_name(part))
    return name if len(name) <= _LINE else "<br>".join(textwrap.wrap(name, 2 * len(name) // 3))


@cache
def hover(part: str) -> str:
    """Give what stands beside the pointer: name, role, and whether the drawing is schematic."""
    role = [] if part in named_points() else [structure(structure_of(part)).role]
    schematic = is_soft(part) and soft_tissues()[part].schematic
    lines = [f"<b>{part_name(part)}</b>", *role, *["<i>Schematic</i>"] * schematic]
    return "<br>".join(lines) + "<extra></extra>"


def drawn_how(part: str) -> str:
    """Say how a soft part came into the picture, and what its drawing leaves out; else nothing."""
    if not is_soft(part):
        return ""
    soft, how = soft_tissues()[part], "Schematic: placed by hand after its attachments."
    return f"{how if soft.schematic else 'Follows the path of a muscle model.'} {soft.note}".strip()


def _soft_colour(part: SoftPart) -> str:
    shade = {-2: ", darkest", -1: ", darker", 0: "", 1: ", lighter", 2: ", lightest"}[part.shade]
    return soft_colours()[structure(part.structure_id).kind][0] + shade


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
        for part in part_colours()
    ]
    for key, soft in soft_tissues().items() if layers else ():
        if soft.layer in layers:
            how = "schematic" if soft.schematic else "muscle model"
            drawn.append((key, layer_names()[soft.layer], _soft_colour(soft), how, soft.mesh))
    columns = ["Part", "Layer", "Colour", "What it is", "Drawn from"]
    rows = []
    for part, layer, colour, how, mesh in drawn:
        role = structure(structure_of(part)).role
        if part == "femoral_head":
            role += f". Its sphere is {2 * hip.head_radius_mm:.0f} mm across"
        rows.append((part_name(part), layer, colour, role, how, *map(round, mesh.size_mm)))
    table = pd.DataFrame(rows, columns=[*columns, "Width (mm)", "Depth (mm)", "Height (mm)"])
    return table if layers else table.drop(columns=["Layer", "Drawn from"])

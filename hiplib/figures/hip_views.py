"""What a plate of the hip can show: views, colours of the parts, points with a name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hiplib import tables
from hiplib.anatomy import FEMUR_PARTS

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class View:
    """Where the reader looks from; directions are those of a left hip (x left, y back, z up).

    `name` stands on the button and `sentence` says what one sees. `eye` is the direction from the
    hip to the eye; `low` and `high` are corners of the shown box in mm. Bones whose ids begin with
    one of `hidden` would be in the way; of soft parts only `soft` are drawn (empty: all).
    """

    name: str
    sentence: str
    eye: Triple
    up: Triple = (0.0, 0.0, 1.0)
    low: Triple = (-60.0, -85.0, -135.0)
    high: Triple = (165.0, 115.0, 160.0)
    zoom: float = 1.0
    hidden: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()


@cache
def views() -> dict[str, View]:
    """Read the fixed views, the first one first.

    Examples
    --------
    >>> views()["side"].name
    'Outside'
    """
    found = {}
    for row in tables.read("hip_views").itertuples(index=False, name=None):
        view, name, sentence, x, y, z, low_x, low_z, zoom, hidden, soft = row
        up = (0.0, 0.0, 1.0) if x or y else (0.0, -1.0, 0.0)  # from above: front at the top
        in_the_way = hidden.replace("femur", " ".join(FEMUR_PARTS)).split()
        found[view] = View(name, sentence, (x, y, z), up, (low_x, View.low[1], low_z), View.high,
                           zoom, tuple(in_the_way), tuple(soft.split()))  # fmt: skip
    return found


def __getattr__(name: str) -> dict[str, View]:
    """Give `VIEWS`, read when it is first asked for, so that an import reads no table."""
    if name != "VIEWS":
        raise AttributeError(name)
    return views()


# The same in both themes, light enough for either; neighbours differ in lightness as well as hue.
PART_COLOURS: dict[str, tuple[str, str]] = {
    "ilium": ("sand", "#e2c98f"),
    "ischium": ("slate blue", "#7595bd"),
    "pubis": ("terracotta", "#c07a58"),
    "sacrum": ("warm grey", "#c9c1b4"),
    "femoral_head": ("pale blue", "#b5d3e2"),
    "femoral_neck": ("amber", "#d99f4e"),
    "greater_trochanter": ("plum", "#9a7bb0"),
    "lesser_trochanter": ("teal", "#3f8f87"),
    "femoral_shaft": ("bone", "#ece0c8"),
}
BONE_COLOURS: dict[str, tuple[str, str]] = {
    "hip_bone": ("sand", "#e2c98f"),
    "sacrum": ("warm grey", "#c9c1b4"),
    "femur": ("pale blue", "#b5d3e2"),
}
# Points of the bones that one can name and mostly feel: key -> (structure_id, short name). The keys
# are those of `Hip.landmarks_mm`; the socket is a hollow and is named when nothing fills it.
POINTS: dict[str, tuple[str, str]] = {
    "iliac_crest": ("iliac_crest", "Iliac crest"),
    "asis": ("asis", "ASIS"),
    "psis": ("psis", "PSIS"),
    "symphysis": ("pubic_symphysis", "Pubic symphysis"),
    "ischial_tuberosity": ("ischial_tuberosity", "Sit bone"),
    "socket": ("acetabulum", "Hip socket"),
}
# Kinds of soft part: name of the colour and the colour, those of `look.md`. Parts of one kind that
# touch differ in lightness (`shade` of soft_parts).
SOFT_COLOURS: dict[str, tuple[str, str]] = {
    "labrum": ("pale blue", "#a9c7d8"),
    "ligament": ("sage green", "#8fae9b"),
    "capsule": ("sage green", "#8fae9b"),
    "bursa": ("blue", "#6f9fc4"),
    "muscle": ("red", "#b5483f"),
    "tendon": ("off-white", "#e6e0d4"),
    "vessel": ("dark red", "#9c2f3f"),
    "nerve": ("yellow", "#e3b505"),
}


def colour_of_bone(part: str, *, quiet: bool) -> tuple[str, str]:
    """Give the name of the colour of a part of a bone, and the colour; quiet under soft parts."""
    if not quiet:
        return PART_COLOURS[part]
    if part == "sacrum":
        return "warm grey", "#d6ccba"
    return ("ivory", "#f0e7d6") if part in FEMUR_PARTS else ("bone", "#e8d9bc")

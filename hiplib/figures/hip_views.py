"""What a plate of the hip can show: views, colours of the parts, points with a name."""

from __future__ import annotations

from dataclasses import dataclass

from hiplib.anatomy import FEMUR_PARTS


@dataclass(frozen=True)
class View:
    """Where the reader looks from; directions are those of a left hip (x left, y back, z up).

    Parameters
    ----------
    name, sentence : str
        Words for the button, and what one sees.
    eye, up : tuple of 3 floats
        Direction from the hip to the eye, and the direction that is up in the picture.
    hidden : tuple of str
        Beginnings of the ids of parts that would be in the way.
    low, high : tuple of 3 floats
        Corners of the shown box in mm.
    zoom : float
        How much larger than needed for the whole box.
    """

    name: str
    sentence: str
    eye: tuple[float, float, float]
    up: tuple[float, float, float] = (0.0, 0.0, 1.0)
    hidden: tuple[str, ...] = ()
    low: tuple[float, float, float] = (-145.0, -85.0, -135.0)
    high: tuple[float, float, float] = (165.0, 115.0, 160.0)
    zoom: float = 1.0


_HALF = (-60.0, -85.0, -135.0)  # low corner of a box without the other hip bone
VIEWS: dict[str, View] = {
    "front": View(
        "Front",
        "From the front: the ball sits in the socket; the neck leads out and down to the shaft.",
        (0.0, -1.0, 0.0),
        hidden=("opposite_",),
        low=_HALF,
    ),
    "side": View(
        "Outside",
        "From the outside: the greater trochanter covers the joint; the wing of the ilium rises "
        "above, and the ischium lies below and behind.",
        (1.0, 0.0, 0.0),
        hidden=("opposite_", "sacrum"),
        low=_HALF,
    ),
    "back": View(
        "Back",
        "From the back: the sacrum joins the hip bone; the ischium ends in the sit bone, close to "
        "the lesser trochanter.",
        (0.0, 1.0, 0.0),
        hidden=("opposite_",),
        low=_HALF,
    ),
    "above": View(
        "From above",
        "From above, front of the body at the top: hip bones and sacrum form a ring.",
        (0.0, 0.0, 1.0),
        up=(0.0, -1.0, 0.0),
        low=(-145.0, -85.0, -135.0),
    ),
    "socket": View(
        "Socket",
        "Thigh bone taken out: ilium, ischium and pubis meet in the socket.",
        (0.75, -0.4, -0.55),
        hidden=("opposite_", "sacrum", *FEMUR_PARTS),
        low=(-5.0, -85.0, -85.0),
        zoom=1.35,
    ),
    "inside": View(
        "Inside",
        "From the midline, other half taken away: the smooth inner face of the hip bone.",
        (-1.0, 0.0, 0.0),
        hidden=("opposite_", "sacrum"),
        low=_HALF,
    ),
    "pelvis": View(
        "Pelvis",
        "From the front: two hip bones and the sacrum make the pelvis; the pubic bones meet in "
        "the middle.",
        (0.0, -1.0, 0.0),
        low=(-145.0, -85.0, -135.0),
    ),
    "thigh": View(
        "Thigh bone",
        "From the front, down to the knee: the thigh bone is a long lever under the joint.",
        (0.0, -1.0, 0.0),
        hidden=("opposite_",),
        low=(-60.0, -85.0, -425.0),
    ),
}

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
BONE_COLOURS: dict[str, tuple[str, str]] = {
    "hip_bone": ("sand", "#e2c98f"),
    "sacrum": ("warm grey", "#c9c1b4"),
    "femur": ("pale blue", "#b5d3e2"),
}

"""What a plate of the hip can show: views, colours of the parts, points with a name."""

from __future__ import annotations

from dataclasses import dataclass

from hiplib.anatomy import FEMUR_PARTS

Triple = tuple[float, float, float]
_HALF = (-60.0, -85.0, -135.0)  # low corner of a box without the other hip bone
_WHOLE = (-145.0, -85.0, -135.0)
_KNEE = (-60.0, -85.0, -425.0)


@dataclass(frozen=True)
class View:
    """Where the reader looks from; directions are those of a left hip (x left, y back, z up).

    `name` stands on the button and `sentence` says what one sees. `eye` is the direction from the
    hip to the eye; `low` and `high` are corners of the shown box in mm. Parts whose ids begin with
    one of `hidden` would be in the way; of soft parts only `soft` are drawn (None: all).
    """

    name: str
    sentence: str
    eye: Triple
    low: Triple = _HALF
    hidden: tuple[str, ...] = ("opposite_",)
    up: Triple = (0.0, 0.0, 1.0)
    high: Triple = (165.0, 115.0, 160.0)
    zoom: float = 1.0
    soft: tuple[str, ...] | None = None


VIEWS: dict[str, View] = {
    "front": View(
        "Front",
        "From the front: the ball sits in the socket; the neck leads out and down to the shaft.",
        (0.0, -1.0, 0.0),
    ),
    "side": View(
        "Outside",
        "From the outside: the greater trochanter covers the joint; the wing of the ilium rises "
        "above, and the ischium lies below and behind.",
        (1.0, 0.0, 0.0),
    ),
    "back": View(
        "Back",
        "From the back: the sacrum joins the hip bone; the ischium ends in the sit bone, close to "
        "the lesser trochanter.",
        (0.0, 1.0, 0.0),
    ),
    "above": View(
        "From above",
        "From above, front of the body at the top: hip bones and sacrum form a ring.",
        *((0.0, 0.0, 1.0), _WHOLE, ()),
        up=(0.0, -1.0, 0.0),
    ),
    "socket": View(
        "Socket",
        "Thigh bone and what covers the joint taken out: ilium, ischium and pubis meet in the "
        "socket.",
        *((0.75, -0.4, -0.55), (-5.0, -85.0, -85.0), ("opposite_", "sacrum", *FEMUR_PARTS)),
        zoom=1.35,
        soft=("labrum", "transverse_acetabular_ligament", "ligamentum_teres"),
    ),
    "inside": View(
        "Inside",
        "From the midline, other half taken away: the smooth inner face of the hip bone.",
        *((-1.0, 0.0, 0.0), _HALF, ("opposite_", "sacrum")),
    ),
    "pelvis": View(
        "Pelvis",
        "From the front: two hip bones and the sacrum make the pelvis; the pubic bones meet in "
        "the middle.",
        *((0.0, -1.0, 0.0), _WHOLE, ()),
    ),
    "buttock": View(
        "Buttock",
        "From behind and outside: the floor of the buttock lies between sacrum, sit bone and "
        "greater trochanter.",
        (0.7, 0.72, 0.1),
    ),
    "groin": View(
        "Groin",
        "From in front and inside: the front of the joint lies above and beside the ring of pubis "
        "and ischium.",
        (-0.55, -0.83, -0.05),
        zoom=0.93,
    ),
    "thigh": View(
        "Thigh, front",
        "From the front, down to the knee: the thigh bone is a long lever under the joint.",
        *((0.0, -1.0, 0.0), _KNEE),
    ),
    "thigh_back": View(
        "Thigh, back",
        "From the back, down to the knee: from the sit bone to the back of the knee.",
        *((0.0, 1.0, 0.0), _KNEE),
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

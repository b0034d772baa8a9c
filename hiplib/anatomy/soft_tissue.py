"""The soft parts of the hip on the mean bones: ligaments, bursae, muscles, vessels, nerves.

Every part is drawn from a few strands of points (`soft_points`) by `hiplib.anatomy.loft`. Parts
that are `schematic` were placed by hand after the attachments in the tables; the others follow the
paths of a muscle model, moved outwards so that a belly lies on the bone and not in it. How thick a
muscle of that model is drawn follows its greatest force; the scale is a choice for the eye.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hiplib import tables
from hiplib.anatomy.bones import Mesh
from hiplib.anatomy.geometry import FloatArray
from hiplib.anatomy.loft import (
    cord_loops,
    curve,
    evenly,
    join,
    middle_surface,
    sheet_loops,
    skin,
)

# Layer id -> its name, from the bone outwards.
LAYERS: Mapping[str, str] = MappingProxyType(
    {
        "ligaments": "Labrum and ligaments",
        "bursae": "Bursae",
        "deep_muscles": "Deep muscles",
        "vessels": "Vessels",
        "nerves": "Nerves",
        "superficial_muscles": "Superficial muscles",
        "fascia": "Iliotibial band",
    }
)
_STATION_MM = 12.0  # distance of loops along a part: fine enough for the eye, light to send
_THIN = 0.25  # a tendon beside its belly


@dataclass(frozen=True, eq=False)
class SoftPart:
    """One soft part of the left hip in the frame of `hiplib.anatomy.geometry`.

    Parameters
    ----------
    part_id, structure_id : str
        Key of the part, and the structure that it shows.
    layer : str
        One of `LAYERS`.
    schematic : bool
        Placed by hand; otherwise it follows the path of the muscle model.
    shade : int
        From -2 (dark) to 2 (light): neighbours differ.
    note : str
        What the drawing leaves out.
    mesh : Mesh
        Closed surface.
    tone : (n,) array
        For each vertex 0 (tendon) to 1 (flesh); all 1 when the part is no muscle.
    """

    part_id: str
    structure_id: str
    layer: str
    schematic: bool
    shade: int
    note: str
    mesh: Mesh = field(repr=False)
    tone: NDArray[np.float32] = field(repr=False)


@cache
def soft_tissues() -> Mapping[str, SoftPart]:
    """Build all soft parts, from the bone outwards.

    Returns
    -------
    mapping of part_id to SoftPart

    Examples
    --------
    >>> parts = soft_tissues()
    >>> parts["piriformis"].layer, parts["labrum"].schematic
    ('deep_muscles', True)
    """
    points = dict(list(tables.read("soft_points").groupby("part_id", sort=False)))
    rows = tables.read("soft_parts").set_index("part_id")
    order = {layer: number for number, layer in enumerate(LAYERS)}
    rows = rows.iloc[rows["layer"].map(order).argsort(kind="stable")]
    return MappingProxyType(
        {str(part): _soft_part(str(part), row, points[part]) for part, row in rows.iterrows()}
    )


def _soft_part(part: str, row: pd.Series, points: pd.DataFrame) -> SoftPart:
    built = [_piece(row, piece) for _, piece in points.groupby("piece")]
    return SoftPart(
        part_id=part,
        structure_id=row["structure_id"],
        layer=row["layer"],
        schematic=bool(row["schematic"]),
        shade=int(row["shade"]),
        note=row["note"],
        mesh=join([mesh for mesh, _ in built]),
        tone=np.concatenate([tone for _, tone in built]),
    )


def _piece(row: pd.Series, points: pd.DataFrame) -> tuple[Mesh, NDArray[np.float32]]:
    """Surface and tone of one piece: a cord round one strand, or a sheet between several."""
    strands = [
        strand.sort_values("order")[["x_mm", "y_mm", "z_mm", "size_percent"]].to_numpy(float)
        for _, strand in points.groupby("strand")
    ]
    form, ring = row["form"], row["form"] == "ring"
    if ring:
        strands = [np.concatenate([strand, strand[:1]]) for strand in strands]
    length = max(evenly(strand[:, :3], 2)[1] for strand in strands)
    n = int(np.clip(round(length / _STATION_MM) + 1, 8, 30))
    sizes = curve(strands[len(strands) // 2][:, 3], np.linspace(0, 1, n)) / 100
    tendons = row["origin_tendon_percent"] / 100, row["insertion_tendon_percent"] / 100
    flesh, bulge = profile(form, n, *tendons)
    if len(strands) == 1:
        line, _ = evenly(strands[0][:, :3], n)
        radius = row["width_mm"] / 2 * bulge * sizes
        around = 8 if row["width_mm"] > 12 else 6
        loops = cord_loops(line, radius, around)
    else:
        wide = float(np.linalg.norm(strands[0][:, :3].mean(0) - strands[-1][:, :3].mean(0)))
        across = -np.cos(np.linspace(0, np.pi, int(np.clip(round(wide / 8) + 3, 6, 11))))
        surface = middle_surface([strand[:, :3] for strand in strands], n, across)
        half = row["thickness_mm"] / 2 * (bulge * sizes)[:, None] * edge(across)
        loops = sheet_loops(surface, half)
    tone = np.repeat(flesh, loops.shape[1]).reshape(loops.shape[:2])
    tone[:, 1::2] -= 0.12 * flesh[:, None]  # strands of fibres
    if ring:
        loops, tone = loops[:-1], tone[:-1]
    return skin(loops, closed=ring), tone.ravel().astype(np.float32)


def edge(across: FloatArray) -> FloatArray:
    """Thickness across a sheet as a share of that in its middle; round at both edges."""
    share: FloatArray = np.sqrt(np.clip(1 - across**4, 0, 1))
    return share


def profile(
    form: str, n: int, origin_tendon: float, insertion_tendon: float
) -> tuple[FloatArray, FloatArray]:
    """Flesh (0 tendon, 1 muscle) and thickness (share of the greatest) at `n` places along a part.

    Examples
    --------
    >>> flesh, thickness = profile("belly", 5, 0.0, 0.5)
    >>> flesh.round(1).tolist(), thickness.round(1).tolist()
    ([1.0, 1.0, 0.5, 0.0, 0.0], [0.3, 1.0, 0.3, 0.3, 0.3])
    """
    s = np.linspace(0, 1, n)
    if form == "belly":
        inside = np.clip((s - origin_tendon) / (1 - origin_tendon - insertion_tendon), 0, 1)
        bulge = _THIN + (1 - _THIN) * np.sin(np.pi * inside) ** 0.8
        soft = 0.05
        flesh = np.minimum(
            (s - origin_tendon) / soft if origin_tendon else np.ones(n),
            (1 - insertion_tendon - s) / soft if insertion_tendon else np.ones(n),
        )
        return np.clip(flesh / 2 + 0.5, 0, 1), bulge
    if form == "cushion":
        return np.ones(n), np.sqrt(np.clip(1 - (2 * s - 1) ** 2, 0.02, 1))
    return np.ones(n), np.ones(n)

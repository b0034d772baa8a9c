"""Build ``data/hip_muscles.npz`` and the forces of ``data/muscle_paths.csv``.

The file holds the geometry of the model's paths, not a grid of results: a path is a chain of points
fixed to the pelvis or to the femur, at most one of its pieces bends round a ball or a cylinder, and
`hiplib.anatomy.muscles` works out that bend itself. So moment arms agree with MuJoCo to rounding,
kinks included, where a grid would have to be interpolated. The table's names are written by hand.

Everything is a left hip in zero posture, knee straight, in mm from the hip centre (x left, y back,
z up). ``point_on_bone`` are the points carried to the smooth mean bones, the kneecap on its track;
``wrap_axes`` are columns, the third that of a cylinder, and ``wrap_side`` a point on the side of
the path in these axes; ``wrap_to_bone`` maps points near a wrap to the smooth bones.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from hiplib import anatomy, tables
from hiplib.anatomy.bones import joined
from hiplib.anatomy.geometry import FloatArray
from hiplib.prep import landmarks, muscle_model, register
from hiplib.prep.bones import Arrays, write_npz
from hiplib.prep.register import Surface

FILE, TABLE = "hip_muscles.npz", "muscle_paths.csv"
STEP_MM = 10.0  # arms of the little cross with which the map of a wrap is probed


@cache
def _smooth_hip() -> anatomy.Hip:
    return anatomy.hip()


def smooth_bone(*parts: str) -> Surface:
    """Bones of the course's mean hip, from the hip centre."""
    mesh = joined(_smooth_hip().meshes[part] for part in parts)
    return mesh.vertices - _smooth_hip().socket_centre_mm, mesh.faces.astype(np.int64)


def pelvis() -> Surface:
    """Left half and sacrum of the smooth pelvis."""
    return smooth_bone("ilium", "ischium", "pubis", "sacrum")


def _to_bone(points: FloatArray, *, on_femur: bool) -> FloatArray:
    """Carry points of the model's femur or pelvis to the smooth bone."""
    coarse = muscle_model.bones()
    if on_femur:
        source, target = coarse["femur"], smooth_bone("femur")
        mine, found = source[0], landmarks.femur_landmarks(source[0])
    else:
        (left, faces), (sacrum, more), target = coarse["left"], coarse["sacrum"], pelvis()
        source = np.concatenate([left, sacrum]), np.concatenate([faces, more + len(left)])
        names = ("left", "right", "sacrum")
        mine = np.concatenate([coarse[name][0] for name in names])
        ends = np.cumsum([len(coarse[name][0]) for name in names])
        bones = dict(zip(names, np.split(np.arange(ends[-1]), ends[:-1]), strict=True))
        found = {
            name.removesuffix("_left"): vertex
            for name, vertex in landmarks.pelvis_landmarks(mine, bones).items()
            if not name.endswith("_right")
        }
    hip = _smooth_hip()
    theirs = np.array([hip.landmarks_mm[name] for name in found]) - hip.socket_centre_mm
    return register.carry(source, target, (mine[list(found.values())], theirs), points)


def build() -> Arrays:
    """Build all arrays of the file from the installed package."""
    paths = muscle_model.paths()
    on_femur = np.concatenate([path.on_femur for path in paths])
    wraps = [(n, path.wrap) for n, path in enumerate(paths) if path.wrap is not None]
    wrap_on_femur, is_sphere, centre, axes, radius, side = map(
        np.array, zip(*(wrap for _, wrap in wraps), strict=True)
    )
    # Each wrap is carried as a cross: its centre, and a step along each axis from there.
    cross = centre[:, None] + STEP_MM * np.concatenate([np.zeros((1, 3)), np.eye(3)])
    every = np.concatenate([*(path.points for path in paths), cross.reshape(-1, 3)])
    moves = np.concatenate([on_femur, np.repeat(wrap_on_femur, 4)])
    for thigh in (False, True):
        every[moves == thigh] = _to_bone(every[moves == thigh], on_femur=thigh)
    carried = every[len(on_femur) :].reshape(-1, 4, 3)
    linear = (carried[:, 1:] - carried[:, :1]) / STEP_MM
    to_bone = np.concatenate([linear, carried[:, :1] - centre[:, None] @ linear], axis=1)
    as_loaded = [path.points for path in muscle_model.paths(on_track=False)]
    owner = np.repeat(np.arange(len(paths)), [len(path.points) for path in paths])
    return {
        "path": np.array(muscle_model.path_ids()),
        "point": np.concatenate(as_loaded).round(4),
        "point_path": owner.astype(np.uint8),
        "point_on_femur": on_femur,
        "point_on_bone": every[: len(on_femur)].round(2),
        "hip_centre": _smooth_hip().socket_centre_mm.round(4),
        "limits_deg": muscle_model.limits_deg(),
        "wrap_path": np.array([n for n, _ in wraps], dtype=np.uint8),
        "wrap_on_femur": wrap_on_femur,
        "wrap_is_sphere": is_sphere,
        "wrap_radius": radius.round(4),
        "wrap_centre": centre.round(4),
        "wrap_axes": axes.round(8),
        "wrap_side": side.round(4),
        "wrap_to_bone": to_bone.round(4),
    }


def rebuild(folder: Path) -> list[Path]:
    """Build both files into a folder and give their paths."""
    write_npz(folder / FILE, build())
    forces = [f"{path.max_force_n:.0f}" for path in muscle_model.paths()]
    table = tables.read("muscle_paths").assign(max_force_n=forces)
    table.to_csv(folder / TABLE, index=False, lineterminator="\n")
    return [folder / FILE, folder / TABLE]

"""Build ``data/hip_muscles.npz`` and ``data/muscle_paths.csv`` from the published muscle model.

The file holds the geometry of the model's paths, not a grid of results: a path is a chain of points
fixed to the pelvis or to the femur, at most one of its pieces bends round a ball or a cylinder, and
`hiplib.anatomy.muscles` works out that bend itself. So moment arms agree with MuJoCo to rounding,
kinks included, where a grid would have to be interpolated.

What is in the file (left hip, zero posture, knee straight; mm from the hip centre, x left, y back,
z up):

- ``path`` (p,) names as in myo-sim without the side;
- ``point`` (n, 3), ``point_path`` (n,), ``point_on_femur`` (n,): the points of each path, in order;
- ``point_on_bone`` (n, 3): the same points carried to the smooth mean bones (`prep.register`), with
  the kneecap on its track (see `hiplib.prep.muscle_model`);
- ``wrap_path``, ``wrap_on_femur``, ``wrap_is_sphere``, ``wrap_radius`` (w,),
  ``wrap_centre`` (w, 3), ``wrap_axes`` (w, 3, 3), axes as columns, the third that of a cylinder;
  ``wrap_side`` (w, 3) point on the side of the path, in the wrap's axes;
- ``wrap_to_bone`` (w, 4, 3): affine map of points near the wrap to the smooth bones;
- ``hip_centre`` (3,) where the hip centre lies in the frame of the course; ``limits_deg`` (3, 2).
"""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path

import numpy as np

from hiplib import anatomy
from hiplib.anatomy.geometry import FloatArray
from hiplib.prep import muscle_model, register
from hiplib.prep.archive import write_npz
from hiplib.prep.bones import Arrays
from hiplib.prep.landmarks import femur_landmarks, pelvis_landmarks
from hiplib.prep.register import Surface

FILE, TABLE = "hip_muscles.npz", "muscle_paths.csv"
REF_ID = "myosim2026package"
STEP_MM = 10.0  # arms of the little cross with which the map of a wrap is probed
# path -> (muscle_id, plain name)
NAMES = {
    "addbrev": ("adductor_brevis", "Adductor brevis"),
    "addlong": ("adductor_longus", "Adductor longus"),
    "addmagDist": ("adductor_magnus_adductor_part", "Adductor magnus, lower part"),
    "addmagIsch": ("adductor_magnus_hamstring_part", "Adductor magnus, hamstring part"),
    "addmagMid": ("adductor_magnus_adductor_part", "Adductor magnus, middle part"),
    "addmagProx": ("adductor_magnus_adductor_part", "Adductor magnus, upper part"),
    "bflh": ("biceps_femoris_long_head", "Biceps femoris, long head"),
    "glmax1": ("gluteus_maximus", "Gluteus maximus, upper part"),
    "glmax2": ("gluteus_maximus", "Gluteus maximus, middle part"),
    "glmax3": ("gluteus_maximus", "Gluteus maximus, lower part"),
    "glmed1": ("gluteus_medius", "Gluteus medius, front part"),
    "glmed2": ("gluteus_medius", "Gluteus medius, middle part"),
    "glmed3": ("gluteus_medius", "Gluteus medius, back part"),
    "glmin1": ("gluteus_minimus", "Gluteus minimus, front part"),
    "glmin2": ("gluteus_minimus", "Gluteus minimus, middle part"),
    "glmin3": ("gluteus_minimus", "Gluteus minimus, back part"),
    "grac": ("gracilis", "Gracilis"),
    "iliacus": ("iliacus", "Iliacus"),
    "piri": ("piriformis", "Piriformis"),
    "psoas": ("psoas_major", "Psoas major"),
    "recfem": ("rectus_femoris", "Rectus femoris"),
    "sart": ("sartorius", "Sartorius"),
    "semimem": ("semimembranosus", "Semimembranosus"),
    "semiten": ("semitendinosus", "Semitendinosus"),
    "tfl": ("tensor_fasciae_latae", "Tensor fasciae latae"),
}


@cache
def _smooth_hip() -> anatomy.Hip:
    return anatomy.hip()


def _joined(surfaces: list[Surface]) -> Surface:
    starts = np.cumsum([0] + [len(vertices) for vertices, _ in surfaces])
    faces = [faces + start for (_, faces), start in zip(surfaces, starts, strict=False)]
    return np.concatenate([vertices for vertices, _ in surfaces]), np.concatenate(faces)


def smooth_bone(*parts: str) -> Surface:
    """Bones of the course's mean hip, from the hip centre."""
    hip = _smooth_hip()
    meshes = [hip.meshes[part] for part in parts]
    return _joined(
        [(mesh.vertices - hip.socket_centre_mm, mesh.faces.astype(np.int64)) for mesh in meshes]
    )


def pelvis() -> Surface:
    """Left half and sacrum of the smooth pelvis."""
    return smooth_bone("ilium", "ischium", "pubis", "sacrum")


def _to_bone(points: FloatArray, *, on_femur: bool) -> FloatArray:
    """Carry points of the model's femur or pelvis to the smooth bone."""
    coarse, hip = muscle_model.bones(), _smooth_hip()
    if on_femur:
        source, target = coarse["femur"], smooth_bone("femur")
        at = femur_landmarks(source[0], np.zeros(3))
        mine = np.array([source[0][vertex] for vertex in at.values()])
    else:
        source, target = _joined([coarse["left"], coarse["sacrum"]]), pelvis()
        whole, _ = _joined([coarse["left"], coarse["right"], coarse["sacrum"]])
        ends = np.cumsum([len(coarse[bone][0]) for bone in ("left", "right", "sacrum")])
        bones = dict(
            zip(("left", "right", "sacrum"), np.split(np.arange(ends[-1]), ends[:2]), strict=True)
        )
        found = pelvis_landmarks(whole, bones)
        at = {k.removesuffix("_left"): v for k, v in found.items() if not k.endswith("_right")}
        mine = np.array([whole[vertex] for vertex in at.values()])
    theirs = np.array([hip.landmarks_mm[name] for name in at]) - hip.socket_centre_mm
    return register.carry(source, target, (mine, theirs), points)


def build() -> Arrays:
    """Build all arrays of the file from the installed package."""
    paths = muscle_model.paths()
    points = _chain(paths)
    owner = np.concatenate(
        [np.full(len(path.pelvis) + len(path.femur), n) for n, path in enumerate(paths)]
    )
    on_femur = np.concatenate([[False] * len(p.pelvis) + [True] * len(p.femur) for p in paths])
    wraps = [(n, path.wrap) for n, path in enumerate(paths) if path.wrap is not None]
    cross = np.concatenate([np.zeros((1, 3)), STEP_MM * np.eye(3)])
    probes = np.array([wrap.centre + cross for _, wrap in wraps])
    moves = np.concatenate([on_femur, np.repeat([wrap.on_femur for _, wrap in wraps], 4)])
    every = np.concatenate([points, probes.reshape(-1, 3)])
    for side in (False, True):
        every[moves == side] = _to_bone(every[moves == side], on_femur=side)
    on_bone, probes_on_bone = every[: len(points)], every[len(points) :].reshape(-1, 4, 3)
    return {
        "path": np.array(muscle_model.PATHS),
        "point": _chain(muscle_model.paths(on_track=False)).round(4),
        "point_path": owner.astype(np.uint8),
        "point_on_femur": on_femur,
        "point_on_bone": on_bone.round(2),
        "hip_centre": _smooth_hip().socket_centre_mm.round(4),
        "limits_deg": muscle_model.limits_deg(),
        "wrap_path": np.array([n for n, _ in wraps], dtype=np.uint8),
        "wrap_on_femur": np.array([wrap.on_femur for _, wrap in wraps]),
        "wrap_is_sphere": np.array([wrap.is_sphere for _, wrap in wraps]),
        "wrap_radius": np.array([wrap.radius for _, wrap in wraps]).round(4),
        "wrap_centre": np.array([wrap.centre for _, wrap in wraps]).round(4),
        "wrap_axes": np.array([wrap.axes for _, wrap in wraps]).round(8),
        "wrap_side": np.array([wrap.side for _, wrap in wraps]).round(4),
        "wrap_to_bone": _maps(probes[:, 0], probes_on_bone).round(4),
    }


def _chain(paths: list[muscle_model.Path]) -> FloatArray:
    return np.concatenate([np.concatenate([path.pelvis, path.femur]) for path in paths])


def _maps(centre: FloatArray, probes: FloatArray) -> FloatArray:
    """Affine maps (w, 4, 3) that take a wrap's centre and its cross to the probes (w, 4, 3)."""
    linear = (probes[:, 1:] - probes[:, :1]) / STEP_MM
    shift = probes[:, :1] - centre[:, None] @ linear
    return np.concatenate([linear, shift], axis=1)


def table(arrays: Arrays) -> str:
    """Give the table of the paths as CSV: names, force, how far the ends are from the bone."""
    paths = muscle_model.paths()
    owner, on_bone = arrays["point_path"], arrays["point_on_bone"].astype(float)
    first = np.searchsorted(owner, np.arange(len(paths)))
    last = np.searchsorted(owner, np.arange(len(paths)), side="right") - 1
    origin = register.gaps(on_bone[first], pelvis())
    insertion = register.gaps(on_bone[last], smooth_bone("femur"))
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    write(["path_id", "muscle_id", "name", "max_force_n", "beyond_knee",
           "origin_gap_mm", "insertion_gap_mm", "ref_id"])  # fmt: skip
    for n, path in enumerate(paths):
        muscle_id, name = NAMES[path.path_id]
        gap = f"{insertion[n]:.1f}" if path.on_thigh else ""
        write([path.path_id, muscle_id, name, f"{path.max_force_n:.0f}",
               str(not path.on_thigh).lower(), f"{origin[n]:.1f}", gap, REF_ID])  # fmt: skip
    return out.getvalue()


def rebuild(folder: Path) -> list[Path]:
    """Build both files into a folder and give their paths."""
    arrays = build()
    write_npz(folder / FILE, arrays)
    (folder / TABLE).write_text(table(arrays), encoding="utf-8", newline="")
    return [folder / FILE, folder / TABLE]

"""The published muscle model: paths of the right hip, and the coarse bones they belong to.

Source: PyPI package ``myo-sim`` 0.2.4 (Apache-2.0), model ``myolegs``, which derives from Rajagopal
2016 (MIT; bone geometry CC BY 3.0); MuJoCo compiles it. Everything is given as a left hip in the
axes of the course (x left, y back, z up), in mm from the hip centre, so that the numbers of the
right hip carry over: the model's axes forward, up, right become back-to-front, up, left.

The knee is straight. Moment arms are those of the model as it loads. Lines are drawn with the
coupled joints of the kneecap where the model's own equations put them, as in its key frame
``standing``: as it loads, the kneecap lies off its track. That changes rectus femoris and no other
path; its arm differs by up to 4.5 mm between the two.
"""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from hiplib import tables
from hiplib.anatomy.geometry import FloatArray
from hiplib.errors import DataError
from hiplib.prep.shape_model import IntArray, published

PACKAGE = "myo_sim.models", "0.2.4"
FILES = (
    *(f"leg/assets/myolegs_{part}.xml" for part in ("chain", "muscle", "tendon")),
    *(f"meshes/{bone}.stl" for bone in ("r_pelvis", "l_pelvis", "sacrum", "r_femur")),
)
# Of all files together.
SHA256 = "dc7b7e0b382ee1069cd42255e987a519a24882460ccfe55ac46d58201ccc18d0"
JOINTS = ("hip_flexion_r", "hip_adduction_r", "hip_rotation_r")
# Ours: mesh and body of the model.
BONES = {
    "left": ("r_pelvis", "pelvis"),
    "right": ("l_pelvis", "pelvis"),
    "sacrum": ("sacrum_geom_1_sacrum", "pelvis"),
    "femur": ("r_femur", "femur_r"),
}
_SITE, _SPHERE, _CYLINDER = 3, 4, 5  # MuJoCo's numbers of the kinds of wrap


class Wrap(NamedTuple):
    """A ball or cylinder that a path bends round, at rest in the pelvis or in the femur."""

    on_femur: bool
    is_sphere: bool
    centre: FloatArray  # mm
    axes: FloatArray  # columns; the third is the axis of a cylinder
    radius: float
    side: FloatArray  # point on the side on which the path must run, in the wrap's own axes


class Path(NamedTuple):
    """One path: points fixed to the pelvis, then points fixed to the femur, a wrap between them."""

    points: FloatArray
    on_femur: list[bool]
    wrap: Wrap | None
    max_force_n: float


def path_ids() -> list[str]:
    """Give the paths of the hip as the course names and orders them."""
    return tables.read("muscle_paths")["path_id"].tolist()


@cache
def compiled(*, on_track: bool = True) -> tuple[Any, Any]:
    """Give MuJoCo's model and its data, all angles zero, the kneecap on its track or as loaded."""
    import mujoco
    import myo_sim

    published(*PACKAGE, FILES, SHA256)
    mujoco.set_mju_user_warning(lambda _: None)  # its default writes a log file where it runs
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = myo_sim.load_model("myolegs")
    data = mujoco.MjData(model)
    for row in range(model.neq if on_track else 0):
        joint = model.eq_obj1id[row]
        data.qpos[model.jnt_qposadr[joint]] = model.eq_data[row, 0]
    mujoco.mj_kinematics(model, data)
    return model, data


def limits_deg() -> FloatArray:
    """Lowest and highest angle of the three hip joints, whole degrees."""
    model, _ = compiled()
    return np.asarray(np.degrees([model.joint(name).range for name in JOINTS]).round())


def bones() -> dict[str, tuple[FloatArray, IntArray]]:
    """Give vertices and faces of the bones ``left``, ``right``, ``sacrum`` and ``femur``."""
    model, data = compiled()
    found = {}
    for bone, (name, body) in BONES.items():
        mesh = model.mesh(name)
        geom = int(np.flatnonzero((model.geom_type == 7) & (model.geom_dataid == mesh.id))[0])
        first, count = mesh.vertadr[0], mesh.vertnum[0]
        vertices = model.mesh_vert[first : first + count].astype(float)
        placed = vertices @ data.geom_xmat[geom].reshape(3, 3).T + data.geom_xpos[geom]
        first, count = mesh.faceadr[0], mesh.facenum[0]
        # The right hip becomes a left one: a mirror image, so faces turn round.
        faces = model.mesh_face[first : first + count, ::-1].astype(np.int64)
        found[bone] = (_ours(placed, body), faces)
    return found


def paths(*, on_track: bool = True) -> list[Path]:
    """Read the paths of the hip, in the order of `path_ids`."""
    return [_path(path_id, *compiled(on_track=on_track)) for path_id in path_ids()]


def _ours(points: FloatArray, body: str) -> FloatArray:
    """World positions in m -> mm from the hip centre of a left hip, x left, y back, z up.

    The pelvis of the model leans a little in its world, so positions go through its own frame; at
    rest the femur's frame is parallel to it and has the hip centre as origin. What lies beyond the
    femur goes through the femur's.
    """
    _, data = compiled()
    turn = data.body("pelvis" if body == "pelvis" else "femur_r").xmat.reshape(3, 3)
    forward, up, right = ((points - data.body("femur_r").xpos) @ turn * 1000).T
    return np.stack([right, -forward, up], axis=-1)


def _path(path_id: str, model: Any, data: Any) -> Path:
    tendon = model.tendon(f"{path_id}_r_tendon").id
    points, on_femur, wrap = [], [], None
    first = model.tendon_adr[tendon]
    for row in range(first, first + model.tendon_num[tendon]):
        item, kind = model.wrap_objid[row], model.wrap_type[row]
        if kind == _SITE:
            body = model.body(model.site_bodyid[item]).name
            points.append(_ours(data.site_xpos[item], body))
            on_femur.append(body != "pelvis")
        elif kind in (_SPHERE, _CYLINDER):
            wrap = _wrap(item, kind == _SPHERE, int(model.wrap_prm[row]))
        else:
            raise DataError("myolegs_tendon.xml", None, path_id, "sites, spheres and cylinders")
    force = float(model.actuator(f"{path_id}_r").gainprm[2])
    return Path(np.array(points), on_femur, wrap, force)


def _wrap(geom: int, is_sphere: bool, side: int) -> Wrap:
    model, data = compiled()
    body, place = model.body(model.geom_bodyid[geom]).name, data.geom_xpos[geom]
    centre = _ours(place, body)
    # Columns: the wrap's axes as directions of a left hip. The mirror image makes them left-handed,
    # which is harmless: distances and sides stay what they are.
    ends = np.array([_ours(place + axis, body) for axis in data.geom_xmat[geom].reshape(3, 3).T])
    axes = (ends - centre).T / 1000
    point = (_ours(data.site_xpos[side], body) - centre) @ axes
    radius = float(model.geom_size[geom, 0]) * 1000
    return Wrap(body != "pelvis", is_sphere, centre, axes, radius, point)

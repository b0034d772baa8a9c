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

import hashlib
import warnings
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hiplib.anatomy.geometry import FloatArray
from hiplib.errors import DataError

IntArray = NDArray[np.int64]

PACKAGE = "myo_sim.models"
SHA256 = {
    "leg/assets/myolegs_chain.xml": (
        "da7c4a13eec2abfedc683210972ea423d630461a56909bee2884e181e1bf1d97"
    ),
    "leg/assets/myolegs_muscle.xml": (
        "b998653f78e5ec8e932a7ff6a769a9d4a727cf68918da547c7e7ec4b155e1ef4"
    ),
    "leg/assets/myolegs_tendon.xml": (
        "39cd1bb641bd046148d60cf57dea88900086a24fa37ff127803da0872a7bee13"
    ),
    "meshes/r_pelvis.stl": "6eb7bbe904ce85566fc6afcde0935eda11ae12da341965616c7c798c9b2d7ee4",
    "meshes/l_pelvis.stl": "6998661b30f05288f018ca3e4934ae45560b1fd62f638f339fcf4881aa16c1a4",
    "meshes/sacrum.stl": "927ddbb64e811b2b03ad64eddb570cd40c0493f5b8cd5213d8d15a4502bfde10",
    "meshes/r_femur.stl": "7d6e76a58e964551824169d89ae4b6142617f947bfdbc4ee0a4328040acf9f63",
}
JOINTS = ("hip_flexion_r", "hip_adduction_r", "hip_rotation_r")
# Front, outside, back, inner thigh: neighbours in the body are neighbours in tables and pictures.
PATHS = (
    *("iliacus", "psoas", "recfem", "sart", "tfl"),
    *("glmed1", "glmed2", "glmed3", "glmin1", "glmin2", "glmin3"),
    *("glmax1", "glmax2", "glmax3", "piri", "semimem", "semiten", "bflh", "addmagIsch"),
    *("addmagDist", "addmagMid", "addmagProx", "addlong", "addbrev", "grac"),
)
_SITE, _SPHERE, _CYLINDER = 3, 4, 5  # MuJoCo's numbers of the kinds of wrap


@dataclass(frozen=True)
class Wrap:
    """A ball or cylinder that a path bends round, at rest in the pelvis or in the femur.

    Parameters
    ----------
    on_femur, is_sphere : bool
        Which bone carries it; which body it is.
    centre, axes : (3,) and (3, 3) arrays
        Place in mm and axes as columns; the third is the axis of a cylinder.
    radius : float
        In mm.
    side : (3,) array
        Point on the side on which the path must run, in the wrap's own axes.
    """

    on_femur: bool
    is_sphere: bool
    centre: FloatArray
    axes: FloatArray
    radius: float
    side: FloatArray


@dataclass(frozen=True)
class Path:
    """One path: points fixed to the pelvis, then points fixed to the femur, a wrap between them.

    `on_thigh` says if the last point lies on the femur itself and not beyond the knee.
    """

    path_id: str
    max_force_n: float
    pelvis: FloatArray
    femur: FloatArray
    wrap: Wrap | None
    on_thigh: bool


def check_files() -> None:
    """Raise DataError when the installed package is not the published one."""
    for name, known in SHA256.items():
        content = files(PACKAGE).joinpath(name).read_bytes()
        if hashlib.sha256(content).hexdigest() != known:
            raise DataError(name, None, None, "the file of myo-sim 0.2.4 (its sha256)")


@cache
def compiled(*, on_track: bool = True) -> tuple[Any, Any]:
    """Give MuJoCo's model and its data, all angles zero, the kneecap on its track or as loaded."""
    import mujoco
    import myo_sim

    check_files()
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
    limits: FloatArray = np.degrees([model.joint(name).range for name in JOINTS]).round()
    return limits


def arms_cm(angles_deg: FloatArray) -> FloatArray:
    """Moment arms straight from MuJoCo for rows of three hip angles: (n, paths, 3) in cm.

    The sign is that of the course: positive shortens the path when the angle grows.
    """
    import mujoco

    model, rest = compiled(on_track=False)
    data = mujoco.MjData(model)
    tendons = [model.tendon(f"{path}_r_tendon").id for path in PATHS]
    joints = [model.joint(name).id for name in JOINTS]
    columns = model.jnt_dofadr[joints]
    found = np.zeros((len(angles_deg), len(PATHS), 3))
    jacobian = np.zeros((model.ntendon, model.nv))
    for n, angles in enumerate(np.radians(angles_deg)):
        data.qpos[:] = rest.qpos
        data.qpos[model.jnt_qposadr[joints]] = angles
        mujoco.mj_kinematics(model, data)
        mujoco.mj_comPos(model, data)
        mujoco.mj_tendon(model, data)
        sparse = model.ten_J_rownnz, model.ten_J_rowadr, model.ten_J_colind
        mujoco.mju_sparse2dense(jacobian, data.ten_J, *sparse)
        found[n] = -100 * jacobian[np.ix_(tendons, columns)]
    return found


def bones() -> dict[str, tuple[FloatArray, IntArray]]:
    """Give vertices and faces of the bones ``left``, ``right``, ``sacrum`` and ``femur``."""
    model, data = compiled()
    meshes = {
        "left": ("r_pelvis", "pelvis"),
        "right": ("l_pelvis", "pelvis"),
        "sacrum": ("sacrum_geom_1_sacrum", "pelvis"),
        "femur": ("r_femur", "femur_r"),
    }
    found = {}
    for bone, (name, body) in meshes.items():
        mesh = model.mesh(name).id
        geom = int(np.flatnonzero((model.geom_type == 7) & (model.geom_dataid == mesh))[0])
        first, count = model.mesh_vertadr[mesh], model.mesh_vertnum[mesh]
        vertices = model.mesh_vert[first : first + count].astype(float)
        placed = vertices @ data.geom_xmat[geom].reshape(3, 3).T + data.geom_xpos[geom]
        first, count = model.mesh_faceadr[mesh], model.mesh_facenum[mesh]
        # The right hip becomes a left one: a mirror image, so faces turn round.
        faces = model.mesh_face[first : first + count, ::-1].astype(np.int64)
        found[bone] = (_ours(placed, body), faces)
    return found


def paths(*, on_track: bool = True) -> list[Path]:
    """Read the paths of the hip, in the order of `PATHS`."""
    return [_path(path_id, *compiled(on_track=on_track)) for path_id in PATHS]


def _ours(points: FloatArray, body: str) -> FloatArray:
    """World positions in m -> mm from the hip centre of a left hip, x left, y back, z up.

    The pelvis of the model leans a little in its world, so positions go through its own frame; at
    rest the femur's frame is parallel to it and has the hip centre as origin.
    """
    _, data = compiled()
    turn = data.body(body).xmat.reshape(3, 3)
    forward, up, right = ((points - data.body("femur_r").xpos) @ turn * 1000).T
    return np.stack([right, -forward, up], axis=-1)


def _path(path_id: str, model: Any, data: Any) -> Path:
    tendon = model.tendon(f"{path_id}_r_tendon").id
    pelvis: list[FloatArray] = []
    femur: list[FloatArray] = []
    wrap, body = None, ""
    first = model.tendon_adr[tendon]
    for row in range(first, first + model.tendon_num[tendon]):
        item, kind = model.wrap_objid[row], model.wrap_type[row]
        if kind == _SITE:
            body = model.body(model.site_bodyid[item]).name
            (pelvis if body == "pelvis" else femur).append(_ours(data.site_xpos[item], _home(body)))
        elif kind in (_SPHERE, _CYLINDER):
            wrap = _wrap(item, kind == _SPHERE, int(model.wrap_prm[row]))
        else:
            raise DataError("myolegs_tendon.xml", None, path_id, "sites, spheres and cylinders")
    force = float(model.actuator(f"{path_id}_r").gainprm[2])
    return Path(path_id, force, np.array(pelvis), np.array(femur), wrap, body == "femur_r")


def _wrap(geom: int, is_sphere: bool, side: int) -> Wrap:
    model, data = compiled()
    body = model.body(model.geom_bodyid[geom]).name
    home = _home(body)
    place = data.geom_xpos[geom]
    centre = _ours(place, home)
    # Columns: the wrap's axes as directions of a left hip. The mirror image makes them left-handed,
    # which is harmless: distances and sides stay what they are.
    ends = np.array([_ours(place + axis, home) for axis in data.geom_xmat[geom].reshape(3, 3).T])
    axes = (ends - centre).T / 1000
    point = (_ours(data.site_xpos[side], home) - centre) @ axes
    radius = float(model.geom_size[geom, 0]) * 1000
    return Wrap(body != "pelvis", is_sphere, centre, axes, radius, point)


def _home(body: str) -> str:
    return "pelvis" if body == "pelvis" else "femur_r"

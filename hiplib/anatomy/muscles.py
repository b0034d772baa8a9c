"""Muscles of the hip as paths: where they run, their moment arms, the turning effect they can have.

Source: the MyoLeg model (`myosim2026package`), which derives from Rajagopal 2016
(`rajagopal2016model`); 25 paths of 18 muscles. A path runs through points fixed to the pelvis and
to the femur; where the model has it bend round a bone, it follows the shortest way
(`hiplib.anatomy.wrapping`). A moment arm is the change of length with the angle, as in MuJoCo; a
muscle swaps its role where its arm passes zero.

What the model leaves out:

- pectineus, quadratus femoris, gemelli and obturators have no path;
- psoas and the upper two parts of gluteus maximus run through points and do not wrap, so their
  moment arms at the ends of the range are less sure; the same holds for tensor fasciae latae,
  whose arms grow steeply there;
- the knee stays straight, so muscles that cross it are shown for a straight knee only; arms are
  those of the model as it loads, where the kneecap lies off its track, so that the arm of rectus
  femoris (and no other) is up to 4.5 mm beside that of the model's own standing pose;
- a path is a line without thickness, the same in everybody; in a person, angles of a swap differ
  by some degrees. Arms are those of the model's own bones; the lines of `muscle_lines` are carried
  to the smooth mean bones, which differ a little;
- force is the largest a part can make, whatever its length or speed.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np

from hiplib import tables
from hiplib.anatomy.geometry import FloatArray, hip_turns
from hiplib.anatomy.wrapping import Bend, bend
from hiplib.errors import one_of
from hiplib.parameters import inside

if TYPE_CHECKING:
    import pandas as pd

ANGLES = ("flexion_deg", "adduction_deg", "internal_rotation_deg")
COLUMNS = ("flexion_cm", "adduction_cm", "internal_rotation_cm")
STEP_DEG = 2.0  # of a curve over flexion
N_LINE = 32  # points of a drawn line


@cache
def _model() -> SimpleNamespace:
    """Give the stored geometry, and for each path where its piece from bone to bone ends."""
    data = SimpleNamespace(**tables.array("hip_muscles"))
    owner, moves = data.point_path, data.point_on_femur
    n = len(data.path)
    data.last_on_pelvis = np.array([np.flatnonzero((owner == k) & ~moves)[-1] for k in range(n)])
    data.first_on_femur = data.last_on_pelvis + 1
    data.path_id = [str(path) for path in data.path]
    return data


# The ranges of the model's own joints; nothing is known outside.
POSE_LIMITS: dict[str, tuple[float, float]] = {
    name: (float(low), float(high))
    for name, (low, high) in zip(ANGLES, _model().limits_deg, strict=True)
}


def moment_arms(
    *, flexion_deg: float, adduction_deg: float = 0.0, internal_rotation_deg: float = 0.0
) -> pd.DataFrame:
    """Moment arms of all paths about the three axes of the hip. Source: myosim2026package.

    Parameters
    ----------
    flexion_deg, adduction_deg, internal_rotation_deg : float
        Joint angles in degrees within `POSE_LIMITS`, in the order of `femur_turn`; negative is
        extension, abduction, external rotation. ValueError outside the range.

    Returns
    -------
    pandas.DataFrame
        Index path_id (myo-sim name without side); columns flexion_cm, adduction_cm,
        internal_rotation_cm. Positive: the muscle flexes, adducts, rotates inwards; negative: it
        extends, abducts, rotates outwards. About the model's joint axes, each moved by the turns
        before it.

    Examples
    --------
    >>> arms = moment_arms(flexion_deg=0)
    >>> arms.loc["psoas"].round(1).tolist(), bool(arms.loc["glmax2", "flexion_cm"] < 0)
    ([1.9, 0.6, 0.0], True)
    >>> moment_arms(flexion_deg=150)
    Traceback (most recent call last):
    ...
    ValueError: flexion_deg is 150; a number from -30 to 120 is possible
    """
    import pandas as pd

    arms = arms_at(_pose(flexion_deg, adduction_deg, internal_rotation_deg))[0]
    return pd.DataFrame(arms, index=pd.Index(_model().path_id, name="path_id"), columns=COLUMNS)


def torque_capacity(
    *, flexion_deg: float, adduction_deg: float = 0.0, internal_rotation_deg: float = 0.0
) -> pd.DataFrame:
    """Largest turning effect of each path in Nm: the model's largest force times its moment arm.

    Angles, signs and errors as for `moment_arms`; columns flexion_nm, adduction_nm,
    internal_rotation_nm. It compares muscles of one model and is not what a person can do: a muscle
    is weaker when short, stretched or fast, and never fully active in all its parts.

    Examples
    --------
    >>> torque_capacity(flexion_deg=0)["adduction_nm"].idxmin()
    'glmed1'
    """
    arms = moment_arms(
        flexion_deg=flexion_deg,
        adduction_deg=adduction_deg,
        internal_rotation_deg=internal_rotation_deg,
    )
    torque = arms.mul(muscle_paths()["max_force_n"] / 100, axis=0)
    return torque.rename(columns=lambda name: name.replace("_cm", "_nm"))


def muscle_paths() -> pd.DataFrame:
    """Read the muscle paths: index path_id; muscle_id, name, max_force_n, gaps to the bone.

    Examples
    --------
    >>> muscle_paths().loc["piri", "name"]
    'Piriformis'
    """
    return tables.read("muscle_paths").set_index("path_id")


def moment_arm_curve(
    path_id: str, *, adduction_deg: float = 0.0, internal_rotation_deg: float = 0.0
) -> pd.DataFrame:
    """Moment arms of one path over the whole range of flexion.

    The other two angles are kept. Index flexion_deg in steps of 2 degrees, columns and errors as
    for `moment_arms`; ValueError also for an unknown path.

    Examples
    --------
    >>> curve = moment_arm_curve("addlong")
    >>> curve.loc[[0, 90], "flexion_cm"].round(1).tolist()  # it flexes, later it extends
    [4.7, -1.5]
    """
    import pandas as pd

    low, high = POSE_LIMITS["flexion_deg"]
    flexion = np.arange(low, high + STEP_DEG / 2, STEP_DEG)
    poses = np.repeat(_pose(low, adduction_deg, internal_rotation_deg), len(flexion), axis=0)
    poses[:, 0] = flexion
    known = _model().path_id
    arms = arms_at(poses)[:, known.index(one_of("path_id", path_id, known))]
    return pd.DataFrame(arms, index=pd.Index(flexion, name="flexion_deg"), columns=COLUMNS)


def swap_angles(curve: pd.Series[float]) -> tuple[float, ...]:
    """Flexion angles (degrees) at which one column of `moment_arm_curve` passes zero.

    Examples
    --------
    >>> curve = moment_arm_curve("piri")
    >>> [round(angle) for angle in swap_angles(curve["internal_rotation_cm"])]
    [49]
    >>> swap_angles(curve["adduction_cm"])
    ()
    """
    angle, arm = curve.index.to_numpy(dtype=float), curve.to_numpy(dtype=float)
    at = np.flatnonzero(np.signbit(arm[1:]) != np.signbit(arm[:-1]))
    share = arm[at] / (arm[at] - arm[at + 1])
    return tuple((angle[at] + share * (angle[at + 1] - angle[at])).tolist())


def arms_at(poses: FloatArray) -> FloatArray:
    """Moment arms in cm (n, 25, 3) of all paths for rows of the three angles, not checked here."""
    data = _model()
    turn, axes = hip_turns(poses)
    start = np.broadcast_to(data.point[data.last_on_pelvis], (len(poses), len(data.path), 3)).copy()
    end = data.point[data.first_on_femur] @ turn.swapaxes(1, 2)
    how = _bends(turn)
    first, last = (_from_wrap(how.touch(share)) for share in (0.0, 1.0))
    # Of a bent path, only the piece between the bones pulls: up to the wrap, or away from it.
    for where, ends, bone in (
        (end, first @ turn.swapaxes(1, 2), data.wrap_on_femur),
        (start, last, ~data.wrap_on_femur),
    ):
        at = where[:, data.wrap_path]
        where[:, data.wrap_path] = np.where((how.bent & bone)[..., None], ends, at)
    pull = end - start
    pull = pull / np.linalg.norm(pull, axis=-1, keepdims=True)
    arms: FloatArray = np.einsum("npx,nax->npa", np.cross(pull, end), axes) / 10
    return arms


def muscle_lines(
    *, flexion_deg: float, adduction_deg: float = 0.0, internal_rotation_deg: float = 0.0
) -> dict[str, FloatArray]:
    """Lines of all paths on the smooth mean bones of a left hip; angles as for `moment_arms`.

    Each path_id has 32 points evenly spaced from its origin on the pelvis (psoas: at the lumbar
    spine) to its insertion on femur, kneecap or shin, in mm, in the frame of
    `hiplib.anatomy.geometry`.

    Examples
    --------
    >>> lines = muscle_lines(flexion_deg=90)
    >>> len(lines), lines["glmed2"].shape
    (25, (32, 3))
    """
    data = _model()
    turn, _ = hip_turns(_pose(flexion_deg, adduction_deg, internal_rotation_deg))
    moves = data.point_on_femur[:, None]
    points = np.where(moves, data.point_on_bone @ turn[0].T, data.point_on_bone) + data.hip_centre
    rows = np.split(points, np.flatnonzero(np.diff(data.point_path)) + 1)
    bends = _bends_on_bone(turn)
    lines = {}
    for number, (path, chain) in enumerate(zip(data.path_id, rows, strict=True)):
        if number in bends:
            start = np.flatnonzero(data.point_path == number)[0]
            chain = np.insert(chain, data.first_on_femur[number] - start, bends[number], axis=0)
        lines[path] = _even(chain)
    return lines


def _pose(*angles: float) -> FloatArray:
    """Check three angles against `POSE_LIMITS` and give them as one row."""
    checked = zip(POSE_LIMITS.items(), angles, strict=True)
    return np.array([[inside(name, angle, *limits) for (name, limits), angle in checked]])


def _bends(turn: FloatArray) -> Bend:
    """Bend the paths with a wrap, seen from the bone that carries it."""
    data = _model()
    start = data.point[data.last_on_pelvis[data.wrap_path]]
    end = data.point[data.first_on_femur[data.wrap_path]]
    moves = data.wrap_on_femur[:, None]
    here = np.where(moves, start @ turn, start) - data.wrap_centre
    there = np.where(moves, end, end @ turn.swapaxes(1, 2)) - data.wrap_centre
    here, there = (np.einsum("nwx,wxk->nwk", at, data.wrap_axes) for at in (here, there))
    return bend(here, there, data.wrap_side, data.wrap_radius, data.wrap_is_sphere)


def _from_wrap(points: FloatArray) -> FloatArray:
    data = _model()
    placed: FloatArray = np.einsum("nwk,wxk->nwx", points, data.wrap_axes) + data.wrap_centre
    return placed


def _bends_on_bone(turn: FloatArray) -> dict[int, FloatArray]:
    """Give seven touching points of each bent path, carried to the smooth bones and posed."""
    data = _model()
    how = _bends(turn)
    touch = np.stack([_from_wrap(how.touch(share))[0] for share in np.linspace(0, 1, 7)], axis=1)
    placed = touch @ data.wrap_to_bone[:, :3] + data.wrap_to_bone[:, 3:]
    placed = np.where(data.wrap_on_femur[:, None, None], placed @ turn[0].T, placed)
    placed = placed + data.hip_centre
    return {int(data.wrap_path[k]): placed[k] for k in np.flatnonzero(how.bent[0])}


def _even(chain: FloatArray) -> FloatArray:
    """Points evenly spaced along a chain of points."""
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(chain, axis=0), axis=1))])
    at = np.linspace(0.0, way[-1], N_LINE)
    return np.column_stack([np.interp(at, way, values) for values in chain.T])

"""Muscles of the hip as paths: where they run, their moment arms, the turning effect they can have.

Source: the MyoLeg model (`myosim2026package`), which derives from Rajagopal 2016
(`rajagopal2016model`); 25 paths of 18 muscles. A path runs through points fixed to the pelvis and
to the femur; where the model has it bend round a bone, it follows the shortest way
(`hiplib.anatomy.wrapping`). A moment arm is the change of length with the angle, as in MuJoCo.

What the model leaves out:

- pectineus, quadratus femoris, gemelli and obturators have no path;
- psoas and the upper two parts of gluteus maximus run through points and do not wrap, so their
  moment arms at the ends of the range are less sure; the same holds for tensor fasciae latae,
  whose arms grow steeply there;
- the knee stays straight, so muscles that cross it are shown for a straight knee only; arms are
  those of the model as it loads, where the kneecap lies off its track, so that the arm of rectus
  femoris (and no other) is up to 4.5 mm beside that of the model's own standing pose;
- a path is a line without thickness, the same in everybody. Arms are those of the model's own
  bones; the lines of `muscle_lines` are carried to the smooth mean bones, which differ a little;
- force is the largest a part can make, whatever its length or speed.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np

from hiplib import tables
from hiplib.anatomy.geometry import FloatArray
from hiplib.anatomy.wrapping import Bend, bend

if TYPE_CHECKING:
    import pandas as pd

ANGLES = ("flexion_deg", "adduction_deg", "internal_rotation_deg")
COLUMNS = ("flexion_cm", "adduction_cm", "internal_rotation_cm")
N_LINE = 32  # points of a drawn line
_ON_WRAP = np.linspace(0.0, 1.0, 7)


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


def _pose(*angles: float) -> FloatArray:
    """Check three angles against `POSE_LIMITS` and give them as one row."""
    for given, (name, (low, high)) in zip(angles, POSE_LIMITS.items(), strict=True):
        try:
            value = float(given)
        except (TypeError, ValueError):
            value = float("nan")
        if not low <= value <= high:
            raise ValueError(f"{name} is {given!r}; a number from {low:g} to {high:g} is possible")
    return np.array([angles], dtype=float)


def _turned(poses: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Turn of the femur (n, 3, 3), as `femur_turn`, and the three joint axes as rows (n, 3, 3)."""
    flexion, adduction, rotation = np.radians(poses * [-1.0, 1.0, -1.0]).T
    # Each axis is moved by the turns before it: flexion -x, adduction y, internal rotation -z.
    first = _about(flexion, 0)
    second = first @ _about(adduction, 1)
    still = np.broadcast_to([-1.0, 0.0, 0.0], (len(poses), 3))
    axes = np.stack([still, first[:, :, 1], -second[:, :, 2]], axis=1)
    return second @ _about(rotation, 2), axes


def _about(angles: FloatArray, axis: int) -> FloatArray:
    """Give turns (n, 3, 3) by angles in radians about one of the three axes."""
    turns = np.tile(np.eye(3), (len(angles), 1, 1))
    a, b = (axis + 1) % 3, (axis + 2) % 3
    turns[:, a, a] = turns[:, b, b] = np.cos(angles)
    turns[:, b, a] = np.sin(angles)
    turns[:, a, b] = -turns[:, b, a]
    return turns


def _bends(turn: FloatArray) -> tuple[Bend, FloatArray]:
    """Bend the paths with a wrap; give also the ends of the bends (2, n, w, 3), on the bone."""
    data = _model()
    start = data.point[data.last_on_pelvis[data.wrap_path]]
    end = data.point[data.first_on_femur[data.wrap_path]]
    moves = data.wrap_on_femur[:, None]
    # Both ends seen from the bone that carries the wrap.
    here = np.where(moves, start @ turn, start) - data.wrap_centre
    there = np.where(moves, end, end @ turn.swapaxes(1, 2)) - data.wrap_centre
    here, there = (np.einsum("nwx,wxk->nwk", at, data.wrap_axes) for at in (here, there))
    how = bend(here, there, data.wrap_side, data.wrap_radius, data.wrap_is_sphere)
    return how, np.stack([_from_wrap(how.touch(share)) for share in (0.0, 1.0)])


def _from_wrap(points: FloatArray) -> FloatArray:
    data = _model()
    placed: FloatArray = np.einsum("nwk,wxk->nwx", points, data.wrap_axes) + data.wrap_centre
    return placed


def arms_at(poses: FloatArray) -> FloatArray:
    """Moment arms of all paths for rows of flexion, adduction and internal rotation (degrees).

    Parameters
    ----------
    poses : (n, 3) array
        Angles within `POSE_LIMITS`; not checked here.

    Returns
    -------
    (n, 25, 3) array
        Arms in cm, paths in the order of the table.
    """
    data = _model()
    turn, axes = _turned(poses)
    start = np.broadcast_to(data.point[data.last_on_pelvis], (len(poses), len(data.path), 3)).copy()
    end = data.point[data.first_on_femur] @ turn.swapaxes(1, 2)
    how, touch = _bends(turn)
    # Of a bent path, only the piece between the bones pulls: up to the wrap, or away from it.
    for first, where, bone in (
        (True, end, data.wrap_on_femur),
        (False, start, ~data.wrap_on_femur),
    ):
        ends = touch[0] @ turn.swapaxes(1, 2) if first else touch[1]
        at = where[:, data.wrap_path]
        where[:, data.wrap_path] = np.where((how.bent & bone)[..., None], ends, at)
    pull = end - start
    pull = pull / np.linalg.norm(pull, axis=-1, keepdims=True)
    moment = np.cross(pull, end)
    arms: FloatArray = np.einsum("npx,nax->npa", moment, axes) / 10
    return arms


def moment_arms(
    *, flexion_deg: float, adduction_deg: float = 0.0, internal_rotation_deg: float = 0.0
) -> pd.DataFrame:
    """Moment arms of all paths about the three axes of the hip.

    Parameters
    ----------
    flexion_deg, adduction_deg, internal_rotation_deg : float
        Joint angles in degrees within `POSE_LIMITS`, in the order of `femur_turn`; negative is
        extension, abduction, external rotation. The knee is straight.

    Returns
    -------
    pandas.DataFrame
        Index path_id (myo-sim name without side); columns flexion_cm, adduction_cm,
        internal_rotation_cm. Positive: the muscle flexes, adducts, rotates inwards; negative: it
        extends, abducts, rotates outwards. About the model's joint axes, each moved by the turns
        before it.

    Raises
    ------
    ValueError
        An angle that is not a number or lies outside the range.

    Notes
    -----
    See the module for what the model leaves out. Source: myosim2026package.

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

    pose = _pose(flexion_deg, adduction_deg, internal_rotation_deg)
    arms = arms_at(pose)[0]
    return pd.DataFrame(arms, index=pd.Index(_model().path_id, name="path_id"), columns=COLUMNS)


def torque_capacity(
    *, flexion_deg: float, adduction_deg: float = 0.0, internal_rotation_deg: float = 0.0
) -> pd.DataFrame:
    """Largest turning effect of each path: the model's largest force times its moment arm.

    Parameters
    ----------
    flexion_deg, adduction_deg, internal_rotation_deg : float
        As for `moment_arms`.

    Returns
    -------
    pandas.DataFrame
        Index path_id; columns flexion_nm, adduction_nm, internal_rotation_nm in Nm, signs as for
        `moment_arms`. It is a comparison between muscles of one model, not what a person can do: a
        muscle is weaker when short, stretched or fast, and never fully active in all its parts.

    Raises
    ------
    ValueError
        As for `moment_arms`.

    Examples
    --------
    >>> nm = torque_capacity(flexion_deg=0)
    >>> nm["adduction_nm"].idxmin()
    'glmed1'
    """
    arms = moment_arms(
        flexion_deg=flexion_deg,
        adduction_deg=adduction_deg,
        internal_rotation_deg=internal_rotation_deg,
    )
    torque = arms.mul(_force() / 100, axis=0)
    return torque.set_axis([name.replace("_cm", "_nm") for name in COLUMNS], axis=1)


@cache
def _force() -> pd.Series[float]:
    return tables.read("muscle_paths").set_index("path_id")["max_force_n"]


def muscle_lines(
    *, flexion_deg: float, adduction_deg: float = 0.0, internal_rotation_deg: float = 0.0
) -> dict[str, FloatArray]:
    """Lines of all paths on the smooth mean bones of a left hip.

    Parameters
    ----------
    flexion_deg, adduction_deg, internal_rotation_deg : float
        As for `moment_arms`; use the same angles for `hiplib.anatomy.posed`.

    Returns
    -------
    dict of str to (32, 3) array
        path_id to points evenly spaced from origin to insertion, in mm, in the frame of
        `hiplib.anatomy.geometry`. The first point lies at the origin on the pelvis (psoas: at the
        lumbar spine), the last at the insertion on femur, kneecap or shin.

    Raises
    ------
    ValueError
        As for `moment_arms`.

    Examples
    --------
    >>> lines = muscle_lines(flexion_deg=90)
    >>> len(lines), lines["glmed2"].shape
    (25, (32, 3))
    """
    data = _model()
    turn, _ = _turned(_pose(flexion_deg, adduction_deg, internal_rotation_deg))
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


def _bends_on_bone(turn: FloatArray) -> dict[int, FloatArray]:
    """Give the touching points of the bent paths, carried to the smooth bones and posed."""
    data = _model()
    how, _ = _bends(turn)
    touch = np.stack([_from_wrap(how.touch(share))[0] for share in _ON_WRAP], axis=1)
    placed = touch @ data.wrap_to_bone[:, :3] + data.wrap_to_bone[:, 3:]
    placed = np.where(data.wrap_on_femur[:, None, None], placed @ turn[0].T, placed)
    placed = placed + data.hip_centre
    return {int(data.wrap_path[k]): placed[k] for k in np.flatnonzero(how.bent[0])}


def _even(chain: FloatArray) -> FloatArray:
    """Points evenly spaced along a chain of points."""
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(chain, axis=0), axis=1))])
    at = np.interp(np.linspace(0.0, way[-1], N_LINE), way, np.arange(len(way)))
    piece = np.minimum(at.astype(int), len(way) - 2)
    share = (at - piece)[:, None]
    even: FloatArray = (1 - share) * chain[piece] + share * chain[piece + 1]
    return even

"""Moment arms over the flexion angle: how a muscle's work changes as the hip bends.

A muscle swaps its role where its moment arm passes zero. Angles of a swap are those of one model
(see `hiplib.anatomy.muscles` for what it leaves out); in a person they differ by some degrees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hiplib import tables
from hiplib.anatomy.muscles import COLUMNS, POSE_LIMITS, arms_at, moment_arms

if TYPE_CHECKING:
    import pandas as pd

STEP_DEG = 2.0


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

    Parameters
    ----------
    path_id : str
        Name of a path, as in the index of `moment_arms`.
    adduction_deg, internal_rotation_deg : float
        Angles kept while the hip bends, in degrees.

    Returns
    -------
    pandas.DataFrame
        Index flexion_deg in steps of 2 degrees; columns as in `moment_arms`, in cm.

    Raises
    ------
    ValueError
        Unknown path; an angle outside `POSE_LIMITS`.

    Examples
    --------
    >>> curve = moment_arm_curve("addlong")
    >>> curve.loc[[0, 90], "flexion_cm"].round(1).tolist()  # it flexes, later it extends
    [4.7, -1.5]
    """
    import pandas as pd

    low, high = POSE_LIMITS["flexion_deg"]
    # The ends of the range check the other two angles.
    known = moment_arms(
        flexion_deg=low, adduction_deg=adduction_deg, internal_rotation_deg=internal_rotation_deg
    ).index
    if path_id not in known:
        raise ValueError(f"path_id is {path_id!r}; one of {', '.join(known)} is possible")
    flexion = np.arange(low, high + STEP_DEG / 2, STEP_DEG)
    still = np.broadcast_to([adduction_deg, internal_rotation_deg], (len(flexion), 2))
    arms = arms_at(np.column_stack([flexion, still]))[:, known.get_loc(path_id)]
    return pd.DataFrame(arms, index=pd.Index(flexion, name="flexion_deg"), columns=list(COLUMNS))


def swap_angles(curve: pd.Series[float]) -> tuple[float, ...]:
    """Angles at which a curve passes zero: there the muscle swaps its role.

    Parameters
    ----------
    curve : pandas.Series
        One column of `moment_arm_curve`.

    Returns
    -------
    tuple of float
        Flexion angles in degrees, empty when the muscle keeps its role.

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

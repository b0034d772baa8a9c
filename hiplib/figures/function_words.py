"""What the pictures of the function laboratory show, in words and in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiplib.anatomy import swap_angles
from hiplib.figures.function import AXES, MEASURES, names

if TYPE_CHECKING:
    import pandas as pd


def pose_words(flexion_deg: float, adduction_deg: float, internal_rotation_deg: float) -> str:
    """Say a pose in words.

    Examples
    --------
    >>> pose_words(50, 0, -10)
    'flexed 50°, rotated outwards 10°'
    >>> pose_words(0, 0, 0)
    'straight'
    """
    words = (
        (flexion_deg, "flexed", "extended"),
        (adduction_deg, "adducted", "abducted"),
        (internal_rotation_deg, "rotated inwards", "rotated outwards"),
    )
    said = [f"{up if value > 0 else down} {abs(value):.0f}°" for value, up, down in words if value]
    return ", ".join(said) or "straight"


def role_words(value: float, axis: str, measure: str) -> str:
    """Say what a muscle does about one axis.

    Examples
    --------
    >>> role_words(-2.1, "flexion", "cm"), role_words(0.1, "internal_rotation", "cm")
    ('extends (2.1 cm)', 'next to nothing (0.1 cm)')
    """
    scale, sides = MEASURES[measure], AXES[axis]
    verb = sides.positive if value > 0 else sides.negative
    if abs(value) < scale.little:
        verb = "next to nothing"
    return f"{verb} ({abs(value):.{1 if measure == 'cm' else 0}f} {scale.unit})"


def scene_summary(values: pd.Series[float], *, path: str, axis: str, measure: str) -> str:
    """Say who turns the thigh which way now, and what the chosen path does."""
    sides = AXES[axis]
    up, down = names()[str(values.idxmax())], names()[str(values.idxmin())]
    return (
        f"Orange {sides.positive} (most: {up}), blue {sides.negative} (most: {down}). "
        f"{names()[path]}, the thick line: {role_words(float(values[path]), axis, measure)}."
    )


def curve_summary(curve: pd.Series[float], *, path: str, axis: str, measure: str) -> str:
    """Say where the chosen path is strongest and where it swaps its role."""
    swaps = " and ".join(f"{angle:.0f}°" for angle in swap_angles(curve))
    swap = f"swaps its role at {swaps} of flexion" if swaps else "keeps one role all the way"
    place = int(curve.abs().to_numpy().argmax())
    most = role_words(float(curve.iloc[place]), axis, measure)
    pose = pose_words(float(curve.index.to_numpy(dtype=float)[place]), 0, 0)
    return f"{names()[path]} {swap}. Largest value: {most}, hip {pose}."


def heat_summary(torque: pd.DataFrame, axis: str) -> str:
    """Compare the sums of both directions about one axis."""
    values, sides = torque[axis].to_numpy(), AXES[axis]
    up, down = float(values[values > 0].sum()), -float(values[values < 0].sum())
    return (
        f"Added up over all paths, torque capacity now: {sides.positive} {up:.0f} Nm, "
        f"{sides.negative} {down:.0f} Nm. A model's maxima, more than a person can use at once."
    )


def all_numbers(arms: pd.DataFrame, torque: pd.DataFrame) -> pd.DataFrame:
    """Give moment arms and torque capacities of all paths in one table."""
    import pandas as pd

    table: dict[str, object] = {"Path": [names()[str(key)] for key in arms.index]}
    for unit, values, digits in (("cm", arms, 1), ("Nm", torque, 0)):
        for key, axis in AXES.items():
            table[f"{axis.positive} + ({unit})"] = values[key].to_numpy().round(digits)
    return pd.DataFrame(table)


def role_numbers(values: pd.Series[float], axis: str, measure: str) -> pd.DataFrame:
    """Give what each path does about one axis."""
    import pandas as pd

    said = [role_words(float(value), axis, measure) for value in values]
    return pd.DataFrame({"Path": [names()[str(key)] for key in values.index], "Does now": said})


def curve_numbers(curve: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Give the curve of one path every 10 degrees."""
    unit = MEASURES[measure].unit
    table = curve.iloc[::5].round(1 if measure == "cm" else 0).reset_index()
    heads = {key: f"{axis.positive} + ({unit})" for key, axis in AXES.items()}
    return table.rename(columns={"flexion_deg": "Flexion (degrees)", **heads})

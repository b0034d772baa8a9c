"""Standing on one leg: what the abductors must pull and the hip joint must bear.

The classic balance of one plane and one muscle group. Everything but the standing leg is one body
that rests on the ball of the standing hip. Its weight acts towards the midline and tips it to the
free side; the abductors pull beside the ball and hold it. So

    abductors = (weight x its lever + side load x its lever) / abductor lever

and the joint force closes the sum of the forces. Sources: `ijortho2017unipodal` (the balance in
words), `kraljiglic2017hip` (how far it carries), `fischer2021static` (Pauwels' tilt of the pull).
It leaves out movement, the other two planes, and every other muscle.

Frame: the front plane of `hiplib.anatomy.geometry`, seen from the ball of a left standing hip:
x to the outside, z up, in mm. A moment is positive when it tips the body to the free side.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from hiplib.anatomy.bones import hip
from hiplib.errors import one_of
from hiplib.parameters import parameters, within

MODEL = "one_leg_stance"
GRAVITY = 9.80665  # m/s2, standard gravity by definition
# What the free hand or the hand of the standing side does: (word, side of the hand, up or down).
HANDS = {
    "none": ("nothing in the hands", 0, 0),
    "bag_other": ("a bag in the hand of the free side", -1, -1),
    "bag_same": ("a bag in the hand of the standing side", 1, -1),
    "stick_other": ("a stick in the hand of the free side", -1, 1),
}


class Force(NamedTuple):
    """One force on the body above the standing leg, in newton, with its moment about the ball."""

    name: str
    x_n: float
    z_n: float
    arm_mm: float
    moment_nm: float

    @property
    def size_n(self) -> float:
        """Length of the force vector in newton."""
        return math.hypot(self.x_n, self.z_n)


class Arms(NamedTuple):
    """Lever arms of the mean hip in mm, and half the distance between the hip centres."""

    abductor_mm: float
    body_mm: float
    half_width_mm: float


@dataclass(frozen=True, slots=True)
class Stance:
    """One state of the model; forces in the order weight, hand, abductors, joint.

    `rest_moment_nm` is 0 while the abductors can balance the body. Below 0 the body would tip over
    the standing hip: abductors are slack and muscles outside this model would have to hold it.
    """

    mass_kg: float
    abductor_arm_mm: float
    body_arm_mm: float
    hand: str
    hand_share: float
    forces: tuple[Force, ...]
    rest_moment_nm: float

    def body_weights(self, name: str) -> float:
        """Return the size of a force in multiples of the whole body's weight."""
        found = next(force for force in self.forces if force.name == name)
        return found.size_n / (self.mass_kg * GRAVITY)

    @property
    def joint_tilt_deg(self) -> float:
        """Tilt of the joint force from the vertical in degrees, positive towards the midline."""
        joint = self.forces[-1]
        return math.degrees(math.atan2(-joint.x_n, joint.z_n))

    @property
    def slack(self) -> bool:
        """Whether the abductors have nothing to hold."""
        return self.rest_moment_nm < 0


@cache
def mean_arms() -> Arms:
    """Measure the lever arms on the mean hip.

    The abductors pull through the tip of the greater trochanter at the tilt of the table. The
    weight: with a level pelvis the whole body's centre lies on the midline; without the standing
    leg (below its own hip) the rest lies further out, so that its weight times its lever equals the
    whole weight times half the distance between the hips. Pauwels' model has 40 and 109.9 mm
    (`fischer2021static`, facts stance_f03 and stance_f05).

    Examples
    --------
    >>> [round(arm) for arm in mean_arms()]
    [40, 101, 85]
    """
    mean, table = hip(), parameters(MODEL)
    tip = mean.landmarks_mm["greater_trochanter_top"] - mean.head_centre_mm
    tilt = math.radians(table["abductor_tilt_deg"])
    half = abs(float(mean.head_centre_mm[0]))
    lever = float(tip[0] * math.cos(tilt) + tip[2] * math.sin(tilt))
    return Arms(lever, half / (1 - table["leg_mass_share"]), half)


def hand_arm(hand: str) -> float:
    """Return how far a hand lies outside the ball of the standing hip, in mm (inside: negative)."""
    side = HANDS[hand][1]
    out = parameters(MODEL)["hand_from_midline_mm"]
    return side * out - mean_arms().half_width_mm if side else 0.0


def one_leg_stance(
    *,
    mass_kg: float = 70.0,
    abductor_arm_mm: float | None = None,
    body_arm_mm: float | None = None,
    hand: str = "none",
    hand_share: float = 0.0,
) -> Stance:
    """Balance a body on one hip: static, one plane, one muscle group; sources in the module.

    Parameters
    ----------
    mass_kg : float
        Body mass in kg.
    abductor_arm_mm, body_arm_mm : float, optional
        Lever arm of the abductors and of the weight in mm; None takes those of the mean hip.
        Leaning over the standing leg makes the second one shorter.
    hand : {"none", "bag_other", "bag_same", "stick_other"}
        What the hands do; "other" is the free side.
    hand_share : float
        Weight of the bag, or push on the stick, as a share of body weight. ValueError for this or
        another number outside the limits of the table.

    Examples
    --------
    >>> quiet = one_leg_stance()
    >>> round(quiet.body_weights("abductors"), 2), round(quiet.body_weights("joint"), 2)
    (2.1, 2.9)
    >>> one_leg_stance(abductor_arm_mm=50).body_weights("joint") < quiet.body_weights("joint")
    True
    """
    one_of("hand", hand, HANDS)
    arms, table = mean_arms(), parameters(MODEL)
    mass = within(MODEL, "mass_kg", mass_kg)
    lever = arms.abductor_mm if abductor_arm_mm is None else abductor_arm_mm
    lever = within(MODEL, "abductor_arm_mm", lever)
    body_arm = arms.body_mm if body_arm_mm is None else body_arm_mm
    body_arm = within(MODEL, "body_arm_mm", body_arm)
    share = within(MODEL, "hand_share", hand_share)
    whole = mass * GRAVITY
    weight = _upright("weight", -whole * (1 - table["leg_mass_share"]), -body_arm)
    held = _upright("hand", HANDS[hand][2] * share * whole, hand_arm(hand))
    tips = weight.moment_nm + held.moment_nm
    pull, tilt = max(tips, 0.0) / lever * 1000, math.radians(table["abductor_tilt_deg"])
    x, z = pull * math.sin(tilt), -pull * math.cos(tilt)
    abductors = Force("abductors", x, z, lever, -pull * lever / 1000)
    joint = Force("joint", -x, -(weight.z_n + held.z_n + z), 0.0, 0.0)
    forces = weight, held, abductors, joint
    return Stance(mass, lever, body_arm, hand, share, forces, min(tips, 0.0))


def _upright(name: str, z_n: float, x_mm: float) -> Force:
    """Return an upright force `x_mm` outside the ball."""
    return Force(name, 0.0, z_n, x_mm, x_mm * z_n / 1000)

"""One-leg stance: the balance closes, follows the levers, and knows its limits."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiplib import tables
from hiplib.anatomy import mean_arms, moment_arms, muscle_paths, one_leg_stance
from hiplib.anatomy.stance import GRAVITY, HANDS, Stance, hand_arm
from hiplib.parameters import parameters, within

STATES = st.builds(
    one_leg_stance,
    mass_kg=st.floats(35, 150),
    abductor_arm_mm=st.floats(20, 80),
    body_arm_mm=st.floats(0, 150),
    hand=st.sampled_from(sorted(HANDS)),
    hand_share=st.floats(0, 0.2),
)


def joint(**changes: object) -> float:
    return one_leg_stance(**changes).body_weights("joint")  # type: ignore[arg-type]


@given(STATES)
def test_forces_and_moments_close(state: Stance) -> None:
    assert abs(sum(force.x_n for force in state.forces)) < 1e-9
    assert abs(sum(force.z_n for force in state.forces)) < 1e-9
    moment = sum(force.moment_nm for force in state.forces)
    assert abs(moment - state.rest_moment_nm) < 1e-9
    assert state.slack == (moment < -1e-9) or abs(moment) < 1e-6


@given(STATES)
def test_moments_are_cross_products_about_the_ball(state: Stance) -> None:
    """Counted once more from where each line of force passes, not from a lever."""
    tilt = math.radians(parameters("one_leg_stance")["abductor_tilt_deg"])
    foot = (state.abductor_arm_mm * math.cos(tilt), state.abductor_arm_mm * math.sin(tilt))
    points = [(-state.body_arm_mm, 90.0), (hand_arm(state.hand), -30.0), foot, (0.0, 0.0)]
    for force, (x, z) in zip(state.forces, points, strict=True):
        cross = (x * force.z_n - z * force.x_n) / 1000
        assert abs(cross - force.moment_nm) < 1e-9


@given(STATES)
def test_muscles_pull_and_the_joint_presses(state: Stance) -> None:
    weight, held, pull, joint_force = state.forces
    assert pull.z_n <= 0 <= pull.x_n
    assert joint_force.z_n > 0
    assert joint_force.size_n >= abs(weight.z_n + held.z_n) - 1e-9


@given(STATES, st.floats(1.05, 2.0))
def test_in_body_weights_mass_does_not_matter(state: Stance, factor: float) -> None:
    heavier = one_leg_stance(
        mass_kg=min(150.0, state.mass_kg * factor),
        abductor_arm_mm=state.abductor_arm_mm,
        body_arm_mm=state.body_arm_mm,
        hand=state.hand,
        hand_share=state.hand_share,
    )
    assert heavier.body_weights("joint") == pytest.approx(state.body_weights("joint"))
    assert heavier.forces[0].size_n >= state.forces[0].size_n


@given(st.floats(20, 79), st.floats(0.1, 10), st.floats(1, 150))
def test_a_longer_lever_of_the_abductors_lowers_the_joint_force(
    lever: float, more: float, body: float
) -> None:
    longer = min(80.0, lever + more)
    before, after = (joint(abductor_arm_mm=arm, body_arm_mm=body) for arm in (lever, longer))
    assert after < before or longer == lever


def test_the_hand_on_the_standing_side_helps_and_the_other_hurts() -> None:
    free = joint()
    assert joint(hand="bag_same", hand_share=0.15) < free < joint(hand="bag_other", hand_share=0.15)
    assert joint(hand="stick_other", hand_share=0.15) < joint(hand="bag_same", hand_share=0.15)
    assert joint(hand="bag_other", hand_share=0.0) == pytest.approx(free)


def test_known_answers() -> None:
    """Weight straight above the ball: no muscle, and the joint bears the weight above it."""
    state = one_leg_stance(mass_kg=100, body_arm_mm=0)
    share = 1 - parameters("one_leg_stance")["leg_mass_share"]
    assert state.body_weights("abductors") == 0
    assert state.forces[-1].z_n == pytest.approx(share * 100 * GRAVITY)
    assert state.joint_tilt_deg == pytest.approx(0)
    # Pauwels' levers: muscle = 0.839 x 109.9 / 40 body weights.
    pauwels = one_leg_stance(abductor_arm_mm=40, body_arm_mm=109.9)
    assert pauwels.body_weights("abductors") == pytest.approx(share * 109.9 / 40)


def test_the_mean_hip_agrees_with_the_classic_model() -> None:
    table, arms = parameters("one_leg_stance"), mean_arms()
    assert abs(arms.abductor_mm - table["pauwels_abductor_arm_mm"]) < 2
    assert abs(arms.body_mm - table["pauwels_body_arm_mm"]) < 12
    # without the standing leg the same moment as the whole body on the midline
    assert arms.body_mm * (1 - table["leg_mass_share"]) == pytest.approx(arms.half_width_mm)
    assert 12 < one_leg_stance().joint_tilt_deg < 18


def test_the_mean_hip_agrees_with_the_muscle_model() -> None:
    """Abduction lever of gluteus medius and minimus, weighted with their largest force."""
    table = moment_arms(flexion_deg=0).join(muscle_paths()[["max_force_n"]])
    side = table[table.index.str.startswith(("glmed", "glmin"))]
    mean_cm = -(side["adduction_cm"] * side["max_force_n"]).sum() / side["max_force_n"].sum()
    assert round(10 * mean_cm) == 43  # said on page 02
    assert abs(10 * mean_cm - mean_arms().abductor_mm) < 5


def test_the_page_says_what_the_model_and_the_implants_say() -> None:
    """Numbers in the text of page 02."""
    start = {"abductor_arm_mm": 40, "body_arm_mm": 101}
    assert round(joint(**start), 2) == 2.92
    assert round(joint(**{**start, "abductor_arm_mm": 54}), 2) == 2.37
    assert round(joint(**start, hand="bag_other", hand_share=0.15), 1) == 4.2
    assert round(joint(**start, hand="bag_same", hand_share=0.15), 1) == 2.5
    stick = joint(**start, hand="stick_other", hand_share=0.15)
    assert (round(stick, 1), round(100 * stick / joint(**start))) == (1.6, 55)
    assert joint(**start) > parameters("one_leg_stance")["measured_ceiling_bw"]


def test_a_body_that_would_tip_over_the_hip_is_said_not_hidden() -> None:
    state = one_leg_stance(body_arm_mm=20, hand="bag_same", hand_share=0.2)
    assert state.slack
    assert state.rest_moment_nm < 0
    assert state.body_weights("abductors") == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mass_kg": 20}, "mass_kg is 20; a number from 35 to 150 is possible"),
        ({"abductor_arm_mm": 0}, "abductor_arm_mm is 0; a number from 20 to 80"),
        ({"body_arm_mm": float("nan")}, "body_arm_mm is nan; a number from 0 to 150"),
        ({"hand_share": 0.5}, "hand_share is 0.5; a number from 0 to 0.2"),
        ({"mass_kg": "heavy"}, "mass_kg is 'heavy'; a number"),
        ({"hand": "rucksack"}, "hand is 'rucksack'; one of none, bag_other, bag_same, stick_other"),
    ],
)
def test_wrong_input_is_named(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        one_leg_stance(**changes)  # type: ignore[arg-type]


def test_every_parameter_has_a_source_or_says_that_it_is_invented() -> None:
    rows = tables.read("model_parameters")
    own = rows[rows["model"].isin(["one_leg_stance", "running_load", "gait_cycle"])]
    assert len(own) >= 18
    invented = own["status"] == "illustrative"
    assert (own.loc[~invented, "ref_id"] != "").all()
    assert (own.loc[invented, "ref_id"] == "").all()
    with pytest.raises(ValueError, match="there is no model 'walking'"):
        parameters("walking")
    assert within("one_leg_stance", "mass_kg", 35) == 35.0

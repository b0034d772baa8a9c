"""Anatomy of the hip: bones and soft parts as meshes, muscles as paths, a table of structures."""

from hiplib.anatomy.bones import FEMUR_PARTS, HIP_BONE_PARTS, Hip, Mesh, femur_turn, hip, posed
from hiplib.anatomy.cam_pincer import with_cam, with_pincer
from hiplib.anatomy.impingement import Contact, ContactPlane, contact_at, first_contact
from hiplib.anatomy.joint_shape import alpha_angle, edge_angle
from hiplib.anatomy.loads import (
    LoadCycles,
    contact_forces,
    load_cycles,
    muscle_peak_factor,
    muscle_peaks,
)
from hiplib.anatomy.measures import Lines, measure, measure_lines
from hiplib.anatomy.muscles import (
    POSE_LIMITS,
    moment_arm_curve,
    moment_arms,
    muscle_lines,
    muscle_paths,
    swap_angles,
    torque_capacity,
)
from hiplib.anatomy.shapes import people, people_measures, plausible, shape_measures, shape_with
from hiplib.anatomy.soft_tissue import SoftPart, layer_names, soft_tissues
from hiplib.anatomy.stance import Stance, mean_arms, one_leg_stance
from hiplib.anatomy.structures import Structure, kinds, structure, structures

__all__ = [
    "FEMUR_PARTS", "HIP_BONE_PARTS", "POSE_LIMITS", "Contact", "ContactPlane", "Hip",
    "Lines", "LoadCycles", "Mesh", "SoftPart", "Stance", "Structure", "alpha_angle", "contact_at",
    "contact_forces", "edge_angle", "femur_turn", "first_contact", "hip", "kinds", "layer_names",
    "load_cycles",
    "mean_arms", "measure", "measure_lines", "moment_arm_curve", "moment_arms", "muscle_lines",
    "muscle_paths", "muscle_peak_factor", "muscle_peaks", "one_leg_stance", "people",
    "people_measures", "plausible", "posed", "shape_measures", "shape_with", "soft_tissues",
    "structure", "structures", "swap_angles", "torque_capacity", "with_cam", "with_pincer",
]  # fmt: skip

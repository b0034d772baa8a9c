"""Anatomy of the hip: bones as meshes, muscles as paths, structures as a searchable table."""

from hiplib.anatomy.bones import FEMUR_PARTS, HIP_BONE_PARTS, Hip, Mesh, hip
from hiplib.anatomy.muscles import POSE_LIMITS, moment_arms, muscle_lines, torque_capacity
from hiplib.anatomy.pose import femur_turn, posed
from hiplib.anatomy.structures import Structure, kinds, structure, structures

__all__ = [
    "FEMUR_PARTS",
    "HIP_BONE_PARTS",
    "POSE_LIMITS",
    "Hip",
    "Mesh",
    "Structure",
    "femur_turn",
    "hip",
    "kinds",
    "moment_arms",
    "muscle_lines",
    "posed",
    "structure",
    "structures",
    "torque_capacity",
]

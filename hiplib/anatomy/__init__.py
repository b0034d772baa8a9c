"""Anatomy of the hip: bones and soft parts as meshes, muscles as paths, a table of structures."""

from hiplib.anatomy.bones import FEMUR_PARTS, HIP_BONE_PARTS, Hip, Mesh, hip
from hiplib.anatomy.muscles import POSE_LIMITS, moment_arms, muscle_lines, torque_capacity
from hiplib.anatomy.pose import femur_turn, posed
from hiplib.anatomy.soft_tissue import LAYERS, SoftPart, soft_tissues
from hiplib.anatomy.structures import Structure, kinds, structure, structures

__all__ = [
    "FEMUR_PARTS",
    "HIP_BONE_PARTS",
    "LAYERS",
    "POSE_LIMITS",
    "Hip",
    "Mesh",
    "SoftPart",
    "Structure",
    "femur_turn",
    "hip",
    "kinds",
    "moment_arms",
    "muscle_lines",
    "posed",
    "soft_tissues",
    "structure",
    "structures",
    "torque_capacity",
]

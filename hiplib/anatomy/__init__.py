"""Anatomy of the hip: bones as meshes, and the structures around them as a searchable table."""

from hiplib.anatomy.bones import FEMUR_PARTS, HIP_BONE_PARTS, Hip, Mesh, hip
from hiplib.anatomy.pose import femur_turn, posed
from hiplib.anatomy.structures import Structure, kinds, structure, structures

__all__ = [
    "FEMUR_PARTS",
    "HIP_BONE_PARTS",
    "Hip",
    "Mesh",
    "Structure",
    "femur_turn",
    "hip",
    "kinds",
    "posed",
    "structure",
    "structures",
]

"""Anatomy of the hip: bones as meshes, and the structures around them as a searchable table."""

from hiplib.anatomy.bones import FEMUR_PARTS, HIP_BONE_PARTS, Hip, Mesh, hip
from hiplib.anatomy.measures import Lines, measure, measure_lines
from hiplib.anatomy.pose import femur_turn, posed
from hiplib.anatomy.shapes import people, people_measures, plausible, shape_measures, shape_with
from hiplib.anatomy.structures import Structure, kinds, structure, structures

__all__ = [
    "FEMUR_PARTS",
    "HIP_BONE_PARTS",
    "Hip",
    "Lines",
    "Mesh",
    "Structure",
    "femur_turn",
    "hip",
    "kinds",
    "measure",
    "measure_lines",
    "people",
    "people_measures",
    "plausible",
    "posed",
    "shape_measures",
    "shape_with",
    "structure",
    "structures",
]

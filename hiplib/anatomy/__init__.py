"""Anatomy of the hip: bones as meshes, and the structures around them as a searchable table."""

from hiplib.anatomy.bones import FEMUR_PARTS, HIP_BONE_PARTS, Hip, Mesh, hip
from hiplib.anatomy.cam_pincer import moved_mm, with_cam, with_pincer
from hiplib.anatomy.impingement import Contact, ContactPlane, contact_at, first_contact
from hiplib.anatomy.joint_shape import alpha_angle, edge_angle
from hiplib.anatomy.pose import femur_turn, posed
from hiplib.anatomy.structures import Structure, kinds, structure, structures

__all__ = [
    "FEMUR_PARTS",
    "HIP_BONE_PARTS",
    "Contact",
    "ContactPlane",
    "Hip",
    "Mesh",
    "Structure",
    "alpha_angle",
    "contact_at",
    "edge_angle",
    "femur_turn",
    "first_contact",
    "hip",
    "kinds",
    "moved_mm",
    "posed",
    "structure",
    "structures",
    "with_cam",
    "with_pincer",
]

"""The soft parts: named, closed, light, on the bone and not in it, in proportion."""

from __future__ import annotations

import numpy as np
import pytest
from surfaces import all_over, inside, is_closed, nearest, volume

from hiplib import anatomy, tables
from hiplib.anatomy import layer_names, soft_tissues
from hiplib.anatomy.soft_tissue import middle_surface

PARTS = soft_tissues()
MODEL = sorted(part for part, soft in PARTS.items() if not soft.schematic)
PATH_OWNER = {
    "adductor_magnus_adductor_part": "adductor_magnus",
    "adductor_magnus_hamstring_part": "adductor_magnus",
}


@pytest.fixture(scope="module")
def bodies():
    """Pelvis and femur, each as corner points of its triangles and points all over it."""
    hip = anatomy.hip()
    pelvis = [hip.parts[part] for part in (*anatomy.HIP_BONE_PARTS, "sacrum")]
    found = {}
    for name, meshes in {"pelvis": pelvis, "femur": [hip.meshes["femur"]]}.items():
        corners = np.concatenate([mesh.vertices[mesh.faces] for mesh in meshes]).astype(float)
        found[name] = corners, all_over(corners)
    return found


def test_every_part_is_a_structure_in_a_layer():
    assert [part.layer for part in PARTS.values()] == sorted(
        (part.layer for part in PARTS.values()), key=list(layer_names()).index
    )
    assert {part.layer for part in PARTS.values()} == set(layer_names())
    kinds = {
        "ligaments": {"ligament", "labrum", "capsule"},
        "bursae": {"bursa"},
        "deep_muscles": {"muscle"},
        "vessels": {"vessel"},
        "nerves": {"nerve"},
        "superficial_muscles": {"muscle"},
        "fascia": {"tendon"},
    }
    for part in PARTS.values():
        assert anatomy.structure(part.structure_id).kind in kinds[part.layer]


def test_all_that_lies_around_the_hip_is_there():
    wanted = """iliofemoral_ligament pubofemoral_ligament ischiofemoral_ligament labrum
    ligamentum_teres inguinal_ligament sacrotuberous_ligament sacrospinous_ligament
    trochanteric_bursa iliopsoas_bursa ischial_bursa subgluteus_medius_bursa gluteus_minimus
    piriformis obturator_internus obturator_externus gemellus_superior gemellus_inferior
    quadratus_femoris psoas_major iliacus pectineus adductor_brevis gluteus_maximus gluteus_medius
    tensor_fasciae_latae rectus_femoris sartorius adductor_longus adductor_magnus gracilis
    semitendinosus semimembranosus biceps_femoris_long_head iliotibial_band femoral_nerve
    obturator_nerve sciatic_nerve superior_gluteal_nerve lfcn pudendal_nerve
    posterior_femoral_cutaneous_nerve femoral_artery profunda_femoris mfca lfca
    superior_gluteal_artery"""
    assert set(wanted.split()) <= {part.structure_id for part in PARTS.values()}


def test_muscles_of_the_model_and_no_others_are_not_schematic():
    paths = tables.read("muscle_paths")["muscle_id"]
    assert sorted({PATH_OWNER.get(muscle, muscle) for muscle in paths}) == MODEL


@pytest.mark.parametrize("part", PARTS)
def test_surface_is_closed_and_its_outside_is_outside(part):
    mesh, tone = PARTS[part].mesh, PARTS[part].tone
    assert is_closed(mesh.faces)
    assert volume(mesh) > 0
    assert np.isfinite(mesh.vertices).all()
    assert mesh.vertices.dtype == np.float32
    assert tone.shape == (len(mesh.vertices),)
    assert tone.min() >= 0
    assert tone.max() <= 1


def test_all_parts_together_are_light():
    assert sum(len(part.mesh.faces) for part in PARTS.values()) < 25_000


@pytest.mark.parametrize("bone", ["pelvis", "femur"])
def test_no_part_runs_through_bone(bodies, bone):
    """Skins may touch the bone and sink in a little where they are attached: 5 mm at most."""
    corners, surface = bodies[bone]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    deepest = {}
    for name, part in PARTS.items():
        points = part.mesh.vertices.astype(float)
        points = np.concatenate([points, points[part.mesh.faces].mean(axis=1)])
        number, away = nearest(points, surface)
        # only what lies behind the skin of the bone where it is nearest, or close to it, can be in
        normal = normals[number // 6]
        behind = ((points - surface[number]) * normal).sum(axis=1) < 0.5
        points, away = points[behind], away[behind]
        deepest[name] = float(away[inside(points, corners)].max(initial=0.0))
    worst = max(deepest, key=lambda name: deepest[name])
    assert deepest[worst] < 5.0, f"{worst}: {deepest[worst]:.1f} mm"
    assert np.quantile(list(deepest.values()), 0.9) < 3.5


def test_attachments_lie_on_their_bone(bodies):
    points = tables.read("soft_points")
    for bone in ("pelvis", "femur"):
        rows = points[points["anchor"] == bone]
        _, away = nearest(rows[["x_mm", "y_mm", "z_mm"]].to_numpy(float), bodies[bone][1])
        assert np.median(away) < 2.0
        # a thick end is lifted by half its thickness, so that its skin and not its middle is there
        assert away.max() < 6.0


def test_muscles_and_ligaments_are_attached_at_both_ends():
    points = tables.read("soft_points")
    free_ends = {
        # what they end at is not drawn: spine, kneecap, shin bone, fascia
        *("psoas_major", "rectus_femoris", "sartorius", "gracilis", "semimembranosus"),
        *("semitendinosus", "biceps_femoris_long_head", "tensor_fasciae_latae", "adductor_magnus"),
        *("iliotibial_band", "gluteus_maximus", "zona_orbicularis"),
    }
    for name, part in PARTS.items():
        if part.layer in ("bursae", "vessels", "nerves") or name in free_ends:
            continue
        rows = points[points["part_id"] == name]
        for _, strand in rows.groupby(["piece", "strand"]):
            ends = strand.sort_values("order")["anchor"].iloc[[0, -1]]
            if name not in ("labrum", "transverse_acetabular_ligament", "ligamentum_teres"):
                assert (ends != "").all(), name
        assert (rows["anchor"] != "").any(), name


def test_size_of_a_muscle_follows_its_force():
    paths = tables.read("muscle_paths")
    owner = paths["muscle_id"].replace(PATH_OWNER)
    force = paths.groupby(owner)["max_force_n"].sum()
    area = {}
    for part in MODEL:
        soft, shares = PARTS[part], np.linspace(-1, 1, 41)
        (strands,) = soft.pieces
        if len(strands) == 1:
            area[part] = np.pi / 4 * soft.size_mm**2
            continue
        surface = middle_surface([strand[:, :3] for strand in strands], 41, shares)
        belly = (soft.tendons[0] + 1 - soft.tendons[1]) / 2
        row = surface[round(40 * belly)]
        wide = np.linalg.norm(np.diff(row, axis=0), axis=1).sum()
        area[part] = wide * soft.size_mm * np.sqrt(1 - shares**4).mean()
    ratio = np.array([area[part] / force[part] for part in MODEL])
    assert np.median(ratio) == pytest.approx(0.6, rel=0.05)
    assert (np.abs(ratio / 0.6 - 1) < 0.2).all(), dict(zip(MODEL, ratio.round(2), strict=True))


def test_muscles_follow_the_paths_of_the_model():
    """The model's lines run in or near the drawn muscle, apart from what the notes say."""
    lines = anatomy.muscle_lines(flexion_deg=0)
    paths = tables.read("muscle_paths").set_index("path_id")["muscle_id"].replace(PATH_OWNER)
    for path, part in paths.items():
        if part in ("sartorius", "tensor_fasciae_latae"):
            assert "model's line" in PARTS[part].note
            continue
        mesh = PARTS[part].mesh
        corners = mesh.vertices[mesh.faces].astype(float)
        line = lines[path][lines[path][:, 2] > -420]
        _, away = nearest(line, np.concatenate([corners.mean(axis=1), mesh.vertices]))
        away[inside(line, corners)] = 0.0
        assert np.median(away) < 15, path
        assert away[0] < 30, path


def test_neighbours_of_one_colour_differ_in_lightness():
    touching = """gluteus_medius gluteus_minimus, gluteus_medius gluteus_maximus,
    gluteus_medius tensor_fasciae_latae, rectus_femoris sartorius, psoas_major iliacus,
    gemellus_superior obturator_internus, gemellus_inferior obturator_internus,
    piriformis gemellus_superior, quadratus_femoris gemellus_inferior, pectineus adductor_brevis,
    adductor_longus adductor_brevis, adductor_longus gracilis, adductor_magnus gracilis,
    semitendinosus semimembranosus, semitendinosus biceps_femoris_long_head,
    quadratus_femoris obturator_externus, iliofemoral_ligament pubofemoral_ligament,
    sacrotuberous_ligament sacrospinous_ligament, sciatic_nerve posterior_femoral_cutaneous_nerve,
    femoral_artery profunda_femoris, trochanteric_bursa subgluteus_medius_bursa"""
    for pair in touching.split(","):
        one, other = (PARTS[name] for name in pair.split())
        assert one.shade != other.shade, pair


def test_parts_lie_where_anatomy_puts_them():
    """Some relations that any atlas shows; left hip: x to the left, y to the back, z up."""

    def at(part, height, axis):
        vertices = PARTS[part].mesh.vertices
        return float(vertices[np.abs(vertices[:, 2] - height) < 9, axis].max())

    assert at("femoral_nerve", 0, 0) > at("femoral_artery", 0, 0)  # nerve outside of the artery
    assert at("gluteus_medius", 60, 0) > at("gluteus_minimus", 60, 0)  # medius covers minimus
    assert at("gluteus_maximus", -20, 1) > at("sciatic_nerve", -20, 1)  # maximus covers the nerve
    assert at("sciatic_nerve", -35, 1) > at("quadratus_femoris", -35, 1)
    assert at("iliotibial_band", -60, 0) > 150
    top = PARTS["sciatic_nerve"].mesh.vertices
    below = PARTS["piriformis"].mesh.vertices
    outside = below[below[:, 0] > 60]
    crossing = top[(top[:, 0] > 60) & (top[:, 0] < 75) & (top[:, 2] > -30)]
    assert crossing[:, 2].max() < outside[outside[:, 0] < 75][:, 2].max()

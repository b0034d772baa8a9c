"""The explorer: every structure can be found, and leads to conditions and sources that exist."""

from __future__ import annotations

import pytest

from hiplib import anatomy, evidence, tables


def test_all_structures_are_there() -> None:
    assert len(anatomy.structures()) == 99
    assert sum(len(anatomy.structures(kind=kind)) for kind in anatomy.kinds()) == 99


@pytest.mark.parametrize("structure_id", anatomy.structures().index)
def test_every_structure_is_complete_and_linked(structure_id: str) -> None:
    item = anatomy.structure(structure_id)
    assert item.name
    assert item.kind in anatomy.kinds()
    assert item.part_of
    assert item.role
    assert item.pain_relevance
    assert item.ref_ids
    known = set(tables.read("conditions")["condition_id"])
    assert set(item.condition_ids) <= known
    for ref_id in item.ref_ids:
        assert str(evidence.reference(ref_id))


@pytest.mark.parametrize("structure_id", anatomy.structures().index)
def test_each_is_found_by_its_names(structure_id: str) -> None:
    item = anatomy.structure(structure_id)
    assert structure_id in anatomy.structures(text=item.name).index[:3]
    if item.latin_name:
        assert structure_id in anatomy.structures(text=item.latin_name).index[:5]


def test_remarks_are_not_shown_as_latin_names() -> None:
    assert anatomy.structure("head_neck_junction").latin_name == ""
    assert not anatomy.structures()["latin_name"].str.startswith("(").any()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("LABRUM", "labrum"),
        ("ileum", "ilium"),
        ("nervus ischiadicus", "sciatic_nerve"),
        ("acetabullum", "acetabulum"),
    ],
)
def test_search_forgives(text: str, first: str) -> None:
    assert anatomy.structures(text=text).index[0] == first


def test_kind_and_text_together() -> None:
    found = anatomy.structures(kind="muscle", text="gluteus")
    assert {"gluteus_maximus", "gluteus_medius", "gluteus_minimus"} <= set(found.index)
    assert set(found["kind"]) == {"muscle"}


def test_nothing_found_is_empty_and_blank_text_is_no_filter() -> None:
    assert anatomy.structures(text="zzzzqqq").empty
    assert len(anatomy.structures(text="  ")) == 99


def test_errors_name_what_is_possible() -> None:
    with pytest.raises(ValueError, match=r"'organ'.*bursa"):
        anatomy.structures(kind="organ")
    with pytest.raises(ValueError, match="'elbow'"):
        anatomy.structure("elbow")

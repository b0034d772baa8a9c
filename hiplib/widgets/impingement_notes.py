"""What stands below the impingement laboratory: what is left out, and what studies found."""

from __future__ import annotations

from hiplib import evidence, tables
from hiplib.anatomy import ContactPlane
from hiplib.figures import impingement_words as words
from hiplib.widgets import html

SHAPE_FACTS = (
    "fai_syndrome_f07",
    "fai_syndrome_f08",
    "anat_f084",
    "anat_f078",
    "anat_f083",
    "anat_f079",
    "anat_f080",
    "fai_syndrome_f01",
)
MOVEMENT_FACTS = ("anat_f099", "anat_f109", "anat_f101", "anat_f042", "anat_f173")
LEFT_OUT = (
    "<p><b>Left out:</b> cartilage, labrum, capsule, ligaments and muscles, and how they give way. "
    "Bone that meets bone in a model is not pain and not a diagnosis. Where the bump and the "
    "longer rim sit, and how wide they are, is schematic; both angles are measured on the surface "
    "that you see. The bones are the average of 26 people, not yours.</p>"
)


def impingement_notes(normal: ContactPlane, flexion_deg: float) -> str:
    """Return the notes as HTML; the limits of the normal shape stand beside those of people."""
    people = f"<p>{html.text(words.people_words(normal, flexion_deg))}</p>"
    return (
        LEFT_OUT
        + html.fold("What studies say about cam and pincer shapes", _facts(SHAPE_FACTS))
        + html.fold("The model beside people", people + _facts(MOVEMENT_FACTS))
    )


def _facts(fact_ids: tuple[str, ...]) -> str:
    """Return facts as a list, each with number, people, certainty and source."""
    lines = "".join(f"<li>{_fact(evidence.fact(key))}</li>" for key in fact_ids)
    return f"<ul>{lines}</ul>"


def _fact(fact: evidence.Fact) -> str:
    label = tables.read("certainties").set_index("certainty")["label"][fact.certainty]
    notes = "; ".join(filter(None, (fact.amount, fact.population, str(label).lower())))
    source = fact.reference
    cite = html.link(source.url, source.short) if source.url else html.text(source.short)
    return f'{html.text(fact.statement)} <span class="hip-note">({html.text(notes)}; {cite})</span>'

"""The differential trainer: its rules on any case, and its tables."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiplib import AnswerError, tables
from hiplib.conditions import differential as d

STEMS = d.stems()
every_stem = pytest.mark.parametrize("stem", STEMS, ids=lambda stem: stem.stem_id)
SAMPLED = st.sampled_from(STEMS)
CONDITIONS = tables.read("conditions").set_index("condition_id")


def ids(stem: d.Stem) -> list[str]:
    return [finding.finding_id for finding in stem.findings]


# Any case, also one that nobody wrote --------------------------------------------------------


@st.composite
def invented(draw: st.DrawFn) -> d.Stem:
    """A case with any effects at all, so that the rules hold without careful tables."""
    names = [f"c{number}" for number in range(draw(st.integers(2, 4)))]
    candidates = tuple(d.Candidate(name, name, draw(st.booleans())) for name in names)
    effect = st.sampled_from(["for", "against", "rules_out", "none"])
    kind = st.sampled_from(["history", "examination", "xray", "scan", "sample"])
    findings = tuple(
        d.Finding(
            f"f{number}", draw(kind), "?", "!", draw(st.booleans()),
            draw(st.sampled_from(list(d.POINTS))), "", "",
            tuple(d.Effect(name, draw(effect), f"{name} f{number}") for name in names),
        )
        for number in range(draw(st.integers(1, 5)))
    )  # fmt: skip
    return d.Stem("s", "", 30, "", names[0], "routine", "", "", "", candidates, findings, ())


@given(st.one_of(SAMPLED, invented()), st.data())
def test_the_order_of_asking_changes_nothing(stem: d.Stem, data: st.DataObject) -> None:
    asked = data.draw(st.lists(st.sampled_from(ids(stem)), unique=True))
    shuffled = data.draw(st.permutations(asked))
    assert d.standings(stem, asked) == d.standings(stem, shuffled)
    assert d.points(stem, asked) == d.points(stem, shuffled)


@given(st.one_of(SAMPLED, invented()), st.data())
def test_the_condition_of_the_case_never_leaves(stem: d.Stem, data: st.DataObject) -> None:
    asked = data.draw(st.lists(st.sampled_from(ids(stem)), unique=True))
    own = [s for s in d.standings(stem, asked) if s.candidate.condition_id == stem.condition_id]
    assert len(own) == 1
    assert own[0].left


@given(st.one_of(SAMPLED, invented()), st.data())
def test_a_serious_condition_leaves_by_a_known_scan_or_sample_only(
    stem: d.Stem, data: st.DataObject
) -> None:
    asked = data.draw(st.lists(st.sampled_from(ids(stem)), unique=True))
    weak = [f.finding_id for f in stem.findings if f.finding_id in asked
            and not (f.known and f.kind in ("scan", "sample"))]  # fmt: skip
    assert all(s.left for s in d.standings(stem, weak) if s.candidate.serious)
    for standing in d.standings(stem, asked):
        if not standing.left and standing.candidate.serious:
            assert set(asked) - set(weak)


@given(invented(), st.data())
def test_an_unknown_answer_moves_nothing(stem: d.Stem, data: st.DataObject) -> None:
    asked = data.draw(st.lists(st.sampled_from(ids(stem)), unique=True))
    unknown = {f.finding_id for f in stem.findings if not f.known}

    def view(found: list[str]) -> dict[str, tuple[object, ...]]:
        return {s.candidate.condition_id: (s.support, s.against, s.ruled_out)
                for s in d.standings(stem, found)}  # fmt: skip

    assert view(asked) == view([key for key in asked if key not in unknown])


@given(st.one_of(SAMPLED, invented()), st.data())
def test_asking_more_never_brings_a_condition_back(stem: d.Stem, data: st.DataObject) -> None:
    asked = data.draw(st.lists(st.sampled_from(ids(stem)), unique=True))
    fewer = asked[:-1]
    out = {s.candidate.condition_id for s in d.standings(stem, fewer) if not s.left}
    still = {s.candidate.condition_id for s in d.standings(stem, asked) if not s.left}
    assert out <= still


# The cases of the table ----------------------------------------------------------------------


def test_there_are_cases_of_every_urgency_age_and_region() -> None:
    assert len(STEMS) >= 32
    counts = Counter(stem.urgency for stem in STEMS)
    assert set(counts) == set(tables.read("urgencies")["urgency"])
    assert min(counts.values()) >= 4
    assert counts["routine"] + counts["self_manage"] >= 8
    ages = [stem.age for stem in STEMS]
    assert min(ages) == 5
    assert max(ages) == 80
    assert sum(age < 18 for age in ages) >= 5
    assert sum(age >= 60 for age in ages) >= 4
    links = tables.read("condition_regions")
    own = links[links["condition_id"].isin([stem.condition_id for stem in STEMS])]
    assert set(own["region"]) >= {"anterior_groin", "medial_groin", "lateral", "posterior_buttock"}
    around = Counter(stem.condition_id for stem in STEMS)
    assert len(around) >= 30
    assert max(around.values()) <= 2
    assert len({stem.title for stem in STEMS}) == len(STEMS)


def _asks_for_a_scan(stem: d.Stem) -> bool:
    """Tell whether a scan would decide, or is part of the keyed step."""
    keyed = next(step for step in stem.steps if step.keyed)
    scans = [f for f in stem.findings if f.kind == "scan" and f.worth == "decides"]
    return bool(scans) or bool(re.search(r"\b(MRI|scan)\b", keyed.text))


def test_many_benign_cases_need_no_scan() -> None:
    benign = [stem for stem in STEMS if stem.urgency in ("routine", "self_manage")]
    assert sum(not _asks_for_a_scan(stem) for stem in benign) >= 8


def test_serious_cases_hide_in_the_usual_places() -> None:
    """Knee pain in a child, a missing fever, a normal X-ray: each is there and changes nothing."""
    cases = {stem.stem_id: stem for stem in STEMS}
    for stem_id, finding_id, urgency in (
        ("knee_boy", "knee", "same_day"),
        ("no_fever", "temperature", "emergency_now"),
        ("clear_xray", "old_xray", "same_day"),
        ("wet_leaves", "xray", "emergency_now"),
    ):
        stem = cases[stem_id]
        finding = next(f for f in stem.findings if f.finding_id == finding_id)
        own = [e.effect for e in finding.effects if e.condition_id == stem.condition_id]
        assert stem.urgency == urgency
        assert set(own) <= {"none", "for"}


@every_stem
def test_a_case_can_be_solved(stem: d.Stem) -> None:
    assert stem.condition_id in [one.condition_id for one in stem.candidates]
    assert sum(step.keyed for step in stem.steps) == 1
    assert len(stem.steps) >= 3
    assert 6 <= len(stem.findings) <= 10
    assert len({finding.kind for finding in stem.findings}) >= 3
    assert all(text for f in stem.findings for text in (f.question, f.answer, f.feedback))
    assert all(step.feedback for step in stem.steps)
    assert stem.ref_id
    best = d.standings(stem, ids(stem))[0]
    assert best.candidate.condition_id == stem.condition_id
    assert {finding.worth for finding in stem.findings} >= {"decides", "helps"}
    assert not d.missed(stem, ids(stem))
    assert d.judge_urgency(stem, stem.urgency).correct
    urgent = CONDITIONS.loc[stem.condition_id, "urgency"]
    ranks = tables.read("urgencies").set_index("urgency")["rank"]
    assert ranks[stem.urgency] >= ranks[urgent]  # never less urgent than the card says


def test_effects_name_a_finding_and_a_condition_of_their_case() -> None:
    effects = tables.read("stem_finding_effects")
    for table, column in (("stem_findings", "finding_id"), ("stem_candidates", "condition_id")):
        rows = tables.read(table)
        known = set(zip(rows["stem_id"], rows[column], strict=True))
        assert set(zip(effects["stem_id"], effects[column], strict=True)) <= known


def test_every_exclusion_of_a_serious_condition_is_a_scan_and_has_its_fact() -> None:
    effects = tables.read("stem_finding_effects")
    kinds = tables.read("stem_findings").set_index(["stem_id", "finding_id"])["kind"]
    ranks = tables.read("urgencies").set_index("urgency")["rank"]
    out = effects[effects["effect"] == "rules_out"]
    serious = 0
    for row in out.to_dict("records"):
        if ranks[CONDITIONS.loc[row["condition_id"], "urgency"]] < ranks[d.SERIOUS_FROM]:
            continue
        serious += 1
        assert kinds[row["stem_id"], row["finding_id"]] in d.EXCLUDING_KINDS, row
        assert row["fact_id"], row
    assert serious >= 10


def test_a_normal_xray_never_removes_bone() -> None:
    rows = tables.read("stem_findings").merge(
        tables.read("stem_finding_effects"), on=["stem_id", "finding_id"]
    )
    xrays = rows[rows["kind"] == "xray"]
    assert len(xrays) >= 10
    assert "rules_out" not in set(xrays["effect"])
    bone = xrays[xrays["condition_id"].str.contains("stress_fracture")]
    assert len(bone) >= 7
    assert set(bone["effect"]) == {"none"}


def test_nothing_of_kind_xray_hides_behind_another_name() -> None:
    for row in tables.read("stem_findings").to_dict("records"):
        if re.search(r"X-ray", row["question"]) and "MRI" not in row["question"]:
            assert row["kind"] == "xray", row


def test_a_hop_is_offered_once_and_refused() -> None:
    hops = [f for stem in STEMS for f in stem.findings if re.search(r"\bhop", f.question)]
    assert len(hops) == 1
    assert hops[0].worth == "not_now"
    assert not hops[0].known
    assert hops[0].feedback.startswith("Never.")
    for stem in STEMS:
        for step in stem.steps:
            assert not re.search(r"\bhop", step.text)


def test_what_would_provoke_is_refused_and_not_done() -> None:
    refused = [f for stem in STEMS for f in stem.findings if f.worth == "not_now"]
    assert len(refused) >= 8
    provoking = [f for f in refused if f.kind == "examination"]
    assert len(provoking) >= 6
    assert all(not f.known and re.search(r"^You (stop|leave)", f.answer) for f in provoking)


def test_points_reward_what_decides_and_not_what_harms() -> None:
    stem = STEMS[0]
    assert d.points(stem, []) == (0, 9)
    assert d.points(stem, ["hop"])[0] == -1
    for case in STEMS:
        good = [f.finding_id for f in case.findings if f.worth != "not_now"]
        assert d.points(case, good)[0] == d.points(case, good)[1]


def test_too_late_is_said_first() -> None:
    stem = STEMS[0]
    assert d.judge_urgency(stem, "self_manage").text.startswith("Too late.")
    early = d.judge_urgency(stem, "emergency_now")
    assert not early.correct
    assert early.text.startswith("Sooner than")
    assert not d.judge_urgency(stem, "unknown").correct
    assert d.judge_step(stem, "unknown").text.startswith("Fair enough.")


@pytest.mark.parametrize(
    "call",
    [
        lambda: d.standings(STEMS[0], ["nothing"]),
        lambda: d.points(STEMS[0], ["nothing"]),
        lambda: d.judge_urgency(STEMS[0], "soon"),
        lambda: d.judge_step(STEMS[0], "soon"),
    ],
)
def test_bad_input_is_named(call: object) -> None:
    with pytest.raises(AnswerError, match=r"unknown\. Allowed: "):
        call()  # type: ignore[operator]


def test_shown_facts_may_be_shown() -> None:
    allowed = tables.read("facts").set_index("fact_id")["publish"]
    for table in ("stems", "stem_findings", "stem_finding_effects", "stem_steps"):
        used = [fact_id for fact_id in tables.read(table)["fact_id"] if fact_id]
        assert allowed[used].all(), table

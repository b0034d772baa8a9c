"""The course's data: complete, consistent, sourced, and read the same way by other software."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from hiplib import tables
from hiplib.prep import dictionary

COUNTS = {
    "references": 603,
    "conditions": 44,
    "examination_tests": 56,
    "structures": 99,
    "muscles": 23,
    "morphology": 21,
    "contact_forces": 12,
    "red_flags": 40,
    "claims": 168,
    "topics": 168,
    "articles": 5,
    "urgencies": 5,
    "pages": 15,
}
FACTS = {"training": 206, "conditions": 354, "selfcheck": 127, "claims": 129, "anatomy": 181}


def package() -> dict[str, object]:
    text = (tables.folder() / "datapackage.json").read_text("utf-8")
    loaded: dict[str, object] = json.loads(text)
    return loaded


def csv_names() -> list[str]:
    return [r["name"] for r in package()["resources"] if r["path"].endswith(".csv")]  # type: ignore


@pytest.mark.parametrize("name", COUNTS)
def test_number_of_rows(name: str) -> None:
    assert len(tables.read(name)) == COUNTS[name]


def test_number_of_facts_by_area() -> None:
    assert tables.read("facts")["area"].value_counts().to_dict() == FACTS


def test_frictionless_finds_the_package_valid() -> None:
    """An independent reader of the same standard agrees."""
    frictionless = pytest.importorskip("frictionless", reason="pip install 'hiplib[test]'")
    report = frictionless.validate(str(tables.folder() / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])


def test_every_resource_says_what_it_is() -> None:
    for resource in package()["resources"]:  # type: ignore[attr-defined]
        assert resource["title"]
        assert resource["description"]
        assert resource["sources"]
        assert resource["licenses"][0]["name"]
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", resource["hash"])
        for field in resource.get("schema", {}).get("fields", []):
            assert all((field["title"], field["description"])), (resource["name"], field["name"])


def test_every_column_with_the_name_of_a_key_is_linked_to_it() -> None:
    keys = {"ref_id": "references", "condition_id": "conditions", "fact_id": "facts"}
    keys |= {"urgency": "urgencies", "certainty": "certainties", "structure_id": "structures"}
    for resource in package()["resources"]:  # type: ignore[attr-defined]
        schema = resource.get("schema", {"fields": []})
        linked = {
            field: key["reference"]["resource"]
            for key in schema.get("foreignKeys", [])
            for field in ([key["fields"]] if isinstance(key["fields"], str) else key["fields"])
        }
        for field in schema["fields"]:
            target = keys.get(field["name"])
            if target and target != resource["name"]:
                assert linked.get(field["name"]) == target, (resource["name"], field["name"])


@pytest.mark.parametrize("name", csv_names())
def test_files_are_written_the_same_way(name: str) -> None:
    data = (tables.folder() / f"{name}.csv").read_bytes()
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert not data.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("name", csv_names())
def test_text_is_tidy(name: str) -> None:
    frame = tables.read(name).select_dtypes("str")
    for column in frame.columns:
        for text in frame[column]:
            assert text == text.strip(), (name, column, text)
            assert "  " not in text, (name, column, text)
            assert text.lower() not in {"n/a", "na", "nan", "null", "-", "?"}
            assert not re.search("\ufffd|â€", text), (name, column, text)  # broken encoding


def test_no_lists_in_identifier_cells() -> None:
    for name in csv_names():
        frame = tables.read(name)
        for column in frame.columns[frame.columns.str.endswith("_id")]:
            assert not frame[column].astype(str).str.contains(r"[;,\s]").any(), (name, column)


def test_intervals_are_in_order_and_hold_their_value() -> None:
    pairs = [("facts", "value", "low", "high"), ("contact_forces", "peak_bw", "low_bw", "high_bw")]
    for quantity in ("sensitivity", "specificity", "lr_pos", "lr_neg"):
        pairs.append(("examination_tests", quantity, f"{quantity}_low", f"{quantity}_high"))
    for name, value, low, high in pairs:
        frame = tables.read(name)
        both = frame.dropna(subset=[low, high])
        assert len(both), name
        assert (both[low] <= both[high]).all()
        point = both.dropna(subset=[value])
        inside = (point[low] <= point[value]) & (point[value] <= point[high])
        assert inside.all(), point.loc[~inside]
    facts = tables.read("facts")
    assert (facts["low"].isna() == facts["high"].isna()).all()


def test_a_fact_has_a_number_or_its_wording_but_not_both() -> None:
    facts = tables.read("facts")
    assert not (facts["value"].notna() & (facts["value_text"] != "")).any()
    numbered = facts["value"].notna()
    assert (facts.loc[numbered, "unit_id"] != "").mean() > 0.99
    assert set(facts.loc[facts["unit_id"] == "direction", "value"]) <= {-1, 0, 1}


def test_several_numbers_of_a_fact_are_those_in_its_words() -> None:
    words = tables.read("facts").set_index("fact_id")["value_text"]
    for fact_id, rows in tables.read("fact_values").groupby("fact_id"):
        said = [float(text) for text in re.findall(r"\d+(?:\.\d+)?", words[fact_id])]
        single = rows["value"].fillna(rows["low"]).tolist()
        assert set(single) <= set(said), fact_id
        assert rows["order"].tolist() == list(range(1, len(rows) + 1))
        assert len(rows) > 1


def test_facts_that_must_not_be_shown_say_why() -> None:
    facts = tables.read("facts")
    assert (facts["publish"] == (facts["unpublished_reason"] == "")).all()
    hidden = set(facts.loc[~facts["publish"], "fact_id"])
    # the numbers that the evidence collectors say must not be printed
    assert {"TR018", "TR088", "SC009", "SC070", "SC126", "hip_osteoarthritis_f34"} <= hidden


def test_course_rows_rest_on_facts_that_may_be_shown() -> None:
    hidden = set(tables.read("facts").query("not publish")["fact_id"])
    for name in csv_names():
        frame = tables.read(name)
        if name != "facts" and "fact_id" in frame:
            assert not set(frame["fact_id"]) & hidden, name


def test_references_have_a_link_where_they_have_an_identifier() -> None:
    references = tables.read("references")
    known = (references[["doi", "pmid", "pmcid"]] != "").any(axis=1)
    assert (references.loc[known, "url"] != "").all()
    with_doi = references[references["doi"] != ""]
    assert (with_doi["url"].str.lower() == "https://doi.org/" + with_doi["doi"].str.lower()).all()
    assert not references["authors"].str.contains("not shown|not displayed", case=False).any()
    assert not references["title"].str.startswith("[").any()


def test_tests_without_proof_at_the_hip_are_marked() -> None:
    tests = tables.read("examination_tests")
    assert (tests["valid_at_hip"] == ~tests["target"].str.contains("not validated")).all()
    assert (tests.loc[~tests["valid_at_hip"], "condition_id"] == "").all()
    assert (tests["target"] != "").all()
    secondary = tests["note"].str.contains("secondary|EBM summary")
    assert tests.loc[secondary, "read_on_secondary_page"].all()


def test_numbers_without_a_source_are_not_shown() -> None:
    measures = tables.read("morphology")
    bare = measures["ref_id"] == ""
    assert not measures.loc[bare, "show_numbers"].any()
    assert measures.loc[bare, ["normal_low", "normal_high"]].isna().all(axis=None)
    shown = measures[measures["show_numbers"]]
    assert shown[["normal_low", "normal_high"]].notna().any(axis=1).all()
    muscles = tables.read("muscles")
    assert (muscles["pcsa_cm2"].notna() == (muscles["pcsa_ref_id"] != "")).all()
    assert (muscles["max_force_n"].notna() == (muscles["max_force_ref_id"] != "")).all()


def test_return_times_come_with_their_basis() -> None:
    conditions = tables.read("conditions")
    timed = conditions.dropna(subset=["return_weeks_low"])
    assert len(timed) == 6
    assert (timed["return_weeks_low"] < timed["return_weeks_high"]).all()
    assert (timed["return_basis"].str.len() > 40).all()


def test_every_structure_has_exactly_one_place() -> None:
    structures = tables.read("structures")
    assert ((structures["parent"] == "") != (structures["group_id"] == "")).all()
    parent = dict(zip(structures["structure_id"], structures["parent"], strict=True))
    for start in parent:
        seen = [start]
        while parent[seen[-1]]:
            seen.append(parent[seen[-1]])
            assert len(seen) < 10, f"circle: {seen}"
    assert set(structures["group_id"]) - {""} == set(tables.read("structure_groups")["group_id"])


def test_every_item_has_sources() -> None:
    for table, key, links in [
        ("conditions", "condition_id", "condition_references"),
        ("structures", "structure_id", "structure_references"),
        ("muscles", "muscle_id", "muscle_references"),
        ("red_flags", "flag_id", "red_flag_references"),
    ]:
        assert set(tables.read(table)[key]) == set(tables.read(links)[key]), table
    claims = tables.read("claims")
    sourced = set(tables.read("claim_references")["claim_id"])
    bare = claims[~claims["claim_id"].isin(sourced)]
    assert set(bare["verdict"]) == {"not_testable"}


def test_every_claim_and_topic_stands_in_an_article() -> None:
    articles = set(tables.read("articles")["article_id"])
    for table, key in [("claim", "claim_id"), ("topic", "topic_id")]:
        links = tables.read(f"{table}_articles")
        assert set(links[key]) == set(tables.read(f"{table}s")[key])
        assert set(links["article_id"]) == articles


def test_every_label_is_used_and_every_region_known() -> None:
    assert set(tables.read("condition_regions")["region"]) == set(tables.read("regions")["region"])
    assert set(tables.read("conditions")["tissue"]) == set(tables.read("tissues")["tissue"])
    assert set(tables.read("claims")["verdict"]) == set(tables.read("verdicts")["verdict"])
    units = tables.read("units")["unit_id"]
    users = [tables.read(name)["unit_id"] for name in ("facts", "fact_values", "morphology")]
    assert set(units) == {unit for user in users for unit in user} - {""}


def test_urgency_words_are_in_order_and_say_when() -> None:
    urgencies = tables.read("urgencies").sort_values("rank")
    words = ["self_manage", "routine", "within_days", "same_day", "emergency_now"]
    assert urgencies["urgency"].tolist() == words
    for text in (*urgencies["action"], *urgencies["label"], *urgencies["timeframe"]):
        assert not re.search(r"\bsafe|you have|your risk", text, re.IGNORECASE)


def test_page_map() -> None:
    pages = tables.read("pages")
    shown = pages["page_id"].str.partition("_")[0].str.removeprefix("0").replace("", "0")
    assert shown.tolist() == pages["number"].tolist()
    assert pages["page_id"].tolist() == sorted(pages["page_id"])
    built = set(pages.loc[pages["built"], "page_id"])
    goals = tables.read("page_objectives")
    assert set(goals["page_id"]) == built
    assert goals.groupby("page_id").size().between(3, 6).all()
    vague = re.compile(r"^(?:know|understand|learn|appreciate|be aware)\b", re.IGNORECASE)
    assert not goals["objective"].str.contains(vague).any()


def test_words_that_the_course_never_uses() -> None:
    learner = {
        "red_flags": ["question", "why"],
        "claims": ["explanation", "safer_message"],
        "conditions": ["key_features", "first_management", "prognosis"],
        "page_objectives": ["objective"],
        "pages": ["summary"],
    }
    for name, columns in learner.items():
        for column in columns:
            for text in tables.read(name)[column]:
                assert not re.search(r"\b(safe|your risk is)\b", text, re.IGNORECASE), text


def test_gait_forces_agree_with_the_facts_they_name() -> None:
    gait = tables.read("gait_timing")
    facts = tables.read("facts").set_index("fact_id")
    at_100 = gait[(gait["step_rate_percent"] == 100) & gait["fact_id"].str.startswith("TR")]
    assert len(at_100) == 14
    assert at_100["peak_n_per_kg"].tolist() == facts["value"].loc[at_100["fact_id"]].tolist()
    notes = facts["note"].to_dict()
    for row in gait[gait["step_rate_percent"] != 100].to_dict("records"):
        named = f"{row['step_rate_percent']}%: {row['peak_n_per_kg']:g};"
        assert named in notes[row["fact_id"]]


def test_readme_is_the_dictionary_of_the_package() -> None:
    readme = (tables.folder() / "README.md").read_text("utf-8")
    assert readme == dictionary.text(tables.folder())


def test_data_folder_is_small() -> None:
    size = sum(path.stat().st_size for path in Path(tables.folder()).rglob("*") if path.is_file())
    assert size < 20_000_000

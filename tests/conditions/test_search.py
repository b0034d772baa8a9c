"""The search: what people type leads to the right condition. The phrases are a table."""

from __future__ import annotations

import csv
from pathlib import Path

from hiplib import conditions, tables
from hiplib.words import Index, fold, stem

TABLE = Path(__file__).with_name("search_phrases.csv")
KNOWN = set(conditions.catalogue().index)


def phrases() -> list[tuple[str, str]]:
    """Return the phrases whose condition is in the catalogue, each with that condition."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [(row["phrase"], row["condition_id"]) for row in csv.DictReader(file)]
    return [(phrase, wanted) for phrase, wanted in rows if wanted in KNOWN]


def test_there_are_enough_phrases_and_each_is_there_once() -> None:
    asked = [phrase for phrase, _ in phrases()]
    assert len(asked) >= 70
    assert len(set(asked)) == len(asked)
    assert {wanted for _, wanted in phrases()} == KNOWN


def test_the_right_condition_comes_first() -> None:
    first = {phrase: next(iter(conditions.find(text=phrase).index), "") for phrase, _ in phrases()}
    missed = [(phrase, first[phrase]) for phrase, wanted in phrases() if first[phrase] != wanted]
    assert missed == []


def test_letters_and_order_of_the_words_hardly_matter() -> None:
    for phrase in ("PULLED Groin", "groin, pulled!", "púlled groin", "pulled-groin"):
        assert conditions.find(text=phrase).index[0] == "adductor_related_groin_pain"


def test_a_word_that_is_denied_is_not_looked_for() -> None:
    index = Index({"bulge": [("a lump that hurts", 1.0)], "canal": [("pain on a cough", 1.0)]})
    assert index.search("lump, cough")[0] == "bulge"
    assert index.search("no lump, cough") == ["canal"]


def test_everyday_words_are_replaced_longest_first() -> None:
    texts = {"snap": [("snapping", 1.0)], "labrum": [("catching", 1.0)]}
    index = Index(texts, lay={"click": "snapping", "click deep": "catching"})
    assert index.search("clicks") == ["snap"]
    assert index.search("deep click") == ["snap"]
    assert index.search("click deep") == ["labrum"]


def test_a_name_typed_as_a_whole_beats_its_words_here_and_there() -> None:
    texts = {"long": [("hip stress fracture of the neck", 3.0)], "short": [("hip fracture", 1.0)]}
    names = {key: [text for text, _ in own] for key, own in texts.items()}
    assert Index(texts, names).search("hip fracture")[0] == "short"


def test_two_words_that_are_one_are_found() -> None:
    assert conditions.find(text="sacro iliac pain").index[0] == "sacroiliac_joint_pain"


def test_stems_leave_short_words_alone() -> None:
    assert [stem(word) for word in ("hip", "hips", "limping", "sitting", "ring", "pubis")] == [
        "hip", "hip", "limp", "sit", "ring", "pubis",
    ]  # fmt: skip


def test_everyday_words_lead_to_words_that_the_tables_know() -> None:
    rows = conditions.catalogue()
    texts = [*rows["name"], *rows["synonyms"], *rows["key_features"], *rows["typical_age"]]
    texts += [*rows["region_names"], *rows["aggravating"], *rows["onset"]]
    plain = tables.read("condition_plain").drop(columns="condition_id")
    texts += [text for column in plain for text in plain[column]]
    known = {stem(word) for text in texts for word in fold(text)}
    for row in tables.read("lay_words").to_dict("records"):
        assert any(stem(word) in known for word in fold(row["means"])), row


def test_no_saying_hides_another() -> None:
    """Sayings are compared by their stems: "pop" and "popping" must mean the same."""
    means: dict[tuple[str, ...], set[str]] = {}
    for row in tables.read("lay_words").to_dict("records"):
        said = tuple(stem(word) for word in fold(row["said"]))
        means.setdefault(said, set()).add(row["means"])
    assert {said: found for said, found in means.items() if len(found) > 1} == {}

"""The start page: doors that lead somewhere, and a map that knows what was done."""

from __future__ import annotations

from hiplib import learning, tables
from hiplib.widgets.progress_store import store
from hiplib.widgets.start_page import course_map, doors, map_html

PAGES = tables.read("pages")


def test_each_door_leads_to_a_built_page() -> None:
    shown = doors().html
    built = set(PAGES.loc[PAGES["built"], "page_id"])
    for door in tables.records("start_doors"):
        assert (f'href="{door["page_id"]}.ipynb"' in shown) == (door["page_id"] in built)
        assert (door["title"] in shown) == (door["page_id"] in built)


def test_the_map_links_every_built_page_but_the_start() -> None:
    shown = map_html({})
    for page in PAGES.itertuples():
        wanted = page.built and page.page_id != "00_start_here"
        assert (f'href="{page.page_id}.ipynb"' in shown) == wanted
    assert "pathLength" not in shown


def test_an_answer_shows_on_the_map() -> None:
    part = course_map()
    before = part.html
    question = learning.questions("03_conditions")[0]
    store().add("answer", question.question_id, question.choices[0].choice_id)
    store().add("answer", "question_of_another_version", "a")
    after = part.html
    store().reset()
    own = f"1 of {len(learning.questions('03_conditions'))} questions"
    assert own not in before
    assert after.count(own) == after.count("pathLength") == 1
    assert part.html == before

"""The plan editor by keyboard and on a phone, in Voila, on a page of its own."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import hosts
import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect
from visit import PHONE, Visit, open_lab, open_voila

SLOW_MS = 20_000


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[hosts.Host]:
    folder = tmp_path_factory.mktemp("plan")
    told = {"title": "A plan", "language_info": {"name": "python"}}
    page = nbformat.v4.new_notebook(metadata=told)
    page.cells = [
        nbformat.v4.new_markdown_cell("# A plan"),
        nbformat.v4.new_code_cell("from hiplib import widgets\n\nwidgets.PlanEditor()"),
    ]
    nbformat.write(page, folder / "plan.ipynb")
    port = hosts.free_port()
    command = [sys.executable, "-m", "voila", str(folder), "--no-browser", f"--port={port}"]
    started = hosts.start(command, "plan-voila", ready="/", port=port)
    yield started
    started.stop()


@pytest.fixture
def visit(browser: Browser, host: hosts.Host) -> Iterator[Visit]:
    opened = open_voila(browser, host, "plan")
    yield opened
    opened.close()


def begin(page: Page) -> None:
    page.get_by_role("gridcell", name="Week 1, Monday 2 March: no run").click()
    focused(page, "Week 1, Monday 2 March: no run")


def focused(page: Page, name: str) -> None:
    expect(page.locator("[role=gridcell]:focus")).to_have_attribute(
        "aria-label", name, timeout=SLOW_MS
    )


def test_the_keys_of_the_grid(visit: Visit) -> None:
    page, keys = visit.page, visit.page.keyboard
    begin(page)
    for key, there in (
        ("ArrowDown", "Week 2, Monday 9 March: no run"),
        ("ArrowRight", "Week 2, Tuesday 10 March: easy run 6 km"),
        ("End", "Week 2, Sunday 15 March: long run 10 km"),
        ("ArrowUp", "Week 1, Sunday 8 March: long run 10 km"),
        ("ArrowRight", "Week 2, Monday 9 March: no run"),
        ("ArrowLeft", "Week 1, Sunday 8 March: long run 10 km"),
        ("Home", "Week 1, Monday 2 March: no run"),
        ("Control+End", "Week 8, Sunday 26 April: long run 10 km"),
        ("ArrowDown", "Week 9, Sunday 3 May: no run"),
        ("Control+Home", "Week 1, Sunday 8 March: long run 10 km"),
        ("PageDown", "Week 7, Sunday 19 April: long run 10 km"),
        ("PageUp", "Week 1, Sunday 8 March: long run 10 km"),
    ):
        keys.press(key)
        focused(page, there)
    stops = page.locator("[role=grid] [tabindex='0']")
    expect(stops).to_have_count(1)


def test_type_delete_undo_and_redo(visit: Visit) -> None:
    page, keys = visit.page, visit.page.keyboard
    begin(page)
    keys.type("8,5")
    keys.press("Enter")
    focused(page, "Week 1, Monday 2 March: easy run 8.5 km")
    week = page.get_by_role("rowheader", name="Week 1")
    expect(week).to_contain_text("18.5 km, 2 runs")
    keys.press("Control+z")
    focused(page, "Week 1, Monday 2 March: no run")
    expect(page.get_by_role("status").filter(has_text="Taken back")).to_be_visible()
    keys.press("Control+y")
    focused(page, "Week 1, Monday 2 March: easy run 8.5 km")
    keys.press("Delete")
    focused(page, "Week 1, Monday 2 March: no run")
    keys.type("5x")
    keys.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="5x is not possible")).to_be_visible()
    typed = page.locator(".hip-plan-type")
    expect(typed).to_have_value("5x")
    expect(typed).to_be_focused()
    keys.press("Escape")
    focused(page, "Week 1, Monday 2 March: no run")
    page.get_by_role("button", name="Undo: Monday 2 March, a run deleted").click()
    expect(week).to_contain_text("18.5 km")
    assert visit.axe() == []


def test_the_form_answers_beside_each_field_and_loses_nothing(visit: Visit) -> None:
    page, keys = visit.page, visit.page.keyboard
    begin(page)
    keys.press("Enter")
    distance = page.get_by_label("Distance in km")
    expect(distance).to_be_focused(timeout=SLOW_MS)
    page.get_by_label("Kind of run").select_option(label="Tempo run")
    page.get_by_label("Time", exact=True).fill("40")
    page.get_by_label("Pace per km").fill("5:00")
    effort = page.get_by_label("Effort from 0 to 10")
    effort.fill("11")
    keys.press("Enter")
    expect(page.locator("#" + effort.get_attribute("id") + "-error")).to_contain_text("0 to 10")
    expect(effort).to_be_focused()
    expect(page.get_by_label("Time", exact=True)).to_have_value("40")
    assert visit.axe() == []
    page.get_by_role("gridcell", name="Week 1, Sunday").click()
    keys.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="save or close it first")).to_be_visible()
    effort.fill("7")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("gridcell", name="Monday 2 March: tempo run 8 km")).to_be_visible()
    expect(page.locator(".hip-plan form")).to_have_count(0)


def test_week_tools_files_and_examples(visit: Visit) -> None:
    page = visit.page
    begin(page)
    page.get_by_label("Week tool").select_option(label="Copy this week over the next weeks")
    page.get_by_role("button", name="Apply to week 1").click()
    expect(page.get_by_role("gridcell", name="Week 2, Tuesday 10 March: no run")).to_be_visible()
    page.get_by_role("button", name="Make the files of this plan").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as CSV").click()
    page.get_by_role("button", name="Undo:").click()
    expect(page.get_by_role("gridcell", name="Tuesday 10 March: easy run 6 km")).to_be_visible()
    page.locator(".hip-file input").set_input_files(saved.value.path())
    expect(page.locator(".hip-said")).to_contain_text("runs read", timeout=SLOW_MS)
    expect(page.get_by_role("gridcell", name="Week 2, Tuesday 10 March: no run")).to_be_visible()
    page.get_by_label("A training error as two plans").select_option(index=5)
    expect(page.get_by_text("Effect in studies:")).to_be_visible(timeout=SLOW_MS)
    page.get_by_role("button", name="Edit plan B").click()
    expect(page.get_by_role("button", name="Undo: plan B of the example")).to_be_visible()
    assert visit.axe() == []
    assert visit.record.complaints == []
    assert visit.record.page_errors == []


def test_a_list_of_days_on_a_phone_in_both_themes(visit: Visit, screenshots: Path) -> None:
    page = visit.page
    visit.photograph(screenshots, "plan-wide")
    visit.resize(PHONE)
    assert visit.look("sideways") == []
    expect(page.locator("[role=gridcell]:visible")).to_have_count(7)
    page.get_by_role("rowheader", name="Week 2").click()
    day = page.get_by_role("gridcell", name="Week 2, Thursday 12 March: easy run 6 km")
    page.keyboard.press("ArrowDown")
    focused(page, "Week 2, Tuesday 10 March: easy run 6 km")
    day.click()
    expect(page.get_by_label("Distance in km")).to_be_visible(timeout=SLOW_MS)
    for small in page.locator(".hip-plan button:visible, .hip-plan [role=gridcell]:visible").all():
        box = small.bounding_box()
        assert box is not None
        assert box["height"] >= 44, small.inner_text()
    assert visit.axe() == []
    visit.photograph(screenshots, "plan-phone")
    page.locator(".hip-theme").click()
    visit.settle()
    assert visit.axe() == []
    assert visit.look("sideways") == []
    visit.photograph(screenshots, "plan-phone-dark")


BENCH = "07b_what_if_bench"


def edit_and_undo(visit: Visit) -> None:
    page, keys = visit.page, visit.page.keyboard
    page.locator("[role=gridcell]").nth(9).click()
    cell = page.locator("[role=gridcell]:focus")
    before = cell.get_attribute("aria-label") or ""
    day = before.partition(":")[0]
    keys.type("dd")  # JupyterLab deletes a cell of the notebook with these keys
    keys.type("9,5")
    keys.press("Enter")
    expect(page.get_by_role("gridcell", name=day)).to_have_attribute(
        "aria-label", re.compile(r"9\.5 km"), timeout=SLOW_MS
    )
    keys.press("Control+z")
    focused(page, before)


def test_the_editor_on_the_page_of_the_bench_in_voila(browser: Browser, voila: hosts.Host) -> None:
    visit = open_voila(browser, voila, BENCH)
    edit_and_undo(visit)
    assert visit.record.page_errors == []
    visit.close()


def test_jupyterlab_leaves_the_keys_to_the_grid(browser: Browser, lab: hosts.Host) -> None:
    visit = open_lab(browser, lab, BENCH)
    cells = visit.page.locator(".jp-Cell").count()
    edit_and_undo(visit)
    assert visit.page.locator(".jp-Cell").count() == cells
    visit.close()

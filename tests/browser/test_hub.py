"""A class in a real JupyterHub: two learners log in and work, and do not see each other."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import hub
import pytest
from hosts import Host
from playwright.sync_api import Browser, expect
from visit import READY_MS, Visit, _new

from hiplib import cli

LEARNERS = ("ada", "ben")
START = "/voila/render/00_start_here.ipynb"


@pytest.fixture(scope="module")
def course_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    found = hub.proxy()
    if found is None:
        pytest.skip("JupyterHub needs configurable-http-proxy, and this machine has no npm")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert cli.main(["hub"]) == 0
    host = hub.course_in_hub(found, tmp_path_factory.mktemp("hub"), said.getvalue().strip())
    yield host
    host.stop()


@pytest.fixture(scope="module")
def learners(browser: Browser, course_hub: Host) -> Iterator[dict[str, Visit]]:
    visits = {name: _new(browser, course_hub, "00_start_here", None) for name in LEARNERS}
    for name, visit in visits.items():
        page = visit.page
        page.goto(f"{course_hub.url}/hub/login", timeout=READY_MS)
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(hub.PASSWORD)
        page.keyboard.press("Enter")
    for name, visit in visits.items():
        visit.page.wait_for_url(f"{course_hub.url}/user/{name}{START}", timeout=READY_MS)
        visit.settle()
    yield visits
    for visit in visits.values():
        visit.context.close()


def test_login_leads_to_the_start_page_of_the_own_server(learners: dict[str, Visit]) -> None:
    for name, visit in learners.items():
        assert f"/classes/user/{name}/" in visit.page.url
        assert visit.look("faults") == []
        assert visit.page.locator("h1:visible").count() == 1
        known = f"/classes/user/{name}/voila/render/"
        assert all(link.startswith(known) for link in visit.look("page_links", "body"))


def test_widgets_work_and_learners_do_not_see_each_other(learners: dict[str, Visit]) -> None:
    ada, ben = (learners[name] for name in LEARNERS)
    for visit in (ada, ben):  # the pager leads on, under the prefix, and the figures are drawn
        visit.page.locator(".hip-contents summary").click()
        visit.page.locator(".hip-contents a", has_text="Hip in running").click()
        visit.page.wait_for_url(re.compile("02_hip_in_running"), timeout=READY_MS)
        visit.settle()
        assert all(figure["drawn"] for figure in visit.look("figures"))
        assert visit.look("faults") == []
    questions = [visit.page.locator(".hip-questions").last for visit in (ada, ben)]
    questions[0].locator("input[type=radio]").first.check()
    expect(questions[0].locator(".hip-feedback").first).not_to_be_empty()
    ben.page.reload()
    ben.settle()
    assert questions[1].locator("input:checked").count() == 0
    assert all(not said for said in questions[1].locator(".hip-feedback").all_inner_texts())
    assert ada.kernel_id() != ben.kernel_id()


def test_two_learners_in_one_browser_do_not_share_their_answers(
    learners: dict[str, Visit],
) -> None:
    for name, visit in learners.items():  # the same origin: only the name of the place differs
        keys = "() => Object.keys(localStorage).filter((key) => key.startsWith('hiplib-progress'))"
        visit.page.locator(".hip-questions").last.locator("input[type=radio]").first.check()
        visit.page.wait_for_function(f"() => ({keys})().length > 0")
        assert visit.page.evaluate(keys) == [f"hiplib-progress /classes/{name}"]


def test_one_learner_cannot_open_the_server_of_another(
    learners: dict[str, Visit], course_hub: Host
) -> None:
    for path in (START, "/api/kernels", f"/api/kernels/{learners['ben'].kernel_id()}"):
        reply = learners["ada"].page.request.get(f"{course_hub.url}/user/ben{path}")
        assert reply.status in {403, 404}


def test_nothing_fails_on_the_way(learners: dict[str, Visit]) -> None:
    for visit in learners.values():
        assert visit.record.page_errors == []
        assert visit.record.outside == []
        # Cut off on purpose: JupyterHub's waiting page when the server stands, and the call with
        # which a page that is loaded anew ends its kernel; that it arrives is tested below.
        cut = ("/hub/api/users/", "/voila/api/shutdown/")
        assert [line for line in visit.record.failures if not any(c in line for c in cut)] == []


def test_a_page_that_is_left_ends_its_kernel(learners: dict[str, Visit], course_hub: Host) -> None:
    ada = learners["ada"]
    before = ada.kernel_id()
    ada.page.locator(".hip-pager a[rel=next]").click()
    ada.page.wait_for_url(re.compile("03_conditions"), timeout=READY_MS)
    ada.settle()
    address = f"{course_hub.url}/user/ada/api/kernels"
    kernels = [kernel["id"] for kernel in ada.page.request.get(address).json()]
    assert before not in kernels
    assert ada.kernel_id() in kernels


def test_terminals_are_off_and_notebooks_stay_as_they_are(
    learners: dict[str, Visit], course_hub: Host
) -> None:
    ada = learners["ada"]
    mine = f"{course_hub.url}/user/ada"
    assert ada.page.request.get(f"{mine}/api/terminals").status == 404
    model = ada.page.request.get(f"{mine}/api/contents/00_start_here.ipynb?content=0").json()
    assert model["writable"] is False
    reply = ada.page.evaluate(
        """async (address) => {
          const token = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1];
          const reply = await fetch(address, {method: "PUT", headers: {"X-XSRFToken": token},
            body: JSON.stringify({type: "file", format: "text", content: "changed"})});
          return [reply.status, await reply.text()];
        }""",
        "/classes/user/ada/api/contents/note.txt",
    )
    assert reply[0] == 403
    assert "download the notebook" in reply[1]
    assert not (Path(__file__).parents[2] / "notebooks" / "note.txt").exists()


def test_lab_is_there_for_those_who_want_it(learners: dict[str, Visit], course_hub: Host) -> None:
    page = learners["ben"].page
    page.goto(f"{course_hub.url}/user/ben/lab/tree/01_hip_anatomy.ipynb", timeout=READY_MS)
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=READY_MS)

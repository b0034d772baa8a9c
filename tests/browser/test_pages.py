"""Every page, in Voila and in JupyterLab: it works, it is the same course, everybody can use it.

One visit serves many checks, so a class opens each page once. Checks that change the page (theme,
width, print) put it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hosts import Host
from playwright.sync_api import Browser, ViewportSize
from visit import OUTPUTS, PHONE, WIDE, Visit, built_pages, cells, open_lab, open_voila, pictures

PAGES = built_pages()


def _figures(visit: Visit) -> list[str]:
    return [
        f"{figure['label']}, {number}: {trace}"
        for figure in visit.look("figures")
        for number, trace in enumerate(figure["traces"])
    ]


@pytest.fixture(scope="session")
def in_voila(voila: Host, browser: Browser) -> dict[str, dict[str, object]]:
    """Figures and parts of the pages seen in Voila, for the comparison with JupyterLab."""
    return {}


class _EveryHost:
    """Checks that hold in both hosts."""

    def test_nothing_is_said_in_the_console(self, visit: Visit) -> None:
        assert visit.record.complaints == []
        assert visit.record.page_errors == []

    def test_no_request_fails(self, visit: Visit) -> None:
        assert visit.record.failures == []

    def test_no_request_leaves_the_server(self, visit: Visit) -> None:
        assert len(visit.record.requests) > 5
        assert visit.record.outside == []

    def test_plotly_never_comes_through_the_web_socket(self, visit: Visit) -> None:
        assert visit.record.socket_bytes > 0
        assert visit.record.plotly_in_socket == 0
        assert visit.record.socket_bytes < 4_000_000  # plotly.js alone is 4.8 MB

    def test_no_output_is_an_error(self, visit: Visit) -> None:
        assert visit.look("faults") == []

    def test_every_figure_is_drawn_over_its_whole_width(self, visit: Visit) -> None:
        for figure in visit.look("figures"):
            assert figure["drawn"], figure["label"]
            assert figure["label"]
            assert figure["summary"]
        assert visit.becomes("unfitting", []) == []

    def test_every_picture_of_the_notebook_is_seen(self, visit: Visit) -> None:
        assert visit.becomes("missing_pictures", [], pictures(visit.page_id)) == []

    def test_figures_have_the_colours_of_the_page(self, visit: Visit) -> None:
        ink = _course_colour(visit, "ink")
        assert {figure["ink"] for figure in visit.look("figures")} <= {ink}

    def test_no_button_shares_a_chart(self, visit: Visit) -> None:
        buttons = [name for figure in visit.look("figures") for name in figure["buttons"]]
        assert not [name for name in buttons if re.search("share|cloud|chart studio", name, re.I)]


class TestVoila(_EveryHost):
    @pytest.fixture(scope="class", params=PAGES)
    @staticmethod
    def visit(
        request: pytest.FixtureRequest,
        browser: Browser,
        voila: Host,
        in_voila: dict[str, dict[str, object]],
    ) -> Iterator[Visit]:
        visit = open_voila(browser, voila, request.param)
        in_voila[request.param] = {"figures": _figures(visit), "parts": visit.look("parts")}
        yield visit
        visit.close()

    def test_every_cell_is_on_the_page(self, visit: Visit) -> None:
        assert visit.page.locator("main [cell-index]").count() == len(cells(visit.page_id))
        assert visit.page.locator("#hip-wait").count() == 0

    def test_landmarks_and_one_heading(self, visit: Visit) -> None:
        page = visit.page
        assert page.locator("main:visible").count() == 1
        assert page.locator("body > header:visible").count() == 1
        assert page.locator("body > footer:visible").count() == 1
        names = [nav.get_attribute("aria-label") for nav in page.locator("nav:visible").all()]
        assert names == ["Contents", "Previous and next page"]
        assert page.locator("h1:visible").count() == 1
        assert page.locator("main h1:visible").count() == 1
        assert page.title().strip()
        assert page.locator("html").get_attribute("lang") == "en"

    def test_the_medical_notice_is_there(self, visit: Visit) -> None:
        assert "does not diagnose" in visit.page.locator("footer").inner_text()

    def test_previous_and_next_follow_the_course(self, visit: Visit) -> None:
        place = PAGES.index(visit.page_id)
        for rel, expected in (("prev", PAGES[:place][-1:]), ("next", PAGES[place + 1 :][:1])):
            links = visit.page.locator(f".hip-pager a[rel={rel}]").all()
            assert [link.get_attribute("href") for link in links] == [
                f"/voila/render/{page}.ipynb" for page in expected
            ]

    def test_contents_name_every_page_and_mark_this_one(self, visit: Visit) -> None:
        links = visit.page.locator(".hip-contents a").all()
        assert [Path(link.get_attribute("href") or "").stem for link in links] == list(PAGES)
        marked = visit.page.locator(".hip-contents a[aria-current=page]").all()
        assert [Path(link.get_attribute("href") or "").stem for link in marked] == [visit.page_id]

    def test_links_between_pages_lead_to_pages(self, visit: Visit) -> None:
        known = {f"/voila/render/{page}.ipynb" for page in PAGES}
        links = visit.look("page_links", "main")
        assert links
        assert set(links) <= known

    def test_axe_finds_nothing_serious_in_either_theme(self, visit: Visit) -> None:
        assert visit.axe() == []
        with _Dark(visit):
            assert visit.axe() == []

    def test_the_theme_button_changes_page_and_figures(self, visit: Visit) -> None:
        def colours() -> tuple[object, ...]:
            body = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
            return body, [figure["ink"] for figure in visit.look("figures")]

        light_page, light_figures = colours()
        with _Dark(visit):
            dark_page, dark_figures = colours()
            assert dark_page != light_page
            assert set(dark_figures) <= {_course_colour(visit, "ink")}
        assert colours() == (light_page, light_figures)
        assert all(one != two for one, two in zip(light_figures, dark_figures, strict=True))

    def test_skip_link_leads_to_the_content(self, visit: Visit) -> None:
        page = visit.page
        visit.look("number_controls")
        page.keyboard.press("Tab")
        skip = page.locator(".hip-skip")
        assert skip.evaluate("link => link === document.activeElement")
        assert skip.bounding_box()["x"] >= 0  # type: ignore[index]
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.tagName") == "MAIN"

    def test_tab_reaches_every_control_and_shows_where_it_is(self, visit: Visit) -> None:
        missed, unseen = visit.walk()
        assert missed == []
        assert unseen == []

    @pytest.mark.parametrize("size", [PHONE, WIDE], ids=["360px", "1280px"])
    def test_no_sideways_scrolling(
        self, visit: Visit, size: ViewportSize, screenshots: Path
    ) -> None:
        visit.resize(size)
        try:
            for theme in ("light", "dark"):
                with _Dark(visit, on=theme == "dark"):
                    name = f"{visit.page_id}-{size['width']}-{theme}"
                    visit.photograph(screenshots, name)
            assert visit.look("sideways") == []
            assert visit.look("unfitting") == []
        finally:
            visit.resize(WIDE)

    def test_print_hides_controls_and_keeps_figures(self, visit: Visit) -> None:
        assert visit.look("controls_shown") != []
        visit.page.emulate_media(media="print")
        try:
            assert visit.look("controls_shown") == []
            assert visit.page.locator("h1:visible").count() == 1
            plots = visit.page.locator(".hip-plot-area")
            assert plots.filter(visible=True).count() == plots.count()
        finally:
            visit.page.emulate_media(media="screen")


class TestLab(_EveryHost):
    @pytest.fixture(scope="class", params=PAGES)
    @staticmethod
    def visit(request: pytest.FixtureRequest, browser: Browser, lab: Host) -> Iterator[Visit]:
        visit = open_lab(browser, lab, request.param)
        yield visit
        visit.close()

    def test_every_code_cell_ran_without_error(self, visit: Visit) -> None:
        ran = visit.look("code_cells")
        code = [cell for cell in cells(visit.page_id) if cell["cell_type"] == "code"]
        assert [cell["count"] for cell in ran] == list(range(1, len(code) + 1))
        kinds = {output for cell in ran for output in cell["outputs"]}
        assert kinds <= {"execute_result", "display_data"}

    def test_same_parts_and_same_values_as_in_voila(
        self, visit: Visit, in_voila: dict[str, dict[str, object]], voila: Host, browser: Browser
    ) -> None:
        if visit.page_id not in in_voila:
            other = open_voila(browser, voila, visit.page_id)
            in_voila[visit.page_id] = {"figures": _figures(other), "parts": other.look("parts")}
            other.close()
        expected = in_voila[visit.page_id]
        assert sum(expected["parts"].values()) > 2  # type: ignore[attr-defined]
        assert visit.look("parts") == expected["parts"]
        here = _figures(visit)
        there: list[str] = expected["figures"]  # type: ignore[assignment]
        assert [line for line in here if line not in there] == []
        assert here == there

    def test_links_between_pages_lead_to_pages(self, visit: Visit) -> None:
        known = {f"/lab/tree/{page}.ipynb" for page in PAGES}
        assert set(visit.look("page_links", OUTPUTS + " .hip-live")) <= known

    def test_axe_finds_nothing_serious_in_our_outputs(self, visit: Visit) -> None:
        assert visit.axe(within=OUTPUTS) == []

    def test_outputs_do_not_stick_out(self, visit: Visit) -> None:
        wide = visit.page.viewport_size
        assert wide
        for size in (wide, WIDE):
            visit.page.set_viewport_size(size)
            visit.settle()
            # JupyterLab leaves out what is out of sight: such a figure follows when it is seen.
            visit.look("show_every_figure")
            assert visit.becomes("sideways", [], OUTPUTS) == []
        visit.page.set_viewport_size(wide)

    def test_one_heading(self, visit: Visit) -> None:
        assert visit.page.locator(".jp-Notebook h1").count() == 1


class _Dark:
    """The dark theme, chosen with the button, for the time of a `with` block."""

    def __init__(self, visit: Visit, *, on: bool = True) -> None:
        self.visit, self.on = visit, on

    def __enter__(self) -> None:
        if self.on:
            self._press("false")

    def __exit__(self, *_: object) -> None:
        if self.on:
            self._press("true")

    def _press(self, light: str) -> None:
        self.visit.page.locator(".hip-theme").click()
        assert self.visit.page.locator(f"body[data-jp-theme-light={light}]").count() == 1
        self.visit.settle()


def _course_colour(visit: Visit, name: str) -> object:
    script = "name => getComputedStyle(document.body).getPropertyValue('--hip-' + name).trim()"
    return visit.page.evaluate(script, name)

"""The guess comes first; then the crowds, the reply, what to notice and the sources."""

from __future__ import annotations

import re

import pytest

from hiplib.conditions import scan_finding, scan_findings
from hiplib.figures.shares import scan_crowds
from hiplib.widgets.imaging_page import _Pictures, guess_reply, notice_html, question


@pytest.fixture
def page() -> _Pictures:
    return _Pictures()


def test_it_starts_blank(page: _Pictures) -> None:
    assert page.plot._numbers == ""
    assert page.notice.html == ""
    assert "54" not in page.plot.summary + page.asked.html


def test_the_button_shows_the_shares_and_compares(page: _Pictures) -> None:
    page.guess.value = 20
    page.show()
    assert "54 (41 to 66)" in page.plot.summary
    assert "Your guess was 20 of 100" in page.answer.html
    assert "What to notice" in page.notice.html
    assert "Heerey" in page.plot._numbers


def test_each_finding_is_guessed_for_itself_and_stays_open(page: _Pictures) -> None:
    page.show()
    page.choice.value = "cartilage_defect"
    assert "blank" in page.plot.summary
    assert page.answer.html == ""
    assert page.plot._numbers == ""
    page.choice.value = "labral_tear"
    assert "54 (41 to 66)" in page.plot.summary
    assert page.guess.value == 10


def test_every_finding_can_be_opened(page: _Pictures) -> None:
    for item in scan_findings().values():
        page.choice.value = item.finding_id
        page.show()
        assert page.plot.height == scan_crowds(item).height
        assert item.name in page.plot.summary
        assert not re.search(r"\bNone\b|\bnan\b", page.answer.html + page.plot._numbers)


@pytest.mark.parametrize(
    ("guess", "said"),
    [
        (50, "inside the interval"),
        (38, "more than you thought"),
        (5, "far more than you thought"),
        (70, "fewer than you thought"),
        (100, "far fewer than you thought"),
    ],
)
def test_the_reply_fits_the_guess(guess: int, said: str) -> None:
    assert guess_reply(guess, scan_finding("labral_tear").rates[0]).endswith(f": {said}.") or (
        said in guess_reply(guess, scan_finding("labral_tear").rates[0])
    )


def test_a_share_without_bounds_still_gets_a_reply() -> None:
    rate = scan_finding("dysplasia").rates[0]
    assert "that is close" in guess_reply(30, rate)
    assert "far more" in guess_reply(0, rate)


def test_questions_ask_about_people_once() -> None:
    for item in scan_findings().values():
        assert question(item).count("people") <= 2
        assert question(item).endswith("How many show it?")


def test_notice_names_limits_and_every_source() -> None:
    words = notice_html(scan_finding("runner_oedema"))
    assert "ankle and foot" in words
    assert "Kornaat" in words
    assert "Newcombe" in words  # its interval is computed here
    assert "Newcombe" not in notice_html(scan_finding("dysplasia"))

"""Claims on page 09 with the keyboard only, and the sheet on paper."""

from __future__ import annotations

import re

from hosts import Host
from playwright.sync_api import Browser, expect
from visit import PHONE, open_voila

from hiplib import claims
from hiplib.widgets.claim_page import sheet


def test_judge_with_the_keyboard_only(browser: Browser, voila: Host) -> None:
    visit = open_voila(browser, voila, "09_claims")
    page = visit.page
    card = page.locator(".hip-card", has_text=re.compile(r"^Claim \d+\.")).first
    number = int(re.findall(r"\d+", card.inner_text())[0])
    claim = claims.claims()[f"claim_{number:03d}"]
    question = page.locator("fieldset[data-question=verdict]")
    page.get_by_role("button", name="Shuffle").first.focus()
    page.keyboard.press("Tab")
    expect(question.locator("input").first).to_be_focused()
    page.keyboard.press("Space")  # supported
    said = claims.reply(claim, "supported")
    expect(question.locator(".hip-feedback")).to_have_text(said)
    expect(page.get_by_text(claim.explanation, exact=False).first).to_be_visible()
    following = page.get_by_role("button", name="Next claim")
    expect(following).to_be_enabled()
    for _ in range(30):  # past the links of the sources
        page.keyboard.press("Tab")
        if following.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(card).not_to_contain_text(f"Claim {number}.")
    expect(question.locator("input").first).to_be_focused()
    expect(question.locator("input:checked")).to_have_count(0)
    page.keyboard.press("Space")
    expect(page.get_by_text("of 2 first judgements").first).to_be_visible()
    visit.settle()
    assert visit.look("faults") == []
    assert visit.record.complaints == []
    assert visit.axe() == []
    visit.resize(PHONE)
    assert visit.look("sideways") == []
    visit.close()


def test_the_sheet_is_one_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(sheet())
    paper = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1

"""Claims on page 09 with the keyboard only, and the sheet on paper."""

from __future__ import annotations

import re
from pathlib import Path

from hosts import Host
from playwright.sync_api import Browser, expect
from visit import PHONE, open_voila

from hiplib import claims
from hiplib.learning.record import decode
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


def test_judgements_survive_a_reload_and_are_in_the_file(browser: Browser, voila: Host) -> None:
    visit = open_voila(browser, voila, "09_claims")
    page = visit.page
    card = page.locator(".hip-card", has_text=re.compile(r"^Claim \d+\.")).first
    number = int(re.findall(r"\d+", card.inner_text())[0])
    page.locator("fieldset[data-question=verdict] input").first.check()
    expect(page.get_by_text("of 1 first judgements")).to_be_visible()
    visit.settle()
    visit.goto()  # a new kernel
    expect(page.get_by_text("of 1 first judgements")).to_be_visible(timeout=20_000)
    expect(card).not_to_contain_text(f"Claim {number}.")  # go on with a new one
    visit.goto("11_review")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save my progress").click()
    kept = decode(saved.value.suggested_filename, Path(saved.value.path()).read_bytes())
    assert [(one.id, one.answer) for one in kept.of("claim")] == [
        (f"claim_{number:03d}", "supported")
    ]
    page.get_by_role("button", name="Reset", exact=True).click()
    page.get_by_role("button", name="Yes, forget everything").click()
    expect(page.get_by_text("Everything is forgotten")).to_be_visible(timeout=20_000)
    visit.goto("09_claims")
    expect(page.get_by_text("No claim judged yet.")).to_be_visible(timeout=20_000)
    visit.close()


def test_where_the_browser_keeps_nothing_the_page_says_so_and_saves_a_file(
    browser: Browser, voila: Host
) -> None:
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })"
    )
    visit = open_voila(browser, voila, "09_claims", context=context)
    page = visit.page
    page.locator("fieldset[data-question=verdict] input").first.check()
    said = page.locator(".hip-note", has_text="This browser keeps nothing")
    expect(said).to_have_count(1, timeout=20_000)
    expect(said).to_contain_text("gone when you close or leave this page")
    expect(page.get_by_text("Your answers are kept in this browser")).to_have_count(0)
    expect(page.get_by_text("of 1 first judgements")).to_be_visible()
    visit.settle()
    with page.expect_download() as saved:
        said.get_by_role("link", name="Save my progress").click()
    kept = decode(saved.value.suggested_filename, Path(saved.value.path()).read_bytes())
    assert len(kept.of("claim")) == 1
    assert visit.axe() == []
    visit.goto("11_review")  # nothing came along, but the file brings it back
    page.locator(".hip-file input[type=file]").first.set_input_files(saved.value.path())
    expect(page.get_by_text("1 entries read and added")).to_be_visible(timeout=20_000)
    assert visit.record.page_errors == []
    visit.close()


def test_the_sheet_is_one_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(sheet())
    paper = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1

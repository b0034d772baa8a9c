"""A newcomer goes through the whole course in Voila with the keyboard only."""

from __future__ import annotations

from hosts import Host
from playwright.sync_api import Browser, expect
from visit import READY_MS, Visit, built_pages, open_voila

PAGES = built_pages()
# The answer to a check question: one click counts, no button, and the page's last group of them.
ON_CHECK = """() => {
  const groups = [...document.querySelectorAll('.hip-questions')];
  const set = document.activeElement.closest('fieldset');
  const radio = document.activeElement.type === 'radio';
  if (!radio || !set || groups.at(-1) !== set.closest('.hip-questions')) return false;
  if (set.querySelector(".hip-check-button")) return false;
  set.classList.add('hip-answer-here');
  return true;
}"""


def test_the_whole_course_with_the_keyboard_only(browser: Browser, voila: Host) -> None:
    visit = open_voila(browser, voila, PAGES[0])
    for page_id, following in zip(PAGES, [*PAGES[1:], None], strict=True):
        assert page_id in visit.page.url
        _use(visit, page_id)
        if following:
            _go_on(visit, following)
    assert visit.record.page_errors == []
    visit.close()


def _use(visit: Visit, page_id: str) -> None:
    """Tab through a page, answer one of its questions on the way, and see the reply."""
    answered = []

    def answer(key: str) -> None:
        if not answered and visit.page.evaluate(ON_CHECK):
            visit.page.keyboard.press("Space")
            answered.append(key)

    missed, unseen = visit.walk(answer)
    assert missed == [], page_id
    assert unseen == [], page_id
    assert answered, f"{page_id}: no question could be answered"
    expect(visit.page.locator(".hip-answer-here .hip-feedback")).not_to_be_empty(timeout=READY_MS)
    assert visit.look("faults") == [], page_id


def _go_on(visit: Visit, following: str) -> None:
    """Step back from the end of the page to the link to the next one, and follow it."""
    on_next = "() => document.activeElement?.rel === 'next'"
    for _ in range(12):
        if visit.page.evaluate(on_next):
            break
        visit.page.keyboard.press("Shift+Tab")
    assert visit.page.evaluate(on_next), f"no way to {following}"
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(f"**/{following}.ipynb", timeout=READY_MS)
    visit.settle()

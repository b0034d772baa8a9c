"""A student's way through the course in Voila: choose, search, answer, upload, go on."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hosts import Host
from playwright.sync_api import Browser, Locator, Page, expect
from visit import PHONE, Visit, open_voila

from hiplib import anatomy, conditions, learning, tables
from hiplib.learning import checks, record, review
from hiplib.widgets.hand_out import hand_out

sys.path.append(str(Path(__file__).parents[1] / "training"))
import watch_files

Open = Callable[[str], Visit]
SLOW_MS = 20_000


@pytest.fixture
def open_page(browser: Browser, voila: Host) -> Iterator[Open]:
    visits: list[Visit] = []

    def go(page_id: str) -> Visit:
        visits.append(open_voila(browser, voila, page_id))
        return visits[-1]

    yield go
    for visit in visits:
        visit.close()


def _fine(visit: Visit) -> None:
    """What must hold after every flow."""
    assert visit.look("faults") == []
    assert visit.record.complaints == []
    assert visit.record.page_errors == []
    assert visit.record.failures == []
    assert visit.record.outside == []
    assert visit.axe() == []
    visit.resize(PHONE)
    assert visit.look("sideways") == []


def _words(option: Locator) -> str:
    """Return the text of an option; ipywidgets writes its spaces as no-break spaces."""
    return option.inner_text().replace("\N{NO-BREAK SPACE}", " ")


def _value(options: Locator, name: str) -> str:
    """Return the value of the option whose text begins with `name`."""
    return next(
        option.get_attribute("value") or "" for option in options.all() if name in _words(option)
    )


# 01: the anatomy -----------------------------------------------------------------------------


def test_a_part_chosen_in_the_list_is_marked_and_has_a_card(open_page: Open) -> None:
    visit = open_page("01_hip_anatomy")
    page = visit.page
    before, words = _pictures(visit), visit.look("figures")[0]["summary"]
    parts = page.get_by_label("Parts of the hip")
    parts.focus()
    page.keyboard.press("ArrowDown")
    card = page.locator(".hip-card").first
    picture = _other_pictures(visit, before)
    assert visit.look("figures")[0]["summary"] != words
    first = _words(parts.locator("option:checked"))
    name = card.locator(".hip-card-title").inner_text()
    parts.select_option(index=2)
    assert _other_pictures(visit, picture) != before
    assert _words(parts.locator("option:checked")) != first
    expect(card.locator(".hip-card-title")).not_to_have_text(name)
    card.locator("summary", has_text="Sources").click()
    assert card.locator(".hip-sources a[href^='https://']").count() >= 1
    page.get_by_role("button", name="Show all parts alike").click()
    hint = page.get_by_text("Choose a part in the list, or click it in the picture.")
    expect(hint).to_be_visible(timeout=SLOW_MS)
    _fine(visit)


def test_a_part_clicked_in_the_picture_is_chosen_and_views_turn_it(open_page: Open) -> None:
    visit = open_page("01_hip_anatomy")
    page = visit.page
    card = page.locator(".hip-card").first
    title = card.locator(".hip-card-title")
    first = title.inner_text()
    area = page.locator(".hip-plot-area").first
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box is not None
    # The picture looks for the part under the pointer in its next frames, and without a graphics
    # card a frame takes long: press as slowly as a finger, and try again where one was missed.
    spots = ((0.5, 0.45), (0.45, 0.55), (0.55, 0.6), (0.5, 0.7), (0.4, 0.4))
    for across, down in spots * 2:
        page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        page.mouse.move(box["x"] + box["width"] * across + 1, box["y"] + box["height"] * down)
        page.wait_for_timeout(700)
        page.mouse.down()
        page.wait_for_timeout(500)
        page.mouse.up()
        page.wait_for_timeout(2000)
        if page.get_by_label("Parts of the hip").locator("option:checked").count():
            break
    assert page.get_by_label("Parts of the hip").locator("option:checked").count() == 1
    expect(title).not_to_have_text(first, timeout=SLOW_MS)
    scene = "document.querySelector('.js-plotly-plot')._fullLayout.scene._scene"
    camera = f"() => JSON.stringify({scene}.getCamera().eye)"
    eye = page.evaluate(camera)
    views = page.locator(".jupyter-button:not(.hip-chosen)").first
    views.click()
    expect(views).to_be_attached()
    page.wait_for_function(f"eye => ({camera})() !== eye", arg=eye, timeout=SLOW_MS)
    _fine(visit)


def test_layers_lie_on_the_bones_and_a_part_in_them_is_found(open_page: Open) -> None:
    visit = open_page("01_hip_anatomy")
    page = visit.page
    bones = _pictures(visit)
    page.get_by_role("slider", name="Layers on the bones").press("ArrowRight")
    expect(page.get_by_label("Labrum and ligaments", exact=True)).to_be_checked(timeout=SLOW_MS)
    ligaments = _other_pictures(visit, bones)
    page.get_by_label("Superficial muscles", exact=True).check()
    _other_pictures(visit, ligaments)
    page.get_by_label("Find a part").press_sequentially("nervus ischiadicus")
    parts = page.get_by_label("Parts of the hip")
    first = parts.locator("option").first
    expect(first).to_have_text(re.compile("Sciatic.nerve"), timeout=SLOW_MS)
    parts.select_option(index=0)
    card = page.locator(".hip-card").first
    expect(card.locator(".hip-card-title")).to_have_text("Sciatic nerve", timeout=SLOW_MS)
    expect(card).to_contain_text("Schematic")
    page.get_by_label("Other soft parts").select_option(label="Hidden, when one part is marked")
    expect(page.locator(".hip-plot figcaption").first).to_contain_text("Marked: Sciatic nerve")
    _fine(visit)


def test_structures_are_found_by_latin_name_and_lead_to_conditions(open_page: Open) -> None:
    visit = open_page("01_hip_anatomy")
    page = visit.page
    structures = tables.read("structures")
    listed = page.get_by_label("Structures", exact=True).locator("option")
    expect(listed).to_have_count(len(structures))
    pairs = tables.read("structure_conditions")
    linked = structures["structure_id"].isin(set(pairs["structure_id"]))
    wanted = structures[(structures["latin_name"] != "") & linked].iloc[0]
    page.get_by_label("Plain or Latin name").press_sequentially(wanted["latin_name"])
    expect(listed).to_have_count(len(anatomy.structures(text=wanted["latin_name"])))
    assert listed.count() < len(structures)
    page.get_by_label("Structures", exact=True).select_option(value=_value(listed, wanted["name"]))
    card = page.locator(".hip-card", has=page.locator("[lang=la]", has_text=wanted["latin_name"]))
    expect(card).to_be_visible(timeout=SLOW_MS)
    mine = pairs.loc[pairs["structure_id"] == wanted["structure_id"], "condition_id"]
    names = tables.read("conditions").set_index("condition_id").loc[mine, "name"]
    links = card.locator("a[href*='03_conditions.ipynb#card-']")
    assert sorted(links.all_inner_texts()) == sorted(names)
    _fine(visit)


# 03: the catalogue ---------------------------------------------------------------------------

ALL_CONDITIONS = len(tables.read("conditions"))


def _picks(page: Page) -> Locator:
    """Return the lines of the list of conditions."""
    return page.get_by_role("listbox", name="Conditions that fit").get_by_role("option")


def _body_button(page: Page, region: str) -> Locator:
    return page.locator(f".hip-body-names button[data-region={region}]")


def test_search_in_lay_words_leads_to_a_card_with_sources(open_page: Open) -> None:
    visit = open_page("03_conditions")
    page = visit.page
    found = page.locator(".hip-live", has_text="conditions fit").first
    expect(found).to_contain_text(f"{ALL_CONDITIONS} of {ALL_CONDITIONS}")
    page.get_by_label("Name or words").press_sequentially("sit bone")
    wanted = conditions.find(text="sit bone")
    assert 0 < len(wanted) < ALL_CONDITIONS
    expect(_picks(page)).to_have_count(len(wanted), timeout=SLOW_MS)
    expect(found).to_contain_text(f"{len(wanted)} of {ALL_CONDITIONS}")
    _picks(page).first.click()
    card = page.locator(".hip-card").first
    expect(card.locator(".hip-card-title")).to_have_text(wanted["name"].iloc[0], timeout=SLOW_MS)
    sources = card.locator("details").last
    sources.locator("summary").click()
    links = [link.get_attribute("href") or "" for link in sources.locator("a").all()]
    assert links
    assert all(link.startswith("https://") for link in links)
    _fine(visit)


def test_nothing_found_says_so_and_clear_brings_all_back(open_page: Open) -> None:
    visit = open_page("03_conditions")
    page = visit.page
    words = page.get_by_label("Name or words")
    words.press_sequentially("xyzzy")
    message = page.get_by_text("No condition fits all of this.")
    expect(message).to_be_visible(timeout=SLOW_MS)
    assert words.input_value() == "xyzzy"
    page.get_by_role("button", name="Clear all").click()
    expect(message).to_be_hidden(timeout=SLOW_MS)
    expect(_picks(page)).to_have_count(ALL_CONDITIONS)
    page.get_by_label("How soon to get help").select_option(label="Emergency")
    urgent = tables.read("conditions")
    expected = set(urgent.loc[urgent["urgency"] == "emergency_now", "name"])
    expect(_picks(page)).to_have_count(len(expected), timeout=SLOW_MS)
    assert {line.locator("span").first.inner_text() for line in _picks(page).all()} == expected
    _fine(visit)


def test_a_place_on_the_body_is_chosen_by_click_and_by_keyboard(open_page: Open) -> None:
    visit = open_page("03_conditions")
    page = visit.page
    drawing = page.locator(".hip-body-drawing")
    side = drawing.locator(".hip-body-region[data-region=lateral]").first
    side.locator("text").click()
    expect(_body_button(page, "lateral")).to_have_attribute("aria-pressed", "true")
    expect(_picks(page)).to_have_count(len(conditions.find(region="lateral")), timeout=SLOW_MS)
    assert (
        side.locator(".hip-body-tick").evaluate("tick => getComputedStyle(tick).display") != "none"
    )
    # by keyboard: to the next place, choose it, take it back
    _body_button(page, "lateral").focus()
    page.keyboard.press("ArrowDown")
    expect(_body_button(page, "posterior_buttock")).to_be_focused()
    page.keyboard.press("Space")
    expect(_body_button(page, "lateral")).to_have_attribute("aria-pressed", "false")
    back = len(conditions.find(region="posterior_buttock"))
    expect(_picks(page)).to_have_count(back, timeout=SLOW_MS)
    page.keyboard.press("Enter")
    expect(_body_button(page, "posterior_buttock")).to_have_attribute("aria-pressed", "false")
    expect(_picks(page)).to_have_count(ALL_CONDITIONS, timeout=SLOW_MS)
    visit.resize(PHONE)
    sizes = [button.bounding_box() for button in page.locator(".hip-body-names button").all()]
    assert all(size and min(size["width"], size["height"]) >= 44 for size in sizes)
    _fine(visit)


def test_the_list_is_walked_with_arrows_and_a_link_opens_another_card(open_page: Open) -> None:
    visit = open_page("03_conditions")
    page = visit.page
    title = page.locator(".hip-card .hip-card-title").first
    page.get_by_role("listbox", name="Conditions that fit").press("Home")
    expect(title).to_have_text(_picks(page).first.locator("span").first.inner_text())
    page.get_by_role("listbox", name="Conditions that fit").press("ArrowDown")
    expect(title).to_have_text(_picks(page).nth(1).locator("span").first.inner_text())
    pair = tables.read("condition_alternatives").iloc[0]
    names = tables.read("conditions").set_index("condition_id")["name"]
    _picks(page).filter(has_text=names[pair["condition_id"]]).first.click()
    page.locator(f".hip-card a[data-open={pair['other_id']}]").first.click()
    expect(title).to_have_text(names[pair["other_id"]], timeout=SLOW_MS)
    expect(title).to_be_focused()
    _fine(visit)


def test_an_address_with_a_card_opens_it(browser: Browser, voila: Host) -> None:
    visit = open_voila(browser, voila, "03_conditions")
    try:
        visit.page.goto("about:blank")
        visit.page.goto(f"{voila.url}/voila/render/03_conditions.ipynb#card-labral_tear")
        visit.settle()
        title = visit.page.locator(".hip-card .hip-card-title").first
        expect(title).to_have_text("Acetabular labral tear", timeout=SLOW_MS)
    finally:
        visit.close()


def test_parts_of_a_condition_are_shown_on_the_hip(open_page: Open) -> None:
    visit = open_page("03_conditions")
    page = visit.page
    assert page.locator(".hip-plot").count() == 0
    page.get_by_label("Name or words").press_sequentially("labral tear")
    expect(_picks(page).first).to_contain_text("Acetabular labral tear", timeout=SLOW_MS)
    _picks(page).first.click()
    page.get_by_role("button", name="Show on the 3D hip").click()
    expect(page.locator(".hip-plot figcaption")).to_contain_text("Marked:", timeout=SLOW_MS)
    visit.settle()
    assert [figure["drawn"] for figure in visit.look("figures")] == [True]
    _fine(visit)


def test_a_card_is_printed_alone_on_one_page(open_page: Open) -> None:
    visit = open_page("03_conditions")
    page = visit.page
    page.get_by_role("button", name="Print this card").click()
    frame = page.frame_locator("iframe.hip-sheet")
    expect(frame.locator("h1")).to_have_text("Femoral neck stress fracture")
    assert frame.locator("button, select, input").count() == 0
    assert visit.record.outside == []
    _fine(visit)


def test_every_hand_out_is_one_page(browser: Browser) -> None:
    page = browser.new_page()
    pages = {}
    for condition_id in conditions.catalogue().index:
        page.set_content(hand_out(conditions.condition(condition_id)))
        pages[condition_id] = _pages(page.pdf(prefer_css_page_size=True))
    # a sheet that is too full shows as two: the count can tell
    page.set_content(hand_out(conditions.condition("labral_tear")).replace("<p>", "<p>word " * 300))
    assert _pages(page.pdf(prefer_css_page_size=True)) > 1
    page.close()
    assert {key: count for key, count in pages.items() if count != 1} == {}


def _pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_conditions_are_compared_side_by_side(open_page: Open) -> None:
    visit = open_page("03_conditions")
    page = visit.page
    table = page.locator("table.hip-compare")
    page.get_by_label("Third condition").select_option(
        label="Avascular necrosis of the femoral head"
    )
    expect(table.locator("thead th")).to_have_count(4, timeout=SLOW_MS)
    signs = table.locator("tbody .hip-compare-sign")
    assert set(signs.all_inner_texts()) <= {"= the same", "≈ partly the same", "≠ differs"}
    page.get_by_label("Often mixed up").select_option(index=1)
    pair = tables.read("condition_alternatives").iloc[0]
    expect(page.locator(".hip-apart")).to_contain_text(pair["tell_apart"], timeout=SLOW_MS)
    expect(table.locator("thead th")).to_have_count(3)
    visit.resize(PHONE)
    assert table.locator(".hip-compare-name:visible").count() == 2 * signs.count()
    _fine(visit)


# 04: the differential trainer -----------------------------------------------------------------


def test_a_case_is_played_by_keyboard_and_an_xray_clears_no_bone(open_page: Open) -> None:
    visit = open_page("04_reasoning")
    page = visit.page

    def press(name: str) -> None:
        page.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")

    press("Order an X-ray of pelvis and hip")
    expect(page.get_by_text("Conditions that stay: 5 of 5")).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_text("A normal early X-ray removes nothing").first).to_be_visible()
    press("Order an MRI of the pelvis and both hips")
    expect(page.get_by_text("Conditions that stay: 4 of 5")).to_be_visible(timeout=SLOW_MS)
    expect(page.locator("s", has_text="Pubic ramus stress fracture")).to_be_visible()
    press("Check my decision")
    expect(page.get_by_text("Answer both questions first")).to_be_visible(timeout=SLOW_MS)
    page.get_by_role("radio", name="Today", exact=True).check()
    page.get_by_role("radio", name="Rest for two weeks, then try a short run").check()
    visit.settle()  # a learner does not press within a millisecond
    press("Check my decision")
    expect(page.get_by_text("It would have decided, but you did not ask")).to_be_visible(
        timeout=SLOW_MS
    )
    expect(page.get_by_text("1 of 1 with the right urgency, 0 of 1")).to_be_visible()
    press("Another case I have not done")
    expect(page.get_by_text("Leo is 27")).to_be_visible(timeout=SLOW_MS)
    expect(page.locator("fieldset input:checked")).to_have_count(0, timeout=SLOW_MS)
    _fine(visit)


# 06: the case clinic --------------------------------------------------------------------------


def _case(page: Page, words: str) -> Locator:
    return page.get_by_label("Case", exact=True).locator("option", has_text=words)


def test_a_case_is_played_saved_and_brought_back_after_a_reload(
    open_page: Open, tmp_path: Path
) -> None:
    visit = open_page("06_case_clinic")
    page = visit.page
    total = len(tables.read("stems"))

    def press(name: str, key: str = "Enter") -> None:
        page.get_by_role("button", name=name).focus()
        page.keyboard.press(key)

    assert page.get_by_label("Case", exact=True).locator("option").count() == total
    press("Ask if it hurts when she walks")
    expect(page.get_by_text("This decides (+2).").first).to_be_visible(timeout=SLOW_MS)
    press("Order an MRI of the pelvis and both hips")
    expect(page.get_by_text("Conditions that stay: 4 of 5")).to_be_visible(timeout=SLOW_MS)
    for name in ("Today", "Stop running, take weight off with crutches, and get an MRI"):
        page.get_by_role("radio", name=name, exact=True).focus()
        page.keyboard.press("Space")
    visit.settle()
    press("Check my decision")
    expect(page.get_by_text("9 of 10 points", exact=True)).to_be_visible(timeout=SLOW_MS)
    row = page.locator("table tr", has_text="Groin pain six weeks before a marathon")
    expect(row).to_contain_text("9", timeout=SLOW_MS)
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save my progress (1 case)").click()
    assert saving.value.suggested_filename == "hip-progress.json"
    kept = tmp_path / "mine.json"
    saving.value.save_as(kept)
    press("Another case I have not done")
    expect(page.get_by_text("Leo is 27")).to_be_visible(timeout=SLOW_MS)
    expect(page.locator(".hip-live:focus")).to_contain_text("Leo is 27")
    _fine(visit)

    again = open_page("06_case_clinic")
    page = again.page
    assert page.locator("table").count() == 0
    kept.with_name("cut.json").write_bytes(kept.read_bytes()[:-10])
    said = _upload(again, "cut.json", kept.with_name("cut.json"))
    expect(said).to_have_text(
        "cut.json: it is damaged, cut off or no JSON file. What works: the file that this course "
        "saved. What was here before is kept.",
        timeout=SLOW_MS,
    )
    assert page.locator("table").count() == 0
    said = _upload(again, "mine.json", kept)
    expect(said).to_contain_text("1 case loaded, 1 with a decision.", timeout=SLOW_MS)
    row = page.locator("table tr", has_text="Groin pain six weeks before a marathon")
    expect(row).to_contain_text("9", timeout=SLOW_MS)
    assert "9 of 10 points" in _words(_case(page, "Groin").first)
    page.get_by_role("button", name="Start over").click()
    expect(page.locator("table")).to_have_count(0, timeout=SLOW_MS)
    page.get_by_role("button", name="Bring my cases back").click()
    expect(page.locator("table tr")).to_have_count(2, timeout=SLOW_MS)
    _fine(again)


# 05: the self-check --------------------------------------------------------------------------

ALARM = "You told us about a sign that needs help now"
CALM = {
    "How is walking now": "Walking does not hurt",
    "Is one of these new": "None of these",
    "Look at the leg": "None of these",
    "true for the belly": "None of these",
    "along with the pain": "None of these",
    "How old": "30",
    "Where is the pain": "Outer side of the hip",
    "How did it start": "It crept in",
    "How long": "One to six weeks",
    "at rest and at night": "It is quiet",
    "Which way": "It eases",
    "Which of these are true": "None of these",
    "true for your health": "None of these",
    "What brings it on": "Stairs, hills",
    "What else": "None of these",
}


def _question(page: Page, words: str) -> Locator:
    return page.locator("main fieldset", has=page.locator("legend", has_text=words))


def _answer(page: Page, words: str, answer: str) -> None:
    """Answer a question as a person does: wait until it is there, then choose or type."""
    question = _question(page, words)
    expect(question).to_be_visible(timeout=SLOW_MS)
    if answer.lstrip("-").isdigit():
        question.get_by_role("textbox").fill(answer)
        question.get_by_role("textbox").press("Tab")
    else:
        question.locator("label", has_text=answer).click()


def _answer_all(page: Page, answers: dict[str, str]) -> Locator:
    for words, answer in answers.items():
        _answer(page, words, answer)
    result = page.locator(".hip-card", has_text="Your result")
    expect(result).to_be_visible(timeout=SLOW_MS)
    return result


def _label(urgency: str) -> str:
    return str(tables.read("urgencies").set_index("urgency").loc[urgency, "label"])


def test_nothing_is_chosen_and_no_result_stands_at_the_start(open_page: Open) -> None:
    page = open_page("05_self_check").page
    assert page.locator("main input:checked").count() == 0
    assert page.locator(".hip-card .hip-badge").count() == 0
    for question in page.locator("main .hip-questions fieldset:visible").all():
        assert question.get_by_label("I don't know").count() == 1
    expect(_question(page, "How old")).to_be_hidden()


def test_an_emergency_sign_is_shown_at_once_on_top_and_ends_the_questions(open_page: Open) -> None:
    visit = open_page("05_self_check")
    page = visit.page
    _answer(page, "Is one of these new", "Numb or odd feeling")
    alarm = page.locator(".hip-card", has_text=ALARM)
    expect(alarm).to_be_visible(timeout=SLOW_MS)
    expect(alarm).to_contain_text(_label("emergency_now"))
    first, top = _question(page, "How is walking").bounding_box(), alarm.bounding_box()
    assert first is not None
    assert top is not None
    assert top["y"] < first["y"]
    result = page.locator(".hip-card", has_text="Your result")
    expect(result).to_contain_text("Answers used (1)")
    result.locator("summary", has_text="Sources").click()
    assert result.locator(".hip-sources a").count() >= 1
    expect(_question(page, "How old")).to_be_hidden()
    _fine(visit)


def test_groin_pain_with_each_step_is_for_today_and_gives_no_running_advice(
    open_page: Open,
) -> None:
    visit = open_page("05_self_check")
    page = visit.page
    sore = {
        "How is walking now": "It hurts with each step",
        "Where is the pain": "Front of the hip",
        "Which way": "It comes on sooner",
        "What brings it on": "Running or other impact",
    }
    result = _answer_all(page, CALM | sore)
    expect(result.locator(".hip-badge")).to_have_text(_label("same_day"), timeout=SLOW_MS)
    expect(result).to_contain_text("Femoral neck stress fracture")
    expect(result).to_contain_text("gives no advice on running")
    _fine(visit)


def test_a_calm_result_is_no_all_clear_and_an_unknown_ends_it(open_page: Open) -> None:
    visit = open_page("05_self_check")
    page = visit.page
    result = _answer_all(page, CALM)
    expect(result.locator(".hip-badge")).to_have_text(_label("self_manage"), timeout=SLOW_MS)
    text = page.locator("main").inner_text().lower()
    assert not re.search(r"\byou are safe\b|\byou have no\b|\byour risk is\b|\ball clear\b", text)
    assert "not a diagnosis" in text
    _answer(page, "Which of these are true", "I don't know")
    expect(result.locator(".hip-badge")).to_have_text(_label("routine"), timeout=SLOW_MS)
    page.get_by_role("button", name="Start over").click()
    expect(page.locator("main input:checked")).to_have_count(0, timeout=SLOW_MS)
    expect(result).to_be_hidden()
    expect(page.get_by_text("No answers yet.")).to_be_visible()
    page.reload()
    visit.settle()
    assert page.locator("main input:checked").count() == 0  # nothing is remembered
    assert page.evaluate("Object.keys(localStorage).filter(key => key !== 'hiplib-theme')") == []


def test_an_impossible_age_gets_a_sentence_beside_its_field(open_page: Open) -> None:
    visit = open_page("05_self_check")
    page = visit.page
    few = dict(list(CALM.items())[:5])
    for words, answer in few.items():
        _answer(page, words, answer)
    _answer(page, "How old", "300")
    said = _question(page, "How old").locator(".hip-feedback")
    expect(said).to_contain_text("from 1 to 110", timeout=SLOW_MS)
    assert page.locator("main .hip-questions input:checked").count() == len(few)
    _answer(page, "How old", "30")
    expect(said).to_be_hidden(timeout=SLOW_MS)
    _fine(visit)


# 08: recovery ----------------------------------------------------------------------------------


def test_the_plan_opens_behind_the_gate_and_goes_with_a_red_flag(open_page: Open) -> None:
    visit = open_page("08_recovery_prevention")
    page = visit.page
    files = page.locator("a[download^='walk-run']")
    assert files.count() == 0
    _answer_all(page, CALM)
    expect(files).to_have_count(3, timeout=SLOW_MS)
    table = page.locator(".hip-table", has_text="Earliest days")
    expect(table).to_contain_text("Walk 30 min")
    steps = page.get_by_label("Steps (edit the numbers)")
    steps.fill("walk_min,run_min,repeats,sessions\n5,2,3,1\n")
    expect(table).to_contain_text("3 x (walk 5 min, run 2 min)", timeout=SLOW_MS)
    assert visit.axe() == []
    visit.resize(PHONE)
    assert visit.look("sideways") == []
    with page.expect_download() as loaded:
        files.first.click()
    assert loaded.value.suggested_filename == "walk-run.ics"
    assert Path(loaded.value.path()).read_bytes().startswith(b"BEGIN:VCALENDAR")
    locked = page.get_by_text("The plan is locked")
    _answer(page, "How is walking now", "It hurts with each step")
    expect(locked).to_be_visible(timeout=SLOW_MS)
    expect(files).to_have_count(0)
    expect(table).to_have_count(0)
    assert steps.count() == 0
    _answer(page, "How is walking now", "Walking does not hurt")
    expect(page.get_by_text("it still counts")).to_be_visible(timeout=SLOW_MS)
    _answer(page, "A new warning sign", "I don't know")
    expect(locked).to_be_visible(timeout=SLOW_MS)
    expect(files).to_have_count(0)
    _fine(visit)


# 07: training errors -------------------------------------------------------------------------

GOOD = "date,distance_km\n2026-10-05,5\n2026-10-12,6\n2026-10-19,10\n2026-10-25,14\n"
KEPT = "What was here before is kept."


def _upload(visit: Visit, name: str, content: str | Path) -> Locator:
    field = visit.page.locator(".hip-file input[type=file]")
    if isinstance(content, Path):
        field.set_input_files(content)
    else:
        file = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
        field.set_input_files(file)
    return visit.page.locator(".hip-file .hip-said")


def _pictures(visit: Visit) -> list[object]:
    return [figure["traces"] for figure in visit.look("figures")]


def _other_pictures(visit: Visit, old: list[object]) -> list[object]:
    """Wait until the figures show something else, and return that."""
    deadline = time.monotonic() + SLOW_MS / 1000
    while _pictures(visit) == old:
        assert time.monotonic() < deadline, "no figure changed"
        time.sleep(0.1)
    visit.settle()
    return _pictures(visit)


def test_a_good_log_is_read_and_shown_and_can_be_left(open_page: Open) -> None:
    visit = open_page("07_training_errors")
    before = _pictures(visit)
    said = _upload(visit, "autumn.csv", GOOD)
    expect(said).to_contain_text("4 runs read from autumn.csv", timeout=SLOW_MS)
    own = _other_pictures(visit, before)
    visit.page.get_by_role("button", name="Show the built-in log").click()
    expect(said).to_contain_text("show Mia's log now", timeout=SLOW_MS)
    assert _other_pictures(visit, own) == before
    _fine(visit)


def test_bad_logs_get_a_sentence_and_change_nothing(open_page: Open, tmp_path: Path) -> None:
    visit = open_page("07_training_errors")
    before = _pictures(visit)
    said = _upload(visit, "mine.csv", GOOD)
    expect(said).to_contain_text("4 runs read", timeout=SLOW_MS)
    before = _other_pictures(visit, before)
    days = [date(2000, 1, 1) + timedelta(days=n % 9000) for n in range(1_000_000)]
    many = tmp_path / "many.csv"
    many.write_text("date,distance_km\n" + "".join(f"{day},5\n" for day in days))
    huge = tmp_path / "huge.csv"
    huge.write_bytes(b"date,distance_km\n" + b"2026-10-05,5.000\n" * 3_000_000)
    assert huge.stat().st_size > 50_000_000
    cases: list[tuple[str, str | Path, str]] = [
        ("header.csv", "when;how far\n2026-10-05;5\n", "date"),
        ("negative.csv", "date,distance_km\n2026-10-05,-5\n2026-10-06,-7\n", "distance"),
        ("dates.csv", "date,distance_km\nyesterday,5\nthe day before,7\n", "date"),
        ("empty.csv", "\n", "empty"),
        ("many.csv", many, "rows"),
        ("huge.csv", huge, "MB"),
    ]
    for name, content, word in cases:
        sent = visit.record.socket_bytes
        said = _upload(visit, name, content)
        expect(said).to_have_attribute("data-kind", "error", timeout=60_000)
        if name == "huge.csv":  # refused before it is sent
            assert visit.record.socket_bytes - sent < 1_000_000
        expect(said).to_contain_text(name)
        text = said.inner_text()
        assert word in text, text
        assert KEPT in text or "Nothing was changed." in text, text
        assert "Traceback" not in visit.page.content()
        assert len(text) < 500, text
        visit.settle()
        assert _pictures(visit) == before, name
        # a good answer in between, so that the next error is a new one
        expect(_upload(visit, "mine.csv", GOOD)).to_contain_text("4 runs read", timeout=60_000)
    _fine(visit)


def test_one_bad_row_is_named_and_the_rest_is_read(open_page: Open) -> None:
    visit = open_page("07_training_errors")
    said = _upload(visit, "mine.csv", GOOD + "2026-11-01,-7\n")
    expect(said).to_contain_text("4 runs read from mine.csv", timeout=SLOW_MS)
    noticed = visit.page.locator("details", has_text="What was noticed in the file")
    noticed.locator("summary").click()
    expect(noticed.locator("li").first).to_contain_text("row 6")
    _fine(visit)


def test_an_export_opens_with_a_moving_bar_and_can_be_stopped(
    open_page: Open, tmp_path: Path
) -> None:
    visit = open_page("07_training_errors")
    page, before = visit.page, _pictures(visit)
    export = tmp_path / "export.zip"
    export.write_bytes(watch_files.strava_zip(2_000, track=watch_files.fit(300), without=600))
    field, far = page.locator(".hip-file input[type=file]"), page.locator(".hip-file-far")
    field.set_input_files(export)
    expect(far).to_contain_text(" of 540", timeout=60_000)
    page.get_by_role("button", name="Cancel").click()
    said = page.locator(".hip-file .hip-said")
    expect(said).to_contain_text("Stopped. Nothing was changed.")
    visit.settle()
    assert _pictures(visit) == before
    field.set_input_files(export)
    steps = set()
    while "runs read" not in said.inner_text():
        steps.add(page.locator(".hip-file progress").evaluate("bar => bar.value"))
        time.sleep(0.05)
    assert len(steps) > 5, steps
    expect(said).to_contain_text("1,800 runs read from export.zip. 200 set aside.")
    _other_pictures(visit, before)
    _fine(visit)


def test_a_run_is_left_out_taken_back_and_corrected(open_page: Open) -> None:
    visit = open_page("07_training_errors")
    page, before = visit.page, _pictures(visit)
    table, rows = page.locator(".hip-runs"), page.locator(".hip-runs tbody tr")
    page.get_by_role("button", name="Leave out the run of 2026-11-15 Sun").focus()
    page.keyboard.press("Enter")
    expect(table.locator("caption")).to_contain_text("of 48", timeout=SLOW_MS)
    assert page.evaluate("document.activeElement.textContent") == "Leave out"
    less = _other_pictures(visit, before)
    page.get_by_label("Runs", exact=True).select_option(label="set aside (1)")
    expect(rows.first).to_contain_text("left out by you", timeout=SLOW_MS)
    rows.first.get_by_role("button").click()
    assert _other_pictures(visit, less) == before
    distance = page.get_by_label("Distance in km, run of 2026-11-15 Sun")
    for wrong in ("far", "0", "1000"):
        distance.fill(wrong)
        distance.press("Tab")
        error = page.locator(".hip-error", has_text="Distance")
        expect(error).to_be_visible(timeout=SLOW_MS)
        assert distance.input_value() == wrong  # what was typed stays
    assert _pictures(visit) == before
    distance.fill("9,5")
    distance.press("Tab")
    expect(page.get_by_text("Corrected: 49 runs count")).to_be_visible(timeout=SLOW_MS)
    assert _other_pictures(visit, before) != before
    _fine(visit)


def test_a_change_of_the_plan_changes_the_picture_and_says_so(open_page: Open) -> None:
    visit = open_page("07_training_errors")
    page = visit.page
    before = _pictures(visit)
    what_if = page.get_by_label("What if: change in the plan").first
    what_if.select_option(index=1)
    slider = page.locator(".hip-slider:visible", has_text="Long run").locator("input[type=range]")
    expect(slider.first).to_be_visible(timeout=SLOW_MS)
    changed = _other_pictures(visit, before)
    slider.first.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    again = _other_pictures(visit, changed)
    what_if.select_option(index=0)
    assert _other_pictures(visit, again) == before
    _fine(visit)


def test_a_picture_out_of_sight_follows_and_is_not_drawn_again_when_it_comes(
    open_page: Open,
) -> None:
    visit = open_page("07_training_errors")
    page = visit.page
    pictures = [
        page.locator(".hip-plot", has=page.get_by_label(label, exact=True))
        for label in ("Runs and session spikes", "Acute:chronic workload ratios")
    ]
    for picture in pictures:
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_attribute("data-drawn", "1", timeout=SLOW_MS)
    spikes, ratios = pictures
    spikes.scroll_into_view_if_needed()
    weeks = page.get_by_label("Weeks in the picture").first
    weeks.select_option("12 weeks")
    for picture in pictures:
        expect(picture).to_have_attribute("data-drawn", "2", timeout=SLOW_MS)
    for picture in (ratios, spikes):
        picture.scroll_into_view_if_needed()
        visit.settle()
        expect(picture).to_have_attribute("data-drawn", "2")
    rows = spikes.locator("tbody tr")
    shown = int(spikes.locator("figcaption").inner_text().split()[0])
    expect(rows).to_have_count(shown)
    spikes.locator("summary").click()
    weeks.select_option("all weeks")
    expect(rows).to_have_count(49)
    _fine(visit)


def test_a_wrong_number_in_the_box_is_answered_beside_it(open_page: Open) -> None:
    visit = open_page("07_training_errors")
    slider = visit.page.locator(".hip-slider:visible").first
    box = slider.locator("input[type=text]")
    old = slider.locator("input[type=range]").input_value()
    for wrong in ("fast", "999999", ""):
        box.fill(wrong)
        box.press("Enter")
        expect(slider.locator(".hip-error")).to_contain_text("does not work")
        expect(box).to_have_attribute("aria-invalid", "true")
        assert box.input_value() == wrong  # what was typed stays
        assert slider.locator("input[type=range]").input_value() == old
    box.fill("2")
    box.press("Enter")
    expect(slider.locator(".hip-error")).to_be_empty()
    _fine(visit)


# 10: glossary and sources --------------------------------------------------------------------


def test_a_word_leads_to_its_entry_and_the_page_stays(open_page: Open) -> None:
    visit = open_page("01_hip_anatomy")
    word = visit.page.locator("main a[href*='.ipynb#acetabulum']")
    with visit.context.expect_page() as opened:
        word.first.click()
    beside = opened.value
    for term_id in ("acetabulum", "labrum"):  # the second in the same tab, without loading again
        visit.page.locator(f"main a[href*='.ipynb#{term_id}']").first.click()
        entry = beside.locator(f"#{term_id}")
        expect(entry).to_be_focused(timeout=SLOW_MS)
        expect(entry).to_be_in_viewport()
        assert entry.locator("xpath=ancestor::details").get_attribute("open") is not None
    assert len(visit.context.pages) == 2
    beside.close()
    _fine(visit)


def test_an_address_with_a_word_opens_at_the_word(open_page: Open) -> None:
    visit = open_page("00_start_here")
    visit.page.goto(f"{visit.host.url}/voila/render/10_glossary_sources.ipynb#sensitivity")
    visit.settle()
    entry = visit.page.locator("#sensitivity")
    expect(entry).to_be_focused(timeout=SLOW_MS)
    expect(entry).to_be_in_viewport()


def test_glossary_and_sources_are_searched(open_page: Open) -> None:
    visit = open_page("10_glossary_sources")
    page = visit.page
    page.get_by_label("Find a word").fill("acetabullum")
    found = page.locator(".hip-live", has_text=re.compile("terms? fits?"))
    expect(found.locator("dt").first).to_contain_text("as-e-TAB-yoo-lum", timeout=SLOW_MS)
    listed = page.locator(".hip-sources > li").filter(has_text="What was read:")
    few = listed.count()
    page.get_by_role("button", name=re.compile("Show .* more")).click()
    expect(listed).to_have_count(2 * few, timeout=SLOW_MS)
    page.get_by_label("Find a source").fill("how much runing is too much")
    expect(listed.first).to_contain_text("session spikes", timeout=SLOW_MS)
    page.get_by_label("Find a source").fill("xqzwv")
    expect(page.get_by_text("No source fits all of this.")).to_be_visible(timeout=SLOW_MS)
    _fine(visit)


# across pages --------------------------------------------------------------------------------


def test_units_are_remembered_on_the_other_pages(open_page: Open) -> None:
    visit = open_page("00_start_here")
    visit.page.get_by_role("radio", name="miles").check()
    visit.goto("07_training_errors")
    expect(visit.page.get_by_role("radio", name="miles").first).to_be_checked()
    visit.page.get_by_label("What if: change in the plan").first.select_option(index=1)
    week = visit.page.get_by_label("In the week").first
    expect(week).to_contain_text(re.compile(r"\d\smi\b"), timeout=SLOW_MS)
    visit.settle()
    axes = visit.page.evaluate(
        "() => [...document.querySelectorAll('.js-plotly-plot')].map(gd =>"
        " gd._fullLayout.yaxis?.title?.text ?? '').join(' ')"
    )
    assert re.search(r"\bmi\b|mile", axes), axes
    assert not re.search(r"\bkm\b", axes), axes
    _fine(visit)


ASKED = tables.read("check_questions").query("place != 'review'")


@pytest.mark.parametrize("page_id", sorted(set(ASKED["page_id"])))
def test_each_choice_of_check_yourself_gets_its_own_reply(open_page: Open, page_id: str) -> None:
    visit = open_page(page_id)
    asked = tables.read("check_questions")
    asked = asked[asked["kind"].isin(["", "single"]) & (asked["place"] != "review")]
    choices = tables.read("check_choices")
    for question_id in asked.loc[asked["page_id"] == page_id, "question_id"]:
        question = visit.page.locator(f"fieldset[data-question={question_id!r}]")
        reply = question.locator(".hip-feedback")
        for choice in choices[choices["question_id"] == question_id].itertuples():
            question.get_by_role("radio", name=choice.text, exact=True).check()
            expect(reply).to_contain_text(choice.feedback, timeout=SLOW_MS)
            expect(reply).to_have_attribute("data-kind", "right" if choice.correct else "wrong")
        question.get_by_role("radio", name="I don't know", exact=True).check()
        expect(reply).to_have_attribute("data-kind", "")
        expect(reply).not_to_be_empty()
    _fine(visit)


# 07b: the what-if bench ----------------------------------------------------------------------

BENCH = "07b_what_if_bench"


def _seen(page: Page) -> Locator:
    """Return the sentence below the picture of the bench."""
    return page.locator(".hip-plot figcaption").first


def _other_words(page: Page, before: str) -> str:
    expect(_seen(page)).not_to_have_text(before, timeout=SLOW_MS)
    return _seen(page).inner_text()


def test_a_run_changed_in_the_grid_changes_the_picture_and_undo_brings_it_back(
    open_page: Open,
) -> None:
    visit = open_page(BENCH)
    page = visit.page
    page.get_by_label("View", exact=True).select_option(label="Session spikes, run by run")
    expect(_seen(page)).to_contain_text("1 moderate spike", timeout=SLOW_MS)
    visit.settle()
    words, pictures = _seen(page).inner_text(), _pictures(visit)
    page.get_by_role("gridcell", name="Week 5, Sunday 5 April").click()
    page.keyboard.type("11")
    page.keyboard.press("Enter")
    changed = _other_words(page, words)
    assert "moderate" not in changed.split("Plan B")[1]
    assert _other_pictures(visit, pictures) != pictures
    page.get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(_seen(page)).to_have_text(words, timeout=SLOW_MS)
    page.get_by_text("What this view leaves out").click()
    expect(page.get_by_text("It is not a trial")).to_be_visible()
    _fine(visit)


def test_every_view_is_drawn_and_its_sliders_and_seed_move_it(open_page: Open) -> None:
    visit = open_page(BENCH)
    page = visit.page
    choice = page.get_by_label("View", exact=True)
    for name in tables.read("bench_views").sort_values("order")["name"][1:]:
        before = _seen(page).inner_text()
        choice.select_option(label=name)
        _other_words(page, before)
        visit.settle()
        assert visit.look("figures")[0]["drawn"], name
        assert name in visit.look("figures")[0]["label"]
        assert visit.axe() == [], name
    words = _seen(page).inner_text()
    page.get_by_role("slider", name="Seed of the random numbers").press("ArrowRight")
    words = _other_words(page, words)
    assert "Seed 2." in words
    page.get_by_label("Draw one mark for each runner").check()
    _other_words(page, words)
    choice.select_option(label="Fitness and fatigue")
    expect(_seen(page)).to_contain_text("With 42 and 7 days", timeout=SLOW_MS)
    page.get_by_role("slider", name="How long fatigue lasts").press("End")
    expect(_seen(page)).to_contain_text("never helps", timeout=SLOW_MS)
    _fine(visit)


def test_an_own_log_becomes_both_plans(open_page: Open) -> None:
    visit = open_page(BENCH)
    page = visit.page
    page.get_by_label("Plan A comes from").select_option(label="My own log, or a built-in log")
    page.get_by_label("View", exact=True).select_option(label="Session spikes, run by run")
    expect(_seen(page)).to_contain_text("Plan A: 49 runs", timeout=SLOW_MS)
    words = _seen(page).inner_text()
    field = page.locator(".hip-file input[type=file]").first
    file = {"name": "mine.csv", "mimeType": "text/csv", "buffer": GOOD.encode()}
    field.set_input_files(file)
    words = _other_words(page, words)
    assert "Plan A: 4 runs" in words
    assert "Plan B: 4 runs" in words
    expect(page.get_by_text("Plan A and plan B are now mine.csv, 4 runs.")).to_be_visible()
    _fine(visit)


def test_the_step_rate_slider_moves_the_muscles(open_page: Open) -> None:
    visit = open_page(BENCH)
    words = visit.page.locator(".hip-plot figcaption").last
    before = words.inner_text()
    visit.page.get_by_role("slider", name="Change of the step rate").press("Home")
    expect(words).not_to_have_text(before, timeout=SLOW_MS)
    expect(words).to_contain_text("Step rate \u221210 %")
    _fine(visit)


def test_answers_follow_to_a_second_tab_and_survive_a_new_kernel(open_page: Open) -> None:
    visit = open_page("05_self_check")
    first = visit.page.locator("fieldset[data-question='self_check_unknown']")
    first.get_by_role("radio").first.check()
    expect(first.locator(".hip-feedback")).not_to_be_empty(timeout=SLOW_MS)
    order = visit.page.locator("fieldset[data-question='self_check_order']")
    order.get_by_role("button", name=re.compile("^Move down")).first.focus()
    visit.page.keyboard.press("Enter")
    expect(order.locator(".hip-state")).to_contain_text("now 2 of 4")
    order.get_by_role("button", name="Check this answer").press("Enter")
    expect(order.locator(".hip-feedback")).to_contain_text("in the right place", timeout=SLOW_MS)
    visit.page.wait_for_function(
        "() => (localStorage.getItem('hiplib-progress') ?? '').includes('self_check_order')"
    )
    with visit.page.context.expect_page() as opened:
        visit.page.evaluate("() => { window.open(location.href, '_blank'); }")
    other = opened.value  # a second tab with a kernel of its own
    again = other.locator("fieldset[data-question='self_check_unknown']")
    expect(again.locator(".hip-feedback")).not_to_be_empty(timeout=8 * SLOW_MS)
    child = "fieldset[data-question='self_check_child']"
    other.locator(child).get_by_role("radio").first.check()
    expect(visit.page.locator(f"{child} .hip-feedback")).not_to_be_empty(timeout=SLOW_MS)
    other.close()
    visit.goto("05_self_check")  # a new kernel
    for shown in (first, order, visit.page.locator(child)):
        expect(shown.locator(".hip-feedback")).not_to_be_empty(timeout=SLOW_MS)


# 11: review ----------------------------------------------------------------------------------


def test_both_tests_are_taken_and_the_gain_is_shown_kept_and_saved(open_page: Open) -> None:
    visit = open_page("11_review")
    page = visit.page
    page.get_by_role("button", name="Start the test before the course").click()
    before = page.locator(".hip-questions", has=page.locator("fieldset")).first
    expect(page.get_by_text("No reply until you finish")).to_be_visible(timeout=SLOW_MS)
    asked = review.form("pre")
    first = page.locator(f"fieldset[data-question='{asked[0].question_id}']")
    expect(first).to_be_visible(timeout=SLOW_MS)
    expect(before.locator("fieldset")).to_have_count(len(asked))
    assert before.locator(".hip-feedback").all_inner_texts() == [""] * len(asked)
    page.get_by_role("button", name="Finish and show my result").first.click()
    words = page.get_by_text(f"0.0 of {len(asked)} points")
    expect(words).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_text("shown when both tests are finished")).to_be_visible()

    page.get_by_role("button", name="Start the test after the course").click()
    later = review.form("post")
    known = [one for one in later if one.kind == "single"]
    for one in known:
        key = checks.keyed(one.question_id)
        own = page.locator(f"fieldset[data-question='{one.question_id}'] input[value='{key}']")
        own.check(timeout=SLOW_MS)
    page.get_by_role("button", name="Finish and show my result").last.click()
    gain = f"from 0 to {100 * len(known) / len(later):.0f} of 100 points"
    expect(page.get_by_text(gain).first).to_be_visible(timeout=SLOW_MS)
    reply = page.locator(f"fieldset[data-question='{known[0].question_id}'] .hip-feedback")
    expect(reply).not_to_be_empty(timeout=SLOW_MS)
    with page.expect_download() as saved:
        page.get_by_text("Save my progress").click()
    kept = record.decode("mine.json", Path(saved.value.path()).read_bytes())
    assert [len(entry.answer) for entry in kept.entries] == [len(asked), len(later)]
    _fine(visit)
    visit.goto("11_review")  # a new kernel
    expect(page.get_by_text(gain).first).to_be_visible(timeout=SLOW_MS)


# 12: teaching --------------------------------------------------------------------------------


def test_a_lecturer_picks_the_files_of_a_class_and_reads_a_key(
    open_page: Open, tmp_path: Path
) -> None:
    files = []
    for name, answer in (("ada", "ilium"), ("ben", "sacrum")):
        kept = learning.Record().add("answer", "anatomy_bones", answer, datetime.now(UTC))
        files.append(tmp_path / f"{name}.json")
        files[-1].write_text(record.encode(kept), encoding="utf-8")
    files.append(tmp_path / "cut.json")
    files[-1].write_bytes(files[0].read_bytes()[:20])
    visit = open_page("12_teaching")
    page = visit.page
    page.get_by_label("Progress files of learners").set_input_files(files)
    table = page.get_by_role("region", name="Results by learner", exact=True)
    expect(table.locator("tbody tr")).to_have_count(2, timeout=SLOW_MS)
    assert table.locator("tbody td:first-child").all_inner_texts() == ["ada", "ben"]
    expect(page.get_by_text("cut:")).to_be_visible(timeout=SLOW_MS)
    with page.expect_download() as saved:
        page.get_by_text("Save all rows as CSV").click()
    assert saved.value.suggested_filename == "class_results.csv"
    assert '"ada","01_hip_anatomy",1,1' in Path(saved.value.path()).read_text(encoding="utf-8")
    page.get_by_label("Page", exact=True).select_option(label="9 Claims")
    key = page.locator("summary", has_text="key of the claims (168)")
    key.click()
    expect(page.get_by_role("region", name="Key of the claims")).to_be_visible()
    _fine(visit)


def test_answers_show_on_the_map_of_the_start_page(open_page: Open) -> None:
    visit = open_page("03_conditions")
    visit.page.locator(".hip-questions").last.locator("input[type=radio]").first.check()
    # Left before its kernel has judged the answer, a page keeps nothing.
    expect(visit.page.get_by_text("(1 so far)")).to_be_visible(timeout=SLOW_MS)
    visit.goto("00_start_here")
    stop = visit.page.get_by_role("link", name=re.compile("^3 Conditions 30 min, 1 of "))
    expect(stop).to_be_visible(timeout=SLOW_MS)
    assert visit.page.locator(".hip-stop circle[pathLength]").count() == 1
    visit.page.locator(".hip-doors a", has_text="I have pain now").focus()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/05_self_check.ipynb")

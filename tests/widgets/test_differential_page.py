"""Cases on the page: what it shows, what it counts, and that nothing entered is lost."""

from __future__ import annotations

import re

import pytest

from hiplib.conditions import differential
from hiplib.learning.cases import CaseRecord, Progress
from hiplib.widgets.differential_page import CasePlayer, differential_trainer


@pytest.fixture
def page() -> CasePlayer:
    return CasePlayer(differential.stems())


def ask(page: CasePlayer, *finding_ids: str) -> None:
    for finding_id in finding_ids:
        page.buttons[finding_id].click()


def decide(page: CasePlayer, **answers: str) -> None:
    page.decision.answers = answers
    page.decide()


def test_it_starts_with_a_case_and_nothing_asked(page: CasePlayer) -> None:
    assert "Sara is 31" in page.opening.html
    assert "Conditions that stay: 5 of 5" in page.stays.html
    assert page.decision.answers == {}
    assert "No case decided yet" in page.total.html
    names = [name for name, _ in page.case.options]
    assert len(names) == len(page.stems)
    assert all(name.endswith("(not tried yet)") for name in names)


def test_asking_gives_the_answer_the_reply_and_what_stays(page: CasePlayer) -> None:
    ask(page, "squeeze")
    reply = page.replies["Examine"].html
    assert "No soreness, no pain." in reply
    assert "This helps (+1)" in reply
    assert "4 of 5 conditions stay." in reply
    assert "Conditions that stay: 4 of 5" in page.stays.html
    assert (
        "<s>Adductor-related groin pain</s> &ndash; <strong>ruled out:</strong>" in page.stays.html
    )
    assert page.buttons["squeeze"].description.startswith("\u2713 ")
    assert "What you know so far (1)" in page.stays.html


def test_a_normal_xray_takes_nothing_off_the_list(page: CasePlayer) -> None:
    ask(page, "xray")
    assert "Conditions that stay: 5 of 5" in page.stays.html
    assert "removes nothing" in page.stays.html


def test_asking_twice_counts_once(page: CasePlayer) -> None:
    ask(page, "walking", "walking")
    assert page.asked == ["walking"]


def test_the_hop_is_answered_with_never(page: CasePlayer) -> None:
    ask(page, "hop")
    assert "Never." in page.replies["Examine"].html
    assert "Not now" in page.replies["Examine"].html


def test_a_serious_condition_is_marked_until_it_is_ruled_out(page: CasePlayer) -> None:
    assert page.stays.html.count("must not be missed") == 2
    ask(page, "mri")
    assert page.stays.html.count("must not be missed") == 1


def test_a_decision_needs_both_answers_and_keeps_the_one_given(page: CasePlayer) -> None:
    decide(page, urgency="routine")
    assert "Answer both questions" in page.result.html
    assert page.decision.answers == {"urgency": "routine"}
    assert page.scores == {}
    assert page.progress == Progress()


def test_a_decision_gets_replies_and_the_first_one_counts(page: CasePlayer) -> None:
    decide(page, urgency="routine", step="two_weeks")
    assert page.decision.feedback["urgency"][1] == "wrong"
    assert page.decision.feedback["urgency"][0].startswith("Too late.")
    assert "Femoral neck stress fracture" in page.result.html
    assert "you did not ask" in page.result.html
    assert "0 of 1 with the right urgency" in page.total.html
    decide(page, urgency="same_day", step="unload_scan")
    assert page.decision.feedback["step"][1] == "right"
    assert "0 of 1 with the right urgency" in page.total.html


def test_points_are_shown_part_by_part_and_the_first_decision_counts(page: CasePlayer) -> None:
    ask(page, "walking", "energy")
    decide(page, urgency="within_days", step="unload_scan")
    assert "<strong>1 of 10 points</strong>: how soon \u22123 of 5, next step 3" in page.result.html
    assert "How points are given" in page.result.html
    assert "(1 of 10 points)" in page.case.options[0][0]
    decide(page, urgency="same_day", step="unload_scan")
    assert "<strong>9 of 10 points</strong>" in page.result.html
    assert "Your first decision counts: 1 of 10 points." in page.result.html


def test_start_again_and_another_case(page: CasePlayer) -> None:
    ask(page, "walking")
    assert "(tried)" in page.case.options[0][0]
    page.start()
    assert page.asked == []
    assert "(not tried yet)" in page.case.options[0][0]
    decide(page, urgency="same_day", step="unknown")
    page.start()
    assert page.decision.answers == {}
    assert page.result.html == ""
    assert "1 of 1 with the right urgency, 0 of 1" in page.total.html
    page.next_case()
    assert "Leo is 27" in page.opening.html
    page.case.value = len(page.stems) - 1
    page.next_case()
    assert page.case.value == 1  # the first is decided
    page.keep(Progress(tuple(CaseRecord(s.stem_id, (), "unknown", "unknown") for s in page.stems)))
    page.next_case()
    assert page.case.value == 1
    assert "Every case is decided" in page.result.html


def test_what_was_asked_waits_while_another_case_is_open(page: CasePlayer) -> None:
    ask(page, "walking", "mri")
    page.case.value = 3
    assert page.asked == []
    page.case.value = 0
    assert page.asked == ["walking", "mri"]
    assert page.buttons["mri"].description.startswith("\u2713 ")
    assert "Conditions that stay: 4 of 5" in page.stays.html
    assert "What you know so far (2)" in page.stays.html


def test_page_04_offers_a_few_short_cases() -> None:
    few = [stem for stem in differential.stems() if stem.in_trainer]
    offered = differential_trainer().children[0]
    assert 5 <= len(few) <= 6
    assert len(offered.options) == len(few)
    assert len({stem.urgency for stem in few}) == 5


def test_every_case_can_be_played_through(page: CasePlayer) -> None:
    for number, stem in enumerate(page.stems):
        page.case.value = number
        ask(page, *(finding.finding_id for finding in stem.findings))
        keyed = next(step.step_id for step in stem.steps if step.keyed)
        decide(page, urgency=stem.urgency, step=keyed)
        assert "you did not ask" not in page.result.html
        shown = [page.opening, page.stays, page.result, *page.replies.values()]
        assert all(live.html for live in shown)
        for html in [live.html for live in shown]:
            assert not re.search(r"\bnan\b|>None<|<NA>", html)
            assert (
                stem.condition_id
                not in re.sub(r"<a [^>]*>|https?:\S+", "", html).split('<ul class="hip-sources">')[
                    0
                ]
            )
            for tag in ("ul", "ol", "li", "p", "section", "details", "s", "strong"):
                opened = len(re.findall(rf"<{tag}[ >]", html))
                assert opened == html.count(f"</{tag}>"), (stem.stem_id, tag)
    assert f"{len(page.stems)} of {len(page.stems)} with the right urgency" in page.total.html

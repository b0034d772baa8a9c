"""Page 09: the game, the score cards, the list and the sheet."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from hiplib import claims
from hiplib.figures.claims import mix_up_map, score_card
from hiplib.learning.record import Record, decode, encode
from hiplib.widgets import claim_page
from hiplib.widgets.claim_page import _ClaimGame, claim_text, sheet
from hiplib.widgets.progress_store import store

HARMFUL = claims.find(verdict=claims.HARMFUL)


@pytest.mark.parametrize("claim", HARMFUL, ids=lambda claim: claim.claim_id)
def test_a_harmful_claim_never_stands_without_its_safer_message(claim: claims.Claim) -> None:
    assert claim.safer_message in claim_text(claim, verdict=False)
    assert claims.verdicts()[claim.verdict].label not in claim_text(claim, verdict=False)


def test_other_claims_keep_the_answer_back() -> None:
    claim = claims.claims()["claim_087"]
    assert claim.safer_message not in claim_text(claim, verdict=False)
    whole = claim_text(claim)
    for part in (claim.explanation, claim.safer_message, "Contradicted", "Sources:", "Said in:"):
        assert part in whole


def test_the_game_judges_once_tells_and_goes_on() -> None:
    game = _ClaimGame()
    first = game.game.claim
    assert first
    assert game.next.disabled
    assert game.place.children == ()
    wrong = next(key for key in claims.verdicts() if key != first.verdict)
    game.asked.answers = {"verdict": wrong}
    kept = [(one.id, one.answer) for one in store().record.of("claim")]
    assert kept == [(first.claim_id, wrong)]
    assert game.asked.feedback["verdict"][1] == "wrong"
    assert first.explanation in game.answer.html.replace("&#x27;", "'").replace("&quot;", '"')
    game.asked.answers = {"verdict": first.verdict}  # too late
    assert len(store().record.entries) == 1
    assert "0 of 1" in game.tally.html
    assert game.map in game.place.children
    game.show_next()
    assert game.open
    assert game.open.claim_id != first.claim_id
    assert game.answer.html == ""
    assert game.asked.answers == {}


def test_filters_choose_what_is_dealt_and_keep_the_judgements() -> None:
    game = _ClaimGame()
    game.asked.answers = {"verdict": "supported"}
    game.filters.topic.value = "prevention"
    assert {claims.claims()[key].topic for key in game.game.queue} == {"prevention"}
    assert len(game.game.judged) == 1
    game.pick.value = "claim_135"
    assert game.open == claims.claims()["claim_135"]
    game.filters.verdict.value = "outdated"  # no such claim under prevention
    assert "No claim is left" in game.claim.html
    assert game.asked.items == []


def test_judgements_come_back_and_what_this_course_does_not_know_is_kept() -> None:
    game = _ClaimGame()
    on_table = game.open
    assert on_table
    now = datetime(2026, 1, 2, tzinfo=UTC)
    saved = Record().add("claim", on_table.claim_id, on_table.verdict, now)
    for key, said in (("claim_999", "supported"), ("claim_002", "a_later_verdict"),
                      ("claim_003", ["no", "verdict"])):  # fmt: skip
        saved = saved.add("claim", key, said, now)
    store().put(decode("mine.json", encode(saved).encode()))  # as the file or the browser brings it
    assert game.game.judged == ((on_table.claim_id, on_table.verdict),)
    assert "1 of 1 first" in game.tally.html
    assert game.open not in (on_table, None)  # go on with a new claim; judged ones come last
    assert game.game.queue[-1] == on_table.claim_id
    before = game.open
    store().put(Record().add("claim", before.claim_id, "outdated", now + timedelta(days=1)))
    assert game.open == before  # another tab does not take the claim out of the reader's hands
    assert len(game.game.judged) == 2
    assert store().record.of("claim")[: len(saved.entries)] == saved.entries
    assert _ClaimGame().game.judged == game.game.judged
    store().reset()
    assert "No claim judged yet" in game.tally.html
    assert game.place.children == ()


@pytest.mark.parametrize(("by", "rows"), [("article", 5), ("topic", 9)])
def test_a_score_card_shows_every_count_with_its_word(by: str, rows: int) -> None:
    card, counts = score_card(by), claims.shares(by)
    assert len(card.figure.data) == len(claims.verdicts())
    assert len({trace.marker.pattern.shape for trace in card.figure.data}) >= 6
    shares = counts.div(counts.sum(axis=1), axis=0)
    for trace, verdict in zip(card.figure.data, counts.columns, strict=True):
        assert list(trace.text) == [str(number) for number in counts[verdict]]
        assert len(trace.y) == rows
        drawn = max(max(each.y) for each in card.figure.data)  # one scale for all rows
        heights = (drawn * shares[verdict] / shares.to_numpy().max()).tolist()
        assert list(trace.y) == pytest.approx(heights)
    assert card.numbers is not None
    assert len(card.numbers) == rows


def test_the_map_of_mix_ups_writes_every_number() -> None:
    game = claims.Game(("claim_001", "claim_002")).judge("supported").judge("supported")
    picture = mix_up_map(claims.mix_ups(game))
    assert sorted(note.text for note in picture.layout.annotations) == ["1", "<b>1</b>"]


def test_the_list_behind_a_bar_follows_a_click_and_the_lists() -> None:
    plot, choose, behind = claim_page.score_cards("article").children
    group, verdict = choose.children
    plot._receive(plot, {"event": "click", "point": {"customdata": ["seed_002", "outdated"]}}, [])
    assert (group.value, verdict.value) == ("seed_002", "outdated")
    found = claims.find(article="seed_002", verdict="outdated")
    assert f"{len(found)} claims" in behind.html
    assert behind.html.count("hip-card") == len(found)


def test_the_browser_is_windowed_and_every_claim_is_an_anchor() -> None:
    filters, count, found, more, whole = claim_page.claim_browser().children
    for key in claims.claims():
        assert whole.html.count(f'id="{key}"') == 1
    assert found.html == ""
    filters.children[2].value = "treatment"
    assert found.html.count("hip-card") == claim_page.PIECE
    more.children[0].click()
    assert found.html.count("hip-card") == 2 * claim_page.PIECE
    filters.children[0].value = "<b>zzzz"
    assert "No claim fits" in count.html


def test_the_sheet_is_one_document_with_every_step() -> None:
    document = sheet()
    assert document.startswith("<!doctype html>")
    assert "<a" not in document
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", document)
    assert len(claims.checklist()) == document.count("<li>") == 10
    assert HARMFUL[1].safer_message not in text
    assert claims.claims()["claim_078"].safer_message in text
    assert len(text) < 4800  # measured in a browser: one page of A4

"""The evidence board: intervals drawn, words where they cross 1, empty rows seen as empty."""

from __future__ import annotations

import pytest

from hiplib import training
from hiplib.figures import evidence_board

TOPICS = training.evidence_cards()["topic"].unique().tolist()


@pytest.mark.parametrize("topic", TOPICS)
def test_every_card_is_a_row_with_its_reading(topic: str) -> None:
    cards = training.evidence_cards(topic)
    figure = evidence_board.board(cards).figure
    words = [note.text.replace("<br>", " ") for note in figure.layout.annotations]
    for card, text in zip(cards.to_dict("records"), words, strict=True):
        assert card["reading"] in text
        assert text.replace("<b>", "").replace("</b>", "").endswith(card["others"])
        crosses = card["low"] <= card["no_effect_at"] <= card["high"]
        assert ("no clear effect" in text) == crosses


@pytest.mark.parametrize("topic", TOPICS)
def test_only_ratios_have_a_bar_and_it_is_the_published_interval(topic: str) -> None:
    cards = training.evidence_cards(topic)
    drawn = cards[cards["no_effect_at"] == 1]
    trace = evidence_board.board(cards).figure.data[0]
    assert list(trace.x) == drawn["estimate"].tolist()
    ends = [x + more for x, more in zip(trace.x, trace.error_x.array, strict=True)]
    assert ends == pytest.approx(drawn["high"].tolist())
    starts = [x - less for x, less in zip(trace.x, trace.error_x.arrayminus, strict=True)]
    assert starts == pytest.approx(drawn["low"].tolist())
    solid = [symbol == "diamond" for symbol in trace.marker.symbol]
    own = drawn["others"] == ""
    assert solid == (drawn["clear"] & own).tolist()  # a shape, not colour alone


def test_the_clock_hatches_animals_and_leaves_rows_without_hours_bare() -> None:
    rows = training.recovery_clock()
    bars = evidence_board.clock(rows).figure.data[0]
    assert list(bars.x) == rows["end_h"].dropna().tolist()
    assert list(bars.marker.pattern.shape) == ["/", "", ""]
    assert "hatched means animals" in evidence_board.clock(rows).summary

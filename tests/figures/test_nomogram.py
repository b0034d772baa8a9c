"""Fagan's chart: a straight line, a band only where there is an interval, words that agree."""

from __future__ import annotations

import math

import pytest

from hiplib import conditions
from hiplib.conditions import Estimate, Result, Weighed
from hiplib.figures import nomogram as chart
from hiplib.figures import nomogram_words as words
from hiplib.figures.nomogram import BAND, LIMITS, MEASURED, OVERLAP, PATH


def known(number: str) -> conditions.ExaminationTest:
    return next(one for one in conditions.all_tests() if one.test_id.startswith(f"{number}_"))


def path(pre: float, *signs: tuple[str, bool], unsure: float = 0.0) -> Weighed:
    before = Estimate(pre, pre - unsure, pre + unsure) if unsure else Estimate(pre)
    return conditions.weigh(before, [Result(known(number), positive) for number, positive in signs])


def moving(state: Weighed) -> list[dict[str, list[float]]]:
    return chart.nomogram(state).traces


def test_plotly_takes_the_chart() -> None:
    figure = chart.nomogram(path(0.3, ("t36", False), ("t37", False), unsure=0.1))
    assert len(figure.checked.data) == MEASURED + 1


def test_the_line_is_straight_and_meets_each_axis_at_its_number() -> None:
    state = path(0.39, ("t01", False))
    drawn = moving(state)[PATH]
    x, y = drawn["x"], drawn["y"]
    assert x == [0, 1, 2]
    assert y[0] == pytest.approx(-math.log(0.39 / 0.61))
    assert y[1] == pytest.approx(math.log(state.after.ratio.value or 0) / 2)
    assert y[1] == pytest.approx((y[0] + y[2]) / 2)
    assert y[2] == pytest.approx(math.log(0.035839 / (1 - 0.035839)), abs=1e-4)


def test_the_ticks_stand_where_their_numbers_belong() -> None:
    data = chart.nomogram(path(0.3)).data
    left = dict(zip(data[chart.TICKS_LEFT].text, data[chart.TICKS_LEFT].y, strict=True))
    right = dict(zip(data[chart.TICKS_RIGHT].text, data[chart.TICKS_RIGHT].y, strict=True))
    middle = dict(zip(data[chart.TICKS_MIDDLE].text, data[chart.TICKS_MIDDLE].y, strict=True))
    assert right[" 80 % "] == pytest.approx(math.log(4))
    assert left[" 20 % "] == pytest.approx(math.log(4))
    assert middle[" 1 "] == 0
    # From 50 %, a ratio of 5 leads to 83 %: a straight line through these marks.
    assert 2 * middle[" 5 "] - left[" 50 % "] == pytest.approx(math.log(5))


def test_a_band_is_drawn_only_where_an_interval_is_known() -> None:
    assert moving(path(0.3, ("t36", True)))[BAND]["x"] == []
    band = moving(path(0.39, ("t01", False)))[BAND]
    assert band["x"] == [0, 1, 2, 2, 1, 0]
    low, high = band["y"][2], band["y"][3]
    assert low < moving(path(0.39, ("t01", False)))[PATH]["y"][2] < high
    wider = moving(path(0.39, ("t01", False), unsure=0.15))[BAND]["y"]
    assert wider[3] - wider[2] > high - low
    assert wider[0] > wider[5]


def test_before_a_test_there_is_a_point_and_no_line() -> None:
    state = moving(path(0.3))
    assert state[PATH]["x"] == [0]
    assert state[LIMITS]["x"] == state[MEASURED]["x"] == []


def test_what_dependence_allows_and_what_was_measured_are_drawn() -> None:
    state = moving(path(0.3, ("t36", False), ("t37", False)))
    low, high = state[LIMITS]["y"]
    assert low == -7.0  # no chance at all lies beyond the axis: drawn at its end
    assert low < state[MEASURED]["y"][0] < high
    assert low < state[OVERLAP]["y"][0] < high


def test_a_range_has_its_ends_as_label_and_no_line() -> None:
    picture = chart.nomogram(path(0.3, ("t58", True)))
    assert picture.traces[PATH]["x"] == [0]
    assert "<b>52 to 80 %</b>" in [label["text"] for label in picture.settings["annotations"]]


def test_the_words_say_how_sure_a_number_is() -> None:
    said = {
        "t05": "No clear effect: the likelihood ratio of 0.99 (0.99 to 1.1) may be 1.",
        "t36": "No interval is reported",
        "t07": "At least one number has no reported interval",
        "t58": "The ends are the lowest and highest of several estimates",
        "t59": "That is next to nothing.",
        "t27": "A plain 0 or 100 comes from a study that saw no exception.",
    }
    for number, sentence in said.items():
        text = " ".join(words.answer(path(0.3, (number, True))))
        assert sentence in text, number


def test_people_come_first_and_add_up() -> None:
    state = path(0.3, ("t05", True))
    first = words.answer(state)[0]
    assert first.startswith("Of 1,000 people 300 have it, and 282 of them show this result.")
    assert "Of these 947 people with this result, 282 have it." in first
    table = words.crowd_table(state)
    assert table["People"].sum() == 1000
    assert sum(words.panel(state).counts.values()) == 1000


def test_a_count_rounded_to_nobody_is_said() -> None:
    state = path(0.34, ("t13", True), ("t14", True), ("t15", True))
    assert state.crowd is not None
    assert state.crowd.without_result == 0
    assert "rounded to whole people" in words.answer(state)[0]


def test_the_words_on_dependence() -> None:
    state = path(0.3, ("t36", False), ("t37", False))
    said = " ".join(words.dependence(state))
    assert "5.9 of 100 (multiplied)" in said
    assert "anything from 0 to 12 of 100" in said
    assert "measured both together: 4.6 of 100 (1.1 to 14)" in said
    assert words.dependence(path(0.3, ("t36", True))) == []
    whole = " ".join(words.dependence(path(0.3, ("t38", True))))
    assert "This pair was measured as one." in whole
    assert "58 of 100 (multiplied)" in whole
    unknown = path(0.34, ("t17", True), ("t13", True))
    assert "nobody can say how wrong" in words.dependence(unknown)[0]


def test_overlap_that_cannot_be_is_said() -> None:
    """Whoever shows the rarer sign shows the commoner one: rarer without commoner is impossible."""
    state = path(0.3, ("t35", True), ("t36", False))
    assert state.limits is not None
    assert state.limits.overlapping is None
    assert "could not occur" in " ".join(words.dependence(state))


def test_table_and_summary_hold_the_same_numbers() -> None:
    state = path(0.39, ("t01", False))
    table = words.numbers(state).set_index("")
    assert table.loc["Chance after (%)"].tolist() == ["3.6", "2.2", "5.7"]
    assert table.loc["Chance before (%)"].tolist()[1:] == [words.NO_INTERVAL] * 2
    assert "0.058 (0.035 to 0.094) to 3.6 of 100 (2.2 to 5.7)" in words.summary(state)
    assert "No line is drawn yet" in words.summary(path(0.3))

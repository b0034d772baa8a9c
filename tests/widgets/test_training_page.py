"""The training laboratory: one state, two views, and nothing lost when something does not work."""

import pandas as pd
import pytest
from pictures import now

from hiplib import training
from hiplib.widgets import log_page, training_page

OWN = b"date,distance_km\n2026-05-04,8\n2026-05-10,10\n2026-05-17,15\n"


@pytest.fixture
def lab() -> training_page.TrainingLab:
    return training_page.training_lab()


def choose(lab: training_page.TrainingLab, name: str) -> int:
    place = next(i for i, change in enumerate(training_page.CHANGES) if name in change.name)
    lab._change.value = place
    return place


def hand_over(lab: training_page.TrainingLab, content: bytes, name: str = "own.csv") -> list[str]:
    lab.logs.picker._hand_over(name, content)
    return lab.logs.picker.message


def test_it_starts_with_mia_as_she_is(lab):
    assert lab._plot.summary.startswith("49 runs")
    assert "Moderate spike" in lab._counts.html
    assert lab._meaning.html == ""
    assert lab._week.value == "2026-11-09"
    assert "28.0 km, longest 14.0" in lab._week.label


def test_a_change_reaches_both_views(lab):
    ratios_before, spikes_before = now(lab._ratio_plot), now(lab._plot)
    choose(lab, "Another distance")
    assert now(lab._plot) != spikes_before
    assert now(lab._ratio_plot) != ratios_before
    assert "1 moderate" not in lab._plot.summary
    assert "as it is" in lab._meaning.html
    assert "not a forecast for one person" in lab._meaning.html


def test_only_the_slider_of_the_change_is_shown(lab):
    place = choose(lab, "bigger or smaller")
    shown = [slider.layout.display != "none" for slider in lab._sliders]
    assert shown == [number == place for number in range(len(shown))]
    lab._change.value = -1
    assert all(slider.layout.display == "none" for slider in lab._sliders)
    assert lab._week.layout.display == "none"


def test_a_change_that_does_not_work_says_so_and_keeps_the_picture(lab):
    place = choose(lab, "shared out")
    picture = now(lab._plot)
    lab._sliders[place].value = 30
    assert "30 km is not possible" in lab._problem.html
    assert now(lab._plot) == picture
    lab._sliders[place].value = 2
    assert lab._problem.html == ""
    assert now(lab._plot) != picture


def test_each_change_works_on_mias_last_week(lab):
    for place in range(len(training_page.CHANGES)):
        lab._change.value = place
        assert lab._problem.html == "", training_page.CHANGES[place].name
        assert lab._meaning.html


def test_an_own_file_replaces_the_log_and_keeps_the_change(lab):
    place = choose(lab, "Another distance")
    lab._sliders[place].value = 12
    text, kind = hand_over(lab, OWN)
    assert (text, kind) == ("3 runs read from own.csv. The pictures now show them.", "ok")
    assert lab._plot.summary.startswith("3 runs")
    assert lab._sliders[place].value == 12
    assert lab._change.value == place
    assert "own.csv" in lab._counts.html


@pytest.mark.parametrize(
    "content",
    [b"", b"name,heart\nMia,150\n", b"date,distance_km\nx,1\ny,2\n", bytes(100), b"PK\x03\x04"],
)
def test_a_bad_file_shows_one_sentence_and_keeps_everything(lab, content):
    hand_over(lab, OWN)
    choose(lab, "Another distance")
    picture, counts, week = now(lab._plot), lab._counts.html, lab._week.value
    text, kind = hand_over(lab, content, "bad.csv")
    assert kind == "error"
    assert text.startswith("bad.csv")
    assert "What was here before is kept." in text
    assert (now(lab._plot), lab._counts.html, lab._week.value) == (picture, counts, week)
    assert lab.run_log.name == "own.csv"


def test_findings_are_listed_and_escaped(lab):
    hand_over(lab, OWN + b"2026-05-18,<script>\n")
    assert "What was noticed in the file (1)" in lab.logs._findings.html
    assert "&lt;script&gt;" in lab.logs._findings.html
    assert "<script>" not in lab.logs._findings.html
    lab.logs.built_in("mia")
    assert lab.logs._findings.html == ""
    assert lab._plot.summary.startswith("49 runs")


def test_a_file_name_is_escaped(lab):
    hand_over(lab, OWN, "<b>.csv")
    assert "<b>.csv" not in lab._counts.html


def test_the_unit_of_the_file_can_be_corrected_afterwards(lab):
    hand_over(lab, OWN.replace(b"distance_km", b"distance"))
    assert lab.run_log.runs["distance_km"].tolist() == [8, 10, 15]
    lab.logs._file_unit.value = "mi"
    assert lab.run_log.runs["distance_km"].tolist() == pytest.approx(
        [12.874752, 16.09344, 24.14016]
    )


def test_miles_are_shown_and_the_plan_stays(lab):
    place = choose(lab, "Another distance")
    lab._units.answers = {"units": "mi"}
    assert lab._sliders[place].unit == "mi"
    assert lab._sliders[place].value == 7.0
    assert "17.4 mi" in lab._week.label
    assert "Distance (mi)" in lab._plot._numbers
    lab._units.answers = {"units": "km"}
    assert lab._sliders[place].unit == "km"


def test_a_long_log_shows_its_newest_two_years(lab):
    rows = "".join(f"{year}-03-{day:02d},8\n" for year in range(2016, 2027) for day in (1, 8, 15))
    hand_over(lab, b"date,distance_km\n" + rows.encode())
    assert len(lab.run_log.runs) == 33
    assert lab._plot.summary.startswith("3 runs: ")  # of the newest 26 weeks
    assert "first 30 days of the log" not in lab._plot.summary
    lab.weeks.value = 520
    assert lab._plot.summary.startswith("7 runs")  # from 15 March 2024 to 15 March 2026


def test_the_weeks_in_the_picture_rule_words_numbers_and_both_pictures(lab):
    lab.logs.built_in("two_years")
    short = lab._plot.summary, lab._plot._numbers.count("<tr>"), lab._ratio_plot.summary
    lab.weeks.value = 520
    assert len(lab._plan.runs) == lab._plot._numbers.count("<tr>") - 1 > short[1]
    assert lab._plot.summary != short[0]
    lab.weeks.value = 12
    first, last = map(pd.Timestamp, now(lab._plot)["layout"]["xaxis"]["range"])
    assert 80 < (last - first).days < 100
    choose(lab, "Another distance")
    assert "weeks in the picture" in lab._counts.html


def test_a_change_far_back_is_in_the_picture(lab):
    lab.logs.built_in("two_years")
    lab._week.value = lab._week.options[-30][1]
    place = choose(lab, "Another distance")
    lab._sliders[place].value = 42
    assert "spike" in lab._plot.summary
    first, last = now(lab._plot)["layout"]["xaxis"]["range"]
    assert first < lab._week.value < last


def test_the_template_can_be_read_by_the_reader():
    log = training.read_log(log_page.TEMPLATE_CSV.encode())
    assert len(log.runs) == 3
    assert log.findings == ()


def test_the_template_is_a_link_that_needs_no_server(lab):
    note = lab.own_log.children[1]
    assert 'href="data:text/csv' in note.html
    assert "download=" in note.html


@pytest.mark.parametrize(("guess", "where"), [(1.5, "inside"), (4, "outside")])
def test_a_guess_is_compared_with_the_interval(guess, where):
    text = training_page.prediction_reply(guess, 1.4)
    assert f"is {where} its interval" in text
    assert "1.52 times (1.16 to 2.00)" in text
    assert "about 1.1 (0.4 to 2.2) extra" in text


def test_nothing_is_told_before_the_guess_is_sent():
    slider, button, answer = training_page.predict_spike().children
    assert answer.html == ""
    slider.value = 3
    assert answer.html == ""
    button.click()
    assert "Your guess was 3.0 times" in answer.html


def test_the_small_parts_carry_summary_and_numbers():
    steps, random_weeks = training_page.spike_steps(1.4), training_page.coupling_demo(1)
    assert "1.4 more (0.7 to 2.3) per 1,000" in steps.summary
    assert "overlap" in steps.summary
    assert "<table" in steps._numbers
    assert "seed 1" in random_weeks.summary

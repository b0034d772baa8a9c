"""The building blocks of a page, on the Python side; the browser tests drive the other side."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pictures import array, now

from hiplib import tables
from hiplib.errors import InputError
from hiplib.figures import style
from hiplib.widgets import FilePicker, Item, Live, PlotView, Pulse, Questions, Slider, html, page
from hiplib.widgets.controls import select
from hiplib.widgets.plot import packed


def _arrays(value):
    """Yield every raw array in a synced figure."""
    if isinstance(value, dict):
        if "bdata" in value:
            yield value
        else:
            for item in value.values():
                yield from _arrays(item)
    elif isinstance(value, list):
        for item in value:
            yield from _arrays(item)


def test_a_figure_travels_as_raw_bytes_and_keeps_its_numbers():
    x = np.linspace(0, 1, 50, dtype="float32")
    heat = np.arange(12, dtype="int16").reshape(3, 4)
    sent = packed(
        style.figure({"type": "scatter", "x": x, "y": x**2}, {"type": "heatmap", "z": heat})
    )
    found = list(_arrays(sent["data"]))
    assert len(found) == 3
    assert all(isinstance(item["bdata"], bytes) for item in found)
    np.testing.assert_array_equal(np.frombuffer(sent["data"][0]["x"]["bdata"], "f4"), x)
    z = sent["data"][1]["z"]
    rows, columns = map(int, z["shape"].split(","))
    np.testing.assert_array_equal(
        np.frombuffer(z["bdata"], z["dtype"]).reshape(rows, columns), heat
    )
    assert not any(isinstance(item["bdata"], str) for item in found)


def bars(*heights: object, **layout: object) -> style.Picture:
    return style.figure(*({"type": "bar", "x": ["a"], "y": y} for y in heights), **layout)


def test_a_plot_has_words_and_numbers_and_updates_in_place():
    numbers = pd.DataFrame({"run": ["a"], "distance (km)": [1.5]})
    view = PlotView(bars([1]), label="Bars", summary="One.", numbers=numbers)
    before = view.model_id
    view.show(bars([2]), summary="Two.")
    assert view.model_id == before
    assert view.summary == "Two."
    assert "1.5" in view._numbers
    assert now(view)["data"][0]["y"] == [2]
    assert PlotView(label="Later")._figure["data"] == []


def test_only_what_differs_from_the_last_whole_figure_is_sent():
    view = PlotView(bars([1], [5], title={"text": "One"}), label="Bars", summary="One.")
    whole = view._figure
    view.show(bars([2], [5], title={"text": "Two"}), summary="Two.")
    assert view._figure is whole
    assert view._changes == {"data": {"0": {"y": [2]}}, "layout": {"title.text": "Two"}}
    view.show(bars([2], [6], title={"text": "One", "x": 0}))
    assert view._changes == {"data": {"0": {"y": [2]}, "1": {"y": [6]}}, "layout": {"title.x": 0}}
    assert now(view) == packed(bars([2], [6], title={"text": "One", "x": 0}))
    view.show(bars([1], [5], title={"text": "One"}))
    assert view._changes == {"data": {}, "layout": {}}
    assert (view.summary, view._figure is whole) == ("Two.", True)


@pytest.mark.parametrize(
    "other",
    [
        bars([1], [2]),
        style.figure({"type": "bar", "y": [1]}),  # without its x
        style.figure({"type": "scatter", "x": ["a"], "y": [1]}),
        bars([1], yaxis={"range": [0, 1]}),
    ],
)
def test_other_traces_or_settings_are_sent_as_a_whole(other: style.Picture):
    view = PlotView(bars([1]), label="Bars")
    view.show(other)
    assert (view._figure, view._changes) == (packed(other), {})


def test_what_is_unseen_or_gone_stays_on_the_page_and_comes_back_without_its_data():
    many = np.zeros(10_000)

    def two(second: dict[str, object]) -> style.Picture:
        return style.figure({"type": "scatter", "y": many}, {"type": "scatter", **second})

    view = PlotView(two({"y": many}), label="Lines")
    whole = view._figure
    for without in (two({"visible": False}), style.figure({"type": "scatter", "y": many})):
        view.show(without)
        assert view._changes["data"] == {"1": {"visible": False}}
        view.show(two({"y": many}))
        assert (view._figure is whole, view._changes["data"]) == (True, {})
    view.show(style.figure(*two({"visible": False}).traces, {"type": "bar", "y": [1]}))
    assert "y" in view._figure["data"][1]  # kept, though another trace needed a whole figure


def test_a_step_does_not_repeat_much_that_was_sent_before():
    still, moved = np.zeros(10_000), np.ones(10_000)
    view = PlotView(bars(still, [1]), label="Bars")
    view.show(bars(moved, [1]))
    assert set(view._changes["data"]) == {"0"}
    view.show(bars(moved, [2]))  # once as a whole, and then the small bar alone
    assert view._changes == {}
    view.show(bars(moved, [3]))
    assert view._changes["data"] == {"1": {"y": [3]}}


@pytest.mark.parametrize(
    ("values", "sent"),
    [
        (np.array([2**40]), ("f8", [2.0**40])),
        (np.arange(4, dtype=np.uint16)[::2], ("u2", [0, 2])),
        (np.array(["a", "b"]), ["a", "b"]),
        (np.array([1, None], dtype=object), [1, None]),
        (pd.Series([0.5]), ("f8", [0.5])),
        (np.float32(2), 2.0),
    ],
)
def test_arrays_lose_nothing(values: np.ndarray, sent: object) -> None:
    found = packed(bars(values))["data"][0]["y"]
    if isinstance(found, dict):
        found = found["dtype"], array(found).tolist()
    assert found == sent


def test_clicks_reach_python():
    view = PlotView(bars([1]), label="Bars", summary="One.")
    clicked = []
    view.on_click(clicked.append)
    view._receive(view, {"event": "click", "point": {"name": "ilium"}}, [])
    view._receive(view, {"event": "something else"}, [])
    assert clicked == [{"name": "ilium"}]


def test_the_look_removes_the_upload_button_and_leaves_the_background_clear():
    layout = style.figure().layout.template.layout
    assert "sendDataToCloud" in layout.modebar.remove
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"


def test_nothing_is_chosen_and_i_dont_know_is_always_there():
    asked = Questions([Item("a", "A?"), Item("b", "B?", choices=(("x", "X"),), many=True)])
    assert asked.answers == {}
    assert all(item["choices"][-1] == ["unknown", "I don't know"] for item in asked.items)
    asked.answers = {"a": "yes"}
    asked.tell({"a": ("Because.", "right")})
    asked.clear()
    assert (asked.answers, asked.feedback) == ({}, {})


def test_only_preferences_are_remembered_by_the_browser():
    from hiplib.widgets import check_yourself, self_check, units

    def all_of(widget):
        yield widget
        for child in getattr(widget, "children", ()):
            yield from all_of(child)

    assert units().remember
    for made in (check_yourself("05_self_check"), self_check()):
        found = [part for part in all_of(made) if isinstance(part, Questions)]
        assert found
        assert not any(part.remember for part in found)


@pytest.mark.parametrize("value", [-0.1, 10.5, float("nan")])
def test_a_slider_names_what_does_not_fit(value):
    slider = Slider("Long run", value=5, low=0, high=10, unit="km")
    with pytest.raises(InputError, match=r"Long run.*0 to 10 km"):
        slider.value = value
    assert slider.value == 5


def test_a_file_arrives_in_pieces():
    picker, got = FilePicker("Log"), []
    picker.on_file(lambda name, data: got.append((name, data)))
    pieces = [b"date,", b"distance_km\n", b""]
    for number, piece in enumerate(pieces):
        picker._receive(
            picker,
            {"name": "a.csv", "start": number and 5, "last": number == 2},
            [memoryview(piece)],
        )
    assert got == [("a.csv", b"date,distance_km\n")]


def test_a_new_file_does_not_keep_pieces_of_a_cancelled_one():
    picker, got = FilePicker("Log"), []
    picker.on_file(lambda name, data: got.append(data))
    picker._receive(picker, {"name": "a", "start": 0, "last": False}, [memoryview(b"old")])
    picker._receive(picker, {"name": "b", "start": 0, "last": True}, [memoryview(b"new")])
    assert got == [b"new"]


def test_a_file_that_does_not_work_is_answered_beside_the_picker():
    picker = FilePicker("Log")

    def refuse(name, data):
        raise InputError(name, "it is empty", "a CSV file")

    picker.on_file(refuse)
    picker._receive(picker, {"name": "a.csv", "start": 0, "last": True}, [memoryview(b"")])
    words, kind = picker.message
    assert kind == "error"
    assert "a.csv: it is empty" in words
    assert "kept" in words


def test_the_pulse_answers():
    pulse, sent = Pulse(), []
    pulse.send = sent.append
    pulse._answer(pulse, {"ping": 7}, [])
    assert sent == [{"pong": 7}]


def test_what_a_page_has_loaded_is_set_aside_once_from_the_garbage_collector(monkeypatch):
    frozen = []
    monkeypatch.setattr("gc.freeze", lambda: frozen.append(True))
    pulse = Pulse()
    pulse.send = lambda _: None
    assert not frozen, "while the page is loading, most of it is not there yet"
    for number in range(3):
        pulse._answer(pulse, {"ping": number}, [])
    assert frozen == [True]


def test_what_a_learner_types_never_becomes_html():
    nasty = '<script>alert("x")</script>'
    frame = pd.DataFrame({nasty: [nasty]})
    for made in (html.text(nasty), html.table(frame, caption=nasty), html.fold(nasty, "")):
        assert "<script>" not in made
    assert '"' not in html.link('https://a.b/"onclick="x', "words").split("href=")[1][1:20]


def test_missing_values_are_said_not_shown_as_nan():
    made = html.table(pd.DataFrame({"a": [1.0, None], "b": ["x", None]}))
    assert "nan" not in made.lower().replace("no value", "")
    assert made.count("no value") == 2


def test_every_urgency_has_icon_word_and_colour():
    for urgency in tables.read("urgencies")["urgency"]:
        made = html.badge(urgency)
        assert "<svg" in made
        assert f"hip-urgency-{urgency}" in made


def test_a_dropdown_shows_its_first_option():
    assert select("Region", [("Anywhere", ""), ("Groin", "groin")]).index == 0


def test_every_page_has_a_head():
    for page_id in tables.read("pages")["page_id"]:
        assert isinstance(page(page_id).children[0], Live)
    with pytest.raises(ValueError, match="00_start_here"):
        page("99_nowhere")


def test_no_part_shares_its_name_with_a_module():
    # Importing a module of the package would replace the part: `widgets.page` worked only once.
    from pathlib import Path

    from hiplib import widgets

    modules = {path.stem for path in Path(widgets.__file__).parent.glob("*.py")}
    assert modules.isdisjoint(widgets.__all__)

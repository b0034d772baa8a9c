"""ipywidgets' own controls that a keyboard and a screen reader can use, dressed for the course."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import ipywidgets

from hiplib.widgets import html
from hiplib.widgets.live import Live
from hiplib.widgets.slider import Slider

T = TypeVar("T", bound=ipywidgets.DOMWidget)
Options = Sequence[str] | Sequence[tuple[str, object]]


def select(label: str, options: Options, value: object = None) -> ipywidgets.Dropdown:
    """Return a drop-down list with its label above it.

    Examples
    --------
    >>> select("Region", [("All", ""), ("Groin", "groin")], "").value
    ''
    """
    # Without a value ipywidgets shows the first option; with None it would show nothing.
    chosen = {} if value is None else {"value": value}
    return stacked(ipywidgets.Dropdown(description=label, options=options, **chosen))


def choose(label: str, options: Options, *, rows: int = 10) -> ipywidgets.Select:
    """Return a list from which one line is chosen."""
    return stacked(ipywidgets.Select(description=label, options=options, rows=rows, value=None))


def search(label: str, placeholder: str = "") -> ipywidgets.Text:
    """Return a text field that reports while the learner types."""
    return stacked(ipywidgets.Text(description=label, placeholder=placeholder))


def check(label: str) -> ipywidgets.Checkbox:
    """Return a box to tick."""
    made = ipywidgets.Checkbox(description=label, value=False, indent=False)
    made.add_class("hip-check")
    return made


def follow(
    action: Callable[[], object], *controls: ipywidgets.Widget, trait: str = "value"
) -> None:
    """Call `action` without arguments after each change of one of the controls."""
    for control in controls:
        control.observe(lambda _: action(), trait)


def button(
    words: str, action: Callable[[], object], *, align: str | None = None
) -> ipywidgets.Button:
    """Return a button that calls `action` without arguments; in a column it fills the width.

    `align` is a place of its own instead, such as "flex-start".
    """
    made = ipywidgets.Button(description=words, layout={"align_self": align})
    made.add_class("hip-button")
    made.on_click(lambda _: action())
    return made


class Views:
    """A scene with a button for each fixed view; whoever derives from it draws the scene.

    `turns` grows with each press, so that a scene that was turned by hand turns back.
    """

    def offer_views(self, names: Mapping[str, str], first: str) -> None:
        """Make the buttons, and look from the first view."""
        self.looks_from, self.turns = first, 0
        self.buttons = {
            view: button(name, partial(self.look_from, view)) for view, name in names.items()
        }

    def look_from(self, view: str) -> None:
        """Show the scene from a fixed view, also when it was turned by hand before."""
        self.turns, self.looks_from = self.turns + 1, view
        self.draw()

    def draw(self) -> None:
        """Show which view is chosen; the scene is drawn by who derives from this."""
        for view, made in self.buttons.items():
            (made.add_class if view == self.looks_from else made.remove_class)("hip-chosen")


def row(*children: ipywidgets.Widget) -> ipywidgets.Box:
    """Return widgets side by side that wrap on a narrow screen."""
    box = ipywidgets.Box(children)
    box.add_class("hip-row")
    return box


def column(*children: ipywidgets.Widget) -> ipywidgets.VBox:
    """Return widgets below each other."""
    return ipywidgets.VBox(children)


def stacked(control: T) -> T:
    """Return a control of ipywidgets with its label above it, as wide as its place."""
    control.style.description_width = "initial"
    control.layout.width = "auto"
    control.add_class("hip-stack")
    return control


def guess(slider: Slider, words: str, reply: Callable[[float], str]) -> ipywidgets.VBox:
    """Return a guess on a slider with a button that shows the reply to it, and nothing before."""
    answer = Live()

    def compare() -> None:
        answer.html = f"<p>{html.text(reply(slider.value))}</p>"

    return column(slider, button(words, compare, align="flex-start"), answer)

"""Questions that a keyboard and a screen reader can use.

Choice: ipywidgets' RadioButtons select the first choice by themselves and do not tie the question
to its choices; a health question would start as "Yes". Here nothing is chosen, not answered is a
state of its own (the id is missing from `answers`), and "I don't know" is always offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

import traitlets

from hiplib.widgets._base import HERE, Widget, script, style

YES_NO = (("yes", "Yes"), ("no", "No"))
UNKNOWN = ("unknown", "I don't know")


@dataclass(frozen=True, slots=True)
class Item:
    """One question: `id`, `text`, optional `help`, `choices` as (id, label) pairs, `many` or one.

    A `number` has a field instead of choices; what is typed comes back as text.
    The `form` "order" has `parts` to move, "match" `parts` with `targets`; these and "multiple" are
    sent by a button of their own. `unit` stands beside a number. In a `picture` (SVG) places with
    ``data-region`` can be clicked instead of a choice.
    `dont_know` is False only for a preference, such as km or miles, where the words make no sense.
    """

    id: str
    text: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = YES_NO
    many: bool = False
    number: bool = False
    form: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    targets: tuple[str, ...] = ()
    unit: str = ""
    picture: str = ""
    dont_know: bool = True


class Questions(Widget):
    """A list of questions in one widget.

    Parameters
    ----------
    items : iterable of Item
        The questions, in order.
    legend : str
        Title of the whole group; empty for none.
    remember : str
        Key under which the browser keeps the answers between pages. Only for preferences such as
        units: never for health or training answers.

    Examples
    --------
    >>> asked = Questions([Item("limp", "Do you limp?")])
    >>> asked.answers
    {}
    >>> asked.answers = {"limp": "unknown"}
    >>> asked.feedback = {"limp": ("Then ask someone who watched you walk.", "")}
    """

    _esm = script("questions")
    _css = style("questions") + (HERE / "body_map.css").read_text(encoding="utf-8")
    items: traitlets.List[dict[str, object]] = traitlets.List().tag(sync=True)
    legend = traitlets.Unicode("").tag(sync=True)
    remember = traitlets.Unicode("").tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    feedback = traitlets.Dict().tag(sync=True)

    def __init__(self, items: Iterable[Item], *, legend: str = "", remember: str = "") -> None:
        super().__init__(items=[_synced(item) for item in items], legend=legend, remember=remember)

    def tell(self, feedback: Mapping[str, tuple[str, str]]) -> None:
        """Show a text under each named question; kind is "right", "wrong" or ""."""
        self.feedback = {key: list(value) for key, value in feedback.items()}

    def ask(self, items: Iterable[Item], *, focus: bool = True) -> None:
        """Show other questions, not answered yet, and focus on the first choice if told."""
        with self.hold_sync():
            self.items = [_synced(item) for item in items]
            self.answers, self.feedback = {}, {}
        if focus:
            self.send("focus")

    def clear(self) -> None:
        """Forget every answer and every feedback."""
        with self.hold_sync():
            self.answers, self.feedback = {}, {}


def _synced(item: Item) -> dict[str, object]:
    choices = [*item.choices, UNKNOWN] if item.dont_know else [*item.choices]
    fields = {key: value for key, value in asdict(item).items() if key != "dont_know"}
    return {**fields, "choices": [list(choice) for choice in choices]}

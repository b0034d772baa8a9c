"""Page 02: guess which muscles swap their role before the model shows it.

The right choice is not written down: the muscle model is asked, so that text and laboratory cannot
disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import ipywidgets

from hiplib import anatomy, tables
from hiplib.figures import function
from hiplib.widgets.controls import column
from hiplib.widgets.function_page import credits
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView
from hiplib.widgets.questions import UNKNOWN, Item, Questions

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Swap:
    """One guess: a path, an axis, and choices that the model can judge.

    `choices` maps a role at `angle_deg` ("positive", "negative", "little"), the angle of the swap
    in degrees, or "never", to its words and to the reply when the model says otherwise.
    """

    path: str
    axis: str
    angle_deg: float
    prompt: str
    choices: dict[str, tuple[str, str]]

    def curve(self) -> pd.DataFrame:
        """Return the arms of the path over flexion, one column an axis."""
        return anatomy.moment_arm_curve(self.path).set_axis(list(function.AXES), axis=1)

    def truth(self) -> str:
        """Ask the model which of the choices holds."""
        arms = self.curve()[self.axis]
        if "never" in self.choices:
            swaps = anatomy.swap_angles(arms)
            angles = [choice for choice in self.choices if choice != "never"]
            return min(angles, key=lambda at: abs(float(at) - swaps[0])) if swaps else "never"
        arm = float(arms[self.angle_deg])
        if abs(arm) < function.MEASURES["cm"].little:
            return "little"
        return "positive" if arm > 0 else "negative"

    def reply(self, choice: str) -> tuple[str, str]:
        """Return the reply to a choice and whether it is "right", "wrong" or neither."""
        if choice == UNKNOWN[0]:
            return f"Fair enough. {self.numbers()}", ""
        if choice == self.truth():
            return f"Yes. {self.numbers()}", "right"
        return f"{self.choices[choice][1]} {self.numbers()}", "wrong"

    def numbers(self) -> str:
        """Say what the model gives: the role when straight and when bent, the angle of the swap."""
        arms = self.curve()[self.axis]
        straight, bent = (
            function.role_words(float(arms[angle]), self.axis, "cm")
            for angle in (0.0, self.angle_deg)
        )
        return (
            f"In the model: {straight} at 0°, {bent} at {self.angle_deg:.0f}° of flexion; "
            f"it swaps at {function.swap_words(arms) or 'no angle'}."
        )


@cache
def swaps() -> dict[str, Swap]:
    """Read the guesses of the page by path, in their order."""
    made = {}
    for row in tables.records("role_swaps"):
        own = tables.records("role_swap_choices", path_id=row["path_id"])
        choices = {one["choice"]: (one["text"], one["reply"]) for one in own}
        made[row["path_id"]] = Swap(
            row["path_id"], row["axis"], row["angle_deg"], row["prompt"], choices
        )
    return made


def predict_role_swap() -> ipywidgets.Widget:
    """Return the three guesses; each shows its curve once it is made."""
    return _Guesses().view


class _Guesses:
    """Joins the questions with the replies and the curve of the last guess."""

    def __init__(self) -> None:
        items = ((swap, tuple((key, shown) for key, (shown, _) in swap.choices.items()))
                 for swap in swaps().values())  # fmt: skip
        self.asked = Questions(Item(swap.path, swap.prompt, choices=own) for swap, own in items)
        words = "The muscle of your last guess over flexion"
        self.plot = PlotView(label=words, height=340)
        self.place = column()  # empty until a guess: the curve would give the answer away
        self.asked.observe(lambda change: self.answered(change["old"], change["new"]), "answers")
        self.view = column(self.asked, self.place, Live(credits(), polite=False))

    def answered(self, before: dict[str, str], now: dict[str, str]) -> None:
        """Reply to every guess and draw the curve of the one that is new."""
        self.asked.tell({path: swaps()[path].reply(choice) for path, choice in now.items()})
        new = [path for path, choice in now.items() if before.get(path) != choice]
        if not new:
            return
        swap = swaps()[new[-1]]
        curve, chosen = swap.curve(), {"path": swap.path, "axis": swap.axis, "measure": "cm"}
        self.place.children = [self.plot]
        self.plot.show(
            function.curve_figure(curve, swap.axis, "cm", swap.angle_deg),
            function.curve_summary(curve[swap.axis], **chosen),
            function.curve_numbers(curve, "cm"),
        )

"""Page 02: guess which muscles swap their role before the model shows it.

The right choice is not written down here: the muscle model is asked, so that text and laboratory
cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ipywidgets

from hiplib import anatomy
from hiplib.figures import function_words as words
from hiplib.figures.function import AXES, MEASURES, curve_figure
from hiplib.figures.style import figure
from hiplib.widgets.controls import column
from hiplib.widgets.function_page import credits
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView
from hiplib.widgets.questions import UNKNOWN, Item, Questions

if TYPE_CHECKING:
    import pandas as pd

POSITIVE, NEGATIVE, LITTLE, NEVER = "positive", "negative", "little", "never"


@dataclass(frozen=True)
class Swap:
    """One question: a path, an axis, and choices that the model can judge.

    A choice is a role at `angle_deg` (`POSITIVE`, `NEGATIVE`, `LITTLE`), or the angle of the swap
    in degrees as text, or `NEVER`. Each has its words and, unless it is what the model says, a
    reply of its own.
    """

    path: str
    axis: str
    angle_deg: float
    prompt: str
    choices: dict[str, tuple[str, str]]

    def curve(self) -> pd.DataFrame:
        """Return the arms of the path over flexion, one column an axis."""
        return anatomy.moment_arm_curve(self.path).set_axis(list(AXES), axis=1)

    def truth(self) -> str:
        """Ask the model which of the choices holds."""
        arms = self.curve()[self.axis]
        if NEVER in self.choices:
            swaps = anatomy.swap_angles(arms)
            angles = [choice for choice in self.choices if choice != NEVER]
            return min(angles, key=lambda angle: abs(float(angle) - swaps[0])) if swaps else NEVER
        arm = float(arms[self.angle_deg])
        if abs(arm) < MEASURES["cm"].little:
            return LITTLE
        return POSITIVE if arm > 0 else NEGATIVE

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
            words.role_words(float(arms[angle]), self.axis, "cm") for angle in (0.0, self.angle_deg)
        )
        swaps = " and ".join(f"{angle:.0f}°" for angle in anatomy.swap_angles(arms))
        return (
            f"In the model: {straight} at 0°, {bent} at {self.angle_deg:.0f}° of flexion; "
            f"it swaps at {swaps or 'no angle'}."
        )


SWAPS = (
    Swap(
        "piri",
        "internal_rotation",
        90.0,
        "Piriformis turns a straight thigh outwards. You sit down: hip bent to 90°. What does "
        "piriformis do to the thigh now?",
        {
            NEGATIVE: (
                "It still turns it outwards",
                "That is its textbook job, and it holds for the straight hip. The bent thigh "
                "points forwards, so the same pull passes on the other side of its long axis.",
            ),
            LITTLE: (
                "Next to nothing",
                "That is so only near the angle of the swap, where the pull goes straight "
                "through the axis. Further on it has an arm again, on the other side.",
            ),
            POSITIVE: ("It turns it inwards", ""),
        },
    ),
    Swap(
        "glmed3",
        "internal_rotation",
        90.0,
        "The back part of gluteus medius also turns a straight thigh outwards. Bend the hip step "
        "by step: at about which angle does it start to turn the thigh inwards?",
        {
            "20": ("20°", "Too early for the back part: the middle part swaps about there."),
            "50": ("50°", ""),
            "80": ("80°", "Too late: by then it has turned inwards for a while."),
            NEVER: (
                "It never does",
                "It abducts all the way. But its rotation changes side, as that of piriformis "
                "just below it does.",
            ),
        },
    ),
    Swap(
        "addlong",
        "flexion",
        90.0,
        "Adductor longus helps to bring a trailing leg forwards: it flexes the hip. What does it "
        "do when the hip is bent to 90°?",
        {
            POSITIVE: (
                "It still flexes",
                "It does at small angles. Then the thigh rises above its origin on the pubis, "
                "and the same pull draws the thigh back down.",
            ),
            LITTLE: (
                "It only adducts",
                "It adducts at every angle, but that is not all: past the swap it has an arm "
                "about the axis of flexion again, on the other side.",
            ),
            NEGATIVE: ("It extends", ""),
        },
    ),
)


def predict_role_swap() -> ipywidgets.Widget:
    """Return the three guesses; each shows its curve once it is made."""
    return _Guesses().view


class _Guesses:
    """Joins the questions with the replies and the curve of the last guess."""

    def __init__(self) -> None:
        self.swaps = {swap.path: swap for swap in SWAPS}
        self.asked = Questions(_item(swap) for swap in SWAPS)
        self.plot = PlotView(
            figure(), label="The muscle of your last guess over flexion", summary="", height=340
        )
        self.place = column()  # empty until a guess: the curve would give the answer away
        self.asked.observe(lambda change: self.answered(change["old"], change["new"]), "answers")
        self.view = column(self.asked, self.place, Live(credits(), polite=False))

    def answered(self, before: dict[str, str], now: dict[str, str]) -> None:
        """Reply to every guess and draw the curve of the one that is new."""
        self.asked.tell({path: self.swaps[path].reply(choice) for path, choice in now.items()})
        new = [path for path, choice in now.items() if before.get(path) != choice]
        if not new:
            return
        swap = self.swaps[new[-1]]
        curve, chosen = swap.curve(), {"path": swap.path, "axis": swap.axis, "measure": "cm"}
        self.place.children = [self.plot]
        self.plot.show(
            curve_figure(curve, swap.axis, "cm", swap.angle_deg),
            words.curve_summary(curve[swap.axis], **chosen),
            words.curve_numbers(curve, "cm"),
        )


def _item(swap: Swap) -> Item:
    choices = tuple((choice, shown) for choice, (shown, _) in swap.choices.items())
    return Item(swap.path, swap.prompt, choices=choices)

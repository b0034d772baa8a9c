"""What every picture keeps to: plotly's check, course colours, words that nobody must say."""

from __future__ import annotations

import json
import re

import numpy as np

from hiplib.figures.hip import Plate
from hiplib.figures.style import CLEAR, Picture

BANNED = re.compile(
    r"\bsafe(ly|r)?\b(?! because)|sweet spot|your risk|(danger|red|green) zone|cleared to|"
    r"you have\b|diagnos|injury risk is|will get injured|guarantee|protects? your|prevents? injur",
    re.IGNORECASE,
)


def text_of(figure: Picture) -> str:
    """Give all that a picture holds as text."""
    return json.dumps(figure.to_dict(), default=str, ensure_ascii=False)


def keeps_the_rules(figure: Picture) -> bool:
    """Say if plotly takes a picture and both themes can colour it; urgency has its own colours."""
    assert figure.checked
    text = text_of(figure).replace(CLEAR, "")
    foreign = r"#[0-9a-fA-F]{3,8}\b|rgba?\(|--hip-(emergency|same-day|within|routine|self|good|bad)"
    return not re.search(foreign, text) and not BANNED.search(text)


def least_gap(plate: Plate) -> float:
    """Least distance in pixels between labels of one side; they also stay inside the picture."""
    look, gaps = plate.front.look, []
    for side in ("left", "right"):
        heights = [
            look.project(np.array([note.x, note.y, note.z]))[1] * plate.HEIGHT / look.reach
            - note.ay
            for note in plate.figure().layout.scene.annotations
            if note.xanchor == side
        ]
        assert np.abs(heights).max(initial=0) < plate.HEIGHT / 2 - 10
        gaps.append(np.diff(np.sort(heights)).min(initial=99))
    return float(min(gaps))

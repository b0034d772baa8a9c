"""Build ``data/shape_people.csv``: the 26 people of the shape model, measured one by one.

The course moves eight modes. They carry about 85 percent of the differences between these people,
most of it size, so a person rebuilt from eight scores is smoother and nearer to the mean than the
person was. The distribution of a measure is therefore taken from all 25 modes that 26 people have.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from hiplib.anatomy.bones import Model, built
from hiplib.anatomy.measures import measure
from hiplib.prep import bones

FILE = "shape_people.csv"
ALL_MODES = 25
DIGITS = 3


def build() -> pd.DataFrame:
    """Measure every person: columns person (1 to 26), measure_id, value."""
    arrays = bones.build(ALL_MODES)
    model = Model.of(arrays)
    rows = [
        (person, measure_id, round(value, DIGITS))
        for person, scores in enumerate(arrays["people_scores"].astype(float), start=1)
        for measure_id, value in measure(built(model, scores)).items()
    ]
    return pd.DataFrame(rows, columns=["person", "measure_id", "value"])


def rebuild(folder: Path) -> Path:
    """Build the file into a folder and give its path."""
    path = folder / FILE
    build().to_csv(path, index=False, lineterminator="\n")
    return path

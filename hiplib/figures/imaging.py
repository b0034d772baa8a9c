"""What scans show with and without pain, as crowds of 100 people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hiplib.figures import shares
from hiplib.figures.people import Panel
from hiplib.figures.style import Picture

if TYPE_CHECKING:
    from hiplib.conditions import ScanFinding

GROUP = "show it at least"
_COUNTED = {"hips": " (hips)", "people or hips": ""}


def panels(item: ScanFinding, *, shown: bool = True) -> list[Panel]:
    """Return a crowd for each group; all of them blank before the learner has guessed."""
    made = []
    for rate in item.rates:
        title = rate.who + _COUNTED.get(rate.counted, "")
        blank = Panel(f"{shares.wrapped(title)}<br>? of 100", {shares.HIDDEN: 100})
        made.append(shares.panel(title, rate.share, GROUP) if shown else blank)
    return made


def crowd_figure(item: ScanFinding, *, shown: bool = True) -> Picture:
    """Return the crowds of one finding.

    Examples
    --------
    >>> from hiplib.conditions import scan_finding
    >>> [len(t.x) for t in crowd_figure(scan_finding("cartilage_defect")).data[:6]]
    [7, 14, 79, 25, 66, 9]
    """
    return shares.crowds(panels(item, shown=shown), GROUP)


def crowd_summary(item: ScanFinding, *, shown: bool = True) -> str:
    """Return what the crowds say, in words."""
    if not shown:
        return "The crowds are blank until you have made a guess."
    said = [f"{rate.who}: {_of_100(rate.share, rate.counted)}" for rate in item.rates]
    gaps = any(not rate.share.known for rate in item.rates)
    missing = " Where no bounds are given, the source gives none." if gaps else ""
    return f"{item.name}. {'; '.join(said)}. {shares.ROUNDED}{missing}"


def crowd_numbers(item: ScanFinding) -> pd.DataFrame:
    """Return the shares as the sources print them, with people and source."""
    return pd.DataFrame(
        [
            {
                "group": rate.who,
                "pain": {"pain": "with", "no pain": "without", "all": "either"}[rate.pain],
                "share": rate.fact.amount,
                "counted": rate.counted,
                "people": rate.fact.population,
                "certainty": rate.fact.certainty,
                "source": rate.fact.reference.short,
            }
            for rate in item.rates
        ]
    )


def _of_100(share: object, counted: str) -> str:
    return f"{share} of 100{'' if counted == 'people or hips' else ' ' + counted}"

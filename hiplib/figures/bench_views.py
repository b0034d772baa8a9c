"""The views of the what-if bench by their ids: two plans and settings in, one exhibit out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hiplib.figures import acwr, training
from hiplib.figures.bench_group import group_view
from hiplib.figures.bench_loads import bone_view, fitness_view, hip_load_view, strain_view
from hiplib.figures.bench_models import models_view
from hiplib.figures.bench_side import Side, Window
from hiplib.figures.shares import Exhibit

NAMES = ("plan A", "plan B")
# view -> what its box to tick says
TICKS = {"ratios": "Show the historical grey band", "group": "Draw one mark for each runner"}


def draw(
    view: str,
    a: Side,
    b: Side,
    part: Window,
    settings: Mapping[str, float],
    *,
    ticked: bool = False,
    units: str = "km",
) -> Exhibit:
    """Compute and draw one view; ValueError for an id that is not in table ``bench_views``."""
    views: dict[str, Callable[[], Exhibit]] = {
        "models": lambda: models_view(a, b, part),
        "spikes": lambda: _spikes(a, b, part, units),
        "ratios": lambda: _ratios(a, b, part, units, ticked),
        "strain": lambda: strain_view(a, b, part),
        "fitness": lambda: fitness_view(a, b, part, settings),
        "hip_load": lambda: hip_load_view(a, b, part, settings),
        "bone": lambda: bone_view(a, b, part, settings),
        "group": lambda: group_view(a, b, part, seed=int(settings["seed"]), crowd=ticked),
    }
    if view not in views:
        raise ValueError(f"there is no view {view!r}; one of {', '.join(views)}")
    return views[view]()


def _spikes(a: Side, b: Side, part: Window, units: str) -> Exhibit:
    """Draw the runs in the picture with their states, each against all days before it."""
    before, after = (side.spikes_within(part) for side in (a, b))
    said = " ".join(
        f"{side.name}: {training.timeline_summary(spikes).split('. ')[0]}."
        for side, spikes in ((a, before), (b, after))
    )
    return Exhibit(
        training.before_after(before, after, units=units, names=NAMES),
        f"{said} {training.change_summary(before, after, ('in plan A', 'in plan B'))}",
        training.state_numbers(before, after, ("in plan A", "in plan B")),
        560,
    )


def _ratios(a: Side, b: Side, part: Window, units: str, band: bool) -> Exhibit:
    """Draw three ratios of plan B with the coupled one of plan A as a thin line."""
    picture = acwr.acwr_lab(
        b.daily_km, before=a.daily_km, band=band, units=units, days_shown=slice(*part)
    )
    words = "Plan B as three lines; plan A as a thin grey one, where it differs. "
    words += acwr.acwr_summary(b.daily_km, days_shown=slice(*part))
    numbers = acwr.acwr_numbers(b.daily_km, units=units, days_shown=slice(*part))
    return Exhibit(picture, words, numbers[::-1], 480)

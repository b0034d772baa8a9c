"""Page 02: the function laboratory.

Choice made here: one state for three pictures. The pose moves the bones and the paths; one choice
says which axis is coloured, one which muscle is followed, one whether arms or torques are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from hiplib import anatomy
from hiplib.figures import function
from hiplib.figures.function import AXES, LAB_VIEWS, MEASURES
from hiplib.widgets import html
from hiplib.widgets.controls import Views, column, row, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView, Point
from hiplib.widgets.slider import Slider

if TYPE_CHECKING:
    import pandas as pd

_SLIDERS = ("Flexion", "Adduction", "Inward rotation")
BELOW_ZERO = '<p class="hip-note">Below zero: extension, abduction, outward rotation.</p>'
FIRST_PATH = "glmax2"
SOURCES = ("myosim2026package", "rajagopal2016model", "musclemimic2026notice")


def function_lab() -> ipywidgets.Widget:
    """Return the laboratory: move the hip and see what each muscle does there."""
    return _Lab().view


def credits() -> str:
    """Return the sources and licences of the muscle model as a fold."""
    words = f"<p>{html.said('muscle_licence')}</p>{html.sources(SOURCES)}"
    return html.fold("Sources and licence of the muscle model", words)


class _Lab(Views):
    """Joins sliders and choices with the scene, the curve and the heat map."""

    def __init__(self) -> None:
        self.rest, self.force = anatomy.hip(), anatomy.muscle_paths()["max_force_n"]
        self.make_controls()
        self.drawn: dict[str, object] = {}  # what the curve `along` flexion stands for
        self.scene = PlotView(label="Muscle paths, left hip", height=470)
        self.curve = PlotView(label="One muscle over the flexion angle", height=360)
        self.heat = PlotView(label="Who does what at this angle", height=720)
        self.scene.on_click(self.clicked)
        self.draw()
        for control in (*self.sliders.values(), *self.choices):
            control.observe(lambda _: self.draw(), "value")
            control.layout.flex = "1 1 200px"
        # On a phone, the sliders stand right above the picture that they move.
        turns, choices = row(*self.buttons.values()), row(*self.choices)
        left, right = column(turns, self.scene, choices, self.curve), column(self.heat)
        left.layout.flex, right.layout.flex = "3 1 420px", "2 1 300px"
        note = Live(html.note("muscle_model") + credits(), polite=False)
        sliders = row(*self.sliders.values())
        self.view = column(Live(BELOW_ZERO, polite=False), sliders, row(left, right), note)

    def make_controls(self) -> None:
        """Make sliders, choices and view buttons."""
        limits = zip(_SLIDERS, anatomy.POSE_LIMITS.items(), strict=True)
        self.sliders = {
            key: Slider(name, value=0, low=low, high=high, unit="°")
            for name, (key, (low, high)) in limits
        }
        names = [(name, key) for key, name in function.NAMES.items()]
        self.path = select("Muscle", names, FIRST_PATH)
        self.axis = select("Colour and curve", [(axis.name, key) for key, axis in AXES.items()])
        self.measure = select("Show", [(m.name, key) for key, m in MEASURES.items()])
        self.choices = self.path, self.axis, self.measure
        self.offer_views({key: view.name for key, view in LAB_VIEWS.items()}, "side")

    @property
    def pose(self) -> dict[str, float]:
        """The three angles of the sliders."""
        return {key: slider.value for key, slider in self.sliders.items()}

    def values(self) -> dict[str, pd.DataFrame]:
        """Return moment arms and torque capacities of all paths now, one column an axis."""
        arms = anatomy.moment_arms(**self.pose).set_axis(list(AXES), axis=1)
        return {"cm": arms, "nm": arms.mul(self.force / 100, axis=0)}

    def curve_values(self) -> pd.DataFrame:
        """Return the chosen muscle over flexion, in the measure that is shown."""
        path, pose = self.path.value, self.pose
        pose.pop("flexion_deg")
        arms = anatomy.moment_arm_curve(path, **pose).set_axis(list(AXES), axis=1)
        return arms if self.measure.value == "cm" else arms * float(self.force[path]) / 100

    def draw(self) -> None:
        """Bring all three pictures to the present state."""
        super().draw()
        path, axis, measure = (choice.value for choice in self.choices)
        now, pose = self.values(), self.pose
        shown, chosen = now[measure], {"path": path, "axis": axis, "measure": measure}
        seen = f"{LAB_VIEWS[self.looks_from].sentence} Hip {function.pose_words(*pose.values())}."
        scene = function.scene_figure(
            anatomy.posed(self.rest, **pose),
            anatomy.muscle_lines(**pose),
            shown[axis],
            path=path,
            view=self.looks_from,
            full=MEASURES[measure].full,
            turn=self.turns,
        )
        summary = f"{seen} {function.scene_summary(shown[axis], **chosen)}"
        self.scene.show(scene, summary, function.role_numbers(shown[axis], axis, measure))
        flexion = pose.pop("flexion_deg")
        if self.drawn != {**chosen, **pose}:  # else only the hip was bent, and the curve stays
            self.drawn, self.along = {**chosen, **pose}, self.curve_values()
        self.curve.show(
            function.curve_figure(self.along, axis, measure, flexion),
            function.curve_summary(self.along[axis], **chosen),
            function.curve_numbers(self.along, measure),
        )
        self.heat.show(
            function.heat_figure(shown, measure, path),
            function.heat_summary(now["nm"], axis),
            function.all_numbers(now["cm"], now["nm"]),
        )

    def clicked(self, point: Point) -> None:
        """Follow the path that was clicked."""
        if point.get("customdata") in self.force.index:
            self.path.value = point["customdata"]

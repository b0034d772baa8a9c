"""Page 01: the impingement laboratory. Change the shape, move the thigh, see where bone meets bone.

Choice made here: one state for both pictures. The border over the whole plane is computed anew when
the shape changes; a new pose only looks up.
"""

from __future__ import annotations

from functools import lru_cache, partial

import ipywidgets

from hiplib import anatomy, evidence, tables
from hiplib.anatomy import ContactPlane, Hip
from hiplib.anatomy.joint_shape import choices
from hiplib.figures import impingement as planes
from hiplib.figures import impingement_scene as scenes
from hiplib.widgets import html
from hiplib.widgets.card_words import aside
from hiplib.widgets.controls import Views, button, column, guess, row
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView, Point
from hiplib.widgets.slider import Slider

FLEXION_DEG = 90.0
FIRST_POSE = {"flexion_deg": FLEXION_DEG, "adduction_deg": 0.0, "internal_rotation_deg": 20.0}
BUSY = '<p class="hip-note">Computing the border …</p>'
SHAPE_FACTS = (
    "fai_syndrome_f07", "fai_syndrome_f08", "anat_f084", "anat_f078", "anat_f083", "anat_f079",
    "anat_f080", "fai_syndrome_f01",
)  # fmt: skip
MOVEMENT_FACTS = ("anat_f099", "anat_f109", "anat_f101", "anat_f042", "anat_f173")


def impingement_lab() -> ipywidgets.Widget:
    """Return a guess to make first, and the laboratory."""
    return column(_guess(), _Lab().view)


@lru_cache(maxsize=1)
def _normal() -> Hip:
    return anatomy.hip()


@lru_cache(maxsize=1)
def _own() -> dict[str, int]:
    """Return the angles of the normal shape."""
    angles = anatomy.alpha_angle(_normal()), anatomy.edge_angle(_normal())
    return {"alpha_deg": round(angles[0]), "coverage_deg": round(angles[1])}


@lru_cache(maxsize=8)
def _shape(alpha_deg: float, coverage_deg: float) -> Hip:
    """Return the mean hip with these angles; its own angles, rounded, leave it as it is."""
    own = _own()
    if alpha_deg > own["alpha_deg"]:
        return anatomy.with_cam(_shape(own["alpha_deg"], coverage_deg), alpha_deg)
    if coverage_deg > own["coverage_deg"]:
        return anatomy.with_pincer(_normal(), coverage_deg)
    return _normal()


@lru_cache(maxsize=8)
def _plane(hip: Hip, adduction_deg: float) -> ContactPlane:
    return anatomy.first_contact(hip, adduction_deg=adduction_deg)


def _guess() -> ipywidgets.Widget:
    """Return the guess before the laboratory."""
    normal = _plane(_normal(), 0.0).limits(FLEXION_DEG)[1]
    slider = Slider(
        f"Your guess for an alpha angle of {choices()['cam_example']:.0f}°: "
        "bone meets bone turned in by",
        value=round(normal),
        low=0,
        high=60,
        unit="°",
        help=f"In the normal shape it is {normal:.0f}°, with the thigh bent {FLEXION_DEG:.0f}°.",
    )
    return guess(slider, "Compare with the model", guess_reply)


def guess_reply(guess_deg: float) -> str:
    """Compare a guess of the internal rotation that a cam shape leaves with the model.

    Examples
    --------
    >>> guess_reply(20)[:34]
    'Your guess was 20°. In this model '
    """
    shapes = _normal(), _shape(choices()["cam_example"], 0.0)
    normal, after = (_plane(shape, 0.0).limits(FLEXION_DEG)[1] for shape in shapes)
    return (
        f"Your guess was {guess_deg:.0f}°. In this model bone meets bone at {after:.0f}°, "
        f"{normal - after:.0f}° sooner than in the normal shape. You were "
        f"{abs(guess_deg - after):.0f}° off. Now choose the cam shape below. At which flexion is "
        "most lost? Where do the bones touch there?"
    )


class _Lab(Views):
    """Joins the sliders of shape and pose with the scene, the plane and the words."""

    def __init__(self) -> None:
        self.held = False
        self.hip = _normal()
        self.before = self.after = _plane(self.hip, 0.0)
        self.make_controls()
        self.said, self.state = Live(), Live(polite=False)
        self.scene = PlotView(label="Bones of the left hip", height=470)
        words = "Where bone meets bone, over flexion and rotation"
        self.plane = PlotView(label=words, height=470)
        self.plane.on_click(self.clicked)
        self.reshape()
        self.view = self.laid_out()

    def make_controls(self) -> None:
        edges, own, pose = choices(), _own(), FIRST_POSE
        measures = tables.read("morphology").set_index("measure_id")
        cut_off = float(measures["normal_high"]["alpha_angle"])
        over = str(measures["above_means"]["lateral_centre_edge_angle"])
        alpha, coverage = own.values()
        spans = {
            "alpha_deg": ("Cam: alpha angle", alpha, alpha, edges["cam_alpha_highest"], 1,
                          f"{alpha}° is this hip's own, at the upper front; "
                          f"{cut_off:g}° is the usual, disputed cut-off."),
            "coverage_deg": ("Pincer: centre-edge angle", coverage, coverage,
                             edges["pincer_coverage_highest"], 1,
                             f"{coverage}° is this hip's own. {over}."),
            "flexion_deg": ("Flexion", pose["flexion_deg"], edges["flexion_lowest"],
                            edges["flexion_highest"], 1, ""),
            "internal_rotation_deg": ("Turned in", pose["internal_rotation_deg"],
                                      edges["rotation_lowest"], edges["rotation_highest"], 1,
                                      "Below 0: turned out."),
            "adduction_deg": ("Brought in", pose["adduction_deg"], edges["adduction_lowest"],
                              edges["adduction_highest"], 5, "Below 0: brought out."),
        }  # fmt: skip
        self.sliders = {}
        for key, (name, value, low, high, step, note) in spans.items():
            made = Slider(name, value=value, low=low, high=high, step=step, unit="°", help=note)
            shaping = key not in ("flexion_deg", "internal_rotation_deg")
            made.observe(lambda _, s=shaping: self.reshape() if s else self.draw(), "value")
            made.layout.flex = "1 1 180px"
            self.sliders[key] = made
        cam = {"alpha_deg": edges["cam_example"]}
        pincer = {"coverage_deg": edges["pincer_example"]}
        shapes = {"Normal shape": {}, "Cam": cam, "Pincer": pincer, "Cam and pincer": cam | pincer}
        self.examples = [
            button(name, partial(self.take, {**own, **angles})) for name, angles in shapes.items()
        ]
        self.offer_views({key: view.name for key, view in scenes.LAB_VIEWS.items()}, "above")

    def laid_out(self) -> ipywidgets.Widget:
        """Return everything in its place; on a phone the sliders stand above the pictures."""
        shape, moves = list(self.sliders.values())[:2], list(self.sliders.values())[2:]
        left = column(row(*moves), row(*self.buttons.values()), self.scene)
        right = column(self.plane)
        left.layout.flex, right.layout.flex = "3 1 600px", "2 1 380px"
        still = [
            Live(text, polite=False)
            for text in ("<h3>Shape</h3>", "<h3>Pose</h3>", impingement_notes(self.before))
        ]
        return column(
            still[0], row(*self.examples, self.state), row(*shape), self.said,
            still[1], row(left, right), still[2],
        )  # fmt: skip

    @property
    def pose(self) -> dict[str, float]:
        return {key: self.sliders[key].value for key in FIRST_POSE}

    def put(self, angles: dict[str, float]) -> None:
        self.held = True
        for key, value in angles.items():
            self.sliders[key].value = value
        self.held = False

    def take(self, angles: dict[str, float]) -> None:
        """Take an example shape."""
        self.put(angles)
        self.reshape()

    def reshape(self) -> None:
        """Compute shape and borders anew, and show them."""
        if self.held:
            return
        self.state.html = BUSY
        self.hip = _shape(*(self.sliders[key].value for key in ("alpha_deg", "coverage_deg")))
        adduction = self.sliders["adduction_deg"].value
        self.before, self.after = _plane(_normal(), adduction), _plane(self.hip, adduction)
        planes_now = self.before, self.after
        self.borders = planes.plane_summary(*planes_now), planes.plane_numbers(*planes_now)
        self.draw()
        self.state.html = ""

    def draw(self) -> None:
        """Bring pictures and words to the present shape and pose."""
        if self.held:
            return
        super().draw()
        pose, seen = self.pose, scenes.LAB_VIEWS[self.looks_from].sentence
        contact = anatomy.contact_at(self.hip, **pose)
        changed = self.hip is not _normal()
        self.scene.show(
            scenes.scene_figure(self.hip, pose, contact, view=self.looks_from, turn=self.turns),
            planes.scene_summary(contact, pose, seen, changed=changed),
        )
        at = pose["flexion_deg"], pose["internal_rotation_deg"]
        self.plane.show(planes.plane_figure(self.before, self.after, *at), *self.borders)
        where = planes.contact_words(contact)
        room = planes.room_words(contact, self.after, pose)
        lost = planes.lost_words(self.before, self.after, pose["flexion_deg"])
        self.said.html = f"<p><b>{html.text(f'{where} {room}'.strip())}</b> {html.text(lost)}</p>"

    def clicked(self, point: Point) -> None:
        wanted = {"flexion_deg": point.get("x"), "internal_rotation_deg": point.get("y")}
        self.put(
            {
                key: min(max(float(value), self.sliders[key].low), self.sliders[key].high)
                for key, value in wanted.items()
                if isinstance(value, int | float)
            }
        )
        self.draw()


def impingement_notes(normal: ContactPlane) -> str:
    """Return what is left out and what studies found, as HTML; people stand beside the model."""
    people = f"<p>{html.text(planes.people_words(normal, FLEXION_DEG))}</p>"
    return (
        f"<p><b>Left out:</b> {html.said('contact_left_out')}</p>"
        + html.fold("What studies say about cam and pincer shapes", _facts(SHAPE_FACTS))
        + html.fold("The model beside people", people + _facts(MOVEMENT_FACTS))
    )


def _facts(fact_ids: tuple[str, ...]) -> str:
    """Return facts as a list, each with number, people, certainty and source."""
    return html.bullets(
        f"{html.text(fact.statement)} {aside(fact, amount=fact.amount, caveats=False)}"
        for fact in map(evidence.fact, fact_ids)
    )

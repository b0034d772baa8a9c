"""The test laboratory: a target, a chance before, up to three results, and what they mean.

Choice made here: people first, then the chart. A choice that does not work is answered in one
sentence, and the pictures then show the chance before the tests; nothing that was chosen is lost.
"""

from __future__ import annotations

import itertools

import ipywidgets

from hiplib import conditions, evidence
from hiplib.conditions import Estimate, Result, Target
from hiplib.figures import nomogram_words as words
from hiplib.figures.nomogram import Path, nomogram
from hiplib.figures.people import people
from hiplib.widgets import html
from hiplib.widgets.controls import column, row, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView
from hiplib.widgets.questions import UNKNOWN, Item, Questions
from hiplib.widgets.slider import Slider

COLUMNS = 40  # people in a row
SLOTS = 3  # results that can be combined
NOT_HERE = "Femoral neck stress fracture"
YOURS = "No source gives this chance: the start is only an example. It is for you to choose."
# Why no test is offered for the stress fracture of the femoral neck, and what comes instead.
NO_PROOF = ("femoral_neck_stress_fracture_f22", "femoral_neck_stress_fracture_f15")
INSTEAD = ("femoral_neck_stress_fracture_f23", "femoral_neck_stress_fracture_f05")


def test_lab() -> ipywidgets.Widget:
    """Return the laboratory, open at its first target with the first test positive."""
    return _Lab().view


def test_lesson(*lesson_ids: str) -> ipywidgets.Widget:
    """Return lessons: a case, a guess, and a reply with numbers computed from the tables.

    Raises
    ------
    ValueError
        For an unknown lesson; the message names the known ones.
    """
    chosen = {key: conditions.lesson(key) for key in lesson_ids or conditions.lessons()}
    asked = Questions(
        Item(key, lesson.title, lesson.prompt, lesson.choices) for key, lesson in chosen.items()
    )
    asked.observe(lambda change: asked.tell(_replies(chosen, change["new"])), "answers")
    refs = [ref for one in chosen.values() for reply in one.replies.values() for ref in reply[2]]
    return column(
        asked, Live(html.fold("Sources of the replies", html.sources(refs)), polite=False)
    )


class _Lab:
    """Joins controls, pictures and words."""

    def __init__(self) -> None:
        self.targets = {target.name: target for target in conditions.targets()}
        self.quiet = True  # while several controls are set at once
        self.make_controls()
        self.problem, self.said = Live(), Live()
        self.about = Live(polite=False)
        self.crowd = PlotView(label="1,000 people", height=430)
        words_of_chart = "Fagan's chart: chance before, likelihood ratio, chance after"
        self.chart = PlotView(label=words_of_chart, height=520)
        self.left, right = column(self.crowd), column(self.chart)
        self.left.layout.flex = right.layout.flex = "1 1 330px"
        self.pictures = row(self.left, right)
        self.parts = column(row(self.before, self.unsure), *self.slots, self.problem)
        self.view = column(self.target, self.parts, self.said, self.pictures, self.about)
        self.new_target()
        self.target.observe(lambda _: self.new_target(), "value")
        for control in (self.before, self.unsure, *self.slots):
            control.observe(lambda _: self.draw(), "value")

    def make_controls(self) -> None:
        """Make the list of targets, the two sliders and the lists of results."""
        self.target = select("What is looked for", [*self.targets, NOT_HERE])
        self.before = Slider("Chance before the test", value=30, low=1, high=99, unit="%")
        self.unsure = Slider(
            "How unsure of it (plus or minus)", value=0, low=0, high=20, unit="points"
        )
        self.slots = [select(f"Result {n + 1}", [("none", "")], "") for n in range(SLOTS)]
        for control in (self.before, self.unsure):
            control.layout.flex = "1 1 260px"

    def new_target(self) -> None:
        """Offer the tests of another target and start with its chance and its first result."""
        target = self.targets.get(self.target.value)
        shown = "" if target else "none"
        self.parts.layout.display = self.pictures.layout.display = shown
        if target is None:
            self.said.html, self.about.html = _no_test_html(), _elsewhere_html()
            return
        self.quiet = True
        self.results = {
            f"{test.test_id} {'+' if positive else '-'}": Result(test, positive)
            for test in target.tests
            for positive in conditions.usable_results(test)
        }
        options = [("none", "")]
        options += [(words.result_name(result), key) for key, result in self.results.items()]
        for slot in self.slots:
            slot.options, slot.value = options, ""
        self.slots[0].value = options[1][1]
        self.before.help = YOURS
        if target.fact:
            self.before.help = f"{target.start_words} Source: {target.fact.reference.short}."
        self.before.value, self.unsure.value = round(100 * target.start), 0
        self.about.html = _about_html(target)
        self.quiet = False
        self.draw()

    def draw(self) -> None:
        """Bring pictures and words to the present state."""
        if self.quiet:
            return
        results = [self.results[slot.value] for slot in self.slots if slot.value]
        before = self.chance_before()
        for first, second in itertools.pairwise(self.slots):  # the next list when it is wanted
            second.layout.display = "" if first.value or second.value else "none"
        self.problem.html = ""
        problem = conditions.clash(results)
        try:
            after = conditions.post_test(before, [] if problem else results)
            limits = conditions.together(before.value or 0.0, results)
        except ValueError as error:
            problem = str(error)[0].upper() + str(error)[1:] + "."
        if problem:
            self.problem.html = f'<p class="hip-error">{html.text(problem)}</p>'
            results, limits = [], None
            after = conditions.post_test(before, [])
        whole = conditions.measured(results)
        path = Path(
            before,
            after,
            limits if len(results) > 1 else None,
            conditions.from_parts(before.value or 0.0, results[0]) if len(results) == 1 else None,
            conditions.post_test(before, [whole]).chance if whole else None,
        )
        self.show(path, results)

    def chance_before(self) -> Estimate:
        """Return the chance of the sliders, with its ends when the learner is unsure."""
        value, unsure = self.before.value, self.unsure.value
        if not unsure:
            return Estimate(value / 100, None, None)
        low, high = max(value - unsure, value / 2), min(value + unsure, (100 + value) / 2)
        return Estimate(value / 100, low / 100, high / 100)

    def show(self, path: Path, results: list[Result]) -> None:
        """Draw a state and say it in words."""
        count, chance = len(results), path.after.chance.value
        crowd = conditions.crowd(path.before.value or 0.0, results, chance)
        panel = words.panel(crowd, count)
        self.left.layout.display = "none" if crowd is None else ""
        self.crowd.show(
            people([panel], columns=COLUMNS, size=6),
            words.crowd_summary(crowd, count),
            words.crowd_table(crowd, count),
        )
        self.chart.show(nomogram(path), words.summary(path), words.numbers(path))
        said = "".join(
            f"<p>{html.text(text)}</p>" for text in words.answer(path, crowd, count) if text
        )
        together = "".join(f"<li>{html.text(text)}</li>" for text in words.dependence(path, count))
        if together:
            said += f"<p><b>Are the results independent?</b></p><ul>{together}</ul>"
        self.said.html = said


def _about_html(target: Target) -> str:
    """Return whom the tests were studied in, their numbers, and the tests that cannot be used."""
    start = [target.fact.ref_id] if target.fact else []
    table = html.table(words.accuracy_table(target.tests), caption=f"Tests: {target.name}")
    refs = [*start, *(test.ref_id for test in (*target.tests, *target.unusable))]
    left_out = "".join(
        f"<li>{html.text(test.name)}: {html.text(conditions.why_unusable(test))}.</li>"
        for test in target.unusable
    )
    return (
        f'<p class="hip-note">Studied in: {html.text(target.population)}</p>'
        + html.fold(f"Numbers of the tests ({len(target.tests)})", _scroll(table))
        + (html.fold("Tests that cannot be used here", f"<ul>{left_out}</ul>") if left_out else "")
        + html.fold("Sources of the tests", html.sources(refs))
    )


def _no_test_html() -> str:
    """Say why no test is offered for the stress fracture, and what comes instead."""
    item = conditions.condition("femoral_neck_stress_fracture")
    points = "".join(
        f"<li>{html.text(evidence.fact(key).statement)}.</li>" for key in (*NO_PROOF, *INSTEAD)
    )
    body = (
        f"<p>{html.badge(item.urgency)}</p><p><b>There is nothing to calculate here: no "
        f"examination test of this fracture has a known accuracy. Imaging decides.</b></p>"
        f"<ul>{points}</ul>"
    )
    return html.card(item.name, body)


def _elsewhere_html() -> str:
    """Show the tests of other bones, as a warning."""
    tests = [test for test in conditions.all_tests() if not test.valid_at_hip]
    table = html.table(words.accuracy_table(tests), caption="Tests of bone stress in the leg")
    refs = [test.ref_id for test in tests]
    refs += [evidence.fact(key).ref_id for key in (*NO_PROOF, *INSTEAD)]
    note = (
        "<p>These tests were studied mostly in shin and foot, one of them only at the knee and "
        "below. Nobody has shown that they work at the hip, so their numbers must not be carried "
        "over.</p>"
    )
    return html.fold("Tests of bone stress that do not count at the hip", note + _scroll(table)) + (
        html.fold("Sources", html.sources(refs))
    )


def _scroll(table: str) -> str:
    return f'<div class="hip-scroll" tabindex="0" role="region" aria-label="Tests">{table}</div>'


def _replies(
    chosen: dict[str, conditions.Lesson], answers: dict[str, str]
) -> dict[str, tuple[str, str]]:
    """Return the reply to every answered lesson."""
    said = {}
    for key, choice in answers.items():
        replies = chosen[key].replies
        unknown = choice == UNKNOWN[0]
        keyed = next(one for one, reply in replies.items() if reply[1])
        text, right, refs = replies[keyed if unknown else choice]
        sources = "; ".join(_named(evidence.reference(ref)) for ref in refs)
        opening = "Fair enough. Here is the answer. " if unknown else ""
        kind = "" if unknown else "right" if right else "wrong"
        said[key] = (f"{opening}{text} Source: {sources.removesuffix('.')}.", kind)
    return said


def _named(reference: evidence.Reference) -> str:
    """Name a source in a sentence: by its authors, or by its title when they were not shown."""
    return reference.short if reference.authors else reference.title

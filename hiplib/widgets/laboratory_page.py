"""The test laboratory: a target, a chance before, up to three results, and what they mean.

Choice made here: people first, then the chart. A choice that does not work is answered in one
sentence, and the pictures then show the chance before the tests; nothing that was chosen is lost.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

import ipywidgets

from hiplib import conditions, evidence
from hiplib.conditions import Estimate, Lesson, Result, Target, Weighed
from hiplib.figures import nomogram_words as words
from hiplib.figures.nomogram import nomogram
from hiplib.figures.people import people
from hiplib.widgets import html
from hiplib.widgets.card_words import accuracy_table
from hiplib.widgets.controls import column, follow, row, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView
from hiplib.widgets.questions import UNKNOWN, Item, Questions
from hiplib.widgets.slider import Slider

COLUMNS = 40  # people in a row
SLOTS = 3  # results that can be combined
NOT_HERE = "Femoral neck stress fracture"
YOURS = "No source gives this chance: the start is only an example. It is for you to choose."
# Why no test is offered for the stress fracture of the femoral neck, and what comes instead.
NO_TEST_FACTS = [f"femoral_neck_stress_fracture_f{number}" for number in ("22", "15", "23", "05")]


def test_lab() -> ipywidgets.Widget:
    """Return the laboratory, open at its first target with the first test positive."""
    return _Lab().view


def test_lesson(*lesson_ids: str) -> ipywidgets.Widget:
    """Return lessons: a case, a guess, and a reply with numbers computed from the tables.

    ValueError with the nearest names for an unknown lesson.
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
        self.target = select("What is looked for", [*self.targets, NOT_HERE])
        self.before = Slider("Chance before the test", value=30, low=1, high=99, unit="%")
        self.unsure = Slider(
            "How unsure of it (plus or minus)", value=0, low=0, high=20, unit="points"
        )
        self.slots = [select(f"Result {n + 1}", [("none", "")], "") for n in range(SLOTS)]
        self.problem, self.said, self.about = Live(), Live(), Live(polite=False)
        self.crowd = PlotView(label="1,000 people", height=430)
        words_of_chart = "Fagan's chart: chance before, likelihood ratio, chance after"
        self.chart = PlotView(label=words_of_chart, height=520)
        self.left, right = column(self.crowd), column(self.chart)
        self.left.layout.flex = right.layout.flex = "1 1 330px"
        self.before.layout.flex = self.unsure.layout.flex = "1 1 260px"
        self.pictures = row(self.left, right)
        self.parts = column(row(self.before, self.unsure), *self.slots, self.problem)
        self.view = column(self.target, self.parts, self.said, self.pictures, self.about)
        self.new_target()
        self.target.observe(lambda _: self.new_target(), "value")
        follow(self.draw, self.before, self.unsure, *self.slots)

    def new_target(self) -> None:
        """Offer the tests of another target and start with its chance and its first result."""
        target = self.targets.get(self.target.value)
        self.parts.layout.display = self.pictures.layout.display = "" if target else "none"
        if target is None:
            self.said.html, self.about.html = _no_test_html(), _elsewhere_html()
            return
        self.quiet = True  # while several controls are set at once
        self.results = {
            f"{test.test_id} {'+' if positive else '-'}": Result(test, positive)
            for test in target.tests
            for positive in conditions.usable_results(test)
        }
        options = [(result_name(result), key) for key, result in self.results.items()]
        for slot in self.slots:
            slot.options, slot.value = [("none", ""), *options], ""
        self.slots[0].value = options[0][1]
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
        for first, second in itertools.pairwise(self.slots):  # the next list when it is wanted
            second.layout.display = "" if first.value or second.value else "none"
        value, unsure = self.before.value, self.unsure.value
        before = Estimate(value / 100)
        if unsure:
            low, high = max(value - unsure, value / 2), min(value + unsure, (100 + value) / 2)
            before = Estimate(value / 100, low / 100, high / 100)
        self.problem.html = ""
        try:
            state = conditions.weigh(before, results)
        except ValueError as error:
            self.problem.html = html.error(f"{str(error)[0].upper()}{str(error)[1:].rstrip('.')}.")
            state = conditions.weigh(before, [])
        self.show(state)

    def show(self, state: Weighed) -> None:
        """Draw a state and say it in words."""
        self.left.layout.display = "none" if state.crowd is None else ""
        self.crowd.show(
            people([words.panel(state)], columns=COLUMNS, size=6),
            words.crowd_summary(state),
            words.crowd_table(state),
        )
        self.chart.show(nomogram(state), words.summary(state), words.numbers(state))
        said = "".join(f"<p>{html.text(text)}</p>" for text in words.answer(state) if text)
        together = words.dependence(state)
        if together:
            said += "<p><b>Are the results independent?</b></p>"
            said += html.bullets(map(html.text, together))
        self.said.html = said


def result_name(result: Result) -> str:
    """Return a result in words, the sign first: a narrow list cuts the end.

    A finding with one ratio only is found or not known.

    Examples
    --------
    >>> from hiplib.conditions import tests_of
    >>> result_name(Result(tests_of("fai_syndrome")[1], True))
    'Positive: FADIR (hip bent, drawn in, turned in)'
    """
    sign = "Positive" if result.positive else "Negative"
    found = len(conditions.usable_results(result.test)) == 1
    return f"{'Found' if found else sign}: {result.test.name}"


def _about_html(target: Target) -> str:
    """Return whom the tests were studied in, their numbers, and the tests that cannot be used."""
    table = accuracy_table(target.tests, caption=f"Tests: {target.name}")
    refs = [target.fact.ref_id] if target.fact else []
    refs += [test.ref_id for test in (*target.tests, *target.unusable)]
    left_out = html.bullets(
        f"{html.text(test.name)}: {html.text(conditions.why_unusable(test))}."
        for test in target.unusable
    )
    return (
        f'<p class="hip-note">Studied in: {html.text(target.population)}</p>'
        + html.fold(f"Numbers of the tests ({len(target.tests)})", table)
        + (html.fold("Tests that cannot be used here", left_out) if target.unusable else "")
        + html.fold("Sources of the tests", html.sources(refs))
    )


def _no_test_html() -> str:
    """Say why no test is offered for the stress fracture, and what comes instead."""
    item = conditions.condition("femoral_neck_stress_fracture")
    points = html.bullets(html.text(evidence.fact(key).statement) + "." for key in NO_TEST_FACTS)
    body = (
        f"<p>{html.badge(item.urgency)}</p><p><b>There is nothing to calculate here: no "
        f"examination test of this fracture has a known accuracy. Imaging decides.</b></p>{points}"
    )
    return html.card(item.name, body)


def _elsewhere_html() -> str:
    """Show the tests of other bones, as a warning."""
    tests = [test for test in conditions.all_tests() if not test.valid_at_hip]
    table = accuracy_table(tests, caption="Tests of bone stress in the leg")
    refs = [*(test.ref_id for test in tests), *(evidence.fact(key).ref_id for key in NO_TEST_FACTS)]
    title = "Tests of bone stress that do not count at the hip"
    words = f"<p>{html.said('bone_tests_elsewhere')}</p>{table}"
    return html.fold(title, words) + html.fold("Sources", html.sources(refs))


def _replies(
    chosen: Mapping[str, Lesson], answers: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Return the reply to every answered lesson."""
    said = {}
    for key, choice in answers.items():
        replies, unknown = chosen[key].replies, choice == UNKNOWN[0]
        keyed = next(one for one, reply in replies.items() if reply[1])
        text, right, refs = replies[keyed if unknown else choice]
        opening = "Fair enough. Here is the answer. " if unknown else ""
        kind = "" if unknown else "right" if right else "wrong"
        said[key] = f"{opening}{text} Source: {_named(refs)}.", kind
    return said


def _named(ref_ids: Iterable[str]) -> str:
    """Name sources in a sentence: by their authors, or by the title when they were not shown."""
    refs = map(evidence.reference, ref_ids)
    return "; ".join(ref.short if ref.authors else ref.title for ref in refs).removesuffix(".")

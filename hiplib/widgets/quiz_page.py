"""Page 01: the quiz "Which structure is it?" with rounds of ten and one three-dimensional picture.

Choice made here: the picture is made when the first question needs it, and a part in it can always
be chosen by a letter as well as by a click. Only the first answer counts; after it the learner may
look at the replies to the other choices. The score lives in this page's kernel and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from random import Random, SystemRandom

import ipywidgets

from hiplib import anatomy
from hiplib.figures import hip_quiz
from hiplib.figures.hip_views import named_points
from hiplib.learning import UNKNOWN
from hiplib.learning import structure_quiz as quiz
from hiplib.widgets import html
from hiplib.widgets.controls import button, column, row, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView, Point
from hiplib.widgets.questions import Item, Questions

Answers = list[tuple[quiz.QuizQuestion, str]]
CHECK, NEXT, RESULT = "Check my answer", "Next question", "See the result"
NEW, MISSED = "Ten new questions", "Again with the missed ones"
SCENES = 3  # of bones and of layers each: to look at all of them would take seconds
FIND_HELP = "Click it in the picture, or choose its letter. Places count from the middle."
CHOOSE = "<p>Choose an answer first. If you are not sure, “I don't know” is a fair answer.</p>"
NO_LETTER = "<p>That part has no letter. Click a part with a letter, or choose in the list.</p>"


def structure_quiz(seed: int | None = None) -> ipywidgets.Widget:
    """Return the quiz on the structures of the hip.

    Parameters
    ----------
    seed : int, optional
        The same seed brings the same rounds; without it they differ each time.
    """
    return _Quiz(seed).view


class _Quiz:
    """Joins the filters, the round, the picture and the score."""

    def __init__(self, seed: int | None = None) -> None:
        self.rng = SystemRandom() if seed is None else Random(seed)
        self.hip = anatomy.hip()
        self.round: tuple[quiz.QuizQuestion, ...] = ()
        self.answers: Answers = []
        self.known: set[str] = set()  # ids of questions of this and earlier rounds
        self.checked = False
        self.plot: PlotView | None = None
        self.seen: dict[str, tuple[quiz.SeenPart, ...]] = {}
        levels: list[tuple[str, object]] = [(words, key) for key, words in quiz.LEVELS.items()]
        self.level = select("Names", levels, "student")
        self.kind = select("Questions", [("All kinds", "")], "")
        self.level.observe(lambda _: self.offer_kinds(), "value")
        self.offer_kinds()
        self.progress, self.reply, self.asked = Live(), Live(), Questions([])
        self.asked.observe(lambda _: self.look_around(), "answers")
        self.check, self.next = button(CHECK, self.press_check), button(NEXT, self.press_next)
        self.again = button(MISSED, self.repeat)
        start = button("Start ten questions", self.start, align="flex-end")
        self.buttons = row(self.check, self.again, self.next)
        self.buttons.layout.display = "none"
        side = column(self.asked, self.reply, self.buttons)
        side.layout.flex, side.layout.max_width = "1 1 320px", "46rem"
        self.progress.layout.flex = "1 1 100%"
        self.desk = row(self.progress, side)
        self.view = column(row(self.kind, self.level, start), self.desk)

    @property
    def question(self) -> quiz.QuizQuestion | None:
        """The question that is asked now; None before the first and after the last."""
        done = len(self.answers) - self.checked
        return self.round[done] if done < len(self.round) else None

    @property
    def answer(self) -> str | None:
        chosen: str | None = next(iter(self.asked.answers.values()), None)
        return chosen

    def offer_kinds(self) -> None:
        chosen, kinds = self.kind.value, quiz.LEVEL_KINDS[self.level.value]
        self.kind.options = [("All kinds", ""), *((quiz.KINDS[kind], kind) for kind in kinds)]
        self.kind.value = chosen if chosen in kinds else ""

    def pool(self) -> tuple[quiz.QuizQuestion, ...]:
        """Make the questions of the chosen kind and level; with pictures of other scenes."""
        kinds = [self.kind.value] if self.kind.value else list(quiz.LEVEL_KINDS[self.level.value])
        pictures = {}
        if set(kinds) & set(quiz.PICTURE_KINDS):
            scenes = self.rng.sample(hip_quiz.scenes(), SCENES)
            scenes += self.rng.sample(hip_quiz.scenes(soft=True), SCENES)
            for scene in scenes:
                if scene not in self.seen:
                    self.seen[scene] = hip_quiz.seen_parts(self.hip, scene)
            pictures = {scene: self.seen[scene] for scene in scenes}
        seed = self.rng.randrange(1_000_000)
        return quiz.questions(kinds, seed, level=self.level.value, pictures=pictures)

    def start(self) -> None:
        self.progress.html = "<p>Making the questions &hellip;</p>"
        self.begin(quiz.round_of(self.pool(), self.rng.randrange(1_000_000), asked=self.known))

    def repeat(self) -> None:
        """Begin a round of the questions that were missed, with other wrong choices if possible."""
        fresh = {question.question_id: question for question in self.pool()}
        self.begin(tuple(fresh.get(one.question_id, one) for one in _missed(self.answers)))

    def begin(self, chosen: tuple[quiz.QuizQuestion, ...]) -> None:
        self.round, self.answers = chosen, []
        self.known |= {question.question_id for question in chosen}
        self.ask()

    def ask(self) -> None:
        """Show the next question, or the result after the last."""
        self.checked = False
        question, done, total = self.question, len(self.answers), len(self.round)
        if self.plot and not (question and question.scene):
            self.plot.layout.display = "none"
        self.buttons.layout.display = ""
        missed = len(_missed(self.answers)) if question is None else 0
        self.check.layout.display = "none" if question is None else ""
        self.again.layout.display = "" if missed else "none"
        self.lead(self.again if missed else self.next if question is None else self.check)
        if question is None:
            self.asked.ask([])
            self.progress.html, self.reply.html = "", result(self.answers)
            self.again.description, self.next.description = f"{MISSED} ({missed})", NEW
            return
        self.next.description = RESULT if done + 1 == total else NEXT
        self.reply.html = ""
        self.progress.html = (
            f"<p><strong>Question {done + 1} of {total}</strong> &middot; "
            f"{html.text(quiz.KINDS[question.kind])} &middot; "
            f"{done - len(_missed(self.answers))} right so far</p>"
        )
        choices = [(choice.choice_id, choice.text) for choice in question.choices]
        if question.scene:
            places = self.draw(question, question.part)
            if question.kind == "find":
                choices = [(one, f"{letter} ({places[letter]})") for one, letter in choices]
        help_text = FIND_HELP if question.kind == "find" else ""
        self.asked.ask([Item(question.question_id, question.prompt, help_text, tuple(choices))])

    def plate(self, question: quiz.QuizQuestion, highlight: str) -> hip_quiz.QuestionPlate:
        """Return the picture of a question; the camera stays until the next one."""
        turn = len(self.answers) - self.checked
        return hip_quiz.question_plate(
            self.hip, question.scene, _marks(question), highlight or None, turn
        )

    def draw(self, question: quiz.QuizQuestion, highlight: str) -> dict[str, str]:
        """Draw what a question needs to be seen; return in words where its marks are."""
        plate = self.plate(question, highlight)
        names = {one.part: one.name for one in self.seen[question.scene]}
        names |= {part: short for part, (_, short) in named_points().items()}
        if self.plot is None:
            self.plot = PlotView(label="Picture of the question", height=plate.HEIGHT)
            self.plot.layout.flex = "1 1 420px"
            self.plot.on_click(self.clicked)
            self.desk.children = (self.progress, self.plot, self.desk.children[-1])
        told = names if self.checked else None
        self.plot.show(plate.figure(), plate.summary(told), plate.numbers())
        self.plot.layout.display = ""
        return plate.places()

    def clicked(self, point: Point) -> None:
        question = self.question
        if question is None or question.kind != "find" or self.checked:
            return
        letters = _marks(question)
        part = str(point.get("customdata") or "").removeprefix("opposite_")
        if part not in letters and question.right in named_points():
            # A dot is small: a touch of the bone beside it is meant for it.
            place = (point["x"], point["y"], point["z"])
            part = self.plate(question, "").marked_near(place) or ""
        if part not in letters:
            self.reply.html = NO_LETTER
            return
        self.asked.answers = {question.question_id: part}
        self.reply.html = f"<p>You chose {letters[part]}. Now press “{CHECK}”.</p>"

    def press_check(self) -> None:
        """Count the chosen answer, once, say what is right and why, and tell all names."""
        question, answer = self.question, self.answer
        if question is None or answer is None:
            self.reply.html = CHOOSE
        elif not self.checked:
            self.answers.append((question, answer))
            self.checked = True
            self.look_around()
            self.lead(self.next)
            if question.scene:
                self.draw(question, question.right)

    def lead(self, chosen: ipywidgets.Button) -> None:
        for made in self.buttons.children:
            (made.add_class if made is chosen else made.remove_class)("hip-chosen")

    def look_around(self) -> None:
        """Show the reply to the chosen answer once one was counted."""
        if self.question and self.answer and self.checked:
            self.reply.html = verdict(self.question, self.answer)

    def press_next(self) -> None:
        """Go on to the next question or the result; after the round, begin a new one."""
        if self.question is None:
            self.start()
        elif self.checked:
            self.ask()
        else:
            self.reply.html = CHOOSE


def _marks(question: quiz.QuizQuestion) -> dict[str, str]:
    """Return the marks of the parts: letters to find one, a question mark on the one to name."""
    if question.part:
        return {question.part: "?"}
    return {choice.choice_id: choice.text for choice in question.choices}


def verdict(question: quiz.QuizQuestion, answer: str) -> str:
    """Return as HTML what is said to an answer: the verdict, the chosen one, the right one."""
    own, right = question.reply(answer), question.reply(question.right)
    named = next(choice.text for choice in question.choices if choice.choice_id == question.right)
    # What the row says often begins with the answer: it is not said twice.
    named = f" {named}." if question.kind == "find" or not right.text.startswith(named) else ""
    solution = f"<p><strong>The answer:{html.text(named)}</strong> {html.text(right.text)}</p>"
    if answer == question.right:
        said = f"<p><strong>Right.</strong> {html.text(right.text)}</p>"
    elif answer == UNKNOWN:
        said = f"<p>Fair enough.</p>{solution}"
    else:
        said = f"<p><strong>Not this one.</strong> {html.text(own.text)}</p>{solution}"
    ref_ids = [*right.ref_ids, *own.ref_ids]
    return said + html.fold(f"Sources ({len(set(ref_ids))})", html.sources(ref_ids))


def _missed(answers: Answers) -> list[quiz.QuizQuestion]:
    return [question for question, choice in answers if choice != question.right]


def result(answers: Answers) -> str:
    """Return the result of a round as HTML: in words, by kind, and what was missed."""
    import pandas as pd

    asked = Counter(quiz.KINDS[question.kind] for question, _ in answers)
    wrong = Counter(quiz.KINDS[question.kind] for question in _missed(answers))
    well = ", ".join(f"“{kind}”" for kind in asked if not wrong[kind])
    again = ", ".join(f"“{kind}”" for kind, total in asked.items() if 2 * wrong[kind] > total)
    words = f"<p><strong>{len(answers) - wrong.total()} of {len(answers)} right.</strong>"
    words += f" Went well: {html.text(well)}." if well else ""
    words += f" Worth another look: {html.text(again)}." if again else ""
    rows = [(kind, total - wrong[kind], total) for kind, total in asked.items()]
    table = pd.DataFrame(rows, columns=["Kind of question", "Right", "Asked"])
    lines = html.bullets(
        f"{html.text(one.prompt)} {html.text(one.reply(one.right).text)}"
        for one in _missed(answers)
    )
    missed = html.fold(f"What you missed ({wrong.total()})", lines) if wrong else ""
    return f"{words}</p>{html.table(table, caption='This round')}{missed}"

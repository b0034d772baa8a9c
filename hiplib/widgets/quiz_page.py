"""Page 01: the quiz "Which structure is it?" with rounds of ten and one three-dimensional picture.

Choice made here: the picture is made when the first question needs it, and a part in it can always
be chosen by a letter as well as by a click. Only the first answer counts; after it the learner may
look at the replies to the other choices. The score lives in this page's kernel and nowhere else.
"""

from __future__ import annotations

from random import Random, SystemRandom
from typing import TYPE_CHECKING

import ipywidgets

from hiplib import anatomy
from hiplib.figures import hip_quiz
from hiplib.figures.hip_views import POINTS
from hiplib.learning import structure_quiz as quiz
from hiplib.widgets import html
from hiplib.widgets.controls import button, column, row, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView, Point
from hiplib.widgets.questions import Item, Questions
from hiplib.widgets.quiz_words import result, verdict

if TYPE_CHECKING:
    import plotly.graph_objects as go

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
        self.score = quiz.Score()
        self.known: set[str] = set()  # ids of questions of this and earlier rounds
        self.checked = False
        self.plot: PlotView | None = None
        self.seen: dict[str, tuple[quiz.SeenPart, ...]] = {}
        levels: list[tuple[str, object]] = [(words, key) for key, words in quiz.LEVELS.items()]
        self.level = select("Names", levels, "student")
        self.kind = select("Questions", [("All kinds", "")], "")
        self.level.observe(lambda _: self.offer_kinds(), "value")
        self.offer_kinds()
        self.progress, self.reply = Live(), Live()
        self.asked = Questions([])
        self.asked.observe(lambda _: self.look_around(), "answers")
        self.left, self.right = button(CHECK, self.press_left), button(NEXT, self.press_right)
        self.buttons = row(self.left, self.right)
        self.buttons.layout.display = "none"
        start = button("Start ten questions", self.start)
        start.layout.align_self = "flex-end"
        side = column(self.asked, self.reply, self.buttons)
        side.layout.flex, side.layout.max_width = "1 1 320px", "46rem"
        self.progress.layout.flex = "1 1 100%"
        self.desk = row(self.progress, side)
        self.view = column(row(self.kind, self.level, start), self.desk)

    # The round ----------------------------------------------------------------------------------

    @property
    def question(self) -> quiz.QuizQuestion | None:
        """The question that is asked now; None before the first and after the last."""
        done = len(self.score.answers) - self.checked
        return self.round[done] if done < len(self.round) else None

    def offer_kinds(self) -> None:
        """Offer the kinds of question that the level has."""
        chosen, kinds = self.kind.value, quiz.LEVEL_KINDS[self.level.value]
        self.kind.options = [("All kinds", ""), *((quiz.KINDS[kind], kind) for kind in kinds)]
        self.kind.value = chosen if chosen in kinds else ""

    def pool(self) -> tuple[quiz.QuizQuestion, ...]:
        """Make the questions of the chosen kind and level, with new wrong choices."""
        kinds = [self.kind.value] if self.kind.value else list(quiz.LEVEL_KINDS[self.level.value])
        pictures = self.pictures() if set(kinds) & set(quiz.PICTURE_KINDS) else None
        seed = self.rng.randrange(1_000_000)
        return quiz.questions(kinds, seed, level=self.level.value, pictures=pictures)

    def pictures(self) -> dict[str, tuple[quiz.SeenPart, ...]]:
        """Return what can be asked in some scenes, other ones in each round."""
        chosen = self.rng.sample(hip_quiz.scenes(), SCENES)
        layered = hip_quiz.scenes(soft=True)
        chosen += self.rng.sample(layered, min(SCENES, len(layered)))
        for scene in chosen:
            if scene not in self.seen:
                self.seen[scene] = hip_quiz.seen_parts(self.hip, scene)
        return {scene: self.seen[scene] for scene in chosen}

    def start(self) -> None:
        """Begin a new round of ten."""
        self.progress.html = "<p>Making the questions &hellip;</p>"
        self.begin(quiz.round_of(self.pool(), self.rng.randrange(1_000_000), asked=self.known))

    def repeat(self) -> None:
        """Begin a round of the questions that were missed, with other wrong choices if possible."""
        fresh = {question.question_id: question for question in self.pool()}
        missed = [fresh.get(question.question_id, question) for question in self.score.missed]
        self.begin(tuple(missed))

    def begin(self, chosen: tuple[quiz.QuizQuestion, ...]) -> None:
        """Ask the first question of a round."""
        self.round, self.score = chosen, quiz.Score()
        self.known |= {question.question_id for question in chosen}
        self.buttons.layout.display = ""
        self.ask()

    def label(self, left: str, right: str, *, go_on: bool) -> None:
        """Name the two buttons and let the one stand out that comes next."""
        self.left.description, self.right.description = left, right
        for made, chosen in ((self.left, not go_on), (self.right, go_on)):
            (made.add_class if chosen else made.remove_class)("hip-chosen")

    def press_left(self) -> None:
        """Check the answer; after the round, repeat what was missed."""
        if self.question:
            self.check()
        else:
            self.repeat()

    def press_right(self) -> None:
        """Go on to the next question or the result; after the round, begin a new one."""
        if self.question is None:
            self.start()
        elif not self.checked:
            self.reply.html = CHOOSE
        else:
            self.checked = False
            self.ask()

    # One question -------------------------------------------------------------------------------

    def ask(self) -> None:
        """Show the next question, or the result after the last."""
        self.checked = False
        self.left.layout.display = ""
        question = self.question
        if question is None:
            self.finish()
            return
        self.label(CHECK, NEXT, go_on=False)
        self.reply.html = ""
        place, total = len(self.score.answers) + 1, len(self.round)
        self.progress.html = (
            f"<p><strong>Question {place} of {total}</strong> &middot; "
            f"{html.text(quiz.KINDS[question.kind])} &middot; {self.score.right} right so far</p>"
        )
        places = self.draw(question)
        choices = tuple(
            (choice.choice_id, f"{choice.text} ({places[choice.text]})" if question.kind == "find"
             else choice.text)
            for choice in question.choices
        )  # fmt: skip
        help_text = FIND_HELP if question.kind == "find" else ""
        self.asked.ask([Item(question.question_id, question.prompt, help_text, choices)])

    def draw(self, question: quiz.QuizQuestion) -> dict[str, str]:
        """Draw what a question needs to be seen; return in words where its marks are."""
        if not question.scene:
            if self.plot:
                self.plot.layout.display = "none"
            return {}
        figure = self.figure(question, _marks(question), question.part)
        summary = hip_quiz.quiz_summary(figure, scene=question.scene)
        numbers = hip_quiz.quiz_numbers(figure)
        if self.plot is None:
            self.plot = PlotView(
                figure, label="Picture of the question", summary=summary, numbers=numbers,
                height=hip_quiz.HEIGHT,
            )  # fmt: skip
            self.plot.layout.flex = "1 1 420px"
            self.plot.on_click(self.clicked)
            self.desk.children = (self.progress, self.plot, self.desk.children[-1])
        else:
            self.plot.show(figure, summary=summary, numbers=numbers)
        self.plot.layout.display = ""
        return {
            str(mark): hip_quiz.place_words(across, up)
            for mark, across, up in numbers.to_numpy().tolist()
        }

    def clicked(self, point: Point) -> None:
        """Choose the part that was clicked, if it is one of the choices."""
        question = self.question
        if question is None or question.kind != "find" or self.checked:
            return
        letters = _marks(question)
        part = str(point.get("customdata") or "").removeprefix("opposite_")
        if part not in letters and question.right in POINTS:
            # A dot is small: a touch of the bone beside it is meant for it.
            place = (point["x"], point["y"], point["z"])
            mark = hip_quiz.nearest_mark(self.figure(question, letters, ""), place)
            part = next((one for one, letter in letters.items() if letter == mark), "")
        if part not in letters:
            self.reply.html = NO_LETTER
            return
        self.asked.answers = {question.question_id: part}
        self.reply.html = f"<p>You chose {letters[part]}. Now press “{CHECK}”.</p>"

    def check(self) -> None:
        """Count the chosen answer, once, and say what is right and why."""
        question = self.question
        answer = self.asked.answers.get(question.question_id) if question else None
        if question is None or answer is None:
            self.reply.html = CHOOSE
            return
        self.reply.html = verdict(question, answer)
        if self.checked:
            return
        self.score = self.score.answer(question, answer)
        self.checked = True
        last = len(self.score.answers) == len(self.round)
        self.label(CHECK, RESULT if last else NEXT, go_on=True)
        self.name_all(question)

    def look_around(self) -> None:
        """Show the reply to another choice after the answer was counted."""
        question = self.question
        answer = self.asked.answers.get(question.question_id) if question else None
        if question and answer and self.checked:
            self.reply.html = verdict(question, answer)

    def name_all(self, question: quiz.QuizQuestion) -> None:
        """Mark the right part and tell all names below the picture, once it is answered."""
        if not question.scene or self.plot is None:
            return
        marks = _marks(question)
        figure = self.figure(question, marks, question.right)
        known = {seen.part: seen.name for seen in self.seen[question.scene]}
        names = {m: POINTS[part][1] if part in POINTS else known[part] for part, m in marks.items()}
        summary = hip_quiz.quiz_summary(figure, scene=question.scene, names=names)
        self.plot.show(figure, summary)

    def figure(
        self, question: quiz.QuizQuestion, marks: dict[str, str], highlight: str
    ) -> go.Figure:
        """Return the picture of a question; the camera stays until the next question."""
        figure = hip_quiz.quiz_figure(
            self.hip, marks, scene=question.scene, highlight=highlight or None
        )
        figure.layout.scene.uirevision = question.question_id
        return figure

    def finish(self) -> None:
        """Show the result of the round."""
        missed = len(self.score.missed)
        if self.plot:
            self.plot.layout.display = "none"
        self.asked.ask([])
        self.progress.html = ""
        self.reply.html = result(self.score)
        self.label(f"{MISSED} ({missed})", NEW, go_on=not missed)
        self.left.layout.display = "" if missed else "none"


def _marks(question: quiz.QuizQuestion) -> dict[str, str]:
    """Return the marks of the parts: letters to find one, a question mark on the one to name."""
    if question.part:
        return {question.part: "?"}
    return {choice.choice_id: choice.text for choice in question.choices}

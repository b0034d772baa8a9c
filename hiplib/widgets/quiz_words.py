"""What the quiz says to an answer and at the end of a round, as HTML."""

from __future__ import annotations

from hiplib.learning import UNKNOWN
from hiplib.learning import structure_quiz as quiz
from hiplib.widgets import html


def _solution(question: quiz.QuizQuestion) -> str:
    """Return the right answer and what its row says, without saying it twice."""
    said = question.reply(question.right).text
    named = next(choice.text for choice in question.choices if choice.choice_id == question.right)
    named = "" if said.startswith(named) and question.kind != "find" else f" {named}."
    return f"<p><strong>The answer:{html.text(named)}</strong> {html.text(said)}</p>"


def verdict(question: quiz.QuizQuestion, answer: str) -> str:
    """Return as HTML what is said to an answer: the verdict, the chosen one, the right one."""
    own, right = question.reply(answer), question.reply(question.right)
    if answer == question.right:
        said = f"<p><strong>Right.</strong> {html.text(right.text)}</p>"
    elif answer == UNKNOWN:
        said = f"<p>Fair enough.</p>{_solution(question)}"
    else:
        said = f"<p><strong>Not this one.</strong> {html.text(own.text)}</p>{_solution(question)}"
    ref_ids = [*right.ref_ids, *own.ref_ids]
    return said + html.fold(f"Sources ({len(set(ref_ids))})", html.sources(ref_ids))


def result(score: quiz.Score) -> str:
    """Return the result of a round as HTML: in words, by kind, and what was missed."""
    import pandas as pd

    kinds = score.by_kind()
    total = len(score.answers)
    well = [f"“{quiz.KINDS[kind]}”" for kind, (right, asked) in kinds.items() if right == asked]
    again = [f"“{quiz.KINDS[kind]}”" for kind, (right, asked) in kinds.items() if 2 * right < asked]
    words = f"<p><strong>{score.right} of {total} right.</strong>"
    words += f" Went well: {html.text(', '.join(well))}." if well else ""
    words += f" Worth another look: {html.text(', '.join(again))}." if again else ""
    table = pd.DataFrame(
        [(quiz.KINDS[kind], right, asked) for kind, (right, asked) in kinds.items()],
        columns=["Kind of question", "Right", "Asked"],
    )
    lines = "".join(
        f"<li>{html.text(one.prompt)} {html.text(one.reply(one.right).text)}</li>"
        for one in score.missed
    )
    missed = html.fold(f"What you missed ({len(score.missed)})", f"<ul>{lines}</ul>")
    return f"{words}</p>{html.table(table, caption='This round')}{missed if lines else ''}"

"""Spaced review, two parallel tests and exports: what the review page is made of.

Choices made here: Leitner's boxes, since a learner can follow them. A right answer moves a question
one box on, anything else back to the first; only the first answer of a day counts, because the
reply was read after it. Both tests are drawn page by page, in pairs of one kind, so that they are
alike and share no question.
"""

from __future__ import annotations

import csv
import html
import io
import random
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from hiplib import tables
from hiplib.learning import checks, results
from hiplib.learning import record as r
from hiplib.learning.checks import Question
from hiplib.learning.record import Record

WAITS = (1, 2, 4, 8, 16, 32)  # days until a question of each box comes back
SEED = 11
_MODEL_ID, _DECK_ID = 1_607_392_311, 2_059_400_100  # fixed, so that a new file updates old cards


@dataclass(frozen=True, slots=True)
class Due:
    """A question with its box (0 the first) and the day on which it comes back."""

    question_id: str
    box: int
    on: date


def schedule(record: Record) -> tuple[Due, ...]:
    """Return every answered question of this course, the one due first first.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> schedule(Record().add("answer", "anatomy_bones", "ilium", now))
    (Due(question_id='anatomy_bones', box=1, on=datetime.date(2026, 1, 3)),)
    """
    boxes: dict[str, tuple[int, date]] = {}
    for entry in record.of(r.ANSWER):
        points = results.score(entry.id, entry.answer)
        if points is None or not entry.at:
            continue
        day = date.fromisoformat(entry.at[:10])
        box, last = boxes.get(entry.id, (0, date.min))
        if day > last:
            boxes[entry.id] = (min(box + 1, len(WAITS) - 1) if points == 1 else 0, day)
    made = [Due(key, box, day + timedelta(WAITS[box])) for key, (box, day) in boxes.items()]
    return tuple(sorted(made, key=lambda one: (one.on, one.question_id)))


def due(record: Record, today: date) -> tuple[str, ...]:
    """Return the ids of the questions that are due on a day."""
    return tuple(one.question_id for one in schedule(record) if one.on <= today)


def form(kind: str, seed: int = SEED) -> tuple[Question, ...]:
    """Return the questions of the "pre" or the "post" test.

    Each page with two questions or more gives one to each test, with eight or more two.

    Examples
    --------
    >>> set(form("pre")) & set(form("post"))
    set()
    """
    drawn: list[Question] = []
    for page_id in tables.read("pages")["page_id"]:
        own = list(checks.questions(page_id, review=True))
        random.Random(f"{seed} {page_id}").shuffle(own)
        own.sort(key=lambda one: one.kind)  # neighbours are of one kind as far as there are two
        pairs = [own[i : i + 2] for i in range(0, len(own) - 1, 2)]
        random.Random(f"{seed} {page_id} pairs").shuffle(pairs)
        wanted = 2 if len(own) >= 8 else 1
        drawn += [pair[kind == r.POST] for pair in pairs[:wanted]]
    return tuple(drawn)


def key_words(asked: Question) -> str:
    """Return the keyed answer of a question in words."""
    key, words = checks.keyed(asked.question_id), {c.choice_id: c.text for c in asked.choices}
    if asked.kind == "number":
        return f"{key} {asked.unit}".strip()
    if asked.kind == "match":
        return "; ".join(f"{words[item]}: {target}" for item, target in key.items())
    return "; ".join(words[one] for one in ([key] if isinstance(key, str) else key))


def csv_text(questions: Iterable[Question]) -> str:
    """Return questions with choices, key and explanation as a CSV file."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(["question_id", "page_id", "kind", "level", "question", "choices", "key",
                     "explanation", "source"])  # fmt: skip
    for one in questions:
        reply = checks.judge(one.question_id, checks.keyed(one.question_id))
        source = str(reply.reference or "")
        choices = " | ".join(choice.text for choice in one.choices)
        writer.writerow([one.question_id, one.page_id, one.kind, one.level, one.prompt, choices,
                         key_words(one), reply.text, source])  # fmt: skip
    return made.getvalue()


def anki(questions: Iterable[Question]) -> bytes:
    """Return questions as an Anki package: a deck a page, ids that stay the same over versions."""
    import genanki

    fields = [{"name": name} for name in ("Question", "Choices", "Answer", "Explanation", "Source")]
    front = "{{Question}}<br>{{Choices}}"
    back = "{{FrontSide}}<hr id=answer><b>{{Answer}}</b><p>{{Explanation}}</p>{{Source}}"
    look = [{"name": "Question and answer", "qfmt": front, "afmt": back}]
    model = genanki.Model(_MODEL_ID, "Hip course", fields=fields, templates=look)
    titles = tables.read("pages").set_index("page_id")["title"]
    numbers = {page_id: number for number, page_id in enumerate(titles.index)}
    decks: dict[str, genanki.Deck] = {}
    for one in questions:
        page = one.page_id
        name = f"Hip course::{page[:3].strip('_')} {titles[page]}"
        deck = decks.setdefault(page, genanki.Deck(_DECK_ID + numbers[page], name))
        reply = checks.judge(one.question_id, checks.keyed(one.question_id))
        choices = "<br>".join(html.escape(choice.text) for choice in one.choices)
        said = (key_words(one), reply.text, str(reply.reference or ""))
        texts = [html.escape(one.prompt), choices, *map(html.escape, said)]
        guid = genanki.guid_for("hiplib", one.question_id)
        deck.add_note(genanki.Note(model, texts, guid=guid, tags=[one.kind, page]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "course.apkg"
        genanki.Package(list(decks.values())).write_to_file(str(path))
        return path.read_bytes()

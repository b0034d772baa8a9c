"""Which structure is it? Questions made from the tables, and rounds of ten.

Each row of `quiz_kinds` says what is asked and said. A question is kept only if exactly one of its
choices is right *by the rows*, with a margin (`hiplib.learning.quiz_rules`), and if its wording
does not give the answer away. What can be seen in the picture is told by the caller.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import NamedTuple

from hiplib import tables
from hiplib.errors import AnswerError
from hiplib.learning import quiz_rules as rules
from hiplib.learning.checks import UNKNOWN, Choice
from hiplib.learning.quiz_rules import Claim, Row, bare, things

_ROWS: list[Row] = [*tables.read("quiz_kinds").itertuples()]
LEVELS = {"student": "Student: standard names", "runner": "Runner: plain names"}
KINDS: dict[str, str] = {row.kind: row.title for row in _ROWS}
PICTURE_KINDS = tuple(row.kind for row in _ROWS if row.answer == "part")
# Nerves and attachments have no plain names.
LEVEL_KINDS = {"student": (*KINDS,), "runner": tuple(row.kind for row in _ROWS if row.runner)}
_WRONG, _NEAREST = 3, 5  # wrong choices of a question, drawn from the nearest so many
_MANY = 4  # examples in a reply


@dataclass(frozen=True, slots=True)
class SeenPart:
    """A part that the picture can mark: its id there, its structure, its name, point or surface."""

    part: str
    structure_id: str
    name: str
    point: bool = False


Seen = tuple[tuple[str, SeenPart], ...]  # with the scene of each


class Reply(NamedTuple):
    """What is said to a choice, made from the row of what was chosen, and that row's sources."""

    text: str
    ref_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """One question with exactly one right choice and a reply to each choice."""

    question_id: str
    kind: str  # one of `KINDS`
    prompt: str
    choices: tuple[Choice, ...]  # as they are shown; for "find" parts marked by letters
    right: str  # id of the right choice
    replies: Mapping[str, Reply]
    subject: str  # structure_id of what is asked about
    scene: str = ""  # of the picture, if there is one
    part: str = ""  # the marked part, for "name"

    def reply(self, choice_id: str) -> Reply:
        """Return what is said to a choice (`AnswerError` if unknown); UNKNOWN gets the answer."""
        if choice_id == UNKNOWN:
            return self.replies[self.right]
        if choice_id not in self.replies:
            allowed = ", ".join([*self.replies, UNKNOWN])
            raise AnswerError(self.question_id, f"{choice_id!r} is not a choice", allowed)
        return self.replies[choice_id]


def questions(
    kinds: Collection[str] | None = None,
    seed: int = 0,
    *,
    level: str = "student",
    pictures: Mapping[str, Iterable[SeenPart]] | None = None,
) -> tuple[QuizQuestion, ...]:
    """Make all questions that the tables allow.

    Parameters
    ----------
    kinds : collection of str, optional
        Some of `KINDS`; None for all. `ValueError` for an unknown kind or level.
    seed : int
        Draws the wrong choices and the order: the same seed gives the same questions.
    level : {"student", "runner"}
        Standard names of all rows, or plain names of the structures that have one.
    pictures : mapping of str to iterable of SeenPart, optional
        Scene to the parts that can be seen in it; without it there is nothing to name or find.

    Examples
    --------
    >>> questions(["nerve"], seed=1)[0].prompt
    'Iliacus: which nerve drives it?'
    """
    for what, wanted, known in (("level", [level], LEVELS), ("kind", kinds or (), KINDS)):
        for one in wanted:
            if one not in known:
                raise ValueError(f"{what} {one!r} is unknown; allowed: {', '.join(known)}")
    seen = tuple((scene, part) for scene, parts in (pictures or {}).items() for part in parts)
    return tuple(
        question
        for kind in LEVEL_KINDS[level]
        if kinds is None or kind in kinds
        for question in _made(kind, seed, level, seen)
    )


@lru_cache(maxsize=64)
def _made(kind: str, seed: int, level: str, seen: Seen) -> tuple[QuizQuestion, ...]:
    """Make the questions of one kind; a part that several scenes show is asked in one of them."""
    found: dict[str, QuizQuestion] = {}
    mixed = tuple(Random(seed).sample(seen, len(seen)))
    for row in _ROWS:
        claims = [*_claims(row.answer, level == "runner", mixed)] if row.kind == kind else []
        same: dict[str, list[Claim]] = {}
        for claim in claims:
            same.setdefault(claim.answer, []).append(claim)
        for claim in claims:
            key = f"{kind}:{claim.asked}"
            question = None if key in found else _question(key, row, claim, same, seed, level)
            if question:
                found[key] = question
    return tuple(found.values())


def _claims(answer: str, plain: bool, seen: Seen) -> Iterator[Claim]:
    """Give everything of one sort that the tables say, about what has a name at this level."""
    shown = {key: thing for key, thing in things().items() if thing.plain_name or not plain}
    if answer == "part":
        for scene, part in seen:
            if thing := shown.get(part.structure_id):
                name = _shown(thing, plain) if part.name == thing.name else part.name
                yield Claim(part.part, thing, part.part, name, thing, scene, part.point)
    elif answer == "structure":
        for key, thing in shown.items():
            yield Claim(key, thing, key, _shown(thing, plain), thing)
    elif answer == "condition":
        for key, thing in shown.items():
            for one in thing.condition_ids:
                condition = rules.conditions()[one]
                yield Claim(f"{key}:{one}", thing, one, condition.name, condition)
    else:
        for key, muscle in rules.muscles().items():
            text = _doing(muscle, plain) if answer == "action" else bare(getattr(muscle, answer))
            # Branches without a name of their own cannot be asked for.
            named = answer != "innervation" or "nerve" in text.lower()
            if named and (key in shown or not plain):
                end = f":{answer}" if answer in ("origin", "insertion") else ""
                yield Claim(f"{key}{end}", muscle, text, text, muscle)


def _question(
    key: str, row: Row, claim: Claim, same: Mapping[str, list[Claim]], seed: int, level: str
) -> QuizQuestion | None:
    """Ask about one claim; None if there are no fair wrong choices among all the others."""
    rng, plain, find = Random(f"{seed} {level} {key}"), level == "runner", row.kind == "find"
    subject = _shown(things()[claim.row.structure_id], plain) if plain else claim.row.name
    prompt = row.prompt.format(subject=subject, answer=claim.answer, row=claim.row)
    others = [
        other
        for text, claims in same.items()
        for other in claims
        if text != claim.answer and (not find or other.scene == claim.scene)
        if rules.SURELY_WRONG[row.kind](claim, other)
    ]
    wrong = _wrong_choices("" if find else prompt, claim, others, rng)
    if wrong is None:
        return None
    chosen = [claim, *wrong]
    rng.shuffle(chosen)
    texts = "ABCD" if find else [one.answer for one in chosen]
    choices = tuple(Choice(one.answer_id, text) for one, text in zip(chosen, texts, strict=True))
    replies = {one.answer_id: _reply(row, one, same[one.answer], plain) for one in chosen}
    more = row.more.format(row=claim.row)
    if more and not more.endswith(f": {claim.answer}."):  # the choice left something out
        said = replies[claim.answer_id]
        replies[claim.answer_id] = said._replace(text=f"{said.text} {more}")
    marked = claim.asked if row.kind == "name" else ""
    return QuizQuestion(key, row.kind, prompt, choices, claim.answer_id, replies,
                        claim.row.structure_id, claim.scene, marked)  # fmt: skip


def _wrong_choices(
    prompt: str, claim: Claim, others: list[Claim], rng: Random
) -> list[Claim] | None:
    """Draw three from the nearest; None if there are too few or the wording gives it away.

    What the question shares with the right choice must stand in a wrong choice as well, so that
    matching words does not find the answer.
    """
    rng.shuffle(others)
    others.sort(key=lambda other: rules.near(claim, other))
    pool = [*{other.answer: other for other in others}.values()][::-1]
    chosen: list[Claim] = []
    for stem in sorted(rules.stems(prompt)):
        in_right, in_wrong, in_pool = (
            [one for one in some if stem in one.answer.lower()] for some in ([claim], chosen, pool)
        )
        if in_right and not in_wrong:
            if not in_pool:
                return None
            chosen.append(in_pool[0])
    nearest = [other for other in pool if other not in chosen][:_NEAREST]
    missing = _WRONG - len(chosen)
    return chosen + rng.sample(nearest, missing) if 0 <= missing <= len(nearest) else None


def _reply(row: Row, claim: Claim, same: list[Claim], plain: bool) -> Reply:
    """Say what a choice is: what its row says, or for what else it is the answer."""
    source = claim.source
    holders = _joined(bare(one.row.name) for one in same)
    latin = getattr(source, "latin_name", "(")
    extra = "" if plain or latin.startswith(("(", bare(source.name))) else f" In Latin: {latin}."
    text = row.reply.format(answer=claim.answer, holders=holders, row=source, latin=extra)
    refs = (ref for one in same[:_MANY] for ref in one.source.ref_ids)
    return Reply(text, tuple(dict.fromkeys(refs)))


def _shown(thing: Row, plain: bool) -> str:
    """Return the name to show; a plain name has the standard one beside it."""
    if not plain or thing.plain_name in ("", thing.name):
        return str(thing.name)
    return f"{thing.plain_name} ({_low(bare(thing.name))})"


def _doing(muscle: Row, plain: bool) -> str:
    words = tables.read("muscle_action_words").set_index("action")["plain"]
    actions = rules.net(muscle.actions)
    text = _joined(words[list(actions)]) if plain else ", ".join(actions).replace("_", " ")
    return text.capitalize()


def _low(text: str) -> str:
    """Return a text as it goes on in a sentence; an abbreviation keeps its capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _joined(names: Iterable[str]) -> str:
    """Return names as a list in words; of many the first few.

    >>> _joined(["Gracilis", "Adductor magnus, hamstring part"])
    'gracilis and adductor magnus (hamstring part)'
    """
    halves = [_low(name).partition(", ") for name in names]
    parts = list(dict.fromkeys(f"{whole} ({part})" if part else whole for whole, _, part in halves))
    more = [f"{len(parts) - _MANY} more"] * (len(parts) > _MANY)
    *first, last = [*parts[:_MANY], *more]
    return f"{', '.join(first)} and {last}" if first else last


def round_of(
    pool: Iterable[QuizQuestion], seed: int = 0, *, size: int = 10, asked: Collection[str] = ()
) -> tuple[QuizQuestion, ...]:
    """Choose the questions of one round: kinds take turns, no subject twice if avoidable.

    Questions whose ids were `asked` in earlier rounds come only when nothing else is left.

    Examples
    --------
    >>> chosen = round_of(questions(["nerve", "action"]), seed=3, size=4)
    >>> sorted(question.kind for question in chosen)
    ['action', 'action', 'nerve', 'nerve']
    """
    left = list(pool)
    Random(seed).shuffle(left)
    chosen: list[QuizQuestion] = []
    while left and len(chosen) < size:
        kinds = [question.kind for question in chosen]
        subjects = {question.subject for question in chosen}
        # Of those that are equal the shuffled order decides.
        ranks = [(q.question_id in asked, q.subject in subjects, kinds.count(q.kind)) for q in left]
        chosen.append(left.pop(ranks.index(min(ranks))))
    return tuple(chosen)

"""Quiz questions on what serves a muscle: its nerve, and where it starts and ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from hiplib.learning.quiz_question import Option, QuizQuestion, Reply, ask
from hiplib.learning.quiz_rows import Muscle, bare, mentioned, muscles, shared, things
from hiplib.learning.quiz_words import MANY, closeness, joined, low, refs_of
from hiplib.words import fold

_SMALL = {"nerve", "to", "part", "of"}


def nerves(seed: int) -> Iterator[QuizQuestion | None]:
    """Ask for the nerve of each muscle; a wrong nerve is not named in its row."""
    driven: dict[str, list[Muscle]] = {}
    for muscle in muscles().values():
        if "nerve" in fold(muscle.nerve):  # branches without a name of their own cannot be asked
            driven.setdefault(muscle.nerve, []).append(muscle)
    for muscle in muscles().values():
        if muscle.nerve not in driven:
            continue
        said = set(fold(muscle.innervation)) | _SMALL
        yield ask(
            f"nerve:{muscle.muscle_id}",
            f"{muscle.name}: which nerve drives it?",
            _exact(_nerve(muscle.nerve, driven, muscle), muscle, muscle.innervation),
            [_nerve(one, driven, muscle) for one in driven if not set(fold(one)) <= said],
            rng=Random(f"{seed} nerve {muscle.muscle_id}"),
            subject=muscle.structure_id,
        )


def _nerve(name: str, driven: dict[str, list[Muscle]], muscle: Muscle) -> Option:
    rows = driven[name]
    said = f"{name}: drives {joined(row.name for row in rows)}."
    return Option(name, name, Reply(said, refs_of(rows[:MANY])), _nearness(muscle, rows))


def attachments(seed: int) -> Iterator[QuizQuestion | None]:
    """Ask where each muscle starts and ends; a wrong place is surely another one."""
    for end, verb in (("origin", "start"), ("insertion", "end")):
        held: dict[str, list[Muscle]] = {}
        for muscle in muscles().values():
            held.setdefault(bare(getattr(muscle, end)), []).append(muscle)
        for muscle in muscles().values():
            full = getattr(muscle, end)
            yield ask(
                f"attachment:{muscle.muscle_id}:{verb}",
                f"{muscle.name}: where does it {verb}?",
                _exact(_place(bare(full), held, verb, muscle), muscle, full),
                [_place(one, held, verb, muscle) for one in held if _elsewhere(bare(full), one)],
                rng=Random(f"{seed} attachment {muscle.muscle_id} {verb}"),
                subject=muscle.structure_id,
            )


def _place(text: str, held: dict[str, list[Muscle]], verb: str, muscle: Muscle) -> Option:
    rows = held[text]
    said = f"{text}: there {joined(row.name for row in rows)} {verb}{'s' * (len(rows) == 1)}."
    reply = Reply(said, refs_of(rows[:MANY]))
    return Option(rows[0].muscle_id, text, reply, _nearness(muscle, rows))


def _elsewhere(text: str, other: str) -> bool:
    """Say if two places surely differ: no structure and hardly a word in common."""
    places, others = mentioned(text), mentioned(other)
    return not places & others and len(shared(text, other)) < (2 if places and others else 1)


def _nearness(muscle: Muscle, rows: list[Muscle]) -> int:
    own = things()[muscle.structure_id]
    return sum(closeness(things()[row.structure_id], own) for row in rows)


def _exact(option: Option, muscle: Muscle, full: str) -> Option:
    """Add the remark in brackets that a choice leaves out."""
    if bare(full) == full:
        return option
    said = f"{option.reply.text} {muscle.name}: {low(full)}."
    return replace(option, reply=replace(option.reply, text=said))

"""The kinds of quiz questions: how each is made from the rows of the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from hiplib.learning.quiz_conditions import conditions
from hiplib.learning.quiz_muscles import attachments, nerves
from hiplib.learning.quiz_question import Option, QuizQuestion, Reply, SeenPart, ask
from hiplib.learning.quiz_rows import (
    Muscle,
    Thing,
    families,
    kin,
    mentioned,
    muscles,
    named,
    net,
    opposed,
    overlap,
    related,
    things,
)
from hiplib.learning.quiz_words import (
    MANY,
    about,
    closeness,
    joined,
    low,
    refs_of,
    shown_name,
    shown_things,
)

Seen = tuple[tuple[str, SeenPart], ...]
_FEW = 2  # actions of a muscle
_LETTERS = "ABCD"
_AT_HIP = " (At the hip, unless the knee is named.)"
_PLAIN_ACTIONS = {
    "flexion": "lifts the thigh forward",
    "extension": "takes the thigh back",
    "abduction": "moves the leg outwards",
    "adduction": "pulls the leg in",
    "internal_rotation": "turns the thigh in",
    "external_rotation": "turns the thigh out",
    "knee_flexion": "bends the knee",
    "knee_extension": "straightens the knee",
    "knee_stabilisation": "steadies the knee",
}


def made(kind: str, seed: int, *, plain: bool, seen: Seen) -> Iterator[QuizQuestion]:
    """Make all questions of one kind; `plain` for plain names, `seen` for (scene, part) pairs."""
    makers = {
        "name": lambda: _pictured("name", seed, plain, seen),
        "find": lambda: _pictured("find", seed, plain, seen),
        "role": lambda: _roles(seed, plain),
        "action": lambda: _actions(seed, plain),
        "nerve": lambda: nerves(seed),
        "condition": lambda: conditions(seed, plain),
        "attachment": lambda: attachments(seed),
    }
    yield from filter(None, makers[kind]())


# In the picture ----------------------------------------------------------------------------------


def _pictured(kind: str, seed: int, plain: bool, seen: Seen) -> Iterator[QuizQuestion | None]:
    if plain:
        seen = tuple(one for one in seen if things()[one[1].structure_id].plain_name)
    for part in dict.fromkeys(part for _, part in seen):
        rng = Random(f"{seed} {plain} {kind} {part.part}")
        scenes = [scene for scene, one in seen if one == part]
        rng.shuffle(scenes)
        tries = (_asked_in(scene, kind, part, plain, seen, rng) for scene in scenes)
        yield next(filter(None, tries), None)


def _asked_in(
    scene: str, kind: str, part: SeenPart, plain: bool, seen: Seen, rng: Random
) -> QuizQuestion | None:
    """Ask for a part in a scene: its name, or where it is among other parts of that scene."""
    name = kind == "name"
    others = [
        _part_option(other, plain, (where == scene) + _like(part, other))
        for where, other in seen
        if _may_confuse(part, other) and (name or where == scene)
    ]
    right = _part_option(part, plain)
    question = ask(
        f"{kind}:{part.part}",
        "What is marked in the picture?" if name else f"{right.text}: where is it?",
        right if name else replace(right, text=""),  # its choices are letters
        others,
        rng=rng,
        subject=part.structure_id,
        scene=scene,
        part=part.part if name else "",
    )
    return _lettered(question) if question and not name else question


def _part_option(part: SeenPart, plain: bool, near: int = 0) -> Option:
    thing = things()[part.structure_id]
    name = shown_name(thing, plain) if part.name == thing.name else part.name
    return Option(part.part, name, about(thing, plain, name), near)


def _like(part: SeenPart, other: SeenPart) -> int:
    first, second = things()[part.structure_id], things()[other.structure_id]
    return (first.kind == second.kind) + closeness(first, second)


def _may_confuse(part: SeenPart, other: SeenPart) -> bool:
    """Say if both are points or both surfaces, and neither is a part of the other."""
    if part == other or part.point != other.point:
        return False
    whole = all(one.part == one.structure_id for one in (part, other))
    return not (whole and kin(part.structure_id, other.structure_id))


def _lettered(question: QuizQuestion) -> QuizQuestion:
    choices = tuple(
        replace(choice, text=letter)
        for letter, choice in zip(_LETTERS, question.choices, strict=True)
    )
    return replace(question, choices=choices)


# By its job --------------------------------------------------------------------------------------


def _roles(seed: int, plain: bool) -> Iterator[QuizQuestion | None]:
    for thing in shown_things(plain):
        others = [
            Option(
                other.structure_id,
                shown_name(other, plain),
                about(other, plain),
                2 * (other.kind == thing.kind) + closeness(other, thing),
            )
            for other in shown_things(plain)
            if other.kind in families(thing.kind) and _other_job(thing, other)
        ]
        right = Option(thing.structure_id, shown_name(thing, plain), about(thing, plain))
        yield ask(
            f"role:{thing.structure_id}",
            f"“{thing.role}.” Which structure is it?",
            right,
            others,
            rng=Random(f"{seed} {plain} role {thing.structure_id}"),
            subject=thing.structure_id,
        )


def _other_job(thing: Thing, other: Thing) -> bool:
    """Say if the role of a thing is surely not that of the other."""
    if kin(thing.structure_id, other.structure_id) or named(other.structure_id, thing.role):
        return False
    whole = thing.structure_id
    around = [related(key) for key in mentioned(thing.role) if not kin(key, whole)]
    if around and all(other.structure_id in close for close in around):
        return False
    if thing.actions and not _works_otherwise(thing.actions, other.actions):
        return False
    if thing.kind != other.kind and other.structure_id in related(thing.structure_id):
        return False  # a tendon and its muscle
    return not overlap(thing.role, other.role)


def _works_otherwise(actions: frozenset[str], others: frozenset[str]) -> bool:
    """Say if the work of a muscle as a whole is surely not that of another.

    Of few actions none may be the same: that a muscle also helps a little to one side is not what
    a question should hang on.
    """
    own, other = set(net(actions)), set(net(others))
    return opposed(actions, other) and not (own & other and len(own) <= _FEW)


def _actions(seed: int, plain: bool) -> Iterator[QuizQuestion | None]:
    chosen = [
        muscle
        for muscle in muscles().values()
        if not plain or (muscle.muscle_id in things() and things()[muscle.muscle_id].plain_name)
    ]
    same: dict[str, list[Muscle]] = {}
    for muscle in chosen:
        same.setdefault(_doing(muscle, plain), []).append(muscle)
    for muscle in chosen:
        place = things()[muscle.structure_id]
        others = [
            Option(other.muscle_id, text, _doers(text, rows),
                   closeness(things()[other.structure_id], place)
                   + len(other.actions & muscle.actions))
            for text, rows in same.items()
            for other in rows[:1]
            if _works_otherwise(muscle.actions, other.actions)
        ]  # fmt: skip
        text = _doing(muscle, plain)
        reply = _doers(text, same[text])
        right = Option(
            muscle.muscle_id,
            text,
            replace(
                reply, text=f"{reply.text} {muscle.name} in running: {low(muscle.in_running)}."
            ),
        )
        name = shown_name(place, plain) if plain else muscle.name
        yield ask(
            f"action:{muscle.muscle_id}",
            f"{name}: what does it do, as a whole?{'' if plain else _AT_HIP}",
            right,
            others,
            rng=Random(f"{seed} {plain} action {muscle.muscle_id}"),
            subject=muscle.structure_id,
        )


def _doing(muscle: Muscle, plain: bool) -> str:
    if plain:
        words = joined(_PLAIN_ACTIONS[action] for action in net(muscle.actions))
    else:
        words = ", ".join(action.replace("_", " ") for action in net(muscle.actions))
    return words.capitalize()


def _doers(text: str, rows: list[Muscle]) -> Reply:
    names = joined(row.name for row in rows)
    return Reply(f"{text}: that is the work of {names}.", refs_of(rows[:MANY]))

"""The claims of five web articles: find them, judge them, and count what was mixed up.

Choice made here: a game is a value that never changes; each judgement gives the next one. A claim
that was missed comes back after four others, until it is judged as the sources do. Only the first
judgement of a claim counts in the tally, since a second one may be remembered and not thought.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from hiplib import tables
from hiplib.errors import AnswerError
from hiplib.words import Index

HARMFUL = "harmful_if_followed"
BACK_AFTER = 4  # other claims between a miss and its return
_TRUST = ("supported", "partly_supported", "unsupported", "contradicted", HARMFUL)


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim; `text` is in our words, `articles` and `ref_ids` are ids."""

    claim_id: str
    topic: str
    text: str
    verdict: str
    explanation: str
    safer_message: str
    certainty: str
    articles: tuple[str, ...]
    ref_ids: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the claim is called on a page, as "Claim 42"."""
        return f"Claim {int(self.claim_id[-3:])}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One verdict with its label and its meaning."""

    verdict: str
    label: str
    meaning: str


@cache
def claims() -> dict[str, Claim]:
    """Return all claims by their id, in order."""
    articles = tables.read("claim_articles").groupby("claim_id")["article_id"].agg(tuple)
    references = tables.read("claim_references").groupby("claim_id")["ref_id"].agg(tuple)
    found = {}
    for row in _rows("claims"):
        key, text = row["claim_id"], row.pop("claim")
        own = {"articles": articles.get(key, ()), "ref_ids": references.get(key, ())}
        found[key] = Claim(text=text, **row, **own)
    return found


@cache
def verdicts() -> dict[str, Verdict]:
    """Return the verdicts by their id, from the best to the worst."""
    rows = sorted(_rows("verdicts"), key=lambda row: row["rank"])
    return {row["verdict"]: Verdict(row["verdict"], row["label"], row["meaning"]) for row in rows}


@cache
def articles() -> dict[str, str]:
    """Return the titles of the articles by their id."""
    table = tables.read("articles")
    return dict(zip(table["article_id"], table["title"], strict=True))


@cache
def topics() -> dict[str, str]:
    """Return the topics of claims by their id, in the order in which they first come."""
    return {c.topic: c.topic.replace("_", " ").capitalize() for c in claims().values()}


def find(text: str = "", article: str = "", topic: str = "", verdict: str = "") -> list[Claim]:
    """Return the claims that fit all of it; an empty value lets every claim through.

    Examples
    --------
    >>> [claim.claim_id for claim in find("bowel", topic="anatomy")]
    ['claim_001']
    >>> len(find())
    168
    """
    known = claims()
    found = map(known.get, _index().search(text)) if text.strip() else known.values()
    return [
        claim
        for claim in found
        if claim
        and (not article or article in claim.articles)
        and (not topic or topic == claim.topic)
        and (not verdict or verdict == claim.verdict)
    ]


@cache
def _index() -> Index:
    return Index(
        {
            key: [(c.text, 1.0), (c.explanation, 0.6), (c.safer_message, 0.5)]
            for key, c in claims().items()
        }
    )


# The game ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Game:
    """What is still to judge, the claim on the table first, and every judgement made."""

    queue: tuple[str, ...]
    judged: tuple[tuple[str, str], ...] = ()  # claim_id, verdict of the learner

    @property
    def claim(self) -> Claim | None:
        """The claim to judge, None at the end."""
        return claims()[self.queue[0]] if self.queue else None

    @property
    def first(self) -> dict[str, str]:
        """The first judgement of each claim."""
        return dict(reversed(self.judged))

    @property
    def right(self) -> int:
        """How many first judgements agree with the sources."""
        return sum(claims()[key].verdict == said for key, said in self.first.items())

    def judge(self, verdict: str) -> Game:
        """Return the game after a judgement; a miss comes back after four other claims.

        Raises
        ------
        AnswerError
            When the verdict is none of those that exist, or no claim is left.

        Examples
        --------
        >>> after = Game(("claim_001", "claim_002")).judge("supported")
        >>> after.queue, after.right
        (('claim_002', 'claim_001'), 0)
        """
        if verdict not in verdicts():
            raise AnswerError("verdict", f"{verdict!r} is not a verdict", ", ".join(verdicts()))
        if not self.claim:
            raise AnswerError(
                "verdict", "no claim is left to judge", "choosing other claims or starting again"
            )
        key, *rest = self.queue
        if verdict != self.claim.verdict:
            rest.insert(BACK_AFTER, key)
        return replace(self, queue=tuple(rest), judged=(*self.judged, (key, verdict)))

    def deal(self, chosen: Iterable[Claim], seed: int, *, only_new: bool = False) -> Game:
        """Return the game with other claims to judge, in the order of a seed, new ones first."""
        keys = [c.claim_id for c in chosen if not (only_new and c.claim_id in self.first)]
        order = np.random.default_rng(seed).permutation(len(keys))
        queue = sorted((keys[place] for place in order), key=self.first.__contains__)
        return replace(self, queue=tuple(queue))

    def recall(self, judged: Iterable[tuple[str, object]]) -> Game:
        """Return the game with these judgements, oldest first; what is unknown here is left out."""
        known = tuple(
            (key, said)
            for key, said in judged
            if key in claims() and isinstance(said, str) and said in verdicts()
        )
        return replace(self, judged=known)


def reply(claim: Claim, said: str) -> str:
    """Return what to tell a learner who judged a claim in this way.

    Examples
    --------
    >>> reply(claims()["claim_001"], "supported")
    'You trusted it more than the sources do. They say: partly supported.'
    """
    label = verdicts()[claim.verdict].label.lower()
    if said == claim.verdict:
        return f"Yes: {label}."
    if said in _TRUST and claim.verdict in _TRUST:
        more = _TRUST.index(said) < _TRUST.index(claim.verdict)
        return (
            f"You trusted it {'more' if more else 'less'} than the sources do. They say: {label}."
        )
    return f"Not quite. We judge it as: {label}. {verdicts()[claim.verdict].meaning}"


def mix_ups(game: Game) -> pd.DataFrame:
    """Return how often each verdict (rows) was judged as each other (columns), first tries only."""
    pairs = Counter((claims()[key].verdict, said) for key, said in game.first.items())
    return _counted(pairs, list(verdicts()))


def most_mixed_up(game: Game) -> str:
    """Return in a sentence which two verdicts are confused most."""
    wrong = [(claims()[k].verdict, said) for k, said in game.first.items()]
    wrong = [pair for pair in wrong if pair[0] != pair[1]]
    if not wrong:
        return "Nothing mixed up so far."
    pair = max(dict.fromkeys(wrong), key=wrong.count)
    truth, said = (verdicts()[key].label.lower() for key in pair)
    return f"Most often mixed up: “{truth}” taken for “{said}” ({wrong.count(pair)} times)."


# Score cards ---------------------------------------------------------------------------------


def shares(by: str) -> pd.DataFrame:
    """Return how many claims of each verdict (columns) there are by "article" or "topic" (rows).

    A claim that several articles make counts in each of them.

    Examples
    --------
    >>> int(shares("topic").to_numpy().sum())
    168
    """
    pairs = Counter(
        (group, claim.verdict)
        for claim in claims().values()
        for group in (claim.articles if by == "article" else (claim.topic,))
    )
    return _counted(pairs, list(articles() if by == "article" else topics()))


@cache
def checklist() -> list[dict[str, Any]]:
    """Return the steps of the checklist for reading health articles, each with its example."""
    return sorted(_rows("reading_steps"), key=lambda row: row["order"])


def _counted(pairs: Counter[tuple[str, str]], groups: list[str]) -> pd.DataFrame:
    rows = [[pairs[group, verdict] for verdict in verdicts()] for group in groups]
    return pd.DataFrame(rows, index=groups, columns=list(verdicts()))


def _rows(table: str) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in tables.read(table).to_dict("records")]

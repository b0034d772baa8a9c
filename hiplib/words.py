"""Find texts by the words that people type: capitals, accents and small typing errors forgiven.

Choice made here: words are compared by their stems, so that "pulled" finds "pull". A word counts as
found when it is equal, begins another word, or is spelled nearly the same (`difflib`), in this
order; rare words count far more than common ones, and a name that is typed as a whole more than its
words here and there. A text is kept when it holds half of what was asked or as much as the best
one; better matches come first. Nothing outside the standard library.
"""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

_LONG_ENOUGH = 4  # letters: shorter words are too much alike to guess
_NEARLY_SAME = 0.79
_HALF = 0.5
_NAME_BONUS = 6.0


def fold(text: str) -> list[str]:
    """Return the words of a text in small letters and without accents.

    Examples
    --------
    >>> fold("Legg-Calvé-Perthes' disease")
    ['legg', 'calve', 'perthes', 'disease']
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", re.sub(r"['\u2019]s ", " ", plain).translate(_APOSTROPHES))


_APOSTROPHES = str.maketrans("", "", "'\u2019")
_SKIP = frozenset(
    fold(
        "a after also an and are as at bad badly be been before but by can cant could do does doing"
        " dont during feel feels for from get gets goes going got had has have i if im in is isnt"
        " it it's its just like lot makes me much my no not now of on or over really so some that"
        " the then there they this to too under up very was what when where which while with"
        " without you your"
    )
)
_NOT = frozenset(("no", "without"))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return a word without its usual English endings; at least three letters stay.

    Examples
    --------
    >>> [stem(word) for word in ("pulled", "pulling", "snaps", "infection", "bursitis")]
    ['pul', 'pul', 'snap', 'infect', 'bursitis']
    """
    for ending, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("ions", ""), ("ion", "")):
        start = word.removesuffix(ending)
        if start != word and len(start) > 2 and re.search("[aeiouy]", start):
            word = start + instead
            break
    else:
        if len(word) > 3 and word[-1] == "s" and word[-2] not in "ius":
            word = word[:-1]
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


class Index:
    """A small search index that ranks keys by how well their texts hold the words asked for.

    Parameters
    ----------
    documents : mapping of key to an iterable of (text, weight)
        Higher weights for texts where a match says more, such as a name.
    phrases : mapping of key to an iterable of texts, optional
        Names: the more of one is typed, and the less besides, the higher its key comes.
    lay : mapping of text to text, optional
        Everyday words and the words that the texts use for them.

    Examples
    --------
    >>> fruit = {"apple": [("a round fruit", 1.0)], "pear": [("a long fruit", 1.0)]}
    >>> Index(fruit).search("ROUND friut")
    ['apple']
    >>> Index(fruit, lay={"ball shaped": "round"}).search("ball-shaped")
    ['apple']
    """

    def __init__(
        self,
        documents: Mapping[str, Iterable[tuple[str, float]]],
        phrases: Mapping[str, Iterable[str]] | None = None,
        lay: Mapping[str, str] | None = None,
    ) -> None:
        self._weights: dict[str, dict[str, float]] = {}
        known: set[str] = set()
        for key, texts in documents.items():
            weights = self._weights.setdefault(key, {})
            for text, weight in texts:
                known.update(fold(text))
                for word in _stems(text):
                    weights[word] = max(weight, weights.get(word, 0.0))
        self._names = {
            key: [set(_stems(text)) for text in texts] for key, texts in (phrases or {}).items()
        }
        self._lay = {tuple(_stems(said)): _stems(means) for said, means in (lay or {}).items()}
        self._longest = max(map(len, self._lay), default=0)
        self._vocabulary = sorted({word for weights in self._weights.values() for word in weights})
        self._stems = {*self._vocabulary, *(word for said in self._lay for word in said)}
        self._spelled_so = known.union(*map(fold, lay or ()))
        self._spellings = sorted(self._spelled_so)
        self._similar = lru_cache(maxsize=2048)(self._similar_words)
        self._rarity = lru_cache(maxsize=2048)(self._rarity_of)

    def search(self, text: str) -> list[str]:
        """Return the keys that fit, best first; an empty list when no word is known."""
        typed = list(dict.fromkeys(map(self._stem_meant, self._joined(_asked(text)))))
        meant = self._in_standard_words(typed)
        scores, found, possible = self._scores(meant)
        for key, names in self._names.items():
            alike = max(
                (self._alike(words, name) for words in (typed, meant) for name in names),
                default=0.0,
            )
            if alike > 0:
                scores[key] = scores.get(key, 0.0) + _NAME_BONUS * alike
                found[key] = max(found.get(key, 0.0), alike * possible)
        if not found:
            return []
        least = min(_HALF * possible, max(found.values()))
        kept = [key for key in scores if found[key] >= least]
        return sorted(kept, key=lambda key: -scores[key])

    def _joined(self, words: list[str]) -> list[str]:
        """Join two words that the texts write as one ("sacro iliac")."""
        joined: list[str] = []
        for word in words:
            if joined and joined[-1] + word in self._spelled_so:
                joined[-1] += word
            else:
                joined.append(word)
        return joined

    def _in_standard_words(self, typed: Sequence[str]) -> list[str]:
        """Replace everyday words by those of the texts, longer groups of words first."""
        meant: list[str] = []
        place = 0
        while place < len(typed):
            for size in range(min(self._longest, len(typed) - place), 0, -1):
                means = self._lay.get(tuple(typed[place : place + size]))
                if means is not None:
                    meant += means
                    break
            else:
                size = 1
                meant.append(typed[place])
            place += size
        return list(dict.fromkeys(meant))

    def _scores(self, words: Sequence[str]) -> tuple[dict[str, float], dict[str, float], float]:
        """Return each key's score, the rarity of the words it holds, and of all words."""
        scores: dict[str, float] = {}
        found: dict[str, float] = {}
        possible = 0.0
        for word in words:
            hits = self._hits(word)
            if not hits:
                continue
            rarity = self._rarity(word)
            possible += rarity
            for key, strength in hits.items():
                scores[key] = scores.get(key, 0.0) + rarity * strength
                found[key] = found.get(key, 0.0) + rarity
        return scores, found, possible

    def _alike(self, words: Sequence[str], name: set[str]) -> float:
        """Return the share of the words, by rarity, that a query and a name have in common."""
        common = [word for word in words if word in name]
        if not common:
            return 0.0
        known = [word for word in words if self._hits(word)]
        both = sum(map(self._rarity, known)) + sum(map(self._rarity, name))
        return 2 * sum(map(self._rarity, common)) / both

    def _hits(self, word: str) -> dict[str, float]:
        """Return for each key that holds the word, or one like it, how strongly."""
        hits: dict[str, float] = {}
        for similar, closeness in self._similar(word):
            for key, weights in self._weights.items():
                if similar in weights:
                    hits[key] = max(hits.get(key, 0.0), closeness * weights[similar])
        return hits

    def _rarity_of(self, word: str) -> float:
        """Return how much a word says: near 0 when every text holds it."""
        return math.log((len(self._weights) + 1) / (len(self._hits(word)) + 0.5))

    def _stem_meant(self, word: str) -> str:
        """Return the stem of a typed word; of the word that is nearly the same when it is unknown.

        A word that is still being typed stays as it is.
        """
        if stem(word) in self._stems:
            return stem(word)
        if any(known.startswith(word) for known in self._spellings):
            return word
        if len(word) < _LONG_ENOUGH:
            return stem(word)
        near = difflib.get_close_matches(word, self._spellings, n=1, cutoff=_NEARLY_SAME)
        return stem(near[0] if near else word)

    def _similar_words(self, word: str) -> tuple[tuple[str, float], ...]:
        """Return the known stems that a stem may stand for, with a closeness of at most 1."""
        close = {word: 1.0} if word in self._vocabulary else {}
        for known in self._vocabulary:
            if known != word and (_begins(known, word) or _begins(word, known)):
                shorter, longer = sorted((len(word), len(known)))
                close[known] = 0.6 + 0.3 * shorter / longer
        return tuple(close.items())


def _stems(text: str) -> list[str]:
    """Return the stems of the words of a text that say something."""
    return [stem(word) for word in _telling(fold(text))]


def _asked(text: str) -> list[str]:
    """Return the words of a question that say something, without those after "no"."""
    words = fold(text)
    denied = {place + 1 for place, word in enumerate(words) if word in _NOT}
    return _telling([word for place, word in enumerate(words) if place not in denied] or words)


def _telling(words: list[str]) -> list[str]:
    return [word for word in words if word not in _SKIP] or words


def _begins(word: str, start: str) -> bool:
    """Say if `word` begins with `start`; a short start only allows one more letter ("hips")."""
    allowed = len(start) >= _LONG_ENOUGH or (len(start) == 3 and len(word) == 4)
    return allowed and word.startswith(start)

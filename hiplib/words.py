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
from collections import defaultdict
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
    plain = re.sub(r"['\u2019]", "", re.sub(r"['\u2019]s ", " ", plain))
    return re.findall(r"[^\W_]+", plain)


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

    Each key has texts with weights, higher where a match says more, and may have `phrases`: names;
    the more of one is typed, and the less besides, the higher its key comes. `lay` maps everyday
    words to the words that the texts use for them.

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
        self._weights: dict[str, dict[str, float]] = {key: {} for key in documents}
        self._spellings = {word for said in lay or () for word in fold(said)}
        for key, texts in documents.items():
            for text, weight in texts:
                self._spellings.update(fold(text))
                for word in _stems(text):
                    self._weights[key][word] = max(weight, self._weights[key].get(word, 0.0))
        self._vocabulary = {word for weights in self._weights.values() for word in weights}
        self._names = {
            key: [set(_stems(text)) for text in texts] for key, texts in (phrases or {}).items()
        }
        self._lay = {tuple(_stems(said)): _stems(means) for said, means in (lay or {}).items()}
        self._stems = self._vocabulary.union(*self._lay)
        self._hits = lru_cache(maxsize=2048)(self._hits_of)

    def search(self, text: str) -> list[str]:
        """Return the keys that fit, best first; an empty list when no word is known."""
        typed = list(dict.fromkeys(map(self._stem_meant, self._joined(_asked(text)))))
        meant = self._in_standard_words(typed)
        scores: dict[str, float] = defaultdict(float)
        found: dict[str, float] = defaultdict(float)  # the rarity of the words that a key holds
        for word in meant:
            for key, strength in self._hits(word).items():
                scores[key] += self._rarity(word) * strength
                found[key] += self._rarity(word)
        possible = sum(self._rarity(word) for word in meant if self._hits(word))
        for key, names in self._names.items():
            alike = max(self._alike(words, name) for words in (typed, meant) for name in names)
            if alike > 0:
                scores[key] += _NAME_BONUS * alike
                found[key] = max(found[key], alike * possible)
        least = min(_HALF * possible, max(found.values(), default=0.0))
        return sorted((key for key in scores if found[key] >= least), key=lambda key: -scores[key])

    def _joined(self, words: list[str]) -> list[str]:
        """Join two words that the texts write as one ("sacro iliac")."""
        joined: list[str] = []
        for word in words:
            if joined and joined[-1] + word in self._spellings:
                word = joined.pop() + word
            joined.append(word)
        return joined

    def _in_standard_words(self, typed: Sequence[str]) -> list[str]:
        """Replace everyday words by those of the texts, longer groups of words first."""
        meant: list[str] = []
        place, longest = 0, max(map(len, self._lay), default=0)
        while place < len(typed):
            sizes = range(min(longest, len(typed) - place), 0, -1)
            said = (tuple(typed[place : place + size]) for size in sizes)
            group = next((words for words in said if words in self._lay), None)
            meant += self._lay[group] if group else [typed[place]]
            place += len(group) if group else 1
        return list(dict.fromkeys(meant))

    def _alike(self, words: Sequence[str], name: set[str]) -> float:
        """Return the share of the words, by rarity, that a query and a name have in common."""
        common = [word for word in words if word in name]
        if not common:
            return 0.0
        both = [*name, *(word for word in words if self._hits(word))]
        return 2 * sum(map(self._rarity, common)) / sum(map(self._rarity, both))

    def _hits_of(self, word: str) -> dict[str, float]:
        """Return for each key that holds the word, or one that begins alike, how strongly."""
        close = {word: 1.0}
        for known in self._vocabulary - {word}:
            if _begins(known, word) or _begins(word, known):
                shorter, longer = sorted((len(word), len(known)))
                close[known] = 0.6 + 0.3 * shorter / longer
        hits: dict[str, float] = {}
        for key, weights in self._weights.items():
            strengths = [close[known] * weights[known] for known in close if known in weights]
            if strengths:
                hits[key] = max(strengths)
        return hits

    def _rarity(self, word: str) -> float:
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
        near = [word]
        if len(word) >= _LONG_ENOUGH:
            spellings = sorted(self._spellings)
            near = difflib.get_close_matches(word, spellings, n=1, cutoff=_NEARLY_SAME) or near
        return stem(near[0])


def _stems(text: str) -> list[str]:
    """Return the stems of the words of a text that say something."""
    return [stem(word) for word in _telling(fold(text))]


def _asked(text: str) -> list[str]:
    """Return the words of a question that say something, without those after "no"."""
    words = fold(text)
    said = [w for before, w in zip(["", *words], words, strict=False) if before not in _NOT]
    return _telling(said or words)


def _telling(words: list[str]) -> list[str]:
    return [word for word in words if word not in _SKIP] or words


def _begins(word: str, start: str) -> bool:
    """Say if `word` begins with `start`; a short start only allows one more letter ("hips")."""
    allowed = len(start) >= _LONG_ENOUGH or (len(start) == 3 and len(word) == 4)
    return allowed and word.startswith(start)

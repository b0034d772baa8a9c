"""Find texts by the words that people type: capitals, accents and small typing errors forgiven.

Choice made here: a word counts as found when it is equal, begins another word, or is spelled nearly
the same (`difflib`), in this order; rare words count more than common ones. A text is kept when it
holds half of what was asked or as much as the best one; better matches come first. Nothing outside
the standard library.
"""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

_LONG_ENOUGH = 4  # letters: shorter words are too much alike to guess
_NEARLY_SAME = 0.75
_HALF = 0.5
_PHRASE_BONUS = 5.0


def fold(text: str) -> list[str]:
    """Return the words of a text in small letters and without accents.

    Examples
    --------
    >>> fold("Legg-Calvé-Perthes' disease")
    ['legg', 'calve', 'perthes', 'disease']
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", plain.replace("'s ", " ").replace("'", ""))


_SKIP = frozenset(
    fold(
        "a an and are at be by can do does for from has have i in is it its me my not of on or so"
        " that the there this to up what when where which while with you your"
    )
)


class Index:
    """A small search index that ranks keys by how well their texts hold the words asked for.

    Parameters
    ----------
    documents : mapping of key to an iterable of (text, weight)
        Higher weights for texts where a match says more, such as a name.
    phrases : mapping of key to an iterable of texts, optional
        Names: a query that is part of one, as a whole, comes first.

    Examples
    --------
    >>> index = Index({"apple": [("a round fruit", 1.0)], "pear": [("a long fruit", 1.0)]})
    >>> index.search("ROUND friut")
    ['apple']
    """

    def __init__(
        self,
        documents: Mapping[str, Iterable[tuple[str, float]]],
        phrases: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self._weights: dict[str, dict[str, float]] = {}
        for key, texts in documents.items():
            weights = self._weights.setdefault(key, {})
            for text, weight in texts:
                for word in fold(text):
                    weights[word] = max(weight, weights.get(word, 0.0))
        self._phrases = {
            key: [f" {' '.join(fold(text))} " for text in texts]
            for key, texts in (phrases or {}).items()
        }
        self._vocabulary = sorted({word for weights in self._weights.values() for word in weights})
        self._similar = lru_cache(maxsize=2048)(self._similar_words)

    def search(self, text: str) -> list[str]:
        """Return the keys that fit, best first; an empty list when no word is known."""
        words = fold(text)
        words = [word for word in words if word not in _SKIP] or words
        scores, found, possible = self._scores(words)
        phrase = f" {' '.join(words)} "
        for key, names in self._phrases.items():
            if key in scores and any(phrase in name for name in names):
                scores[key] += _PHRASE_BONUS
                found[key] = possible
        if not found:
            return []
        least = min(_HALF * possible, max(found.values()))
        kept = [key for key in scores if found[key] >= least]
        return sorted(kept, key=lambda key: -scores[key])

    def _scores(self, words: list[str]) -> tuple[dict[str, float], dict[str, float], float]:
        """Return each key's score, the rarity of the words it holds, and of all words."""
        scores: dict[str, float] = {}
        found: dict[str, float] = {}
        possible = 0.0
        for word in dict.fromkeys(words):
            hits = self._hits(word)
            if not hits:
                continue
            rarity = math.log(1 + len(self._weights) / len(hits))
            possible += rarity
            for key, strength in hits.items():
                scores[key] = scores.get(key, 0.0) + rarity * strength
                found[key] = found.get(key, 0.0) + rarity
        return scores, found, possible

    def _hits(self, word: str) -> dict[str, float]:
        """Return for each key that holds the word, or one like it, how strongly."""
        hits: dict[str, float] = {}
        for similar, closeness in self._similar(word):
            for key, weights in self._weights.items():
                if similar in weights:
                    hits[key] = max(hits.get(key, 0.0), closeness * weights[similar])
        return hits

    def _similar_words(self, word: str) -> tuple[tuple[str, float], ...]:
        """Return the known words that `word` may stand for, with a closeness of at most 1."""
        close = {word: 1.0} if word in self._vocabulary else {}
        for known in self._vocabulary:
            if known != word and (_begins(known, word) or _begins(word, known)):
                shorter, longer = sorted((len(word), len(known)))
                close[known] = 0.6 + 0.3 * shorter / longer
        begun = any(known.startswith(word) for known in close)
        if not begun and len(word) >= _LONG_ENOUGH:
            near = difflib.get_close_matches(word, self._vocabulary, n=4, cutoff=_NEARLY_SAME)
            for known in near:
                ratio = difflib.SequenceMatcher(None, word, known).ratio()
                close[known] = max(close.get(known, 0.0), 0.9 * ratio)
        return tuple(close.items())


def _begins(word: str, start: str) -> bool:
    """Say if `word` begins with `start`; a short start only allows one more letter ("hips")."""
    allowed = len(start) >= _LONG_ENOUGH or (len(start) == 3 and len(word) == 4)
    return allowed and word.startswith(start)

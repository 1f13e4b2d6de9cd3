"""PLOVER's contexts (why): read from the words of the paragraph that an event stands in."""

import re
from functools import cache, lru_cache

from detente.vocabulary.tables import rows, split

_REACH = 600  # characters; a report without line ends is one paragraph only if it is short
_WORD = re.compile(r"\w+")


@cache
def _signs() -> list[tuple[str, frozenset[str], tuple[str, ...]]]:
    """Give each context with its single words and its phrases, spelled as `_spelled` spells a text."""
    found = []
    for row in rows("contexts.tsv"):
        signs = [_spelled(words) for words in split(row["words"])]
        phrases = tuple(sign for sign in signs if " " in sign.strip())
        found.append((row["context"], frozenset(s.strip() for s in signs) - {p.strip() for p in phrases}, phrases))
    return found


def _spelled(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.lower()))} "


@lru_cache(maxsize=64)
def find_contexts(text: str) -> tuple[str, ...]:
    """Give the contexts whose words stand in a text, in PLOVER's order."""
    spelled = _spelled(text)
    words = frozenset(spelled.split())
    return tuple(
        context
        for context, single, phrases in _signs()
        if not words.isdisjoint(single) or any(phrase in spelled for phrase in phrases)
    )


def paragraph(text: str, start: int, end: int) -> str:
    """Give the paragraph that a stretch of text stands in: up to the line ends around it, at most `_REACH` each way."""
    first = text.rfind("\n", max(0, start - _REACH), start) + 1 or max(0, start - _REACH)
    last = text.find("\n", end, end + _REACH)
    return text[first : last if last >= 0 else end + _REACH]

"""PLOVER's contexts (why): read from the words of the paragraph that an event stands in."""

import re
from functools import cache

from detente.vocabulary.tables import rows, split

_REACH = 600  # characters; a report without line ends is one paragraph only if it is short


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    found = []
    for row in rows("contexts.tsv"):
        words = sorted(split(row["words"]), key=len, reverse=True)
        found.append((row["context"], re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.I)))
    return found


def find_contexts(text: str) -> tuple[str, ...]:
    """Give the contexts whose words stand in a text, in PLOVER's order."""
    return tuple(context for context, pattern in _patterns() if pattern.search(text))


def paragraph(text: str, start: int, end: int) -> str:
    """Give the paragraph that a stretch of text stands in: up to the line ends around it, at most `_REACH` each way."""
    first = text.rfind("\n", max(0, start - _REACH), start) + 1 or max(0, start - _REACH)
    last = text.find("\n", end, end + _REACH)
    return text[first : last if last >= 0 else end + _REACH]

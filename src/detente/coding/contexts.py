"""PLOVER's contexts (why): read from the words of a sentence and its neighbours."""

import re
from functools import cache

from detente.vocabulary.tables import rows, split


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

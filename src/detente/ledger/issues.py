"""Which issues an entry is about."""

from collections.abc import Sequence

from detente.vocabulary.issues import Issues

_GENERAL = "diplomatic"  # visits, talks, relations: what an entry is about where nothing else is


def issues_of(what: str, sentence: str, before: Sequence[str], issues: Issues) -> tuple[str, ...]:
    """Give the issues of what was said: by its own words, else its sentence, else the nearest `before` with any."""
    for text in (what, sentence, *before):
        special = tuple(issue for issue in issues.of(text) if issue != _GENERAL)
        if special:
            return special
    return issues.of(what) or issues.of(sentence)

"""Which issues an entry is about."""

from detente.vocabulary.issues import Issues


def issues_of(what: str, sentence: str, issues: Issues) -> tuple[str, ...]:
    """Give the issues of what was said; of the whole sentence where its own words show none."""
    found = issues.of(what)
    general = {"diplomatic"}
    if set(found) <= general:
        found = tuple(dict.fromkeys((*(i for i in issues.of(sentence) if i not in general), *found))) or found
    return found

"""What states deal over: the taxonomy of issues, and channels of communication, each with the words that show it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from detente.vocabulary.accents import unaccented
from detente.vocabulary.tables import VocabularyError, rows, rows_of, split


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue: its key, its name, and a pattern of the words that show it."""

    key: str
    name: str
    pattern: re.Pattern[str]


class Issues:
    """A taxonomy of issues: the shipped one, with a user's own file (`issue, name, words`) before it if given.

    Raises:
        VocabularyError: the file lacks a column or a row has no words; names the line.

    """

    def __init__(self, own: Path | None = None) -> None:
        shipped = _issues(rows("issues.tsv"), "issues.tsv")
        added = _issues(rows_of(own.read_text(encoding="utf-8")), str(own)) if own else []
        replaced = {issue.key for issue in added}
        self.all = [*added, *(issue for issue in shipped if issue.key not in replaced)]

    def of(self, text: str) -> tuple[str, ...]:
        """Give the issues whose words stand in a text, most words first, in the taxonomy's order."""
        plain = unaccented(text)
        counts = {issue.key: len(issue.pattern.findall(plain)) for issue in self.all}
        return tuple(sorted((key for key, n in counts.items() if n), key=lambda key: -counts[key]))

    def name(self, key: str) -> str:
        """Give the name of an issue; the key itself if it is not known."""
        return next((issue.name for issue in self.all if issue.key == key), key)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of communication between two governments.

    `pattern` finds its names; `topics` the words that make a contact noun beside them mean it ("talks on climate");
    `offices` are held by those who keep it open by meeting.
    """

    key: str
    name: str
    issues: tuple[str, ...]
    pattern: re.Pattern[str]
    topics: re.Pattern[str]
    offices: frozenset[str]


@cache
def channels() -> tuple[Channel, ...]:
    """Read the channels that the ledger keeps."""
    found = rows("channels.tsv")
    return tuple(
        Channel(
            row["channel"],
            row["name"],
            tuple(split(row["issues"])),
            words_pattern(split(row["names"])),
            words_pattern(split(row["topics"])),
            frozenset(split(row["offices"])),
        )
        for row in found
    )


def words_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Compile words and phrases into a pattern, longest first; `*` stands for any ending. Empty: matches nothing."""
    ordered = sorted(words, key=len, reverse=True)
    if not ordered:
        return re.compile(r"(?!)")
    body = "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in ordered)
    return re.compile(rf"(?<![\w-])(?:{body})(?!\w)", re.I)


def _issues(found: list[dict[str, str]], where: str) -> list[Issue]:
    issues = []
    for line, row in enumerate(found, start=2):
        words = split(row.get("words", ""))
        if not row.get("issue") or not words:
            raise VocabularyError(
                f"{where} line {line}: an issue needs a key and words, tab-separated: issue, name, words"
            )
        issues.append(Issue(row["issue"], row.get("name") or row["issue"], words_pattern(words)))
    return issues

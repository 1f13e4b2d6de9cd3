"""The ledger's lexicon: words that ask, promise or refuse, each with the construction that it stands in."""

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from detente.vocabulary.tables import VocabularyError, rows, split

EntryKind = Literal["ask", "pledge", "refusal", "assessment"]
Firmness = Literal["firm", "conditional", "vague"]
FRAMES = frozenset(
    {"sb to do", "that", "that other", "sth", "noun ask", "noun", "must", "to do", "doing", "no to", "not"}
    | {"to do joint", "noun pledge", "will", "sb until", "be to", "bare", "idiom", "sth from"}
    | {"sb against", "sb sth", "sb over"}
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A word in a construction.

    `prepositions` lead to the addressee or the thing; `others` are further parts of a phrasal verb; `things` are nouns
    of which the object must be one, `not_things` of which it must be none.
    """

    kind: EntryKind
    construction: str
    others: tuple[str, ...]
    prepositions: tuple[str, ...]
    things: frozenset[str]
    not_things: frozenset[str]
    firmness: Firmness | None


@cache
def frames() -> dict[tuple[str, str], tuple[Frame, ...]]:
    """Read the lexicon: frames by part of speech (v, n, a) and word, in the order of the file."""
    found: dict[tuple[str, str], list[Frame]] = {}
    for line, row in enumerate(rows("ledger.tsv"), start=2):
        if row["frame"] not in FRAMES:
            raise VocabularyError(f"ledger.tsv line {line}: no construction {row['frame']!r}")
        for phrase in split(row["words"]):
            word, *others = phrase.split()
            frame = Frame(
                cast("EntryKind", row["kind"]),
                row["frame"],
                tuple(others),
                tuple(split(row["prep"])),
                frozenset(split(row["things"])),
                frozenset(split(row["not_things"])),
                cast("Firmness", row["firmness"]) if row.get("firmness") else None,
            )
            found.setdefault((row["pos"], word), []).append(frame)
    return {key: tuple(values) for key, values in found.items()}


@cache
def phrases() -> tuple[tuple[Frame, tuple[str, ...]], ...]:
    """Read the set phrases, each with its frame: lemmas, `a|b` for either, `*n` for up to n words between."""
    return tuple(
        (
            Frame(
                cast("EntryKind", row["kind"]), "phrase", (), (), frozenset(), frozenset(),
                cast("Firmness", row["firmness"]) if row["firmness"] else None,
            ),
            tuple(phrase.split()),
        )
        for row in rows("ledger_phrases.tsv")
        for phrase in row["phrases"].split(";")
    )  # fmt: skip

"""The trigger lexicon: which words, in which construction, tell of which event type.

`data/triggers.tsv` has one row a rule: `words` are alternatives separated by `|` (a second word in an alternative
is a particle or preposition of the verb, or the rest of a compound noun); `conditions` are separated by spaces and
must all hold. A condition is `slot=word|@list|...`: the slot holds one of the words. Several slots may be given
(`obj|from=...`), `!` denies the whole. Slots: `obj`, `subj`, `comp` (a clause the verb governs), `acomp`,
`any` (anywhere below the trigger) or a preposition. `@any` is any content; `@person`, `@country` and `@civil` hold
when a party of that kind fills the slot.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Literal

from detente.vocabulary.event_types import EventType, modes
from detente.vocabulary.tables import VocabularyError, rows, split, wordlists

PartOfSpeech = Literal["v", "n", "a"]
PARTY_KINDS = frozenset({"@any", "@person", "@country", "@civil"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One test on a construction; `kinds` are tests on the parties in the slot."""

    slots: tuple[str, ...]
    words: frozenset[str]
    kinds: frozenset[str]
    denied: bool


@dataclass(frozen=True, slots=True)
class Trigger:
    """One rule of the lexicon, for one word."""

    line: int
    event_type: EventType
    mode: str | None
    pos: PartOfSpeech
    word: str
    others: tuple[str, ...]
    conditions: tuple[Condition, ...]
    mutual: bool
    swapped: bool

    @property
    def specificity(self) -> int:
        """How much of the construction the rule demands: the most demanding rule that holds wins."""
        return 2 * sum(not c.denied for c in self.conditions) + 3 * len(self.others)

    def possible(self, words: set[str] | frozenset[str]) -> bool:
        """Say whether the words that the rule demands are all among a sentence's, wherever they stand."""
        if not words.issuperset(self.others):
            return False
        return all(c.denied or c.kinds or not c.words or not words.isdisjoint(c.words) for c in self.conditions)


def _condition(text: str, line: int) -> Condition:
    denied = text.startswith("!")
    slots, _, values = text.lstrip("!").partition("=")
    words: set[str] = set()
    kinds: set[str] = set()
    for value in split(values):
        if value in PARTY_KINDS:
            kinds.add(value)
        elif value.startswith("@"):
            if value[1:] not in wordlists():
                raise VocabularyError(f"triggers.tsv line {line}: no word list {value} in wordlists.toml")
            words.update(wordlists()[value[1:]])
        else:
            words.add(value)
    return Condition(tuple(split(slots)), frozenset(words), frozenset(kinds), denied)


def _triggers(row: dict[str, str], line: int) -> list[Trigger]:
    event_type = EventType(row["type"])
    if row["mode"] and row["mode"] not in modes(event_type):
        raise VocabularyError(f"triggers.tsv line {line}: {event_type} has no mode {row['mode']!r}")
    if row["pos"] not in ("v", "n", "a"):
        raise VocabularyError(f"triggers.tsv line {line}: part of speech must be v, n or a, not {row['pos']!r}")
    pos: PartOfSpeech = row["pos"]  # type: ignore[assignment]
    conditions = tuple(_condition(text, line) for text in row["conditions"].split())
    found = []
    for words in split(row["words"]):
        parts = words.split()
        head, others = (parts[-1], parts[:-1]) if pos == "n" else (parts[0], parts[1:])
        mutual, swapped = row["roles"] == "mutual", row["roles"] == "swap"
        mode = row["mode"] or None
        found.append(Trigger(line, event_type, mode, pos, head, tuple(others), conditions, mutual, swapped))
    return found


@cache
def triggers() -> dict[tuple[PartOfSpeech, str], tuple[Trigger, ...]]:
    """Read the lexicon, keyed by part of speech and head word, most demanding rule first.

    Raises:
        VocabularyError: a row names an unknown mode, word list or part of speech.

    """
    found: defaultdict[tuple[PartOfSpeech, str], list[Trigger]] = defaultdict(list)
    for line, row in enumerate(rows("triggers.tsv"), start=2):
        for trigger in _triggers(row, line):
            found[trigger.pos, trigger.word].append(trigger)
    return {key: tuple(sorted(rules, key=lambda t: (-t.specificity, t.line))) for key, rules in found.items()}

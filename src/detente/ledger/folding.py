"""When several reports tell of one ask, pledge, refusal or assessment.

The same kind by the same party to the same other one, made within days of each other, in words that are mostly
shared. Links hold between pairs and an entry is what links connect, so the order of reading changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from detente.ledger.similarity import overlap, words_of
from detente.model import LedgerEntry

_NEAR = timedelta(days=4)
_ENOUGH = 0.5
Told = tuple[str, date, LedgerEntry]


@dataclass(frozen=True, slots=True)
class Folded:
    """An entry with all the passages that tell it; `entry` is the one that tells it best, `told` all, best first."""

    id: str
    entry: LedgerEntry
    told: tuple[Told, ...]

    @property
    def made_on(self) -> date:
        """Give the earliest day that a report of the time gives it."""
        return min(entry.made_on for _, _, entry in self.told)


def fold(entries: Iterable[Told]) -> list[Folded]:
    """Join the entries that several passages tell; in order of day and id."""
    groups: dict[tuple[str, str | None, str | None], list[Told]] = defaultdict(list)
    for told in entries:
        entry = told[2]
        groups[entry.kind, entry.by, entry.to].append(told)
    found = [folded for group in groups.values() for folded in _fold_alike(group)]
    return sorted(found, key=lambda f: (f.made_on, f.id))


def _fold_alike(group: list[Told]) -> list[Folded]:
    ordered = sorted(group, key=lambda t: (t[2].made_on, t[0]))
    words = [words_of(t[2].what.text) for t in ordered]
    leader = list(range(len(ordered)))

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    for i, told in enumerate(ordered):
        for j in range(i + 1, len(ordered)):
            if ordered[j][2].made_on - told[2].made_on > _NEAR:
                break
            if overlap(words[i], words[j]) >= _ENOUGH:
                leader[find(j)] = find(i)
    joined: dict[int, list[Told]] = defaultdict(list)
    for i, told in enumerate(ordered):
        joined[find(i)].append(told)
    return [_folded(pieces) for pieces in joined.values()]


def _folded(pieces: list[Told]) -> Folded:
    best = sorted(pieces, key=lambda t: (-t[2].confidence, t[1], t[0]))
    return Folded(min(t[0] for t in pieces), best[0][2], tuple(best))

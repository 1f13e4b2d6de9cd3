"""Who held which office when: `data/officials.tsv`, one row a person and term, each with its source."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache

from detente.vocabulary.tables import VocabularyError, rows, split

# States whose wire-service names put the family name first.
FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "HKG", "KOR", "PRK", "VNM", "KHM", "SGP"})


@dataclass(frozen=True, slots=True)
class Official:
    """One person's term in one office; `end` is None while it lasts."""

    name: str
    aliases: tuple[str, ...]
    country: str
    sector: str
    office: str
    start: date
    end: date | None

    def in_office(self, day: date) -> bool:
        """Say whether the term covers a day."""
        return self.start <= day and (self.end is None or day <= self.end)

    @property
    def surname(self) -> str:
        """The part of the name that reports use alone."""
        parts = self.name.split()
        return parts[0] if self.country in FAMILY_NAME_FIRST else parts[-1]


@cache
def officials() -> tuple[Official, ...]:
    """Read the registry.

    Raises:
        VocabularyError: a row has a date that is not ISO.

    """
    found = []
    for line, row in enumerate(rows("officials.tsv"), start=2):
        try:
            start = date.fromisoformat(row["from"])
            end = date.fromisoformat(row["to"]) if row["to"] else None
        except ValueError as error:
            raise VocabularyError(f"officials.tsv line {line}: {error}") from None
        aliases = tuple(split(row["aliases"]))
        found.append(Official(row["name"], aliases, row["country"], row["sector"], row["office"], start, end))
    return tuple(found)


@cache
def by_name() -> dict[str, tuple[Official, ...]]:
    """Give the terms of every name and alias."""
    found: defaultdict[str, list[Official]] = defaultdict(list)
    for official in officials():
        for name in dict.fromkeys((official.name, *official.aliases)):
            found[name].append(official)
    return {name: tuple(terms) for name, terms in found.items()}


@cache
def _by_office() -> dict[tuple[str, str], tuple[Official, ...]]:
    found: defaultdict[tuple[str, str], list[Official]] = defaultdict(list)
    for official in officials():
        found[official.country, official.office].append(official)
    return {key: tuple(terms) for key, terms in found.items()}


def holder(country: str, office: str, day: date) -> Official | None:
    """Give the one person who held an office on a day; None if nobody or more than one is known."""
    names = {o.name: o for o in _by_office().get((country, office), ()) if o.in_office(day)}
    return next(iter(names.values())) if len(names) == 1 else None


def on_day(name: str, day: date) -> Official | None:
    """Resolve a name to the term that covers a day, else to the person's last term before it, else to the next.

    A name that two people in office share that day is not resolved.
    """
    terms = by_name().get(name, ())
    serving = {o.name: o for o in sorted(terms, key=lambda o: o.sector == "GOV") if o.in_office(day)}
    if serving:
        return next(iter(serving.values())) if len(serving) == 1 else None
    if len({o.name for o in terms}) != 1:
        return None
    past = [o for o in terms if o.end is not None and o.end < day]
    return max(past, key=lambda o: o.start) if past else min(terms, key=lambda o: o.start)

"""Who held which office when: `data/officials.tsv`, one row a person and term, each with its source."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache

from detente.vocabulary.accents import unaccented
from detente.vocabulary.tables import VocabularyError, rows, split

# Offices whose holders the wires call by surname alone.
_PROMINENT = frozenset(
    {"president", "prime minister", "chancellor", "secretary of state", "foreign minister", "secretary of defense"}
    | {"treasury secretary", "national security adviser", "secretary-general"}
)
_SHORTEST_SURNAME = 4
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

    @property
    def names(self) -> tuple[str, ...]:
        """All that a report may call the official, the bare surname only where it is telling."""
        bare = self.office in _PROMINENT and self.country not in FAMILY_NAME_FIRST
        short = (self.surname,) if bare and len(self.surname) >= _SHORTEST_SURNAME else ()
        return tuple(dict.fromkeys((self.name, *self.aliases, *short)))


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
        found.append(
            Official(unaccented(row["name"]), aliases, row["country"], row["sector"], row["office"], start, end)
        )
    return tuple(found)


@cache
def by_name() -> dict[str, tuple[Official, ...]]:
    """Give the terms of every name and alias."""
    found: defaultdict[str, list[Official]] = defaultdict(list)
    for official in officials():
        for name in official.names:
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


def offices_held(name: str, country: str, day: date) -> set[str]:
    """Give the offices that a person of a state held on a day."""
    return {o.office for o in by_name().get(name, ()) if o.country == country and o.in_office(day)}


@cache
def by_surname() -> dict[str, tuple[Official, ...]]:
    """Give the terms in leading offices of all who bear a surname."""
    found: defaultdict[str, list[Official]] = defaultdict(list)
    for official in officials():
        if official.office in _PROMINENT:
            found[official.surname].append(official)
    return {name: tuple(terms) for name, terms in found.items()}


def bearing(surname: str, day: date) -> Official | None:
    """Give whom "Mr. Xi" means on a day: the one of that surname in a leading office."""
    bearers = {o.name: o for o in by_surname().get(surname, ()) if o.in_office(day)}
    return next(iter(bearers.values())) if len(bearers) == 1 else None


def country_of(name: str) -> str | None:
    """Give the one state that all who bear a name served; None if there are several."""
    countries = {o.country for o in by_name().get(name, ())}
    return next(iter(countries)) if len(countries) == 1 else None

"""Words that may stand for a party without naming it: cities, regions, seats, bynames, institutes, surnames.

They are too unsure to read an event off. The entry classifier takes them as candidates and decides by what is said.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from detente.vocabulary.officials import Official, officials
from detente.vocabulary.tables import rows, split

_SOON, _LATELY = timedelta(days=120), timedelta(days=730)  # a coming and a past office holder are still news
_LIFETIME = timedelta(days=20 * 365)


@dataclass(frozen=True, slots=True)
class StandIn:
    """Whom words may mean; `beside`: only where one of these is named, anywhere if there are none."""

    codes: tuple[str, ...]
    beside: frozenset[str]


@cache
def stand_ins() -> dict[str, StandIn]:
    """Give what each word or phrase of `stand_ins.tsv` may mean."""
    return {
        words: StandIn(tuple(split(row["codes"])), frozenset(split(row["beside"])))
        for row in rows("stand_ins.tsv")
        for words in split(row["words"])
    }


@cache
def cities() -> dict[str, str]:
    """Give the state of each large city that is no capital (`cities.tsv`, from GeoNames)."""
    return {words: row["code"] for row in rows("cities.tsv") for words in split(row["words"])}


@cache
def regions() -> dict[str, str]:
    """Give the state of each province or region of `regions.tsv`."""
    return {words: row["code"] for row in rows("regions.tsv") for words in split(row["words"])}


def state_of_surname(surname: str, day: date, *, titled: bool) -> str | None:
    """Give the one state whose officials bear a surname about a day; `titled`, in office at any time of their lives.

    Heads of state and government are spoken of long afterwards ("since Nixon's visit"), where nobody else is meant.
    """
    before, after = (_LIFETIME, _LIFETIME) if titled else (_SOON, _LATELY)
    bearers = _by_surname().get(surname, ())
    current = {o.country for o in bearers if o.start - before <= day <= (o.end or date.max - after) + after}
    states = current or {o.country for o in bearers if o.office in _HEADS and o.start <= day}
    return next(iter(states)) if len(states) == 1 else None


_HEADS = frozenset({"president", "prime minister", "premier", "chancellor", "general secretary"})


@cache
def _by_surname() -> dict[str, tuple[Official, ...]]:
    found: defaultdict[str, list[Official]] = defaultdict(list)
    for official in officials():
        for name in {official.surname, *(alias for alias in official.aliases if " " not in alias)}:
            found[name].append(official)
    return {name: tuple(terms) for name, terms in found.items()}

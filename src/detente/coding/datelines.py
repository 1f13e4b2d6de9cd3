"""The place that a dispatch is dated from: "SEOUL, March 3 (AP) -". Who has no state in it is of that state."""

import re
from dataclasses import dataclass
from functools import cache

from detente.vocabulary.accents import unaccented
from detente.vocabulary.names import Kind, proper_names
from detente.vocabulary.stand_ins import cities, regions, stand_ins
from detente.vocabulary.tables import wordlists

_DATELINE = re.compile(
    r"\s*(?P<place>[A-Z][A-Z .'’-]{1,40}[A-Z])(?P<rest>,[^-–—()\n]{1,40}?)?"
    r"\s*(?:\([^()\n]{1,40}\))?\s*(?:-{1,2}|–|—)\s"  # the agency and the dash
)
_AMERICAN = re.compile(r"(?:[A-Z]\.){2}|(?!(?:Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)\.)[A-Z][a-z]{2,4}\.")
_HEAD = 1000  # characters within which a dateline stands
_NAMED = (Kind.COUNTRY, Kind.CAPITAL, Kind.ORGANISATION)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a dispatch comes from: characters `start` to `end` name the place, `state` is its code, if it is known.

    What is told begins at `close`.
    """

    start: int
    end: int
    close: int
    state: str | None
    neutral: bool  # where the envoys of all states sit: what happens there is seldom that state's doing


def dateline(text: str) -> Dateline | None:
    """Read the dateline that a text begins with; None where there is none."""
    found = _DATELINE.match(text)
    if found is None:
        return None
    place, rest = found["place"].lower(), (found["rest"] or "").strip(", ")
    state = _places().get(rest.lower()) or ("USA" if _AMERICAN.fullmatch(rest) else _places().get(place))
    return Dateline(found.start("place"), found.end("place"), found.end(), state, place in wordlists()["neutral_seats"])


def home_of(text: str) -> str | None:
    """Give the state that the government, the ministry, the police of a dispatch are of, from its dateline.

    Headlines may stand in lines of their own before it.
    """
    found = next((d for line in unaccented(text[:_HEAD]).splitlines() if (d := dateline(line)) is not None), None)
    return None if found is None or found.neutral else found.state


@cache
def _places() -> dict[str, str]:
    """Give the codes of countries, capitals, cities and regions by their names in small letters."""
    named = {words: name.country for words, name in proper_names().items() if name.kind in _NAMED and name.country}
    meant = {words: m.codes[0] for words, m in stand_ins().items() if len(m.codes) == 1 and not m.beside}
    return {words.lower(): code for words, code in (meant | regions() | cities() | named).items()}

"""States and organisations by the names that publishers of data sets write them with."""

from functools import cache

from detente.vocabulary.accents import unaccented
from detente.vocabulary.names import Kind, proper_names
from detente.vocabulary.states import is_state
from detente.vocabulary.tables import rows

_OUTSIDE_STATES = frozenset({"IGO", "NGO", "IMG", "ISM", "MNC"})


@cache
def _spellings() -> dict[str, str]:
    named = {text: name.country for text, name in proper_names().items() if name.kind is Kind.COUNTRY and name.country}
    return named | {unaccented(row["name"]): row["iso3"] for row in rows("country_spellings.tsv")}


def country_code(text: str) -> str | None:
    """Give the code of a state by its name, or the text itself where it is a code already; None if neither is known."""
    found = _spellings().get(unaccented(text))
    if found:
        return found
    code = text.upper()
    return code if is_state(code) or code in _OUTSIDE_STATES else None


def organisation_code(text: str) -> str | None:
    """Give UNO, EUR, IGO, NGO, IMG or a state's code for an organisation's name; None if it is not known."""
    name = proper_names().get(unaccented(text))
    return name.country if name is not None and name.kind is Kind.ORGANISATION else None


@cache
def _icews_sectors() -> dict[str, tuple[int, str]]:
    return {row["name"]: (place, row["sector"]) for place, row in enumerate(rows("icews_sectors.tsv"))}


def icews_sector(names: str) -> str | None:
    """Give PLOVER's sector for the comma-separated sectors of an ICEWS party; the first in the table wins."""
    known = _icews_sectors()
    found = [known[name.strip()] for name in names.split(",") if name.strip() in known]
    return min(found)[1] if found else None

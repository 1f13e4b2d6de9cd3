"""The words that name a party: states and their demonyms, capitals and bodies; organisations; groups; offices."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from detente.vocabulary.accents import unaccented
from detente.vocabulary.tables import VocabularyError, lines, rows, split


class Kind(StrEnum):
    """What sort of word stands for a party."""

    COUNTRY = "country"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    BODY = "body"
    ORGANISATION = "organisation"
    GROUP = "group"
    OFFICE = "office"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Name:
    """What a word or phrase says of the party it stands for."""

    kind: Kind
    country: str | None
    sector: str | None
    name: str | None


def _country_names() -> dict[str, Name]:
    found: dict[str, Name] = {}
    for line, row in enumerate(rows("countries.tsv"), start=2):
        code, name = row["iso3"], row["name"]
        for text in split(row["demonyms"]):
            found.setdefault(text, Name(Kind.DEMONYM, code, None, name))
        for text in split(row["capital"]):
            found.setdefault(text, Name(Kind.CAPITAL, code, "GOV", name))
        for text in split(row["government_names"]):
            body, _, sector = text.partition("=")
            if not sector:
                raise VocabularyError(f"countries.tsv line {line}: {text!r} needs a sector, as in Kremlin=GOV")
            found[body] = Name(Kind.BODY, code, sector, body)
        for text in [unaccented(name), *split(row["aliases"])]:
            found[text] = Name(Kind.COUNTRY, code, None, name)
    return found


def _organisation_names() -> dict[str, Name]:
    found = {}
    for row in rows("organisations.tsv"):
        value = Name(Kind.ORGANISATION, row["code"], row["sector"] or None, row["name"])
        for text in [unaccented(row["name"]), *split(row["aliases"])]:
            found[text] = value
    return found


@cache
def proper_names() -> dict[str, Name]:
    """Names that are written as they stand here: states, demonyms, capitals, bodies, organisations, and non-parties."""
    blocked = {text: Name(Kind.NONE, None, None, None) for text in lines("not_parties.txt")}
    return {**_organisation_names(), **_country_names(), **blocked}


@cache
def common_names() -> dict[str, Name]:
    """Lower-case nouns that name a group of people or an office, with PLOVER's sector."""
    found = {}
    for row in rows("sectors.tsv"):
        for text in split(row["nouns"]):
            found[text] = Name(Kind.GROUP, None, row["sector"], None)
    for row in rows("offices.tsv"):
        for text in split(row["titles"]):
            sector = found[text].sector if text in found else "GOV"
            found[text] = Name(Kind.OFFICE, row["country"] or None, sector, row["office"])
    return found

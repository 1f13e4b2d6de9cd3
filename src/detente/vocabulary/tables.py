"""Readers of the vocabulary's data files."""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any

from detente.vocabulary.accents import unaccented

_DATA = files("detente.vocabulary") / "data"


class VocabularyError(ValueError):
    """A vocabulary file holds a row that cannot be used; the message names the file and the line."""


def rows(file: str) -> list[dict[str, str]]:
    """Read a tab-separated data file with a header line; every value is a string, empty if missing."""
    return rows_of((_DATA / file).read_text(encoding="utf-8"))


def rows_of(text: str) -> list[dict[str, str]]:
    """Read tab-separated text with a header line; every value is a string, empty if missing."""
    reader = csv.DictReader(StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
    return [{name: value for name, value in row.items() if isinstance(value, str)} for row in reader]


@cache
def wordlists() -> dict[str, tuple[str, ...]]:
    """Read the named word lists that trigger conditions refer to."""
    data = tomllib.loads(unaccented((_DATA / "wordlists.toml").read_text(encoding="utf-8")))
    return {name: tuple(words) for name, words in data.items()}


@cache
def ledger_words() -> dict[str, tuple[str, ...]]:
    """Read the word lists of the ledger's rules."""
    data = tomllib.loads(unaccented((_DATA / "ledger_words.toml").read_text(encoding="utf-8")))
    return {name: tuple(words) for name, words in data.items()}


@cache
def votes() -> dict[str, Any]:
    """Read how much the grammar's reading counts beside the classifier's."""
    found: dict[str, Any] = tomllib.loads((_DATA / "votes.toml").read_text(encoding="utf-8"))
    return found


def lines(file: str) -> list[str]:
    """Read a plain list: one entry a line, `#` starts a comment."""
    text = (_DATA / file).read_text(encoding="utf-8")
    stripped = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return [unaccented(line) for line in stripped if line]


def split(value: str) -> list[str]:
    """Split a cell that holds several values separated by `|`: words, which are matched without their accents."""
    return [unaccented(part.strip()) for part in value.split("|") if part.strip()]

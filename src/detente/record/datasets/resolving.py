"""Codes of a column read once each: a few thousand distinct values stand for millions of rows."""

from collections.abc import Callable

import polars as pl

from detente.vocabulary import cameo
from detente.vocabulary.event_types import EventType

Values = tuple[str | None, ...]


class Resolver:
    """Reads each distinct value of a column once, by a function that gives the values of other columns for it."""

    def __init__(self, read: Callable[[str], Values], *names: str) -> None:
        self._read = read
        self._names = names
        self._known: dict[str, Values] = {}

    def join(self, frame: pl.DataFrame, column: str, prefix: str = "") -> pl.DataFrame:
        """Add the columns read from `column`, their names after a prefix; null where it is null."""
        values = frame[column].unique().drop_nulls()
        for value in values:
            if value not in self._known:
                self._known[value] = self._read(value)
        read = zip(*(self._known[value] for value in values), strict=True) if len(values) else ((),) * len(self._names)
        found = {f"{prefix}{name}": list(column) for name, column in zip(self._names, read, strict=True)}
        schema = {column: pl.String} | dict.fromkeys(found, pl.String)
        lookup = pl.DataFrame({column: values} | found, schema=schema)
        return frame.join(lookup, on=column, how="left")


def parties() -> Resolver:
    """Read CAMEO actor codes: who and sector."""
    return Resolver(cameo.party, "party", "sector")


def cameo_events() -> Resolver:
    """Read CAMEO event codes: PLOVER's type and mode, and in `known` whether CAMEO has the code."""

    def read(code: str) -> Values:
        if not cameo.is_cameo(code):
            return None, None, None
        kind, mode = cameo.plover(code)
        return (kind.value if kind else None), mode, "yes"

    return Resolver(read, "event_type", "mode", "known")


def plover_events() -> Resolver:
    """Read PLOVER event types, in capitals or not; they say nothing of a mode."""

    def read(text: str) -> Values:
        kind = text.strip().upper()
        return (kind, None, "yes") if kind in EventType.__members__ else (None, None, None)

    return Resolver(read, "event_type", "mode", "known")

"""What the record itself says of assessments whose time has come: a level, a low, a count."""

import re
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from detente.measures import claimed_low, index, lowest_since
from detente.vocabulary.tables import ledger_words

_RELATIONS = re.compile(r"\b(?:relation|relations|relationship|ties)\b", re.I)
_SINCE_YEAR = re.compile(r"\bsince (?:[A-Z][a-z]+ )?((?:19|20)\d\d)\b")
_IN_YEARS = re.compile(r"\bin (?:nearly |almost |more than |over |at least )?(\d+|[a-z]+) (year|decade)s\b", re.I)
_YEARS_LOW = re.compile(r"\b(\d+|[a-z]+)[- ](year|decade)[- ](?:low|high)\b", re.I)
_CONFLICT = re.compile(r"\b(war|conflict|clash|attack|invade|invasion|strike|confrontation|collision|fight)\b", re.I)
_NUMBERS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten".split())}
_NUMBERS |= {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "several": 3}


def due(ledger: pl.DataFrame, events: pl.DataFrame, on: date, measure: str = "latent") -> list[dict[str, Any]]:
    """Give the assessments that can be checked by a day, each with what the record says of it where it can.

    Args:
        ledger: the ledger frame of a dyad.
        events: the dyad's events frame.
        on: the day to look from.
        measure: the index to read levels and lows from.

    """
    claims = ledger.filter((pl.col("kind") == "assessment") & (pl.col("due_on") <= on)).sort("due_on", "id")
    return [row | {"record_says": _says(row, events, measure)} for row in claims.iter_rows(named=True)]


def _says(claim: dict[str, Any], events: pl.DataFrame, measure: str) -> str | None:
    what, made_on, due_on = claim["what"], claim["made_on"], claim["due_on"]
    if _RELATIONS.search(what) and (_names("lows").search(what) or _names("highs").search(what)):
        return _level(what, made_on, index(events, measure, made_on), events)  # as known that day
    if _CONFLICT.search(what):
        return _fights(made_on, due_on, events)
    return None


@cache
def _names(which: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(ledger_words()[which])})\b", re.I)


def _level(what: str, day: date, series: pl.DataFrame, events: pl.DataFrame) -> str | None:
    known = series.filter(pl.col("month") <= day).drop_nulls("level")
    if known.is_empty():
        return None
    now = float(known["level"][-1])
    start = _since(what, day)
    window = known.filter(pl.col("month") >= start) if start else known
    low = bool(_names("lows").search(what))
    edge = window["level"].min() if low else window["level"].max()
    claimed = "low" if low else "high"
    found = lowest_since(known, day) if low else None
    if not isinstance(edge, float):
        return None
    sure = _probability(day, start, events) if low and start else ""
    if now == edge:
        whole = f"since {start.isoformat()}" if start else "of the whole record"
        return f"the index stood at {now:+.2f}, its {claimed} {whole}: borne out{sure}"
    since = f"; lower last in {found.lower_before:%B %Y}" if found and found.lower_before else ""
    return f"the index stood at {now:+.2f}, its {claimed} of that time was {edge:+.2f}{since}: not borne out{sure}"


def _probability(day: date, start: date, events: pl.DataFrame) -> str:
    claim = claimed_low(events, day, max(1, day.year - start.year))
    return f" (the twelve months to then the lowest: {claim.year_lowest:.0%} likely)" if claim else ""


def _since(what: str, day: date) -> date | None:
    named = _SINCE_YEAR.search(what)
    if named:
        return date(int(named[1]), 1, 1)
    spanned = _IN_YEARS.search(what) or _YEARS_LOW.search(what)
    if not spanned:
        return None
    word = spanned[1].lower()
    count = int(word) if word.isdigit() else _NUMBERS.get(word)
    if count is None:
        return None
    return date(max(1, day.year - count * (10 if spanned[2].lower() == "decade" else 1)), day.month, 1)


def _fights(made_on: date, due_on: date, events: pl.DataFrame) -> str:
    took_place = events.filter(
        (pl.col("event_type") == "ASSAULT")
        & pl.col("status").is_in(["actual", "historical"])
        & pl.col("date").is_between(made_on, due_on)
    )
    number = took_place["event"].n_unique()
    return f"{number} assaults between the two recorded from {made_on.isoformat()} to {due_on.isoformat()}"

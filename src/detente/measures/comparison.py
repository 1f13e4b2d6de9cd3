"""Several dyads on one scale."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import numpy as np
import polars as pl

from detente.measures.latent import draw_levels, fit_level, latent, pooled, spans_of
from detente.measures.parameters import Prior

DRAWS = 2000
Dyad = tuple[str, str]
_COLUMNS: dict[str, type[pl.DataType]] = {
    "first": pl.String,
    "second": pl.String,
    "month": pl.Date,
    "level": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "change": pl.Float64,
    "events": pl.Float64,
    "worse": pl.Float64,
}


def compare(
    events: pl.DataFrame,
    dyads: Sequence[Dyad],
    on: date | None = None,
    prior: Prior | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> pl.DataFrame:
    """Put dyads on one scale: their latent levels in the month of a day, of events scored and weighed alike.

    The parameters are pooled over the dyads of the frame, so that a thin dyad leans on the others.

    Args:
        events: an events frame that holds the dyads; others in it help to find the parameters.
        dyads: pairs of states; the first is what the others are compared with.
        on: the day; the last event's day of the whole frame if None.
        prior: the parameters' prior; pooled over the frame if None.
        draws: how many paths are drawn.
        seed: of the chance.

    Returns:
        a row for each dyad with events: `first, second, month, level, lower, upper` (90 % interval), `change` (of the
        level in twelve months; null if the record is shorter), `events` (in those twelve months), `worse` (probability
        that the level is below the first dyad's), in the order of `dyads`.

    """
    until = on or events["date"].max()
    shared = prior or pooled(events)
    rows, reference = [], None
    for number, (first, second) in enumerate(dyads):
        own = between(events, first, second)
        series = latent(own, until=until, prior=shared)  # type: ignore[arg-type]
        if series.is_empty():
            continue
        drawn = _last_month(own, until, shared, draws, seed + number)  # type: ignore[arg-type]
        reference = drawn if number == 0 else reference
        last = series.row(-1, named=True)
        change = last["level"] - series["level"][-13] if len(series) > 12 else None
        worse = None if reference is None or number == 0 else float((drawn < reference).mean())
        year = {"events": series["events"].tail(12).sum(), "change": change, "worse": worse}
        rows.append({"first": first, "second": second, **last, **year})
    return pl.DataFrame(rows, schema=_COLUMNS)


Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def between(events: Frame, first: str, second: str) -> Frame:
    """Keep what two states do to each other."""
    forth = (pl.col("actor") == first) & (pl.col("recipient") == second)
    return events.filter(forth | ((pl.col("actor") == second) & (pl.col("recipient") == first)))


def _last_month(events: pl.DataFrame, until: date, prior: Prior, draws: int, seed: int) -> np.ndarray:
    level = fit_level(events, until, prior)
    return np.empty(0) if level is None else draw_levels(level, spans_of(level, "month"), draws, seed)[:, -1]

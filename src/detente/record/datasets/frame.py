"""The one events frame that every data set becomes, and the joining of rows that tell of one event."""

import polars as pl

from detente.vocabulary.event_types import EventType, Status, intensity, modes, quad_class

EVENTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "date": pl.Date,
    "actor": pl.String,
    "recipient": pl.String,
    "event_type": pl.String,
    "mode": pl.String,
    "quad_class": pl.String,
    "intensity": pl.Float64,
    "status": pl.String,
    "confidence": pl.Float64,
    "weight": pl.Float64,
    "actor_sector": pl.String,
    "recipient_sector": pl.String,
    "event": pl.String,
    "source": pl.String,
    "code": pl.String,
    "mentions": pl.Int64,
    "rows": pl.Int64,
}

# What a data set's rows are before they are joined: `same` tells apart the events of one day and dyad; of the rows that
# share it, the one with the highest `rank` speaks for the event.
CODED: dict[str, pl.DataType | type[pl.DataType]] = {
    "date": pl.Date,
    "actor": pl.String,
    "recipient": pl.String,
    "same": pl.UInt64,
    "code": pl.String,
    "event": pl.String,
    "event_type": pl.String,
    "mode": pl.String,
    "actor_sector": pl.String,
    "recipient_sector": pl.String,
    "status": pl.String,
    "confidence": pl.Float64,
    "weight": pl.Float64,
    "rank": pl.UInt64,
    "mentions": pl.Int64,
    "rows": pl.Int64,
}
_KEY = ["date", "actor", "recipient", "same"]
_ADDED = ["mentions", "rows"]
_TIES = 2**40


def coded(frame: pl.DataFrame) -> pl.DataFrame:
    """Give a frame every column of `CODED`: what it lacks is null, but for status, rows and rank.

    A column `tie` ranks rows that are told equally often, the lowest first; without it, what they say does.
    """
    fixed = {"status": pl.lit(Status.ACTUAL.value), "rows": pl.lit(1, pl.Int64)}
    missing = {name: fixed.get(name, pl.lit(None, kind)) for name, kind in CODED.items() if name not in frame.columns}
    full = frame.with_columns(**missing)
    said = pl.struct(name for name in CODED if name not in (*_KEY, *_ADDED, "rank")).hash()
    tie = pl.col("tie") if "tie" in frame.columns else said
    told = pl.col("mentions").fill_null(0).clip(0, 2**23)
    rank = told.cast(pl.UInt64) * _TIES + (_TIES - 1 - tie % _TIES)
    return full.with_columns(rank=rank).select(pl.col(name).cast(kind) for name, kind in CODED.items())


def join_duplicates(rows: pl.DataFrame) -> pl.DataFrame:
    """Make one row of all that share day, dyad and `same`; the result is the same whatever was joined before.

    The row that is told most often speaks for the event; mentions and rows are summed.
    """
    told = pl.when(pl.col("mentions").count() > 0).then(pl.col("mentions").sum()).alias("mentions")
    first = [pl.col(name).first() for name in CODED if name not in (*_KEY, *_ADDED)]
    grouped = rows.sort("rank", descending=True).group_by(_KEY)
    return grouped.agg(*first, told, pl.col("rows").sum()).select(list(CODED))


def _scores() -> pl.DataFrame:
    found = [
        (kind.value, mode, str(quad_class(kind)), intensity(kind, mode))
        for kind in EventType
        for mode in (None, *sorted(modes(kind)))
    ]
    return pl.DataFrame(found, schema=["event_type", "mode", "quad_class", "intensity"], orient="row")


def finish(rows: pl.DataFrame, source: str) -> pl.DataFrame:
    """Turn joined rows into the events frame, in order of day, dyad and id.

    An event's weight, where the data set gives none, is m / (m + 1) for m mentions, and 1 where none are counted.
    """
    told = pl.col("mentions")
    return (
        rows.join(_scores(), on=["event_type", "mode"], how="left", nulls_equal=True)
        .with_columns(
            weight=pl.coalesce("weight", told / (told + 1), pl.lit(1.0)),
            source=pl.lit(source),
        )
        .select(pl.col(name).cast(kind) for name, kind in EVENTS.items())
        .sort("date", "actor", "recipient", "event", "code")
    )

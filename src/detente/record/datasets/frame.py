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

# What a data set's rows are before they are joined: `same` tells apart the events of one day and dyad, `mentions`
# counts the times they are told, `most` those of the row that speaks for the event.
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
    "most": pl.Int64,
    "mentions": pl.Int64,
    "rows": pl.Int64,
}
_KEY = ["date", "actor", "recipient", "same"]
_ADDED = ["mentions", "rows"]


def coded(frame: pl.DataFrame) -> pl.DataFrame:
    """Give a frame every column of `CODED`: what it lacks is null, but for status, mentions and rows."""
    fixed = {"status": pl.lit(Status.ACTUAL.value), "mentions": pl.lit(None, pl.Int64), "rows": pl.lit(1, pl.Int64)}
    missing = {name: fixed.get(name, pl.lit(None, kind)) for name, kind in CODED.items() if name not in frame.columns}
    full = frame.with_columns(**missing)
    if "most" in missing:
        full = full.with_columns(most=pl.col("mentions"))
    return full.select(pl.col(name).cast(kind) for name, kind in CODED.items())


def join_duplicates(rows: pl.DataFrame) -> pl.DataFrame:
    """Make one row of all that share day, dyad and `same`; the result is the same whatever was joined before.

    The row that is told most often speaks for the event, of several the one with the lowest code and id; mentions and
    rows are summed.
    """
    said = [name for name in CODED if name not in (*_KEY, *_ADDED)]
    ties = [name for name in said if name != "most" and _varies(rows[name])]
    ordered = rows.sort("most", *ties, descending=[True] + [False] * len(ties), nulls_last=True)
    told = pl.when(pl.col("mentions").count() > 0).then(pl.col("mentions").sum()).alias("mentions")
    first = [pl.col(name).first() for name in said]
    return ordered.group_by(_KEY).agg(*first, told, pl.col("rows").sum()).select(list(CODED))


def _varies(values: pl.Series) -> bool:
    return values.null_count() not in (0, len(values)) or values.min() != values.max()


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
        .sort("date", "actor", "recipient", "event", "code", "mentions")
    )

"""The events frame that every measure takes, completed from the little that a public data set must have."""

from functools import cache

import polars as pl

from detente.vocabulary.event_types import EventType, intensity, modes, quad_class

NEEDED = ("date", "actor", "recipient", "event_type")
_TEXT = ("event", "actor", "recipient", "event_type", "mode", "quad_class", "status", "date_precision")
_DEFAULTS: dict[str, str | float] = {"status": "actual", "confidence": 1.0, "weight": 1.0, "date_precision": "day"}
_SCORES = {"quad_class": pl.String(), "intensity": pl.Float64()}


class FrameError(ValueError):
    """A frame is no events frame; the message says what it lacks."""


def complete_events(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Complete an events frame: derive or default what it lacks, row by row, and say so.

    Needed are `date, actor, recipient, event_type` (PLOVER's sixteen). `intensity` and `quad_class` are derived from
    type and mode; `mode` is null, `status` actual, `confidence` and `weight` 1, `date_precision` day where they are
    missing or null. `event`, if missing, names what happened (day, states, type, mode), so that rows alike in all of
    these are one event: the field's one-a-day filter. Other columns are kept as they are. Rows without a day, an actor
    or a score are left out, and counted in what is said.

    Returns:
        the completed frame in the order of its rows, and a sentence for each thing derived, defaulted or left out.

    Raises:
        FrameError: a needed column is missing, or the dates are no dates.

    """
    lacking = [name for name in NEEDED if name not in frame.columns]
    if lacking:
        raise FrameError(f"no events frame: it lacks {', '.join(lacking)}; needed are {', '.join(NEEDED)}")
    said: list[str] = []
    typed = _typed(frame)
    placed = typed.filter(pl.col("date").is_not_null() & pl.col("actor").is_not_null())
    if len(placed) < len(typed):
        said.append(f"{len(typed) - len(placed):,} rows without a day or an actor are left out")
    filled = _scored(_defaulted(placed, said), said)
    if "event" not in filled.columns:
        said.append("event is named by day, states, type and mode: rows alike in these are one event")
        parts = [pl.col(name).cast(pl.String).fill_null("-") for name in ("date", "actor", "event_type")]
        ends = [pl.col(name).fill_null("-") for name in ("mode", "recipient")]
        filled = filled.with_columns(event=pl.concat_str([*parts, *ends], separator=" "))
    return filled, said


def _typed(frame: pl.DataFrame) -> pl.DataFrame:
    day = pl.col("date")
    if frame.schema["date"] == pl.String:
        day = day.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    elif frame.schema["date"] not in (pl.Date, pl.Null) and not isinstance(frame.schema["date"], pl.Datetime):
        raise FrameError(f"no events frame: date holds {frame.schema['date']}, not dates or text as in 2023-06-19")
    text = [pl.col(name).cast(pl.String) for name in _TEXT if name in frame.columns]
    numbers = [pl.col(name).cast(pl.Float64) for name in ("confidence", "weight", "intensity") if name in frame.columns]
    return frame.with_columns(day.cast(pl.Date), *text, *numbers).with_columns(
        pl.col("event_type").str.strip_chars().str.to_uppercase()
    )


def _defaulted(frame: pl.DataFrame, said: list[str]) -> pl.DataFrame:
    if "mode" not in frame.columns:
        said.append("mode is missing: none is assumed")
        frame = frame.with_columns(mode=pl.lit(None, pl.String))
    for name, value in _DEFAULTS.items():
        if name not in frame.columns:
            said.append(f"{name} is missing: {value} is assumed")
            frame = frame.with_columns(pl.lit(value).alias(name))
        elif frame[name].null_count():
            said.append(f"{name} is null in {frame[name].null_count():,} rows: {value} is assumed")
            frame = frame.with_columns(pl.col(name).fill_null(value))
    return frame


def _scored(frame: pl.DataFrame, said: list[str]) -> pl.DataFrame:
    """Derive quad class and intensity where they are missing; leave out the rows that nothing scores."""
    for name, kind in _SCORES.items():
        if name not in frame.columns:
            said.append(f"{name} is missing: derived from type and mode")
            frame = frame.with_columns(pl.lit(None, kind).alias(name))
        elif frame[name].null_count():
            said.append(f"{name} is null in {frame[name].null_count():,} rows: derived from type and mode")
    table, types = _vocabulary()
    joined = (
        frame.join(types, on="event_type", how="left", maintain_order="left")
        .join(table, on=["event_type", "mode"], how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("quad_class", "_quad_class").alias("quad_class"),
            pl.coalesce("intensity", "_of_mode", "_intensity").alias("intensity"),
        )
        .drop("_quad_class", "_of_mode", "_intensity")
    )
    kept = joined.filter(pl.col("quad_class").is_not_null() & pl.col("intensity").is_not_null())
    if len(kept) < len(joined):
        unknown = joined.filter(~pl.col("event_type").is_in(types["event_type"].to_list()).fill_null(False))
        names = sorted(unknown["event_type"].fill_null("(none)").unique())[:5]
        named = f" (their types: {', '.join(name[:40] for name in names)})" if names else ""
        said.append(f"{len(joined) - len(kept):,} rows of no PLOVER type and without a score are left out{named}")
    return kept


@cache
def _vocabulary() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the scores of types with a mode, and the quad classes and scores of types, as frames to join."""
    of_mode = [(str(kind), mode, intensity(kind, mode)) for kind in EventType for mode in sorted(modes(kind))]
    of_type = [(str(kind), str(quad_class(kind)), intensity(kind)) for kind in EventType]
    return (
        pl.DataFrame(of_mode, schema=["event_type", "mode", "_of_mode"], orient="row"),
        pl.DataFrame(of_type, schema=["event_type", "_quad_class", "_intensity"], orient="row"),
    )

"""Where a measure's events come from: a record, or a file of events."""

from pathlib import Path

import polars as pl
from rich.markup import escape

from detente.cli.options import existing_record, notices
from detente.measures import FrameError, Prior, complete_events, is_thin, pooled
from detente.measures.comparison import between

_USED = ("event", "date", "date_precision", "actor", "recipient", "event_type", "mode", "quad_class")
_COLUMNS = (*_USED, "intensity", "status", "confidence", "weight")


def events_of(record: str, events_file: Path | None, dyad: tuple[str, str] | None) -> pl.DataFrame:
    """Read the events of a dyad, or all of them, from a file if one is named and else from the record.

    What the file lacks is derived or defaulted, and said.

    Raises:
        FrameError: the file is no events frame.
        RecordError: there is no such record.

    """
    if events_file is None:
        with existing_record(record) as kept:
            return kept.events() if dyad is None else kept.events(*dyad)
    frame, said = complete_events(_read(events_file, dyad))
    if said:
        notices.print(escape(f"{events_file}: {'; '.join(said)}"))
    return frame


def prior_of(own: pl.DataFrame, record: str, events_file: Path | None) -> Prior | None:
    """Learn from the other dyads of a record or file what parameters are usual, if a dyad's own events are few."""
    if not is_thin(own):
        return None
    if events_file is None:
        return pooled(events_of(record, None, None))
    return pooled(complete_events(_read(events_file, None))[0])


def _read(file: Path, dyad: tuple[str, str] | None) -> pl.DataFrame:
    """Read the columns that measures use, and of a dyad no more than its rows."""
    try:
        lazy = pl.scan_csv(file) if file.suffix.lower() == ".csv" else pl.scan_parquet(file)
        names = lazy.collect_schema().names()
        chosen = lazy.select(name for name in _COLUMNS if name in names)
        if dyad is not None and {"actor", "recipient"} <= set(names):
            text = [pl.col(name).cast(pl.String) for name in ("actor", "recipient")]
            return between(chosen.with_columns(text), *dyad).collect(engine="streaming")
        return chosen.collect(engine="streaming")
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).splitlines()[0][:200]
        raise FrameError(f"{file}: cannot be read as a .parquet or .csv file of events ({reason})") from error

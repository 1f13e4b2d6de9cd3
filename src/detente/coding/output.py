"""Coded events as lines and files: the contract of `detente code`."""

import csv
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import polars as pl

from detente.model import Event, Party

_ROWS_AT_ONCE = 20_000
_FIELDS = ("country", "sector", "name", "text")
_PARTY = pl.Struct(dict.fromkeys(_FIELDS, pl.String))
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "report": pl.String,
    "sentence": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "date": pl.String,
    "date_precision": pl.String,
    "actors": pl.List(_PARTY),
    "recipients": pl.List(_PARTY),
    "event_type": pl.String,
    "mode": pl.String,
    "contexts": pl.List(pl.String),
    "quad_class": pl.String,
    "intensity": pl.Float64,
    "status": pl.String,
    "attribution": pl.String,
    "trigger": pl.String,
    "confidence": pl.Float64,
    "coder": pl.String,
    "coder_version": pl.String,
}


def event_line(event: Event) -> dict[str, Any]:
    """Give a coded event as the one JSON object that `detente code` writes for it."""
    told = event.evidence[0]
    return {
        "report": told.report,
        "sentence": told.sentence,
        "start": told.start,
        "end": told.end,
        "date": event.date.isoformat(),
        "date_precision": event.date_precision,
        "actors": [asdict(p) for p in event.actors],
        "recipients": [asdict(p) for p in event.recipients],
        "event_type": str(event.event_type),
        "mode": event.mode,
        "contexts": list(event.contexts),
        "quad_class": str(event.quad_class),
        "intensity": event.intensity,
        "status": str(event.status),
        "attribution": told.attribution,
        "trigger": told.trigger,
        "confidence": round(event.confidence, 3),
        "coder": event.coder,
        "coder_version": event.coder_version,
    }


def write_jsonl(events: Iterable[Event], out: TextIO) -> int:
    """Write one JSON object a line as events come; give their number."""
    count = 0
    for event in events:
        out.write(json.dumps(event_line(event), ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(events: Iterable[Event], out: TextIO) -> int:
    """Write a row an event as events come, several parties in one cell separated by `; `; give their number."""
    writer = csv.DictWriter(out, fieldnames=list(_columns()))
    writer.writeheader()
    count = 0
    for event in events:
        writer.writerow(_flat(event))
        count += 1
    return count


def _columns() -> Iterator[str]:
    for name in _SCHEMA:
        yield from (f"{name[:-1]}_{field}" for field in _FIELDS) if name in ("actors", "recipients") else [name]


def _flat(event: Event) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, value in event_line(event).items():
        if name in ("actors", "recipients"):
            parties = event.actors if name == "actors" else event.recipients
            row |= {f"{name[:-1]}_{field}": _joined(parties, field) for field in _FIELDS}
        else:
            row[name] = "; ".join(value) if isinstance(value, list) else value
    return row


def _joined(parties: tuple[Party, ...], field: str) -> str:
    return "; ".join(getattr(p, field) or "" for p in parties)


def write_parquet(events: Iterable[Event], out: BinaryIO) -> int:
    """Write a Parquet file with nested parties, in chunks that bound memory; give the number of events."""
    stream, count = iter(events), 0
    with tempfile.TemporaryDirectory() as folder:
        for number, chunk in enumerate(_chunks(stream)):
            pl.DataFrame(chunk, schema=_SCHEMA).write_parquet(Path(folder) / f"{number:06}.parquet")
            count += len(chunk)
        if not count:
            pl.DataFrame(schema=_SCHEMA).write_parquet(out)
            return 0
        whole = Path(folder) / "all.parquet"
        pl.scan_parquet(Path(folder) / "0*.parquet").sink_parquet(whole)
        with whole.open("rb") as joined:
            shutil.copyfileobj(joined, out)
    return count


def _chunks(stream: Iterator[Event]) -> Iterator[list[dict[str, Any]]]:
    while chunk := [event_line(event) for event in islice(stream, _ROWS_AT_ONCE)]:
        yield chunk

"""The record as Polars frames, which is what measures and briefs take."""

import json
from collections.abc import Mapping
from typing import Any

import polars as pl
from sqlalchemy import Connection, func, select

from detente.record import schema
from detente.vocabulary.event_types import EventType, intensity, quad_class

EVENT_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "event": pl.String,
    "date": pl.Date,
    "date_precision": pl.String,
    "reported": pl.Date,
    "actor": pl.String,
    "recipient": pl.String,
    "event_type": pl.String,
    "mode": pl.String,
    "quad_class": pl.String,
    "intensity": pl.Float64,
    "status": pl.String,
    "confidence": pl.Float64,
    "weight": pl.Float64,
}
_EVIDENCE_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "event": pl.String,
    "report": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "sentence": pl.String,
    "trigger": pl.String,
    "attribution": pl.String,
    "confidence": pl.Float64,
    "reported": pl.Date,
    "title": pl.String,
    "url": pl.String,
    "publisher": pl.String,
    "source": pl.String,
    "actors": pl.List(pl.String),
    "recipients": pl.List(pl.String),
}


def event_values(best: Mapping[Any, Any]) -> dict[str, Any]:
    """Give the values of an event from the piece of evidence that tells it best."""
    event_type = EventType(best["event_type"])
    copied = ("date", "date_precision", "event_type", "mode", "status", "contexts", "confidence")
    derived = {"quad_class": str(quad_class(event_type)), "intensity": intensity(event_type, best["mode"])}
    return {name: best[name] for name in copied} | derived


def events_frame(connection: Connection) -> pl.DataFrame:
    """Read all events, a row for each pair of actor state and recipient state, in order of date and id."""
    events = connection.execute(select(schema.events).order_by(schema.events.c.date, schema.events.c.id)).mappings()
    sides = _states(connection)
    rows = []
    for event in events:
        common = {name: event[name] for name in EVENT_COLUMNS if name in event} | {"event": event["id"]}
        for actor, recipient, weight in _pairs(*sides[event["id"]]):
            rows.append(common | {"actor": actor, "recipient": recipient, "weight": weight})
    return pl.DataFrame(rows, schema=EVENT_COLUMNS)


def _states(connection: Connection) -> dict[str, tuple[list[str], list[str]]]:
    table = schema.parties
    query = select(table.c.event, table.c.role, table.c.country).order_by(table.c.event, table.c.role, table.c.position)
    found: dict[str, tuple[list[str], list[str]]] = {}
    for event, role, country in connection.execute(query):
        side = found.setdefault(event, ([], []))[role == "recipient"]
        if country and country not in side:
            side.append(country)
    return found


def _pairs(actors: list[str], recipients: list[str]) -> list[tuple[str, str | None, float]]:
    if recipients:
        return [(a, r, 1.0) for a in actors for r in recipients]
    if len(actors) > 1:  # reciprocal: each does to each, and the event counts once
        return [(a, b, 0.5) for a in actors for b in actors if a != b]
    return [(a, None, 1.0) for a in actors]


def of_dyad(frame: pl.DataFrame, first: str, second: str) -> pl.DataFrame:
    """Keep what two states do to each other."""
    forth = (pl.col("actor") == first) & (pl.col("recipient") == second)
    back = (pl.col("actor") == second) & (pl.col("recipient") == first)
    return frame.filter(forth | back)


def evidence_frame(connection: Connection, events: list[str] | None) -> pl.DataFrame:
    """Read the evidence of events, earliest report first."""
    told, reports = schema.evidence, schema.reports
    sentence = func.substr(reports.c.text, told.c.start + 1, told.c.end - told.c.start).label("sentence")
    query = (
        select(told, sentence, reports.c.date.label("reported"))
        .add_columns(reports.c.title, reports.c.url, reports.c.publisher, reports.c.source)
        .join(reports, reports.c.id == told.c.report)
        .order_by(reports.c.date, told.c.report, told.c.start, told.c.id)
    )
    wanted = None if events is None else set(events)
    rows = []
    for row in connection.execute(query).mappings():
        if wanted is None or row["event"] in wanted:
            sides = {side: [p["text"] for p in json.loads(row[side])] for side in ("actors", "recipients")}
            rows.append({name: row[name] for name in _EVIDENCE_COLUMNS} | sides)
    return pl.DataFrame(rows, schema=_EVIDENCE_COLUMNS)

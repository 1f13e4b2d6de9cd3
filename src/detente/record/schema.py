"""The tables of a record."""

from sqlalchemy import Column, Date, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

VERSION = 1

metadata = MetaData()

about = Table("about", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))

reports = Table(
    "reports",
    metadata,
    Column("id", String, primary_key=True),
    Column("date", Date, nullable=False),
    Column("text", Text, nullable=False),
    Column("title", Text),
    Column("url", Text),
    Column("publisher", Text),
    Column("source", Text),
    Column("digest", String, nullable=False),
)

# What one sentence of one report says; the sentence is the report's text from `start` to `end`.
evidence = Table(
    "evidence",
    metadata,
    Column("id", String, primary_key=True),
    Column("event", String, ForeignKey("events.id"), nullable=False),
    Column("report", String, ForeignKey("reports.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("same_as", String, nullable=False),  # what evidence of one event has in common: see merging.likeness
    Column("date", Date, nullable=False),
    Column("date_precision", String, nullable=False),
    Column("event_type", String, nullable=False),
    Column("mode", String),
    Column("status", String, nullable=False),
    Column("contexts", Text, nullable=False),
    Column("actors", Text, nullable=False),
    Column("recipients", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("attribution", Text),
    Column("confidence", Float, nullable=False),
    Column("coder", String, nullable=False),
    Column("coder_version", String, nullable=False),
    Index("evidence_of_event", "event"),
    Index("evidence_of_report", "report"),
    Index("evidence_alike", "same_as", "date"),
)

# An event as its best piece of evidence tells it.
events = Table(
    "events",
    metadata,
    Column("id", String, primary_key=True),
    Column("date", Date, nullable=False),
    Column("date_precision", String, nullable=False),
    Column("reported", Date, nullable=False),
    Column("event_type", String, nullable=False),
    Column("mode", String),
    Column("quad_class", String, nullable=False),
    Column("intensity", Float, nullable=False),
    Column("status", String, nullable=False),
    Column("contexts", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("pieces", Integer, nullable=False),
    Index("events_by_date", "date"),
)

parties = Table(
    "parties",
    metadata,
    Column("event", String, ForeignKey("events.id"), primary_key=True),
    Column("role", String, primary_key=True),  # actor or recipient
    Column("position", Integer, primary_key=True),
    Column("country", String),
    Column("sector", String),
    Column("name", Text),
    Column("text", Text, nullable=False),
    Index("parties_by_country", "country"),
)

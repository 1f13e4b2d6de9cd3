"""The tables of a record."""

from typing import Any

from sqlalchemy import Column, Date, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

VERSION = 3

metadata = MetaData()


def _told(name: str, *columns: Column[Any]) -> Table:
    """Give a table of what passages of reports tell: a row a passage, the report's text from `start` to `end`."""
    return Table(
        name,
        metadata,
        Column("id", String, primary_key=True),
        Column("report", String, ForeignKey("reports.id"), nullable=False),
        *columns,
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Index(f"{name}_of_report", "report"),
    )


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

# What one passage of one report asks, promises, refuses or foretells; `what` runs from `what_start` to `what_end`.
entries = _told(
    "entries",
    Column("kind", String, nullable=False),
    Column("by", String),
    Column("to", String),
    Column("issues", Text, nullable=False),
    Column("what_start", Integer, nullable=False),
    Column("what_end", Integer, nullable=False),
    Column("firmness", String),
    Column("made_on", Date, nullable=False),
    Column("due_on", Date),
    Column("horizon", Text),
    Column("speaker", Text),
    Column("confidence", Float, nullable=False),
    Column("construction", String, nullable=False),
)

# What one passage of one report says of a channel between two states.
channel_changes = _told(
    "channel_changes",
    Column("channel", String, nullable=False),
    Column("first", String, nullable=False),
    Column("second", String, nullable=False),
    Column("state", String, nullable=False),
    Column("since", Date, nullable=False),
    Column("precision", String, nullable=False),
    Column("told", String, nullable=False),
    Column("by", String),
    Column("confidence", Float, nullable=False),
)

# What one sentence of one report tells that may answer an ask or a pledge; `by` and `named` are codes with spaces.
happenings = _told(
    "happenings",
    Column("by", Text, nullable=False),
    Column("named", Text, nullable=False),
    Column("on", Date, nullable=False),
)

# The ledger as it was last settled from all of the above: what became of each entry. Written anew as a whole.
ledger = Table(
    "ledger",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("by", String),
    Column("to", String),
    Column("issues", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("firmness", String),
    Column("state", String, nullable=False),
    Column("state_since", Date),
    Column("state_confidence", Float),
    Column("decided", String),
    Column("made_on", Date, nullable=False),
    Column("due_on", Date),
    Column("horizon", Text),
    Column("speaker", Text),
    Column("confidence", Float, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("changes", Text, nullable=False),
)

# What an analyst decided on the state of an entry; it outlives every settling and rebuilding.
decisions = Table(
    "decisions",
    metadata,
    Column("entry", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("decided_on", Date, nullable=False),
)

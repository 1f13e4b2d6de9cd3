"""Values of the model as rows of the tables, and back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from hashlib import sha256
from typing import Any

from detente.model import ChannelChange, Event, Happening, LedgerEntry, Meeting, Party, Quote, Report

Row = dict[str, Any]


def report_row(report: Report) -> Row:
    """Give a report as a row."""
    return asdict(report)


def report_of(row: Mapping[Any, Any]) -> Report:
    """Give a row of reports as a report."""
    return Report(**{field.name: row[field.name] for field in fields(Report)})


def _sides(parties: tuple[Party, ...]) -> str:
    return json.dumps([asdict(p) for p in parties], ensure_ascii=False)


def evidence_row(event: Event) -> Row:
    """Give the one piece of evidence of a coded event as a row, with all that it says of the event."""
    told = event.evidence[0]
    return {
        "report": told.report,
        "start": told.start,
        "end": told.end,
        "date": event.date,
        "date_precision": event.date_precision,
        "event_type": str(event.event_type),
        "mode": event.mode,
        "status": str(event.status),
        "contexts": json.dumps(event.contexts),
        "actors": _sides(event.actors),
        "recipients": _sides(event.recipients),
        "trigger": told.trigger,
        "attribution": told.attribution,
        "confidence": told.confidence,
        "coder": event.coder,
        "coder_version": event.coder_version,
    }


def event_row(id_: str, event: Event, reported: date) -> Row:
    """Give a coded event as a row."""
    return {
        "id": id_,
        "date": event.date,
        "date_precision": event.date_precision,
        "reported": reported,
        "event_type": str(event.event_type),
        "mode": event.mode,
        "quad_class": str(event.quad_class),
        "intensity": event.intensity,
        "status": str(event.status),
        "contexts": json.dumps(event.contexts),
        "confidence": event.confidence,
        "pieces": 1,
    }


def party_rows(event: str, actors: str, recipients: str) -> list[Row]:
    """Give the parties of an event, from their JSON, as rows."""
    sides: Mapping[str, str] = {"actor": actors, "recipient": recipients}
    return [
        {"event": event, "role": role, "position": position, **party}
        for role, side in sides.items()
        for position, party in enumerate(json.loads(side))
    ]


def entry_row(entry: LedgerEntry) -> Row:
    """Give a ledger entry as a row."""
    row = {name: getattr(entry, name) for name in ENTRY_FIELDS}
    places = {"what_start": entry.what.start, "what_end": entry.what.end}
    places |= {"start": entry.evidence.start, "end": entry.evidence.end}
    return {"id": entry_id(entry), "report": entry.evidence.report, "issues": json.dumps(entry.issues), **row, **places}


def entry_id(entry: LedgerEntry) -> str:
    """Give the fixed id of an entry as one report tells it."""
    told = entry.what
    key = f"{told.report}\0{told.start}\0{told.end}\0{entry.kind}\0{entry.by}\0{entry.to}"
    return sha256(key.encode()).hexdigest()[:12]


def entry_of(row: Mapping[Any, Any]) -> LedgerEntry:
    """Give a row of entries, with its report's text, as an entry."""
    what = _quote(row, "what_start", "what_end")
    values = {name: row[name] for name in ENTRY_FIELDS}
    return LedgerEntry(
        issues=tuple(json.loads(row["issues"])), what=what, evidence=_quote(row, "start", "end"), **values
    )


ENTRY_FIELDS = (
    *("kind", "by", "to", "firmness", "made_on", "due_on", "horizon", "speaker", "confidence"),
    "construction",
)
_CHANGE_FIELDS = ("channel", "state", "since", "precision", "told", "by", "confidence")


def change_row(change: ChannelChange) -> Row:
    """Give a change of a channel as a row."""
    told = change.evidence
    key = f"{told.report}\0{told.start}\0{change.channel}\0{change.state}\0{change.since}\0{'+'.join(change.dyad)}"
    row = {name: getattr(change, name) for name in _CHANGE_FIELDS}
    first, second = change.dyad
    places = {"report": told.report, "start": told.start, "end": told.end, "first": first, "second": second}
    return {"id": sha256(key.encode()).hexdigest()[:16], **row, **places}


def change_of(row: Mapping[Any, Any]) -> ChannelChange:
    """Give a row of channel changes, with its report's text, as a change."""
    values = {name: row[name] for name in _CHANGE_FIELDS}
    return ChannelChange(dyad=(row["first"], row["second"]), evidence=_quote(row, "start", "end"), **values)


def meeting_of(row: Mapping[Any, Any]) -> Meeting:
    """Give a row of evidence, with its report's text, as a meeting."""
    parties = tuple(Party(**values) for side in ("actors", "recipients") for values in json.loads(row[side]))
    told = (row["date"], row["date_precision"], parties, row["trigger"], row["confidence"])
    return Meeting(*told, _quote(row, "start", "end"))


def happening_row(happening: Happening) -> Row:
    """Give a happening as a row."""
    told = happening.evidence
    return {
        "id": sha256(f"{told.report}\0{told.start}".encode()).hexdigest()[:16],
        "report": told.report,
        "by": " ".join(happening.by),
        "named": " ".join(happening.named),
        "on": happening.on,
        "start": told.start,
        "end": told.end,
    }


def happening_of(row: Mapping[Any, Any]) -> Happening:
    """Give a row of happenings, with its report's text, as a happening."""
    by, named = tuple(row["by"].split()), tuple(row["named"].split())
    return Happening(by, named, row["on"], _quote(row, "start", "end"))


def _quote(row: Mapping[Any, Any], start: str, end: str) -> Quote:
    return Quote(row["report"], row[start], row[end], row["text"][row[start] : row[end]])

"""Values of the model as rows of the tables, and back."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from detente.model import Event, Party, Report

Row = dict[str, Any]


def report_row(report: Report) -> Row:
    """Give a report as a row."""
    return asdict(report)


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

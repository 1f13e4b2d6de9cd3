"""The ledger of a record, worked out from all that it holds and written back: the same from any order of reading."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from detente.ledger.candidates import Answers
from detente.ledger.deeds import deeds_of_changes, deeds_of_entries, deeds_of_events
from detente.ledger.folding import fold
from detente.ledger.follow import Followed, follow
from detente.ledger.issues import issues_of
from detente.ledger.output import passage
from detente.model import LedgerEntry
from detente.record import LEDGER_COLUMNS, Record
from detente.vocabulary.issues import Issues


def settle(record: Record) -> None:
    """Work out what became of every entry of a record, as of its latest report, and write the ledger anew."""
    on = record.last_report_date()
    record.write_ledger(_row(followed) for followed in followed_entries(record, on or date.min))


def view(record: Record, on: date, own: Issues | None, dyad: tuple[str, str]) -> pl.DataFrame:
    """Give the ledger of a dyad as it stood on a day, in the columns of `Record.ledger`."""
    rows = [_row(followed) for followed in followed_entries(record, on, own)]
    frame = pl.DataFrame(rows, schema=LEDGER_COLUMNS)
    return frame.filter(pl.col("by").is_in(dyad) & pl.col("to").is_in(dyad))


def followed_entries(record: Record, on: date, own: Issues | None = None) -> list[Followed]:
    """Follow every entry of a record up to a day; with another taxonomy of issues if one is given."""
    issues = own or Issues()
    told = [(id_, day, _retagged(entry, own) if own else entry) for id_, day, entry in record.entries() if day <= on]
    entries = fold(told)
    deeds = deeds_of_entries(entries)
    deeds += deeds_of_events(record.events(), record.evidence(), issues)
    deeds += deeds_of_changes(record.channel_changes())
    return follow(entries, deeds, Answers(record.happenings(), issues), record.decisions(), on)


def _retagged(entry: LedgerEntry, issues: Issues) -> LedgerEntry:
    known = {issue.key for issue in issues.all}
    found = issues_of(entry.what.text, entry.evidence.text, "", issues)
    return replace(entry, issues=found or tuple(key for key in entry.issues if key in known))


def _row(followed: Followed) -> dict[str, Any]:
    entry, last = followed.folded.entry, followed.changes[-1] if followed.changes else None
    return {
        "id": followed.folded.id,
        "kind": entry.kind,
        "by": entry.by,
        "to": entry.to,
        "issues": list(entry.issues),
        "what": entry.what.text,
        "firmness": entry.firmness,
        "state": followed.state,
        "state_since": last.on if last else None,
        "state_confidence": last.confidence if last else None,
        "decided": followed.decided,
        "made_on": followed.folded.made_on,
        "due_on": entry.due_on,
        "horizon": entry.horizon,
        "speaker": entry.speaker,
        "confidence": entry.confidence,
        "evidence": [passage(e.evidence) for _, _, e in followed.folded.told],
        "changes": list(_changes(followed)),
    }


def _changes(followed: Followed) -> Iterator[dict[str, Any]]:
    for change in followed.changes:
        shown = passage(change.evidence) if change.evidence else dict.fromkeys(("report", "start", "end", "text"))
        yield {"state": change.state, "on": change.on.isoformat(), "confidence": change.confidence, **shown}

"""Ledger entries, boards and summaries as the lines that the commands write."""

from collections.abc import Iterable, Mapping
from typing import Any

from detente.ledger.board import Standing
from detente.model import LedgerEntry, Quote

LINE = (
    *("kind", "by", "to", "issues", "what", "firmness", "state", "made_on", "due_on", "horizon", "confidence"),
    "evidence",
)


def entry_line(entry: LedgerEntry) -> dict[str, Any]:
    """Give an entry as one passage tells it, before any follow-up, as `detente code --ledger` writes it."""
    return {
        "kind": entry.kind,
        "by": entry.by,
        "to": entry.to,
        "issues": list(entry.issues),
        "what": entry.what.text,
        "firmness": entry.firmness,
        "state": "open",
        "made_on": entry.made_on.isoformat(),
        "due_on": entry.due_on.isoformat() if entry.due_on else None,
        "horizon": entry.horizon,
        "confidence": entry.confidence,
        "evidence": [passage(entry.evidence)],
    }


def ledger_line(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row of the ledger frame as one JSON object: the contract of `detente ledger --to jsonl`, with its id."""
    line = {name: row[name] for name in LINE}
    dates = {name: row[name].isoformat() if row[name] else None for name in ("made_on", "due_on", "state_since")}
    return (
        line
        | dates
        | {"id": row["id"], "speaker": row["speaker"], "changes": row["changes"], "decided": row["decided"]}
    )


def standing_line(standing: Standing) -> dict[str, Any]:
    """Give a channel's standing as one JSON object."""
    return {
        "channel": standing.channel,
        "issues": list(standing.issues),
        "state": standing.state,
        "since": standing.since.isoformat(),
        "evidence": passages(change.evidence for change in standing.evidence),
    }


def passages(quotes: Iterable[Quote]) -> list[dict[str, Any]]:
    """Give quotes as JSON objects, each once."""
    return [passage(quote) for quote in dict.fromkeys(quotes)]


def passage(quote: Quote) -> dict[str, Any]:
    """Give a quote as a JSON object."""
    return {"report": quote.report, "start": quote.start, "end": quote.end, "text": quote.text}

"""What can answer an ask or a pledge: later refusals, pledges, events and changes of channels, in one shape."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from detente.ledger.folding import Folded
from detente.model import ChannelChange, Quote
from detente.vocabulary.issues import Issues, channels

Does = Literal["refuses", "promises", "does", "meets", "begins", "undoes"]
_GIVES = frozenset({"SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
_BEGINS = frozenset({"AGREE"})
_TAKES = frozenset({"SANCTION", "COERCE", "MOBILIZE", "ASSAULT", "REJECT"})


@dataclass(frozen=True, slots=True)
class Deed:
    """What parties did on a day that can answer something; `does` is its bearing on what was asked or promised."""

    id: str
    does: Does
    by: frozenset[str]
    others: frozenset[str]  # whom it was done with or to; empty where the passage does not say
    on: date
    issues: tuple[str, ...]
    text: str
    confidence: float
    evidence: Quote


def deeds_of_entries(entries: Iterable[Folded]) -> list[Deed]:
    """Give the refusals and pledges as answers to earlier asks and pledges."""
    found = []
    for folded in entries:
        entry = folded.entry
        if entry.kind not in ("refusal", "pledge") or not entry.by:
            continue
        does: Does = "refuses" if entry.kind == "refusal" else "promises"
        others = frozenset({entry.to} if entry.to else ())
        first = min(folded.told, key=lambda t: (t[1], t[0]))[2]
        found.append(
            Deed(
                folded.id, does, frozenset({entry.by}), others, folded.made_on, entry.issues, entry.what.text,
                entry.confidence, first.evidence,
            )
        )  # fmt: skip
    return found


def deeds_of_events(events: pl.DataFrame, evidence: pl.DataFrame, issues: Issues) -> list[Deed]:
    """Give the events that took place as answers.

    Args:
        events: the events frame of a record.
        evidence: their evidence, earliest report first.
        issues: the taxonomy to tell their issues by.

    """
    told = evidence.unique("event", keep="first", maintain_order=True).rows_by_key("event", named=True, unique=True)
    sides: dict[str, tuple[set[str], set[str], dict[str, object]]] = {}
    for row in events.iter_rows(named=True):
        if row["status"] not in ("actual", "historical") or row["date_precision"] == "year":
            continue
        actors, recipients, _ = sides.setdefault(row["event"], (set(), set(), row))
        actors.add(row["actor"])
        if row["recipient"]:
            recipients.add(row["recipient"])
    found = []
    for event, (actors, recipients, row) in sides.items():
        does = _bearing(str(row["event_type"]))
        passage = told.get(event)
        if does is None or passage is None:
            continue
        quote = Quote(passage["report"], passage["start"], passage["end"], passage["sentence"])
        found.append(
            Deed(
                event, does, frozenset(actors), frozenset(recipients), row["date"], issues.of(quote.text), quote.text,  # type: ignore[arg-type]
                float(row["confidence"]), quote,  # type: ignore[arg-type]
            )
        )  # fmt: skip
    return found


def _bearing(event_type: str) -> Does | None:
    if event_type in _GIVES:
        return "does"
    if event_type == "CONSULT":
        return "meets"
    if event_type in _BEGINS:
        return "begins"
    return "undoes" if event_type in _TAKES else None


# A channel that was never opened is one that was agreed on.
_BEARING_OF_STATE: dict[str, Does] = {
    "open": "does", "resuming": "begins", "never opened": "begins", "refused": "refuses"
}  # fmt: skip


def deeds_of_changes(changes: Iterable[tuple[date, ChannelChange]]) -> list[Deed]:
    """Give the changes of channels as answers to asks and pledges about them."""
    issues = {channel.key: channel.issues for channel in channels()}
    found = []
    for _, change in changes:
        if change.told == "aside" or change.precision == "year":
            continue
        does = _BEARING_OF_STATE.get(change.state, "undoes")
        by = (
            frozenset({change.by})
            if change.by in change.dyad and does in ("refuses", "undoes")
            else frozenset(change.dyad)
        )
        key = json.dumps([change.channel, change.state, change.evidence.report, change.evidence.start])
        found.append(
            Deed(
                key, does, by, frozenset(change.dyad), change.since, issues.get(change.channel, ()),
                change.evidence.text, change.confidence, change.evidence,
            )
        )  # fmt: skip
    return found

"""The part of the store that keeps the ledger: what reports say, what was settled from it, what an analyst decided."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine, delete, insert, select

from detente.model import ChannelChange, Happening, LedgerEntry, Meeting, Said
from detente.record import schema
from detente.record.rows import change_of, change_row, entry_of, entry_row, happening_of, happening_row, meeting_of
from detente.vocabulary.event_types import EventType, Status

_SETTLED = "ledger settled"
_EVIDENCE = pl.List(pl.Struct({"report": pl.String, "start": pl.Int64, "end": pl.Int64, "text": pl.String}))
_CHANGES = pl.List(
    pl.Struct(
        {"state": pl.String, "on": pl.String, "confidence": pl.Float64, "report": pl.String}
        | {"start": pl.Int64, "end": pl.Int64, "text": pl.String}
    )
)
LEDGER_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "id": pl.String,
    "kind": pl.String,
    "by": pl.String,
    "to": pl.String,
    "issues": pl.List(pl.String),
    "what": pl.String,
    "firmness": pl.String,
    "state": pl.String,
    "state_since": pl.Date,
    "state_confidence": pl.Float64,
    "decided": pl.String,
    "made_on": pl.Date,
    "due_on": pl.Date,
    "horizon": pl.String,
    "speaker": pl.String,
    "confidence": pl.Float64,
    "evidence": _EVIDENCE,
    "changes": _CHANGES,
}
_NESTED = ("issues", "evidence", "changes")


class NotSettled(Exception):  # noqa: N818 - reads as what it is
    """Reports were added since the ledger was last settled; `detente.settle(record)` or `detente rebuild` does it."""


class LedgerStore:
    """What a record keeps for the ledger."""

    _engine: Engine

    def entries(self) -> list[tuple[str, date, LedgerEntry]]:
        """Give every entry as its report tells it: id, day of the report, entry; in order of id."""
        with self._engine.connect() as connection:
            rows = connection.execute(_with_text(schema.entries)).mappings()
            return [(row["id"], row["reported"], entry_of(row)) for row in rows]

    def channel_changes(self) -> list[tuple[date, ChannelChange]]:
        """Give every change of a channel as its report tells it, with the day of the report; in order of id."""
        with self._engine.connect() as connection:
            rows = connection.execute(_with_text(schema.channel_changes)).mappings()
            return [(row["reported"], change_of(row)) for row in rows]

    def meetings(self) -> list[tuple[date, Meeting]]:
        """Give every passage that tells of a meeting or call that took place, with the day of the report."""
        table = schema.evidence
        met = (table.c.event_type == EventType.CONSULT) & table.c.status.in_((Status.ACTUAL, Status.HISTORICAL))
        with self._engine.connect() as connection:
            rows = connection.execute(_with_text(table).where(met)).mappings()
            return [(row["reported"], meeting_of(row)) for row in rows]

    def happenings(self) -> list[Happening]:
        """Give what every sentence tells that may answer an ask or a pledge; in order of id."""
        with self._engine.connect() as connection:
            return [happening_of(row) for row in connection.execute(_with_text(schema.happenings)).mappings()]

    def decisions(self) -> dict[str, str]:
        """Give what an analyst decided: the state by the id of the entry."""
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(select(schema.decisions)).all()}

    def decide(self, entry: str, state: str | None, on: date) -> None:
        """Keep an analyst's decision on an entry; None forgets it. The ledger must be settled again."""
        table = schema.decisions
        with self._engine.begin() as connection:
            connection.execute(delete(table).where(table.c.entry == entry))
            if state is not None:
                connection.execute(insert(table).values(entry=entry, state=state, decided_on=on))
            _unsettle(connection)

    def is_settled(self) -> bool:
        """Say whether the ledger is settled from all reports."""
        with self._engine.connect() as connection:
            query = select(schema.about.c.value).where(schema.about.c.key == _SETTLED)
            return connection.execute(query).scalar() is not None

    def write_ledger(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write the settled ledger anew."""
        flat = [dict(row) | {name: json.dumps(row[name], ensure_ascii=False) for name in _NESTED} for row in rows]
        with self._engine.begin() as connection:
            connection.execute(delete(schema.ledger))
            if flat:
                connection.execute(insert(schema.ledger), flat)
            _unsettle(connection)
            connection.execute(insert(schema.about).values(key=_SETTLED, value="yes"))

    def ledger(self, first: str | None = None, second: str | None = None) -> pl.DataFrame:
        """Give the settled ledger, of one dyad if named, in order of day and id.

        Columns: `id, kind, by, to, issues, what, firmness, state, state_since, state_confidence, decided, made_on,
        due_on, horizon, speaker, confidence, evidence, changes`. `evidence` and `changes` are lists of passages.

        Raises:
            NotSettled: reports were added since the ledger was settled.

        """
        if not self.is_settled():
            raise NotSettled("reports were added since the ledger was settled; call detente.settle(record) first")
        table = schema.ledger
        query = select(table).order_by(table.c.made_on, table.c.id)
        if first is not None and second is not None:
            query = query.where(table.c.by.in_((first, second)) & table.c.to.in_((first, second)))
        with self._engine.connect() as connection:
            rows = [dict(row) for row in connection.execute(query).mappings()]
        for row in rows:
            row |= {name: json.loads(row[name]) for name in _NESTED}
        return pl.DataFrame(rows, schema=LEDGER_COLUMNS)


def write_said(connection: Connection, said: Said) -> None:
    """Write what a report says for the ledger, within the transaction that writes the report."""
    for table, rows in (
        (schema.entries, [entry_row(e) for e in said.entries]),
        (schema.channel_changes, [change_row(c) for c in said.changes]),
        (schema.happenings, [happening_row(h) for h in said.happenings]),
    ):
        once = {row["id"]: row for row in reversed(rows)}
        if once:
            connection.execute(insert(table), list(once.values()))
    _unsettle(connection)


def _unsettle(connection: Connection) -> None:
    connection.execute(delete(schema.about).where(schema.about.c.key == _SETTLED))


def _with_text(table: Any) -> Any:
    reports = schema.reports
    return (
        select(table, reports.c.text, reports.c.date.label("reported"))
        .join(reports, reports.c.id == table.c.report)
        .order_by(table.c.id)
    )

"""The store: one SQLite file by default, any SQLAlchemy database by URL."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import polars as pl
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from detente.model import Event, Report, Said
from detente.record import frames, schema
from detente.record.engine import RecordError, open_engine
from detente.record.ledger_store import LedgerStore, write_said
from detente.record.merging import NEAR, evidence_id, likeness, same_event
from detente.record.rows import event_row, evidence_row, party_rows, report_of, report_row
from detente.vocabulary.event_types import Status


class AddResult(StrEnum):
    """What became of a report that was offered to the record."""

    ADDED = "added"
    KNOWN = "known"
    CONFLICT = "conflict"  # its id stands in the record with other content


def digest(report: Report) -> str:
    """Fingerprint the content that a report's id stands for."""
    return sha256(f"{report.date}\0{report.text}".encode()).hexdigest()


class Record(LedgerStore):
    """A record of reports, events and evidence.

    Each report is written with all its events in one transaction: a process killed at any moment leaves whole reports
    only. `where` is a path or an SQLAlchemy URL.

    Raises:
        RecordError: the file cannot be opened, is no record, or one of another version.

    """

    def __init__(self, where: str | Path) -> None:
        self.where, self._engine = open_engine(str(where))

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()

    def __enter__(self) -> "Record":
        """Use as a context manager."""
        return self

    def __exit__(self, *_: object) -> None:
        """Release the file."""
        self.close()

    def state_of(self, report: Report) -> AddResult | None:
        """Say whether a report is known or in conflict; None if it is new."""
        query = select(schema.reports.c.digest).where(schema.reports.c.id == report.id)
        with self._engine.connect() as connection:
            known = connection.execute(query).scalar()
        if known is None:
            return None
        return AddResult.KNOWN if known == digest(report) else AddResult.CONFLICT

    def add(self, report: Report, events: Iterable[Event], said: Said | None = None) -> AddResult:
        """Write a report with its events and what it says for the ledger, whole or not at all.

        A report that is known already changes nothing.

        Raises:
            RecordError: the record cannot be written, as on a full disk.

        """
        state = self.state_of(report)
        if state is not None:
            return state
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(schema.reports).values(**report_row(report), digest=digest(report)))
                for coded in events:
                    _add_evidence(connection, report, coded)
                write_said(connection, said or Said())
        except IntegrityError:  # another process has written it since
            return self.state_of(report) or AddResult.CONFLICT
        except DBAPIError as error:
            kept = "what was written before is kept: mend that and give the same command again"
            raise RecordError(f"{self.where}: cannot be written ({error.orig}); {kept}") from error
        return AddResult.ADDED

    def reports(self) -> Iterator[Report]:
        """Give all reports, in order of date and id."""
        table = schema.reports
        with self._engine.connect() as connection:
            for row in connection.execute(select(table).order_by(table.c.date, table.c.id)).mappings():
                yield report_of(row)

    def recode(self, report: Report, events: Iterable[Event], said: Said) -> None:
        """Put the events and entries of a report in the place of those it had, whole or not at all."""
        with self._engine.begin() as connection:
            _remove_coding(connection, report.id)
            for coded in events:
                _add_evidence(connection, report, coded)
            write_said(connection, said)

    def counts(self) -> dict[str, int]:
        """Count the reports, events and pieces of evidence."""
        with self._engine.connect() as connection:
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (schema.reports, schema.events, schema.evidence)
            }

    def events(self, first: str | None = None, second: str | None = None) -> pl.DataFrame:
        """Give the events frame, of one dyad if named: a row for each actor state and recipient state of an event.

        Columns: `event, date, date_precision, reported, actor, recipient, event_type, mode, quad_class, intensity,
        status, confidence, weight`. The two rows of a reciprocal event weigh one half each.
        """
        with self._engine.connect() as connection:
            frame = frames.events_frame(connection)
        return frame if first is None or second is None else frames.of_dyad(frame, first, second)

    def evidence(self, events: Iterable[str] | None = None) -> pl.DataFrame:
        """Give the evidence of events (all if none are named), each with its sentence and report.

        Columns: `event, report, start, end, sentence, trigger, attribution, confidence, reported, title, url,
        publisher, source, actors, recipients`.
        """
        with self._engine.connect() as connection:
            return frames.evidence_frame(connection, None if events is None else list(events))

    def last_report_date(self) -> date | None:
        """Give the day of the latest report."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.max(schema.reports.c.date))).scalar()


def _remove_coding(connection: Connection, report: str) -> None:
    """Remove what was coded from a report; events that other reports tell too stay and are told by those."""
    table = schema.evidence
    touched = set(connection.execute(select(table.c.event).where(table.c.report == report)).scalars())
    connection.execute(delete(table).where(table.c.report == report))
    for event_id in sorted(touched):
        if connection.execute(select(table.c.id).where(table.c.event == event_id).limit(1)).scalar() is None:
            _remove_event(connection, event_id)
        else:
            _retell(connection, event_id)
    for told in (schema.entries, schema.channel_changes, schema.happenings):
        connection.execute(delete(told).where(told.c.report == report))


def _add_evidence(connection: Connection, report: Report, coded: Event) -> None:
    """Write a piece of evidence and join it with the events that it tells of."""
    table = schema.evidence
    own_id = evidence_id(coded)
    if connection.execute(select(table.c.id).where(table.c.id == own_id)).scalar() is not None:
        return
    joined = sorted(_told_already(connection, coded))
    target = min([own_id, *joined])
    if target not in joined:
        connection.execute(insert(schema.events).values(**event_row(target, coded, report.date)))
    for other in joined:
        if other != target:
            connection.execute(update(table).where(table.c.event == other).values(event=target))
            _remove_event(connection, other)
    row = evidence_row(coded)
    connection.execute(insert(table).values(id=own_id, event=target, same_as=likeness(coded), **row))
    _retell(connection, target)


def _told_already(connection: Connection, coded: Event) -> set[str]:
    """Give the events that other evidence of the same happening belongs to."""
    table, told = schema.evidence, coded.evidence[0]
    sentence = func.substr(schema.reports.c.text, table.c.start + 1, table.c.end - table.c.start)
    near = table.c.date.between(_shift(coded.date, -1), _shift(coded.date, 1))
    query = (
        select(table.c.event, table.c.date, sentence)
        .join(schema.reports, schema.reports.c.id == table.c.report)
        .where(table.c.same_as == likeness(coded), near)
    )
    rows = connection.execute(query).all()
    return {row[0] for row in rows if same_event(coded.date, told.sentence, row[1], row[2])}


def _shift(day: date, days: int) -> date:
    return day + days * NEAR if date.min < day < date.max else day


def _remove_event(connection: Connection, id_: str) -> None:
    connection.execute(delete(schema.parties).where(schema.parties.c.event == id_))
    connection.execute(delete(schema.events).where(schema.events.c.id == id_))


def _retell(connection: Connection, id_: str) -> None:
    """Write an event as its best piece of evidence tells it."""
    table = schema.evidence
    query = (
        select(table, schema.reports.c.date.label("reported"))
        .join(schema.reports, schema.reports.c.id == table.c.report)
        .where(table.c.event == id_)
        .order_by(table.c.confidence.desc(), schema.reports.c.date, table.c.id)
    )
    pieces = connection.execute(query).mappings().all()
    best, first = pieces[0], min(p["reported"] for p in pieces)
    values = frames.event_values(best) | {"reported": first, "pieces": len(pieces)}
    if any(p["status"] == Status.ACTUAL for p in pieces):
        values["status"] = str(Status.ACTUAL)
    connection.execute(update(schema.events).where(schema.events.c.id == id_).values(**values))
    connection.execute(delete(schema.parties).where(schema.parties.c.event == id_))
    connection.execute(insert(schema.parties), party_rows(id_, best["actors"], best["recipients"]))

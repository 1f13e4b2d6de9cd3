"""The record: the reports read, the events coded from them and the evidence that ties the two."""

from detente.record.engine import RecordError
from detente.record.ledger_store import LEDGER_COLUMNS, NotSettled
from detente.record.store import AddResult, Record

__all__ = ["LEDGER_COLUMNS", "AddResult", "NotSettled", "Record", "RecordError"]

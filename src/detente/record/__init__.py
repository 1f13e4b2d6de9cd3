"""The record: the reports read, the events coded from them and the evidence that ties the two."""

from detente.record.store import AddResult, Record, RecordError

__all__ = ["AddResult", "Record", "RecordError"]

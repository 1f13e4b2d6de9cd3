"""Détente reads reports about two governments and keeps the sourced record of their relationship."""

from importlib.metadata import version as _version

__version__ = _version("detente")

from detente.coding import Coder
from detente.ingest import Outcome, ingest, rebuild
from detente.ledger import ledger_reader, settle
from detente.measures import index, lowest_since, sharpest_turns
from detente.model import ChannelChange, Event, Evidence, LedgerEntry, Party, Quote, Report
from detente.reading import Problem, read_reports
from detente.record import Record

__all__ = [
    "ChannelChange",
    "Coder",
    "Event",
    "Evidence",
    "LedgerEntry",
    "Outcome",
    "Party",
    "Problem",
    "Quote",
    "Record",
    "Report",
    "index",
    "ingest",
    "ledger_reader",
    "lowest_since",
    "read_reports",
    "rebuild",
    "settle",
    "sharpest_turns",
]

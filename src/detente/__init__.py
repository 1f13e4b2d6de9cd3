"""Détente reads reports about two governments and keeps the sourced record of their relationship."""

from importlib.metadata import version as _version

__version__ = _version("detente")

from detente.coding import Coder
from detente.ingest import Outcome, ingest, rebuild
from detente.ledger import ledger_reader, settle
from detente.measures import (
    claimed_low,
    compare,
    complete_events,
    index,
    lowest_since,
    predictability,
    sharpest_turns,
    surprise,
    turning_points,
)
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
    "claimed_low",
    "compare",
    "complete_events",
    "index",
    "ingest",
    "ledger_reader",
    "lowest_since",
    "predictability",
    "read_reports",
    "rebuild",
    "settle",
    "sharpest_turns",
    "surprise",
    "turning_points",
]

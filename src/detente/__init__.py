"""Détente reads reports about two governments and keeps the sourced record of their relationship."""

from importlib.metadata import version as _version

__version__ = _version("detente")

from detente.coding import Coder
from detente.ingest import Outcome, ingest
from detente.measures import index, lowest_since, sharpest_turns
from detente.model import Event, Evidence, Party, Report
from detente.reading import Problem, read_reports
from detente.record import Record

__all__ = [
    "Coder",
    "Event",
    "Evidence",
    "Outcome",
    "Party",
    "Problem",
    "Record",
    "Report",
    "index",
    "ingest",
    "lowest_since",
    "read_reports",
    "sharpest_turns",
]

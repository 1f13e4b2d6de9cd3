"""Détente reads reports about two governments and keeps the sourced record of their relationship."""

from importlib.metadata import version as _version

__version__ = _version("detente")

from detente.coding import Coder
from detente.ingest import Outcome, ingest
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
    "claimed_low",
    "compare",
    "complete_events",
    "index",
    "ingest",
    "lowest_since",
    "predictability",
    "read_reports",
    "sharpest_turns",
    "surprise",
    "turning_points",
]

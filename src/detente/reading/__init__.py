"""Reports in: JSONL, text and HTML files, folders and standard input."""

from detente.reading.problems import Problem
from detente.reading.sources import read_reports

__all__ = ["Problem", "read_reports"]

"""The command line: thin over the library; one module a family of commands."""

from detente.cli import demo, measures, relationship, reports
from detente.cli.app import app, main

__all__ = ["app", "demo", "main", "measures", "relationship", "reports"]

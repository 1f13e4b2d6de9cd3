"""The command line: thin over the library; one module a family of commands."""

from detente.cli import datasets, demo, ledger, measures, relationship, reports
from detente.cli.app import app, main

__all__ = ["app", "datasets", "demo", "ledger", "main", "measures", "relationship", "reports"]
